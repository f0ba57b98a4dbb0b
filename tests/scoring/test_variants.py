"""What a role is in a context: the variants that apply, in their order, and what everything rests on."""

import itertools
import json

import pytest
from parts import document, label
from worked import BASE, HEAD, descriptor, fit_of, levels, term

TALK = {"id": "talk", "descriptor": "dialogue", "asks": "advanced"}
SALES = {"id": "sales", "asks": 24}


def variant(name, when="large", **changes):
    return {"id": name, "label": label(name.title()), "when": {"size": when}, **changes}


class TestTwoVariants:
    @pytest.mark.parametrize("listed", [*itertools.permutations(("early", "late", "middle"))])
    @pytest.mark.parametrize("order", [*itertools.permutations(("early", "late", "middle"))])
    def test_that_set_one_field_apply_in_the_order_that_after_says(self, order, listed):
        """Whatever their names, and wherever they stand in the file, the last of them has the last word."""
        made = {}
        for place, name in enumerate(order):
            after = {"after": [order[place - 1]]} if place else {}
            made[name] = variant(name, set={"talk": {"weight": 11 + place}}, **after)
        fit = fit_of([TALK, SALES], size="large", variants=[made[name] for name in listed])

        assert [one.id for one in fit.role.variants] == list(order)
        assert fit.role.requirements[0].weight == 13

    def test_that_merge_one_map_apply_in_that_order_too(self):
        degree = {"id": "education", "for": {"law": 100, "engineering": 50}, "asks": "bachelor"}
        first = variant("zeta", set={"education": {"for": {"engineering": 20}}})
        second = variant("alpha", set={"education": {"for": {"engineering": 80}}}, after=["zeta"])
        fit = fit_of([degree], [("education", "master", "mechanical")], "all", "large", variants=[second, first])

        assert fit.low == 800_000

    def test_of_which_one_holds_apply_alone(self):
        changes = [variant("big", set={"talk": {"weight": 5}}), variant("tiny", "small", set={"talk": {"weight": 7}})]

        for size, weight, name in (("large", 5, "big"), ("small", 7, "tiny")):
            fit = fit_of([TALK, SALES], size=size, variants=changes)
            assert (fit.role.requirements[0].weight, [one.id for one in fit.role.variants]) == (weight, [name])


class TestTheSources:
    def sources(self, requirements, size="large", **sections):
        fit = fit_of(requirements, size=size, **sections)
        return {one.id: one.source for one in fit.contributions}, set(fit.role.sources)

    def test_of_an_entry_are_its_own_or_else_those_of_the_role(self):
        defaults = {"basis": "judgement", "source": "survey"}
        found = self.sources([TALK | {"source": "book#first"}, SALES], defaults=defaults)

        assert found == ({"talk": ("book#first",), "sales": ("survey",)}, {"book#first", "survey"})

    @pytest.mark.parametrize(
        "change, expected",
        [
            ({"set": {"talk": {"weight": 2}}}, {"talk": ("book", "survey"), "sales": ("book",)}),
            ({"set": {"sales": {"asks": 12}}}, {"talk": ("book",), "sales": ("book", "survey")}),
            (
                {"add": {"requirements": [{"id": "contacts", "asks": 6, "weight": 1}]}},
                {"talk": ("book",), "sales": ("book",), "contacts": ("book", "survey")},
            ),
            ({"drop": ["talk"]}, {"sales": ("book",)}),
        ],
    )
    def test_of_a_variant_are_cited_with_those_of_what_it_changes(self, change, expected):
        defaults = {"basis": "judgement", "source": "book"}
        found, cited = self.sources(
            [TALK, SALES], defaults=defaults, variants=[variant("big", source="survey", **change)]
        )

        assert found == expected
        assert cited == {"book", "survey"}

    def test_of_a_variant_that_does_not_hold_are_not_cited(self):
        defaults = {"basis": "judgement", "source": "book"}
        changes = [variant("big", source="survey", set={"talk": {"weight": 2}})]

        assert self.sources([TALK], "small", defaults=defaults, variants=changes) == ({"talk": ("book",)}, {"book"})

    def test_are_cited_once_and_named_with_their_claim(self):
        changes = [variant("big", source=["book#first", "survey"], set={"talk": {"weight": 2}})]
        fit = fit_of([TALK | {"source": ["survey", "book#first"]}], size="large", variants=changes)

        assert fit.contributions[0].source == ("survey", "book#first")
        assert fit.role.variants[0].source == ("book#first", "survey")
        named = {name: (one.title, one.claim) for name, one in fit.role.sources.items()}
        assert named == {"book#first": ("The book", label("Talk matters.")), "survey": ("The survey", {})}

    def test_of_the_default_source_are_named_by_the_claim_alone(self):
        book, survey = HEAD["sources"]
        fit = fit_of([TALK | {"source": "first"}], head=HEAD | {"sources": [book | {"default": True}, survey]})

        cited = {name: (one.title, one.claim) for name, one in fit.role.sources.items()}
        assert cited == {"first": ("The book", label("Talk matters."))}


