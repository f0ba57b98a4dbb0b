"""The gain of answers and of higher values: questions and gaps, computed exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from attrs import field, frozen

from roleprofile.model.person import Holdings, Slot
from roleprofile.scoring.arithmetic import criterion_credits, open_keys, ranks_on, requirement_credits
from roleprofile.scoring.compiled import MILLION, CompiledRequirement, CompiledRole, Criterion
from roleprofile.scoring.contributions import Gap, Question, Step, contributions

#: Sets of answers to the question of a requirement, from the holdings and the credits without them.
Answers: TypeAlias = "Callable[[CompiledRequirement, Holdings, _Baseline], tuple[dict[Slot, int], ...]]"


def questions(role: CompiledRole, held: Holdings, answers: Answers | None = None) -> tuple[Question, ...]:
    """A question for each requirement that is not settled, or whose minimum is unknown or presumed.

    Of the sets of ``answers`` the one that raises ``low`` most is counted.
    """
    answers = answers or _best_answers
    now = _Baseline.of(role, held)
    found = []
    for entry, one in zip(role.requirements, contributions(role, role.requirements, held), strict=True):
        if one.settled and one.minimum not in ("unknown", "presumed"):
            continue
        open_parts = tuple(part for part in one.parts if part.low != part.high)
        question = Question(
            id=one.id,
            label=one.label,
            could_add=max(map(now.gain, answers(entry, held, now))),
            asks=open_parts or one.parts,
            minimum=one.minimum,
        )
        found.append(question)
    return tuple(sorted(found, key=lambda question: (-question.could_add, question.id)))


def gaps(role: CompiledRole, held: Holdings) -> tuple[Gap, ...]:
    """Each settled requirement below full credit, with the values that would raise it."""
    now = _Baseline.of(role, held)
    found = []
    for place, entry in enumerate(role.requirements):
        low, _, high = requirement_credits(entry, held)
        if low != high or low == MILLION:
            continue
        steps = []
        for criterion in entry.leaves:
            for slot, rank in _next(criterion, held):
                adds = now.step(place, slot, rank)
                if adds > 0:
                    steps.append(_step(role, criterion, held, slot[1], rank, adds))
        gap = Gap(
            id=entry.id, label=entry.label, missing=now.points(entry.weight * (MILLION - low)), steps=tuple(steps)
        )
        found.append(gap)
    return tuple(sorted(found, key=lambda gap: (-gap.missing, gap.id)))


@frozen
class _CurrentCredit:
    """The current ``low`` credit of a requirement and of its criteria."""

    entry: CompiledRequirement
    low: int
    lows: tuple[int, ...]
    #: For ``all_of``: the sum of weight times credit of the criteria, and their whole weight.
    earned: int
    whole: int

    @classmethod
    def of(cls, entry: CompiledRequirement, held: Holdings) -> _CurrentCredit:
        lows = tuple(criterion_credits(criterion, held)[0] for criterion in entry.leaves)
        earned = sum(criterion.weight * low for criterion, low in zip(entry.leaves, lows, strict=True))
        return cls(
            entry,
            requirement_credits(entry, held)[0],
            lows,
            earned,
            sum(criterion.weight for criterion in entry.leaves),
        )

    def raised(self, raised: Mapping[int, int]) -> int:
        """The credit of the requirement if the criteria at these places earn these higher credits."""
        if self.entry.group != "all_of":
            return max(self.low, *raised.values())
        more = sum(self.entry.leaves[i].weight * (credit - self.lows[i]) for i, credit in raised.items())
        return (self.earned + more) // self.whole


@frozen
class _Baseline:
    """The current score in parts, to compute the gain of a stated value.

    A higher value never lowers a credit, so a criterion earns the better of its current credit and the credit of the
    new value alone. Criteria that do not read the value stay as they are.
    """

    #: The sum of weight times credit over all requirements, and the whole weight.
    earned: int
    whole: int
    standings: tuple[_CurrentCredit, ...]
    #: For each descriptor, the criteria that read it, with the place of the requirement and of the criterion.
    readers: Mapping[str, list[tuple[int, int, Criterion]]]
    #: Known gains, because many requirements may ask for the same value.
    _known: dict[tuple[Slot, int], int] = field(factory=dict)

    @classmethod
    def of(cls, role: CompiledRole, held: Holdings) -> _Baseline:
        standings = tuple(_CurrentCredit.of(entry, held) for entry in role.requirements)
        readers: dict[str, list[tuple[int, int, Criterion]]] = {}
        for i, entry in enumerate(role.requirements):
            for j, criterion in enumerate(entry.leaves):
                readers.setdefault(criterion.descriptor, []).append((i, j, criterion))
        return cls(sum(one.entry.weight * one.low for one in standings), role.weight, standings, readers)

    def points(self, more: int) -> int:
        """The rise of ``low`` in parts per million if the sum of weight times credit grows by ``more``."""
        return (self.earned + more) // self.whole - self.earned // self.whole

    def gain(self, values: Mapping[Slot, int]) -> int:
        """The rise of ``low`` in parts per million if these ranks are stated."""
        raised: dict[int, dict[int, int]] = {}
        for (descriptor, key), rank in values.items():
            for i, j, criterion in self.readers[descriptor]:
                credit = _credit_of_value(criterion, key, rank)
                if credit > self.standings[i].lows[j]:
                    inner = raised.setdefault(i, {})
                    inner[j] = max(credit, inner.get(j, 0))
        standings = self.standings
        return self.points(
            sum(
                standings[i].entry.weight * (standings[i].raised(inner) - standings[i].low)
                for i, inner in raised.items()
            )
        )

    def asked(self, descriptor: str) -> int:
        """The highest rank that is asked for on a descriptor."""
        return max(criterion.asked for _, _, criterion in self.readers[descriptor])

    def most(self, slot: Slot) -> int:
        """The gain of the highest rank that is asked for."""
        return self._gain_of(slot, self.asked(slot[0]))

    def _gain_of(self, slot: Slot, rank: int) -> int:
        known = self._known.get((slot, rank))
        if known is None:
            known = self._known[slot, rank] = self.gain({slot: rank})
        return known

    def step(self, place: int, slot: Slot, rank: int) -> int:
        """The gain of one rank; 0 if it does not raise the requirement at ``place``."""
        one = self.standings[place]
        raised = {
            j: credit
            for j, criterion in enumerate(one.entry.leaves)
            if criterion.descriptor == slot[0] and (credit := _credit_of_value(criterion, slot[1], rank)) > one.lows[j]
        }
        if not raised or one.raised(raised) <= one.low:
            return 0
        return self._gain_of(slot, rank)


def _credit_of_value(criterion: Criterion, key: str, rank: int) -> int:
    """The credit of one stated rank on a criterion, without the other values."""
    if criterion.keys is None:
        return criterion.credit(rank) * criterion.worth // 100
    return criterion.credit(rank) * criterion.percents.get(key, 0) // 100 * criterion.worth // 100


def _best_answers(entry: CompiledRequirement, held: Holdings, now: _Baseline) -> tuple[dict[Slot, int], ...]:
    """For each open criterion the answer that raises ``low`` most; and the one that the criterion counts most.

    The second set brings more where one key answers several criteria in part, and other keys each of them in full.
    """
    anywhere: dict[Slot, int] = {}
    here: dict[Slot, int] = {}
    for criterion in entry.leaves:
        low, _, high = criterion_credits(criterion, held)
        if low != high:
            slots = [(criterion.descriptor, key) for key in open_keys(criterion, held)]
            asked = now.asked(criterion.descriptor)
            anywhere[max(slots, key=now.most)] = asked
            here[slots[0]] = asked
    return anywhere, here


def _next(criterion: Criterion, held: Holdings) -> list[tuple[Slot, int]]:
    """The next level above the held one, and the asked value on the best key."""
    ranks = ranks_on(held.stated, criterion)
    keys = criterion.keys
    best = now = ""
    if keys is not None:
        best = next(iter(keys))
        # Of equal values the one on the better key, because it leads to the shorter next step.
        now = max(ranks, key=lambda key: (criterion.credit(ranks[key]) * keys[key], keys[key], key), default=best)
        if keys[now] == keys[best]:
            best = now
    steps = [((criterion.descriptor, best), criterion.asked)]
    rank = ranks.get(now, 0)
    if criterion.table and rank + 1 < criterion.asked:
        steps.insert(0, ((criterion.descriptor, now), rank + 1))
    return steps


def _step(role: CompiledRole, criterion: Criterion, held: Holdings, key: str, rank: int, adds: int) -> Step:
    percents = criterion.percents
    # A level may be reached on any key of the same percentage; an amount grows on the key where it stands.
    grows = not criterion.table and key in ranks_on(held.stated, criterion)
    this_one = bool(key) and (grows or list(percents.values()).count(percents[key]) == 1)
    return Step(
        descriptor=criterion.descriptor,
        label=criterion.label,
        scale=criterion.scale,
        key=key,
        key_labels=(
            (role.terms[f"{criterion.descriptor}/{key}"],)
            if this_one
            else tuple(label for label, percent in criterion.asked_keys if label and percent == percents.get(key))
        ),
        value=role.scales[criterion.scale].value(rank),
        adds=adds,
    )
