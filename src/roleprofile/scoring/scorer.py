"""Score people against a compiled role, and rank the results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, SupportsIndex, TypeVar, overload

from attrs import frozen

from roleprofile.errors import ArgumentValueError, RankingError
from roleprofile.model.arguments import several, shown
from roleprofile.model.catalog import CatalogData
from roleprofile.model.person import Person, a_person
from roleprofile.model.rendering import Result
from roleprofile.model.values import FrozenMap
from roleprofile.rules.person_builder import recount
from roleprofile.scoring.compiled import CompiledRole
from roleprofile.scoring.fit import Fit
from roleprofile.scoring.situations import RoleInContext

T = TypeVar("T")


@frozen
class Scorer:
    """A role in a context, ready to score people. Immutable, so that threads can share it."""

    #: The role in each of its situations.
    rules: RoleInContext
    catalog: CatalogData

    def __repr__(self) -> str:
        """The role and the context in one line."""
        return f"<Scorer of {self.role.role} in {dict(self.rules.given)}>"

    @classmethod
    def of(cls, catalog: CatalogData, role: str, context: Mapping[str, str] | str) -> Scorer:
        """Compile a role for a context; the catalog keeps the last ones."""
        one = catalog.role(role)
        given = catalog.context(one, context)
        return cls(catalog.kept.recall(_compiled, catalog, f"{one.pack}:{one.id}", given), catalog)

    @property
    def role(self) -> CompiledRole:
        """The compiled role; if dimensions are unspecified, in the first situation by the ids of their terms."""
        return self.rules.first

    def score(self, person: Person) -> Fit:
        """The fit of a person.

        Where dimensions of the context are unspecified, this is the fit in the situation with the lowest place in a
        ranking. A person of another catalog is checked against this one first. Raises
        :class:`~roleprofile.errors.PersonError` if this catalog does not know a fact.
        """
        if a_person(person).holdings.fingerprint != self.catalog.fingerprint:
            person = recount(self.catalog, person)
        return self.rules.fit(person.id, person.holdings)


def _compiled(catalog: CatalogData, role: str, context: FrozenMap[str, str]) -> RoleInContext:
    return RoleInContext.of(catalog, catalog.roles[role], context)


@frozen
class Ranked:
    """A fit with its place from 1; equal fits share a place."""

    place: int
    fit: Fit


class Ranking(tuple[Ranked, ...], Result):
    """People with their places, best first."""

    __slots__ = ()

    # As that of every tuple, for editors that complete names by annotations.
    @overload
    def __getitem__(self, key: SupportsIndex, /) -> Ranked: ...
    @overload
    def __getitem__(self, key: slice, /) -> tuple[Ranked, ...]: ...
    def __getitem__(self, key: SupportsIndex | slice, /) -> Ranked | tuple[Ranked, ...]:
        """A person with a place, or several."""
        return super().__getitem__(key)

    def __repr__(self) -> str:
        """The number of people and the first of them in one line."""
        best = f", first {self[0].fit.person_id}" if self else ""
        return f"<Ranking of {len(self)}{best}>"


def rank(fits: Iterable[Fit], *, by: Literal["low", "supported"] = "low") -> Ranking:
    """The fits, best first: by the verdict at ``low``, then ``low``, extras, ``proven`` and ``known``.

    Equal fits share a place and are sorted by the ids of the people. Inferred values do not count: stating a value on
    something of which nothing is stated or closed never lowers a place.

    Args:
        fits: Results of ``scorer.score(...)`` for one role, one given context and one state of the rules.
        by: ``"low"``, or ``"supported"`` to put the likely verdict and ``supported`` first. Use that where most of
            what is known is jobs held; stating a value can lower a place there.

    Raises:
        RankingError: The fits are of different roles, given contexts or states of the rules.
        ValueError: ``by`` is neither of the two.
    """
    fits = several(fits, Fit, "fits", "results of scorer.score(...)")
    if by not in ("low", "supported"):
        raise ArgumentValueError(f"{shown(by)} is no order of a ranking; one of: low, supported")
    if any(not comparable(fits[0].role, fit.role) for fit in fits):
        message = "fits of different roles, contexts or pack versions cannot be ranked against each other"
        raise RankingError(message)

    def first(fit: Fit) -> tuple[int, ...]:
        low, likely, _ = fit.verdict_places
        return (likely, -fit.supported, low, -fit.low) if by == "supported" else (low, -fit.low)

    return Ranking(
        Ranked(place, fit) for place, fit in placed(fits, first, lambda fit: fit, lambda fit: (fit.person_id,))
    )


def comparable(one: CompiledRole, other: CompiledRole) -> bool:
    """Whether two compiled roles are one role in one given context, under one state of the rules."""
    if one is other or one.context == other.context:
        return one is other or one == other
    return all(
        getattr(one, name) == getattr(other, name) for name in ("role", "version", "given", "packs", "fingerprint")
    )


def placed(
    items: Iterable[T], first: Callable[[T], tuple[int, ...]], fit_of: Callable[[T], Fit], name: Callable[[T], Any]
) -> list[tuple[int, T]]:
    """Items with their places from 1, lowest ``first`` ahead, then by extras, ``proven`` and ``known`` of their fits.

    Equal items share a place and are sorted by ``name``.
    """
    keyed = [(first(item), item) for item in items]
    counts = Counter(order for order, _ in keyed)

    def rest(order: tuple[int, ...], item: T) -> tuple[int, ...]:
        # These take longer than a score, so they are computed for ties only.
        fit = fit_of(item)
        return () if counts[order] == 1 else (-fit.extras, -fit.proven, -fit.known)

    orders = sorted(((order, rest(order, item), name(item), item) for order, item in keyed), key=lambda one: one[:3])
    found: list[tuple[int, T]] = []
    for number, (order, more, _, item) in enumerate(orders, start=1):
        same = number > 1 and (order, more) == orders[number - 2][:2]
        found.append((found[-1][0] if same else number, item))
    return found
