"""Roles over roles: what a role is that extends another, and what patches make of it.

Whatever ends up in a role keeps what it rests on. An entry that took its basis from the defaults of its file brings
it along, and an entry that is changed rests on the sources of the change as well as on its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from roleprofile.model.grammar import fields_of
from roleprofile.model.role import SECTIONS, Compensation, Defaults, Role
from roleprofile.model.values import FrozenMap, one_or_more
from roleprofile.rules.overlays import PARTS, PROVIDES, VARIANTS, Change, apply, merge, section_of, sections

if TYPE_CHECKING:
    from collections.abc import Collection

    from roleprofile.rules.overlays import Changes

    Tree = FrozenMap[str, Any]

#: What a role takes over from the one that it extends. The rest a file says of itself: a role that goes by the other
#: names of the one it extends could not be told from it where a resume names its job.
_INHERITED = frozenset(key for key, one in fields_of(Role).items() if one.inherited and key != "defaults")
#: The words that say what differs.
WORDS = ("extends", "set", "add", "drop")
_FIELDS = tuple(key for key in fields_of(Role) if key != "defaults")
#: The order of the keys in an effective role; readers find the defaults right before the requirements.
_ORDER = (
    *("kind", "schema", *_FIELDS[: _FIELDS.index("requirements")]),
    *("defaults", *_FIELDS[_FIELDS.index("requirements") :]),
)
_PARTS = fields_of(Role, Compensation)
_DEFAULTS = tuple(fields_of(Defaults))
_RESTING = ("source", "basis")


def extended(base: Tree, document: Tree) -> Tree:
    """The whole document of a role that extends another, whose names are those of the same pack."""
    words: dict[str, Any] = {word: document[word] for word in WORDS[1:] if word in document}
    return changed(inherited(base, document), Change(**words), document.get("defaults", FrozenMap()))


def inherited(base: Tree, document: Tree) -> Tree:
    """What ``set``, ``add`` and ``drop`` of a role are applied to.

    What the file states at its top stands in place of what the other says there; of the pay, part by part.
    """
    base = settled(base, base.get("defaults", FrozenMap()))
    whole = {key: value for key, value in base.items() if key in _INHERITED}
    whole |= {key: value for key, value in document.items() if key not in WORDS}
    if "compensation" in base and "compensation" in document:
        whole["compensation"] = FrozenMap({**base["compensation"], **document["compensation"]})
    return FrozenMap(whole)


def changed(document: Tree, change: Changes, rest: Tree) -> Tree:
    """The document with a change made that rests on ``source`` and ``basis`` of ``rest`` where it does not say."""
    document = _forgetting(document, change)
    ready = Change(
        set=_resting(document, change, rest),
        add=settled(change.add, FrozenMap({key: rest[key] for key in _RESTING if key in rest})),
        drop=change.drop,
    )
    whole = apply(document, [ready], PARTS)
    return FrozenMap({key: whole[key] for key in _ORDER if key in whole})


def _forgetting(document: Tree, change: Changes) -> Tree:
    """The document whose variants say nothing of what is dropped: an entry goes with all that is said of it."""
    found = sections(document, PARTS)
    added = {entry["id"] for v in document.get(VARIANTS, ()) for s in SECTIONS for entry in v.get("add", {}).get(s, ())}
    kinds = {name: section_of(found, name) for name in change.drop if name not in added}
    variants = {name for name, section in kinds.items() if section == VARIANTS}
    entries = kinds.keys() - variants
    if not kinds or not document.get(VARIANTS):
        return document
    kept = tuple(_without(variant, entries, variants) for variant in document[VARIANTS])
    return FrozenMap({**document, VARIANTS: kept})


def _without(variant: Tree, entries: Collection[str], variants: Collection[str]) -> Tree:
    left = dict(variant)
    if "set" in left:
        left["set"] = FrozenMap({name: fields_set for name, fields_set in left["set"].items() if name not in entries})
    for key, gone in (("drop", entries), ("after", variants)):
        if key in left:
            left[key] = tuple(name for name in one_or_more(left[key]) if name not in gone)
    return FrozenMap(left)


def settled(tree: Tree, defaults: Tree) -> Tree:
    """A role's document, or what is added to one, with every entry stating what it has by default."""
    if not defaults:
        return tree
    found = dict(tree)
    for key, value in tree.items():
        models = _PARTS[key].models if key in _PARTS else ()
        if key == "compensation":
            found[key] = settled(value, defaults)
        elif isinstance(value, tuple):
            found[key] = tuple(_stating(entry, defaults, *models) for entry in value)
        elif models and key != "defaults":
            found[key] = _stating(value, defaults, *models)
    return FrozenMap(found)


def _stating(entry: Tree, defaults: Tree, *models: type) -> Tree:
    if not models:
        return entry
    names = [name for name in _DEFAULTS if name in defaults and name in fields_of(*models)]
    missing = {name: defaults[name] for name in names if name not in entry}
    if "add" in entry:
        missing["add"] = settled(entry["add"], defaults)
    return FrozenMap({**entry, **missing}) if missing else entry


def _resting(document: Tree, change: Changes, rest: Tree) -> Tree:
    """What is set, with the sources that the entries then rest on."""
    found = sections(document, PARTS)
    defaults = document.get("defaults", FrozenMap())
    ready = {}
    for entry_id, fields_set in change.set.items():
        section = section_of(found, entry_id)
        if entry_id == PROVIDES or section is None:
            ready[entry_id] = fields_set
            continue
        entry = merge(found[section][entry_id], fields_set)
        more = {key: rest[key] for key in _RESTING if key in rest and key not in fields_set}
        if "source" in more:
            more["source"] = tuple(
                dict.fromkeys(
                    (*one_or_more(entry.get("source", defaults.get("source", ()))), *one_or_more(more["source"]))
                )
            )
        ready[entry_id] = FrozenMap({**fields_set, **more})
    return FrozenMap(ready)
