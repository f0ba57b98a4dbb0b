"""Lint rules on requirements: weights, duties, anchors and attainability."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from roleprofile.evaluation.edits import entries
from roleprofile.model.descriptor import DescriptorList
from roleprofile.model.grades import GRADE, grade_ids
from roleprofile.model.pack_file import PackFile
from roleprofile.model.role import PROVIDES, Alternative, Extra, Requirement, Role, path_of
from roleprofile.model.scale import Scale
from roleprofile.model.transition import TransitionList
from roleprofile.model.values import Pointer, Value
from roleprofile.model.vocabulary import ANY, Vocabulary
from roleprofile.quality.lint.packs import LintedPacks
from roleprofile.quality.lint.role_states import RoleState
from roleprofile.quality.lint.rule import Issue, Rule

#: The types of descriptors that measure time and schooling.
MONTHS_AND_DEGREES = frozenset({"experience", "qualification"})


def scored(role: Role) -> tuple[Requirement, ...]:
    """The requirements that count in the score, without those that are learnt on the job."""
    return tuple(one for one in role.requirements if one.needed is None)


class HeavyRequirement(Rule):
    """A requirement that weighs more than all others of its role together."""

    code = "RP403"
    looks_at = (Role,)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """Each such requirement in any state of the role, once."""
        role = packs.role(file)
        seen: set[Pointer] = set()
        for state in packs.states(role).found:
            entries = scored(state.role)
            whole = sum(one.weight for one in entries)
            # A single requirement always has all the weight.
            for one in entries if len(entries) > 1 else ():
                place = state.place(role, one.id, "weight")
                if 2 * one.weight > whole and place not in seen:
                    seen.add(place)
                    message = f'"{one.id}" weighs {one.weight} of {whole}, more than half of the role{state.where}'
                    hint = "lower the weight; to make the requirement necessary, use necessity: minimum"
                    yield Issue(pointer=place, message=message, hint=hint)


class MonthsAndDegrees(Rule):
    """Months of experience and degrees that together weigh more than all other requirements."""

    code = "RP404"
    looks_at = (Role,)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """The heaviest of them, once for each place."""
        role = packs.role(file)
        seen: set[Pointer] = set()
        for state in packs.states(role).found:
            entries = scored(state.role)
            whole = sum(one.weight for one in entries)
            found = {one.id: share for one in entries if (share := one.weight * _part(one, role.pack, packs))}
            heaviest = max(found, key=lambda name: (found[name], name), default="")
            together = sum(found.values(), Fraction())
            # RP403 reports a single requirement of that weight.
            if len(found) < 2 or 2 * together <= whole or 2 * found[heaviest] > whole:  # noqa: PLR2004 - "together"
                continue
            place = state.place(role, heaviest, "weight")
            if place not in seen:
                seen.add(place)
                yield self._issue(place, state, sorted(found), together / whole)

    def _issue(self, place: Pointer, state: RoleState, names: list[str], share: Fraction) -> Issue:
        listed = ", ".join(f'"{name}"' for name in names)
        percent = share.numerator * 100 // share.denominator
        message = f"months and degrees weigh {percent} of 100 together{state.where}: {listed}"
        hint = "give more weight to knowledge and skills, which months and degrees only indicate"
        return Issue(pointer=place, message=message, hint=hint)


def _part(entry: Requirement, pack: str, packs: LintedPacks) -> Fraction:
    """The share of an entry's weight that only months and degrees can earn."""
    parts = entry.parts
    of = [part for part in parts if packs.descriptor(part.descriptor, pack).type in MONTHS_AND_DEGREES]
    if entry.all_of:
        return Fraction(sum(part.weight for part in of), sum(part.weight for part in parts))
    return Fraction(len(of) == len(parts))


class _Work:
    """The duties that the entries of a role and the changes of its variants name."""

    def __init__(self, role: Role) -> None:
        self.duties: list[tuple[str, Pointer]] = []
        #: Requirements that name no duty.
        self.idle: list[tuple[str, Pointer]] = []
        self.served: set[str] = set()
        self.mended: set[str] = set()
        for section, place, entry in entries(role.document):
            if section == "duties":
                self.duties.append((entry["id"], place))
            self.served.update(entry.get("needed_for", ()))
            if section == "requirements" and not entry.get("needed_for"):
                self.idle.append((entry["id"], place))
        for variant in role.variants:
            for name, change in variant.set.items():
                if name != PROVIDES and change.get("needed_for"):
                    self.served.update(change["needed_for"])
                    self.mended.add(name)


