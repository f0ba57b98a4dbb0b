"""Plans: what they say, what stands in the way, and what they need to be made."""

import pickle
import sys

import pytest
from attrs import evolve
from plain_words import INTERNAL

import roleprofile as rp
from roleprofile.careers.options import available_options
from roleprofile.model.pack import VERDICTS
from roleprofile.model.values import FrozenMap
from roleprofile.presentation.result_json import data_of
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

        assert [step.id for step in found.steps] == ["client-service-course"]
        assert (found.effort, found.fit_before.verdict_low, found.fit_after.verdict_low) == (4, "stretch", "viable")
        raised = {gain.descriptor: (gain.before, gain.after) for step in found.steps for gain in step.gains}
        assert raised[f"{PACK}:client-service"] == (None, "working")
        assert found.steps[-1].fit.low == found.fit_after.low > found.fit_before.low
        assert pickle.loads(pickle.dumps(found)).effort == found.effort  # noqa: S301 - our own

    def test_an_amount_is_raised_by_what_an_option_brings(self):
        found = CATALOG.plan(person("deputy-pr-head"), "account-manager", LARGE)
        gains = {gain.descriptor: (gain.before, gain.after) for gain in found.steps[0].gains}

        assert [step.id for step in found.steps] == ["handover-of-clients"]
        assert gains[f"{PACK}:decision-maker-relations"] == (None, 5)

    def test_a_step_stands_behind_what_admits_to_it(self):
        found = CATALOG.plan(person("first-job-talker"), "account-manager", LARGE, reach="strong")
        ids = [step.id for step in found.steps]

        for earlier in ("dialogue-training", "persuasion-training"):
            assert ids.index(earlier) < ids.index("account-manager-at-a-lower-ranked-firm")

    def test_a_step_says_which_it_comes_after(self):
        found = CATALOG.plan(person("first-job-talker"), "account-manager", LARGE, reach="strong")
        after = {step.id: tuple(found.steps[place - 1].id for place in step.after) for step in found.steps}
        job = "account-manager-at-a-lower-ranked-firm"

        assert after["management-course"] == ()
        assert after["advanced-management-course"] == ("management-course",)
        # One course comes before the other, and that before the job: it names the last only.
        assert set(after[job]) == {
            "client-service-course",
            "dialogue-training",
            "advanced-management-course",
            "persuasion-training",
            "study-of-the-firm",
        }
        text = " ".join(found.explain().split())
        assert "Comes after steps 1, 2, 4, 5, 6. This job has to be found first." in text
        assert "A step that names no earlier step can be taken at any time." in text

    def test_steps_that_come_after_none_can_be_taken_in_any_order(self):
        found = CATALOG.plan(person("metal-engineer-in-sales"), "account-manager", LARGE, reach="strong")

        assert [step.after for step in found.steps] == [(), (), (), ()]
        assert "The steps can be taken in any order." in " ".join(found.explain().split())

    def test_what_is_to_be_asked_or_proven_is_listed(self):
        found = CATALOG.plan(person("metal-engineer-in-sales"), "account-manager", LARGE)
        data = data_of(found)

        assert [(one.id, one.state) for one in found.provided] == [("persuasion", "unknown")]
        assert data["provided"] == [{"id": "persuasion", "state": "unknown"}]
        assert "Ask or prove first\n  Persuasion, at least Working (unknown)\n" in found.explain()
        assert "Itanong o patunayan muna\n" in found.explain("fil")

    def test_what_is_to_be_asked_or_proven_can_be_all(self):
        found = CATALOG.plan(person("deputy-pr-head"), "account-manager", "small-retail")
        text = " ".join(found.explain().split())

        assert (found.possible, found.steps, found.effort) == (True, (), 0)
        assert [(one.id, one.state) for one in found.provided] == [("earning-drive", "unknown")]
        assert "If all this is met and proven: " in text
        assert "Once all this is met and proven, the goal is certain, and no step is needed." in text
        assert "already certain" not in text

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
        (score,) = found.obstacles
        assert (score.id, score.state) == ("", None)
        assert score.reached < score.asked == found.fit_before.role.thresholds["strong"]

    def test_what_nobody_has_said_is_asked_first(self):
        enough, missing = (
            CATALOG.plan(person(name), "account-manager", LARGE, reach="viable").explain()
            for name in ("economics-graduate", "first-job-talker")
        )

        asked = "Ask first Persuasion: at least Advanced? (up to +12.3 points if yes; Working is the minimum;"
        assert asked in " ".join(enough.split())
        assert "Ask first\n  Persuasion" in enough
        assert "The answers alone may be enough." in enough
        assert "Ask first" not in missing
        assert "There is nothing to ask, because everything that counts here is known." in missing

    def test_what_is_presumed_is_not_called_unsaid(self):
        found = CATALOG.plan(person("economics-graduate"), "account-manager", LARGE)
        presumed = [gain for step in found.steps for gain in step.gains if gain.presumed]

        assert [(gain.before, gain.presumed, gain.after) for gain in presumed] == [(None, "basic", "working")]
        text = " ".join(found.explain().split())
        assert (
            "Knowing the firm's strengths: presumably Basic, not confirmed → Working for certain, perhaps more" in text
        )
        assert "60 of them proven The highest possible score is lower after the steps," in text

    def test_nothing_is_presumed_where_the_list_is_complete(self):
        found = CATALOG.plan(person("first-job-talker"), "account-manager", LARGE)
        gains = [gain for step in found.steps for gain in step.gains]

        assert ("none", None) in {
            (gain.before, gain.presumed) for gain in gains if gain.descriptor.endswith(":persuasion")
        }
        assert all(gain.presumed is None for gain in gains)
        assert "presumably" not in found.explain()

    def test_a_job_comes_with_how_well_the_person_fits_it_by_then(self):
        found = CATALOG.plan(person("economics-graduate"), "account-manager", LARGE, reach="strong")
        job = next(step for step in found.steps if step.kind == "stepping-stone")

        assert job.job.role.role == f"{PACK}:account-manager"
        assert job.job.role.context["employer-tier"] == "established"
        assert job.job.verdict_supported in ("strong", "viable", "stretch")
        assert job.job.low == found.steps[found.steps.index(job) - 1].fit.low
        text = " ".join(found.explain().split())
        assert "This job has to be found first. The person's fit for it at the start: " in text
        assert f"After all steps, if the job in step {found.steps.index(job) + 1} is offered and taken: " in text
        assert all(step.job is None for step in found.steps if step is not job)

    @pytest.mark.parametrize("anywhere", ["any-employer", dict.fromkeys(LARGE, "unspecified")])
    def test_an_unspecified_dimension_is_refused_and_no_situation_without_it_is_proposed(self, anywhere):
        message = (
            "the plan depends on the employer's situation, but some dimensions are unspecified; "
            r"give each a term: company-size \(small, medium, large\); market \(specialised, "
        )
        with pytest.raises(rp.ContextError, match=message) as caught:
            CATALOG.plan(person("deputy-pr-head"), "account-manager", anywhere)

        assert [*caught.value.missing] == ["company-size", "market"]
        assert "any-employer" not in caught.value.situations
        assert "large-metal-products" in caught.value.situations

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

    def test_a_job_at_an_employer_lower_than_an_unspecified_one_is_not_on_offer(self):
        unspecified = {**LARGE, "employer-tier": "unspecified"}

        assert "account-manager-at-a-lower-ranked-firm" not in {
            offer.option.id for offer in available_options(CATALOG, unspecified)
        }

    @pytest.mark.parametrize("name", PEOPLE)
    @pytest.mark.parametrize("reach", ["viable", "strong"])
    def test_no_plan_lets_anyone_begin_a_job_as_a_misfit(self, name, reach):
        """The same role at a lower-ranked firm takes who is likely a stretch, other jobs who is likely viable."""
        admits = {"account-manager-at-a-lower-ranked-firm": "stretch"}
        found = CATALOG.plan(CATALOG.people[name], "account-manager", LARGE, reach=reach)

        for step in found.steps:
            if step.job is not None:
                least = admits.get(step.id, "viable")
                assert VERDICTS.index(step.job.verdict_supported) <= VERDICTS.index(least)

    def test_what_a_job_reads_of_an_unspecified_dimension_is_known(self):
        on_offer = {
            offer.option.id: offer for offer in available_options(CATALOG, {**LARGE, "company-size": "unspecified"})
        }

        assert on_offer["account-manager-at-a-lower-ranked-firm"].open == ("company-size",)
        assert on_offer["direct-sales-first"].open == ()

    def test_nobody_gets_a_drive_or_a_degree_by_working(self):
        on_offer = {offer.option.id: offer for offer in available_options(CATALOG, LARGE)}
        brought = {
            CATALOG.descriptors[rise.slot[0]].type for one in on_offer.values() if one.option.job for rise in one.rises
        }

        assert brought.isdisjoint({"motive", "qualification", "course"})
