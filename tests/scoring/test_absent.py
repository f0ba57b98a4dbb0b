"""Scales whose lowest level is something: ``absent: false``, by examples."""

import pytest
from parts import document
from worked import catalog_of, descriptor, fit_of, levels, role

import roleprofile as rp

#: From 1 to 5, as many firms rate.
RATING = levels("rating", ("r1", "r2", "r3", "r4", "r5"), absent=False, below=[60, 20, 10])
THINGS = document(
    "descriptors",
    "rated",
    descriptors=[
        descriptor("sorting", "rating"),
        descriptor("packing", "rating"),
        descriptor("law", "rating", "field"),
    ],
    relations=[{"from": "sorting", "to": "packing", "lower_by": 1, "up_to": "r4", "basis": "judgement"}],
)
OTHERS = {"others": (RATING, THINGS)}
SORTING = {"id": "sorting", "asks": "r3"}


def scores(requirement, *facts, closed=(), **more):
    fit = fit_of([requirement], facts, closed, **OTHERS, **more)
    return fit.low, fit.supported, fit.high


class TestTheLowestLevel:
    @pytest.mark.parametrize("held, credit", [("r1", 200_000), ("r2", 600_000), ("r3", 1_000_000), ("r5", 1_000_000)])
    def test_earns_what_the_scale_gives(self, held, credit):
        assert scores(SORTING, ("sorting", held)) == (credit,) * 3

    def test_earns_what_the_requirement_gives(self):
        asked = SORTING | {"credit": {"r1": 45, "r2": 50}}

        assert scores(asked, ("sorting", "r1")) == (450_000,) * 3

    def test_can_be_asked_and_is_a_minimum(self):
        asked = {"id": "sorting", "asks": "r1", "necessity": "minimum"}

        assert fit_of([asked], [("sorting", "r1")], **OTHERS).meets_minimum == "met"
        assert fit_of([asked], [], ["sorting"], **OTHERS).meets_minimum == "not_met"
        assert fit_of([asked], [], **OTHERS).meets_minimum == "unknown"

    def test_can_be_the_least_of_a_minimum(self):
        asked = SORTING | {"necessity": "minimum", "at_least": "r1"}

        assert fit_of([asked], [("sorting", "r1")], **OTHERS).meets_minimum == "met"

    def test_can_be_presumed(self):
        """One level below r2."""
        assert scores({"id": "packing", "asks": "r1"}, ("sorting", "r2")) == (0, 1_000_000, 1_000_000)
        assert scores({"id": "packing", "asks": "r1"}, ("sorting", "r1")) == (0, 0, 1_000_000)

    def test_is_the_first_step_of_who_has_nothing(self):
        fit = fit_of([SORTING], [], ["sorting"], **OTHERS)

        assert [(step.value, step.adds) for step in fit.gaps[0].steps] == [("r1", 200_000), ("r3", 1_000_000)]


class TestWhoDoesNotHaveIt:
    def test_has_no_level_and_no_credit(self):
        fit = fit_of([SORTING], [], ["sorting"], **OTHERS)
        (part,) = fit.contributions[0].parts

        assert (fit.low, fit.high, part.how, part.held) == (0, 0, "closed", ())
        assert "not held" in fit.explain()

    def test_stays_so_in_a_record(self):
        fit = fit_of([SORTING], [("packing", "r1")], "all", **OTHERS)
        text = fit.to_record()

        assert rp.replay(text).to_record() == text
        assert fit.role.scales["worked:rating"].levels == ("", "r1", "r2", "r3", "r4", "r5")

    def test_is_no_level_that_a_record_can_state(self):
        text = fit_of([SORTING], [("sorting", "r1")], **OTHERS).to_record()

        with pytest.raises(rp.ReplayError, match="the record is damaged"):
            rp.replay(text.replace('"value":"r1"', '"value":""'))

    def test_is_shown_as_before_in_a_what_if(self):
        catalog = catalog_of(RATING, THINGS, role("sorter", [SORTING]))
        person = catalog.person("p-1", closed="all")
        found = catalog.what_if(person, "sorter", {}, [rp.Fact("sorting", "r1")])

        assert found.supposed[0].before == ""
        assert "R1 (now not held)" in found.explain()


class TestAbsent:
    def problems(self, **changed):
        with pytest.raises(rp.LoadError) as caught:
            catalog_of(RATING | changed)
        return [(one.code, one.message) for one in caught.value.problems]

    def test_names_the_lowest_level(self):
        assert self.problems(absent="r2") == [("RP204", "r2 is not the lowest level of rating")]

    @pytest.mark.parametrize("absent, code", [(True, "RP205"), (3, "RP203")])
    def test_is_a_level_or_false(self, absent, code):
        assert [found for found, _ in self.problems(absent=absent)] == [code]

    def test_is_nothing_that_an_amount_can_have(self):
        amount = {key: value for key, value in RATING.items() if key not in ("levels", "below")}
        amount |= {"unit": {"en": {"other": "points"}}, "absent": False}
        with pytest.raises(rp.LoadError, match="an amount has no level for what is absent"):
            catalog_of(amount)

    def test_that_names_the_lowest_level_is_no_difference_to_none(self):
        named, silent = (levels("rating", ("r1", "r2"), **said) for said in ({"absent": "r1"}, {"absent": "r1"}))
        del silent["absent"]
        before, after = catalog_of(named), catalog_of(silent)

        assert not rp.diff(before, after).changes
        assert rp.diff(before, catalog_of(RATING)).changes