class NeededForNothing(Rule):
    """A requirement that names no duty."""

    code = "RP406"
    looks_at = (Role,)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """Each such requirement of a role with duties."""
        work = _Work(packs.role(file))
        for name, place in work.idle if work.duties else ():
            if name not in work.mended:
                hint = f"add needed_for: with one of {', '.join(sorted({duty for duty, _ in work.duties}))}"
                yield Issue(pointer=(*place, "id"), message=f'no duty needs "{name}"', hint=hint)


class DutyWithoutRequirement(Rule):
    """A duty without a requirement."""

    code = "RP407"
    looks_at = (Role,)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """Each duty that no requirement and no extra names."""
        work = _Work(packs.role(file))
        for name, place in work.duties:
            if name not in work.served:
                hint = "name it under needed_for: of a requirement, or remove the duty"
                yield Issue(
                    pointer=(*place, "id"), message=f'no requirement is needed for the duty "{name}"', hint=hint
                )


class LevelWithoutAnchor(Rule):
    """An asked level without an anchor."""

    code = "RP408"
    looks_at = (Role, TransitionList)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """Each such level at the first place where the pack asks for it."""
        asked = packs.recall(self, lambda: dict(self._asked(packs)))
        yield from asked.get(file.path, ())

    def _asked(self, packs: LintedPacks) -> Iterator[tuple[str, list[Issue]]]:
        seen: set[tuple[str, str, str]] = set()
        for file in packs.files:
            found: list[Issue] = []
            for ref, level, place in _levels(file, packs):
                descriptor = packs.descriptor(ref, file.pack)
                full = f"{descriptor.pack}:{descriptor.id}"
                scale = packs.catalog.scale_of(descriptor)
                if scale.is_amount or level in descriptor.anchors or (file.pack, full, str(level)) in seen:
                    continue
                seen.add((file.pack, full, str(level)))
                message = f'the level "{level}" of {descriptor.id} has no anchor'
                hint = f"say under anchors: of the descriptor what the level of {scale.id} looks like there"
                found.append(Issue(pointer=place, message=message, hint=hint))
            yield file.path, found


def _levels(file: PackFile, packs: LintedPacks) -> Iterator[tuple[str, Value, Pointer]]:
    """Each descriptor with an asked value, and the place."""
    document = file.document
    if isinstance(document, TransitionList):
        for number, one in enumerate(document.transitions):
            for index, need in enumerate(one.needs):
                home: Pointer = ("transitions", number, "needs", index)
                for ref, level, path in _asks(need.requirement):
                    yield ref, level, (*home, *path)
    elif isinstance(document, Role):
        role = packs.role(file)
        for state in packs.states(role).found:
            for entry in (*state.role.requirements, *state.role.extras):
                for ref, level, path in _asks(entry):
                    yield ref, level, state.place(role, entry.id, *path)


def _asks(entry: Extra) -> Iterator[tuple[str, Value, tuple[Any, ...]]]:
    """The descriptor, the level and the place in the entry of each asked and each minimum level."""
    for part, home in _criteria(entry):
        for key, value in (("asks", part.asks), ("at_least", part.at_least)):
            if value is not None:
                yield part.descriptor, value, (*home, key)


def _criteria(entry: Extra) -> Iterator[tuple[Alternative, tuple[Any, ...]]]:
    """The criteria of an entry, each with its place in the entry."""
    group = "any_of" if entry.any_of else "all_of" if entry.all_of else ""
    for index, part in enumerate(entry.parts):
        yield part, (group, index) if group else ()


class MinimumOutOfReach(Rule):
    """A minimum requirement that no role provides and no option develops."""

    code = "RP405"
    looks_at = (Role,)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """Each such minimum, if the packs provide or develop any value."""
        role = packs.role(file)
        seen: set[Pointer] = set()
        for state in packs.states(role).found if packs.supply else ():
            for one in state.role.requirements:
                place = state.place(role, one.id, "id")
                needed = state.role.necessity_of(one) == "minimum"
                if needed and place not in seen and not packs.supply.has(one, file.pack):
                    seen.add(place)
                    message = f'no role provides the minimum "{one.id}", and no option develops it{state.where}'
                    hint = "add it to provides: of a role, add a development option, or ask for less"
                    yield Issue(pointer=place, message=message, hint=hint)


_LOWEST_FIRST = "ask for at least as much as below; grades: lists the lowest grade first"


