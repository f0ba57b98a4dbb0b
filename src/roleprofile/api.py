"""The public functions: ``load``, ``load_person`` and the methods of ``Catalog``."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from attrs import fields, frozen

from roleprofile.careers.assessment import Assessment, assess_transition
from roleprofile.careers.grades import Progression, ReachedGrade, grade_of, progression
from roleprofile.careers.paths import MOST_PATHS, MOST_STEPS, MovePath, paths
from roleprofile.careers.plan import Plan, plan
from roleprofile.careers.ranking import RankedMove, rank_origins, rank_targets
from roleprofile.careers.what_if import WhatIf, what_if
from roleprofile.errors import ArgumentValueError
from roleprofile.evaluation.subjects import TYPICAL_MONTHS
from roleprofile.loading.limits import Limits
from roleprofile.model.arguments import a_path, instance, several, texts
from roleprofile.model.catalog import CatalogData
from roleprofile.model.days import is_day
from roleprofile.model.pack import Reach
from roleprofile.model.person import Fact, Person, RoleHeld
from roleprofile.model.rendering import Shown
from roleprofile.pay.estimate import PayEstimate, PayInputs, estimate_pay
from roleprofile.rules.person_builder import Statement, built_or_raise
from roleprofile.rules.selection import Choice
from roleprofile.scoring import Scorer
from roleprofile.scoring.forms import ContextField, FactField, Summary, dimensions_of, questions_for


@frozen(kw_only=True, repr=False)
class Catalog(CatalogData, Shown):
    """The rules of the loaded packs. A catalog is immutable and picklable, and threads can share it.

    ``packs``, ``scales``, ``vocabularies``, ``descriptors``, ``roles`` and ``people`` are maps by full id
    (``pack:id``). To reload, load a new catalog and replace the reference.
    """

    def scorer(self, role: str, context: Mapping[str, str] | str) -> Scorer:
        """Prepare a role in a context to score people.

        Args:
            role: The role's id, ``account-manager`` or ``account-management:account-manager``.
            context: A term, or ``unspecified``, for each dimension that the role reads; or a situation's id.

        Raises:
            UnknownIdError: There is no such role, or more than one.
            ContextError: A dimension that the role reads is missing, or a term is not in its vocabulary.

        >>> import roleprofile as rp
        >>> catalog = rp.load()
        >>> catalog.scorer("account-manager", {"company-size": "large", "market": "retail-trade"}).role.role
        'account-management:account-manager'
        >>> catalog.scorer("account-manager", {"company-size": "huge", "market": "retail-trade"})
        Traceback (most recent call last):
        roleprofile.errors.ContextError: unknown company-size 'huge'; one of: small, medium, large, unspecified
        """
        return Scorer.of(self, role, context)

    def dimensions_of(self, role: str) -> tuple[ContextField, ...]:
        """The dimensions of the context that a role reads, with their terms, for the form of an application.

        See :func:`roleprofile.scoring.forms.dimensions_of`.
        """
        return dimensions_of(self, role)

    def questions_for(self, role: str, context: Mapping[str, str] | str) -> tuple[FactField, ...]:
        """The facts that a role reads, with the values to choose from, the most important first.

        See :func:`roleprofile.scoring.forms.questions_for`.
        """
        return questions_for(self, role, context)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which packs have texts, sorted."""
        return tuple(sorted({language for pack in self.packs.values() for language in pack.languages}))

    def summary(self) -> Summary:
        """The packs and roles of the catalog in brief; ``summary().to_dict("fil")`` has their names."""
        return Summary.of(self)

    def estimate_pay(self, role: str, context: Mapping[str, str] | str, inputs: PayInputs) -> PayEstimate:
        """Compute the pay of a role in a context, part by part, for the given amounts.

        Args:
            role: The role's id.
            context: As for :meth:`scorer`, with a term or ``unspecified`` also for each dimension that changes the pay.
            inputs: The amounts. No amount comes from a pack.

        Raises:
            PayError: Inputs are missing, impossible or unknown to the role; the error lists all of them.
            ContextError: The context lacks a dimension.

        >>> import roleprofile as rp
        >>> inputs = rp.PayInputs(
        ...     currency="PHP",
        ...     amounts={"guaranteed": 15_000, "retention": 0},
        ...     measures={"closed-deal-value": 400_000},
        ...     shares={"commission": 5},
        ... )
        >>> pay = rp.load().estimate_pay("account-manager", "large-metal-products", inputs)
        >>> pay.total, pay.variable_share
        (Decimal('35000.00'), 571428)
        """
        return estimate_pay(self, role, context, inputs)

    def assess_transition(
        self,
        origin: str | Person,
        target: str,
        context: Mapping[str, str] | str,
        *,
        origin_context: Mapping[str, str] | None = None,
        months: int = TYPICAL_MONTHS,
    ) -> Assessment:
        """Assess the move of a person, or of the incumbent of a role, into another role.

        See :func:`roleprofile.careers.assessment.assess_transition`.
        """
        return assess_transition(self, origin, target, context, origin_context=origin_context, months=months)

    def rank_origins(
        self,
        target: str,
        context: Mapping[str, str] | str,
        *,
        origins: Iterable[str] | Literal["all"] | None = None,
        months: int = TYPICAL_MONTHS,
        demand: Mapping[str, int] | None = None,
    ) -> tuple[RankedMove, ...]:
        """Rank the incumbents of other roles by how well they fit a role, best first.

        See :func:`roleprofile.careers.ranking.rank_origins`.
        """
        return rank_origins(self, target, context, origins=origins, months=months, demand=demand)

    def rank_targets(
        self,
        origin: str | Person,
        context: Mapping[str, str] | str,
        *,
        targets: Iterable[str] | None = None,
        months: int = TYPICAL_MONTHS,
        demand: Mapping[str, int] | None = None,
        top: int | None = None,
    ) -> tuple[RankedMove, ...]:
        """Rank roles by how well a person or an incumbent fits each, best first.

        See :func:`roleprofile.careers.ranking.rank_targets`.
        """
        return rank_targets(self, origin, context, targets=targets, months=months, demand=demand, top=top)

    def plan(
        self,
        person: Person | str,
        role: str,
        context: Mapping[str, str] | str,
        *,
        reach: Reach = "viable",
        months: int = TYPICAL_MONTHS,
    ) -> Plan:
        """Find the development options of least effort after which a person reaches a verdict by what is stated.

        See :func:`roleprofile.careers.plan.plan`. Needs the extra ``plan`` (scipy).
        """
        return plan(self, person, role, context, reach=reach, months=months)

    def grade_of(self, person: Person, role: str, context: Mapping[str, str] | str | None = None) -> ReachedGrade:
        """Find the grade that a person can hold: the highest that is viable and has only viable ones below it.

        See :func:`roleprofile.careers.grades.grade_of`.
        """
        return grade_of(self, person, role, context)

    def progression(
        self, role: str, start: str, goal: str, context: Mapping[str, str] | str | None = None
    ) -> Progression:
        """Compare two grades of a role: what the second asks for beyond the first.

        See :func:`roleprofile.careers.grades.progression`.
        """
        return progression(self, role, start, goal, context)

    def paths(
        self,
        origin: str | Person,
        target: str,
        context: Mapping[str, str] | str,
        *,
        max_steps: int = MOST_STEPS,
        limit: int | None = MOST_PATHS,
        origin_context: Mapping[str, str] | None = None,
    ) -> tuple[MovePath, ...]:
        """Find paths of declared transitions into a role, least effort first.

        See :func:`roleprofile.careers.paths.paths`.
        """
        return paths(self, origin, target, context, max_steps=max_steps, limit=limit, origin_context=origin_context)

    def what_if(
        self,
        person: Person | str,
        role: str,
        context: Mapping[str, str] | str,
        changes: Iterable[Fact],
        *,
        months: int = TYPICAL_MONTHS,
    ) -> WhatIf:
        """Score a person before and after facts are replaced.

        See :func:`roleprofile.careers.what_if.what_if`.
        """
        return what_if(self, person, role, context, changes, months=months)

    def person(
        self,
        id: str,  # noqa: A002 - the word the documents use
        *,
        facts: Iterable[Fact] = (),
        closed: Iterable[str] | Literal["all"] = (),
        roles_held: Iterable[RoleHeld] = (),
        as_of: datetime.date | str | None = None,
        unknown: Literal["raise", "report"] = "raise",
    ) -> Person:
        """Build a person from facts, and check all of them.

        Args:
            id: An opaque id, never a name.
            facts: The stated facts.
            closed: The descriptors whose lists of facts are complete, or ``"all"``.
            roles_held: The roles held so far; values that these roles provide are inferred.
            as_of: The day on which the facts count, also as ``"YYYY-MM-DD"``; without it the day of :func:`load`, if
                any. Evidence that expired before it does not count (``person.expired``), nor does evidence dated after
                it (``person.dated_later``).
            unknown: With ``"report"``, unknown facts are kept in ``person.unrecognised``.

        Raises:
            PersonError: Facts are wrong; the error lists all problems.
            TypeError: An argument is not a ``Fact`` or a ``RoleHeld``.

        >>> import roleprofile as rp
        >>> rp.load().person("c-17", facts=[rp.Fact("dialogue", "advanced")]).facts[0].value
        'advanced'
        """
        facts = several(facts, Fact, "facts", "rp.Fact(...)")
        roles_held = several(roles_held, RoleHeld, "roles_held", "rp.RoleHeld(...)")
        names = (closed,) if isinstance(closed, str) else texts(closed, "closed", "dialogue")
        statement = Statement.of(id, facts, names, roles_held, _day(as_of) or None)
        return built_or_raise(self, statement, report_unknown=_reports(unknown))

    def person_from_dict(
        self,
        body: Mapping[str, Any] | str | bytes,
        *,
        as_of: datetime.date | str | None = None,
        unknown: Literal["raise", "report"] = "raise",
    ) -> Person:
        """Build a person from the maps and lists of a person's file, such as the body of a request, and check them.

        Args:
            body: The keys of a person's file (``roleprofile schema person``); ``kind`` and ``schema`` may be left out.
                Dates, UUIDs, whole floats and numbers of numpy stand for what they mean, and ``None`` and NaN say
                nothing. Or JSON text.
            as_of: As for :meth:`person`.
            unknown: As for :meth:`person`.

        Raises:
            PersonError: Values are wrong; the error lists all problems, each with its pointer.

        >>> import roleprofile as rp
        >>> body = {"id": "c-17", "facts": {"dialogue": "advanced", "persuasion": "grand"}}
        >>> try:
        ...     rp.load().person_from_dict(body)
        ... except rp.PersonError as error:
        ...     print([(one.pointer, one.message) for one in error.problems])
        [('/facts/persuasion', 'unknown level "grand" on scale proficiency')]
        """
        from roleprofile.loading import person_from_tree

        instance(body, Mapping | str | bytes, "a person", "a map or JSON text")
        return person_from_tree(body, self, report_unknown=_reports(unknown), as_of=_day(as_of) or None)


