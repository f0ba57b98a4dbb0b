"""What a rule says, field by field, in one form however it was written: order and spelling out change nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import field, frozen, has

from roleprofile.model.grammar import stated_fields
from roleprofile.model.role import FULL, Keys

if TYPE_CHECKING:
    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.grammar import DocumentField

#: A field of a rule: the names that lead to it.
Path = tuple[str, ...]


@frozen
class Names:
    """The ids that short names mean, seen from one pack."""

    catalog: CatalogData
    pack: str

    def full(self, section: str, ref: str) -> str:
        """The full id that a name means, or the name as it is where it means nothing, or two things."""
        # A case names people of its own file before those of the catalog.
        entries = None if section == "people" else getattr(self.catalog, section, None)
        found = self.catalog.candidates(entries, ref, self.pack) if isinstance(entries, Mapping) else ()
        return found[0] if len(found) == 1 else ref


@frozen
class Meaning:
    """The fields of a rule: what it says, and the words about it."""

    names: Names
    says: dict[Path, Any] = field(factory=dict)
    words: dict[Path, Any] = field(factory=dict)

    def read(self, value: Any, *models: type, path: Path = (), words: bool = False, as_it_stands: bool = False) -> None:
        """Add the fields of a model, or of the tree of a document, without those that are as they would be unsaid.

        With ``as_it_stands`` every field counts, and ``for`` is a list or a map as it is written: what a variant sets
        replaces a list and joins a map.
        """
        for one, found, _ in stated_fields(value, *models):
            if as_it_stands or found != one.default:
                self._field(
                    found, one, (*path, one.key), words=words or one.use == "wording", as_it_stands=as_it_stands
                )

    def _field(self, value: Any, one: DocumentField, path: Path, *, words: bool, as_it_stands: bool) -> None:
        if one.keyed_by == "terms" and not as_it_stands:
            value = _shares(value)
        elif isinstance(value, str) and (one.shape == "list" or one.keyed_by == "terms"):
            value = (value,)
        if isinstance(value, tuple):
            self._list(value, path, one, words=words)
        elif one.models and one.shape == "map":
            for name, part in value.items():
                here = one.reserved.get(name)
                if here is not None:
                    self._field(part, here, (*path, name), words=words, as_it_stands=True)
                else:
                    self.read(part, *one.models, path=(*path, name), words=words, as_it_stands=True)
        elif one.models and (has(type(value)) or isinstance(value, Mapping)):
            self.read(value, *one.models, path=path, words=words)
        elif isinstance(value, Mapping):
            for name, inner in value.items():
                terms = (inner,) if one.keyed_by == "dimensions" and isinstance(inner, str) else inner
                self.plain(terms, (*path, self.names.full(one.keyed_by, str(name))), words=words)
        else:
            self.put(path, self._named(value, one), words=words)

    def plain(self, value: Any, path: Path, *, words: bool = False) -> None:
        """Maps and lists whose keys and entries authors chose."""
        if isinstance(value, Mapping):
            for name, inner in value.items():
                self.plain(inner, (*path, str(name)), words=words)
        elif isinstance(value, tuple):
            self._list(value, path, None, words=words)
        else:
            self.put(path, value, words=words)

    def _list(self, items: tuple[Any, ...], path: Path, one: DocumentField | None, *, words: bool) -> None:
        ordered = one is not None and one.ordered
        if not any(isinstance(item, Mapping) or has(type(item)) for item in items):
            named = items if ordered else sorted(dict.fromkeys(self._named(item, one) for item in items), key=str)
            if items:
                self.put(path, tuple(named), words=words)
            return
        known: dict[str, int] = {}
        for item in items if ordered else sorted(items, key=lambda item: self._order(item, one)):
            name = self._entry(item, one)
            known[name] = known.get(name, 0) + 1
            step = (*path, name if known[name] == 1 else f"{name} {known[name]}")
            self._item(item, step, one, words=words)
        if ordered:
            self.put((*path, "order"), tuple(known), words=words)

    def _item(self, item: Any, path: Path, one: DocumentField | None, *, words: bool) -> None:
        if one is not None and one.models and not isinstance(item, str):
            self.read(item, *one.models, path=path, words=words)
        else:
            self.plain(item, path, words=words)

    def _entry(self, item: Any, one: DocumentField | None) -> str:
        """What an entry of a list is told from the others by."""
        if isinstance(item, str) or one is None or not one.told_by:
            return item if isinstance(item, str) else "one"
        said = {inner.key: (found, inner) for inner, found, _ in stated_fields(item, *one.models)}
        return " ".join(str(self._named(*said[key])) for key in one.told_by if key in said)

    def _order(self, item: Any, one: DocumentField | None) -> str:
        """Puts entries in the same order however they are written."""
        said = Meaning(self.names)
        said._item(item, (), one, words=False)
        return repr((sorted(said.says.items(), key=str), sorted(said.words.items(), key=str)))

    def _named(self, value: Any, one: DocumentField | None) -> Any:
        return self.names.full(one.names, value) if one is not None and one.names and isinstance(value, str) else value

    def put(self, path: Path, value: Any, *, words: bool = False) -> None:
        """Add one field."""
        (self.words if words else self.says)[path] = value


def _shares(keys: Any) -> dict[str, int]:
    """Which keys count, with the percent of each."""
    if isinstance(keys, Keys):
        return dict(keys.shares)
    if isinstance(keys, Mapping):
        return dict(keys)
    return dict.fromkeys((keys,) if isinstance(keys, str) else keys, FULL)
