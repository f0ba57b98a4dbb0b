"""The shape of a table, told from its cells: where its headers are, and which columns hold names, skills or notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from attrs import evolve, field, frozen

from roleprofile.model.grammar import fields_of
from roleprofile.model.name_matching import fold
from roleprofile.model.protected import is_protected
from roleprofile.model.table_mapping import LongColumns
from roleprofile.tables.catalog_names import CatalogNames
from roleprofile.tables.cells import NOT_A_VALUE, Cell, CellTable, same_text
from roleprofile.tables.ladder_draft import FoundLadder, LadderSearch
from roleprofile.tables.words import is_name_header, is_total, table_words

#: The number of rows in which the headers are searched.
LOOKED_AT = 20
#: The words for the columns of a sheet of skills, folded.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "code", "key", "skill id", "skill code", "competency id", "competence id"),
    "label": ("label", "name", "skill", "skills", "skill name", "competency", "competence", "competencies", "title"),
    "group": ("group", "category", "area", "cluster", "domain", "skill group", "skill category"),
    "type": ("type",),
    "scale": ("scale", "skala", "iskala"),
    "description": ("description", "definition", "meaning"),
    "aliases": ("alias", "aliases", "synonyms", "other names"),
}
#: The share of different texts in a column of notes or descriptions, and the number of texts, or of words in each, from
#: which they are one; a scale has fewer levels, and their names are shorter.
_DIFFER, _MANY, _LONG = 0.9, 12, 4
_NUMBER = re.compile(r"[\d.,%\s-]+")


def header_row_of(table: CellTable, names: CatalogNames) -> int:
    """The row with the headers, which may be that of the grades of a ladder."""
    top = _fullest(table, names)
    found = LadderSearch(table, top, names.is_level, of_roles=True).in_columns()
    return found.top if found else top


def _fullest(table: CellTable, names: CatalogNames) -> int:
    """The row with the headers, if they are no grades.

    It is the first with the most texts, or as many numbers, unless one above names more skills.

    The first column does not count, because its header may be missing. A row below never wins by the skills that it
    names: the texts of a person can be names of skills too.
    """
    rows: dict[int, list[Cell]] = {}
    first = min((column for _, column in table.cells), default=1)
    for (row, column), cell in table.cells.items():
        if row <= LOOKED_AT and column != first:
            rows.setdefault(row, []).append(cell)
    if not rows:
        return min((row for row, _ in table.cells), default=1)
    words = {row: sum(map(_is_word, cells)) for row, cells in rows.items()}
    fullest = min(rows, key=lambda row: (-words[row], row))
    # Headers can be numbers: ids of people who are columns.
    first_full = min(row for row in rows if row <= fullest and len(rows[row]) >= words[fullest])
    return max((row for row in rows if row <= fullest), key=lambda row: (names.matches(rows[row]), row == first_full))


@frozen
class LongShape:
    """The columns of a long table."""

    #: The column with the names of the people or roles.
    name: int
    #: The other columns that are read, by the keys of ``long:``.
    parts: dict[str, int]


def shape_of(
    table: CellTable, names: CatalogNames, of: str | None, each_in: str | None, header_row: int | None
) -> TableShape:
    """The shape of a table, as far as the caller does not say it."""
    top = header_row or _fullest(table, names)
    found = None
    if of != "people":
        search = LadderSearch(table, top, names.is_level, of == "roles", COLUMNS["label"])
        found = search.in_columns() if each_in != "rows" else None
        if found and header_row and found.top != header_row:
            found = None
        found = found or (search.in_rows() if each_in != "columns" else None)
    return TableShape(table, names, of or ("roles" if found else "people"), found.top if found else top, found)


#: What can stand between the skills in a cell.
_SEPARATORS = (";", "\n", "|", "\N{BULLET}", ",", "/")


@frozen(eq=False)
class TableShape:
    """What the rows and columns of a table are, below a row of headers."""

    table: CellTable
    names: CatalogNames
    #: ``people`` or ``roles``.
    of: str
    #: The row with the headers.
    top: int
    ladder: FoundLadder | None
    #: The headers by column, and the cells below them.
    across: dict[int, Cell] = field(init=False)
    below: dict[int, list[Cell]] = field(init=False)

    @across.default
    def _headers(self) -> dict[int, Cell]:
        headers = (self.table.merged_down(self.top, column) for column in range(1, self.table.width + 1))
        return {cell.column: cell for cell in headers if cell.text}

    @below.default
    def _columns(self) -> dict[int, list[Cell]]:
        found: dict[int, list[Cell]] = {}
        for cell in self.table.cells.values():
            if cell.row > self.top:
                found.setdefault(cell.column, []).append(cell)
        return found

    @cached_property
    def first(self) -> int:
        """The first column; that of the names, if the table is a ladder."""
        return self.ladder.names if self.ladder else min((*self.across, *self.below), default=1)

    @cached_property
    def each_in(self) -> str:
        """``columns`` if more skills are named in the first column than in the headers, else ``rows``."""
        if self.ladder:
            return self.ladder.each_in
        headers = [cell for column, cell in self.across.items() if column != self.first]
        down = self.names.matches(self.below.get(self.first, ()))
        return "columns" if down > self.names.matches(headers) else "rows"

    @cached_property
    def name_column(self) -> int:
        """The first column that can be ids: unique values, no names of people, and no skill."""
        for column, cell in () if self.ladder else self.across.items():
            texts = [one.text for one in self.below.get(column, ())]
            named = self.of == "people" and (is_name_header(cell.text) or is_protected(cell.text))
            if texts and len(set(texts)) == len(texts) and not named and not self.names.find(cell.text).slots:
                return column
        return self.first

    @cached_property
    def long(self) -> LongShape | None:
        """The columns of a table with one row a person or role and skill; ``None`` for another table.

        A person or role then has several rows, or a skill has. The column of the skills is known by its header, or by
        the skills that it names.
        """
        skill = self._skill_column
        left = [column for column in self.across if column != skill]
        found = {part: self._headed(part, left) for part in fields_of(LongColumns)} | {"skill": skill}
        if found["level"] is None:
            found["level"] = next((one for one in left if self._holds_levels(one)), None)
        parts = {part: column for part, column in found.items() if column is not None}
        others = [one for one in left if one not in parts.values() and one != self._headed("weight", left)]
        # A column of departments repeats too, and stands behind the one with the ids.
        name = next(filter(self._can_name, others), None)
        if self.ladder or skill is None or name is None or "level" not in parts or self.is_sheet_of_skills("rows"):
            return None
        return LongShape(name, parts)

    @cached_property
    def _skill_column(self) -> int | None:
        """A column with the header of skills beside one of levels, else one that names skills."""
        headed = self._headed("skill", self.across)
        if headed is not None and self._headed("level", self.across) is not None:
            return headed if any(map(self._repeats, {self.first, headed})) else None
        named = (one for one in self.across if one != self.first and 2 * self._matches(one) > self._filled(one))
        return next(named, None) if self._repeats(self.first) else None

    def _headed(self, what: str, columns: Iterable[int]) -> int | None:
        """The first of the columns with a header that means this."""
        return next((one for one in columns if fold(self.across[one].text) in table_words(what)), None)

    def _matches(self, column: int) -> int:
        return self.names.matches(self.below.get(column, ()))

    def _filled(self, column: int) -> int:
        return len(self.below.get(column, ()))

    def _repeats(self, column: int) -> bool:
        texts = [same_text(cell.text) for cell in self.below.get(column, ())]
        return len(set(texts)) < len(texts)

    def _holds_levels(self, column: int) -> bool:
        return any(self.names.is_level(cell.text) for cell in self.below.get(column, ()))

    def _can_name(self, column: int) -> bool:
        """Whether a column can hold ids: it has a text in each row, and no header of names of people."""
        header = self.across[column].text
        named = self.of == "people" and (is_name_header(header) or is_protected(header))
        most = max(map(len, self.below.values()), default=0)
        return not named and self._filled(column) == most and not self.is_prose(column)

    def separator(self, column: int) -> str:
        """What stands between the skills that the cells of a column list; ``""`` for a column of other cells.

        One cell at least has several parts, and half of the parts are names of skills; or the header says that they are
        skills.
        """
        cells = [cell for cell in self.below.get(column, ()) if _is_word(cell)]
        headed = fold(self.across[column].text) in table_words("skills")
        for sign in _SEPARATORS:
            parts = {part.text for cell in cells for part in parts_of(cell, sign)}
            several = any(sign in cell.text for cell in cells)
            if several and (headed or 2 * sum(bool(self.names.find(one).slots) for one in parts) >= len(parts)):
                return sign
        return ""

    @cached_property
    def totals(self) -> dict[int, str]:
        """The rows of totals, each with its first text."""
        firsts: dict[int, Cell] = {}
        for cell in (one for column in sorted(self.below) for one in self.below[column]):
            firsts.setdefault(cell.row, cell)
        return {row: cell.text for row, cell in firsts.items() if is_total(cell.text)}

    def is_sheet_of_skills(self, each_in: str) -> bool:
        """Whether the rows are skills; a name without a description can be that of a person or role."""
        headers = {fold(cell.text) for cell in self.across.values()}
        described = each_in == "columns" or not headers.isdisjoint(COLUMNS["description"])
        return described and not headers.isdisjoint(COLUMNS["label"])

    @cached_property
    def is_in_prose(self) -> bool:
        """Whether the table is a ladder whose grades are columns of texts, not of levels."""
        if self.ladder is None or self.ladder.each_in == "rows":
            return False
        return 2 * sum(map(self.is_prose, self.ladder.lines)) > len(self.ladder.lines)

    def is_prose(self, column: int) -> bool:
        """Whether a column has texts and no levels: nearly all of them differ, and they are many or long."""
        cells = self.below.get(column, ())
        texts = [cell.text for cell in cells if _is_word(cell) and not self.names.is_level(cell.text)]
        differ = len(set(map(same_text, texts))) >= _DIFFER * len(texts)
        long = sum(len(text.split()) for text in texts) >= _LONG * len(texts)
        return differ and (len(texts) >= _MANY or (long and len(texts) > 1))


def parts_of(cell: Cell, separator: str) -> list[Cell]:
    """The parts of a cell that are not empty, each as a cell in its place."""
    return [evolve(cell, text=text) for part in cell.text.split(separator) if (text := part.strip())]


def _is_word(cell: Cell) -> bool:
    """Whether a cell has a text that is no number."""
    return cell.kind not in NOT_A_VALUE and not _NUMBER.fullmatch(cell.text)
