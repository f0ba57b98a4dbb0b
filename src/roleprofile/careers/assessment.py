"""Assess a move into a role: the fit of a person or an incumbent, and the declared transitions that lead there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from attrs import evolve, field, frozen

from roleprofile.careers.context_matching import (
    SAME_EMPLOYER,
    ContextLabels,
    agrees,
    context_labels,
    excludes,
    specified,
)
from roleprofile.careers.incumbent import check_subject, months_held
from roleprofile.careers.routes import CompiledTransition, Route, resolved_transitions
from roleprofile.careers.similarity import Weights, overlap, weights
from roleprofile.evaluation.cache import EvaluationCache
from roleprofile.evaluation.subjects import TYPICAL_MONTHS, Subject
from roleprofile.model.arguments import mapping
from roleprofile.model.catalog import CatalogData
from roleprofile.model.pack import VERDICTS, Verdict
from roleprofile.model.person import Person
from roleprofile.model.rendering import Result
from roleprofile.model.role import Role
from roleprofile.model.values import NO_TEXT, FrozenMap, Text
from roleprofile.model.vocabulary import ANY, Vocabulary
from roleprofile.scoring.contributions import Contribution, Gap, Question
from roleprofile.scoring.fit import Fit
from roleprofile.scoring.scorer import Scorer

Context = FrozenMap[str, str]


@frozen(kw_only=True)
class Assessment(Result):
    """A move into a role: the fit, the declared ways and the similarity of the two jobs.

    The fit says how well the person meets the requirements; the similarity says how much two jobs ask for the same.
    """

    #: The full id of the role that is left, or the id of the person.
    origin: str
    #: The role's name; empty for a person.
    origin_label: Text
    is_role: bool
    #: The specified context in which the role is held; empty for a person.
    origin_context: Context
    origin_context_names: ContextLabels
    #: The months in the role; ``None`` for a person.
    months: int | None
    #: The full id of the role that is entered.
    target: str
    #: For a role, the fit of its incumbent.
    fit: Fit
    #: In parts per million; ``None`` for a person.
    similarity: int | None
    #: The declared ways that the contexts allow, sorted by origin, pack and id.
    ways: tuple[Route, ...]

    def __repr__(self) -> str:
        """The move in one line."""
        return f"<Assessment {self.origin} to {self.target}: {self.verdict}>"

    @cached_property
    def verdict_low(self) -> Verdict:
        """The best verdict at ``low`` over the ways that certainly hold; the verdict of the fit if none is declared.

        Needs of a way that are unmet or unknown cap its verdict as minimum requirements of a role do. If no way
        certainly holds, the ways that may hold decide.
        """
        certain = [way for way in self.ways if not way.depends_on] or self.ways
        return min((way.verdict_low for way in certain), key=VERDICTS.index, default=self.fit.verdict_low)

    @cached_property
    def verdict_supported(self) -> Verdict:
        """The likely verdict, over the same ways as ``verdict_low``."""
        certain = [way for way in self.ways if not way.depends_on] or self.ways
        return min((way.verdict_supported for way in certain), key=VERDICTS.index, default=self.fit.verdict_supported)

    @cached_property
    def verdict_high(self) -> Verdict:
        """The best verdict at ``high`` over all ways; the verdict of the fit if none is declared."""
        return min((way.verdict_high for way in self.ways), key=VERDICTS.index, default=self.fit.verdict_high)

    @property
    def verdict(self) -> str:
        """The range of verdicts, such as ``at least stretch, at best strong``; one word if both ends agree."""
        low, high = self.verdict_low, self.verdict_high
        return low if low == high else f"at least {low}, at best {high}"

    @property
    def carries_over(self) -> tuple[Contribution, ...]:
        """The contributions that certainly earn credit, in the order of the role."""
        return tuple(one for one in self.fit.contributions if one.credit_low)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The certain shortfalls, by how much ``low`` lacks for each, largest first."""
        return self.fit.gaps

    @property
    def questions(self) -> tuple[Question, ...]:
        """The open questions, by how much an answer could raise ``low``, largest first."""
        return self.fit.questions


