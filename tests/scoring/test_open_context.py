"""What a context leaves open is taken as it is worst for the person: which situation that is, and what holds in others.

The terms of size are large and small; those of branch and customers are engineering, mechanical within it, and law.
"""

import json

import pytest
from parts import document, label
from worked import HEAD, SELLER, catalog_of, fit_of, role, term

import roleprofile as rp

DIALOGUE = {"id": "dialogue", "asks": "advanced"}
SALES = {"id": "sales", "asks": 24}
#: A degree in the field of the employer, or in that of its customers.
DEGREE = {"id": "education", "for": {"context.branch": 100, "context.customers": 50}, "asks": "bachelor"}
#: A degree in the field of the employer alone.
IN_BRANCH = DEGREE | {"for": "context.branch"}
#: A degree of law in small firms, and of engineering in large ones.
BY_SIZE = DEGREE | {"for": "context.size.field"}
OPEN = "unspecified"
TALKS, SELLS = ("dialogue", "advanced"), ("sales", 24)


def variant(**changes):
    return {"id": "large", "label": label("Large"), "when": {"size": "large"}} | changes


def degree(key, value="master"):
    return ("education", value, key)


def lows(fit, *names):
    """The situations with their scores for certain, by the terms of these dimensions."""
    return {"/".join(one.role.context[name] for name in names): one.low for one in fit.situations}


