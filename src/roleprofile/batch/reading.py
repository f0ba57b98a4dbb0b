"""Read people from record batches: a row for each person, or a row for each statement.

Each distinct value of a column is checked once, as a fact of one person is; a bad cell rejects its person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen

from roleprofile.batch.cells import (
    PERSON,
    BadCell,
    BadCells,
    combined,
    encoded,
    ids_of,
    plain_cells,
    report_wrong_ids,
    text_cells,
)
from roleprofile.batch.checking import CellChecker, as_stated, whole
from roleprofile.batch.held import OPEN, STATED, Closed, Facts, Proofs, Provided, StatedColumn, code_type, ranks_of
from roleprofile.errors import ArgumentValueError
from roleprofile.model.arguments import shown
from roleprofile.model.person import Evidence, Fact, RoleHeld, Slot
from roleprofile.model.protected import is_protected
from roleprofile.model.values import Finding
from roleprofile.rules.holdings import ALL
from roleprofile.rules.person_builder import Statement

#: The columns of a table with a row for each person, beside those that are named after descriptors.
CLOSED, ROLES_HELD = "closed", "roles_held"
#: The columns of a table with a row for each statement.
STATEMENT = (
    "person",
    "descriptor",
    "key",
    "value",
    "evidence",
    "on",
    "until",
    "closed",
    "role",
    "months",
    "context",
    "in_all",
)
#: The key in the metadata of a schema that says that the people are typical incumbents.
TYPICAL = b"roleprofile.typical"
#: The parts of evidence, as endings of a column's name after a point.
_EVIDENCE = ("evidence", "on", "until")
#: What stands between names in one text.
_SEPARATOR = re.compile(r"[\s,;]+")
#: The most wrong columns that are named.
_NAMED = 8
_DESCRIPTOR, _ROLE = "descriptor", "role"


@frozen(eq=False)
class Read:
    """What a batch says: the ids of the people, their facts and the cells that cannot be read."""

    ids: Any
    facts: Facts
    bad: tuple[BadCell, ...]


# --- facts -------------------------------------------------------------------------------------------------


def stated_column(rows: int, who: Any, ranks: Any, proof: Any, descriptor: str, checker: CellChecker) -> StatedColumn:
    """The column of a slot from facts: for each the row of the person, the rank and the number of its evidence."""
    scale = checker.index.known(descriptor).scale
    kind, strength, on, out, stale = checker.proof_columns(proof)
    lapsed = None
    if out.any():
        # Where another fact counts this makes no difference.
        lapsed = np.zeros(rows, bool)
        lapsed[who[out]] = True
        who, ranks, kind, strength, on, stale = (one[~out] for one in (who, ranks, kind, strength, on, stale))
    first = np.ones(len(who), bool)
    if len(who) > 1:
        # As the facts of one person are sorted: see roleprofile.rules.holdings.
        total = ranks if scale.accumulates else np.zeros_like(ranks)
        order = np.lexsort((ranks, -on, -strength, -total, stale, who))
        who, ranks, kind, stale = (one[order] for one in (who, ranks, kind, stale))
        first[1:] = who[1:] != who[:-1]
    every = np.unique(ranks) if scale.is_amount else ranks_of(scale)
    values = np.searchsorted(every, ranks)
    codes = np.zeros(rows, code_type(len(every)))
    codes[who[first]] = values[first] + STATED
    is_stale_there = None
    if stale.any():
        is_stale_there = np.zeros(rows, bool)
        is_stale_there[who[first]] = stale[first]
    proves = (kind >= 0) & ~stale
    proofs = Proofs(who[proves], values[proves], kind[proves], tuple(checker.kinds)) if proves.any() else None
    return StatedColumn(every, codes, proofs, is_stale_there, lapsed)


def _closed(rows: int, who: Any, numbers: Any, names: Iterable[str | None]) -> Closed:
    """Who has which complete lists."""
    found: dict[str, Any] = {}
    for number, name in enumerate(names):
        if name is not None:
            column = found.setdefault(name, np.zeros(rows, bool))
            column[who[numbers == number]] = True
    return Closed({name: column for name, column in found.items() if name != ALL}, found.get(ALL))


def _provided(rows: int, who: Any, numbers: Any, ranks: Iterable[dict[Slot, int] | None]) -> Provided:
    return Provided(rows, who, numbers, tuple(one or {} for one in ranks))


# --- a row for each person ---------------------------------------------------------------------------------


@frozen(eq=False)
class WideTable:
    """A table with a row for each person, and a column for each fact."""

    checker: CellChecker
    #: The descriptor and key of each column of facts.
    facts: dict[str, Slot]
    #: The columns with the evidence of each of them: kind, first and last day.
    evidence: dict[str, dict[str, str]]

    @classmethod
    def of(cls, names: Sequence[str], checker: CellChecker, ignored: Sequence[str]) -> WideTable:
        """What the columns mean; raises ``ValueError`` with all names that say nothing, or the same as another."""
        facts: dict[str, Slot] = {}
        evidence: dict[str, dict[str, str]] = {}
        taken: dict[Slot, str] = {}
        wrong: list[str] = []
        for name in names:
            if name in ignored or name in (PERSON, CLOSED, ROLES_HELD):
                continue
            base, _, ending = name.rpartition(".")
            if base in names and ending in _EVIDENCE:
                evidence.setdefault(base, {})[ending] = name
                continue
            descriptor, _, key = name.partition("/")
            found = checker.index.resolved(descriptor)
            slot = (found.descriptor if found else "", key)
            if found is None:
                wrong.append(_unknown_column(name, checker))
            elif mistake := checker.wrong_key(descriptor, key):
                hint = f" ({mistake.hint})" if mistake.hint else ""
                wrong.append(f"the column {shown(name)} cannot be read: {mistake.message}{hint}")
            elif slot in taken:
                wrong.append(f"the columns {shown(taken[slot])} and {shown(name)} state the same")
            else:
                taken[slot], facts[name] = name, slot
        _refuse(wrong)
        return cls(checker, facts, evidence)

    def statements(self, batch: Any) -> Iterator[Statement]:
        """What is stated of each person of a batch, one at a time."""
        for row in batch.to_pylist():
            facts = []
            for name, (descriptor, key) in self.facts.items():
                if row[name] not in (None, ""):
                    value = as_stated(row[name], self.checker.index.known(descriptor))
                    proof = {part: row[column] for part, column in self.evidence.get(name, {}).items()}
                    facts.append(Fact(descriptor, value, key, _evidence(proof)))
            closed = row.get(CLOSED) or ()
            names = _SEPARATOR.split(closed.strip()) if isinstance(closed, str) else closed
            held = [_held(one) for one in row.get(ROLES_HELD) or ()]
            yield Statement.of(str(row[PERSON]), facts, names, held, self.checker.as_of)

    def read(self, batch: Any) -> Read:
        """The people of a batch."""
        rows, ids = batch.num_rows, ids_of(batch.column(PERSON))
        bad = BadCells(np.arange(rows))
        report_wrong_ids(ids, bad, np.arange(rows))
        columns: dict[Slot, Callable[[], StatedColumn]] = {}
        for name, slot in self.facts.items():
            made = self._column(batch, name, slot, bad)
            if made is not None:
                columns[slot] = made
        closed, held = Closed({}), _provided(rows, np.arange(0), np.arange(0), ())
        names = batch.schema.names
        if CLOSED in names:
            closed = self._closed(batch.column(CLOSED), bad)
        if ROLES_HELD in names:
            held = self._roles_held(batch.column(ROLES_HELD), bad)
        return Read(ids, Facts(rows, columns, closed, held), bad.by_row)

    def _column(self, batch: Any, name: str, slot: Slot, bad: BadCells) -> Callable[[], StatedColumn] | None:
        rows, (descriptor, key) = batch.num_rows, slot
        numbers, values = encoded(batch.column(name))
        found = bad.checked(
            numbers,
            values,
            name,
            lambda raw: None if raw is None else self.checker.value(descriptor, key, raw),
        )
        ranks = np.array([-1 if one is None else one[1] for one in found], np.int64)
        if name not in self.evidence:
            scale = self.checker.index.known(descriptor).scale
            every = np.unique(ranks[ranks >= 0]) if scale.is_amount else ranks_of(scale)
            table = np.where(ranks < 0, OPEN, np.searchsorted(every, ranks) + STATED).astype(code_type(len(every)))
            codes = table.take(numbers)
            return (lambda: StatedColumn(every, codes)) if codes.any() else None
        ranked = ranks[numbers]
        proof = self._proof(batch, name, bad, ranked >= 0)
        who = np.flatnonzero((ranked >= 0) & (proof >= 0))
        if not len(who):
            return None
        return partial(stated_column, rows, who, ranked[who], proof[who], descriptor, self.checker)

    def _proof(self, batch: Any, name: str, bad: BadCells, stated: Any) -> Any:
        """The number of each fact's evidence; -1 where it is wrong."""
        given = self.evidence[name]
        parts = [text_cells(batch.column(given[part])) if part in given else _none(batch) for part in _EVIDENCE]
        numbers, values = combined(*parts)
        found = bad.checked(
            np.where(stated, numbers, -1),
            values,
            given,
            self.checker.proof_of,
        )
        return np.array([-1 if one is None else one for one in found], np.int64)[numbers]

    def _closed(self, column: Any, bad: BadCells) -> Closed:
        if not pa.types.is_list(column.type) and not pa.types.is_large_list(column.type):
            text = pc.utf8_trim_whitespace(plain_cells(column).cast(pa.string()))
            column = pc.split_pattern_regex(text, _SEPARATOR.pattern)
        who = np.asarray(pc.list_parent_indices(column))
        numbers, values = text_cells(column.flatten())
        found = bad.checked(numbers, values, CLOSED, self.checker.closed, who)
        return _closed(len(column), who, numbers, found)

    def _roles_held(self, column: Any, bad: BadCells) -> Provided:
        kind = column.type
        is_list = pa.types.is_list(kind) or pa.types.is_large_list(kind)
        parts = [one.name for one in kind.value_type] if is_list and pa.types.is_struct(kind.value_type) else []
        if not {_ROLE, "months"} <= {*parts}:
            message = f"the column {ROLES_HELD} needs a list of roles, each with role, months and context"
            raise ArgumentValueError(message)
        who, items = np.asarray(pc.list_parent_indices(column)), column.flatten()
        columns = {part: items.field(place) for place, part in enumerate(parts)}
        numbers, ranks = _roles(columns, self.checker, bad, ROLES_HELD, who)
        return _provided(len(column), who, numbers, ranks)


