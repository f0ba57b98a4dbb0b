"""Paths: chains of declared transitions that lead a person or an incumbent into a role."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import frozen

from roleprofile.careers.assessment import Assessment, Assessor, Context
from roleprofile.careers.context_matching import ContextLabels, completed_context, context_labels, specified
from roleprofile.careers.incumbent import check_subject
from roleprofile.careers.path_search import Chain, Edge, Node, cheapest_chains
from roleprofile.careers.routes import CompiledTransition, Route, Unit
from roleprofile.evaluation.cache import EvaluationCache
from roleprofile.model.arguments import mapping, whole_number
from roleprofile.model.catalog import CatalogData
from roleprofile.model.person import Person
from roleprofile.model.rendering import Result
from roleprofile.model.values import NO_TEXT, FrozenMap, Text
from roleprofile.model.vocabulary import ANY
from roleprofile.rules.person_builder import recount
from roleprofile.scoring.compiled import STATES, State
from roleprofile.scoring.contributions import Minimum

#: The default of the most steps of a path, and of the most paths.
MOST_STEPS, MOST_PATHS = 4, 10


@frozen(kw_only=True)
class PathStep:
    """One move from a job into another, by one declared transition."""

    #: The full id of the role that the step leaves; ``any`` for a person without a role.
    origin: str
    #: The name of this role; empty for ``any``.
    origin_label: Text
    #: The context of this role. A missing dimension may have any term.
    origin_context: Context
    origin_context_names: ContextLabels
    #: The full id of the role that the step enters.
    target: str
    #: The name of this role.
    target_label: Text
    #: The context of the entered role, in the same form.
    target_context: Context
    target_context_names: ContextLabels
    #: The route: mode, reason, effort, dependencies and the state of its needs.
    way: Route
    #: The fit of the incumbent of the left role for the entered role; on the first step of a person, the fit of the
    #: person.
    assessment: Assessment

    @property
    def mode(self) -> str:
        """``repurpose``, ``internal``, ``additional-duty``, ``stand-in`` or ``stepping-stone``."""
        return self.way.mode

    @property
    def reason(self) -> Text:
        """The reason of the transition."""
        return self.way.reason

    @property
    def effort(self) -> int:
        """The effort of the step, in the unit of the path."""
        return self.way.effort

    @property
    def depends_on(self) -> FrozenMap[str, Text]:
        """The dimensions of the entered job that decide whether the route is open, with their names."""
        return self.way.depends_on

    @property
    def needs(self) -> tuple[Minimum, ...]:
        """The needs of the transition beyond the role's requirements, with their states."""
        return self.way.needs


@frozen(kw_only=True)
class MovePath(Result):
    """A chain of steps that ends in the target role."""

    #: The full id of the first role, or the id of the person.
    origin: str
    #: The name of the first role; empty for a person.
    origin_label: Text
    is_role: bool
    #: The full id of the target role.
    target: str
    #: The steps in their order, at least one.
    steps: tuple[PathStep, ...]
    #: The unit of efforts, with its forms by language.
    unit: Unit

    def __repr__(self) -> str:
        """The path in one line."""
        return f"<MovePath {self.origin} to {self.target}: {len(self.steps)} steps>"

    @property
    def effort(self) -> int:
        """The total effort of all steps."""
        return sum(step.effort for step in self.steps)

    @cached_property
    def needs_state(self) -> State:
        """The worst state of the needs of all steps; the path is closed for now if it is ``not_met``."""
        return min((step.way.needs_state for step in self.steps), key=STATES.index)


@frozen
class _Steps:
    """Turns links into steps, and assesses a step that several paths share only once."""

    cache: EvaluationCache
    goal: Node
    #: The given context of the goal, with its ``unspecified`` dimensions.
    given: Context
    person: Person | None
    person_context: Context | None

    def path(self, chain: Chain) -> MovePath:
        steps = tuple(self._step(link, first=number == 0) for number, link in enumerate(chain))
        first = steps[0].assessment
        return MovePath(
            origin=first.origin,
            origin_label=first.origin_label,
            is_role=first.is_role,
            target=self.goal.role,
            steps=steps,
            unit=steps[0].way.unit,
        )

    def _step(self, link: Edge, *, first: bool) -> PathStep:
        return self.cache.recall((link, first), lambda: self._assessed(link, self.person if first else None))

    def _assessed(self, link: Edge, person: Person | None) -> PathStep:
        catalog, origin, target = self.cache.catalog, link.origin, link.target
        assessor = self._assessor(target)
        if person is None:
            assessment = assessor.assess_role(origin.role, origin.context)
        else:
            assessment = assessor.assess_person(person, self.person_context)
        way = CompiledTransition.of(catalog, link.way, target.context)
        return PathStep(
            origin=origin.role,
            origin_label=NO_TEXT if origin.role == ANY else catalog.roles[origin.role].label,
            origin_context=origin.context,
            origin_context_names=context_labels(catalog, origin.context),
            target=target.role,
            target_label=catalog.roles[target.role].label,
            target_context=target.context,
            target_context_names=context_labels(catalog, target.context),
            way=way.seen_by(assessment.fit),
            assessment=assessment,
        )

    def _assessor(self, place: Node) -> Assessor:
        catalog = self.cache.catalog
        context = (
            self.given if place == self.goal else completed_context(catalog, catalog.roles[place.role], place.context)
        )
        return self.cache.recall(place, lambda: Assessor.of(self.cache, place.role, context))


