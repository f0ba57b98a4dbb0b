"""The pack that an import writes to: its id and languages, the head of a new one, and the check of drafted files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import define, field

from roleprofile.errors import LoadError
from roleprofile.formatting.editing import with_content
from roleprofile.loading.document import File, ParsedDocument, read
from roleprofile.loading.limits import DEFAULT_LIMITS
from roleprofile.loading.load import load_drafts
from roleprofile.loading.packs import HEAD, Folder, read_folder
from roleprofile.loading.source_map import nearest
from roleprofile.model.catalog import CatalogData
from roleprofile.model.values import freeze
from roleprofile.model.yaml_text import document as document_text
from roleprofile.tables.matrix import MatrixProblems, Place
from roleprofile.tables.merging import EntryChange, changes_in
from roleprofile.tables.people_tables import identifier

#: The first version of imported roles, and of a pack that is made for an import.
FIRST_VERSION = "0.1.0"


@define(slots=False)
class TargetPack:
    """The pack in a folder, which need not exist yet."""

    folder: Path
    #: The catalog of the pack where it exists already.
    catalog: CatalogData
    #: The id of the existing pack, or one made of the folder's name.
    id: str = field(init=False)
    #: Whether the pack does not exist yet.
    is_new: bool = field(init=False)
    #: The changes in files that are there already.
    changes: list[EntryChange] = field(init=False, factory=list)

    def __attrs_post_init__(self) -> None:
        head = self.folder / HEAD
        self.is_new = not os.path.lexists(head)
        model = None if self.is_new else read(File(head, head.as_posix(), HEAD), DEFAULT_LIMITS, ("pack",)).model
        self.id = model.id if model else identifier(self.folder.absolute().name)

    @cached_property
    def roles(self) -> Mapping[str, ParsedDocument]:
        """The roles of the pack, by id."""
        return self._documents("role")

    @cached_property
    def lists(self) -> Mapping[str, ParsedDocument]:
        """The lists of descriptors of the pack, by id."""
        return self._documents("descriptors")

    @cached_property
    def _content(self) -> Folder:
        return Folder.at(self.folder) if self.is_new else read_folder(self.folder, DEFAULT_LIMITS)

    def _documents(self, kind: str) -> dict[str, ParsedDocument]:
        return {one.model.id: one for one in self._content.documents if one.kind == kind and one.model is not None}

    def text(self, there: ParsedDocument | None, tree: Mapping[str, Any]) -> str | None:
        """The text of a file with this content; ``None`` if it is there and says this already.

        What keeps its content keeps its lines, comments and order, and what changes is added to :attr:`changes`.
        """
        if there is None:
            return document_text(tree)
        data = with_content(there.data, tree, there.file.path)
        self.changes += changes_in(there.file.path, there.tree, freeze(tree))
        return None if data == there.data else data.decode()

    @property
    def scope(self) -> str:
        """The pack whose names are looked up; ``""`` for all packs, where the pack is new."""
        return "" if self.is_new else self.id

    def languages(self, given: Iterable[str] = ()) -> tuple[str, ...]:
        """The languages of the pack; of a new one those that are given, or the first one of the catalog."""
        if not self.is_new and self.id in self.catalog.packs:
            return self.catalog.packs[self.id].languages
        first = next((pack.languages for pack in self.catalog.packs.values()), ("en",))
        return tuple(given) or first[:1]

    def head(self, used: set[str], languages: Sequence[str]) -> dict[str, Any]:
        """The head of a new pack that requires the packs which it uses, and one with rules for verdicts."""
        catalog = self.catalog
        if not any(catalog.packs[seen].fit for name in used for seen in catalog.scope(name)):
            used = used | {name for name, pack in catalog.packs.items() if pack.fit}
        return {
            "kind": "pack",
            "schema": 1,
            "id": self.id,
            "version": FIRST_VERSION,
            "label": {languages[0]: self.folder.absolute().name.replace("-", " ").capitalize()},
            "status": "draft",
            "languages": list(languages),
            "requires": {name: _range(catalog.packs[name].version) for name in sorted(used)},
        }

    def check(
        self,
        findings: MatrixProblems,
        files: Mapping[str, str],
        origins: Mapping[str, Mapping[str, Place]],
        packs: Sequence[str | Path],
    ) -> None:
        """Check the pack with its drafted files; a problem of one is reported at the cell that caused it.

        Args:
            findings: Where the problems go.
            files: The text of each drafted file, by its path in the pack.
            origins: By file and pointer, the cell or the place in the mapping that a value is from. In a new file all
                values are from the table.
            packs: More packs to load.
        """
        drafts = {name: text.encode() for name, text in files.items()}
        try:
            problems = load_drafts(self.folder, drafts, packs).problems
        except LoadError as error:
            problems = error.problems
        folder = Folder.at(self.folder)
        drafted = {folder.shown(name): places for name, places in origins.items()}
        for problem in problems:
            places = drafted.get(problem.path)
            if places is None:
                findings.keep([problem])
                continue
            place = places.get(nearest(problem.pointer, places))
            if place is None:
                # What the file said before; it was warned of then.
                findings.keep([problem] if problem.severity == "error" else [])
                continue
            warns = problem.severity == "warning"
            findings.add(place, problem.code, problem.message, problem.hint, allowed=problem.allowed, warns=warns)


def _range(version: str) -> str:
    """The range of versions that a new pack requires.

    >>> _range("1.4.0"), _range("0.2.1")
    ('>=1.4,<2', '>=0.2,<0.3')
    """
    major, minor, _ = map(int, version.split("."))
    return f">={major}.{minor},<{major + 1}" if major else f">=0.{minor},<0.{minor + 1}"