def _none(batch: Any) -> tuple[Any, list[Any]]:
    return np.zeros(batch.num_rows, np.int64), [None]


def _roles(
    columns: Mapping[str, Any], checker: CellChecker, bad: BadCells, column: str, where: Any
) -> tuple[Any, list[dict[Slot, int] | None]]:
    """The number of each row's role held, and what each of these provides."""
    role, months = (encoded(columns[name]) for name in (_ROLE, "months"))
    contexts = columns.get("context")
    said = [None] * len(role[0]) if contexts is None else contexts.to_pylist()
    context = _numbered([_context(one) for one in said])
    together = columns.get("in_all")
    in_all = (np.zeros(len(role[0]), np.int64), [None]) if together is None else encoded(together)
    numbers, values = combined(role, months, context, in_all)
    return numbers, bad.checked(numbers, values, column, lambda said: checker.provided(*said), where)


def _context(said: Any) -> tuple[tuple[str, str], ...]:
    """A context from a map, a struct, or a text such as ``company-size=large market=retail-trade``."""
    if isinstance(said, str):
        said = [tuple(one.partition("=")[::2]) for one in _SEPARATOR.split(said.strip()) if one]
    pairs = said.items() if isinstance(said, dict) else said or ()
    return tuple(sorted((str(name), str(term)) for name, term in pairs if term is not None))