def _reports(unknown: str) -> bool:
    if unknown not in ("raise", "report"):
        message = f'unknown must be "raise" or "report", not {unknown!r}'
        raise ArgumentValueError(message)
    return unknown == "report"


def load(
    *paths: str | Path,
    on_error: Literal["raise", "skip"] = "raise",
    limits: Limits | None = None,
    as_of: datetime.date | str | None = None,
    require: Literal["approved"] | None = None,
    discover: Literal["configured"] | bool = False,
) -> Catalog:
    """Load the packs at ``paths`` and the packs that they require; without paths, load the shipped packs.

    Args:
        paths: Folders of packs, or folders that contain them. A required pack is looked for beside the pack, then among
            the shipped packs, the packs that the project of the working directory names, and the installed ones. Or
            one built pack, ``pack.json``, which loads without YAML.
        on_error: With ``"skip"``, files with mistakes and the rules that depend on them are left out, and
            ``catalog.problems`` lists them.
        limits: The limits of a file and of a pack.
        as_of: A day, also as ``"YYYY-MM-DD"``. Rules that are drafts, retired or outside their ``effective`` dates on
            that day are left out together with the rules that depend on them, and ``catalog.problems`` lists them.
            The facts of people count on that day too. Without it dates do not count.
        require: With ``"approved"``, each role, transition and development option must be approved in its current state
            by the day of ``as_of``; with ``on_error="skip"``, rules that are not approved are left out.
        discover: With ``"configured"``, load also the packs that the project of the working directory names in its
            ``roleprofile.toml`` or ``pyproject.toml``. With ``True``, load also these, the packs of installed
            distributions and the shipped ones. ``catalog.origins`` says where each pack was found.

    Raises:
        LoadError: Files have mistakes; the error lists all problems of all files, sorted.

    >>> import roleprofile as rp
    >>> rp.load().role("account-manager").label["en"]
    'Account manager'
    """
    for path in paths:
        a_path(path)
    instance(limits or Limits(), Limits, "limits", "rp.Limits(...)")
    if on_error not in ("raise", "skip"):
        message = f'on_error must be "raise" or "skip", not {on_error!r}'
        raise ArgumentValueError(message)
    if require not in (None, "approved"):
        message = f'require must be "approved" or None, not {require!r}'
        raise ArgumentValueError(message)
    if discover not in (True, False, "configured"):
        message = f'discover must be True, False or "configured", not {discover!r}'
        raise ArgumentValueError(message)
    choice = Choice(day=_day(as_of), approved=require == "approved")
    from roleprofile.loading.built import is_built, load_built

    if any(is_built(path) for path in paths):
        data = load_built(paths, on_error=on_error, limits=limits or Limits(), choice=choice)
    else:
        from roleprofile.loading import load_catalog

        data = load_catalog(paths, on_error=on_error, limits=limits or Limits(), choice=choice, discover=discover)
    return Catalog(**{f.name: getattr(data, f.name) for f in fields(CatalogData) if f.init})