class TestTheSituation:
    #: In large firms sales weigh 9 of 10, in small ones half.
    VARIANTS = [variant(set={"sales": {"weight": 9}})]  # noqa: RUF012

    @pytest.mark.parametrize(
        "facts, size, low, high",
        [
            ([TALKS, ("sales", 0)], "large", 100_000, 100_000),
            ([("dialogue", "none"), SELLS], "small", 500_000, 500_000),
            ([TALKS], "large", 100_000, 1_000_000),
            ([SELLS], "small", 500_000, 1_000_000),
        ],
    )
    def test_that_decides_is_the_one_with_the_lowest_score_for_certain(self, facts, size, low, high):
        fit = fit_of([DIALOGUE, SALES], facts, size=OPEN, variants=self.VARIANTS)

        assert (fit.role.context["size"], fit.low, fit.high) == (size, low, high)
        alone = fit_of([DIALOGUE, SALES], facts, size=size, variants=self.VARIANTS)
        assert (fit.low, fit.supported, fit.high, fit.known) == (alone.low, alone.supported, alone.high, alone.known)
        assert fit.contributions == alone.contributions

    def test_that_decides_is_first_the_one_with_the_lowest_verdict(self):
        """In large firms 19 of 20 are certain, and a minimum is not met; in small ones 9 of 10, which is strong."""
        changes = variant(set={"dialogue": {"necessity": "minimum"}, "sales": {"weight": 19}})
        fit = fit_of([DIALOGUE, SALES | {"weight": 9}], [SELLS], "all", OPEN, variants=[changes])

        assert [(one.role.context["size"], one.verdict_low, one.low) for one in fit.situations] == [
            ("large", "stretch", 950_000),
            ("small", "strong", 900_000),
        ]
        assert (fit.role.context["size"], fit.verdict_low, fit.low) == ("large", "stretch", 950_000)

    def test_that_decides_is_not_the_one_with_the_lowest_likely_verdict(self):
        """Expert rhetoric suggests working persuasion, which weighs 40 percent in small firms and 2 in large ones.

        Small firms give 500,000 for certain and 900,000 likely, large ones 540,000 and 560,000.
        """
        small = [("rhetoric", "expert", 5), ("persuasion", "working", 4), ("sales", 24, 1)]
        requirements = [{"id": name, "asks": asks, "weight": weight} for name, asks, weight in small]
        weights = {"rhetoric": 27, "persuasion": 1, "sales": 22}
        large = variant(set={name: {"weight": weight} for name, weight in weights.items()})
        fit = fit_of(requirements, [("rhetoric", "expert"), ("sales", 0)], size=OPEN, variants=[large])

        assert (fit.role.context["size"], fit.low, fit.supported) == ("small", 500_000, 900_000)
        assert lows(fit, "size") == {"small": 500_000, "large": 540_000}

    def test_that_decides_may_be_another_after_an_answer(self):
        """Basic dialogue meets the minimum of large firms, and earns 10 percent of expert dialogue.

        So the verdict rises in large firms, from a stretch, and small firms decide, where less is certain: the place
        rises, and the score for certain is that of another situation.
        """
        talk = DIALOGUE | {"asks": "expert"}
        changes = variant(set={"dialogue": {"necessity": "minimum", "at_least": "basic"}, "sales": {"weight": 19}})
        before, after = (
            fit_of([talk, SALES | {"weight": 9}], facts, size=OPEN, variants=[changes])
            for facts in ([SELLS], [SELLS, ("dialogue", "basic")])
        )

        assert [(one.verdict_low, one.low) for one in before.situations] == [("stretch", 950_000), ("strong", 900_000)]
        assert [(one.verdict_low, one.low) for one in after.situations] == [("strong", 955_000), ("strong", 910_000)]
        assert [(one.role.context["size"], one.low) for one in (before, after)] == [
            ("large", 950_000),
            ("small", 910_000),
        ]

    def test_of_equal_ones_is_the_one_with_the_fewest_extras(self):
        fit = fit_of([DIALOGUE], [TALKS, degree("law")], context={"branch": OPEN}, extras=[IN_BRANCH])

        assert {one.role.context["branch"]: one.extras for one in fit.situations} == {
            "engineering": 0,
            "law": 1_000_000,
        }
        assert (fit.role.context["branch"], fit.extras) == ("engineering", 0)

    def test_then_the_one_in_which_least_is_proven(self):
        """Either way half is certain. What is certain in small firms is a certificate, in large ones a word."""
        facts = [("dialogue", "advanced", "", "certificate"), SELLS]
        changes = variant(set={"dialogue": {"asks": "expert", "credit": {"advanced": 50}}})
        either = {"id": "either", "label": label("Either"), "any_of": [{"descriptor": "sales", "asks": 24}]}
        fit = fit_of([DIALOGUE, either], facts, size=OPEN, variants=[changes])

        assert fit.low == min(one.low for one in fit.situations)
        assert (fit.role.context["size"], fit.proven) == ("large", 250_000)

    @pytest.mark.parametrize("name, size", [("sales", "large"), ("dialogue", "small")])
    def test_then_the_one_in_which_least_is_known(self, name, size):
        """Nobody spoke of sales. Nothing is certain, and 1 of 2 or 1 or 9 of 10 are known."""
        fit = fit_of(
            [DIALOGUE, SALES], [("dialogue", "none")], size=OPEN, variants=[variant(set={name: {"weight": 9}})]
        )

        assert {one.low for one in fit.situations} == {0}
        assert fit.role.context["size"] == size
        assert fit.known == min(one.known for one in fit.situations)

    def test_then_the_first_by_the_ids_of_the_terms(self):
        fit = fit_of([DIALOGUE, SALES], size=OPEN, variants=self.VARIANTS)

        assert [one.role.context["size"] for one in fit.situations] == ["large", "small"]
        assert [(one.low, one.known) for one in fit.situations] == [(0, 0), (0, 0)]
        assert fit.role.context["size"] == "large"

    def test_is_shown_beside_the_context_that_was_given(self):
        fit = fit_of([DIALOGUE, SALES], size=OPEN, variants=self.VARIANTS)

        assert (fit.role.given["size"], fit.role.context["size"]) == (OPEN, "large")
        assert fit.role.context_labels["size"] == (label("Size"), label("Large"))
        assert [one.id for one in fit.role.variants] == ["large"]

    def test_is_the_one_in_the_record(self):
        """From a record it is known how the context was given, and not what would hold elsewhere."""
        fit = fit_of([DIALOGUE, SALES], [TALKS], size=OPEN, variants=self.VARIANTS)
        again = rp.replay(fit.to_record())

        assert json.loads(fit.to_record())["role"]["given"]["size"] == OPEN
        assert again.role == fit.role
        assert (again.role.given["size"], again.role.context["size"]) == (OPEN, "large")
        assert len(again.situations) == 1
        assert again.to_record() == fit.to_record()

    def test_may_differ_between_people_who_are_ranked(self):
        catalog = catalog_of(SELLER, role("worked", [DIALOGUE, SALES], variants=self.VARIANTS))
        scorer = catalog.scorer("worked", {"size": OPEN})
        talks, sells = (
            scorer.score(catalog.person(name, facts=[rp.Fact(*fact)])) for name, fact in (("a", TALKS), ("b", SELLS))
        )

        assert [one.role.context["size"] for one in (talks, sells)] == ["large", "small"]
        assert [(one.place, one.fit.person_id) for one in rp.rank([talks, sells])] == [(1, "b"), (2, "a")]
        given = catalog.scorer("worked", {"size": "large"}).score(catalog.person("c"))
        with pytest.raises(rp.RankingError):
            rp.rank([talks, given])


