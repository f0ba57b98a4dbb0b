"""Who could come into a role: assessments, rankings, similarity, and what other facts would change."""

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_words import INTERNAL

import roleprofile as rp
from roleprofile.model.shipped import shipped
from roleprofile.presentation.results import render, short
from shipped_catalog import CATALOG

EXAMPLES = Path(__file__).parents[2] / "examples"

PACK = "account-management"
TARGET = f"{PACK}:account-manager"
LARGE = {"company-size": "large", "market": "metal-products", "employer-tier": "leading", "region": "unspecified"}
SMALL = {**LARGE, "company-size": "small"}

ROLES = st.sampled_from(sorted(CATALOG.roles))
CONTEXTS = st.sampled_from([LARGE, SMALL, {**LARGE, "market": "software"}, dict.fromkeys(LARGE, "unspecified")])
LEVELS = {
    "dialogue": ("none", "basic", "working", "advanced", "expert"),
    "persuasion": ("none", "basic", "working", "advanced", "expert"),
    "earning-drive": ("none", "low", "moderate", "high"),
    "presenting-the-firm": ("none", "basic", "working", "advanced", "expert"),
    "decision-maker-relations": tuple(range(0, 30, 3)),
}
FACTS = st.dictionaries(st.sampled_from(sorted(LEVELS)), st.integers(0, 100), max_size=5).map(
    lambda found: {name: LEVELS[name][number % len(LEVELS[name])] for name, number in found.items()}
)


SEEN = rp.Evidence("interview")


def person(facts, closed=()):
    stated = [rp.Fact(name, value, evidence=SEEN) for name, value in facts.items()]
    return CATALOG.person("somebody", facts=stated, closed=closed)


class TestAssessment:
    def test_it_says_how_a_role_is_left_what_carries_over_and_what_is_missing(self):
        found = CATALOG.assess_transition("deputy-head-of-pr", "account-manager", LARGE)

        assert {way.mode for way in found.ways} == {"repurpose", "internal"}
        assert "dialogue" in {one.id for one in found.carries_over}
        assert "field-sales" in {one.id for one in found.questions}
        assert found.verdict_low == "viable"
        assert pickle.loads(pickle.dumps(found)).fit.low == found.fit.low  # noqa: S301 - our own

    def test_needs_hold_the_verdict_of_their_own_way_and_change_no_score(self):
        found = CATALOG.assess_transition("analyst", "account-manager", LARGE)
        inside = next(way for way in found.ways if way.mode == "internal")

        assert inside.needs_state == "not_met"
        assert inside.verdict_high == "stretch"
        assert found.fit.low == CATALOG.assess_transition("analyst", "account-manager", {**LARGE}).fit.low

    def test_a_way_whose_needs_are_not_met_is_said_to_be_closed(self):
        text = " ".join(CATALOG.assess_transition("analyst", "account-manager", LARGE).explain().split())

        needed = "Presenting the firm to outsiders, at least Working (not met). This route is closed for now."
        assert f"It also requires: Knowing the firm's strengths, at least Working (met); {needed}" in text
        assert text.count("for now") == 1

    def test_a_closed_way_does_not_say_that_it_may_be_closed(self):
        ranked = CATALOG.rank_origins("account-manager", "any-employer")
        ways = [way for one in ranked for way in one.assessment.ways]
        text = " ".join(render("text", ranked).split())

        assert any(way.needs_state == "not_met" and way.depends_on for way in ways)
        assert "closed for now. This route may be closed" not in text
        assert "This route may be closed, depending on: " in text

    def test_a_short_list_says_how_many_jobs_it_leaves_out(self):
        ranked = CATALOG.rank_origins("account-manager", "any-employer")

        assert f"  10 of {len(ranked)}\n" in short(ranked, "en")
        assert f"  10 sa {len(ranked)}\n" in short(ranked, "fil")
        assert " of 10\n" not in short(ranked[:10], "en")

    def test_a_minimum_requirement_that_holds_somebody_back_is_named(self):
        (one, *_) = CATALOG.rank_origins("head-of-specialist-department", "small-retail")

        assert (one.assessment.verdict_low, one.assessment.fit.low >= 600_000) == ("stretch", True)
        held = "At best “A stretch”, because of a minimum requirement: Leading people (not met)"
        assert held in " ".join(one.assessment.explain().split())
        assert "t best “" not in CATALOG.assess_transition("deputy-head-of-pr", "account-manager", LARGE).explain()

    def test_where_the_firm_is_not_known_it_is_for_the_least_favourable_one_which_is_named(self):
        found = CATALOG.assess_transition("deputy-head-of-pr", "account-manager", "any-employer")
        text = " ".join(found.explain().split())

        assert (
            "Not given: Company size, Market. The result is for the least favourable situation: Large firm (250 people "
            "or more), Information technology." in text
        )
        somewhere = found.fit.role.context
        there = CATALOG.assess_transition("deputy-head-of-pr", "account-manager", somewhere)
        assert (there.fit.low, there.fit.verdict_low) == (found.fit.low, found.fit.verdict_low)
        assert found.fit.low == min(one.low for one in found.fit.situations)

    def test_what_carries_over_in_part_is_said_to(self):
        text = " ".join(CATALOG.assess_transition("analyst", "account-manager", LARGE).explain().split())

        assert "Knowing the firm's strengths (partly)" in text
        assert "Persuasion (partly)" in text

    def test_it_says_where_no_way_is_named(self):
        text = CATALOG.assess_transition("analyst", "press-secretary", "small-retail").explain()

        assert "How people come into this job\n  No transition from that job into this one is declared." in text

    def test_the_same_job_at_a_lower_ranked_firm_is_a_way_and_at_the_same_firm_is_none(self):
        lower = CATALOG.assess_transition("account-manager", "account-manager", LARGE)
        same = CATALOG.assess_transition("account-manager", "account-manager", LARGE, origin_context=LARGE)

        assert [way.mode for way in lower.ways] == ["stepping-stone"]
        assert lower.origin_context["employer-tier"] == "established"
        assert same.ways == ()

    def test_extra_duties_are_for_smaller_firms(self):
        modes = {
            size: [way.mode for way in CATALOG.assess_transition("press-secretary", "account-manager", context).ways]
            for size, context in (("small", SMALL), ("large", LARGE))
        }

        assert modes == {"small": ["additional-duty"], "large": ["internal"]}

    def test_a_person_has_the_ways_from_the_roles_held(self):
        held = rp.RoleHeld("analyst", 30, {"company-size": "small"})
        found = CATALOG.assess_transition(CATALOG.person("c-1", roles_held=[held]), "account-manager", SMALL)

        assert (found.similarity, [way.mode for way in found.ways]) == (None, ["repurpose"])

    def test_an_unknown_origin_or_context_is_refused(self):
        with pytest.raises(rp.UnknownIdError, match="analyst"):
            CATALOG.assess_transition("analist", "account-manager", SMALL)
        with pytest.raises(rp.ContextError, match="huge"):
            CATALOG.assess_transition("analyst", "account-manager", SMALL, origin_context={"company-size": "huge"})

    @pytest.mark.parametrize("context", [LARGE, SMALL, dict.fromkeys(LARGE, "unspecified")])
    @pytest.mark.parametrize("language", ["en", "fil"])
    def test_what_people_read_has_no_word_of_ours(self, context, language):
        for role in CATALOG.roles:
            text = CATALOG.assess_transition(role, "account-manager", context).explain(language)

            assert INTERNAL.search(text) is None, text


