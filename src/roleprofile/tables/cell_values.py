"""The values of the cells of a matrix: levels, amounts, weights and marks of minimum requirements."""

from __future__ import annotations

import re

from attrs import define, field, frozen

from roleprofile.importing import NameIndex, levels_of, not_one, shown
from roleprofile.model.catalog import CatalogData, short
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.finding import unknown_name, value_finding
from roleprofile.model.name_matching import fold
from roleprofile.model.protected import is_protected
from roleprofile.model.scale import Scale
from roleprofile.model.table_mapping import OPEN
from roleprofile.model.values import OneOrMore, Pointer, Value, closest
from roleprofile.tables.cells import NOT_A_VALUE, Cell, same_text
from roleprofile.tables.matrix import Matrix, MatrixProblems, MatrixSkill, MatrixSubject

#: The most that a requirement can weigh.
HEAVIEST = 1000
#: The mark of a minimum requirement in a column of its own, unless the mapping has another one.
MARK = "x"


@frozen(eq=False)
class MappedDescriptor:
    """A skill of a matrix with its descriptor."""

    skill: MatrixSkill
    #: Full id.
    descriptor: str
    model: Descriptor
    scale: Scale


@frozen
class CellRequirement:
    """The requirement that a cell of a role states."""

    value: Value
    weight: int | None
    is_minimum: bool