def _numbered(values: Sequence[Any]) -> tuple[Any, list[Any]]:
    places: dict[Any, int] = {}
    numbers = np.array([places.setdefault(value, len(places)) for value in values], np.int64)
    return numbers, [*places]


def _refuse(wrong: Sequence[str]) -> None:
    """Raise ``ArgumentValueError`` with the first mistakes in the columns, if there are any."""
    if wrong:
        more = f"; and {len(wrong) - _NAMED} more columns" if len(wrong) > _NAMED else ""
        message = "; ".join(wrong[:_NAMED]) + more + ". Rename them, leave them out, or ignore them"
        raise ArgumentValueError(message)


def _evidence(parts: Mapping[str, Any]) -> Evidence | None:
    """Evidence from the cells of a row; ``None`` if all are empty."""
    texts = [str(parts[part]) if parts.get(part) else "" for part in _EVIDENCE]
    return Evidence(texts[0], "", *texts[1:]) if any(texts) else None


def _held(row: Mapping[str, Any]) -> RoleHeld:
    months, in_all = (whole(row.get(name)) for name in ("months", "in_all"))
    return RoleHeld(row[_ROLE], months, dict(_context(row.get("context"))), in_all)


def _unknown_column(name: str, checker: CellChecker) -> str:
    if is_protected(name):
        return f"the column {shown(name)} is a protected attribute"
    descriptor = name.partition("/")[0]
    finding = checker.value(descriptor, "", "")
    hint = f" ({finding.hint})" if isinstance(finding, Finding) and finding.hint else ""
    return f"the column {shown(name)} is no descriptor{hint}"