def _begin(catalog: CatalogData, origin: str | Person, context: Context | None) -> tuple[Node, ...]:
    """The roles and contexts at which paths may begin."""
    somewhere = FrozenMap[str, str]() if context is None else context
    if not isinstance(origin, Person):
        return (Node(catalog.find(catalog.roles, origin, noun="role"), somewhere),)
    known = catalog.vocabulary_of()
    held = {Node(one.role, specified(one.context, known) if context is None else context) for one in origin.roles_held}
    in_order = sorted(held, key=lambda place: (place.role, sorted(place.context.items())))
    return tuple(in_order) or (Node(ANY, somewhere),)


def paths(
    catalog: CatalogData,
    origin: str | Person,
    target: str,
    context: Mapping[str, str] | str,
    *,
    max_steps: int = MOST_STEPS,
    limit: int | None = MOST_PATHS,
    origin_context: Mapping[str, str] | None = None,
) -> tuple[MovePath, ...]:
    """The paths into a role by declared transitions, the least effort first.

    Each step begins in the role in which the last one ends, at an employer of the same kind. A dimension that a
    transition does not state for the left employer may have any term, unless the employer stays the same. A path comes
    to a role twice only at employers that certainly differ. A transition from any job begins at the origin of the path,
    not at another job.

    Args:
        catalog: The catalog with the roles.
        origin: The id of a role, or a person. The paths of a person begin at any of the roles held; without roles, by a
            transition from any job.
        target: The id of the target role.
        context: The context of the target role, as for a score.
        max_steps: The most steps of a path. Without a ``limit``, or without a path, every chain is tried: if each of 13
            roles leads to each other, this takes 0.1 seconds for 4 steps, and eight times as much for each further one.
        limit: The most paths; ``None`` for all. Paths take memory, for example 100,000 paths of 12 steps 800 MB.
        origin_context: The context of the origin, which may be incomplete.

    Returns:
        The paths by total effort; equal ones by the ids of their transitions, from the last step back.

    Raises:
        UnknownIdError: The role is unknown.
        ContextError: A dimension is missing, or a term is not in its vocabulary.
        RankingError: The transitions count efforts in different units.
        ValueError: ``max_steps`` or ``limit`` is less than one.
        TypeError: An argument has the wrong type.

    >>> import roleprofile as rp
    >>> office = {"company-size": "small", "market": "software", "employer-tier": "leading"}
    >>> found = paths(rp.load(), "consultant", "account-manager", office, limit=2)
    >>> [(path.effort, [step.mode for step in path.steps]) for path in found]
    [(13, ['repurpose']), (117, ['repurpose', 'stepping-stone'])]
    """
    whole_number(max_steps, "max_steps", 1)
    if limit is not None:
        whole_number(limit, "limit", 1)
    check_subject(origin)
    target, context = catalog.job(target, context)
    role = catalog.role(target)
    given = catalog.context(role, context)
    start_context = None
    if origin_context is not None:
        mapping(origin_context, "origin_context", "such as {'employer-tier': 'newcomer'}")
        # Called only to refuse unknown dimensions and terms.
        catalog.context(role, {**given, **origin_context})
        start_context = specified(origin_context, catalog.vocabulary_of())
    person = origin if isinstance(origin, Person) else None
    if person is not None and person.holdings.fingerprint != catalog.fingerprint:
        origin = person = recount(catalog, person)
    goal = Node(f"{role.pack}:{role.id}", specified(given, catalog.vocabulary_for(role)))
    found = cheapest_chains(catalog, _begin(catalog, origin, start_context), goal, max_steps=max_steps, limit=limit)
    steps = _Steps(EvaluationCache(catalog), goal, given, person, start_context)
    return tuple(steps.path(chain) for chain in found)