class TestSituations:
    def test_are_this_one_where_everything_is_given(self):
        fit = fit_of([DIALOGUE, DEGREE], [TALKS], context={"branch": "law", "customers": "engineering"})

        assert [*fit.situations] == [fit]
        assert len(fit.situations) == 1
        assert (fit.situations.high, fit.situations.verdict_high) == (fit.high, fit.verdict_high)
        assert dict(fit.role.requirements[1].leaves[0].keys) == {"law": 100, "engineering": 50, "mechanical": 50}

    def test_are_this_one_where_the_role_does_not_read_what_is_open(self):
        fit = fit_of([DIALOGUE], [TALKS], size=OPEN)

        assert len(fit.situations) == 1
        assert fit.role.context["size"] == OPEN

    def test_are_one_where_the_rules_that_may_hold_are_the_same(self):
        """Whatever the branch is, the firm is small and the variant does not hold."""
        changes = [variant(when={"size": "large", "branch": "law"}, set={"dialogue": {"weight": 9}})]
        fit = fit_of([DIALOGUE, SALES], size="small", context={"branch": OPEN}, variants=changes)

        assert {one.role.variants for one in fit.situations} == {()}
        assert {(one.low, one.high) for one in fit.situations} == {(0, 1_000_000)}

    def test_of_two_dimensions_are_all_pairs_of_terms_that_differ(self):
        """Large and small, and law and one of the other branches."""
        changes = [
            variant(set={"sales": {"weight": 3}}),
            variant(id="legal", when={"branch": "law"}, set={"dialogue": {"weight": 7}}),
        ]
        fit = fit_of([DIALOGUE, SALES], [TALKS, ("sales", 0)], size=OPEN, context={"branch": OPEN}, variants=changes)

        assert lows(fit, "branch", "size") == {
            "engineering/large": 250_000,  # 1 of 1 + 3
            "engineering/small": 500_000,
            "law/large": 700_000,
            "law/small": 875_000,
        }
        assert (fit.role.context["branch"], fit.role.context["size"]) == ("engineering", "large")

    def test_have_the_most_that_is_possible_in_any_of_them(self):
        """In large firms sales are 9 of 10, and nobody spoke of them: at most all. In small firms a minimum caps."""
        changes = variant(when={"size": "small"}, set={"dialogue": {"necessity": "minimum"}})
        asked = [DIALOGUE | {"necessity": "important"}, SALES | {"weight": 9}]
        fit = fit_of(asked, [("dialogue", "none")], size=OPEN, variants=[changes])

        assert [(one.role.context["size"], one.high, one.verdict_high) for one in fit.situations] == [
            ("large", 900_000, "strong"),
            ("small", 900_000, "stretch"),
        ]
        assert (fit.situations.high, fit.situations.verdict_high) == (900_000, "strong")
        assert fit.verdict == "at least remote, at best strong"

    def test_have_the_most_although_another_one_decides(self):
        fit = fit_of(
            [DIALOGUE, SALES],
            [TALKS, ("sales", 0)],
            size=OPEN,
            variants=[variant(set={"sales": {"weight": 9}}), variant(id="s", when={"size": "small"}, drop=["sales"])],
        )

        assert (fit.low, fit.high, fit.verdict_high) == (100_000, 100_000, "remote")
        assert (fit.situations.high, fit.situations.verdict_high) == (1_000_000, "strong")
        assert fit.verdict == "at least remote, at best strong"


