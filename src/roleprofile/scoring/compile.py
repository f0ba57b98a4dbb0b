"""Compile a role for a context."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from attrs import define, field, frozen

from roleprofile.model.catalog import CatalogData
from roleprofile.model.context import Matches, match, resolve
from roleprofile.model.convert import structure
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.grades import at_grade
from roleprofile.model.pack import FitRules
from roleprofile.model.role import FULL, Alternative, Defaults, Extra, Needed, Requirement, Role, Variant, path_of
from roleprofile.model.scale import Scale
from roleprofile.model.values import NO_TEXT, FrozenMap, Text
from roleprofile.model.vocabulary import ANY, UNSPECIFIED, Vocabulary
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
    Onboarding,
    PackVersion,
    ScaleView,
)


def role_of_needs(pack: str, entries: Iterable[Requirement], defaults: Defaults) -> Role:
    """A role without a name that asks for these requirements, such as the needs of a transition of ``pack``."""
    return Role(id="", version="", label=NO_TEXT, defaults=defaults, requirements=tuple(entries), pack=pack)


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
    return RoleCompiler(catalog, role, FrozenMap(context)).in_context()


def with_variants(catalog: CatalogData, role: Role, ordered: Sequence[Variant]) -> Role:
    """The role with these variants applied, in this order."""
    if not ordered:
        return role
    return structure(apply(role.document, ordered, partial(catalog.scale_behind, pack=role.pack)), Role)


@frozen
class _WithNames:
    """A compiled entry with the names that it shows."""

    compiled: CompiledRequirement
    scales: dict[str, ScaleView] = field(factory=dict)
    terms: dict[str, Text] = field(factory=dict)


@frozen(eq=False)
class _StateEntry:
    """An entry of a role with variants applied; it is compiled once for each of the terms from which it reads keys."""

    entry: Extra
    #: The variants that changed it.
    changed_by: tuple[Variant, ...]
    dimensions: tuple[str, ...]
    by_terms: dict[tuple[str, ...], _WithNames]

    @property
    def learnt(self) -> Needed | None:
        """When the holder learns it after the start; it gives no points then."""
        return self.entry.needed if isinstance(self.entry, Requirement) else None


@frozen(eq=False)
class _State:
    """A role with variants applied."""

    role: Role
    applied: tuple[Variant, ...]
    entries: tuple[_StateEntry, ...]


@define(eq=False)
class RoleCompiler:
    """Compiles a role in the situations that a context leaves open; entries that are equal are the same object."""

    catalog: CatalogData
    role: Role
    #: The context as the caller gave it.
    given: FrozenMap[str, str]
    vocabulary_of: dict[str, Vocabulary] = field(init=False)
    #: The compiled entries, also those of the same role before an edit, by all that they depend on but terms.
    _entries: dict[Hashable, dict[tuple[str, ...], _WithNames]] = field(factory=dict)
    #: The role with variants applied, by its grade and their ids.
    _states: dict[tuple[str, ...], _State] = field(factory=dict)

    def __repr__(self) -> str:
        """The role and the context in one line."""
        return f"<RoleCompiler {self.role.pack}:{self.role.id} in {dict(self.given)}>"

    def __attrs_post_init__(self) -> None:
        """Look up the vocabularies."""
        self.vocabulary_of = self.catalog.vocabulary_for(self.role)

    def compiled(self, context: FrozenMap[str, str]) -> CompiledRole:
        """The role in a situation: a context in which each dimension that the role reads has a term."""
        catalog, role, state = self.catalog, self.role, self._state(context)
        requirements: list[CompiledRequirement] = []
        extras: list[CompiledRequirement] = []
        onboarding: list[Onboarding] = []
        scales: dict[str, ScaleView] = {}
        terms: dict[str, Text] = {}
        cited = [name for variant in state.applied for name in variant.source]
        for one in state.entries:
            entry, found = one.entry, self._entry(one, state.role, context)
            compiled = found.compiled
            scales |= found.scales
            terms |= found.terms
            cited += compiled.source
            if one.learnt:
                onboarding.append(Onboarding(entry=compiled, within=one.learnt.within))
            else:
                (requirements if isinstance(entry, Requirement) else extras).append(compiled)
        rules = catalog.fit_rules(role.pack)[1]
        kinds = catalog.evidence_kinds(role.pack)
        dimensions = catalog.dimensions_for(role)
        return CompiledRole(
            role=f"{role.pack}:{role.id}",
            version=role.version,
            label=role.label,
            languages=catalog.packs[role.pack].languages,
            given=self.given,
            context=context,
            context_labels=FrozenMap(
                {
                    name: (dimensions[name][0].label, dimensions[name][1].term(value).label)
                    for name, value in context.items()
                    if value != UNSPECIFIED
                }
            ),
            variants=tuple(AppliedVariant(id=v.id, label=v.label, source=tuple(v.source)) for v in state.applied),
            requirements=tuple(requirements),
            extras=tuple(extras),
            onboarding=tuple(onboarding),
            scales=FrozenMap(dict(sorted(scales.items()))),
            terms=FrozenMap(dict(sorted(terms.items()))),
            duties=FrozenMap({duty.id: duty.label for duty in state.role.duties}),
            sources=FrozenMap(cite(catalog, role.pack, sorted(set(cited)))),
            evidence=FrozenMap({term.id: term.label for term in kinds} if kinds else {}),
            thresholds=FrozenMap({name: percent * (MILLION // 100) for name, percent in rules.thresholds.items()}),
            caps=rules.caps,
            proof=proving_kinds(kinds, rules),
            assessed_from=rules.assessed_from * (MILLION // 100),
            packs=FrozenMap(
                {
                    name: PackVersion(version=catalog.packs[name].version, digest=catalog.packs[name].digest)
                    for name in catalog.concerned(role)
                }
            ),
            fingerprint=catalog.fingerprint,
        )

    def in_context(self) -> tuple[Role, Matches]:
        """The role with the variants applied that the given context selects, and which variants these are."""
        matches = match(at_grade(self.role, self.given), self.given, self.vocabulary_of)
        return self._state(self.given).role, matches

    def _label(self, entry: Extra) -> Text:
        if entry.label:
            return entry.label
        return current(self.catalog, self.catalog.descriptor(entry.parts[0].descriptor, self.role.pack)).label

    def asked(self, context: FrozenMap[str, str]) -> tuple[CompiledRequirement, ...]:
        """The requirements and extras that give points in a situation, without the rest of the role."""
        state = self._state(context)
        return tuple(self._entry(one, state.role, context).compiled for one in state.entries if not one.learnt)

    def _state(self, context: FrozenMap[str, str]) -> _State:
        rung = at_grade(self.role, context)
        matching = match(rung, context, self.vocabulary_of).matching
        key = (rung.grade, *sorted(variant.id for variant in matching))
        found = self._states.get(key)
        if found is None:
            applied = in_order(matching, reach(rung.variants))
            role = with_variants(self.catalog, rung, applied)
            touching = [(variant, {target[0] for target in touched(variant)}) for variant in matching]
            entries = []
            for entry in (*role.requirements, *role.extras):
                changed_by = tuple(variant for variant, ids in touching if entry.id in ids)
                rest = (entry, role.defaults, tuple(variant.source for variant in changed_by))
                by_terms = self._entries.setdefault(rest, {})
                entries.append(_StateEntry(entry, changed_by, _read(entry), by_terms))
            found = self._states[key] = _State(role, applied, tuple(entries))
        return found

    def _entry(self, one: _StateEntry, state: Role, context: Mapping[str, str]) -> _WithNames:
        terms = tuple(context[name] for name in one.dimensions)
        found = one.by_terms.get(terms)
        if found is None:
            found = one.by_terms[terms] = self._compiled(one.entry, state, one.changed_by, context)
        return found

    def _compiled(
        self, entry: Extra, state: Role, changed_by: Iterable[Variant], context: Mapping[str, str]
    ) -> _WithNames:
        named = (*(entry.source or state.defaults.source), *(s for v in changed_by for s in v.source))
        scales: dict[str, ScaleView] = {}
        terms: dict[str, Text] = {}
        compiled = CompiledRequirement(
            id=entry.id,
            label=self._label(entry),
            group="any_of" if entry.any_of else "all_of" if entry.all_of else "",
            leaves=tuple(self._leaf(part, context, scales, terms) for part in entry.parts),
            weight=entry.weight,
            minimum=isinstance(entry, Requirement) and state.necessity_of(entry) == "minimum",
            needed_for=entry.needed_for,
            source=tuple(dict.fromkeys(named)),
            basis=entry.basis or state.defaults.basis,
            reason=entry.reason,
        )
        return _WithNames(compiled, scales, terms)

    def _leaf(
        self, part: Alternative, context: Mapping[str, str], scales: dict[str, ScaleView], terms: dict[str, Text]
    ) -> Criterion:
        catalog = self.catalog
        # Facts and requirements on a deprecated descriptor count for the descriptor that replaces it.
        descriptor = current(catalog, catalog.descriptor(part.descriptor, self.role.pack))
        scale = catalog.scale_of(descriptor)
        name = f"{scale.pack}:{scale.id}"
        levels = {level.id: level for level in scale.levels}
        scales[name] = ScaleView(
            levels=scale.by_rank,
            labels=tuple(levels[one].label if one else NO_TEXT for one in scale.by_rank),
            descriptions=tuple(levels[one].description if one else NO_TEXT for one in scale.by_rank),
            unit=scale.unit,
        )
        keys, asked_keys = self._keys(descriptor, part, context, terms)
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
        self, descriptor: Descriptor, part: Alternative, context: Mapping[str, str], terms: dict[str, Text]
    ) -> tuple[FrozenMap[str, int] | None, tuple[tuple[Text, int], ...]]:
        vocabulary = self.catalog.keys_of(descriptor)
        if vocabulary is None or part.for_ is None:
            return None, ()
        percents: dict[str, int] = {}
        asked = []
        for key, percent in part.for_.shares:
            for top in resolve(key, context, self.vocabulary_of) or ():
                asked.append((NO_TEXT if top == ANY else vocabulary.term(top).label, percent))
                for term in vocabulary.within(top):
                    percents[term] = max(percent, percents.get(term, 0))
                    terms[f"{descriptor.pack}:{descriptor.id}/{term}"] = vocabulary.term(term).label
        return FrozenMap(percents), tuple(asked)


def _read(entry: Extra) -> tuple[str, ...]:
    """The dimensions from which the keys of an entry are read, sorted."""
    keys = (key for part in entry.parts if part.for_ for key, _ in part.for_.shares)
    return tuple(sorted({path[0] for key in keys if (path := path_of(key))}))


def proving_kinds(kinds: Vocabulary | None, rules: FitRules) -> tuple[str, ...]:
    """The kinds of evidence, weakest first, that are stronger than a person's own word."""
    ids = kinds.term_ids if kinds else ()
    return tuple(ids[ids.index(rules.own_word) + 1 :]) if rules.own_word in ids else ()


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
