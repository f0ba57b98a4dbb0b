"""CSV as spreadsheet programs write it: comma, semicolon, tab or pipe, with or without a byte-order mark, CRLF or LF.

A table of Markdown is read as CSV with pipes; its line of hyphens below the headers is no row.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from roleprofile.loading.decoding import ReadFailure, SourceText, characters, refusal
from roleprofile.loading.limits import Limits
from roleprofile.tables.cells import CELL_TEXT, CELLS, COLUMNS, ROWS, TABLE_BYTES, Cell, CellTable, normalized

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
#: The number of records from which the delimiter is guessed.
LOOKED_AT = 50

#: A cell of the line below the headers of a Markdown table.
_RULE = re.compile(r"\s*:?-+:?\s*")
#: Spreadsheet programs take a text that begins like this for a formula.
_FORMULA = re.compile(r"'*[=+\-@\t]")


def read_delimited(data: bytes, path: str, delimiter: str = "") -> CellTable:
    r"""A CSV file as a table.

    Args:
        data: The content of the file, in UTF-8.
        path: The name of the file in problems.
        delimiter: ``comma``, ``semicolon``, ``tab`` or ``pipe``. Without it a first line ``sep=;``, as Excel writes it,
            decides; else the delimiter that gives most rows of equal length, with more than one cell each.

    Raises:
        ReadFailure: RP105 or RP106 for a file that is not text, RP501 for one that is not CSV, RP502 for one
            that is too large.

    >>> read_delimited(b"\xef\xbb\xbfID;Sales\r\ne-1;3\r\n", "matrix.csv").text(2, 2)
    '3'
    """
    source = characters(data, path, Limits(file_bytes=TABLE_BYTES))
    said = re.match(r"sep=([,;\t|])\r?\n", source.text)
    first = said.end() if said else 0
    sign = DELIMITERS[delimiter] if delimiter else said[1] if said else _told(source.text[first:])
    cells: dict[tuple[int, int], Cell] = {}
    same: dict[str, str] = {}
    for number, record in enumerate(_records(source, first, sign), start=1):
        if number > ROWS:
            raise refusal(path, "RP502", f"the table has more than {ROWS:,} rows", "split it")
        if len(record) > COLUMNS:
            raise refusal(path, "RP502", f"row {number} has more than {COLUMNS:,} cells", "split the table")
        if sign == "|" and _is_rule(record):
            continue
        for column, text in enumerate(record, start=1):
            if text and (value := normalized(unguarded(text))):
                # Texts that repeat, as most do, are kept once.
                cells[number, column] = Cell(number, column, same.setdefault(value, value))
        if len(cells) > CELLS:
            raise refusal(path, "RP502", f"the table has more than {CELLS:,} cells that are not empty", "split it")
    table = CellTable(path, cells=cells, delimiter=sign, source=source, begins=first)
    for cell in cells.values():
        if len(cell.text) > CELL_TEXT:
            raise ReadFailure([table.problem(cell, "RP502", f"a text of more than {CELL_TEXT:,} characters")])
    return table


def _records(source: SourceText, first: int, sign: str) -> Iterator[list[str]]:
    """The records of a file."""
    reader = csv.reader(io.StringIO(source.text[first:], newline=""), delimiter=sign, strict=True)
    begun = 0
    try:
        for record in reader:
            yield record
            begun = reader.line_num
    except csv.Error as error:
        # The first line of the record is reported: an unclosed quotation mark makes the last one that of the file.
        before = source.text[first:].split("\n")[:begun]
        start = first + sum(len(line) + 1 for line in before)
        hint = "put a cell that contains a quotation mark in quotation marks, and double the mark"
        raise source.failure("RP501", start, f"not a CSV file: {error}", hint) from None


def _is_rule(record: list[str]) -> bool:
    """Whether a record is the line below the headers of a Markdown table; pipes at its ends make empty cells."""
    inner = [text for text in record if text.strip()]
    return bool(inner) and all(map(_RULE.fullmatch, inner))


def _told(text: str) -> str:
    """The delimiter of a text, guessed from the rows that each delimiter would give."""
    return max(DELIMITERS.values(), key=lambda sign: _plausible(text, sign))


def _plausible(text: str, sign: str) -> tuple[int, int]:
    """The number of records with as many cells as the first one, if it has several, and that number of cells."""
    widths: list[int] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            widths += [len(record)] if any(record) else []
            if len(widths) >= LOOKED_AT:
                break
    except csv.Error:
        return 0, 0
    first = max(widths, default=1)
    return (sum(width == first for width in widths), first) if first > 1 else (0, 0)


def guarded(text: str) -> str:
    """A text as it is written to CSV: an apostrophe in front keeps a spreadsheet program from computing it.

    >>> guarded("=1+1"), guarded("-"), guarded("Sales")
    ("'=1+1", "'-", 'Sales')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text that :func:`guarded` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def delimited(rows: list[list[str | int]]) -> bytes:
    """Rows as a CSV file that spreadsheet programs open without asking: with a byte-order mark, commas and CRLF."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(
        [guarded(value) if isinstance(value, str) else value for value in row] for row in rows
    )
    return out.getvalue().encode("utf-8-sig")
