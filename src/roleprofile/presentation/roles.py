"""The blocks of a role: its description, duties, requirements, variants and pay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from attrs import evolve, frozen

from roleprofile.careers.grades import ladder
from roleprofile.evaluation.subjects import TYPICAL_MONTHS
from roleprofile.model.catalog import CatalogData
from roleprofile.model.context import resolve
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.document import State
from roleprofile.model.grades import GRADE, entry_at, grade_ids
from roleprofile.model.role import ASKING, Alternative, Extra, Keys, Requirement, Role, Variant, path_of
from roleprofile.model.values import NO_TEXT, FrozenMap, Text, Value
from roleprofile.model.vocabulary import ANY, UNSPECIFIED
from roleprofile.presentation.blocks import (
    Bar,
    Block,
    Cell,
    Grid,
    Heading,
    Nested,
    Paragraph,
    Row,
    Said,
    section,
    sections,
)
from roleprofile.presentation.grades import ladder_grid
from roleprofile.presentation.language import Words
from roleprofile.presentation.phrases import share
from roleprofile.rules.holdings import provided
from roleprofile.rules.overlays import apply
from roleprofile.scoring.compile import cite, in_context

_FULL = 100


def role_blocks(
    catalog: CatalogData, role: Role, context: Mapping[str, str] | str | None, language: str
) -> list[Block]:
    """The role, in ``context`` if one is given.

    Raises :class:`~roleprofile.errors.ContextError` for a wrong context, and ``ValueError`` for a language that neither
    the library nor the pack has.
    """
    words = Words(language, catalog.packs[role.pack].languages)
    if context is None:
        # A variant for some grades may have no further condition in one of them.
        state, matches = in_context(catalog, role, {})
        rest = tuple(one for one in role.variants if one not in matches.matching)
        return _Page(catalog, role, state, words, {}, rest).blocks()
    if role.grades:
        context = {GRADE: UNSPECIFIED, **catalog.given(context, role.pack)}
    checked = catalog.context(role, context)
    state, matches = in_context(catalog, role, checked)
    return _Page(catalog, role, state, words, checked, matches.matching).blocks()


def standing(state: State, words: Words) -> str:
    """Whether the file of an entry is a draft, retired or bound to dates, in words."""
    first, last = state.effective.from_, state.effective.until
    told = [
        {"draft": words.say("draft"), "retired": words.say("retired")}.get(state.status, ""),
        words.say("from {date}", date=first) if first else "",
        words.say("until {date}", date=last) if last else "",
    ]
    return words.listed(filter(None, told))


@frozen
class _Page:
    catalog: CatalogData
    #: The role without a context, and then in the context.
    role: Role
    state: Role
    words: Words
    context: Mapping[str, str]
    #: The variants to show: all without a context, else those that the context selects.
    variants: tuple[Variant, ...]

    def blocks(self) -> list[Block]:
        return sections(
            self._head(),
            self._duties(),
            *([self._ladder(section) for section in ASKING] if self._has_all_grades else [self._requirements()]),
            self._onboarding(),
            None if self._has_all_grades else self._extras(),
            section(self.words.say("What changes with the employer"), map(self._variant, self.variants)),
            self._pay(),
            section(
                self.words.say("Notes"), [self._with_sources(one.text, one.source) for one in self.role.observations]
            ),
            self._provides(),
            self._sources(),
        )

    def _notes(self) -> Said:
        notes = [self._with_sources(one.text, one.source) for one in self.role.observations]
        return section(self.words.say("Notes"), notes)

    @property
    def _has_all_grades(self) -> bool:
        return bool(self.role.grades) and self.context.get(GRADE, UNSPECIFIED) == UNSPECIFIED

    def _ladder(self, part: str) -> Said:
        """The requirements or the extras of each grade, side by side."""
        say = self.words.say
        found = ladder(self.catalog, self.role)
        # In the order of the file, where an entry of a higher grade may stand anywhere; then those of variants.
        there = dict.fromkeys(one.id for compiled in found for one in getattr(compiled, part))
        stated = [entry["id"] for entry in self.role.document.get(part, ()) if entry["id"] in there]
        names = [*stated, *(name for name in there if name not in stated)]
        if not names:
            return None
        heads = [grade.label for grade in self.role.grades]
        title = say("Requirements by grade") if part == ASKING[0] else say("Extras (these break ties)")
        return [Heading(title), ladder_grid(found, heads, names, self.words.language, cite=True)]

    def _with_sources(self, text: Text, source: tuple[str, ...]) -> str:
        """A text followed by its sources."""
        return self.words.text(text) + self._rule(source)

    def _rule(self, source: tuple[str, ...]) -> str:
        named = source or self.state.defaults.source
        judgement = self.words.say("judgement")
        return f" [{self.words.listed(named) or judgement}]"

    def _head(self) -> Said:
        text, say, role = self.words.text, self.words.say, self.role
        codes = [f"{one.scheme} {one.code}" + (f" ({one.label})" if one.label else "") for one in role.classification]
        context = "; ".join(self._place(name, (value,)) for name, value in sorted(self.context.items()))
        aliases = self.words.listed(role.aliases.get(self.words.language, ()))
        state = standing(role.in_state, self.words)
        told = [
            say("Status: {status}", status=state) if state else "",
            say("In this context: {names}", names=context) if context else "",
            say("Also called: {names}", names=aliases) if aliases else "",
            say("Compare: {names}", names="; ".join(codes)) if codes else "",
        ]
        return [
            Heading(text(role.label)),
            text(role.description),
            [Paragraph(line, hang=2) for line in told if line],
        ]

    def _duties(self) -> Said:
        text, say = self.words.text, self.words.say
        measures = {measure.id: measure for measure in self.state.measures}
        entries = []
        for duty in self.state.duties:
            judged = ""
            if duty.measure in measures:
                judged = " – " + say("judged by: {measure}", measure=text(measures[duty.measure].label))
            entries.append(text(duty.label) + judged + self._rule(duty.source))
        return section(say("Duties"), entries)

    def _requirements(self) -> Said:
        say = self.words.say
        scored = [one for one in self.state.requirements if not one.needed]
        minimums = {one.id for one in scored if self.state.necessity_of(one) == "minimum"}
        whole = sum(one.weight for one in scored)
        most = max((one.weight for one in scored), default=0)
        rows: list[Row] = []
        for one in scored:
            bar = Bar(one.weight, one.weight, one.weight, most)
            rows += self._asks(one, (bar, f"{share(one.weight, whole)}%"), minimum=one.id in minimums)
        mark = Nested(Paragraph(say("* minimum requirement"), "faint")) if minimums else None
        titles = say("requirement"), say("asked"), say("bar"), say("share")
        table = Grid(rows, titles=titles)
        return [Heading(say("Requirements, with their share of the score")), table, mark, self._levels(scored)]

    def _levels(self, scored: Iterable[Requirement]) -> Said:
        """The meanings of the levels that the requirements without keys read, by scale."""
        parts = (part for one in scored for part in one.parts)
        read = (self.catalog.descriptor(part.descriptor, self.role.pack) for part in parts if part.for_ is None)
        scales = {scale.id: scale for scale in map(self.catalog.scale_of, read)}
        texts = ([(level.label, level.description) for level in one.levels] for _, one in sorted(scales.items()))
        return self.words.meanings(texts)

    def _onboarding(self) -> Said:
        states = list(self.role.in_grades.values()) if self._has_all_grades else [self.state]
        found = {one.id: one for state in reversed(states) for one in state.requirements if one.needed}
        entries = [
            f"{self._name(one)} – {self._asked(one.parts[0])} "
            + self.words.count("(within {number} month)", "(within {number} months)", one.needed.within)
            for one in found.values()
            if one.needed
        ]
        return section(self.words.say("Learnt on the job"), entries)

    def _asks(self, one: Extra, share: tuple[Cell, Cell], *, minimum: bool) -> list[Row]:
        name = self._name(one) + (" *" if minimum else "")
        if len(one.parts) == 1 and not (one.any_of or one.all_of):
            asked = self._asked(one.parts[0], minimum=minimum) + self._rule(one.source)
            return [Row((name, asked, *share), self._notes_on(one.parts[0], minimum=minimum))]
        rows = [Row((name, self._rule(one.source).strip(), *share))]
        joint = self.words.say("or") if one.any_of else self.words.say("and")
        for number, part in enumerate(one.parts):
            descriptor = self.catalog.descriptor(part.descriptor, self.role.pack)
            label = f"- {joint + ' ' if number else ''}{self.words.text(descriptor.label)}"
            worth = f" ({part.worth}%)" if part.worth != _FULL else ""
            rows.append(
                Row((label, self._asked(part, minimum=minimum) + worth, "", ""), self._notes_on(part, minimum=minimum))
            )
        return rows

    def _notes_on(self, part: Alternative, *, minimum: bool) -> Said:
        """What the asked level looks like in this descriptor, if it says so, and what proves a minimum."""
        anchors = self.catalog.descriptor(part.descriptor, self.role.pack).anchors
        texts = [self.words.text(anchors.get(str(part.asks), NO_TEXT)), self._proof(part) if minimum else ""]
        return [Paragraph(text, "faint") for text in texts if text]

    def _proof(self, part: Alternative) -> str:
        kinds = self.catalog.evidence_kinds(self.role.pack)
        if kinds is None:
            return ""
        proving = sorted({narrower for kind in part.evidence for narrower in kinds.within(kind)})
        return self.words.proof_needed(self.words.kinds(kinds.term(one).label for one in proving))

    def _name(self, one: Extra) -> str:
        label = one.label or self.catalog.descriptor(one.parts[0].descriptor, self.role.pack).label
        return self.words.text(label)

    def _asked(self, part: Alternative, *, minimum: bool = False) -> str:
        """What a criterion asks for, with the lower value of a ``minimum`` requirement."""
        descriptor = self.catalog.descriptor(part.descriptor, self.role.pack)
        value = self.words.asked_of(self.catalog.scale_of(descriptor), part, minimum=minimum)
        if part.for_ is None:
            return value
        return f"{value}: {self.words.listed(self._keys(descriptor, part.for_))}"

    def _keys(self, descriptor: Descriptor, keys: Keys) -> list[str]:
        """The keys that count, best first, without keys that count no more than any other key."""
        rest = max((percent for key, percent in keys.shares if key == ANY), default=0)
        names = []
        for key, percent in sorted(keys.shares, key=lambda share: -share[1]):
            if percent > rest:
                name = self._key(descriptor, key)
                names.append(
                    name if percent == _FULL else self.words.say("{name} {percent}%", name=name, percent=percent)
                )
        if rest:
            names.append(
                self.words.say("any") if rest == _FULL else self.words.say("any other {percent}%", percent=rest)
            )
        return names

    def _key(self, descriptor: Descriptor, key: str) -> str:
        vocabulary = self.catalog.keys_of(descriptor)
        path = path_of(key)
        terms = resolve(key, self.context, self.catalog.vocabulary_for(self.role))
        if vocabulary is not None and terms:
            return self.words.listed(self.words.text(vocabulary.term(term).label) for term in terms)
        if path is None:
            return key
        dimension, home = self.catalog.dimensions_for(self.role)[path[0]]
        mapped = next((one.label for one in home.maps if one.id == path[1]), None)
        return self.words.text(mapped or dimension.label)

    def _extras(self) -> Said:
        entries = [f"{self._name(one)}{self._rule(one.source)}" for one in self.state.extras]
        return section(self.words.say("Extras (these break ties)"), entries)

    def _variant(self, one: Variant) -> str:
        when = "; ".join(self._place(name, terms) for name, terms in one.when.items())
        reason = self.words.text(one.reason)
        where = f" ({when})" if when else ""
        told = [f" – {reason}" if reason else "", *(f" {change}." for change in self._changes(one))]
        return self.words.text(one.label) + where + "".join(told) + self._rule(one.source)

    def _changes(self, one: Variant) -> Iterator[str]:
        """What a variant adds, leaves out and changes, by the labels of the entries."""
        say, listed = self.words.say, self.words.listed
        entries = _entries(self.role.document)
        if added := [each for part in ASKING for each in one.add.get(part, ())]:
            yield say("Adds: {names}", names=listed(self._label(each) for each in added))
        if dropped := [self._label(entries[name]) for name in one.drop if name in entries]:
            yield say("Leaves out: {names}", names=listed(dropped))
        known = FrozenMap({name: change for name, change in one.set.items() if name in entries})
        edit = evolve(one, add=FrozenMap(), drop=(), set=known)
        edited = _entries(apply(self.role.document, [edit], partial(self.catalog.scale_behind, pack=self.role.pack)))
        if changed := [self._changed(entries[name], edited[name], change) for name, change in known.items()]:
            yield say("Changes: {names}", names=listed(changed))

    def _label(self, entry: Mapping[str, Any]) -> str:
        if label := entry.get("label"):
            return self.words.text(Text(label))
        part = next(iter(entry.get("any_of") or entry.get("all_of") or (entry,)))
        descriptor = self.catalog.descriptor(part.get("descriptor", entry["id"]), self.role.pack)
        return self.words.text(descriptor.label)

    def _changed(self, before: Any, after: Any, change: Mapping[str, Any]) -> str:
        """The label of an entry, with its weight and its level before and after, in each grade where they differ."""
        order = grade_ids(self.role.document)
        labels = {one["id"]: f"{self.words.text(Text(one['label']))}: " for one in self.role.document.get("grades", ())}
        grades = {self.role.grade: ""} if self.role.grade or not order else labels
        told = []
        for key in ("asks", "weight"):
            for grade, label in grades.items() if key in change else ():
                old, new = ((entry_at(one, grade, order) or {}).get(key) for one in (before, after))
                if old != new:
                    told.append(label + self._difference(before, key, old, new))
        return self._label(before) + (f" ({self.words.listed(told)})" if told else "")

    def _difference(self, entry: Mapping[str, Any], key: str, old: Value | None, new: Value | None) -> str:
        if key == "weight":
            return self.words.say("weight {before} → {after}", before=old, after=new)
        descriptor = self.catalog.descriptor(entry.get("descriptor", entry["id"]), self.role.pack)
        scale = self.catalog.scale_of(descriptor)
        return " → ".join("–" if value is None else self.words.value_on(scale, value) for value in (old, new))

    def _provides(self) -> Said:
        """What people usually bring from this job, without the keys that depend on a context that is not given."""
        words, say = self.words, self.words.say
        dimensions = self.catalog.dimensions_for(self.role)
        context = {**dict.fromkeys(dimensions, UNSPECIFIED), **self.context}
        entries = []
        for descriptor, key, value in provided(self.catalog, self.role, context, TYPICAL_MONTHS):
            name = words.text(descriptor.label) + (f" ({self._key(descriptor, key)})" if key else "")
            entries.append(f"{name}: {words.value_on(self.catalog.scale_of(descriptor), value)}")
        title = say("What people usually bring from this job after {months}", months=words.months(TYPICAL_MONTHS))
        return section(title, entries)

    def _sources(self) -> Said:
        """The sources of the pack that the role cites."""
        return self.words.rules(dict(cite(self.catalog, self.role.pack, sorted(set(_cited(self.role.document))))))

    def _place(self, name: str, terms: Iterable[str]) -> str:
        """A dimension with its values, by their labels."""
        dimension, vocabulary = self.catalog.dimensions_for(self.role)[name]
        values = [
            self.words.say("not given") if term == UNSPECIFIED else self.words.text(vocabulary.term(term).label)
            for term in terms
        ]
        return f"{self.words.text(dimension.label)}: {self.words.listed(values)}"

    def _pay(self) -> Said:
        text, say = self.words.text, self.words.say
        pay = self.state.compensation
        main = " – " + say("the main part")
        entries = [text(one.label) + (main if one.main else "") + self._rule(one.source) for one in pay.components]
        if pay.drivers is not None:
            dimensions = self.catalog.dimensions_for(self.role)
            names = self.words.listed(text(dimensions[name][0].label) for name in pay.drivers.dimensions)
            entries.append(say("depends on: {names}", names=names) + self._rule(pay.drivers.source))
        if pay.benchmark is not None:
            entries.append(
                say("compared with: {name}", name=text(pay.benchmark.label)) + self._rule(pay.benchmark.source)
            )
        return section(say("Pay"), entries)


def _cited(document: Any) -> Iterator[str]:
    """The names of all sources that a document cites."""
    if isinstance(document, Mapping):
        for key, value in document.items():
            if key == "source":
                yield from (value,) if isinstance(value, str) else value
            else:
                yield from _cited(value)
    elif isinstance(document, tuple | list):
        for value in document:
            yield from _cited(value)


def _entries(document: Mapping[str, Any]) -> dict[str, Any]:
    """The requirements and extras of a document by their ids."""
    return {one["id"]: one for part in ASKING for one in document.get(part, ())}
