"""What the laws do to a generated person: state, raise, complete. Written without the library's own arithmetic."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from attrs import evolve
from hypothesis import strategies as st
from parts import KINDS, TEST_LASTS, TODAY

from roleprofile.model.pack import VERDICTS
from roleprofile.model.person import Evidence, Fact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from strategies import World

    from roleprofile.model.person import Person
    from roleprofile.scoring import Fit
    from roleprofile.scoring.compiled import CompiledRequirement, CompiledRole, Criterion

Slot = tuple[str, str]
MILLION = 1_000_000


def scored_leaves(role: CompiledRole) -> list[Criterion]:
    return [leaf for entry in (*role.requirements, *role.extras) for leaf in entry.leaves]


def slots_of(leaf: Criterion) -> list[Slot]:
    return [(leaf.descriptor, key) for key in (leaf.keys if leaf.keys is not None else ("",))]


def open_slots(role: CompiledRole, person: Person) -> list[Slot]:
    """What the role reads and nobody has said, or said for a time that is over."""
    named = {(fact.descriptor, fact.key) for fact in person.facts}
    said = said_slots(person)
    read = {slot for leaf in scored_leaves(role) for slot in slots_of(leaf)}
    closed = {slot for slot in read - named if {"all", slot[0]} & {*person.closed}}
    return sorted(read - said - closed)


def counts(person: Person, fact: Fact) -> bool:
    """Whether a fact counts on the person's day: it has begun, and it has not expired."""
    proof = fact.evidence
    if not person.as_of or proof is None:
        return True
    assert person.as_of == TODAY
    # Compared as texts: of the generated dates none is of the month of the day but without it, and ends in it.
    return proof.on <= TODAY and (not proof.until or proof.until >= TODAY[: len(proof.until)])


def is_stale(person: Person, fact: Fact) -> bool:
    """Whether a fact rests on a test or an exam without a date, or of more than a year ago."""
    if not person.as_of or fact.evidence is None or fact.evidence.kind not in ("test", "exam"):
        return False
    assert TEST_LASTS == 12
    first = fact.evidence.on + "2000-01-01"[len(fact.evidence.on) :] if fact.evidence.on else ""
    return first < f"{int(TODAY[:4]) - 1}{TODAY[4:]}"


def said_slots(person: Person) -> set[Slot]:
    return {(fact.descriptor, fact.key) for fact in person.facts if counts(person, fact)}


def highest_asked(leaves: Iterable[Criterion]) -> dict[str, int]:
    asked: dict[str, int] = {}
    for leaf in leaves:
        asked[leaf.descriptor] = max(leaf.asked, asked.get(leaf.descriptor, 0))
    return asked


def value_of(world: World, descriptor: str, rank: int) -> Any:
    return world.catalog.scale_of(world.catalog.descriptors[descriptor]).value(rank)


def rank_of(world: World, fact: Fact) -> int:
    return world.catalog.scale_of(world.catalog.descriptors[fact.descriptor]).rank(fact.value)


def ranks(world: World, descriptor: str, above: int = -1) -> st.SearchStrategy[int]:
    """Ranks on a descriptor's scale above ``above``; of amounts those that requirements ask, and the largest."""
    scale = world.catalog.scale_of(world.catalog.descriptors[descriptor])
    if scale.is_amount:
        return st.integers(above + 1, min(max(above + 40, 70), scale.maximum)) | st.just(scale.maximum)
    return st.integers(max(above + 1, lowest_rank(world, descriptor)), scale.top)


def lowest_rank(world: World, descriptor: str) -> int:
    """The lowest rank that anybody can state: without a level for what is absent, nobody states that."""
    return int(world.catalog.scale_of(world.catalog.descriptors[descriptor]).absent is False)


@st.composite
def news(draw: st.DrawFn, world: World, person: Person) -> Fact | None:
    """A fact on something of which nothing is stated or closed, with evidence or without; ``None`` if there is none.

    Most often on something that the role reads.
    """
    catalog, holdings = world.catalog, person.holdings
    every = [
        (name, key)
        for name, model in catalog.descriptors.items()
        if not model.replaced_by
        for key in (catalog.keys_of(model).term_ids if catalog.keys_of(model) else ("",))
    ]
    silent = [slot for slot in every if slot not in holdings.facts and not holdings.closes(*slot)]
    read = {slot for leaf in scored_leaves(world.scorer.role) for slot in slots_of(leaf)}
    if not silent:
        return None
    slot = draw(st.sampled_from([slot for slot in silent if slot in read] * 3 + silent))
    rank = draw(ranks(world, slot[0]))
    evidence = draw(st.none() | st.sampled_from(KINDS).map(Evidence))
    return Fact(slot[0], value_of(world, slot[0], rank), slot[1], evidence)


def stating(world: World, person: Person, ranks_by_slot: dict[Slot, int]) -> Person:
    """The person with these values instead of what was said of the same slots."""
    kept = [fact for fact in person.facts if (fact.descriptor, fact.key) not in ranks_by_slot]
    new = [Fact(d, value_of(world, d, rank), key) for (d, key), rank in ranks_by_slot.items()]
    return world.person(person, facts=[*kept, *new])


