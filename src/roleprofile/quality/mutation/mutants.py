"""Mutations of the rules that cite a source: each is dropped, demoted or reversed in a catalog of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from roleprofile.evaluation.edits import edited, edited_catalog, entries, putting, removing, with_role
from roleprofile.model.catalog import short
from roleprofile.model.grammar import fields_of, paths_of
from roleprofile.model.role import ASKING, FULL, GROUPS, Additions, Role
from roleprofile.model.values import at, one_or_more
from roleprofile.rules.rebase import source_home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from roleprofile.evaluation.edits import Tree
    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.values import Pointer

_NOUNS = {key: one.noun for key, one in fields_of(Additions).items()}
#: The entries that a role has once, by their places: its common contexts, its pay benchmark and its pay drivers.
_NOTES = {place: one for place, one in paths_of(Role) if one.noun and one.shape == "one"}


@frozen(kw_only=True)
class Mutation:
    """A rule that was dropped, demoted or reversed, and the case that noticed."""

    #: What was done to which rule, such as ``requirement dialogue of account-manager, dropped``.
    name: str
    #: ``requirement``, ``minimum``, ``preference``, ``extra``, ``variant``, ``relation``, ``transition`` ...
    kind: str
    #: ``dropped``, ``demoted``, ``reversed`` or ``flattened``.
    act: str
    pack: str
    #: The sources that the rule cites.
    source: tuple[str, ...]
    #: Makes the catalog in which the rule is so.
    make: Callable[[], CatalogData] = field(repr=False, eq=False)
    #: The full id of the first case that failed for it; ``""`` where none did, or none was run.
    noticed_by: str = ""

    @property
    def noticed(self) -> bool:
        """Whether a case fails without the rule."""
        return bool(self.noticed_by)


def mutants(catalog: CatalogData, packs: Iterable[str]) -> Iterator[Mutation]:
    """A mutation for each rule of these packs that cites a source; two for keys that count differently."""
    packs = frozenset(packs)
    for full, role in catalog.roles.items():
        # A rule that a role has from another pack belongs to that pack.
        if not packs.isdisjoint({role.pack, *(overlay.pack for overlay in role.overlays)}):
            yield from (one for one in _of_role(catalog, full, role) if one.pack in packs)
    yield from _of_relations(catalog, packs)
    yield from _of_transitions(catalog, packs)


@frozen
class _Surgeon:
    """Makes the mutations of one role."""

    catalog: CatalogData
    full: str
    role: Role

    def mutant(self, kind: str, label: str, act: str, source: Any, edit: Callable[[Tree], None]) -> Mutation:
        catalog, full, role = self.catalog, self.full, self.role
        name = " ".join(filter(None, (kind, label, f"of {role.id}, {act}")))
        return Mutation(
            name=name,
            kind=kind,
            act=act,
            pack=source_home(one_or_more(source)[-1], role.pack)[0],
            source=one_or_more(source),
            make=lambda: with_role(catalog, full, edited(role, edit), name),
        )


def _of_role(catalog: CatalogData, full: str, role: Role) -> Iterator[Mutation]:
    surgeon, document = _Surgeon(catalog, full, role), role.document
    default = role.defaults.source
    for section, place, entry in entries(document):
        source = entry.get("source", default)
        if source:
            label = entry["id"] + _within(document, place)
            yield surgeon.mutant(_NOUNS[section], label, "dropped", source, removing(place))
            if section == "requirements" and entry.get("necessity", role.defaults.necessity) == "minimum":
                yield surgeon.mutant("minimum", label, "demoted", source, putting((*place, "necessity"), "important"))
            if section == "components" and entry.get("main"):
                yield surgeon.mutant("main pay component", label, "demoted", source, putting((*place, "main"), False))  # noqa: FBT003
            if section in ASKING:
                yield from _preferences(surgeon, place, label, source)
    yield from _of_variants(surgeon)
    yield from _of_notes(surgeon)


def _within(document: Any, place: Pointer) -> str:
    return f" (variant {document['variants'][place[1]]['id']})" if place[0] == "variants" else ""


def _of_variants(surgeon: _Surgeon) -> Iterator[Mutation]:
    for number, variant in enumerate(surgeon.role.document.get("variants", ())):
        source = variant.get("source", ())
        if not source:
            continue
        place: Pointer = ("variants", number)
        yield surgeon.mutant("variant", variant["id"], "dropped", source, removing(place))
        for name, change in variant.get("set", {}).items():
            spot = (*place, "set", name)
            label = f"{name} (variant {variant['id']})"
            if change.get("necessity") == "minimum":
                demote = putting((*spot, "necessity"), "important")
                yield surgeon.mutant("minimum", label, "demoted", source, demote)
            if name != "provides":
                yield from _preferences(surgeon, spot, label, source)


def _preferences(surgeon: _Surgeon, place: Pointer, label: str, source: Any) -> Iterator[Mutation]:
    """Reverse the credits of keys that count differently, and make all keys count in full."""
    for spot, keys in _key_maps(at(surgeon.role.document, place), place):
        ranked = sorted(set(keys.values()))
        if len(ranked) > 1:
            turned = dict(zip(ranked, reversed(ranked), strict=True))
            backwards = {key: turned[percent] for key, percent in keys.items()}
            yield surgeon.mutant("preference", label, "reversed", source, putting(spot, backwards))
            alike = dict.fromkeys(keys, FULL)
            yield surgeon.mutant("preference", label, "flattened", source, putting(spot, alike))


def _key_maps(entry: Any, place: Pointer) -> Iterator[tuple[Pointer, Any]]:
    if hasattr(entry.get("for"), "keys"):
        yield (*place, "for"), entry["for"]
    for group in GROUPS:
        for index, part in enumerate(entry.get(group, ())):
            yield from _key_maps(part, (*place, group, index))


def _of_notes(surgeon: _Surgeon) -> Iterator[Mutation]:
    document = surgeon.role.document
    for place, one in _NOTES.items():
        home = at(document, place[:-1]) if all(step in document for step in place[:-1]) else {}
        if place[-1] in home:
            entry = home[place[-1]]
            source = entry.get("source", surgeon.role.defaults.source)
            if source:
                yield surgeon.mutant(one.noun, entry.get("id", ""), "dropped", source, removing(place))


def _of_relations(catalog: CatalogData, packs: frozenset[str]) -> Iterator[Mutation]:
    for one in catalog.relations:
        if one.pack in packs and one.source:
            left = tuple(other for other in catalog.relations if other is not one)
            name = f"relation from {one.from_} to {one.to}, dropped"
            yield Mutation(
                name=name,
                kind="relation",
                act="dropped",
                pack=one.pack,
                source=one.source,
                make=_edited(catalog, name, relations=left),
            )


def _of_transitions(catalog: CatalogData, packs: frozenset[str]) -> Iterator[Mutation]:
    every = catalog.transitions
    for number, one in enumerate(every):
        if one.pack not in packs:
            continue
        target = catalog.find(catalog.roles, one.target, one.pack, "role")
        rules = [("transition", one.id, one.source, (*every[:number], *every[number + 1 :]))] if one.source else []
        for need in one.needs:
            if need.source:
                left = evolve(one, needs=tuple(other for other in one.needs if other is not need))
                changed = (*every[:number], left, *every[number + 1 :])
                rules.append(("need", f"{need.id} of transition {one.id}", need.source, changed))
        for kind, label, source, transitions in rules:
            name = f"{kind} {label} into {short(target)}, dropped"
            yield Mutation(
                name=name,
                kind=kind,
                act="dropped",
                pack=one.pack,
                source=source,
                make=_edited(catalog, name, transitions=transitions),
            )


def _edited(catalog: CatalogData, name: str, **sections: Any) -> Callable[[], CatalogData]:
    return lambda: edited_catalog(catalog, name, **sections)
