"""The comparison of an edited table of requirements with the pack that it was exported from.

Nothing is written. The result is a list of changes to review, the new content of the pack's files, and a patch for each
role that would make its changes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen

from roleprofile.errors import LoadError, Problem, Severity, UnknownIdError
from roleprofile.importing import shown
from roleprofile.loading.discovery import Gathering
from roleprofile.loading.load import checked, read_packs
from roleprofile.loading.packs import folders_in
from roleprofile.loading.source_map import nearest
from roleprofile.model.arguments import a_path, instance, some_paths
from roleprofile.model.catalog import CatalogData
from roleprofile.model.role import ASKING, GROUPS
from roleprofile.model.values import closest
from roleprofile.tables.cells import NOT_A_VALUE, Cell, CellTable, normalized
from roleprofile.tables.merging import arrow
from roleprofile.tables.requirement_rows import (
    FIELDS,
    GRADED,
    IDENTITY,
    ORIGIN,
    TEXTS,
    Key,
    RoleFile,
    Rows,
    field_and_grade,
    pointer_of,
    roles_in,
    rows_of,
    value_of,
)
from roleprofile.tables.role_changes import Edits, RoleChanges

_TEXT_COLUMN = re.compile(rf"({'|'.join(TEXTS)}) \(([a-z]{{2,3}}(-[A-Za-z0-9]{{2,8}})*)\)")


@frozen(kw_only=True)
class CellChange:
    """A cell that differs from the pack, or a row that was added or deleted."""

    role: str
    #: The requirement or extra.
    entry: str
    #: A part of a group, such as ``any_of 2``, or ``""``.
    part: str = ""
    #: The column; ``""`` for a row that was added or deleted.
    field: str = ""
    before: str = ""
    after: str = ""
    #: The address of the cell, ``Requirements!H7``; for a deleted row the file and line that it was from.
    where: str
    #: The table, with the row and column of a sheet or the line and column of a CSV file.
    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """The change on one line."""
        what = ", ".join(filter(None, (self.role, self.entry, self.part)))
        said = f"{self.field}: {arrow(self.before, self.after)}" if self.field else self.after or self.before
        return f"{self.path}:{self.line}:{self.column} {self.where} {what}: {said}"


@frozen(kw_only=True)
class Comparison:
    """The changes in an edited table, its problems, and the changes as files and as documents."""

    changes: tuple[CellChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    #: A ``kind: role-patch`` document without its id, by role. Empty where there is an error.
    patches: Mapping[str, Mapping[str, Any]] = field(factory=dict)
    #: The new content of the files that the changes lead to, comments and order kept. Empty where there is an error.
    files: Mapping[Path, bytes] = field(factory=dict)
    #: The roles that these files hold. The other roles of ``patches`` are in packs that the compared one requires.
    own: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether there is an error, not only a warning."""
        return any(problem.severity == "error" for problem in self.problems)


def compare_table(table: CellTable, pack: Path, packs: Sequence[str | Path] = ()) -> Comparison:
    """Compare an edited table with the pack that it was exported from.

    Only roles with a row in the table are compared: those of the pack, and those of the packs that it requires. The
    packs are checked with the changes in place, and each problem is reported at the cell that caused it.

    Args:
        table: The edited table.
        pack: The pack's folder.
        packs: Other packs to load with it, besides those that it requires.

    Raises:
        LoadError: The pack has mistakes.
    """
    instance(table, CellTable, "the table", "rp.tables.read_table(...)")
    a_path(pack)
    pack = Path(pack)
    gathered = read_packs([pack, *some_paths(packs, "packs")])
    catalog = checked(gathered)
    roots = folders_in(pack)
    files = roles_in(gathered.folders)
    comparing = _Comparing(table, {(one.pack, one.id): one for one in files}, catalog)
    comparing.run([one for one in files if one.folder.root in roots])
    roles = comparing.roles()
    comparing.check(roles, gathered)
    changes = sorted(comparing.changes, key=lambda change: (change.path, change.line, change.column, str(change)))
    found = Comparison(changes=tuple(changes), problems=tuple(sorted(comparing.problems)))
    if found.failed:
        return found
    own = [one for one in roles if one.file.folder.root in roots]
    return evolve(
        found,
        patches={one.file.id: one.patch() for one in roles},
        files={Path(str(one.file.document.file.source)): one.content() for one in own},
        own=tuple(one.file.id for one in own),
    )


