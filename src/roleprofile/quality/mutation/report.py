"""Mutation testing of packs: take out each rule that cites a source, and see whether a case fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, evolve, field, frozen

from roleprofile.evaluation.cache import EvaluationCache
from roleprofile.model.catalog import a_catalog, chosen_packs
from roleprofile.model.values import FrozenMap
from roleprofile.quality.cases.runner import run_case, still_holds
from roleprofile.quality.cases.subjects import situations, subjects_of
from roleprofile.quality.mutation.mutants import Mutation, mutants
from roleprofile.rules.rebase import source_home

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from roleprofile.evaluation.impact import Impact
    from roleprofile.model.case import Case
    from roleprofile.model.catalog import CatalogData
    from roleprofile.quality.cases.subjects import CaseSubjects


@frozen(kw_only=True)
class MutationReport:
    """Every mutation, with the case that noticed it, and the cases that could not be used."""

    mutations: tuple[Mutation, ...]
    #: Cases that do not pass with every rule in place, and therefore prove nothing.
    unusable: tuple[str, ...]

    @property
    def unnoticed(self) -> tuple[Mutation, ...]:
        """The rules whose loss no case notices."""
        return tuple(one for one in self.mutations if not one.noticed)

    @property
    def proven(self) -> bool:
        """Whether every case passes, and every rule has one that notices its loss."""
        return not self.unnoticed and not self.unusable


def mutate(catalog: CatalogData, packs: Iterable[str] | None = None) -> MutationReport:
    """Take out each rule that cites a source, one at a time, and run the cases that the edit may concern.

    Args:
        catalog: The packs with their cases; nothing is read again and nothing of it changes.
        packs: The packs whose rules are taken out; those that have cases, and those that no other requires, for
            none given.
    """
    a_catalog(catalog)
    proof = Proof(catalog)
    found = tuple(each_mutation(catalog, packs, proof))
    return MutationReport(mutations=found, unusable=proof.unusable)


def each_mutation(
    catalog: CatalogData, packs: Iterable[str] | None = None, proof: Proof | None = None
) -> Iterator[Mutation]:
    """As :func:`mutate`, one rule after the other."""
    a_catalog(catalog)
    wanted = own_packs(catalog) if packs is None else sorted(chosen_packs(catalog, packs))
    proof = proof or Proof(catalog)
    for one in mutants(catalog, wanted):
        yield evolve(one, noticed_by=next(proof.failing(one.make(), one.pack, one.source), ""))


def own_packs(catalog: CatalogData) -> tuple[str, ...]:
    """The packs that have cases, and those that are not only there because another requires them."""
    required = {name for pack in catalog.packs.values() for name in pack.requires}
    tested = {case.pack for case in catalog.cases.values()}
    return tuple(sorted(name for name in catalog.packs if name in tested or name not in required))


@frozen(kw_only=True)
class _Reads:
    """The inputs of a case: it need not run for an edit that changes none of them."""

    role: str
    subjects: CaseSubjects
    #: Full ids of the roles that its people hold or held.
    held: frozenset[str]
    moves: bool
    #: One context for each that differs in something that the case looks at.
    contexts: tuple[FrozenMap[str, str], ...]

    def concerned(self, impact: Impact) -> bool:
        return (
            impact.changes_role(self.role)
            or not impact.holders.isdisjoint(self.held)
            or (impact.everybody and bool(self.subjects.all))
            or (self.moves and impact.changes_ways(self.role))
        )


@define
class Proof:
    """The cases that pass on the unedited catalog, and a cache of their results."""

    # Mutations and the sensitivity analysis can share one proof.

    catalog: CatalogData
    cache: EvaluationCache = field(init=False)
    unusable: tuple[str, ...] = field(init=False)
    _reads: dict[str, _Reads] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Run every case once."""
        self.cache = EvaluationCache(self.catalog)
        results = [run_case(self.cache, name) for name in self.catalog.cases]
        self.unusable = tuple(result.case for result in results if result.fails)
        # A case that fails before the edit proves nothing.
        good = [result.case for result in results if result.outcome == "passed"]
        self._reads = {name: _reads(self.cache, self.catalog.cases[name]) for name in good}

    def failing(
        self, edited: CatalogData, pack: str, source: tuple[str, ...] = (), *, only_scores: bool = False
    ) -> Iterator[str]:
        """The cases that fail, or cannot run, on an edited catalog, as far as the edit may concern them.

        The edited rule is one of ``pack`` and cites ``source``: cases that cite the same come first. With
        ``only_scores`` nothing but scores can have changed: contexts in which a role asks the same are left out.
        """
        cache = self.cache.derived(edited)
        for name in self._concerned(cache.impact, pack, source):
            reads = self._reads[name]
            contexts = reads.contexts
            if only_scores and not reads.subjects.all:
                continue
            if only_scores and not cache.impact.holders:
                contexts = tuple(context for context in contexts if not cache.scores_alike(reads.role, context))
            if not still_holds(cache, name, reads.subjects, contexts):
                yield name

    def _concerned(self, impact: Impact, pack: str, source: tuple[str, ...]) -> list[str]:
        """The cases that an edit may concern: first those that cite the same, then those about the same role."""
        return self.cache.recall(("concerned", impact, pack, source), lambda: self._sorted(impact, pack, source))

    def _sorted(self, impact: Impact, pack: str, source: tuple[str, ...]) -> list[str]:
        cited = frozenset(source_home(name, pack)[1] for name in source)

        def order(name: str) -> tuple[bool, bool, int, str]:
            case, reads = self.catalog.cases[name], self._reads[name]
            same = case.pack == pack and not cited.isdisjoint(case.source)
            return (not same, reads.role not in impact.roles, len(reads.contexts), name)

        return sorted((name for name, reads in self._reads.items() if reads.concerned(impact)), key=order)


def _reads(cache: EvaluationCache, case: Case) -> _Reads:
    catalog, expect = cache.catalog, case.expect
    role = catalog.find(catalog.roles, case.role, case.pack, "role")
    subjects = subjects_of(cache, case)
    every = situations(catalog, case)
    holders = {one.id for one in subjects.all if one.kind == "holder"}
    people = [one for one in subjects.all if one.kind != "holder"]
    held = holders | {known.role for one in people for known in cache.person(one, every[0]).roles_held}
    moves = bool(expect.mode or expect.needs)
    # A way into a role may read any dimension; all other expectations read those that the roles mention.
    seen = {d for one in (role, *held) for d in cache.mentions(one)} if not moves else set(every[0])
    seen |= {name for one in subjects.all for name in one.context}
    contexts = {FrozenMap({n: context[n] for n in sorted(seen) if n in context}): context for context in every}
    return _Reads(role=role, subjects=subjects, held=frozenset(held), moves=moves, contexts=tuple(contexts.values()))
