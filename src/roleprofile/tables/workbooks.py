"""Sheets of workbooks, in and out, through openpyxl: values only, no formula computed, no macro looked at.

A workbook is a zip archive of XML parts. Its sizes, encodings and document types are checked before openpyxl parses
it. Spreadsheet programs write UTF-8 without a document type: a document type could define entities that expand without
bound, and another encoding could hide one.
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

from attrs import define, field

from roleprofile.errors import MissingExtraError
from roleprofile.loading.decoding import ReadFailure, refusal, within
from roleprofile.loading.limits import Limits
from roleprofile.model.values import REFUSED_IN_TEXT
from roleprofile.tables.cells import (
    CELL_TEXT,
    CELLS,
    COLUMNS,
    ROWS,
    TABLE_BYTES,
    UNPACKED_BYTES,
    Cell,
    CellTable,
    Kind,
    normalized,
)

#: The escape of characters that XML does not have, such as carriage returns.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
#: The date of every part of a written workbook, so that equal tables give equal bytes.
_NO_DAY = (1980, 1, 1, 0, 0, 0)
_STAMPS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def is_workbook(data: bytes) -> bool:
    """Whether the first bytes of a file are those of a workbook."""
    return data.startswith((_ZIP, _OLE))


def _openpyxl() -> ModuleType:
    try:
        import openpyxl
    except ImportError:
        raise MissingExtraError("tables", "openpyxl") from None
    return openpyxl


def read_workbook(data: bytes, path: str, sheet: str = "") -> CellTable:
    """One sheet of an .xlsx workbook as a table.

    Args:
        data: The workbook.
        path: The name of the file in problems.
        sheet: Its name; not needed where only one is visible.

    Raises:
        ReadFailure: RP501 for a workbook that cannot be read, RP502 for one that is too large, RP503 for a sheet
            that is missing or was not named.
        MissingExtraError: openpyxl is not installed.
    """
    within(data, path, Limits(file_bytes=TABLE_BYTES))
    if data.startswith(_OLE):
        message = "an old workbook (.xls) or a workbook with a password"
        raise refusal(path, "RP501", message, "save it as .xlsx without a password, or as CSV in UTF-8")
    openpyxl = _openpyxl()
    archive = _opened(data, path)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of parts that would be lost on writing; this workbook is only read.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            chosen = _chosen(book, path, sheet)
            found = _extent(archive, chosen._worksheet_path.lstrip("/"), path)  # noqa: SLF001 - read-only, it has no merged cells
            same: dict[str, str] = {}
            cells = {(one.row, one.column): one for one in _cells(chosen, found, same)}
    except ReadFailure:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl raises anything for a damaged part
        what = f"the workbook cannot be read: {type(error).__name__}"
        raise refusal(path, "RP501", what, "open it in a spreadsheet program and save it again as .xlsx") from None
    return _within(CellTable(path, chosen.title, cells, tuple(found.merged)))


def _within(table: CellTable) -> CellTable:
    if len(table.cells) > CELLS:
        message = f"the sheet has more than {CELLS:,} filled cells"
        raise refusal(table.path, "RP502", message, "split the table")
    problems = []
    for cell in table.cells.values():
        if len(cell.text) > CELL_TEXT:
            problems.append(table.problem(cell, "RP502", f"a text of more than {CELL_TEXT:,} characters"))
        elif REFUSED_IN_TEXT.search(cell.text):
            problems.append(table.problem(cell, "RP106", "a control character or another invisible character"))
    if problems:
        raise ReadFailure(problems)
    return table


def _chosen(book: Any, path: str, sheet: str) -> Any:
    sheets = {one.title: one for one in book.worksheets}
    visible = tuple(name for name, one in sheets.items() if one.sheet_state == "visible")
    if sheet in sheets:
        return sheets[sheet]
    listed = ", ".join(f'"{name}"' for name in visible)
    if sheet:
        raise refusal(path, "RP503", f'the workbook has no sheet "{sheet}"', f"its sheets are {listed}")
    if len(visible) != 1:
        message = f"the workbook has {len(visible)} visible sheets, and none of them is named"
        hint = f"give --sheet, or sheet: in the mapping, with one of {listed}"
        raise refusal(path, "RP503", message, hint if visible else "make one visible")
    return sheets[visible[0]]


def _cells(sheet: Any, found: _Extent, same: dict[str, str]) -> Iterator[Cell]:
    """The cells of a sheet; texts that repeat are kept once, in ``same``."""
    if not found.rows:
        return
    for row in sheet.iter_rows(min_row=1, max_row=found.rows, min_col=1, max_col=found.columns):
        for one in row:
            if one.value is not None:
                text, kind = _valued(one.value, one.data_type)
                if text:
                    yield Cell(one.row, one.column, same.setdefault(text, text), kind)
            elif (place := (getattr(one, "row", 0), getattr(one, "column", 0))) in found.formulas:
                yield Cell(*place, "=", "formula")


def _valued(value: object, data_type: str) -> tuple[str, Kind]:
    if isinstance(value, bool):
        return str(value).upper(), "truth"
    if isinstance(value, int | float):
        whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
        return str(int(value) if whole else value), "number"
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return str(value), "date"
    text = normalized(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), str(value)))
    return text, "error" if data_type == "e" else "text"


def workbook(title: str, rows: Sequence[Sequence[str | int]], widths: Sequence[int]) -> bytes:
    """Rows as a workbook of one sheet, the first row its headers; equal rows give equal bytes.

    Texts never become formulas, whatever they begin with.

    Raises:
        MissingExtraError: openpyxl is not installed.
    """
    openpyxl = _openpyxl()
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value == "":
                continue
            cell = sheet.cell(number, column)
            if isinstance(value, int):
                cell.value = value
            else:
                _write_text(cell, value)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{len(rows)}"
    return _undated(_saved(book))


def _saved(book: Any) -> bytes:
    """The bytes of a workbook; its own method would write each sheet to a temporary file, which may fail or be left."""
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    out = io.BytesIO()
    archive = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)

    class InMemory(ExcelWriter):
        def write_worksheet(self, ws: Any) -> None:
            ws._drawing = SpreadsheetDrawing()  # noqa: SLF001
            part = io.BytesIO()
            sheet: Any = WorksheetWriter(ws, part)
            sheet.write()
            ws._rels = sheet._rels  # noqa: SLF001
            archive.writestr(ws.path[1:], part.getvalue())
            self.manifest.append(ws)

    InMemory(book, archive).save()
    return out.getvalue()


def _write_text(cell: Any, text: str) -> None:
    cell.value = _ESCAPED.sub(lambda code: f"_x005F_{code[0][1:]}", text)
    # openpyxl takes a text with an equals sign in front for a formula; the prefix keeps it a text when it is edited.
    cell.data_type = "s"
    if text[0] in "=+-@":
        cell.quotePrefix = True


def _undated(data: bytes) -> bytes:
    """A workbook without its time of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _STAMPS.sub(rb"\g<1>1980-01-01T00:00:00Z", part)
            info = zipfile.ZipInfo(name, _NO_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, part)
    return out.getvalue()


