"""Columns or rows of a matrix that say by how many levels a role differs from another one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from roleprofile.importing import shown
from roleprofile.model.table_mapping import OPEN
from roleprofile.tables.cell_values import CellReader, MappedDescriptor
from roleprofile.tables.cells import Cell
from roleprofile.tables.matrix import MatrixSubject, Place
from roleprofile.tables.people_tables import subject_ids

#: A number of levels; spreadsheet programs take the sign from +1, and use one of several signs for minus.
_STEPS = re.compile("([+\N{MINUS SIGN}\N{EN DASH}-]?)([0-9])")


@frozen(eq=False)
class Track:
    """A role that extends another one."""

    id: str
    #: The id of the other role.
    extends: str
    subject: MatrixSubject
    #: By the name of the skill, the change of its level: ``{"raise": 1}``.
    moves: Mapping[str, Mapping[str, int]]
    #: By the name of the skill.
    cells: Mapping[str, Cell]
    #: The place of the other role in the mapping.
    place: Place


def tracks_of(reader: CellReader, skills: Sequence[MappedDescriptor]) -> Iterator[Track]:
    """The tracks of a matrix; one that changes nothing is reported."""
    matrix = reader.matrix
    subjects = [(one, entry) for one in matrix.subjects if (entry := matrix.track(one))]
    names = {one.skill.pointer: one.skill.entry.name for one in skills}
    ids = subject_ids(matrix, (one for one, _ in subjects), "role")
    for (track_id, subject), (_, (name, extends)) in zip(ids, subjects, strict=True):
        if extends == OPEN:
            message = f'the role that "{shown(name)}" differs from is not filled in'
            matrix.findings.add(("tracks", name), "RP513", message, "write the id of a role")
            continue
        cells = {names[one.pointer]: cell for one, cell in matrix.statements(subject) if one.pointer in names}
        moves = {skill: found for skill, cell in cells.items() if (found := _move(reader, cell))}
        if moves:
            yield Track(track_id, extends, subject, moves, cells, ("tracks", name))
        elif not matrix.findings.failed:
            message = f'"{shown(subject.cell.text)}" does not differ from {extends}'
            matrix.findings.add(subject.cell, "RP515", message, "write +1 or -1 into its cells, or remove the column")


def is_difference(text: str) -> bool:
    """Whether a text can only be a difference: it has a sign.

    >>> is_difference("+1"), is_difference("1")
    (True, False)
    """
    found = _STEPS.fullmatch(text)
    return found is not None and bool(found[1])


def _move(reader: CellReader, cell: Cell) -> dict[str, int] | None:
    if reader.is_empty(cell):
        return None
    found = _STEPS.fullmatch(cell.text)
    if found is None:
        message = f'expected a number of levels such as +1 or -1, got "{shown(cell.text)}"'
        reader.findings.add(cell, "RP203", message, "leave the cell empty where the level is the same")
        return None
    steps = int(found[2])
    return {"raise" if found[1] in ("", "+") else "lower": steps} if steps else None
