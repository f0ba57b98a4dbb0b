"""What importers of tables and of resumes share: an index of the names in a catalog, and texts as reports show them.

Names are compared whole: folded to the same letters, never one as a part of another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from attrs import define, field, frozen

from roleprofile.model.catalog import short
from roleprofile.model.name_matching import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from roleprofile.model.descriptor import Descriptor
    from roleprofile.model.scale import Scale
    from roleprofile.model.values import Text

T = TypeVar("T")

#: Characters of the document's own words that a report shows.
SHOWN = 120

By = Literal["label", "alias", "mapping"]


@frozen
class IndexedName:
    """A label, an alias, or the id that the caller's mapping gives."""

    text: str
    by: By


@define
class NameIndex(Generic[T]):
    """Things of one kind, by name and by id."""

    #: What a reader calls such a thing: "skill".
    noun: str
    _by_name: dict[str, dict[T, IndexedName]] = field(factory=dict)
    _by_id: dict[str, dict[T, None]] = field(factory=dict)

    def add(self, target: T, ref: str, label: Text, aliases: Mapping[str, tuple[str, ...]]) -> None:
        """Make a thing findable; of its names that fold alike the first one is shown."""
        names = [IndexedName(text, "label") for text in label.values()]
        names += [IndexedName(text, "alias") for texts in aliases.values() for text in texts]
        for name in names:
            self._by_name.setdefault(fold(name.text), {}).setdefault(target, name)
        for one in {ref, short(ref)}:
            self._by_id.setdefault(one, {})[target] = None

    def find(self, folded: str) -> dict[T, IndexedName]:
        """What a folded text names: nothing, one thing, or several that nobody can tell apart."""
        return self._by_name.get(folded, {}) if folded else {}

    def of_id(self, ref: str) -> dict[T, IndexedName]:
        """What an id, full or short, means here."""
        return {target: IndexedName(ref, "mapping") for target in self._by_id.get(ref, ())}


def levels_of(scale: Scale, *, lowest: bool = False) -> NameIndex[str]:
    """The levels of a scale by name. To have the lowest is to have nothing of it, which only a table can state."""
    names: NameIndex[str] = NameIndex(f"level of {scale.id}")
    for level in scale.levels if lowest else scale.levels[1:]:
        names.add(level.id, level.id, level.label, level.aliases)
    return names


def not_one(names: NameIndex[Any], found: Mapping[Any, IndexedName]) -> str:
    """Why a text that means nothing, or several things, does not count."""
    if not found:
        return f"the catalog has no {names.noun} of this name"
    several = (" ".join(filter(None, one)) if isinstance(one, tuple) else one for one in found)
    return f"more than one {names.noun} has this name: {', '.join(sorted(several))}"


def full_id(descriptor: Descriptor) -> str:
    """A descriptor's id with its pack."""
    return f"{descriptor.pack}:{descriptor.id}"


def shown(text: str) -> str:
    r"""A text as a report shows it: on one line, without control characters, cut where it is long.

    >>> shown("Sales\x1b[31m\n and marketing")
    'Sales\ufffd[31m and marketing'
    """
    line = " ".join(text[: 4 * SHOWN].split())
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
    return line if len(line) <= SHOWN else line[: SHOWN - 3] + "..."
