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
from attrs import define, field, frozen

from roleprofile.batch.held import OPEN, STATED, Closed, Facts, Proofs, Provided, StatedColumn, code_type, ranks_of
from roleprofile.errors import ArgumentValueError
from roleprofile.model.arguments import shown
from roleprofile.model.catalog import CatalogData
from roleprofile.model.days import first_day
from roleprofile.model.person import Evidence, Fact, RoleHeld, Slot
from roleprofile.model.protected import is_protected
from roleprofile.model.values import Finding
from roleprofile.rules.holdings import ALL, Index, ResolvedDescriptor, is_out, is_stale, provided
from roleprofile.rules.person_builder import Statement, build_person

#: The columns of a table with a row for each person, beside those that are named after descriptors.
PERSON, CLOSED, ROLES_HELD = "person", "closed", "roles_held"
#: The columns of a table with a row for each statement.
STATEMENT = ("person", "descriptor", "key", "value", "evidence", "on", "until", "closed", "role", "months", "context")
#: The key in the metadata of a schema that says that the people are typical incumbents.
TYPICAL = b"roleprofile.typical"
#: The parts of evidence, as endings of a column's name after a point.
_EVIDENCE = ("evidence", "on", "until")
#: What stands between names in one text.
_SEPARATOR = re.compile(r"[\s,;]+")
#: The most wrong columns that are named.
_NAMED = 8
_DESCRIPTOR, _ROLE = "descriptor", "role"


@frozen
class BadCell:
    """A cell that cannot be read: the row in the batch, the row of its person in the result, and why."""

    row: int
    person: int
    column: str
    finding: Finding


@frozen(eq=False)
class Read:
    """What a batch says: the ids of the people, their facts and the cells that cannot be read."""

    ids: Any
    facts: Facts
    bad: tuple[BadCell, ...]


@frozen
class CheckedEvidence:
    """Evidence as it is ordered and counted."""

    kind: int
    strength: int
    on: int
    is_out: bool
    is_stale: bool


#: What a fact without evidence has.
_NO_PROOF = CheckedEvidence(-1, -1, 0, is_out=False, is_stale=False)


