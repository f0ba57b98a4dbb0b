"""The one mechanism that changes a role: ``set``, ``add`` and ``drop`` over its document, by id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from attrs import frozen

from roleprofile.model.role import SECTIONS
from roleprofile.model.values import FrozenMap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from roleprofile.model.development import Option
    from roleprofile.model.role import Variant
    from roleprofile.model.values import Pointer

PROVIDES = "provides"
VARIANTS = "variants"
#: What may be changed in a role as its file states it: a variant changes no variants.
PARTS = (*SECTIONS, VARIANTS)


class Changes(Protocol):
    """What a variant, a role that extends another, and a patch have in common."""

    @property
    def set(self) -> FrozenMap[str, Any]:
        """Fields, by the id of their entry."""

    @property
    def add(self) -> FrozenMap[str, Any]:
        """Entries, by the list they belong to."""

    @property
    def drop(self) -> tuple[str, ...]:
        """Ids of entries."""


@frozen(kw_only=True)
class Change:
    """The three words, ready to be applied to one role."""

    set: FrozenMap[str, Any] = FrozenMap()
    add: FrozenMap[str, Any] = FrozenMap()
    drop: tuple[str, ...] = ()


def sections(document: Mapping[str, Any], parts: Iterable[str] = SECTIONS) -> dict[str, dict[str, Any]]:
    """The entries of a role's document by section and id; the pay components count as a section."""
    found: dict[str, dict[str, Any]] = {}
    for section in parts:
        home = document.get("compensation", {}) if section == "components" else document
        found[section] = {entry["id"]: entry for entry in home.get(section, ())}
    found[PROVIDES] = dict(document.get(PROVIDES, {}))
    return found


def section_of(document_sections: Mapping[str, Mapping[str, Any]], entry_id: str) -> str | None:
    """The section that holds an entry of that id, or ``None``."""
    return next((name for name, found in document_sections.items() if name != PROVIDES and entry_id in found), None)


def merge(base: Any, change: Any) -> Any:
    """A map merges, key by key; anything else replaces.

    >>> merge({"asks": 24, "from": 6}, {"asks": 12})
    FrozenMap({'asks': 12, 'from': 6})
    """
    if not (hasattr(base, "keys") and hasattr(change, "keys")):
        return change
    merged = dict(base)
    for key, value in change.items():
        merged[key] = merge(merged[key], value) if key in merged else value
    return FrozenMap(merged)


def apply(
    document: FrozenMap[str, Any], changes: Iterable[Changes], parts: tuple[str, ...] = SECTIONS
) -> FrozenMap[str, Any]:
    """The document with the changes made, in the order given.

    What a change names and the document does not have is passed over here: the loader has refused it by then.
    """
    found = sections(document, parts)
    for change in changes:
        for entry_id in change.drop:
            if home := section_of(found, entry_id):
                del found[home][entry_id]
        for section, entries in change.add.items():
            added = entries if section == PROVIDES else {entry["id"]: entry for entry in entries}
            found[section].update(added)
        for entry_id, fields in change.set.items():
            if entry_id == PROVIDES:
                found[PROVIDES] = dict(merge(found[PROVIDES], fields))
            elif home := section_of(found, entry_id):
                found[home][entry_id] = merge(found[home][entry_id], fields)
    return _assembled(document, found)


def _assembled(document: FrozenMap[str, Any], found: Mapping[str, Mapping[str, Any]]) -> FrozenMap[str, Any]:
    whole = dict(document)
    for section, entries in found.items():
        home = "compensation" if section == "components" else section
        if not entries and home not in document:
            continue
        if section == PROVIDES:
            whole[PROVIDES] = FrozenMap(entries)
        elif section == "components":
            pay = dict(document.get("compensation", {}))
            pay[section] = tuple(entries.values())
            whole[home] = FrozenMap(pay)
        else:
            whole[section] = tuple(entries.values())
    return FrozenMap(whole)


