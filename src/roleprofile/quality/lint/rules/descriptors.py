"""Lint rules on descriptors and their scales: absence, equal names, likely proxies, circles, unused descriptors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from roleprofile.evaluation.edits import entries
from roleprofile.model.catalog import CatalogData
from roleprofile.model.descriptor import Descriptor, DescriptorList
from roleprofile.model.name_matching import alike
from roleprofile.model.pack import Pack
from roleprofile.model.pack_file import PackFile
from roleprofile.model.proxies import proxy_of
from roleprofile.model.role import ASKING, PROVIDES, Role
from roleprofile.model.scale import Scale
from roleprofile.model.transition import TransitionList
from roleprofile.model.values import Pointer
from roleprofile.model.vocabulary import Vocabulary
from roleprofile.quality.lint.packs import LintedPacks
from roleprofile.quality.lint.rule import Issue, Rule


def names_of(named: Descriptor) -> Iterator[tuple[str, Pointer]]:
    """The id, labels and aliases of a descriptor, with their places."""
    yield named.id, ("id",)
    yield from _texts(named.label, named.aliases)


def _texts(label: Mapping[str, str], aliases: Mapping[str, Any]) -> Iterator[tuple[str, Pointer]]:
    for language, text in label.items():
        yield text, ("label", language)
    for language, texts in aliases.items():
        for index, text in enumerate(texts):
            yield text, ("aliases", language, index)


class UnstatedAbsence(Rule):
    """A scale of levels that does not say whether its lowest level means that somebody does not have the thing."""

    code = "RP427"
    looks_at = (Scale,)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:  # noqa: ARG002 - the scale is enough
        """Each such scale."""
        scale = file.document
        if isinstance(scale, Scale) and scale.levels and scale.absent is None:
            lowest = scale.level_ids[0]
            message = f"{scale.id} does not say whether {lowest} means that somebody does not have it, so it means that"
            hint = f"add absent: {lowest}, or absent: false if even {lowest} is something"
            yield Issue(pointer=("levels",), message=message, hint=hint)


class OneNameForTwo(Rule):
    """Two descriptors whose names look the same to a reader."""

    code = "RP414"
    looks_at = (DescriptorList,)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """Each descriptor with the name of an earlier one in its own pack or in a required pack."""
        first = packs.recall(self, lambda: _first_of_each_name(packs))
        document = file.document
        for index, one in enumerate(document.descriptors if isinstance(document, DescriptorList) else ()):
            told: set[str] = set()
            for text, place in names_of(one) if not one.deprecated else ():
                other, its_name = next(
                    (
                        found
                        for pack in reversed(packs.catalog.scope(file.pack))
                        if (found := first.get((pack, alike(text))))
                    ),
                    ("", ""),
                )
                if other in ("", f"{file.pack}:{one.id}", *told):
                    continue
                told.add(other)
                message = f'readers cannot tell "{text}" of {one.id} from "{its_name}" of {other}'
                hint = "merge the two descriptors, or give them names that show the difference"
                yield Issue(pointer=("descriptors", index, *place), message=message, hint=hint)


def _first_of_each_name(packs: LintedPacks) -> dict[tuple[str, str], tuple[str, str]]:
    """For each pack and folded name, the full id of the first descriptor with it, and the name as written."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for file in packs.files:
        if isinstance(file.document, DescriptorList):
            for one in file.document.descriptors:
                for text, _ in names_of(one) if not one.deprecated else ():
                    found.setdefault((file.pack, alike(text)), (f"{file.pack}:{one.id}", text))
    return found


class LikelyProxy(Rule):
    """A name of a fact that stands in for a protected attribute."""

    code = "RP422"
    looks_at = (Pack, DescriptorList, Vocabulary, Role, TransitionList)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """Each named entry on which scores can depend, once."""
        told: set[Pointer] = set()
        for noun, home, text, place in _named(file, packs):
            meant = proxy_of(text)
            if meant and home not in told:
                told.add(home)
                message = f'the {noun} "{text}" is likely to stand for {meant}'
                hint = (
                    "ask for a requirement of the work instead; if the work needs this, say why in ignore: of pack.yaml"
                )
                yield Issue(pointer=(*home, *place), message=message, hint=hint)


def _named(file: PackFile, packs: LintedPacks) -> Iterator[tuple[str, Pointer, str, Pointer]]:
    """The named entries of a document: noun, place, each name, and the place of the name."""
    document = file.document
    if isinstance(document, Pack):
        yield from _each("dimension", "dimensions", document.dimensions)
    elif isinstance(document, DescriptorList):
        yield from _each("descriptor", "descriptors", document.descriptors)
    elif isinstance(document, Vocabulary):
        yield "vocabulary", (), document.id, ("id",)
        yield from (("vocabulary", (), text, place) for text, place in _texts(document.label, {}))
        yield from _terms(document.terms, ("terms",))
    elif isinstance(document, TransitionList):
        for number, one in enumerate(document.transitions):
            for noun, home, text, place in _each("requirement", "needs", one.needs):
                yield noun, ("transitions", number, *home), text, place
    else:
        for section, home, entry in entries(packs.role(file).document):
            if section in ASKING:
                yield section.removesuffix("s"), home, entry["id"], ("id",)
                for text, place in _texts(entry.get("label", {}), {}):
                    yield section.removesuffix("s"), home, text, place