@define
class CellReader:
    """Reads the values of cells by the mapping and the catalog, and reports cells that it cannot read."""

    matrix: Matrix
    catalog: CatalogData
    pack: str = ""
    _names: dict[str, NameIndex[str]] = field(factory=dict)
    _unknown: frozenset[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._unknown = frozenset(map(same_text, self.matrix.mapping.unknown))
        self._check_levels()

    @property
    def findings(self) -> MatrixProblems:
        """The problems of the matrix so far."""
        return self.matrix.findings

    def _check_levels(self) -> None:
        """Report levels in the mapping that no scale has."""
        known = tuple(sorted({level for scale in self.catalog.scales.values() for level in scale.level_ids}))
        for place, levels in (
            (("levels",), self.matrix.mapping.levels),
            (("anchors",), self.matrix.mapping.anchors),
            *((("skills", i, "levels"), s.levels) for i, s in enumerate(self.matrix.mapping.skills)),
        ):
            for text, targets in levels.items():
                if is_protected(text, as_term=True):
                    self._refuse(text, (*place, text), at_key=True)
                for target in targets:
                    if target != OPEN and target not in known:
                        message = f'no scale has a level "{shown(target)}"'
                        self.findings.add((*place, text), "RP204", message, closest(target, known))

    def mapped(self, skill: MatrixSkill) -> MappedDescriptor | None:
        """The descriptor that a skill is mapped to; ``None`` where the mapping is wrong, which is reported."""
        ref, place = skill.entry.descriptor, (*skill.pointer, "descriptor")
        if is_protected(skill.entry.name):
            return None  # The layout has reported it, and its cells are not to be read.
        if skill.entry.for_ and any(key == OPEN for key, _ in skill.entry.for_.shares):
            message = f'the key of {ref} for "{shown(skill.entry.name)}" is not filled in'
            self.findings.add((*skill.pointer, "for"), "RP513", message, "write a term, or remove for:")
            return None
        if ref == OPEN:
            message = f'the descriptor of "{shown(skill.entry.name)}" is not filled in'
            hint = "write the id of a descriptor (roleprofile list descriptors), or move the name to skip:"
            self.findings.add(place, "RP513", message, hint)
            return None
        if is_protected(short(ref)):
            self._refuse(ref, place)
            return None
        catalog = self.catalog
        wrong = unknown_name(catalog, catalog.descriptors, ref, self.pack, place, "RP301", "descriptor")
        if wrong:
            self.findings.add(place, wrong.code, wrong.message, wrong.hint, allowed=wrong.allowed)
            return None
        full = catalog.find(catalog.descriptors, ref, self.pack)
        model = catalog.descriptors[full]
        return MappedDescriptor(skill, full, model, catalog.scale_of(model))

    def _refuse(self, name: str, place: Pointer, *, at_key: bool = False) -> None:
        message = f'"{shown(name)}" is a protected attribute and cannot be imported'
        self.findings.add(place, "RP325", message, "remove it", at_key=at_key)

    def value(self, mapped: MappedDescriptor, cell: Cell, text: str | None = None) -> Value | None:
        """The level or amount of a cell; ``None`` for an empty cell and for a wrong one, which is reported."""
        if self._is_not_one(cell) and text is None:
            what, hint = NOT_A_VALUE[cell.kind]
            self.findings.add(cell, "RP511", f"expected {_wanted(mapped.scale)}, got {what}", hint)
            return None
        text = cell.text if text is None else text
        if not text or same_text(text) in self._unknown:
            return None
        return self._amount(mapped, cell, text) if mapped.scale.is_amount else self._level(mapped, cell, text)

    @staticmethod
    def _is_not_one(cell: Cell) -> bool:
        """Whether a cell can hold no level and no amount; a check box holds the text TRUE or FALSE."""
        return cell.kind in NOT_A_VALUE and cell.kind != "truth"

    def _amount(self, mapped: MappedDescriptor, cell: Cell, text: str) -> int | None:
        scale = mapped.scale
        value = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else text
        if wrong := value_finding(scale, value, ()):
            self.findings.add(cell, wrong.code, wrong.message, wrong.hint)
            return None
        return int(value)

    def _level(self, mapped: MappedDescriptor, cell: Cell, text: str) -> str | None:
        scale = mapped.scale
        folded = same_text(text)
        for place, levels in (
            ((*mapped.skill.pointer, "levels"), mapped.skill.entry.levels),
            (("levels",), self.matrix.mapping.levels),
        ):
            for word, targets in levels.items():
                if same_text(word) != folded:
                    continue
                if OPEN in targets:
                    self._left_open(word, (*place, word))
                    return None
                on_it = [target for target in targets if target in scale.level_ids]
                if on_it:
                    return on_it[0]
        return self._by_name(scale, cell, text)

    def _left_open(self, word: str, place: tuple[str | int, ...]) -> None:
        message = f'the level of "{shown(word)}" is not filled in'
        self.findings.add(place, "RP513", message, "write a level of the scale, or move the word to unknown:")

    def _by_name(self, scale: Scale, cell: Cell, text: str) -> str | None:
        if text in scale.level_ids:
            return text
        key = f"{scale.pack}:{scale.id}"
        if key not in self._names:
            self._names[key] = levels_of(scale, lowest=True)
        names = self._names[key]
        found = names.find(fold(text))
        if len(found) == 1:
            return next(iter(found))
        message = not_one(names, found) if found else f'unknown level "{shown(text)}" on scale {scale.id}'
        hint = closest(text, scale.level_ids) or f'map it under levels: in the mapping, "{shown(text)}": ...'
        self.findings.add(cell, "RP204", message, hint, allowed=scale.level_ids)
        return None

    # --- roles -----------------------------------------------------------------------------------------------

    def requirement(self, subject: MatrixSubject, mapped: MappedDescriptor, cell: Cell) -> CellRequirement | None:
        """The requirement of a role in a cell, also with the lowest level; ``None`` for an empty or wrong cell."""
        if (described := self.matrix.described(subject)) is not None:
            return None if self.is_empty(cell) else self._described(mapped, cell, *described)
        if self._is_not_one(cell):
            self.value(mapped, cell)
            return None
        text, is_minimum = self._without_mark(cell.text)
        weight_text = ""
        if sign := self.matrix.mapping.weight_after:
            text, _, weight_text = map(str.strip, text.partition(sign))
            text, marked = self._without_mark(text)
            is_minimum = is_minimum or marked
        value = self.value(mapped, cell, text)
        if not text or same_text(text) in self._unknown:
            return None
        if value is not None and mapped.scale.rank(value) == 0:
            return CellRequirement(value, None, is_minimum=False)
        weight = self._weight(cell, weight_text) if weight_text else self._weight_beside(mapped, cell)
        is_minimum = self._marked_beside(mapped, cell) or is_minimum
        return None if value is None else CellRequirement(value, weight, is_minimum)

    def _described(self, mapped: MappedDescriptor, cell: Cell, name: str, levels: OneOrMore) -> CellRequirement | None:
        """The requirement of a cell with a text."""
        found = described_level(self.findings, name, levels, mapped.scale)
        weight, is_minimum = self._weight_beside(mapped, cell), self._marked_beside(mapped, cell)
        return None if found is None else CellRequirement(found, weight, is_minimum)

    def is_empty(self, cell: Cell) -> bool:
        """Whether a cell says nothing: it is empty, or has a word for an unknown value."""
        return not cell.text or same_text(cell.text) in self._unknown

    def _without_mark(self, text: str) -> tuple[str, bool]:
        mark = self.matrix.mapping.minimum_mark
        if mark and text.casefold().endswith(mark.casefold()) and len(text) > len(mark):
            return text[: -len(mark)].strip(), True
        return text, False

    def _weight_beside(self, mapped: MappedDescriptor, cell: Cell) -> int | None:
        for header in (mapped.skill.entry.weight, self.matrix.mapping.weights):
            if header and self.matrix.has(header):
                beside = self.matrix.beside(header, cell)
                if beside.text and same_text(beside.text) not in self._unknown:
                    return self._weight(beside, beside.text)
        return None

    def _weight(self, cell: Cell, text: str) -> int | None:
        if re.fullmatch(r"[0-9]{1,4}", text) and 1 <= int(text) <= HEAVIEST:
            return int(text)
        self.findings.add(
            cell, "RP207", f'expected a whole number from 1 to {HEAVIEST:,} as weight, got "{shown(text)}"'
        )
        return None

    def _marked_beside(self, mapped: MappedDescriptor, cell: Cell) -> bool:
        for header in (mapped.skill.entry.minimum, self.matrix.mapping.minimums):
            if header and self.matrix.has(header):
                return self._mark(self.matrix.beside(header, cell))
        return False

    def _mark(self, cell: Cell) -> bool:
        mark = self.matrix.mapping.minimum_mark or MARK
        text = same_text(cell.text)
        if not text or text in self._unknown or (cell.kind == "truth" and text == "false"):
            return False
        if text == same_text(mark) or (cell.kind == "truth" and text == "true"):
            return True
        message = f'expected "{mark}" for a minimum requirement, got "{shown(cell.text)}"'
        self.findings.add(cell, "RP205", message, f'write "{mark}", or leave the cell empty')
        return False


def described_level(findings: MatrixProblems, name: str, levels: OneOrMore, scale: Scale) -> str | None:
    """The level of a scale that the texts of a role or grade describe; ``None`` for none, which is reported."""
    place = ("anchors", name)
    if OPEN in levels:
        message = f'the level that the texts of "{shown(name)}" describe is not filled in'
        findings.add(place, "RP513", message, f"write a level of scale {scale.id}", allowed=scale.level_ids)
        return None
    found = next((level for level in levels if level in scale.level_ids), None)
    if found is None:
        message = f'"{shown(name)}" describes no level of scale {scale.id}'
        findings.add(place, "RP204", message, closest(levels[0], scale.level_ids), allowed=scale.level_ids)
    return found


def _wanted(scale: Scale) -> str:
    return "a whole number" if scale.is_amount else "a level"
