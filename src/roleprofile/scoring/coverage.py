"""A team against the requirements of a role: who covers what, what nobody covers, what hangs on one person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from attrs import frozen

from roleprofile.errors import RankingError
from roleprofile.model.arguments import several
from roleprofile.model.rendering import JsonValue, Result
from roleprofile.model.values import Text
from roleprofile.scoring.compiled import MILLION, CompiledRole
from roleprofile.scoring.contributions import Contribution
from roleprofile.scoring.fit import Fit
from roleprofile.scoring.scorer import comparable

#: How far a person covers a requirement: for certain in full or in part, perhaps, or certainly not.
Covers = Literal["full", "part", "open", "none"]


@frozen
class CoverageCell(JsonValue):
    """What one person brings for a requirement."""

    person: str
    #: The credit of stated values, in parts per million of the requirement.
    credit_low: int
    #: The credit of stated and presumed values, in parts per million of the requirement.
    credit_supported: int
    #: The credit if every open answer is the best, in parts per million of the requirement.
    credit_high: int

    @property
    def covers(self) -> Covers:
        """How far the person covers the requirement."""
        if self.credit_low == MILLION:
            return "full"
        if self.credit_low:
            return "part"
        return "open" if self.credit_high else "none"


@frozen
class CoverageRow(JsonValue):
    """One requirement, and what each person brings for it."""

    id: str
    label: Text
    #: Whether it is a minimum requirement.
    is_minimum: bool
    #: The share of the score that full credit earns, in parts per million.
    possible: int
    #: What each person brings, by their ids.
    people: tuple[CoverageCell, ...]

    @property
    def covered_by(self) -> tuple[str, ...]:
        """The ids of those who cover it in full, for certain."""
        return tuple(one.person for one in self.people if one.covers == "full")


@frozen
class Coverage(Result):
    """A team against the requirements of one role."""

    role: CompiledRole
    fits: tuple[Fit, ...]

    def __repr__(self) -> str:
        """The role and the number of people in one line."""
        return f"<Coverage of {self.role.role} by {len(self.fits)}>"

    @property
    def rows(self) -> tuple[CoverageRow, ...]:
        """The requirements in the order of the role."""
        columns = [fit.contributions for fit in self.fits]
        return tuple(self._row(one) for one in zip(*columns, strict=True))

    def _row(self, each: tuple[Contribution, ...]) -> CoverageRow:
        first = each[0]
        cells = (
            CoverageCell(fit.person_id, one.credit_low, one.credit_supported, one.credit_high)
            for fit, one in zip(self.fits, each, strict=True)
        )
        return CoverageRow(first.id, first.label, first.minimum is not None, first.possible, tuple(cells))

    @property
    def uncovered(self) -> tuple[CoverageRow, ...]:
        """The requirements that nobody covers in full, for certain."""
        return tuple(row for row in self.rows if not row.covered_by)

    @property
    def fragile(self) -> tuple[CoverageRow, ...]:
        """The requirements that exactly one person covers in full, for certain."""
        return tuple(row for row in self.rows if len(row.covered_by) == 1)


def cover(fits: Iterable[Fit]) -> Coverage:
    """A team against the requirements of a role: one fit for each person, at least one.

    Args:
        fits: Results of ``scorer.score(...)`` for one role in one context. If dimensions of the context are
            unspecified, each person is in the least favourable situation of their own.

    Raises:
        RankingError: There is no fit, or they are of different roles, contexts, or states of the rules; the situations
            that an unspecified context leads to may ask for different requirements, too.

    >>> import roleprofile as rp
    >>> catalog = rp.load()
    >>> scorer = catalog.scorer("account-manager", "large-metal-products")
    >>> team = rp.cover(scorer.score(person) for person in catalog.people.values())
    >>> [row.id for row in team.uncovered], [row.id for row in team.fragile][:2]
    (['client-base', 'client-service', 'advanced-management-course'], ['higher-education', 'field-sales'])
    """
    some = tuple(sorted(several(fits, Fit, "fits", "results of scorer.score(...)"), key=lambda fit: fit.person_id))
    if not some:
        raise RankingError("there is nobody to compare with the requirements")
    ids = {tuple(one.id for one in fit.contributions) for fit in some}
    if len(ids) > 1 or any(not comparable(some[0].role, fit.role) for fit in some):
        message = "fits of different roles, contexts or pack versions cannot be compared requirement by requirement"
        raise RankingError(message)
    return Coverage(some[0].role, some)
