"""Paths from job to job: what each step carries, what people read, and what the shipped packs say."""

import pickle
import re
import shutil
from itertools import combinations, pairwise

import pytest
from plain_words import INTERNAL

import roleprofile as rp
from examples import once
from roleprofile.careers.context_matching import excludes
from roleprofile.model.shipped import shipped
from roleprofile.model.vocabulary import ANY, UNSPECIFIED
from shipped_catalog import CATALOG

PACK = "account-management"
MANAGER, SELLER = f"{PACK}:account-manager", f"{PACK}:direct-sales-representative"
LEADING = {"company-size": "large", "market": "metal-products", "employer-tier": "leading", "region": "unspecified"}
SMALL = {**LEADING, "company-size": "small"}
CONTEXTS = [LEADING, SMALL, {**LEADING, "market": "software"}, dict.fromkeys(LEADING, UNSPECIFIED)]


def person(*held):
    return CATALOG.person("c-1", roles_held=held, facts=[rp.Fact("dialogue", "advanced")])


def told(path):
    """The modes of a path, and the standing of the employer that each step leaves, where it is said."""
    return [(step.mode, step.origin_context.get("employer-tier", "")) for step in path.steps]


class TestTheShippedPaths:
    def test_lead_by_way_of_the_same_job_at_a_lower_ranked_firm(self):
        found = CATALOG.paths("direct-sales-representative", "account-manager", LEADING)
        stone = next(path for path in found if len(path.steps) == 2)

        assert told(stone) == [("repurpose", ""), ("stepping-stone", "established")]
        assert [step.target for step in stone.steps] == [MANAGER, MANAGER]
        assert stone.steps[0].target_context == {"employer-tier": "established", "market": "metal-products"}
        assert (stone.effort, [step.effort for step in stone.steps]) == (112, [8, 104])
        assert [path.effort for path in found] == sorted(path.effort for path in found)

    def test_lead_up_from_the_same_job_at_a_lower_ranked_firm(self):
        found = CATALOG.paths(
            "account-manager", "account-manager", LEADING, origin_context={"employer-tier": "newcomer"}
        )

        assert list(map(told, found)) == [
            [("stepping-stone", "newcomer")],
            [("stepping-stone", "newcomer"), ("stepping-stone", "established")],
        ]

    def test_lead_nowhere_from_the_same_job_at_the_same_firm(self):
        assert CATALOG.paths("account-manager", "account-manager", LEADING, origin_context=LEADING) == ()

    def test_lead_on_from_job_to_job(self):
        found = CATALOG.paths("analyst", "account-manager", SMALL)

        assert [step.origin.partition(":")[2] for step in found[1].steps] == ["analyst", "consultant"]
        assert [path.effort for path in found[:2]] == [26, 65]

    def test_do_not_lead_where_no_way_is_declared(self):
        assert CATALOG.paths("administrator", "deputy-head-of-pr", LEADING) == ()

    @once
    @pytest.mark.parametrize("context", CONTEXTS)
    def test_are_never_twice_at_one_place(self, context):
        vocabulary_of = CATALOG.vocabulary_of()
        for role in CATALOG.roles:
            for path in CATALOG.paths(role, "account-manager", context, max_steps=6, limit=None):
                first = path.steps[0]
                places = [(first.origin, first.origin_context)]
                places += [(step.target, step.target_context) for step in path.steps]

                assert len(path.steps) <= 6
                assert all(one.target_context == other.origin_context for one, other in pairwise(path.steps))
                assert all(
                    one[0] != other[0] or excludes(one[1], other[1], vocabulary_of)
                    for one, other in combinations(places, 2)
                )


class TestAStep:
    def test_is_assessed_as_the_move_alone_would_be(self):
        *_, path = CATALOG.paths("direct-sales-representative", "account-manager", LEADING, limit=3)
        first, second = path.steps
        there = {**dict.fromkeys(LEADING, UNSPECIFIED), **first.target_context}

        assert first.assessment == CATALOG.assess_transition(SELLER, MANAGER, there, origin_context={})
        assert second.assessment == CATALOG.assess_transition(
            MANAGER, MANAGER, LEADING, origin_context=second.origin_context
        )

    def test_says_on_what_it_depends_and_what_it_needs(self):
        found = CATALOG.paths("direct-sales-representative", "account-manager", LEADING)
        inside = next(path for path in found if len(path.steps) == 2 and path.steps[0].mode == "internal")
        first = inside.steps[0]

        assert dict(first.depends_on) == {"company-size": {"en": "Company size", "fil": "Laki ng kompanya"}}
        assert {need.id for need in first.needs} == {"firm-strengths-knowledge", "presenting-the-firm"}
        assert first.reason["en"].startswith("Whoever knows the firm's strengths")
        assert first.origin_context == first.target_context == inside.steps[1].origin_context

    def test_does_not_depend_on_what_is_known_of_a_firm_that_stays_the_same(self):
        def inside(**known):
            found = CATALOG.paths("direct-sales-representative", "account-manager", LEADING, origin_context=known)
            return [
                path.steps[0].depends_on for path in found if told(path)[0][0] == "internal" and len(path.steps) > 1
            ]

        assert inside(**{"company-size": "large", "employer-tier": "newcomer"}) == [{}, {}]
        assert inside(**{"company-size": "small", "employer-tier": "newcomer"}) == []


