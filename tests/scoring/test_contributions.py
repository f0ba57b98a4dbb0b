"""What a contribution shows of the values held, by examples: which counts, which do not, and how each is known."""

import copy
import pickle

import pytest
from attrs import evolve
from parts import label
from worked import fit_of, role

import roleprofile as rp
from roleprofile.scoring import contributions

DIALOGUE = {"descriptor": "dialogue", "asks": "advanced"}
PERSUASION = {"descriptor": "persuasion", "asks": "advanced"}
DEGREE = {"descriptor": "education", "for": {"engineering": 100, "law": 40}, "asks": "bachelor"}
LAWYER = role("lawyer", [{"id": "dialogue", "asks": "basic"}], provides={"education": {"law": "master"}})


def part(requirement, facts=(), closed=(), **more):
    """The one part of the one contribution."""
    (one,) = fit_of([requirement], facts, closed, others=(LAWYER,), **more).contributions
    (found,) = one.parts
    return found


class TestHowAValueIsKnown:
    @pytest.mark.parametrize(
        "facts, closed, how, values",
        [
            ([("persuasion", "basic")], [], "stated", ["basic"]),
            ([("persuasion", "basic")], "all", "stated", ["basic"]),
            ([("persuasion", "basic"), ("rhetoric", "expert")], [], "stated", ["basic"]),  # what is stated counts
            ([("rhetoric", "expert")], [], "inferred", ["working"]),
            ([("rhetoric", "expert")], "all", "closed", []),
            ([("rhetoric", "expert")], ["persuasion"], "closed", []),
            ([], ["persuasion"], "closed", []),
            ([], ["dialogue"], "unknown", []),
            ([], [], "unknown", []),
        ],
    )
    def test_stated_before_closed_before_inferred(self, facts, closed, how, values):
        found = part(PERSUASION, facts, closed)

        assert (found.how, [held.value for held in found.held]) == (how, values)
        assert all(held.how == how for held in found.held)

    @pytest.mark.parametrize(
        "facts, closed, held, how",
        [
            ([("education", "bachelor", "law")], [], [], "stated"),
            ([("education", "bachelor", "law")], ["education"], [], "stated"),
            ([], [], [("lawyer", 1)], "inferred"),
            ([], ["education"], [("lawyer", 1)], "closed"),
            ([("education", "none", "mechanical")], [], [("lawyer", 1)], "inferred"),  # and law earns more
            ([("education", "bachelor", "mechanical")], [], [("lawyer", 1)], "stated"),  # mechanical earns more
        ],
    )
    def test_in_the_field_that_earns_the_credit_shown(self, facts, closed, held, how):
        assert part(DEGREE, facts, closed, roles_held=held).how == how

    def test_what_is_inferred_says_what_it_rests_on(self):
        (by_relation,) = part(PERSUASION, [("rhetoric", "advanced")]).held
        (by_role,) = part({"id": "sales", "asks": 24}, roles_held=[("seller", 7)]).held

        why = by_relation.inferred
        assert (why.kind, why.origin, why.detail, by_relation.fact) == ("relation", "worked:rhetoric", "advanced", None)
        why = by_role.inferred
        assert (why.kind, why.origin, why.detail, by_role.value) == ("role", "worked:seller", 7, 7)


