"""The compiled form is enough: a small engine that knows tables and sums alone gives every number of a fit.

The engine reads ``role.tables()`` after a trip through JSON, and the ranks that somebody holds.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import acts
import jsonschema
import strategies
from attrs import field, frozen
from hypothesis import given, settings

from examples import examples
from roleprofile.model.pack import VERDICTS
from roleprofile.model.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable

law = settings(max_examples=examples(100))
Ranks = dict[str, dict[str, int]]
#: Worst first.
STATES = ("not_met", "unknown", "presumed", "met")


@frozen
class Held:
    """What somebody holds: by descriptor and key the rank, and by descriptor, key and rank the kinds of evidence."""

    stated: Ranks = field(factory=dict)
    inferred: Ranks = field(factory=dict)
    #: Descriptors and keys of which a closed list says that nobody has them.
    closed: frozenset[tuple[str, str]] = frozenset()
    proofs: frozenset[tuple[str, str, int, str]] = frozenset()

    def silent(self, descriptor: str, keys: Iterable[str]) -> list[str]:
        """The keys of which nothing is stated or closed."""
        stated = self.stated.get(descriptor, {})
        return [key for key in keys if key not in stated and (descriptor, key) not in self.closed]


def best(tables: dict[str, list[int]], ranks: dict[str, int]) -> int:
    """The most that the ranks earn; a larger amount than the last of a table earns what that earns."""
    return max(
        (tables[key][min(rank, len(tables[key]) - 1)] for key, rank in ranks.items() if key in tables), default=0
    )


def of_criterion(one: dict[str, Any], held: Held) -> tuple[int, int, int]:
    name, tables = one["descriptor"], dict(one["tables"])
    low = best(tables, held.stated.get(name, {}))
    silent = held.silent(name, tables)
    inferred = held.inferred.get(name, {})
    supported = best(tables, {key: inferred[key] for key in silent if key in inferred})
    return low, max(low, supported), max([low, *(tables[key][-1] for key in silent)])


def of_entry(entry: dict[str, Any], held: Held) -> tuple[int, ...]:
    columns = [*zip(*(of_criterion(one, held) for one in entry["criteria"]), strict=True)]
    if entry["group"] != "all_of":
        return tuple(map(max, columns))
    weights = [one["weight"] for one in entry["criteria"]]
    return tuple(sum(w * credit for w, credit in zip(weights, some, strict=True)) // sum(weights) for some in columns)


def state_of(one: dict[str, Any], held: Held) -> int:
    """A minimum requirement is a test of ranks."""
    name, keys = one["descriptor"], [key for key, _ in one["tables"]]
    stated = {key: rank for key, rank in held.stated.get(name, {}).items() if key in keys}
    silent = held.silent(name, keys)
    inferred = [rank for key, rank in held.inferred.get(name, {}).items() if key in silent]
    enough = {key for key, rank in stated.items() if rank >= one["at_least"]}
    proven = {
        key
        for key in enough
        if not one["evidence"]
        or any(
            (d, k) == (name, key) and rank >= one["at_least"] and kind in one["evidence"]
            for d, k, rank, kind in held.proofs
        )
    }
    if proven:
        return STATES.index("met")
    if not one["evidence"] and max(inferred, default=-1) >= one["at_least"]:
        return STATES.index("presumed")
    return STATES.index("unknown" if enough or silent else "not_met")


def verdict(tables: dict[str, Any], score: int, cap: int) -> str:
    return VERDICTS[max(cap, sum(score < least for least in tables["thresholds"]))]


def computed(tables: dict[str, Any], held: Held) -> dict[str, Any]:
    """The numbers and verdicts of a fit."""
    entries = tables["requirements"]
    whole = sum(entry["weight"] for entry in entries)
    credits_ = [of_entry(entry, held) for entry in entries]

    def share(column: Iterable[int]) -> int:
        return sum(entry["weight"] * one for entry, one in zip(entries, column, strict=True)) // whole

    scores = (
        [share(column) for column in zip(*credits_, strict=True)]
        + [share(1_000_000 * (a == c) for a, _, c in credits_)]
        if whole
        else [0, 0, 1_000_000, 0]
    )
    states = [
        (max if entry["group"] == "any_of" else min)(state_of(one, held) for one in entry["criteria"])
        for entry in entries
        if entry["minimum"]
    ]
    worst, caps = STATES[min(states, default=3)], tables["caps"]
    low, supported, high, known = scores
    return {
        "low": low,
        "supported": supported,
        "high": high,
        "known": known,
        "meets_minimum": worst,
        "verdict_low": verdict(tables, low, 0 if worst == "met" else caps["not_met"]),
        "verdict_supported": verdict(tables, supported, caps.get(worst, 0)),
        "verdict_high": verdict(tables, high, caps["not_met"] if worst == "not_met" else 0),
    }


def held_by(world: strategies.World, fit: Any) -> Held:
    """What the holdings of a fit say, each rank under its key or under ``""``."""
    holdings = fit.holdings

    def keyed(ranks: dict[str, Any]) -> Ranks:
        return {name: rank if isinstance(rank, dict) else {"": rank} for name, rank in ranks.items()}

    proofs = {
        (descriptor, key, acts.rank_of(world, fact), fact.evidence.kind)
        for (descriptor, key), facts in holdings.facts.items()
        for fact in facts
        if fact.evidence and fact not in holdings.stale
    }
    read = {slot for leaf in acts.scored_leaves(fit.role) for slot in acts.slots_of(leaf)}
    closed = {slot for slot in read if holdings.closes(*slot)}
    return Held(keyed(holdings.stated), keyed(holdings.inferred), frozenset(closed), frozenset(proofs))


@law
@given(strategies.cases())
def test_tables_and_sums_give_every_number_of_a_fit(case):
    """Law: ``low``, ``supported``, ``high``, ``known``, the minimums and the verdicts, in each situation."""
    world, person = case

    for fit in world.scorer.score(person).situations:
        found = computed(json.loads(json.dumps(fit.role.tables())), held_by(world, fit))
        assert found == {name: getattr(fit, name) for name in found}


@settings(max_examples=examples(30))
@given(strategies.worlds())
def test_the_tables_of_every_role_follow_their_schema(world):
    schema = json.loads(shipped("schemas").joinpath("tables.schema.json").read_text("utf-8"))

    for role in world.scorer.rules.roles:
        jsonschema.Draft7Validator(schema).validate(role.tables())


@settings(max_examples=examples(30))
@given(strategies.worlds())
def test_a_table_never_falls_and_ends_with_what_the_key_is_worth(world):
    """Law: credit never falls as the rank rises, and the last rank earns percentage and worth of the whole."""
    for role in world.scorer.rules.roles:
        tables = role.tables()
        for entry, compiled in zip(tables["requirements"], role.requirements, strict=True):
            for one, leaf in zip(entry["criteria"], compiled.leaves, strict=True):
                for key, table in one["tables"]:
                    percent = 100 if leaf.keys is None else leaf.keys[key]
                    assert table == sorted(table)
                    assert table[-1] == 1_000_000 * percent // 100 * leaf.worth // 100


def test_the_engine_by_hand():
    """12 of 24 months are 500,000, of weight 1; a level below earns 600,000 of weight 3: 2,300,000 // 4 = 575,000."""
    from worked import fit_of

    fit = fit_of(
        [{"id": "sales", "asks": 24}, {"id": "dialogue", "asks": "advanced", "weight": 3, "necessity": "minimum"}]
    )
    held = Held(stated={"worked:sales": {"": 12}, "worked:dialogue": {"": 2}})
    found = computed(fit.role.tables(), held)

    assert [found[name] for name in ("low", "supported", "high", "known")] == [575_000, 575_000, 575_000, 1_000_000]
    assert found["meets_minimum"] == "not_met"
    assert (found["verdict_low"], found["verdict_high"]) == ("stretch", "stretch")
