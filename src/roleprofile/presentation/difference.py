"""A difference between two catalogs as text for people and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from roleprofile.model.catalog import short
from roleprofile.presentation.layout import page, wrapped
from roleprofile.quality.cases.wording import percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from roleprofile.evaluation.subjects import Subject
    from roleprofile.presentation.layout import Line, Style
    from roleprofile.quality.diff.attribution import Movement, Part
    from roleprofile.quality.diff.changes import Field, RuleChange
    from roleprofile.quality.diff.difference import Difference, Unknown

NUMBERS = ("low", "supported", "high", "extras")
_TONES: dict[str, Style] = {"added": "good", "changed": "part", "removed": "bad"}


# --- words ---------------------------------------------------------------------------------------------------


def shown(value: Any) -> str:
    """A value of a rule in words.

    >>> shown(("economics", "law")), shown(None), shown(12)
    ('economics, law', 'not said', '12')
    """
    if value is None:
        return "not said"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(
            f"{one[0]} ({', '.join(filter(None, one[1:]))})" if _is_fact(one) else shown(one) for one in value
        )
    return str(value)


def _is_fact(one: Any) -> bool:
    """Whether it is a value with its evidence."""
    return isinstance(one, tuple) and any(one[1:])


def field_text(one: Field) -> str:
    """A field with what it was and what it is."""
    return f"{one.name}: {shown(one.before)} → {shown(one.after)}"


def summary_text(change: RuleChange) -> str:
    """All that a rule says which is there on one side only."""
    if len(change.rules) > 1:
        return f"with {len(change.rules) - 1} entries"
    side = "before" if change.act == "removed" else "after"
    told = [one for one in change.fields if not one.wording and one.name != "id" and not one.name.endswith(".id")]
    return "; ".join(f"{one.name}: {shown(getattr(one, side))}" for one in told)


def signed(value: int) -> str:
    """Parts per million as points of 100 with a sign, exactly.

    >>> signed(21_766), signed(-10_000), signed(0)
    ('+2.1766', '-1', '0')
    """
    return f"{'+' if value > 0 else '-' if value < 0 else ''}{percent(abs(value))}"


def who_text(who: Subject) -> str:
    """Whose scores they are."""
    return f"the holder of {short(who.id)}" if who.kind == "holder" else short(who.id)


def where_text(movement: Movement) -> str:
    """The situation, or the context where it has no name."""
    return movement.situation or ", ".join(f"{name} {term}" for name, term in movement.context.items()) or "any context"


def alike(movements: Iterable[Movement]) -> list[list[Movement]]:
    """Movements of somebody in a role that are the same in several situations, together."""
    found: dict[Any, list[Movement]] = {}
    for one in movements:
        parts = tuple((tuple(c.rule for c in p.changes), p.low, p.supported, p.high, p.extras) for p in one.parts)
        found.setdefault((one.who, one.role, one.before, one.after, parts), []).append(one)
    return list(found.values())


def counts(difference: Difference) -> str:
    """How much is different, in a sentence or two."""
    if not difference:
        return "No difference."
    acts = Counter(change.act for change in difference.rules)
    told = ", ".join(f"{acts[act]} {act}" for act in ("added", "changed", "removed") if acts[act])
    words = [f"{_counted(len(difference.rules), 'rule')}: {told}." if told else "No rule is another."]
    if difference.wording:
        words.append(f"Wording of {_counted(len(difference.wording), 'rule')}.")
    people = {one.who for one in difference.movements}
    verdicts = sum(one.before.verdict != one.after.verdict for one in difference.movements)
    if people:
        words.append(
            f"{_counted(len(difference.movements), 'score')} of {_counted(len(people), 'person', 'people')} "
            f"{'moves' if len(difference.movements) == 1 else 'move'}, {_counted(verdicts, 'verdict')} "
            f"{'changes' if verdicts == 1 else 'change'}."
        )
    else:
        words.append("No score moves.")
    return " ".join(words)


def _counted(number: int, noun: str, plural: str = "") -> str:
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def unknown_text(one: Unknown) -> str:
    """What a side does not know of somebody."""
    side = "before" if one.side == "old" else "after"
    if one.reason:
        return f"{who_text(one.who)} cannot be scored with the rules {side}: {one.reason}"
    if one.names:
        return f"{who_text(one.who)}: unknown to the rules {side}, and counts for nothing there: {', '.join(one.names)}"
    return f"{who_text(one.who)} is not there {side}, so there is nothing to compare"


# --- text ----------------------------------------------------------------------------------------------------


def difference_lines(difference: Difference) -> list[Line]:
    """Every changed rule with its lines, and whose scores that moves by how much, rule by rule."""
    return page(
        [
            _changes("Rules", difference.rules),
            _changes("Wording", difference.wording),
            _movements(difference.movements),
            _unknown(difference.unknown),
        ]
    )


def _changes(title: str, changes: Sequence[RuleChange]) -> list[Line]:
    found: list[Line] = [((title, "title"),)] if changes else []
    home = ("", "")
    for change in changes:
        rule = change.rule
        if rule.section and (rule.kind, rule.home) != home:
            found += wrapped(f"{rule.kind if rule.kind != 'relation' else 'pack'} {rule.home}", indent=2)
        home = (rule.kind, rule.home)
        indent = 4 if rule.section else 2
        found.append(((" " * indent, ""), (change.title, ""), (f" {change.act}", _TONES[change.act])))
        if change.act == "changed":
            for one in change.fields:
                found += wrapped(field_text(one), indent=indent + 2, hanging=indent + 4)
        elif text := summary_text(change):
            found += wrapped(text, indent=indent + 2, hanging=indent + 4)
        if text := places_text(change):
            found += [((" " * (indent + 2) + text, "faint"),)]
    return found


def places_text(change: RuleChange) -> str:
    """Where a rule stands: on both sides where it stands in another line, or another file."""
    places = [str(place) for place in (change.old_place, change.new_place) if place is not None]
    return " → ".join(dict.fromkeys(places))


def _movements(movements: Sequence[Movement]) -> list[Line]:
    found: list[Line] = [(("Scores, in points of 100", "title"),)] if movements else []
    before: tuple[Any, ...] = ()
    for group in alike(movements):
        one = group[0]
        if (one.who, one.role) != before:
            before = (one.who, one.role)
            found += wrapped(f"{who_text(one.who)} as {short(one.role)}", indent=2)
        found += wrapped(", ".join(where_text(other) for other in group), indent=4, hanging=6, style="faint")
        found += wrapped(_moved(one), indent=6, hanging=8, style="part" if _verdict(one) else "")
        for part in one.parts:
            found += wrapped(
                f"{part_text(part)}: {', '.join(cause(c, one.role) for c in part.changes)}", indent=8, hanging=10
            )
    return found


def _moved(one: Movement) -> str:
    words = [
        f"{name} {percent(was)} → {percent(now)}"
        for name, was, now in zip(NUMBERS, one.before.numbers, one.after.numbers, strict=True)
        if was != now
    ]
    if one.before.minimum != one.after.minimum:
        words.append(f"minimum {one.before.minimum} → {one.after.minimum}")
    return ", ".join([*words, _verdict(one) or f"still {one.after.verdict}"])


def _verdict(one: Movement) -> str:
    return "" if one.before.verdict == one.after.verdict else f"{one.before.verdict} → {one.after.verdict}"


def cause(change: RuleChange, role: str) -> str:
    """What a rule that moves a score for a role is called there."""
    return change.title if (change.rule.kind, change.rule.home) == ("role", role) else change.name


def part_text(part: Part) -> str:
    """What a part does to each number that it moves."""
    moves = [(name, getattr(part, name)) for name in NUMBERS]
    return ", ".join(f"{name} {signed(value)}" for name, value in moves if value) or f"now {part.verdict}"


def _unknown(unknown: Sequence[Unknown]) -> list[Line]:
    found: list[Line] = [(("People that cannot be compared, or not wholly", "title"),)] if unknown else []
    for one in unknown:
        found += wrapped(unknown_text(one), indent=2, hanging=4)
    return found


# --- JSON ----------------------------------------------------------------------------------------------------


def difference_json(difference: Difference) -> str:
    """The difference for a program; the numbers of scores are parts per million."""
    data = {
        "kind": "difference",
        "schema": 1,
        "changes": [_change_data(change) for change in difference.changes],
        "movements": [_movement_data(one) for one in difference.movements],
        "unknown": [
            {**_who_data(one.who), "side": one.side, "names": list(one.names), "reason": one.reason or None}
            for one in difference.unknown
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _rule_data(change: RuleChange) -> dict[str, str]:
    rule = change.rule
    return {"kind": rule.kind, "document": rule.home, "section": rule.section, "id": rule.id}


def _change_data(change: RuleChange) -> dict[str, Any]:
    return {
        "name": change.name,
        **_rule_data(change),
        "act": change.act,
        "wording": change.wording,
        "fields": [
            {"name": one.name, "before": one.before, "after": one.after, "wording": one.wording}
            for one in change.fields
        ],
        "entries": len(change.rules) - 1,
        "before": _place_data(change.old_place),
        "after": _place_data(change.new_place),
    }


def _place_data(place: Any) -> dict[str, Any] | None:
    return None if place is None else {"file": place.file, "line": place.line}


def _who_data(who: Subject) -> dict[str, str]:
    return {"who": who.id, "who_is": who.kind}


def _movement_data(one: Movement) -> dict[str, Any]:
    sides = {
        name: {**dict(zip(NUMBERS, score.numbers, strict=True)), "verdict": score.verdict, "minimum": score.minimum}
        for name, score in (("before", one.before), ("after", one.after))
    }
    parts = [
        {
            "rules": [_rule_data(change) for change in part.changes],
            **{name: getattr(part, name) for name in NUMBERS},
            "verdict": part.verdict,
            "minimum": part.minimum,
        }
        for part in one.parts
    ]
    situation = {"situation": one.situation or None, "context": dict(one.context)}
    return {**_who_data(one.who), "role": one.role, **situation, **sides, "parts": parts}
