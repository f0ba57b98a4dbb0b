"""The zip that a workbook is: what is refused before anything in it is unpacked or parsed.

A workbook of a spreadsheet program has parts of XML in UTF-8, none with a document type. What has one could name
entities, which grow when they are read; what says another encoding could hide one.
"""

from __future__ import annotations

import io
import re
import zipfile

from attrs import define, field

from roleprofile.loading.text import refusal
from roleprofile.tables.cells import CELLS, COLUMNS, ROWS, UNPACKED_BYTES

#: Parts of one workbook.
PARTS = 2_000
ZIP = b"PK\x03\x04"
#: The container of old workbooks, and of new ones behind a password.
OLE = b"\xd0\xcf\x11\xe0"

_XML = (".xml", ".rels")
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding=["']([^"']*)["']""")
_SAVE = "save it again as .xlsx, or as CSV in UTF-8"


def opened(data: bytes, path: str) -> zipfile.ZipFile:
    """The archive of a workbook, every part of it looked at.

    Raises:
        ReadFailure: RP501 for what no spreadsheet program writes, RP502 for what is too large unpacked.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
        names = {part.filename for part in parts}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise refusal(path, "RP501", f"the workbook is damaged: {error}", _SAVE) from None
    if "[Content_Types].xml" not in names:
        raise refusal(path, "RP501", "this is no .xlsx workbook", _SAVE)
    # What a part is read up to is the size that is given here, so the sum bounds what is ever unpacked.
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED_BYTES:
        message = f"the workbook is larger than {UNPACKED_BYTES:,} bytes when it is unpacked"
        raise refusal(path, "RP502", message, "delete the sheets and rows that are not needed")
    for part in parts:
        if part.filename.lower().endswith(_XML):
            _look(archive, part, path)
    return archive


def _look(archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: str) -> None:
    try:
        text = archive.read(part).removeprefix(b"\xef\xbb\xbf")
    except Exception as error:  # noqa: BLE001 - a damaged part raises what its compression likes to
        raise refusal(path, "RP501", f"the workbook is damaged: {error}", _SAVE) from None
    said = _ENCODING.match(text)
    encoding = said[1].lower() if said else b"utf-8"
    if encoding not in (b"utf-8", b"us-ascii") or b"\0" in text[:4] or b"<!DOCTYPE" in text:
        message = f"no spreadsheet program writes a part like {part.filename[:60]!r}"
        raise refusal(path, "RP501", message, _SAVE)


@define
class Extent:
    """How far a sheet goes, by the cells with something in them; which are merged, and which have a formula.

    A target of Python's XML parser: nothing of the sheet is kept, and what it says of its own size is not believed.
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
        """Take the beginning of an element into account."""
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
        """Take the end of an element into account."""
        if tag.rpartition("}")[2] == "c":
            self._in_cell = False

    def close(self) -> Extent:
        """What was found."""
        return self

    def _enter(self, reference: str | None) -> None:
        row, column = _place(reference) if reference else (self._row, self._column + 1)
        # Cells out of their order, or there twice, would be lost without a word.
        self._require(row == self._row and column > self._column)
        self._column, self._in_cell = column, True

    def _keep(self, name: str) -> None:
        self._cells += 1
        if self._row > ROWS or self._column > COLUMNS or self._cells > 2 * CELLS:
            message = f"the sheet has more than {ROWS:,} rows, {COLUMNS:,} columns or {CELLS:,} cells"
            raise refusal(self.path, "RP502", message, "delete what is not needed, or split the table")
        self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)
        if name == "f":
            self.formulas.add((self._row, self._column))

    def _require(self, held: bool) -> None:  # noqa: FBT001 - a condition, as assert has one
        if not held:
            raise refusal(self.path, "RP501", "the sheet has a cell where none can be, or one twice", _SAVE)


def _place(reference: str) -> tuple[int, int]:
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", reference)
    if not found:
        message = f"{reference[:20]!r} is no cell"
        raise ValueError(message)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def extent(archive: zipfile.ZipFile, part: str, path: str) -> Extent:
    """Look through a sheet.

    Raises:
        ReadFailure: RP502 for more than a table has, RP501 for what no sheet has.
    """
    from xml.etree.ElementTree import ParseError, XMLParser

    found = Extent(path)
    parser = XMLParser(target=found)  # noqa: S314 - there is no document type in it, see _look
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(1 << 16):
                parser.feed(chunk)
        parser.close()
    except (ParseError, ValueError, KeyError) as error:
        raise refusal(path, "RP501", f"the workbook is damaged: {error}", _SAVE) from None
    return found
