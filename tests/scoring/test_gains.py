"""What an answer and a step would bring, by examples worked out by hand, and what is asked at all."""

import pytest
from parts import label
from worked import fit_of, role

MINIMUM = {"necessity": "minimum"}
#: Brings a bachelor of law, and nothing in any other field.
LAWYER = role("lawyer", [{"id": "dialogue", "asks": "basic"}], provides={"education": {"law": "bachelor"}})
#: 60 percent one level below what is asked, 20 two below, as the scale says.
DIALOGUE = {"descriptor": "dialogue", "asks": "advanced"}


def either(*others, weight=1):
    """Advanced dialogue, or one of these."""
    return {"id": "either", "label": label("Either"), "any_of": [DIALOGUE, *others], "weight": weight}


def steps(fit):
    """The gaps with their steps: what is missing, and for each step what is reached and what it adds."""
    return {
        gap.id: (
            gap.missing,
            [(step.descriptor.partition(":")[2], step.key, step.value, step.adds) for step in gap.steps],
        )
        for gap in fit.gaps
    }


class TestAnAlternativeIsWorth:
    """40 percent of the whole at most, however its value is known: low, supported and high in thousands."""

    SALES = {"descriptor": "sales", "asks": 24, "worth": 40}  # noqa: RUF012
    PERSUASION = {"descriptor": "persuasion", "asks": "advanced", "worth": 40}  # noqa: RUF012
    DEGREE = {"descriptor": "education", "for": {"law": 100, "any": 50}, "asks": "bachelor", "worth": 40}  # noqa: RUF012

    @pytest.mark.parametrize(
        "other, facts, held, closed, expected",
        [
            (SALES, [], [], [], (0, 0, 400)),
            (SALES, [("sales", 12)], [], [], (200, 200, 200)),
            (SALES, [("sales", 36)], [], [], (400, 400, 400)),
            (SALES, [], [("seller", 12)], [], (0, 200, 400)),
            (SALES, [], [("seller", 12)], ["sales"], (0, 0, 0)),
            (PERSUASION, [("persuasion", "working")], [], [], (240, 240, 240)),
            (PERSUASION, [("rhetoric", "expert")], [], [], (0, 240, 400)),
            (DEGREE, [], [], [], (0, 0, 400)),
            (DEGREE, [("education", "master", "law")], [], [], (400, 400, 400)),
            (DEGREE, [("education", "master", "mechanical")], [], [], (200, 200, 400)),
            (DEGREE, [("education", "master", "mechanical")], [], ["education"], (200, 200, 200)),
            (DEGREE, [], [("lawyer", 1)], [], (0, 400, 400)),
            (DEGREE | {"for": {"engineering": 100, "law": 50}}, [], [("lawyer", 1)], [], (0, 200, 400)),
            (DEGREE, [("education", "vocational", "law")], [], [], (0, 0, 200)),
        ],
    )
    def test_its_share_of_the_credit(self, other, facts, held, closed, expected):
        fit = fit_of([either(other)], [("dialogue", "none"), *facts], closed, roles_held=held, others=(LAWYER,))
        (one,) = fit.contributions

        assert (one.credit_low, one.credit_supported, one.credit_high) == tuple(1000 * number for number in expected)
        assert (fit.low, fit.supported, fit.high) == tuple(1000 * number for number in expected)

    @pytest.mark.parametrize(
        "other, facts, could_add",
        [
            (SALES, [], 100_000),
            (PERSUASION, [], 100_000),
            (PERSUASION, [("rhetoric", "expert")], 100_000),
            (DEGREE, [], 100_000),
            (DEGREE, [("education", "master", "mechanical")], 50_000),  # from 200 to 400 thousand
            (DEGREE | {"worth": 33}, [("education", "vocational", "law")], 41_250),  # 165,000 of the other fields
        ],
    )
    def test_and_no_more_when_it_is_asked_for(self, other, facts, could_add):
        """It weighs 1 of 4, so a quarter of what is gained counts."""
        fit = fit_of([either(other), {"id": "contacts", "asks": 12, "weight": 3}], [("dialogue", "none"), *facts])

        assert {one.id: one.could_add for one in fit.questions} == {"contacts": 750_000, "either": could_add}

    @pytest.mark.parametrize(
        "other, facts, expected",
        [
            # The next step of dialogue is basic, 200 thousand, which the 240 of working persuasion leave behind.
            (
                PERSUASION,
                [("persuasion", "working")],
                [("dialogue", "advanced", 190_000), ("persuasion", "advanced", 40_000)],
            ),
            (SALES, [("sales", 12)], [("dialogue", "advanced", 200_000), ("sales", 24, 50_000)]),
            (
                SALES,
                [("sales", 0)],
                [("dialogue", "basic", 50_000), ("dialogue", "advanced", 250_000), ("sales", 24, 100_000)],
            ),
            (
                DEGREE,
                [("education", "vocational", "law")],
                [("dialogue", "basic", 50_000), ("dialogue", "advanced", 250_000), ("education", "bachelor", 100_000)],
            ),
        ],
    )
    def test_and_no_more_when_it_is_reached(self, other, facts, expected):
        fit = fit_of(
            [either(other), {"id": "contacts", "asks": 12, "weight": 3}], [("dialogue", "none"), *facts], "all"
        )
        (_, found) = steps(fit)["either"]

        assert [(name, value, adds) for name, _, value, adds in found] == expected


