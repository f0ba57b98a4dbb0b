"""Rename the descriptors and sources in a role's document for use in another pack."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from attrs import frozen

from roleprofile.model.catalog import CatalogData, short
from roleprofile.model.grammar import DocumentField, rewritten
from roleprofile.model.kinds import KINDS
from roleprofile.model.values import FrozenMap, Pointer

Kind = Literal["descriptor", "source"]
_KINDS: dict[str, Kind] = {"descriptors": "descriptor", "sources": "source"}


@frozen
class Renaming:
    """Replaces the names of descriptors and sources in a document."""

    #: Returns the new name for a kind, a name and its place.
    new: Callable[[Kind, str, Pointer], str]

    def __call__(self, tree: Any) -> Any:
        """The document of a role or a patch with new names."""
        return rewritten(tree, self._value, KINDS[tree["kind"]].model)

    def _value(self, value: Any, one: DocumentField, place: Pointer) -> Any:
        if one.keyed_by == "descriptors":
            return FrozenMap({self.new("descriptor", name, (*place, name)): given for name, given in value.items()})
        kind = _KINDS.get(one.names)
        if kind is None:
            return value
        if isinstance(value, str):
            return self.new(kind, value, (*place, 0) if one.shape == "list" else place)
        return tuple(self.new(kind, name, (*place, index)) for index, name in enumerate(value))


def seen_from(catalog: CatalogData, pack: str, home: str) -> Renaming:
    """The renaming from names in ``pack`` to names by which a role of ``home`` finds the same entries.

    Unknown and ambiguous names stay as they are, because they are reported in their own file.
    """

    def new(kind: Kind, name: str, place: Pointer) -> str:
        del place
        return _descriptor(catalog, name, pack, home) if kind == "descriptor" else _source(name, pack, home)

    return Renaming(new)


def _descriptor(catalog: CatalogData, name: str, pack: str, home: str) -> str:
    found = catalog.candidates(catalog.descriptors, name, pack)
    if len(found) != 1:
        return name
    # The short name is used if it means the same in ``home``, so that names stay the same across packs.
    same = catalog.candidates(catalog.descriptors, short(found[0]), home) == found
    return short(found[0]) if same else found[0]


def _source(name: str, pack: str, home: str) -> str:
    owner, _ = source_home(name, pack)
    return name if owner == home or name.startswith(f"{owner}:") else f"{owner}:{name}"


def source_home(name: str, pack: str) -> tuple[str, str]:
    """The pack of a source and its name there, for a name that ``pack`` uses.

    >>> source_home("S1.3", "core"), source_home("account-management:esco#1420.3", "core")
    (('core', 'S1.3'), ('account-management', 'esco#1420.3'))
    """
    owner, colon, _ = name.partition("#")[0].partition(":")
    return (owner, name[len(owner) + 1 :]) if colon else (pack, name)
