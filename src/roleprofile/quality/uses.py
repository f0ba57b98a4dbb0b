"""Where documents name an entry of a catalog."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from roleprofile.errors import ArgumentValueError, UnknownIdError
from roleprofile.model.catalog import CatalogData, short
from roleprofile.model.grades import without_grade
from roleprofile.model.grammar import names_in
from roleprofile.model.kinds import KINDS, sections
from roleprofile.model.pack_file import PackFile
from roleprofile.model.values import Finding, Pointer, at, closest, some_of

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
    # A grade of a role is no entry of a file.
    every = {section: {full: 0 for full in getattr(catalog, section) if "/" not in full} for section in NAMED}
    found = [
        (section, catalog.find(getattr(catalog, section), name, noun=sections()[section].noun))
        for section, entries in every.items()
        if catalog.candidates(entries, name)
    ]
    if not found:
        known = sorted({short(full) for entries in every.values() for full in entries})
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
    >>> [use.file.document.id for use in uses(rp.load(), "descriptors", "account-management:rhetoric")][:2]
    ['talking-with-clients', 'talking-with-clients']
    """
    found = [use for one, name, use in every_use(catalog) if (one, name) == (section, full)]
    yield from sorted(found, key=lambda use: (not use.is_definition, use.file.path, use.position))


def every_use(catalog: CatalogData) -> Iterator[tuple[str, str, Use]]:
    """Each definition of an entry and each place that names one, with the section and the full id of the entry.

    Raises :class:`~roleprofile.errors.ArgumentValueError` if a pack was built: its files are not there.
    """
    built = sorted(catalog.packs.keys() - {file.pack for file in catalog.files})
    if built:
        message = f"pack {built[0]} was built, and its files are not there; give its folder"
        raise ArgumentValueError(message)
    for file in catalog.files:
        if file.source_map is None:
            continue
        tree = file.source_map.tree
        for section, name, pointer in _definitions(tree):
            yield section, f"{file.pack}:{name}", Use(file, pointer, is_definition=True)
        for named, name, pointer in names_in(tree, type(file.document)):
            # A case names what a role provides by its descriptor.
            section = "descriptors" if named == "provides" else named
            found = (
                catalog.candidates(getattr(catalog, section), without_grade(name), file.pack)
                if section in NAMED
                else ()
            )
            if len(found) == 1:
                # One text may stand for a list of one.
                place = file.source_map.nearest(pointer)
                is_key = at(tree, place) != name
                yield section, found[0], Use(file, place, is_key=is_key, is_implied=pointer[-1] == "id")


def _definitions(tree: Mapping[str, Any]) -> Iterator[tuple[str, str, Pointer]]:
    """The section and the id of each entry that a document defines, with the place of the id."""
    for section in NAMED:
        home = sections()[section]
        if tree.get("kind") == home.kind:
            if home.key:
                entries = ((entry, (home.key, index)) for index, entry in enumerate(tree.get(home.key, ())))
                yield from ((section, entry["id"], (*place, "id")) for entry, place in entries)
            else:
                yield section, tree["id"], ("id",)