@define(eq=False)
class CellChecker:
    """Checks values, evidence and roles held as those of one person are, each distinct one once."""

    catalog: CatalogData
    as_of: str
    kinds: list[str] = field(init=False, factory=list)
    proofs: list[CheckedEvidence] = field(init=False, factory=lambda: [_NO_PROOF])
    _table: Any = field(init=False, factory=lambda: np.zeros((5, 0), np.int64))
    _values: dict[tuple[Any, ...], tuple[Slot, int] | Finding] = field(init=False, factory=dict)
    _proof_of: dict[tuple[str | None, ...], int | Finding] = field(init=False, factory=dict)
    _closed: dict[Any, str | Finding] = field(init=False, factory=dict)
    _provided: dict[tuple[Any, ...], dict[Slot, int] | Finding] = field(init=False, factory=dict)

    @property
    def index(self) -> Index:
        """The descriptors of the catalog."""
        return Index.of(self.catalog)

    def value(self, descriptor: Any, key: str, raw: Any) -> tuple[Slot, int] | Finding:
        """The slot and the rank of a value."""
        # True is 1 in Python, but no amount.
        name = (descriptor, key, type(raw), raw)
        if name not in self._values:
            self._values[name] = self._valued(descriptor, key, raw)
        return self._values[name]

    def _valued(self, descriptor: Any, key: str, raw: Any) -> tuple[Slot, int] | Finding:
        found = self.index.resolved(descriptor)
        value = raw if found is None else _as_stated(raw, found)
        wrong = self._findings(facts=[Fact(descriptor, value, key)])
        if wrong or found is None:
            return wrong[0]
        return (found.descriptor, key), found.rank(value)

    def wrong_key(self, descriptor: str, key: str) -> Finding | None:
        """What is wrong with a key, whatever the value."""
        lowest = self.index.known(descriptor).scale
        found = self.value(descriptor, key, 0 if lowest.is_amount else lowest.level_ids[0])
        return found if isinstance(found, Finding) else None

    def proof_of(self, parts: tuple[str | None, ...]) -> int | Finding:
        """The number of an evidence, from its kind, first and last day; 0 for none."""
        kind, on, until = (part or "" for part in parts)
        if not (kind or on or until):
            return 0
        if parts not in self._proof_of:
            self._proof_of[parts] = self._proven(Evidence(kind, "", on, until))
        return self._proof_of[parts]

    def _proven(self, evidence: Evidence) -> int | Finding:
        # On which descriptor does not matter: an unknown one is another finding.
        wrong = [one for one in self._findings(facts=[Fact("", "", "", evidence)]) if "evidence" in one.pointer]
        if wrong:
            return wrong[0]
        if evidence.kind not in self.kinds:
            self.kinds.append(evidence.kind)
        kinds = self.index.kinds
        self.proofs.append(
            CheckedEvidence(
                self.kinds.index(evidence.kind),
                self.index.strength.get(evidence.kind, -1),
                int(first_day(evidence.on).replace("-", "")) if evidence.on else 0,
                is_out=bool(self.as_of) and is_out(evidence, self.as_of),
                is_stale=bool(self.as_of) and kinds is not None and is_stale(evidence, kinds, self.as_of),
            )
        )
        return len(self.proofs) - 1

    def proof_columns(self, numbers: Any) -> tuple[Any, Any, Any, Any, Any]:
        """Kind, strength, first day, and whether it is out or stale, for numbers of evidence."""
        if self._table.shape[1] != len(self.proofs):
            rows = [(one.kind, one.strength, one.on, one.is_out, one.is_stale) for one in self.proofs]
            self._table = np.array(rows, np.int64).T
        kind, strength, on, out, stale = self._table[:, numbers]
        return kind, strength, on, out.astype(bool), stale.astype(bool)

    def closed(self, name: Any) -> str | Finding | None:
        """The full id of a descriptor whose list is complete, or ``"all"``; ``None`` for an empty cell."""
        if name is None:
            return None
        if name not in self._closed:
            found = self.index.resolved(name)
            if name == ALL or found is not None:
                self._closed[name] = ALL if found is None else found.descriptor
            else:
                self._closed[name] = self._findings(closed=[name])[0]
        return self._closed[name]

    def provided(self, role: Any, months: Any, context: tuple[tuple[str, str], ...]) -> dict[Slot, int] | Finding:
        """The ranks that a role held provides, by slot."""
        months = int(months) if isinstance(months, float) and months.is_integer() else months
        name = (role, type(months), months, context)
        if name not in self._provided:
            held = RoleHeld(role, months, dict(context))
            wrong = self._findings(roles_held=[held])
            self._provided[name] = wrong[0] if wrong else self._ranks(held)
        return self._provided[name]

    def _ranks(self, held: RoleHeld) -> dict[Slot, int]:
        catalog = self.catalog
        role = catalog.roles[catalog.find(catalog.roles, held.role)]
        ranks: dict[Slot, int] = {}
        for descriptor, key, value in provided(catalog, role, held.context, held.months):
            slot = (f"{descriptor.pack}:{descriptor.id}", key)
            ranks[slot] = max(catalog.scale_of(descriptor).rank(value), ranks.get(slot, 0))
        return {slot: rank for slot, rank in ranks.items() if rank > 0}

    def _findings(self, **said: Any) -> list[Finding]:
        return build_person(self.catalog, Statement.of("p", **said), count=False)[1]


def _as_stated(raw: Any, descriptor: ResolvedDescriptor) -> Any:
    """A value as a person's file states it: tables write whole amounts as floats or texts, and levels as numbers."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if descriptor.ranks:
        return str(raw) if type(raw) is int else raw
    return int(raw) if isinstance(raw, str) and re.fullmatch(r"[0-9]{1,9}", raw, re.ASCII) else raw


# --- columns of Arrow --------------------------------------------------------------------------------------


def _encoded(column: Any) -> tuple[Any, list[Any]]:
    """The number of each cell's value, and the values; the last one is that of empty cells."""
    if pa.types.is_nested(column.type):
        message = f"a column needs one value in each cell, not a {column.type}"
        raise ArgumentValueError(message)
    if not pa.types.is_dictionary(column.type):
        column = _plain(column).dictionary_encode()
    values = [None if value == "" else value for value in _plain(column.dictionary).to_pylist()]
    numbers, empty = _indices(column.indices), len(values)
    if column.null_count:
        if empty > np.iinfo(numbers.dtype).max:
            numbers = numbers.astype(np.int64)
        # A quarter of the time of np.where: all bits of a cell that is not empty, and no bit of another.
        kept = -_valid(column).astype(numbers.dtype)
        numbers = (numbers & kept) | (numbers.dtype.type(empty) & ~kept)
    return numbers, [*values, None]


