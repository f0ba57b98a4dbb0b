"""Proof by removal: take each rule out of the packs, and see whether a case notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field, frozen

from roleprofile.model.values import FrozenMap
from roleprofile.quality.bench import Bench, Changed
from roleprofile.quality.cases.runner import run_case, still_holds
from roleprofile.quality.cases.situations import situations
from roleprofile.quality.cases.subjects import cast_of
from roleprofile.quality.mutation.mutants import mutants
from roleprofile.rules.rebase import source_home

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from roleprofile.model.case import Case
    from roleprofile.model.catalog import CatalogData
    from roleprofile.quality.mutation.mutants import Mutant


@frozen(kw_only=True)
class Mutation:
    """A rule that was dropped, demoted or reversed, and the case that noticed."""

    #: What was done to which rule, in words.
    name: str
    kind: str
    act: str
    pack: str
    #: What the rule rests on.
    source: tuple[str, ...]
    #: The full id of the first case that failed for it; ``""`` where none did.
    noticed_by: str

    @property
    def noticed(self) -> bool:
        """Whether a case fails without the rule."""
        return bool(self.noticed_by)


@frozen(kw_only=True)
class MutationReport:
    """Every rule that rests on a source, and whether a case notices its loss."""

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
    """Take out each rule that rests on a source, one at a time, and run the cases that it may concern.

    Args:
        catalog: The packs with their cases; nothing is read again and nothing of it changes.
        packs: The packs whose rules are taken out; those that have cases, and those that no other requires, for
            none given.
    """
    proof = Proof(catalog)
    found = tuple(each_mutation(catalog, packs, proof))
    return MutationReport(mutations=found, unusable=proof.unusable)


def each_mutation(
    catalog: CatalogData, packs: Iterable[str] | None = None, proof: Proof | None = None
) -> Iterator[Mutation]:
    """As :func:`mutate`, one rule after the other."""
    proof = proof or Proof(catalog)
    for one in mutants(catalog, own_packs(catalog) if packs is None else packs):
        yield Mutation(
            name=one.name,
            kind=one.kind,
            act=one.act,
            pack=one.pack,
            source=one.source,
            noticed_by=proof.noticed(one),
        )


def own_packs(catalog: CatalogData) -> tuple[str, ...]:
    """The packs that have cases, and those that are not only there because another requires them."""
    required = {name for pack in catalog.packs.values() for name in pack.requires}
    tested = {case.pack for case in catalog.cases.values()}
    return tuple(sorted(name for name in catalog.packs if name in tested or name not in required))


@frozen(kw_only=True)
class _Reads:
    """What a case looks at, so that it need not run where nothing of that changes."""

    role: str
    #: Full ids of the roles that its people hold or held.
    held: frozenset[str]
    somebody: bool
    moves: bool
    #: One context for each that differs in something that the case looks at.
    contexts: tuple[FrozenMap[str, str], ...]

    def concerned(self, changed: Changed) -> bool:
        return (
            self.role in changed.roles
            or not changed.holders.isdisjoint(self.held)
            or (changed.relations and self.somebody)
            or (self.moves and self.role in changed.targets)
        )


@define
class Proof:
    """The cases that pass while every rule is in place, and what they have worked out."""

    # Each dropped rule and each moved number needs them, so that one proof may serve both.

    catalog: CatalogData
    bench: Bench = field(init=False)
    unusable: tuple[str, ...] = field(init=False)
    _reads: dict[str, _Reads] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Run every case once."""
        self.bench = Bench(self.catalog)
        results = [run_case(self.bench, name) for name in self.catalog.cases]
        self.unusable = tuple(result.case for result in results if result.fails)
        # A case that may fail proves nothing by failing.
        good = [result.case for result in results if result.outcome == "passed"]
        self._reads = {name: _reads(self.bench, self.catalog.cases[name]) for name in good}

    def noticed(self, mutant: Mutant) -> str:
        """The first case that fails on the changed catalog, or ``""``."""
        names = self.concerned(mutant.changed, mutant.pack, mutant.source)
        return self.first_failing(mutant.make(), mutant.changed, names) if names else ""

    def first_failing(self, catalog: CatalogData, changed: Changed, names: Iterable[str]) -> str:
        """The first of these cases that fails, or cannot run, on a changed catalog; ``""`` for none."""
        bench = Bench(catalog, self.bench, changed)
        return next((name for name in names if not still_holds(bench, name, self._reads[name].contexts)), "")

    def first_moved(self, catalog: CatalogData, changed: Changed, names: Iterable[str]) -> str:
        """As :meth:`first_failing`, where only numbers have changed: where all score alike, all is as it was."""
        bench = Bench(catalog, self.bench, changed)
        for name in names:
            reads = self._reads[name]
            contexts = reads.contexts
            if not changed.holders:
                contexts = tuple(context for context in contexts if not bench.scores_alike(reads.role, context))
            if reads.somebody and not still_holds(bench, name, contexts):
                return name
        return ""

    def concerned(self, changed: Changed, pack: str = "", source: Iterable[str] = ()) -> list[str]:
        """The cases that a change may concern: first those that cite the same, then those about the same role."""
        cited = frozenset(source_home(name, pack)[1] for name in source)

        def order(name: str) -> tuple[bool, bool, int, str]:
            case, reads = self.catalog.cases[name], self._reads[name]
            same = case.pack == pack and not cited.isdisjoint(case.source)
            return (not same, reads.role not in changed.roles, len(reads.contexts), name)

        return sorted((name for name, reads in self._reads.items() if reads.concerned(changed)), key=order)


def _reads(bench: Bench, case: Case) -> _Reads:
    catalog, expect = bench.catalog, case.expect
    role = catalog.find(catalog.roles, case.role, case.pack, "role")
    people = cast_of(catalog, case).all
    every = situations(catalog, case)
    held = {one.role for one in people if one.role}
    held |= {h.role for one in people if not one.role for h in bench.person(one, every[0]).roles_held}
    moves = bool(expect.mode or expect.needs)
    # A way into a role may start from any dimension; everything else is said by the roles.
    seen = {d for one in (role, *held) for d in bench.mentions(one)} if not moves else set(every[0])
    seen |= {name for one in people for name in one.context}
    contexts = {FrozenMap({n: context[n] for n in sorted(seen) if n in context}): context for context in every}
    return _Reads(
        role=role,
        held=frozenset(held),
        somebody=bool(people),
        moves=moves,
        contexts=tuple(contexts.values()),
    )