class TestAPersonsPath:
    def test_begins_with_a_role_held(self):
        held = rp.RoleHeld("account-manager", 30, {"employer-tier": "newcomer", "market": "metal-products"})
        (path, further) = CATALOG.paths(person(held), "account-manager", LEADING)

        assert (path.origin, path.is_role, told(path)) == ("c-1", False, [("stepping-stone", "newcomer")])
        assert path.steps[0].origin == MANAGER
        assert path.steps[0].assessment == CATALOG.assess_transition(person(held), "account-manager", LEADING)
        assert further.steps[1].assessment.is_role

    def test_begins_with_each_of_the_roles_held(self):
        found = CATALOG.paths(
            person(rp.RoleHeld("analyst", 30), rp.RoleHeld("pr-specialist", 12)), "account-manager", SMALL, max_steps=1
        )

        assert [path.steps[0].origin.partition(":")[2] for path in found] == ["pr-specialist", "analyst"]

    def test_begins_with_a_way_from_any_job_where_no_role_is_held(self):
        (path, *_) = CATALOG.paths(person(), "account-manager", LEADING, origin_context=LEADING)

        assert (path.steps[0].origin, path.steps[0].mode) == (ANY, "internal")
        assert CATALOG.paths(person(), "account-manager", SMALL, max_steps=1, origin_context=SMALL) == ()

    def test_nothing_leads_on_within_a_firm_for_who_is_not_known_to_be_in_one(self):
        assert CATALOG.paths(person(), "account-manager", LEADING) == ()
        assert CATALOG.assess_transition(person(), "account-manager", LEADING).ways == ()

    def test_who_holds_a_role_at_such_a_firm_moves_within_it(self):
        here, elsewhere = (person(rp.RoleHeld("analyst", 24, context)) for context in (LEADING, SMALL))

        assert "from-within-the-firm" in {
            way.id for way in CATALOG.assess_transition(here, "account-manager", LEADING).ways
        }
        assert "from-within-the-firm" not in {
            way.id for way in CATALOG.assess_transition(elsewhere, "account-manager", LEADING).ways
        }

    def test_is_the_same_for_a_person_of_another_catalog(self):
        stranger = rp.load().person("c-1", facts=[rp.Fact("dialogue", "advanced")])

        assert CATALOG.paths(stranger, "account-manager", LEADING) == CATALOG.paths(
            person(), "account-manager", LEADING
        )


class TestWhatIsRefused:
    @pytest.mark.parametrize("wrong", [{"max_steps": 0}, {"limit": 0}])
    def test_less_than_one(self, wrong):
        with pytest.raises(ValueError, match="at least 1"):
            CATALOG.paths("analyst", "account-manager", LEADING, **wrong)

    def test_an_unknown_role_or_context(self):
        with pytest.raises(rp.UnknownIdError, match="analyst"):
            CATALOG.paths("analist", "account-manager", LEADING)
        with pytest.raises(rp.UnknownIdError, match="account-manager"):
            CATALOG.paths("analyst", "acount-manager", LEADING)
        with pytest.raises(rp.ContextError, match="depends on the employer's situation"):
            CATALOG.paths("analyst", "account-manager", {})
        with pytest.raises(rp.ContextError, match="huge"):
            CATALOG.paths("analyst", "account-manager", LEADING, origin_context={"company-size": "huge"})