class TestARequirementByTheTermsOfTheContext:
    @pytest.mark.parametrize(
        "facts, tried, worst",
        [
            # Nothing is held under any key, so that one branch is as good as another.
            ([], {"engineering": 0}, "engineering"),
            # A degree of law counts in law alone; for the others one of them stands.
            ([degree("law")], {"engineering": 0, "law": 1_000_000}, "engineering"),
            # Engineering includes mechanical engineering.
            ([degree("mechanical")], {"engineering": 1_000_000, "law": 0, "mechanical": 1_000_000}, "law"),
            ([degree("engineering")], {"engineering": 1_000_000, "law": 0}, "law"),
            # One for every branch.
            (
                [degree("mechanical"), degree("law")],
                {"engineering": 1_000_000, "law": 1_000_000, "mechanical": 1_000_000},
                "engineering",
            ),
            (
                [degree("engineering", "none"), degree("law")],
                {"engineering": 0, "law": 1_000_000, "mechanical": 0},
                "engineering",
            ),
        ],
    )
    def test_is_tried_in_the_branches_under_which_something_is_held(self, facts, tried, worst):
        fit = fit_of([IN_BRANCH], facts, context={"branch": OPEN})

        assert lows(fit, "branch") == tried
        assert fit.role.context["branch"] == worst
        assert fit.low == min(tried.values())

    def test_is_tried_where_something_is_presumed_to_be_held(self):
        lawyer = role("lawyer", [DIALOGUE], provides={"education": {"law": "master"}})
        fit = fit_of([IN_BRANCH], context={"branch": OPEN}, others=(lawyer,), roles_held=[("lawyer", 1)])

        assert {one.role.context["branch"]: one.supported for one in fit.situations} == {
            "engineering": 0,
            "law": 1_000_000,
        }
        assert (fit.role.context["branch"], fit.supported, fit.situations.high) == ("engineering", 0, 1_000_000)

    def test_is_tried_where_the_only_fact_does_not_count(self):
        """All lists are closed, but the degree of law has expired, so that only of law nothing is known."""
        expired = ("education", "master", "law", rp.Evidence("certificate", until="2024"))
        fit = fit_of([IN_BRANCH], [expired], "all", context={"branch": OPEN}, as_of="2026-01-01")

        assert {one.role.context["branch"]: one.high for one in fit.situations} == {"engineering": 0, "law": 1_000_000}

    def test_has_the_same_result_as_trying_every_branch(self):
        facts = [degree("mechanical"), TALKS]
        fit = fit_of([IN_BRANCH, DIALOGUE], facts, context={"branch": OPEN})
        each = [
            fit_of([IN_BRANCH, DIALOGUE], facts, context={"branch": branch})
            for branch in ("engineering", "law", "mechanical")
        ]

        assert fit.low == min(one.low for one in each) == 500_000
        assert fit.situations.high == max(one.high for one in each) == 1_000_000

    def test_of_two_dimensions_is_tried_in_all_pairs(self):
        """The branch pays in full, that of the customers half: law is in the one, in the other, in both or in none."""
        fit = fit_of([DEGREE], [degree("law")], "all", context={"branch": OPEN, "customers": OPEN})

        assert lows(fit, "branch", "customers") == {
            "engineering/engineering": 0,
            "engineering/law": 500_000,
            "law/engineering": 1_000_000,
            "law/law": 1_000_000,
        }
        assert dict(fit.role.requirements[0].leaves[0].keys) == {"engineering": 100, "mechanical": 100}

    @pytest.mark.parametrize("facts, size, low", [([degree("law")], "large", 0), ([degree("mechanical")], "small", 0)])
    def test_by_a_map_is_tried_in_each_set_of_keys(self, facts, size, low):
        """Small firms map to law, large ones to engineering."""
        fit = fit_of([BY_SIZE], facts, "all", size=OPEN)

        assert sorted(lows(fit, "size").values()) == [0, 1_000_000]
        assert (fit.role.context["size"], fit.low) == (size, low)


