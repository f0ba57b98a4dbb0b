"""Checks of a record before it is replayed: the limits of a role, and names that exist.

The loader has checked every role of a pack. A record may come from anywhere, so its role is checked here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import Any

from attrs import evolve, fields

from roleprofile.errors import ReplayError
from roleprofile.model.json_text import line_and_column
from roleprofile.model.pack import VERDICTS
from roleprofile.model.role import FULL, GROUPS
from roleprofile.model.scale import LARGEST_AMOUNT
from roleprofile.model.values import Finding, Pointer
from roleprofile.scoring.compiled import LIMITS, MILLION, CompiledRequirement, CompiledRole, Criterion, ScaleView

#: The deepest nesting of a record; more than twice the depth of a real one.
DEEPEST = 24

#: The limits that the schema sets for a role.
MOST_ENTRIES = 500
MOST_PARTS = 50

#: The most pairs of criteria on one descriptor, because the cost of questions and gaps grows with these pairs.
#: A file of 20,000 nodes, the most that the loader reads, has room for 5,000 parts.
MOST_SHARED = 25_000_000


def leaves_of(role: CompiledRole) -> list[Criterion]:
    """All criteria of a role, including requirements that are learnt on the job."""
    return [criterion for entry in role.entries for criterion in entry.leaves]


def check(role: CompiledRole) -> None:
    """Raise :class:`~roleprofile.errors.ReplayError` for the first value that no compiled role can have."""
    _require(max(len(role.requirements), len(role.extras)) <= MOST_ENTRIES, "too many requirements")
    _require(bool(role.languages), "no languages")
    _require(set(role.thresholds) == set(VERDICTS[:-1]), "its thresholds")
    limits = [role.thresholds[name] for name in VERDICTS[:-1]]
    _require(MILLION >= limits[0] > limits[1] > limits[2] > 0, "its thresholds")
    _require(set(role.context_labels) <= set(role.context), "its context")
    _require(set(role.caps) == {"not_met", "unknown"} and set(role.caps.values()) <= set(VERDICTS), "its caps")
    for name, scale in role.scales.items():
        amount = bool(scale.unit) and all("other" in forms for forms in scale.unit.values())
        _require(len(scale.labels) == len(set(scale.levels)) == len(scale.levels) != 1, f"scale {name}")
        _require(len(scale.descriptions) == len(scale.levels), f"scale {name}")
        _require(all(scale.levels[1:]), f"scale {name}")
        _require(amount if not scale.levels else not scale.unit, f"scale {name}")
    _unique((entry.id for entry in role.entries), "entries")
    for entry in role.entries:
        _entry(role, entry)
    leaves = leaves_of(role)
    shared = Counter(criterion.descriptor for criterion in leaves)
    _require(comparable(role), "too many criteria on one descriptor")
    kinds = {(criterion.descriptor, criterion.scale, criterion.keys is None) for criterion in leaves}
    _require(len(kinds) == len(shared), "a descriptor on two scales")
    for one in role.onboarding:
        _require(_within_limits(one), one.entry.id)
    _require(set(role.proof) <= set(role.evidence), "its kinds of evidence that prove a value")
    _require(0 <= role.assessed_from <= MILLION, "the share from which it is assessed")
    for variant in role.variants:
        _require(set(variant.source) <= set(role.sources), variant.id)


def comparable(role: CompiledRole) -> bool:
    """Whether a role stays within the limit of criteria on one descriptor."""
    shared = Counter(criterion.descriptor for criterion in leaves_of(role))
    return sum(count * count for count in shared.values()) <= MOST_SHARED


def printable(message: str) -> str:
    r"""A message that quotes a record: shortened, with control characters escaped.

    >>> printable("not a record: \x1b[2J")
    'not a record: \\x1b[2J'
    """
    shown = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in message[:300])
    return "".join(shown)[:300]


#: The hint for each code of a record.
_HINTS = {
    "RP104": "this library writes no record of that size",
    "RP601": "give the text that roleprofile score --format record wrote, unchanged",
    "RP603": "give the text that roleprofile score --format record wrote, unchanged",
    "RP604": "get the record again from where it was written; no part of it may be edited",
    "RP605": "get the record again from where it was written; no part of it may be edited",
    "RP607": "get the record again from where it was written; no byte of it may be edited",
    "RP606": "replay it with the version of the library that wrote it",
}


def refused(message: str, code: str = "RP604", pointer: Pointer = (), hint: str = "") -> ReplayError:
    """The error with one problem of a record, without its line."""
    finding = Finding(pointer=pointer, code=code, message=printable(message), hint=hint or _HINTS[code])
    return ReplayError([finding.problem("<record>")])


def located(error: ReplayError, text: str, offset: int) -> ReplayError:
    """The same error at a character of the record."""
    line, column = line_and_column(text, offset)
    return ReplayError(evolve(problem, line=line, column=column) for problem in error.problems)


def _require(right: bool, what: str) -> None:  # noqa: FBT001 - a condition, not an option
    if not right:
        raise refused(f"the record is damaged: {what}")


def _unique(ids: Iterable[str], what: str) -> None:
    names = list(ids)
    _require(len(set(names)) == len(names), f"two {what} with the same id")


def _entry(role: CompiledRole, entry: CompiledRequirement) -> None:
    what = f"the numbers of {entry.id}"
    _require(entry.group in ("", *GROUPS), what)
    _require(1 <= len(entry.leaves) <= (MOST_PARTS if entry.group else 1), what)
    _require(_within_limits(entry), what)
    _require(set(entry.needed_for) <= set(role.duties), f"the duties of {entry.id}")
    _require(set(entry.source) <= set(role.sources), f"the source of {entry.id}")
    for criterion in entry.leaves:
        scale = role.scales.get(criterion.scale)
        if scale is None:
            raise refused(f"the record is damaged: {entry.id} is on an unknown scale")
        _require(_within_limits(criterion) and 1 <= criterion.at_least <= criterion.asked, what)
        _require(criterion.weight == 1 or entry.group == "all_of", what)
        _require(criterion.worth == FULL or entry.group == "any_of", what)
        _require(_credit(criterion, scale), what)
        _require(criterion.keys is None or bool(criterion.keys), what)
        for key, percent in (criterion.keys or {}).items():
            _require(1 <= percent <= FULL and f"{criterion.descriptor}/{key}" in role.terms, what)
        _require(all(1 <= percent <= FULL for _, percent in criterion.asked_keys), what)
        _require(set(criterion.evidence) <= set(role.evidence), what)


def _within_limits(part: Any) -> bool:
    """Whether each number is within the limits that its field declares."""
    return all(least <= getattr(part, name) <= most for name, (least, most) in _limits(part.__class__))


@cache
def _limits(cls: Any) -> list[tuple[str, tuple[int, int]]]:
    return [(one.name, one.metadata[LIMITS]) for one in fields(cls) if LIMITS in one.metadata]


def _credit(criterion: Criterion, scale: ScaleView) -> bool:
    if not scale.levels:
        return not criterion.table and 0 <= criterion.start < criterion.asked <= LARGEST_AMOUNT
    table = criterion.table
    below, above = table[: criterion.asked], table[criterion.asked :]
    rising = all(one <= other for one, other in pairwise(table))
    return (
        len(table) == len(scale.levels)
        and criterion.start == 0
        and bool(above)
        and below[:1] == (0,)
        and rising
        and set(above) == {MILLION}
    )