class TestAPack:
    #: A pack of the same names that none of these roles rests on, and that says other things.
    BESIDE = (
        HEAD
        | {
            "id": "another",
            "dimensions": [{"id": "size", "label": label("Elsewhere"), "vocabulary": "kinds"}],
            "fit": HEAD["fit"] | {"thresholds": {"strong": 99, "viable": 98, "stretch": 97}},
        },
        levels("skill", ("none", "some")),
        document(
            "vocabulary",
            "kinds",
            label=label("Kinds"),
            ordered=True,
            terms=[*map(term, ("diploma", "certificate", "assessment", "interview"))],
        ),
        *(tree for tree in BASE if tree["kind"] != "descriptors" and tree["id"] not in ("skill", "kinds")),
        document("descriptors", "things", descriptors=[descriptor("dialogue", "skill")]),
    )

    def test_names_what_it_names_whatever_stands_beside_it(self):
        degree = {"id": "education", "for": "context.size.field", "asks": "bachelor"}
        asked = [TALK | {"evidence": ["certificate"], "necessity": "minimum"}, degree]
        changes = [variant("big", set={"talk": {"weight": 3}})]
        facts = [("worked:dialogue", "advanced", "", "diploma")]
        alone, beside = (fit_of(asked, facts, (), "large", variants=changes, beside=pack) for pack in ((), self.BESIDE))

        assert beside.role == alone.role
        assert beside.role.thresholds["strong"] == 800_000
        assert set(beside.role.evidence) == {"interview", "assessment", "certificate", "diploma"}
        assert beside.role.context_labels["size"] == (label("Size"), label("Large"))
        assert dict(beside.role.requirements[1].leaves[0].keys) == {"engineering": 100, "mechanical": 100}
        assert (beside.verdict_low, beside.meets_minimum) == ("viable", "met")

    def test_may_ask_for_what_another_name_replaced(self):
        """Facts on the old name and on the new one count alike."""
        for asked, held in (("talk", "dialogue"), ("dialogue", "talk"), ("talk", "talk")):
            fit = fit_of([{"id": "r", "descriptor": asked, "asks": "advanced"}], [(held, "working")])
            assert fit.low == 600_000
            assert (fit.contributions[0].label, fit.contributions[0].best.descriptor) == (
                label("Dialogue"),
                "worked:dialogue",
            )


class TestARequirement:
    def test_is_shown_with_all_that_its_rule_says_of_it(self):
        duties = [{"id": "sell", "label": label("Sell")}]
        asked = {
            "label": label("Talks well"),
            "needed_for": ["sell"],
            "reason": label("Clients ask."),
            "basis": "source",
            "source": "book",
            "weight": 7,
        }
        (one,) = fit_of([TALK | asked], duties=duties).contributions

        assert (one.id, one.label, one.group, one.weight) == ("talk", label("Talks well"), "", 7)
        assert (one.needed_for, one.reason, one.basis, one.source) == (
            ("sell",),
            label("Clients ask."),
            "source",
            ("book",),
        )
        assert (one.minimum, one.settled, one.possible) == (None, False, 1_000_000)


def test_a_record_names_every_pack_that_the_role_rests_on():
    head = HEAD | {"requires": {"core": ">=1,<2"}}
    fit = fit_of([TALK | {"descriptor": "core:teamwork"}], head=head)

    packs = json.loads(fit.to_record())["role"]["packs"]
    assert set(packs) == {"core", "worked"}
    assert packs["worked"]["version"] == "1.0.0"
    assert packs["core"]["digest"] != packs["worked"]["digest"]
