"""The one mechanism that changes a role: ``set``, ``add`` and ``drop`` over its document, by id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from roleprofile.model.role import SECTIONS
from roleprofile.model.values import FrozenMap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from roleprofile.model.development import Option
    from roleprofile.model.role import Variant
    from roleprofile.model.values import Pointer

PROVIDES = "provides"


def sections(document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The entries of a role's document by section and id; the pay components count as a section."""
    found: dict[str, dict[str, Any]] = {}
    for section in SECTIONS:
        home = document.get("compensation", {}) if section == "components" else document
        found[section] = {entry["id"]: entry for entry in home.get(section, ())}
    found[PROVIDES] = dict(document.get(PROVIDES, {}))
    return found


def section_of(document_sections: Mapping[str, Mapping[str, Any]], entry_id: str) -> str | None:
    """The section that holds an entry of that id, or ``None``."""
    return next((name for name in SECTIONS if entry_id in document_sections[name]), None)


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


def apply(document: FrozenMap[str, Any], changes: Iterable[Variant]) -> FrozenMap[str, Any]:
    """The document with the changes made, in the order given.

    What a change names and the document does not have is passed over here: the loader has refused it by then.
    """
    found = sections(document)
    for change in changes:
        for entry_id in change.drop:
            for section in SECTIONS:
                found[section].pop(entry_id, None)
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
    for section in SECTIONS:
        if section == "components":
            pay = dict(document.get("compensation", {}))
            pay[section] = tuple(found[section].values())
            whole["compensation"] = FrozenMap(pay)
        else:
            whole[section] = tuple(found[section].values())
    whole[PROVIDES] = FrozenMap(found[PROVIDES])
    return FrozenMap(whole)


def touched(variant: Variant) -> dict[Pointer, Pointer]:
    """Every field that a variant touches, with the place in the variant that touches it.

    Two variants collide where a field of one is, or lies within, a field of the other.
    """
    fields: dict[Pointer, Pointer] = {}
    for index, entry_id in enumerate(variant.drop):
        fields[(entry_id,)] = ("drop", index)
    for section, entries in variant.add.items():
        if section == PROVIDES:
            fields.update({(PROVIDES, name): ("add", section, name) for name in entries})
        else:
            fields.update({(entry["id"],): ("add", section, i) for i, entry in enumerate(entries)})
    for entry_id, change in variant.set.items():
        _leaves(change, (entry_id,), ("set", entry_id), fields)
    return fields


def _leaves(tree: Any, target: Pointer, place: Pointer, fields: dict[Pointer, Pointer]) -> None:
    if not hasattr(tree, "keys"):
        fields[target] = place
        return
    for key, value in tree.items():
        _leaves(value, (*target, key), (*place, key), fields)


def in_order(variants: Iterable[Variant], behind: Mapping[str, set[str]]) -> tuple[Variant, ...]:
    """The variants with each one behind those that it comes after (see :func:`reach`); otherwise by id."""
    # Whatever a variant comes after has fewer before it than the variant itself.
    return tuple(sorted(variants, key=lambda variant: (len(behind[variant.id]), variant.id)))


def reach(variants: Iterable[Variant | Option]) -> dict[str, set[str]]:
    """For each variant or option, all those that it comes after, directly or through others."""
    direct = {variant.id: set(variant.after) for variant in variants}
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