#: The most parts of one workbook.
_PARTS = 2_000
_ZIP = b"PK\x03\x04"
#: The container of old workbooks, and of encrypted new ones.
_OLE = b"\xd0\xcf\x11\xe0"

#: The most tags of a workbook for each cell of the largest table: a cell, its value, a text with its format, and their
#: ends. Small tags would take far longer to parse than their bytes suggest.
_TAGS = 8
_DOCTYPE = b"<!DOCTYPE"
#: The most places of a sheet between its first and last filled cell, empty ones too, each of which is looked at.
_AREA = 40_000_000

_XML = (".xml", ".rels")
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding=["']([^"']*)["']""")
_SAVE = "save it again as .xlsx, or as CSV in UTF-8"


def _opened(data: bytes, path: str) -> zipfile.ZipFile:
    """The archive of a workbook, with every part checked.

    Raises:
        ReadFailure: RP501 for an archive that no spreadsheet program writes, RP502 for one that is too large unpacked.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
        names = {part.filename for part in parts}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise refusal(path, "RP501", f"the workbook is damaged: {error}", _SAVE) from None
    if "[Content_Types].xml" not in names:
        raise refusal(path, "RP501", "not an .xlsx workbook", _SAVE)
    # A part is never read beyond the size that is given here, so the sum bounds the memory.
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > UNPACKED_BYTES:
        message = f"the workbook is larger than {UNPACKED_BYTES:,} bytes when unpacked"
        raise refusal(path, "RP502", message, "delete sheets and rows that you do not need")
    tags = sum(_look(archive, part, path) for part in parts if part.filename.lower().endswith(_XML))
    if tags > _TAGS * CELLS:
        message = f"the workbook has more than {CELLS:,} cells and texts"
        raise refusal(path, "RP502", message, "delete sheets and rows that you do not need")
    return archive


