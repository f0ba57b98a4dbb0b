"""Declared transitions into a role: resolved and compiled for a context, and applied to a person or an incumbent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from attrs import frozen

from roleprofile.careers.context_matching import specified, start_contexts
from roleprofile.model.catalog import CatalogData
from roleprofile.model.context import holds
from roleprofile.model.pack import VERDICTS, Verdict
from roleprofile.model.role import Defaults, Role
from roleprofile.model.transition import Mode, Transition
from roleprofile.model.values import NO_TEXT, FrozenMap, Text
from roleprofile.model.vocabulary import ANY, UNSPECIFIED, Vocabulary
from roleprofile.scoring.compile import cite, role_of_needs
from roleprofile.scoring.compiled import STATES, CitedSource, State
from roleprofile.scoring.contributions import Minimum
from roleprofile.scoring.fit import Fit
from roleprofile.scoring.situations import RoleInContext

#: The forms of a unit of effort by language.
Unit = FrozenMap[str, FrozenMap[str, str]]


@frozen(kw_only=True)
class ResolvedTransition:
    """A declared transition that a context allows."""

    transition: Transition
    #: The full id of the origin role, or ``any``.
    origin: str
    #: The unspecified dimensions that decide whether it holds; empty if it holds.
    depends_on: tuple[str, ...]


def transitions_by_target(catalog: CatalogData) -> dict[str, tuple[Transition, ...]]:
    """The transitions by the full id of the target role, in the order of the catalog."""
    found: dict[str, list[Transition]] = {}
    for one in catalog.transitions:
        full = catalog.candidates(catalog.roles, one.target, one.pack)
        if len(full) == 1:
            found.setdefault(full[0], []).append(one)
    return {name: tuple(those) for name, those in found.items()}


def resolved_transitions(
    catalog: CatalogData, target: Role, context: Mapping[str, str], among: Iterable[Transition] | None = None
) -> tuple[ResolvedTransition, ...]:
    """The transitions into ``target`` that ``context`` allows, sorted by origin and id.

    ``among`` has the transitions into this role, if the caller has grouped them already.
    """
    found = []
    those = transitions_by_target(catalog).get(f"{target.pack}:{target.id}", ()) if among is None else among
    for one in those:
        unknown = undecided_dimensions(one, context, catalog.vocabulary_of(one.pack))
        if unknown is None:
            continue
        # Loading may have left the named role out.
        origin = (ANY,) if one.origin == ANY else catalog.candidates(catalog.roles, one.origin, one.pack)
        found += [ResolvedTransition(transition=one, origin=full, depends_on=unknown) for full in origin]
    return tuple(sorted(found, key=lambda way: (way.origin, way.transition.pack, way.transition.id)))


def undecided_dimensions(
    one: Transition, context: Mapping[str, str], vocabulary_of: Mapping[str, Vocabulary]
) -> tuple[str, ...] | None:
    """The unspecified dimensions that decide whether a transition holds in ``context``; ``None`` if it does not."""
    if holds(one.when, context, vocabulary_of) is False:
        return None
    return tuple(d for d in one.when if context.get(d, UNSPECIFIED) == UNSPECIFIED)


@frozen(kw_only=True)
class Route:
    """A declared transition applied to a person or an incumbent: its needs and its verdicts."""

    id: str
    pack: str
    #: The kind of move.
    mode: Mode
    label: Text
    #: The full id of the origin role, or ``any``.
    origin: str
    #: The name of that role; empty for ``any``.
    origin_label: Text
    reason: Text
    #: The names of the sources; ``cited`` has their titles and claims.
    source: tuple[str, ...]
    basis: str
    cited: FrozenMap[str, CitedSource]
    #: The effort, in the pack's unit of effort.
    effort: int
    unit: Unit
    #: The names of the unspecified dimensions that decide whether it holds; empty if it holds.
    depends_on: FrozenMap[str, Text]
    #: The contexts from which it starts, nearest first; a missing dimension may have any value.
    origin_contexts: tuple[FrozenMap[str, str], ...]
    #: The names of the dimensions that the transition itself states, each with the names of its terms.
    starts_from: tuple[tuple[Text, tuple[Text, ...]], ...]
    #: The fit for its own minimum requirements, which do not change the score.
    needs_fit: Fit
    #: The verdicts of the fit, capped by the needs as by minimum requirements.
    verdict_low: Verdict
    verdict_supported: Verdict
    verdict_high: Verdict

    @property
    def needs(self) -> tuple[Minimum, ...]:
        """Its own minimum requirements and their states."""
        return self.needs_fit.minimums

    @cached_property
    def needs_state(self) -> State:
        """The worst state of its needs: ``met``, ``presumed``, ``unknown`` or ``not_met``."""
        return min((one.state for one in self.needs), key=STATES.index, default="met")


@frozen
class CompiledTransition:
    """A transition compiled for a context, ready to be applied to any origin."""

    way: ResolvedTransition
    #: The contexts from which it starts.
    origin_contexts: tuple[FrozenMap[str, str], ...]
    needs: RoleInContext
    cited: FrozenMap[str, CitedSource]
    unit: Unit
    origin_label: Text
    depends_on: FrozenMap[str, Text]
    starts_from: tuple[tuple[Text, tuple[Text, ...]], ...]

    @classmethod
    def of(cls, catalog: CatalogData, way: ResolvedTransition, context: FrozenMap[str, str]) -> CompiledTransition:
        """Compile the needs of a transition if the target role is in ``context``."""
        one = way.transition
        dimensions = catalog.dimensions(one.pack)
        vocabulary_of = {name: vocabulary for name, (_, vocabulary) in dimensions.items()}
        here = specified(context, vocabulary_of)
        origin_contexts = start_contexts(one, here, vocabulary_of)
        starts_from = []
        for name in sorted(one.origin_context):
            dimension, vocabulary = dimensions[name]
            terms = dict.fromkeys(before[name] for before in origin_contexts if name in before)
            if terms:
                starts_from.append((dimension.label, tuple(vocabulary.term(term).label for term in terms)))
        needs = tuple(need.requirement for need in one.needs)
        # A need cites its own sources before the sources of the whole transition.
        rests = Defaults(source=one.source, basis=one.basis)
        asked = RoleInContext.of(
            catalog, role_of_needs(one.pack, needs, rests), {**dict.fromkeys(dimensions, UNSPECIFIED), **here}
        )
        scale = catalog.effort_scale(one.pack)
        return cls(
            way=way,
            origin_contexts=origin_contexts,
            needs=asked,
            cited=FrozenMap({**asked.first.sources, **cite(catalog, one.pack, one.source)}),
            unit=scale.unit if scale else FrozenMap(),
            origin_label=NO_TEXT if way.origin == ANY else catalog.roles[way.origin].label,
            depends_on=FrozenMap({name: dimensions[name][0].label for name in way.depends_on}),
            starts_from=tuple(starts_from),
        )

    def seen_by(self, fit: Fit) -> Route:
        """The transition applied to a person with this fit for the role."""
        one = self.way.transition
        needs = self.needs.fit(fit.person_id, fit.holdings)
        worst = min(fit.meets_minimum, needs.meets_minimum, key=STATES.index)
        low, likely, high = fit.role.verdicts(worst, fit.low, fit.supported, fit.high)
        for other in fit.situations if len(fit.situations) > 1 else ():
            worst = min(other.meets_minimum, needs.meets_minimum, key=STATES.index)
            high = min(high, other.role.verdicts(worst, other.low, other.supported, other.high)[2])
        return Route(
            id=one.id,
            pack=one.pack,
            mode=one.mode,
            label=one.label,
            origin=self.way.origin,
            origin_label=self.origin_label,
            reason=one.reason,
            source=tuple(one.source),
            basis=one.basis,
            cited=self.cited,
            effort=one.effort,
            unit=self.unit,
            depends_on=self.depends_on,
            origin_contexts=self.origin_contexts,
            starts_from=self.starts_from,
            needs_fit=needs,
            verdict_low=VERDICTS[low],
            verdict_supported=VERDICTS[likely],
            verdict_high=VERDICTS[high],
        )
