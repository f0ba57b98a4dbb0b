"""The blocks of a difference between two catalogs: an outline, and tables for a pull request."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from roleprofile.evaluation.subjects import Subject
from roleprofile.model.catalog import short
from roleprofile.model.pack import VERDICTS
from roleprofile.model.values import number_of, some_of
from roleprofile.presentation.blocks import (
    Block,
    Cell,
    Grid,
    Heading,
    Nested,
    Paragraph,
    Row,
    Said,
    Span,
    Tone,
    Verbatim,
    quoted,
    section,
    sections,
)
from roleprofile.presentation.language import SOURCE, Words
from roleprofile.quality.cases.wording import percent
from roleprofile.quality.diff.attribution import Movement, NamedContext, RuleEffect
from roleprofile.quality.diff.changes import RuleChange
from roleprofile.quality.diff.difference import Difference, SameVersion, Unknown
from roleprofile.quality.diff.renames import Renamed

_SCORES, _UNKNOWN = "Scores, in points of 100", "People who cannot be compared, or only in part"
_RENAMED = "Renamed"
_SAME_VERSION = "Other weights under the same version"
NUMBERS = ("low", "supported", "high", "proven", "extras")
_TONES: dict[str, Tone] = {"added": "good", "changed": "part", "removed": "bad"}


# --- words ---------------------------------------------------------------------------------------------------


def shown(value: Any) -> str:
    """A value of a rule in words.

    >>> shown(("economics", "law")), shown(None), shown(12)
    ('economics, law', 'not stated', '12')
    """
    if value is None:
        return "not stated"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(
            f"{one[0]} ({', '.join(filter(None, one[1:]))})" if _is_fact(one) else shown(one) for one in value
        )
    return str(value)


def _is_fact(one: Any) -> bool:
    """Whether an entry is a value with its evidence."""
    return isinstance(one, tuple) and any(one[1:])


def field_rows(change: RuleChange) -> list[tuple[str, str, str]]:
    """The name, the old value and the new value of each field of a changed rule."""
    return [(one.name, shown(one.before), shown(one.after)) for one in change.fields]


def summary_text(change: RuleChange) -> str:
    """The fields of an added or removed rule, or the number of its entries."""
    if len(change.rules) > 1:
        return f"with {len(change.rules) - 1} entries"
    side = "before" if change.act == "removed" else "after"
    told = [one for one in change.fields if not one.wording and one.name != "id" and not one.name.endswith(".id")]
    return "; ".join(f"{one.name}: {shown(getattr(one, side))}" for one in told)


def signed(value: int) -> str:
    """Parts per million as points of 100 with a sign, not rounded.

    >>> signed(21_766), signed(-10_000), signed(0)
    ('+2.1766', '-1', '0')
    """
    return f"{'+' if value > 0 else '-' if value < 0 else ''}{percent(abs(value))}"


def who_text(who: Subject) -> str:
    """The name of a subject: a person, or the holder of a role."""
    return f"the holder of {short(who.id)}" if who.kind == "holder" else short(who.id)


def where_text(movement: Movement) -> str:
    """The situation of a movement, or its context if the situation has no name."""
    return where_of(NamedContext(name=movement.situation, context=movement.context))


def where_of(setting: NamedContext) -> str:
    """A situation that was looked at, or its context if it has no name."""
    return setting.name or ", ".join(f"{name} {term}" for name, term in setting.context.items()) or "any context"


def alike(movements: Iterable[Movement]) -> list[list[Movement]]:
    """Group the movements of a subject in a role that are equal in several situations."""
    found: dict[Any, list[Movement]] = {}
    for one in movements:
        parts = tuple(
            (tuple(c.rule for c in p.changes), p.low, p.supported, p.high, p.proven, p.extras) for p in one.parts
        )
        found.setdefault((one.who, one.role, one.before, one.after, parts), []).append(one)
    return list(found.values())


def counts(difference: Difference) -> str:
    """The numbers of changed rules, scores and verdicts in sentences."""
    if not difference:
        return "No difference."
    acts = Counter[str](change.act for change in difference.rules)
    acts["renamed"] = len(difference.renames)
    told = ", ".join(f"{acts[act]} {act}" for act in ("added", "changed", "renamed", "removed") if acts[act])
    words = [f"{number_of(acts.total(), 'rule')}: {told}." if told else "No rule changed."]
    if difference.wording:
        words.append(f"{number_of(len(difference.wording), 'rule')} changed only in wording.")
    people = {one.who for one in difference.movements}
    verdicts = sum(one.before.verdict != one.after.verdict for one in difference.movements)
    if people:
        words.append(
            f"{number_of(len(difference.movements), 'score')} of {number_of(len(people), 'person', 'people')} "
            f"{'changes' if len(difference.movements) == 1 else 'change'}, {number_of(verdicts, 'verdict')} "
            f"{'changes' if verdicts == 1 else 'change'}."
        )
    else:
        words.append(f"No score changes{_looked(difference)}.")
    words += [
        f"{change.name[0].upper()}{change.name[1:]} is in force in no situation that was looked at; name one with "
        "--context."
        for change in difference.unseen
    ]
    return " ".join(words)


def _looked(difference: Difference) -> str:
    """The situations in which the scores of the roles with changed rules were compared."""
    homes = {change.rule.home for change in difference.rules if change.rule.kind == "role"}
    found = sorted({where_of(one) for role in homes for one in difference.looked.get(role, ())})
    return f" in {some_of(found)}" if found else ""


def unknown_text(one: Unknown) -> str:
    """The reason why a subject cannot be compared, or only in part."""
    side = "before" if one.side == "old" else "after"
    if one.reason:
        return f"{who_text(one.who)} cannot be scored with the rules {side}: {one.reason}"
    if one.names:
        return f"{who_text(one.who)}: not counted, because the rules {side} do not know it: {', '.join(one.names)}"
    return f"{who_text(one.who)} does not exist {side}, so there is nothing to compare"


def renamed_text(one: Renamed) -> str:
    """The two ids of an entry, how many rules name it, and the words about it that changed."""
    others = len(one.changes) - 2
    named = f", in {number_of(others, 'rule')}" if others else ""
    words = "".join(f"; {each.name}: {shown(each.before)} → {shown(each.after)}" for each in one.wording)
    return f"{one.kind} {one.before} is {one.after}{named}{words}"


def same_version_text(one: SameVersion) -> str:
    """What changed in a role whose version stayed."""
    rules = ", ".join(change.title for change in one.changes)
    return f"role {one.role} is still version {one.version}; raise it, because the weight changed of {rules}"


def places_text(change: RuleChange) -> str:
    """The place of a rule, or both places if they differ."""
    places = [str(place) for place in (change.old_place, change.new_place) if place is not None]
    return " → ".join(dict.fromkeys(places))


def cause(change: RuleChange, role: str) -> str:
    """The name of a rule that moves a score, short if the rule is part of the scored role."""
    return change.title if (change.rule.kind, change.rule.home) == ("role", role) else change.name


# --- as an outline ---------------------------------------------------------------------------------------------


def difference_blocks(difference: Difference, _: str = "en") -> list[Block]:
    """An outline of the changed rules, and of the moved scores with the effect of each rule."""
    return sections(
        section(_RENAMED, map(renamed_text, difference.renames)),
        _changes("Rules", difference.rules),
        _changes("Wording", difference.wording),
        section(_SAME_VERSION, map(same_version_text, difference.same_versions)),
        _movements(difference.movements),
        section(_UNKNOWN, map(unknown_text, difference.unknown)),
    )


def _changes(title: str, changes: Sequence[RuleChange]) -> Said:
    found: list[Said] = []
    home = ("", "")
    for change in changes:
        rule = change.rule
        if rule.section and (rule.kind, rule.home) != home:
            found.append(f"{rule.kind if rule.kind != 'relation' else 'pack'} {rule.home}")
        home = (rule.kind, rule.home)
        head = Verbatim([((change.title, ""), (f" {change.act}", _TONES[change.act]))])
        if change.act == "changed":
            told = [f"{name}: {before} → {after}" for name, before, after in field_rows(change)]
        else:
            told = [summary_text(change)]
        places = places_text(change)
        where = Verbatim([((places, "faint"),)] if places else [])
        entry = [head, Nested([[Paragraph(text, hang=2) for text in told], where])]
        found.append(Nested(entry) if rule.section else entry)
    return [Heading(title), Nested(found)] if found else None


def _movements(movements: Sequence[Movement]) -> Said:
    found: list[Said] = []
    before: tuple[Any, ...] = ()
    for group in alike(movements):
        one = group[0]
        if (one.who, one.role) != before:
            before = (one.who, one.role)
            found.append(f"{who_text(one.who)} as {short(one.role)}")
        where = ", ".join(map(where_text, group))
        parts = [
            Paragraph(f"{part_text(part)}: {', '.join(cause(change, one.role) for change in part.changes)}", hang=2)
            for part in one.parts
        ]
        moved = Paragraph(_moved(one), "part" if _verdict(one) else "", hang=2)
        found.append(Nested([Paragraph(where, "faint", hang=2), Nested([moved, Nested(parts)])]))
    return [Heading(_SCORES), Nested(found)] if found else None


def _named(verdict: str) -> str:
    """The name of a verdict, or of each verdict in a range of them, as in every other command."""
    words = Words(SOURCE)
    if verdict in VERDICTS:
        return words.verdict(verdict)
    return re.sub("|".join(VERDICTS), lambda found: words.within(found[0]), verdict)


def _moved(one: Movement) -> str:
    words = [
        f"{name} {percent(was)} → {percent(now)}"
        for name, was, now in zip(NUMBERS, one.before.numbers, one.after.numbers, strict=True)
        if was != now
    ]
    if one.before.minimum != one.after.minimum:
        states = Words(SOURCE).states
        words.append(f"minimum {states[one.before.minimum]} → {states[one.after.minimum]}")
    return ", ".join([*words, _verdict(one) or f"still {_named(one.after.verdict)}"])


def _verdict(one: Movement) -> str:
    return (
        "" if one.before.verdict == one.after.verdict else f"{_named(one.before.verdict)} → {_named(one.after.verdict)}"
    )


def part_text(part: RuleEffect) -> str:
    """The effect of rules on each number that they move, or else the new verdict."""
    moves = [(name, getattr(part, name)) for name in NUMBERS]
    return ", ".join(f"{name} {signed(value)}" for name, value in moves if value) or f"now {_named(part.verdict)}"


# --- as tables -------------------------------------------------------------------------------------------------


def difference_tables(difference: Difference) -> list[Block]:
    """Tables of changed rules, moved scores and the rules that move them, for a comment on a pull request."""
    groups = sorted(alike(difference.movements), key=lambda group: not _verdict(group[0]))
    of = ("Who", "Role", "Situation")
    rules = ("Rule", "", "Field", "Before", "After", "Where")
    return sections(
        [Heading("Differences in role profiles"), counts(difference)],
        _table(_RENAMED, ("What",), [(quoted(renamed_text(one)),) for one in difference.renames]),
        _table("Rules", rules, [row for change in difference.rules for row in _rows(change)]),
        _table("Wording", rules, [row for change in difference.wording for row in _rows(change)]),
        _table(_SAME_VERSION, ("What",), [(quoted(same_version_text(one)),) for one in difference.same_versions]),
        _table(_SCORES, (*of, *NUMBERS, "Verdict"), [_score(group) for group in groups]),
        _table(
            "Causes of the changes",
            (*of, "Rule", *NUMBERS, "Verdict then"),
            [_reason(group, part) for group in groups for part in group[0].parts],
        ),
        _table(_UNKNOWN, ("What",), [(quoted(unknown_text(one)),) for one in difference.unknown]),
    )


def _table(title: str, heads: tuple[str, ...], rows: Sequence[Sequence[Cell]]) -> Said:
    numbers = tuple(number for number, head in enumerate(heads) if head in NUMBERS)
    return [Heading(title), Grid(map(Row, rows), heads, numbers=numbers)] if rows else None


def _rows(change: RuleChange) -> Iterator[tuple[Cell, ...]]:
    name, where = quoted(change.name), quoted(places_text(change))
    if change.act == "changed":
        for row in field_rows(change):
            yield name, change.act, *map(quoted, row), where
    else:
        told = quoted(summary_text(change))
        yield name, change.act, "", *((told, "") if change.act == "removed" else ("", told)), where


def _score(group: Sequence[Movement]) -> tuple[Cell, ...]:
    one = group[0]
    numbers = [
        f"{percent(was)} → {percent(now)}" if was != now else percent(now)
        for was, now in zip(one.before.numbers, one.after.numbers, strict=True)
    ]
    verdict: tuple[Span, ...] = (
        (_named(one.before.verdict), "title"),
        (" → ", ""),
        (_named(one.after.verdict), "title"),
    )
    return *_whose(group), *numbers, verdict if _verdict(one) else _named(one.after.verdict)


def _whose(group: Sequence[Movement]) -> tuple[Cell, ...]:
    one = group[0]
    return quoted(who_text(one.who)), quoted(short(one.role)), quoted(*map(where_text, group))


def _reason(group: Sequence[Movement], part: RuleEffect) -> tuple[Cell, ...]:
    names = quoted(*(cause(change, group[0].role) for change in part.changes))
    return *_whose(group), names, *(signed(getattr(part, name)) for name in NUMBERS), _named(part.verdict)