def _indices(column: Any) -> Any:
    """Whole numbers as they are stored; what stands in an empty cell has no meaning."""
    kind = column.type.to_pandas_dtype()
    if not len(column):
        return np.zeros(0, kind)
    return np.frombuffer(column.buffers()[1], kind)[column.offset : column.offset + len(column)]


def _valid(column: Any) -> Any:
    """1 for each cell that is not empty, otherwise 0."""
    first, skipped = divmod(column.offset, 8)
    bits = np.frombuffer(column.buffers()[0], np.uint8)[first : (column.offset + len(column) + 7) // 8]
    return np.unpackbits(bits, bitorder="little")[skipped : skipped + len(column)]


def _plain(column: Any) -> Any:
    """Texts of one type, and days as texts."""
    kind = column.type
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        column = column.cast(pa.date32(), safe=False)
    if pa.types.is_null(kind) or any(
        test(column.type) for test in (pa.types.is_large_string, pa.types.is_string_view, pa.types.is_date)
    ):
        return column.cast(pa.string())
    return column


def _texts(column: Any) -> tuple[Any, list[Any]]:
    """The same for cells that are texts, whatever type they have."""
    numbers, values = _encoded(column)
    return numbers, [value if value is None or isinstance(value, str) else str(value) for value in values]


def _combined(*columns: tuple[Any, list[Any]]) -> tuple[Any, list[tuple[Any, ...]]]:
    """The number of each row's combination of values, and the combinations."""
    codes = np.zeros(len(columns[0][0]), np.int64)
    for numbers, values in columns:
        codes = codes * len(values) + numbers
    distinct, place = np.unique(codes, return_inverse=True)
    found = []
    for code in distinct.tolist():
        combination: list[Any] = []
        for _, values in reversed(columns):
            code, number = divmod(code, len(values))  # noqa: PLW2901 - digit by digit
            combination.append(values[number])
        found.append(tuple(reversed(combination)))
    return place, found


@define(eq=False)
class _Bad:
    """Collects bad cells: ``person_of`` has the row of the person for each row of the batch."""

    person_of: Any
    found: list[BadCell] = field(factory=list)

    def add(self, rows: Any, column: str, finding: Finding) -> None:
        self.found += [BadCell(row, int(self.person_of[row]), column, finding) for row in rows.tolist()]

    def checked(
        self,
        numbers: Any,
        values: Sequence[Any],
        columns: str | Mapping[str, str],
        check: Callable[[Any], Any],
        where: Any = None,
    ) -> list[Any]:
        """What a check gives for each value; ``None`` for a wrong one, whose cells are bad.

        ``numbers`` has the number of the value in each row, or in the rows ``where``. ``columns`` is the column, or one
        for each part of evidence.
        """
        found = [check(value) for value in values]
        for number, one in enumerate(found):
            if isinstance(one, Finding):
                rows = np.flatnonzero(numbers == number)
                column = columns if isinstance(columns, str) else _column_of(one, columns)
                self.add(rows if where is None else where[rows], column, one)
        return [None if isinstance(one, Finding) else one for one in found]


def _column_of(finding: Finding, columns: Mapping[str, str]) -> str:
    part = str(finding.pointer[-1]) if finding.pointer else ""
    return columns.get("evidence" if part == "kind" else part, next(iter(columns.values())))


def _ids(column: Any) -> Any:
    return column.cast(pa.string())


def _wrong_ids(ids: Any, bad: _Bad, rows: Any) -> None:
    """An id that no person can have."""
    if not ids.null_count and len(ids) and pc.min(pc.binary_length(ids)).as_py() and _is_plain(ids):
        return
    usable = pc.fill_null(pc.utf8_is_printable(ids), fill_value=False)
    usable = pc.and_(usable, pc.fill_null(pc.greater(pc.utf8_length(ids), 0), fill_value=False))
    wrong = rows[np.flatnonzero(~np.asarray(usable))]
    if len(wrong):
        message = "a person needs an id, a printable text that is not a name"
        bad.add(wrong, PERSON, Finding(pointer=(PERSON,), code="RP206", message=message))


def _is_plain(ids: Any) -> bool:
    """Whether all letters of a column are printable ones of ASCII, which are the most and checked at once."""
    _, offsets, data = ids.buffers()
    ends = np.frombuffer(offsets, np.int32)[ids.offset : ids.offset + len(ids) + 1]
    letters = np.frombuffer(data, np.uint8)[ends[0] : ends[-1]]
    return bool(((letters >= ord(" ")) & (letters <= ord("~"))).all())


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
                    value = _as_stated(row[name], self.checker.index.known(descriptor))
                    proof = {part: row[column] for part, column in self.evidence.get(name, {}).items()}
                    facts.append(Fact(descriptor, value, key, _evidence(proof)))
            closed = row.get(CLOSED) or ()
            names = _SEPARATOR.split(closed.strip()) if isinstance(closed, str) else closed
            held = [_held(one) for one in row.get(ROLES_HELD) or ()]
            yield Statement.of(str(row[PERSON]), facts, names, held, self.checker.as_of)

    def read(self, batch: Any) -> Read:
        """The people of a batch."""
        rows, ids = batch.num_rows, _ids(batch.column(PERSON))
        bad = _Bad(np.arange(rows))
        _wrong_ids(ids, bad, np.arange(rows))
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
        return Read(ids, Facts(rows, columns, closed, held), tuple(bad.found))

    def _column(self, batch: Any, name: str, slot: Slot, bad: _Bad) -> Callable[[], StatedColumn] | None:
        rows, (descriptor, key) = batch.num_rows, slot
        numbers, values = _encoded(batch.column(name))
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

    def _proof(self, batch: Any, name: str, bad: _Bad, stated: Any) -> Any:
        """The number of each fact's evidence; -1 where it is wrong."""
        given = self.evidence[name]
        parts = [_texts(batch.column(given[part])) if part in given else _none(batch) for part in _EVIDENCE]
        numbers, values = _combined(*parts)
        found = bad.checked(
            np.where(stated, numbers, -1),
            values,
            given,
            self.checker.proof_of,
        )
        return np.array([-1 if one is None else one for one in found], np.int64)[numbers]

    def _closed(self, column: Any, bad: _Bad) -> Closed:
        if not pa.types.is_list(column.type) and not pa.types.is_large_list(column.type):
            text = pc.utf8_trim_whitespace(_plain(column).cast(pa.string()))
            column = pc.split_pattern_regex(text, _SEPARATOR.pattern)
        who = np.asarray(pc.list_parent_indices(column))
        numbers, values = _texts(column.flatten())
        found = bad.checked(numbers, values, CLOSED, self.checker.closed, who)
        return _closed(len(column), who, numbers, found)

    def _roles_held(self, column: Any, bad: _Bad) -> Provided:
        kind = column.type
        is_list = pa.types.is_list(kind) or pa.types.is_large_list(kind)
        parts = [one.name for one in kind.value_type] if is_list and pa.types.is_struct(kind.value_type) else []
        if not {_ROLE, "months"} <= {*parts}:
            message = f"the column {ROLES_HELD} needs a list of roles, each with role, months and context"
            raise ArgumentValueError(message)
        who, items = np.asarray(pc.list_parent_indices(column)), column.flatten()
        numbers, ranks = _roles(
            {part: items.field(place) for place, part in enumerate(parts)},
            self.checker,
            lambda rows, finding: bad.add(who[rows], ROLES_HELD, finding),
        )
        return _provided(len(column), who, numbers, ranks)


def _none(batch: Any) -> tuple[Any, list[Any]]:
    return np.zeros(batch.num_rows, np.int64), [None]


def _roles(
    columns: Mapping[str, Any], checker: CellChecker, wrong: Callable[[Any, Finding], None]
) -> tuple[Any, list[dict[Slot, int] | None]]:
    """The number of each row's role held, and what each of these provides."""
    role, months = (_encoded(columns[name]) for name in (_ROLE, "months"))
    contexts = columns.get("context")
    said = [None] * len(role[0]) if contexts is None else contexts.to_pylist()
    context = _numbered([_context(one) for one in said])
    numbers, values = _combined(role, months, context)
    found = [checker.provided(name, count, where) for name, count, where in values]
    for number, one in enumerate(found):
        if isinstance(one, Finding):
            wrong(np.flatnonzero(numbers == number), one)
    return numbers, [None if isinstance(one, Finding) else one for one in found]


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
    return RoleHeld(row[_ROLE], row["months"], dict(_context(row.get("context"))))


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
                    value = _as_stated(row["value"], found)
                    facts.append(Fact(found.descriptor, value, row.get("key") or "", _evidence(row)))
                elif row.get(CLOSED):
                    closed.append(row[CLOSED])
                elif row.get(_ROLE):
                    held.append(_held(row))
            yield Statement.of(str(name), facts, closed, held, self.checker.as_of)

    def read(self, batch: Any) -> Read:
        """The people of a batch."""
        said = _ids(batch.column(PERSON))
        firsts = first_rows(said)
        person_of = np.zeros(batch.num_rows, np.int64)
        person_of[firsts[1:]] = 1
        person_of = np.cumsum(person_of)
        bad, ids = _Bad(person_of), said.take(pa.array(firsts))
        _wrong_ids(ids, bad, firsts)
        states = self._states(batch, bad)
        rows = len(firsts)
        columns = self._facts(batch, rows, states[_DESCRIPTOR], bad) if _DESCRIPTOR in states else {}
        closed, held = Closed({}), _provided(rows, np.arange(0), np.arange(0), ())
        if CLOSED in states:
            closed = self._closed(batch, rows, states[CLOSED], bad)
        if _ROLE in states:
            held = self._roles(batch, rows, states[_ROLE], bad)
        is_typical = TYPICAL in (batch.schema.metadata or {})
        return Read(ids, Facts(rows, columns, closed, held, is_typical=is_typical), tuple(bad.found))

    def _states(self, batch: Any, bad: _Bad) -> dict[str, Any]:
        """The rows that state a fact, a complete list and a role held."""
        there = {name: _filled(*_encoded(batch.column(name))) for name in _kinds(batch)}
        count = sum(one.astype(np.int8) for one in there.values())
        wrong = np.flatnonzero(count > 1)
        if len(wrong):
            message = "a row states one thing at most: a descriptor with its value, a complete list, or a role held"
            bad.add(wrong, _DESCRIPTOR, Finding(pointer=(), code="RP206", message=message))
        return {name: np.flatnonzero(one & (count == 1)) for name, one in there.items()}

    def _facts(self, batch: Any, rows: int, where: Any, bad: _Bad) -> dict[Slot, Callable[[], StatedColumn]]:
        some = batch.take(pa.array(where))
        names = some.schema.names
        descriptor = _encoded(some.column(_DESCRIPTOR))
        key = _texts(some.column("key")) if "key" in names else _none(some)
        value = _encoded(some.column("value")) if "value" in names else _none(some)
        numbers, values = _combined(descriptor, key, value)
        found = bad.checked(numbers, values, "value", self._value, where)
        parts = [_texts(some.column(part)) if part in names else _none(some) for part in _EVIDENCE]
        kinds, proofs = _combined(*parts)
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

    def _closed(self, batch: Any, rows: int, where: Any, bad: _Bad) -> Closed:
        numbers, values = _texts(batch.column(CLOSED).take(pa.array(where)))
        found = bad.checked(numbers, values, CLOSED, self.checker.closed, where)
        return _closed(rows, bad.person_of[where], numbers, found)

    def _roles(self, batch: Any, rows: int, where: Any, bad: _Bad) -> Provided:
        some = batch.take(pa.array(where))
        columns = {name: some.column(name) for name in (_ROLE, "months", "context") if name in some.schema.names}
        if "months" not in columns:
            columns["months"] = pa.nulls(some.num_rows, pa.int64())
        numbers, ranks = _roles(columns, self.checker, lambda mine, finding: bad.add(where[mine], _ROLE, finding))
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
