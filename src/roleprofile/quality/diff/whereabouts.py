"""Where rules stand in the files of their packs; the files are read again for this, and only where it is asked."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from roleprofile.loading.load import read_packs
from roleprofile.loading.source_map import locate
from roleprofile.model.catalog import short
from roleprofile.quality.diff.changes import Place
from roleprofile.quality.mutation.edits import at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from roleprofile.loading.document import Document
    from roleprofile.loading.source_map import Mark
    from roleprofile.model.values import Pointer
    from roleprofile.quality.diff.changes import RuleChange
    from roleprofile.quality.diff.rules import RuleId

#: Kinds whose rules are entries of a list: the kind of the document, and the list.
_LISTED = {
    "descriptor": ("descriptors", "descriptors"),
    "relation": ("descriptors", "relations"),
    "transition": ("transitions", "transitions"),
    "option": ("development", "options"),
    "case": ("cases", "cases"),
}
_IN_PAY = frozenset({"components", "benchmark", "drivers"})


@frozen(eq=False)
class Whereabouts:
    """The lines of the rules of the packs at some paths."""

    paths: Sequence[str | Path]
    #: How a file is named, from how the loader names it.
    shown: Callable[[str], str] = str

    @cached_property
    def _documents(self) -> dict[str, list[Document]]:
        """The documents of each pack."""
        found: dict[str, list[Document]] = {}
        for folder in read_packs(self.paths).folders:
            if folder.pack is not None:
                found.setdefault(folder.pack.id, []).extend(one for one in folder.documents if one.model is not None)
        return found

    @cached_property
    def _marks(self) -> dict[str, dict[Pointer, Mark]]:
        return {}

    def _located(self, document: Document) -> dict[Pointer, Mark]:
        path = document.file.path
        if path not in self._marks:
            self._marks[path] = locate(document.data, document.limits)
        return self._marks[path]

    def place(self, change: RuleChange) -> Place | None:
        """The line of what a change speaks of; ``None`` where the rule stands in no file here, as in a built pack."""
        rule = change.rule
        if rule.kind == "role" and (patched := self._in_patches(change)) is not None:
            return patched
        pack = rule.section if rule.kind == "transition" else rule.home.partition(":")[0]
        for document in self._documents.get(pack, ()):
            for pointer in _pointers(document, rule):
                marks = self._located(document)
                mark = marks[_deepest(document, pointer, change)]
                return Place(file=self.shown(document.file.path), line=mark.key_line or mark.line)
        return None

    def _in_patches(self, change: RuleChange) -> Place | None:
        """The line of a patch that says something of what changed."""
        patches = (one for some in self._documents.values() for one in some if one.kind == "role-patch")
        for document in patches:
            pointer = _said_by_patch(document.tree, change)
            if pointer is not None:
                mark = self._located(document)[_deepest(document, pointer, change)]
                return Place(file=self.shown(document.file.path), line=mark.key_line or mark.line)
        return None


def _said_by_patch(tree: Any, change: RuleChange) -> Pointer | None:
    """Where a patch sets or adds what changed, if it does."""
    rule = change.rule
    roles = tree.get("roles", ())
    names = {short(name) for name in ((roles,) if isinstance(roles, str) else roles)}
    if short(rule.home) not in names and "job_family" not in tree:
        return None
    said = tree.get("set", {}).get(rule.id)
    if said is not None and (not change.fields or change.fields[0].path[0] in said):
        return ("set", rule.id)
    added = tree.get("add", {}).get(rule.section, ())
    if hasattr(added, "keys"):
        return ("add", rule.section, rule.id) if rule.id in added else None
    found = (index for index, entry in enumerate(added) if entry["id"] == rule.id)
    return next((("add", rule.section, index) for index in found), None)


def with_places(changes: Iterable[RuleChange], old: Whereabouts, new: Whereabouts) -> tuple[RuleChange, ...]:
    """The changes with the file and line of each rule on both sides, as far as it is there."""
    return tuple(
        evolve(
            change,
            old_place=None if change.act == "added" else old.place(change),
            new_place=None if change.act == "removed" else new.place(change),
        )
        for change in changes
    )


def _deepest(document: Document, pointer: Pointer, change: RuleChange) -> Pointer:
    """The place of the first field that changed, as far as the document has it."""
    if change.act != "changed" or not change.fields:
        return pointer
    node = at(document.tree, pointer)
    for name in change.fields[0].path:
        step = _step(node, name)
        if step is None:
            break
        pointer, node = (*pointer, step), node[step]
    return pointer


def _step(node: Any, name: str) -> str | int | None:
    """The key, or the place in a list, of what a field's path calls ``name``."""
    if hasattr(node, "keys"):
        return next((key for key in node if key == name or short(key) == short(name)), None)
    if not isinstance(node, tuple):
        return None
    return next((index for index, item in enumerate(node) if hasattr(item, "keys") and _is_called(item, name)), None)


def _is_called(item: Any, name: str) -> bool:
    known = (item.get("id"), item.get("descriptor"), item.get("role"), f"{item.get('scheme')} {item.get('code')}")
    return any(short(one) == short(name) for one in known if isinstance(one, str))


def _pointers(document: Document, rule: RuleId) -> Iterator[Pointer]:
    """Where a rule stands in a document, if it does."""
    kind, section = _LISTED.get(rule.kind, (rule.kind, ""))
    if document.kind != kind:
        return
    if section:
        entries = document.tree.get(section, ())
        yield from ((section, index) for index, entry in enumerate(entries) if _is(entry, rule, document))
    elif rule.kind == "pack" or document.model.id == short(rule.home):
        yield from _in_document(document.tree, rule)


def _is(entry: Any, rule: RuleId, document: Document) -> bool:
    if rule.kind == "relation":
        ends = rule.id.partition(" #")[0].split(" to ")
        return [short(entry["from"]), short(entry["to"])] == [short(end) for end in ends]
    if rule.kind == "transition":
        return bool(entry["id"] == rule.id and short(document.tree["target"]) == short(rule.home))
    return bool(entry["id"] == short(rule.home))


def _in_document(tree: Any, rule: RuleId) -> Iterator[Pointer]:
    inside: Pointer = ("compensation",) if rule.section in _IN_PAY else ()
    home = tree.get("compensation", {}) if inside else tree
    if not rule.section:
        yield ()
    elif rule.section == "provides":
        yield from (("provides", name) for name in home.get("provides", {}) if short(name) == short(rule.id))
    elif rule.section in home:
        found = home[rule.section]
        if hasattr(found, "keys"):
            yield (*inside, rule.section)
        else:
            places = (index for index, entry in enumerate(found) if entry["id"] == rule.id)
            yield from ((*inside, rule.section, index) for index in places)