# --- a row for each statement ------------------------------------------------------------------------------


@frozen(eq=False)
class LongTable:
    """A table with a row for each statement: a fact, a complete list, a role held, or that there is such a person.

    The rows of a person follow each other.
    """

    checker: CellChecker

    @classmethod
    def of(cls, names: Sequence[str], checker: CellChecker, ignored: Sequence[str]) -> LongTable:
        """Check the columns; raises ``ValueError`` for one that means nothing."""
        unknown = [name for name in names if name not in ignored and name not in STATEMENT]
        _refuse([f"the column {shown(name)} has no meaning beside {', '.join(STATEMENT)}" for name in unknown])
        return cls(checker)

    def statements(self, batch: Any) -> Iterator[Statement]:
        """What is stated of each person of a batch, one at a time."""
        for name, rows in groupby(batch.to_pylist(), lambda row: row[PERSON]):
            facts, closed, held = [], [], []
            for row in rows:
                if row.get(_DESCRIPTOR):
                    found = self.checker.index.known(row[_DESCRIPTOR])
                    value = as_stated(row["value"], found)
                    facts.append(Fact(found.descriptor, value, row.get("key") or "", _evidence(row)))
                elif row.get(CLOSED):
                    closed.append(row[CLOSED])
                elif row.get(_ROLE):
                    held.append(_held(row))
            yield Statement.of(str(name), facts, closed, held, self.checker.as_of)

    def read(self, batch: Any) -> Read:
        """The people of a batch."""
        said = ids_of(batch.column(PERSON))
        firsts = first_rows(said)
        person_of = np.zeros(batch.num_rows, np.int64)
        person_of[firsts[1:]] = 1
        person_of = np.cumsum(person_of)
        bad, ids = BadCells(person_of), said.take(pa.array(firsts))
        report_wrong_ids(ids, bad, firsts)
        states = self._states(batch, bad)
        rows = len(firsts)
        columns = self._facts(batch, rows, states[_DESCRIPTOR], bad) if _DESCRIPTOR in states else {}
        closed, held = Closed({}), _provided(rows, np.arange(0), np.arange(0), ())
        if CLOSED in states:
            closed = self._closed(batch, rows, states[CLOSED], bad)
        if _ROLE in states:
            held = self._roles(batch, rows, states[_ROLE], bad)
        is_typical = TYPICAL in (batch.schema.metadata or {})
        return Read(ids, Facts(rows, columns, closed, held, is_typical=is_typical), bad.by_row)

    def _states(self, batch: Any, bad: BadCells) -> dict[str, Any]:
        """The rows that state a fact, a complete list and a role held."""
        there = {name: _filled(*encoded(batch.column(name))) for name in _kinds(batch)}
        count = sum(one.astype(np.int8) for one in there.values())
        wrong = np.flatnonzero(count > 1)
        if len(wrong):
            message = "a row states one thing at most: a descriptor with its value, a complete list, or a role held"
            bad.add(wrong, _DESCRIPTOR, Finding(pointer=(), code="RP206", message=message))
        return {name: np.flatnonzero(one & (count == 1)) for name, one in there.items()}

    def _facts(self, batch: Any, rows: int, where: Any, bad: BadCells) -> dict[Slot, Callable[[], StatedColumn]]:
        some = batch.take(pa.array(where))
        names = some.schema.names
        descriptor = encoded(some.column(_DESCRIPTOR))
        key = text_cells(some.column("key")) if "key" in names else _none(some)
        value = encoded(some.column("value")) if "value" in names else _none(some)
        numbers, values = combined(descriptor, key, value)
        found = bad.checked(numbers, values, "value", self._value, where)
        parts = [text_cells(some.column(part)) if part in names else _none(some) for part in _EVIDENCE]
        kinds, proofs = combined(*parts)
        columns = {part: part for part in _EVIDENCE if part in names}
        proven = bad.checked(kinds, proofs, columns, self.checker.proof_of, where)
        slots, places = _numbered_slots(found)
        slot, rank = places[numbers], np.array([-1 if one is None else one[1] for one in found], np.int64)[numbers]
        proof = np.array([-1 if one is None else one for one in proven], np.int64)[kinds]
        who = bad.person_of[where]
        right = np.flatnonzero((slot >= 0) & (proof >= 0))
        by_slot = right[np.argsort(slot[right], kind="stable")]
        ends = np.searchsorted(slot[by_slot], np.arange(len(slots) + 1))
        return {
            one: partial(stated_column, rows, who[mine], rank[mine], proof[mine], one[0], self.checker)
            for number, one in enumerate(slots)
            if len(mine := by_slot[ends[number] : ends[number + 1]])
        }

    def _value(self, said: tuple[Any, ...]) -> Any:
        descriptor, key, value = said
        if value is None:
            return Finding(pointer=(), code="RP206", message=f"{shown(descriptor)} has no value")
        return self.checker.value(descriptor, key or "", value)

    def _closed(self, batch: Any, rows: int, where: Any, bad: BadCells) -> Closed:
        numbers, values = text_cells(batch.column(CLOSED).take(pa.array(where)))
        found = bad.checked(numbers, values, CLOSED, self.checker.closed, where)
        return _closed(rows, bad.person_of[where], numbers, found)

    def _roles(self, batch: Any, rows: int, where: Any, bad: BadCells) -> Provided:
        some = batch.take(pa.array(where))
        columns = {
            name: some.column(name) for name in (_ROLE, "months", "context", "in_all") if name in some.schema.names
        }
        if "months" not in columns:
            columns["months"] = pa.nulls(some.num_rows, pa.int64())
        numbers, ranks = _roles(columns, self.checker, bad, _ROLE, where)
        return _provided(rows, bad.person_of[where], numbers, ranks)


