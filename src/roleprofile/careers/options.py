"""Development options in a context: their effects, their admission conditions and a feasible order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from roleprofile.careers.context_matching import completed_context, contexts_before, specified
from roleprofile.careers.value_changes import slots_read
from roleprofile.model.catalog import CatalogData
from roleprofile.model.context import holds, resolve
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.development import Option
from roleprofile.model.pack import VERDICTS
from roleprofile.model.person import Evidence, Fact, Holdings, Person, Slot
from roleprofile.model.person import Ranks as NestedRanks
from roleprofile.model.role import Role, path_of
from roleprofile.model.transition import LOWER
from roleprofile.model.values import FrozenMap
from roleprofile.model.vocabulary import Vocabulary
from roleprofile.rules.holdings import counted_by_slot, current, provided
from roleprofile.scoring.compiled import STATES, CompiledRequirement, CompiledRole
from roleprofile.scoring.fit import Fit
from roleprofile.scoring.situations import RoleInContext

#: Types of descriptors that nobody gains by doing a job.
_BROUGHT_ALONG = frozenset({"qualification", "course", "motive"})

#: Stated ranks or amounts by descriptor and key.
Ranks = dict["Slot", int]


@frozen(kw_only=True)
class Effect:
    """The effect of an option on one slot: it raises a level *to* a rank or an amount *by* a number."""

    slot: Slot
    rank: int
    adds: bool
    #: The highest rank or largest amount of the scale.
    most: int
    #: The presumed rank before the option; the option never leaves a person below it.
    presumed: int = 0

    @property
    def least(self) -> int:
        """The rank that it leads to at least."""
        return max(self.rank, self.presumed)

    def on(self, rank: int) -> int:
        """The rank after the option, without what was presumed."""
        return min(rank + self.rank, self.most) if self.adds else max(rank, self.rank)


@frozen(kw_only=True)
class Admission:
    """An admission condition: one of these slots must have at least its rank."""

    least: FrozenMap[Slot, int]

    def met(self, held: Mapping[Slot, int]) -> bool:
        """Whether these ranks meet the condition."""
        return any(held.get(slot, 0) >= rank for slot, rank in self.least.items())

    def served_by(self, rise: Effect) -> bool:
        """Whether this effect meets the condition or adds to an amount that it asks for."""
        return rise.slot in self.least and (rise.adds or rise.least >= self.least[rise.slot])

    def helped_by(self, offer: AvailableOption) -> bool:
        """Whether an option has an effect that serves the condition."""
        return any(map(self.served_by, offer.rises))


@frozen(kw_only=True)
class AvailableOption:
    """A development option that may be available in the context of the target role."""

    #: The full id.
    id: str
    option: Option
    rises: tuple[Effect, ...]
    #: The values that can be presumed from its rises; they count only for the likely verdict for a job.
    suggests: tuple[Effect, ...] = ()
    conditions: tuple[Admission, ...]
    #: The full ids of the options that must come before it.
    after: tuple[str, ...]
    #: The role of a stepping-stone job in its context, and the least likely verdict with which it may begin.
    job: CompiledRole | None = None
    admits: str = ""
    #: The unspecified dimensions that it reads; it cannot be part of a plan then.
    open: tuple[str, ...] = ()
    #: The full ids of the descriptors that it may raise, whatever the unspecified dimensions are.
    touches: frozenset[str] = frozenset()

    def raises(self, entry: CompiledRequirement) -> bool:
        """Whether a requirement can earn credit from what the option brings."""
        return any(
            rise.slot in criterion.slots and criterion.credit(rise.rank) > 0
            for criterion in entry.leaves
            for rise in self.rises
        )

    @property
    def reads(self) -> frozenset[Slot]:
        """The slots that decide whether it may begin."""
        named = {slot for condition in self.conditions for slot in condition.least}
        return frozenset(named.union(slots_read(self.job) if self.job else ()))

    def may_begin(self, held: Mapping[Slot, int], done: Iterable[str]) -> bool:
        """Whether a person with these ranks can begin after these options, as far as no job decides."""
        return set(self.after) <= set(done) and all(condition.met(held) for condition in self.conditions)

    def hires(self, held: Holdings) -> bool:
        """Whether the likely verdict of these holdings is enough for its job."""
        if self.job is None:
            return True
        return Fit.of(self.job, "", held).verdict_places[1] <= VERDICTS.index(self.admits)

    def chance(self, held: Holdings) -> tuple[int, int]:
        """How good these holdings are for its job: the worst minimum requirement, and the score."""
        assert self.job is not None  # noqa: S101 - only jobs are asked
        fit = Fit.of(self.job, "", held)
        # A presumed minimum requirement is as good as one that is met.
        return min(STATES.index(fit.meets_minimum), STATES.index("presumed")), fit.supported


def available_options(catalog: CatalogData, context: Mapping[str, str]) -> tuple[AvailableOption, ...]:
    """The options that may be available in the context of the target role, sorted by id.

    A job at a lower employer than an unspecified one is not available.
    """
    found = {}
    for full, option in sorted(catalog.options.items()):
        vocabulary_of = catalog.vocabulary_of(option.pack)
        here = specified(context, vocabulary_of)
        if holds(option.when, here, vocabulary_of) is False:
            continue
        unknown = {*option.when, *_keys_read(option.raises), *_keys_read(option.open_to)} - here.keys()
        raised: Iterable[tuple[Descriptor, str, Any]] = _values(catalog, option, option.raises, here, vocabulary_of)
        job = None
        if option.job is not None:
            place = _place(catalog, option, here, vocabulary_of)
            if place is None:
                continue
            role, there, stated = place
            rules = RoleInContext.of(catalog, role, completed_context(catalog, role, there))
            raised = [
                one for one in provided(catalog, role, stated, option.job.months) if one[0].type not in _BROUGHT_ALONG
            ]
            job = rules.first
            unknown.update(rules.open)
        rises = tuple(_rises(catalog, raised))
        named = (_full(current(catalog, catalog.descriptor(name, option.pack))) for name in option.raises)
        conditions = tuple(_conditions(catalog, option, here, vocabulary_of))
        if all(condition.least for condition in conditions) or unknown:
            found[full] = AvailableOption(
                id=full,
                option=option,
                rises=rises,
                suggests=tuple(_suggested(catalog, rises)),
                conditions=conditions,
                after=tuple(sorted(f"{option.pack}:{name}" for name in option.after)),
                job=job,
                admits=catalog.admits(option) if job else "",
                open=tuple(sorted(unknown)),
                touches=frozenset((*named, *(rise.slot[0] for rise in rises))),
            )
    while lost := [name for name, one in found.items() if not found.keys() >= set(one.after)]:
        # An option that follows an unavailable option is not available.
        for name in lost:
            del found[name]
    return tuple(found.values())


def _full(descriptor: Descriptor) -> str:
    return f"{descriptor.pack}:{descriptor.id}"


def for_person(catalog: CatalogData, offer: AvailableOption, held: Holdings) -> AvailableOption:
    """The option for somebody of whom values are presumed: what it brings is never below these."""
    presumed = presumed_ranks(held)
    if not any(rise.slot in presumed for rise in offer.rises):
        return offer
    rises = tuple(evolve(rise, presumed=presumed.get(rise.slot, 0)) for rise in offer.rises)
    return evolve(offer, rises=rises, suggests=tuple(_suggested(catalog, rises)))


def _keys_read(given: Mapping[str, Any]) -> set[str]:
    """The dimensions from which the keys of values are read."""
    inner = (value for value in given.values() if hasattr(value, "keys"))
    return {path[0] for keyed in inner for key in keyed if (path := path_of(key))}


def _place(
    catalog: CatalogData, option: Option, here: FrozenMap[str, str], vocabulary_of: Mapping[str, Vocabulary]
) -> tuple[Role, FrozenMap[str, str], FrozenMap[str, str]] | None:
    """The role of a job, the context where it is held and the part of it that is stated; ``None`` if there is none."""
    job = option.job
    assert job is not None  # noqa: S101 - the caller has looked
    if any(words == (LOWER,) and name not in here for name, words in job.context.items()):
        return None
    places = contexts_before(job.context, here, vocabulary_of)
    if not places:
        return None
    role = catalog.roles[catalog.find(catalog.roles, job.role, option.pack, "role")]
    known = catalog.vocabulary_for(role)
    # The nearest context, because the job brings the least there. It may be at any employer of the stated context, so
    # nothing is gained for a market or a size that it does not state.
    return role, specified({**here, **places[0]}, known), specified(places[0], known)


def _rises(catalog: CatalogData, raised: Iterable[tuple[Descriptor, str, Any]]) -> Iterator[Effect]:
    best: dict[Slot, Effect] = {}
    for descriptor, key, value in raised:
        scale = catalog.scale_of(descriptor)
        rank = scale.rank(value)
        slot = (f"{descriptor.pack}:{descriptor.id}", key)
        if rank > 0 and (slot not in best or best[slot].rank < rank):
            best[slot] = Effect(slot=slot, rank=rank, adds=scale.is_amount, most=scale.top)
    yield from (best[slot] for slot in sorted(best))


def _suggested(catalog: CatalogData, rises: Sequence[Effect]) -> Iterator[Effect]:
    """What is presumed of somebody after these rises, by relations."""
    for relation in catalog.relations:
        origin = _full(current(catalog, catalog.descriptor(relation.from_, relation.pack)))
        target = current(catalog, catalog.descriptor(relation.to, relation.pack))
        scale = catalog.scale_of(target)
        for rise in rises:
            if rise.slot[0] == origin:
                rank = max(0, min(rise.least - relation.lower_by, scale.rank(relation.up_to)))
                yield Effect(slot=(_full(target), rise.slot[1]), rank=rank, adds=False, most=scale.top)


def _conditions(
    catalog: CatalogData, option: Option, here: FrozenMap[str, str], vocabulary_of: Mapping[str, Vocabulary]
) -> Iterator[Admission]:
    for name, given in option.open_to.items():
        descriptor = current(catalog, catalog.descriptor(name, option.pack))
        full, scale = f"{descriptor.pack}:{descriptor.id}", catalog.scale_of(descriptor)
        vocabulary = catalog.keys_of(descriptor)
        if vocabulary is None:
            yield Admission(least=FrozenMap({(full, ""): scale.rank(given)}))
            continue
        for key, value in given.items():
            terms = dict.fromkeys(
                term for top in resolve(key, here, vocabulary_of) or () for term in vocabulary.within(top)
            )
            yield Admission(least=FrozenMap({(full, term): scale.rank(value) for term in terms}))


def _values(
    catalog: CatalogData,
    option: Option,
    given: Mapping[str, Any],
    here: FrozenMap[str, str],
    vocabulary_of: Mapping[str, Vocabulary],
) -> Iterator[tuple[Descriptor, str, Any]]:
    for name, value in given.items():
        descriptor = current(catalog, catalog.descriptor(name, option.pack))
        if not descriptor.keys:
            yield descriptor, "", value
            continue
        for key, inner in value.items():
            for term in resolve(key, here, vocabulary_of) or ():
                yield descriptor, term, inner


def stated_ranks(held: Holdings) -> Ranks:
    """The stated ranks by descriptor and key; a plan may rest on nothing else."""
    return _by_slot(held.stated)


def presumed_ranks(held: Holdings) -> Ranks:
    """The inferred ranks by descriptor and key."""
    return _by_slot(held.inferred)


def _by_slot(ranks: NestedRanks) -> Ranks:
    return {
        (descriptor, key): rank
        for descriptor, inner in ranks.items()
        for key, rank in (inner.items() if isinstance(inner, dict) else [("", inner)])
    }


def developed(catalog: CatalogData, person: Person, done: Sequence[AvailableOption]) -> Person:
    """The person after these options: the raised values count, and older facts stay behind them as evidence."""
    raised: dict[Slot, list[tuple[str, Effect]]] = {}
    # The order of the options makes no difference.
    for offer in sorted(done, key=lambda offer: offer.id):
        for rise in offer.rises:
            raised.setdefault(rise.slot, []).append((offer.option.evidence, rise))
    held = person.holdings
    facts = dict(held.facts)
    for slot, rises in raised.items():
        facts[slot] = _facts(catalog, slot, rises, held)
    return _with_facts(catalog, person, facts)


def with_stated(catalog: CatalogData, person: Person, new: Iterable[Fact]) -> Person:
    """The person with further facts, which count before those that are known."""
    facts = dict(person.holdings.facts)
    for fact in new:
        slot = (fact.descriptor, fact.key)
        facts[slot] = (fact, *facts.get(slot, ()))
    return _with_facts(catalog, person, facts)


def _with_facts(catalog: CatalogData, person: Person, facts: dict[Slot, tuple[Fact, ...]]) -> Person:
    held = person.holdings
    after = counted_by_slot(
        catalog, facts, person.closed, person.roles_held, held.as_of, stale=held.stale, uncounted=held.uncounted
    )
    return evolve(
        person,
        facts=tuple(fact for some in (*facts.values(), *held.uncounted.values()) for fact in some),
        holdings=evolve(after, typical=held.typical),
    )


def _facts(catalog: CatalogData, slot: Slot, rises: Sequence[tuple[str, Effect]], held: Holdings) -> tuple[Fact, ...]:
    """The facts on one slot after the options, highest first; of equal values the older fact first.

    New facts have the day of the holdings. The evidence of a stale fact proves nothing.
    """
    old = held.facts.get(slot, ())
    scale = catalog.scale_of(catalog.descriptors[slot[0]])
    had = scale.rank(old[0].value) if old else 0
    had_kind = old[0].evidence.kind if old and old[0].evidence and old[0] not in held.stale else ""
    by_kind: dict[str, int] = {had_kind: had} if had else {}
    total = had
    for kind, rise in rises:
        # Each kind of evidence proves its own part of an amount.
        by_kind[kind] = rise.on(by_kind.get(kind, 0))
        total = rise.on(total)
    kinds = {kind for kind, _ in rises} | ({had_kind} if had else set())
    if rises[0][1].adds and len(kinds) > 1:
        by_kind[""] = total
    presumed = max(rise.presumed for _, rise in rises)
    if total < presumed:
        # An option never leaves a person below what was presumed, but proves no more than it teaches.
        by_kind[""] = presumed
    new = [
        Fact(
            slot[0],
            scale.value(rank),
            slot[1],
            Evidence(kind, on=held.as_of) if kind else None,
        )
        for kind, rank in by_kind.items()
        if not (kind == had_kind and rank == had)
    ]
    return tuple(sorted([*old[:1], *new], key=lambda fact: -scale.rank(fact.value))) + old[1:]
