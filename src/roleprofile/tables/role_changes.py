"""A role as an edited table would have it: the entries that change, and the patch that makes the change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from attrs import define, field

from roleprofile.errors import UnknownIdError
from roleprofile.importing import shown
from roleprofile.model.convert import plain
from roleprofile.model.values import freeze
from roleprofile.model.yaml_text import document
from roleprofile.rules.overlays import merge
from roleprofile.tables.requirement_rows import GROUPS, LISTED, MAPPED, SECTIONS, TEXTS, WHOLE, unlisted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from roleprofile.model.catalog import CatalogData
    from roleprofile.tables.requirement_rows import Key, RoleFile

#: By column what a document would have there; ``None`` for a cell that was emptied.
Parsed = dict[str, Any]

_NUMBER = re.compile(r"[0-9]{1,9}")


@define
class RoleChanges:
    """One role, and what the rows of a table say of it."""

    file: RoleFile
    catalog: CatalogData
    #: What changes in each row that is still there, in the order of the table.
    _kept: dict[Key, Parsed] = field(factory=dict)

    def keep(self, key: Key, parsed: Parsed) -> None:
        """Take a row into account: it is there, and these cells of it say something else."""
        self._kept[key] = parsed

    # --- cells -----------------------------------------------------------------------------------------------

    def value(self, key: Key, name: str, text: str, descriptor: str) -> Any:
        """A cell as a document has it, ``None`` for an empty one; ``ValueError`` says what is wrong with it."""
        if not text:
            return None
        if name in WHOLE or name == "needed":
            return _number(name, text)
        if name in LISTED:
            items = unlisted(text)
            return items[0] if name == "source" and len(items) == 1 else items
        if name in MAPPED:
            return _keys(name, text)
        if name in ("asks", "at_least"):
            return int(text) if _NUMBER.fullmatch(text) and self._is_amount(descriptor or key[3]) else text
        return text

    def _is_amount(self, descriptor: str) -> bool:
        try:
            return self.catalog.scale_of(self.catalog.descriptor(descriptor, self.file.pack)).is_amount
        except UnknownIdError:
            return True  # What is unknown is reported for what it is.

    # --- entries ---------------------------------------------------------------------------------------------

    def entries(self, section: str) -> dict[str, dict[str, Any]]:
        """The entries of a section as they will be: those of the file, then those that are new."""
        old = {str(entry["id"]): plain(entry) for entry in self.file.tree.get(section, ())}
        rows: dict[str, list[Key]] = {}
        for key in self._kept:
            if key[2] == section:
                rows.setdefault(key[3], []).append(key)
        order = [name for name in old if name in rows] + [name for name in rows if name not in old]
        return {name: self._entry(old.get(name, {"id": name}), rows[name]) for name in order}

    def _entry(self, old: dict[str, Any], keys: list[Key]) -> dict[str, Any]:
        entry = {name: value for name, value in old.items() if name not in GROUPS}
        parts: dict[str, list[tuple[int, Key]]] = {}
        for key in keys:
            if key[4]:
                group, _, number = key[4].partition(" ")
                parts.setdefault(group, []).append((int(number), key))
            else:
                _change(entry, self._kept[key])
        for group, numbered in parts.items():
            there = old.get(group, [])
            entry[group] = []
            for place, key in sorted(numbered):
                part = dict(there[place - 1]) if place <= len(there) else {}
                _change(part, self._kept[key])
                entry[group].append(part)
        return entry

    def tree(self) -> dict[str, Any]:
        """The whole role as it will be."""
        tree: dict[str, Any] = plain(self.file.tree)
        for section in SECTIONS:
            entries = list(self.entries(section).values())
            if entries or section in tree:
                tree[section] = entries
        return tree

    def said_by(self, pointer: str) -> tuple[Key, str] | None:
        """The row and the column that said what stands at a place of :meth:`tree`; ``None`` where no table did."""
        steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
        home = (self.file.pack, self.file.id)
        if len(steps) < 2 or steps[0] not in SECTIONS:  # noqa: PLR2004 - a section and a place in it
            return None
        section, index, *rest = steps
        name = list(self.entries(section))[int(index)]
        part = ""
        if len(rest) > 1 and rest[0] in GROUPS:
            numbers = sorted(int(key[4].split(" ")[1]) for key in self._kept if key[2:4] == (section, name) and key[4])
            part, rest = f"{rest[0]} {numbers[int(rest[1])]}", rest[2:]
        column = f"{rest[0]} ({rest[1]})" if len(rest) > 1 and rest[0] in TEXTS else (rest or [""])[0]
        return (*home, section, name, part), column

    # --- the patch -------------------------------------------------------------------------------------------

    def patch(self) -> dict[str, Any]:
        """The changes as a ``kind: role-patch`` document without its id.

        ``set`` merges maps and can take nothing away; an entry of which something is taken away is dropped and added.
        """
        changed: dict[str, Any] = {}
        added: dict[str, list[Any]] = {}
        dropped: list[str] = []
        for section in SECTIONS:
            old = {str(entry["id"]): entry for entry in self.file.tree.get(section, ())}
            new = self.entries(section)
            dropped += [name for name in old if name not in new]
            for name, entry in new.items():
                before, after = old.get(name), freeze(entry)
                if before is None:
                    added.setdefault(section, []).append(entry)
                elif before != after:
                    fields = {key: value for key, value in entry.items() if before.get(key) != after[key]}
                    if merge(before, freeze(fields)) == after:
                        changed[name] = fields
                    else:
                        dropped.append(name)
                        added.setdefault(section, []).append(entry)
        body = {"set": changed, "add": added, "drop": dropped}
        head = {"kind": "role-patch", "schema": 1, "roles": [f"{self.file.pack}:{self.file.id}"]}
        # A number that somebody typed into a sheet is a judgement, until its file names a source.
        return {**head, **{word: what for word, what in body.items() if what}, "basis": "judgement"}


def patch_text(patch_id: str, patch: Mapping[str, Any]) -> str:
    """A patch as the text of its file, which is named after the id."""
    head = {"kind": patch["kind"], "schema": patch["schema"], "id": patch_id}
    return document({**head, **patch})


def _change(tree: dict[str, Any], parsed: Parsed) -> None:
    for column, said in parsed.items():
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


def _number(name: str, text: str) -> int:
    if not _NUMBER.fullmatch(text):
        message = f'{name} is a whole number, and "{shown(text)}" is not'
        raise ValueError(message)
    return int(text)


def _keys(name: str, text: str) -> Any:
    """Keys with percent as a map; without, one key as a text and several as a list."""
    items = unlisted(text)
    if not any(":" in item for item in items):
        if name == "credit":
            message = f'"{shown(text)}" has no percent: write, for example, working: 50'
            raise ValueError(message)
        return items[0] if len(items) == 1 else items
    found: dict[str, int] = {}
    for item in items:
        key, _, share = item.rpartition(":")
        found[key.strip()] = _number(f'what "{shown(key.strip())}" counts for', share.strip())
    return found
