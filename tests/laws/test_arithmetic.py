"""The arithmetic by examples worked out by hand; each number stands in the comment or the name beside it."""

from decimal import Decimal

import pytest
from parts import label
from worked import fit_of

import roleprofile as rp
from roleprofile.scoring.shares import shares


def credit(requirement, *facts, **more):
    """The credit at low of one requirement, in parts per million."""
    return fit_of([requirement], facts, **more).contributions[0].credit_low


class TestLevels:
    @pytest.mark.parametrize(
        "held, expected",
        [("expert", 1_000_000), ("advanced", 1_000_000), ("working", 600_000), ("basic", 200_000), ("none", 0)],
    )
    def test_the_scales_table_pays_for_levels_below(self, held, expected):
        """60 percent one level below the asked one, 20 two below; the third entry would be for the lowest level."""
        assert credit({"descriptor": "dialogue", "asks": "advanced"}, ("dialogue", held)) == expected

    @pytest.mark.parametrize("held, expected", [("master", 1_000_000), ("bachelor", 0), ("none", 0)])
    def test_a_scale_without_a_table_is_met_or_not(self, held, expected):
        asked = {"descriptor": "education", "for": "any", "asks": "master"}

        assert credit(asked, ("education", held, "law")) == expected

    @pytest.mark.parametrize("held, expected", [("working", 35_0000), ("basic", 0)])
    def test_a_requirements_own_table_replaces_the_scales(self, held, expected):
        """What it does not name earns nothing."""
        asked = {"descriptor": "dialogue", "asks": "advanced", "credit": {"working": 35}}

        assert credit(asked, ("dialogue", held)) == expected

    def test_a_closed_list_and_the_lowest_level_earn_nothing(self):
        assert credit({"descriptor": "dialogue", "asks": "basic"}, closed="all") == 0
        assert credit({"descriptor": "dialogue", "asks": "basic"}, ("dialogue", "none")) == 0


class TestAmounts:
    @pytest.mark.parametrize(
        "held, expected",
        [(0, 0), (1, 41_666), (12, 500_000), (23, 958_333), (24, 1_000_000), (1200, 1_000_000)],
    )
    def test_credit_grows_evenly_from_nothing(self, held, expected):
        """1,000,000 * held // 24."""
        assert credit({"descriptor": "sales", "asks": 24}, ("sales", held)) == expected

    @pytest.mark.parametrize("held, expected", [(5, 0), (6, 0), (7, 55_555), (15, 500_000), (24, 1_000_000)])
    def test_credit_grows_evenly_from_where_it_starts(self, held, expected):
        """1,000,000 * (held - 6) // (24 - 6)."""
        assert credit({"descriptor": "sales", "asks": 24, "from": 6}, ("sales", held)) == expected


class TestKeys:
    ASKED = {"descriptor": "education", "for": {"engineering": 100, "any": 50}, "asks": "bachelor"}  # noqa: RUF012

    @pytest.mark.parametrize(
        "facts, low, high",
        [
            ([("law", "master")], 500_000, 1_000_000),  # any other field counts half; engineering is open
            ([("mechanical", "bachelor")], 1_000_000, 1_000_000),  # the broader term includes the narrower
            ([("engineering", "vocational"), ("mechanical", "none")], 0, 500_000),  # only law is open: half
            ([("engineering", "none"), ("mechanical", "none"), ("law", "bachelor")], 500_000, 500_000),
            ([], 0, 1_000_000),
        ],
    )
    def test_the_best_key_counts_with_its_percent(self, facts, low, high):
        fit = fit_of([self.ASKED], [("education", value, key) for key, value in facts])

        assert (fit.low, fit.high) == (low, high)

    def test_a_closed_list_settles_every_key(self):
        fit = fit_of([self.ASKED], [("education", "master", "law")], closed=["education"])

        assert (fit.low, fit.high) == (500_000, 500_000)


