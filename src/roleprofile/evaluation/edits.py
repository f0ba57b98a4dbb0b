"""Edited catalogs, roles and people. An edit that removes an entry also removes the references to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from attrs import evolve

from roleprofile.model.catalog import CatalogData
from roleprofile.model.convert import kept, loader_fields, plain, structure
from roleprofile.model.development import Option
from roleprofile.model.person import Fact, Person
from roleprofile.model.role import SECTIONS, Role
from roleprofile.model.transition import Transition
from roleprofile.model.values import FrozenMap, Pointer, at, freeze, one_or_more
from roleprofile.rules.person_builder import Statement, built_or_raise

Rule = TypeVar("Rule", Transition, Option)

#: A role's document as plain maps and lists, to be changed in place.
Tree = dict[str, Any]


def edited_catalog(catalog: CatalogData, name: str, **sections: Any) -> CatalogData:
    """The catalog with other sections; all the rest are the same objects.

    ``name`` gives it a fingerprint of its own, so that nothing counted on one catalog is taken for another's.
    """
    return evolve(catalog, **sections, fingerprint=f"{catalog.fingerprint} {name}")


def with_role(catalog: CatalogData, full: str, role: Role, name: str) -> CatalogData:
    """The catalog with another role in place of one; ``name`` as for :func:`edited_catalog`."""
    return edited_catalog(catalog, name, roles=FrozenMap({**catalog.roles, full: role}))


def with_facts(catalog: CatalogData, person: Person, changes: Iterable[Fact]) -> tuple[Person, tuple[Fact, ...]]:
    """The person with facts replaced by all changes of the same descriptor and key, and the changes, checked.

    Raises :class:`~roleprofile.errors.PersonError` where the catalog does not know a fact.
    """
    new = built_or_raise(catalog, Statement.of(person.id, changes, as_of=person.as_of)).facts
    replaced = {(fact.descriptor, fact.key) for fact in new}
    kept = (fact for fact in person.facts if (fact.descriptor, fact.key) not in replaced)
    statement = Statement.of(person.id, (*kept, *new), person.closed, person.roles_held, person.as_of)
    after = built_or_raise(catalog, evolve(statement, typical=person.holdings.typical))
    return evolve(after, unrecognised=person.unrecognised), new


def edited(role: Role, edit: Callable[[Tree], None]) -> Role:
    """The role with its document changed."""
    tree = plain(role.document)
    edit(tree)
    document = freeze(tree)
    return evolve(structure(document, Role), pack=role.pack, overlays=role.overlays, document=document)


def edited_rule(rule: Rule, edit: Callable[[Tree], None]) -> Rule:
    """A transition or a development option with its tree, as :func:`~roleprofile.model.convert.kept`, changed."""
    tree = kept(rule)
    edit(tree)
    cls: Any = type(rule)
    after: Rule = evolve(structure(freeze(tree), cls), **{name: getattr(rule, name) for name in loader_fields(cls)})
    return after


def entries(document: Any) -> Iterator[tuple[str, Pointer, Any]]:
    """The entries of a role and of what its variants add: the section, the place and the entry."""
    for section in SECTIONS:
        inside = ("compensation",) if section == "components" else ()
        home = document.get("compensation", {}) if inside else document
        for index, entry in enumerate(home.get(section, ())):
            yield section, (*inside, section, index), entry
    for number, variant in enumerate(document.get("variants", ())):
        for section in SECTIONS:
            for index, entry in enumerate(variant.get("add", {}).get(section, ())):
                yield section, ("variants", number, "add", section, index), entry


def putting(place: Pointer, value: Any) -> Callable[[Tree], None]:
    """Write a value at a place."""

    def edit(tree: Tree) -> None:
        at(tree, place[:-1])[place[-1]] = value

    return edit


def removing(place: Pointer) -> Callable[[Tree], None]:
    """Remove the entry at a place, and the references to it."""

    def edit(tree: Tree) -> None:
        gone = at(tree, place)
        del at(tree, place[:-1])[place[-1]]
        if isinstance(gone, dict) and "id" in gone:
            _forget(tree, place, gone["id"])

    return edit


def _forget(tree: Tree, place: Pointer, name: str) -> None:
    if place[-2] == "variants":
        for variant in tree.get("variants", ()):
            if name in one_or_more(variant.get("after", ())):
                variant["after"] = [other for other in one_or_more(variant["after"]) if other != name]
        return
    # Two variants that exclude each other may each add an entry of one id.
    if any(entry["id"] == name for _, _, entry in entries(tree)):
        return
    for variant in tree.get("variants", ()):
        variant.get("set", {}).pop(name, None)
        if name in variant.get("drop", []):
            variant["drop"].remove(name)
    changes = [change for variant in tree.get("variants", ()) for change in variant.get("set", {}).values()]
    for entry in (*(entry for _, _, entry in entries(tree)), *changes):
        if place[-2] == "duties" and name in entry.get("needed_for", []):
            entry["needed_for"].remove(name)
        if place[-2] == "measures" and entry.get("measure") == name:
            del entry["measure"]
