"""The similarity of two roles: a symmetric measure of neighbourhood, not of fit."""

from __future__ import annotations

from collections.abc import Mapping
from math import lcm

from roleprofile.careers.context_matching import specified
from roleprofile.model.catalog import CatalogData
from roleprofile.model.role import Role
from roleprofile.rules.holdings import current
from roleprofile.scoring.compile import in_context
from roleprofile.scoring.compiled import MILLION

#: The weight of each descriptor in a role, by full id; the unit may differ between roles.
Weights = dict[str, int]


def overlap(one: Weights, other: Weights) -> int:
    """The percentage similarity of two roles in parts per million: 1,000,000 for the same, 0 for nothing in common.

    For every descriptor, take its share of the weight in each of the two roles; add up the smaller shares (Renkonen
    1938, *Annales Zoologici Societatis Vanamo* 6; Whittaker 1952, *Ecological Monographs* 22). The result is exact in
    whole numbers: ``1_000_000 * sum(min(a[d] * B, b[d] * A)) // (A * B)`` with the weights ``a`` and ``b`` of the
    descriptors and their sums ``A`` and ``B``. A role without weights has nothing in common with any.

    >>> overlap({"talk": 3, "sales": 1}, {"talk": 1, "law": 1})
    500000
    """
    all_of_one, all_of_other = sum(one.values()), sum(other.values())
    if not (all_of_one and all_of_other):
        return 0
    common = sum(min(one[name] * all_of_other, other[name] * all_of_one) for name in one.keys() & other.keys())
    return MILLION * common // (all_of_one * all_of_other)


def weights(catalog: CatalogData, role: Role, context: Mapping[str, str]) -> Weights:
    """The weight of each descriptor that a role asks for in a context, by full id.

    The variants that the context selects count. The weight of a group is split evenly over its criteria, and a
    requirement that is learnt on the job has no weight. Levels and keys do not count.
    """
    state = in_context(catalog, role, specified(context, catalog.vocabulary_for(role)))[0]
    asked = [entry for entry in state.requirements if not entry.needed]
    # With this many units a weight splits over each group of the role without a remainder.
    unit = lcm(*(len(entry.parts) for entry in asked))
    found: Weights = {}
    for entry in asked:
        for part in entry.parts:
            descriptor = current(catalog, catalog.descriptor(part.descriptor, role.pack))
            name = f"{descriptor.pack}:{descriptor.id}"
            found[name] = found.get(name, 0) + entry.weight * unit // len(entry.parts)
    return found
