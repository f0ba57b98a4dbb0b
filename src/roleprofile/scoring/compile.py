"""Compile a role for a context."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen

from roleprofile.model.context import match, path_of, resolve
from roleprofile.model.convert import structure
from roleprofile.model.grammar import fields_of
from roleprofile.model.role import FULL, Defaults, Requirement, Role
from roleprofile.model.values import NO_TEXT, FrozenMap, Text
from roleprofile.model.vocabulary import ANY, UNSPECIFIED
from roleprofile.rules.holdings import current
from roleprofile.rules.overlays import apply, in_order, reach, touched
from roleprofile.rules.rebase import source_home
from roleprofile.scoring.compiled import (
    MILLION,
    AppliedVariant,
    CitedSource,
    CompiledRequirement,
    CompiledRole,
    Criterion,
    LeftOut,
    Onboarding,
    PackVersion,
    ScaleView,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.context import Matches
    from roleprofile.model.descriptor import Descriptor
    from roleprofile.model.role import Alternative, Extra, Variant
    from roleprofile.model.scale import Scale
    from roleprofile.model.vocabulary import Vocabulary


#: No defaults: these entries state everything themselves.
NO_DEFAULTS = Defaults()


def compile_role(
    catalog: CatalogData, role: Role, given: Mapping[str, str] | str, known: RoleInContext | None = None
) -> CompiledRole:
    """Compile ``role`` for a context, or for a named situation.

    Raises :class:`~roleprofile.errors.ContextError` if the context lacks a dimension that the role reads.
    """
    if known is None:
        context = catalog.context(role, given)
        known = RoleInContext(context, *in_context(catalog, role, context))
    return _Compiler(catalog, role, known).run()


@frozen
class RoleInContext:
    """A role in a checked context before it is compiled, as far as a caller has worked it out already."""

    context: FrozenMap[str, str]
    #: The result of :func:`in_context`.
    state: Role
    matches: Matches
    #: The role compiled for the same context before an edit, and the ids of the entries that the edit left alone.
    before: CompiledRole | None = None
    alike: frozenset[str] = frozenset()


def compile_requirements(
    catalog: CatalogData,
    pack: str,
    entries: Iterable[Requirement],
    given: Mapping[str, str] | str,
    defaults: Defaults = NO_DEFAULTS,
) -> CompiledRole:
    """Compile requirements that belong to no role, such as the needs of a transition, with the names ``pack`` sees.

    The result is a role without a name, so code that scores a role scores these requirements too. A requirement that
    reads a missing or ``unspecified`` dimension is left out and listed.
    """
    return compile_role(
        catalog,
        Role(id="", version="", label=NO_TEXT, defaults=defaults, requirements=tuple(entries), pack=pack),
        given,
    )


def cite(catalog: CatalogData, pack: str, names: Iterable[str]) -> dict[str, CitedSource]:
    """The titles and claims of the sources that a rule of ``pack`` cites, by the names that it uses."""
    return {name: _cited(catalog, *source_home(name, pack)) for name in names}


def _cited(catalog: CatalogData, pack: str, name: str) -> CitedSource:
    home = catalog.packs[pack]
    default = home.default_source
    if default and name in default.claims:
        return CitedSource(title=default.title, claim=default.claims[name])
    head, _, place = name.partition("#")
    source = next(source for source in home.sources if source.id == head)
    return CitedSource(title=source.title, claim=source.claims.get(place, NO_TEXT))


def in_context(catalog: CatalogData, role: Role, context: Mapping[str, str]) -> tuple[Role, Matches]:
    """The role with the variants applied that the context selects, and which variants these are."""
    matches = match(role, context, catalog.vocabulary_of(role.pack))
    return with_variants(catalog, role, matches.matching), matches


def with_variants(catalog: CatalogData, role: Role, variants: Iterable[Variant]) -> Role:
    """The role with variants of it applied."""
    ordered = in_order(variants, reach(role.variants))
    if not ordered:
        return role
    return structure(apply(role.document, ordered, partial(catalog.scale_behind, pack=role.pack)), Role)


@define
class _Compiler:
    catalog: CatalogData
    role: Role
    known: RoleInContext
    context: FrozenMap[str, str] = field(init=False)
    vocabulary_of: dict[str, Vocabulary] = field(init=False)
    scales: dict[str, ScaleView] = field(factory=dict)
    terms: dict[str, Text] = field(factory=dict)
    sources: dict[str, CitedSource] = field(factory=dict)

    def run(self) -> CompiledRole:
        catalog, role = self.catalog, self.role
        self.context, state, matches = self.known.context, self.known.state, self.known.matches
        self.vocabulary_of = catalog.vocabulary_of(role.pack)
        compiled_before = self._compiled_before()
        left_out = [self._left_variant(variant, state) for variant in matches.undecided]
        requirements: list[CompiledRequirement] = []
        extras: list[CompiledRequirement] = []
        onboarding: list[Onboarding] = []
        for entry in (*state.requirements, *state.extras):
            compiled = compiled_before.get(entry.id)
            if compiled is None:
                unspecified = self._unspecified(entry)
                if unspecified:
                    left_out.append(self._left_entry(entry, unspecified, state))
                    continue
                compiled = self._entry(entry, state, matches.matching)
            if isinstance(entry, Requirement) and entry.needed:
                onboarding.append(Onboarding(entry=compiled, within=entry.needed.within))
            else:
                (requirements if isinstance(entry, Requirement) else extras).append(compiled)
        rules = catalog.fit_rules(role.pack)[1]
        kinds = catalog.evidence_kinds(role.pack)
        dimensions = catalog.dimensions(role.pack)
        applied = in_order(matches.matching, reach(role.variants))
        return CompiledRole(
            role=f"{role.pack}:{role.id}",
            version=role.version,
            label=role.label,
            languages=catalog.packs[role.pack].languages,
            context=self.context,
            context_labels=FrozenMap(
                {
                    name: (dimensions[name][0].label, dimensions[name][1].term(value).label)
                    for name, value in self.context.items()
                    if value != UNSPECIFIED
                }
            ),
            dimension_labels=FrozenMap({name: dimension.label for name, (dimension, _) in dimensions.items()}),
            variants=tuple(AppliedVariant(id=v.id, label=v.label, source=self._cite(v.source)) for v in applied),
            requirements=tuple(requirements),
            extras=tuple(extras),
            onboarding=tuple(onboarding),
            left_out=tuple(left_out),
            scales=FrozenMap(dict(sorted(self.scales.items()))),
            terms=FrozenMap(dict(sorted(self.terms.items()))),
            duties=FrozenMap({duty.id: duty.label for duty in state.duties}),
            sources=FrozenMap(dict(sorted(self.sources.items()))),
            evidence=FrozenMap({term.id: term.label for term in kinds} if kinds else {}),
            thresholds=FrozenMap({name: percent * (MILLION // 100) for name, percent in rules.thresholds.items()}),
            caps=rules.caps,
            packs=FrozenMap(
                {
                    name: PackVersion(version=catalog.packs[name].version, digest=catalog.packs[name].digest)
                    for name in catalog.concerned(role)
                }
            ),
            fingerprint=catalog.fingerprint,
        )

    def _compiled_before(self) -> dict[str, CompiledRequirement]:
        """The entries that are compiled already; their scales, terms and sources are taken over."""
        before = self.known.before
        if before is None:
            return {}
        entries = (*before.requirements, *before.extras, *(one.entry for one in before.onboarding))
        known = {one.id: one for one in entries if one.id in self.known.alike}
        for one in known.values():
            self.sources.update((name, before.sources[name]) for name in one.source)
            for leaf in one.leaves:
                self.scales[leaf.scale] = before.scales[leaf.scale]
                terms = (f"{leaf.descriptor}/{key}" for key in leaf.percents)
                self.terms.update((term, before.terms[term]) for term in terms)
        return known

    def _unspecified(self, entry: Extra) -> tuple[str, ...]:
        """The unspecified dimensions that an entry reads."""
        found = set()
        for part in entry.parts:
            for key, _ in part.for_.shares if part.for_ else ():
                path = path_of(key)
                if path and self.context.get(path[0], UNSPECIFIED) == UNSPECIFIED:
                    found.add(path[0])
        return tuple(sorted(found))

    def _left_variant(self, variant: Variant, state: Role) -> LeftOut:
        unspecified = [name for name in variant.when if self.context[name] == UNSPECIFIED]
        return LeftOut(
            kind="variant",
            id=variant.id,
            label=variant.label,
            dimensions=tuple(sorted(unspecified)),
            minimum=_may_raise_minimum(variant, state),
        )

    def _left_entry(self, entry: Extra, dimensions: tuple[str, ...], state: Role) -> LeftOut:
        required = isinstance(entry, Requirement)
        return LeftOut(
            kind="requirement" if required else "extra",
            id=entry.id,
            label=self._label(entry),
            dimensions=dimensions,
            minimum=isinstance(entry, Requirement) and state.necessity_of(entry) == "minimum",
        )

    def _label(self, entry: Extra) -> Text:
        if entry.label:
            return entry.label
        return current(self.catalog, self.catalog.descriptor(entry.parts[0].descriptor, self.role.pack)).label

    def _entry(self, entry: Extra, state: Role, variants: Iterable[Variant]) -> CompiledRequirement:
        changed_by = [v for v in variants if any(target[0] == entry.id for target in touched(v))]
        named = (*(entry.source or state.defaults.source), *(s for v in changed_by for s in v.source))
        return CompiledRequirement(
            id=entry.id,
            label=self._label(entry),
            group="any_of" if entry.any_of else "all_of" if entry.all_of else "",
            leaves=tuple(self._leaf(part) for part in entry.parts),
            weight=entry.weight,
            minimum=isinstance(entry, Requirement) and state.necessity_of(entry) == "minimum",
            needed_for=entry.needed_for,
            source=self._cite(dict.fromkeys(named)),
            basis=entry.basis or state.defaults.basis,
            reason=entry.reason,
        )

    def _leaf(self, part: Alternative) -> Criterion:
        catalog = self.catalog
        # Facts and requirements on a deprecated descriptor count for the descriptor that replaces it.
        descriptor = current(catalog, catalog.descriptor(part.descriptor, self.role.pack))
        scale = catalog.scale_of(descriptor)
        name = f"{scale.pack}:{scale.id}"
        levels = {level.id: level for level in scale.levels}
        self.scales[name] = ScaleView(
            levels=scale.by_rank,
            labels=tuple(levels[one].label if one else NO_TEXT for one in scale.by_rank),
            descriptions=tuple(levels[one].description if one else NO_TEXT for one in scale.by_rank),
            unit=scale.unit,
        )
        keys, asked_keys = self._keys(descriptor, part)
        kinds = catalog.evidence_kinds(self.role.pack)
        return criterion_on(
            scale,
            part,
            descriptor=f"{descriptor.pack}:{descriptor.id}",
            label=descriptor.label,
            scale=name,
            keys=keys,
            asked_keys=asked_keys,
            evidence=tuple(sorted({k for kind in part.evidence if kinds for k in kinds.within(kind)})),
        )

    def _keys(
        self, descriptor: Descriptor, part: Alternative
    ) -> tuple[FrozenMap[str, int] | None, tuple[tuple[Text, int], ...]]:
        vocabulary = self.catalog.keys_of(descriptor)
        if vocabulary is None or part.for_ is None:
            return None, ()
        percents: dict[str, int] = {}
        asked = []
        for key, percent in part.for_.shares:
            for top in resolve(key, self.context, self.vocabulary_of) or ():
                asked.append((NO_TEXT if top == ANY else vocabulary.term(top).label, percent))
                for term in vocabulary.within(top):
                    percents[term] = max(percent, percents.get(term, 0))
                    self.terms[f"{descriptor.pack}:{descriptor.id}/{term}"] = vocabulary.term(term).label
        return FrozenMap(percents), tuple(asked)

    def _cite(self, names: Iterable[str]) -> tuple[str, ...]:
        names = tuple(names)
        self.sources.update(cite(self.catalog, self.role.pack, names))
        return names


def criterion_on(scale: Scale, part: Alternative, /, **named: Any) -> Criterion:
    """The criterion of a part whose descriptor is on ``scale``, with the names and keys that ``named`` gives."""
    asked = scale.rank(part.asks)
    return Criterion(
        asked=asked,
        at_least=asked if part.at_least is None else scale.rank(part.at_least),
        table=credit_table(scale, asked, part.credit),
        start=part.from_,
        worth=part.worth,
        weight=part.weight,
        **named,
    )


def credit_table(scale: Scale, asked: int, stated: Mapping[str, int]) -> tuple[int, ...]:
    """The credit of each rank of a scale in parts per million, lowest first; empty for an amount.

    Args:
        scale: The scale; its ``below`` gives the percentages if ``stated`` is empty.
        asked: The rank that the requirement asks for.
        stated: The requirement's own table, from level to percent.

    Rank 0 always earns 0, because it means that the person does not have the thing.
    """
    table = []
    for rank, level in enumerate(scale.by_rank):
        steps = asked - rank
        if steps <= 0:
            percent = FULL
        elif rank == 0:
            percent = 0
        elif stated:
            percent = stated.get(level, 0)
        else:
            percent = scale.below[steps - 1] if steps <= len(scale.below) else 0
        table.append(percent * (MILLION // FULL))
    return tuple(table)


#: The fields of a requirement that can decide whether it is a minimum and when the minimum is met. The others that a
#: score reads decide how much it counts.
_DECIDING = {key for key, one in fields_of(Requirement).items() if one.use == "score"}.difference(
    ("credit", "from", "weight", "needed")
)


def _may_raise_minimum(variant: Variant, state: Role) -> bool:
    """Whether a variant adds a minimum requirement, or changes how one is met."""
    minimums = {r.id for r in state.requirements if state.necessity_of(r) == "minimum"}
    added = variant.add.get("requirements", ())
    if any(entry.get("necessity", state.defaults.necessity) == "minimum" for entry in added):
        return True
    return any(
        change.get("necessity") == "minimum" or (entry_id in minimums and _DECIDING & set(change))
        for entry_id, change in variant.set.items()
        if entry_id != "provides"
    )
