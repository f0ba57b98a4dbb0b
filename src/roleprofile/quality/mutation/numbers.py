"""The numbers of a role that rest on judgement, each with the values that it could have instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from roleprofile.model.role import FULL
from roleprofile.quality.mutation.edits import entries
from roleprofile.rules.holdings import MONTHS_HELD, current

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.role import Role
    from roleprofile.model.scale import Scale
    from roleprofile.model.values import Pointer, Value

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
    #: Whether it is what a holder brings, and not what is asked.
    provided: bool = False


def numbers(catalog: CatalogData, role: Role) -> Iterator[Number]:
    """Every number of a role whose basis is a judgement, as far as it has other values."""
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
            if section in {"requirements", "extras"}:
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
        if isinstance(entry.get("weight"), int):
            yield _of_amount(f"weight of {label}", (*place, "weight"), entry["weight"], _HEAVIEST)
        for name in ("asks", "at_least"):
            if name in entry:
                scale = self._scale(descriptor)
                # What is asked is no less than what is accepted, and neither is the lowest level.
                least = scale.rank(entry["at_least"]) if name == "asks" and "at_least" in entry else 1
                most = scale.rank(entry["asks"]) if name == "at_least" and "asks" in entry else None
                yield _of_value(f"{name.replace('_', ' ')} of {label}", (*place, name), entry[name], scale, least, most)
        if entry.get("from"):
            yield _of_amount(f"from of {label}", (*place, "from"), entry["from"], int(entry.get("asks", FULL**2)) - 1)
        yield from _percents(entry, place, label)
        if "worth" in entry:
            yield _of_percent(f"worth of {label}", (*place, "worth"), entry["worth"])
        for group in ("any_of", "all_of"):
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
                    yield _of_amount(f"months until {title}", (*spot, "after"), one["after"], 1200, provided=True)
                if value != MONTHS_HELD:
                    spot = (*spot, "value") if inner else spot
                    yield _of_value(title, spot, value, self._scale(name), 1, None, provided=True)


def _percents(entry: Mapping[str, Any], place: Pointer, label: str) -> Iterator[Number]:
    for name in ("credit", "for"):
        if hasattr(entry.get(name), "items"):
            for key, percent in entry[name].items():
                yield _of_percent(f"percent for {key} of {label}", (*place, name, key), percent)


def _of_amount(name: str, place: Pointer, value: int, most: int, *, provided: bool = False) -> Number:
    """Halves and doubles."""
    down = [value // 2**step for step in range(1, STEPS + 1)]
    up = [min(most, value * 2**step) for step in range(1, STEPS + 1)]
    return Number(
        name=name,
        place=place,
        value=value,
        down=tuple(dict.fromkeys(one for one in down if 1 <= one < value)),
        up=tuple(dict.fromkeys(one for one in up if one > value)),
        provided=provided,
    )


def _of_percent(name: str, place: Pointer, value: int) -> Number:
    """Halves and doubles; what counts in full stays, since something has to."""
    if value == FULL:
        return Number(name=name, place=place, value=value, down=(), up=())
    found = _of_amount(name, place, value, FULL)
    return Number(name=name, place=place, value=value, down=found.down, up=found.up)


def _of_value(
    name: str, place: Pointer, value: Value, scale: Scale, least: int, most: int | None, *, provided: bool = False
) -> Number:
    """The levels beside one, or halves and doubles of an amount."""
    rank = scale.rank(value)
    if scale.is_amount:
        found = _of_amount(name, place, rank, scale.maximum if most is None else most, provided=provided)
        down, up = tuple(one for one in found.down if int(one) >= least), found.up
        return Number(name=name, place=place, value=value, down=down, up=up, provided=provided)
    levels = scale.level_ids
    top = len(levels) - 1 if most is None else most
    return Number(
        name=name,
        place=place,
        value=value,
        down=tuple(reversed(levels[max(least, rank - STEPS) : rank])),
        up=levels[rank + 1 : min(top, rank + STEPS) + 1],
        provided=provided,
    )
