"""The first draft of a mapping: the headers of a table matched with the labels and aliases of a catalog.

A header without a match is in the draft too, with a question mark to fill in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal

from attrs import define, field

from roleprofile.importing import levels_of, shown
from roleprofile.model.arguments import instance, whole_number
from roleprofile.model.catalog import CatalogData, a_catalog, short
from roleprofile.model.grammar import fields_of
from roleprofile.model.name_matching import fold
from roleprofile.model.person import Slot
from roleprofile.model.protected import is_protected
from roleprofile.model.table_mapping import OPEN, LongColumns
from roleprofile.model.yaml_text import flow, scalar
from roleprofile.tables.catalog_names import STAR, CatalogNames, FoundSkill
from roleprofile.tables.cells import NOT_A_VALUE, Cell, CellTable, rows_not_read, same_text
from roleprofile.tables.ladder_draft import FoundLadder, described_levels
from roleprofile.tables.people_tables import identifier
from roleprofile.tables.shapes import COLUMNS, LongShape, TableShape, parts_of, shape_of
from roleprofile.tables.tracks import is_difference
from roleprofile.tables.words import is_name_header, is_total, table_words

#: What a draft says of a list of skills without levels.
NOBODY = "Nobody is in this table: no column stands beside the names of the skills."
#: What a draft says where the catalog does not know a skill; a sheet with one row a skill needs no mapping for it.
OFFER = "Descriptors for the unknown ones: roleprofile import table FILE --of descriptors -m MAPPING -o PACK"
OFFER_OF_ROWS = "This looks like one row a skill: roleprofile import table FILE --of descriptors -o PACK"
#: The most words of cells in a draft.
WORDS = 60

_PROSE = "nearly every cell has another text, so it holds no levels"
_TOTAL = "totals are computed from the other cells"


def draft_mapping(
    table: CellTable,
    catalog: CatalogData,
    *,
    id: str,  # noqa: A002 - the word the documents use
    of: Literal["people", "roles"] | None = None,
    each_in: Literal["rows", "columns"] | None = None,
    header_row: int | None = None,
) -> str:
    r"""The text of a mapping file for a table.

    Args:
        table: The matrix.
        catalog: The catalog; headers are compared with its labels, aliases and ids in all languages, as whole names.
        id: The id of the mapping: the name of its file.
        of: Whether the matrix describes people or roles. If it is not given, columns or rows that are named like grades
            (Junior, Senior; Band 5, Band 6) are those of a role, and everything else is people.
        each_in: Whether each of these is a row or a column. If it is not given, the skills are taken to be in the
            headers or in the first column, wherever more names match.
        header_row: The row with the headers; if it is not given, the first one that has a text in every used column.

    >>> import roleprofile as rp
    >>> table = rp.tables.read_table(b"No.,Name,Negotiation,Juggling\nc-17,A. B.,Advanced,3\n", "matrix.csv")
    >>> print(rp.tables.draft_mapping(table, rp.load(), id="matrix"), end="")
    kind: table-mapping
    schema: 1
    id: matrix
    of: people
    each_in: rows
    header_row: 1
    row_names: No.
    # Matched: 1 of 2. What is "?" is left to fill in, or to move to skip:
    # Descriptors for the unknown ones: roleprofile import table FILE --of descriptors -m MAPPING -o PACK
    skills:
      - {name: Negotiation, descriptor: negotiation}  # label "Negotiation"; or core:course negotiation
      - {name: Juggling, descriptor: "?"}  # nothing in the catalog has this name
    skip:
      - Name  # what people are known by is not imported
    """
    instance(table, CellTable, "the table", "rp.tables.read_table(...)")
    a_catalog(catalog)
    if header_row is not None:
        whole_number(header_row, "header_row", 1)
    shape = shape_of(table, CatalogNames(catalog), of, each_in, header_row)
    return _Draft(shape, each_in or shape.each_in).text(id)


@define
class _Draft:
    """Builds a draft."""

    shape: TableShape
    each_in: str
    _skipped: dict[str, str] = field(factory=dict)
    _not_subjects: set[int] = field(factory=set)

    @property
    def catalog(self) -> CatalogData:
        return self.shape.names.catalog

    @property
    def of(self) -> str:
        return self.shape.of

    @property
    def long(self) -> LongShape | None:
        """The columns of a long table, unless the caller has said that people or roles are columns."""
        return self.shape.long if self.each_in == "rows" else None

    @cached_property
    def name_column(self) -> int:
        """The column with the names of the people or roles, or with those of the skills."""
        if self.long:
            return self.long.name
        return self.shape.name_column if self.each_in == "rows" else self.shape.first

    @cached_property
    def headers(self) -> list[Cell]:
        """The headers of the other columns."""
        return [cell for column, cell in self.shape.across.items() if column != self.name_column]

    @cached_property
    def lists(self) -> dict[int, str]:
        """The columns that list skills, with the separator of each."""
        columns = [one.column for one in self.headers] if self.each_in == "rows" and not self.long else []
        return {column: sign for column in columns if (sign := self.shape.separator(column))}

    def text(self, mapping_id: str) -> str:
        shape = self.shape
        lines = ["kind: table-mapping", "schema: 1", f"id: {mapping_id}", f"of: {self.of}"]
        if self.long is None:
            lines.append(f"each_in: {self.each_in}")
        lines += [*self._head(), *self._weights()]
        if self.long:
            lines += self._long_columns(self.long)
        elif self.each_in == "columns":
            lines += self._columns_beside()
        elif self.lists:
            lines += self._skill_lists()
        self._skipped |= dict.fromkeys(shape.totals.values(), _TOTAL)
        lines += self._skills(self._skill_cells())
        if self.of == "roles":
            lines += [
                "# What every requirement has where the table says nothing.",
                "defaults: {weight: 1, basis: judgement}",
            ]
        return "\n".join(lines) + "\n"

    def _head(self) -> Iterator[str]:
        """The lines that say where the names are."""
        table, top, ladder = self.shape.table, self.shape.top, self.shape.ladder
        grades = ladder.grades_of if ladder else {}
        if table.sheet:
            yield f"sheet: {scalar(table.sheet)}"
        unread = rows_not_read(table, top, grades.get("row", 0))
        yield f"header_row: {top}" + (f"  # {unread}" if unread else "")
        if header := table.merged_down(top, self.name_column).text:
            yield f"row_names: {scalar(header)}"
        if ladder:
            yield f"# {ladder.reason}"
            yield f"grades_of: {flow(grades)}"
            yield from self._tracks(ladder)
        if "column" in grades:
            self._not_subjects.add(self.name_column - 1)

    def _tracks(self, ladder: FoundLadder) -> Iterator[str]:
        """The columns with differences from the levels of the one role."""
        found: dict[str, str] = {}
        for column, header in self.shape.across.items():
            below = self.shape.below.get(column, ())
            if below and all(is_difference(cell.text) for cell in below):
                found[header.text] = identifier(ladder.grades_of.get("role", "")) or OPEN
                self._not_subjects.add(column)
        if found and ladder.each_in == "columns":
            yield f"tracks: {flow(found)}  # the cells are differences from the levels of that role"

    def _weights(self) -> Iterator[str]:
        """The line that says which column has the weights of roles."""
        found = [one for one in self.headers if fold(one.text) in table_words("weight")]
        if self.of == "roles" and found:
            self._not_subjects.add(found[0].column)
            yield f"weights: {scalar(found[0].text)}"

    def _skill_cells(self) -> list[Cell]:
        """The cells that name skills."""
        below = self.shape.below
        if self.long:
            return below.get(self.long.parts["skill"], [])
        if self.each_in == "columns":
            return below.get(self.shape.first, [])
        others = {*self.lists, *self._not_subjects}
        listed = [part for column, sign in self.lists.items() for one in below[column] for part in parts_of(one, sign)]
        return [cell for cell in self.headers if cell.column not in others] + listed

    def _skills(self, cells: list[Cell]) -> Iterator[str]:
        matched = unknown = 0
        lines: list[str] = []
        slots: list[tuple[Cell, Slot]] = []
        seen: set[str] = set()
        for cell in cells:
            key = same_text(cell.text)
            if key in seen or cell.kind in NOT_A_VALUE:
                continue
            seen.add(key)
            prose = cell.row == self.shape.top and self.shape.is_prose(cell.column)
            if reason := self._why_skipped(cell.text) or (_PROSE if prose else ""):
                self._skipped[cell.text] = reason
                continue
            found = self.shape.names.find(cell.text)
            if found.slot and self._is_whole(found.slot):
                matched += 1
                slots.append((cell, found.slot))
            unknown += not found.slots
            lines.append(f"  - {self._entry(cell.text, found)}")
        yield f'# Matched: {matched} of {len(lines)}. What is "{OPEN}" is left to fill in, or to move to skip:'
        texts = self.shape.ladder if self.shape.is_in_prose else None
        if unknown:
            yield f"# {OFFER_OF_ROWS if self.shape.is_sheet_of_skills(self.each_in) and not texts else OFFER}"
        yield "skills:"
        yield from lines or [f'  - {{name: "{OPEN}", descriptor: "{OPEN}"}}']
        if self._skipped:
            yield "skip:"
            yield from (f"  - {scalar(name)}  # {reason}" for name, reason in self._skipped.items())
        yield from self._anchors(texts, slots) if texts else self._levels(slots)

    def _anchors(self, ladder: FoundLadder, slots: list[tuple[Cell, Slot]]) -> Iterator[str]:
        """The grades whose cells are texts."""
        yield "# The level that the texts of each grade describe, which is the level that it asks:"
        yield "anchors:"
        skills = [(cell, self.catalog.descriptors[ref]) for cell, (ref, _) in slots]
        for name, level in described_levels(self.shape.table, ladder, skills).items():
            yield f"  {scalar(name)}: {scalar(level)}"

    def _skill_lists(self) -> Iterator[str]:
        """The lines that say which columns list skills, with the reason."""
        yield "# The parts of these cells are names of skills; write the level of whoever has one in the list."
        yield "lists:"
        for column, sign in self.lists.items():
            entry = {"column": self.shape.across[column].text, "separator": sign, "level": OPEN}
            yield f"  - {flow(entry)}"

    def _long_columns(self, long: LongShape) -> Iterator[str]:
        """The lines that say which columns a long table has, with the reason."""
        across = self.shape.across
        about = {part: one.about for part, one in fields_of(LongColumns).items()}
        parts = {part: column for part, column in long.parts.items() if about[part] in ("", self.of)}
        columns = flow({part: across[column].text for part, column in parts.items()})
        noun, name = "person" if self.of == "people" else "role", shown(across[long.name].text)
        yield f'# One row a {noun} and skill: texts repeat below "{name}" or "{shown(across[parts["skill"]].text)}".'
        yield f"long: {columns}"
        if self.of == "people" and "date" in parts and "evidence" not in parts:
            yield "# The dates enter the facts with a kind of evidence, such as evidence: {kind: self-report}"
        for cell in self.headers:
            if cell.column not in {*long.parts.values(), *self._not_subjects}:
                self._skipped[cell.text] = self._why_skipped(cell.text) or "no part of a row that is read"

    def _columns_beside(self) -> Iterator[str]:
        """Skip the columns beside skills in rows that are no person, no role and no grade; say so if none is left."""
        headers: Sequence[Cell] = self.headers
        self._skip((cell for cell in headers if is_total(cell.text)), _TOTAL)
        if ladder := self.shape.ladder:
            headers = [cell for cell in headers if cell.column not in ladder.lines]
            told = {text for texts in COLUMNS.values() for text in texts}
            self._skip((cell for cell in headers if fold(cell.text) in told), "no grade; --of descriptors reads it")
            self._skip(headers, "it is not named like a grade")
        self._skip((cell for cell in headers if self.shape.is_prose(cell.column)), _PROSE)
        if not {cell.column for cell in self.headers} - self._not_subjects:
            yield f"# {NOBODY}"

    def _skip(self, headers: Iterable[Cell], reason: str) -> None:
        for cell in headers:
            if cell.column not in self._not_subjects:
                self._skipped[cell.text] = reason
                self._not_subjects.add(cell.column)

    def _why_skipped(self, text: str) -> str:
        if self.of == "people" and is_name_header(text):
            return "what people are known by is not imported"
        if self.of == "people" and is_protected(text):
            return "a protected attribute is never imported"
        return _TOTAL if is_total(text) else ""

    def _is_whole(self, slot: Slot) -> bool:
        return bool(slot[1]) or not self.catalog.descriptors[slot[0]].keys

    def _entry(self, text: str, found: FoundSkill) -> str:
        if not found.slots:
            return f"{flow({'name': text, 'descriptor': OPEN})}  # nothing in the catalog has this name"
        if found.slot is None:
            return f"{flow({'name': text, 'descriptor': OPEN})}  # it could be {found.others}"
        (ref, key), name = found.slot, found.slots[found.slot]
        entry = {"name": text, "descriptor": self._ref(ref)}
        note = f'{"id" if name.by == "mapping" else name.by} "{shown(name.text)}"'
        if not self._is_whole(found.slot):
            entry["for"], note = OPEN, f"{note}; which one of its keys?"
        elif key:
            entry["for"] = key
        return f"{flow(entry)}  # {note}" + (f"; or {found.others}" if found.others else "")

    def _ref(self, full: str) -> str:
        return short(full) if len(self.catalog.candidates(self.catalog.descriptors, short(full))) == 1 else full

    def _levels(self, slots: list[tuple[Cell, Slot]]) -> Iterator[str]:
        """The words in cells that match no level of their scale."""
        words: dict[str, str] = {}
        starred = False
        for cell, (ref, _) in slots:
            scale = self.catalog.scale_of(self.catalog.descriptors[ref])
            names = levels_of(scale, lowest=True)
            for text in () if scale.is_amount else self._words(cell):
                word = text.removesuffix(STAR).strip() if self.of == "roles" else text
                starred = starred or word != text
                if word not in scale.level_ids and not names.find(fold(word)):
                    words.setdefault(word, scale.id)
        if starred:
            yield f'minimum_mark: "{STAR}"'
        if words:
            yield "# Words of the cells that are no level by name: write the level of each, or move it to unknown:"
            yield "levels:"
            for text, scale_id in sorted(words.items())[:WORDS]:
                mark = "a check box, " if same_text(text) in table_words("check") else ""
                yield f'  {scalar(text)}: "{OPEN}"  # {mark}on scale {scale_id}'

    def _words(self, cell: Cell) -> Iterator[str]:
        """The texts of the cells of a skill."""
        shape = self.shape
        found: Iterable[Cell] = ()
        if self.long:
            found = self._levels_of_rows.get(same_text(cell.text), ())
        elif self.each_in == "columns":
            columns = set(shape.below) - {cell.column} - self._not_subjects
            found = (one for column in columns if (one := shape.table.cells.get((cell.row, column))))
        elif cell.row == shape.top:
            found = shape.below.get(cell.column, ())
        levels = (one for one in found if one.kind == "truth" or one.kind not in NOT_A_VALUE)
        yield from (one.text for one in levels if one.row not in shape.totals)

    @cached_property
    def _levels_of_rows(self) -> dict[str, list[Cell]]:
        """The cells with the levels of each skill of a long table."""
        found: dict[str, list[Cell]] = {}
        long = self.long
        for skill in self.shape.below.get(long.parts["skill"], ()) if long else ():
            if long and (level := self.shape.table.cells.get((skill.row, long.parts["level"]))):
                found.setdefault(same_text(skill.text), []).append(level)
        return found
