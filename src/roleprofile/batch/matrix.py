"""People against many roles at once: sums of weights times credits as products of matrices.

The products are exact: all terms are whole numbers, and no sum reaches the numbers that a float cannot hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import compress, pairwise
from operator import attrgetter
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import define, field, frozen

from roleprofile.batch.arithmetic import Arithmetic, Credits, Fits, verdict_places
from roleprofile.batch.cells import PERSON
from roleprofile.batch.checking import CellChecker
from roleprofile.batch.held import People
from roleprofile.batch.reading import columns_of
from roleprofile.batch.scorer import NAMES, NUMBERS, VERDICT_COLUMNS, named, refuse_bad
from roleprofile.batch.sources import batches_of, name_of, opened
from roleprofile.errors import ArgumentValueError
from roleprofile.evaluation.subjects import TYPICAL_MONTHS, typical_incumbent
from roleprofile.model.arguments import several, whole_number
from roleprofile.model.catalog import CatalogData
from roleprofile.model.pack import VERDICTS
from roleprofile.scoring.compiled import (
    AT_HIGH,
    AT_LOW,
    AT_SUPPORTED,
    MILLION,
    STATES,
    CompiledRequirement,
    CompiledRole,
    State,
)
from roleprofile.scoring.fit import Number
from roleprofile.scoring.scorer import Scorer
from roleprofile.scoring.situations import SharedRequirements

#: The most rows of people that are read together.
_ROWS = 4096
#: The most rows that are multiplied together; the sums stay in a cache.
_TILE = 512
#: The whole numbers below which floats of 32 bits have all of them.
_EXACT = 1 << 24
#: The share by which quotients are made larger, so that no whole number is rounded down to the one before it.
_MORE = 1e-13
#: The credits of most levels are whole percents.
_PERCENT = MILLION // 100
_MET = STATES.index("met")
#: The number of each verdict, and the state that it takes minimum requirements for.
_AT: dict[Number, dict[State, State]] = {"low": AT_LOW, "supported": AT_SUPPORTED, "high": AT_HIGH}
#: The order of a role that is left out.
_NEVER = 1 << 62


def matrix(
    people: Any,
    scorers: Iterable[Scorer],
    *,
    top: int | None = 20,
    numbers: Sequence[Number] = ("low",),
    ignore: Iterable[str] = (),
) -> Any:
    """The fits of people for many roles: for each person the best, or the numbers for all roles.

    Args:
        people: As for :func:`score`.
        scorers: The roles in their contexts, from ``catalog.scorer(...)`` of one catalog.
        top: How many of the best roles to give for each person, as a ranking orders them; ``None`` for all of them.
        numbers: For ``top=None`` the numbers to give: ``low``, ``supported``, ``high``, ``known``, ``proven``,
            ``extras``.
        ignore: The names of columns that are not read.

    Returns:
        A ``pyarrow.RecordBatchReader``. With ``top``, a row for each person and role: ``person``, ``place`` (from 1;
        equal ones share it), ``role``, ``scorer`` (its number among the scorers, from 0), the numbers and verdicts of
        the fit, ``minimum``. Without, a row for each person: ``person`` and each number as a list, by scorer.

    Raises:
        ValueError: The scorers are of several catalogs, or a column means nothing.
        BatchError: A cell cannot be read, while the result is read.

    >>> import pyarrow as pa
    >>> import roleprofile as rp
    >>> catalog = rp.load()
    >>> scorers = [catalog.scorer(name, "large-metal-products") for name in ("account-manager", "analyst")]
    >>> people = pa.table({"person": ["c-1"], "dialogue": ["advanced"], "persuasion": ["expert"]})
    >>> rp.batch.matrix(people, scorers, top=1).read_all().select(["person", "place", "role", "low"]).to_pylist()
    [{'person': 'c-1', 'place': 1, 'role': 'account-management:account-manager', 'low': 245614}]
    >>> rp.batch.matrix(people, scorers, top=None).read_all().to_pylist()
    [{'person': 'c-1', 'low': [245614, 0]}]
    """
    chosen = several(scorers, Scorer, "scorers", "results of catalog.scorer(...)")
    if not chosen or any(one.catalog.fingerprint != chosen[0].catalog.fingerprint for one in chosen):
        message = "give at least one scorer, and all of one catalog"
        raise ArgumentValueError(message)
    if wrong := [name for name in numbers if name not in NUMBERS]:
        message = f"unknown number {wrong[0]!r} of a fit; one of: {', '.join(NUMBERS)}"
        raise ArgumentValueError(message)
    if top is not None:
        whole_number(top, "top", 1)
    return _stream(people, chosen, top, numbers, tuple(ignore), own=True)


def _stream(
    people: Any,
    scorers: Sequence[Scorer],
    top: int | None,
    numbers: Sequence[Number],
    ignore: tuple[str, ...],
    *,
    own: bool,
) -> Any:
    """The batches of a matrix; without ``own`` a role is left out for the person who has its id."""
    source = opened(people)
    checker = CellChecker(scorers[0].catalog, scorers[0].catalog.as_of)
    table = columns_of(source.schema.names, checker, ignore)
    name = name_of(people)
    lists = [(one, pa.list_(pa.int32(), len(scorers))) for one in numbers]
    schema = _BEST if top is not None else pa.schema([(PERSON, pa.string()), *lists])

    def batches() -> Iterator[Any]:
        plans: dict[tuple[int, ...], _SharedRoles] = {}
        arithmetic, row = Arithmetic(), 0
        for batch in batches_of(source, source.schema.names, _ROWS):
            read = table.read(batch)
            refuse_bad(read.bad, name, row)
            row += batch.num_rows
            persons = People(checker.index, read.facts)
            tables = [one.rules.table(persons.keys) for one in scorers]
            # The tables are kept by the rules of the scorers, so that no other has the address of one.
            key = tuple(map(id, tables))
            if key not in plans:
                plans[key] = _SharedRoles.of(tables)
            cells = _Cells(plans[key], persons, arithmetic)
            columns = cells.lists(numbers) if top is None else _best(cells.lowest(), scorers, read.ids, top, own=own)
            yield pa.RecordBatch.from_arrays([read.ids, *columns] if top is None else columns, schema=schema)

    return pa.RecordBatchReader.from_batches(schema, batches())


def pairs(
    catalog: CatalogData,
    context: Mapping[str, str] | str,
    *,
    top: int = 20,
    months: int = TYPICAL_MONTHS,
    roles: Iterable[str] | None = None,
) -> Any:
    """For the typical incumbent of each role the best other roles, as :func:`matrix` gives them.

    Args:
        catalog: The catalog with the roles.
        context: The employer's situation, with a term for each dimension that a role reads.
        top: How many roles to give for each.
        months: How long the incumbents have held their roles, 0 to 1200.
        roles: The ids of the roles; if not given, all that somebody can hold.

    Raises:
        ContextError: A dimension is missing or unspecified, or a term is not in its vocabulary.
    """
    names = tuple(catalog.jobs) if roles is None else tuple(catalog.job(name, {})[0] for name in roles)
    scorers = [Scorer.of(catalog, name, context) for name in names]
    if wrong := next((one for one in scorers if one.rules.open), None):
        raise catalog.lacking(wrong.rules.compiler.role, list(wrong.rules.open))
    people = [
        typical_incumbent(catalog, catalog.roles[name], one.rules.given, months)
        for name, one in zip(names, scorers, strict=True)
    ]
    return _stream(people, scorers, whole_number(top, "top", 1), (), (), own=False)


# --- the products ------------------------------------------------------------------------------------------


@frozen(eq=False)
class _SharedRoles:
    """Roles whose requirements are computed once for all that ask for the same, and what each weighs in which role."""

    roles: tuple[CompiledRole, ...]
    #: The first of the roles of each scorer, and one more than the last of the last one.
    starts: tuple[int, ...]
    #: The requirements and extras that differ in more than their weight, and those that differ as minimums.
    entries: tuple[CompiledRequirement, ...]
    minimums: tuple[CompiledRequirement, ...]
    #: The weight of each entry as a requirement and as an extra, and how often it is a minimum, by entry and role.
    weights: Any
    extras: Any
    counts: Any
    #: Whether all credits are whole percents.
    is_even: bool

    @classmethod
    def of(cls, tables: Sequence[SharedRequirements]) -> _SharedRoles:
        """The plan for the roles of scorers."""
        roles = tuple(role for table in tables for role, _, _ in table.rows)
        starts = np.cumsum([0, *(len(table.rows) for table in tables)])
        required = [(number, entry) for number, role in enumerate(roles) for entry in role.requirements]
        extra = [(number, entry) for number, role in enumerate(roles) for entry in role.extras]
        least = [(number, entry) for number, entry in required if entry.minimum]
        asked, minimums = _Distinct(_asked), _Distinct(_least)
        cells = [one.cells(some) for one, some in ((asked, required), (asked, extra), (minimums, least))]
        weights, extras = (np.zeros((len(roles), len(asked.entries))) for _ in range(2))
        counts = np.zeros((len(roles), len(minimums.entries)))
        np.add.at(weights, cells[0], [entry.weight for _, entry in required])
        np.add.at(extras, cells[1], [entry.weight for _, entry in extra])
        np.add.at(counts, cells[2], 1)
        is_even = all(map(_is_even, asked.entries))
        return cls(
            roles,
            tuple(starts.tolist()),
            tuple(asked.entries),
            tuple(minimums.entries),
            weights,
            extras,
            counts,
            is_even,
        )


@define(eq=False)
class _Distinct:
    """Entries without those that have the key of an earlier one."""

    key: Callable[[CompiledRequirement], object]
    entries: list[CompiledRequirement] = field(factory=list, init=False)
    _places: dict[object, int] = field(factory=dict, init=False)

    def cells(self, entries: Iterable[tuple[int, CompiledRequirement]]) -> tuple[Any, Any]:
        """The numbers of the roles of entries, and the places of the entries."""
        numbers, places = [], []
        for number, entry in entries:
            place = self._places.setdefault(self.key(entry), len(self.entries))
            if place == len(self.entries):
                self.entries.append(entry)
            numbers.append(number)
            places.append(place)
        return np.array(numbers, np.intp), np.array(places, np.intp)


def _asked(entry: CompiledRequirement) -> object:
    """What a requirement asks for, whatever it weighs."""
    return entry.group, tuple(
        (leaf.descriptor, leaf.asked, leaf.start, leaf.table, leaf.keys, leaf.worth, leaf.weight)
        for leaf in entry.leaves
    )


def _least(entry: CompiledRequirement) -> object:
    """What a minimum requirement asks for."""
    return entry.group, tuple(map(attrgetter("descriptor", "at_least", "keys", "evidence"), entry.leaves))


def _is_even(entry: CompiledRequirement) -> bool:
    return entry.level is not None and not any(
        credit % _PERCENT for one in entry.level.stated_credits for credit in one
    )


@define(eq=False)
class _Cells:
    """The numbers of people for all roles of a plan, a row for each role and a column for each person."""

    plan: _SharedRoles
    people: People
    arithmetic: Arithmetic
    _credits: list[Credits] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Compute the credits of each entry."""
        self._credits = [self.arithmetic.credits(entry, self.people) for entry in self.plan.entries]

    def _shares(self, weights: Any, columns: Iterable[Any], unit: int) -> Any:
        """The sums of weights times columns of whole multiples of a unit, divided by the whole weight, rounded down."""
        whole, rows = weights.sum(axis=1), self.people.facts.rows
        kind = np.float32 if whole.max(initial=0) * (MILLION // unit) < _EXACT else np.float64
        used = weights.any(axis=0)
        weights = weights[:, used].T.astype(kind)
        stacked = np.empty((len(weights), rows), kind)
        for place, column in enumerate(compress(columns, used)):
            stacked[place] = column if unit == 1 else column // unit
        # A quotient is a whole number or farther from the next one than it is made larger here.
        scale = unit / np.maximum(whole, 1) * (1 + _MORE)
        found = np.empty((rows, len(whole)), np.int32)
        for start in range(0, rows, _TILE):
            some = slice(start, start + _TILE)
            sums = stacked[:, some].T @ weights
            np.multiply(sums, scale, out=found[some], dtype=np.float64, casting="unsafe")
        return found.T

    def number(self, name: Number) -> Any:
        """One of the numbers of a fit."""
        plan = self.plan
        if name == "known":
            settled = (MILLION * (one.low == one.high) for one in self._credits)
            return self._shares(plan.weights, settled, MILLION)
        if name == "proven":
            return self._proven()
        unit = _PERCENT if plan.is_even else 1
        if name == "extras":
            return self._shares(plan.extras, (one.low for one in self._credits), unit)
        found = self._shares(plan.weights, (getattr(one, name) for one in self._credits), unit)
        if name == "high":
            found[plan.weights.sum(axis=1) == 0] = MILLION
        return found

    def _proven(self) -> Any:
        found = np.zeros((len(self.plan.roles), self.people.facts.rows), np.int32)
        proofs = {role.proof for role in self.plan.roles}
        for kinds in sorted(proofs):
            mine = [role.proof == kinds for role in self.plan.roles]
            columns = (self.arithmetic.proven(entry, self.people, kinds) for entry in self.plan.entries)
            found[mine] = self._shares(self.plan.weights, columns, _PERCENT if self.plan.is_even else 1)[mine]
        return found

    def _state(self) -> Any:
        """The place in ``STATES`` of the worst minimum requirement."""
        plan, rows = self.plan, self.people.facts.rows
        found = np.full((len(plan.roles), rows), _MET, np.int8)
        states = [np.broadcast_to(self.arithmetic.credits(one, self.people).state, rows) for one in plan.minimums]
        for place in reversed(range(_MET)) if states else ():
            there = np.stack([state == place for state in states]).astype(np.float32)
            found[plan.counts.astype(np.float32) @ there > 0] = place
        return found

    def fits(self) -> Fits:
        """The fits for every role."""
        numbers = {name: self.number(name) for name in NUMBERS}
        state = self._state()
        places = [np.empty(state.shape, np.int8) for _ in range(3)]
        groups: dict[object, list[int]] = {}
        for row, role in enumerate(self.plan.roles):
            groups.setdefault((role.thresholds, role.caps), []).append(row)
        for rows in groups.values():
            role = self.plan.roles[rows[0]]
            for found, (name, at) in zip(places, _AT.items(), strict=True):
                found[rows] = verdict_places(role, numbers[name][rows], state[rows], at)
        low, supported, high = places
        return Fits(**numbers, verdict_low=low, verdict_supported=supported, verdict_high=high, minimum=state)

    def lowest(self) -> Fits:
        """The fits for every scorer: where dimensions are unspecified, in the situation with the lowest place."""
        fits, starts = self.fits(), self.plan.starts
        if len(starts) - 1 == len(self.plan.roles):
            return fits
        found = []
        for start, end in pairwise(starts):
            lowest = fits.rows(slice(start, start + 1))
            for row in range(start + 1, end):
                other = fits.rows(slice(row, row + 1))
                lowest = lowest.replaced(lowest.lower_place(other), other)
            found.append(lowest)
        return Fits.stacked(found)

    def lists(self, numbers: Sequence[Number]) -> list[Any]:
        """Each number as a list for each person, by scorer."""
        if len(self.plan.starts) - 1 == len(self.plan.roles):
            cells = {name: self.number(name) for name in numbers}
        else:
            lowest = self.lowest()
            cells = {name: getattr(lowest, name) for name in numbers}
        size = len(self.plan.starts) - 1
        return [
            pa.FixedSizeListArray.from_arrays(pa.array(np.ascontiguousarray(cells[name].T).ravel()), size)
            for name in numbers
        ]


# --- the best ----------------------------------------------------------------------------------------------

_BEST = pa.schema(
    [
        (PERSON, pa.string()),
        ("place", pa.int32()),
        ("role", pa.string()),
        ("scorer", pa.int32()),
        *((name, pa.int32()) for name in NUMBERS),
        *((name, NAMES) for name in (*VERDICT_COLUMNS, "minimum")),
    ]
)


def _best(fits: Fits, scorers: Sequence[Scorer], ids: Any, top: int, *, own: bool) -> list[Any]:
    """The columns of the best scorers of each person."""
    names = [one.role.role for one in scorers]
    by_verdict = fits.verdict_low.astype(np.int64) << 40 | (MILLION - fits.low).astype(np.int64) << 20
    first = by_verdict | (MILLION - fits.extras)
    rest = (MILLION - fits.proven).astype(np.int64) << 20 | (MILLION - fits.known)
    if not own:
        places = {name: place for place, name in enumerate(names)}
        mine = [(places[one], person) for person, one in enumerate(ids.to_pylist()) if one in places]
        first[tuple(np.array(mine, np.intp).reshape(-1, 2).T)] = _NEVER
    # Those on the last place that tie there come along, for the rest of the order to tell them apart.
    most = min(top, len(scorers))
    least = np.partition(first, most - 1, axis=0)[most - 1]
    scorer, person = np.nonzero((first <= least) & (first < _NEVER))
    order_of_names = np.argsort(np.argsort(np.array(names), kind="stable"), kind="stable")
    keys = (order_of_names[scorer], rest[scorer, person], first[scorer, person], person)
    order = np.lexsort(keys)
    scorer, person = scorer[order], person[order]
    rows = np.arange(len(person))
    counts = rows - np.searchsorted(person, person)
    same = np.zeros(len(person), bool)
    ranked = (person, first[scorer, person], rest[scorer, person])
    same[1:] = np.logical_and.reduce([column[1:] == column[:-1] for column in ranked])
    place = counts[np.maximum.accumulate(np.where(same, 0, rows))] + 1
    kept = counts < top
    scorer, person, place = scorer[kept], person[kept], place[kept]
    columns = [ids.take(pa.array(person)), pa.array(place.astype(np.int32)), pa.array(names).take(pa.array(scorer))]
    columns += [pa.array(scorer.astype(np.int32))]
    columns += [pa.array(getattr(fits, name)[scorer, person].astype(np.int32)) for name in NUMBERS]
    columns += [named(getattr(fits, name)[scorer, person], VERDICTS) for name in VERDICT_COLUMNS]
    return [*columns, named(fits.minimum[scorer, person], STATES)]
