"""A role compiled for a context: for each criterion the facts that it reads and a table from value to credit.

The score, the explanation, the record and batches use this one form. It carries the names that an explanation shows,
so it needs no pack.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import groupby
from typing import Any, Literal

from attrs import field, frozen

from roleprofile.errors import ArgumentValueError
from roleprofile.model.convert import plain
from roleprofile.model.json_text import canonical, unshowable
from roleprofile.model.pack import VERDICTS
from roleprofile.model.role import FULL
from roleprofile.model.scale import LARGEST_AMOUNT
from roleprofile.model.values import NO_TEXT, FrozenMap, Text, Value
from roleprofile.scoring.shares import shares

#: The version of the arithmetic (``docs/fit.md``), which records and tables carry.
ARITHMETIC = 2

#: The full credit of a requirement, and the highest score: parts per million.
MILLION = 1_000_000

State = Literal["met", "presumed", "unknown", "not_met"]
#: The states of a minimum requirement, worst first.
STATES: tuple[State, ...] = ("not_met", "unknown", "presumed", "met")
#: The state that a verdict takes the worst minimum requirement for: at ``low``, at ``supported`` and at ``high``.
AT_LOW: dict[State, State] = {"met": "met", "presumed": "not_met", "unknown": "not_met", "not_met": "not_met"}
AT_SUPPORTED: dict[State, State] = {"met": "met", "presumed": "met", "unknown": "unknown", "not_met": "not_met"}
AT_HIGH: dict[State, State] = {"met": "met", "presumed": "met", "unknown": "met", "not_met": "not_met"}

#: The limits that the schema sets for a role.
LARGEST_WEIGHT = 1000
LONGEST_WITHIN = 120


@frozen(kw_only=True)
class ScaleView:
    """The parts of a scale that an explanation shows: names and meanings of its levels by rank, or its unit."""

    #: The first is ``""`` where no level says that somebody does not have the thing.
    levels: tuple[str, ...] = ()
    labels: tuple[Text, ...] = ()
    descriptions: tuple[Text, ...] = ()
    unit: FrozenMap[str, FrozenMap[str, str]] = FrozenMap()

    def value(self, rank: int) -> Value:
        """The level of a rank, or the amount itself."""
        return self.levels[rank] if self.levels else rank

    def rank(self, value: Value) -> int:
        """The rank of a level, or the amount itself; raises ``ValueError`` for any other value."""
        if self.levels and value != "":
            return self.levels.index(str(value))
        if type(value) is not int or not 0 <= value <= LARGEST_AMOUNT:
            message = f"{value!r} is not an amount"
            raise ArgumentValueError(message)
        return value


#: The key of a field's metadata for the least and the most of its numbers.
LIMITS = "limits"


def limited(least: int, most: int) -> dict[str, Any]:
    """The metadata of a field whose number stays within limits, which a record is checked for."""
    return {LIMITS: (least, most)}


#: Low, supported and high, in parts per million.
Credits = tuple[int, int, int]


def _best_first(keys: FrozenMap[str, int] | None) -> FrozenMap[str, int] | None:
    """Sort keys by percent, then id, because the maps of a record are sorted by key."""
    if keys is None:
        return None
    return FrozenMap(dict(sorted(keys.items(), key=lambda item: (-item[1], item[0]))))


@frozen(kw_only=True)
class Criterion:
    """A criterion: a descriptor with the asked value and the credit of each value."""

    descriptor: str
    label: Text
    scale: str
    #: The asked rank or amount.
    asked: int
    #: The lowest rank or amount that meets a minimum requirement.
    at_least: int
    #: Credit in parts per million by rank; empty for an amount.
    table: tuple[int, ...] = ()
    #: The amount from which credit starts to grow.
    start: int = 0
    #: For a keyed descriptor, the percentage of each key, highest first.
    keys: FrozenMap[str, int] | None = field(default=None, converter=_best_first)
    #: The names under which the role asks for the keys, with their percentages.
    asked_keys: tuple[tuple[Text, int], ...] = ()
    #: The percentage of the full credit that this alternative can reach.
    worth: int = field(default=FULL, metadata=limited(1, FULL))
    #: The weight of this criterion within an ``all_of``.
    weight: int = field(default=1, metadata=limited(1, LARGEST_WEIGHT))
    #: The kinds of evidence that prove a minimum; empty if none is asked for.
    evidence: tuple[str, ...] = ()
    #: The three credits of each rank for a criterion without keys: where the rank is stated, where it is inferred, and
    #: where nothing is known. Computed once, because each score looks them up.
    stated_credits: tuple[Credits, ...] = field(init=False, eq=False, repr=False, metadata={"origin": "derived"})
    inferred_credits: tuple[Credits, ...] = field(init=False, eq=False, repr=False, metadata={"origin": "derived"})
    open_credits: Credits = field(init=False, eq=False, repr=False, metadata={"origin": "derived"})
    #: The keys as a plain dict, because its look-up is the fastest.
    percents: dict[str, int] = field(init=False, eq=False, repr=False, metadata={"origin": "derived"})
    #: Each percentage with its keys, highest first.
    keys_by_percent: tuple[tuple[int, frozenset[str]], ...] = field(
        init=False, eq=False, repr=False, metadata={"origin": "derived"}
    )

    def __attrs_post_init__(self) -> None:
        """Compute the tables that a score looks up."""
        worth = self.worth
        full = MILLION * worth // 100
        earned = [] if self.keys is not None else [credit * worth // 100 for credit in self.table]
        object.__setattr__(self, "stated_credits", tuple((credit, credit, credit) for credit in earned))
        object.__setattr__(self, "inferred_credits", tuple((0, credit, full) for credit in earned))
        object.__setattr__(self, "open_credits", (0, 0, full))
        object.__setattr__(self, "percents", dict(self.keys or {}))
        alike = groupby(self.percents, self.percents.__getitem__)
        object.__setattr__(self, "keys_by_percent", tuple((percent, frozenset(keys)) for percent, keys in alike))

    def tables(self) -> dict[str, list[int]]:
        """The credit of each rank in parts per million, by key (``""`` without keys), highest percentage first.

        The percentage of the key and ``worth`` are in it. A larger amount than the last one earns what that earns.
        """
        ranks = range(len(self.table) if self.table else self.asked + 1)
        plain = [self.credit(rank) for rank in ranks]
        by_percent = {
            percent: [credit * percent // FULL * self.worth // FULL for credit in plain]
            for percent in {FULL, *self.percents.values()}
        }
        if self.keys is None:
            return {"": by_percent[FULL]}
        return {key: by_percent[percent] for key, percent in self.percents.items()}

    @property
    def slots(self) -> tuple[tuple[str, str], ...]:
        """The slots that it reads: the descriptor with each key that counts, or with ``""`` if it has no keys."""
        return tuple((self.descriptor, key) for key in ([""] if self.keys is None else self.percents))

    def credit(self, rank: int) -> int:
        """The credit of a value in parts per million, before the percentage of its key and ``worth``."""
        if rank >= self.asked:
            return MILLION
        if self.table:
            return self.table[rank]
        if rank <= self.start:
            return 0
        return MILLION * (rank - self.start) // (self.asked - self.start)


@frozen(kw_only=True)
class CompiledRequirement:
    """A compiled requirement or extra: one criterion, or several of which the best or the mean counts."""

    id: str
    label: Text
    group: str = ""
    leaves: tuple[Criterion, ...]
    weight: int = field(metadata=limited(1, LARGEST_WEIGHT))
    minimum: bool = False
    needed_for: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    basis: str = ""
    reason: Text = NO_TEXT
    #: The criterion, if there is one alone, of levels and without keys: most are, and a score looks it up at once.
    level: Criterion | None = field(init=False, eq=False, repr=False, metadata={"origin": "derived"})

    def __attrs_post_init__(self) -> None:
        """Find the criterion that a score looks up at once."""
        only = None if self.group or not self.leaves else self.leaves[0]
        object.__setattr__(self, "level", only if only is not None and only.stated_credits else None)


@frozen(kw_only=True)
class Onboarding:
    """A requirement that is learnt on the job, within so many months."""

    entry: CompiledRequirement
    #: The months until it has to be learnt.
    within: int = field(metadata=limited(1, LONGEST_WITHIN))


@frozen(kw_only=True)
class AppliedVariant:
    """A variant that the context selected."""

    id: str
    label: Text
    source: tuple[str, ...] = ()


@frozen(kw_only=True)
class CitedSource:
    """A cited source: its title, and the claim if the rule names one."""

    #: The title of the source.
    title: str
    #: What the source says, if the rule names a claim.
    claim: Text = NO_TEXT


@frozen(kw_only=True)
class PackVersion:
    """The state of a pack from which a role was compiled."""

    version: str
    digest: str


@frozen(kw_only=True)
class CompiledRole:
    """A role in one context, ready to score and to explain."""

    role: str
    version: str
    label: Text
    languages: tuple[str, ...]
    #: The context as the caller gave it, with the dimensions that are ``unspecified``.
    given: FrozenMap[str, str] = field(default=FrozenMap(), metadata={"younger": True})
    #: The context for which it is compiled: the dimensions that it reads have a term each.
    context: FrozenMap[str, str]
    #: The name of each dimension in ``context`` and of its value.
    context_labels: FrozenMap[str, tuple[Text, Text]]
    #: The variants that the context selected.
    variants: tuple[AppliedVariant, ...]
    requirements: tuple[CompiledRequirement, ...]
    extras: tuple[CompiledRequirement, ...]
    onboarding: tuple[Onboarding, ...]
    scales: FrozenMap[str, ScaleView]
    terms: FrozenMap[str, Text]
    duties: FrozenMap[str, Text]
    sources: FrozenMap[str, CitedSource]
    evidence: FrozenMap[str, Text]
    thresholds: FrozenMap[str, int]
    caps: FrozenMap[str, str]
    #: The kinds of evidence that prove a value: those above the pack's ``own_word``.
    proof: tuple[str, ...] = field(default=(), metadata={"younger": True})
    #: The known share of the weight, in parts per million, below which a fit is not assessed enough.
    assessed_from: int = field(default=0, metadata={"younger": True})
    packs: FrozenMap[str, PackVersion]
    #: The fingerprint of the catalog; records leave it out.
    fingerprint: str = field(default="", eq=False, metadata={"origin": "compiler"})

    #: The least score of each verdict but the last, lowest first. A score reaches so many of them; by state and that
    #: number the verdict as its place in ``VERDICTS``, and by the worst state the three at low, supported and high.
    _floors: tuple[int, ...] = field(init=False, eq=False, repr=False, metadata={"origin": "derived"})
    _verdict: dict[str, tuple[int, ...]] = field(init=False, eq=False, repr=False, metadata={"origin": "derived"})
    _verdicts: dict[str, tuple[tuple[int, ...], ...]] = field(
        init=False, eq=False, repr=False, metadata={"origin": "derived"}
    )
    #: The minimum requirements.
    minimums: tuple[CompiledRequirement, ...] = field(init=False, eq=False, repr=False, metadata={"origin": "derived"})

    def __repr__(self) -> str:
        """The role and its situation in one line."""
        return f"<CompiledRole {self.role} in {dict(self.context)}>"

    def __attrs_post_init__(self) -> None:
        """Compute the numbers that a verdict compares; those of a damaged record are refused later."""
        best = {state: VERDICTS.index(verdict) for state, verdict in self.caps.items() if verdict in VERDICTS}
        last = len(VERDICTS) - 1
        verdict = {
            state: tuple(max(cap, last - reached) for reached in range(last + 1))
            for state, cap in {"met": 0, **best}.items()
        }
        verdicts = {
            state: tuple(verdict.get(at[state], verdict["met"]) for at in (AT_LOW, AT_SUPPORTED, AT_HIGH))
            for state in STATES
        }
        object.__setattr__(self, "_floors", tuple(self.thresholds.get(name, 0) for name in VERDICTS[-2::-1]))
        object.__setattr__(self, "_verdict", verdict)
        object.__setattr__(self, "_verdicts", verdicts)
        object.__setattr__(self, "minimums", tuple(entry for entry in self.requirements if entry.minimum))

    def verdicts(self, worst: State, low: int, supported: int, high: int) -> tuple[int, int, int]:
        """The three verdicts as places in ``VERDICTS``; ``worst`` is the worst state of all minimum requirements."""
        floors, (at_low, at_supported, at_high) = self._floors, self._verdicts[worst]
        return (
            at_low[bisect_right(floors, low)],
            at_supported[bisect_right(floors, supported)],
            at_high[bisect_right(floors, high)],
        )

    def verdict(self, score: int, state: State) -> int:
        """The place in ``VERDICTS`` of the verdict of a score, where the minimum requirements are in this state."""
        return self._verdict[state][bisect_right(self._floors, score)]

    @property
    def entries(self) -> tuple[CompiledRequirement, ...]:
        """The requirements, the extras and the requirements that are learnt on the job."""
        return (*self.requirements, *self.extras, *(one.entry for one in self.onboarding))

    @property
    def weight(self) -> int:
        """The sum of the weights of all requirements."""
        return sum(entry.weight for entry in self.requirements)

    @cached_property
    def scale_of(self) -> dict[str, ScaleView]:
        """The scale of each descriptor that a requirement reads."""
        return {leaf.descriptor: self.scales[leaf.scale] for entry in self.requirements for leaf in entry.leaves}

    @cached_property
    def possible(self) -> dict[str, int]:
        """The share of the whole score that full credit of each requirement earns, and of the extras of theirs."""
        return _possible(self.requirements) | _possible(self.extras)

    @cached_property
    def recorded(self) -> str:
        """The role as canonical JSON, as each record of it has it."""
        return canonical(plain(self))

    @cached_property
    def unshowable(self) -> str:
        """The reason why no record may have the texts of the role; ``""`` if there is none."""
        return unshowable(plain(self))

    def tables(self) -> dict[str, Any]:
        """The role as tables and sums, for programs that compute fits without this library.

        The result is plain JSON (``schemas/tables.schema.json``); ``docs/fit.md`` says how to compute with it.

        >>> import roleprofile as rp
        >>> role = rp.load().scorer("analyst", "small-retail").role
        >>> sorted(role.tables())
        ['arithmetic', 'caps', 'context', 'extras', 'kind', 'requirements', 'role', 'schema', 'thresholds']
        """
        return {
            "kind": "tables",
            "schema": 1,
            "arithmetic": ARITHMETIC,
            "role": self.role,
            "context": dict(self.context),
            "requirements": [_entry_tables(entry) for entry in self.requirements],
            "extras": [_entry_tables(entry) for entry in self.extras],
            "thresholds": [self.thresholds[name] for name in VERDICTS[:-1]],
            "caps": {state: VERDICTS.index(verdict) for state, verdict in sorted(self.caps.items())},
        }


def _possible(entries: Sequence[CompiledRequirement]) -> dict[str, int]:
    ids = [entry.id for entry in entries]
    parts = [entry.weight * MILLION for entry in entries]
    return dict(zip(ids, shares(parts, sum(entry.weight for entry in entries), ids), strict=True))


def _entry_tables(entry: CompiledRequirement) -> dict[str, Any]:
    return {
        "id": entry.id,
        "weight": entry.weight,
        "group": entry.group,
        "minimum": entry.minimum,
        "criteria": [
            {
                "descriptor": leaf.descriptor,
                "weight": leaf.weight,
                "at_least": leaf.at_least,
                "evidence": list(leaf.evidence),
                "tables": [[key, table] for key, table in leaf.tables().items()],
            }
            for leaf in entry.leaves
        ],
    }
