"""Where documents name an entry of a catalog."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from roleprofile.errors import UnknownIdError
from roleprofile.model.catalog import CatalogData
from roleprofile.model.grades import without_grade
from roleprofile.model.grammar import names_in
from roleprofile.model.kinds import KINDS, sections
from roleprofile.model.pack_file import PackFile
from roleprofile.model.values import Finding, Pointer, closest, some_of

#: The sections whose entries documents name by ids of their own.
NAMED = ("roles", "descriptors", "scales", "vocabularies", "options", "people")


@frozen
class Use:
    """A place in a file that names an entry, or the id of the entry itself."""

    file: PackFile
    pointer: Pointer
    #: Whether the place is a key of a map.
    is_key: bool = False
    #: Whether it is the id of an entry that names nothing else, such as a requirement without ``descriptor``.
    is_implied: bool = False
    is_definition: bool = False

    @property
    def kind(self) -> str:
        """The kind of the document, such as ``role``."""
        return next(name for name, one in KINDS.items() if one.model is type(self.file.document))

    @property
    def position(self) -> tuple[int, int]:
        """The line and the column, from 1."""
        found = self.file.problem(Finding(pointer=self.pointer, code="", message="", at_key=self.is_key))
        return found.line, found.column


def sections_of(catalog: CatalogData, name: str) -> list[tuple[str, str]]:
    """The sections that have an entry with a short or full id, each with the entry's full id.

    Raises:
        UnknownIdError: No section has it, or one has several.
    """
    found = []
    for section in NAMED:
        entries = getattr(catalog, section)
        if catalog.candidates(entries, name):
            found.append((section, catalog.find(entries, name, noun=sections()[section].noun)))
    if not found:
        known = sorted({one for section in NAMED for one in catalog.names(getattr(catalog, section))})
        message = f"no role, descriptor, scale, vocabulary, option or person has the id {name!r}; "
        raise UnknownIdError(message + (closest(name, known) or f"known: {some_of(known)}"))
    return found


def uses(catalog: CatalogData, section: str, full: str) -> Iterator[Use]:
    """Each place that names an entry, its definition first, then by file and line.

    Args:
        catalog: A catalog that was loaded from files.
        section: The section of the entry, such as ``descriptors``.
        full: The full id of the entry.

    >>> import roleprofile as rp
    >>> [use.file.document.id for use in uses(rp.load(), "descriptors", "core:rhetoric")][:2]
    ['communication-skills', 'relations']
    """
    found = [use for file in catalog.files for use in _in_file(catalog, file, section, full)]
    yield from sorted(found, key=lambda use: (not use.is_definition, use.file.path, use.position))


def _in_file(catalog: CatalogData, file: PackFile, section: str, full: str) -> Iterator[Use]:
    if file.source_map is None:
        return
    tree, entries = file.source_map.tree, getattr(catalog, section)
    for pointer in _definitions(file, tree, section, full):
        yield Use(file, pointer, is_definition=True)
    for home, name, pointer in names_in(tree, type(file.document)):
        # A name that stands for the id of its own file's person is no name of the catalog.
        if home == section and catalog.candidates(entries, without_grade(name), file.pack) == (full,):
            is_implied = pointer[-1] == "id"
            yield Use(file, pointer, is_key=_value(tree, pointer) != name, is_implied=is_implied)


def _definitions(file: PackFile, tree: Mapping[str, Any], section: str, full: str) -> Iterator[Pointer]:
    pack, _, name = full.partition(":")
    home = sections()[section]
    if file.pack != pack or tree.get("kind") != home.kind:
        return
    if not home.key:
        if tree.get("id") == name:
            yield ("id",)
        return
    for index, entry in enumerate(tree.get(home.key, ())):
        if entry.get("id") == name:
            yield (home.key, index, "id")


def _value(tree: Any, pointer: Pointer) -> Any:
    for step in pointer:
        tree = tree[step]
    return tree
