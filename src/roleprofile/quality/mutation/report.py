"""Mutation testing of packs: take out each rule that cites a source, and each part of it; see whether a case fails."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

from attrs import define, evolve, field, frozen

from roleprofile.evaluation.cache import EvaluationCache
from roleprofile.evaluation.impact import Impact
from roleprofile.evaluation.subjects import Subject
from roleprofile.model.case import Case, Expectations
from roleprofile.model.catalog import CatalogData, a_catalog, chosen_packs
from roleprofile.model.context import resolve
from roleprofile.model.grammar import fields_of
from roleprofile.model.rendering import JsonValue
from roleprofile.model.values import FrozenMap
from roleprofile.model.vocabulary import UNSPECIFIED
from roleprofile.quality.cases.runner import run_case, still_holds
from roleprofile.quality.cases.subjects import CaseSubjects, situations, subjects_of
from roleprofile.quality.mutation.mutants import Mutation, mutants
from roleprofile.rules.holdings import current
from roleprofile.rules.rebase import source_home


@frozen(kw_only=True)
class MutationReport(JsonValue):
    """Every mutation, with the case that noticed it, and the cases that could not be used."""

    #: Every mutation, in the order of the packs.
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
    """Take out each rule that cites a source, and each part of it, and run the cases that the edit may concern.

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
    """As :func:`mutate`, one edit after the other."""
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


#: The expectations that scores decide.
_OF_PEOPLE = {one.attribute: one.default for one in fields_of(Expectations).values() if one.about == "person"}
#: Those that the declared ways of a person decide.
_OF_WAYS = {name: fields_of(Expectations)[name].default for name in ("mode", "needs")}
#: Those that the entries of the role decide.
_OF_ROLES = {
    one.attribute: one.default
    for one in fields_of(Expectations).values()
    if one.attribute not in {*_OF_PEOPLE, *_OF_WAYS, "ahead_by"}
}


@frozen(kw_only=True)
class _Claim:
    """A case, or the part of it that an edit may concern, with what it reads."""

    case: Case
    #: The full id of its role.
    role: str
    subjects: CaseSubjects
    #: One context for each that differs in something that the expectations read.
    contexts: tuple[FrozenMap[str, str], ...]

    @property
    def reads_scores_alone(self) -> bool:
        """Whether nothing but scores decides it."""
        return _without(self.case, _OF_PEOPLE).expect == Expectations(ahead_by=self.case.expect.ahead_by)

    @property
    def reads_ways(self) -> bool:
        """Whether the declared ways into its role decide it."""
        expect = self.case.expect
        return bool(expect.mode or expect.needs or expect.has.transitions or expect.lacks.transitions)

    @property
    def reads_options(self) -> bool:
        """Whether development options decide it."""
        expect = self.case.expect
        return bool(expect.raises or expect.has.options or expect.lacks.options)


def _without(case: Case, expectations: Mapping[str, Any]) -> Case:
    return evolve(case, expect=evolve(case.expect, **expectations))


