"""What answers and efforts would bring: questions and gaps. Recomputed by the same arithmetic, never estimated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from roleprofile.scoring.arithmetic import best_open_key, entry_credits, leaf_credits, totals
from roleprofile.scoring.compiled import MILLION
from roleprofile.scoring.details import Gap, Question, Step, contributions, ranks_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from roleprofile.model.person import Holdings, Slot
    from roleprofile.scoring.compiled import CompiledRole, Entry, Leaf


def questions(role: CompiledRole, held: Holdings) -> tuple[Question, ...]:
    """One question a requirement that is not settled, or whose minimum nobody has proven."""
    now = _Now.of(role, held)
    found = []
    for entry, one in zip(role.requirements, contributions(role, role.requirements, held), strict=True):
        if one.settled and one.minimum not in ("unknown", "presumed"):
            continue
        open_parts = tuple(part for part in one.parts if part.low != part.high)
        question = Question(
            id=one.id,
            label=one.label,
            could_add=now.gain(_in_full(entry, held)),
            asks=open_parts or one.parts,
            minimum=one.minimum,
        )
        found.append(question)
    return tuple(sorted(found, key=lambda question: (-question.could_add, question.id)))


def gaps(role: CompiledRole, held: Holdings) -> tuple[Gap, ...]:
    """Each settled requirement below its full credit, with the steps that would raise it."""
    now = _Now.of(role, held)
    found = []
    for entry in role.requirements:
        low, _, high = entry_credits(entry, held)
        if low != high or low == MILLION:
            continue
        steps = []
        for leaf in entry.leaves:
            for slot, rank in _next(leaf, held):
                raised = entry_credits(entry, _stating(held, {slot: rank}))[0] > low
                adds = now.gain({slot: rank}) if raised else 0
                if adds > 0:
                    steps.append(_step(role, leaf, held, slot[1], rank, adds))
        gap = Gap(
            id=entry.id, label=entry.label, missing=now.points(entry.weight * (MILLION - low)), steps=tuple(steps)
        )
        found.append(gap)
    return tuple(sorted(found, key=lambda gap: (-gap.missing, gap.id)))


@frozen
class _Now:
    """What ``low`` rests on, so that it is known what it would become: recomputed, never estimated."""

    role: CompiledRole
    held: Holdings
    #: Weight times credit, summed over all requirements.
    earned: int

    @classmethod
    def of(cls, role: CompiledRole, held: Holdings) -> _Now:
        return cls(role, held, totals(role.requirements, held)[0])

    def points(self, more: int) -> int:
        """By how many parts per million ``low`` rises with so much more weight times credit."""
        whole = self.role.weight
        return (self.earned + more) // whole - self.earned // whole

    def gain(self, values: Mapping[Slot, int]) -> int:
        """By how many parts per million these ranks, if stated, raise ``low`` in all requirements that read them."""
        named = {descriptor for descriptor, _ in values}
        then = _stating(self.held, values)
        return self.points(
            sum(
                entry.weight * (entry_credits(entry, then)[0] - entry_credits(entry, self.held)[0])
                for entry in self.role.requirements
                if any(leaf.descriptor in named for leaf in entry.leaves)
            )
        )


def _stating(held: Holdings, values: Mapping[Slot, int]) -> Holdings:
    """What is held if these ranks were stated as well; good for credits only, because it has no facts for them."""
    stated = dict(held.stated)
    for (descriptor, key), rank in values.items():
        if key:
            inner = stated.get(descriptor)
            stated[descriptor] = (inner if isinstance(inner, dict) else {}) | {key: rank}
        else:
            stated[descriptor] = rank
    return evolve(held, stated=stated)


def _in_full(entry: Entry, held: Holdings) -> dict[Slot, int]:
    """The answers that earn an entry all that is open: what each open leaf asks, with its best open key."""
    values: dict[Slot, int] = {}
    for leaf in entry.leaves:
        low, _, high = leaf_credits(leaf, held)
        if low != high:
            slot = (leaf.descriptor, best_open_key(leaf, ranks_on(held.stated, leaf)))
            values[slot] = max(leaf.asked, values.get(slot, 0))
    return values


def _next(leaf: Leaf, held: Holdings) -> list[tuple[Slot, int]]:
    """The next level of what is held, and the asked one with a key that counts in full."""
    ranks = ranks_on(held.stated, leaf)
    keys = leaf.keys
    best = now = ""
    if keys is not None:
        best = next(iter(keys))
        # The value that counts now; of equals the better key, so that the next step is the shorter one.
        now = max(ranks, key=lambda key: (leaf.credit(ranks[key]) * keys[key], keys[key], key), default=best)
        if keys[now] == keys[best]:
            best = now
    steps = [((leaf.descriptor, best), leaf.asked)]
    rank = ranks.get(now, 0)
    if leaf.table and rank + 1 < leaf.asked:
        steps.insert(0, ((leaf.descriptor, now), rank + 1))
    return [(slot, rank) for slot, rank in steps if rank > ranks.get(slot[1], 0)]


def _step(role: CompiledRole, leaf: Leaf, held: Holdings, key: str, rank: int, adds: int) -> Step:
    percents = leaf.percents
    this_one = key in ranks_on(held.stated, leaf) or list(percents.values()).count(percents.get(key, 0)) == 1
    return Step(
        descriptor=leaf.descriptor,
        label=leaf.label,
        scale=leaf.scale,
        key=key,
        key_labels=(
            (role.terms[f"{leaf.descriptor}/{key}"],)
            if key and this_one
            else tuple(label for label, percent in leaf.asked_keys if label and percent == percents.get(key))
        ),
        value=role.scales[leaf.scale].value(rank),
        adds=adds,
    )
