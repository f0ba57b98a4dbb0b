"""A sheet of skills as descriptors: one row a skill, or the skills of a matrix that its mapping leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from roleprofile.errors import UnknownIdError
from roleprofile.importing import NameIndex, levels_of, shown
from roleprofile.loading.document import ParsedDocument
from roleprofile.loading.packs import HEAD
from roleprofile.model.arguments import a_path, instance, some_paths
from roleprofile.model.catalog import CatalogData, a_catalog
from roleprofile.model.finding import unknown_name
from roleprofile.model.name_matching import fold
from roleprofile.model.person import Slot
from roleprofile.model.scale import Scale
from roleprofile.model.table_mapping import OPEN
from roleprofile.model.values import Pointer, number_of, pointer_text
from roleprofile.model.yaml_text import document as document_text
from roleprofile.tables.catalog_names import CatalogNames, skills_of
from roleprofile.tables.cell_values import described_level
from roleprofile.tables.cells import Cell, CellTable, same_text
from roleprofile.tables.matrix import Matrix, MatrixProblems, Place, read_matrix
from roleprofile.tables.merging import merged
from roleprofile.tables.people_tables import TableImport, identifier
from roleprofile.tables.shapes import COLUMNS, header_row_of
from roleprofile.tables.target_pack import TargetPack

_IN_LANGUAGE = re.compile(r"(.+?)\s*\(([a-z]{2,3})\)")
#: The separators of aliases that may hold commas, and the separator of others.
_BETWEEN, _COMMA = re.compile(r"[;\n]"), re.compile(",")
#: A single mark such as "x", or a number.
_MARK = re.compile(r".|[+-]?\d+([.,]\d+)?")
_SCALE = "proficiency"
_LONGEST_ID = 100


def descriptors_from_table(
    table: CellTable,
    catalog: CatalogData,
    pack: Path,
    packs: Sequence[str | Path] = (),
    *,
    mapping: ParsedDocument | None = None,
) -> TableImport:
    """The files of a pack with a descriptor for each skill of a sheet that the catalog does not know.

    The columns are told by their headers: id, label, group, type, scale, description, aliases, and the name of a level
    for the texts of that level, which become anchors. ``Label (fil)`` is the label in another language. Each group is a
    file; one that the pack has keeps what the table does not state. The files have been checked together with the rest
    of the pack.

    Args:
        table: The sheet.
        catalog: The catalog of the pack where it exists already; a skill that it knows becomes no descriptor.
        pack: The pack's folder, which need not exist yet.
        packs: Other packs to load with it, besides those that it requires.
        mapping: The mapping of a skills matrix; its skills without a descriptor are then those to import.

    Raises:
        UnknownIdError: The catalog has no scale of levels.
    """
    instance(table, CellTable, "the table", "rp.tables.read_table(...)")
    a_catalog(catalog)
    a_path(pack)
    packs = some_paths(packs, "packs")
    if mapping is not None:
        instance(mapping, ParsedDocument, "the mapping", "rp.tables.read_mapping(...)")
    findings = MatrixProblems(table, mapping)
    skills = _Descriptors(table, findings, TargetPack(Path(pack), catalog), mapping)
    files = skills.files()
    if files and not findings.failed:
        skills.target.check(findings, files, skills.origins, packs)
    if findings.failed:
        return TableImport(problems=findings.problems())
    return TableImport(files=files, problems=findings.problems(), changes=tuple(skills.target.changes))


@frozen
class _Column:
    """What a column of the sheet holds: a field of a descriptor, or the anchor of a level."""

    field: str
    language: str
    level: str = ""


@define
class _Descriptors:
    """Builds the lists of descriptors, and keeps the cell that each value is from."""

    table: CellTable
    findings: MatrixProblems
    target: TargetPack
    mapping: ParsedDocument | None
    #: By file and pointer, the cell that a value is from.
    origins: dict[str, dict[str, Place]] = field(factory=dict)
    #: The lists that are written, each with its descriptors by id.
    _lists: dict[str, dict[str, Mapping[str, Any]]] = field(factory=dict)
    #: The packs whose scales are used.
    _packs: set[str] = field(factory=set)
    _firsts: dict[str, Cell] = field(factory=dict)
    _names: NameIndex[Slot] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._names = skills_of(self.target.catalog)

    @property
    def language(self) -> str:
        return self.target.languages()[0]

    def files(self) -> dict[str, str]:
        names = CatalogNames(self.target.catalog)
        top = self.mapping.model.header_row if self.mapping else header_row_of(self.table, names)
        scale = self._scale(top)
        for cell, tree, cells in self._from_matrix(top, scale) if self.mapping else self._from_rows(top, scale):
            self._add(cell, tree, cells, scale)
        if not self._firsts and not self.findings.failed:
            message = "no row or column of the table is a skill"
            self.findings.add(Cell(1, 1, ""), "RP518", message, "give the column with the skills the header Skill")
        files: dict[str, str] = {}
        for name, entries in self._lists.items():
            there = self.target.lists.get(name)
            head = there.tree if there else {"kind": "descriptors", "schema": 1, "id": name}
            if (text := self.target.text(there, {**head, "descriptors": [*entries.values()]})) is not None:
                files[self._path(name)] = text
        if files and self.target.is_new:
            added = [one for entries in self._lists.values() for one in entries.values()]
            languages = (self.language, *sorted({lang for one in added for lang in one["label"]} - {self.language}))
            files[HEAD] = document_text(self.target.head(self._packs, languages))
        return files

    def _scale(self, top: int) -> Scale:
        """The scale of new descriptors: the one of most levels below the headers, else proficiency, else the first."""
        graded = [one for one in self.target.catalog.scales.values() if one.levels]
        if not graded:
            raise UnknownIdError(f"pack {self.target.id!r} has no scale; add requires: {{core: '>=1,<2'}} to it")
        known = {text for texts in COLUMNS.values() for text in texts}
        others = {c for c in range(1, self.table.width + 1) if fold(self.table.merged_down(top, c).text) not in known}
        cells = [cell.text for cell in self.table.cells.values() if cell.row > top and cell.column in others]
        if self.mapping:
            cells += [level for levels in self.mapping.model.anchors.values() for level in levels]
        return max(graded, key=lambda one: (_levels_among(cells, one), one.id == _SCALE))

    # --- the skills ---------------------------------------------------------------------------------------------

    def _from_matrix(self, top: int, scale: Scale) -> Iterator[tuple[Cell, dict[str, Any], dict[str, Cell]]]:
        """The skills that the mapping of a matrix leaves open, with the texts of levels in it."""
        assert self.mapping is not None  # noqa: S101 - the caller has looked
        matrix = read_matrix(self.findings, self.mapping.model)
        of_rows = not matrix.by_rows and matrix.mapping.of == "roles"
        columns = self._columns_beside(top) if of_rows else {}
        anchors = self._anchors(matrix, scale)
        for skill in matrix.skills:
            if skill.entry.descriptor != OPEN:
                continue
            tree, cells = self._read(skill.cell.row, columns)
            if texts := anchors.get(skill.pointer):
                tree["anchors"] = {level: texts[level] for level in scale.level_ids if level in texts}
            yield skill.cell, tree | {"label": {self.language: skill.cell.text}}, cells

    def _columns_beside(self, top: int) -> dict[int, _Column]:
        """The columns that describe the skills of a matrix."""
        found: dict[int, _Column] = {}
        for column in range(1, self.table.width + 1):
            said = fold(self.table.merged_down(top, column).text)
            name = next((name for name, known in COLUMNS.items() if said in known and name != "label"), "")
            if name and name not in {one.field for one in found.values()}:
                found[column] = _Column(name, self.language)
        return found

    def _anchors(self, matrix: Matrix, scale: Scale) -> dict[Pointer, dict[str, dict[str, str]]]:
        """By the place of an open skill in the mapping, its texts by the level that they describe."""
        found: dict[Pointer, dict[str, dict[str, str]]] = {}
        for subject in matrix.subjects:
            described = matrix.described(subject)
            for skill, cell in matrix.statements(subject) if described else ():
                level = (
                    described and skill.entry.descriptor == OPEN and described_level(self.findings, *described, scale)
                )
                if level and cell.text:
                    texts = found.setdefault(skill.pointer, {}).setdefault(level, {})
                    texts[self.language] = "\n".join(filter(None, (texts.get(self.language), cell.text)))
        return found

    def _from_rows(self, top: int, scale: Scale) -> Iterator[tuple[Cell, dict[str, Any], dict[str, Cell]]]:
        """The skills of a sheet with one row a skill."""
        columns = self._columns(top, scale)
        labels = [column for column, one in columns.items() if one.field == "label"]
        if not labels:
            message = f"row {top} has no header for the names of the skills"
            hint = "give their column the header Skill; for a matrix, give its mapping with -m"
            self.findings.add(Cell(top, 1, ""), "RP504", message, hint)
            return
        for row in sorted({row for row, column in self.table.cells if row > top and column in columns}):
            cell = self.table.at(row, labels[0])
            if not cell.text:
                self.findings.add(cell, "RP508", f"row {row} has no name", "write the name of the skill here")
                continue
            tree, cells = self._read(row, columns)
            yield cell, tree, cells

    def _columns(self, top: int, scale: Scale) -> dict[int, _Column]:
        """The columns that are read; another one is told as a warning."""
        found: dict[int, _Column] = {}
        others: list[Cell] = []
        levels = levels_of(scale, lowest=True)
        for column in range(1, self.table.width + 1):
            header = self.table.merged_down(top, column)
            if not header.text:
                continue
            said = _IN_LANGUAGE.fullmatch(header.text)
            words, language = (said[1], said[2]) if said else (header.text, self.language)
            folded = fold(words)
            names = [name for name, known in COLUMNS.items() if folded in known]
            level = [*levels.find(folded), *levels.of_id(words.strip().casefold())]
            one = _Column(names[0], language) if names else _Column("anchors", language, level[0]) if level else None
            if one is None:
                others.append(header)
            elif one.level and self._holds_levels(top, column, levels):
                message = f'the column "{shown(header.text)}" holds levels and no texts of a level, and is not read'
                hint = "to import the skills of a matrix, give its mapping with -m"
                self.findings.add(header, "RP505", message, hint, warns=True)
            elif one in found.values():
                message = f"another column holds the {one.level or one.field} already"
                self.findings.add(header, "RP506", message, "keep one of the two")
            else:
                found[column] = one
        if others:
            more = f" (and {number_of(len(others) - 1, 'more column')})" if others[1:] else ""
            message = f'the column "{shown(others[0].text)}" is no part of a descriptor and is not read{more}'
            hint = f"the headers are {', '.join(COLUMNS)} and the levels of {scale.id}"
            self.findings.add(others[0], "RP505", message, hint, warns=True)
        return found

    def _holds_levels(self, top: int, column: int, levels: NameIndex[str]) -> bool:
        """Whether every text of a column is the name of a level, or a mark."""
        rows = (row for row, one in self.table.cells if row > top and one == column)
        texts = [text for row in rows if (text := self.table.at(row, column).text)]
        return bool(texts) and all(_MARK.fullmatch(text) or levels.find(fold(text)) for text in texts)

    def _read(self, row: int, columns: Mapping[int, _Column]) -> tuple[dict[str, Any], dict[str, Cell]]:
        tree: dict[str, Any] = {}
        cells: dict[str, Cell] = {}
        for column, one in columns.items():
            # Of merged cells only a group is one for all of their rows.
            cell = self.table.merged_down(row, column) if one.field == "group" else self.table.at(row, column)
            if not cell.text:
                continue
            cells.setdefault(one.field, cell)
            if one.level:
                tree.setdefault("anchors", {}).setdefault(one.level, {})[one.language] = cell.text
            elif one.field in ("label", "description"):
                tree.setdefault(one.field, {})[one.language] = cell.text
            elif one.field == "aliases":
                texts = [
                    text.strip() for text in (_BETWEEN.split if _BETWEEN.search(cell.text) else _COMMA.split)(cell.text)
                ]
                tree.setdefault("aliases", {})[one.language] = [text for text in texts if text]
            else:
                tree[one.field] = cell.text
        return tree, cells

    # --- their descriptors --------------------------------------------------------------------------------------

    def _add(self, cell: Cell, tree: dict[str, Any], cells: dict[str, Cell], scale: Scale) -> None:
        name = identifier(tree.get("id", cell.text))
        if not name or len(name) > _LONGEST_ID:
            message = f'cannot derive an id from "{shown(tree.get("id", cell.text))}"'
            hint = f"write an id of at most {_LONGEST_ID} letters and digits"
            self.findings.add(cells.get("id", cell), "RP206", message, hint)
            return
        if name in self._firsts:
            message = f'the descriptor "{name}" occurs twice; the other is in {self.table.where(self._firsts[name])}'
            self.findings.add(cells.get("id", cell), "RP509", message, "keep one of the two, or give one another id")
            return
        self._firsts[name] = cell
        if known := self._known(cell.text, name):
            message = f'the catalog knows "{shown(cell.text)}" already, as {", ".join(known)}; it is not imported'
            self.findings.add(cell, "RP519", message, warns=True)
            return
        if "scale" in tree:
            scale = self._scale_of(tree["scale"], cells["scale"]) or scale
        self._packs.add(scale.pack)
        catalog = self.target.catalog
        only = len(catalog.candidates(catalog.scales, scale.id, self.target.scope)) == 1
        entry: dict[str, Any] = {
            "id": name,
            "type": same_text(tree.get("type", "skill")),
            "label": tree["label"],
            **{key: tree[key] for key in ("description", "aliases") if key in tree},
            "scale": scale.id if only else f"{scale.pack}:{scale.id}",
            **({"anchors": tree["anchors"]} if "anchors" in tree else {}),
        }
        self._file(entry, tree, cell, cells)

    def _scale_of(self, text: str, cell: Cell) -> Scale | None:
        """The scale that a cell names by its id; ``None`` for an unknown one, which is reported."""
        catalog, scope = self.target.catalog, self.target.scope
        ref = same_text(text)
        if wrong := unknown_name(catalog, catalog.scales, ref, scope, (), "RP302", "scale"):
            self.findings.add(cell, wrong.code, wrong.message, wrong.hint, allowed=wrong.allowed)
            return None
        return catalog.scales[catalog.find(catalog.scales, ref, scope)]

    def _file(self, entry: dict[str, Any], tree: Mapping[str, Any], cell: Cell, cells: Mapping[str, Cell]) -> None:
        """Add an entry to the list of its group, and keep the cells that it is from.

        A descriptor that the pack has keeps what the table does not state, and so does its list.
        """
        own = {one["id"]: (name, one) for name in self.target.lists for one in self._there(name)}
        there, before = own.get(entry["id"], ("", {}))
        name = identifier(tree.get("group", ""))[:_LONGEST_ID].strip("-") or there or "skills"
        if name not in self._lists:
            self._lists[name] = {one["id"]: one for one in self._there(name)}
        entries = self._lists[name]
        stated = {key: value for key, value in entry.items() if key in tree}
        entries[entry["id"]] = merged(before, stated) if before else entry
        index = [*entries].index(entry["id"])
        places = self.origins.setdefault(self._path(name), {"": cell})
        places[pointer_text(("descriptors", index))] = cell
        for key in entry.keys() & cells.keys():
            places[pointer_text(("descriptors", index, key))] = cells[key]

    def _there(self, name: str) -> Sequence[Mapping[str, Any]]:
        """The descriptors of a list that the pack has."""
        document = self.target.lists.get(name)
        return document.tree.get("descriptors", ()) if document else ()

    def _path(self, name: str) -> str:
        """The file of a list."""
        document = self.target.lists.get(name)
        return document.file.relative if document else f"descriptors/{name}.yaml"

    def _known(self, label: str, name: str) -> list[str]:
        """The other descriptors that have this name; keys of descriptors, such as fields of study, are no skills."""
        ours = f"{self.target.id}:{name}"
        found = self._names.find(fold(label))
        return sorted(full for full, key in found if not key and full != ours)


def _levels_among(texts: Sequence[str], scale: Scale) -> int:
    """How many of the texts are names of levels of a scale."""
    names = levels_of(scale, lowest=True)
    return sum(text in scale.level_ids or bool(names.find(fold(text))) for text in texts)
