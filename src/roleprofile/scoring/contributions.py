"""The parts of a fit: contributions and surplus, and the value classes of questions and gaps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from operator import attrgetter, mul
from typing import Literal

from attrs import frozen

from roleprofile.model.person import Fact, Holdings, Inferred
from roleprofile.model.role import FULL
from roleprofile.model.values import NO_TEXT, Text, Value
from roleprofile.scoring.arithmetic import (
    criterion_credits,
    open_keys,
    presumed_ranks,
    ranks_on,
    requirement_credits,
    requirement_state,
)
from roleprofile.scoring.compiled import CompiledRequirement, CompiledRole, Criterion, State
from roleprofile.scoring.shares import shares

#: The origin of a value.
How = Literal["stated", "closed", "inferred", "unknown"]


@frozen(kw_only=True)
class HeldValue:
    """A value that a person has, and where it is known from."""

    value: Value
    #: The key's id and name, for a keyed descriptor.
    key: str = ""
    key_label: Text = NO_TEXT
    #: The percentage for which this key counts.
    percent: int = 100
    how: How
    #: The fact that counts; ``None`` for an inferred value.
    fact: Fact | None = None
    #: Facts that do not count: with weaker evidence, older, or higher with equal evidence.
    others: tuple[Fact, ...] = ()
    inferred: Inferred | None = None


@frozen(kw_only=True)
class CriterionResult:
    """One criterion of a requirement: the asked value, the held values, and the credits in parts per million."""

    descriptor: str
    label: Text
    scale: str
    asked: Value
    asked_keys: tuple[tuple[Text, int], ...]
    #: The percentage of the full credit that this criterion of a group can reach.
    worth: int
    how: How
    #: The value that earns the credit, then the others.
    held: tuple[HeldValue, ...]
    low: int
    supported: int
    high: int
    #: The counting facts whose evidence is stale, so that it proves nothing.
    stale: tuple[Fact, ...] = ()
    #: The facts that do not count, because they expired before the day of the fit.
    expired: tuple[Fact, ...] = ()
    #: The facts that do not count, because they are dated after the day of the fit.
    dated_later: tuple[Fact, ...] = ()
    #: The kinds of evidence that prove it as a minimum requirement; empty if none is asked for.
    evidence: tuple[str, ...] = ()


@frozen
class Contribution:
    """The part of the score that one requirement earns.

    ``credit_*`` are parts per million of the requirement; ``low``, ``supported``, ``high`` and ``possible`` are its
    shares of the whole score, in parts per million, and add up over all contributions. All other values are looked up
    on access.
    """

    _role: CompiledRole
    _held: Holdings
    _entry: CompiledRequirement
    #: The credit of stated values, in parts per million of the requirement.
    credit_low: int
    #: The credit of stated and presumed values, in parts per million of the requirement.
    credit_supported: int
    #: The credit if every open answer is the best, in parts per million of the requirement.
    credit_high: int
    low: int
    supported: int
    high: int

    def __eq__(self, other: object) -> bool:
        return _shown(self) == _shown(other) if isinstance(other, Contribution) else NotImplemented

    def __hash__(self) -> int:
        return hash(_shown(self))

    def __repr__(self) -> str:
        pairs = zip(_SHOWN, _shown(self), strict=True)
        return f"Contribution({', '.join(f'{name}={value!r}' for name, value in pairs)})"

    @property
    def id(self) -> str:
        """The id."""
        return self._entry.id

    @property
    def label(self) -> Text:
        """The name."""
        return self._entry.label

    @property
    def group(self) -> str:
        """Whether the best criterion counts (``any_of``) or the mean (``all_of``); empty for a single criterion."""
        return self._entry.group

    @cached_property
    def parts(self) -> tuple[CriterionResult, ...]:
        """The parts."""
        return tuple(_part(self._role, criterion, self._held) for criterion in self._entry.leaves)

    @property
    def weight(self) -> int:
        """The weight, from 1 to 1,000."""
        return self._entry.weight

    @property
    def possible(self) -> int:
        """The share of the whole score that full credit earns, in parts per million."""
        return self._role.possible[self._entry.id]

    @cached_property
    def minimum(self) -> State | None:
        """The state of a minimum requirement, else ``None``."""
        return requirement_state(self._entry, self._held, self._role) if self._entry.minimum else None

    @property
    def needed_for(self) -> tuple[str, ...]:
        """The ids of the duties that need it."""
        return self._entry.needed_for

    @property
    def source(self) -> tuple[str, ...]:
        """The names of the sources of the rule."""
        return self._entry.source

    @property
    def basis(self) -> str:
        """Whether sources state the rule, or its author judged."""
        return self._entry.basis

    @property
    def reason(self) -> Text:
        """The reason of the rule, in words."""
        return self._entry.reason

    @property
    def settled(self) -> bool:
        """Whether no further answer can change the credit."""
        return self.credit_low == self.credit_high

    @property
    def best(self) -> CriterionResult:
        """The criterion that earns the credit; the first of equal ones."""
        return max(self.parts, key=lambda part: (part.supported, part.low))


#: The values of a contribution, in the order in which it prints them.
_SHOWN = (
    "id",
    "label",
    "group",
    "parts",
    "weight",
    "credit_low",
    "credit_supported",
    "credit_high",
    "low",
    "supported",
    "high",
    "possible",
    "minimum",
    "needed_for",
    "source",
    "basis",
    "reason",
)
_shown = attrgetter(*_SHOWN)


@frozen(kw_only=True)
class Minimum:
    """A minimum requirement and its state."""

    id: str
    label: Text
    state: State


@frozen(kw_only=True)
class Question:
    """An open question, and the parts per million that the best answer adds to ``low``.

    An answer counts in every requirement that reads it, so ``could_add`` may exceed the share of this requirement.
    """

    id: str
    label: Text
    #: The parts per million that the best answer adds to ``low``.
    could_add: int
    #: The open criteria.
    asks: tuple[CriterionResult, ...]
    minimum: State | None


@frozen(kw_only=True)
class Step:
    """A higher value, and the parts per million that it adds to ``low`` over all requirements that read it."""

    descriptor: str
    label: Text
    scale: str
    #: The id of the key for a keyed descriptor; the first of several with the same percentage.
    key: str
    #: The name of the key; for several with the same percentage, the names that the role gives them.
    key_labels: tuple[Text, ...]
    value: Value
    #: The parts per million that it adds to ``low``.
    adds: int


@frozen(kw_only=True)
class Gap:
    """A certain shortfall: the parts per million that ``low`` lacks, and the values that would raise it."""

    id: str
    label: Text
    missing: int
    steps: tuple[Step, ...]


@frozen(kw_only=True)
class Surplus:
    """A stated value above the asked one."""

    id: str
    label: Text
    scale: str
    asked: Value
    held: Value


def contributions(
    role: CompiledRole, entries: Sequence[CompiledRequirement], held: Holdings
) -> tuple[Contribution, ...]:
    """The contribution of each entry, in the role's order."""
    weights = [entry.weight for entry in entries]
    whole, ids = sum(weights), [entry.id for entry in entries]
    credits_of = list(zip(*[requirement_credits(entry, held) for entry in entries], strict=True))
    points = [shares(list(map(mul, weights, one)), whole, ids) for one in credits_of]
    rows = zip(entries, *credits_of, *points, strict=True)
    return tuple(
        [
            Contribution(role, held, entry, one, two, three, low, supported, high)
            for entry, one, two, three, low, supported, high in rows
        ]
    )


