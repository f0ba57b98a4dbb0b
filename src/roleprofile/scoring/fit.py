"""The result of a score: an interval, a verdict, and everything that explains them, as values."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import frozen

from roleprofile.errors import RecordError
from roleprofile.model.pack import VERDICTS
from roleprofile.model.rendering import text_of
from roleprofile.scoring import contributions as details
from roleprofile.scoring import marginal_gains as outlook
from roleprofile.scoring.arithmetic import STATES, State, entry_state, totals, verdict
from roleprofile.scoring.compiled import MILLION
from roleprofile.scoring.record import from_record, replayed, to_record

if TYPE_CHECKING:
    from roleprofile.model.person import Holdings
    from roleprofile.scoring.compiled import CompiledRole, LeftOut, Onboarding


#: Names of results in the order in which a difference is reported.
_RESULTS = ("low", "supported", "high", "known", "extras", "verdict_low", "verdict_high", "meets_minimum")


@frozen(repr=False)
class Fit:
    """How well a person fits a role in a context.

    ``low``, ``supported`` and ``high`` are whole parts per million: what stated and closed facts earn, what inferred
    ones add, and what is possible while questions are open. ``low <= supported <= high`` always holds. ``known`` is
    the share of the weight that is settled, in parts per million. Everything else is worked out when it is asked for.
    """

    #: The role in its context; ``role.role`` is its full id.
    role: CompiledRole
    #: The opaque id of who was scored.
    person_id: str
    #: What counted of the facts.
    holdings: Holdings
    low: int
    supported: int
    high: int
    known: int

    @classmethod
    def of(cls, role: CompiledRole, person: str, holdings: Holdings) -> Fit:
        """Compute the fit of what ``holdings`` says."""
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
            message = f"{name!r} is not a number of a fit: low, supported, high, known or extras"
            raise ValueError(message)
        return Decimal(getattr(self, name)) / (MILLION // 100)

    @property
    def extras(self) -> int:
        """The share of the extras' weight that is stated, in parts per million; 0 for a role without extras."""
        low, _, _, _, weight = totals(self.role.extras, self.holdings)
        return low // weight if weight else 0

    @property
    def minimums(self) -> tuple[details.Minimum, ...]:
        """Each minimum requirement with its state, and what was left out that one hangs on."""
        stated = tuple(
            details.Minimum(id=entry.id, label=entry.label, state=entry_state(entry, self.holdings, self.role))
            for entry in self.role.requirements
            if entry.minimum
        )
        left = tuple(
            details.Minimum(id=one.id, label=one.label, state="unknown", hangs_on=one.dimensions)
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
        """The verdict at ``high``; of the minimum requirements only one that is not met holds it down."""
        worst: State = "not_met" if self.meets_minimum == "not_met" else "met"
        return verdict(self.high, worst, self.role, VERDICTS)

    @property
    def verdict(self) -> str:
        """One word where both verdicts agree, else such as ``viable to strong``."""
        low, high = self.verdict_low, self.verdict_high
        return low if low == high else f"{low} to {high}"

    @property
    def partial(self) -> bool:
        """Whether something was left out because the context leaves a dimension unspecified."""
        return bool(self.role.left_out)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What was left out, and the dimensions that it reads."""
        return self.role.left_out

    @property
    def onboarding(self) -> tuple[Onboarding, ...]:
        """What is learnt on the job; it is not in the score."""
        return self.role.onboarding

    @property
    def contributions(self) -> tuple[details.Contribution, ...]:
        """Each requirement with what is asked, what is held and the points won.

        The shares of all contributions add up to ``low``, ``supported`` and ``high`` exactly.
        """
        return details.contributions(self.role, self.role.requirements, self.holdings)

    @property
    def extra_contributions(self) -> tuple[details.Contribution, ...]:
        """The same for the extras; their ``low`` shares add up to ``extras``."""
        return details.contributions(self.role, self.role.extras, self.holdings)

    @property
    def questions(self) -> tuple[details.Question, ...]:
        """What is not settled, by how far the answer could raise ``low``; the farthest first."""
        return outlook.questions(self.role, self.holdings)

    @property
    def gaps(self) -> tuple[details.Gap, ...]:
        """Settled shortfalls, by what closing them would bring; the most first."""
        return outlook.gaps(self.role, self.holdings)

    @property
    def surplus(self) -> tuple[details.Surplus, ...]:
        """What is held above what is asked; shown, never scored."""
        return details.surplus(self.role, self.holdings)

    def explain(self, language: str = "en") -> str:
        """The result in words, for a terminal of 80 columns.

        Raises ``ValueError`` for a language that neither the library nor the pack has.
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
        """The fit that a record states, recomputed; no pack is needed.

        Raises :class:`~roleprofile.errors.RecordError` for what is not a record.
        """
        return from_record(record, _recorded)


def _recorded(role: CompiledRole, person: str, holdings: Holdings) -> tuple[Fit, dict[str, Any]]:
    """The fit of what a record states; whatever that lacks shows itself when everything is worked out."""
    fit = Fit.of(role, person, holdings)
    result, *_ = _result(fit), fit.extra_contributions, fit.surplus, fit.minimums
    if not 0 <= fit.low <= fit.supported <= fit.high <= MILLION:
        raise RecordError("the record is damaged: its facts contradict each other")
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

    Raises :class:`~roleprofile.errors.RecordError` where the record is damaged, or where a number differs; the
    message names the first that does.

    >>> replay("{}")
    Traceback (most recent call last):
    roleprofile.errors.RecordError: not a record: "kind" is not "record"
    """
    return replayed(record, _recorded)