class TestRankings:
    def test_origins_are_those_that_are_declared_and_open(self):
        names = [one.assessment.origin.partition(":")[2] for one in CATALOG.rank_origins("account-manager", SMALL)]

        assert names[:3] == ["account-manager", "direct-sales-representative", "deputy-head-of-pr"]
        assert "press-secretary" in names
        assert "press-secretary" not in [
            one.assessment.origin.partition(":")[2] for one in CATALOG.rank_origins("account-manager", LARGE)
        ]

    def test_places_follow_the_verdict_then_the_score_and_never_the_demand(self):
        plain = CATALOG.rank_origins("account-manager", LARGE, origins="all")
        wanted = CATALOG.rank_origins("account-manager", LARGE, origins="all", demand={"administrator": 40})

        assert len(plain) == len({one.assessment.origin for one in plain}) == len(CATALOG.roles) - 1
        assert [(one.place, one.assessment.origin) for one in plain] == [
            (one.place, one.assessment.origin) for one in wanted
        ]
        assert [one.demand for one in wanted if one.demand is not None] == [40]

    def test_targets_are_all_other_roles(self):
        found = CATALOG.rank_targets("press-secretary", SMALL)

        assert len(found) == len(CATALOG.roles) - 1
        assert found[0].assessment.target == f"{PACK}:pr-specialist"
        assert CATALOG.rank_targets("press-secretary", SMALL, top=3) == found[:3]
        assert CATALOG.rank_targets("press-secretary", SMALL, top=0) == ()
        with pytest.raises(ValueError, match="top"):
            CATALOG.rank_targets("press-secretary", SMALL, top=-1)

    def test_a_role_is_given_the_dimensions_that_it_knows(self):
        """The example pack of data analysts has no dimensions."""
        packs = [*(shipped("profiles") / name for name in ("core", "account-management")), EXAMPLES / "data-analysts"]
        catalog = rp.load(*packs)
        found = catalog.rank_targets("press-secretary", SMALL)

        assert "data-analysts:data-analyst/junior" in [one.assessment.target for one in found]
        with pytest.raises(rp.ContextError, match="unknown dimension 'weather'"):
            catalog.rank_targets("press-secretary", {**SMALL, "weather": "fine"})


def similarity(one, other, context):
    """How similar the jobs of two roles are at one firm."""
    return CATALOG.assess_transition(one, other, context, origin_context=context).similarity


