"""What the cells of a matrix mean: a level or an amount, the weight and the mark of a minimum beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from roleprofile.importing import NameIndex, levels_of, not_one, shown
from roleprofile.model.catalog import short
from roleprofile.model.finding import unknown_name, value_finding
from roleprofile.model.name_matching import fold
from roleprofile.model.protected import protected_name
from roleprofile.model.table_mapping import OPEN
from roleprofile.model.values import closest
from roleprofile.tables.cells import NOT_A_VALUE, same_text

if TYPE_CHECKING:
    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.descriptor import Descriptor
    from roleprofile.model.scale import Scale
    from roleprofile.model.values import Value
    from roleprofile.tables.cells import Cell
    from roleprofile.tables.matrix import Matrix, MatrixProblems, MatrixSkill, MatrixSubject

#: The most that a requirement can weigh.
HEAVIEST = 1000
#: What marks a minimum requirement in a column of its own, unless the mapping says otherwise.
MARK = "x"


@frozen(eq=False)
class MappedDescriptor:
    """A skill whose descriptor is found."""

    skill: MatrixSkill
    #: Full id.
    descriptor: str
    model: Descriptor
    scale: Scale


@frozen
class CellRequirement:
    """What a cell of a role says: the value, and the weight and the minimum where it says them."""

    value: Value
    weight: int | None
    is_minimum: bool


@define
class CellReader:
    """Reads cells by the mapping and the catalog; what means nothing is found."""

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
        """Where problems go."""
        return self.matrix.findings

    def _check_levels(self) -> None:
        """Every level that the mapping names is one of some scale."""
        known = tuple(sorted({level for scale in self.catalog.scales.values() for level in scale.level_ids}))
        for place, levels in (
            (("levels",), self.matrix.mapping.levels),
            *((("skills", i, "levels"), s.levels) for i, s in enumerate(self.matrix.mapping.skills)),
        ):
            for text, targets in levels.items():
                for target in targets:
                    if target != OPEN and target not in known:
                        message = f'no scale has a level "{shown(target)}"'
                        self.findings.add((*place, text), "RP204", message, closest(target, known))

    def measured(self, skill: MatrixSkill) -> MappedDescriptor | None:
        """The descriptor that a skill is mapped to."""
        ref, place = skill.entry.descriptor, (*skill.pointer, "descriptor")
        if protected_name(skill.entry.name):
            return None  # This has been found; what stands in its cells is nobody's business.
        if skill.entry.for_ and any(key == OPEN for key, _ in skill.entry.for_.shares):
            message = f'nobody has filled in yet which key of {ref} "{shown(skill.entry.name)}" is'
            self.findings.add((*skill.pointer, "for"), "RP513", message, "write a term, or leave for: out")
            return None
        if ref == OPEN:
            message = f'nobody has filled in yet what "{shown(skill.entry.name)}" is'
            hint = "write the id of a descriptor (roleprofile list descriptors), or move the name to skip:"
            self.findings.add(place, "RP513", message, hint)
            return None
        if protected_name(short(ref)):
            self.findings.add(place, "RP325", f'"{ref}" is a protected attribute and is never imported', "leave it out")
            return None
        catalog = self.catalog
        wrong = unknown_name(catalog, catalog.descriptors, ref, self.pack, place, "RP301", "descriptor")
        if wrong:
            self.findings.add(place, wrong.code, wrong.message, wrong.hint, allowed=wrong.allowed)
            return None
        full = catalog.find(catalog.descriptors, ref, self.pack)
        model = catalog.descriptors[full]
        return MappedDescriptor(skill, full, model, catalog.scale_of(model))

    def value(self, measured: MappedDescriptor, cell: Cell, text: str | None = None) -> Value | None:
        """The level or the amount of a cell; ``None`` where it says nothing, or nothing that means something."""
        if cell.kind in NOT_A_VALUE and text is None:
            what, hint = NOT_A_VALUE[cell.kind]
            self.findings.add(cell, "RP511", f"{what}, where {_wanted(measured.scale)} belongs", hint)
            return None
        text = cell.text if text is None else text
        if not text or same_text(text) in self._unknown:
            return None
        return self._amount(measured, cell, text) if measured.scale.is_amount else self._level(measured, cell, text)

    def _amount(self, measured: MappedDescriptor, cell: Cell, text: str) -> int | None:
        scale = measured.scale
        value = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else text
        if wrong := value_finding(scale, value, ()):
            self.findings.add(cell, wrong.code, wrong.message, wrong.hint)
            return None
        return int(value)

    def _level(self, measured: MappedDescriptor, cell: Cell, text: str) -> str | None:
        scale = measured.scale
        folded = same_text(text)
        for place, levels in (
            ((*measured.skill.pointer, "levels"), measured.skill.entry.levels),
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
        message = f'nobody has filled in yet which level "{shown(word)}" is'
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
        hint = closest(text, scale.level_ids) or f'say what it means under levels: in the mapping, "{shown(text)}": ...'
        self.findings.add(cell, "RP204", message, hint, allowed=scale.level_ids)
        return None

    # --- roles -----------------------------------------------------------------------------------------------

    def asked(self, measured: MappedDescriptor, subject: MatrixSubject) -> CellRequirement | None:
        """What a role asks of a skill; ``None`` for nothing, also where the lowest level stands there."""
        cell = self.matrix.cell(subject, measured.skill)
        if cell.kind in NOT_A_VALUE:
            self.value(measured, cell)
            return None
        text, is_minimum = self._without_mark(cell.text)
        weight_text = ""
        if sign := self.matrix.mapping.weight_after:
            text, _, weight_text = map(str.strip, text.partition(sign))
            text, marked = self._without_mark(text)
            is_minimum = is_minimum or marked
        value = self.value(measured, cell, text)
        nothing = not text or same_text(text) in self._unknown
        if nothing or (value is not None and measured.scale.rank(value) == 0):
            return None
        weight = self._weight(cell, weight_text) if weight_text else self._weight_beside(measured, cell)
        is_minimum = self._marked_beside(measured, cell) or is_minimum
        return None if value is None else CellRequirement(value, weight, is_minimum)

    def _without_mark(self, text: str) -> tuple[str, bool]:
        mark = self.matrix.mapping.minimum_mark
        if mark and text.casefold().endswith(mark.casefold()) and len(text) > len(mark):
            return text[: -len(mark)].strip(), True
        return text, False

    def _weight_beside(self, measured: MappedDescriptor, cell: Cell) -> int | None:
        for header in (measured.skill.entry.weight, self.matrix.mapping.weights):
            if header and self.matrix.has(header):
                beside = self.matrix.beside(header, cell)
                if beside.text and same_text(beside.text) not in self._unknown:
                    return self._weight(beside, beside.text)
        return None

    def _weight(self, cell: Cell, text: str) -> int | None:
        if re.fullmatch(r"[0-9]{1,4}", text) and 1 <= int(text) <= HEAVIEST:
            return int(text)
        self.findings.add(cell, "RP207", f'"{shown(text)}" is no weight: a whole number from 1 to {HEAVIEST:,}')
        return None

    def _marked_beside(self, measured: MappedDescriptor, cell: Cell) -> bool:
        for header in (measured.skill.entry.minimum, self.matrix.mapping.minimums):
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
        message = f'"{shown(cell.text)}" is not "{mark}", which marks a minimum requirement'
        self.findings.add(cell, "RP205", message, f'write "{mark}", or leave the cell empty')
        return False


def _wanted(scale: Scale) -> str:
    return "a whole number" if scale.is_amount else "a level"
