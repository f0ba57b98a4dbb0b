"""Long tables, with one row a person or role and skill: what its rows state, and which of them counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from attrs import define, evolve, field

from roleprofile.importing import NameIndex, shown
from roleprofile.model.catalog import CatalogData
from roleprofile.model.days import first_day, is_date, last_day
from roleprofile.model.name_matching import fold
from roleprofile.model.person import Evidence
from roleprofile.model.values import Pointer
from roleprofile.tables.cell_values import MappedDescriptor
from roleprofile.tables.cells import NOT_A_VALUE, Cell
from roleprofile.tables.matrix import Matrix, MatrixSubject

T = TypeVar("T")

_DOTTED = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
_WRITE = 'write "2026-03-14", "2026-03" or "2026"'


@define
class Statements:
    """Reads what a table states of its people or roles, with the dates and the evidence of long tables."""

    matrix: Matrix
    _dates: dict[int, str] = field(factory=dict)

    def of(
        self,
        subject: MatrixSubject,
        skills: Mapping[Pointer, MappedDescriptor],
        read: Callable[[MappedDescriptor, Cell], T | None],
    ) -> list[tuple[MappedDescriptor, Cell, T]]:
        """The statement on each skill that has one, with its cell.

        Args:
            subject: The person or role.
            skills: The skills that are read, by their places in the mapping.
            read: Gives the value of a cell, ``None`` for an empty or wrong one.
        """
        found: dict[Pointer, list[tuple[Cell, T]]] = {}
        for skill, cell in self.matrix.statements(subject):
            mapped = skills.get(skill.pointer)
            if mapped is not None and (value := read(mapped, cell)) is not None:
                found.setdefault(skill.pointer, []).append((cell, value))
        return [(skills[place], *self._latest(subject, stated)) for place, stated in found.items()]

    def _latest(self, subject: MatrixSubject, stated: Sequence[tuple[Cell, T]]) -> tuple[Cell, T]:
        """The row with the latest date; rows that differ and of which none is the later are reported."""
        newest = max((first_day(date) for cell, _ in stated if (date := self.date(cell))), default="")
        left = [one for one in stated if not (date := self.date(one[0])) or last_day(date) >= newest]
        first, value = left[0]
        for cell, other in left:
            if other != value:
                there, text = self.matrix.table.where(first), shown(first.text)
                message = f'"{shown(subject.cell.text)}" has another level of this skill in {there}, "{text}"'
                hint = "keep one of the two"
                if self.matrix.mapping.long is not None:
                    hint += " rows, or give both a date in the column that long: names as date"
                self.matrix.findings.add(cell, "RP509", message, hint)
        return max(left, key=lambda one: first_day(self.date(one[0])))

    def date(self, cell: Cell) -> str:
        """The date of a row, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ``""`` for none, or a wrong one."""
        header = self.matrix.mapping.long.date if self.matrix.mapping.long else ""
        if not header or not self.matrix.has(header):
            return ""
        if cell.row not in self._dates:
            self._dates[cell.row] = self._date(self.matrix.beside(header, cell))
        return self._dates[cell.row]

    def _date(self, cell: Cell) -> str:
        # A workbook holds a day as a date with a time of day.
        text = cell.text.partition(" ")[0] if cell.kind == "date" else cell.text
        if said := _DOTTED.fullmatch(text):
            text = f"{said[3]}-{int(said[2]):02}-{int(said[1]):02}"
        if not text or is_date(text):
            return text
        message = f'"{shown(cell.text)}" is not a day, a month or a year'
        self.matrix.findings.add(cell, "RP206", message, _WRITE)
        return ""


@define
class RowEvidence:
    """Reads the evidence of the facts of people: that of the mapping, with the date and the reference of a row."""

    matrix: Matrix
    statements: Statements
    catalog: CatalogData
    _kinds: NameIndex[str] = field(init=False)
    _ids: tuple[str, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        vocabulary = self.catalog.evidence_kinds("")
        self._ids = vocabulary.term_ids if vocabulary else ()
        self._kinds = NameIndex("kind of evidence")
        for term in vocabulary or ():
            self._kinds.add(term.id, term.id, term.label, term.aliases)

    def of(self, cell: Cell) -> Evidence | None:
        """The evidence of a fact; the reference is the cell, unless the mapping or the table has one."""
        proof = self.matrix.mapping.evidence
        if (beside := self._beside(cell)) is not None:
            proof = self._told(beside, proof)
        if proof is None:
            return None
        table = self.matrix.table
        ref = proof.ref or f"{table.path.rpartition('/')[2]} {table.where(cell)}"
        return evolve(proof, ref=ref, on=self.statements.date(cell) or proof.on)

    def _beside(self, cell: Cell) -> Cell | None:
        header = self.matrix.mapping.long.evidence if self.matrix.mapping.long else ""
        found = self.matrix.beside(header, cell) if header and self.matrix.has(header) else None
        return found if found and found.text else None

    def _told(self, cell: Cell, proof: Evidence | None) -> Evidence | None:
        """The evidence that a cell tells: a kind by its name, or a reference."""
        if cell.kind in NOT_A_VALUE:
            what, hint = NOT_A_VALUE[cell.kind]
            self.matrix.findings.add(cell, "RP511", f"expected evidence, got {what}", hint)
            return proof
        kinds = self._kinds.find(fold(cell.text)) or self._kinds.of_id(fold(cell.text).replace(" ", "-"))
        if len(kinds) == 1:
            return Evidence(next(iter(kinds)), on=proof.on if proof else "", until=proof.until if proof else "")
        if proof is None:
            message = f'"{shown(cell.text)}" is no kind of evidence'
            hint = "write a kind here, or one for all references in the mapping: evidence: {kind: ...}"
            self.matrix.findings.add(cell, "RP304", message, hint, allowed=self._ids)
            return None
        return evolve(proof, ref=cell.text)
