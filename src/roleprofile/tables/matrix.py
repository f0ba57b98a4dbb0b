"""The layout of a skills matrix: by its mapping, each row and column is a person, a role, a skill or skipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain

from attrs import define, evolve, field, frozen

from roleprofile.errors import Problem, Severity
from roleprofile.importing import shown
from roleprofile.loading.document import ParsedDocument
from roleprofile.model.grammar import walk
from roleprofile.model.protected import is_protected, protected_in
from roleprofile.model.table_mapping import OPEN, GradesOf, LongColumns, MappedSkill, SkillList, TableMapping
from roleprofile.model.values import Finding, OneOrMore, Pointer, closest
from roleprofile.tables.cells import NOT_A_VALUE, Cell, CellTable, same_text
from roleprofile.tables.words import is_total

#: The place of a problem: a cell of the table, or a value of the mapping.
Place = Cell | tuple[str | int, ...]


@define
class MatrixProblems:
    """The problems of a table and of its mapping, each at its place."""

    table: CellTable
    #: ``None`` for a table that is read by its headers alone; every place is a cell then.
    mapping: ParsedDocument | None
    _problems: dict[Problem, None] = field(factory=dict)
    _tables_errors: int = 0

    def add(
        self,
        place: Place,
        code: str,
        message: str,
        hint: str = "",
        *,
        allowed: tuple[str, ...] = (),
        warns: bool = False,
        at_key: bool = False,
    ) -> None:
        """Report a problem of a cell or of the mapping."""
        severity: Severity = "warning" if warns else "error"
        if isinstance(place, Cell):
            problem = self.table.problem(place, code, message, hint, allowed=allowed, severity=severity)
            self._problems[problem] = None
            self._tables_errors += not warns
            return
        finding = Finding(pointer=place, code=code, message=message, hint=hint, allowed=allowed, severity=severity)
        if self.mapping is not None:
            self.mapping.add(evolve(finding, at_key=at_key))

    def keep(self, problems: Iterable[Problem]) -> None:
        """Report problems of other files."""
        for problem in problems:
            self._problems[problem] = None
            self._tables_errors += problem.severity == "error"

    @property
    def in_table(self) -> int:
        """The number of errors in cells so far."""
        return self._tables_errors

    @property
    def failed(self) -> bool:
        """Whether there is an error, not only a warning."""
        return bool(self._tables_errors) or (self.mapping is not None and self.mapping.failed)

    def problems(self) -> tuple[Problem, ...]:
        """All problems, sorted by place."""
        return tuple(sorted([*self._problems, *(self.mapping.located() if self.mapping else ())]))


@frozen(eq=False)
class MatrixSkill:
    """A skill of the matrix: its entry in the mapping, and its column or row."""

    entry: MappedSkill
    pointer: Pointer
    #: 0 for a skill that has none of its own: in a long table, or in lists.
    line: int
    cell: Cell


@frozen(eq=False)
class MatrixSubject:
    """A person or role of the matrix: the cell with its id or name, and its row or column."""

    cell: Cell
    line: int
    #: The cell with the role whose grade this is, where the table names it.
    role: Cell | None = None


@define
class Matrix:
    """The rows and columns of a table that are read."""

    table: CellTable
    mapping: TableMapping
    findings: MatrixProblems
    subjects: list[MatrixSubject] = field(factory=list)
    skills: list[MatrixSkill] = field(factory=list)
    #: The columns by their headers, as :func:`same_text` gives them.
    columns: dict[str, int] = field(factory=dict)
    #: The column with the names of the rows, and all columns that are read.
    name_column: int = 1
    used: set[int] = field(factory=set)
    #: The skills in rows of a long table and in lists, each with the cell of its level, by the line of who has them.
    rows: dict[int, list[tuple[MatrixSkill, Cell]]] = field(factory=dict)

    @property
    def by_rows(self) -> bool:
        """Whether each person or role is a row, or in a long table several ones."""
        return self.mapping.long is not None or self.mapping.each_in == "rows"

    def cell(self, subject: MatrixSubject, skill: MatrixSkill) -> Cell:
        """The cell of a person or role in a skill, in a table that is not long."""
        row, column = (subject.line, skill.line) if self.by_rows else (skill.line, subject.line)
        return self.table.at(row, column)

    def statements(self, subject: MatrixSubject) -> Iterable[tuple[MatrixSkill, Cell]]:
        """Each skill of a person or role, with a cell of its level."""
        if self.mapping.long is not None:
            return self.rows.get(subject.line, ())
        cells = ((one, self.cell(subject, one)) for one in self.skills if one.line)
        return chain(cells, self.rows.get(subject.line, ()))

    def described(self, subject: MatrixSubject) -> tuple[str, OneOrMore] | None:
        """The entry of ``anchors`` for a role or grade whose cells are texts."""
        return self._described.get(same_text(subject.cell.text))

    def track(self, subject: MatrixSubject) -> tuple[str, str] | None:
        """The entry of ``tracks`` for a role whose cells are differences from another role."""
        return self._tracks.get(same_text(subject.cell.text))

    @cached_property
    def _described(self) -> dict[str, tuple[str, OneOrMore]]:
        return {same_text(name): (name, levels) for name, levels in self.mapping.anchors.items()}

    @cached_property
    def _tracks(self) -> dict[str, tuple[str, str]]:
        return {same_text(name): (name, role) for name, role in self.mapping.tracks.items()}

    def has(self, header: str) -> bool:
        """Whether there is a column with that header; a missing one has been reported."""
        return same_text(header) in self.columns

    def beside(self, header: str, cell: Cell) -> Cell:
        """The cell in the same row as ``cell``, below a header that the mapping names."""
        return self.table.at(cell.row, self.columns[same_text(header)])


def read_matrix(findings: MatrixProblems, mapping: TableMapping) -> Matrix:
    """The matrix in a table; rows, columns and entries of the mapping without a match are reported."""
    matrix = Matrix(findings.table, mapping, findings)
    layout = _Layout(matrix, set(map(same_text, mapping.skip)), set(map(same_text, mapping.unknown)))
    layout.run()
    return matrix


@define
class _Layout:
    """Assigns the columns, then the rows."""

    matrix: Matrix
    skipped: set[str]
    _unknown: set[str]
    _met: set[str] = field(factory=set)
    _skills: dict[str, tuple[int, MappedSkill]] = field(factory=dict)
    _named: set[str] = field(factory=set)
    #: The columns with a header of their own.
    _headed: set[int] = field(factory=set)
    #: By column, or by row, the cell with the role whose grade it is.
    _roles: dict[int, Cell] = field(factory=dict)
    #: By their texts, the skills in rows and lists, and the first row of each person or role of a long table.
    _rows_skills: dict[str, MatrixSkill | None] = field(factory=dict)
    _lines: dict[tuple[str, str], int] = field(factory=dict)

    def run(self) -> None:
        matrix, table = self.matrix, self.matrix.table
        top = matrix.mapping.header_row
        if table.height <= top:
            matrix.findings.add(
                Cell(max(table.height, 1), 1, ""), "RP508", f"there is no row below the headers in row {top}",
                "give the row of the headers as header_row:",
            )  # fmt: skip
            return
        self._without_meaning()
        self._entries()
        if (grades := matrix.mapping.grades_of) and grades.row:
            self._roles_in(table.at(grades.row, column) for column in range(1, table.width + 1))
        self._headers(top)
        self._further()
        if grades and (column := matrix.columns.get(same_text(grades.column))):
            self._roles_in(table.at(row, column) for row in range(top + 1, table.height + 1))
        self._name_of_rows(top)
        self._across(top)
        if matrix.mapping.long is None:
            self._down(top)
            self._lists()
        else:
            self._pairs(top, matrix.mapping.long)
        self._somebody(top)
        self._not_there()
        self._merged(top)

    # --- the mapping ------------------------------------------------------------------------------------------

    def _entries(self) -> None:
        findings = self.matrix.findings
        for index, entry in enumerate(self.matrix.mapping.skills):
            key, place = same_text(entry.name), ("skills", index, "name")
            found = protected_in(entry.name)
            if found is not None and found.certain:
                message = f'"{shown(entry.name)}" is a protected attribute and cannot be imported'
                findings.add(place, "RP325", message, "move it to skip:")
            elif found is not None:
                message = f'"{shown(entry.name)}" may mean a protected attribute, because of "{found.words}"'
                findings.add(place, "RP430", message, "if it is one, move it to skip:", warns=True)
            if key in self._skills or key in self.skipped:
                what = "and skipped" if key in self.skipped else "twice"
                message = f'"{shown(entry.name)}" is mapped {what}'
                findings.add(place, "RP514", message, "keep one of the two")
            self._skills.setdefault(key, (index, entry))

    def _without_meaning(self) -> None:
        """Report keys that nothing reads: the author expects an effect of them."""
        mapping, findings = self.matrix.mapping, self.matrix.findings
        for place, _, one in walk(mapping):
            if one.about not in ("", mapping.of):
                message = f'"{one.key}" has no effect for {mapping.of}'
                findings.add(place, "RP201", message, "remove it", at_key=True)
        if mapping.long is not None and mapping.each_in != "rows":
            message = '"each_in" has no effect, because long: says that a row is a person or role and skill'
            findings.add(("each_in",), "RP201", message, "remove it", at_key=True)
        if mapping.lists and (mapping.long is not None or mapping.each_in != "rows"):
            message = '"lists" has no effect, because not each person or role is a row'
            findings.add(("lists",), "RP201", message, "remove it", at_key=True)
        if mapping.of == "roles" and mapping.labels and not self.matrix.by_rows:
            message = "if each role is a column, its name is the header, so no column can hold labels"
            findings.add(("labels",), "RP201", message, "remove it", at_key=True)
        if mapping.of == "roles" and mapping.grades_of:
            self._grades_of(mapping.grades_of)

    def _grades_of(self, grades: GradesOf) -> None:
        findings, by_rows = self.matrix.findings, self.matrix.by_rows
        stated = [
            key for key, value in (("role", grades.role), ("row", grades.row), ("column", grades.column)) if value
        ]
        if len(stated) != 1:
            findings.add(
                ("grades_of",), "RP202", f"expected one of role, row and column, got {' and '.join(stated) or 'none'}",
                "role: is the name of one role; row: and column: are where the names of several are",
            )  # fmt: skip
        elif grades.role == OPEN:
            message = "the name of the role is not filled in"
            findings.add(("grades_of", "role"), "RP513", message, "write the name of the role whose grades these are")
        elif stated == ["row" if by_rows else "column"]:
            message = f'"{stated[0]}" has no effect if each grade is a {"row" if by_rows else "column"}'
            hint = f"name the roles under {'column' if by_rows else 'row'}:"
            findings.add(("grades_of", stated[0]), "RP201", message, hint, at_key=True)
        elif grades.row >= self.matrix.mapping.header_row:
            message = f"row {grades.row} is not above the headers in row {self.matrix.mapping.header_row}"
            findings.add(("grades_of", "row"), "RP207", message, "give the row of the headers as header_row:")

    def _named_headers(self) -> Iterator[tuple[Pointer, str]]:
        """The headers that the mapping names besides those of skills, with their places in the mapping."""
        for place, found, one in walk(self.matrix.mapping):
            if one.names == "columns" and isinstance(found, str):
                yield place, found
            elif one.names == "columns":
                yield from (((*place, language), name) for language, name in found.items())

    # --- columns ----------------------------------------------------------------------------------------------

    def _roles_in(self, cells: Iterable[Cell]) -> None:
        """Note the role of each grade; a name counts for the empty cells after it."""
        last: Cell | None = None
        for cell in cells:
            last = cell if cell.text and self._is_text(cell) else last
            if last:
                self._roles[cell.row if self.matrix.by_rows else cell.column] = last

    def _headers(self, top: int) -> None:
        matrix, table = self.matrix, self.matrix.table
        firsts: dict[tuple[str, str], Cell] = {}
        for column in range(1, table.width + 1):
            header = table.merged_down(top, column)
            key, named = same_text(header.text), self._roles.get(column)
            role = same_text(named.text) if named else ""
            if not key:
                continue
            if key in self.skipped:
                self._met.add(key)
            elif (role, key) in firsts:
                first = table.where(firsts[role, key])
                message = f'the header "{shown(header.text)}" occurs twice; the other is in {first}'
                matrix.findings.add(header, "RP506", message, "give each column a header of its own")
            elif self._is_text(header):
                firsts[role, key] = header
                matrix.columns.setdefault(key, column)
                self._headed.add(column)

    def _is_text(self, cell: Cell) -> bool:
        if cell.kind not in NOT_A_VALUE:
            return True
        what, hint = NOT_A_VALUE[cell.kind]
        self.matrix.findings.add(cell, "RP511", f"expected a name, got {what}", hint)
        return False

    def _further(self) -> None:
        matrix = self.matrix
        for place, name in self._named_headers():
            key = same_text(name)
            self._named.add(key)
            if key not in matrix.columns:
                message = f'the table has no column "{shown(name)}"'
                hint = closest(key, tuple(matrix.columns))
                matrix.findings.add(place, "RP504", message, hint)
            else:
                matrix.used.add(matrix.columns[key])

    def _name_of_rows(self, top: int) -> None:
        matrix, table = self.matrix, self.matrix.table
        name = same_text(matrix.mapping.row_names)
        first = min((column for row, column in table.cells if row >= top), default=1)
        matrix.name_column = matrix.columns.get(name, first) if name else first
        matrix.used.add(matrix.name_column)

    def _across(self, top: int) -> None:
        """Assign each remaining column to a skill, or to a person or role."""
        matrix, table = self.matrix, self.matrix.table
        values = {column for row, column in table.cells if row > top}
        for column in range(1, table.width + 1):
            header = table.merged_down(top, column)
            key = same_text(header.text)
            if column == matrix.name_column or key in self._named or key in self.skipped:
                continue
            if not key:
                if column in values:
                    first = next(
                        table.at(row, column) for row in range(top + 1, table.height + 1) if table.text(row, column)
                    )
                    message = f"this cell is filled, but its column has no header in row {top}"
                    matrix.findings.add(first, "RP507", message, "give the column a header, and map or skip it")
                continue
            if column not in self._headed:
                continue
            if matrix.mapping.long is not None:
                self._unmentioned(header, "header", "add it to skip:")
                continue
            matrix.used.add(column)
            if matrix.by_rows:
                self._skill(header, key, column)
            else:
                self._subject(header, column, self._roles.get(column))

    def _skill(self, cell: Cell, key: str, line: int) -> MatrixSkill | None:
        """Add the skill that the mapping has under this name; report a name that it lacks."""
        matrix = self.matrix
        if key in self._skills:
            index, entry = self._skills[key]
            self._met.add(key)
            matrix.skills.append(MatrixSkill(entry, ("skills", index), line, cell))
            return matrix.skills[-1]
        names = tuple(entry.name for _, entry in self._skills.values())
        hint = closest(cell.text, names) or "add it under skills:, or to skip:"
        if is_total(cell.text):
            hint = "add it to skip:, because it holds totals"
        self._unmentioned(cell, "header" if matrix.by_rows and line else "name", hint)
        return None

    def _unmentioned(self, cell: Cell, what: str, hint: str) -> None:
        if self.matrix.mapping.of == "people" and is_protected(cell.text):
            hint = "add it to skip:, because it is a protected attribute"
        message = f'the mapping does not mention the {what} "{shown(cell.text)}"'
        self.matrix.findings.add(cell, "RP505", message, hint)

    # --- rows -------------------------------------------------------------------------------------------------

    def _down(self, top: int) -> None:
        """Assign each row to a person or role, or to a skill."""
        matrix, table = self.matrix, self.matrix.table
        filled = {row for row, column in table.cells if row > top and column in matrix.used}
        seen: dict[str, Cell] = {}
        for row in sorted(filled):
            cell = table.at(row, matrix.name_column)
            key = same_text(cell.text)
            if self._is_skipped(cell):
                continue
            if not key:
                self._no_name(cell)
            elif not self._is_text(cell):
                continue
            elif matrix.by_rows:
                self._subject(cell, row, self._roles.get(row))
            elif key in seen:
                message = f'"{shown(cell.text)}" occurs twice; the other is in {table.where(seen[key])}'
                matrix.findings.add(cell, "RP506", message, "keep one of the two rows")
            else:
                seen[key] = cell
                self._skill(cell, key, row)

    def _subject(self, cell: Cell, line: int, role: Cell | None) -> None:
        """Add a person, a role or a grade of one; a row or column of totals is none."""
        if is_total(cell.text):
            message = f'"{shown(cell.text)}" is the name of totals, and of no person or role'
            self.matrix.findings.add(cell, "RP505", message, "add it to skip:")
        else:
            self.matrix.subjects.append(MatrixSubject(cell, line, role))

    def _is_skipped(self, cell: Cell) -> bool:
        """Whether the name of a row, or else its first text, is under skip:."""
        key = same_text(cell.text or self._first_text(cell.row))
        if key in self.skipped:
            self._met.add(key)
        return key in self.skipped

    def _first_text(self, row: int) -> str:
        table = self.matrix.table
        return next((text for column in range(1, table.width + 1) if (text := table.text(row, column))), "")

    def _pairs(self, top: int, long: LongColumns) -> None:
        """Assign each row of a long table to a person or role and to a skill."""
        matrix, table = self.matrix, self.matrix.table
        skill_column, level_column = (matrix.columns.get(same_text(name)) for name in (long.skill, long.level))
        if skill_column is None or level_column is None:
            return
        if matrix.name_column == skill_column:
            message = f'the column "{shown(long.skill)}" holds the skills, and cannot name people or roles too'
            matrix.findings.add(("long", "skill"), "RP514", message, "name another column under row_names:")
            return
        for row in sorted({row for row, column in table.cells if row > top and column in matrix.used}):
            name, skill, level = (table.at(row, one) for one in (matrix.name_column, skill_column, level_column))
            if self._is_skipped(name) or (skill.text and self._is_skipped(skill)):
                continue
            found, line = self._skill_of_row(skill), self._subject_of_row(name)
            if found is not None:
                matrix.rows.setdefault(line, []).append((found, level))

    def _skill_of_row(self, cell: Cell) -> MatrixSkill | None:
        key = same_text(cell.text)
        if not key:
            self.matrix.findings.add(cell, "RP508", f"row {cell.row} has no skill", "write the name of a skill here")
        elif key not in self._rows_skills:
            self._rows_skills[key] = self._skill(cell, key, 0) if self._is_text(cell) else None
        return self._rows_skills.get(key)

    def _lists(self) -> None:
        """Read the columns with several skills in a cell."""
        matrix = self.matrix
        self._rows_skills |= {same_text(one.entry.name): one for one in matrix.skills}
        for index, one in enumerate(matrix.mapping.lists):
            if one.level == OPEN:
                message = f'the level of the skills in "{shown(one.column)}" is not filled in'
                hint = "write the level that everybody has who lists a skill here"
                matrix.findings.add(("lists", index, "level"), "RP513", message, hint)
            column = matrix.columns.get(same_text(one.column))
            cells = (matrix.table.at(subject.line, column) for subject in matrix.subjects if column and matrix.by_rows)
            for cell in (cell for cell in cells if cell.text and self._is_text(cell)):
                self._parts(cell, one)

    def _parts(self, cell: Cell, one: SkillList) -> None:
        """Read the skills in a cell."""
        for text in map(str.strip, cell.text.split(one.separator)):
            part = evolve(cell, text=text)
            if not text or same_text(text) in self._unknown or self._is_skipped(part):
                continue
            found = self._skill_of_row(part)
            if found is not None and one.level != OPEN:
                self.matrix.rows.setdefault(cell.row, []).append((found, evolve(cell, text=one.level)))

    def _subject_of_row(self, cell: Cell) -> int:
        """The line of the person or role of a row: its first row."""
        role = self._roles.get(cell.row)
        key = (same_text(role.text) if role else "", same_text(cell.text))
        if not key[1]:
            self._no_name(cell)
        elif key not in self._lines and self._is_text(cell):
            self._subject(cell, cell.row, role)
            self._lines[key] = cell.row
        return self._lines.get(key, cell.row)

    def _no_name(self, cell: Cell) -> None:
        """Report a row without a name; its cells are read nonetheless, to find their mistakes in the same run."""
        matrix = self.matrix
        what = "id" if matrix.by_rows and matrix.mapping.of == "people" else "name"
        article = "an" if what == "id" else "a"
        first = self._first_text(cell.row)
        hint = f'add "{shown(first)}" to skip:' if is_total(first) else f"write {article} {what} here"
        matrix.findings.add(cell, "RP508", f"row {cell.row} has no {what}", hint)
        if matrix.by_rows:
            matrix.subjects.append(MatrixSubject(cell, cell.row))

    def _somebody(self, top: int) -> None:
        """Report a table without people or roles, which would import as nothing at all."""
        matrix = self.matrix
        if matrix.subjects or matrix.findings.in_table:
            return
        what = "person" if matrix.mapping.of == "people" else "role"
        if matrix.by_rows:
            message, hint = f"no row below row {top} is a {what}", f"add a row for each {what}"
        else:
            message = f"no column beside the names of the skills is a {what}"
            hint = f"add a column for each {what}, with its levels"
        matrix.findings.add(matrix.table.at(top, matrix.name_column), "RP518", message, hint)

    # --- entries without a match ------------------------------------------------------------------------------

    def _not_there(self) -> None:
        matrix = self.matrix
        there = tuple(matrix.columns) if matrix.by_rows else tuple(same_text(s.text) for s in self._row_cells())
        what = "column" if matrix.by_rows else "row"
        long = matrix.mapping.long is not None
        if long:
            what, there = "skill", tuple(same_text(one.cell.text) for one in matrix.skills)
        for key, (index, entry) in self._skills.items():
            if key not in self._met:
                message = f'the table has no {what} "{shown(entry.name)}"'
                # A month in which nobody is assessed in a skill is no mistake of a long table.
                matrix.findings.add(("skills", index, "name"), "RP504", message, closest(key, there), warns=long)
        subjects = {same_text(subject.cell.text): subject.cell.text for subject in matrix.subjects}
        for key, names in (("anchors", matrix.mapping.anchors), ("tracks", matrix.mapping.tracks)):
            for name in names:
                if same_text(name) not in subjects:
                    message = f'the table has no role or grade "{shown(name)}"'
                    hint = closest(name, tuple(subjects.values()))
                    matrix.findings.add((key, name), "RP504", message, hint, at_key=True)
        for index, name in enumerate(matrix.mapping.skip):
            if same_text(name) not in self._met:
                message = f'the table has no column and no row "{shown(name)}"'
                matrix.findings.add(("skip", index), "RP504", message, warns=True)

    def _row_cells(self) -> list[Cell]:
        table = self.matrix.table
        return [cell for (_, column), cell in table.cells.items() if column == self.matrix.name_column]

    def _merged(self, top: int) -> None:
        """Report merged cells: only the first has the value, and the others would silently be empty."""
        matrix, table = self.matrix, self.matrix.table
        grades = matrix.mapping.grades_of
        # A header that is merged with cells above it has one meaning, and so have merged names of roles.
        filled_down = matrix.columns.get(same_text(grades.column)) if grades else None
        for first, last, left, right in table.merged:
            if left == right and ((first < top == last) or left == filled_down):
                continue
            if last >= top and matrix.used & set(range(left, right + 1)):
                end = Cell(last, right, "").address
                message = f"this cell is merged with the cells up to {end}, so only the first cell has the value"
                matrix.findings.add(table.at(first, left), "RP512", message, "unmerge the cells, and fill in each")
