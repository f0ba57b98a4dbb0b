"""The states of a role: one for each set of variants that can hold together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice, product
from math import prod

from attrs import frozen

from roleprofile.loading.source_map import in_all_grades
from roleprofile.model.catalog import CatalogData
from roleprofile.model.context import match
from roleprofile.model.grades import GRADE, at_grade, grade_ids, resolved
from roleprofile.model.role import ASKING, SECTIONS, Role, Variant
from roleprofile.model.values import FrozenMap, Pointer
from roleprofile.model.vocabulary import Vocabulary
from roleprofile.rules.overlays import in_order, reach
from roleprofile.scoring.compile import with_variants

#: The most situations that are examined; with more, rules make no statement about all of them.
MOST = 256


@frozen(kw_only=True)
class RoleState:
    """A role with the variants that hold in some context."""

    #: One such context, with the dimensions that variants read.
    context: FrozenMap[str, str]
    #: The variants, in the order of their application.
    variants: tuple[Variant, ...]
    role: Role
    #: The role without the variants, in the grade of the context if it has grades.
    base: Role

    @property
    def where(self) -> str:
        """The grade and the variants for the end of a message; empty for a role without both."""
        grade = f", in the grade {self.base.grade}" if self.base.grade else ""
        return grade + (f", where {' and '.join(one.id for one in self.variants)} holds" if self.variants else "")

    def place(self, origin: Role, entry_id: str, key: str, *inside: str | int) -> Pointer:
        """The place in the document of ``origin`` that sets this field of a requirement or an extra in this state.

        ``inside`` leads on from the field, to a criterion of a group for example.
        """
        found = self._place(self.base, entry_id, key)
        found = (*found, *inside) if found else ()
        if not origin.grades:
            return found
        return in_all_grades(
            origin.document, resolved(self.base.document), found, self.base.grade, grade_ids(origin.document)
        )

    def _place(self, origin: Role, entry_id: str, key: str) -> Pointer:
        numbers = {variant.id: number for number, variant in enumerate(origin.variants)}
        for variant in reversed(self.variants):
            home: Pointer = ("variants", numbers[variant.id])
            if key in variant.set.get(entry_id, ()):
                return (*home, "set", entry_id, key)
            for section in SECTIONS:
                for index, entry in enumerate(variant.add.get(section, ())):
                    if entry["id"] == entry_id:
                        return (*home, "add", section, index, key)
        for section in ASKING:
            for index, entry in enumerate(getattr(origin, section)):
                if entry.id == entry_id:
                    return (section, index, key)
        return ()


@frozen(kw_only=True)
class RoleStates:
    """The states of a role."""

    found: tuple[RoleState, ...]
    #: Whether all states were examined.
    complete: bool


def states_of(catalog: CatalogData, role: Role) -> RoleStates:
    """The states of a role over all specified contexts."""
    vocabulary_of = catalog.vocabulary_for(role)
    conditions = [variant.when for variant in role.variants]
    choices = telling_terms(conditions, vocabulary_of)
    if role.grades:
        choices[GRADE] = vocabulary_of[GRADE].term_ids
    seen: dict[tuple[str, ...], RoleState] = {}
    for terms in islice(product(*choices.values()), MOST):
        context = FrozenMap(dict(zip(choices, terms, strict=True)))
        base = at_grade(role, context)
        variants = in_order(match(base, context, vocabulary_of).matching, reach(base.variants))
        names = (base.grade, *(variant.id for variant in variants))
        if names not in seen:
            changed = with_variants(catalog, base, variants)
            seen[names] = RoleState(context=context, variants=variants, role=changed, base=base)
    return RoleStates(found=tuple(seen.values()), complete=prod(map(len, choices.values())) <= MOST)


def telling_terms(
    conditions: Iterable[Mapping[str, tuple[str, ...]]], vocabulary_of: Mapping[str, Vocabulary]
) -> dict[str, tuple[str, ...]]:
    """For each dimension that conditions read, one term of each set that they do not distinguish."""
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
