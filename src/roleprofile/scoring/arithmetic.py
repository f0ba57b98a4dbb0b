"""The arithmetic of a fit, version 2, in whole numbers: credit and scores are parts per million.

Source: ``docs/fit.md``, the project's own definition. A change to any number makes a new version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, field, frozen

from roleprofile.model.person import Holdings
from roleprofile.rules.holdings import nested
from roleprofile.scoring.compiled import (
    MILLION,
    STATES,
    CompiledRequirement,
    CompiledRole,
    Credits,
    Criterion,
    ScaleView,
    State,
)

#: The credits of a value that is missing from a closed list.
_NOTHING: Credits = (0, 0, 0)
_NO_RANKS: dict[str, int] = {}
#: The one key of a criterion without keys.
_NO_KEY = {"": 100}

_NOT_MET, _UNKNOWN, _MET = STATES.index("not_met"), STATES.index("unknown"), STATES.index("met")


def criterion_credits(criterion: Criterion, held: Holdings) -> Credits:
    """The three credits of one criterion: from stated and closed values, with inferred values, and at best."""
    if criterion.keys is not None:
        return _keyed_credits(criterion, held)
    descriptor = criterion.descriptor
    rank: Any = held.stated.get(descriptor)
    if rank is not None:
        credit = criterion.credit(rank) * criterion.worth // 100
        return credit, credit, credit
    if held.closes(descriptor):
        return _NOTHING
    rank = held.inferred.get(descriptor)
    if rank is None:
        return criterion.open_credits
    return 0, criterion.credit(rank) * criterion.worth // 100, criterion.open_credits[2]


def _keyed_credits(criterion: Criterion, held: Holdings) -> Credits:
    descriptor, worth = criterion.descriptor, criterion.worth
    stated: Any = held.stated.get(descriptor)
    low = _best_key_credit(criterion, stated) if stated else 0
    inferred = presumed_ranks(criterion, held) if descriptor in held.inferred else None
    supported = max(low, _best_key_credit(criterion, inferred)) if inferred else low
    key = next(open_keys(criterion, held), "") if low < MILLION else ""
    high = max(low, MILLION * criterion.percents[key] // 100) if key else low
    return low * worth // 100, supported * worth // 100, high * worth // 100


def _best_key_credit(criterion: Criterion, ranks: Mapping[str, int]) -> int:
    """The highest credit among these ranks, before ``worth``; keys that the criterion does not list earn nothing."""
    best = 0
    for percent, keys in criterion.keys_by_percent:
        if MILLION * percent // 100 <= best:
            break
        held = keys.intersection(ranks)
        if held:
            best = max(best, criterion.credit(max(map(ranks.__getitem__, held))) * percent // 100)
    return best


def open_keys(criterion: Criterion, held: Holdings) -> Iterator[str]:
    """The keys with neither a stated value nor a closed list, highest percent first; ``""`` without keys."""
    descriptor = criterion.descriptor
    keys: Mapping[str, int] = _NO_KEY if criterion.keys is None else criterion.percents
    if held.all_closed or descriptor in held.closed:
        lapsed = held.lapsed.get(descriptor, ())
        return (key for key in keys if key in lapsed) if lapsed else iter(())
    stated: Any = held.stated.get(descriptor, _NO_RANKS)
    return (key for key in keys if key not in stated) if isinstance(stated, dict) else iter(())


def presumed_ranks(criterion: Criterion, held: Holdings) -> dict[str, int]:
    """The inferred ranks on the descriptor of a criterion that count; see :func:`ranks_on`."""
    if criterion.descriptor not in held.inferred:
        return _NO_RANKS
    found = ranks_on(held.inferred, criterion)
    return {key: rank for key, rank in found.items() if not held.closes(criterion.descriptor, key)}


def ranks_on(ranks: dict[str, int | dict[str, int]], criterion: Criterion) -> dict[str, int]:
    """The ranks on the descriptor of a criterion, by the keys that count, or by ``""`` where it has no keys."""
    found: Any = ranks.get(criterion.descriptor, _NO_RANKS)
    if isinstance(found, int):
        return {"": found}
    return {key: rank for key, rank in found.items() if key in criterion.percents}


def requirement_credits(entry: CompiledRequirement, held: Holdings) -> Credits:
    """The credits of a requirement or extra: the best criterion of ``any_of``, the weighted mean of ``all_of``."""
    if not entry.group:
        return criterion_credits(entry.leaves[0], held)
    low = supported = high = weights = 0
    best = entry.group == "any_of"
    for criterion in entry.leaves:
        one, two, three = criterion_credits(criterion, held)
        if best:
            low, supported, high = max(low, one), max(supported, two), max(high, three)
        else:
            weight = criterion.weight
            low, supported, high = low + weight * one, supported + weight * two, high + weight * three
            weights += weight
    return (low, supported, high) if best else (low // weights, supported // weights, high // weights)


def totals(entries: Iterable[CompiledRequirement], held: Holdings) -> tuple[int, int, int, int, int]:
    """The sums of weight times credit for low, supported and high, then the settled weight and the whole weight."""
    low = supported = high = known = weights = 0
    stated: dict[str, Any] = held.stated
    inferred: dict[str, Any] = held.inferred
    closed, lapsed = held.closed, held.lapsed
    for entry in entries:
        weight = entry.weight
        level = entry.level
        # For a level as in criterion_credits, without a call: this is where a score spends its time.
        if level is None:
            one, two, three = requirement_credits(entry, held)
        elif (rank := stated.get(level.descriptor)) is not None:
            one, two, three = level.stated_credits[rank]
        elif (held.all_closed or level.descriptor in closed) and level.descriptor not in lapsed:
            one, two, three = _NOTHING
        elif (rank := inferred.get(level.descriptor)) is not None:
            one, two, three = level.inferred_credits[rank]
        else:
            one, two, three = level.open_credits
        low += weight * one
        supported += weight * two
        high += weight * three
        weights += weight
        if one == three:
            known += weight
    return low, supported, high, known, weights


def averages(low: int, supported: int, high: int, known: int, weight: int) -> tuple[int, int, int, int]:
    """The numbers of a fit in parts per million from :func:`totals`; nothing is known where nothing is asked."""
    if not weight:
        return 0, 0, MILLION, 0
    return low // weight, supported // weight, high // weight, MILLION * known // weight


def criterion_state(criterion: Criterion, held: Holdings, role: CompiledRole) -> State:
    """The state of one criterion as a minimum requirement (``docs/fit.md``)."""
    stated = ranks_on(held.stated, criterion)
    enough = [key for key, rank in stated.items() if rank >= criterion.at_least]
    if any(_proven(criterion, key, held, role) for key in enough):
        return "met"
    presumed = presumed_ranks(criterion, held).values() if not criterion.evidence else ()
    if any(rank >= criterion.at_least for rank in presumed):
        return "presumed"
    if enough or next(open_keys(criterion, held), None) is not None:
        return "unknown"
    return "not_met"


def _proven(criterion: Criterion, key: str, held: Holdings, role: CompiledRole) -> bool:
    if held.typical or not criterion.evidence:
        return True
    scale = role.scales[criterion.scale]
    return any(
        fact.evidence is not None
        and fact.evidence.kind in criterion.evidence
        and fact not in held.stale
        and scale.rank(fact.value) >= criterion.at_least
        for fact in held.facts[criterion.descriptor, key]
    )


def requirement_state(entry: CompiledRequirement, held: Holdings, role: CompiledRole) -> State:
    """The state of a minimum requirement: the best state in ``any_of``, the worst in ``all_of``."""
    states = [STATES.index(criterion_state(criterion, held, role)) for criterion in entry.leaves]
    return STATES[max(states) if entry.group == "any_of" else min(states)]


def worst_state(role: CompiledRole, held: Holdings) -> State:
    """The worst state of all minimum requirements of a role; ``met`` if it has none."""
    worst = _MET
    stated: dict[str, Any] = held.stated
    inferred = held.inferred
    for entry in role.minimums:
        level = entry.level
        # For a level as in criterion_state, without a call.
        if level is None or level.evidence or level.descriptor in inferred:
            place = STATES.index(requirement_state(entry, held, role))
        elif (rank := stated.get(level.descriptor)) is not None:
            place = _MET if rank >= level.at_least else _NOT_MET
        else:
            place = _NOT_MET if held.closes(level.descriptor) else _UNKNOWN
        if place == _NOT_MET:
            return "not_met"
        worst = min(worst, place)
    return STATES[worst]


@frozen(eq=False)
class StatedCredit:
    """What stated values earn; computed once for each requirement, because roles in several situations share them."""

    held: Holdings
    _earned: dict[int, int] = field(factory=dict, init=False)

    def share(self, entries: Iterable[CompiledRequirement]) -> int:
        """The part of the weight of requirements or extras that is earned, in parts per million; 0 of none."""
        if not self.held.stated:
            return 0
        earned = self._earned
        total = weight = 0
        for entry in entries:
            if id(entry) not in earned:
                earned[id(entry)] = entry.weight * requirement_credits(entry, self.held)[0]
            total += earned[id(entry)]
            weight += entry.weight
        return total // weight if weight else 0


def proven_part(roles: Iterable[CompiledRole], held: Holdings) -> Holdings:
    """The part of the holdings that counts for ``proven``: facts with evidence above the person's own word.

    The roles are one role in several situations.
    """
    scales: dict[str, ScaleView] = {}
    proof: tuple[str, ...] = ()
    for role in roles:
        scales |= role.scale_of
        proof = role.proof
    ranks = {}
    for slot, facts in () if held.evidence_kinds.isdisjoint(proof) else held.facts.items():
        if slot[0] in scales:
            proven = (
                fact
                for fact in facts
                if fact.evidence is not None and fact.evidence.kind in proof and fact not in held.stale
            )
            best = next(proven, None)
            if best is not None:
                ranks[slot] = scales[slot[0]].rank(best.value)
    return evolve(held, stated=nested(ranks), inferred={}, closed=frozenset(), all_closed=False)
