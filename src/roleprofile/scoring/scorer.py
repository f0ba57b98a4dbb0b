"""Score people against a compiled role, and rank the results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from roleprofile.errors import RankingError
from roleprofile.model.arguments import several
from roleprofile.model.pack import VERDICTS
from roleprofile.model.person import a_person
from roleprofile.rules.person_builder import recount
from roleprofile.scoring.compile import compile_role
from roleprofile.scoring.fit import Fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.person import Person
    from roleprofile.scoring.compiled import CompiledRole


@frozen
class Scorer:
    """A role in a context, ready to score people. Immutable, so that threads can share it."""

    role: CompiledRole
    catalog: CatalogData

    @classmethod
    def of(cls, catalog: CatalogData, role: str, context: Mapping[str, str] | str) -> Scorer:
        """Compile a role for a context."""
        return cls(compile_role(catalog, catalog.role(role), context), catalog)

    def score(self, person: Person) -> Fit:
        """The fit of a person.

        A person of another catalog is checked against this one first. Raises
        :class:`~roleprofile.errors.PersonError` if this catalog does not know a fact.
        """
        if a_person(person).holdings.fingerprint != self.role.fingerprint:
            person = recount(self.catalog, person)
        return Fit.of(self.role, person.id, person.holdings)


@frozen
class Ranked:
    """A fit with its place from 1; equal fits share a place."""

    place: int
    fit: Fit


def rank(fits: Iterable[Fit]) -> tuple[Ranked, ...]:
    """The fits, best first: by the verdict at ``low``, then ``low``, then extras, then ``known``.

    Equal fits share a place and are sorted by the ids of the people. Inferred values do not count, so an honest answer
    never places a person lower. Raises :class:`~roleprofile.errors.RankingError` for fits of different roles, contexts
    or states of the rules.
    """
    fits = several(fits, Fit, "fits", "results of scorer.score(...)")
    first = fits[0].role if fits else None
    if any(fit.role is not first and fit.role != first for fit in fits):
        message = "fits of different roles, contexts or pack versions cannot be ranked against each other"
        raise RankingError(message)
    keyed = sorted(((_order(fit), fit.person_id, fit) for fit in fits), key=lambda item: item[:2])
    ranked: list[Ranked] = []
    for number, (key, _, fit) in enumerate(keyed, start=1):
        same = ranked and key == keyed[number - 2][0]
        ranked.append(Ranked(ranked[-1].place if same else number, fit))
    return tuple(ranked)


def _order(fit: Fit) -> tuple[int, int, int, int]:
    return (VERDICTS.index(fit.verdict_low), -fit.low, -fit.extras, -fit.known)
