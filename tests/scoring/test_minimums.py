"""Minimum requirements by examples: which state each has, and what that state does to the verdict."""

import itertools

import pytest
from parts import label
from worked import fit_of, role

NOT_MET, UNKNOWN, PRESUMED, MET = STATES = ("not_met", "unknown", "presumed", "met")
MINIMUM = {"necessity": "minimum"}
#: Facts that bring a minimum of working persuasion into each state; facts and months as a seller for one of 12 months.
PERSUASION = {
    NOT_MET: [("persuasion", "none")],
    UNKNOWN: [],
    PRESUMED: [("rhetoric", "expert")],
    MET: [("persuasion", "working")],
}
SALES = {
    NOT_MET: ([("sales", 11)], []),
    UNKNOWN: ([], []),
    PRESUMED: ([], [("seller", 12)]),
    MET: ([("sales", 12)], []),
}
#: Brings a bachelor of law, and nothing in any other field.
LAWYER = role("lawyer", [{"id": "dialogue", "asks": "basic"}], provides={"education": {"law": "bachelor"}})


def state(requirement, facts=(), closed=(), **more):
    fit = fit_of([requirement | MINIMUM], facts, closed, others=(LAWYER,), **more)
    (minimum,) = fit.minimums
    assert minimum.state == fit.meets_minimum == fit.contributions[0].minimum
    return minimum.state


class TestALevel:
    ASKED = {"id": "persuasion", "asks": "advanced", "at_least": "working"}  # noqa: RUF012

    @pytest.mark.parametrize("closed", [(), ["persuasion"], ["dialogue"], "all"])
    @pytest.mark.parametrize(
        "held, expected", [("none", NOT_MET), ("basic", NOT_MET), ("working", MET), ("advanced", MET), ("expert", MET)]
    )
    def test_that_is_stated_settles_it(self, held, expected, closed):
        assert state(self.ASKED, [("persuasion", held)], closed) == expected

    @pytest.mark.parametrize(
        "at_least, rhetoric, expected",
        [
            ("working", "basic", UNKNOWN),  # one level lower is nothing
            ("working", "working", UNKNOWN),  # presumed to be basic: too little
            ("working", "advanced", PRESUMED),  # working, just enough
            ("working", "expert", PRESUMED),  # working, because the relation leads no further
            ("basic", "advanced", PRESUMED),  # working, more than enough
            ("advanced", "expert", UNKNOWN),
        ],
    )
    def test_that_a_relation_leads_to_is_presumed_where_it_would_do(self, at_least, rhetoric, expected):
        assert state(self.ASKED | {"at_least": at_least}, [("rhetoric", rhetoric)]) == expected

    @pytest.mark.parametrize("closed", [["persuasion"], "all"])
    @pytest.mark.parametrize("facts", [[], [("rhetoric", "expert")]])
    def test_that_a_closed_list_rules_out_is_not_met_whatever_is_related_to_it(self, facts, closed):
        assert state(self.ASKED, facts, closed) == NOT_MET

    @pytest.mark.parametrize("facts, expected", [([], UNKNOWN), ([("rhetoric", "expert")], PRESUMED)])
    def test_another_list_that_is_closed_says_nothing(self, facts, expected):
        assert state(self.ASKED, facts, ["dialogue"]) == expected

    @pytest.mark.parametrize("held, expected", [("working", NOT_MET), ("advanced", MET)])
    def test_the_minimum_is_what_is_asked_where_no_lower_one_is_stated(self, held, expected):
        assert state({"id": "persuasion", "asks": "advanced"}, [("persuasion", held)]) == expected


class TestAnAmount:
    ASKED = {"id": "sales", "asks": 24, "at_least": 12}  # noqa: RUF012

    @pytest.mark.parametrize("months, expected", [(0, NOT_MET), (11, NOT_MET), (12, MET), (13, MET), (24, MET)])
    def test_that_is_stated_settles_it(self, months, expected):
        assert state(self.ASKED, [("sales", months)]) == expected

    @pytest.mark.parametrize("months, expected", [(0, UNKNOWN), (11, UNKNOWN), (12, PRESUMED), (13, PRESUMED)])
    def test_that_a_role_held_brings_is_presumed_where_it_would_do(self, months, expected):
        assert state(self.ASKED, roles_held=[("seller", months)]) == expected

    def test_that_a_closed_list_rules_out_is_not_met_whatever_the_roles_held_bring(self):
        assert state(self.ASKED, closed=["sales"], roles_held=[("seller", 36)]) == NOT_MET


