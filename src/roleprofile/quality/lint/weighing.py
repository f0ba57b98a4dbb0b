"""Lint rules on weights: what decides a role although nobody may have meant it to."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from roleprofile.model.role import Role
from roleprofile.quality.lint.rules import Issue, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from roleprofile.model.pack_file import PackFile
    from roleprofile.model.role import Requirement
    from roleprofile.model.values import Pointer
    from roleprofile.quality.lint.context import Survey
    from roleprofile.quality.lint.role_states import State

#: The types of descriptors that time and schooling give: how long, and which degree.
MONTHS_AND_DEGREES = frozenset({"experience", "qualification"})


def scored(role: Role) -> tuple[Requirement, ...]:
    """The requirements that make the score: what is learnt on the job is not among them."""
    return tuple(one for one in role.requirements if one.needed is None)


class HeavyRequirement(Rule):
    """A requirement that weighs more than all others of its role together."""

    code = "RP403"
    looks_at = (Role,)

    def check(self, file: PackFile, survey: Survey) -> Iterator[Issue]:
        """Each requirement of which that is so somewhere, once."""
        role = survey.role(file)
        seen: set[Pointer] = set()
        for state in survey.states(role).found:
            entries = scored(state.role)
            whole = sum(one.weight for one in entries)
            # Of one requirement alone there is nothing to say.
            for one in entries if len(entries) > 1 else ():
                place = state.place(role, one.id, "weight")
                if 2 * one.weight > whole and place not in seen:
                    seen.add(place)
                    message = f'"{one.id}" weighs {one.weight} of {whole}, more than half of the role{state.where}'
                    hint = "lower it; what nobody can be without is a minimum, whatever it weighs"
                    yield Issue(pointer=place, message=message, hint=hint)


class MonthsAndDegrees(Rule):
    """Months of experience and degrees that together weigh more than everything that somebody can do."""

    code = "RP404"
    looks_at = (Role,)

    def check(self, file: PackFile, survey: Survey) -> Iterator[Issue]:
        """The heaviest of them, once for each place that it has."""
        role = survey.role(file)
        seen: set[Pointer] = set()
        for state in survey.states(role).found:
            entries = scored(state.role)
            whole = sum(one.weight for one in entries)
            found = {one.id: share for one in entries if (share := one.weight * _part(one, role.pack, survey))}
            heaviest = max(found, key=lambda name: (found[name], name), default="")
            together = sum(found.values(), Fraction())
            # One that is as heavy alone is a matter of RP403.
            if len(found) < 2 or 2 * together <= whole or 2 * found[heaviest] > whole:  # noqa: PLR2004 - "together"
                continue
            place = state.place(role, heaviest, "weight")
            if place not in seen:
                seen.add(place)
                yield self._issue(place, state, sorted(found), together / whole)

    def _issue(self, place: Pointer, state: State, names: list[str], share: Fraction) -> Issue:
        listed = ", ".join(f'"{name}"' for name in names)
        percent = share.numerator * 100 // share.denominator
        message = f"months and degrees weigh {percent} of 100 together{state.where}: {listed}"
        hint = "give more weight to what they stand for: what somebody knows and can do"
        return Issue(pointer=place, message=message, hint=hint)


def _part(entry: Requirement, pack: str, survey: Survey) -> Fraction:
    """The share of an entry's weight that months and degrees can earn, and nothing else can."""
    parts = entry.parts
    of = [part for part in parts if survey.descriptor(part.descriptor, pack).type in MONTHS_AND_DEGREES]
    if entry.all_of:
        return Fraction(sum(part.weight for part in of), sum(part.weight for part in parts))
    return Fraction(len(of) == len(parts))
