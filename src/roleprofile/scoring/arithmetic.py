"""The arithmetic of a fit, version 1, in whole numbers: credit and scores are parts per million.

Source: ``docs/fit.md``, the project's own definition. A change to any number makes a new version.
"""

from __future__ import annotations

from operator import mul
from typing import TYPE_CHECKING, Any, Literal

from roleprofile.scoring.compiled import MILLION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from roleprofile.model.person import Holdings
    from roleprofile.scoring.compiled import CompiledRole, Credits, Entry, Leaf

#: The version that records carry.
ARITHMETIC = 1

#: The credits of a value that is missing from a closed list.
_NOTHING: Credits = (0, 0, 0)
_NO_RANKS: dict[str, int] = {}

State = Literal["met", "presumed", "unknown", "not_met"]
#: The states of a minimum requirement, worst first.
STATES: tuple[State, ...] = ("not_met", "unknown", "presumed", "met")


def leaf_credits(leaf: Leaf, held: Holdings) -> Credits:
    """The three credits of one criterion: from stated and closed values, with inferred values, and at best."""
    if leaf.keys is not None:
        return _keyed_credits(leaf, held)
    descriptor = leaf.descriptor
    rank: Any = held.stated.get(descriptor)
    if rank is not None:
        if leaf.table:
            return leaf.stated_credits[rank]
        credit = leaf.credit(rank) * leaf.worth // 100
        return credit, credit, credit
    if held.all_closed or descriptor in held.closed:
        return _NOTHING
    rank = held.inferred.get(descriptor)
    if rank is None:
        return leaf.open_credits
    full = leaf.open_credits[2]
    return leaf.inferred_credits[rank] if leaf.table else (0, leaf.credit(rank) * leaf.worth // 100, full)


def _keyed_credits(leaf: Leaf, held: Holdings) -> Credits:
    descriptor, worth = leaf.descriptor, leaf.worth
    stated: Any = held.stated.get(descriptor, _NO_RANKS)
    low = _best_key(leaf, stated)
    if held.all_closed or descriptor in held.closed:
        low = low * worth // 100
        return low, low, low
    inferred: Any = held.inferred.get(descriptor, _NO_RANKS)
    supported = max(low, _best_key(leaf, inferred))
    key = best_open_key(leaf, stated)
    high = max(low, MILLION * leaf.percents[key] // 100) if key else low
    return low * worth // 100, supported * worth // 100, high * worth // 100


def _best_key(leaf: Leaf, ranks: Mapping[str, int]) -> int:
    """The highest credit among these ranks, before ``worth``; keys that the criterion does not list earn nothing."""
    best = 0
    percents = leaf.percents
    for key, rank in ranks.items():
        if key in percents:
            earned = leaf.credit(rank) * percents[key] // 100
            best = max(best, earned)
    return best


def best_open_key(leaf: Leaf, stated: Mapping[str, int]) -> str:
    """The key with the highest percent among the keys without a stated value, or ``""`` if every key has one."""
    for key in leaf.percents:
        if key not in stated:
            return key
    return ""


def ranks_on(ranks: dict[str, int | dict[str, int]], leaf: Leaf) -> dict[str, int]:
    """The ranks on the descriptor of a criterion, by the keys that count, or by ``""`` where it has no keys."""
    found: Any = ranks.get(leaf.descriptor, _NO_RANKS)
    if isinstance(found, int):
        return {"": found}
    return {key: rank for key, rank in found.items() if key in leaf.percents}


def entry_credits(entry: Entry, held: Holdings) -> Credits:
    """The credits of a requirement or extra: the best criterion of ``any_of``, the weighted mean of ``all_of``."""
    if not entry.group:
        return leaf_credits(entry.leaves[0], held)
    low, supported, high = zip(*[leaf_credits(leaf, held) for leaf in entry.leaves], strict=True)
    if entry.group == "any_of":
        return max(low), max(supported), max(high)
    weights = [leaf.weight for leaf in entry.leaves]
    return _mean(weights, low), _mean(weights, supported), _mean(weights, high)


def _mean(weights: Sequence[int], found: Sequence[int]) -> int:
    earned: int = sum(map(mul, weights, found))
    return earned // sum(weights)


def totals(entries: Iterable[Entry], held: Holdings) -> tuple[int, int, int, int, int]:
    """The sums of weight times credit for low, supported and high, then the settled weight and the whole weight."""
    low = supported = high = known = weights = 0
    for entry in entries:
        weight = entry.weight
        one, two, three = entry_credits(entry, held)
        low += weight * one
        supported += weight * two
        high += weight * three
        weights += weight
        if one == three:
            known += weight
    return low, supported, high, known, weights


def leaf_state(leaf: Leaf, held: Holdings, role: CompiledRole) -> State:
    """The state of one criterion as a minimum requirement (``docs/fit.md``)."""
    stated = ranks_on(held.stated, leaf)
    inferred = ranks_on(held.inferred, leaf)
    complete = len(stated) == (1 if leaf.keys is None else len(leaf.keys))
    enough = [key for key, rank in stated.items() if rank >= leaf.at_least]
    if any(_proven(leaf, key, held, role) for key in enough):
        return "met"
    closed = held.all_closed or leaf.descriptor in held.closed
    if not closed and not leaf.evidence and any(rank >= leaf.at_least for rank in inferred.values()):
        return "presumed"
    if enough or not (complete or closed):
        return "unknown"
    return "not_met"


def _proven(leaf: Leaf, key: str, held: Holdings, role: CompiledRole) -> bool:
    if not leaf.evidence:
        return True
    scale = role.scales[leaf.scale]
    return any(
        fact.evidence is not None and fact.evidence.kind in leaf.evidence and scale.rank(fact.value) >= leaf.at_least
        for fact in held.facts[leaf.descriptor, key]
    )


def entry_state(entry: Entry, held: Holdings, role: CompiledRole) -> State:
    """The state of a minimum requirement: the best state in ``any_of``, the worst in ``all_of``."""
    states = [STATES.index(leaf_state(leaf, held, role)) for leaf in entry.leaves]
    return STATES[max(states) if entry.group == "any_of" else min(states)]


def verdict(score: int, worst: State, role: CompiledRole, order: Sequence[str]) -> str:
    """The verdict of a score, no better than the cap for ``worst`` allows.

    ``order`` lists the verdicts, best first; the last has no threshold.
    """
    reached = next((name for name in order[:-1] if score >= role.thresholds[name]), order[-1])
    cap = {"not_met": role.caps["not_met"], "met": order[0]}.get(worst, role.caps["unknown"])
    return order[max(order.index(reached), order.index(cap))]


def shares(parts: Sequence[int], whole: int, order: Callable[[int], str]) -> tuple[int, ...]:
    """Each part's share of ``whole`` as a whole number, so that they add up to ``sum(parts) // whole`` exactly.

    The method of the largest remainder; ``order`` breaks ties. All shares are 0 if ``whole`` is 0.

    >>> shares([3, 3, 3], 4, str)
    (1, 1, 0)
    """
    if not whole:
        return (0,) * len(parts)
    floors = [part // whole for part in parts]
    left = sum(parts) // whole - sum(floors)
    by_rest = sorted(range(len(parts)), key=lambda i: (-(parts[i] % whole), order(i)))
    for i in by_rest[:left]:
        floors[i] += 1
    return tuple(floors)