def touched(change: Changes) -> dict[Pointer, Pointer]:
    """Every field that a change touches, with the place in it that touches the field.

    Two changes collide where a field of one is, or lies within, a field of the other.
    """
    fields: dict[Pointer, Pointer] = {}
    for index, entry_id in enumerate(change.drop):
        fields[(entry_id,)] = ("drop", index)
    for section, entries in change.add.items():
        if section == PROVIDES:
            fields.update({(PROVIDES, name): ("add", section, name) for name in entries})
        else:
            fields.update({(entry["id"],): ("add", section, i) for i, entry in enumerate(entries)})
    for entry_id, fields_set in change.set.items():
        _leaves(fields_set, (entry_id,), ("set", entry_id), fields)
    return fields


def _leaves(tree: Any, target: Pointer, place: Pointer, fields: dict[Pointer, Pointer]) -> None:
    if not hasattr(tree, "keys"):
        fields[target] = place
        return
    for key, value in tree.items():
        _leaves(value, (*target, key), (*place, key), fields)


@frozen
class Conflict:
    """A place in a change that touches what changes before it in a list touch as well."""

    #: Which of the changes.
    index: int
    place: Pointer
    field: Pointer
    #: The fields of the others, by which of the changes they are.
    others: dict[int, Pointer]

    @property
    def what(self) -> str:
        """The field that all of them touch, the longest name of it."""
        return ".".join(str(step) for step in max(self.field, *self.others.values(), key=len))

    @property
    def at_key(self) -> bool:
        """Whether the place is that of a key: what is dropped is an item of a list."""
        return self.place[0] != "drop"


def conflicts(
    changes: Sequence[tuple[str, Changes]],
    behind: Mapping[str, AbstractSet[str]],
    together: Callable[[int, int], bool] = lambda _one, _other: True,
) -> Iterator[Conflict]:
    """Where changes, given by name, touch one field without any order between them.

    ``together`` says of two of them whether both can be made at once.
    """
    exact: dict[Pointer, list[tuple[int, Pointer]]] = {}
    within: dict[Pointer, list[tuple[int, Pointer]]] = {}
    for index, (name, change) in enumerate(changes):
        fields = touched(change)
        for field, place in fields.items():
            # A field that is replaced as a whole, and one within it, are in conflict as well.
            wholes = (found for n in range(len(field)) for found in exact.get(field[: n + 1], ()))
            touching = (*wholes, *within.get(field, ()))
            others = {
                n: theirs for n, theirs in touching if unordered(name, changes[n][0], behind) and together(index, n)
            }
            if others:
                yield Conflict(index, place, field, others)
        for field in fields:
            exact.setdefault(field, []).append((index, field))
            for depth in range(1, len(field)):
                within.setdefault(field[:depth], []).append((index, field))


def unordered(one: str, other: str, behind: Mapping[str, AbstractSet[str]]) -> bool:
    """Whether neither of two changes comes after the other (see :func:`closure`)."""
    return one != other and one not in behind[other] and other not in behind[one]


def in_order(variants: Iterable[Variant], behind: Mapping[str, AbstractSet[str]]) -> tuple[Variant, ...]:
    """The variants with each one behind those that it comes after (see :func:`reach`); otherwise by id."""
    return tuple(sorted(variants, key=lambda variant: rank(variant.id, behind)))


def rank(name: str, behind: Mapping[str, AbstractSet[str]]) -> tuple[int, str]:
    """The order of changes: each one behind those that it comes after; otherwise by name."""
    # Whatever a change comes after has fewer before it than the change itself.
    return len(behind[name]), name


def reach(variants: Iterable[Variant | Option]) -> dict[str, set[str]]:
    """For each variant or option, all those that it comes after, directly or through others."""
    return closure({variant.id: set(variant.after) for variant in variants})


def closure(direct: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """For each name, all those that it leads to, directly or through others."""
    found: dict[str, set[str]] = {}
    for start, first in direct.items():
        seen: set[str] = set()
        waiting = list(first)
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting.extend(direct.get(name, ()))
        found[start] = seen
    return found
