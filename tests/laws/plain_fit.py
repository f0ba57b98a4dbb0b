"""The fit once more, as plainly as it can be said: what ``docs/fit.md`` defines, computed from documents.

Nothing here comes from the library, and nothing is made fast. It knows the grammar that ``parts.py`` generates. A value
is a rank: an amount, or the place of a level on its scale. A slot is a descriptor and a key, ``""`` without keys.
"""

from __future__ import annotations

import itertools
from typing import Any

Tree = dict[str, Any]
Slot = tuple[str, str]
Credits = tuple[int, int, int]
MILLION = 1_000_000
VERDICTS = ("strong", "viable", "stretch", "remote")
STATES = ("not_met", "unknown", "presumed", "met")


class Rules:
    """The documents of a pack, by id."""

    def __init__(self, documents: list[Tree]) -> None:
        some = {kind: {one["id"]: one for one in documents if one["kind"] == kind} for kind in ("scale", "role")}
        self.scales, self.roles = some["scale"], some["role"]
        self.fit = next(one["fit"] for one in documents if one["kind"] == "pack")
        self.terms = {one["id"]: terms_below(one["terms"]) for one in documents if one["kind"] == "vocabulary"}
        lists = [one for one in documents if one["kind"] == "descriptors"]
        self.descriptors = {one["id"]: one for each in lists for one in each["descriptors"]}
        self.relations = [one for each in lists for one in each["relations"]]
        self.kinds = self.terms[self.fit["evidence"]]

    def current(self, descriptor: str) -> str:
        """The descriptor that counts instead of a deprecated one."""
        return self.descriptors[descriptor].get("replaced_by", descriptor)

    def scale(self, descriptor: str) -> Tree:
        return self.scales[self.descriptors[descriptor]["scale"]]

    def rank(self, descriptor: str, value: str | int) -> int:
        levels = self.levels(descriptor)
        return levels.index(value) if levels else int(value)

    def levels(self, descriptor: str) -> list[str]:
        """The ids of the levels by rank; rank 0 is not held, which may be no level. Empty for an amount."""
        scale = self.scale(descriptor)
        nothing = [""] if scale.get("absent") is False else []
        return nothing + [level["id"] for level in scale.get("levels", ())]

    def strength(self, evidence: Tree | None) -> int:
        """The weakest kind comes first in its vocabulary; a fact without evidence is weaker than all."""
        return list(self.kinds).index(evidence["kind"]) if evidence else -1

    def narrower(self, vocabulary: str, term: str) -> list[str]:
        """A term and all that it includes."""
        return [name for name, one in self.terms[vocabulary].items() if term in one["path"]]


def terms_below(terms: list[Tree], above: Tree | None = None) -> dict[str, Tree]:
    """Each term with the way to it; narrower terms share the maps of the broader one, and how long it lasts."""
    above = above or {"path": (), "map": {}, "lasts": {}}
    found = {}
    for one in terms:
        this = {name: above[name] | one.get(name, {}) for name in ("map", "lasts")}
        found[one["id"]] = this | {"path": (*above["path"], one["id"])}
        found |= terms_below(one.get("narrower", []), found[one["id"]])
    return found


# --- what is held ------------------------------------------------------------------------------------------


