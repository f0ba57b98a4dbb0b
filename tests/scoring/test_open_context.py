"""What is left out where the context leaves a dimension unspecified, and what a minimum that hangs on it does."""

import pytest
from parts import label
from worked import fit_of

DIALOGUE = {"id": "dialogue", "asks": "advanced"}
#: A degree in the field of the employer, or in that of its customers.
DEGREE = {"id": "education", "for": {"context.branch": 100, "context.customers": 50}, "asks": "bachelor"}
OPEN = "unspecified"
UNDECIDED = {"kind": "variant", "id": "large", "label": "Large", "dimensions": ("size",), "minimum": False}


def variant(**changes):
    return {"id": "large", "label": label("Large"), "when": {"size": "large"}} | changes


def left_out(fit):
    assert fit.partial == bool(fit.left_out)
    names = ("kind", "id", "dimensions", "minimum")
    return [{name: getattr(one, name) for name in names} | {"label": one.label["en"]} for one in fit.left_out]


class TestAnEntry:
    @pytest.mark.parametrize(
        "branch, customers, dimensions",
        [
            (OPEN, "law", ("branch",)),
            ("law", OPEN, ("customers",)),
            (OPEN, OPEN, ("branch", "customers")),
        ],
    )
    def test_that_reads_what_is_not_specified_is_left_out(self, branch, customers, dimensions):
        fit = fit_of([DIALOGUE, DEGREE], context={"branch": branch, "customers": customers})

        assert left_out(fit) == [
            {"kind": "requirement", "id": "education", "label": "Education", "dimensions": dimensions, "minimum": False}
        ]
        assert [one.id for one in fit.contributions] == ["dialogue"]

    def test_that_reads_what_is_specified_is_not(self):
        fit = fit_of([DIALOGUE, DEGREE], context={"branch": "law", "customers": "engineering"})

        assert (left_out(fit), fit.partial) == ([], False)
        assert dict(fit.role.requirements[1].leaves[0].keys) == {"law": 100, "engineering": 50, "mechanical": 50}

    def test_of_a_group_is_left_out_for_any_of_its_parts(self):
        group = {
            "id": "group",
            "label": label("Talk or study"),
            "any_of": [{"descriptor": "dialogue", "asks": "basic"}, DEGREE | {"descriptor": "education"}],
        }
        del group["any_of"][1]["id"]
        (one,) = left_out(fit_of([group, DIALOGUE], context={"branch": "law", "customers": OPEN}))

        assert (one["id"], one["label"], one["dimensions"]) == ("group", "Talk or study", ("customers",))

    def test_that_is_an_extra_is_no_requirement(self):
        extra = DEGREE | {"for": "context.branch"}
        fit = fit_of([DIALOGUE], context={"branch": OPEN}, extras=[extra])

        assert [(one["kind"], one["dimensions"], one["minimum"]) for one in left_out(fit)] == [
            ("extra", ("branch",), False)
        ]
        assert fit.minimums == ()

    @pytest.mark.parametrize(
        "own, default, minimum",
        [("minimum", "important", True), ("important", "minimum", False), (None, "minimum", True), (None, None, False)],
    )
    def test_that_is_a_minimum_leaves_it_unknown(self, own, default, minimum):
        asked = DEGREE | {"for": "context.branch"} | ({"necessity": own} if own else {})
        defaults = {"basis": "judgement"} | ({"necessity": default} if default else {})
        fit = fit_of([asked], closed="all", context={"branch": OPEN}, defaults=defaults)

        assert left_out(fit)[0]["minimum"] == minimum
        assert [(one.id, one.label["en"], one.state, one.hangs_on) for one in fit.minimums] == (
            [("education", "Education", "unknown", ("branch",))] if minimum else []
        )
        assert fit.meets_minimum == ("unknown" if minimum else "met")


