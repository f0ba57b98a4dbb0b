"""Build roles that extend others, and apply patches.

Each entry of an effective role keeps its sources. An entry that takes its basis from the defaults of its file gets it
written out, and a changed entry has the sources of the change in addition to its own.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from attrs import fields_dict

from roleprofile.model.grammar import fields_of
from roleprofile.model.role import PROVIDES, SECTIONS, Compensation, Defaults, Role
from roleprofile.model.values import FrozenMap, one_or_more
from roleprofile.rules.overlays import PARTS, VARIANTS, Change, Changes, ScaleOf, apply, merge, section_of, sections

Tree = FrozenMap[str, Any]

#: The keys that a role inherits. Others belong to one file only, for example the aliases, because an alias in a resume
#: must name one role.
_INHERITED = frozenset(key for key, one in fields_of(Role).items() if one.inherited and key != "defaults")
_CHANGES = tuple(fields_dict(Change))
#: The keys that state a difference.
WORDS = ("extends", *_CHANGES)
_FIELDS = tuple(key for key in fields_of(Role) if key != "defaults")
#: The order of the keys in an effective role, with the defaults directly before the requirements.
_ORDER = (
    *("kind", "schema", *_FIELDS[: _FIELDS.index("requirements")]),
    *("defaults", *_FIELDS[_FIELDS.index("requirements") :]),
)
_PARTS = fields_of(Role, Compensation)
_DEFAULTS = tuple(fields_of(Defaults))
#: The defaults that say on what an entry rests.
RESTING = tuple(key for key, one in fields_of(Defaults).items() if one.is_for_readers)


def extended(base: Tree, document: Tree, scale_of: ScaleOf) -> Tree:
    """The effective document of a role that extends ``base``, whose names are as the role's pack sees them."""
    words: dict[str, Any] = {word: document[word] for word in _CHANGES if word in document}
    return changed(inherited(base, document), Change(**words), document.get("defaults", FrozenMap()), scale_of)


def inherited(base: Tree, document: Tree) -> Tree:
    """The document to which ``set``, ``add`` and ``drop`` of a role are applied.

    The top keys of the role's own file replace those of ``base``; ``compensation`` is replaced key by key.
    """
    base = _written_out(base, base.get("defaults", FrozenMap()))
    whole = {key: value for key, value in base.items() if key in _INHERITED}
    whole |= {key: value for key, value in document.items() if key not in WORDS}
    if "compensation" in base and "compensation" in document:
        whole["compensation"] = FrozenMap({**base["compensation"], **document["compensation"]})
    return FrozenMap(whole)


def changed(document: Tree, change: Changes, rest: Tree, scale_of: ScaleOf) -> Tree:
    """The document after a change; ``source`` and ``basis`` of ``rest`` apply to parts of the change without them."""
    document = _forgetting(document, change)
    ready = Change(
        set=_resting(document, change, rest),
        add=_written_out(change.add, FrozenMap({key: rest[key] for key in RESTING if key in rest})),
        drop=change.drop,
    )
    whole = apply(document, [ready], scale_of, PARTS)
    return FrozenMap({key: whole[key] for key in _ORDER if key in whole})


def _forgetting(document: Tree, change: Changes) -> Tree:
    """The document without mentions of dropped entries and variants in its variants."""
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


def with_defaults(role: Role) -> Tree:
    """The document of a role with its defaults written out in every entry, and without ``defaults``."""
    stated = {name: getattr(role.defaults, name) for name in _DEFAULTS}
    entries = FrozenMap({key: value for key, value in role.document.items() if key != "defaults"})
    return _written_out(entries, FrozenMap({name: value for name, value in stated.items() if value}))


def _written_out(tree: Tree, defaults: Tree) -> Tree:
    """A role's document, or an ``add`` map, with the defaults written out in every entry."""
    if not defaults:
        return tree
    found = dict(tree)
    for key, value in tree.items():
        models = _PARTS[key].models if key in _PARTS else ()
        if key == "compensation":
            found[key] = _written_out(value, defaults)
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
        missing["add"] = _written_out(entry["add"], defaults)
    return FrozenMap({**entry, **missing}) if missing else entry


def _resting(document: Tree, change: Changes, rest: Tree) -> Tree:
    """The ``set`` of a change, with the sources of the entry and of the change."""
    found = sections(document, PARTS)
    defaults = document.get("defaults", FrozenMap())
    ready = {}
    for entry_id, fields_set in change.set.items():
        section = section_of(found, entry_id)
        if entry_id == PROVIDES or section is None:
            ready[entry_id] = fields_set
            continue
        entry = merge(found[section][entry_id], fields_set)
        more = {key: rest[key] for key in RESTING if key in rest and key not in fields_set}
        if "source" in more:
            more["source"] = tuple(
                dict.fromkeys(
                    (*one_or_more(entry.get("source", defaults.get("source", ()))), *one_or_more(more["source"]))
                )
            )
        ready[entry_id] = FrozenMap({**fields_set, **more})
    return FrozenMap(ready)