class Held:
    """What a person holds on the person's day: the facts that count, by slot, the one whose value counts first."""

    def __init__(self, rules: Rules, person: Tree) -> None:
        self.rules, self.person, self.day = rules, person, person["as_of"]
        self.named = {self.slot(fact) for fact in person["facts"]}
        self.facts: dict[Slot, list[Tree]] = {}
        for fact in sorted(filter(self.counts, person["facts"]), key=self.order, reverse=True):
            self.facts.setdefault(self.slot(fact), []).append(fact)
        self.inferred: dict[Slot, int] = {}
        for slot, rank in (*self.from_roles(), *self.from_relations()):
            self.inferred[slot] = max(rank, self.inferred.get(slot, 0))

    def slot(self, fact: Tree) -> Slot:
        return self.rules.current(fact["descriptor"]), fact["key"]

    def rank(self, fact: Tree) -> int:
        return self.rules.rank(fact["descriptor"], fact["value"])

    def counts(self, fact: Tree) -> bool:
        proof = fact["evidence"]
        if not self.day or not proof:
            return True
        return first_day(proof["on"]) <= self.day and (not proof["until"] or last_day(proof["until"]) >= self.day)

    def is_stale(self, fact: Tree) -> bool:
        proof = fact["evidence"]
        lasts = self.rules.kinds[proof["kind"]]["lasts"] if self.day and proof else {}
        return bool(lasts) and (not proof["on"] or months_later(first_day(proof["on"]), lasts["months"]) < self.day)

    def order(self, fact: Tree) -> tuple[int | str, ...]:
        """The fact that counts is the last in this order."""
        rank, proof = self.rank(fact), fact["evidence"]
        grows = self.rules.scale(fact["descriptor"]).get("accumulates")
        on = first_day(proof["on"]) if proof else ""
        return (not self.is_stale(fact), rank if grows else 0, self.rules.strength(proof), on, -rank)

    def closes(self, slot: Slot) -> bool:
        closed = {name if name == "all" else self.rules.current(name) for name in self.person["closed"]}
        return bool(closed & {"all", slot[0]}) and slot not in self.named

    def from_roles(self) -> list[tuple[Slot, int]]:
        found = []
        for job in self.person["roles_held"]:
            for descriptor, provided in self.rules.roles[job["role"]]["provides"].items():
                keyed = provided if "keys" in self.rules.descriptors[descriptor] else {"": provided}
                for key, what in keyed.items():
                    value, after = (what["value"], what["after"]) if isinstance(what, dict) else (what, 0)
                    together = job["months"] if job["in_all"] is None else job["in_all"]
                    rank = together if value == "months-held" else self.rules.rank(descriptor, value)
                    if job["months"] >= after:
                        found.append(((self.rules.current(descriptor), key), rank))
        return found

    def from_relations(self) -> list[tuple[Slot, int]]:
        """One step from what is stated by a fact that is not stale."""
        return [
            ((one["to"], key), min(self.rank(facts[0]) - one["lower_by"], self.rules.rank(one["to"], one["up_to"])))
            for one in self.rules.relations
            for (descriptor, key), facts in self.facts.items()
            if descriptor == one["from"] and not self.is_stale(facts[0])
        ]

    def value(self, slot: Slot) -> tuple[str, int]:
        if slot in self.facts:
            return "stated", self.rank(self.facts[slot][0])
        if self.closes(slot):
            return "closed", 0
        return ("inferred", self.inferred[slot]) if slot in self.inferred else ("unknown", 0)

    def proves(self, slot: Slot, at_least: int, kinds: set[str]) -> bool:
        return any(
            fact["evidence"] and fact["evidence"]["kind"] in kinds and self.rank(fact) >= at_least
            for fact in self.facts[slot]
            if not self.is_stale(fact)
        )


def first_day(date: str) -> str:
    """Without a date it is before every other day."""
    return date + "0000-01-01"[len(date) :]


def last_day(date: str) -> str:
    """In the order of texts no day of a month comes after its 31st."""
    return date + "0000-12-31"[len(date) :]


def months_later(day: str, months: int) -> str:
    count = int(day[:4]) * 12 + int(day[5:7]) - 1 + months
    return f"{count // 12:04}-{count % 12 + 1:02}{day[7:]}"


# --- the role in a context ---------------------------------------------------------------------------------


def entries(rules: Rules, context: Tree) -> tuple[list[Tree], list[Tree]]:
    """The scored requirements and the extras of the role ``target``, with its variants, which stand in their order."""
    role = rules.roles["target"]
    found = {name: {one["id"]: one for one in role[name]} for name in ("requirements", "extras")}
    for variant in role["variants"]:
        if not all(matches(rules, context, name, terms) for name, terms in variant["when"].items()):
            continue
        for section, some in found.items():
            some |= {one["id"]: one for one in variant.get("add", {}).get(section, ())}
            for name in {*variant.get("drop", ())} & {*some}:
                del some[name]
            for name in variant.get("set", {}).keys() & {*some}:
                some[name] = changed(some[name], variant["set"][name])
    return [one for one in found["requirements"].values() if "needed" not in one], list(found["extras"].values())


