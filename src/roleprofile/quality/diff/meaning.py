"""What a rule says, field by field, in one form however it was written: order and spelling out change nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import NOTHING, field, fields, frozen, has

from roleprofile.model.grammar import document_name
from roleprofile.model.role import Keys
from roleprofile.model.values import Text

if TYPE_CHECKING:
    from roleprofile.model.catalog import CatalogData

#: A field of a rule: the names that lead to it.
Path = tuple[str, ...]

#: Fields that are words about a rule and no part of it.
WORDING = frozenset({"label", "description", "reason", "note", "unit", "claim", "title"})
#: Lists in which the order says something.
_ORDERED = frozenset({"levels", "below", "languages", "order"})
#: Fields that hold one name or a list of names.
_LISTS = frozenset({"source", "needed_for", "for", "after", "drop", "closed", "ranks_above", "ranks_with"})
#: Maps from a dimension to one term or a list of terms.
_TERMS = frozenset({"when", "context", "origin_context"})
#: Fields that name an entry of a section of the catalog, by a short or a full id.
_NAMING = {
    "descriptor": "descriptors",
    "replaced_by": "descriptors",
    "from": "descriptors",
    "to": "descriptors",
    "scale": "scales",
    "effort": "scales",
    "keys": "vocabularies",
    "vocabulary": "vocabularies",
    "role": "roles",
    "origin": "roles",
}
#: Maps whose keys are descriptors.
_BY_DESCRIPTOR = frozenset({"provides", "raises", "open_to", "facts"})


class Fields(dict[str, Any]):
    """A map of a model's fields, as against a map whose keys are ids that authors chose."""


@frozen
class Meaning:
    """The fields of a rule: what it says, and the words about it."""

    says: dict[Path, Any] = field(factory=dict)
    words: dict[Path, Any] = field(factory=dict)


@frozen
class Names:
    """The ids that short names mean, seen from one pack."""

    catalog: CatalogData
    pack: str

    def full(self, section: str, ref: str) -> str:
        """The full id that a name means, or the name as it is where it means nothing, or two things."""
        found = self.catalog.candidates(getattr(self.catalog, section), ref, self.pack)
        return found[0] if len(found) == 1 else ref


def tree_of(value: Any) -> Any:
    """A model as maps and lists, without the fields that are as they would be unsaid."""
    if isinstance(value, Keys):
        return keys_of(value)
    if has(type(value)):
        kept = [f for f in fields(type(value)) if "origin" not in f.metadata]
        said = {f: getattr(value, f.name) for f in kept}
        told = {f: v for f, v in said.items() if f.default is NOTHING or v != f.default}
        return Fields({document_name(f.name): tree_of(v) for f, v in told.items()})
    if isinstance(value, Text):
        return value
    if isinstance(value, Mapping):
        inside = {key: tree_of(inner) for key, inner in value.items()}
        return Fields(inside) if isinstance(value, Fields) else inside
    return tuple(tree_of(inner) for inner in value) if isinstance(value, tuple | list) else value


def keys_of(keys: Keys, *, listed: bool = False) -> Any:
    """Which keys count, with the percent of each; with ``listed`` as a list, which a map replaces and does not join."""
    return tuple(key for key, _ in keys.shares) if listed else dict(keys.shares)


def meaning(tree: Any, names: Names) -> Meaning:
    """The fields of a tree (see :func:`tree_of`)."""
    found = Meaning()
    _Walk(names, found).visit(tree, (), words=False)
    return found


@frozen
class _Walk:
    names: Names
    found: Meaning

    def visit(self, tree: Any, path: Path, *, words: bool) -> None:
        if isinstance(tree, Mapping):
            self._map(tree, path, words=words)
        elif isinstance(tree, tuple):
            self._list(tree, path, words=words)
        else:
            self._leaf(tree, path, words=words)

    def _map(self, tree: Mapping[str, Any], path: Path, *, words: bool) -> None:
        by_descriptor = bool(path) and path[-1] in _BY_DESCRIPTOR
        for name, value in tree.items():
            step = self.names.full("descriptors", name) if by_descriptor else str(name)
            inner = words or (isinstance(tree, Fields) and name in WORDING)
            self.visit(value, (*path, step), words=inner)

    def _list(self, items: tuple[Any, ...], path: Path, *, words: bool) -> None:
        ordered = bool(path) and path[-1] in _ORDERED
        if not any(isinstance(item, Mapping) for item in items):
            if items:
                self._put(path, items if ordered else self._sorted(items, path), words=words)
            return
        known: dict[str, int] = {}
        for item in items if ordered else sorted(items, key=self._order):
            name = self._name(item)
            known[name] = known.get(name, 0) + 1
            step = name if known[name] == 1 else f"{name} {known[name]}"
            self.visit(item, (*path, step), words=words)
        if ordered:
            self._put((*path, "order"), tuple(known), words=words)

    def _name(self, item: Any) -> str:
        """What an entry of a list is told from the others by."""
        if not isinstance(item, Mapping):
            return str(item)
        if "scheme" in item:
            return f"{item['scheme']} {item.get('code')}"
        if "id" in item:
            return str(item["id"])
        key = next((key for key in ("descriptor", "role") if key in item), "")
        return self.names.full(_NAMING[key], str(item[key])) if key else "one"

    def _order(self, item: Any) -> str:
        """Puts entries in the same order however they are written."""
        said = meaning(item, self.names)
        return repr((sorted(said.says.items(), key=str), sorted(said.words.items(), key=str)))

    def _sorted(self, items: tuple[Any, ...], path: Path) -> tuple[Any, ...]:
        named = [self._named(item, path) for item in items]
        return tuple(sorted(dict.fromkeys(named), key=str))

    def _leaf(self, value: Any, path: Path, *, words: bool) -> None:
        if isinstance(value, str) and path:
            value = self._named(value, path)
            if path[-1] in _LISTS or (len(path) > 1 and path[-2] in _TERMS):
                value = (value,)
        self._put(path, value, words=words)

    def _named(self, value: Any, path: Path) -> Any:
        section = "descriptors" if path and path[-1] == "closed" else _NAMING.get(path[-1] if path else "", "")
        return self.names.full(section, value) if section and isinstance(value, str) else value

    def _put(self, path: Path, value: Any, *, words: bool) -> None:
        (self.found.words if words else self.found.says)[path] = value