@frozen
class Assessor:
    """A role in a context, ready to assess people and incumbents."""

    cache: EvaluationCache
    role: Role
    scorer: Scorer
    open_ways: tuple[CompiledTransition, ...]
    _weights: Weights
    _vocabulary_of: dict[str, Vocabulary]
    _by_origin: dict[str, list[CompiledTransition]] = field(factory=dict)

    @classmethod
    def of(cls, cache: EvaluationCache, target: str, context: Mapping[str, str] | str) -> Assessor:
        """Compile a role, and the needs of the ways into it, for a context; the catalog keeps the last ones."""
        catalog = cache.catalog
        target, context = catalog.job(target, context)
        found = catalog.kept.recall(_compiled, catalog, target, catalog.context(catalog.roles[target], context))
        return evolve(found, cache=cache)

    @property
    def catalog(self) -> CatalogData:
        """Where the role is."""
        return self.cache.catalog

    @property
    def target(self) -> str:
        """The full id of the target role."""
        return self.scorer.role.role

    @property
    def here(self) -> Context:
        """The specified part of the target's context."""
        return specified(self.scorer.rules.given, self._vocabulary_of)

    @property
    def origins(self) -> tuple[str, ...]:
        """The full ids of the roles from which a way leads, sorted; a way from ``any`` leads from every other role."""
        named = {name for name in self._by_origin if name != ANY}
        others = (name for name in self.catalog.jobs if name != self.target) if ANY in self._by_origin else ()
        return tuple(sorted({*named, *others}))

    def starts(self, origin: str) -> tuple[Context, ...]:
        """The contexts in which the origin is assessed if the caller gives none.

        These are the target's context, unless every way from this role starts elsewhere, and the nearest start of each
        way that does.
        """
        found: list[Context] = []
        for way in self._from(origin):
            here = self.here
            fits_here = origin != self.target and self._starts_in(way, here)
            start = here if fits_here else {**here, **way.origin_contexts[0]}
            place = specified(start, self._vocabulary_of)
            if self._moves(origin, place):
                found.append(place)
        return tuple(dict.fromkeys(sorted(found, key=lambda one: one != self.here))) or (self.here,)

    def assess_role(self, origin: str, context: Context, months: int = TYPICAL_MONTHS) -> Assessment:
        """Assess the incumbent of a role (a full id) at a firm of ``context``."""
        catalog, role = self.catalog, self.catalog.roles[origin]
        seen = specified(context, catalog.vocabulary_for(role))
        who = Subject(kind="holder", id=origin, months=months)
        fit = self.cache.fit_of(self.scorer.rules, who, context)
        found = [way for way in self._from(origin) if self._starts_in(way, context) and self._moves(origin, context)]
        return Assessment(
            origin=origin,
            origin_label=role.label,
            is_role=True,
            origin_context=context,
            origin_context_names=context_labels(catalog, context),
            months=months,
            target=self.target,
            fit=fit,
            similarity=overlap(weights(catalog, role, seen), self._weights),
            ways=tuple(way.seen_by(fit) for way in found),
        )

    def assess_person(self, person: Person, context: Context | None = None) -> Assessment:
        """Assess a person by the ways from each role held and from ``any``; ``context`` is where the roles are held."""
        fit = self.scorer.score(person)
        held = {(one.role, one.context if context is None else context) for one in person.roles_held}
        places = [place for _, place in held] or ([context] if context else [])
        found = [
            way
            for way in self._by_origin.get(ANY, ())
            # Internal moves and extra duties need a current employer.
            if way.way.transition.mode not in SAME_EMPLOYER or self._starts_in_any(way, places)
        ]
        for role in sorted({name for name, _ in held}):
            there = [place for name, place in held if name == role]
            found += [way for way in self._by_origin.get(role, ()) if self._starts_in_any(way, there)]
        if context is not None:
            found = [way for way in found if self._starts_in(way, context)]
        return Assessment(
            origin=person.id,
            origin_label=NO_TEXT,
            is_role=False,
            origin_context=context or FrozenMap(),
            origin_context_names=context_labels(self.catalog, context or {}),
            months=None,
            target=self.target,
            fit=fit,
            similarity=None,
            ways=tuple(way.seen_by(fit) for way in sorted(found, key=_order)),
        )

    def _from(self, origin: str) -> list[CompiledTransition]:
        return sorted([*self._by_origin.get(origin, ()), *self._by_origin.get(ANY, ())], key=_order)

    def _starts_in(self, way: CompiledTransition, context: Mapping[str, str]) -> bool:
        """Whether a way may start at a firm of this context."""
        return any(agrees(context, before, self._vocabulary_of) for before in way.origin_contexts)

    def _starts_in_any(self, way: CompiledTransition, contexts: Iterable[Mapping[str, str]]) -> bool:
        return any(self._starts_in(way, specified(one, self._vocabulary_of)) for one in contexts)

    def _moves(self, origin: str, context: Mapping[str, str]) -> bool:
        """Whether the move leaves the origin: the same job at what may be the same firm is no move."""
        return origin != self.target or excludes(context, self.here, self._vocabulary_of)


