"""Numbers about packs: the use of descriptors, the weights of roles, and texts that lack a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from attrs import frozen

from roleprofile.model.catalog import CatalogData
from roleprofile.model.grammar import texts_of, walk
from roleprofile.model.role import Role
from roleprofile.quality.uses import every_use

#: The documents whose requirements, extras and changes ask for descriptors.
_ROLES = ("role", "role-patch")


@frozen(kw_only=True)
class RoleWeights:
    """The weights of a role without variants, and without what is learnt on the job."""

    #: The full id of the role, or of one of its grades.
    role: str
    requirements: int
    #: How many of them are minimum requirements.
    minimums: int
    #: The sum of the weights, the id of the heaviest requirement, and its weight.
    weight: int
    heaviest: str
    most: int


@frozen(kw_only=True)
class Statistics:
    """Numbers about the packs of a catalog."""

    #: The full ids of the descriptors that no role asks for or provides, sorted.
    unused: tuple[str, ...]
    #: The full ids of those in a single role, with its id.
    in_one_role: Mapping[str, str]
    roles: tuple[RoleWeights, ...]
    #: How many texts lack a language, by pack and language; 0 where none does.
    open_texts: Mapping[str, Mapping[str, int]]


def statistics(catalog: CatalogData, packs: Iterable[str] = ()) -> Statistics:
    """Count uses, weights and open texts.

    Args:
        catalog: A catalog that was loaded from files.
        packs: The ids of the packs to count; if there are none, all of them.

    >>> import roleprofile as rp
    >>> found = statistics(rp.load(), ["account-management"])
    >>> found.open_texts
    {'account-management': {'fil': 0}}
    >>> next(one for one in found.roles if one.role.endswith(":account-manager")).heaviest
    'dialogue'
    """
    mine = set(packs) or set(catalog.packs)
    named: dict[str, set[str]] = {full: set() for full, one in catalog.descriptors.items() if one.pack in mine}
    for section, full, use in every_use(catalog):
        if section == "descriptors" and full in named and use.kind in _ROLES:
            named[full].add(use.file.document.id)
    return Statistics(
        unused=tuple(sorted(full for full, roles in named.items() if not roles)),
        in_one_role={full: next(iter(roles)) for full, roles in sorted(named.items()) if len(roles) == 1},
        roles=tuple(_weights(full, role) for full, role in sorted(catalog.jobs.items()) if role.pack in mine),
        open_texts={name: _open(catalog, name) for name in sorted(mine)},
    )


def _weights(full: str, role: Role) -> RoleWeights:
    weighed = [one for one in role.requirements if one.needed is None and isinstance(one.weight, int)]
    heaviest = max(weighed, key=lambda one: int(one.weight or 0), default=None)
    return RoleWeights(
        role=full,
        requirements=len(weighed),
        minimums=sum(one.necessity == "minimum" for one in weighed),
        weight=sum(int(one.weight or 0) for one in weighed),
        heaviest=heaviest.id if heaviest else "",
        most=int(heaviest.weight or 0) if heaviest else 0,
    )


def _open(catalog: CatalogData, pack: str) -> dict[str, int]:
    found = Counter[str]()
    others = catalog.packs[pack].languages[1:]
    for file in catalog.files:
        if file.pack == pack and file.source_map is not None:
            for _, value, one in walk(file.source_map.tree, type(file.document)):
                found.update(name for _, text in texts_of(value, one) for name in others if name not in text)
    return {name: found[name] for name in others}
