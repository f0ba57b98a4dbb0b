"""A role with the edits of a table: its document, the new text of its file, and a patch that makes the changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, frozen

from roleprofile.formatting.editing import with_content
from roleprofile.model.convert import plain
from roleprofile.model.grades import grade_ids
from roleprofile.model.role import ASKING, GROUPS
from roleprofile.model.values import freeze, pointer_text
from roleprofile.model.yaml_text import document
from roleprofile.rules.overlays import changed_entry
from roleprofile.tables.requirement_rows import Key, RoleFile

#: Values by column; ``None`` for a cell that was emptied.
Edits = dict[str, Any]


@frozen(eq=False)
class RoleChanges:
    """A role with the edits of a table."""

    file: RoleFile
    #: The edits of each row that was not deleted, in the order of the table.
    kept: Mapping[Key, Edits]
    #: The edited entries by section and id: those of the file, then added ones.
    sections: dict[str, dict[str, dict[str, Any]]] = field(init=False, factory=dict)
    #: The keys of the rows of entries and of their parts, by pointers into :meth:`tree`.
    rows: dict[str, Key] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        for section in ASKING:
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
        """The document of the edited role."""
        tree: dict[str, Any] = plain(self.file.tree)
        return tree | {
            section: list(entries.values()) for section, entries in self.sections.items() if entries or section in tree
        }

    def content(self) -> bytes:
        """The file of the edited role: comments and order as they were."""
        document = self.file.document
        return with_content(document.data, self.tree(), document.file.path, document.limits)

    def patch(self) -> dict[str, Any]:
        """The changes as a ``kind: role-patch`` document without its id.

        ``set`` merges maps and cannot remove a value, so an entry that loses one is dropped and added.
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
                if before and changed_entry(before, freeze(fields), lambda _: None, grade_ids(self.file.tree)) == after:
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
