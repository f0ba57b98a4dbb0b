"""The result of a score: a range, a verdict, and the values that explain both."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import frozen

from roleprofile.errors import ArgumentValueError
from roleprofile.model.pack import VERDICTS
from roleprofile.model.rendering import text_of
from roleprofile.scoring.arithmetic import STATES, State, requirement_state, totals, verdict
from roleprofile.scoring.compiled import MILLION
from roleprofile.scoring.contributions import Contribution, Gap, Minimum, Question, Surplus
from roleprofile.scoring.contributions import contributions as contributions_of
from roleprofile.scoring.contributions import surplus as surplus_of
from roleprofile.scoring.marginal_gains import gaps as gaps_of
from roleprofile.scoring.marginal_gains import questions as questions_of
from roleprofile.scoring.record import from_record, replayed, to_record
from roleprofile.scoring.record_validation import refused

if TYPE_CHECKING:
    from roleprofile.model.person import Holdings
    from roleprofile.scoring.compiled import CompiledRole, LeftOut, Onboarding


#: Names of results in the order in which a difference is reported.
_RESULTS = ("low", "supported", "high", "known", "extras", "verdict_low", "verdict_high", "meets_minimum")


@frozen(repr=False)
class Fit:
    """How well a person fits a role in a context.

    ``low``, ``supported`` and ``high`` are scores in whole parts per million. Stated and closed facts earn ``low``;
    inferred values add to it for ``supported``; ``high`` is the most that the open questions allow.
    ``low <= supported <= high`` always holds. ``known`` is the settled share of the weight, in parts per million. All
    other values are computed on first access.
    """

    #: The role in its context; ``role.role`` is its full id.
    role: CompiledRole
    #: The opaque id of the person.
    person_id: str
    #: The values that the facts gave.
    holdings: Holdings
    low: int
    supported: int
    high: int
    known: int

    @classmethod
    def of(cls, role: CompiledRole, person: str, holdings: Holdings) -> Fit:
        """Score ``holdings`` against ``role``; ``person`` is an opaque id."""
        low, supported, high, known, weight = totals(role.requirements, holdings)
        if not weight:
            return cls(role, person, holdings, 0, 0, MILLION, 0)
        return cls(
            role,
            person,
            holdings,
            low // weight,
            supported // weight,
            high // weight,
            MILLION * known // weight,
        )

    def __repr__(self) -> str:
        """The result in one line."""
        return f"<Fit {self.person_id} as {self.role.role}: {self.verdict}, {self.low}..{self.high}>"

    def percent(self, name: str = "supported") -> Decimal:
        """``low``, ``supported``, ``high``, ``known`` or ``extras`` as an exact percentage, 0 to 100.

        Raises ``ValueError`` for another name.
        """
        if name not in ("low", "supported", "high", "known", "extras"):
            message = f"unknown number {name!r} of a fit; one of: low, supported, high, known, extras"
            raise ArgumentValueError(message)
        return Decimal(getattr(self, name)) / (MILLION // 100)

    @property
    def extras(self) -> int:
        """The share of the extras' weight that stated values earn, in parts per million; 0 without extras."""
        low, _, _, _, weight = totals(self.role.extras, self.holdings)
        return low // weight if weight else 0

    @property
    def minimums(self) -> tuple[Minimum, ...]:
        """Each minimum requirement with its state, then the left-out entries that may be or bring one."""
        stated = tuple(
            Minimum(id=entry.id, label=entry.label, state=requirement_state(entry, self.holdings, self.role))
            for entry in self.role.requirements
            if entry.minimum
        )
        left = tuple(
            Minimum(id=one.id, label=one.label, state="unknown", hangs_on=one.dimensions)
            for one in self.role.left_out
            if one.minimum
        )
        return stated + left

    @property
    def meets_minimum(self) -> State:
        """The worst state of all minimum requirements: ``met``, ``presumed``, ``unknown`` or ``not_met``."""
        return min((one.state for one in self.minimums), key=STATES.index, default="met")

    @property
    def verdict_low(self) -> str:
        """The verdict at ``low``: ``strong``, ``viable``, ``stretch`` or ``remote``.

        A minimum requirement that is only presumed to be met counts as unknown.
        """
        return verdict(self.low, self.meets_minimum, self.role, VERDICTS)

    @property
    def verdict_high(self) -> str:
        """The verdict at ``high``; only a minimum requirement that is certainly not met caps it."""
        worst: State = "not_met" if self.meets_minimum == "not_met" else "met"
        return verdict(self.high, worst, self.role, VERDICTS)

    @property
    def verdict(self) -> str:
        """The range of verdicts, such as ``viable to strong``; one word if both ends agree."""
        low, high = self.verdict_low, self.verdict_high
        return low if low == high else f"{low} to {high}"

    @property
    def partial(self) -> bool:
        """Whether entries were left out because a dimension of the context is unspecified."""
        return bool(self.role.left_out)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The entries that were left out, each with the unspecified dimensions that it reads."""
        return self.role.left_out

    @property
    def onboarding(self) -> tuple[Onboarding, ...]:
        """Requirements that are learnt on the job; they are not in the score."""
        return self.role.onboarding

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """Each requirement with the asked value, the held value and its points.

        The shares of all contributions add up to ``low``, ``supported`` and ``high`` exactly.
        """
        return contributions_of(self.role, self.role.requirements, self.holdings)

    @property
    def extra_contributions(self) -> tuple[Contribution, ...]:
        """Each extra in the same form; the ``low`` shares add up to ``extras``."""
        return contributions_of(self.role, self.role.extras, self.holdings)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The open questions, by how much an answer could raise ``low``, largest first."""
        return questions_of(self.role, self.holdings)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The certain shortfalls, by how much ``low`` lacks for each, largest first."""
        return gaps_of(self.role, self.holdings)

    @property
    def surplus(self) -> tuple[Surplus, ...]:
        """Stated values above the asked ones; shown, never scored."""
        return surplus_of(self.role, self.holdings)

    def explain(self, language: str = "en") -> str:
        """The result as text, 80 columns wide.

        Raises ``ValueError`` if neither the library nor the pack has the language.
        """
        return text_of(self, language)

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


def _recorded(role: CompiledRole, person: str, holdings: Holdings) -> tuple[Fit, dict[str, Any]]:
    """The fit of what a record states; whatever that lacks shows itself when everything is worked out."""
    fit = Fit.of(role, person, holdings)
    result, *_ = _result(fit), fit.extra_contributions, fit.surplus, fit.minimums
    if not 0 <= fit.low <= fit.supported <= fit.high <= MILLION:
        raise refused("the record is damaged: its facts contradict each other")
    return fit, result


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

    Raises :class:`~roleprofile.errors.ReplayError` where the record is damaged, or where a number differs; the
    message names the first that does.

    >>> replay("{}")
    Traceback (most recent call last):
    roleprofile.errors.ReplayError: <record>:1:1 error RP603 not a record: "kind" is not "record"
        help: give the text that roleprofile score --format json wrote, unchanged
    """
    return replayed(record, _recorded)
