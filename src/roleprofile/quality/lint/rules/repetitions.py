"""Lint rules on entries of a role that say the same: requirements on one descriptor, duties with one label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roleprofile.evaluation.edits import entries
from roleprofile.model.name_matching import alike
from roleprofile.model.pack_file import PackFile
from roleprofile.model.role import Alternative, Extra, Role
from roleprofile.model.values import Pointer
from roleprofile.quality.lint.packs import LintedPacks
from roleprofile.quality.lint.role_states import RoleState
from roleprofile.quality.lint.rule import Issue, Rule


class AskedTwice(Rule):
    """A descriptor that two requirements, two extras or two parts of one of them ask for, with the same key."""

    code = "RP424"
    looks_at = (Role,)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """Each such requirement or extra in any state of the role, at the later of the two, once."""
        role = packs.role(file)
        seen: set[Pointer] = set()
        for state in packs.states(role).found:
            # A level that is learnt on the job is no part of the score, so it may ask for more of the same.
            scored = [one for one in state.role.requirements if one.needed is None]
            for some in (scored, state.role.extras):
                for place, issue in self._repeated(some, state, role, packs):
                    if place not in seen:
                        seen.add(place)
                        yield issue

    def _repeated(
        self, some: Sequence[Extra], state: RoleState, role: Role, packs: LintedPacks
    ) -> Iterator[tuple[Pointer, Issue]]:
        first: dict[tuple[str, str], str] = {}
        for entry in some:
            for part, field, inside in _added_up(entry):
                descriptor = packs.descriptor(part.descriptor, role.pack)
                keys = [key for key, _ in part.for_.shares] if part.for_ else [""]
                asked = [(f"{descriptor.pack}:{descriptor.id}", key) for key in keys]
                other = next((one for one in asked if one in first), None)
                if other is not None:
                    place = state.place(role, entry.id, field, *inside)
                    yield place, _twice(place, entry.id, first[other], descriptor.id, other[1], state.where)
                for one in asked:
                    first.setdefault(one, entry.id)


def _added_up(entry: Extra) -> Iterator[tuple[Alternative, str, Pointer]]:
    """The criteria whose credits add up, each with its field of the entry and its place there.

    Alternatives do not, because only the best of an ``any_of`` counts.
    """
    if entry.all_of:
        yield from ((part, "all_of", (index, "descriptor")) for index, part in enumerate(entry.all_of))
    elif not entry.any_of:
        yield entry.parts[0], "descriptor" if entry.descriptor else "id", ()


def _twice(place: Pointer, name: str, other: str, descriptor: str, key: str, where: str) -> Issue:
    of = f"{descriptor} for {key}" if key else descriptor
    message = f'"{name}" asks for {of}, as "{other}" does, so it counts twice{where}'
    if name == other:
        message = f'"{name}" asks for {of} twice, so it counts twice{where}'
    hint = "remove one of the two, and give its weight to the other"
    return Issue(pointer=place, message=message, hint=hint)


class OneLabelForTwoDuties(Rule):
    """Two duties whose labels look the same to a reader."""

    code = "RP425"
    looks_at = (Role,)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """Each duty with the label of an earlier one in some state of the role, once."""
        role = packs.role(file)
        places = {entry["id"]: place for section, place, entry in entries(role.document) if section == "duties"}
        told: set[str] = set()
        for state in packs.states(role).found:
            first: dict[tuple[str, str], str] = {}
            for duty in state.role.duties:
                for language, label in duty.label.items():
                    other = first.setdefault((language, alike(label)), duty.id)
                    if other != duty.id and duty.id not in told:
                        told.add(duty.id)
                        message = f'the duty "{duty.id}" has the label of "{other}": {label}'
                        hint = "merge the two duties, or give them labels that show the difference"
                        yield Issue(pointer=(*places[duty.id], "label", language), message=message, hint=hint)
