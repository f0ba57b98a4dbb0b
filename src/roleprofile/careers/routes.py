"""Declared transitions into a role, resolved for a context."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from attrs import frozen

from roleprofile.model.context import holds
from roleprofile.model.transition import LOWER, SAME, Transition
from roleprofile.model.values import FrozenMap
from roleprofile.model.vocabulary import ANY, UNSPECIFIED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.role import Role
    from roleprofile.model.values import OneOrMore
    from roleprofile.model.vocabulary import Vocabulary


@frozen(kw_only=True)
class ResolvedTransition:
    """A declared transition that a context allows."""

    transition: Transition
    #: The full id of the origin role, or ``any``.
    origin: str
    #: The unspecified dimensions that decide whether it holds; empty if it holds.
    depends_on: tuple[str, ...]


def transitions_by_target(catalog: CatalogData) -> dict[str, tuple[Transition, ...]]:
    """The transitions by the full id of the target role, in the order of the catalog."""
    found: dict[str, list[Transition]] = {}
    for one in catalog.transitions:
        full = catalog.candidates(catalog.roles, one.target, one.pack)
        if len(full) == 1:
            found.setdefault(full[0], []).append(one)
    return {name: tuple(those) for name, those in found.items()}


def resolved_transitions(
    catalog: CatalogData, target: Role, context: Mapping[str, str], among: Iterable[Transition] | None = None
) -> tuple[ResolvedTransition, ...]:
    """The transitions into ``target`` that ``context`` allows, sorted by origin and id.

    ``among`` has the transitions into this role, if the caller has grouped them already.
    """
    found = []
    those = transitions_by_target(catalog).get(f"{target.pack}:{target.id}", ()) if among is None else among
    for one in those:
        unknown = undecided_dimensions(one, context, catalog.vocabulary_of(one.pack))
        if unknown is None:
            continue
        # Loading may have left the named role out.
        origin = (ANY,) if one.origin == ANY else catalog.candidates(catalog.roles, one.origin, one.pack)
        found += [ResolvedTransition(transition=one, origin=full, depends_on=unknown) for full in origin]
    return tuple(sorted(found, key=lambda way: (way.origin, way.transition.pack, way.transition.id)))


def undecided_dimensions(
    one: Transition, context: Mapping[str, str], vocabulary_of: Mapping[str, Vocabulary]
) -> tuple[str, ...] | None:
    """The unspecified dimensions that decide whether a transition holds in ``context``; ``None`` if it does not."""
    answer = holds(one.when, context, vocabulary_of)
    if answer is False:
        return None
    return tuple(d for d in one.when if context.get(d, UNSPECIFIED) == UNSPECIFIED) if answer is None else ()


def contexts_before(
    before: Mapping[str, OneOrMore], context: Mapping[str, str], vocabulary_of: Mapping[str, Vocabulary]
) -> tuple[FrozenMap[str, str], ...]:
    """The contexts that ``before`` stands for, where ``same`` and ``lower`` refer to the terms of ``context``.

    The nearest come first. The result is empty if a lower term is needed and there is none. ``same`` and ``lower``
    stay unspecified for an unspecified dimension.
    """
    choices: list[list[tuple[str, str]]] = []
    for name, words in sorted(before.items()):
        here = context.get(name, UNSPECIFIED)
        if words == (SAME,):
            terms: tuple[str, ...] = (here,)
        elif words == (LOWER,):
            terms = (here,) if here == UNSPECIFIED else vocabulary_of[name].lower(here)
        else:
            terms = tuple(words)
        choices.append([(name, term) for term in terms])
    return tuple(FrozenMap(dict(choice)) for choice in product(*choices))
