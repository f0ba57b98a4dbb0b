"""Flatten a person's document into facts with their places."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from roleprofile.errors import ArgumentValueError
from roleprofile.loading.limits import DEPTH
from roleprofile.model.arguments import shown
from roleprofile.model.catalog import CatalogData
from roleprofile.model.convert import structure
from roleprofile.model.person import Evidence, Fact, RoleHeld
from roleprofile.model.person_document import PersonDocument
from roleprofile.model.values import REFUSED_IN_TEXT, Finding, Pointer
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
        (("roles_held", i), RoleHeld(one.role, one.months, one.context, one.in_all))
        for i, one in enumerate(document.roles_held)
    ]
    closed = [(("closed", i), n) for i, n in enumerate(document.closed)]
    return Statement(id=document.id, facts=tuple(facts), closed=tuple(closed), roles_held=tuple(held))


def as_tree(given: Any, depth: int = DEPTH) -> Any:
    """Python values as JSON has them: dates and UUIDs are texts, a whole number may be a float or one of numpy.

    ``None`` and NaN say nothing, so a map leaves them out. Other values are left to the schema to refuse.

    >>> import datetime, uuid
    >>> as_tree({"id": uuid.UUID(int=7), "facts": {"sales": 3.0, "talk": None}, "on": datetime.date(2026, 3, 14)})
    {'id': '00000000-0000-0000-0000-000000000007', 'facts': {'sales': 3}, 'on': '2026-03-14'}
    """
    if depth < 0:
        message = f"the values lie more than {DEPTH} levels deep"
        raise ArgumentValueError(message)
    if isinstance(given, Mapping):
        found = {str(key): as_tree(value, depth - 1) for key, value in given.items()}
        return {key: value for key, value in found.items() if value is not None}
    if isinstance(given, int) and abs(given) >= _LARGEST:
        return shown(given)
    if isinstance(given, str | bool | int | None):
        return given
    if isinstance(given, datetime.date | uuid.UUID):
        return str(given)
    if isinstance(given, Iterable):
        return [as_tree(one, depth - 1) for one in given]
    return _number(given)


def with_plain_texts(tree: Any, report: Callable[[Finding], None], pointer: Pointer = ()) -> Any:
    """A tree with a question mark for each character that no text may hold; reports each text that held some."""
    if isinstance(tree, str):
        plain = REFUSED_IN_TEXT.sub("?", tree)
        if plain != tree:
            hint = "delete it, or write the intended character"
            message = "a control character or another invisible character"
            report(Finding(pointer=pointer, code="RP106", message=message, hint=hint))
        return plain
    if isinstance(tree, dict):
        plain_keys = {key: REFUSED_IN_TEXT.sub("?", key) for key in tree}
        return {
            with_plain_texts(key, report, (*pointer, plain)): with_plain_texts(tree[key], report, (*pointer, plain))
            for key, plain in plain_keys.items()
        }
    if isinstance(tree, list):
        return [with_plain_texts(one, report, (*pointer, place)) for place, one in enumerate(tree)]
    return tree


#: Larger numbers mean nothing here, and Python takes long to print them.
_LARGEST = 10**60


def _number(given: Any) -> Any:
    """A number that is whole as ``int``; NaN as ``None``."""
    if hasattr(given, "item"):
        # A number of numpy gives its Python value, and its truth value a ``bool``, which is no number.
        given = given.item()
    with suppress(AttributeError, TypeError, ValueError, OverflowError):
        if isinstance(given, bool):
            return given
        if given != given:  # noqa: PLR0124 - only NaN is not itself
            return None
        if not abs(float(given)) < _LARGEST:
            return float("inf")
        if hasattr(given, "__index__") or int(given) == given:
            return int(given)
    return given if isinstance(given, float) else f"{type(given).__name__} {shown(given)}"


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