def _part(role: CompiledRole, criterion: Criterion, held: Holdings) -> CriterionResult:
    low, supported, high = criterion_credits(criterion, held)
    values = _held(role, criterion, held)
    facts = [fact for slot in criterion.slots for fact in held.facts.get(slot, ())] if held.stale else []
    uncounted = [fact for slot in criterion.slots for fact in held.uncounted.get(slot, ())] if held.uncounted else []
    expired = tuple(fact for fact in uncounted if fact.evidence and fact.evidence.has_expired(held.as_of))
    return CriterionResult(
        descriptor=criterion.descriptor,
        label=criterion.label,
        scale=criterion.scale,
        asked=role.scales[criterion.scale].value(criterion.asked),
        asked_keys=criterion.asked_keys,
        worth=criterion.worth,
        how=_how(criterion, held, values),
        held=values,
        low=low,
        supported=supported,
        high=high,
        stale=tuple(fact for fact in facts if fact in held.stale),
        expired=expired,
        dated_later=tuple(fact for fact in uncounted if fact not in expired),
        evidence=criterion.evidence,
    )


def _how(criterion: Criterion, held: Holdings, values: tuple[HeldValue, ...]) -> How:
    if values:
        return values[0].how
    return "closed" if next(open_keys(criterion, held), None) is None else "unknown"


def _held(role: CompiledRole, criterion: Criterion, held: Holdings) -> tuple[HeldValue, ...]:
    """The values on a criterion, highest credit first; inferred values only where the list is not closed."""
    scale = role.scales[criterion.scale]
    percents = criterion.percents
    # Plain tuples, because a person may hold a thousand keys: by credit, stated before inferred, then by key.
    order = [
        (-(criterion.credit(rank) * percents.get(key, FULL)), False, key, rank)
        for key, rank in ranks_on(held.stated, criterion).items()
    ]
    order += [
        (-(criterion.credit(rank) * percents.get(key, FULL)), True, key, rank)
        for key, rank in presumed_ranks(criterion, held).items()
    ]
    if criterion.keys is not None:
        order.sort()
    found = []
    for _, presumed, key, rank in order:
        facts = () if presumed else held.facts[criterion.descriptor, key]
        found.append(
            HeldValue(
                value=scale.value(rank),
                key=key,
                key_label=role.terms.get(f"{criterion.descriptor}/{key}", NO_TEXT),
                percent=percents.get(key, FULL),
                how="inferred" if presumed else "stated",
                fact=facts[0] if facts else None,
                others=facts[1:],
                inferred=held.because[criterion.descriptor, key] if presumed else None,
            )
        )
    return tuple(found)


def surplus(role: CompiledRole, held: Holdings) -> tuple[Surplus, ...]:
    """Every stated value above the asked one, in the order of the role."""
    found = []
    for entry in role.requirements:
        for criterion in entry.leaves:
            scale = role.scales[criterion.scale]
            # A key that counts only in part never earns full credit, so its surplus is none.
            best = max(criterion.percents.values(), default=0)
            above = [
                rank
                for key, rank in ranks_on(held.stated, criterion).items()
                if rank > criterion.asked and criterion.percents.get(key, best) == best
            ]
            if above:
                found.append(
                    Surplus(
                        id=entry.id,
                        label=criterion.label,
                        scale=criterion.scale,
                        asked=scale.value(criterion.asked),
                        held=scale.value(max(above)),
                    )
                )
    return tuple(found)
