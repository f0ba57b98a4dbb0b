"""Scales: the levels or the amount in which a descriptor is measured."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from roleprofile.errors import ArgumentValueError
from roleprofile.model.document import Document
from roleprofile.model.grammar import cites, derived, entries, loaded, prose, readers, rule
from roleprofile.model.values import NO_TEXT, FrozenMap, OneOrMore, Text, Value

#: The largest amount of any scale; with at most 500 requirements of weight 1,000 every sum stays below 2**53.
LARGEST_AMOUNT = 100_000


@frozen(kw_only=True)
class Level:
    """One step of a scale."""

    id: str = rule()
    label: Text = prose()
    description: Text = prose(NO_TEXT)
    #: Other names of the level by language, as resumes write them.
    aliases: FrozenMap[str, tuple[str, ...]] = readers(FrozenMap())


@frozen(kw_only=True, repr=False)
class Scale(Document):
    """Ordered levels, lowest first, or an amount with a unit.

    Levels are ordinal: the distance between two levels is never assumed. ``below`` has the percentages of the full
    credit for one level below the asked one, for two below, and so on; further levels earn nothing.

    Rank 0 always means that the person does not have the thing. ``absent`` names the level that says so, the lowest;
    with ``False`` no level does, and the lowest level has rank 1.
    """

    label: Text = prose()
    description: Text = prose(NO_TEXT)
    levels: tuple[Level, ...] = entries("id", noun="level", ordered=True)
    #: The id of the lowest level, or ``False``; ``None`` where nothing is stated, which means the lowest level.
    absent: Any = rule(None)
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
    #: The id of the level of each rank, and ``""`` for rank 0 where no level says that the person does not have it.
    by_rank: tuple[str, ...] = derived()

    def __attrs_post_init__(self) -> None:
        """List the ids of the levels once, because each value is looked up among them."""
        ids = tuple(level.id for level in self.levels)
        object.__setattr__(self, "level_ids", ids)
        object.__setattr__(self, "by_rank", ("", *ids) if ids and self.absent is False else ids)

    @property
    def is_amount(self) -> bool:
        """Whether values are whole amounts, not levels."""
        return not self.levels

    @property
    def top(self) -> int:
        """The highest rank, or the largest amount."""
        return self.maximum if self.is_amount else len(self.by_rank) - 1

    def value(self, rank: int) -> Value:
        """The level of a rank, or the amount itself."""
        return rank if self.is_amount else self.by_rank[rank]

    def rank(self, value: Value) -> int:
        """The rank of a level, 0 for the one that the person does not have the thing at, or the amount itself.

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
        return self.by_rank.index(value)
