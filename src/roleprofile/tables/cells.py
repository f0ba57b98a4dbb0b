"""A table of cells, read from a workbook or a CSV file, and the problems of its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from attrs import field, frozen

from roleprofile.errors import Problem, Severity
from roleprofile.importing import shown
from roleprofile.loading.decoding import SourceText

#: Bytes of one table's file, packed as a workbook is.
TABLE_BYTES = 32 * 1024 * 1024
#: Bytes of all parts of a workbook, unpacked.
UNPACKED_BYTES = 128 * 1024 * 1024
#: Rows, columns and non-empty cells of one table.
ROWS, COLUMNS, CELLS = 100_000, 2_000, 1_000_000
#: Characters of one cell.
CELL_TEXT = 10_000

#: The kind of a cell; ``formula`` only where the workbook has no saved result for it.
Kind = Literal["text", "number", "date", "truth", "error", "formula"]

#: Kinds of cells that are neither text nor number, in words, with a hint. A level may be ``truth``.
NOT_A_VALUE: dict[str, tuple[str, str]] = {
    "date": ("a date", "spreadsheet programs read 3-4 as a date; format the column as Text and enter it again"),
    "truth": ("true or false", "write the intended text"),
    "error": ("a formula error", "fix the formula, or write the value"),
    "formula": (
        "a formula without a saved result",
        "formulas are not computed; open the file in a spreadsheet program and save it",
    ),
}


@frozen
class Cell:
    """A non-empty cell; rows and columns are counted from 1."""

    row: int
    column: int
    #: Trimmed, with newlines as line ends; a whole number has no decimals.
    text: str
    kind: Kind = "text"

    @property
    def address(self) -> str:
        """The address in A1 notation: C7."""
        return f"{letters(self.column)}{self.row}"


@frozen(eq=False)
class CellTable:
    """One sheet, or one CSV file, without its empty cells."""

    #: The name of the file in problems.
    path: str
    #: The sheet, ``""`` for CSV.
    sheet: str = ""
    cells: dict[tuple[int, int], Cell] = field(factory=dict, repr=False)
    #: The first and last row and the first and last column of each range of merged cells.
    merged: tuple[tuple[int, int, int, int], ...] = ()
    #: The separator of a CSV file.
    delimiter: str = ""
    #: The text of a CSV file, and the offset of its first row.
    source: SourceText | None = field(default=None, repr=False)
    begins: int = 0

    @cached_property
    def height(self) -> int:
        """The last row that is not empty, 0 for none."""
        return max((row for row, _ in self.cells), default=0)

    @cached_property
    def width(self) -> int:
        """The last column that is not empty, 0 for none."""
        return max((column for _, column in self.cells), default=0)

    @cached_property
    def spans(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """The span of each cell in the text of a CSV file, by row; only problems need them."""
        return tuple(spans_of(self.source.text, self.begins, self.delimiter)) if self.source else ()

    def text(self, row: int, column: int) -> str:
        """The text of a cell, ``""`` for an empty one."""
        cell = self.cells.get((row, column))
        return cell.text if cell else ""

    def at(self, row: int, column: int) -> Cell:
        """The cell in a row and column; an empty one has the text ``""``."""
        return self.cells.get((row, column)) or Cell(row, column, "")

    def merged_down(self, row: int, column: int) -> Cell:
        """The cell in a row and column, or the one with the text if it is merged with cells above it."""
        return self.cells.get((row, column)) or self.at(self._tops.get((row, column), row), column)

    @cached_property
    def _tops(self) -> dict[tuple[int, int], int]:
        """The first row of each range in one column, by its other cells."""
        found: dict[tuple[int, int], int] = {}
        for first, last, left, right in self.merged:
            for row in range(first + 1, min(last, self.height) + 1) if left == right else ():
                if (row, left) in found:
                    break  # Ranges never overlap, except in a file that is made to be slow.
                found[row, left] = first
        return found

    def where(self, cell: Cell) -> str:
        """The address of a cell with its sheet: ``Skills!C7``, or ``C7`` in a CSV file.

        >>> CellTable("matrix.xlsx", "Skills").where(Cell(7, 3, ""))
        'Skills!C7'
        """
        if not self.sheet:
            return cell.address
        plain = re.fullmatch(r"[^\W\d]\w*", self.sheet)
        return f"{self.sheet if plain else quoted(self.sheet)}!{cell.address}"

    def problem(
        self,
        cell: Cell,
        code: str,
        message: str,
        hint: str = "",
        *,
        allowed: tuple[str, ...] = (),
        severity: Severity = "error",
    ) -> Problem:
        """A problem of a cell, at its row and column in a sheet or its line and column in a CSV file."""
        line, column, width, excerpt = self._place(cell)
        return Problem(
            path=self.path,
            line=line,
            column=column,
            code=code,
            message=f"{self.where(cell)}: {message}",
            hint=hint,
            allowed=allowed,
            severity=severity,
            excerpt=excerpt,
            width=width,
        )

    def moved(self, problem: Problem, cell: Cell) -> Problem:
        """A problem of a document, reported at the cell that caused it."""
        return self.problem(
            cell, problem.code, problem.message, problem.hint, allowed=problem.allowed, severity=problem.severity
        )

    def _place(self, cell: Cell) -> tuple[int, int, int, str]:
        if self.source is None:
            return cell.row, cell.column, 1, ""
        row = self.spans[min(cell.row, len(self.spans)) - 1] if self.spans else ()
        # A cell that is missing at the end of a row is reported behind the last one.
        start, end = row[cell.column - 1] if cell.column <= len(row) else (row[-1][1],) * 2 if row else (0, 0)
        line, column = self.source.place(start)
        return line, column, self.source.width(start, end), self.source.excerpt(line)


def spans_of(text: str, first: int, sign: str) -> Iterator[tuple[tuple[int, int], ...]]:
    """The span of each cell of each record, which :mod:`csv` does not give.

    The text has been read by the standard library, so a quotation mark at the start of a cell encloses all of it.
    """
    cell = re.compile(rf'"(?:[^"]|"")*"|[^{re.escape(sign)}\r\n]*')
    row: list[tuple[int, int]] = []
    at = first
    while at < len(text):
        found = cell.match(text, at)
        end = found.end() if found else at
        row.append((at, end))
        if text.startswith(sign, end):
            at = end + 1
            if at < len(text) and text[at] not in "\r\n":
                continue
            row.append((at, at))
            end = at
        yield () if row == [(end, end)] else tuple(row)
        row = []
        at = end + (2 if text.startswith("\r\n", end) else 1)


def quoted(name: str) -> str:
    """The name of a sheet, quoted as in a formula."""
    inner = shown(name).replace("'", "''")
    return f"'{inner}'"


_LETTERS = 26


def letters(column: int) -> str:
    """The letters of a column in A1 notation.

    >>> letters(3), letters(28)
    ('C', 'AB')
    """
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, _LETTERS)
        found = chr(ord("A") + rest) + found
    return found


def normalized(text: str) -> str:
    r"""A text as a cell holds it: trimmed, with newlines as line ends.

    >>> normalized(" so\r\nand so ")
    'so\nand so'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def same_text(text: str) -> str:
    """A header as it is compared with others: case folded, with single spaces."""
    return " ".join(text.split()).casefold()


def rows_not_read(table: CellTable, header_row: int, read: int = 0) -> str:
    """Which filled rows above the headers are not read, as a sentence; ``""`` for none.

    ``read`` is a row above the headers that is read, 0 for none.

    >>> rows_not_read(CellTable("m.csv", cells={(1, 1): Cell(1, 1, "Our team"), (4, 1): Cell(4, 1, "No.")}), 4)
    'Row 1 is not read.'
    """
    above = sorted({row for row, _ in table.cells if row < header_row} - {read})
    if not above:
        return ""
    return f"Row {above[0]} is not read." if len(above) == 1 else f"Rows {above[0]} to {above[-1]} are not read."
