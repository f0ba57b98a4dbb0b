"""The parts of generated packs: scales, vocabularies, descriptors, requirements, variants."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve, frozen
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")
Tree = dict[str, Any]
KINDS = ("word", "report", "test", "exam")
DAYS = ("", "2024", "2025-03", "2025-03-14")
#: The day on which the facts of some people count, and the last days of evidence: one is before it.
TODAY = "2025-03-10"
LAST_DAYS = ("", "", "2025-02", "2030")
#: How long tests and exams prove something, in months.
TEST_LASTS = 12
MARKETS = ("goods", "metal", "steel", "services")
SIZES = ("small", "large")


# An example draws some hundred times, and a strategy takes longer to make than to draw from: the parts are plain
# functions that draw from few strategies.
integers = cache(st.integers)
booleans = st.booleans()


def pick(draw: st.DrawFn, options: Sequence[T]) -> T:
    """Draw one of the options, as ``st.sampled_from`` does."""
    return options[draw(integers(0, len(options) - 1))]


def pick_some(draw: st.DrawFn, options: Sequence[T], least: int, most: int) -> list[T]:
    """Draw so many of the options, none twice."""
    rest = list(options)
    count = draw(integers(least, min(most, len(rest))))
    return [rest.pop(draw(integers(0, len(rest) - 1))) for _ in range(count)]


def weight(draw: st.DrawFn) -> int:
    """Draw a weight, a small one as often as any."""
    return draw(integers(1, pick(draw, (9, 1000))))


def label(text: str) -> dict[str, str]:
    return {"en": text}


def document(kind: str, name: str, **rest: Any) -> Tree:
    return {"kind": kind, "schema": 1, "id": name, **rest}


# --- what everything is measured in ------------------------------------------------------------------------


@frozen(eq=False)
class Measured:
    """A descriptor with what a requirement has to know of it."""

    id: str
    scale: Tree
    keys: tuple[str, ...]
    vocabulary: str

    @property
    def values(self) -> Sequence[str | int]:
        """Every value, the lowest first."""
        if "levels" in self.scale:
            return tuple(level["id"] for level in self.scale["levels"])
        return range(self.scale["maximum"] + 1)

    @property
    def is_amount(self) -> bool:
        return "unit" in self.scale


def levels(draw: st.DrawFn, name: str) -> Tree:
    count = pick(draw, (2, 3, 4, 5, 5))
    made = [{"id": f"{name}-{i}", "label": label(f"Level {i}")} for i in range(count)]
    absent = pick(draw, (made[0]["id"], False))
    scale = document("scale", name, label=label(name), basis="judgement", levels=made, absent=absent)
    if draw(booleans):
        return scale
    below = [draw(integers(0, 99)) for _ in range(draw(integers(count - 2, count - 1)))]
    return scale | {"below": sorted(below, reverse=True)}


def amounts(draw: st.DrawFn, name: str) -> Tree:
    unit = {"en": {"one": "month", "other": "months"}}
    maximum = pick(draw, (1, 36, 100_000))
    scale = document("scale", name, label=label(name), basis="judgement", unit=unit, maximum=maximum)
    return scale | ({"accumulates": True} if draw(booleans) else {})


def fields_of_study(draw: st.DrawFn) -> Tree:
    """A tree of three to six terms."""
    terms: list[Tree] = []
    roots: list[Tree] = []
    for i in range(draw(integers(3, 6))):
        term: Tree = {"id": f"field-{i}", "label": label(f"Field {i}")}
        parent = draw(integers(-1, i - 1))
        (terms[parent].setdefault("narrower", []) if parent >= 0 else roots).append(term)
        terms.append(term)
    return document("vocabulary", "field", label=label("Fields"), terms=roots)


def term_ids(terms: Iterable[Tree]) -> list[str]:
    return [name for term in terms for name in (term["id"], *term_ids(term.get("narrower", ())))]


def vocabularies(draw: st.DrawFn) -> tuple[Tree, ...]:
    fields = fields_of_study(draw)
    ids = term_ids(fields["terms"])
    market = document(
        "vocabulary",
        "market",
        label=label("Markets"),
        maps=[{"id": "own-field", "vocabulary": "field"}],
        terms=[
            {
                "id": "goods",
                "label": label("Goods"),
                "map": {"own-field": pick_some(draw, ids, 1, 2)},
                "narrower": [
                    {"id": "metal", "label": label("Metal"), "narrower": [{"id": "steel", "label": label("Steel")}]}
                ],
            },
            {"id": "services", "label": label("Services"), "map": {"own-field": pick_some(draw, ids, 1, 2)}},
        ],
    )
    size = document("vocabulary", "size", label=label("Sizes"), terms=[{"id": s, "label": label(s)} for s in SIZES])
    kinds = [{"id": "word", "label": label("Word")}, {"id": "report", "label": label("Report")}]
    exam = {"id": "exam", "label": label("Exam")}
    kinds.append({"id": "test", "label": label("Test"), "lasts": {"months": TEST_LASTS}, "narrower": [exam]})
    return fields, market, size, document("vocabulary", "kinds", label=label("Kinds"), ordered=True, terms=kinds)


def descriptors(draw: st.DrawFn, scales: Sequence[Tree], terms: Tree) -> tuple[Tree, tuple[Measured, ...]]:
    """A file of descriptors and relations, one of them perhaps deprecated."""
    made: list[Tree] = []
    measured = []
    for i in range(draw(integers(3, 6))):
        scale = pick(draw, scales)
        keys = pick(draw, ("", "", "field", "market"))
        entry = {"id": f"thing-{i}", "type": "skill", "label": label(f"Thing {i}"), "scale": scale["id"]}
        made.append(entry | ({"keys": keys} if keys else {}))
        measured.append(Measured(entry["id"], scale, tuple(terms.get(keys, ())), keys))
    if draw(booleans):
        old = made[0] | {"id": "thing-old", "deprecated": True, "replaced_by": made[0]["id"]}
        made.append(old)
        measured.append(evolve(measured[0], id="thing-old"))
    pairs = [
        (one, other)
        for one in measured
        for other in measured
        if one.id != other.id and (one.scale, one.keys) == (other.scale, other.keys)
        if not one.is_amount and len(one.values) > 2
        if "thing-old" not in (one.id, other.id)
    ]
    relations = [
        {
            "from": one.id,
            "to": other.id,
            "lower_by": draw(integers(0, len(one.values) - 2)),
            "up_to": pick(draw, one.values[1:]),
            "basis": "judgement",
        }
        for one, other in ([pick(draw, pairs) for _ in range(draw(integers(1, 3)))] if pairs else ())
    ]
    return document("descriptors", "things", descriptors=made, relations=relations), tuple(measured)


# --- roles -------------------------------------------------------------------------------------------------


def keys_for(draw: st.DrawFn, measured: Measured) -> Any:
    """Which keys count: one, a list, those of the context, or a map with percents, of which one is 100."""
    choices = [
        *measured.keys,
        "any",
        "context.market" if measured.vocabulary == "market" else "context.market.own-field",
    ]
    picked = pick_some(draw, choices, 1, 3)
    form = pick(draw, ("one", "list", "map"))
    if form == "one":
        return picked[0]
    if form == "list":
        return picked
    return {key: draw(integers(1, 100)) if i else 100 for i, key in enumerate(picked)}


def leaves(draw: st.DrawFn, things: Sequence[Measured], *, minimum: bool, fixed: bool = False) -> Tree:
    """What one requirement or alternative asks. ``fixed`` leaves out what a variant could not change alone."""
    thing = pick(draw, things)
    rank = draw(integers(1, min(len(thing.values) - 1, 60)))
    leaf: Tree = {"descriptor": thing.id, "asks": thing.values[rank]}
    if thing.keys:
        leaf["for"] = keys_for(draw, thing)
    if fixed:
        return leaf
    if thing.is_amount and draw(booleans):
        leaf["from"] = draw(integers(0, rank - 1))
    elif not thing.is_amount and rank > 1 and draw(booleans):
        percents = sorted(draw(integers(0, 100)) for _ in range(rank - 1))
        leaf["credit"] = {thing.values[1 + i]: percent for i, percent in enumerate(percents)}
    if minimum and draw(booleans):
        leaf["at_least"] = thing.values[draw(integers(1, rank))]
    if minimum and draw(integers(0, 2)) == 0:
        leaf["evidence"] = pick_some(draw, KINDS, 1, 2)
    return leaf


def entries(draw: st.DrawFn, name: str, things: Sequence[Measured], *, extra: bool = False) -> Tree:
    """A requirement or an extra: one leaf, or a group of up to three."""
    entry: Tree = {"id": name, "weight": weight(draw)}
    shape = pick(draw, ("leaf", "fixed", "any_of", "all_of"))
    if shape in ("leaf", "fixed"):
        entry |= leaves(draw, things, minimum=not extra, fixed=shape == "fixed")
    else:
        parts = [leaves(draw, things, minimum=not extra) for _ in range(pick(draw, (2, 3, 1)))]
        for i, part in enumerate(parts):
            if shape == "all_of":
                part["weight"] = weight(draw)
            elif i and draw(booleans):
                part["worth"] = draw(integers(1, 100))
        entry |= {shape: parts, "label": label(f"Group {name}")}
    if not extra:
        kind = pick(draw, ("minimum", "minimum", "minimum", "important", "important", "learnt"))
        entry |= {"needed": {"within": 6}, "necessity": "important"} if kind == "learnt" else {"necessity": kind}
    return entry


def changes(draw: st.DrawFn, entry: Tree, things: dict[str, Measured]) -> Tree:
    """Fields of an entry that a variant sets and that make sense beside all its others."""
    found: Tree = {"weight": weight(draw)}
    fixed = "asks" in entry and not {"credit", "from", "at_least", "evidence"} & set(entry)
    if fixed and draw(booleans):
        values = things[entry["descriptor"]].values
        found["asks"] = values[draw(integers(1, min(len(values) - 1, 60)))]
    if "for" in entry and pick(draw, (True, True, False)):
        found["for"] = keys_for(draw, things[entry["descriptor"]])
    if "necessity" in entry and "needed" not in entry and draw(booleans):
        found["necessity"] = pick(draw, ("minimum", "important"))
    return found


def variants(draw: st.DrawFn, role: Tree, things: Sequence[Measured]) -> list[Tree]:
    """Up to three variants, each behind those before it; what one drops, no other touches."""
    by_id = {thing.id: thing for thing in things}
    free = [entry for section in ("requirements", "extras") for entry in role[section][section == "requirements" :]]
    made: list[Tree] = []
    for i in range(draw(integers(0, 3))):
        when = pick(draw, ({"size": "large"}, {"market": ["metal", "services"]}, {"size": "small", "market": "goods"}))
        variant: Tree = {"id": f"variant-{i}", "label": label(f"Variant {i}"), "when": when}
        if made:
            variant["after"] = [made[-1]["id"]]
        if free and i == 0 and draw(booleans):
            variant["drop"] = [free.pop()["id"]]
        if free:
            some = pick_some(draw, free, 0, 2)
            variant["set"] = {entry["id"]: changes(draw, entry, by_id) for entry in some}
        if draw(booleans):
            variant["add"] = {"requirements": [entries(draw, f"added-{i}", things)]}
        variant = {name: value for name, value in variant.items() if value}
        if {"set", "add", "drop"} & set(variant):
            made.append(variant)
    return made


def provided(draw: st.DrawFn, things: Sequence[Measured]) -> Tree:
    found: Tree = {}
    for thing in pick_some(draw, things, 1, len(things)):
        value: Any = thing.values[draw(integers(1, min(len(thing.values) - 1, 60)))]
        if thing.is_amount and draw(booleans):
            value = "months-held"
        if draw(booleans):
            value = {"value": value, "after": draw(integers(0, 12))}
        found[thing.id] = {pick(draw, thing.keys): value} if thing.keys else value
    return found


def targets(draw: st.DrawFn, things: Sequence[Measured], size: int) -> Tree:
    role = document("role", "target", version="1.0.0", label=label("target"), defaults={"basis": "judgement"})
    role["requirements"] = [entries(draw, f"asked-{i}", things) for i in range(draw(integers(min(2, size), size)))]
    role["extras"] = [entries(draw, f"extra-{i}", things, extra=True) for i in range(draw(integers(0, 2)))]
    role["variants"] = variants(draw, role, things)
    role["provides"] = provided(draw, things)
    return role