class TestGroups:
    def test_the_best_child_of_any_of_counts(self):
        """12 of 24 months is half of it; all contacts at worth 15 are 15 percent; ramp and worth are rounded down."""
        either = {
            "label": label("Either"),
            "any_of": [{"descriptor": "sales", "asks": 24}, {"descriptor": "contacts", "asks": 7, "worth": 15}],
        }

        assert credit(either, ("sales", 12), ("contacts", 7)) == 500_000
        assert credit(either, ("contacts", 7), closed="all") == 150_000
        # 1,000,000 * 3 // 7 = 428,571; 428,571 * 15 // 100 = 64,285
        assert credit(either, ("contacts", 3), closed="all") == 64_285

    def test_high_of_any_of_is_the_best_that_a_child_can_still_reach(self):
        either = {
            "label": label("Either"),
            "any_of": [{"descriptor": "sales", "asks": 24}, {"descriptor": "contacts", "asks": 7, "worth": 15}],
        }
        fit = fit_of([either], [("sales", 2)])

        # 1,000,000 * 2 // 24 = 83,333; the contacts can bring 150,000.
        assert (fit.low, fit.high) == (83_333, 150_000)

    def test_all_of_is_the_weighted_mean_rounded_down(self):
        """(2 * 600,000 + 1 * 500,000) // 3 = 566,666."""
        both = {
            "label": label("Both"),
            "all_of": [
                {"descriptor": "dialogue", "asks": "advanced", "weight": 2},
                {"descriptor": "sales", "asks": 24},
            ],
        }

        assert credit(both, ("dialogue", "working"), ("sales", 12)) == 566_666

    def test_the_state_of_a_group_is_the_best_of_any_of_and_the_worst_of_all_of(self):
        parts = [{"descriptor": "dialogue", "asks": "advanced"}, {"descriptor": "sales", "asks": 24}]
        facts = [("dialogue", "expert"), ("sales", 1)]

        for group, state in (("any_of", "met"), ("all_of", "not_met")):
            fit = fit_of([{"label": label("Group"), group: parts, "necessity": "minimum"}], facts)
            assert fit.meets_minimum == state


class TestScore:
    def test_the_mean_is_rounded_down_once(self):
        """(1 * 600,000 + 2 * 0 + 4 * 1,000,000) // 7 = 657,142."""
        fit = fit_of(
            [
                {"descriptor": "dialogue", "asks": "advanced"},
                {"descriptor": "persuasion", "asks": "advanced", "weight": 2},
                {"descriptor": "sales", "asks": 24, "weight": 4},
            ],
            [("dialogue", "working"), ("persuasion", "none"), ("sales", 30)],
        )

        assert fit.low == fit.supported == fit.high == 657_142
        assert fit.percent("low") == Decimal("65.7142")
        # Floors are 85,714, 0 and 571,428: together exactly the score.
        assert [one.low for one in fit.contributions] == [85_714, 0, 571_428]

    def test_what_the_floors_lose_goes_to_the_largest_remainder(self):
        """Of 10 // 4 = 2 the floors 0, 0 and 1 leave 1: to 3 / 4 before 1 / 4; of equals, to the first by id."""
        assert shares([3, 1, 6], 4, range(3)) == (1, 0, 1)
        assert shares([3, 3, 3], 4, "cab") == (0, 1, 1)
        assert shares([0, 0], 0, range(2)) == (0, 0)

    def test_what_is_learnt_on_the_job_is_not_in_the_score(self):
        learnt = {"descriptor": "dialogue", "asks": "expert", "needed": {"within": 6}}
        fit = fit_of([{"descriptor": "sales", "asks": 24}, learnt], [("sales", 24), ("dialogue", "none")])

        assert fit.low == 1_000_000
        assert [(one.entry.id, one.within) for one in fit.onboarding] == [("r-1", 6)]

    def test_extras_are_a_number_of_their_own(self):
        """(3 * 600,000 + 1 * 0) // 4 = 450,000; the score is that of the requirement alone."""
        extras = [
            {"id": "e-0", "descriptor": "dialogue", "asks": "advanced", "weight": 3},
            {"id": "e-1", "descriptor": "persuasion", "asks": "basic"},
        ]
        fit = fit_of([{"descriptor": "sales", "asks": 24}], [("dialogue", "working"), ("sales", 6)], extras=extras)

        assert (fit.low, fit.extras) == (250_000, 450_000)

    def test_a_role_that_asks_for_nothing_says_nothing(self):
        learnt = {"descriptor": "dialogue", "asks": "expert", "needed": {"within": 6}}
        fit = fit_of([learnt], [("dialogue", "expert")])

        assert (fit.low, fit.supported, fit.high, fit.known) == (0, 0, 1_000_000, 0)


