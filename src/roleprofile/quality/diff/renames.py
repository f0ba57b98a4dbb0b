"""Entries of catalogs that have another id and the same meaning, and the changes that follow from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, field, frozen

from roleprofile.model.catalog import CatalogData, short
from roleprofile.quality.diff.changes import Field, RuleChange
from roleprofile.quality.diff.rules import RuleId, form_of, joined_entries, rules_of

_FULL_ID = re.compile(r"[a-z0-9-]+:[a-z0-9-]+")
#: A step of a path to one of several entries without an order.
_NUMBERED = re.compile(r"one [0-9]+")
#: The kinds of entries that others name, each after those that it may name.
_KINDS = ("vocabulary", "scale", "descriptor", "role", "option")


@frozen(kw_only=True)
class Renamed:
    """An entry of a pack that has another id, and the same meaning."""

    #: ``vocabulary``, ``scale``, ``descriptor``, ``role`` or ``option``.
    kind: str
    #: The full id before and after.
    before: str
    after: str
    #: The changes that say the same under the new id, its own among them.
    changes: tuple[RuleChange, ...] = field(repr=False)
    #: The words about it that changed as well.
    wording: tuple[Field, ...] = ()


def renames(old: CatalogData, new: CatalogData, changes: Sequence[RuleChange]) -> tuple[Renamed, ...]:
    """The entries that were renamed, each with the changes that are only due to this and to earlier ones."""
    gone, come = (_by_kind(changes, act) for act in ("removed", "added"))
    if not any(gone[kind] and come[kind] for kind in _KINDS):
        return ()
    sides = (_Side.of(old), _Side.of(new))
    names: dict[str, str] = {}
    pairs: list[tuple[RuleChange, RuleChange]] = []
    for kind in _KINDS:
        same = [(one, other) for one in gone[kind] for other in come[kind] if _is_same(one, other, sides, names)]
        # Many descriptors say the same apart from their labels.
        for some in ([pair for pair in same if _words(pair[0]) == _words(pair[1])], same):
            open_ = [pair for pair in some if not any(_share(pair, other) for other in pairs)]
            pairs += [pair for pair in open_ if not any(_share(pair, other) for other in open_ if other is not pair)]
        names |= _names(pairs)
    taken = {change.rule for pair in pairs for change in pair}
    left = {change.rule: change for change in changes if change.rule not in taken}
    found = []
    for one, other in pairs:
        followers = _followers(left, _names([(one, other)]), names)
        if not followers and _words(one) != _words(other):
            continue  # Nothing but a like form ties the two.
        for change in followers:
            del left[change.rule]
        wording = tuple(each for each in _differing(one.fields, other.fields) if each.wording)
        found.append(
            Renamed(
                kind=one.rule.kind,
                before=one.rule.home,
                after=other.rule.home,
                changes=(one, other, *followers),
                wording=wording,
            )
        )
    return tuple(found)


def _words(change: RuleChange) -> dict[tuple[str, ...], Any]:
    return {one.path: one.before or one.after for one in change.fields if one.wording}


def _share(one: Sequence[RuleChange], other: Sequence[RuleChange]) -> bool:
    return any(change is each for change in one for each in other)


def _by_kind(changes: Iterable[RuleChange], act: str) -> dict[str, list[RuleChange]]:
    found: dict[str, list[RuleChange]] = {kind: [] for kind in _KINDS}
    for change in changes:
        if change.act == act and change.rule.kind in _KINDS and not change.rule.section:
            found[change.rule.kind].append(change)
    return found


def _names(pairs: Iterable[tuple[RuleChange, RuleChange]]) -> dict[str, str]:
    """The new name of each full id, and of each short id of a descriptor, under which roles have entries."""
    found: dict[str, str] = {}
    for one, other in pairs:
        found[one.rule.home] = other.rule.home
        if one.rule.kind == "descriptor":
            found[short(one.rule.home)] = short(other.rule.home)
    return found


@frozen
class _Side:
    catalog: CatalogData
    rules: Mapping[RuleId, Any]
    joined: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, catalog: CatalogData) -> _Side:
        rules = rules_of(catalog)
        return cls(catalog, rules, joined_entries(rules))

    def says(self, rule: RuleId, names: Mapping[str, str]) -> Any:
        form = form_of(self.catalog, rule, self.rules[rule], self.joined)
        return {path: value for path, value in _mapped(form.says, names).items() if path != ("id",)}


def _is_same(one: RuleChange, other: RuleChange, sides: tuple[_Side, _Side], names: Mapping[str, str]) -> bool:
    """Whether two entries of one pack mean the same apart from their ids."""
    if one.rule.home.partition(":")[0] != other.rule.home.partition(":")[0] or len(one.rules) != len(other.rules):
        return False
    own = {**names, one.rule.home: other.rule.home}
    # An entry of a role may keep the short id that its descriptor had.
    before, after = (
        {_moved(rule, own): side.says(rule, own) for rule in change.rules}
        for side, change in zip(sides, (one, other), strict=True)
    )
    return before == after


def _moved(rule: RuleId, names: Mapping[str, str]) -> RuleId:
    return evolve(rule, home=_mapped(rule.home, names), id=_mapped(rule.id, names))


def _followers(left: Mapping[RuleId, RuleChange], own: Mapping[str, str], names: Mapping[str, str]) -> list[RuleChange]:
    """The changes that say the same after the renaming and mention the entry."""
    found: list[RuleChange] = []
    for rule, change in left.items():
        pair = [change]
        if change.act == "removed":
            other = left.get(_moved(rule, names))
            pair += [other] if other is not None and other.act == "added" else []
        fields = [one for each in pair for one in each.fields]
        is_whole = change.act == "changed" or len(pair) > 1
        said = (rule, *((one.path, one.before) for one in fields))
        if is_whole and not _unlike(fields, names) and _mapped(said, own) != said:
            found += pair
    return found


def _unlike(fields: Iterable[Field], names: Mapping[str, str]) -> bool:
    """Whether the fields before are others than those after, apart from renamed entries; ids are no difference."""
    told = [one for one in fields if one.path != ("id",)]
    before, after = [(one.path, one.before) for one in told], [(one.path, one.after) for one in told]
    return _unnumbered(before, names) != _unnumbered(after, names)


def _unnumbered(says: Iterable[tuple[tuple[str, ...], Any]], names: Mapping[str, str]) -> list[str]:
    """The fields without the numbers of entries that have no order, which are counted by their names."""
    stated = ((_path(path, names), _mapped(value, names)) for path, value in says if value is not None)
    return sorted(repr((tuple(_NUMBERED.sub("one", step) for step in path), value)) for path, value in stated)


def _differing(before: Iterable[Field], after: Iterable[Field]) -> Iterator[Field]:
    had = {one.path: one for one in before}
    for one in after:
        was = had.pop(one.path, None)
        if was is None or was.before != one.after:
            yield evolve(one, before=was.before if was else None)
    yield from had.values()


def _path(key: Any, names: Mapping[str, str]) -> Any:
    return tuple(_mapped(step, names) for step in key) if isinstance(key, tuple) else _mapped(key, names)


def _mapped(value: Any, names: Mapping[str, str]) -> Any:
    """A value with the new names."""
    if isinstance(value, str):
        return names.get(value) or _FULL_ID.sub(lambda found: names.get(found[0], found[0]), value)
    if isinstance(value, Mapping):
        return {_path(key, names): _mapped(inner, names) for key, inner in value.items()}
    if isinstance(value, RuleId):
        return _moved(value, names)
    if isinstance(value, tuple):
        found = tuple(_mapped(one, names) for one in value)
        # Canonical forms sort what has no order, by the names.
        return value if found == value else tuple(sorted(found, key=repr))
    return value