class TestAContribution:
    def test_says_what_is_asked(self):
        asked = {"label": label("Either"), "any_of": [PERSUASION, DIALOGUE | {"worth": 40}]}
        (one,) = fit_of([asked], [("dialogue", "working")]).contributions
        found = one.parts[1]

        assert (found.descriptor, found.label, found.scale) == ("worked:dialogue", label("Dialogue"), "worked:skill")
        assert (found.asked, found.asked_keys, found.worth) == ("advanced", (), 40)
        (held,) = found.held
        assert (held.key, held.key_label, held.percent) == ("", {}, 100)
        assert (one.low, one.supported, one.high, one.possible) == (240_000, 240_000, 1_000_000, 1_000_000)

    def test_of_equal_rests_is_rounded_up_for_the_first_by_id(self):
        asked = [DIALOGUE | {"id": name} for name in ("c", "a", "b")]

        shown = {one.id: one.possible for one in fit_of(asked).contributions}
        assert shown == {"c": 333_333, "a": 333_334, "b": 333_333}

    def test_looks_up_what_is_held_when_it_is_asked(self, monkeypatch):
        fit = fit_of([DIALOGUE], [("dialogue", "working")])
        monkeypatch.setattr(contributions, "_part", lambda *_: "what is held")

        (one,) = fit.contributions
        monkeypatch.undo()
        assert one.parts[0].held[0].value == "working"

    def test_is_equal_to_one_with_the_same_values_of_another_fit(self):
        one, same, other = (
            fit_of([DIALOGUE, PERSUASION], [("dialogue", value)], extras=extras).contributions[0]
            for value, extras in [("working", []), ("working", [DEGREE | {"id": "degree"}]), ("basic", [])]
        )

        assert one == same
        assert hash(one) == hash(same)
        assert len({one, same, other}) == 2
        assert one not in (other, evolve(one, low=one.low + 1), one.id)

    def test_is_the_same_after_a_copy_and_a_pickle(self):
        (one,) = fit_of([DIALOGUE | {"necessity": "minimum"}], [("dialogue", "working")]).contributions

        for again in (copy.deepcopy(one), pickle.loads(pickle.dumps(one))):  # noqa: S301 - its own
            assert (again, repr(again)) == (one, repr(one))

    def test_prints_all_its_values(self):
        (one,) = fit_of([DIALOGUE], [("dialogue", "working")]).contributions

        assert repr(one) == (
            f"Contribution(id='r-0', label={one.label!r}, group='', parts={one.parts!r}, weight=1, "
            "credit_low=600000, credit_supported=600000, credit_high=600000, low=600000, supported=600000, "
            "high=600000, possible=1000000, minimum=None, needed_for=(), source=(), basis='judgement', "
            f"reason={one.reason!r})"
        )


class TestTheFacts:
    def test_that_do_not_count_are_shown_behind_the_one_that_does(self):
        """Certificate before assessment, 2025 before 2024, and of equals the lower value."""
        facts = [
            ("dialogue", "expert", "", rp.Evidence("interview", "talk", "2026")),
            ("dialogue", "advanced", "", rp.Evidence("certificate", "course", "2025")),
            ("dialogue", "basic", "", rp.Evidence("certificate", "course", "2024")),
            ("dialogue", "working", "", rp.Evidence("certificate", "course", "2025")),
        ]
        (held,) = part(DIALOGUE, facts).held

        assert (held.value, held.fact.value, held.fact.evidence.on) == ("working", "working", "2025")
        assert [fact.value for fact in held.others] == ["advanced", "basic", "expert"]

    def test_are_shown_for_each_field(self):
        facts = [
            ("education", "master", "law", "interview"),
            ("education", "bachelor", "law", "certificate"),
            ("education", "vocational", "mechanical"),
        ]
        law, mechanical = part(DEGREE, facts).held

        assert (law.key, law.value, [fact.value for fact in law.others]) == ("law", "bachelor", ["master"])
        assert (mechanical.key, mechanical.value, mechanical.others) == ("mechanical", "vocational", ())

    def test_of_another_field_than_those_that_count_are_not_shown(self):
        assert part(DEGREE | {"for": "law"}, [("education", "master", "mechanical")]).held == ()


class TestTheFields:
    def test_stand_with_the_most_credit_first_then_by_name(self):
        """A master's in mechanical engineering earns all, the two others nothing."""
        facts = [
            ("education", "none", "law"),
            ("education", "vocational", "engineering"),
            ("education", "master", "mechanical"),
        ]
        held = part(DEGREE, facts).held

        assert [(one.key, one.value, one.percent) for one in held] == [
            ("mechanical", "master", 100),
            ("engineering", "vocational", 100),
            ("law", "none", 40),
        ]
        assert [one.key_label["en"] for one in held] == ["Mechanical", "Engineering", "Law"]

    @pytest.mark.parametrize("how", ["stated", "inferred"])
    def test_stand_by_what_they_earn_with_their_percentage(self, how):
        """A master's of law is worth 40 percent, a vocational degree in mechanical engineering 50 percent of all."""
        asked = DEGREE | {"credit": {"vocational": 50}}
        degrees = {"law": "master", "mechanical": "vocational"}
        brings = role("both", [{"id": "dialogue", "asks": "basic"}], provides={"education": degrees})
        facts = [("education", value, key) for key, value in degrees.items()] if how == "stated" else []
        fit = fit_of([asked], facts, others=(brings,), roles_held=[("both", 1)])

        held = fit.contributions[0].parts[0].held
        assert [(one.key, one.how) for one in held] == [("mechanical", how), ("law", how)]

    def test_that_count_alike_are_listed_by_name(self):
        fit = fit_of([DEGREE | {"for": ["law", "engineering"]}])

        assert list(fit.role.requirements[0].leaves[0].keys) == ["engineering", "law", "mechanical"]

    def test_that_are_stated_stand_before_those_that_are_inferred_where_they_earn_as_much(self):
        found = part(DEGREE | {"for": "any"}, [("education", "master", "mechanical")], roles_held=[("lawyer", 1)])

        assert [(one.key, one.how) for one in found.held] == [("mechanical", "stated"), ("law", "inferred")]

    def test_that_are_inferred_stand_first_where_they_earn_more(self):
        found = part(DEGREE | {"for": "any"}, [("education", "none", "engineering")], roles_held=[("lawyer", 1)])

        assert [(one.key, one.how) for one in found.held] == [("law", "inferred"), ("engineering", "stated")]

    def test_are_named_as_they_are_asked_for(self):
        asked = part(DEGREE | {"for": {"engineering": 100, "any": 25}}).asked_keys

        assert [(name["en"] if name else "", percent) for name, percent in asked] == [("Engineering", 100), ("", 25)]


