"""Rank the origins of moves into a role, and the targets of moves from one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

from attrs import frozen

from roleprofile.careers.assessment import Assessment, Assessor, assess_transition
from roleprofile.careers.incumbent import check_subject, months_held
from roleprofile.evaluation.cache import EvaluationCache
from roleprofile.evaluation.subjects import TYPICAL_MONTHS
from roleprofile.model.arguments import mapping, texts, whole_number
from roleprofile.model.catalog import CatalogData
from roleprofile.model.pack import VERDICTS
from roleprofile.model.person import Person
from roleprofile.model.rendering import Result
from roleprofile.model.vocabulary import ANY
from roleprofile.scoring.scorer import placed


@frozen(kw_only=True)
class RankedMove(Result):
    """A move with its place from 1; equal moves share a place."""

    place: int
    assessment: Assessment
    #: The caller's demand for the role, which never changes a place; ``None`` if not given.
    demand: int | None = None

    def __repr__(self) -> str:
        """The place and the move in one line."""
        return f"<RankedMove {self.place}: {self.assessment!r}>"


def rank_origins(
    catalog: CatalogData,
    target: str,
    context: Mapping[str, str] | str,
    *,
    origins: Iterable[str] | Literal["all"] | None = None,
    months: int = TYPICAL_MONTHS,
    demand: Mapping[str, int] | None = None,
) -> tuple[RankedMove, ...]:
    """Rank the incumbents of other roles by how well they fit ``target``, best first.

    Moves are sorted by the verdict at ``low``, then ``low``, extras and ``known``, then by id.

    Args:
        catalog: The catalog with the roles.
        target: The id of the target role.
        context: The employer's situation there.
        origins: The ids of the roles to compare, or ``"all"``; if not given, the roles from which a declared way leads
            in this context.
        months: How long the incumbents have held their roles, 0 to 1200.
        demand: A number of the caller for each role, at least 0, such as the people available; it is only passed on.

    Raises:
        UnknownIdError: There is no such role.
        ContextError: A dimension is missing, or a term is not in its vocabulary.
        ValueError: ``months`` is outside 0 to 1200, or a demand is below 0.
        TypeError: An argument has the wrong type.

    >>> import roleprofile as rp
    >>> found = rank_origins(rp.load(), "account-manager", "small-retail")
    >>> [one.assessment.origin.rpartition(":")[2] for one in found[:2]]
    ['direct-sales-representative', 'deputy-head-of-pr']
    """
    months_held(months)
    assessor = Assessor.of(EvaluationCache(catalog), target, context)
    wanted = _demand(catalog, demand)
    if origins is None:
        names = tuple(sorted({way.way.origin for way in assessor.open_ways if way.origin_contexts} - {ANY}))
    elif origins == "all":
        names = tuple(name for name in catalog.jobs if name != assessor.target)
    else:
        names = _named(catalog, origins, "origins")
    found = [assessor.assess_role(name, start, months) for name in names for start in assessor.starts(name)]
    if origins is None:
        # A way from another employer may name the same job; the same job at the same firm is no move.
        found = [one for one in found if one.ways]
    return _ranked(found, wanted, lambda one: one.origin)


def rank_targets(
    catalog: CatalogData,
    origin: str | Person,
    context: Mapping[str, str] | str,
    *,
    targets: Iterable[str] | None = None,
    months: int = TYPICAL_MONTHS,
    demand: Mapping[str, int] | None = None,
    top: int | None = None,
) -> tuple[RankedMove, ...]:
    """Rank roles by how well a person, or the incumbent of a role, fits each in one employer's situation.

    Each fit is measured against its own role, so scores of different roles compare only in that sense.

    Args:
        catalog: The catalog with the roles.
        origin: A person, or the id of a role, which stands for its incumbent.
        context: The employer's situation.
        targets: The ids of the roles to compare; if not given, all but the origin.
        months: How long the incumbent has held the role, 0 to 1200.
        demand: A number of the caller for each role, at least 0; it is only passed on.
        top: The number of moves to return, the best ones; all if not given.

    Raises:
        UnknownIdError: There is no such role.
        ContextError: A dimension is missing, or a term is not in its vocabulary.
        ValueError: ``months`` is outside 0 to 1200, or a demand or ``top`` is below 0.
        TypeError: An argument has the wrong type.

    >>> import roleprofile as rp
    >>> found = rank_targets(rp.load(), "press-secretary", "small-retail")
    >>> found[0].assessment.target.rpartition(":")[2]
    'pr-specialist'
    """
    check_subject(origin)
    months_held(months)
    wanted = _demand(catalog, demand)
    own = None if not isinstance(origin, str) else catalog.find(catalog.roles, origin, noun="role")
    if targets is None:
        names = tuple(name for name in catalog.jobs if name != own)
    else:
        names = _named(catalog, targets, "targets")
    found = [
        assess_transition(catalog, origin, name, each, months=months) for name, each in _given(catalog, names, context)
    ]
    most = len(found) if top is None else whole_number(top, "top", 0)
    return _ranked(found, wanted, lambda one: one.target)[:most]


def _given(
    catalog: CatalogData, names: tuple[str, ...], context: Mapping[str, str] | str
) -> Iterator[tuple[str, Mapping[str, str] | str]]:
    """Each role with the dimensions of a context that it knows; a dimension that none knows stays, to be reported."""
    known = {name: catalog.dimensions_for(catalog.roles[name]) for name in names}
    for name in names:
        if isinstance(context, Mapping):
            other = {one for one in context if one not in known[name] and any(one in them for them in known.values())}
            yield name, {one: term for one, term in context.items() if one not in other}
        else:
            yield name, context


def _named(catalog: CatalogData, given: object, what: str) -> tuple[str, ...]:
    """The full ids of the given roles, sorted."""
    return tuple(sorted({catalog.find(catalog.roles, name, noun="role") for name in texts(given, what, "analyst")}))


def _demand(catalog: CatalogData, given: Mapping[str, int] | None) -> dict[str, int]:
    """The given demand by full id of the role."""
    found = {} if given is None else mapping(given, "demand", "with a number for each role")
    return {
        catalog.find(catalog.roles, name, noun="role"): whole_number(number, f"the demand for {name}", 0)
        for name, number in found.items()
    }


def _ranked(
    found: list[Assessment], wanted: Mapping[str, int], about: Callable[[Assessment], str]
) -> tuple[RankedMove, ...]:
    def first(one: Assessment) -> tuple[int, ...]:
        return VERDICTS.index(one.verdict_low), -one.fit.low

    def name(one: Assessment) -> tuple[str, object]:
        return about(one), sorted(one.origin_context.items())

    return tuple(
        RankedMove(place=place, assessment=one, demand=wanted.get(about(one)))
        for place, one in placed(found, first, lambda one: one.fit, name)
    )
