"""Problems as a compiler shows them: the place, the line with the mistake marked, what was meant."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from roleprofile.errors import CODES
from roleprofile.presentation.layout import WIDTH, Line, Style, plain, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from roleprofile.errors import Problem

#: Columns in front of a source line: its number and a bar.
_GUTTER = 8


def problem_lines(problem: Problem) -> list[Line]:
    """One problem with its source line, the allowed values and a hint."""
    tone = _tone(problem.severity)
    found = [_head(problem, problem.message)]
    if problem.excerpt:
        found += _excerpt(problem, tone)
    if problem.allowed:
        found += wrapped(f"= one of: {', '.join(problem.allowed)}", indent=_GUTTER - 2, hanging=_GUTTER)
    if problem.hint:
        found += wrapped(f"= help: {problem.hint}", indent=_GUTTER - 2, hanging=_GUTTER)
    return found


def problem_line(problem: Problem) -> Line:
    """One problem on one line, whatever its message is made of."""
    return _head(problem, " ".join(problem.message.split()))


def problem_text(problem: Problem) -> str:
    """One problem as plain text, for files and programs that show it in their own way."""
    return plain(problem_lines(problem)).rstrip("\n")


def problem_message(problem: Problem) -> str:
    """What is wrong, what is allowed and what was meant, a line each, without the place."""
    lines = [problem.message]
    if problem.allowed:
        lines.append(f"One of: {', '.join(problem.allowed)}")
    if problem.hint:
        lines.append(f"Help: {problem.hint}")
    return "\n".join(lines)


def _head(problem: Problem, message: str) -> Line:
    place = f"{problem.path}:{problem.line}:{problem.column}"
    return ((place, "title"), (f" {problem.severity} {problem.code}", _tone(problem.severity)), (f" {message}", ""))


def _tone(severity: str) -> Style:
    return "bad" if severity == "error" else "part"


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
    numbers = [_counted(errors, "error"), _counted(warnings, "warning")]
    files = len({problem.path for problem in problems})
    return f"{' and '.join(filter(None, numbers))} in {_counted(files, 'file')}."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


def counted(problems: Iterable[Problem]) -> dict[tuple[str, str], int]:
    """How many problems there are of each code and severity, sorted by code."""
    counts = Counter((problem.code, problem.severity) for problem in problems)
    return dict(sorted(counts.items()))


def statistics_lines(problems: Iterable[Problem]) -> list[Line]:
    """A line a code: how many problems have it, how severe they are, what it means."""
    return [
        (
            (f"{number:5}  ", ""),
            (f"{code} {severity:7}", "bad" if severity == "error" else "part"),
            (f" {CODES[code]}", ""),
        )
        for (code, severity), number in counted(problems).items()
    ]
