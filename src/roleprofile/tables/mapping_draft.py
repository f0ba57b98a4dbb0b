"""The first draft of a mapping: the headers of a table matched with the labels and aliases of a catalog.

A header without a match is in the draft too, with a question mark to fill in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from attrs import define, field, frozen

from roleprofile.importing import IndexedName, NameIndex, full_id, levels_of, shown
from roleprofile.model.arguments import instance, whole_number
from roleprofile.model.catalog import CatalogData, a_catalog, short
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.name_matching import fold
from roleprofile.model.person import Slot
from roleprofile.model.protected import is_protected
from roleprofile.model.scale import Scale
from roleprofile.model.table_mapping import OPEN
from roleprofile.model.values import Text
from roleprofile.model.vocabulary import Vocabulary
from roleprofile.model.yaml_text import flow, scalar
from roleprofile.tables.cells import NOT_A_VALUE, Cell, CellTable, rows_not_read, same_text
from roleprofile.tables.ladder_draft import FoundLadder, LadderSearch
from roleprofile.tables.people_tables import is_name_header

#: The number of rows in which the headers are searched.
LOOKED_AT = 20
#: What a draft says of a list of skills without levels.
NOBODY = "Nobody is in this table: no column stands beside the names of the skills."
#: What a draft says where the catalog does not know a skill; a sheet with one row a skill needs no mapping for it.
OFFER = "Descriptors for the unknown ones: roleprofile import table FILE --of descriptors -m MAPPING -o PACK"
OFFER_OF_ROWS = "This looks like one row a skill: roleprofile import table FILE --of descriptors -o PACK"
#: The words for the columns of a sheet of skills, folded.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "code", "key", "skill id", "skill code", "competency id", "competence id"),
    "label": ("label", "name", "skill", "skills", "skill name", "competency", "competence", "competencies", "title"),
    "group": ("group", "category", "area", "cluster", "domain", "skill group", "skill category"),
    "type": ("type",),
    "description": ("description", "definition", "meaning"),
    "aliases": ("alias", "aliases", "synonyms", "other names"),
}
#: The most words of cells in a draft.
WORDS = 60

_WEIGHTS = ("weight", "weights")
#: The share of different texts in a column of notes or descriptions, and the number of texts, or of words in each, from
#: which they are one; a scale has fewer levels, and their names are shorter.
_DIFFER, _MANY, _LONG = 0.9, 12, 4
_PROSE = "nearly every cell has another text, so it holds no levels"
#: The types of descriptors whose keys are named as skills are: "English".
_SKILLS = ("skill", "knowledge", "ability")
_NUMBER = re.compile(r"[\d.,%\s-]+")
_STAR = "*"


def skills_of(catalog: CatalogData) -> NameIndex[Slot]:
    """An index of everything that a header can name: descriptors, and each key of keyed ones.

    A key is found by itself, ``English``, or with its descriptor: ``Language: English``, ``English language``.
    """
    names: NameIndex[Slot] = NameIndex("descriptor")
    for descriptor in catalog.descriptors.values():
        if descriptor.deprecated:
            continue
        full, vocabulary = full_id(descriptor), catalog.keys_of(descriptor)
        names.add((full, ""), full, descriptor.label, descriptor.aliases)
        for term in vocabulary or ():
            names.add((full, term.id), term.id, term.label, term.aliases)
            for label in _with_key(descriptor, term.label):
                names.add((full, term.id), f"{full}-{term.id}", label, {})
    return names


def _with_key(descriptor: Descriptor, term: Text) -> Iterator[Text]:
    for language, label in descriptor.label.items():
        if language in term:
            yield Text({language: f"{label} {term[language]}"})
            yield Text({language: f"{term[language]} {label}"})


@frozen
class _Found:
    """The possible meanings of a header: descriptors with or without a key, in the order of the catalog."""

    slots: dict[Slot, IndexedName]
    #: Those that are listed, but not taken.
    doubtful: frozenset[Slot] = frozenset()

    @property
    def slot(self) -> Slot | None:
        """The meaning, if it is unique: a descriptor of that name is preferred to a key of that name."""
        own = [slot for slot in self.slots if not slot[1]] or list(self.slots)
        return own[0] if len(own) == 1 and own[0] not in self.doubtful else None

    @property
    def others(self) -> str:
        """The other possible meanings."""
        rest = sorted(" ".join(filter(None, slot)) for slot in self.slots if slot != self.slot)
        return shown(", ".join(rest))


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
    return _Draft(table, catalog, of, skills_of(catalog)).text(id, each_in, header_row)


def header_row_of(table: CellTable, catalog: CatalogData) -> int:
    """The row with the headers: the first with a text in every used column, unless one above names more skills."""
    return _Draft(table, catalog, None, skills_of(catalog)).headers()


@define
class _Draft:
    """Builds a draft."""

    table: CellTable
    catalog: CatalogData
    of: str | None
    names: NameIndex[Slot]
    _skipped: dict[str, str] = field(factory=dict)
    _not_subjects: set[int] = field(factory=set)
    #: By column, the texts below the headers that are no levels; ``None`` until one looks.
    _below: dict[int, list[str]] | None = None
    #: Whether the table has one row a person and skill.
    _is_long: bool = False
    _ladder: FoundLadder | None = None
    _scales: list[tuple[Scale, NameIndex[str]]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._scales = [(one, levels_of(one, lowest=True)) for one in self.catalog.scales.values() if one.levels]

    def find(self, text: str) -> _Found:
        """The meanings of a text: by label and alias, else as the id of a descriptor, also written in words."""
        folded = fold(text)
        found = self.names.find(folded)
        by_id = {} if found else self.names.of_id(text) or self.names.of_id(folded.replace(" ", "-"))
        return _Found(
            found or {slot: name for slot, name in by_id.items() if not slot[1]}, self._of_another_type(folded, found)
        )

    def _of_another_type(self, folded: str, found: dict[Slot, IndexedName]) -> frozenset[Slot]:
        """The keys of descriptors that are no skills, where the text names the key alone: "Law" is not yet a degree."""
        return frozenset(
            (ref, key)
            for ref, key in found
            if key
            and self.catalog.descriptors[ref].type not in _SKILLS
            and folded in _names_of(self.catalog.keys_of(self.catalog.descriptors[ref]), key)
        )

    def text(self, mapping_id: str, each_in: str | None, header_row: int | None) -> str:
        top, each_in, first = self._layout(each_in, header_row)
        across = self._across(top)
        names = self._name_column(top, first, across) if each_in == "rows" and not self._ladder else first
        lines = ["kind: table-mapping", "schema: 1", f"id: {mapping_id}", f"of: {self.of}", f"each_in: {each_in}"]
        lines += self._head(top, names)
        beside = [cell for column, cell in sorted(across.items()) if column != names]
        if self.of == "roles" and (weights := [cell for cell in beside if fold(cell.text) in _WEIGHTS]):
            lines.append(f"weights: {scalar(weights[0].text)}")
            self._not_subjects.add(weights[0].column)
        if each_in == "columns":
            skills = [cell for (row, column), cell in sorted(self.table.cells.items()) if row > top and column == first]
            self._skip_columns(top, beside)
        else:
            skills = [cell for cell in beside if cell.column not in self._not_subjects]
        if each_in == "columns" and not set(across) - {names} - self._not_subjects:
            lines.append(f"# {NOBODY}")
        if each_in == "rows" and not self._ladder:
            lines += self._long(top, first, across)
        lines += self._skills(skills, each_in, top)
        if self.of == "roles":
            lines += [
                "# What every requirement has where the table says nothing.",
                "defaults: {weight: 1, basis: judgement}",
            ]
        return "\n".join(lines) + "\n"

    def _layout(self, each_in: str | None, header_row: int | None) -> tuple[int, str, int]:
        """The row of the headers, whether people or roles are rows or columns, and the first column."""
        top, oriented = self._oriented(each_in, header_row)
        found = None if self.of == "people" else self._find_ladder(top, each_in, header_row)
        self.of = self.of or ("roles" if found else "people")
        self._ladder = found
        return (found.top, found.each_in, found.names) if found else (top, oriented, self._first_column(top))

    def _head(self, top: int, names: int) -> Iterator[str]:
        """The lines that say where the names are."""
        grades = self._ladder.grades_of if self._ladder else {}
        if self.table.sheet:
            yield f"sheet: {scalar(self.table.sheet)}"
        unread = rows_not_read(self.table, top, grades.get("row", 0))
        yield f"header_row: {top}" + (f"  # {unread}" if unread else "")
        if header := self.table.header(top, names).text:
            yield f"row_names: {scalar(header)}"
        if self._ladder:
            yield f"# {self._ladder.reason}"
            yield f"grades_of: {flow(grades)}"
        if "column" in grades:
            self._not_subjects.add(names - 1)

    def _find_ladder(self, top: int, each_in: str | None, header_row: int | None) -> FoundLadder | None:
        """The grades in the columns or rows, unless the caller says that they are in the other ones."""
        search = LadderSearch(self.table, top, self._is_level, self.of == "roles", COLUMNS["label"])
        found = search.in_columns() if each_in != "rows" else None
        if found and header_row and found.top != header_row:
            found = None
        return found or (search.in_rows() if each_in != "columns" else None)

    def headers(self) -> int:
        """The row of the headers, which may be that of the grades of a ladder."""
        top = self.header_row()
        found = LadderSearch(self.table, top, self._is_level, of_roles=True).in_columns()
        return found.top if found else top

    def _across(self, top: int) -> dict[int, Cell]:
        headers = (self.table.header(top, column) for column in range(1, self.table.width + 1))
        return {cell.column: cell for cell in headers if cell.text}

    def _oriented(self, each_in: str | None, header_row: int | None) -> tuple[int, str]:
        """The row with the headers, and whether the people or roles are rows or columns."""
        top = header_row or self.header_row()
        first = self._first_column(top)
        across = [cell for (row, column), cell in self.table.cells.items() if row == top and column != first]
        below = [cell for (row, column), cell in self.table.cells.items() if column == first and row > top]
        if each_in is None:
            each_in = "columns" if self._matches(below) > self._matches(across) else "rows"
        return top, each_in

    def header_row(self) -> int:
        """The first of the rows with the most texts, unless a row above it names more skills.

        The first column does not count, because its header may be missing. A row below never wins by the skills that it
        names: the texts of a person can be names of skills too.
        """
        rows: dict[int, list[Cell]] = {}
        first = self._first_column(1)
        for (row, column), cell in self.table.cells.items():
            if row <= LOOKED_AT and column != first:
                rows.setdefault(row, []).append(cell)
        if not rows:
            return min((row for row, _ in self.table.cells), default=1)
        fullest = min(rows, key=lambda row: (-sum(map(_is_word, rows[row])), row))
        return max((row for row in rows if row <= fullest), key=lambda row: (self._matches(rows[row]), row == fullest))

    def _first_column(self, top: int) -> int:
        return min((column for row, column in self.table.cells if row >= top), default=1)

    def _matches(self, cells: Iterable[Cell]) -> int:
        return sum(bool(found.slots.keys() - found.doubtful) for found in (self.find(cell.text) for cell in cells))

    def _name_column(self, top: int, first: int, across: dict[int, Cell]) -> int:
        """The first column that can be ids: unique values, no names of people, and no skill."""
        for column, cell in sorted(across.items()):
            below = [self.table.text(row, column) for row in range(top + 1, self.table.height + 1)]
            there = [text for text in below if text]
            named = self.of == "people" and (is_name_header(cell.text) or is_protected(cell.text))
            if there and len(set(there)) == len(there) and not named and not self.find(cell.text).slots:
                return column
        return first

    def _skills(self, cells: list[Cell], each_in: str, top: int) -> Iterator[str]:
        matched = unknown = 0
        lines: list[str] = []
        slots: list[tuple[Cell, Slot]] = []
        seen: set[str] = set()
        for cell in cells:
            key = same_text(cell.text)
            if key in seen or cell.kind in NOT_A_VALUE:
                continue
            seen.add(key)
            prose = each_in == "rows" and self._is_prose(top, cell.column)
            if reason := self._why_skipped(cell.text) or (_PROSE if prose else ""):
                self._skipped[cell.text] = reason
                continue
            found = self.find(cell.text)
            if found.slot and self._is_whole(found.slot):
                matched += 1
                slots.append((cell, found.slot))
            unknown += not found.slots
            lines.append(f"  - {self._entry(cell.text, found)}")
        yield f'# Matched: {matched} of {len(lines)}. What is "{OPEN}" is left to fill in, or to move to skip:'
        if unknown and not self._is_long:
            yield f"# {OFFER_OF_ROWS if self._is_sheet_of_skills(top, each_in) else OFFER}"
        yield "skills:"
        yield from lines or [f'  - {{name: "{OPEN}", descriptor: "{OPEN}"}}']
        if self._skipped:
            yield "skip:"
            yield from (f"  - {scalar(name)}  # {reason}" for name, reason in self._skipped.items())
        yield from self._levels(slots, each_in, top)

    def _long(self, top: int, first: int, across: dict[int, Cell]) -> Iterator[str]:
        """A note where the table has one row a person and skill, which an import cannot read."""
        below: dict[int, list[Cell]] = {}
        for cell in self.table.cells.values():
            if cell.row > top:
                below.setdefault(cell.column, []).append(cell)
        ids = [same_text(cell.text) for cell in below.get(first, ())]
        if len(set(ids)) == len(ids):
            return
        for column, header in sorted(across.items()):
            cells = below.get(column, ())
            if column != first and 2 * self._matches(cells) > len(cells):
                self._is_long = True
                noun, name = "person" if self.of == "people" else "role", shown(header.text)
                yield f'# This looks like one row a {noun} and skill: the cells below "{name}" are names of skills.'
                yield "# Make a pivot table of it first, with a column for each skill."
                return

    def _is_sheet_of_skills(self, top: int, each_in: str) -> bool:
        """Whether the rows are skills; a name without a description can be that of a person or role."""
        headers = {fold(cell.text) for cell in self._across(top).values()}
        described = each_in == "columns" or not headers.isdisjoint(COLUMNS["description"])
        return described and not headers.isdisjoint(COLUMNS["label"])

    def _skip_columns(self, top: int, headers: Sequence[Cell]) -> None:
        """Skip the columns beside skills in rows that are no person, no role and no grade."""
        self._skip((cell for cell in headers if self._is_prose(top, cell.column)), _PROSE)
        if self._ladder:
            lines = self._ladder.lines
            self._skip((cell for cell in headers if cell.column not in lines), "it is not named like a grade")

    def _skip(self, headers: Iterable[Cell], reason: str) -> None:
        for cell in headers:
            if cell.column not in self._not_subjects:
                self._skipped[cell.text] = reason
                self._not_subjects.add(cell.column)

    def _is_prose(self, top: int, column: int) -> bool:
        """Whether a column has texts and no levels: nearly all of them differ, and they are many or long."""
        if self._below is None:
            self._below = {}
            for cell in self.table.cells.values():
                if cell.row > top and _is_word(cell) and not self._is_level(cell.text):
                    self._below.setdefault(cell.column, []).append(cell.text)
        texts = self._below.get(column, ())
        differ = len(set(map(same_text, texts))) >= _DIFFER * len(texts)
        long = sum(len(text.split()) for text in texts) >= _LONG * len(texts)
        return differ and (len(texts) >= _MANY or (long and len(texts) > 1))

    def _is_level(self, text: str) -> bool:
        """Whether a text, without the mark of a minimum, is the name of a level on any scale."""
        word = text.removesuffix(_STAR).strip()
        return any(word in scale.level_ids or names.find(fold(word)) for scale, names in self._scales)

    def _why_skipped(self, text: str) -> str:
        if self.of == "people" and is_name_header(text):
            return "what people are known by is not imported"
        if self.of == "people" and is_protected(text):
            return "a protected attribute is never imported"
        return ""

    def _is_whole(self, slot: Slot) -> bool:
        return bool(slot[1]) or not self.catalog.descriptors[slot[0]].keys

    def _entry(self, text: str, found: _Found) -> str:
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

    def _levels(self, slots: list[tuple[Cell, Slot]], each_in: str, top: int) -> Iterator[str]:
        """The words in cells that match no level of their scale."""
        words: dict[str, str] = {}
        starred = False
        for cell, (ref, _) in slots:
            scale = self.catalog.scale_of(self.catalog.descriptors[ref])
            names = levels_of(scale, lowest=True)
            for text in () if scale.is_amount else self._words(cell, each_in, top):
                word = text.removesuffix(_STAR).strip() if self.of == "roles" else text
                starred = starred or word != text
                if word not in scale.level_ids and not names.find(fold(word)):
                    words.setdefault(word, scale.id)
        if starred:
            yield f'minimum_mark: "{_STAR}"'
        if words:
            yield "# Words of the cells that are no level by name: write the level of each, or move it to unknown:"
            yield "levels:"
            for text, scale_id in sorted(words.items())[:WORDS]:
                yield f'  {scalar(text)}: "{OPEN}"  # on scale {scale_id}'

    def _words(self, cell: Cell, each_in: str, top: int) -> Iterator[str]:
        """The texts of the cells of a skill."""
        for (row, column), found in self.table.cells.items():
            inside = row > top and column == cell.column
            if each_in == "columns":
                inside = row == cell.row and column != cell.column and column not in self._not_subjects
            if inside and found.kind not in NOT_A_VALUE:
                yield found.text


def _is_word(cell: Cell) -> bool:
    """Whether a cell has a text that is no number."""
    return cell.kind not in NOT_A_VALUE and not _NUMBER.fullmatch(cell.text)


def _names_of(vocabulary: Vocabulary | None, key: str) -> set[str]:
    """The folded names of a term."""
    return {
        fold(text)
        for term in vocabulary or ()
        if term.id == key
        for texts in (term.label.values(), *term.aliases.values())
        for text in texts
    }