class GradeAsksLess(Rule):
    """A grade that asks less of a descriptor than the grade below it."""

    code = "RP428"
    looks_at = (Role,)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """Each such level or minimum, at the value of the higher grade, once."""
        role = packs.role(file)
        seen: set[Pointer] = set()
        ladders: dict[tuple[str, ...], list[RoleState]] = {}
        for state in packs.states(role).found if role.grades else ():
            ladders.setdefault(tuple(one.id for one in state.variants), []).append(state)
        for found in ladders.values():
            order = grade_ids(role.document)
            for lower, higher in pairwise(sorted(found, key=lambda one: order.index(one.context[GRADE]))):
                for place, issue in self._less(role, lower, higher, packs):
                    if place not in seen:
                        seen.add(place)
                        yield issue

    def _less(
        self, role: Role, lower: RoleState, higher: RoleState, packs: LintedPacks
    ) -> Iterator[tuple[Pointer, Issue]]:
        below = {entry.id: entry for entry in (*lower.role.requirements, *lower.role.extras)}
        for entry in (*higher.role.requirements, *higher.role.extras):
            if entry.id not in below:
                continue
            had = {(ref, path[-1]): level for ref, level, path in _asks(below[entry.id])}
            for ref, level, path in _asks(entry):
                scale = packs.catalog.scale_of(packs.descriptor(ref, role.pack))
                if scale.rank(level) < scale.rank(had.get((ref, path[-1]), level)):
                    place = higher.place(role, entry.id, *path)
                    message = (
                        f'"{entry.id}" asks less of {higher.base.grade} than of {lower.base.grade}, the grade below'
                    )
                    yield place, Issue(pointer=place, message=message, hint=_LOWEST_FIRST)


class NeverCounts(Rule):
    """A level or a percentage that another rule always outweighs."""

    code = "RP409"
    looks_at = (Scale, DescriptorList, Role)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """The parts of ``below``, ``up_to`` and maps of keys that can never count."""
        document = file.document
        if isinstance(document, Scale):
            yield from _below(document)
        elif isinstance(document, DescriptorList):
            yield from _relations(document, file.pack, packs)
        else:
            yield from _keys(packs.role(file), packs)


def _below(scale: Scale) -> Iterator[Issue]:
    # The highest level lies so many levels above the lowest one that earns credit.
    most = scale.top - 1
    if scale.levels and len(scale.below) > most:
        percent = scale.below[most]
        message = f"{percent} percent for {most + 1} levels below never counts, because who does not have it earns 0"
        yield Issue(pointer=("below", most), message=message, hint=f"{scale.id} has room for {most}; remove the rest")


def _relations(document: DescriptorList, pack: str, packs: LintedPacks) -> Iterator[Issue]:
    for index, relation in enumerate(document.relations):
        scale = packs.catalog.scale_of(packs.descriptor(relation.to, pack))
        best = scale.top - relation.lower_by
        if scale.rank(relation.up_to) > best:
            message = (
                f'"{relation.up_to}" is never reached, because {relation.lower_by} below the highest level is less'
            )
            hint = f"write up_to: {scale.by_rank[best]}, or lower lower_by"
            yield Issue(pointer=("relations", index, "up_to"), message=message, hint=hint)


def _keys(role: Role, packs: LintedPacks) -> Iterator[Issue]:
    seen: set[Pointer] = set()
    for state in packs.states(role).found:
        for entry in (*state.role.requirements, *state.role.extras):
            for part, home in _criteria(entry):
                if not part.for_ or len({percent for _, percent in part.for_.shares}) <= 1:
                    continue
                vocabulary = packs.catalog.keys_of(packs.descriptor(part.descriptor, role.pack))
                place = state.place(role, entry.id, *home, "for")
                for key, percent, broader, more in _outweighed(part, vocabulary):
                    spot = (*place, key)
                    if spot not in seen:
                        seen.add(spot)
                        message = (
                            f"{percent} percent for {key} never counts, because {broader} includes it and gives {more}"
                        )
                        hint = f"a narrower key can only give more; remove it, or lower {broader}"
                        yield Issue(pointer=spot, message=f"{message}{state.where}", hint=hint)


def _outweighed(part: Alternative, vocabulary: Vocabulary | None) -> Iterator[tuple[str, int, str, int]]:
    """Each key that lies within a broader key of a higher percentage, with both percentages."""
    shares = [] if part.for_ is None or vocabulary is None else part.for_.shares
    fixed = [(key, percent) for key, percent in shares if path_of(key) is None]
    for key, percent in fixed:
        for broader, more in fixed:
            if more > percent and key not in (broader, ANY) and vocabulary and key in vocabulary.within(broader):
                yield key, percent, broader, more
                break