def _filled(numbers: Any, values: Sequence[Any]) -> Any:
    return np.array([value is not None for value in values]).take(numbers)


def _kinds(batch: Any) -> list[str]:
    return [name for name in (_DESCRIPTOR, CLOSED, _ROLE) if name in batch.schema.names]


def _numbered_slots(found: Sequence[tuple[Slot, int] | None]) -> tuple[list[Slot], Any]:
    """The distinct slots, and the number of the slot of each value; -1 for none."""
    places: dict[Slot, int] = {}
    numbers = [-1 if one is None else places.setdefault(one[0], len(places)) for one in found]
    return [*places], np.array(numbers, np.int64)


def first_rows(ids: Any) -> Any:
    """The first row of each person, whose rows follow each other."""
    if not len(ids):
        return np.arange(0)
    same = pc.fill_null(pc.equal(ids.slice(1), ids.slice(0, len(ids) - 1)), fill_value=False)
    return np.concatenate(([0], np.flatnonzero(~np.asarray(same)) + 1))


def shape_of(names: Sequence[str]) -> Literal["wide", "long"]:
    """Whether a table has a row for each person, or for each statement."""
    return "long" if _DESCRIPTOR in names or _ROLE in names else "wide"


def columns_of(names: Sequence[str], checker: CellChecker, ignored: Sequence[str]) -> WideTable | LongTable:
    """What the columns of a table mean.

    Raises ``ValueError`` for columns that mean nothing or the same, and if there is no column ``person``.
    """
    if PERSON not in names:
        message = f"a table of people needs a column {PERSON!r} with their ids"
        raise ArgumentValueError(message)
    shape: type[WideTable | LongTable] = LongTable if shape_of(names) == "long" else WideTable
    return shape.of(names, checker, ignored)