class TestTheBestPart:
    GROUP = {"label": label("Either"), "any_of": [DIALOGUE, PERSUASION]}  # noqa: RUF012

    @pytest.mark.parametrize(
        "facts, best",
        [
            ([("dialogue", "basic"), ("persuasion", "working")], "persuasion"),
            ([("dialogue", "working"), ("persuasion", "basic")], "dialogue"),
            ([("dialogue", "working"), ("persuasion", "working")], "dialogue"),  # of equals the first
            ([("dialogue", "basic"), ("rhetoric", "expert")], "persuasion"),  # what is presumed earns more
            ([("rhetoric", "expert")], "persuasion"),
            ([], "dialogue"),
        ],
    )
    def test_earns_the_credit_shown(self, facts, best):
        (one,) = fit_of([self.GROUP], facts).contributions

        assert one.best.descriptor == f"worked:{best}"

    def test_is_certain_where_another_earns_as_much_and_is_presumed(self):
        group = self.GROUP | {"any_of": [PERSUASION, DIALOGUE]}
        (one,) = fit_of([group], [("rhetoric", "expert"), ("dialogue", "working")]).contributions

        assert one.best.descriptor == "worked:dialogue"


class TestTheSurplus:
    def surplus(self, requirement, *facts, **more):
        return [(one.asked, one.held) for one in fit_of([requirement], facts, others=(LAWYER,), **more).surplus]

    @pytest.mark.parametrize(
        "held, expected", [("working", []), ("advanced", []), ("expert", [("advanced", "expert")])]
    )
    def test_is_what_is_held_above_what_is_asked(self, held, expected):
        assert self.surplus(DIALOGUE, ("dialogue", held)) == expected

    def test_is_named_with_its_requirement_and_its_scale(self):
        (one,) = fit_of([{"id": "talk"} | DIALOGUE], [("dialogue", "expert")]).surplus

        assert (one.id, one.label, one.scale) == ("talk", label("Dialogue"), "worked:skill")

    def test_is_never_what_is_only_presumed(self):
        assert self.surplus({"id": "sales", "asks": 24}, roles_held=[("seller", 36)]) == []
        assert self.surplus({"id": "sales", "asks": 24}, ("sales", 36)) == [(24, 36)]

    def test_is_the_most_of_the_fields_that_count_in_full(self):
        """A master's in a field that counts in part earns no more than its part."""
        law, both = ("education", "master", "law"), DEGREE | {"asks": "vocational"}

        assert self.surplus(DEGREE, law) == []
        assert self.surplus(DEGREE | {"for": "law"}, law) == [("bachelor", "master")]
        assert self.surplus(both, ("education", "master", "mechanical"), ("education", "bachelor", "engineering")) == [
            ("vocational", "master")
        ]
        assert self.surplus(both, ("education", "bachelor", "mechanical"), law) == [("vocational", "bachelor")]

    def test_is_shown_for_each_part_of_a_group(self):
        group = {"label": label("Both"), "all_of": [DIALOGUE, {"descriptor": "sales", "asks": 24}]}

        assert self.surplus(group, ("dialogue", "expert"), ("sales", 25)) == [("advanced", "expert"), (24, 25)]
