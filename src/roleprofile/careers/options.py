"""Development options in a context: their effects, their admission conditions and a feasible order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from roleprofile.careers.context_matching import completed_context, contexts_before, specified
from roleprofile.model.context import holds, resolve
from roleprofile.model.person import Evidence, Fact
from roleprofile.model.values import FrozenMap
from roleprofile.rules.holdings import counted_by_slot, current, provided
from roleprofile.scoring.compile import compile_role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.descriptor import Descriptor
    from roleprofile.model.development import Option
    from roleprofile.model.person import Holdings, Person, Slot
    from roleprofile.model.vocabulary import Vocabulary
    from roleprofile.scoring.compiled import CompiledRequirement, CompiledRole

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

    def on(self, rank: int) -> int:
        """The rank after the option, never lower than before."""
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
        return rise.slot in self.least and (rise.adds or rise.rank >= self.least[rise.slot])

    def helped_by(self, offer: AvailableOption) -> bool:
        """Whether an option has an effect that serves the condition."""
        return any(map(self.served_by, offer.rises))


@frozen(kw_only=True)
class AvailableOption:
    """A development option that is available in the context of the target role."""

    #: The full id.
    id: str
    option: Option
    rises: tuple[Effect, ...]
    conditions: tuple[Admission, ...]
    #: The full ids of the options that must come before it.
    after: tuple[str, ...]
    #: The role of a stepping-stone job in its context.
    job: CompiledRole | None = None

    def raises(self, entry: CompiledRequirement) -> bool:
        """Whether a requirement can earn anything by what the option brings."""
        return any(
            rise.slot in criterion.slots and criterion.credit(rise.rank) > 0
            for criterion in entry.leaves
            for rise in self.rises
        )

    def admits(self, held: Mapping[Slot, int], done: Iterable[str]) -> bool:
        """Whether a person with these ranks can begin after these options."""
        return set(self.after) <= set(done) and all(condition.met(held) for condition in self.conditions)


def available_options(catalog: CatalogData, context: Mapping[str, str]) -> tuple[AvailableOption, ...]:
    """The options that are certainly available in the context of the target role, sorted by id.

    An option that depends on an unspecified dimension is not available, because no plan may rest on it.
    """
    found = {}
    for full, option in sorted(catalog.options.items()):
        vocabulary_of = catalog.vocabulary_of(option.pack)
        here = specified(context, vocabulary_of)
        if holds(option.when, here, vocabulary_of) is not True:
            continue
        raised, job = _brought(catalog, option, here, vocabulary_of)
        rises = tuple(_rises(catalog, raised))
        conditions = (*_conditions(catalog, option, here, vocabulary_of), *(_hiring(job) if job else ()))
        if rises and all(condition.least for condition in conditions):
            after = tuple(sorted(f"{option.pack}:{name}" for name in option.after))
            found[full] = AvailableOption(
                id=full, option=option, rises=rises, conditions=conditions, after=after, job=job
            )
    while lost := [name for name, one in found.items() if not found.keys() >= set(one.after)]:
        # An option that follows an unavailable option is not available.
        for name in lost:
            del found[name]
    return tuple(found.values())


def _brought(
    catalog: CatalogData, option: Option, here: FrozenMap[str, str], vocabulary_of: Mapping[str, Vocabulary]
) -> tuple[list[tuple[Descriptor, str, Any]], CompiledRole | None]:
    """The values that an option brings, and for a job its role, compiled for the firm where it is held."""
    if option.job is None:
        return list(_values(catalog, option, option.raises, here, vocabulary_of)), None
    role = catalog.roles[catalog.find(catalog.roles, option.job.role, option.pack, "role")]
    places = contexts_before(option.job.context, here, vocabulary_of)
    if not places:
        return [], None
    # The nearest context, because the job brings the least there. It may be at any employer of the stated context, so
    # nothing is gained for a market or a size that it does not state.
    known = catalog.vocabulary_of(role.pack)
    gained = provided(catalog, role, specified(places[0], known), option.job.months)
    grown = [one for one in gained if one[0].type not in _BROUGHT_ALONG]
    return grown, compile_role(catalog, role, completed_context(catalog, role, {**here, **places[0]}))


def _hiring(job: CompiledRole) -> Iterator[Admission]:
    """The minimum requirements of a job. A minimum that depends on an unspecified dimension admits nobody."""
    if any(one.minimum for one in job.left_out):
        yield Admission(least=FrozenMap())
    for entry in job.requirements:
        if not entry.minimum:
            continue
        asked = [dict.fromkeys(criterion.slots, criterion.at_least) for criterion in entry.leaves]
        if entry.group == "any_of":
            slots = dict.fromkeys(slot for one in asked for slot in one)
            asked = [{slot: min(one[slot] for one in asked if slot in one) for slot in slots}]
        yield from (Admission(least=FrozenMap(one)) for one in asked)


def _rises(catalog: CatalogData, raised: Iterable[tuple[Descriptor, str, Any]]) -> Iterator[Effect]:
    best: dict[Slot, Effect] = {}
    for descriptor, key, value in raised:
        scale = catalog.scale_of(descriptor)
        rank = scale.rank(value)
        slot = (f"{descriptor.pack}:{descriptor.id}", key)
        if rank > 0 and (slot not in best or best[slot].rank < rank):
            best[slot] = Effect(slot=slot, rank=rank, adds=scale.is_amount, most=scale.top)
    yield from (best[slot] for slot in sorted(best))


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
    return {
        (descriptor, key): rank
        for descriptor, inner in held.stated.items()
        for key, rank in (inner.items() if isinstance(inner, dict) else [("", inner)])
    }


def in_feasible_order(
    held: Mapping[Slot, int], chosen: Iterable[AvailableOption]
) -> tuple[tuple[AvailableOption, ...], Ranks]:
    """The chosen options in a feasible order, and the ranks afterwards.

    The next option is always the first by id that can begin. An option never bars another one, so no order carries out
    more options than this one; an option that is missing from the result cannot be done.
    """
    ranks = dict(held)
    waiting = sorted(chosen, key=lambda offer: offer.id)
    done: dict[str, AvailableOption] = {}
    while ready := next((offer for offer in waiting if offer.admits(ranks, done)), None):
        waiting.remove(ready)
        done[ready.id] = ready
        for rise in ready.rises:
            ranks[rise.slot] = rise.on(ranks.get(rise.slot, 0))
    return tuple(done.values()), ranks


def developed(catalog: CatalogData, person: Person, done: Sequence[AvailableOption]) -> Person:
    """The person after these options: the raised values count, and older facts stay behind them as evidence."""
    raised: dict[Slot, list[tuple[str, Effect]]] = {}
    for offer in done:
        for rise in offer.rises:
            raised.setdefault(rise.slot, []).append((offer.option.evidence, rise))
    held = person.holdings
    facts = dict(held.facts)
    for slot, rises in raised.items():
        facts[slot] = _facts(catalog, slot, rises, held)
    return evolve(
        person,
        facts=tuple(fact for some in (*facts.values(), *held.uncounted.values()) for fact in some),
        holdings=counted_by_slot(
            catalog, facts, person.closed, person.roles_held, held.as_of, stale=held.stale, uncounted=held.uncounted
        ),
    )


def _facts(catalog: CatalogData, slot: Slot, rises: Sequence[tuple[str, Effect]], held: Holdings) -> tuple[Fact, ...]:
    """The facts on one slot afterwards, highest first; of equal values the older fact first.

    The new ones are of the day of the holdings. What a stale fact proved once proves nothing more.
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
