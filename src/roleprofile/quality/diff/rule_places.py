"""Where the rules that changed stand in the files of both catalogs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import evolve

from roleprofile.loading.source_map import follow
from roleprofile.model.catalog import CatalogData, short
from roleprofile.model.grammar import fields_of
from roleprofile.model.kinds import sections
from roleprofile.model.pack_file import Place
from roleprofile.model.role import Compensation
from roleprofile.model.values import Pointer, at, one_or_more
from roleprofile.quality.diff.changes import RuleChange
from roleprofile.quality.diff.rules import SECTION_OF, RuleId, parts_of


def with_places(changes: Iterable[RuleChange], old: CatalogData, new: CatalogData) -> tuple[RuleChange, ...]:
    """The changes with the file and line of each rule on both sides; without, where it has none: in a built pack."""
    return tuple(
        evolve(
            change,
            old_place=None if change.act == "added" else _place(old, change),
            new_place=None if change.act == "removed" else _place(new, change),
        )
        for change in changes
    )


def _place(catalog: CatalogData, change: RuleChange) -> Place | None:
    """The line of the first field that changed, as far as the file has it."""
    pack = change.rule.section if change.rule.kind == "transition" else change.rule.home.partition(":")[0]
    written = [(file, file.source_map.tree, file.pack) for file in catalog.files if file.source_map is not None]
    patched = [(file, tree, _said_by_patch(tree, change)) for file, tree, _ in written]
    stated = ((file, tree, _stated(tree, change.rule)) for file, tree, home in written if home == pack)
    for file, tree, pointer in (*patched, *stated):
        if pointer is not None:
            is_same = change.act == "changed" and change.fields
            field = follow(at(tree, pointer), change.fields[0].path, _is_called) if is_same else ()
            return Place(file=file.path, line=file.line((*pointer, *field)))
    return None


def _is_called(entry: Any, name: str) -> bool:
    known = (entry.get("id"), entry.get("descriptor"), entry.get("role"), f"{entry.get('scheme')} {entry.get('code')}")
    return any(short(one) == short(name) for one in known if isinstance(one, str))


def _said_by_patch(tree: Any, change: RuleChange) -> Pointer | None:
    """Where a patch sets or adds what changed, if it does."""
    rule = change.rule
    if rule.kind != "role" or tree["kind"] != "role-patch":
        return None
    roles = tree.get("roles", ())
    names = {short(name) for name in one_or_more(roles)}
    if short(rule.home) not in names and "job_family" not in tree:
        return None
    said = tree.get("set", {}).get(rule.id)
    if said is not None and (not change.fields or change.fields[0].path[0] in said):
        return ("set", rule.id)
    return _all_of(tree, ("add", rule.section, rule.id))


def _stated(tree: Any, rule: RuleId) -> Pointer | None:
    """Where a rule stands in a document of its pack, if it does."""
    home = sections()[SECTION_OF[rule.kind]]
    kind, section = home.kind, home.key
    if tree["kind"] != kind:
        return None
    if rule.kind == "relation":
        ends = [short(end) for end in rule.id.partition(" #")[0].split(" to ")]
        found = (
            i for i, entry in enumerate(tree.get(section, ())) if [short(entry[end]) for end in ("from", "to")] == ends
        )
        return next(((section, index) for index in found), None)
    if rule.kind == "transition":
        return _all_of(tree, (section, rule.id)) if short(tree["target"]) == short(rule.home) else None
    if section:
        return _all_of(tree, (section, short(rule.home)))
    return _all_of(tree, tuple(_names(rule))) if kind == "pack" or tree["id"] == short(rule.home) else None


def _names(rule: RuleId) -> Iterator[str]:
    """What leads to a part of a document."""
    if not rule.section:
        return
    if rule.section in fields_of(Compensation):
        yield "compensation"
    yield rule.section
    if parts_of(rule.kind)[rule.section].shape != "one":
        yield rule.id


def _all_of(tree: Any, names: Pointer) -> Pointer | None:
    found = follow(tree, names)
    return found if len(found) == len(names) else None
