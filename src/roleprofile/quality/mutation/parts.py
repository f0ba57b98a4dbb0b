"""The parts of a rule that can be taken out, by the grammar of its fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from roleprofile.model.grades import is_by_grade
from roleprofile.model.grammar import DocumentField, fields_of, walk
from roleprofile.model.role import FULL
from roleprofile.model.values import Pointer


@frozen
class Part:
    """A key with its percentage, a term of a condition, a member of a list or an alternative."""

    #: The place in the rule.
    place: Pointer
    #: Its name in the rule, such as ``for law``.
    name: str
    #: Whether it is a percentage, which counts in full without the part.
    is_percent: bool = False


def parts_of(rule: Any, *models: type) -> Iterator[Part]:
    """The parts of the tree of a rule that decide a result; not the entries in it that cite sources of their own.

    The last member of what may not be empty is no part: without it the whole rule would be gone.

    >>> from roleprofile.model.role import Requirement
    >>> [part.name for part in parts_of({"id": "degree", "for": {"law": 100, "any": 50}}, Requirement)]
    ['for law', 'for any', 'for any']
    """
    apart: list[Pointer] = []
    for place, value, one in walk(rule, *models):
        if one.shape == "list" and "source" in fields_of(*one.models):
            apart.append(place)
        # Variants name others for their order alone, which the loader checks.
        if one.use != "score" or one.names == "variants" or any(place[: len(other)] == other for other in apart):
            continue
        for found, is_percent in _in_field(value, one):
            whole = (*place, *found)
            yield Part(whole, " ".join(_words(rule, whole)), is_percent)


def _in_field(value: Any, one: DocumentField) -> Iterator[tuple[Pointer, bool]]:
    """The places of the parts in the value of a field, and whether they are percentages."""
    if one.models and one.shape == "one" and one.default is None:
        yield (), False
    elif one.default == FULL and value != FULL:
        yield (), True
    elif one.graded and is_by_grade(one.key, value):
        # A necessity is demoted as a whole, and "important" is what a requirement is without one.
        yield from ((place, False) for place in _members(value) if one.key != "necessity")
    elif one.shape in ("list", "map") or one.keyed_by:
        # A condition without dimensions always holds.
        may_be_empty = one.default in ((), {}) or one.keyed_by == "dimensions"
        yield from ((place, False) for place in _members(value, may_be_empty=may_be_empty))
        if hasattr(value, "items"):
            for name, inner in value.items():
                if one.keyed_by == "terms" and inner != FULL:
                    yield (name,), True
                elif not one.models and not (hasattr(inner, "keys") and "value" in inner):
                    yield from (((name, *place), False) for place in _members(inner))


def _members(value: Any, *, may_be_empty: bool = False) -> Iterator[Pointer]:
    if isinstance(value, str):
        yield from [()] if may_be_empty else []
    elif isinstance(value, tuple | list) or hasattr(value, "keys"):
        keys = value if hasattr(value, "keys") else range(len(value))
        if len(value) > 1 or may_be_empty:
            yield from ((key,) for key in keys)


def _words(rule: Any, place: Pointer) -> Iterator[str]:
    """The keys that lead to a part; a member of a list is named by itself or by its descriptor."""
    for step in place:
        rule = rule[step]
        if isinstance(step, str):
            yield step
        else:
            yield rule if isinstance(rule, str) else rule["descriptor"]