class TestSimilarity:
    @given(ROLES, ROLES, CONTEXTS)
    def test_it_is_symmetric_and_in_range(self, one, other, context):
        found = similarity(one, other, context)

        assert found == similarity(other, one, context)
        assert 0 <= found <= 1_000_000

    @given(ROLES, CONTEXTS)
    def test_a_role_is_the_same_as_itself(self, role, context):
        assert similarity(role, role, context) == 1_000_000


class TestWhatIf:
    @given(FACTS, FACTS, CONTEXTS, st.booleans())
    def test_it_equals_scoring_the_changed_person(self, facts, changes, context, closed):
        closed = "all" if closed else ()
        before, after = person(facts, closed), person({**facts, **changes}, closed)
        found = CATALOG.what_if(
            before, TARGET, context, [rp.Fact(name, value, evidence=SEEN) for name, value in changes.items()]
        )
        scorer = CATALOG.scorer(TARGET, context)

        assert found.before == scorer.score(before)
        assert found.after.contributions == scorer.score(after).contributions
        assert (found.after.low, found.after.supported, found.after.high, found.after.verdict) == (
            scorer.score(after).low,
            scorer.score(after).supported,
            scorer.score(after).high,
            scorer.score(after).verdict,
        )

    def test_it_says_what_changes(self):
        found = CATALOG.what_if(
            person({"dialogue": "basic"}), TARGET, SMALL, [rp.Fact("dialogue", "advanced", evidence=SEEN)]
        )

        assert [change.id for change in found.changed] == ["dialogue"]
        text = " ".join(found.explain().split())

        assert "Assumed facts Holding a dialogue: Advanced (now Basic) Now: " in text
        assert "Holding a dialogue, of 23.0 points: now 4.6; if so 23.0." in text
        assert "Minimum requirement: now not met; if so met." in text
        assert "What the levels mean Basic: Manages simple cases with help." in text

    def test_it_says_between_what_the_points_may_lie(self):
        found = CATALOG.what_if(
            CATALOG.people[f"{PACK}:economics-graduate"], TARGET, "small-retail", [rp.Fact("persuasion", "basic")]
        )
        text = " ".join(found.explain().split())

        assert "Assumed facts Persuasion: Basic (now presumably Working, not confirmed)" in text
        assert "Persuasion, of 23.0 points: now between 0.0 and 23.0, presumably 13.8; if so 4.6." in text
        assert "If there are two numbers or verdicts, the first counts only what is certain, and the second" in text
        assert "The best possible verdict falls from “Strong” to “A stretch”." in text

    def test_it_says_why_bad_news_can_raise_what_is_certain(self):
        held = person({"persuasion": "working"})
        found = CATALOG.what_if(held, TARGET, SMALL, [rp.Fact("dialogue", "basic")])

        assert found.before.low < found.after.low
        assert found.before.high > found.after.high
        assert "More points are certain although fewer are possible," in found.explain()

    def test_it_says_which_end_of_the_verdict_moves(self):
        facts = [
            rp.Fact("persuasion", "advanced", evidence=SEEN),
            rp.Fact("earning-drive", "high", evidence=SEEN),
        ]
        found = CATALOG.what_if(CATALOG.people[f"{PACK}:economics-graduate"], TARGET, "small-retail", facts)

        text = " ".join(found.explain().split())

        assert "Counting only what is certain, the verdict rises from “Far off” to “Viable”." in text
        assert "The best possible verdict" not in text

    def test_it_says_where_the_verdict_stays(self):
        found = CATALOG.what_if(
            CATALOG.people[f"{PACK}:first-job-talker"], TARGET, "small-retail", [rp.Fact("persuasion", "basic")]
        )

        assert "The verdict does not change." in found.explain()

    def test_it_names_a_verdict_that_is_certain_once(self):
        certain = person({"dialogue": "advanced", "persuasion": "advanced", "earning-drive": "high"}, "all")
        found = CATALOG.what_if(certain, TARGET, SMALL, [rp.Fact("dialogue", "none")])

        assert "The verdict falls from “Viable” to “A stretch”." in found.explain()

    def test_what_decides_between_equals_only_changes_no_verdict(self):
        fact = rp.Fact("course", "completed", key="marketing")
        found = CATALOG.what_if(person({"dialogue": "basic"}, "all"), TARGET, SMALL, [fact])
        text = " ".join(found.explain().split())

        assert not found.changed
        assert f"Extras: 0 → {found.after.extras // 10_000} of 100. They break ties" in text
        assert "No requirement of this job changes." not in text

    def test_it_says_also_what_the_job_does_not_ask_for(self):
        found = CATALOG.what_if(person({}), TARGET, SMALL, [rp.Fact("media-relations", "working")])

        assert [(one.after, one.asked) for one in found.supposed] == [("working", False)]
        assert "Dealing with the press: Working (now unknown)" in found.explain()
        assert "No requirement of this job changes." in found.explain()

    def test_an_unknown_fact_is_refused(self):
        with pytest.raises(rp.PersonError, match="dialog"):
            CATALOG.what_if(person({}), TARGET, SMALL, [rp.Fact("dialog", "advanced")])
