"""Lint rules on what can be reached: minimums that nothing leads to, levels and percentages that never count."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from roleprofile.model.context import path_of
from roleprofile.model.descriptor import DescriptorList
from roleprofile.model.role import Role
from roleprofile.model.scale import Scale
from roleprofile.model.vocabulary import ANY
from roleprofile.quality.lint.rules import Issue, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from roleprofile.model.pack_file import PackFile
    from roleprofile.model.role import Alternative, Extra
    from roleprofile.model.values import Pointer
    from roleprofile.model.vocabulary import Vocabulary
    from roleprofile.quality.lint.context import Survey


class MinimumOutOfReach(Rule):
    """A minimum requirement that no role's holder brings and no development option leads to."""

    code = "RP405"
    looks_at = (Role,)

    def check(self, file: PackFile, survey: Survey) -> Iterator[Issue]:
        """Each such minimum, where anything in the packs provides or develops anything."""
        role = survey.role(file)
        seen: set[Pointer] = set()
        for state in survey.states(role).found if survey.supply else ():
            for one in state.role.requirements:
                place = state.place(role, one.id, "id")
                needed = state.role.necessity_of(one) == "minimum"
                if needed and place not in seen and not survey.supply.has(one, file.pack):
                    seen.add(place)
                    message = f'no role provides the minimum "{one.id}", and nothing develops it{state.where}'
                    hint = "say who brings it (provides:), add a development option, or ask for less"
                    yield Issue(pointer=place, message=message, hint=hint)


class NeverCounts(Rule):
    """A level, or a percentage, that another rule always outweighs."""

    code = "RP409"
    looks_at = (Scale, DescriptorList, Role)

    def check(self, file: PackFile, survey: Survey) -> Iterator[Issue]:
        """What of a scale's ``below``, of a relation's ``up_to`` and of a map of keys can never count."""
        document = file.document
        if isinstance(document, Scale):
            yield from _below(document)
        elif isinstance(document, DescriptorList):
            yield from _relations(document, file.pack, survey)
        else:
            yield from _keys(survey.role(file), survey)


def _below(scale: Scale) -> Iterator[Issue]:
    # The highest level is that many above the lowest that earns anything.
    most = len(scale.levels) - 2
    if scale.levels and len(scale.below) > most:
        percent = scale.below[most]
        message = f"{percent} percent for {most + 1} levels below never counts: the lowest level earns nothing"
        yield Issue(
            pointer=("below", most), message=message, hint=f"{scale.id} has room for {most}: leave out the rest"
        )


def _relations(document: DescriptorList, pack: str, survey: Survey) -> Iterator[Issue]:
    for index, relation in enumerate(document.relations):
        scale = survey.catalog.scale_of(survey.descriptor(relation.to, pack))
        best = len(scale.levels) - 1 - relation.lower_by
        if scale.rank(relation.up_to) > best:
            message = f'"{relation.up_to}" is never reached: {relation.lower_by} below the highest level is less'
            hint = f"write up_to: {scale.level_ids[best]}, or lower lower_by"
            yield Issue(pointer=("relations", index, "up_to"), message=message, hint=hint)


def _keys(role: Role, survey: Survey) -> Iterator[Issue]:
    seen: set[Pointer] = set()
    for state in survey.states(role).found:
        for entry in (*state.role.requirements, *state.role.extras):
            for part, place in _mapped(entry, partial(state.place, role, entry.id)):
                vocabulary = survey.catalog.keys_of(survey.descriptor(part.descriptor, role.pack))
                for key, percent, broader, more in _outweighed(part, vocabulary):
                    spot = (*place, key)
                    if spot not in seen:
                        seen.add(spot)
                        message = f"{percent} percent for {key} never counts: {broader} includes it and gives {more}"
                        hint = f"a narrower key can only give more: leave it out, or let {broader} give less"
                        yield Issue(pointer=spot, message=f"{message}{state.where}", hint=hint)


def _mapped(entry: Extra, place: Callable[[str], Pointer]) -> Iterator[tuple[Alternative, Pointer]]:
    """What an entry reads by keys that count differently, and where these stand."""
    group = "any_of" if entry.any_of else "all_of" if entry.all_of else ""
    for index, part in enumerate(entry.parts):
        if part.for_ and len({percent for _, percent in part.for_.shares}) > 1:
            yield part, (*place(group), index, "for") if group else place("for")


def _outweighed(part: Alternative, vocabulary: Vocabulary | None) -> Iterator[tuple[str, int, str, int]]:
    """Each key that a broader one with a higher percentage includes: both with their percentages."""
    shares = [] if part.for_ is None or vocabulary is None else part.for_.shares
    fixed = [(key, percent) for key, percent in shares if path_of(key) is None]
    for key, percent in fixed:
        for broader, more in fixed:
            if more > percent and key not in (broader, ANY) and vocabulary and key in vocabulary.within(broader):
                yield key, percent, broader, more
                break
