"""Apply ``set``, ``add`` and ``drop`` to the document of a role, and find conflicts and the order of changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Protocol

from attrs import frozen

from roleprofile.model.development import Option
from roleprofile.model.grades import DIRECTIONS, by_grade, changed_by_grade, grade_ids, is_by_grade
from roleprofile.model.grammar import fields_of
from roleprofile.model.role import PROVIDES, SECTIONS, Requirement, Variant
from roleprofile.model.scale import Scale
from roleprofile.model.values import FrozenMap, Pointer

VARIANTS = "variants"
#: The sections that ``extends`` and patches may change; a variant cannot change variants.
PARTS = (*SECTIONS, VARIANTS)


#: The fields that a change may raise or lower.
_RELATIVE = frozenset(key for key, one in fields_of(Requirement).items() if one.relative)


class ScaleOf(Protocol):
    """Finds the scale of a descriptor by its name in the changed document; ``None`` if it is unknown."""

    def __call__(self, ref: str, /) -> Scale | None:
        """The scale."""


class Changes(Protocol):
    """The common attributes of a variant, a role that extends another, and a patch."""

    @property
    def set(self) -> FrozenMap[str, Any]:
        """The changed fields by the id of their entry."""

    @property
    def add(self) -> FrozenMap[str, Any]:
        """The added entries by list."""

    @property
    def drop(self) -> tuple[str, ...]:
        """The ids of dropped entries."""


@frozen(kw_only=True)
class Change:
    """One change with names as the changed role sees them."""

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
    """The section of the entry with an id; ``None`` if there is none."""
    return next((name for name, found in document_sections.items() if name != PROVIDES and entry_id in found), None)


def merge(base: Any, change: Any) -> Any:
    """Merge two maps key by key; any other value replaces the earlier one.

    >>> merge({"asks": 24, "from": 6}, {"asks": 12})
    FrozenMap({'asks': 12, 'from': 6})
    """
    if not (hasattr(base, "keys") and hasattr(change, "keys")):
        return change
    merged = dict(base)
    for key, value in change.items():
        merged[key] = merge(merged[key], value) if key in merged else value
    return FrozenMap(merged)


def is_relative(key: str, value: Any) -> bool:
    """Whether a change raises or lowers the value of a field: ``asks: {raise: 1}``."""
    return key in _RELATIVE and hasattr(value, "keys") and value.keys() <= DIRECTIONS.keys()


def changed_entry(entry: Mapping[str, Any], change: Mapping[str, Any], scale_of: ScaleOf, order: Sequence[str]) -> Any:
    """An entry after a change: maps are merged, levels moved within their scale, and grades changed one by one.

    A moved level stays at or above the lowest one that a role can ask for. It does not move if the entry asks for
    nothing, or if its scale is unknown.
    """
    found = dict(merge(entry, change))
    scale = None
    if any(hasattr(value, "keys") for key, value in change.items() if key in _RELATIVE):
        scale = scale_of(found.get("descriptor", entry["id"]))

    asked = entry.get("asks")
    for key, new in change.items():
        old = entry.get(key)

        def at_one_grade(old: Any, new: Any, grade: str, key: str = key) -> Any:
            if not is_relative(key, new):
                return merge(old, new)
            # A minimum that is not stated is what is asked.
            return _moved(scale, by_grade("asks", asked, grade, order) if old is None else old, new)

        by_asked = old is None and is_relative(key, new) and is_by_grade("asks", asked)
        if is_by_grade(key, old) or is_by_grade(key, new) or by_asked:
            # A role without grades has no value by grade; the check reports it.
            found[key] = changed_by_grade(key, old, new, order, at_one_grade) if order else old
        elif is_relative(key, new):
            found[key] = _moved(scale, asked if old is None else old, new) or old
        if found[key] is None:
            del found[key]
    return FrozenMap(found)


def _moved(scale: Scale | None, value: Any, by: Mapping[str, int]) -> Any:
    """A value raised or lowered on its scale; ``None`` for a value that is on no scale."""
    if scale is None or value is None or value_is_foreign(scale, value):
        return None
    rank = scale.rank(value) + sum(DIRECTIONS[word] * steps for word, steps in by.items())
    return scale.value(max(1, min(rank, scale.top)))


def value_is_foreign(scale: Scale, value: Any) -> bool:
    """Whether a value is not on a scale; its own check reports it."""
    try:
        scale.rank(value)
    except ValueError:
        return True
    return False


def apply(
    document: FrozenMap[str, Any], changes: Iterable[Changes], scale_of: ScaleOf, parts: tuple[str, ...] = SECTIONS
) -> FrozenMap[str, Any]:
    """The document after the changes in the given order.

    Names that the document lacks are ignored, because the loader has refused them before. ``scale_of`` finds the scales
    on which levels are raised and lowered.
    """
    found, order = sections(document, parts), grade_ids(document)
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
                entry = found[home][entry_id]
                found[home][entry_id] = changed_entry(entry, fields, scale_of, order)
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
    """Each field that a change sets, adds or drops, with the place in the change.

    Two changes conflict if a field of one equals or contains a field of the other.
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
        if len(target) == 1 and (is_relative(key, value) or is_by_grade(key, value)):
            fields[*target, key] = (*place, key)
            continue
        _leaves(value, (*target, key), (*place, key), fields)


@frozen
class Conflict:
    """A place in a change that touches the same field as earlier changes of a list."""

    #: The index of the change in the list.
    index: int
    place: Pointer
    field: Pointer
    #: The fields of the earlier changes by their index.
    others: dict[int, Pointer]

    @property
    def what(self) -> str:
        """The field with the longest name, because it is the innermost one."""
        return ".".join(str(step) for step in max(self.field, *self.others.values(), key=len))

    @property
    def at_key(self) -> bool:
        """Whether the place is a key; for ``drop`` it is an item of a list."""
        return self.place[0] != "drop"


def conflicts(
    changes: Sequence[tuple[str, Changes]],
    behind: Mapping[str, AbstractSet[str]],
    together: Callable[[int, int], bool] = lambda _one, _other: True,
) -> Iterator[Conflict]:
    """The conflicts of named changes that touch one field and have no order.

    ``together`` receives two indexes and returns whether both changes can apply at once.
    """
    exact: dict[Pointer, list[tuple[int, Pointer]]] = {}
    within: dict[Pointer, list[tuple[int, Pointer]]] = {}
    for index, (name, change) in enumerate(changes):
        fields = touched(change)
        for field, place in fields.items():
            # A replaced field also conflicts with the fields within it.
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
    """The variants, each after those that it must follow (see :func:`reach`), otherwise by id."""
    return tuple(sorted(variants, key=lambda variant: rank(variant.id, behind)))


def rank(name: str, behind: Mapping[str, AbstractSet[str]]) -> tuple[int, str]:
    """A sort key that puts each change after those that it must follow, and otherwise sorts by name."""
    # A change follows its predecessors and all that these follow, so it has more predecessors than each of them.
    return len(behind[name]), name


def reach(variants: Iterable[Variant | Option]) -> dict[str, set[str]]:
    """For each variant or option, the ids that it comes after, directly or through others."""
    return closure({variant.id: set(variant.after) for variant in variants})


def closure(direct: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """For each name, all names that it leads to, directly or through others."""
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
