"""What cases have worked out of a catalog, kept so that nothing is worked out twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen

from roleprofile.careers.routes import ways
from roleprofile.model.context import path_of
from roleprofile.model.role import Defaults
from roleprofile.model.values import FrozenMap
from roleprofile.quality.cases.subjects import person_of
from roleprofile.scoring import Fit
from roleprofile.scoring.compile import compile_entries, compile_role, in_context

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from roleprofile.careers.routes import Way
    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.context import Matches
    from roleprofile.model.person import Person
    from roleprofile.model.role import Role
    from roleprofile.model.transition import Transition
    from roleprofile.quality.cases.subjects import Somebody
    from roleprofile.scoring import CompiledRole


@frozen(kw_only=True)
class Changed:
    """What of a catalog is not as in the one that it was made from."""

    #: Full ids of roles of which something other than ``provides`` is another.
    roles: frozenset[str] = frozenset()
    #: Full ids of roles that may provide something else.
    holders: frozenset[str] = frozenset()
    #: What follows from what somebody states.
    relations: bool = False
    #: The ways into a role: the full ids of the roles that are entered.
    targets: frozenset[str] = frozenset()


@define
class Bench:
    """A catalog at work. One made from another's catalog shares with its bench whatever the change leaves alone."""

    catalog: CatalogData
    base: Bench | None = None
    changed: Changed = Changed()
    _compiled: dict[tuple[str, FrozenMap[str, str]], CompiledRole] = field(factory=dict)
    _states: dict[tuple[str, FrozenMap[str, str]], tuple[Role, Matches]] = field(factory=dict)
    _people: dict[tuple[Somebody, FrozenMap[str, str] | None], Person] = field(factory=dict)
    _fits: dict[tuple[int, int], Fit] = field(factory=dict)
    _ways: dict[tuple[str, FrozenMap[str, str]], tuple[Way, ...]] = field(factory=dict)
    _needs: dict[tuple[str, str, str, FrozenMap[str, str]], CompiledRole] = field(factory=dict)
    _alike: dict[int, bool] = field(factory=dict)
    _dimensions: dict[str, tuple[str, ...]] = field(factory=dict)

    def compiled(self, role: str, context: FrozenMap[str, str]) -> CompiledRole:
        """A role, by its full id, compiled for a context."""
        if self.base is not None and role not in self.changed.roles:
            return self.base.compiled(role, context)
        key = (role, self._read(role, context))
        found = self._compiled.get(key)
        if found is None:
            found = self._compiled[key] = compile_role(self.catalog, self.catalog.roles[role], context)
        return found

    def state(self, role: str, context: FrozenMap[str, str]) -> tuple[Role, Matches]:
        """A role with the variants of a context applied, and which these are."""
        if self.base is not None and role not in self.changed.roles:
            return self.base.state(role, context)
        key = (role, self._read(role, context))
        found = self._states.get(key)
        if found is None:
            one = self.catalog.roles[role]
            found = self._states[key] = in_context(self.catalog, one, self.catalog.context(one, context))
        return found

    def person(self, who: Somebody, context: FrozenMap[str, str]) -> Person:
        """Somebody as a person; a holder as one in ``context``."""
        if self.base is not None and not self._touches(who, context):
            return self.base.person(who, context)
        # What is not a holder is the same everywhere.
        key = (who, self._read(who.role, {**context, **who.context}) if who.role else None)
        found = self._people.get(key)
        if found is None:
            found = self._people[key] = person_of(self.catalog, who, context)
        return found

    def fit(self, role: str, context: FrozenMap[str, str], who: Somebody) -> Fit:
        """How well somebody fits a role in a context."""
        if self.base is not None and role not in self.changed.roles and not self._touches(who, context):
            return self.base.fit(role, context, who)
        role_in_context, person = self.compiled(role, context), self.person(who, context)
        # Both are kept above for as long as this is, so that no other object can have their addresses.
        key = (id(role_in_context), id(person))
        found = self._fits.get(key)
        if found is None:
            found = self._fits[key] = Fit.of(role_in_context, person.id, person.holdings)
        return found

    def ways(self, role: str, context: FrozenMap[str, str]) -> tuple[Way, ...]:
        """The declared ways into a role in a context."""
        if self.base is not None and role not in self.changed.targets:
            return self.base.ways(role, context)
        found = self._ways.get((role, context))
        if found is None:
            found = self._ways[role, context] = ways(self.catalog, self.catalog.roles[role], context)
        return found

    def needs(self, transition: Transition, context: FrozenMap[str, str]) -> CompiledRole:
        """What a way into a role needs, compiled as if these were the requirements of a role."""
        if self.base is not None and not self.changed.targets:
            return self.base.needs(transition, context)
        key = (transition.pack, transition.target, transition.id, context)
        found = self._needs.get(key)
        if found is None:
            wanted = tuple(need.requirement for need in transition.needs)
            found = self._needs[key] = compile_entries(self.catalog, transition.pack, wanted, context, Defaults())
        return found

    def scores_alike(self, role: str, context: FrozenMap[str, str]) -> bool:
        """Whether the change leaves alone what a role asks for in a context."""
        if self.base is None:
            return True
        mine, other = self.compiled(role, context), self.base.compiled(role, context)
        if id(mine) not in self._alike:
            same = mine is other or (mine.requirements, mine.extras) == (other.requirements, other.extras)
            self._alike[id(mine)] = same
        return self._alike[id(mine)]

    def _touches(self, who: Somebody, context: FrozenMap[str, str]) -> bool:
        """Whether the change may be one of what somebody holds."""
        changed = self.changed
        if changed.relations or self.base is None:
            return True
        if not changed.holders:
            return False
        if who.role:
            return who.role in changed.holders
        return any(held.role in changed.holders for held in self.base.person(who, context).roles_held)

    def mentions(self, role: str) -> tuple[str, ...]:
        """The dimensions that a role speaks of anywhere."""
        if role not in self._dimensions:
            self._dimensions[role] = _mentioned(self.catalog.roles[role])
        return self._dimensions[role]

    def _read(self, role: str, context: Mapping[str, str]) -> FrozenMap[str, str]:
        """The part of a context that a role speaks of anywhere: in all others it is the same."""
        return FrozenMap({name: context[name] for name in self.mentions(role) if name in context})


def _mentioned(role: Role) -> tuple[str, ...]:
    return tuple(sorted({name for variant in role.variants for name in variant.when} | read_by_key(role.document)))


def read_by_key(document: Any) -> frozenset[str]:
    """The dimensions whose every term makes a difference, because keys are read from them."""
    return frozenset(path[0] for word in _words(document) if (path := path_of(word)))


def _words(tree: Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif hasattr(tree, "items"):
        for name, value in tree.items():
            yield name
            yield from _words(value)
    elif isinstance(tree, tuple):
        for value in tree:
            yield from _words(value)