class TestAStep:
    @pytest.mark.parametrize(
        "held, missing, expected",
        [
            ("none", 1_000_000, [("basic", 200_000), ("advanced", 1_000_000)]),
            ("basic", 800_000, [("working", 400_000), ("advanced", 800_000)]),
            ("working", 400_000, [("advanced", 400_000)]),  # the next level is the asked one
        ],
    )
    def test_goes_to_the_next_level_or_to_the_asked_one(self, held, missing, expected):
        fit = fit_of([DIALOGUE], [("dialogue", held)])

        assert steps(fit) == {"r-0": (missing, [("dialogue", "", value, adds) for value, adds in expected])}

    @pytest.mark.parametrize("held", ["advanced", "expert"])
    def test_is_not_needed_where_nothing_is_missing(self, held):
        assert fit_of([DIALOGUE], [("dialogue", held)]).gaps == ()

    def test_is_not_shown_for_what_is_open(self):
        assert fit_of([DIALOGUE]).gaps == ()

    @pytest.mark.parametrize("months", [0, 12])
    def test_of_an_amount_goes_to_what_is_asked(self, months):
        missing = 1_000_000 * (24 - months) // 24

        assert steps(fit_of([{"id": "sales", "asks": 24}], [("sales", months)])) == {
            "sales": (missing, [("sales", "", 24, missing)])
        }

    def test_that_adds_nothing_is_not_shown(self):
        """Below advanced nothing is paid for, and half of the months are more than the list of contacts is worth."""
        strict = {"id": "talk", "descriptor": "dialogue", "asks": "advanced", "credit": {"basic": 0}}
        fit = fit_of(
            [
                strict,
                {
                    "id": "either",
                    "label": label("Either"),
                    "any_of": [{"descriptor": "sales", "asks": 24}, {"descriptor": "contacts", "asks": 6, "worth": 50}],
                },
            ],
            [("dialogue", "none"), ("sales", 12)],
            "all",
        )

        assert steps(fit) == {
            "talk": (500_000, [("dialogue", "", "advanced", 500_000)]),
            "either": (250_000, [("sales", "", 24, 250_000)]),
        }

    def test_may_add_one_part_in_a_million(self):
        """One percent of 1 of 10,000. What is met stands before it and behind it."""
        met = {"descriptor": "sales", "asks": 1}
        strict = {"id": "talk", "descriptor": "dialogue", "asks": "working", "credit": {"basic": 1}, "weight": 1}
        asked = [met | {"weight": 999}, strict, *[met | {"weight": 1000} for _ in range(9)]]

        assert steps(fit_of(asked, [("dialogue", "none"), ("sales", 1)])) == {
            "talk": (100, [("dialogue", "", "basic", 1), ("dialogue", "", "working", 100)])
        }

    def test_counts_in_every_requirement_that_reads_it(self):
        """What is missing is missing in one requirement; a step adds to both."""
        fit = fit_of([DIALOGUE | {"weight": 3}, DIALOGUE | {"asks": "expert", "weight": 2}], [("dialogue", "basic")])

        # At basic 20 percent of advanced and 10 of expert; at working 60 and 20; at advanced 100 and 60.
        assert fit.low == (3 * 200_000 + 2 * 100_000) // 5
        assert steps(fit) == {
            "r-0": (480_000, [("dialogue", "", "working", 280_000), ("dialogue", "", "advanced", 680_000)]),
            "r-1": (360_000, [("dialogue", "", "working", 280_000), ("dialogue", "", "expert", 840_000)]),
        }

    #: Of the percentage of a field, a vocational degree earns 20 percent and a bachelor's 50.
    DEGREE = {"descriptor": "education", "asks": "master", "credit": {"vocational": 20, "bachelor": 50}}  # noqa: RUF012

    @pytest.mark.parametrize(
        "fields, held, first",
        [
            # What is held in law earns 10 percent, in mechanical engineering nothing.
            ({"mechanical": 100, "law": 50}, ("none", "vocational"), ("law", "bachelor", 150_000)),
            # 20 percent of 100 against 20 percent of 50, the better field named first and last.
            ({"mechanical": 50, "law": 100}, ("vocational", "vocational"), ("law", "bachelor", 300_000)),
            ({"mechanical": 100, "law": 50}, ("vocational", "vocational"), ("mechanical", "bachelor", 300_000)),
            # 50 percent of 50 against 20 of 100: between a bachelor's degree and the master's asked there is nothing.
            ({"mechanical": 50, "law": 100}, ("bachelor", "vocational"), None),
            # Both earn nothing; the better field counts.
            ({"mechanical": 50, "law": 100}, ("none", "none"), ("law", "vocational", 200_000)),
            ({"mechanical": 100, "law": 50}, ("none", "none"), ("mechanical", "vocational", 200_000)),
            # Nothing is held anywhere.
            ({"mechanical": 50, "law": 100}, (), ("law", "vocational", 200_000)),
        ],
    )
    def test_in_a_field_goes_on_in_the_one_that_earns_most_and_then_to_the_one_that_counts_most(
        self, fields, held, first
    ):
        facts = [("education", value, key) for key, value in zip(("mechanical", "law"), held, strict=False)]
        fit = fit_of([self.DEGREE | {"for": fields}], facts, "all")
        (_, found) = steps(fit)["r-0"]

        last = (max(fields, key=fields.get), "master", 1_000_000 - fit.low)
        assert [step[1:] for step in found] == [*([first] if first else []), last]

    def test_that_the_requirement_does_not_gain_by_is_not_shown_although_another_would(self):
        """Months earn half; the list of contacts is worth 30 percent here, and all of the other requirement."""
        group = {
            "id": "either",
            "label": label("Either"),
            "any_of": [{"descriptor": "sales", "asks": 24}, {"descriptor": "contacts", "asks": 6, "worth": 30}],
        }
        fit = fit_of([group, {"id": "contacts", "asks": 6}], [("sales", 12), ("contacts", 0)])

        assert steps(fit) == {
            "contacts": (500_000, [("contacts", "", 6, 500_000)]),
            "either": (250_000, [("sales", "", 24, 250_000)]),
        }

    def test_is_named_with_its_scale(self):
        (gap,) = fit_of([{"id": "talk", "label": label("Talk")} | DIALOGUE], [("dialogue", "working")]).gaps
        (step,) = gap.steps

        assert (gap.label, step.label, step.scale, step.key, step.key_labels) == (
            label("Talk"),
            label("Dialogue"),
            "worked:skill",
            "",
            (),
        )

    @pytest.mark.parametrize(
        "fields, held, names",
        [
            # One field alone counts so much: the step is one in that field.
            ({"law": 100, "engineering": 50}, [], {"law": ["Law"]}),
            ({"mechanical": 100, "any": 50}, [("mechanical", "none")], {"mechanical": ["Mechanical"]}),
            # Two count alike: either will do, and is named as the role asks for it.
            (
                {"engineering": 100, "any": 50},
                [("law", "vocational")],
                {"law": ["Law"], "engineering": ["Engineering"]},
            ),
            ({"engineering": 100}, [("mechanical", "vocational")], {"mechanical": ["Engineering"]}),
            (["engineering", "law"], [("mechanical", "vocational")], {"mechanical": ["Engineering", "Law"]}),
            ("any", [("law", "vocational")], {"law": []}),
        ],
    )
    def test_in_a_field_names_the_fields_that_count_alike(self, fields, held, names):
        facts = [("education", value, key) for key, value in held]
        (gap,) = fit_of([self.DEGREE | {"for": fields}], facts, "all").gaps

        assert {step.key: [name["en"] for name in step.key_labels] for step in gap.steps} == names

    @pytest.mark.parametrize(
        "held, expected",
        [
            ([("law", 6)], ("law", ["Law"], 24, 750_000)),  # it goes on where there is some already
            ([("law", 6), ("mechanical", 12)], ("mechanical", ["Mechanical"], 24, 500_000)),
            ([], ("engineering", [], 24, 1_000_000)),  # in any field
        ],
    )
    def test_of_an_amount_in_any_field_goes_on_where_there_is_some(self, held, expected):
        facts = [("service", months, key) for key, months in held]
        (gap,) = fit_of([{"id": "service", "for": "any", "asks": 24}], facts, "all").gaps
        (step,) = gap.steps

        assert (step.key, [name["en"] for name in step.key_labels], step.value, step.adds) == expected

    def test_in_all_of_a_group_counts_with_the_weight_of_its_part(self):
        both = {
            "label": label("Both"),
            "all_of": [DIALOGUE | {"weight": 3}, {"descriptor": "sales", "asks": 24, "weight": 2}],
        }
        fit = fit_of([both], [("dialogue", "working"), ("sales", 6)])

        # (3 * 600,000 + 2 * 250,000) // 5 = 460,000
        assert fit.low == 460_000
        assert steps(fit) == {"r-0": (540_000, [("dialogue", "", "advanced", 240_000), ("sales", "", 24, 300_000)])}

    def test_the_largest_gap_comes_first_and_of_equals_the_first_by_id(self):
        asked = [
            {"id": name, "descriptor": "dialogue", "asks": "working", "weight": weight}
            for name, weight in (("c", 1), ("b", 2), ("a", 1))
        ]

        assert [gap.id for gap in fit_of(asked, [("dialogue", "none")]).gaps] == ["b", "a", "c"]


