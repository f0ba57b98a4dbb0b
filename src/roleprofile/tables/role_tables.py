"""A skills matrix of roles as the files of a pack, which are checked as part of the pack before they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from attrs import define, field

from roleprofile.loading.document import ParsedDocument
from roleprofile.loading.packs import HEAD
from roleprofile.model.arguments import a_path, some_paths
from roleprofile.model.catalog import CatalogData, short
from roleprofile.model.grades import GRADE, grade_ids, is_by_grade
from roleprofile.model.role import FULL, Keys
from roleprofile.model.table_mapping import TableMapping
from roleprofile.model.values import pointer_text
from roleprofile.model.yaml_text import document as document_text
from roleprofile.tables.cell_values import CellReader, MappedDescriptor
from roleprofile.tables.cells import CellTable
from roleprofile.tables.ladders import AskedByGrade, GradeReader, MatrixRole, matrix_roles
from roleprofile.tables.matrix import Matrix, MatrixProblems, MatrixSubject, Place, read_matrix
from roleprofile.tables.people_tables import TableImport, check_arguments, mapped_skills
from roleprofile.tables.role_merging import MatrixRequirement, RoleMerge, merged_track
from roleprofile.tables.target_pack import FIRST_VERSION, TargetPack
from roleprofile.tables.tracks import Track, tracks_of


def roles_from_table(
    table: CellTable, mapping: ParsedDocument, catalog: CatalogData, pack: Path, packs: Sequence[str | Path] = ()
) -> TableImport:
    """The files of a pack with one role for each role of a matrix, and ``pack.yaml`` where the pack has none.

    The file of a role that is there already gets what the matrix says: labels and, of the requirements in the mapped
    skills, what they ask, and the weight and the necessity where the matrix has them. A requirement in a mapped skill
    that the matrix does not ask for is dropped. Everything else stays, comments too.

    The files have been checked together with the rest of the pack. A problem of a role is reported at the cell that
    caused it.

    Args:
        table: The matrix.
        mapping: The mapping of its headers and words, from :func:`roleprofile.tables.read_mapping`.
        catalog: The catalog of the mapping's descriptors: that of the pack where it exists already.
        pack: The pack's folder, which need not exist yet.
        packs: Other packs to load with it, besides those that it requires.
    """
    check_arguments(table, mapping, catalog)
    a_path(pack)
    packs = some_paths(packs, "packs")
    findings = MatrixProblems(table, mapping)
    roles = _Roles(read_matrix(findings, mapping.model), mapping.model, catalog, TargetPack(Path(pack), catalog))
    roles.read()
    if not findings.failed:
        roles.target.check(findings, roles.files, roles.places, packs)
    if findings.failed:
        return TableImport(problems=findings.problems())
    return TableImport(files=roles.files, problems=findings.problems(), changes=tuple(roles.target.changes))


@define
class _Roles:
    """Builds the documents of the roles, and keeps the cell that each part is from."""

    matrix: Matrix
    mapping: TableMapping
    catalog: CatalogData
    target: TargetPack
    #: By file and pointer, the cell or the place in the mapping that a value is from.
    places: dict[str, dict[str, Place]] = field(factory=dict)

    #: The text of each file that is new or changes, by its path in the pack.
    files: dict[str, str] = field(factory=dict)

    def read(self) -> None:
        """Read the roles."""
        reader = CellReader(self.matrix, self.catalog, self.target.scope)
        skills = mapped_skills(self.matrix, reader)
        ids = self._requirement_ids(skills)
        grades = GradeReader(reader)
        graded = {name for name, document in self.target.roles.items() if grade_ids(document.tree)}
        met: set[str] = set()
        used: set[str] = set()
        for role in matrix_roles(self.matrix, graded):
            before = self.matrix.findings.in_table
            asked = grades.asked(role, skills)
            if not asked and self.matrix.findings.in_table == before and len(skills) == len(self.matrix.skills):
                message = f'the role "{role.name}" has no requirements'
                self.matrix.findings.add(role.place, "RP515", message, "fill in its cells, or remove the role")
            if role.id and asked:
                met.add(role.id)
                used |= {one.descriptor.partition(":")[0] for one, _ in asked}
                self._add_role(role, asked, ids)
        grades.warn()
        for track in tracks_of(reader, skills):
            if track.id in met:
                message = f'the role "{track.id}" occurs twice'
                self.matrix.findings.add(track.subject.cell, "RP509", message, "give one of the two another name")
            elif track.id:
                used |= {track.extends.rpartition(":")[0]} - {""}
                self._add_track(track, ids)
        if self.target.is_new and self.files:
            self.files[HEAD] = document_text(self.target.head(used, self._languages()))

    def _add_role(
        self, role: MatrixRole, asked: Sequence[tuple[MappedDescriptor, AskedByGrade]], ids: Mapping[str, str]
    ) -> None:
        drafted = tree = self._role(role, asked, ids)
        places: dict[str, Place] = {"": role.place, "/defaults": ("defaults",)}
        if (there := self.target.roles.get(role.id)) is not None:
            # What the file says itself is no part of the table.
            tree, places = self._merged(there, role, drafted, asked, ids), {}
        self._add(role.id, tree, places | self._places(tree, role, asked, ids))

    def _add_track(self, track: Track, ids: Mapping[str, str]) -> None:
        drafted = tree = self._track(track, ids)
        places: dict[str, Place] = {"": track.subject.cell}
        if (there := self.target.roles.get(track.id)) is not None:
            tree, places = merged_track(there.tree, drafted, frozenset(ids.values())), {}
        changed = {pointer_text(("set", ids[skill])): track.cells[skill] for skill in track.moves}
        self._add(track.id, tree, {**places, "/extends": track.place, **changed})

    def _add(self, name: str, tree: Mapping[str, Any], places: dict[str, Place]) -> None:
        """Add the file of a role, if it is new or changes."""
        there = self.target.roles.get(name)
        path = there.file.relative if there else f"roles/{name}.yaml"
        self.places[path] = places
        if (text := self.target.text(there, tree)) is not None:
            self.files[path] = text

    def _requirement_ids(self, skills: Sequence[MappedDescriptor]) -> dict[str, str]:
        """The id of the requirement for each skill; equal ids are reported."""
        found: dict[str, str] = {}
        for one in skills:
            entry = one.skill.entry
            name = entry.id or _joined(one.model.id, entry.for_)
            if name in found.values():
                message = f'another skill already has the requirement id "{name}"'
                hint = "give one of them its own id:"
                self.matrix.findings.add(one.skill.pointer, "RP309", message, hint)
            found[entry.name] = name
        return found

    def _role(
        self,
        role: MatrixRole,
        asked: Sequence[tuple[MappedDescriptor, AskedByGrade]],
        ids: Mapping[str, str],
    ) -> dict[str, Any]:
        """The document of a new role."""
        return {
            "kind": "role",
            "schema": 1,
            "id": role.id,
            "status": "draft",
            "version": FIRST_VERSION,
            **self._head(role),
            "defaults": {"necessity": self.mapping.defaults.necessity, **self._grounds()},
            "requirements": [self._requirement(ids[one.skill.entry.name], one, said) for one, said in asked],
            **self._variants(role, [(ids[one.skill.entry.name], said) for one, said in asked]),
        }

    def _track(self, track: Track, ids: Mapping[str, str]) -> dict[str, Any]:
        """The document of a new role that moves the levels of another one."""
        return {
            "kind": "role",
            "schema": 1,
            "id": track.id,
            "extends": track.extends,
            "status": "draft",
            "version": FIRST_VERSION,
            "label": self._label(track.subject),
            "defaults": self._grounds(),
            "set": {ids[skill]: {"asks": move} for skill, move in track.moves.items()},
        }

    def _grounds(self) -> dict[str, Any]:
        source = list(self.mapping.defaults.source)
        return {
            **({"source": source[0] if len(source) == 1 else source} if source else {}),
            "basis": self.mapping.defaults.basis,
        }

    def _places(
        self,
        tree: Mapping[str, Any],
        role: MatrixRole,
        asked: Sequence[tuple[MappedDescriptor, AskedByGrade]],
        ids: Mapping[str, str],
    ) -> dict[str, Place]:
        """By pointer into a role, the cell or the place in the mapping that a value is from."""
        places: dict[str, Place] = {}
        for index, grade in enumerate(tree.get("grades", ())):
            if grade["id"] in role.grades:
                places[pointer_text(("grades", index))] = role.grades[grade["id"]].cell
        numbers = {entry["id"]: number for number, entry in enumerate(tree["requirements"])}
        for one, said in asked:
            place = ("requirements", numbers[ids[one.skill.entry.name]])
            places[pointer_text(place)] = next(iter(said.cells.values()))
            for key, there in (("descriptor", "descriptor"), ("for", "for"), ("id", "descriptor")):
                places[pointer_text((*place, key))] = (*one.skill.pointer, there)
            for key, value in tree["requirements"][place[1]].items():
                if is_by_grade(key, value):
                    by_grade = {pointer_text((*place, key, grade)): said.cells.get(grade) for grade in value}
                    places.update({pointer: cell for pointer, cell in by_grade.items() if cell is not None})
        return places

    def _merged(
        self,
        document: ParsedDocument,
        role: MatrixRole,
        drafted: Mapping[str, Any],
        asked: Sequence[tuple[MappedDescriptor, AskedByGrade]],
        ids: Mapping[str, str],
    ) -> dict[str, Any]:
        """The document of a role that is there already, with what the matrix says."""
        said = {}
        for one, what in asked:
            name = ids[one.skill.entry.name]
            said[name] = MatrixRequirement(
                self._subject(name, one), what, self._marks(one), partial(self._is_same, one)
            )
        mapped = frozenset(ids.values())
        return RoleMerge(document.tree, drafted, role, said, mapped, self.mapping.defaults).tree()

    def _is_same(self, one: MappedDescriptor, old: Mapping[str, Any]) -> bool:
        """Whether a requirement of a file is in a descriptor, with the same keys, however they are written."""
        found = self.catalog.candidates(self.catalog.descriptors, old.get("descriptor", old["id"]), self.target.scope)
        keys = one.skill.entry.for_
        return found == (one.descriptor,) and _shares(old.get("for")) == (dict(keys.shares) if keys else {})

    def _marks(self, one: MappedDescriptor) -> bool:
        """Whether the matrix says which requirements in a skill are minimum requirements."""
        return bool(self.mapping.minimum_mark or self.mapping.minimums or one.skill.entry.minimum)

    def _head(self, role: MatrixRole) -> dict[str, Any]:
        """The label of a role, and its grades."""
        if "" in role.grades:
            own = role.place is role.subject.cell
            return {"label": self._label(role.subject) if own else {self._languages()[0]: role.name}}
        grades = [{"id": grade, "label": self._label(subject)} for grade, subject in role.grades.items()]
        return {"label": {self._languages()[0]: role.name}, "grades": grades}

    def _variants(self, role: MatrixRole, asked: Sequence[tuple[str, AskedByGrade]]) -> dict[str, Any]:
        """A variant for each grade that does not ask for everything that a lower one asks."""
        found = []
        for grade, subject in role.grades.items():
            if gone := [name for name, said in asked if grade in said.without]:
                label = self._label(subject)
                found.append({"id": f"at-{grade}", "label": label, "when": {GRADE: grade}, "drop": gone})
        return {"variants": found} if found else {}

    def _requirement(self, name: str, one: MappedDescriptor, said: AskedByGrade) -> dict[str, Any]:
        necessity = {"necessity": said.necessity} if said.necessity is not None else {}
        return {**self._subject(name, one), "asks": said.asks, "weight": said.weight, **necessity}

    def _subject(self, name: str, one: MappedDescriptor) -> dict[str, Any]:
        """What a requirement is in."""
        ref, keys = self._ref(one.descriptor), one.skill.entry.for_
        descriptor = {"descriptor": ref} if ref != name else {}
        return {"id": name, **descriptor, **({"for": _written(keys)} if keys else {})}

    def _ref(self, full: str) -> str:
        """The short id of a descriptor where the pack knows one of that name only, else its full id."""
        found = self.catalog.candidates(self.catalog.descriptors, short(full), self.target.scope)
        return short(full) if found == (full,) else full

    def _label(self, subject: MatrixSubject) -> dict[str, str]:
        """The labels of a role: from the columns that the mapping names, else its name in the pack's language."""
        if self.matrix.by_rows and self.mapping.labels:
            texts = {
                language: self.matrix.beside(header, subject.cell).text
                for language, header in self.mapping.labels.items()
                if self.matrix.has(header)
            }
            if found := {language: text for language, text in texts.items() if text}:
                return found
        return {self._languages()[0]: subject.cell.text}

    def _languages(self) -> tuple[str, ...]:
        return self.target.languages(self.mapping.labels)


def _joined(descriptor: str, keys: Keys | None) -> str:
    """The id of a requirement: that of the descriptor, with that of the key where there is exactly one."""
    key = keys.shares[0][0].replace(".", "-") if keys and len(keys.shares) == 1 else ""
    return f"{descriptor}-{key}" if key else descriptor


def _shares(written: Any) -> dict[str, int]:
    """Keys as a document has them, each with its percentage."""
    if isinstance(written, Mapping):
        return dict(written)
    return dict.fromkeys([written] if isinstance(written, str) else written or (), FULL)


def _written(keys: Keys) -> Any:
    """Keys in the shortest form that a document can have."""
    if any(share != FULL for _, share in keys.shares):
        return dict(keys.shares)
    names = [name for name, _ in keys.shares]
    return names[0] if len(names) == 1 else names