class TestADegree:
    """Three keys count: engineering with mechanical engineering within it, and law."""

    ASKED = {"id": "education", "for": {"engineering": 100, "law": 40}, "asks": "bachelor"}  # noqa: RUF012

    @pytest.mark.parametrize(
        "held, expected",
        [
            ({}, UNKNOWN),
            ({"law": "vocational"}, UNKNOWN),  # both fields of engineering are open
            ({"law": "vocational", "engineering": "vocational"}, UNKNOWN),  # mechanical engineering is open
            ({"law": "none", "engineering": "vocational", "mechanical": "none"}, NOT_MET),
            ({"law": "bachelor"}, MET),  # whatever it counts for the score
            ({"law": "none", "mechanical": "master"}, MET),
        ],
    )
    def test_one_field_that_counts_is_enough_and_all_have_to_fall_short(self, held, expected):
        assert state(self.ASKED, [("education", value, key) for key, value in held.items()]) == expected

    @pytest.mark.parametrize(
        "held, expected", [({}, NOT_MET), ({"law": "vocational"}, NOT_MET), ({"law": "master"}, MET)]
    )
    def test_a_closed_list_settles_it(self, held, expected):
        facts = [("education", value, key) for key, value in held.items()]

        assert state(self.ASKED, facts, ["education"]) == expected

    @pytest.mark.parametrize(
        "fields, expected", [("law", PRESUMED), (["law", "engineering"], PRESUMED), ("engineering", UNKNOWN)]
    )
    def test_that_a_role_held_brings_is_presumed_in_the_fields_that_count(self, fields, expected):
        assert state(self.ASKED | {"for": fields}, roles_held=[("lawyer", 12)]) == expected

    def test_that_a_role_held_brings_is_presumed_beside_a_field_that_falls_short(self):
        assert state(self.ASKED, [("education", "none", "mechanical")], roles_held=[("lawyer", 12)]) == PRESUMED

    @pytest.mark.parametrize("asks, expected", [("vocational", PRESUMED), ("master", UNKNOWN)])
    def test_that_a_role_held_brings_is_presumed_where_it_would_do(self, asks, expected):
        assert state(self.ASKED | {"asks": asks}, roles_held=[("lawyer", 12)]) == expected

    @pytest.mark.parametrize("closed, expected", [((), UNKNOWN), ("all", NOT_MET)])
    def test_a_field_that_does_not_count_says_nothing(self, closed, expected):
        assert state(self.ASKED | {"for": "law"}, [("education", "master", "mechanical")], closed) == expected


class TestProof:
    """A certificate is stronger evidence than an assessment, an assessment than an interview."""

    ASKED = {"id": "persuasion", "asks": "advanced", "at_least": "working", "evidence": ["assessment"]}  # noqa: RUF012

    @pytest.mark.parametrize("closed", [(), "all"])
    @pytest.mark.parametrize(
        "held, kind, expected",
        [
            ("basic", "assessment", NOT_MET),
            ("working", "assessment", MET),
            ("advanced", "assessment", MET),
            ("basic", "interview", NOT_MET),
            ("working", "interview", UNKNOWN),  # the proof may be there: nobody falls short for lack of it
            ("advanced", None, UNKNOWN),
        ],
    )
    def test_of_a_kind_that_is_listed_is_wanted_where_the_value_is_enough(self, held, kind, expected, closed):
        assert state(self.ASKED, [("persuasion", held, "", kind)], closed) == expected

    @pytest.mark.parametrize(
        "proven, expected", [("none", UNKNOWN), ("basic", UNKNOWN), ("working", MET), ("expert", MET)]
    )
    def test_is_proof_of_the_value_that_it_is_for(self, proven, expected):
        """The certificate decides what is held; an assessment that found less than the minimum proves nothing."""
        facts = [("persuasion", "advanced", "", "certificate"), ("persuasion", proven, "", "assessment")]

        assert state(self.ASKED, facts) == expected

    def test_of_a_value_that_does_not_count_meets_nothing(self):
        facts = [("persuasion", "basic", "", "certificate"), ("persuasion", "expert", "", "assessment")]

        assert state(self.ASKED, facts) == NOT_MET

    @pytest.mark.parametrize(
        "listed, kind, expected",
        [
            (["certificate"], "diploma", MET),  # a diploma is a certificate
            (["diploma"], "certificate", UNKNOWN),
            (["interview", "certificate"], "diploma", MET),
            (["interview", "certificate"], "interview", MET),
            (["interview", "certificate"], "assessment", UNKNOWN),
        ],
    )
    def test_may_be_of_any_kind_listed_or_of_a_narrower_one(self, listed, kind, expected):
        assert state(self.ASKED | {"evidence": listed}, [("persuasion", "working", "", kind)]) == expected

    def test_is_missing_of_what_is_only_presumed(self):
        assert state(self.ASKED, [("rhetoric", "expert", "", "assessment")]) == UNKNOWN
        assert state({"id": "sales", "asks": 12, "evidence": ["assessment"]}, roles_held=[("seller", 24)]) == UNKNOWN

    def test_counts_field_by_field(self):
        asked = {"id": "education", "for": "any", "asks": "bachelor", "evidence": ["certificate"]}
        law, other = ("education", "master", "law", "certificate"), ("education", "master", "mechanical")
        lower = ("education", "vocational", "law", "certificate")

        assert state(asked, [law, other], "all") == MET
        assert state(asked, [lower, other], "all") == UNKNOWN


