"""A role compiled for a context: for each requirement the facts it reads and a table from value to credit.

One compiled form serves the score, the explanation, the record and whatever computes many scores at once. It carries
the names that an explanation shows, so that it needs no pack.
"""

from __future__ import annotations

from attrs import field, frozen

from roleprofile.model.scale import LARGEST_AMOUNT
from roleprofile.model.values import NO_TEXT, FrozenMap, Text, Value

#: The full credit of a requirement, and the highest score: parts per million.
MILLION = 1_000_000


@frozen(kw_only=True)
class ScaleView:
    """What an explanation needs of a scale: the names and meanings of its levels, lowest first, or its unit."""

    levels: tuple[str, ...] = ()
    labels: tuple[Text, ...] = ()
    descriptions: tuple[Text, ...] = ()
    unit: FrozenMap[str, FrozenMap[str, str]] = FrozenMap()

    def value(self, rank: int) -> Value:
        """The level of a rank, or the amount itself."""
        return self.levels[rank] if self.levels else rank

    def rank(self, value: Value) -> int:
        """The rank of a level, or the amount itself; ``ValueError`` for what is neither."""
        if self.levels:
            return self.levels.index(str(value))
        if type(value) is not int or not 0 <= value <= LARGEST_AMOUNT:
            message = f"{value!r} is not an amount"
            raise ValueError(message)
        return value


#: Low, supported and high, in parts per million.
Credits = tuple[int, int, int]


def _best_first(keys: FrozenMap[str, int] | None) -> FrozenMap[str, int] | None:
    """By percent, then id: a record's maps come back in the order of their keys."""
    if keys is None:
        return None
    return FrozenMap(dict(sorted(keys.items(), key=lambda item: (-item[1], item[0]))))


@frozen(kw_only=True)
class Leaf:
    """One thing that is read: a descriptor, what is asked of it, and what each value is worth."""

    descriptor: str
    label: Text
    scale: str
    #: What is asked, as a rank or an amount.
    asked: int
    #: The least that meets a minimum requirement.
    at_least: int
    #: Credit in parts per million by rank; empty for an amount.
    table: tuple[int, ...] = ()
    #: The amount from which credit starts to grow.
    start: int = 0
    #: For a keyed descriptor, the percent that each key counts; the best percent first.
    keys: FrozenMap[str, int] | None = field(default=None, converter=_best_first)
    #: The keys as they are asked, with their percent, for readers.
    asked_keys: tuple[tuple[Text, int], ...] = ()
    #: Percent of the full credit that this alternative can reach.
    worth: int = 100
    #: The share of this part of an ``all_of``.
    weight: int = 1
    #: The kinds of evidence of which one must prove a minimum; empty for any.
    evidence: tuple[str, ...] = ()
    #: Low, supported and high for each rank of a scale without keys, where it is stated and where it is inferred, and
    #: where nobody knows: worked out once, because a score looks them up for every person.
    stated_credits: tuple[Credits, ...] = field(init=False, eq=False, repr=False, metadata={"origin": "derived"})
    inferred_credits: tuple[Credits, ...] = field(init=False, eq=False, repr=False, metadata={"origin": "derived"})
    open_credits: Credits = field(init=False, eq=False, repr=False, metadata={"origin": "derived"})
    #: The keys as a plain dict, which is faster to ask than any other map.
    percents: dict[str, int] = field(init=False, eq=False, repr=False, metadata={"origin": "derived"})

    def __attrs_post_init__(self) -> None:
        """Work out what a score looks up."""
        worth = self.worth
        full = MILLION * worth // 100
        earned = [] if self.keys is not None else [credit * worth // 100 for credit in self.table]
        object.__setattr__(self, "stated_credits", tuple((credit, credit, credit) for credit in earned))
        object.__setattr__(self, "inferred_credits", tuple((0, credit, full) for credit in earned))
        object.__setattr__(self, "open_credits", (0, 0, full))
        object.__setattr__(self, "percents", dict(self.keys or {}))

    @property
    def slots(self) -> tuple[tuple[str, str], ...]:
        """What is read: the descriptor with each key that counts, or with ``""`` where it has no keys."""
        return tuple((self.descriptor, key) for key in ([""] if self.keys is None else self.percents))

    def credit(self, rank: int) -> int:
        """Parts per million for a value, before keys and worth: the whole at or above what is asked."""
        if rank >= self.asked:
            return MILLION
        if self.table:
            return self.table[rank]
        if rank <= self.start:
            return 0
        return MILLION * (rank - self.start) // (self.asked - self.start)


@frozen(kw_only=True)
class Entry:
    """One requirement or extra: a leaf, or the best of (``any_of``), or the mean of (``all_of``), several."""

    id: str
    label: Text
    group: str = ""
    leaves: tuple[Leaf, ...]
    weight: int
    minimum: bool = False
    needed_for: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    basis: str = ""
    reason: Text = NO_TEXT


@frozen(kw_only=True)
class Onboarding:
    """What is learnt on the job: what is asked, and within how many months."""

    entry: Entry
    within: int


@frozen(kw_only=True)
class LeftOut:
    """What could not be decided because the context leaves a dimension unspecified."""

    #: ``requirement``, ``extra`` or ``variant``.
    kind: str
    id: str
    label: Text
    dimensions: tuple[str, ...]
    #: Whether a minimum requirement hangs on it.
    minimum: bool = False


@frozen(kw_only=True)
class Applied:
    """A variant that the context selected."""

    id: str
    label: Text
    source: tuple[str, ...] = ()


@frozen(kw_only=True)
class Cited:
    """A source that a rule names: its title, and the claim where it names one."""

    title: str
    claim: Text = NO_TEXT


@frozen(kw_only=True)
class PackVersion:
    """Which state of a pack a role was compiled from."""

    version: str
    digest: str


@frozen(kw_only=True)
class CompiledRole:
    """A role in one context, ready to score and to explain."""

    role: str
    version: str
    label: Text
    languages: tuple[str, ...]
    context: FrozenMap[str, str]
    #: For each dimension that is specified, its name and that of its value.
    context_labels: FrozenMap[str, tuple[Text, Text]]
    #: The names of the dimensions, for what is left out.
    dimension_labels: FrozenMap[str, Text]
    variants: tuple[Applied, ...]
    requirements: tuple[Entry, ...]
    extras: tuple[Entry, ...]
    onboarding: tuple[Onboarding, ...]
    left_out: tuple[LeftOut, ...]
    scales: FrozenMap[str, ScaleView]
    terms: FrozenMap[str, Text]
    duties: FrozenMap[str, Text]
    sources: FrozenMap[str, Cited]
    evidence: FrozenMap[str, Text]
    thresholds: FrozenMap[str, int]
    caps: FrozenMap[str, str]
    packs: FrozenMap[str, PackVersion]
    #: The catalog it was compiled from; a record leaves it out.
    fingerprint: str = field(default="", eq=False, metadata={"origin": "compiler"})

    @property
    def weight(self) -> int:
        """The weights of all requirements together."""
        return sum(entry.weight for entry in self.requirements)