class TestAQuestion:
    def asked(self, fit):
        return {
            one.id: (one.could_add, [part.descriptor.partition(":")[2] for part in one.asks]) for one in fit.questions
        }

    @pytest.mark.parametrize("held, state", [([("seller", 24)], "presumed"), ([], "unknown")])
    def test_is_asked_of_a_minimum_that_no_credit_hangs_on(self, held, state):
        """All is earned by advanced dialogue, whose certificate is not there; months of sales would do as well."""
        group = either({"descriptor": "sales", "asks": 24}) | MINIMUM
        group["any_of"][0] = DIALOGUE | {"evidence": ["certificate"]}
        fit = fit_of([group], [("dialogue", "advanced")], roles_held=held)

        assert fit.low == fit.high == 1_000_000
        assert fit.meets_minimum == fit.questions[0].minimum == state
        assert self.asked(fit) == {"either": (0, ["sales"])}

    @pytest.mark.parametrize("held, state", [([("lawyer", 1)], "presumed"), ([], "unknown")])
    def test_is_asked_of_a_minimum_that_an_open_field_may_meet_and_not_raise(self, held, state):
        """Vocational engineering earns 60 percent, a bachelor of law would earn 50 and meet the minimum."""
        asked = {
            "descriptor": "education",
            "for": {"mechanical": 100, "law": 50},
            "asks": "bachelor",
            "credit": {"vocational": 60},
        }
        fit = fit_of([asked | MINIMUM], [("education", "vocational", "mechanical")], roles_held=held, others=(LAWYER,))

        assert fit.low == fit.high == 600_000
        assert fit.meets_minimum == state
        assert self.asked(fit) == {"r-0": (0, ["education"])}

    @pytest.mark.parametrize(
        "facts, closed", [([("dialogue", "advanced")], []), ([("dialogue", "basic")], []), ([], "all")]
    )
    def test_is_not_asked_where_credit_and_minimum_are_settled(self, facts, closed):
        assert fit_of([DIALOGUE | MINIMUM], facts, closed).questions == ()

    def test_names_only_the_parts_of_a_group_that_are_open(self):
        group = either({"descriptor": "sales", "asks": 24}, {"descriptor": "contacts", "asks": 6, "worth": 50})

        assert self.asked(fit_of([group], [("dialogue", "none")])) == {"either": (1_000_000, ["sales", "contacts"])}
        assert self.asked(fit_of([group], [("dialogue", "none"), ("sales", 6)])) == {"either": (250_000, ["contacts"])}

    @pytest.mark.parametrize("asks", [("basic", "expert"), ("expert", "basic")])
    def test_of_two_values_of_one_thing_is_answered_by_the_higher(self, asks):
        both = {"label": label("Both"), "all_of": [{"descriptor": "dialogue", "asks": level} for level in asks]}

        assert self.asked(fit_of([both])) == {"r-0": (1_000_000, ["dialogue", "dialogue"])}

    @pytest.mark.parametrize("worth", [(100, 40), (40, 100)])
    def test_of_one_thing_in_two_alternatives_is_worth_the_better(self, worth):
        group = {
            "label": label("Either"),
            "any_of": [{"descriptor": "sales", "asks": 24, "worth": share} for share in worth],
        }

        assert self.asked(fit_of([group])) == {"r-0": (1_000_000, ["sales", "sales"])}

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_of_two_fields_gives_each_part_the_field_that_counts_more_for_it(self, order):
        """Law answers the one part in full and engineering the other, of which the first pays 40 percent."""
        parts = [
            {"descriptor": "education", "for": {"law": 100, "engineering": 40}, "asks": "bachelor"},
            {"descriptor": "education", "for": "engineering", "asks": "bachelor"},
        ]
        both = {"label": label("Both"), "all_of": [parts[place] for place in order]}

        assert self.asked(fit_of([both])) == {"r-0": (1_000_000, ["education", "education"])}

    def test_is_answered_by_the_highest_value_that_any_requirement_asks(self):
        """Advanced dialogue is all of the one, which asks for working, and all of the other."""
        fit = fit_of([DIALOGUE | {"asks": "working"}, DIALOGUE | {"weight": 3}])

        assert self.asked(fit) == {"r-0": (1_000_000, ["dialogue"]), "r-1": (1_000_000, ["dialogue"])}

    def test_is_answered_in_the_field_that_brings_most_over_all_requirements(self):
        """Law and engineering count alike for the one, which weighs 1 of 10; engineering is all of the other."""
        fields = [
            {"descriptor": "education", "for": ["law", "engineering"], "asks": "bachelor"},
            {"descriptor": "education", "for": "engineering", "asks": "bachelor", "weight": 9},
        ]

        assert {one.id: one.could_add for one in fit_of(fields).questions} == {"r-0": 1_000_000, "r-1": 1_000_000}

    def test_may_be_answered_in_a_field_that_counts_less_for_the_one_and_more_for_the_other(self):
        """Law earns 1 of 10. Engineering earns 40 percent of that 1, and the other 9: 940,000."""
        fields = [
            {"descriptor": "education", "for": {"law": 100, "engineering": 40}, "asks": "bachelor"},
            {"descriptor": "education", "for": "engineering", "asks": "bachelor", "weight": 9},
        ]

        assert {one.id: one.could_add for one in fit_of(fields).questions} == {"r-0": 940_000, "r-1": 940_000}

    def test_counts_where_less_is_presumed_than_the_answer_earns_for_certain(self):
        """Advanced persuasion is all of both, although 60 percent of the other are presumed already."""
        asked = [{"id": "some", "descriptor": "persuasion", "asks": "basic"}, {"id": "persuasion", "asks": "advanced"}]
        fit = fit_of(asked, [("rhetoric", "expert")])

        assert (fit.low, fit.supported) == (0, 800_000)
        assert self.asked(fit) == {"persuasion": (1_000_000, ["persuasion"]), "some": (1_000_000, ["persuasion"])}

    def test_in_a_field_counts_only_where_that_field_does(self):
        fields = [
            {"id": name, "descriptor": "education", "for": name, "asks": "master"} for name in ("law", "mechanical")
        ]

        assert self.asked(fit_of(fields)) == {name: (500_000, ["education"]) for name in ("law", "mechanical")}

    @pytest.mark.parametrize(
        "one, other, could_add",
        [
            # Seven are all of the one and 33 percent of the other; (1,000,000 + 100 * 330,000) // 101.
            ({"id": "contacts", "asks": 3}, {"descriptor": "contacts", "asks": 7, "worth": 33}, 336_633),
            # 33 percent of all, and 99 percent of that 326,700; (1,000,000 + 100 * 326,700) // 101.
            (
                {"id": "service", "for": "law", "asks": 3},
                {"descriptor": "service", "for": {"mechanical": 100, "law": 33}, "asks": 7, "worth": 99},
                333_366,
            ),
        ],
    )
    def test_rounds_down_as_a_score_does(self, one, other, could_add):
        fit = fit_of([one, either(other, weight=100)], [("dialogue", "none")])

        assert self.asked(fit)[one["id"]][0] == could_add
        assert type(fit.questions[0].could_add) is int

    def test_adds_what_the_rounded_scores_differ_by(self):
        """Of 7 the one has 3 * 600,000 and asks for 1,000,000: 257,142 become 400,000."""
        fit = fit_of(
            [DIALOGUE | {"weight": 3}, {"id": "sales", "asks": 24}, {"id": "rhetoric", "asks": "basic", "weight": 3}],
            [("dialogue", "working"), ("rhetoric", "none")],
        )

        assert (fit.low, self.asked(fit)) == (257_142, {"sales": (142_858, ["sales"])})

    def test_in_all_of_a_group_is_rounded_down(self):
        """A third of each part is 333,333 of the group."""
        parts = [
            {"descriptor": "dialogue", "asks": "basic", "weight": 1},
            {"descriptor": "sales", "asks": 24, "weight": 2},
        ]
        fit = fit_of(
            [
                {"label": label("Both"), "all_of": parts, "weight": 3},
                {"id": "talk", "descriptor": "dialogue", "asks": "basic"},
            ],
            [("sales", 0)],
        )

        # Three times 333,333 and once 1,000,000, of 4.
        assert self.asked(fit)["talk"] == (499_999, ["dialogue"])

    def test_is_named(self):
        (question,) = fit_of([{"id": "talk", "label": label("Talks well")} | DIALOGUE]).questions

        assert (question.id, question.label, question.minimum) == ("talk", label("Talks well"), None)

    def test_the_one_that_can_add_most_comes_first_and_of_equals_the_first_by_id(self):
        asked = [{"id": "sales", "asks": 24}, {"id": "contacts", "asks": 6}, {"id": "talk"} | DIALOGUE | {"weight": 2}]

        assert [one.id for one in fit_of(asked).questions] == ["talk", "contacts", "sales"]
