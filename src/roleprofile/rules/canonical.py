"""The canonical form of a rule: its fields, the same for every way to write it.

Defaults that are written out, short or full names, and the order of entries make no difference, except where the order
decides something. Digests and differences read this form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, get_args

from attrs import evolve, field, frozen, has

from roleprofile.model.catalog import CatalogData
from roleprofile.model.convert import kept
from roleprofile.model.development import Option
from roleprofile.model.grammar import DocumentField, Use, stated_fields
from roleprofile.model.role import FULL, Keys, Role
from roleprofile.model.scale import Scale
from roleprofile.model.transition import Transition
from roleprofile.model.vocabulary import Vocabulary

Rule: TypeAlias = "Role | Transition | Option"
#: The names that lead to a field of a rule.
Path: TypeAlias = "tuple[str, ...]"

#: A field within another one has the use of the two that comes first here.
_USES: tuple[Use, ...] = get_args(Use)


def kind_of(rule: Rule) -> str:
    """``role``, ``transition`` or ``option``."""
    return "role" if isinstance(rule, Role) else "transition" if isinstance(rule, Transition) else "option"


def stated(rule: Rule) -> Mapping[str, Any]:
    """The document of a role, or the map of another rule within its document."""
    if isinstance(rule, Role):
        return rule.document
    tree: dict[str, Any] = kept(rule)
    return tree


def name_of(catalog: CatalogData, rule: Rule) -> str:
    """The full id of a rule; for a transition ``PACK:TARGET/ID``, with the pack of a target from another pack."""
    if not isinstance(rule, Transition):
        return f"{rule.pack}:{rule.id}"
    target = catalog.find(catalog.roles, rule.target, rule.pack, "role")
    return f"{rule.pack}:{target.removeprefix(f'{rule.pack}:')}/{rule.id}"


def rules_of(catalog: CatalogData) -> Iterable[Rule]:
    """All roles, transitions and development options of a catalog."""
    return (*catalog.stated_roles.values(), *catalog.transitions, *catalog.options.values())


@frozen
class Names:
    """The full ids of short names, as one pack sees them."""

    catalog: CatalogData
    pack: str

    def full(self, section: str, ref: str) -> str:
        """The full id of a name; the name itself if it is unknown or ambiguous."""
        # A case names people of its own file before those of the catalog.
        entries = None if section == "people" else getattr(self.catalog, section, None)
        found = self.catalog.candidates(entries, ref, self.pack) if isinstance(entries, Mapping) else ()
        return found[0] if len(found) == 1 else ref


@frozen
class CanonicalForm:
    """The fields of one rule, or of a part of it, by path."""

    names: Names
    #: The entries whose keys a variant adds to, by id. A variant replaces a list of keys, and adds to a map of them.
    joined: frozenset[str] = frozenset()
    _fields: dict[Path, tuple[Use, Any]] = field(factory=dict)

    @property
    def decides(self) -> dict[Path, Any]:
        """The fields that are part of the rule, so that they can change a result."""
        return {path: value for path, (use, value) in self._fields.items() if use in ("rule", "score")}

    @property
    def says(self) -> dict[Path, Any]:
        """All fields except its words."""
        return {path: value for path, (use, value) in self._fields.items() if use != "wording"}

    @property
    def words(self) -> dict[Path, Any]:
        """The words about the rule, such as its label."""
        return {path: value for path, (use, value) in self._fields.items() if use == "wording"}

    def read(
        self, value: Any, *models: type, path: Path = (), use: Use = "score", as_written: bool = False
    ) -> CanonicalForm:
        """Add the fields of a model, or of the tree of a document, that differ from their defaults; returns itself.

        With ``as_written``, for the fields that a variant sets, defaults count, and ``for`` stays a list or a map.
        """
        found = stated_fields(value, *models)
        joined = bool(self.joined) and any(key == "id" and name in self.joined for _, name, key in found)
        for one, inner, _ in found:
            if as_written or inner != one.default:
                inner_use = min(use, one.use, key=_USES.index)
                self._field(inner, one, (*path, one.key), inner_use, as_written=as_written or joined)
        return self

    def put(self, path: Path, value: Any, use: Use = "score") -> None:
        """Add one field."""
        self._fields[path] = (use, value)

    def plain(self, value: Any, path: Path, use: Use = "score") -> None:
        """Add maps and lists whose keys and entries authors choose."""
        if isinstance(value, Mapping):
            for name, inner in value.items():
                self.plain(inner, (*path, str(name)), use)
        elif isinstance(value, tuple | list):
            self._list(value, path, None, use)
        else:
            self.put(path, value, use)

    def _field(self, value: Any, one: DocumentField, path: Path, use: Use, *, as_written: bool) -> None:
        if one.keyed_by == "terms" and not as_written:
            value = _percents(value)
        elif isinstance(value, str) and (one.shape == "list" or one.keyed_by == "terms"):
            value = (value,)
        if isinstance(value, tuple | list):
            self._list(value, path, one, use)
        elif one.models and one.shape == "map":
            for name, part in value.items():
                here = one.reserved.get(name)
                if here is not None:
                    self._field(part, here, (*path, name), use, as_written=True)
                else:
                    self.read(part, *one.models, path=(*path, name), use=use, as_written=True)
        elif one.models and (has(type(value)) or isinstance(value, Mapping)):
            self.read(value, *one.models, path=path, use=use)
        elif isinstance(value, Mapping):
            for name, inner in value.items():
                terms = (inner,) if one.keyed_by == "dimensions" and isinstance(inner, str) else inner
                self.plain(terms, (*path, self.names.full(one.keyed_by, str(name))), use)
        else:
            self.put(path, self._named(value, one), use)

    def _list(self, items: Iterable[Any], path: Path, one: DocumentField | None, use: Use) -> None:
        items = tuple(items)
        ordered = one is not None and one.ordered
        if not any(isinstance(item, Mapping) or has(type(item)) for item in items):
            named = items if ordered else sorted(dict.fromkeys(self._named(item, one) for item in items), key=str)
            if items:
                self.put(path, tuple(named), use)
            return
        known: dict[str, int] = {}
        for item in items if ordered else sorted(items, key=lambda item: self._order(item, one)):
            name = self._entry(item, one)
            known[name] = known.get(name, 0) + 1
            self._item(item, (*path, name if known[name] == 1 else f"{name} {known[name]}"), one, use)
        if ordered:
            self.put((*path, "order"), tuple(known), use)

    def _item(self, item: Any, path: Path, one: DocumentField | None, use: Use) -> None:
        if one is not None and one.models and not isinstance(item, str):
            self.read(item, *one.models, path=path, use=use)
        else:
            self.plain(item, path, use)

    def _entry(self, item: Any, one: DocumentField | None) -> str:
        """The name of an entry of a list among the others."""
        if isinstance(item, str) or one is None or not one.told_by:
            return item if isinstance(item, str) else "one"
        found = {inner.key: (value, inner) for inner, value, _ in stated_fields(item, *one.models)}
        return " ".join(str(self._named(*found[key])) for key in one.told_by if key in found)

    def _order(self, item: Any, one: DocumentField | None) -> str:
        """A sort key that is the same for every way to write an entry."""
        form = CanonicalForm(self.names, self.joined)
        form._item(item, (), one, "score")
        return repr((sorted(form.says.items(), key=str), sorted(form.words.items(), key=str)))

    def _named(self, value: Any, one: DocumentField | None) -> Any:
        return self.names.full(one.names, value) if one is not None and one.names and isinstance(value, str) else value


def _percents(keys: Any) -> dict[str, int]:
    """The percentage of each key that counts."""
    if isinstance(keys, Keys):
        return dict(keys.shares)
    if isinstance(keys, Mapping):
        return dict(keys)
    return dict.fromkeys((keys,) if isinstance(keys, str) else keys, FULL)


def canonical_form(
    catalog: CatalogData, value: Any, *models: type, pack: str, joined: frozenset[str] = frozenset()
) -> CanonicalForm:
    """The canonical form of a model, or of the tree of a document or of a part, with names as a pack sees them."""
    if isinstance(value, Scale) and value.absent in value.level_ids:
        # The lowest level means the same whether the scale says so or not.
        value = evolve(value, absent=None)
    form = CanonicalForm(Names(catalog, pack), joined).read(value, *models)
    if isinstance(value, Vocabulary) and (value.ordered or _ranks_evidence(catalog, f"{value.pack}:{value.id}")):
        form.put(("order",), value.term_ids)
    return form


def _ranks_evidence(catalog: CatalogData, full: str) -> bool:
    return any(
        Names(catalog, name).full("vocabularies", pack.fit.evidence) == full
        for name, pack in catalog.packs.items()
        if pack.fit is not None
    )


def joined_keys(variants: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The ids of the entries whose map of keys some variants add to."""
    return frozenset(
        name
        for variant in variants
        for name, change in variant.get("set", {}).items()
        if hasattr(change.get("for"), "keys")
    )
