"""The result of a score: a range, a verdict, and the values that explain both."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, get_args

from attrs import evolve, field, frozen

from roleprofile.errors import ArgumentValueError
from roleprofile.model.pack import VERDICTS, Verdict
from roleprofile.model.person import Holdings
from roleprofile.model.rendering import Result
from roleprofile.scoring.arithmetic import (
    StatedCredit,
    averages,
    proven_part,
    requirement_state,
    totals,
    worst_state,
)
from roleprofile.scoring.compiled import (
    ARITHMETIC,
    MILLION,
    CompiledRole,
    Onboarding,
    State,
)
from roleprofile.scoring.contributions import Contribution, Gap, Minimum, Question, Surplus
from roleprofile.scoring.contributions import contributions as contributions_of
from roleprofile.scoring.contributions import surplus as surplus_of
from roleprofile.scoring.marginal_gains import gaps as gaps_of
from roleprofile.scoring.marginal_gains import questions as questions_of
from roleprofile.scoring.record import from_record, replayed, to_record
from roleprofile.scoring.record_v1 import result as result_of_version_1
from roleprofile.scoring.record_validation import refused

#: Names of results in the order in which a difference is reported.
_RESULTS = (
    "low",
    "supported",
    "high",
    "known",
    "proven",
    "extras",
    "verdict_low",
    "verdict_supported",
    "verdict_high",
    "meets_minimum",
)

#: The names of the numbers of a fit.
Number = Literal["low", "supported", "high", "known", "proven", "extras"]
#: The numbers of a fit in one situation: low, supported, high and known, in parts per million.
Numbers = tuple[int, int, int, int]
#: A role and holdings, the numbers of their fit, the worst state of the minimum requirements, and the three verdicts.
Scored = tuple[CompiledRole, Holdings, Numbers, State, tuple[int, int, int]]


@frozen
class Situations:
    """The fits of a person in every situation that makes a difference, where dimensions are unspecified."""

    _person: str
    _each: tuple[Scored, ...]

    def __repr__(self) -> str:
        """The number of situations in one line."""
        return f"<Situations: {len(self)}>"

    def __len__(self) -> int:
        """The number of situations; 1 if every dimension is given."""
        return len(self._each)

    def __iter__(self) -> Iterator[Fit]:
        """The fits, by the ids of the terms."""
        return iter(self.fits)

    @cached_property
    def fits(self) -> tuple[Fit, ...]:
        """The fits, by the ids of the terms."""
        return tuple(
            Fit(role, self._person, held, *numbers, worst=state) for role, held, numbers, state, _ in self._each
        )

    @property
    def high(self) -> int:
        """The highest possible score over all situations, in parts per million."""
        return max(numbers[2] for _, _, numbers, *_ in self._each)

    @cached_property
    def verdict_high(self) -> Verdict:
        """The best possible verdict over all situations."""
        return VERDICTS[min(verdicts[2] for *_, verdicts in self._each)]


@frozen(repr=False)
class Fit(Result):
    """How well a person fits a role in a context.

    ``low``, ``supported`` and ``high`` are scores in whole parts per million. Stated and closed facts earn ``low``;
    inferred values add to it for ``supported``; ``high`` is the most that the open questions allow.
    ``low <= supported <= high`` always holds. ``known`` is the settled share of the weight, in parts per million. All
    other values are computed on first access.

    Where a dimension of the context is unspecified, this is the fit in the situation with the lowest place in a
    ranking; ``situations`` has the others.
    """

    #: The role in its context; ``role.role`` is its full id, ``role.context`` the situation.
    role: CompiledRole
    #: The opaque id of the person.
    person_id: str
    #: The values that the facts gave.
    holdings: Holdings
    low: int
    supported: int
    high: int
    known: int
    #: The version of the arithmetic; 1 for a fit replayed from a record of that version.
    arithmetic: int = ARITHMETIC
    #: What the fits in all situations rest on, if dimensions are unspecified.
    _each: tuple[Scored, ...] = field(default=(), alias="each")
    #: The worst state of the minimum requirements, where it was computed with the numbers.
    _worst: State | None = field(default=None, alias="worst", eq=False)

    @classmethod
    def of(cls, role: CompiledRole, person: str, holdings: Holdings) -> Fit:
        """Score ``holdings`` against ``role``; ``person`` is an opaque id."""
        return cls(role, person, holdings, *averages(*totals(role.requirements, holdings)))

    def __hash__(self) -> int:
        """Equal fits hash alike."""
        return hash((self.role.role, self.person_id, self.low, self.supported, self.high, self.known))

    def __repr__(self) -> str:
        """The result in one line."""
        return f"<Fit {self.person_id} as {self.role.role}: {self.verdict}, {self.low}..{self.situations.high}>"

    def percent(self, name: Number = "supported") -> Decimal:
        """``low``, ``supported``, ``high``, ``known``, ``proven`` or ``extras`` as an exact percentage, 0 to 100.

        Raises ``ValueError`` for another name.
        """
        if name not in get_args(Number):
            message = f"unknown number {name!r} of a fit; one of: {', '.join(get_args(Number))}"
            raise ArgumentValueError(message)
        return Decimal(getattr(self, name)) / (MILLION // 100)

    @cached_property
    def situations(self) -> Situations:
        """The fits in every situation that makes a difference; this fit alone if every dimension is given."""
        return Situations(self.person_id, self._each or (self.scored,))

    @property
    def scored(self) -> Scored:
        """What this fit rests on, with its numbers."""
        numbers = (self.low, self.supported, self.high, self.known)
        return self.role, self.holdings, numbers, self.meets_minimum, self.verdict_places

    @property
    def extras(self) -> int:
        """The share of the extras' weight that stated values earn, in parts per million; 0 without extras."""
        return StatedCredit(self.holdings).share(self.role.extras)

    @property
    def proven(self) -> int:
        """``low`` counted from facts with a kind of evidence above the person's own word, in parts per million.

        The pack says which kind that is: ``fit: own_word``. A fact without evidence is own word.
        """
        return StatedCredit(proven_part([self.role], self.holdings)).share(self.role.requirements)

    @property
    def is_assessed(self) -> bool:
        """Whether enough of the weight is known for a verdict to mean much (``fit: assessed_from`` of the pack)."""
        return self.known >= self.role.assessed_from

    @cached_property
    def minimums(self) -> tuple[Minimum, ...]:
        """Each minimum requirement with its state."""
        return tuple(
            Minimum(id=entry.id, label=entry.label, state=requirement_state(entry, self.holdings, self.role))
            for entry in self.role.minimums
        )

    @cached_property
    def meets_minimum(self) -> State:
        """The worst state of all minimum requirements: ``met``, ``presumed``, ``unknown`` or ``not_met``."""
        return self._worst or worst_state(self.role, self.holdings)

    @cached_property
    def verdict_places(self) -> tuple[int, int, int]:
        """The three verdicts, each as its place in ``strong``, ``viable``, ``stretch``, ``remote``, from 0."""
        return self.role.verdicts(self.meets_minimum, self.low, self.supported, self.high)

    @cached_property
    def verdict_low(self) -> Verdict:
        """The verdict at ``low``: ``strong``, ``viable``, ``stretch`` or ``remote``; no answer makes it worse.

        A minimum requirement that is unknown or presumed counts as not met.
        """
        return VERDICTS[self.verdict_places[0]]

    @cached_property
    def verdict_supported(self) -> Verdict:
        """The likely verdict: the verdict at ``supported``.

        A presumed minimum requirement counts as met. An unknown one caps as the pack says.
        """
        return VERDICTS[self.verdict_places[1]]

    @cached_property
    def verdict_high(self) -> Verdict:
        """The verdict at ``high``; only a minimum requirement that is certainly not met caps it."""
        return VERDICTS[self.verdict_places[2]]

    @property
    def verdict(self) -> str:
        """The range of verdicts, such as ``at least stretch, at best strong``; one word if both ends agree."""
        certain, _, best = self.verdict_places
        low, high = VERDICTS[certain], self.situations.verdict_high if self._each else VERDICTS[best]
        return low if low == high else f"at least {low}, at best {high}"

    @property
    def onboarding(self) -> tuple[Onboarding, ...]:
        """Requirements that are learnt on the job; they are not in the score."""
        return self.role.onboarding

    @cached_property
    def contributions(self) -> tuple[Contribution, ...]:
        """Each requirement with the asked value, the held value and its points.

        The shares of all contributions add up to ``low``, ``supported`` and ``high`` exactly.
        """
        return contributions_of(self.role, self.role.requirements, self.holdings)

    @cached_property
    def extra_contributions(self) -> tuple[Contribution, ...]:
        """Each extra in the same form; the ``low`` shares add up to ``extras``."""
        return contributions_of(self.role, self.role.extras, self.holdings)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The open questions, by how much an answer could raise ``low``, largest first."""
        return questions_of(self.role, self.holdings)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """The certain shortfalls, by how much ``low`` lacks for each, largest first."""
        return gaps_of(self.role, self.holdings)

    @cached_property
    def surplus(self) -> tuple[Surplus, ...]:
        """Stated values above the asked ones; shown, never scored."""
        return surplus_of(self.role, self.holdings)

    def to_record(self) -> str:
        """The fit with all that it rests on, as canonical JSON (``schemas/record.schema.json``).

        Raises :class:`~roleprofile.errors.RecordError` for what could not be replayed: a record that is too large, or
        text that no record may hold.
        """
        return to_record(self.role, self.person_id, self.holdings, lambda: _result(self))

    @staticmethod
    def from_record(record: str | bytes) -> Fit:
        """Recompute the fit of a record; no pack is needed.

        Raises :class:`~roleprofile.errors.ReplayError` if the text is not a record.
        """
        return from_record(record, _recorded)


def _recorded(
    role: CompiledRole, person: str, holdings: Holdings, first: dict[str, Any] | None
) -> tuple[Fit, dict[str, Any]]:
    """The fit of what a record states; whatever that lacks shows itself when everything is worked out."""
    fit = Fit.of(role, person, holdings)
    every = (*fit.contributions, *fit.extra_contributions)
    result, *_ = _result(fit), fit.surplus, fit.minimums, *((one.parts, one.minimum) for one in every)
    if not 0 <= fit.low <= fit.supported <= fit.high <= MILLION:
        raise refused("the record is damaged: its facts contradict each other")
    return (
        (fit, result)
        if first is None
        else (evolve(fit, arithmetic=1), result_of_version_1(first, role, holdings, result))
    )


def _result(fit: Fit) -> dict[str, Any]:
    """What a record states of the result."""
    return {
        **{name: getattr(fit, name) for name in _RESULTS},
        "contributions": [
            {
                "id": one.id,
                "weight": one.weight,
                "credit": [one.credit_low, one.credit_supported, one.credit_high],
                "share": [one.low, one.supported, one.high],
                "possible": one.possible,
                "minimum": one.minimum,
            }
            for one in fit.contributions
        ],
        "questions": [{"id": one.id, "could_add": one.could_add} for one in fit.questions],
        "gaps": [
            {"id": gap.id, "missing": gap.missing, "steps": [{"value": s.value, "adds": s.adds} for s in gap.steps]}
            for gap in fit.gaps
        ],
    }


def replay(record: str | bytes) -> Fit:
    """Recompute a record without the pack and compare every number of its result.

    A record of version 1 is compared with the arithmetic of version 1; the verdicts of the fit are those of version 2.

    Raises :class:`~roleprofile.errors.ReplayError` where the record is damaged, or where a number differs; the
    message names the first that does.

    >>> replay("{}")
    Traceback (most recent call last):
    roleprofile.errors.ReplayError: <record>:1:1 error RP603 not a record: "kind" is not "record"
        help: give the text that roleprofile score --format record wrote, unchanged
    """
    return replayed(record, _recorded)