class TestEvidence:
    ASKED = {"descriptor": "dialogue", "asks": "advanced", "necessity": "minimum"}  # noqa: RUF012

    def test_the_strongest_then_the_latest_then_the_lower_value_counts(self):
        weak = ("dialogue", "expert", "", rp.Evidence("interview", "", "2026-03"))
        strong = ("dialogue", "working", "", rp.Evidence("certificate", "", "2020"))
        later = ("dialogue", "basic", "", rp.Evidence("certificate", "", "2021"))
        lower = ("dialogue", "none", "", rp.Evidence("certificate", "", "2021"))

        assert credit(self.ASKED, weak) == 1_000_000
        assert credit(self.ASKED, weak, strong) == 600_000
        assert credit(self.ASKED, weak, strong, later) == 200_000
        assert credit(self.ASKED, weak, strong, later, lower) == 0

    @pytest.mark.parametrize(
        "kind, state", [("certificate", "met"), ("assessment", "met"), ("interview", "unknown"), (None, "unknown")]
    )
    def test_a_minimum_may_want_evidence_of_its_kinds(self, kind, state):
        """A high enough value without the proof is not a failure: the proof may be there."""
        asked = self.ASKED | {"evidence": ["assessment", "certificate"]}
        fit = fit_of([asked], [("dialogue", "expert", "", kind)])

        assert (fit.low, fit.meets_minimum) == (1_000_000, state)

    def test_at_least_is_the_minimum_and_asks_the_full_credit(self):
        fit = fit_of([self.ASKED | {"at_least": "working"}], [("dialogue", "working")])

        assert (fit.low, fit.meets_minimum) == (600_000, "met")


class TestOpenContext:
    ASKED = {"descriptor": "education", "for": "law", "asks": "bachelor", "necessity": "minimum"}  # noqa: RUF012

    @pytest.mark.parametrize(
        "change, state",
        [
            ({"set": {"r-0": {"for": "engineering"}}}, "not_met"),
            ({"set": {"r-0": {"asks": "master"}}}, "not_met"),
            ({"set": {"r-0": {"evidence": ["certificate"]}}}, "unknown"),
            ({"set": {"r-1": {"necessity": "minimum"}}}, "not_met"),
            (
                {"add": {"requirements": [{"id": "r-2", "descriptor": "sales", "asks": 1, "weight": 1}]}},
                "not_met",
            ),
        ],
    )
    def test_the_least_favourable_situation_decides_a_minimum(self, change, state):
        """With the size unspecified, a minimum is met only if it is met for each size."""
        more = {"descriptor": "dialogue", "asks": "basic", "necessity": "important"}
        variant = {"id": "large", "label": label("Large"), "when": {"size": "large"}} | change
        sections = {"variants": [variant], "defaults": {"basis": "judgement", "necessity": "minimum"}}

        def met(size):
            facts = [("education", "bachelor", "law")]
            return fit_of([self.ASKED, more], facts, "all", size, **sections).meets_minimum

        assert (met("small"), met("large"), met("unspecified")) == ("met", state, state)

    def test_a_variant_that_cannot_raise_one_leaves_it_alone(self):
        variant = {"id": "large", "label": label("Large"), "when": {"size": "large"}, "set": {"r-0": {"weight": 9}}}
        fit = fit_of([self.ASKED], [("education", "bachelor", "law")], size="unspecified", variants=[variant])

        assert {one.meets_minimum for one in fit.situations} == {fit.meets_minimum} == {"met"}


