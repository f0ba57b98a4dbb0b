"""Sensitivity analysis: how far each number with the basis ``judgement`` can move before a case fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from roleprofile.evaluation.edits import edited, entries, putting, with_role
from roleprofile.model.catalog import CatalogData, a_catalog, chosen_packs
from roleprofile.model.grades import by_grade, by_grades, grade_ids
from roleprofile.model.role import ASKING, FULL, GROUPS, Role
from roleprofile.model.scale import Scale
from roleprofile.model.values import FrozenMap, Pointer, Value
from roleprofile.quality.mutation.report import Proof, own_packs
from roleprofile.rules.holdings import MONTHS_HELD, current
from roleprofile.rules.overlays import is_relative


@frozen(kw_only=True)
class Move:
    """The nearest value at which a case fails."""

    value: Value
    #: The full id of the case.
    case: str


@frozen(kw_only=True)
class Judgement:
    """A number, or level, that an author chose."""

    #: What it is, such as ``weight of dialogue``.
    name: str
    #: The full id of the role that has it.
    role: str
    value: Value
    #: Where a lower, or higher, value makes a case fail; ``None`` where none that was tried does.
    down: Move | None
    up: Move | None
    #: The values that were tried, the nearest first.
    tried_down: tuple[Value, ...]
    tried_up: tuple[Value, ...]

    @property
    def free(self) -> bool:
        """Whether no case fails for any value that was tried."""
        return self.down is None and self.up is None


def each_judgement(
    catalog: CatalogData, packs: Iterable[str] | None = None, proof: Proof | None = None
) -> Iterator[Judgement]:
    """Move each number of these packs' roles with the basis ``judgement`` until a case fails.

    Amounts, percents and weights are halved and doubled twice, levels go up and down by two.
    """
    a_catalog(catalog)
    wanted = frozenset(own_packs(catalog)) if packs is None else chosen_packs(catalog, packs)
    proof = proof or Proof(catalog)
    for full, role in catalog.stated_roles.items():
        for number in numbers(catalog, role) if role.pack in wanted else ():
            down, up = (_first(proof, full, number, values) for values in (number.down, number.up))
            yield Judgement(
                name=number.name,
                role=full,
                value=number.value,
                down=down,
                up=up,
                tried_down=number.down,
                tried_up=number.up,
            )


def _first(proof: Proof, full: str, number: Number, values: Iterable[Value]) -> Move | None:
    role = proof.catalog.roles[full]
    for value in values:
        document = edited(role, putting(number.place, value))
        moved = with_role(proof.catalog, full, document, f"{number.name} {value}")
        case = next(proof.failing(moved, role.pack, only_scores=True), "")
        if case:
            return Move(value=value, case=case)
    return None


# --- the numbers of a role -------------------------------------------------------------------------------------------

#: So many levels, and so many times the double or the half, are tried.
STEPS = 2
_HEAVIEST = 1000


@frozen(kw_only=True)
class Number:
    """One number, or level, that an author chose."""

    #: What it is, such as ``weight of dialogue``.
    name: str
    place: Pointer
    value: Value
    #: Other values, the nearest first.
    down: tuple[Value, ...]
    up: tuple[Value, ...]


def numbers(catalog: CatalogData, role: Role) -> Iterator[Number]:
    """Every number of a role with the basis ``judgement`` that has other values."""
    found = _Finder(catalog, role)
    return (one for one in found.all() if one.down or one.up)


@frozen
class _Finder:
    catalog: CatalogData
    role: Role

    def all(self) -> Iterator[Number]:
        document, default = self.role.document, self.role.defaults.basis
        asked: dict[str, Any] = {}
        for section, place, entry in entries(document):
            if section in ASKING:
                asked.setdefault(entry["id"], entry)
                if entry.get("basis", default) == "judgement":
                    label = entry["id"] + self._variant(place)
                    yield from self._asked(entry, place, label, entry.get("descriptor", entry["id"]))
        yield from self._provided(document.get("provides", {}), ("provides",), "")
        for number, variant in enumerate(document.get("variants", ())):
            for word in ("set", "add"):
                changes = variant.get(word, {})
                spot: Pointer = ("variants", number, word)
                label = self._variant(spot)
                yield from self._provided(changes.get("provides", {}), (*spot, "provides"), label)
                if word == "set" and variant.get("basis", default) == "judgement":
                    for name, change in changes.items():
                        if name in asked:
                            named = change.get("descriptor", asked[name].get("descriptor", name))
                            yield from self._asked(change, (*spot, name), name + label, named)

    def _variant(self, place: Pointer) -> str:
        return f" (variant {self.role.document['variants'][place[1]]['id']})" if place[0] == "variants" else ""

    def _scale(self, descriptor: str) -> Scale:
        catalog = self.catalog
        return catalog.scale_of(current(catalog, catalog.descriptor(descriptor, self.role.pack)))

    def _asked(self, entry: Mapping[str, Any], place: Pointer, label: str, descriptor: str) -> Iterator[Number]:
        for at, spot, weight in _each("weight", entry, place):
            yield _of_amount(f"weight of {label}{_of_grade(at)}", spot, weight, _HEAVIEST)
        # How far a variant raises or lowers a level is a number of steps, not a level beside others.
        entry = FrozenMap({key: value for key, value in entry.items() if not is_relative(key, value)})
        order = grade_ids(self.role.document)
        for name, other in (("asks", "at_least"), ("at_least", "asks")):
            for at, spot, value in _each(name, entry, place):
                scale = self._scale(descriptor)
                beside = by_grade(other, entry.get(other), at, order)
                # What is asked is no less than what is accepted, and neither is the lowest level.
                least = scale.rank(beside) if name == "asks" and beside is not None else 1
                most = scale.rank(beside) if name == "at_least" and beside is not None else None
                yield _of_value(f"{name.replace('_', ' ')} of {label}{_of_grade(at)}", spot, value, scale, least, most)
        if entry.get("from"):
            asked = [value for _, _, value in _each("asks", entry, place)] or [FULL**2]
            yield _of_amount(f"from of {label}", (*place, "from"), entry["from"], min(map(int, asked)) - 1)
        for name in ("credit", "for"):
            for at, spot, percents in _each(name, entry, place):
                yield from _percents(percents, spot, f"{label}{_of_grade(at)}")
        if "worth" in entry:
            yield _of_percent(f"worth of {label}", (*place, "worth"), entry["worth"])
        for group in GROUPS:
            for index, part in enumerate(entry.get(group, ())):
                inner = f"{part['descriptor']} in {label}"
                yield from self._asked(part, (*place, group, index), inner, part["descriptor"])

    def _provided(self, tree: Mapping[str, Any], place: Pointer, label: str) -> Iterator[Number]:
        for name, given in tree.items():
            keyed = bool(self.catalog.descriptor(name, self.role.pack).keys)
            values = given.items() if keyed and hasattr(given, "items") else [("", given)]
            for key, one in values:
                spot = (*place, name, key) if key else (*place, name)
                title = f"{name}{f' for {key}' if key else ''} that holders bring{label}"
                inner = hasattr(one, "keys")
                if inner and "value" not in one:
                    continue
                value = one["value"] if inner else one
                if inner and one.get("after"):
                    yield _of_amount(f"months until {title}", (*spot, "after"), one["after"], 1200)
                if value != MONTHS_HELD:
                    spot = (*spot, "value") if inner else spot
                    yield _of_value(title, spot, value, self._scale(name), 1, None)


def _each(name: str, entry: Mapping[str, Any], place: Pointer) -> Iterator[tuple[str, Pointer, Any]]:
    """The values of a field, with the grade from which each holds and the place."""
    for grade, value in by_grades(name, entry[name]) if name in entry else ():
        yield grade, (*place, name, grade) if grade else (*place, name), value


def _of_grade(grade: str) -> str:
    return f" (grade {grade})" if grade else ""


def _percents(percents: Any, place: Pointer, label: str) -> Iterator[Number]:
    for key, percent in percents.items() if hasattr(percents, "items") else ():
        yield _of_percent(f"percent for {key} of {label}", (*place, key), percent)


def _of_amount(name: str, place: Pointer, value: int, most: int) -> Number:
    """Halves and doubles."""
    down = [value // 2**step for step in range(1, STEPS + 1)]
    up = [min(most, value * 2**step) for step in range(1, STEPS + 1)]
    return Number(
        name=name,
        place=place,
        value=value,
        down=tuple(dict.fromkeys(one for one in down if 1 <= one < value)),
        up=tuple(dict.fromkeys(one for one in up if one > value)),
    )


def _of_percent(name: str, place: Pointer, value: int) -> Number:
    """Halves and doubles. A percent of 100 has no other values, because some key has to count in full."""
    if value == FULL:
        return Number(name=name, place=place, value=value, down=(), up=())
    found = _of_amount(name, place, value, FULL)
    return Number(name=name, place=place, value=value, down=found.down, up=found.up)


def _of_value(name: str, place: Pointer, value: Value, scale: Scale, least: int, most: int | None) -> Number:
    """The levels beside one, or halves and doubles of an amount."""
    rank = scale.rank(value)
    if scale.is_amount:
        found = _of_amount(name, place, rank, scale.maximum if most is None else most)
        down, up = tuple(one for one in found.down if int(one) >= least), found.up
        return Number(name=name, place=place, value=value, down=down, up=up)
    levels = scale.by_rank
    top = len(levels) - 1 if most is None else most
    return Number(
        name=name,
        place=place,
        value=value,
        down=tuple(reversed(levels[max(least, rank - STEPS) : rank])),
        up=levels[rank + 1 : min(top, rank + STEPS) + 1],
    )
