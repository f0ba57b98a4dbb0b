"""A difference as Markdown for a comment on a pull request: tables, in which nothing that a pack says is markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from roleprofile.model.catalog import short
from roleprofile.presentation.difference import (
    NUMBERS,
    alike,
    cause,
    counts,
    places_text,
    shown,
    signed,
    summary_text,
    unknown_text,
    where_text,
    who_text,
)
from roleprofile.quality.cases.wording import percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from roleprofile.quality.diff.attribution import Movement
    from roleprofile.quality.diff.changes import RuleChange
    from roleprofile.quality.diff.difference import Difference, Unknown

#: Rows of a table: GitHub takes a comment of 65,536 characters.
_MOST = 60
#: Characters of a cell; a comment is for reading.
_LONGEST = 200
_TICKS = re.compile("`+")


def code(text: str) -> str:
    r"""A text as it is, in a cell of a table: no markup, no mention of anybody, no end of the cell.

    >>> print(code("a | b @team"), code("x`y"))
    `a \| b @team` ``x`y``
    """
    text = " ".join(text.split())
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
    if not text:
        return ""
    fence = "`" * (1 + max((len(run) for run in _TICKS.findall(text)), default=0))
    # GitHub splits a table's cells before it looks for code, so that a bar has to be escaped even in it.
    inside = text.replace("|", "\\|")
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{inside}{space}{fence}"


def difference_markdown(difference: Difference) -> str:
    """Tables of the changed rules, the scores that move, and the rules that move them."""
    parts = [
        ["### Differences in role profiles", "", counts(difference)],
        _changes("Rules", difference.rules),
        _changes("Wording", difference.wording),
        _scores(difference.movements),
        _reasons(difference.movements),
        _unknown(difference.unknown),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if not lines:
        return []
    more = len(lines) - _MOST
    told = ["", f"... and {more} more; `--format text` has all of them."] if more > 0 else []
    numbers = {*NUMBERS}
    rule = " | ".join("---:" if head in numbers else "---" for head in heads)
    return [f"#### {title}", "", f"| {' | '.join(heads)} |", f"| {rule} |", *lines[:_MOST], *told]


def _changes(title: str, changes: Iterable[RuleChange]) -> list[str]:
    rows = (row for change in changes for row in _rows(change))
    return _table(title, ("Rule", "", "Field", "Before", "After", "Where"), rows)


def _rows(change: RuleChange) -> Iterator[tuple[str, ...]]:
    name, where = code(change.name), code(places_text(change))
    if change.act != "changed":
        said = code(summary_text(change))
        yield (
            name,
            change.act,
            "",
            said if change.act == "removed" else "",
            said if change.act == "added" else "",
            where,
        )
        return
    for one in change.fields:
        yield name, change.act, code(one.name), code(shown(one.before)), code(shown(one.after)), where


def _scores(movements: Iterable[Movement]) -> list[str]:
    rows = []
    for group in _verdicts_first(movements):
        one = group[0]
        numbers = [
            f"{percent(was)} → {percent(now)}" if was != now else percent(now)
            for was, now in zip(one.before.numbers, one.after.numbers, strict=True)
        ]
        verdicts = dict.fromkeys((one.before.verdict, one.after.verdict))
        rows.append((*_head(group), *numbers, " → ".join(f"**{v}**" if len(verdicts) > 1 else v for v in verdicts)))
    return _table("Scores, in points of 100", ("Who", "Role", "Situation", *NUMBERS, "Verdict"), rows)


def _verdicts_first(movements: Iterable[Movement]) -> list[list[Movement]]:
    return sorted(alike(movements), key=lambda group: group[0].before.verdict == group[0].after.verdict)


def _head(group: Sequence[Movement]) -> tuple[str, str, str]:
    one = group[0]
    return code(who_text(one.who)), code(short(one.role)), ", ".join(code(where_text(other)) for other in group)


def _reasons(movements: Iterable[Movement]) -> list[str]:
    rows = []
    for group in _verdicts_first(movements):
        for part in group[0].parts:
            names = ", ".join(code(cause(change, group[0].role)) for change in part.changes)
            rows.append((*_head(group), names, *(signed(getattr(part, name)) for name in NUMBERS), part.verdict))
    return _table("What moved them", ("Who", "Role", "Situation", "Rule", *NUMBERS, "Verdict then"), rows)


def _unknown(unknown: Iterable[Unknown]) -> list[str]:
    rows = [(code(unknown_text(one)),) for one in unknown]
    return _table("People that cannot be compared, or not wholly", ("What",), rows)