def matches(rules: Rules, context: Tree, dimension: str, terms: str | list[str]) -> bool:
    some = [terms] if isinstance(terms, str) else terms
    return any(context[dimension] in rules.narrower(dimension, term) for term in some)


def changed(old: Any, new: Any) -> Any:
    """A map merges; a list or a single value replaces."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {name: changed(old.get(name), value) for name, value in new.items()}
    return new


def percents(rules: Rules, context: Tree, leaf: Tree) -> dict[str, int]:
    """The keys that count, each with its highest percentage."""
    said = leaf.get("for")
    if said is None:
        return {"": 100}
    named = said if isinstance(said, dict) else dict.fromkeys([said] if isinstance(said, str) else said, 100)
    found: dict[str, int] = {}
    for name, percent in named.items():
        for key in keys(rules, context, rules.descriptors[leaf["descriptor"]]["keys"], name):
            found[key] = max(percent, found.get(key, 0))
    return found


def keys(rules: Rules, context: Tree, vocabulary: str, name: str) -> list[str]:
    if name == "any":
        return list(rules.terms[vocabulary])
    parts = name.split(".")
    if len(parts) == 1:
        named = [name]
    else:
        term = context[parts[1]]
        named = rules.terms[parts[1]][term]["map"][parts[2]] if len(parts) > 2 else [term]
    return [key for term in named for key in rules.narrower(vocabulary, term)]


def reads(role: Tree, dimension: str) -> bool:
    """Whether a variant or a key of the role names a dimension of the context."""
    return any(dimension in one["when"] for one in role["variants"]) or f"'context.{dimension}" in str(role)


def situations(rules: Rules, context: Tree) -> list[Tree]:
    """Every combination of terms of what the role reads and the context leaves open, by the ids of the terms."""
    names = sorted(context)
    is_open = {name: context[name] == "unspecified" and reads(rules.roles["target"], name) for name in names}
    choices = [sorted(rules.terms[name]) if is_open[name] else [context[name]] for name in names]
    return [dict(zip(names, terms, strict=True)) for terms in itertools.product(*choices)]


# --- credit ------------------------------------------------------------------------------------------------


def credit(rules: Rules, leaf: Tree, rank: int) -> int:
    scale, asked = rules.scale(leaf["descriptor"]), rules.rank(leaf["descriptor"], leaf["asks"])
    if rank >= asked:
        return MILLION
    if "levels" not in scale:
        start = leaf.get("from", 0)
        return MILLION * max(rank - start, 0) // (asked - start)
    if "credit" in leaf:
        percent = leaf["credit"].get(rules.levels(leaf["descriptor"])[rank], 0)
    else:
        percent = dict(enumerate(scale.get("below", ()))).get(asked - rank - 1, 0)
    return MILLION * percent // 100 if rank > 0 else 0


def leaf_credits(held: Held, context: Tree, leaf: Tree) -> Credits:
    """Low, supported and high, each of the key that is best in it."""
    found = []
    for key, percent in percents(held.rules, context, leaf).items():
        how, rank = held.value((held.rules.current(leaf["descriptor"]), key))
        full, earned = MILLION * percent // 100, credit(held.rules, leaf, rank) * percent // 100
        open_ones = {"inferred": (0, earned, full), "unknown": (0, 0, full)}
        found.append(open_ones.get(how, (earned, earned, earned)))
    return best(found)


def best(some: list[Credits]) -> Credits:
    low, supported, high = (max(one) for one in zip(*some, strict=True))
    return low, supported, high


def mean(some: list[tuple[Credits, int]]) -> Credits:
    """The weighted mean; where nothing has a weight nothing is known."""
    total = sum(weight for _, weight in some)
    if not total:
        return 0, 0, MILLION
    low, supported, high = (sum(one[i] * weight for one, weight in some) // total for i in range(3))
    return low, supported, high


def entry_credits(held: Held, context: Tree, entry: Tree) -> Credits:
    if "all_of" in entry:
        return mean([(leaf_credits(held, context, leaf), leaf["weight"]) for leaf in entry["all_of"]])
    found = []
    for leaf in entry.get("any_of", [entry]):
        low, supported, high = (one * leaf.get("worth", 100) // 100 for one in leaf_credits(held, context, leaf))
        found.append((low, supported, high))
    return best(found)


# --- minimum requirements, verdicts ------------------------------------------------------------------------


def leaf_state(held: Held, context: Tree, leaf: Tree) -> str:
    rules, descriptor = held.rules, held.rules.current(leaf["descriptor"])
    at_least = rules.rank(descriptor, leaf.get("at_least", leaf["asks"]))
    kinds = {kind for term in leaf.get("evidence", ()) for kind in rules.narrower(rules.fit["evidence"], term)}
    values = {(descriptor, key): held.value((descriptor, key)) for key in percents(rules, context, leaf)}
    reached = {slot: how for slot, (how, rank) in values.items() if rank >= at_least}
    stated = [slot for slot, how in reached.items() if how == "stated"]
    if any(not kinds or held.proves(slot, at_least, kinds) for slot in stated):
        return "met"
    if not stated and all(how in ("stated", "closed") for how, _ in values.values()):
        return "not_met"
    return "presumed" if "inferred" in reached.values() and not kinds else "unknown"


def entry_state(held: Held, context: Tree, entry: Tree) -> str:
    leaves = entry.get("any_of", entry.get("all_of", [entry]))
    states = [leaf_state(held, context, leaf) for leaf in leaves]
    return (max if "any_of" in entry else min)(states, key=STATES.index)


def verdict(rules: Rules, score: int, cap: str | None) -> str:
    """The best whose threshold the score reaches, and no better than the cap."""
    thresholds = rules.fit["thresholds"]
    reached = next((name for name in VERDICTS[:-1] if score >= thresholds[name] * 10_000), "remote")
    return max(reached, cap or reached, key=VERDICTS.index)


# --- the fit -----------------------------------------------------------------------------------------------


def fit_in(rules: Rules, person: Tree, context: Tree) -> Tree:
    """The fit in a context that gives every dimension."""
    own_word = rules.strength({"kind": rules.fit["own_word"]})
    held = Held(rules, person)
    strong = [fact for fact in person["facts"] if rules.strength(fact["evidence"]) > own_word]
    proven = Held(rules, person | {"facts": [fact for fact in strong if not held.is_stale(fact)]})
    requirements, extras = entries(rules, context)
    found = {one["id"]: entry_credits(held, context, one) for one in (*requirements, *extras)}
    settled = {name: (MILLION * (low == high), 0, 0) for name, (low, _, high) in found.items()}
    low, supported, high = mean([(found[one["id"]], one["weight"]) for one in requirements])
    minimums = {one["id"]: entry_state(held, context, one) for one in requirements if one["necessity"] == "minimum"}
    worst, caps = min(minimums.values(), key=STATES.index, default="met"), rules.fit["caps"]
    return {
        "context": context,
        "credits": found,
        "score": (low, supported, high),
        "known": mean([(settled[one["id"]], one["weight"]) for one in requirements])[0],
        "proven": mean([(entry_credits(proven, context, one), one["weight"]) for one in requirements])[0],
        "extras": mean([(found[one["id"]], one["weight"]) for one in extras])[0],
        "minimums": minimums,
        "meets_minimum": worst,
        "verdict_low": verdict(rules, low, None if worst == "met" else caps["not_met"]),
        "verdict_supported": verdict(rules, supported, caps.get(worst)),
        "verdict_high": verdict(rules, high, caps["not_met"] if worst == "not_met" else None),
    }


def place(fit: Tree) -> tuple[int, ...]:
    """The order of a ranking: the worse, the larger."""
    return (VERDICTS.index(fit["verdict_low"]), -fit["score"][0], -fit["extras"], -fit["proven"], -fit["known"])


def plain_fit(documents: list[Tree], person: Tree, context: Tree) -> Tree:
    """The fit in the least favourable of all combinations of terms that a context leaves open, and the most of all."""
    rules = Rules(documents)
    each = [fit_in(rules, person, one) for one in situations(rules, context)]
    most_verdict = min((fit["verdict_high"] for fit in each), key=VERDICTS.index)
    return max(each, key=place) | {"most": max(fit["score"][2] for fit in each), "most_verdict": most_verdict}
