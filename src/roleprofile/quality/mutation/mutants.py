"""Mutations of the rules that cite a source: each, or a part of it, is changed in a catalog of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from attrs import field, frozen

from roleprofile.evaluation.edits import (
    Tree,
    edited,
    edited_catalog,
    edited_rule,
    entries,
    putting,
    removing,
    with_role,
)
from roleprofile.model.catalog import CatalogData, short
from roleprofile.model.convert import kept
from roleprofile.model.descriptor import Relation
from roleprofile.model.development import Option
from roleprofile.model.grades import by_grades
from roleprofile.model.grammar import fields_of, paths_of
from roleprofile.model.role import ASKING, FULL, GROUPS, Additions, Role, Variant
from roleprofile.model.transition import Need, Transition
from roleprofile.model.values import FrozenMap, Pointer, at, one_or_more
from roleprofile.quality.mutation.parts import parts_of
from roleprofile.rules.rebase import source_home

#: The lists of the entries that have an id.
_ENTRIES = fields_of(Additions)
#: The entries that a role has once, by their places: its common contexts, its pay benchmark and its pay drivers.
_NOTES = {place: one for place, one in paths_of(Role) if one.noun and one.shape == "one"}


@frozen(kw_only=True)
class Mutation:
    """A rule that was dropped, demoted or reversed, or a part of it, and the case that noticed."""

    #: What was done to which rule, such as ``requirement dialogue of account-manager, dropped``.
    name: str
    #: ``requirement``, ``minimum``, ``preference``, ``extra``, ``variant``, ``relation``, ``transition`` ...
    kind: str
    #: ``dropped``, ``demoted``, ``reversed`` or ``flattened``; ``taken out`` for a part, or ``in full`` for a
    #: percentage that became 100.
    act: str
    #: The part of the rule, such as ``for law``; ``""`` for the whole rule.
    part: str = ""
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
    """A mutation for each rule of these packs that cites a source and for each part of it; two for preferences."""
    packs = frozenset(packs)
    for full, role in catalog.stated_roles.items():
        # A rule that a role has from another pack belongs to that pack.
        if not packs.isdisjoint({role.pack, *(overlay.pack for overlay in role.overlays)}):
            yield from (one for one in _of_role(catalog, full, role) if one.pack in packs)
    yield from _of_relations(catalog, packs)
    yield from _of_transitions(catalog, packs)
    yield from _of_options(catalog, packs)


@frozen
class _Document:
    """The tree of a document, or of a rule in it, and how to make the mutations of its rules."""

    tree: Any
    pack: str
    #: Whose rules they are, such as ``of account-manager``.
    whose: str
    #: Makes the catalog in which the tree is edited so.
    edit: Callable[[Callable[[Tree], None], str], CatalogData]

    def mutation(
        self, kind: str, label: str, act: str, source: Any, edit: Callable[[Tree], None], part: str = ""
    ) -> Mutation:
        name = " ".join(filter(None, (kind, label, f"{self.whose},", part, act)))
        cited = one_or_more(source)
        # A patch adds its source to the rule that it changes. The rule is then its own as well, but not each part.
        home = source_home(cited[0] if part else cited[-1], self.pack)[0]
        return Mutation(
            name=name,
            kind=kind,
            act=act,
            part=part,
            pack=home,
            source=cited,
            make=lambda: self.edit(edit, name),
        )

    def parts(self, kind: str, label: str, place: Pointer, source: Any, *models: type) -> Iterator[Mutation]:
        for part in parts_of(at(self.tree, place), *models):
            spot = (*place, *part.place)
            act, edit = ("in full", putting(spot, FULL)) if part.is_percent else ("taken out", removing(spot))
            yield self.mutation(kind, label, act, source, edit, part.name)


def _of_role(catalog: CatalogData, full: str, role: Role) -> Iterator[Mutation]:
    def edit(change: Callable[[Tree], None], name: str) -> CatalogData:
        return with_role(catalog, full, edited(role, change), name)

    tree, default = role.document, role.defaults.source
    document = _Document(tree, role.pack, f"of {role.id}", edit)
    for section, place, entry in entries(tree):
        source = entry.get("source", default)
        if source:
            label = entry["id"] + _within(tree, place)
            one = _ENTRIES[section]
            yield document.mutation(one.noun, label, "dropped", source, removing(place))
            necessities = by_grades("necessity", entry.get("necessity", role.defaults.necessity))
            if section == "requirements" and "minimum" in dict(necessities).values():
                demote = putting((*place, "necessity"), "important")
                yield document.mutation("minimum", label, "demoted", source, demote)
            if section == "components" and entry.get("main"):
                demote = putting((*place, "main"), False)  # noqa: FBT003
                yield document.mutation("main pay component", label, "demoted", source, demote)
            if section in ASKING:
                yield from _preferences(document, place, label, source)
            yield from document.parts(one.noun, label, place, source, *one.models)
    yield from _of_variants(document)
    for place, one in _NOTES.items():
        if all(step in at(tree, place[:depth]) for depth, step in enumerate(place)):
            entry = at(tree, place)
            source = entry.get("source", default)
            if source:
                yield document.mutation(one.noun, entry.get("id", ""), "dropped", source, removing(place))
                yield from document.parts(one.noun, entry.get("id", ""), place, source, *one.models)


def _within(document: Any, place: Pointer) -> str:
    return f" (variant {document['variants'][place[1]]['id']})" if place[0] == "variants" else ""


def _of_variants(document: _Document) -> Iterator[Mutation]:
    for number, variant in enumerate(document.tree.get("variants", ())):
        source = variant.get("source", ())
        if not source:
            continue
        place: Pointer = ("variants", number)
        yield document.mutation("variant", variant["id"], "dropped", source, removing(place))
        for name, change in variant.get("set", {}).items():
            spot = (*place, "set", name)
            label = f"{name} (variant {variant['id']})"
            if "minimum" in dict(by_grades("necessity", change.get("necessity"))).values():
                demote = putting((*spot, "necessity"), "important")
                yield document.mutation("minimum", label, "demoted", source, demote)
            if name != "provides":
                yield from _preferences(document, spot, label, source)
        yield from document.parts("variant", variant["id"], place, source, Variant)


def _preferences(document: _Document, place: Pointer, label: str, source: Any) -> Iterator[Mutation]:
    """Reverse the credits of keys that count differently, and make all keys count in full."""
    for spot, keys in _key_maps(at(document.tree, place), place):
        ranked = sorted(set(keys.values()))
        if len(ranked) > 1:
            turned = dict(zip(ranked, reversed(ranked), strict=True))
            backwards = {key: turned[percent] for key, percent in keys.items()}
            yield document.mutation("preference", label, "reversed", source, putting(spot, backwards))
            alike = dict.fromkeys(keys, FULL)
            yield document.mutation("preference", label, "flattened", source, putting(spot, alike))


def _key_maps(entry: Any, place: Pointer) -> Iterator[tuple[Pointer, Any]]:
    if hasattr(entry.get("for"), "keys"):
        yield (*place, "for"), entry["for"]
    for group in GROUPS:
        for index, part in enumerate(entry.get(group, ())):
            yield from _key_maps(part, (*place, group, index))


def _of_relations(catalog: CatalogData, packs: frozenset[str]) -> Iterator[Mutation]:
    for one in catalog.relations:
        if one.pack in packs and one.source:
            left = tuple(other for other in catalog.relations if other is not one)
            yield _dropped(catalog, "relation", f"from {one.from_} to {one.to}", one, relations=left)


def _of_transitions(catalog: CatalogData, packs: frozenset[str]) -> Iterator[Mutation]:
    for one in catalog.transitions:
        if one.pack in packs:
            yield from _of_transition(catalog, one)


def _of_transition(catalog: CatalogData, one: Transition) -> Iterator[Mutation]:
    def edit(change: Callable[[Tree], None], name: str) -> CatalogData:
        after = tuple(edited_rule(one, change) if other is one else other for other in catalog.transitions)
        return edited_catalog(catalog, name, transitions=after)

    target = short(catalog.find(catalog.roles, one.target, one.pack, "role"))
    document = _Document(kept(one), one.pack, f"into {target}", edit)
    if one.source:
        left = tuple(other for other in catalog.transitions if other is not one)
        yield _dropped(catalog, "transition", f"{one.id} into {target}", one, transitions=left)
        yield from document.parts("transition", one.id, (), one.source, Transition)
    for index, need in enumerate(one.needs):
        if need.source:
            label, place = f"{need.id} of transition {one.id}", ("needs", index)
            yield document.mutation("need", label, "dropped", need.source, removing(place))
            yield from document.parts("need", label, place, need.source, Need)


def _of_options(catalog: CatalogData, packs: frozenset[str]) -> Iterator[Mutation]:
    for full, one in catalog.options.items():
        if one.pack in packs and one.source:
            yield from _of_option(catalog, full, one)


def _of_option(catalog: CatalogData, full: str, one: Option) -> Iterator[Mutation]:
    def edit(change: Callable[[Tree], None], name: str) -> CatalogData:
        return edited_catalog(catalog, name, options=FrozenMap({**catalog.options, full: edited_rule(one, change)}))

    left = FrozenMap({name: other for name, other in catalog.options.items() if other is not one})
    yield _dropped(catalog, "development option", one.id, one, options=left)
    document = _Document(kept(one), one.pack, one.id, edit)
    yield from document.parts("development option", "", (), one.source, Option)


def _dropped(
    catalog: CatalogData, kind: str, label: str, one: Relation | Transition | Option, **sections: Any
) -> Mutation:
    """The whole rule is left out of its section."""
    name = f"{kind} {label}, dropped"
    return Mutation(
        name=name,
        kind=kind,
        act="dropped",
        pack=one.pack,
        source=one.source,
        make=lambda: edited_catalog(catalog, name, **sections),
    )
