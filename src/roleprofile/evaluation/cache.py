"""A cache of the results of a catalog, also for catalogs that are edited from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any, TypeVar

from attrs import define, field

from roleprofile.evaluation.impact import Impact
from roleprofile.evaluation.subjects import Subject
from roleprofile.model.catalog import CatalogData, short
from roleprofile.model.context import Matches, dimensions_mentioned
from roleprofile.model.person import Person, RoleHeld
from roleprofile.model.role import Role
from roleprofile.model.values import FrozenMap
from roleprofile.scoring.fit import Fit
from roleprofile.scoring.situations import RoleInContext

T = TypeVar("T")
_ANYWHERE: FrozenMap[str, str] = FrozenMap()
_MISSING: Any = object()


@define(eq=False)
class EvaluationCache:
    """Compiled roles, people and fits of a catalog.

    A cache derived for an edited catalog takes from its base every result that the edit does not touch.
    """

    catalog: CatalogData
    base: EvaluationCache | None = None
    impact: Impact = field(factory=Impact)
    #: How many caches this one is derived from.
    depth: int = field(init=False)
    _results: dict[Hashable, Any] = field(init=False, factory=dict)
    #: For roles, ways and subjects the cache, this one or one that it is derived from, that has their results.
    owners: dict[Hashable, EvaluationCache] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        """Count the bases."""
        self.depth = self.base.depth + 1 if self.base else 0

    def derived(self, catalog: CatalogData) -> EvaluationCache:
        """The cache of a catalog that was made from this one's by an edit."""
        return EvaluationCache(catalog, self, Impact.between(self.catalog, catalog))

    def recall(self, key: Hashable, compute: Callable[[], T]) -> T:
        """A result of this catalog; computed when it is first asked for."""
        found: T = self._results.get(key, _MISSING)
        if found is _MISSING:
            found = self._results[key] = compute()
        return found

    def of_role(self, role: str) -> EvaluationCache:
        """The cache that has the results of a role, by its full id."""
        return self.owners.get(role) or self._owner(role, lambda cache: cache.impact.changes_role(role))

    def of_ways(self, role: str) -> EvaluationCache:
        """The cache that has the results of the declared ways into a role."""
        return self._owner(("ways", role), lambda cache: cache.impact.changes_ways(role))

    def of_options(self, options: tuple[str, ...], roles: Collection[str]) -> EvaluationCache:
        """The cache that has what these development options, with jobs in these roles, add."""
        return self._owner(("options", options), lambda cache: cache.impact.changes_options(roles))

    def of_subject(self, who: Subject) -> EvaluationCache:
        """The cache that has the results of a subject."""
        return self.owners.get(who) or self._owner(who, lambda cache: cache.changes(who))

    def _owner(self, key: Hashable, changes: Callable[[EvaluationCache], bool]) -> EvaluationCache:
        cache = self
        while key not in cache.owners and cache.base is not None and not changes(cache):
            cache = cache.base
        owner = self.owners[key] = cache.owners.get(key, cache)
        return owner

    def changes(self, who: Subject) -> bool:
        """Whether the edit may change what the subject holds."""
        impact = self.impact
        if impact.everybody or (who.kind == "person" and who.id in impact.people):
            return True
        if not impact.holders or self.base is None:
            return False
        if who.kind == "holder":
            return who.id in impact.holders
        before = self.base.person(who, _ANYWHERE)
        held = {one.role for one in (*before.roles_held, *before.unrecognised) if isinstance(one, RoleHeld)}
        # A role that the catalog did not know is named as it was written.
        return any(full in held or short(full) in held for full in impact.holders)

    def rules(self, role: str, context: Mapping[str, str]) -> RoleInContext:
        """A role, by its full id, in a context."""
        owner = self.of_role(role)
        catalog = owner.catalog
        key = ("rules", role, owner.relevant(role, context))

        def found() -> RoleInContext:
            base = owner.base
            one = catalog.roles[role]
            # Contexts that select the same variants share one state of the role.
            states: dict[Any, Any] = owner.recall(("states", role), dict)
            if base is None or owner.impact.every_role or role not in base.catalog.roles:
                entries: dict[Any, Any] = owner.recall(("entries", role), dict)
            else:
                # Entries that the edit leaves alone are compiled already.
                entries = base.of_role(role).recall(("entries", role), dict)
            return RoleInContext.of(catalog, one, context, entries, states)

        return owner.recall(key, found)

    def state(self, role: str, context: Mapping[str, str]) -> tuple[Role, Matches]:
        """A role with the variants of a context applied, and which these are."""
        owner = self.of_role(role)
        rules = owner.rules(role, context)
        return owner.recall(("state", id(rules)), rules.compiler.in_context)

    def person(self, who: Subject, context: Mapping[str, str]) -> Person:
        """The subject as a person; a holder as one in ``context``."""
        owner = self.of_subject(who)
        # Only a holder differs from one context to the other.
        held_in = owner.relevant(who.id, {**context, **who.context}) if who.kind == "holder" else _ANYWHERE
        return owner.recall((who, held_in), lambda: who.person(owner.catalog, context))

    def fit(self, role: str, context: Mapping[str, str], who: Subject, held_in: Mapping[str, str] | None = None) -> Fit:
        """The fit of the subject for a role in a context; a holder holds the role in ``held_in``, or there as well."""
        at_role, at_subject = self.of_role(role), self.of_subject(who)
        rules = at_role.rules(role, context)
        owner = max(at_role, at_subject, key=lambda cache: cache.depth)
        if who.kind == "holder" and rules.open and held_in is None:
            return owner.recall((id(rules), who), lambda: at_subject.fit_of(rules, who))
        person = at_subject.person(who, context if held_in is None else held_in)
        # Both are kept for as long as the owner, so that no other object can have their addresses.
        return owner.recall((id(rules), id(person)), lambda: rules.fit(person.id, person.holdings))

    def fit_of(self, rules: RoleInContext, who: Subject, held_in: Mapping[str, str] = _ANYWHERE) -> Fit:
        """The fit of a holder who holds the role in each situation, as far as ``held_in`` states nothing else."""
        return rules.fit_of_each(lambda context: self.person(who, {**context, **held_in}))

    def scores_alike(self, role: str, context: Mapping[str, str]) -> bool:
        """Whether the edit leaves the requirements and extras of a role in a context as they were."""
        if self.base is None:
            return True
        mine, other = self.rules(role, context), self.base.rules(role, context)
        if mine is other:
            return True
        # The base is asked again for every edit.
        before = self.base.recall(("asked", id(other)), lambda: other.asked)
        return self.recall(("alike", id(mine), id(other)), lambda: mine.asked == before)

    def mentions(self, role: str) -> tuple[str, ...]:
        """The dimensions that a role mentions anywhere."""
        owner = self.of_role(role)
        return owner.recall(("mentions", role), lambda: dimensions_mentioned(owner.catalog.roles[role]))

    def relevant(self, role: str, context: Mapping[str, str]) -> FrozenMap[str, str]:
        """The part of a context that a role mentions anywhere; no other dimension makes a difference to it."""
        return FrozenMap({name: context[name] for name in self.mentions(role) if name in context})
