"""Problems in the style of a compiler: the place, the source line with the mistake marked, and a hint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from roleprofile.errors import CODES, Problem
from roleprofile.model.values import number_of
from roleprofile.presentation.blocks import Block, Nested, Paragraph, Tone, Verbatim, said
from roleprofile.presentation.renderers.text import WIDTH, Line, render, width

#: The columns before a source line, for its number and a bar.
_GUTTER = 8

#: The most problems of one code in one file that a text for people shows.
MOST_SHOWN = 100


#: The codes of warnings that are one piece of work where they have the same help.
_TOGETHER = ("RP401", "RP408")


def listed(problems: Iterable[Problem], *, concise: bool = False) -> Iterator[Sequence[Block]]:
    """The blocks of each problem; after each file, the number of those of a code that are left out.

    If not ``concise``, of the problems that are one piece of work the first is shown, with the number of the others.
    """
    every = list(problems)
    alike: dict[tuple[str, str], list[Problem]] = {}
    for problem in () if concise else every:
        if problem.code in _TOGETHER:
            alike.setdefault((problem.code, problem.hint), []).append(problem)
    for path, some in groupby(every, key=lambda problem: problem.path):
        counts: Counter[str] = Counter()
        for problem in some:
            first, *others = alike.get((problem.code, problem.hint), [problem])
            if first is not problem:
                continue
            counts[problem.code] += 1
            if counts[problem.code] <= MOST_SHOWN:
                yield [problem_line(problem)] if concise else problem_blocks(problem, others)
        for code, number in sorted(counts.items()):
            if number > MOST_SHOWN:
                rest = f" {number_of(number - MOST_SHOWN, 'more problem')} with {code}, {CODES[code]}"
                yield [Verbatim([((f"{path}:", "title"), (rest, ""))])]


def problem_blocks(problem: Problem, others: Sequence[Problem] = ()) -> list[Block]:
    """One problem with its source line, the allowed values, a hint, and the number of others like it."""
    files = number_of(len({one.path for one in (problem, *others)}), "file")
    more = f"{len(others)} more in {files}; `roleprofile check --format concise` lists them" if others else ""
    notes = {"one of": ", ".join(problem.allowed), "help": problem.hint, "also": more}
    told = [Paragraph(f"= {name}: {note}", hang=2) for name, note in notes.items() if note]
    lines = [_head(problem, problem.message), *(_excerpt(problem) if problem.excerpt else [])]
    return said(Verbatim(lines), Nested(told, _GUTTER - 2))


def problem_line(problem: Problem) -> Verbatim:
    """One problem on one line, even if its message has several."""
    return Verbatim([_head(problem, " ".join(problem.message.split()))])


def problem_text(problem: Problem) -> str:
    """One problem as plain text, for files and programs that show it in their own way."""
    return render(problem_blocks(problem)).rstrip("\n")


def problem_message(problem: Problem) -> str:
    """The message, the allowed values and the hint on separate lines, without the place."""
    lines = [problem.message]
    if problem.allowed:
        lines.append(f"One of: {', '.join(problem.allowed)}")
    if problem.hint:
        lines.append(f"Help: {problem.hint}")
    return "\n".join(lines)


def _head(problem: Problem, message: str) -> Line:
    place = f"{problem.path}:{problem.line}:{problem.column}"
    return ((place, "title"), (f" {problem.severity} {problem.code}", _tone(problem.severity)), (f" {message}", ""))


def _tone(severity: str) -> Tone:
    return "bad" if severity == "error" else "part"


def _excerpt(problem: Problem) -> list[Line]:
    """The source line, cut around the mistake to fit the screen, with carets below it."""
    tone, room = _tone(problem.severity), WIDTH - _GUTTER
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
    """The numbers of errors, warnings and files in words.

    >>> summary([])
    'No problems.'
    """
    if not problems:
        return "No problems."
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    numbers = [number_of(count, noun) for count, noun in ((errors, "error"), (warnings, "warning")) if count]
    files = len({problem.path for problem in problems})
    return f"{' and '.join(numbers)} in {number_of(files, 'file')}."


def counted(problems: Iterable[Problem]) -> dict[tuple[str, str], int]:
    """The numbers of problems by code and severity, sorted by code."""
    counts = Counter((problem.code, problem.severity) for problem in problems)
    return dict(sorted(counts.items()))


def statistics_blocks(problems: Iterable[Problem]) -> list[Block]:
    """A line for each code and severity, with the number of problems and the title of the code."""
    lines: list[Line] = [
        ((f"{number:5}  ", ""), (f"{code} {severity:7}", _tone(severity)), (f" {CODES[code]}", ""))
        for (code, severity), number in counted(problems).items()
    ]
    return [Verbatim(lines)]
