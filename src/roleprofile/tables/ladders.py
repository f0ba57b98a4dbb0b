"""The roles of a matrix with their grades, and what each grade asks, in the shorthand of a role's document."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from attrs import define, field, frozen

from roleprofile.importing import shown
from roleprofile.model.values import Pointer, number_of
from roleprofile.tables.cell_values import CellReader, CellRequirement, MappedDescriptor
from roleprofile.tables.cells import Cell
from roleprofile.tables.long_rows import Statements
from roleprofile.tables.matrix import Matrix, MatrixSkill, MatrixSubject, Place
from roleprofile.tables.people_tables import identifier, subject_ids

T = TypeVar("T")


@frozen(eq=False)
class MatrixRole:
    """A role of a matrix, with the row or column of each of its grades."""

    id: str
    name: str
    place: Place
    #: By the id of the grade, lowest first; a role without grades has one with the id ``""``.
    grades: Mapping[str, MatrixSubject]

    @property
    def subject(self) -> MatrixSubject:
        """The row or column of the lowest grade."""
        return next(iter(self.grades.values()))


def matrix_roles(matrix: Matrix, graded: Container[str] = ()) -> list[MatrixRole]:
    """The roles of a matrix; one that gets no id is reported, and has the id ``""``.

    Roles ``graded`` have grades already, so a single one in the matrix is one of these.
    """
    if matrix.mapping.grades_of is not None:
        return list(_ladders(matrix, graded))
    found = subject_ids(matrix, (one for one in matrix.subjects if not matrix.track(one)), "role")
    return [MatrixRole(name, one.cell.text, one.cell, {"": one}) for name, one in found]


def _ladders(matrix: Matrix, graded: Container[str]) -> Iterator[MatrixRole]:
    """The roles of a matrix whose rows or columns are grades."""
    grades = matrix.mapping.grades_of
    assert grades is not None  # noqa: S101 - the caller has looked
    place: Place = ("grades_of", "role")
    found: dict[str, tuple[str, Place, list[MatrixSubject]]] = {}
    for one in matrix.subjects:
        if matrix.track(one):
            continue
        if not grades.role and one.role is None:
            message = f'the grade "{shown(one.cell.text)}" has no role'
            matrix.findings.add(one.cell, "RP508", message, "write the name of the role beside it, or add it to skip:")
            continue
        name = one.role.text if one.role else grades.role
        found.setdefault(identifier(name), (name, one.role or place, []))[2].append(one)
    for role_id, (name, there, subjects) in found.items():
        if not role_id:
            message = f'cannot derive an id from "{shown(name)}"'
            matrix.findings.add(there, "RP206", message, "write at least one letter or digit")
        ids = subject_ids(matrix, subjects, "grade")
        if len(ids) == 1 and role_id not in graded:
            cell = subjects[0].cell
            message = f'"{shown(cell.text)}" is the only grade of {shown(name)}, which becomes a role without grades'
            matrix.findings.add(cell, "RP505", message, warns=True)
            ids = [("", subjects[0])]
        yield MatrixRole(role_id, name, there, dict(ids if grades.first == "lowest" else reversed(ids)))


@frozen(eq=False)
class AskedByGrade:
    """What a role asks of a skill: a map by grade for each value that the grades do not share."""

    asks: Any
    weight: Any
    #: ``None`` for the default.
    necessity: Any
    #: By the id of the grade, what a cell of its own says.
    steps: Mapping[str, CellRequirement]
    #: The cells of these.
    cells: Mapping[str, Cell]
    #: The grades that do not ask for the skill although a lower one does.
    without: Sequence[str]


@define
class GradeReader:
    """Reads what the grades of a role ask."""

    cells: CellReader
    _statements: Statements = field(init=False)
    #: The places above grades that ask for something where nothing is said: the grade, and the skill.
    _blank: list[tuple[MatrixSubject, MatrixSkill]] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self._statements = Statements(self.cells.matrix)

    def asked(
        self, role: MatrixRole, skills: Sequence[MappedDescriptor]
    ) -> list[tuple[MappedDescriptor, AskedByGrade]]:
        """What a role asks of each skill that it asks for; wrong cells are reported."""
        by_place = {one.skill.pointer: one for one in skills}
        said: dict[Pointer, dict[str, tuple[Cell, CellRequirement]]] = {}
        for grade, subject in role.grades.items():
            for one, cell, what in self._statements.of(subject, by_place, partial(self.cells.requirement, subject)):
                said.setdefault(one.skill.pointer, {})[grade] = cell, what
        found = ((one, self._asked(role, one, said.get(one.skill.pointer, {}))) for one in skills)
        return [(one, asked) for one, asked in found if asked is not None]

    def _asked(
        self, role: MatrixRole, one: MappedDescriptor, said: Mapping[str, tuple[Cell, CellRequirement]]
    ) -> AskedByGrade | None:
        """What a role asks of a skill; ``None`` for nothing."""
        defaults = self.cells.matrix.mapping.defaults
        steps: dict[str, CellRequirement] = {}
        cells: dict[str, Cell] = {}
        without: list[str] = []
        missing = False
        for grade, subject in role.grades.items():
            cell, step = said.get(grade, (None, None))
            if cell and step and one.scale.rank(step.value):
                steps[grade], cells[grade], missing = step, cell, False
            elif steps and (missing or step):
                without.append(grade)
                missing = True
            elif steps:
                self._blank.append((subject, one.skill))
        if not steps:
            return None
        lowest = next(iter(role.grades))
        first = next(iter(steps))
        necessity = {grade: "minimum" if said.is_minimum else defaults.necessity for grade, said in steps.items()}
        return AskedByGrade(
            asks=shorthand({grade: said.value for grade, said in steps.items()}, lowest),
            weight=shorthand({grade: said.weight or defaults.weight for grade, said in steps.items()}, first),
            necessity=without_default(shorthand(necessity, first), defaults.necessity),
            steps=steps,
            cells=cells,
            without=without,
        )

    def warn(self) -> None:
        """Report the empty cells of grades that ask the same as the grade below."""
        if not self._blank:
            return
        matrix = self.cells.matrix
        subject, skill = self._blank[0]
        place, what = subject.cell, f'no row has "{shown(skill.entry.name)}" for this grade, so it'
        if skill.line:
            place, what = matrix.cell(subject, skill), "this cell is empty, so the grade"
        more = f" (and {number_of(len(self._blank) - 1, 'more cell')})" if len(self._blank) > 1 else ""
        message = f"{what} asks the same as the one below{more}"
        hint = "write the level, or the lowest level where the grade does not ask for the skill"
        matrix.findings.add(place, "RP511", message, hint, warns=True)


def shorthand(values: Mapping[str, T], lowest: str) -> T | dict[str, T]:
    """Values by grade as a document writes them: a grade with the value of the one below is left out.

    One value that holds from the grade ``lowest`` on is plain.

    >>> shorthand({"junior": 2, "senior": 2, "lead": 4}, "junior"), shorthand({"senior": 2, "lead": 2}, "junior")
    ({'junior': 2, 'lead': 4}, {'senior': 2})
    """
    stated: dict[str, T] = {}
    last = None
    for grade, value in values.items():
        if not stated or value != last:
            stated[grade] = value
        last = value
    return stated[lowest] if [*stated] == [lowest] else stated


def without_default(necessity: Any, default: str) -> Any:
    """A necessity without the default, which the grades below the first other one have."""
    if not isinstance(necessity, dict):
        return None if necessity == default else necessity
    first = next(iter(necessity))
    return {grade: value for grade, value in necessity.items() if grade != first or value != default}
