"""Scales: the levels or the amount in which a descriptor is measured."""

from __future__ import annotations

from attrs import frozen

from roleprofile.errors import ArgumentValueError
from roleprofile.model.document import Document
from roleprofile.model.grammar import cites, derived, entries, loaded, prose, readers, rule
from roleprofile.model.values import NO_TEXT, FrozenMap, OneOrMore, Text, Value

#: The largest amount of any scale; with at most 500 requirements of weight 1,000 every sum stays below 2**53.
LARGEST_AMOUNT = 100_000


@frozen(kw_only=True)
class Level:
    """One step of a scale. The lowest step of every scale means that the person does not have it."""

    id: str = rule()
    label: Text = prose()
    description: Text = prose(NO_TEXT)
    #: Other names of the level by language, as resumes write them.
    aliases: FrozenMap[str, tuple[str, ...]] = readers(FrozenMap())


@frozen(kw_only=True)
class Scale(Document):
    """Ordered levels, lowest first, or an amount with a unit.

    Levels are ordinal: the distance between two levels is never assumed. ``below`` has the percentages of the full
    credit for one level below the asked one, for two below, and so on; further levels earn nothing.
    """

    label: Text = prose()
    description: Text = prose(NO_TEXT)
    levels: tuple[Level, ...] = entries("id", noun="level", ordered=True)
    below: tuple[int, ...] = rule((), ordered=True)
    #: The unit of an amount, by language and CLDR plural category.
    unit: FrozenMap[str, FrozenMap[str, str]] = prose(FrozenMap())
    #: The largest amount of this scale.
    maximum: int = rule(LARGEST_AMOUNT)
    #: Whether an amount only grows: each fact is the total up to its day, and the largest counts.
    accumulates: bool = rule(False)
    source: OneOrMore = cites()
    basis: str = readers("")
    reason: Text = prose(NO_TEXT)
    pack: str = loaded("")
    #: The ids of the levels, lowest first; empty for an amount.
    level_ids: tuple[str, ...] = derived()

    def __attrs_post_init__(self) -> None:
        """List the ids of the levels once, because each value is looked up among them."""
        object.__setattr__(self, "level_ids", tuple(level.id for level in self.levels))

    @property
    def is_amount(self) -> bool:
        """Whether values are whole amounts, not levels."""
        return not self.levels

    def rank(self, value: Value) -> int:
        """The place of a level, 0 for the lowest, or the amount itself.

        Raises ``ValueError`` if the value is not on the scale.

        >>> from roleprofile.model.values import Text
        >>> levels = tuple(Level(id=name, label=Text({"en": name})) for name in ("none", "basic"))
        >>> Scale(id="two", label=Text({"en": "Two"}), levels=levels).rank("basic")
        1
        """
        if self.is_amount:
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= self.maximum:
                message = f"{value!r} is not a whole amount from 0 to {self.maximum}"
                raise ArgumentValueError(message)
            return value
        if not isinstance(value, str) or value not in self.level_ids:
            message = f"{value!r} is not a level of {self.id}: {', '.join(self.level_ids)}"
            raise ArgumentValueError(message)
        return self.level_ids.index(value)