class TestAGroup:
    @pytest.mark.parametrize("one, other", [*itertools.product(STATES, STATES)])
    def test_any_of_is_as_good_as_its_best_and_all_of_as_its_worst(self, one, other):
        parts = [{"descriptor": "persuasion", "asks": "working"}, {"descriptor": "sales", "asks": 12}]
        sales, held = SALES[other]
        best, worst = sorted((one, other), key=STATES.index, reverse=True)

        for group, expected in (("any_of", best), ("all_of", worst)):
            asked = {"label": label("Group"), group: parts}
            assert state(asked, PERSUASION[one] + sales, roles_held=held) == expected


class TestTheVerdict:
    @pytest.mark.parametrize(
        "facts, expected",
        [
            ([("persuasion", "working")], (MET, "strong", "strong", "strong")),
            ([("rhetoric", "expert")], (PRESUMED, "stretch", "strong", "strong")),
            ([], (UNKNOWN, "stretch", "viable", "strong")),
            ([("persuasion", "basic")], (NOT_MET, "stretch", "stretch", "stretch")),
        ],
    )
    def test_is_held_down_by_what_is_not_certain_at_least_and_by_what_is_not_met_at_best(self, facts, expected):
        """The minimum weighs 1 of 10, so 90 percent are certain in any case, which is a strong fit by itself.

        At least: whatever is not met caps as not met, at a stretch. Likely: what is presumed counts as met, what is
        unknown caps at viable. At best: only what is not met caps.
        """
        asked = [{"id": "sales", "asks": 24, "weight": 9}, {"id": "persuasion", "asks": "working"} | MINIMUM]
        fit = fit_of(asked, [("sales", 24), *facts])

        assert fit.low >= 900_000
        assert (fit.meets_minimum, fit.verdict_low, fit.verdict_supported, fit.verdict_high) == expected

    def test_for_certain_is_no_better_for_silence_than_for_an_honest_no(self):
        asked = [{"id": "sales", "asks": 24, "weight": 9}, {"id": "persuasion", "asks": "working"} | MINIMUM]
        silent, honest = (fit_of(asked, [("sales", 24), *facts]) for facts in ([], [("persuasion", "none")]))

        assert (silent.verdict_low, silent.low) == (honest.verdict_low, honest.low) == ("stretch", 900_000)

    @pytest.mark.parametrize(
        "months, supported, likely", [(25, 900_000, "strong"), (17, 612_000, "viable"), (9, 324_000, "remote")]
    )
    def test_that_is_likely_is_that_of_the_supported_score(self, months, supported, likely):
        """Months as a seller bring 9 of 10 in proportion, of 25."""
        asked = [{"id": "sales", "asks": 25, "weight": 9}, {"id": "contacts", "asks": 1}]
        fit = fit_of(asked, roles_held=[("seller", months)])

        assert (fit.low, fit.supported, fit.high) == (0, supported, 1_000_000)
        assert (fit.verdict_low, fit.verdict_supported, fit.verdict_high) == ("remote", likely, "strong")

    @pytest.mark.parametrize("facts", [[("persuasion", "basic")], [("rhetoric", "expert")], []])
    def test_is_never_better_for_being_held_down(self, facts):
        asked = [{"id": "sales", "asks": 24, "weight": 9}, {"id": "persuasion", "asks": "working"} | MINIMUM]

        fit = fit_of(asked, [("sales", 0), *facts])

        assert (fit.verdict_low, fit.verdict_supported, fit.verdict_high, fit.verdict) == ("remote",) * 4

    @pytest.mark.parametrize("one, other", [*itertools.product(STATES, STATES)])
    def test_rests_on_the_worst_of_all_minimums(self, one, other):
        asked = [{"id": "persuasion", "asks": "working"} | MINIMUM, {"id": "sales", "asks": 12} | MINIMUM]
        sales, held = SALES[other]
        fit = fit_of(asked, PERSUASION[one] + sales, roles_held=held)

        assert [minimum.state for minimum in fit.minimums] == [one, other]
        assert fit.meets_minimum == min(one, other, key=STATES.index)

    def test_needs_no_minimum(self):
        fit = fit_of([{"id": "sales", "asks": 24}], [("sales", 24)])

        assert (fit.minimums, fit.meets_minimum, fit.verdict) == ((), MET, "strong")