class TestAVariant:
    def test_that_may_hold_is_left_out(self):
        changes = [variant(set={"dialogue": {"weight": 9}})]

        assert left_out(fit_of([DIALOGUE], size=OPEN, variants=changes)) == [UNDECIDED]
        assert left_out(fit_of([DIALOGUE], size="large", variants=changes)) == []
        assert left_out(fit_of([DIALOGUE], size="small", variants=changes)) == []

    @pytest.mark.parametrize(
        "size, branch, dimensions",
        [
            (OPEN, OPEN, [("branch", "size")]),
            ("large", OPEN, [("branch",)]),
            (OPEN, "law", [("size",)]),
            ("small", OPEN, []),  # it does not hold, whatever the branch is
            (OPEN, "engineering", []),
        ],
    )
    def test_names_only_the_dimensions_that_are_open(self, size, branch, dimensions):
        changes = [variant(when={"size": "large", "branch": "law"}, set={"dialogue": {"weight": 9}})]
        fit = fit_of([DIALOGUE], size=size, context={"branch": branch}, variants=changes)

        assert [one["dimensions"] for one in left_out(fit)] == dimensions

    def test_stands_before_what_the_entries_lack(self):
        changes = [variant(set={"dialogue": {"weight": 9}})]
        extra = DEGREE | {"id": "e", "descriptor": "education"}
        fit = fit_of(
            [DIALOGUE, DEGREE],
            size=OPEN,
            context={"branch": OPEN, "customers": "law"},
            variants=changes,
            extras=[extra],
        )

        assert [(one["kind"], one["id"]) for one in left_out(fit)] == [
            ("variant", "large"),
            ("requirement", "education"),
            ("extra", "e"),
        ]

    #: Three minimum requirements, and one that is important.
    ASKED = (
        {"id": "talk", "descriptor": "dialogue", "asks": "advanced", "necessity": "minimum"},
        {"id": "study", "descriptor": "education", "for": {"law": 100}, "asks": "bachelor", "necessity": "minimum"},
        {
            "id": "either",
            "label": label("Either"),
            "any_of": [{"descriptor": "sales", "asks": 12}],
            "necessity": "minimum",
        },
        {"id": "wish", "descriptor": "contacts", "asks": 6, "necessity": "important"},
    )

    @pytest.mark.parametrize(
        "changes, minimum",
        [
            ({"set": {"talk": {"asks": "expert"}}}, True),
            ({"set": {"talk": {"at_least": "basic"}}}, True),
            ({"set": {"talk": {"evidence": ["certificate"]}}}, True),
            ({"set": {"talk": {"descriptor": "rhetoric"}}}, True),
            ({"set": {"talk": {"necessity": "important"}}}, True),
            ({"set": {"study": {"for": {"engineering": 50}}}}, True),
            ({"set": {"either": {"any_of": [{"descriptor": "contacts", "asks": 12}]}}}, True),
            ({"set": {"wish": {"necessity": "minimum"}}}, True),
            ({"set": {"wish": {"weight": 3}, "talk": {"asks": "expert"}}}, True),
            ({"set": {"talk": {"weight": 3}}}, False),
            ({"set": {"talk": {"credit": {"working": 5}}}}, False),
            ({"set": {"wish": {"asks": 12}}}, False),
            ({"set": {"wish": {"necessity": "important"}}}, False),
            ({"set": {"provides": {"dialogue": "basic"}}}, False),
            ({"add": {"requirements": [{"id": "sales", "asks": 1, "weight": 1}]}}, False),
            ({"add": {"requirements": [{"id": "sales", "asks": 1, "weight": 1, "necessity": "minimum"}]}}, True),
            ({"add": {"extras": [{"id": "sales", "asks": 1}]}}, False),
            ({"drop": ["wish"]}, False),
        ],
    )
    def test_leaves_a_minimum_unknown_where_it_may_bring_one_or_change_what_meets_it(self, changes, minimum):
        changes = changes | {"basis": "judgement"}
        fit = fit_of(list(self.ASKED), size=OPEN, variants=[variant(**changes)], provides={"dialogue": "working"})

        assert [one for one in left_out(fit) if one["kind"] == "variant"] == [UNDECIDED | {"minimum": minimum}]
        hanging = [(one.id, one.state, one.hangs_on) for one in fit.minimums if one.hangs_on]
        assert hanging == ([("large", "unknown", ("size",))] if minimum else [])

    def test_leaves_a_minimum_unknown_where_it_adds_a_requirement_that_is_one_by_default(self):
        changes = [variant(add={"requirements": [{"id": "sales", "asks": 1, "weight": 1}]})]
        for necessity in ("minimum", "important"):
            defaults = {"basis": "judgement", "necessity": necessity}
            (one,) = left_out(fit_of([DIALOGUE], size=OPEN, variants=changes, defaults=defaults))
            assert one["minimum"] == (necessity == "minimum")
