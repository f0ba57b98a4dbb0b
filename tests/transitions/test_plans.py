"""Plans: what they say, what stands in the way, and what they need to be made."""

import pickle
import sys

import pytest
from attrs import evolve
from plain_words import INTERNAL

import roleprofile as rp
from roleprofile.careers.options import available_options, in_feasible_order
from roleprofile.model.values import FrozenMap
from shipped_catalog import CATALOG

PACK = "account-management"
PEOPLE = sorted(CATALOG.people)
LARGE = {"company-size": "large", "market": "metal-products", "employer-tier": "leading", "region": "unspecified"}
SMALL = {**LARGE, "company-size": "small"}


def person(name):
    return CATALOG.people[f"{PACK}:{name}"]


class TestAPlan:
    def test_it_takes_the_least_effort_and_says_what_each_step_brings(self):
        found = CATALOG.plan(person("metal-engineer-in-sales"), "account-manager", "large-metal-products")

        assert [step.id for step in found.steps] == ["client-service-course", "persuasion-training"]
        assert (found.effort, found.fit_before.verdict_low, found.fit_after.verdict_low) == (10, "stretch", "viable")
        raised = {gain.descriptor: (gain.before, gain.after) for step in found.steps for gain in step.gains}
        assert raised[f"{PACK}:persuasion"] == (None, "working")
        assert found.steps[-1].fit.low == found.fit_after.low > found.steps[0].fit.low
        assert pickle.loads(pickle.dumps(found)).effort == found.effort  # noqa: S301 - our own

    def test_an_amount_is_raised_by_what_an_option_brings(self):
        found = CATALOG.plan(person("deputy-pr-head"), "account-manager", "small-retail")
        gains = {gain.descriptor: (gain.before, gain.after) for gain in found.steps[0].gains}

        assert [step.id for step in found.steps] == ["handover-of-clients"]
        assert gains[f"{PACK}:decision-maker-relations"] == (None, 5)

    def test_a_step_stands_behind_what_admits_to_it(self):
        found = CATALOG.plan(person("first-job-talker"), "account-manager", "large-metal-products", reach="strong")
        ids = [step.id for step in found.steps]

        assert ids.index("dialogue-training") < ids.index("account-manager-at-a-lower-ranked-firm")
        assert ids.index("persuasion-training") < ids.index("account-manager-at-a-lower-ranked-firm")

    def test_a_step_says_which_it_comes_after(self):
        found = CATALOG.plan(person("first-job-talker"), "account-manager", "large-metal-products", reach="strong")
        after = {step.id: tuple(found.steps[place - 1].id for place in step.after) for step in found.steps}
        job = "account-manager-at-a-lower-ranked-firm"

        assert after["management-course"] == ()
        assert after["advanced-management-course"] == ("management-course",)
        assert set(after[job]) == {"dialogue-training", "persuasion-training"}
        # The trainings come before the job, and that before this: it names the last only.
        assert after["comparison-with-competitors"] == (job,)
        text = " ".join(found.explain().split())
        assert "Comes after steps 1, 4. This job has to be found first." in text
        assert "A step that names no earlier step can be taken at any time." in text

    def test_steps_that_come_after_none_can_be_taken_in_any_order(self):
        found = CATALOG.plan(person("metal-engineer-in-sales"), "account-manager", "large-metal-products")

        assert [step.after for step in found.steps] == [(), ()]
        assert "The steps can be taken in any order." in " ".join(found.explain().split())

    def test_what_rules_out_more_is_said(self):
        found = CATALOG.plan(person("first-job-talker"), "account-manager", "small-retail", reach="strong")
        text = " ".join(found.explain().split())

        assert (
            "Even with all listed courses, assignments and jobs, no more than “A stretch” is certain. More points "
            "cannot raise the verdict until it is certain that this minimum requirement is met: Drive to earn." in text
        )
        assert "What the levels mean" not in text

    def test_nothing_has_to_be_done_for_what_is_reached(self):
        found = CATALOG.plan(person("three-strengths"), "account-manager", "small-retail")

        assert (found.possible, found.steps, found.effort) == (True, (), 0)
        assert found.after.holdings == person("three-strengths").holdings

    def test_a_role_stands_for_its_typical_holder(self):
        found = CATALOG.plan("deputy-head-of-pr", "account-manager", "large-metal-products", reach="strong")

        assert found.fit_before.low == CATALOG.assess_transition("deputy-head-of-pr", "account-manager", LARGE).fit.low
        assert found.explain().startswith("Deputy head of public relations → Account manager\n")
        assert "Questions for a person from that job" in found.explain()
        assert "Based on what people usually bring after 36 months in the previous job," in " ".join(
            found.explain().split()
        )

    def test_what_cannot_be_reached_names_the_minimum_and_the_score(self):
        found = CATALOG.plan("analyst", "deputy-head-of-pr", "small-retail", reach="strong")

        assert not found.possible
        assert found.best == "stretch"
        assert {one.state for one in found.obstacles} == {"unknown", None}
        score = next(one for one in found.obstacles if one.state is None)
        assert score.reached < score.asked == found.fit_before.role.thresholds["strong"]

    def test_what_nobody_has_said_is_asked_first(self):
        enough, missing = (
            CATALOG.plan(person(name), "account-manager", LARGE, reach="viable").explain()
            for name in ("economics-graduate", "first-job-talker")
        )

        asked = "Ask first Persuasion: at least Advanced? (up to +12.3 points if yes; Working is the minimum)"
        assert asked in " ".join(enough.split())
        assert "Ask first\n  Persuasion" in enough
        assert "The answers alone may be enough." in enough
        assert "Ask first" not in missing
        assert "There is nothing to ask, because everything that counts here is known." in missing

    def test_what_is_presumed_is_not_called_unsaid(self):
        found = CATALOG.plan(person("metal-engineer-in-sales"), "account-manager", "medium-software")
        (gain,) = (one for one in found.steps[0].gains if one.asked)

        assert (gain.before, gain.presumed, gain.after) == (None, "advanced", "working")
        text = " ".join(found.explain().split())
        assert "Persuasion: presumably Advanced, not confirmed → Working for certain, perhaps more" in text
        after = "After all steps: Viable · 62 to 74 of 100 points The highest possible score is lower after the steps,"
        assert after in text

    def test_nothing_is_presumed_where_the_list_is_complete(self):
        found = CATALOG.plan(person("first-job-talker"), "account-manager", "any-employer")
        gains = [gain for step in found.steps for gain in step.gains]

        assert ("none", None) in {
            (gain.before, gain.presumed) for gain in gains if gain.descriptor.endswith(":persuasion")
        }
        assert all(gain.presumed is None for gain in gains)
        assert "presumably" not in found.explain()

    def test_a_job_comes_with_how_well_the_person_fits_it_by_then(self):
        found = CATALOG.plan(person("economics-graduate"), "account-manager", LARGE)
        job = next(step for step in found.steps if step.kind == "stepping-stone")

        assert job.job.role.role == f"{PACK}:account-manager"
        assert job.job.role.context["employer-tier"] == "established"
        assert job.job.low == found.steps[found.steps.index(job) - 1].fit.low
        text = " ".join(found.explain().split())
        assert "This job has to be found first. The person's fit for it at the start: " in text
        assert f"This assumes that the job in step {found.steps.index(job) + 1} is offered and taken." in text
        assert all(step.job is None for step in found.steps if step is not job)

    def test_what_every_employer_asks_is_not_said_to_be_all(self):
        found = CATALOG.plan(person("deputy-pr-head"), "account-manager", "any-employer")
        text = " ".join(found.explain().split())

        assert (found.steps, found.possible) == ((), True)
        assert "The goal is already certain for the requirements that every employer has." in text
        assert "A particular employer may ask for more." in text

    def test_what_may_apply_is_not_called_a_minimum_requirement(self):
        anywhere = dict.fromkeys(LARGE, "unspecified")
        text = CATALOG.plan(person("metal-engineer-in-sales"), "account-manager", anywhere, reach="strong").explain()

        assert "Small and medium firms: other rules may apply, depending on: Company size" in " ".join(text.split())

    def test_an_unspecified_situation_leaves_its_minimum_open(self):
        anywhere = dict.fromkeys(LARGE, "unspecified")
        found = CATALOG.plan(person("metal-engineer-in-sales"), "account-manager", anywhere, reach="strong")

        assert not found.possible
        assert "unknown" in {one.state for one in found.obstacles}

    def test_efforts_in_different_units_are_not_added_up(self):
        hours = evolve(CATALOG.scales["core:weeks"], id="hours", pack="ours")
        head = evolve(CATALOG.packs[PACK], id="ours", effort="hours", requires=FrozenMap({PACK: ">=1"}))
        option = evolve(CATALOG.options[f"{PACK}:persuasion-training"], pack="ours")
        both = evolve(
            CATALOG,
            packs=FrozenMap({**CATALOG.packs, "ours": head}),
            scales=FrozenMap({**CATALOG.scales, "ours:hours": hours}),
            options=FrozenMap({**CATALOG.options, "ours:persuasion-training": option}),
        )

        with pytest.raises(rp.RankingError, match="efforts in core:weeks and in ours:hours cannot be added up"):
            both.plan(person("metal-engineer-in-sales"), "account-manager", LARGE)

    def test_an_unknown_verdict_is_refused(self):
        with pytest.raises(ValueError, match='"excellent" is no target verdict; one of: strong, viable, stretch'):
            CATALOG.plan(person("three-strengths"), "account-manager", SMALL, reach="excellent")

    def test_without_scipy_it_says_what_to_install(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "scipy", None)

        with pytest.raises(
            rp.RoleProfileError, match=r"this function needs scipy; install it with: pip install 'roleprofile\[plan\]'"
        ):
            CATALOG.plan(person("first-job-talker"), "account-manager", SMALL)

    @pytest.mark.parametrize("language", ["en", "fil"])
    @pytest.mark.parametrize("reach", ["viable", "strong"])
    def test_what_people_read_has_no_word_of_ours(self, language, reach):
        for name in PEOPLE:
            text = CATALOG.plan(CATALOG.people[name], "account-manager", LARGE, reach=reach).explain(language)

            assert INTERNAL.search(text) is None, text


