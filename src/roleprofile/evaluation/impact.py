"""The impact of an edit: the roles, people and routes whose results it can change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from roleprofile.model.catalog import CatalogData
from roleprofile.model.role import PROVIDES, Role
from roleprofile.rules.digests import provided

#: Sections that every role and every person may be stated in.
_SHARED = ("packs", "scales", "vocabularies", "descriptors")


@frozen(kw_only=True)
class Impact:
    """The roles, people and routes that may differ between two catalogs; all others are the same on both."""

    #: Every role, or only these, by full id: in anything other than what they provide.
    every_role: bool = False
    roles: frozenset[str] = frozenset()
    #: Everybody, or only these people of the packs, and whoever holds or held these roles.
    everybody: bool = False
    people: frozenset[str] = frozenset()
    holders: frozenset[str] = frozenset()
    #: The full ids of the roles that are entered by declared ways that differ.
    targets: frozenset[str] = frozenset()
    #: Whether development options differ.
    options: bool = False

    @classmethod
    def between(cls, before: CatalogData, after: CatalogData) -> Impact:
        """Compare two catalogs of which one was made from the other: equal documents are the same object in both."""
        if any(getattr(before, section) is not getattr(after, section) for section in _SHARED):
            return cls(every_role=True, everybody=True, options=True)
        pairs = [(full, before.roles.get(full), after.roles.get(full)) for full in _changed(before.roles, after.roles)]
        return cls(
            roles=frozenset(full for full, one, other in pairs if _without_provided(one) != _without_provided(other)),
            everybody=before.relations is not after.relations,
            people=frozenset(_changed(before.people, after.people)),
            holders=frozenset(
                full for full, one, other in pairs if (one and provided(one)) != (other and provided(other))
            ),
            targets=frozenset(_targets(before, after)),
            options=before.options is not after.options,
        )

    def changes_role(self, full: str) -> bool:
        """Whether anything other than what a role provides may differ."""
        return self.every_role or full in self.roles

    def changes_ways(self, full: str) -> bool:
        """Whether the declared ways into a role may differ."""
        return self.every_role or full in self.targets

    def changes_options(self, roles: Iterable[str]) -> bool:
        """Whether development options may add something else, if their jobs are in these roles."""
        return self.options or self.every_role or self.everybody or not (self.roles | self.holders).isdisjoint(roles)


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """The keys whose entries are not the same object."""
    return (key for key in before.keys() | after.keys() if before.get(key) is not after.get(key))


def _targets(before: CatalogData, after: CatalogData) -> Iterator[str]:
    if before.transitions is not after.transitions:
        sides = [{id(one): one for one in catalog.transitions} for catalog in (before, after)]
        for number in sides[0].keys() ^ sides[1].keys():
            one = sides[0].get(number) or sides[1][number]
            for catalog in (before, after):
                yield from catalog.candidates(catalog.roles, one.target, one.pack)


_ACTS = ("set", "add")


def _without_provided(role: Role | None) -> Any:
    """The rest of the document."""
    if role is None:
        return None
    variants = [
        {**variant, **{act: _without(variant[act]) for act in _ACTS if act in variant}}
        for variant in role.document.get("variants", ())
    ]
    return {**_without(role.document), "variants": variants}


def _without(tree: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in tree.items() if key != PROVIDES}