class TestVerdict:
    @pytest.mark.parametrize(
        "months, verdict", [(80, "strong"), (79, "viable"), (60, "viable"), (59, "stretch"), (34, "remote")]
    )
    def test_a_threshold_is_reached_by_reaching_it(self, months, verdict):
        assert fit_of([{"descriptor": "sales", "asks": 100}], [("sales", months)]).verdict == verdict

    def test_a_minimum_that_is_not_met_holds_the_verdict_down(self):
        asked = [
            {"descriptor": "sales", "asks": 24, "weight": 9},
            {"descriptor": "dialogue", "asks": "basic", "necessity": "minimum"},
        ]

        assert fit_of(asked, [("sales", 24), ("dialogue", "none")]).verdict == "stretch"
        assert fit_of(asked, [("sales", 24)]).verdict == "at least stretch, at best strong"
        assert fit_of(asked, [("sales", 24), ("dialogue", "basic")]).verdict == "strong"


class TestIllustration:
    """The example of the design: weights 4, 4, 3, 3, and 60 percent for one level below."""

    @pytest.fixture
    def fit(self):
        return fit_of(
            [
                {"id": "dialogue", "asks": "advanced", "weight": 4, "necessity": "minimum"},
                {"id": "persuasion", "asks": "advanced", "weight": 4},
                {"id": "degree", "descriptor": "education", "for": "engineering", "asks": "bachelor", "weight": 3},
                {"id": "sales", "asks": 24, "weight": 3},
            ],
            [
                ("dialogue", "advanced", "", rp.Evidence("assessment", "", "2026-03")),
                ("rhetoric", "expert"),
                ("education", "master", "mechanical", "certificate"),
            ],
        )

    def test_the_score_is_50_to_100_and_67_supported(self, fit):
        """7 / 14, (4 + 4 * 0.6 + 3) / 14 and 14 / 14."""
        assert (fit.low, fit.supported, fit.high) == (500_000, 671_428, 1_000_000)
        assert fit.known == 500_000

    def test_the_verdict_is_stretch_to_strong_and_the_minimum_is_met(self, fit):
        assert fit.verdict == "at least stretch, at best strong"
        assert fit.verdict_supported == "viable"
        assert fit.meets_minimum == "met"

    def test_all_that_is_certain_is_proven(self, fit):
        """An assessment and a certificate."""
        assert (fit.proven, fit.is_assessed) == (500_000, True)

    def test_the_contributions_are_those_shown(self, fit):
        tenths = [round(Decimal(one.supported) / 10_000, 1) for one in fit.contributions]
        possible = [round(Decimal(one.possible) / 10_000, 1) for one in fit.contributions]

        assert tenths == [Decimal(text) for text in ("28.6", "17.1", "21.4", "0.0")]
        assert possible == [Decimal(text) for text in ("28.6", "28.6", "21.4", "21.4")]
        assert [one.best.how for one in fit.contributions] == ["stated", "inferred", "stated", "unknown"]

    def test_the_questions_are_those_shown(self, fit):
        asked = [(one.id, round(Decimal(one.could_add) / 10_000, 1)) for one in fit.questions]

        assert asked == [("persuasion", Decimal("28.6")), ("sales", Decimal("21.4"))]

    def test_the_surplus_is_shown_and_not_scored(self, fit):
        assert [(one.id, one.asked, one.held) for one in fit.surplus] == [("degree", "bachelor", "master")]
