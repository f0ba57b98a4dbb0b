"""Paths: how somebody gets into a role by one declared way after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from roleprofile.careers.assessment import Assessment, Assessor, Context
from roleprofile.careers.context_matching import ContextLabels, completed_context, context_labels, specified
from roleprofile.careers.declared import CompiledTransition, Route, Unit
from roleprofile.careers.incumbent import check_subject
from roleprofile.careers.path_search import Chain, Edge, Node, cheapest_chains
from roleprofile.evaluation.cache import EvaluationCache
from roleprofile.evaluation.subjects import Subject
from roleprofile.model.arguments import mapping, whole_number
from roleprofile.model.person import Person
from roleprofile.model.rendering import text_of
from roleprofile.model.values import NO_TEXT, FrozenMap, Text
from roleprofile.model.vocabulary import ANY
from roleprofile.rules.person_builder import recount
from roleprofile.scoring.arithmetic import STATES, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from roleprofile.model.catalog import CatalogData
    from roleprofile.scoring.contributions import Minimum

#: How many ways a path may chain, and how many paths are looked for, where nobody says.
MOST_STEPS, MOST_PATHS = 4, 10


@frozen(kw_only=True)
class PathStep:
    """One job left for another, by one declared way."""

    #: The full id of the role that is left; ``any`` where a person holds none.
    origin: str
    #: The role's name; empty for ``any``.
    origin_label: Text
    #: Where it is left. A dimension that is not there may be anything.
    origin_context: Context
    origin_context_names: ContextLabels
    #: The full id of the role that is entered.
    target: str
    target_label: Text
    #: Where it is entered, in the same way.
    target_context: Context
    target_context_names: ContextLabels
    #: How, why, what it takes, on what it depends; with the state of what it needs.
    way: Route
    #: How well the typical holder of the role that is left fits the one that is entered; on the first step of a
    #: person, how well the person does.
    assessment: Assessment

    @property
    def mode(self) -> str:
        """``repurpose``, ``internal``, ``additional-duty``, ``stand-in`` or ``stepping-stone``."""
        return self.way.mode

    @property
    def reason(self) -> Text:
        """Why the way is one."""
        return self.way.reason

    @property
    def effort(self) -> int:
        """What the step takes, in the unit of the path."""
        return self.way.effort

    @property
    def depends_on(self) -> FrozenMap[str, Text]:
        """Dimensions of the job that is entered, with their names, that decide whether the way is open."""
        return self.way.depends_on

    @property
    def needs(self) -> tuple[Minimum, ...]:
        """What the way needs beyond the role itself, and how that stands."""
        return self.way.needs


@frozen(kw_only=True)
class MovePath:
    """A chain of declared ways that ends in the role that was asked for."""

    #: The full id of the role where it begins, or the id of the person.
    origin: str
    #: The role's name; empty for a person.
    origin_label: Text
    is_role: bool
    #: The full id of the role where it ends.
    target: str
    #: In the order in which they are taken; one at least.
    steps: tuple[PathStep, ...]
    #: What efforts are counted in: the forms of the unit by language.
    unit: Unit

    @property
    def effort(self) -> int:
        """What all steps take together."""
        return sum(step.effort for step in self.steps)

    @property
    def needs_state(self) -> State:
        """The worst state of what its ways need: where that is ``not_met``, the path is not open as things stand."""
        return min((step.way.needs_state for step in self.steps), key=STATES.index)

    def explain(self, language: str = "en") -> str:
        """The path in words, for a terminal of 80 columns.

        Raises ``ValueError`` for a language that neither the library nor the pack has.
        """
        return text_of(self, language)


@frozen
class _Steps:
    """Makes links into steps; what several paths share is assessed once."""

    cache: EvaluationCache
    goal: Node
    #: The context of the goal, with what was given as unspecified.
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
            role = catalog.roles[origin.role]
            seen = specified(origin.context, catalog.vocabulary_of(role.pack))
            someone = self.cache.person(Subject(kind="holder", id=origin.role), seen)
        else:
            assessment = assessor.assess_person(person, self.person_context)
            someone = person
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
            way=way.seen_by(someone, assessment.fit),
            assessment=assessment,
        )

    def _assessor(self, place: Node) -> Assessor:
        catalog = self.cache.catalog
        context = (
            self.given if place == self.goal else completed_context(catalog, catalog.roles[place.role], place.context)
        )
        return self.cache.recall(place, lambda: Assessor.of(self.cache, place.role, context))


def _begin(catalog: CatalogData, origin: str | Person, context: Context | None) -> tuple[Node, ...]:
    """The places where paths may begin."""
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
    """How somebody gets into a role by declared ways, one after the other: the least effort first.

    A step ends where the next one starts from: in the same role, at an employer of that kind. What a way does not say
    of the employer that is left may be anything, unless the employer stays the same. Nobody comes twice to a role,
    except at employers that are certain not to be the same. A way that is open from any job is taken from where the
    path begins, not by way of some other job.

    Args:
        catalog: Where the roles are.
        origin: A role's id, or a person, whose paths begin with any of the roles held; with none, by a way from any.
        target: The id of the role that is entered in the end.
        context: The employer's situation there, as for a score.
        max_steps: How many ways a path may chain. The search takes as long as there are chains to try: few for a small
            ``limit``, all of them where none holds or every one is wanted. Where each of 13 roles leads to each other
            that is 0.1 seconds for 4 steps, 1 for 5 and 7 for 6, and eight times as much for each further one.
        limit: How many paths are wanted; ``None`` for all of them. Each takes some memory: 100,000 of 12 steps 800 MB.
        origin_context: Where the origin works, as far as that is known.

    Returns:
        The paths by total effort; equal ones by the ids of their ways, from the last step back. Empty where there is
        none.

    Raises:
        UnknownIdError: There is no such role.
        ContextError: A dimension is missing, or something is not in its vocabulary.
        RankingError: The efforts of the ways are counted in different units.
        ValueError: ``max_steps`` or ``limit`` is less than one.
        TypeError: Something is of the wrong kind.

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
    role = catalog.role(target)
    given = catalog.context(role, context)
    start_context = None
    if origin_context is not None:
        mapping(origin_context, "origin_context", "such as {'employer-tier': 'newcomer'}")
        # Only to refuse what no vocabulary has.
        catalog.context(role, {**given, **origin_context})
        start_context = specified(origin_context, catalog.vocabulary_of())
    person = origin if isinstance(origin, Person) else None
    if person is not None and person.holdings.fingerprint != catalog.fingerprint:
        origin = person = recount(catalog, person)
    goal = Node(f"{role.pack}:{role.id}", specified(given, catalog.vocabulary_of(role.pack)))
    found = cheapest_chains(catalog, _begin(catalog, origin, start_context), goal, max_steps=max_steps, limit=limit)
    steps = _Steps(EvaluationCache(catalog), goal, given, person, start_context)
    return tuple(steps.path(chain) for chain in found)