def _compiled(catalog: CatalogData, target: str, context: Context) -> Assessor:
    role = catalog.roles[target]
    scorer = Scorer.of(catalog, target, context)
    given = scorer.rules.given
    found = tuple(CompiledTransition.of(catalog, way, given) for way in resolved_transitions(catalog, role, given))
    by_origin: dict[str, list[CompiledTransition]] = {}
    for way in found:
        # A way from a lower term leads nowhere if there is no lower term.
        if way.origin_contexts:
            by_origin.setdefault(way.way.origin, []).append(way)
    known = catalog.vocabulary_of()
    # Each user has a cache of its own, because nothing bounds one.
    return Assessor(EvaluationCache(catalog), role, scorer, found, weights(catalog, role, given), known, by_origin)


def _order(way: CompiledTransition) -> tuple[str, str, str]:
    return way.way.origin, way.way.transition.pack, way.way.transition.id


def assess_transition(
    catalog: CatalogData,
    origin: str | Person,
    target: str,
    context: Mapping[str, str] | str,
    *,
    origin_context: Mapping[str, str] | None = None,
    months: int = TYPICAL_MONTHS,
) -> Assessment:
    """Assess a move into ``target``: the fit, the contributions that carry over, the gaps and the declared ways.

    Args:
        catalog: The catalog with the roles.
        origin: A person, or the id of a role, which stands for its incumbent.
        target: The id of the target role.
        context: The employer's situation there, as for a score.
        origin_context: The dimensions in which the origin's employer differs; if not given, the declared way decides,
            else the target's context.
        months: How long the incumbent has held the role, 0 to 1200.

    Raises:
        UnknownIdError: There is no such role.
        ContextError: A dimension is missing, or a term is not in its vocabulary.
        ValueError: ``months`` is outside 0 to 1200.
        TypeError: An argument has the wrong type.

    >>> import roleprofile as rp
    >>> found = assess_transition(rp.load(), "deputy-head-of-pr", "account-manager", "small-retail")
    >>> found.fit.verdict_low, [way.mode for way in found.ways], found.similarity
    ('viable', ['repurpose'], 180000)
    """
    check_subject(origin)
    months_held(months)
    assessor = Assessor.of(EvaluationCache(catalog), target, context)
    given = None
    if origin_context is not None:
        mapping(origin_context, "origin_context", "such as {'employer-tier': 'newcomer'}")
        # Only to reject terms that no vocabulary has.
        catalog.context(assessor.role, {**assessor.scorer.rules.given, **origin_context})
        given = specified(origin_context, catalog.vocabulary_of())
    if isinstance(origin, Person):
        return assessor.assess_person(origin, given)
    full = catalog.job(origin, {})[0]
    return assessor.assess_role(full, assessor.starts(full)[0] if given is None else given, months)
