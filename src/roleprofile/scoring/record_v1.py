"""Records of arithmetic version 1: their form, and their result by that arithmetic."""

from __future__ import annotations

from typing import Any

from roleprofile.model.pack import VERDICTS
from roleprofile.model.person import Holdings, Slot
from roleprofile.scoring.arithmetic import criterion_credits, open_keys
from roleprofile.scoring.compiled import AT_HIGH, STATES, CompiledRequirement, CompiledRole, State
from roleprofile.scoring.marginal_gains import questions
from roleprofile.scoring.record_validation import refused

#: The parts of a role that only records of version 1 have.
_ROLE = ("dimension_labels", "left_out")
#: The parts of a result that only records of version 2 have.
_RESULT = ("proven", "verdict_supported")


def upgraded(data: dict[str, Any]) -> dict[str, Any]:
    """The content of a record in the form of version 2, as far as it can be; damaged parts stay as they are."""
    role = data.get("role")
    if isinstance(role, dict):
        role = {name: value for name, value in role.items() if name not in _ROLE}
    return {**data, "role": role}


def result(data: dict[str, Any], role: CompiledRole, held: Holdings, found: dict[str, Any]) -> dict[str, Any]:
    """The result that version 1 computes; ``found`` is what version 2 computes from the upgraded record.

    An unknown or presumed minimum requirement caps the verdict at ``low`` less than an unmet one. An entry that was
    left out because a dimension was unspecified may bring a minimum requirement, whose state is unknown. A question
    counts the key of the highest percentage.
    """
    left_out = data["role"]["left_out"]
    unknown: tuple[State, ...] = ("unknown",) if any(one["minimum"] for one in left_out) else ()
    states = (found["meets_minimum"], *unknown)
    worst = min(states, key=STATES.index)
    at_low: State = "unknown" if worst == "presumed" else worst
    asked = questions(role, held, lambda entry, held, _: (_first_answers(entry, held),))
    return {name: value for name, value in found.items() if name not in _RESULT} | {
        "meets_minimum": worst,
        "verdict_low": VERDICTS[role.verdict(found["low"], at_low)],
        "verdict_high": VERDICTS[role.verdict(found["high"], AT_HIGH[worst])],
        "questions": [{"id": one.id, "could_add": one.could_add} for one in asked],
    }


def _first_answers(entry: CompiledRequirement, held: Holdings) -> dict[Slot, int]:
    """The answers that give a requirement all open credit: each open criterion as asked, on its best open key."""
    values: dict[Slot, int] = {}
    for criterion in entry.leaves:
        low, _, high = criterion_credits(criterion, held)
        if low != high:
            slot = (criterion.descriptor, next(open_keys(criterion, held)))
            values[slot] = max(criterion.asked, values.get(slot, 0))
    return values


def require_sound(data: dict[str, Any]) -> None:
    """Refuse a record of version 1 if the parts of its role that only version 1 has do not have their form."""
    left_out = data["role"]["left_out"]
    sound = isinstance(data["role"]["dimension_labels"], dict) and all(
        one.keys() == {"kind", "id", "label", "dimensions", "minimum"}
        and one["kind"] in ("requirement", "extra", "variant")
        and isinstance(one["minimum"], bool)
        for one in left_out
    )
    if not sound:
        message = "the record is damaged: its left-out entries or dimension labels do not have the form of version 1"
        raise refused(message, pointer=("role", "left_out"))
