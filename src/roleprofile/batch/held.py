"""What people hold, in columns: for each slot a code that says unknown, absent, stated or presumed, and which value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from attrs import define, field, frozen

from roleprofile.model.person import Slot
from roleprofile.model.scale import Scale
from roleprofile.rules.holdings import Index

#: The codes: unknown, missing from a closed list, and the first stated value. Presumed values follow the stated ones.
OPEN, ABSENT, STATED = range(3)

#: Stands for no rank.
NO_RANK = -1


@frozen(eq=False)
class Proofs:
    """The facts on a slot with evidence that is not stale, in the order in which they count."""

    #: The row of the person, the number of the value among the ranks, and the number of the kind of evidence.
    who: Any
    value: Any
    kind: Any
    kinds: tuple[str, ...]

    def of(self, kinds: Sequence[str]) -> Any:
        """Which of the facts have one of these kinds."""
        return np.isin(self.kind, [number for number, kind in enumerate(self.kinds) if kind in kinds])


@frozen(eq=False)
class StatedColumn:
    """The values that count on one slot, without closed lists and inferences."""

    #: The ranks or amounts that occur, lowest first; every rank for a scale of levels.
    ranks: Any
    #: For each person the number of the value among the ranks plus ``STATED``, or ``OPEN``.
    codes: Any
    #: The facts with evidence; ``None`` if there are none.
    proofs: Proofs | None = None
    #: Where the value is stale; ``None`` if it nowhere is.
    stale: Any = None
    #: Where a fact no longer counts; ``None`` if nowhere.
    lapsed: Any = None


@frozen(eq=False)
class HeldColumn:
    """What people hold on one slot."""

    ranks: Any
    codes: Any
    proofs: Proofs | None = None

    def proven(self, kinds: Sequence[str]) -> Any:
        """The code of the first fact with one of these kinds of evidence."""
        found = np.zeros_like(self.codes)
        if self.proofs is not None:
            chosen = self.proofs.of(kinds)
            # Of several facts of a person the first counts, and numpy keeps the last.
            found[self.proofs.who[chosen][::-1]] = self.proofs.value[chosen][::-1] + STATED
        return found

    def proof(self, kinds: Sequence[str]) -> Any:
        """The highest rank that a fact with one of these kinds of evidence states."""
        found = np.full(len(self.codes), NO_RANK, np.int64)
        if self.proofs is not None:
            chosen = self.proofs.of(kinds)
            np.maximum.at(found, self.proofs.who[chosen], self.ranks[self.proofs.value[chosen]])
        return found


@frozen(eq=False)
class Closed:
    """Complete lists: for each descriptor the people who have one, and those whose lists are all complete."""

    by_descriptor: dict[str, Any]
    all: Any = None

    def of(self, descriptor: str) -> Any:
        """Where the list of a descriptor is complete; ``None`` if nowhere."""
        own = self.by_descriptor.get(descriptor)
        if own is None or self.all is None:
            return self.all if own is None else own
        return own | self.all


@frozen(eq=False)
class Provided:
    """What the roles that people held provide."""

    rows: int
    #: The row of the person, and the number of the role held.
    who: Any
    number: Any
    #: For each role held the ranks that it provides by slot.
    ranks: tuple[dict[Slot, int], ...]

    @property
    def slots(self) -> frozenset[Slot]:
        """The slots of which something is provided."""
        return frozenset(slot for one in self.ranks for slot in one)

    def column(self, slot: Slot) -> Any:
        """The highest rank that is provided, 0 for none; ``None`` where nobody has any."""
        ranks = np.array([one.get(slot, 0) for one in self.ranks], np.int64)
        if not ranks.any():
            return None
        found = np.zeros(self.rows, np.int64)
        np.maximum.at(found, self.who, ranks[self.number])
        return found


@frozen(eq=False)
class Facts:
    """The facts of a number of people, whatever the shape of the table that states them."""

    rows: int
    #: For each slot of which something is stated, or no longer counts, how to make its column.
    columns: dict[Slot, Callable[[], StatedColumn]]
    closed: Closed
    provided: Provided
    #: Whether they are typical incumbents, of whom no evidence is asked.
    is_typical: bool = False


@define(eq=False)
class People:
    """What a number of people hold, worked out for each slot when it is first asked for."""

    index: Index
    facts: Facts
    _relations: dict[str, list[tuple[str, int, int]]] = field(init=False)
    _stated: dict[Slot, StatedColumn | None] = field(init=False, factory=dict)
    _held: dict[Slot, HeldColumn] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        """Turn the relations round, to find those that lead to a descriptor."""
        self._relations = {}
        for origin, rows in self.index.relations.items():
            for _, target, lower_by, most, *_ in rows:
                self._relations.setdefault(target, []).append((origin, lower_by, most))

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of which something is stated, is presumed or no longer counts."""
        return frozenset(key for _, key in (*self.facts.columns, *self.facts.provided.slots))

    def _column(self, slot: Slot) -> StatedColumn | None:
        if slot not in self._stated:
            made = self.facts.columns.get(slot)
            self._stated[slot] = None if made is None else made()
        return self._stated[slot]

    def held(self, descriptor: str, key: str) -> HeldColumn:
        """What people hold on a slot; one column stands for all keys of which nobody states or is presumed anything."""
        slot = (descriptor, key)
        if slot not in self._held:
            start, presumed = self._column(slot), self._presumed(slot)
            if start is None and presumed is None:
                self._held[slot] = self._silent(descriptor)
            else:
                self._held[slot] = self._made(descriptor, start, presumed)
        return self._held[slot]

    def _presumed(self, slot: Slot) -> Any:
        """The rank that relations and roles held imply; 0 for none, ``None`` if there are none at all."""
        descriptor, key = slot
        found = self.facts.provided.column(slot)
        for origin, lower_by, most in self._relations.get(descriptor, ()):
            start = self._column((origin, key))
            if start is None:
                continue
            lowered = np.clip(start.ranks - lower_by, 0, most)
            implied = np.concatenate(([0, 0], lowered)).astype(code_type(most)).take(start.codes)
            if start.stale is not None:
                implied = np.where(start.stale, 0, implied)
            found = implied if found is None else np.maximum(found, implied)
        return found

    def _silent(self, descriptor: str) -> HeldColumn:
        """What people hold on the slots of a descriptor of which nothing is stated or presumed."""
        # No term has this id.
        slot = (descriptor, "\0")
        if slot not in self._held:
            self._held[slot] = self._made(descriptor, None, None)
        return self._held[slot]

    def _made(self, descriptor: str, start: StatedColumn | None, presumed: Any) -> HeldColumn:
        if start is None:
            every = ranks_of(self.index.known(descriptor).scale)
            start = StatedColumn(every, np.zeros(self.facts.rows, code_type(len(every))))
        ranks, codes, proofs = start.ranks, start.codes, start.proofs
        closed = self.facts.closed.of(descriptor)
        if closed is None and presumed is None:
            return HeldColumn(ranks, codes, proofs)
        silent = codes == OPEN
        if presumed is not None:
            if self.index.known(descriptor).scale.is_amount:
                every = np.union1d(ranks, presumed[presumed > 0])
                ranks, codes, proofs = _with_ranks(every, ranks, codes, proofs)
                numbers = np.searchsorted(ranks, presumed)
            else:
                numbers = presumed
            numbers = numbers.astype(codes.dtype) + codes.dtype.type(len(ranks) + STATED)
            codes = np.where(silent & (presumed > 0), numbers, codes)
        if closed is not None:
            absent = silent & closed
            if start.lapsed is not None:
                absent &= ~start.lapsed
            codes = np.where(absent, codes.dtype.type(ABSENT), codes)
        return HeldColumn(ranks, codes, proofs)


def _with_ranks(every: Any, ranks: Any, codes: Any, proofs: Proofs | None) -> tuple[Any, Any, Proofs | None]:
    """The codes of values for more ranks than before."""
    place = np.searchsorted(every, ranks)
    table = np.concatenate(([OPEN, ABSENT], place + STATED)).astype(code_type(len(every)))
    moved = None if proofs is None else Proofs(proofs.who, place[proofs.value], proofs.kind, proofs.kinds)
    return every, table.take(codes), moved


def ranks_of(scale: Scale) -> Any:
    """Every rank of a scale of levels; none of an amount, of which only those that occur are numbered."""
    return np.arange(0 if scale.is_amount else scale.top + 1)


def code_type(ranks: int) -> Any:
    """The smallest type of numbers for the codes of so many ranks."""
    most = STATED + 2 * ranks
    return next(kind for kind in (np.uint8, np.uint16, np.uint32) if most <= np.iinfo(kind).max + 1)
