"""A role as an edited table would have it: the entries that change, and the patch that makes the change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from roleprofile.model.convert import plain
from roleprofile.model.values import freeze, pointer_text
from roleprofile.model.yaml_text import document
from roleprofile.rules.overlays import merge
from roleprofile.tables.requirement_rows import GROUPS, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from roleprofile.tables.requirement_rows import Key, RoleFile

#: By column what a document would have there; ``None`` for a cell that was emptied.
Edits = dict[str, Any]


@frozen(eq=False)
class RoleChanges:
    """One role, and what the rows of a table say of it."""

    file: RoleFile
    #: What changes in each row that is still there, in the order of the table.
    kept: Mapping[Key, Edits]
    #: By section the entries as they will be, by id: those of the file, then those that are new.
    sections: dict[str, dict[str, dict[str, Any]]] = field(init=False, factory=dict)
    #: The rows of the entries and of their parts, by pointers into :meth:`tree`.
    rows: dict[str, Key] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        for section in SECTIONS:
            old = self._old(section)
            rows: dict[str, list[Key]] = {}
            for key in self.kept:
                if key[2] == section:
                    rows.setdefault(key[3], []).append(key)
            order = [name for name in old if name in rows] + [name for name in rows if name not in old]
            self.sections[section] = {
                name: self._entry(plain(old.get(name, {"id": name})), rows[name], (section, index))
                for index, name in enumerate(order)
            }

    def _old(self, section: str) -> dict[str, Any]:
        return {str(entry["id"]): entry for entry in self.file.tree.get(section, ())}

    def _entry(self, old: dict[str, Any], keys: Sequence[Key], place: tuple[str | int, ...]) -> dict[str, Any]:
        entry = {name: value for name, value in old.items() if name not in GROUPS}
        parts: dict[str, list[tuple[int, Key]]] = {}
        self.rows[pointer_text(place)] = (*keys[0][:4], "")
        for key in keys:
            if key[4]:
                group, _, number = key[4].partition(" ")
                parts.setdefault(group, []).append((int(number), key))
            else:
                _change(entry, self.kept[key])
        for group, numbered in parts.items():
            there = old.get(group, [])
            entry[group] = []
            for index, (before, key) in enumerate(sorted(numbered)):
                part = dict(there[before - 1]) if before <= len(there) else {}
                _change(part, self.kept[key])
                entry[group].append(part)
                self.rows[pointer_text((*place, group, index))] = key
        return entry

    def tree(self) -> dict[str, Any]:
        """The whole role as it will be."""
        tree: dict[str, Any] = plain(self.file.tree)
        return tree | {
            section: list(entries.values()) for section, entries in self.sections.items() if entries or section in tree
        }

    def patch(self) -> dict[str, Any]:
        """The changes as a ``kind: role-patch`` document without its id.

        ``set`` merges maps and can take nothing away; an entry of which something is taken away is dropped and added.
        """
        changed: dict[str, Any] = {}
        added: dict[str, list[Any]] = {}
        dropped: list[str] = []
        for section, new in self.sections.items():
            old = self._old(section)
            dropped += [name for name in old if name not in new]
            for name, entry in new.items():
                before, after = old.get(name), freeze(entry)
                if before == after:
                    continue
                fields = {key: value for key, value in entry.items() if before and before.get(key) != after[key]}
                if before and merge(before, freeze(fields)) == after:
                    changed[name] = fields
                    continue
                added.setdefault(section, []).append(entry)
                if before:
                    dropped.append(name)
        body = {"set": changed, "add": added, "drop": dropped}
        head = {"kind": "role-patch", "schema": 1, "roles": [f"{self.file.pack}:{self.file.id}"]}
        # A number that somebody typed into a sheet is a judgement, until its file names a source.
        return {**head, **{word: what for word, what in body.items() if what}, "basis": "judgement"}


def patch_text(patch_id: str, patch: Mapping[str, Any]) -> str:
    """A patch as the text of its file, which is named after the id."""
    head = {"kind": patch["kind"], "schema": patch["schema"], "id": patch_id}
    return document({**head, **patch})


def _change(tree: dict[str, Any], edits: Edits) -> None:
    for column, said in edits.items():
        name, _, language = column.partition(" (")
        value: Any = said
        if language:
            texts = {**tree.get(name, {}), language.removesuffix(")"): said}
            value = {key: text for key, text in texts.items() if text is not None} or None
        elif name == "needed" and said is not None:
            value = {"within": said}
        if value is None:
            tree.pop(name, None)
        else:
            tree[name] = value
