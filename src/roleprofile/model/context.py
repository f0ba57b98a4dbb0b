"""Contexts: match the employer's situation against conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from roleprofile.model.grades import GRADE
from roleprofile.model.role import Role, Variant, path_of
from roleprofile.model.vocabulary import UNSPECIFIED, Vocabulary


def resolve(key: str, context: Mapping[str, str], vocabulary_of: Mapping[str, Vocabulary]) -> tuple[str, ...] | None:
    """The terms that a key stands for in ``context``; ``None`` if it reads an unspecified dimension."""
    path = path_of(key)
    if path is None:
        return (key,)
    dimension, term_map = path
    value = context.get(dimension, UNSPECIFIED)
    if value == UNSPECIFIED:
        return None
    return vocabulary_of[dimension].mapped(value, term_map) if term_map else (value,)


def dimensions_read(role: Role) -> tuple[str, ...]:
    """The dimensions that a role's requirements, extras and variants read, sorted.

    What it provides and how it is paid may read others, which a score does not need.
    """
    found = {dimension for variant in role.variants for dimension in variant.when}
    found |= {GRADE} if role.grades else set()
    return tuple(sorted(found | {dimension for dimension, _ in role.keys_read}))


def dimensions_mentioned(role: Role) -> tuple[str, ...]:
    """The dimensions that variants of a role, or keys anywhere in its document, read; sorted."""
    found = {dimension for variant in role.variants for dimension in variant.when}
    found |= {GRADE} if role.grades else set()
    return tuple(sorted(found | dimensions_by_key(role.document)))


def dimensions_by_key(tree: Any) -> frozenset[str]:
    """The dimensions from which keys in a tree are read: every term of these makes a difference."""
    return frozenset(path[0] for word in _words(tree) if (path := path_of(word)))


def _words(tree: Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif hasattr(tree, "items"):
        for name, value in tree.items():
            yield name
            yield from _words(value)
    elif isinstance(tree, tuple | list):
        for value in tree:
            yield from _words(value)


@frozen(kw_only=True)
class Matches:
    """The variants of a role that a context selects, and those that it cannot decide."""

    matching: tuple[Variant, ...]
    #: Variants that depend on an unspecified dimension and otherwise match.
    undecided: tuple[Variant, ...]


def match(role: Role, context: Mapping[str, str], vocabulary_of: Mapping[str, Vocabulary]) -> Matches:
    """The variants of ``role`` that hold in ``context``."""
    matching: list[Variant] = []
    undecided: list[Variant] = []
    for variant in role.variants:
        answer = holds(variant.when, context, vocabulary_of)
        if answer is not False:
            (undecided if answer is None else matching).append(variant)
    return Matches(matching=tuple(matching), undecided=tuple(undecided))


def holds(
    when: Mapping[str, tuple[str, ...]], context: Mapping[str, str], vocabulary_of: Mapping[str, Vocabulary]
) -> bool | None:
    """Whether a condition holds in ``context``; ``None`` if an unspecified dimension decides it."""
    answers = {
        _holds(context.get(dimension, UNSPECIFIED), terms, dimension, vocabulary_of)
        for dimension, terms in when.items()
    }
    return False if False in answers else None if None in answers else True


def _holds(value: str, terms: tuple[str, ...], dimension: str, vocabulary_of: Mapping[str, Vocabulary]) -> bool | None:
    if value == UNSPECIFIED:
        return None
    return any(value in vocabulary_of[dimension].within(term) for term in terms)