@define
class _Comparing:
    """Reads the rows of the table, and compares each with the pack's."""

    table: CellTable
    files: Mapping[tuple[str, str], RoleFile]
    catalog: CatalogData
    columns: dict[str, int] = field(factory=dict)
    changes: list[CellChange] = field(factory=list)
    problems: set[Problem] = field(factory=set)
    #: The row number in the table, by key.
    _rows: dict[Key, int] = field(factory=dict)
    #: The columns whose cells differ, by the key of the row; all non-empty ones of an added row.
    _edited: dict[Key, set[str]] = field(factory=dict)
    _gone: set[Key] = field(factory=set)

    @property
    def failed(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)

    def add(self, cell: Cell, code: str, message: str, hint: str = "", *, severity: Severity = "error") -> None:
        self.problems.add(self.table.problem(cell, code, message, hint, severity=severity))

    # --- reading ----------------------------------------------------------------------------------------------

    def run(self, own: Sequence[RoleFile]) -> None:
        self._known_headers()
        pairs = {(self._text(row, "pack"), self._text(row, "role")) for row in range(2, self.table.height + 1)}
        now = rows_of([one for pair, one in self.files.items() if pair in pairs] or own)
        self._headers(now)
        if self.failed:
            return
        for row in range(2, self.table.height + 1):
            if any((row, column) in self.table.cells for column in self.columns.values()):
                self._row(row)
        current = {tuple(str(one[name]) for name in IDENTITY): one for one in now.rows}
        named = {key[:2] for key in self._rows}
        for key, row in self._rows.items():
            self._held_against(key, row, current.get(key))
        for key, one in current.items():
            if key[:2] in named and key not in self._rows:
                self._lost(key, str(one["file"]))

    def _known_headers(self) -> None:
        for column in range(1, self.table.width + 1):
            cell = self.table.at(1, column)
            if cell.text in self.columns:
                self.add(cell, "RP506", f'the header "{cell.text}" occurs twice', "delete one of the two columns")
            elif field_and_grade(cell.text)[0] in (*IDENTITY, *FIELDS, *ORIGIN) or _TEXT_COLUMN.fullmatch(cell.text):
                self.columns[cell.text] = column

    def _headers(self, now: Rows) -> None:
        table = self.table
        for column in range(1, table.width + 1):
            cell = table.at(1, column)
            if cell.text and cell.text not in self.columns:
                hint = closest(cell.text, now.columns)
                self.add(cell, "RP505", f'the column "{shown(cell.text)}" is not compared', hint, severity="warning")
        missing = [name for name in now.columns if name not in (*self.columns, *ORIGIN)]
        if missing:
            listed = ", ".join(f'"{name}"' for name in missing)
            hint = "export the table again and edit that file; keep the columns that you do not edit"
            self.add(table.at(1, 1), "RP516", f"columns are missing: {listed}", hint)

    def _text(self, row: int, name: str) -> str:
        return self.table.text(row, self.columns[name]) if name in self.columns else ""

    def _cell(self, row: int, name: str) -> Cell:
        return self.table.at(row, self.columns[name])

    def _row(self, row: int) -> None:
        key = tuple(self._text(row, name) for name in IDENTITY)
        for name, column in self.columns.items():
            cell = self.table.at(row, column)
            if name not in ORIGIN and cell.kind in NOT_A_VALUE:
                what, hint = NOT_A_VALUE[cell.kind]
                self.add(cell, "RP511", f"{what} cannot be a value of {name}", hint)
        if empty := [name for name, text in zip(IDENTITY, key, strict=True) if not text and name != "part"]:
            self.add(self._cell(row, empty[0]), "RP508", f"row {row} has no {empty[0]}", "fill it in, or clear the row")
        elif self._is_known(row, key):
            self._rows[key] = row

    def _is_known(self, row: int, key: Key) -> bool:
        pack, role, section, _, part = key
        if (pack, role) not in self.files:
            ids = tuple(sorted(one for _, one in self.files))
            self.add(self._cell(row, "role"), "RP306", f'the pack has no role "{pack}:{role}"', closest(role, ids))
        elif section not in ASKING:
            message, hint = f'unknown section "{shown(section)}"', f"one of {', '.join(ASKING)}"
            self.add(self._cell(row, "section"), "RP205", message, hint)
        elif part and not re.fullmatch(rf"({'|'.join(GROUPS)}) [1-9][0-9]?", part):
            self.add(self._cell(row, "part"), "RP206", f'invalid part "{shown(part)}"', "write, for example, any_of 2")
        elif key in self._rows:
            first = self.table.where(self._cell(self._rows[key], "id"))
            self.add(
                self._cell(row, "id"), "RP509", f"the same requirement is also in {first}", "delete one of the rows"
            )
        else:
            return True
        return False

    # --- comparing --------------------------------------------------------------------------------------------

    def _held_against(self, key: Key, row: int, now: Mapping[str, str | int] | None) -> None:
        names = [name for name in self.columns if name not in (*IDENTITY, *ORIGIN)]
        if now is None:
            self._edited[key] = {name for name in names if self._text(row, name)}
            self._changed(key, self._cell(row, "id"), after="a new row")
            return
        if (version := self._text(row, "version")) and version != now["version"]:
            message = f"exported from version {shown(version)} of {key[1]}, but the pack has version {now['version']}"
            hint = "later changes in the pack appear as changes that undo them"
            self.add(self._cell(row, "version"), "RP517", message, hint, severity="warning")
        for name in names:
            before, after = normalized(str(now.get(name, ""))), self._text(row, name)
            if before != after:
                self._edited.setdefault(key, set()).add(name)
                self._changed(key, self._cell(row, name), name, before, after)

    def _changed(self, key: Key, cell: Cell, name: str = "", before: str = "", after: str = "") -> None:
        at = self.table.problem(cell, "RP517", "")
        self._add(key, at, self.table.where(cell), name, before, after)

    def _lost(self, key: Key, file: str) -> None:
        self._gone.add(key)
        self._add(key, Problem(path=self.table.path, code="RP517", message=""), file, "", "the row is gone", "")

    def _add(self, key: Key, at: Problem, where: str, name: str, before: str, after: str) -> None:
        self.changes.append(
            CellChange(
                role=key[1],
                entry=key[3],
                part=key[4],
                field=name,
                before=before,
                after=after,
                where=where,
                path=at.path,
                line=at.line,
                column=at.column,
            )
        )

    # --- the edited roles -------------------------------------------------------------------------------------

    def roles(self) -> list[RoleChanges]:
        """The roles that change, with their edits; cells that cannot be read are reported."""
        touched = sorted({key[:2] for key in (*self._edited, *self._gone)})
        return [
            RoleChanges(
                self.files[pack, role], {key: self._edits(key) for key in self._rows if key[:2] == (pack, role)}
            )
            for pack, role in touched
        ]

    def _edits(self, key: Key) -> Edits:
        """The values of the cells of a row that differ."""
        row = self._rows[key]
        edits: Edits = {}
        for name in sorted(self._edited.get(key, ())):
            cell = self._cell(row, name)
            if cell.kind in NOT_A_VALUE:
                continue
            try:
                edits[name] = value_of(name, cell.text, is_amount=self._is_amount(key))
            except ValueError as error:
                self.add(cell, "RP203", str(error))
        return self._with_maps(key, edits)

    def _with_maps(self, key: Key, edits: Edits) -> Edits:
        """The edits with a map by grade in place of the columns of grades."""
        row, is_amount = self._rows[key], self._is_amount(key)
        found = {name: value for name, value in edits.items() if not field_and_grade(name)[1]}
        for one in {field_and_grade(name)[0] for name in edits} & {*GRADED}:
            columns = {name: grade for name in self.columns for field, grade in [field_and_grade(name)] if field == one}
            texts = {name: text for name, grade in columns.items() if grade and (text := self._text(row, name))}
            if texts and self._text(row, one):
                message = f"{one} has a value for all grades and values by grade"
                self.add(self._cell(row, one), "RP203", message, "clear this cell, or those of the grades")
            elif texts:
                same = {name: text for name, text in texts.items() if name not in self._edited[key]}
                read = {name: value_of(name, text, is_amount=is_amount) for name, text in same.items()} | edits
                found[one] = {columns[name]: read[name] for name in texts if name in read}
            else:
                found[one] = edits.get(one)
        return found

    def _is_amount(self, key: Key) -> bool:
        descriptor = self._text(self._rows[key], "descriptor") or key[3]
        try:
            return self.catalog.scale_of(self.catalog.descriptor(descriptor, key[0])).is_amount
        except UnknownIdError:
            return True  # The check reports the unknown descriptor.

    def check(self, roles: Sequence[RoleChanges], gathered: Gathering) -> None:
        """Check the pack with the edited roles; a problem of one is reported at its cell."""
        if not roles:
            return
        for one in roles:
            draft = json.dumps(one.tree(), ensure_ascii=False).encode()
            one.file.folder.replace({one.file.document.file.relative: draft}, gathered.limits)
        try:
            problems = checked(gathered).problems
        except LoadError as error:
            problems = error.problems
        changed = {one.file.document.file.path: one for one in roles}
        places = {path: self._places(one) for path, one in changed.items()}
        there = set(self.catalog.problems)
        for problem in problems:
            if problem.path not in changed:
                self.problems |= {problem} - there
            elif found := places[problem.path].get(nearest(problem.pointer, places[problem.path])):
                key, cell = found
                if key in self._edited or problem.severity == "error":
                    self.problems.add(self.table.moved(problem, cell))
            else:
                self.problems.add(changed[problem.path].file.placed(problem))

    def _places(self, role: RoleChanges) -> dict[str, tuple[Key, Cell]]:
        """The rows and cells of an edited role, by pointers into its tree."""
        first = min((self._rows[key] for key in role.kept), default=1)
        found = {}
        for pointer, key in role.rows.items():
            row = self._rows.get(key, first)
            found[pointer] = key, self._cell(row, "id")
            for name, column in self.columns.items():
                found[f"{pointer}/{pointer_of(name)}"] = key, self.table.at(row, column)
        return found
