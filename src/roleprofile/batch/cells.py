"""The cells of Arrow columns as numbers of distinct values, and the cells that cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import define, field, frozen

from roleprofile.errors import ArgumentValueError
from roleprofile.model.values import Finding
from roleprofile.rules.person_builder import WRONG_ID

#: The column with the ids of people.
PERSON = "person"


@frozen
class BadCell:
    """A cell that cannot be read: the row in the batch, the row of its person in the result, and why."""

    row: int
    person: int
    column: str
    finding: Finding


def encoded(column: Any) -> tuple[Any, list[Any]]:
    """The number of each cell's value, and the values; the last one is that of empty cells."""
    if pa.types.is_nested(column.type):
        message = f"a column needs one value in each cell, not a {column.type}"
        raise ArgumentValueError(message)
    if not pa.types.is_dictionary(column.type):
        column = plain_cells(column).dictionary_encode()
    values = [None if value == "" else value for value in plain_cells(column.dictionary).to_pylist()]
    numbers, empty = _indices(column.indices), len(values)
    if column.null_count:
        if empty > np.iinfo(numbers.dtype).max:
            numbers = numbers.astype(np.int64)
        # A quarter of the time of np.where: all bits of a cell that is not empty, and no bit of another.
        kept = -_valid(column).astype(numbers.dtype)
        numbers = (numbers & kept) | (numbers.dtype.type(empty) & ~kept)
    return numbers, [*values, None]


def _indices(column: Any) -> Any:
    """Whole numbers as they are stored; an empty cell may hold any number."""
    # to_pandas_dtype of older versions of pyarrow needs pandas.
    kind = np.dtype(f"{'i' if pa.types.is_signed_integer(column.type) else 'u'}{column.type.bit_width // 8}")
    if not len(column):
        return np.zeros(0, kind)
    return np.frombuffer(column.buffers()[1], kind)[column.offset : column.offset + len(column)]


def _valid(column: Any) -> Any:
    """1 for each cell that is not empty, otherwise 0."""
    first, skipped = divmod(column.offset, 8)
    bits = np.frombuffer(column.buffers()[0], np.uint8)[first : (column.offset + len(column) + 7) // 8]
    return np.unpackbits(bits, bitorder="little")[skipped : skipped + len(column)]


def plain_cells(column: Any) -> Any:
    """Texts of one type, and days as texts."""
    kind = column.type
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        column = column.cast(pa.date32(), safe=False)
    if pa.types.is_null(kind) or any(
        test(column.type) for test in (pa.types.is_large_string, pa.types.is_string_view, pa.types.is_date)
    ):
        return column.cast(pa.string())
    return column


def text_cells(column: Any) -> tuple[Any, list[Any]]:
    """The same for cells that are texts, whatever type they have."""
    numbers, values = encoded(column)
    return numbers, [value if value is None or isinstance(value, str) else str(value) for value in values]


def combined(*columns: tuple[Any, list[Any]]) -> tuple[Any, list[tuple[Any, ...]]]:
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
class BadCells:
    """Collects bad cells: ``person_of`` has the row of the person for each row of the batch."""

    person_of: Any
    found: list[BadCell] = field(factory=list)

    @property
    def by_row(self) -> tuple[BadCell, ...]:
        """The bad cells by row and column."""
        return tuple(sorted(self.found, key=lambda one: (one.row, one.column)))

    def add(self, rows: Any, column: str, finding: Finding) -> None:
        """Add the cells of a column in some rows of the batch."""
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


def ids_of(column: Any) -> Any:
    """The ids of people as texts."""
    return column.cast(pa.string())


def report_wrong_ids(ids: Any, bad: BadCells, rows: Any) -> None:
    """An id that no person can have."""
    if not ids.null_count and len(ids) and pc.min(pc.binary_length(ids)).as_py() and _is_plain(ids):
        return
    usable = pc.fill_null(pc.utf8_is_printable(ids), fill_value=False)
    usable = pc.and_(usable, pc.fill_null(pc.greater(pc.utf8_length(ids), 0), fill_value=False))
    wrong = rows[np.flatnonzero(~np.asarray(usable))]
    if len(wrong):
        bad.add(wrong, PERSON, WRONG_ID)


def _is_plain(ids: Any) -> bool:
    """Whether all letters of a column are printable ones of ASCII, which are the most and checked at once."""
    _, offsets, data = ids.buffers()
    ends = np.frombuffer(offsets, np.int32)[ids.offset : ids.offset + len(ids) + 1]
    letters = np.frombuffer(data, np.uint8)[ends[0] : ends[-1]]
    return bool(((letters >= ord(" ")) & (letters <= ord("~"))).all())
