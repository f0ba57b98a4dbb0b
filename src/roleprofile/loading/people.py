"""Flatten a person's document into facts with their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from roleprofile.model.catalog import CatalogData
from roleprofile.model.convert import structure
from roleprofile.model.person import Evidence, Fact, RoleHeld
from roleprofile.model.person_document import PersonDocument
from roleprofile.model.values import Pointer
from roleprofile.rules.person_builder import Statement


def statement(document: PersonDocument, catalog: CatalogData, pack: str) -> Statement:
    """The statement of a person's file: one fact for each value, with its place in the file."""
    facts: list[tuple[Pointer, Fact]] = []
    for name, tree in document.facts.items():
        place: Pointer = ("facts", name)
        if _keyed(catalog, name, pack) and hasattr(tree, "keys"):
            for key, inner in tree.items():
                facts += _values(inner, (*place, key), name, key)
        else:
            facts += _values(tree, place, name, "")
    held = [
        (("roles_held", i), RoleHeld(one.role, one.months, one.context)) for i, one in enumerate(document.roles_held)
    ]
    closed = [(("closed", i), n) for i, n in enumerate(document.closed)]
    return Statement(id=document.id, facts=tuple(facts), closed=tuple(closed), roles_held=tuple(held))


def _keyed(catalog: CatalogData, name: str, pack: str) -> bool:
    found = catalog.candidates(catalog.descriptors, name, pack)
    return bool(found) and bool(catalog.descriptors[found[0]].keys)


def _values(tree: Any, place: Pointer, descriptor: str, key: str) -> Iterator[tuple[Pointer, Fact]]:
    if isinstance(tree, tuple):
        for index, one in enumerate(tree):
            yield from _values(one, (*place, index), descriptor, key)
    elif hasattr(tree, "keys") and "value" in tree:
        given = tree.get("evidence")
        evidence = structure(given, Evidence) if given else None
        yield place, Fact(descriptor, tree["value"], key, evidence)
    else:
        # The catalog refuses a map without a value, because it is neither a level nor an amount.
        yield place, Fact(descriptor, tree, key)
