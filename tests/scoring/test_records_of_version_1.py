"""The arithmetic of records of version 1, which replay under it."""

import pytest
from worked import fit_of

from roleprofile.errors import ReplayError
from roleprofile.scoring.record_v1 import require_sound, result

TALK = {"id": "persuasion", "asks": "working", "necessity": "minimum"}
LEFT = {"kind": "extra", "id": "x", "label": {"en": "X"}, "dimensions": ["size"], "minimum": False}


def told(fit, *left_out):
    found = {"low": fit.low, "high": fit.high, "meets_minimum": fit.meets_minimum, "known": fit.known}
    return result({"role": {"left_out": left_out}}, fit.role, fit.holdings, found)


@pytest.mark.parametrize(
    "facts, state, verdict_low",
    [
        ([("persuasion", "none"), ("dialogue", "expert")], "not_met", "stretch"),
        ([("dialogue", "expert")], "unknown", "viable"),
        # A presumed minimum capped as an unknown one did.
        ([("rhetoric", "expert"), ("dialogue", "expert")], "presumed", "viable"),
        ([("persuasion", "working"), ("dialogue", "expert")], "met", "strong"),
    ],
)
def test_an_unmet_minimum_capped_more_than_an_unknown_one(facts, state, verdict_low):
    fit = fit_of([TALK, {"id": "dialogue", "asks": "basic", "weight": 9}], facts)
    found = told(fit)

    assert (found["meets_minimum"], found["verdict_low"]) == (state, verdict_low)
    assert found["verdict_high"] == ("stretch" if state == "not_met" else "strong")


def test_a_left_out_minimum_is_unknown():
    fit = fit_of([TALK], [("persuasion", "working")])

    assert told(fit, LEFT)["meets_minimum"] == "met"
    assert told(fit, LEFT | {"minimum": True})["meets_minimum"] == "unknown"
    assert told(fit, LEFT | {"minimum": True})["verdict_low"] == "viable"


def test_a_question_asked_for_one_answer_of_a_group_each():
    """Two criteria of one descriptor are answered by the higher of the two."""
    both = {"id": "both", "label": {"en": "Both"}} | {
        "all_of": [{"descriptor": "dialogue", "asks": "expert"}, {"descriptor": "dialogue", "asks": "basic"}]
    }
    fit = fit_of([both, {"id": "sales", "asks": 4}])

    assert [(one["id"], one["could_add"]) for one in told(fit)["questions"]] == [("both", 500_000), ("sales", 500_000)]


class TestLeftOutEntries:
    @pytest.mark.parametrize("kind", ["requirement", "extra", "variant"])
    def test_of_each_kind_are_read(self, kind):
        require_sound({"role": {"left_out": [LEFT | {"kind": kind}], "dimension_labels": {}}})

    @pytest.mark.parametrize(
        "entry",
        [LEFT | {"kind": "duty"}, LEFT | {"minimum": 1}, LEFT | {"more": 1}, {"kind": "extra"}],
    )
    def test_of_another_form_are_refused_at_their_place(self, entry):
        with pytest.raises(ReplayError) as caught:
            require_sound({"role": {"left_out": [entry], "dimension_labels": {}}})

        (problem,) = caught.value.problems
        assert problem.pointer == "/role/left_out"
        assert problem.message.startswith("the record is damaged: its left-out entries")
