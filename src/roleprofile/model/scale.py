"""Scales: what a descriptor is measured in, levels or an amount."""

from __future__ import annotations

from attrs import field, frozen

from roleprofile.model.document import Document, OneOrMore
from roleprofile.model.values import NO_TEXT, FrozenMap, Text, Value

#: The largest amount of any scale; with at most 500 requirements of weight 1,000 every sum stays below 2**53.
LARGEST_AMOUNT = 100_000


@frozen(kw_only=True)
class Level:
    """One step of a scale. The lowest step of every scale means that the person does not have it."""

    id: str
    label: Text
    description: Text = NO_TEXT
    #: Other names of the level by language, as resumes write them.
    aliases: FrozenMap[str, tuple[str, ...]] = FrozenMap()


@frozen(kw_only=True)
class Scale(Document):
    """Ordered levels, lowest first, or an amount with a unit.

    Levels are ordinal: nothing is assumed of the distance between two of them. What a level below the asked one is
    worth stands in ``below``: percent of the full credit one level below, two below, and so on; then nothing.
    """

    label: Text
    description: Text = NO_TEXT
    levels: tuple[Level, ...] = ()
    below: tuple[int, ...] = ()
    #: The unit of an amount, by language and CLDR plural category.
    unit: FrozenMap[str, FrozenMap[str, str]] = FrozenMap()
    #: The largest amount that makes sense on this scale.
    maximum: int = LARGEST_AMOUNT
    source: OneOrMore = OneOrMore(())
    basis: str = ""
    reason: Text = NO_TEXT
    pack: str = field(default="", metadata={"origin": "loader"})

    @property
    def is_amount(self) -> bool:
        """Whether values are whole amounts, not levels."""
        return not self.levels

    @property
    def level_ids(self) -> tuple[str, ...]:
        """The ids of the levels, lowest first; empty for an amount."""
        return tuple(level.id for level in self.levels)

    def rank(self, value: Value) -> int:
        """The place of a level, 0 for the lowest, or the amount itself.

        Raises ``ValueError`` for what is not on the scale.

        >>> from roleprofile.model.values import Text
        >>> levels = tuple(Level(id=name, label=Text({"en": name})) for name in ("none", "basic"))
        >>> Scale(id="two", label=Text({"en": "Two"}), levels=levels).rank("basic")
        1
        """
        if self.is_amount:
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= self.maximum:
                message = f"{value!r} is not a whole amount from 0 to {self.maximum}"
                raise ValueError(message)
            return value
        if not isinstance(value, str) or value not in self.level_ids:
            message = f"{value!r} is not a level of {self.id}: {', '.join(self.level_ids)}"
            raise ValueError(message)
        return self.level_ids.index(value)
