"""A table as cells with their places, whatever file it came from: what a problem of a cell looks like."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from attrs import field, frozen

from roleprofile.errors import Problem
from roleprofile.importing import shown

if TYPE_CHECKING:
    from roleprofile.errors import Severity
    from roleprofile.loading.text import Source

#: Bytes of one table's file, packed as a workbook is.
TABLE_BYTES = 8 * 1024 * 1024
#: Bytes of all parts of a workbook, unpacked.
UNPACKED_BYTES = 64 * 1024 * 1024
#: Rows, columns and cells with something in them.
ROWS, COLUMNS, CELLS = 20_000, 2_000, 300_000
#: Characters of one cell.
CELL_TEXT = 10_000

#: What stands in a cell; of a formula only one whose result was not saved.
Kind = Literal["text", "number", "date", "truth", "error", "formula"]

#: What a cell holds that is neither a text nor a number, and what to do about it.
NOT_A_VALUE: dict[str, tuple[str, str]] = {
    "date": ("a date", "spreadsheet programs take 3-4 for one: give the column the format Text and write it again"),
    "truth": ("true or false", "write the text that is meant"),
    "error": ("the error of a formula", "mend the formula, or write the value"),
    "formula": (
        "a formula without a saved result",
        "no formula is computed: open it in a spreadsheet program and save",
    ),
}


@frozen
class Cell:
    """One cell with something in it, by its row and column, 1-based."""

    row: int
    column: int
    #: As text: trimmed, lines ended by a newline, a whole number without decimals.
    text: str
    kind: Kind = "text"

    @property
    def address(self) -> str:
        """As spreadsheet programs name it: C7."""
        return f"{letters(self.column)}{self.row}"


@frozen(eq=False)
class Table:
    """One sheet, or one CSV file. Empty cells are not in it."""

    #: What problems call the file.
    path: str
    #: The sheet, ``""`` for CSV.
    sheet: str = ""
    cells: dict[tuple[int, int], Cell] = field(factory=dict, repr=False)
    #: Of merged cells the first and the last row, the first and the last column.
    merged: tuple[tuple[int, int, int, int], ...] = ()
    #: What the cells of a CSV file are separated by.
    delimiter: str = ""
    #: The text of a CSV file, and from where to where in it each cell stands, by row.
    source: Source | None = field(default=None, repr=False)
    spans: tuple[tuple[tuple[int, int], ...], ...] = field(default=(), repr=False)

    @cached_property
    def height(self) -> int:
        """The last row with something in it, 0 for none."""
        return max((row for row, _ in self.cells), default=0)

    @cached_property
    def width(self) -> int:
        """The last column with something in it, 0 for none."""
        return max((column for _, column in self.cells), default=0)

    def text(self, row: int, column: int) -> str:
        """What stands in a cell, ``""`` for nothing."""
        cell = self.cells.get((row, column))
        return cell.text if cell else ""

    def at(self, row: int, column: int) -> Cell:
        """The cell of that place, also where nothing stands in it."""
        return self.cells.get((row, column)) or Cell(row, column, "")

    def where(self, cell: Cell) -> str:
        """A cell in words: ``Skills!C7``, or ``C7`` in a CSV file.

        >>> Table("matrix.xlsx", "Skills").where(Cell(7, 3, ""))
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
        """A problem of one cell: a row and a column of a sheet, a line and a column of a CSV file."""
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
        """A problem of what a cell led to, said of the cell."""
        return self.problem(
            cell, problem.code, problem.message, problem.hint, allowed=problem.allowed, severity=problem.severity
        )

    def _place(self, cell: Cell) -> tuple[int, int, int, str]:
        if self.source is None:
            return cell.row, cell.column, 1, ""
        row = self.spans[min(cell.row, len(self.spans)) - 1] if self.spans else ()
        # What is missing at the end of a row stands behind the last cell that is there.
        start, end = row[cell.column - 1] if cell.column <= len(row) else (row[-1][1],) * 2 if row else (0, 0)
        line, column = self.source.place(start)
        return line, column, self.source.width(start, end), self.source.excerpt(line)


def quoted(name: str) -> str:
    """A sheet's name as formulas quote it."""
    inner = shown(name).replace("'", "''")
    return f"'{inner}'"


_LETTERS = 26


def letters(column: int) -> str:
    """A column as spreadsheet programs name it.

    >>> letters(3), letters(28)
    ('C', 'AB')
    """
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, _LETTERS)
        found = chr(ord("A") + rest) + found
    return found


def settled(text: str) -> str:
    r"""A text as cells hold it: line ends of one kind, nothing around it.

    >>> settled(" so\r\nand so ")
    'so\nand so'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def same_text(text: str) -> str:
    """A header as headers are compared: without case, and with single spaces."""
    return " ".join(text.split()).casefold()