@define
class Proof:
    """The cases that pass on the unedited catalog, and a cache of their results."""

    # Mutations and the sensitivity analysis can share one proof.

    catalog: CatalogData
    cache: EvaluationCache = field(init=False)
    unusable: tuple[str, ...] = field(init=False)
    _claims: dict[str, _Claim] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Run every case once."""
        self.cache = EvaluationCache(self.catalog)
        results = [run_case(self.cache, name) for name in self.catalog.cases]
        self.unusable = tuple(result.case for result in results if result.fails)
        # A case that fails before the edit proves nothing.
        good = [result.case for result in results if result.outcome == "passed"]
        self._claims = {name: self._claim(self.catalog.cases[name]) for name in good}

    def failing(
        self, edited: CatalogData, pack: str, source: tuple[str, ...] = (), *, only_scores: bool = False
    ) -> Iterator[str]:
        """The cases that fail, or cannot run, on an edited catalog, as far as the edit may concern them.

        The edited rule is one of ``pack`` and cites ``source``: cases that cite the same come first. With
        ``only_scores`` nothing but scores can have changed.
        """
        cache = self.cache.derived(edited)
        for name, claim in self._concerned(cache, pack, source, only_scores=only_scores):
            contexts = claim.contexts
            if claim.reads_scores_alone:
                moved = [who for who in claim.subjects.all if cache.changes(who)]
                if only_scores and all(who.kind == "holder" for who in moved):
                    contexts = self._seen_alike(claim)
                if not moved:
                    # A context in which the role asks the same as before gives the same scores.
                    contexts = tuple(context for context in contexts if not cache.scores_alike(claim.role, context))
            if not still_holds(cache, claim.case, claim.subjects, contexts):
                yield name

    def _seen_alike(self, claim: _Claim) -> tuple[FrozenMap[str, str], ...]:
        """One context for each that gives other scores, whatever the numbers of the role and its holders are."""

        def found() -> tuple[FrozenMap[str, str], ...]:
            by_sight = {self._seen(claim, context): context for context in reversed(claim.contexts)}
            return tuple(reversed(by_sight.values()))

        return self.cache.recall(("seen alike", id(claim)), found)

    def _seen(self, claim: _Claim, context: FrozenMap[str, str]) -> Hashable:
        """All that the scores of the subjects depend on in a context beside those numbers."""
        cache, catalog = self.cache, self.catalog
        if UNSPECIFIED in cache.relevant(claim.role, context).values():
            return context
        (state, matches), pack = cache.state(claim.role, context), catalog.roles[claim.role].pack
        subjects = [(cache.person(who, context), self._keys_of(who)) for who in claim.subjects.all]
        seen: list[Hashable] = []
        for part in (part for entry in (*state.requirements, *state.extras) for part in entry.parts):
            descriptor = current(catalog, catalog.descriptor(part.descriptor, pack))
            vocabulary = catalog.keys_of(descriptor)
            if vocabulary is None or part.for_ is None:
                continue
            full = f"{descriptor.pack}:{descriptor.id}"
            for key, _ in part.for_.shares:
                tops = resolve(key, context, catalog.vocabulary_of(pack)) or ()
                terms = {term for top in tops for term in vocabulary.within(top)}
                for person, known in subjects:
                    ranks: list[Any] = [person.holdings.stated.get(full, ()), person.holdings.inferred.get(full, ())]
                    held = [frozenset(terms.intersection(known if known is not None else one)) for one in ranks]
                    seen.append((*held, len(held[0]) < len(terms)))
        return (
            state.grade,
            *(variant.id for variant in matches.matching),
            *(id(person) for person, _ in subjects),
            *seen,
        )

    def _keys_of(self, who: Subject) -> frozenset[str] | None:
        """All keys that a holder may have, as the numbers of the role decide; ``None`` for a person, who has facts."""
        if who.kind != "holder":
            return None
        document = self.catalog.roles[who.id].document
        changes = [variant.get(act, {}) for variant in document.get("variants", ()) for act in ("set", "add")]
        trees = [one.get("provides", {}) for one in (document, *changes)]
        return frozenset(key for tree in trees for given in tree.values() if hasattr(given, "keys") for key in given)

    def _concerned(
        self, cache: EvaluationCache, pack: str, source: tuple[str, ...], *, only_scores: bool
    ) -> list[tuple[str, _Claim]]:
        """The parts of cases that an edit may concern: first those that cite the same, then those about its role."""
        impact = cache.impact

        def order(pair: tuple[str, _Claim]) -> tuple[bool, bool, int, str]:
            name, claim = pair
            same = claim.case.pack == pack and not cited.isdisjoint(claim.case.source)
            return (not same, claim.role not in impact.roles, len(claim.contexts), name)

        def found() -> list[tuple[str, _Claim]]:
            parts = ((name, self._part(cache, claim, only_scores=only_scores)) for name, claim in self._claims.items())
            return sorted(((name, part) for name, part in parts if part is not None), key=order)

        cited = frozenset(source_home(name, pack)[1] for name in source)
        return self.cache.recall(("concerned", impact, pack, source, only_scores), found)

    def _part(self, cache: EvaluationCache, claim: _Claim, *, only_scores: bool) -> _Claim | None:
        """The expectations of a case that an edit may concern, or ``None`` if there are none."""
        impact, subjects = cache.impact, claim.subjects
        role = impact.changes_role(claim.role)
        moved = frozenset(filter(cache.changes, subjects.all))
        first = role or subjects.first in moved
        lists = not only_scores and (role or claim.role in impact.holders)
        lists = lists or (claim.reads_ways and impact.changes_ways(claim.role))
        lists = lists or (claim.reads_options and (first or self._changes_options(impact)))
        dropped: dict[str, Any] = {}
        if not lists:
            dropped |= _OF_ROLES
        if not impact.changes_ways(claim.role) and not (claim.case.expect.needs and subjects.first in moved):
            dropped |= _OF_WAYS
        if not first:
            # The person stands where they stood, so only the places of others can have changed.
            subjects = evolve(
                subjects,
                above=tuple(one for one in subjects.above if one in moved),
                beside=tuple(one for one in subjects.beside if one in moved),
            )
            dropped |= _OF_PEOPLE
        case = _without(claim.case, dropped)
        if case.expect == Expectations(ahead_by=case.expect.ahead_by) and not (subjects.above or subjects.beside):
            return None
        return self._claim(case, subjects)

    def _changes_options(self, impact: Impact) -> bool:
        catalog = self.catalog
        jobs = {
            catalog.find(catalog.roles, one.job.role, one.pack, "role")
            for one in catalog.options.values()
            if one.job is not None
        }
        changed = impact.roles | impact.holders
        return impact.options or impact.every_role or impact.everybody or not jobs.isdisjoint(changed)

    def _claim(self, case: Case, subjects: CaseSubjects | None = None) -> _Claim:
        cache, catalog = self.cache, self.catalog
        role = catalog.find(catalog.roles, case.role, case.pack, "role")
        subjects = subjects_of(cache, case) if subjects is None else subjects
        every = situations(catalog, case)
        whole = _Claim(case=case, role=role, subjects=subjects, contexts=every)
        if whole.reads_ways or whole.reads_options:
            # These may read any dimension; all other expectations read those that the roles mention.
            return whole
        held = {one.id for one in subjects.all if one.kind == "holder"}
        people = [one for one in subjects.all if one.kind != "holder"]
        held |= {known.role for one in people for known in cache.person(one, every[0]).roles_held}
        seen = {d for one in (role, *held) for d in cache.mentions(one)}
        seen |= {name for one in subjects.all for name in one.context}
        contexts = {FrozenMap({n: context[n] for n in sorted(seen) if n in context}): context for context in every}
        return evolve(whole, contexts=tuple(contexts.values()))