class TestWhatIsOnOffer:
    def test_what_hangs_on_the_market_is_raised_where_the_market_is_known(self):
        def raised(context):
            found = {offer.option.id: offer.rises for offer in available_options(CATALOG, context)}
            return {rise.slot for rise in found["half-a-year-in-the-sales-office"]}

        assert raised(LARGE) - raised({**LARGE, "market": "unspecified"}) == {
            (f"{PACK}:sales-experience", "metal-products")
        }

    def test_a_job_at_a_lower_employer_needs_a_lower_one(self):
        lowest = {**LARGE, "employer-tier": "newcomer"}

        assert "account-manager-at-a-lower-ranked-firm" in {
            offer.option.id for offer in available_options(CATALOG, LARGE)
        }
        assert "account-manager-at-a-lower-ranked-firm" not in {
            offer.option.id for offer in available_options(CATALOG, lowest)
        }

    def test_a_job_is_open_to_who_meets_its_own_minimum_requirements(self):
        on_offer = {offer.option.id: offer for offer in available_options(CATALOG, LARGE)}
        job = on_offer["direct-sales-first"]
        asked = {slot: rank for one in job.conditions for slot, rank in one.least.items()}
        drive, persuasion = (f"{PACK}:earning-drive", ""), (f"{PACK}:persuasion", "")

        assert asked == {persuasion: 2, drive: 2}
        assert not job.admits({persuasion: 2, drive: 1}, ())
        assert job.admits({persuasion: 2, drive: 2}, ())
        assert in_feasible_order({drive: 2}, [job, on_offer["persuasion-training"]])[0] == (
            on_offer["persuasion-training"],
            job,
        )

    def test_nobody_is_sure_of_a_job_whose_minimum_requirements_hang_on_what_is_not_known(self):
        here = {offer.option.id for offer in available_options(CATALOG, {**LARGE, "company-size": "unspecified"})}

        assert "account-manager-at-a-lower-ranked-firm" not in here
        assert "direct-sales-first" in here

    def test_nobody_gets_a_drive_or_a_degree_by_working(self):
        on_offer = {offer.option.id: offer for offer in available_options(CATALOG, LARGE)}
        brought = {
            CATALOG.descriptors[rise.slot[0]].type for one in on_offer.values() if one.option.job for rise in one.rises
        }

        assert brought.isdisjoint({"motive", "qualification", "course"})

    def test_nobody_begins_what_they_are_not_admitted_to(self):
        on_offer = {offer.option.id: offer for offer in available_options(CATALOG, LARGE)}

        assert in_feasible_order({}, [on_offer["trade-fair-season"]])[0] == ()
        both = in_feasible_order({}, [on_offer["trade-fair-season"], on_offer["guided-visits"]])[0]
        assert [offer.option.id for offer in both] == ["guided-visits", "trade-fair-season"]