def _look(archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: str) -> int:
    """Check the characters of a part, and count its tags."""
    tags, before, plain = 0, b"", True
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(1 << 16):
                if not before:
                    text = chunk.removeprefix(b"\xef\xbb\xbf")
                    said = _ENCODING.match(text)
                    encoding = said[1].lower() if said else b"utf-8"
                    plain = encoding in (b"utf-8", b"us-ascii") and b"\0" not in text[:4]
                plain = plain and _DOCTYPE not in before + chunk
                tags += chunk.count(b"<")
                before = chunk[-len(_DOCTYPE) :]
    except Exception as error:  # noqa: BLE001 - a damaged part raises anything, depending on its compression
        raise refusal(path, "RP501", f"the workbook is damaged: {error}", _SAVE) from None
    if not plain:
        message = f"the part {part.filename[:60]!r} is not from a spreadsheet program"
        raise refusal(path, "RP501", message, _SAVE)
    return tags


@define
class _Extent:
    """The size of a sheet, its merged cells and its formulas.

    A target of Python's XML parser that keeps no cells. It counts the size, because the one that a sheet states can be
    wrong, and ends the parsing of a sheet that is too large before openpyxl builds its cells.
    """

    path: str
    rows: int = 0
    columns: int = 0
    merged: list[tuple[int, int, int, int]] = field(factory=list)
    formulas: set[tuple[int, int]] = field(factory=set)
    _row: int = 0
    _column: int = 0
    _cells: int = 0
    _in_cell: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Handle the start of an element."""
        name = tag.rpartition("}")[2]
        if name == "row":
            self._row, before = int(attributes.get("r", self._row + 1)), self._row
            self._column = 0
            self._require(self._row > before)
        elif name == "c":
            self._enter(attributes.get("r"))
        elif name in ("v", "is", "f") and self._in_cell:
            self._keep(name)
        elif name == "mergeCell":
            first, _, last = attributes["ref"].partition(":")
            (top, left), (bottom, right) = _place(first), _place(last or first)
            self.merged.append((top, bottom, left, right))

    def end(self, tag: str) -> None:
        """Handle the end of an element."""
        if tag.rpartition("}")[2] == "c":
            self._in_cell = False

    def close(self) -> _Extent:
        """The result."""
        return self

    def _enter(self, reference: str | None) -> None:
        row, column = _place(reference) if reference else (self._row, self._column + 1)
        # Cells out of order, or repeated ones, would silently be lost.
        self._require(row == self._row and column > self._column)
        self._column, self._in_cell = column, True

    def _keep(self, name: str) -> None:
        self._cells += 1
        if self._row > ROWS or self._column > COLUMNS or self._cells > 2 * CELLS:
            message = f"the sheet has more than {ROWS:,} rows, {COLUMNS:,} columns or {CELLS:,} cells"
            raise refusal(self.path, "RP502", message, "delete rows that you do not need, or split the table")
        self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)
        if self.rows * self.columns > _AREA:
            message = f"the sheet spans {self.rows:,} rows and {self.columns:,} columns"
            raise refusal(self.path, "RP502", message, "delete the cells that are far from the table")
        if name == "f":
            self.formulas.add((self._row, self._column))

    def _require(self, held: bool) -> None:  # noqa: FBT001 - a condition, as for assert
        if not held:
            raise refusal(self.path, "RP501", "the sheet has a misplaced or repeated cell", _SAVE)


def _place(reference: str) -> tuple[int, int]:
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", reference)
    if not found:
        message = f"{reference[:20]!r} is not a cell reference"
        raise ValueError(message)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _extent(archive: zipfile.ZipFile, part: str, path: str) -> _Extent:
    """The size of a sheet, its merged cells and its formulas.

    Raises:
        ReadFailure: RP502 for a sheet that is too large, RP501 for one that is damaged.
    """
    from xml.etree.ElementTree import ParseError, XMLParser

    found = _Extent(path)
    parser = XMLParser(target=found)  # noqa: S314 - there is no document type in it, see _look
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(1 << 16):
                parser.feed(chunk)
        parser.close()
    except (ParseError, ValueError, KeyError) as error:
        raise refusal(path, "RP501", f"the workbook is damaged: {error}", _SAVE) from None
    return found
