"""Lint rules on what descriptors are linked to: relations in a circle, descriptors that nothing reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from roleprofile.model.descriptor import DescriptorList
from roleprofile.quality.lint.rules import Issue, Rule
from roleprofile.rules.overlays import PROVIDES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.pack_file import PackFile
    from roleprofile.quality.lint.context import Survey

Edges = dict[str, set[str]]


class RelationCycle(Rule):
    """Relations by which a descriptor is, by way of others, inferred from itself."""

    code = "RP415"
    looks_at = (DescriptorList,)

    def check(self, file: PackFile, survey: Survey) -> Iterator[Issue]:
        """The first relation of each circle, wherever the others of it stand."""
        circles = survey.recall(self, lambda: _circles(survey))
        document = file.document
        for index, relation in enumerate(document.relations if isinstance(document, DescriptorList) else ()):
            names = circles.get((file.path, index))
            if names:
                listed = ", ".join(names)
                message = f"{relation.from_} leads to {relation.to} and, by way of relations, back to it: {listed}"
                hint = "keep the direction in which the one proves the other better"
                yield Issue(pointer=("relations", index), message=message, hint=hint)


def _circles(survey: Survey) -> dict[tuple[str, int], tuple[str, ...]]:
    """The ids of each circle, by the file and number of its first relation."""
    relations: list[tuple[tuple[str, int], str, str]] = []
    for file in survey.files:
        if isinstance(file.document, DescriptorList):
            for index, one in enumerate(file.document.relations):
                ends = [survey.descriptor(ref, file.pack) for ref in (one.from_, one.to)]
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
    """What is left when everything that leads nowhere is taken away, again and again: circles, and ways to them."""
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
    """A descriptor that no role, transition or development option reads, directly or by a relation."""

    code = "RP417"
    looks_at = (DescriptorList,)

    def check(self, file: PackFile, survey: Survey) -> Iterator[Issue]:
        """Each such descriptor of a pack that has roles: what a pack without roles has is for others to use."""
        used, users = survey.recall(
            self, lambda: (_used(survey), {role.pack for role in survey.catalog.roles.values()})
        )
        document = file.document
        if file.pack not in users:
            return
        for index, one in enumerate(document.descriptors if isinstance(document, DescriptorList) else ()):
            if not one.deprecated and f"{file.pack}:{one.id}" not in used:
                message = f'nothing asks for "{one.id}", provides it or develops it'
                hint = "leave it out, mark it deprecated: true, or ask for it; facts on it count for nothing"
                yield Issue(pointer=("descriptors", index, "id"), message=message, hint=hint)


def _used(survey: Survey) -> set[str]:
    """The full ids of descriptors that some rule reads, and those from which one of these is inferred."""
    catalog = survey.catalog
    used = {_full(catalog, ref, pack) for ref, pack in _read(survey)}
    for relation in catalog.relations:
        if _full(catalog, relation.to, relation.pack) in used:
            used.add(_full(catalog, relation.from_, relation.pack))
    return used


def _full(catalog: CatalogData, ref: str, pack: str) -> str:
    found = catalog.descriptor(ref, pack)
    return f"{found.pack}:{found.id}"


def _read(survey: Survey) -> Iterator[tuple[str, str]]:
    """Each descriptor that a role, a transition or an option names, and the pack that it is seen from."""
    catalog = survey.catalog
    seen: set[tuple[str, str]] = set()
    for role in catalog.roles.values():
        seen.update((ref, role.pack) for ref in _in_role(role.document))
        states = survey.states(role).found
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
