"""The level and the field that the name of a degree says.

A name counts as a whole, or by a beginning that the scale has as an alias, such as ``bachelor of *``. The field stands
behind ``major in``. Words in brackets are left out where they name the same level, a field or honours. A name that says
that the studies are not completed counts only as a whole.
"""

from __future__ import annotations

import re
from functools import cache

from attrs import evolve, frozen

from roleprofile.importing import IndexedName, NameIndex, levels_of, not_one
from roleprofile.jsonresume.matcher import Matcher
from roleprofile.jsonresume.variants import is_unfinished, words
from roleprofile.model.name_matching import fold
from roleprofile.model.person import Slot
from roleprofile.model.scale import Scale


@cache
def _major() -> re.Pattern[str]:
    """A name such as "BSBA major in Marketing"."""
    phrases = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in words()["major_in"])
    return re.compile(rf"(.*?\S)\W+(?:{phrases})\s+(\S.*)", re.IGNORECASE | re.DOTALL)


_BRACKETS = re.compile(r"([^()]*)\(([^()]*)\)\s*")


@frozen
class Degree:
    """The levels that a name can mean, the fields that it names, and why it counts for nothing."""

    levels: dict[str, IndexedName]
    fields: dict[Slot, IndexedName]
    why: str = ""


def read_degree(matcher: Matcher, scale: Scale, fields: NameIndex[Slot], text: str) -> Degree:
    """What the name of a degree says."""
    found = _whole(matcher, scale, fields, text)
    if not found.levels and is_unfinished(text):
        return evolve(found, why="it says that it is not completed")
    if not found.levels and (parts := _major().fullmatch(text)):
        # The major is the field, whatever the degree says beside it.
        outside = read_degree(matcher, scale, fields, parts[1])
        return evolve(outside, fields=matcher.find(fields, parts[2]))
    parts = _BRACKETS.fullmatch(text)
    if not found.levels and not parts:
        found = _by_beginning(matcher, scale, fields, text)
    if not found.levels and parts:
        outside, inside = (read_degree(matcher, scale, fields, part) for part in parts.groups())
        field = matcher.find(fields, parts[2])
        if field or fold(parts[2]) in words()["with_honours"] or (outside.levels.keys() == inside.levels.keys()):
            found = evolve(outside, fields=outside.fields or field)
    why = "" if len(found.levels) == 1 else not_one(levels_of(scale), found.levels)
    return evolve(found, why=why)


def _whole(matcher: Matcher, scale: Scale, fields: NameIndex[Slot], text: str) -> Degree:
    levels = matcher.level(scale, text)
    return Degree(levels, matcher.find(fields, text) or fields.find(matcher.level_by_beginning(scale, text)[1]))


def _by_beginning(matcher: Matcher, scale: Scale, fields: NameIndex[Slot], text: str) -> Degree:
    levels, rest = matcher.level_by_beginning(scale, text)
    return Degree(levels, matcher.find(fields, text) or fields.find(rest))