def _each(noun: str, section: str, found: tuple[Any, ...]) -> Iterator[tuple[str, Pointer, str, Pointer]]:
    for index, one in enumerate(found):
        yield noun, (section, index), one.id, ("id",)
        for text, place in _texts(one.label, getattr(one, "aliases", {})):
            yield noun, (section, index), text, place


def _terms(terms: tuple[Any, ...], home: Pointer) -> Iterator[tuple[str, Pointer, str, Pointer]]:
    for index, term in enumerate(terms):
        here: Pointer = (*home, index)
        yield "term", here, term.id, ("id",)
        yield from (("term", here, text, place) for text, place in _texts(term.label, term.aliases))
        yield from _terms(term.narrower, (*here, "narrower"))


Edges = dict[str, set[str]]


class RelationCycle(Rule):
    """Relations that infer a descriptor from itself, through others."""

    code = "RP415"
    looks_at = (DescriptorList,)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """The first relation of each circle."""
        circles = packs.recall(self, lambda: _circles(packs))
        document = file.document
        for index, relation in enumerate(document.relations if isinstance(document, DescriptorList) else ()):
            names = circles.get((file.path, index))
            if names:
                listed = ", ".join(names)
                message = f"{relation.from_} leads to {relation.to}, and other relations lead back to it: {listed}"
                hint = "keep only the direction with the stronger evidence"
                yield Issue(pointer=("relations", index), message=message, hint=hint)


def _circles(packs: LintedPacks) -> dict[tuple[str, int], tuple[str, ...]]:
    """The ids of each circle, by the file and number of its first relation."""
    relations: list[tuple[tuple[str, int], str, str]] = []
    for file in packs.files:
        if isinstance(file.document, DescriptorList):
            for index, one in enumerate(file.document.relations):
                ends = [packs.descriptor(ref, file.pack) for ref in (one.from_, one.to)]
                start, goal = (f"{end.pack}:{end.id}" for end in ends)
                relations.append(((file.path, index), start, goal))
    edges: Edges = {}
    for _, start, goal in relations:
        edges.setdefault(start, set()).add(goal)
    edges = _without_ends(edges)
    reached = {start: _reached(edges, start) for start in edges}
    found: dict[tuple[str, int], tuple[str, ...]] = {}
    told: set[str] = set()
    for place, start, goal in relations:
        if start not in told and start in reached.get(goal, ()):
            circle = {name for name in reached[start] if start in reached.get(name, ())}
            told |= circle
            found[place] = tuple(sorted(name.partition(":")[2] for name in circle))
    return found


def _without_ends(edges: Edges) -> Edges:
    """Remove dead ends repeatedly; circles and the edges between them remain."""
    while ends := {goal for goals in edges.values() for goal in goals} - edges.keys():
        edges = {start: left for start, goals in edges.items() if (left := goals - ends)}
    return edges


def _reached(edges: Edges, start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for goal in edges.get(waiting.pop(), ()):
            if goal not in found:
                found.add(goal)
                waiting.append(goal)
    return found


class UnusedDescriptor(Rule):
    """A descriptor that no role, transition or option reads, directly or through a relation."""

    code = "RP417"
    looks_at = (DescriptorList,)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """Each such descriptor of a pack with roles, because a pack without roles has descriptors for other packs."""
        used, users = packs.recall(self, lambda: (_used(packs), {role.pack for role in packs.catalog.roles.values()}))
        document = file.document
        if file.pack not in users:
            return
        for index, one in enumerate(document.descriptors if isinstance(document, DescriptorList) else ()):
            if not one.deprecated and f"{file.pack}:{one.id}" not in used:
                message = f'no role asks for or provides "{one.id}", and no option develops it'
                hint = "remove it, mark it deprecated: true, or ask for it; facts on it have no effect"
                yield Issue(pointer=("descriptors", index, "id"), message=message, hint=hint)


def _used(packs: LintedPacks) -> set[str]:
    """The full ids of descriptors that a rule reads, or from which such a descriptor is inferred."""
    catalog = packs.catalog
    used = {_full(catalog, ref, pack) for ref, pack in _read(packs)}
    for relation in catalog.relations:
        if _full(catalog, relation.to, relation.pack) in used:
            used.add(_full(catalog, relation.from_, relation.pack))
    return used


def _full(catalog: CatalogData, ref: str, pack: str) -> str:
    found = catalog.descriptor(ref, pack)
    return f"{found.pack}:{found.id}"


def _read(packs: LintedPacks) -> Iterator[tuple[str, str]]:
    """Each descriptor that a role, a transition or an option names, and the pack that it is seen from."""
    catalog = packs.catalog
    seen: set[tuple[str, str]] = set()
    for role in catalog.jobs.values():
        seen.update((ref, role.pack) for ref in _in_role(role.document))
        states = packs.states(role).found
        parts = (
            part for state in states for one in (*state.role.requirements, *state.role.extras) for part in one.parts
        )
        seen.update((part.descriptor, role.pack) for part in parts)
    for one in catalog.transitions:
        seen.update((part.descriptor, one.pack) for need in one.needs for part in need.requirement.parts)
    for option in catalog.options.values():
        seen.update((ref, option.pack) for ref in (*option.raises, *option.open_to))
    yield from sorted(seen)


def _in_role(document: Any) -> Iterator[str]:
    """What a role provides, in one context or another."""
    yield from document.get(PROVIDES, ())
    for variant in document.get("variants", ()):
        for change in ("set", "add"):
            yield from variant.get(change, {}).get(PROVIDES, ())
