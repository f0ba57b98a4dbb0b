"""Development options as they are on offer in a context: what each raises, whom it admits, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from roleprofile.careers.context_matching import filled, specified
from roleprofile.careers.routes import contexts_before
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
    from roleprofile.scoring.compiled import CompiledRole

#: What the holder of a job had before, and nobody gets by working.
_BROUGHT_ALONG = frozenset({"qualification", "course", "motive"})

#: What somebody holds for certain: the rank, or the amount, of each descriptor and key.
Ranks = dict["Slot", int]


@frozen(kw_only=True)
class Rise:
    """What an option does to one thing: it raises a level *to* a rank, or an amount *by* so much."""

    slot: Slot
    rank: int
    adds: bool
    #: The highest rank, or the largest amount, of the scale.
    most: int

    def on(self, rank: int) -> int:
        """The rank afterwards; never lower than before."""
        return min(rank + self.rank, self.most) if self.adds else max(rank, self.rank)


@frozen(kw_only=True)
class Condition:
    """What one has to hold to be admitted: one of these, each with its least rank."""

    least: FrozenMap[Slot, int]

    def met(self, held: Mapping[Slot, int]) -> bool:
        """Whether somebody with these ranks is admitted."""
        return any(held.get(slot, 0) >= rank for slot, rank in self.least.items())

    def served_by(self, rise: Rise) -> bool:
        """Whether this brings what is asked, or some of an amount."""
        return rise.slot in self.least and (rise.adds or rise.rank >= self.least[rise.slot])

    def helped_by(self, offer: Offer) -> bool:
        """Whether an option brings what is asked, or some of an amount."""
        return any(map(self.served_by, offer.rises))


@frozen(kw_only=True)
class Offer:
    """A development option that is on offer where the role that is aimed at is."""

    #: The full id.
    id: str
    option: Option
    rises: tuple[Rise, ...]
    conditions: tuple[Condition, ...]
    #: The full ids of the options that have to be done before.
    after: tuple[str, ...]
    #: The role of a job that is held first, where it is held.
    job: CompiledRole | None = None

    def admits(self, held: Mapping[Slot, int], done: Iterable[str]) -> bool:
        """Whether somebody with these ranks, who has done these options, can begin."""
        return set(self.after) <= set(done) and all(condition.met(held) for condition in self.conditions)


def offers(catalog: CatalogData, context: Mapping[str, str]) -> tuple[Offer, ...]:
    """What is on offer for certain in a context of the role that is aimed at, by id.

    What hangs on a dimension that the context leaves unspecified is not: a plan must not rest on it.
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
            found[full] = Offer(id=full, option=option, rises=rises, conditions=conditions, after=after, job=job)
    while lost := [name for name, one in found.items() if not found.keys() >= set(one.after)]:
        # What waits for an option that is not on offer is not on offer either.
        for name in lost:
            del found[name]
    return tuple(found.values())


def _brought(
    catalog: CatalogData, option: Option, here: FrozenMap[str, str], vocabulary_of: Mapping[str, Vocabulary]
) -> tuple[list[tuple[Descriptor, str, Any]], CompiledRole | None]:
    """What an option brings, and the role of its job, where it is one, at the firm where that is held."""
    if option.job is None:
        return list(_values(catalog, option, option.raises, here, vocabulary_of)), None
    role = catalog.roles[catalog.find(catalog.roles, option.job.role, option.pack, "role")]
    places = contexts_before(option.job.context, here, vocabulary_of)
    if not places:
        return [], None
    # The nearest of them: two years there bring the least that two years can.
    there = specified({**here, **places[0]}, catalog.vocabulary_of(role.pack))
    grown = [one for one in provided(catalog, role, there, option.job.months) if one[0].type not in _BROUGHT_ALONG]
    return grown, compile_role(catalog, role, filled(catalog, role, there))


def _hiring(job: CompiledRole) -> Iterator[Condition]:
    """The minimum requirements of a job. Nobody is admitted where one hangs on what is not known of the employer."""
    if any(one.minimum for one in job.left_out):
        yield Condition(least=FrozenMap())
    for entry in job.requirements:
        if not entry.minimum:
            continue
        asked = [dict.fromkeys(leaf.slots, leaf.at_least) for leaf in entry.leaves]
        if entry.group == "any_of":
            slots = dict.fromkeys(slot for one in asked for slot in one)
            asked = [{slot: min(one[slot] for one in asked if slot in one) for slot in slots}]
        yield from (Condition(least=FrozenMap(one)) for one in asked)


