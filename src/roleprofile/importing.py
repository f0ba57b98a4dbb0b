"""Shared by the imports of tables and of resumes: an index of the names in a catalog, and texts for reports.

Whole names are compared, folded to the same letters; no name matches a part of another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, Literal, TypeVar

from attrs import define, field, frozen

from roleprofile.model.catalog import short
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.name_matching import fold
from roleprofile.model.scale import Scale
from roleprofile.model.values import Text

T = TypeVar("T")

#: The most characters that a report quotes from a document.
SHOWN = 120

#: The most words of a text in which names are looked for; a longer one is prose.
MOST_WORDS = 12
#: The fewest letters of a name that is looked for within a text.
_SHORTEST = 3

#: The end of an alias that stands for all names with its beginning.
ANY_END = " *"

By = Literal["label", "alias", "mapping"]


@frozen
class IndexedName:
    """The label, alias or mapped id by which a thing was found."""

    text: str
    by: By


@define
class NameIndex(Generic[T]):
    """An index of things of one kind by name and by id."""

    #: The word for such a thing in reports: "skill".
    noun: str
    _by_name: dict[str, dict[T, IndexedName]] = field(factory=dict)
    _by_id: dict[str, dict[T, None]] = field(factory=dict)
    _by_beginning: dict[str, dict[T, IndexedName]] = field(factory=dict)

    def add(self, target: T, ref: str, label: Text, aliases: Mapping[str, tuple[str, ...]]) -> None:
        """Add a thing; of its names that fold alike the first one is reported.

        An alias such as ``bachelor of *`` stands for the names that begin with it.
        """
        names = [IndexedName(text, "label") for text in label.values()]
        names += [IndexedName(text, "alias") for texts in aliases.values() for text in texts]
        for name in names:
            folded = fold(name.text)
            whole = self._by_beginning if folded.endswith(ANY_END) else self._by_name
            whole.setdefault(folded.removesuffix(ANY_END), {}).setdefault(target, name)
        for one in {ref, short(ref)}:
            self._by_id.setdefault(one, {})[target] = None

    def targets(self) -> dict[T, None]:
        """The things of the index."""
        return {target: None for found in self._by_id.values() for target in found}

    def find(self, folded: str) -> dict[T, IndexedName]:
        """The things with that folded name; several where the name is ambiguous."""
        return self._by_name.get(folded, {}) if folded else {}

    def by_beginning(self, folded: str) -> tuple[dict[T, IndexedName], str]:
        """The things with the longest beginning that a folded name has, and the rest of the name."""
        parts = folded.split()
        for length in range(len(parts) - 1, 0, -1):
            if found := self._by_beginning.get(" ".join(parts[:length])):
                return found, " ".join(parts[length:])
        return {}, ""

    def within(self, folded: str) -> dict[T, str]:
        """The things whose names are among the words of a text, the longest names first, each with its id."""
        parts, taken = folded.split(), set[int]()
        found: dict[T, str] = {}
        for length in range(len(parts) if len(parts) <= MOST_WORDS else 0, 0, -1):
            for start in range(len(parts) - length + 1):
                place = {*range(start, start + length)}
                name = " ".join(parts[start : start + length])
                if len(name) >= _SHORTEST and not place & taken and (targets := self.find(name)):
                    taken |= place
                    found |= {target: self.ref(target) for target in targets}
        return found

    def ref(self, target: T) -> str:
        """The shortest id that leads to a thing alone."""
        return min((ref for ref, targets in self._by_id.items() if [*targets] == [target]), key=len, default="")

    def of_id(self, ref: str) -> dict[T, IndexedName]:
        """The things with that full or short id."""
        return {target: IndexedName(ref, "mapping") for target in self._by_id.get(ref, ())}


def levels_of(scale: Scale, *, lowest: bool = False) -> NameIndex[str]:
    """The levels of a scale. The lowest means not to have the thing, which only a table can state."""
    names: NameIndex[str] = NameIndex(f"level of {scale.id}")
    for level in scale.levels if lowest else scale.levels[1:]:
        names.add(level.id, level.id, level.label, level.aliases)
    return names


def not_one(names: NameIndex[Any], found: Mapping[Any, IndexedName]) -> str:
    """The reason for which a text without a match, or with several ones, does not count."""
    if not found:
        return f"the catalog has no {names.noun} with this name"
    several = (" ".join(filter(None, one)) if isinstance(one, tuple) else one for one in found)
    return f"more than one {names.noun} has this name: {', '.join(sorted(several))}"


def full_id(descriptor: Descriptor) -> str:
    """A descriptor's id with its pack."""
    return f"{descriptor.pack}:{descriptor.id}"


def shown(text: str) -> str:
    r"""A text for a report: on one line, without control characters, shortened.

    >>> shown("Sales\x1b[31m\n and marketing")
    'Sales\ufffd[31m and marketing'
    """
    line = " ".join(text[: 4 * SHOWN].split())
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
    return line if len(line) <= SHOWN else line[: SHOWN - 3] + "..."
