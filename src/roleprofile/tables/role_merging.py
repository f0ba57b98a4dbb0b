"""A role of a matrix, merged into the file that it has already.

What the matrix says changes: the label, the grades, and the requirements in the skills of the mapping. The rest stays,
as do grades that only the file has, with what they ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from roleprofile.model.catalog import short
from roleprofile.model.convert import plain
from roleprofile.model.grades import GRADE, by_grade, grade_ids, is_by_grade
from roleprofile.model.table_mapping import MatrixDefaults
from roleprofile.model.values import freeze, one_or_more
from roleprofile.tables.cell_values import CellRequirement
from roleprofile.tables.ladders import AskedByGrade, MatrixRole, shorthand, without_default
from roleprofile.tables.merging import merged

Entry = Mapping[str, Any]

#: What an entry is in, where it says more than its id.
_SUBJECT = ("descriptor", "for")


@frozen(eq=False)
class MatrixRequirement:
    """A requirement of a role as a matrix has it."""

    #: Its id, descriptor and keys, as in a new file.
    head: Entry
    asked: AskedByGrade
    #: Whether the matrix says which requirements in the skill are minimum requirements.
    marks: bool
    #: Whether an entry of the file is in the same descriptor and keys, however they are written.
    is_same: Callable[[Entry], bool]


@frozen(eq=False)
class RoleMerge:
    """The file of a role, and what a matrix says of the role."""

    old: Mapping[str, Any]
    #: The document of a new file.
    new: Mapping[str, Any]
    role: MatrixRole
    #: By id.
    said: Mapping[str, MatrixRequirement]
    #: The ids of the requirements in all skills of the mapping.
    mapped: frozenset[str]
    defaults: MatrixDefaults
    #: The grades of the matrix and of the file, lowest first; ``""`` for a role without grades.
    order: Sequence[str] = field(init=False)

    @order.default
    def _merged_order(self) -> Sequence[str]:
        order = list(self.role.grades)
        below = ""
        for grade in grade_ids(self.old) if order != [""] else ():
            if grade not in order:
                order.insert(order.index(below) + 1 if below else 0, grade)
            below = grade
        return order

    def tree(self) -> dict[str, Any]:
        """The document with what the matrix says."""
        tree = merged(self.old, {"label": self.new["label"]})
        if "grades" in self.new:
            grades = {one["id"]: one for one in merged(self.old, {"grades": self.new["grades"]})["grades"]}
            tree["grades"] = [grades[grade] for grade in self.order]
        there = {one["id"]: one for one in self.old.get("requirements", ())}
        tree["requirements"] = [
            self._entry(one, self.said[name]) if name in self.said else plain(one)
            for name, one in there.items()
            if name in self.said or name not in self.mapped
        ]
        tree["requirements"] += [self._entry({}, one) for name, one in self.said.items() if name not in there]
        if variants := self._variants(tree):
            tree["variants"] = variants
        else:
            tree.pop("variants", None)
        return tree

    # --- requirements -------------------------------------------------------------------------------------------

    def _entry(self, old: Entry, said: MatrixRequirement) -> dict[str, Any]:
        """An entry with what the matrix says of it; ``old`` is empty for a new one."""
        found: dict[str, Any] = plain(old)
        if not old or not said.is_same(old):
            rest = {key: value for key, value in found.items() if key not in (*said.head, *_SUBJECT)}
            found = {**said.head, **rest}
        asks = self._asks(old, said.asked)
        self._put(found, old, "asks", asks)
        if not old or any(step.weight is not None for step in said.asked.steps.values()):
            self._put(found, old, "weight", self._weights(old, said.asked, asks))
        if not old or said.marks:
            self._put(found, old, "necessity", self._necessities(old, said.asked, asks))
        if not old:
            stated = self.old.get("defaults", {})
            grounds = {key: value for key, value in self.new["defaults"].items() if freeze(value) != stated.get(key)}
            found |= {key: value for key, value in grounds.items() if key != "necessity"}
        return found

    def _put(self, entry: dict[str, Any], old: Entry, key: str, values: Mapping[str, Any]) -> None:
        """Set a field to its values by grade, if they are not those of the file already."""
        before = self._before(old, key)
        if all(before[grade] == values.get(grade) for grade in (self.order if key == "asks" else values)):
            return
        lowest = self.order[0] if key == "asks" else next(iter(values))
        value = shorthand(values, lowest)
        entry[key] = without_default(value, self._necessity) if key == "necessity" else value
        if entry[key] is None:
            del entry[key]

    @property
    def _necessity(self) -> str:
        """The necessity of requirements that state none."""
        return str(self.old.get("defaults", {}).get("necessity", "important"))

    def _before(self, old: Entry, key: str) -> dict[str, Any]:
        """The value of a field at each grade; a grade that the file does not have is as the one below."""
        value = old.get(key, self._necessity if key == "necessity" and old else None)
        there = grade_ids(self.old)
        found = {}
        last = None
        for grade in self.order:
            if grade in there or not is_by_grade(key, value):
                last = by_grade(key, value, grade, there)
            found[grade] = last
        return found

    def _at(self, asked: AskedByGrade) -> Iterator[tuple[str, CellRequirement | None]]:
        """What the matrix says at each of its grades; an empty cell says what the one below says."""
        said = None
        for grade in self.role.grades:
            said = asked.steps.get(grade, said)
            yield grade, said

    def _asks(self, old: Entry, asked: AskedByGrade) -> dict[str, Any]:
        values = self._before(old, "asks") | {grade: said and said.value for grade, said in self._at(asked)}
        return {grade: value for grade, value in values.items() if value is not None}

    def _weights(self, old: Entry, asked: AskedByGrade, asks: Mapping[str, Any]) -> dict[str, Any]:
        before = self._before(old, "weight")
        said = {grade: one.weight for grade, one in self._at(asked) if one and one.weight is not None}
        return {grade: said.get(grade) or before[grade] or self.defaults.weight for grade in asks}

    def _necessities(self, old: Entry, asked: AskedByGrade, asks: Mapping[str, Any]) -> dict[str, Any]:
        before = self._before(old, "necessity")
        said = {
            grade: "minimum" if one.is_minimum else self.defaults.necessity for grade, one in self._at(asked) if one
        }
        return {grade: said.get(grade) or before[grade] or self._necessity for grade in asks}

    # --- variants -----------------------------------------------------------------------------------------------

    def _variants(self, tree: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The variants; those for a grade alone drop of the mapped skills what the matrix has no cell for."""
        variants: list[dict[str, Any]] = [plain(one) for one in self.old.get("variants", ())]
        if "grades" not in tree:
            return variants
        asks = {one["id"]: one.get("asks") for one in tree["requirements"]}
        for grade in self.role.grades:
            gone = [name for name, one in self.said.items() if self._is_gone(one.asked, asks[name], grade)]
            mine = [one for one in variants if _is_for(one, grade)]
            for one in mine:
                drop = one_or_more(one.get("drop", ()))
                one["drop"] = [name for name in drop if name not in self.mapped or name in gone]
                gone = [name for name in gone if name not in one["drop"]]
            name = f"at-{grade}"
            if gone and name not in {one["id"] for one in mine}:
                label = next(one["label"] for one in tree["grades"] if one["id"] == grade)
                mine.append({"id": name, "label": label, "when": {GRADE: grade}, "drop": []})
                variants.append(mine[-1])
            for one in mine:
                one["drop"] += gone if one["id"] == name else ()
                if not one["drop"]:
                    del one["drop"]
                    if not {"set", "add"} & one.keys():
                        variants.remove(one)
        return variants

    def _is_gone(self, asked: AskedByGrade, asks: Any, grade: str) -> bool:
        """Whether a grade does not ask for a skill although a lower one does."""
        if grade in asked.without:
            return True
        return dict(self._at(asked))[grade] is None and by_grade("asks", asks, grade, self.order) is not None


def _is_for(variant: Entry, grade: str) -> bool:
    """Whether a variant is for one grade, whatever the rest of the situation is."""
    when = variant["when"]
    return [*when] == [GRADE] and one_or_more(when[GRADE]) == (grade,)


def merged_track(old: Mapping[str, Any], new: Mapping[str, Any], mapped: frozenset[str]) -> dict[str, Any]:
    """The file of a track with the levels that a matrix moves; ``mapped`` are the requirements in its skills."""
    changes: dict[str, Any] = {}
    for name in dict.fromkeys([*old.get("set", ()), *new["set"]]):
        rest = dict(plain(old.get("set", {}).get(name, {})))
        if name in mapped:
            rest.pop("asks", None)
        if found := rest | new["set"].get(name, {}):
            changes[name] = found
    is_same = short(old.get("extends", "")) == short(new["extends"])
    extends = old["extends"] if is_same else new["extends"]
    return {**merged(old, {"label": new["label"]}), "extends": extends, "set": changes}
