"""What a role's document names, descriptors and sources, and what they are called seen from another pack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from attrs import frozen

from roleprofile.model.catalog import short
from roleprofile.model.values import FrozenMap

if TYPE_CHECKING:
    from collections.abc import Callable

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.values import Pointer

Kind = Literal["descriptor", "source"]

#: Lists whose entries ask for descriptors.
_ASKING = ("requirements", "extras")
_LISTS = (*_ASKING, "duties", "measures", "components", "observations", "variants", "any_of", "all_of")
_MAPS = ("compensation", "benchmark", "drivers", "common_in", "defaults", "add")


@frozen
class Renaming:
    """Gives every name of a document another one."""

    #: The new name for a kind, a name and the place where it stands.
    new: Callable[[Kind, str, Pointer], str]

    def __call__(self, tree: Any, place: Pointer = ()) -> Any:
        """A document, or a part of one, with its names changed."""
        found = {key: self._value(key, value, (*place, key)) for key, value in tree.items()}
        return FrozenMap(found)

    def _value(self, key: str, value: Any, place: Pointer) -> Any:  # noqa: PLR0911 - a key each
        if key == "source":
            return self._sources(value, place)
        if key == "descriptor":
            return self.new("descriptor", value, place)
        if key == "provides":
            return self._provided(value, place)
        if key == "set":
            return FrozenMap({name: self._change(name, change, (*place, name)) for name, change in value.items()})
        if key in _MAPS:
            return self(value, place)
        if key in _LISTS:
            return tuple(self._entry(key, entry, (*place, index)) for index, entry in enumerate(value))
        return value

    def _sources(self, value: Any, place: Pointer) -> Any:
        if isinstance(value, str):
            return self.new("source", value, (*place, 0))
        return tuple(self.new("source", name, (*place, index)) for index, name in enumerate(value))

    def _provided(self, value: Any, place: Pointer) -> Any:
        return FrozenMap({self.new("descriptor", name, (*place, name)): given for name, given in value.items()})

    def _change(self, name: str, change: Any, place: Pointer) -> Any:
        return self._provided(change, place) if name == "provides" else self(change, place)

    def _entry(self, section: str, entry: Any, place: Pointer) -> Any:
        renamed = self(entry, place)
        if section in _ASKING and "asks" in entry and "descriptor" not in entry:
            # The id is the descriptor's too, and stays the entry's.
            name = self.new("descriptor", entry["id"], (*place, "id"))
            if name != entry["id"]:
                return FrozenMap({"id": entry["id"], "descriptor": name, **renamed})
        return renamed


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