def _day(given: datetime.date | str | None) -> str:
    """A day as ``YYYY-MM-DD``; ``""`` for ``None``."""
    if given is None:
        return ""
    # A moment falls on different days in different time zones, so a datetime is refused.
    whole = isinstance(given, datetime.date) and not isinstance(given, datetime.datetime)
    if not whole and not is_day(given):
        message = f'as_of must be a datetime.date or text such as "2026-03-14", not {given!r:.60}'
        raise ArgumentValueError(message)
    return str(given)


def load_person(
    path: str | Path,
    catalog: CatalogData,
    *,
    as_of: datetime.date | str | None = None,
    unknown: Literal["raise", "report"] = "raise",
    limits: Limits | None = None,
) -> Person:
    """Load a person from a YAML file, and check it against a catalog.

    Raises :class:`~roleprofile.errors.PersonError` with all problems of the file, each with its line. With
    ``unknown="report"``, unknown facts are kept in ``person.unrecognised``. ``as_of`` as for ``catalog.person``.
    """
    from roleprofile.loading import load_person as from_file

    a_path(path)
    if isinstance(path, str) and (path.lstrip()[:1] in ("{", "[") or "\n" in path):
        raise ArgumentValueError("load_person needs a path; give the text of a person to catalog.person_from_dict")
    instance(catalog, CatalogData, "the catalog", "rp.load(...)")
    instance(limits or Limits(), Limits, "limits", "rp.Limits(...)")
    day = _day(as_of) or None
    return from_file(path, catalog, report_unknown=_reports(unknown), limits=limits or Limits(), as_of=day)