class TestAMinimum:
    @pytest.mark.parametrize(
        "facts, size, state",
        [
            ([degree("law")], "large", "not_met"),
            ([degree("law"), degree("mechanical")], "large", "met"),
            ([], "large", "not_met"),
        ],
    )
    def test_is_met_only_if_it_is_met_in_every_situation(self, facts, size, state):
        fit = fit_of([BY_SIZE | {"necessity": "minimum"}], facts, "all", size=OPEN)

        assert (fit.role.context["size"], fit.meets_minimum) == (size, state)

    def test_that_one_situation_alone_has_holds_the_verdict_down(self):
        asked = [DIALOGUE | {"necessity": "important"}, SALES | {"weight": 9}]
        changes = [variant(set={"dialogue": {"necessity": "minimum"}})]
        fit = fit_of(asked, [SELLS], size=OPEN, variants=changes)

        assert [(one.role.context["size"], one.meets_minimum, one.verdict_low) for one in fit.situations] == [
            ("large", "unknown", "stretch"),
            ("small", "met", "strong"),
        ]
        assert (fit.meets_minimum, fit.verdict_low, fit.verdict) == (
            "unknown",
            "stretch",
            "at least stretch, at best strong",
        )


def test_a_typical_incumbent_is_taken_in_each_situation():
    """Whose months count in one kind of firm does not have them in the other."""
    catalog = catalog_of(SELLER, role("worked", [DIALOGUE, SALES], variants=[variant(set={"sales": {"weight": 9}})]))
    holders = {
        "large": catalog.person("holder", facts=[rp.Fact(*SELLS)]),
        "small": catalog.person("holder", facts=[rp.Fact("sales", 6)]),
    }
    fit = catalog.scorer("worked", {"size": OPEN}).rules.fit_of_each(lambda context: holders[context["size"]])

    assert lows(fit, "size") == {"large": 900_000, "small": 125_000}
    assert (fit.role.context["size"], fit.low, fit.person_id) == ("small", 125_000, "holder")


class TestMoreThan2000SetsOfRules:
    @staticmethod
    def catalog(ones, twos):
        """So many kinds of places for one dimension and for another, each with a rule of its own."""
        places = [f"place-{i}" for i in range(45)]
        variants = [
            {
                "id": f"{name}-{i}",
                "label": label(f"{name} {i}"),
                "when": {name: places[i]},
                "set": {entry: {"weight": 2 + i}},
            }
            for name, entry, count in (("one", "dialogue", ones), ("two", "sales", twos))
            for i in range(count - 1)
        ]
        dimensions = [{"id": name, "label": label(name), "vocabulary": "place"} for name in ("one", "two")]
        return catalog_of(
            document("vocabulary", "place", label=label("Places"), terms=[*map(term, places)]),
            role("worked", [DIALOGUE, SALES], variants=variants),
            head=HEAD | {"dimensions": [*HEAD["dimensions"], *dimensions]},
        )

    def test_are_refused_and_the_dimension_with_the_most_is_named(self):
        """45 times 45 are 2,025."""
        catalog = self.catalog(45, 45)
        with pytest.raises(rp.ContextError) as raised:
            catalog.scorer("worked", {"one": OPEN, "two": OPEN})

        message = "the context leaves more than 2,000 sets of rules open; give the dimension 'one'"
        assert message in str(raised.value)
        assert catalog.scorer("worked", {"one": "place-1", "two": OPEN}).role.context["one"] == "place-1"

    def test_are_more_than_1980(self):
        """44 times 45."""
        scorer = self.catalog(44, 45).scorer("worked", {"one": OPEN, "two": OPEN})

        assert scorer.rules.open == ("one", "two")
        assert scorer.role.context == {"one": "place-0", "two": "place-0"}
