"""A scorer of record batches: people in, a row for each of them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, get_args

import numpy as np
import pyarrow as pa
from attrs import field, frozen

from roleprofile.batch.arithmetic import Arithmetic, Credits, Fits, Lanes, shares
from roleprofile.batch.cells import PERSON, BadCell
from roleprofile.batch.checking import CellChecker
from roleprofile.batch.held import People
from roleprofile.batch.reading import LongTable, Read, WideTable, columns_of
from roleprofile.errors import ArgumentValueError, Problem, ProblemsError
from roleprofile.model.days import is_day
from roleprofile.model.pack import VERDICTS
from roleprofile.scoring.compiled import STATES, CompiledRequirement, CompiledRole
from roleprofile.scoring.fit import Number
from roleprofile.scoring.scorer import Scorer
from roleprofile.scoring.situations import SharedRequirements

NAMES = pa.dictionary(pa.int8(), pa.string())
#: What is wrong with a person: the row in the batch, the column and why.
_PROBLEMS = pa.list_(
    pa.struct(
        [
            ("row", pa.int64()),
            ("column", pa.string()),
            ("code", pa.string()),
            ("message", pa.string()),
            ("hint", pa.string()),
        ]
    )
)
_POINTS = pa.struct([("low", pa.int32()), ("supported", pa.int32()), ("high", pa.int32())])
#: The columns of numbers, as a fit names them.
NUMBERS = get_args(Number)
VERDICT_COLUMNS = ("verdict_low", "verdict_supported", "verdict_high")


#: The most problems that an error lists.
MOST_PROBLEMS = 100


class BatchError(ProblemsError):
    """Cells of a table of people that cannot be read; ``problems`` has them with their rows."""


def refuse_bad(bad: Sequence[BadCell], path: str, first_row: int) -> None:
    """Raise :class:`BatchError` if cells of a batch cannot be read."""
    if bad:
        raise BatchError(
            Problem(
                path=path,
                line=first_row + one.row + 1,
                pointer=f"/{first_row + one.row}/{one.column}",
                code=one.finding.code,
                message=f"{one.column}: {one.finding.message}",
                hint=one.finding.hint,
            )
            for one in bad[:MOST_PROBLEMS]
        )


@frozen
class BatchScorer:
    """Scores record batches of people: a pure function that can be pickled, for any engine that hands out batches.

    Args:
        scorer: The role in its context, from ``catalog.scorer(...)``.
        points: Whether to add the points of each requirement.
        as_of: The day on which facts count, ``YYYY-MM-DD``; if not given, that of the catalog.
        ignore: The names of columns that are not read.

    The columns of the result are in ``schema``: ``person``, the numbers and verdicts of a fit under their names in
    ``fit.to_dict()``, and ``problems``. A person with a cell that cannot be read has no numbers, but problems.
    """

    scorer: Scorer
    points: bool = field(default=False, kw_only=True)
    as_of: str = field(kw_only=True)
    ignore: tuple[str, ...] = field(default=(), kw_only=True, converter=tuple)
    _kept: dict[Any, Any] = field(init=False, factory=dict, eq=False, repr=False)

    @as_of.default
    def _day_of_the_catalog(self) -> str:
        return self.scorer.catalog.as_of

    def __attrs_post_init__(self) -> None:
        """Check the day."""
        if self.as_of and not is_day(self.as_of):
            message = f"{self.as_of!r} is not a day; write YYYY-MM-DD"
            raise ArgumentValueError(message)

    def __getstate__(self) -> tuple[Any, ...]:
        """Leave what is only kept for speed out of a pickle."""
        return (self.scorer, self.points, self.as_of, self.ignore)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        """Begin with nothing kept."""
        for name, value in zip(("scorer", "points", "as_of", "ignore", "_kept"), (*state, {}), strict=True):
            object.__setattr__(self, name, value)

    @property
    def schema(self) -> Any:
        """The schema of the result."""
        open_ = self.scorer.rules.open
        fields = [(PERSON, pa.string())]
        if open_:
            fields.append(("situation", pa.struct([(name, pa.string()) for name in open_])))
        fields += [(name, pa.int32()) for name in NUMBERS]
        fields += [(name, NAMES) for name in (*VERDICT_COLUMNS, "minimum")]
        fields.append(("assessed", pa.bool_()))
        if open_:
            fields += [("highest", pa.int32()), ("verdict_highest", NAMES)]
        if self.points:
            fields.append(("points", pa.struct([(name, _POINTS) for name in self.requirements])))
        return pa.schema([*fields, ("problems", _PROBLEMS)])

    @property
    def requirements(self) -> tuple[str, ...]:
        """The ids of the requirements in any situation."""
        if "requirements" not in self._kept:
            entries = [entry for role in self.scorer.rules.roles for entry in role.requirements]
            self._kept["requirements"] = tuple(dict.fromkeys(entry.id for entry in entries))
        found: tuple[str, ...] = self._kept["requirements"]
        return found

    def check(self, names: Sequence[str]) -> None:
        """Raise ``ValueError`` if a column of a table means nothing, two mean the same, or ``person`` is missing."""
        self._table(tuple(names))

    def _table(self, names: tuple[str, ...]) -> WideTable | LongTable:
        if names not in self._kept:
            checker = self._kept.setdefault("checker", CellChecker(self.scorer.catalog, self.as_of))
            self._kept[names] = columns_of(names, checker, self.ignore)
        found: WideTable | LongTable = self._kept[names]
        return found

    def __call__(self, batch: Any) -> Any:
        """The fits of the people of a record batch, in their order.

        In a table with a row for each statement the rows of a person stand in one batch, one after the other.
        """
        return self.fits(self.read(batch))

    def read(self, batch: Any) -> Read:
        """What a record batch says of people."""
        return self._table(tuple(batch.schema.names)).read(batch)

    def fits(self, read: Read, first_row: int = 0) -> Any:
        """The fits of people who were read; problems count rows from ``first_row``."""
        people = People(self._kept["checker"].index, read.facts)
        table = self.scorer.rules.table(people.keys)
        return _Result(self, read, _Rows(self._arithmetic, people, table, self._lanes(table)), first_row).batch()

    @property
    def _arithmetic(self) -> Arithmetic:
        """The tables that are kept from batch to batch."""
        found: Arithmetic = self._kept.setdefault("arithmetic", Arithmetic())
        return found

    def _lanes(self, table: SharedRequirements) -> Lanes:
        """The lanes for the roles of a table."""
        name = ("lanes", id(table))
        if name not in self._kept:
            self._kept[name] = Lanes.of(role for role, _, _ in table.rows)
        found: Lanes = self._kept[name]
        return found


@frozen(eq=False)
class _Rows:
    """People in every situation that makes a difference to one of them."""

    arithmetic: Arithmetic
    people: People
    table: SharedRequirements
    lanes: Lanes
    _credits: dict[int, Credits] = field(init=False, factory=dict)
    _proven: dict[tuple[int, tuple[str, ...]], Any] = field(init=False, factory=dict)

    @property
    def number(self) -> int:
        return self.people.facts.rows

    def credits(self, entry: CompiledRequirement) -> Credits:
        if id(entry) not in self._credits:
            self._credits[id(entry)] = self.arithmetic.credits(entry, self.people)
        return self._credits[id(entry)]

    def fits(self) -> Iterator[Fits]:
        """The fits in each situation."""
        distinct = [entry for entry, _ in self.table.distinct]
        arithmetic, people, lanes = self.arithmetic, self.people, self.lanes
        base = arithmetic.sums([distinct[place] for place in self.table.shared], people, lanes)
        own: dict[int, list[Any]] = {}
        for role, others, _ in self.table.rows:
            sums = base
            for place in others:
                if place not in own:
                    own[place] = lanes.packed(distinct[place], self.credits(distinct[place]))
                sums = [sum_ + more for sum_, more in zip(sums, own[place], strict=True)]
            yield arithmetic.fits(role, lanes, sums, self._extras(role), self._proven_share(role))

    def _extras(self, role: CompiledRole) -> Any:
        return self._share(role.extras, lambda entry: self.credits(entry).low)

    def _proven_share(self, role: CompiledRole) -> Any:
        def credit(entry: CompiledRequirement) -> Any:
            name = (id(entry), role.proof)
            if name not in self._proven:
                self._proven[name] = self.arithmetic.proven(entry, self.people, role.proof)
            return self._proven[name]

        return self._share(role.requirements, credit)

    def _share(self, entries: Sequence[CompiledRequirement], credit: Callable[[CompiledRequirement], Any]) -> Any:
        total, weight = np.zeros(self.number, np.int64), sum(entry.weight for entry in entries)
        for entry in entries:
            total += entry.weight * credit(entry)
        return total // weight if weight else total

    def lowest(self) -> tuple[Fits, Any, Any, Any]:
        """The fits with the lowest place, the numbers of their situations, and the highest ``high`` and its verdict."""
        each = self.fits()
        found = next(each)
        chosen, highest, best = np.zeros(self.number, np.intp), found.high, found.verdict_high
        for number, one in enumerate(each, start=1):
            lower = found.lower_place(one)
            found, chosen = found.replaced(lower, one), np.where(lower, number, chosen)
            highest, best = np.maximum(highest, one.high), np.minimum(best, one.verdict_high)
        return found, chosen, highest, best

    def points(self, chosen: Any, ids: Sequence[str]) -> tuple[Any, Any]:
        """For each requirement its points in the situation of each person, and where it is asked for."""
        found = np.zeros((len(ids), 3, self.number), np.int32)
        asked = np.zeros((len(ids), self.number), bool)
        for number, (role, _, weight) in enumerate(self.table.rows):
            where = np.flatnonzero(chosen == number)
            if not len(where) or not role.requirements:
                continue
            names = [entry.id for entry in role.requirements]
            places = [ids.index(name) for name in names]
            for which in range(3):
                parts = [
                    entry.weight * np.broadcast_to([*self.credits(entry)][which], self.number)[where]
                    for entry in role.requirements
                ]
                mine = shares(np.stack(parts, axis=1), weight, names)
                for column, place in enumerate(places):
                    found[place, which, where] = mine[:, column]
                    asked[place, where] = True
        return found, asked


@frozen(eq=False)
class _Result:
    """The columns of a result."""

    scorer: BatchScorer
    read: Read
    rows: _Rows
    first_row: int

    def batch(self) -> Any:
        fits, chosen, highest, best = self.rows.lowest()
        open_ = self.scorer.scorer.rules.open
        roles = [role for role, _, _ in self.rows.table.rows]
        assessed = np.array([role.assessed_from for role in roles]).take(chosen)
        columns = [self.read.ids]
        if open_:
            columns.append(
                self._struct([_taken([role.context[one] for role in roles], chosen) for one in open_], open_)
            )
        columns += [self._values(getattr(fits, one), np.int32) for one in NUMBERS]
        columns += [self._names(getattr(fits, one), VERDICTS) for one in VERDICT_COLUMNS]
        columns += [self._names(fits.minimum, STATES), self._values(fits.known >= assessed, bool)]
        if open_:
            columns += [self._values(highest, np.int32), self._names(best, VERDICTS)]
        if self.scorer.points:
            columns.append(self._points(chosen))
        return pa.RecordBatch.from_arrays([*columns, self._problems()], schema=self.scorer.schema)

    @cached_property
    def _wrong(self) -> Any:
        """Which people have no numbers."""
        wrong = np.zeros(self.rows.number, bool)
        wrong[[one.person for one in self.read.bad]] = True
        return wrong

    def _values(self, values: Any, kind: Any) -> Any:
        return pa.array(values.astype(kind), mask=self._wrong)

    def _names(self, places: Any, names: Sequence[str]) -> Any:
        return named(places, names, self._wrong)

    def _struct(self, columns: Sequence[Any], names: Sequence[str], absent: Any = None) -> Any:
        mask = pa.array(self._wrong if absent is None else absent)
        return pa.StructArray.from_arrays(columns, names=list(names), mask=mask)

    def _points(self, chosen: Any) -> Any:
        ids = self.scorer.requirements
        found, asked = self.rows.points(chosen, ids)
        parts = [
            self._struct([*map(pa.array, points)], ("low", "supported", "high"), ~there)
            for points, there in zip(found, asked, strict=True)
        ]
        return self._struct(parts, ids)

    def _problems(self) -> Any:
        by_person: dict[int, list[dict[str, Any]]] = {}
        for one in self.read.bad:
            finding = one.finding
            row = {"row": self.first_row + one.row, "column": one.column, "code": finding.code}
            row |= {"message": finding.message, "hint": finding.hint or None}
            by_person.setdefault(one.person, []).append(row)
        if not by_person:
            return pa.nulls(self.rows.number, _PROBLEMS)
        return pa.array([by_person.get(row) for row in range(self.rows.number)], _PROBLEMS)


def named(places: Any, names: Sequence[str], absent: Any = None) -> Any:
    """Names by their places; none where one is absent."""
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int8), mask=absent), pa.array(names))


def _taken(texts: Sequence[str], places: Any) -> Any:
    return pa.array(texts).take(pa.array(places))