class TestAPathAsAValue:
    def test_is_the_same_each_time_and_survives_pickling(self):
        one, other = (CATALOG.paths("analyst", "account-manager", LEADING, limit=2) for _ in range(2))

        assert one == other
        assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own

    def test_does_not_hang_on_the_order_of_files(self, tmp_path):
        """The ways of one file, spread over files whose names put them in another order."""
        root = tmp_path / "packs"
        shutil.copytree(str(shipped("profiles")), root)
        file = root / PACK / "transitions" / "account-manager.yaml"
        head, *ways = re.split(r"^(?=  - id: )", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        file.unlink()
        for number, text in enumerate(reversed(ways)):
            one = f"part-{number:02}"
            moved = head.replace("\nid: account-manager", f"\nid: {one}") + text
            file.with_name(f"{one}.yaml").write_text(moved, encoding="utf-8")
        again = rp.load(root)
        found, expected = (
            one.paths("direct-sales-representative", "account-manager", LEADING) for one in (again, CATALOG)
        )

        assert [path.explain() for path in found] == [path.explain() for path in expected]


class TestWhatPeopleRead:
    @once
    @pytest.mark.parametrize("context", CONTEXTS)
    @pytest.mark.parametrize("language", ["en", "fil"])
    def test_has_no_word_of_ours(self, context, language):
        origins = [*CATALOG.roles, person(), person(rp.RoleHeld("analyst", 30))]
        for origin in origins:
            for path in CATALOG.paths(origin, "account-manager", context):
                text = path.explain(language).replace("any firm", "").replace("any job", "")

                assert INTERNAL.search(text) is None, text
                assert max(map(len, text.splitlines())) <= 80

    def test_says_what_each_step_is_and_takes(self):
        *_, path = CATALOG.paths("direct-sales-representative", "account-manager", LEADING, limit=3)
        text = path.explain()

        assert "2 steps, 112 weeks in all." in text
        assert "1. Direct sales representative → Account manager\n   From: any firm\n   To: Established firm" in text
        assert "It takes 8 weeks to grow into the job." in " ".join(text.split())
        assert "\n  S2.5  To enter a particular firm" in text

    def test_says_that_time_already_spent_in_the_job_before_counts(self):
        (path, *_) = CATALOG.paths("account-manager", "account-manager", LEADING)

        assert "It takes 104 weeks in the previous job, including time already spent there." in " ".join(
            path.explain().split()
        )

    def test_says_which_time_its_total_leaves_out(self):
        one, other = (
            next(path for path in CATALOG.paths(origin, "account-manager", LEADING) if len(path.steps) == 2).explain()
            for origin in ("analyst", "direct-sales-representative")
        )

        counted = "2 steps, 65 weeks, plus the time in between as Consultant (the points assume 36 months there)."
        assert counted in " ".join(one.split())
        assert "2 steps, 112 weeks in all." in other
        assert "The points always assume 36 months in a job, even if a step states another time." in " ".join(
            other.split()
        )

    def test_nothing_leads_on_from_a_duty_beside_the_job_nor_from_standing_in(self):
        found = CATALOG.paths("administrator", "customer-relations-coordinator", "medium-software", limit=None)

        assert "stand-in" in {one.mode for one in CATALOG.paths("administrator", "account-manager", SMALL)[0].steps}
        assert found
        assert {step.mode for path in found for step in path.steps[:-1]}.isdisjoint({"stand-in", "additional-duty"})

    def test_says_which_minimum_requirement_holds_a_step_back(self):
        (path, *_) = CATALOG.paths("leading-specialist", "head-of-specialist-department", "small-retail")

        held = "At best “A stretch”, because of a minimum requirement: Leading people (not met)"
        assert held in " ".join(path.explain().split())

    def test_says_what_holds_back_the_best_that_is_possible(self):
        moves = {
            one.assessment.origin: one.assessment for one in CATALOG.rank_origins("account-manager", "small-retail")
        }
        text = " ".join(moves["account-management:press-secretary"].explain().split())

        held = "At best “A stretch”, because of a minimum requirement: Drive to earn (not met)"
        assert "A stretch · 54 to 73 of 100 points" in text
        assert held in text
        assert "t best “" not in moves["account-management:deputy-head-of-pr"].explain()

    def test_says_where_a_step_is_not_open_as_things_stand(self):
        closed, opened = (
            next(one for one in CATALOG.paths(origin, "account-manager", LEADING) if one.steps[0].mode == "internal")
            for origin in ("analyst", "deputy-head-of-pr")
        )

        assert (closed.needs_state, opened.needs_state) == ("not_met", "met")
        assert "Closed for now, because a requirement of one step is not met." in closed.explain()
        assert "not open" not in opened.explain()

    def test_is_in_filipino_where_that_is_wanted(self):
        *_, path = CATALOG.paths("direct-sales-representative", "account-manager", LEADING, limit=3)
        text = path.explain("fil")

        assert "2 hakbang, 112 linggo sa kabuuan." in text
        assert "Mula sa: kahit anong kompanya" in text

    def test_says_who_is_judged(self):
        one, *_, other = CATALOG.paths(person(rp.RoleHeld("consultant", 24)), "account-manager", LEADING)

        assert "Based on what this person brings." in one.explain()
        assert "The first step is based on what this person brings" in other.explain()

    def test_an_unknown_language_is_refused(self):
        with pytest.raises(ValueError, match="there are en, fil"):
            CATALOG.paths("analyst", "account-manager", LEADING)[0].explain("xx")
