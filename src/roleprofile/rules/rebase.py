"""What a role's document names, descriptors and sources, and what they are called seen from another pack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from attrs import frozen

from roleprofile.model.catalog import short
from roleprofile.model.grammar import rewritten
from roleprofile.model.kinds import KINDS
from roleprofile.model.values import FrozenMap

if TYPE_CHECKING:
    from collections.abc import Callable

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.grammar import DocumentField
    from roleprofile.model.values import Pointer

Kind = Literal["descriptor", "source"]
_KINDS: dict[str, Kind] = {"descriptors": "descriptor", "sources": "source"}


@frozen
class Renaming:
    """Gives every name of a document another one."""

    #: The new name for a kind, a name and the place where it stands.
    new: Callable[[Kind, str, Pointer], str]

    def __call__(self, tree: Any) -> Any:
        """The document of a role or of a patch with its names changed."""
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
    """Names as ``pack`` uses them become those under which a role of ``home`` finds the same things.

    What means nothing, or two things, keeps its name: it is reported where it stands.
    """

    def new(kind: Kind, name: str, place: Pointer) -> str:
        del place
        return _descriptor(catalog, name, pack, home) if kind == "descriptor" else _source(name, pack, home)

    return Renaming(new)


def _descriptor(catalog: CatalogData, name: str, pack: str, home: str) -> str:
    found = catalog.candidates(catalog.descriptors, name, pack)
    if len(found) != 1:
        return name
    # The short name, wherever it says the same: what it is called in one pack is then what it is called in another.
    same = catalog.candidates(catalog.descriptors, short(found[0]), home) == found
    return short(found[0]) if same else found[0]


def _source(name: str, pack: str, home: str) -> str:
    owner, _ = source_home(name, pack)
    return name if owner == home or name.startswith(f"{owner}:") else f"{owner}:{name}"


def source_home(name: str, pack: str) -> tuple[str, str]:
    """The pack that a source is of, and what it is called there, for a name that ``pack`` uses.

    >>> source_home("S1.3", "core"), source_home("account-management:esco#1420.3", "core")
    (('core', 'S1.3'), ('account-management', 'esco#1420.3'))
    """
    owner, colon, _ = name.partition("#")[0].partition(":")
    return (owner, name[len(owner) + 1 :]) if colon else (pack, name)