def proven(world: World, ranks_by_descriptor: dict[str, int], leaves: Iterable[Criterion]) -> list[Fact]:
    """These ranks for the best key of each leaf, by every kind of evidence, of a day on which it proves something."""
    return [
        Fact(d, value_of(world, d, ranks_by_descriptor[d]), key, Evidence(kind, on=TODAY))
        for d, key in sorted({slots_of(leaf)[0] for leaf in leaves})
        for kind in KINDS
    ]


@st.composite
def completions(draw: st.DrawFn, world: World, person: Person) -> dict[Slot, int]:
    """Answers to some, or all, of what nobody has said."""
    slots = open_slots(world.scorer.role, person)
    answered = slots if draw(st.booleans()) else [slot for slot in slots if draw(st.booleans())]
    return {slot: draw(ranks(world, slot[0])) for slot in answered}


def counting(world: World, person: Person, slot: Slot) -> Fact | None:
    """Of several facts the strongest evidence counts, then the latest, then the lower value; of totals the largest.

    Stale evidence is weaker than none.
    """
    said = [fact for fact in person.facts if (fact.descriptor, fact.key) == slot and counts(person, fact)]
    scale = world.catalog.scale_of(world.catalog.descriptors[slot[0]])

    def place(fact: Fact) -> tuple[Any, ...]:
        proof, rank = fact.evidence or Evidence("", "", ""), rank_of(world, fact)
        strength = (KINDS.index(proof.kind) if fact.evidence else -1, proof.on)
        return (not is_stale(person, fact), rank if scale.accumulates else 0, *strength, -rank)

    return max(said, key=place, default=None)


def leaf_is_met(world: World, person: Person, leaf: Criterion) -> bool:
    """Whether what is stated reaches the minimum, with the evidence that is wanted."""
    for slot in slots_of(leaf):
        fact = counting(world, person, slot)
        if fact is None or rank_of(world, fact) < leaf.at_least:
            continue
        proofs = [
            one
            for one in person.facts
            if (one.descriptor, one.key) == slot and one.evidence and one.evidence.kind in leaf.evidence
            if counts(person, one) and not is_stale(person, one)
        ]
        if not leaf.evidence or any(rank_of(world, one) >= leaf.at_least for one in proofs):
            return True
    return False


def is_met(world: World, person: Person, entry: CompiledRequirement) -> bool:
    met = [leaf_is_met(world, person, leaf) for leaf in entry.leaves]
    return any(met) if entry.group == "any_of" else all(met)


def open_criteria(entry: CompiledRequirement, fit: Fit) -> list[Criterion]:
    """The criteria of a requirement whose credit an answer can still change."""
    (contribution,) = (one for one in fit.contributions if one.id == entry.id)
    return [leaf for leaf, part in zip(entry.leaves, contribution.parts, strict=True) if part.low != part.high]


def single_answers(entry: CompiledRequirement, fit: Fit, person: Person) -> list[dict[Slot, int]]:
    """Every way to answer each open criterion with one value: the highest that any requirement asks, on an open key."""
    silent = open_slots(fit.role, person)
    asked = highest_asked(leaf for one in fit.role.requirements for leaf in one.leaves)
    options = [[slot for slot in slots_of(leaf) if slot in silent] for leaf in open_criteria(entry, fit)]
    return [{slot: asked[slot[0]] for slot in chosen} for chosen in itertools.product(*options)]


def in_full(entry: CompiledRequirement, fit: Fit, person: Person) -> dict[Slot, int]:
    """The answers that give a requirement all that is open: each open criterion on the open key that it counts most."""
    silent = open_slots(fit.role, person)
    asked = highest_asked(leaf for one in fit.role.requirements for leaf in one.leaves)
    firsts = [next(slot for slot in slots_of(leaf) if slot in silent) for leaf in open_criteria(entry, fit)]
    return {slot: asked[slot[0]] for slot in firsts}


def place_key(fit: Fit) -> tuple[int, ...]:
    """What a ranking compares, the better the lower: a fit with a lower key stands on a higher place."""
    return (VERDICTS.index(fit.verdict_low), -fit.low, -fit.extras, -fit.proven, -fit.known)


def numbers(fit: Fit) -> dict[str, Any]:
    """Everything that a fit says in numbers and states, by id, in no order."""
    return {
        "score": (fit.low, fit.supported, fit.high, fit.known, fit.proven, fit.extras),
        "verdicts": (fit.verdict_low, fit.verdict_supported, fit.verdict_high, fit.meets_minimum, fit.is_assessed),
        "minimums": {one.id: one.state for one in fit.minimums},
        "contributions": {
            one.id: (
                one.credit_low,
                one.credit_supported,
                one.credit_high,
                one.low,
                one.supported,
                one.high,
                one.possible,
            )
            for one in (*fit.contributions, *fit.extra_contributions)
        },
        "questions": {one.id: one.could_add for one in fit.questions},
        "gaps": {
            one.id: (one.missing, sorted((s.descriptor, s.key, str(s.value), s.adds) for s in one.steps))
            for one in fit.gaps
        },
        "surplus": sorted((one.id, str(one.held)) for one in fit.surplus),
    }


def without_inference(person: Person) -> Person:
    return evolve(person, holdings=evolve(person.holdings, inferred={}, because={}))
