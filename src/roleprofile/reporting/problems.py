"""Problems as a compiler shows them: the place, the line with the mistake marked, what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleprofile.scoring.layout import WIDTH, Line, Style, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from roleprofile.errors import Problem

#: Columns in front of a source line: its number and a bar.
_GUTTER = 8


def problem_lines(problem: Problem) -> list[Line]:
    """One problem with its source line, the allowed values and a hint."""
    tone: Style = "bad" if problem.severity == "error" else "part"
    place = f"{problem.path}:{problem.line}:{problem.column}"
    found: list[Line] = [((place, "title"), (f" {problem.severity} {problem.code}", tone), (f" {problem.message}", ""))]
    if problem.excerpt:
        found += _excerpt(problem, tone)
    if problem.allowed:
        found += wrapped(f"= one of: {', '.join(problem.allowed)}", indent=_GUTTER - 2, hanging=_GUTTER)
    if problem.hint:
        found += wrapped(f"= help: {problem.hint}", indent=_GUTTER - 2, hanging=_GUTTER)
    return found


def _excerpt(problem: Problem, tone: Style) -> list[Line]:
    """The source line, cut so that the mistake is on the screen, with carets below it."""
    room = WIDTH - _GUTTER
    start = max(0, min(problem.column - 1 - room // 2, len(problem.excerpt) - room))
    text = problem.excerpt[start : start + room]
    before = problem.excerpt[start : problem.column - 1]
    carets = "^" * max(1, min(problem.width, len(text) - len(before)))
    number = f"{problem.line:5} | "
    return [
        ((number, "faint"), (text, "")),
        ((" " * 5 + " | ", "faint"), (" " * width(before), ""), (carets, tone)),
    ]


def summary(problems: Sequence[Problem]) -> str:
    """How many errors and warnings there are, in words.

    >>> summary([])
    'No problems.'
    """
    if not problems:
        return "No problems."
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    counted = [_counted(errors, "error"), _counted(warnings, "warning")]
    files = len({problem.path for problem in problems})
    return f"{' and '.join(filter(None, counted))} in {_counted(files, 'file')}."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""
