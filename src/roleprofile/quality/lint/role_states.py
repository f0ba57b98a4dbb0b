"""A role in every situation that makes a difference to it: one state for each set of variants that holds together."""

from __future__ import annotations

from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING

from attrs import frozen

from roleprofile.model.context import match
from roleprofile.model.convert import structure
from roleprofile.model.role import SECTIONS, Role
from roleprofile.model.values import FrozenMap
from roleprofile.rules.overlays import apply, in_order, reach

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.role import Variant
    from roleprofile.model.values import Pointer
    from roleprofile.model.vocabulary import Vocabulary

#: More situations than this are not looked at: what a rule says of all of them it then does not say.
MOST = 256


@frozen(kw_only=True)
class RoleState:
    """A role as it is where certain variants hold."""

    #: One context in which it is so; only the dimensions that variants read.
    context: FrozenMap[str, str]
    #: The variants, in the order in which they are applied.
    variants: tuple[Variant, ...]
    role: Role

    @property
    def where(self) -> str:
        """Where that is, for the end of a message; nothing for a role as it stands."""
        return f", where {' and '.join(one.id for one in self.variants)} holds" if self.variants else ""

    def place(self, origin: Role, entry_id: str, key: str) -> Pointer:
        """Where the document of ``origin``, which this is a state of, gives an entry this field."""
        numbers = {variant.id: number for number, variant in enumerate(origin.variants)}
        for variant in reversed(self.variants):
            home: Pointer = ("variants", numbers[variant.id])
            if key in variant.set.get(entry_id, ()):
                return (*home, "set", entry_id, key)
            for section in SECTIONS:
                for index, entry in enumerate(variant.add.get(section, ())):
                    if entry["id"] == entry_id:
                        return (*home, "add", section, index, key)
        for section in ("requirements", "extras", "duties"):
            for index, entry in enumerate(getattr(origin, section)):
                if entry.id == entry_id:
                    return (section, index, key)
        return ()


@frozen(kw_only=True)
class RoleStates:
    """The states of a role."""

    found: tuple[RoleState, ...]
    #: Whether these are all that there are.
    complete: bool


def states_of(catalog: CatalogData, role: Role) -> RoleStates:
    """Every state that a role can be in where its context is specified."""
    vocabulary_of = catalog.vocabulary_of(role.pack)
    conditions = [variant.when for variant in role.variants]
    choices = telling_terms(conditions, vocabulary_of)
    behind = reach(role.variants)
    seen: dict[tuple[str, ...], RoleState] = {}
    for terms in islice(product(*choices.values()), MOST):
        context = FrozenMap(dict(zip(choices, terms, strict=True)))
        variants = in_order(match(role, context, vocabulary_of).matching, behind)
        names = tuple(variant.id for variant in variants)
        if names not in seen:
            seen[names] = RoleState(context=context, variants=variants, role=with_variants(role, variants))
    return RoleStates(found=tuple(seen.values()), complete=prod(map(len, choices.values())) <= MOST)


def with_variants(role: Role, variants: Iterable[Variant]) -> Role:
    """A role with variants applied, in their order."""
    variants = tuple(variants)
    return structure(apply(role.document, variants), Role) if variants else role


def telling_terms(
    conditions: Iterable[Mapping[str, tuple[str, ...]]], vocabulary_of: Mapping[str, Vocabulary]
) -> dict[str, tuple[str, ...]]:
    """For each dimension that conditions read, one term of each set of terms that they do not tell apart."""
    tops: dict[str, list[tuple[str, ...]]] = {}
    for condition in conditions:
        for dimension, terms in condition.items():
            tops.setdefault(dimension, []).append(terms)
    return {name: _telling(vocabulary_of[name], listed) for name, listed in sorted(tops.items())}


def _telling(vocabulary: Vocabulary, listed: list[tuple[str, ...]]) -> tuple[str, ...]:
    within = [frozenset(term for top in tops for term in vocabulary.within(top)) for tops in listed]
    found: dict[tuple[bool, ...], str] = {}
    for term in vocabulary.term_ids:
        found.setdefault(tuple(term in terms for terms in within), term)
    return tuple(found.values())