def _rises(catalog: CatalogData, raised: Iterable[tuple[Descriptor, str, Any]]) -> Iterator[Rise]:
    best: dict[Slot, Rise] = {}
    for descriptor, key, value in raised:
        scale = catalog.scale_of(descriptor)
        rank = scale.rank(value)
        slot = (f"{descriptor.pack}:{descriptor.id}", key)
        most = scale.maximum if scale.is_amount else len(scale.levels) - 1
        if rank > 0 and (slot not in best or best[slot].rank < rank):
            best[slot] = Rise(slot=slot, rank=rank, adds=scale.is_amount, most=most)
    yield from (best[slot] for slot in sorted(best))


def _conditions(
    catalog: CatalogData, option: Option, here: FrozenMap[str, str], vocabulary_of: Mapping[str, Vocabulary]
) -> Iterator[Condition]:
    for name, given in option.open_to.items():
        descriptor = current(catalog, catalog.descriptor(name, option.pack))
        full, scale = f"{descriptor.pack}:{descriptor.id}", catalog.scale_of(descriptor)
        vocabulary = catalog.keys_of(descriptor)
        if vocabulary is None:
            yield Condition(least=FrozenMap({(full, ""): scale.rank(given)}))
            continue
        for key, value in given.items():
            terms = dict.fromkeys(
                term for top in resolve(key, here, vocabulary_of) or () for term in vocabulary.within(top)
            )
            yield Condition(least=FrozenMap({(full, term): scale.rank(value) for term in terms}))


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
    """What is stated of each descriptor and key, by rank: all that a plan may build on."""
    return {
        (descriptor, key): rank
        for descriptor, inner in held.stated.items()
        for key, rank in (inner.items() if isinstance(inner, dict) else [("", inner)])
    }


def carried_out(held: Mapping[Slot, int], chosen: Iterable[Offer]) -> tuple[tuple[Offer, ...], Ranks]:
    """The chosen options in an order in which each can be done, and what is held afterwards.

    Always the first by id that admits somebody who has done those before. To do more never bars anything, so that no
    other order carries out an option that this one does not: what is missing from the result cannot be done.
    """
    ranks = dict(held)
    waiting = sorted(chosen, key=lambda offer: offer.id)
    done: dict[str, Offer] = {}
    while ready := next((offer for offer in waiting if offer.admits(ranks, done)), None):
        waiting.remove(ready)
        done[ready.id] = ready
        for rise in ready.rises:
            ranks[rise.slot] = rise.on(ranks.get(rise.slot, 0))
    return tuple(done.values()), ranks


def developed(catalog: CatalogData, person: Person, done: Sequence[Offer]) -> Person:
    """The person after these options, in any order: what is raised counts, the older facts stay behind it as proof."""
    raised: dict[Slot, list[tuple[str, Rise]]] = {}
    for offer in done:
        for rise in offer.rises:
            raised.setdefault(rise.slot, []).append((offer.option.evidence, rise))
    facts = dict(person.holdings.facts)
    for slot, rises in raised.items():
        facts[slot] = _facts(catalog, slot, rises, facts.get(slot, ()))
    return evolve(
        person,
        facts=tuple(fact for some in facts.values() for fact in some),
        holdings=counted_by_slot(catalog, facts, person.closed, person.roles_held),
    )


def _facts(
    catalog: CatalogData, slot: Slot, rises: Sequence[tuple[str, Rise]], old: tuple[Fact, ...]
) -> tuple[Fact, ...]:
    """What is said of one thing afterwards, what counts first: the highest, of equals what was said before."""
    scale = catalog.scale_of(catalog.descriptors[slot[0]])
    had = scale.rank(old[0].value) if old else 0
    had_kind = old[0].evidence.kind if old and old[0].evidence else ""
    by_kind: dict[str, int] = {had_kind: had} if had else {}
    total = had
    for kind, rise in rises:
        # An amount is proven by a kind of evidence as far as that kind speaks for it.
        by_kind[kind] = rise.on(by_kind.get(kind, 0))
        total = rise.on(total)
    kinds = {kind for kind, _ in rises} | ({had_kind} if had else set())
    if rises[0][1].adds and len(kinds) > 1:
        by_kind[""] = total
    new = [
        Fact(slot[0], rank if scale.is_amount else scale.level_ids[rank], slot[1], Evidence(kind) if kind else None)
        for kind, rank in by_kind.items()
        if not (kind == had_kind and rank == had)
    ]
    return tuple(sorted([*old[:1], *new], key=lambda fact: -scale.rank(fact.value))) + old[1:]
