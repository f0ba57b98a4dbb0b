"""The arithmetic of a fit on columns: a code for each person and slot, a table from code to credit, sums in integers.

The numbers are those of ``roleprofile.scoring``; a test holds both together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod
from typing import Any

import numpy as np
from attrs import astuple, define, field, frozen

from roleprofile.batch.held import STATED, HeldColumn, People
from roleprofile.model.pack import VERDICTS
from roleprofile.scoring.compiled import (
    AT_HIGH,
    AT_LOW,
    AT_SUPPORTED,
    MILLION,
    STATES,
    CompiledRequirement,
    CompiledRole,
    Criterion,
    State,
)

_NOT_MET, _UNKNOWN, _PRESUMED, _MET = range(len(STATES))
#: The bits of a lane; the sign is left alone.
_BITS = 63
#: The most rows of a table for several requirements at once; more do not stay in the nearest cache.
_JOINT = 2048


@frozen(eq=False)
class Credits:
    """The credits of a criterion or requirement, and its state as a minimum requirement: columns or single numbers."""

    low: Any
    supported: Any
    high: Any
    state: Any

    def best(self, other: Credits) -> Credits:
        """The better of two, number by number."""
        pairs = zip(self, other, strict=True)
        return Credits(*(np.maximum(one, two) for one, two in pairs))

    def __iter__(self) -> Any:
        """The three credits and the state."""
        return iter((self.low, self.supported, self.high, self.state))


@frozen(eq=False)
class Fits:
    """The numbers of the fits of people, a column each; scores are parts per million."""

    low: Any
    supported: Any
    high: Any
    known: Any
    proven: Any
    extras: Any
    #: The places of the three verdicts in ``VERDICTS``.
    verdict_low: Any
    verdict_supported: Any
    verdict_high: Any
    #: The place of the worst minimum requirement in ``STATES``.
    minimum: Any

    def lower_place(self, other: Fits) -> Any:
        """Where ``other`` has a lower place in a ranking."""
        lower = np.zeros(self.low.shape, bool)
        same = np.ones(self.low.shape, bool)
        pairs = [(other.verdict_low, self.verdict_low)]
        pairs += [(self.low, other.low), (self.extras, other.extras)]
        pairs += [(self.proven, other.proven), (self.known, other.known)]
        for worse, than in pairs:
            lower |= same & (worse > than)
            same &= worse == than
        return lower

    def replaced(self, where: Any, other: Fits) -> Fits:
        """These fits, or others in some rows."""
        columns = zip(astuple(self, recurse=False), astuple(other, recurse=False), strict=True)
        return Fits(*(np.where(where, other, own) for own, other in columns))

    def rows(self, some: slice) -> Fits:
        """Some of the rows of columns for several roles."""
        return Fits(*(column[some] for column in astuple(self, recurse=False)))

    @classmethod
    def stacked(cls, some: Iterable[Fits]) -> Fits:
        """The rows of several."""
        columns = zip(*(astuple(one, recurse=False) for one in some), strict=True)
        return cls(*(np.concatenate(column) for column in columns))


@define(eq=False)
class Arithmetic:
    """Computes fits of people in columns; keeps the tables of criteria of levels."""

    _kept: dict[tuple[int, str], Any] = field(init=False, factory=dict)
    _joint: dict[tuple[int, ...], list[Any]] = field(init=False, factory=dict)

    def sums(self, entries: Sequence[CompiledRequirement], people: People, lanes: Lanes) -> list[Any]:
        """The sums over requirements, a column for each lane."""
        found = [np.zeros(people.facts.rows, np.int64) for _ in range(lanes.number)]
        joined: list[tuple[CompiledRequirement, Any, int]] = []
        for entry in entries:
            codes = self._one_column(entry, people)
            if codes is None:
                for lane, more in enumerate(lanes.packed(entry, self.credits(entry, people))):
                    found[lane] += more
                continue
            if joined and prod(size for _, _, size in joined) * codes[1] > _JOINT:
                self._add_joined(joined, people, lanes, found)
                joined = []
            joined.append((entry, *codes))
        if joined:
            self._add_joined(joined, people, lanes, found)
        return found

    def _one_column(self, entry: CompiledRequirement, people: People) -> tuple[Any, int] | None:
        """The codes that alone decide a requirement of levels, and how many there are; ``None`` for any other."""
        level = entry.level
        if level is None:
            return None
        held = people.held(level.descriptor, "")
        if entry.minimum and level.evidence and (people.facts.is_typical or held.proofs is not None):
            return None
        return held.codes, STATED + 2 * len(held.ranks)

    def _add_joined(
        self, joined: Sequence[tuple[CompiledRequirement, Any, int]], people: People, lanes: Lanes, found: list[Any]
    ) -> None:
        """Add requirements of one column each: the code of all of them together is looked up once for each lane."""
        name = (id(lanes), *(id(entry) for entry, _, _ in joined))
        tables = self._joint.get(name)
        if tables is None:
            tables = self._joint[name] = self._joint_tables(joined, people, lanes)
        codes = joined[0][1].astype(np.uint16)
        for _, more, size in joined[1:]:
            codes *= size
            codes += more
        places = codes.astype(np.intp)
        for lane, table in enumerate(tables):
            found[lane] += table.take(places)

    def _joint_tables(
        self, joined: Sequence[tuple[CompiledRequirement, Any, int]], people: People, lanes: Lanes
    ) -> list[Any]:
        tables = [np.zeros(1, np.int64) for _ in range(lanes.number)]
        for entry, _, _ in joined:
            criterion = entry.leaves[0]
            credits_ = self._tables(criterion, "", 100, people.held(criterion.descriptor, ""))[:4]
            own = lanes.packed(entry, Credits(*credits_))
            tables = [(table[:, None] + more).ravel() for table, more in zip(tables, own, strict=True)]
        return tables

    def fits(self, role: CompiledRole, lanes: Lanes, sums: Sequence[Any], extras: Any, proven: Any) -> Fits:
        """The fits for one role, from the sums over its requirements."""
        weight, rows = role.weight, len(sums[0])
        low, supported, high, known = (lanes.read(sums, name) for name in ("low", "supported", "high", "known"))
        if weight:
            low, supported, high, known = low // weight, supported // weight, high // weight, MILLION * known // weight
        else:
            high = np.full(rows, MILLION, np.int64)
        state = lanes.worst(sums)
        return Fits(
            low,
            supported,
            high,
            known,
            proven,
            extras,
            verdict_places(role, low, state, AT_LOW),
            verdict_places(role, supported, state, AT_SUPPORTED),
            verdict_places(role, high, state, AT_HIGH),
            state,
        )

    def credits(self, entry: CompiledRequirement, people: People) -> Credits:
        """The credits of a requirement or extra."""
        parts = [self._criterion(leaf, people, minimum=entry.minimum) for leaf in entry.leaves]
        first = parts[0]
        if len(parts) == 1:
            return first
        if entry.group == "any_of":
            for part in parts[1:]:
                first = first.best(part)
            return first
        weights = [leaf.weight for leaf in entry.leaves]
        whole = sum(weights)
        low, supported, high = (
            sum(weight * column for weight, column in zip(weights, columns, strict=True)) // whole
            for columns in zip(*((part.low, part.supported, part.high) for part in parts), strict=True)
        )
        state = first.state
        for part in parts[1:]:
            state = np.minimum(state, part.state)
        return Credits(low, supported, high, state)

    def proven(self, entry: CompiledRequirement, people: People, kinds: Sequence[str]) -> Any:
        """The credit that values with one of these kinds of evidence earn."""
        parts = []
        for leaf in entry.leaves:
            best: Any = 0
            for key, percent in _keys(leaf):
                held = people.held(leaf.descriptor, key)
                if held.proofs is not None:
                    low = self._tables(leaf, key, percent, held)[0]
                    best = np.maximum(best, low.take(held.proven(kinds)))
            parts.append((leaf.weight, best))
        if entry.group == "all_of":
            return sum(weight * best for weight, best in parts) // sum(weight for weight, _ in parts)
        found = parts[0][1]
        for _, best in parts[1:]:
            found = np.maximum(found, best)
        return found

    def _criterion(self, criterion: Criterion, people: People, *, minimum: bool) -> Credits:
        found: Credits | None = None
        seen: set[int] = set()
        for key, percent in _keys(criterion):
            held = people.held(criterion.descriptor, key)
            # Keys that nobody holds share a column, and the first of them earns most.
            if id(held) in seen:
                continue
            seen.add(id(held))
            one = self._key(criterion, key, percent, held, minimum=minimum, is_typical=people.facts.is_typical)
            found = one if found is None else found.best(one)
        if found is None:
            return Credits(0, 0, 0, _NOT_MET)
        return found

    def _key(
        self, criterion: Criterion, key: str, percent: int, held: HeldColumn, *, minimum: bool, is_typical: bool
    ) -> Credits:
        tables = self._tables(criterion, key, percent, held)
        low, supported, high = (table.take(held.codes) for table in tables[:3])
        state = tables[3].take(held.codes) if minimum else _MET
        if minimum and criterion.evidence and (is_typical or held.proofs is not None):
            proof = is_typical or held.proof(criterion.evidence) >= criterion.at_least
            enough = tables[4].take(held.codes)
            state = np.where(proof & enough, np.int8(_MET), state)
        return Credits(low, supported, high, state)

    def _tables(self, criterion: Criterion, key: str, percent: int, held: HeldColumn) -> Any:
        """By code: the three credits, the state as a minimum requirement, and whether a stated value is enough."""
        levels = bool(criterion.table)
        found = self._kept.get((id(criterion), key)) if levels else None
        if found is None:
            found = _tables_of(criterion, percent, held.ranks)
            if levels:
                self._kept[id(criterion), key] = found
        return found


def _keys(criterion: Criterion) -> Iterable[tuple[str, int]]:
    return [("", 100)] if criterion.keys is None else criterion.percents.items()


def _tables_of(criterion: Criterion, percent: int, ranks: Any) -> Any:
    ramp = MILLION * (ranks - criterion.start) // max(criterion.asked - criterion.start, 1)
    plain = np.array(criterion.table, np.int64)[ranks] if criterion.table else np.maximum(ramp, 0)
    credit = np.where(ranks >= criterion.asked, MILLION, plain)
    earned = credit * percent // 100 * criterion.worth // 100
    full = MILLION * percent // 100 * criterion.worth // 100
    nothing, whole = np.zeros_like(earned), np.full_like(earned, full)
    enough = ranks >= criterion.at_least
    stated = np.where(enough, _UNKNOWN if criterion.evidence else _MET, _NOT_MET)
    presumed = np.where(enough & (not criterion.evidence), _PRESUMED, _UNKNOWN)
    return (
        np.concatenate(([0, 0], earned, nothing)),
        np.concatenate(([0, 0], earned, earned)),
        np.concatenate(([full, 0], earned, whole)),
        np.concatenate(([_UNKNOWN, _NOT_MET], stated, presumed)).astype(np.int8),
        np.concatenate(([False, False], enough, np.zeros_like(enough))),
    )


@frozen
class _Number:
    """Where a sum stands: the lane, its lowest bit and the number of its bits."""

    lane: int
    shift: int
    bits: int


@frozen(eq=False)
class Lanes:
    """Several sums side by side in the bits of few columns of 64-bit integers, so that one look-up serves them all."""

    places: dict[str, _Number]

    @classmethod
    def of(cls, roles: Iterable[CompiledRole]) -> Lanes:
        """Lanes that are wide enough for roles: weight times credit, settled weight, and minimums by state."""
        weights, minimums = zip(*((role.weight, len(role.minimums)) for role in roles), strict=True)
        points, weight, count = (most.bit_length() for most in (max(weights) * MILLION, max(weights), max(minimums)))
        sizes = {"low": points, "supported": points, "high": points, "known": weight}
        sizes |= dict.fromkeys(STATES[:_MET], count)
        places: dict[str, _Number] = {}
        free: list[int] = []
        for name, bits in sizes.items():
            lane = next((number for number, left in enumerate(free) if left >= bits), len(free))
            if lane == len(free):
                free.append(_BITS)
            places[name] = _Number(lane, _BITS - free[lane], bits)
            free[lane] -= bits
        return cls(places)

    @property
    def number(self) -> int:
        """How many columns there are."""
        return 1 + max(one.lane for one in self.places.values())

    def packed(self, entry: CompiledRequirement, found: Credits) -> list[Any]:
        """What a requirement adds to each lane."""
        weight = entry.weight
        values: dict[str, Any] = {
            "low": weight * found.low,
            "supported": weight * found.supported,
            "high": weight * found.high,
            "known": weight * (found.low == found.high),
        }
        if entry.minimum:
            values |= {state: found.state == place for place, state in enumerate(STATES[:_MET])}
        lanes: list[Any] = [0] * self.number
        for name, value in values.items():
            place = self.places[name]
            lanes[place.lane] = lanes[place.lane] + (np.asarray(value, np.int64) << place.shift)
        return lanes

    def read(self, lanes: Sequence[Any], name: str) -> Any:
        """One of the sums."""
        place = self.places[name]
        return (lanes[place.lane] >> place.shift) & ((1 << place.bits) - 1)

    def worst(self, lanes: Sequence[Any]) -> Any:
        """The place in ``STATES`` of the worst minimum requirement."""
        found = np.full(len(lanes[0]), _MET, np.int8)
        for place in reversed(range(_MET)):
            found[self.read(lanes, STATES[place]) > 0] = place
        return found


def verdict_places(role: CompiledRole, scores: Any, state: Any, at: dict[State, State]) -> Any:
    """The places in ``VERDICTS`` of scores, where the minimum requirements are in a state."""
    caps = np.array([role.verdict(MILLION, at[name]) for name in STATES], np.int8)
    places = np.zeros(scores.shape, np.int8)
    below = np.ones(scores.shape, bool)
    for name in VERDICTS[:-1]:
        below &= scores < role.thresholds[name]
        places += below
    return np.maximum(places, caps.take(state))


def shares(parts: Any, whole: int, ids: Sequence[str]) -> Any:
    """Each part's share of ``whole``, so that those of a row add up: the method of the largest remainder.

    ``parts`` has a row for each person and a column for each id, which breaks ties.
    """
    if not whole:
        return np.zeros_like(parts)
    floors, rests = np.divmod(parts, whole)
    left = parts.sum(axis=1) // whole - floors.sum(axis=1)
    by_id = np.argsort(np.array(ids), kind="stable")
    order = by_id[np.argsort(-rests[:, by_id], axis=1, kind="stable")]
    more = np.zeros_like(floors)
    np.put_along_axis(more, order, (np.arange(len(ids)) < left[:, None]).astype(floors.dtype), axis=1)
    return floors + more
