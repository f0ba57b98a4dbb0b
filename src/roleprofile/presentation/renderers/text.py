"""Render blocks as text for a terminal of 80 columns, in lines of styled spans."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from roleprofile.presentation.blocks import (
    Bar,
    Block,
    Cell,
    Grid,
    Heading,
    Items,
    Nested,
    Paragraph,
    Section,
    Span,
    Tone,
    Verbatim,
)

#: The width of the terminal in columns.
WIDTH = 80

#: The length of a bar in cells.
BAR = 10

Line: TypeAlias = tuple[Span, ...]

#: The codes of ECMA-48: bold, green, yellow, red, faint.
_CODES: dict[Tone, str] = {"": "", "title": "1", "good": "32", "part": "33", "bad": "31", "faint": "2", "quoted": ""}


def width(text: str) -> int:
    """The width of a text in columns; wide characters count as two, and combining ones as none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def padded(text: str, columns: int) -> str:
    """A text with spaces behind it up to ``columns``; a longer text stays as it is."""
    return text + " " * max(0, columns - width(text))


def bar(low: int, supported: int, whole: int) -> str:
    """A bar of ten cells: full for the certain part, half-toned for the presumed part, dotted for the rest.

    Cells are rounded down, so that a part that is not the whole never fills the bar.

    >>> bar(300_000, 600_000, 1_000_000)
    '███▒▒▒····'
    """
    if whole <= 0:
        return "·" * BAR
    sure = BAR * low // whole
    presumed = BAR * supported // whole - sure
    return "█" * sure + "▒" * presumed + "·" * (BAR - sure - presumed)


def render(blocks: Iterable[Block], language: str = "en") -> str:  # noqa: ARG001 - of every renderer
    """The blocks as text without styles."""
    return plain(lines(blocks))


def plain(lines: Iterable[Line]) -> str:
    """The lines as text without styles."""
    return "\n".join("".join(text for text, _ in line).rstrip() for line in lines) + "\n"


def coloured(line: Line) -> str:
    """A line with the escape codes of its colours."""
    return "".join(f"\033[{_CODES[tone]}m{text}\033[0m" if _CODES[tone] else f"{text}\033[0m" for text, tone in line)


def lines(blocks: Iterable[Block]) -> list[Line]:
    """The lines of the blocks, with an empty line between two sections."""
    found: list[Line] = []
    for block in blocks:
        if found and isinstance(block, Section):
            found.append(())
        found += _lines(block, 0)
    return found


def _lines(block: Block, indent: int) -> list[Line]:
    found: list[Line]
    match block:
        case Heading(text, hang):
            found = _wrapped(text, indent, hang, "title")
        case Paragraph(text, tone, hang):
            found = _wrapped(text, indent, hang, tone)
        case Items(entries):
            found = [line for entry in entries for line in _wrapped(entry, indent + 2, 2)]
        case Verbatim(verbatim):
            found = [((" " * indent, ""), *line) if indent else line for line in verbatim]
        case Nested(blocks, by):
            found = _inner(blocks, indent + by)
        case Section(blocks):
            found = _inner(blocks, indent)
        case Grid():
            found = _table(block, indent)
        case _:
            raise TypeError(block)
    return found


def _inner(blocks: Iterable[Block], indent: int) -> list[Line]:
    return [line for block in blocks for line in _lines(block, indent)]


def _table(table: Grid, indent: int) -> list[Line]:
    found = _row([(head, "faint") for head in table.heads], table.widths, indent) if table.heads else []
    for row in table.rows:
        found += _row([_cell(cell) for cell in row.cells], table.widths, indent)
        found += _inner(row.notes, indent + table.notes_by)
    return found


def _cell(cell: Cell) -> Span:
    if isinstance(cell, Bar):
        return bar(cell.low, cell.supported, cell.whole), cell.tone
    if isinstance(cell, str):
        return cell, ""
    return "".join(text for text, _ in cell), cell[0][1] if cell else ""


def _row(cells: Sequence[Span], widths: Sequence[int], indent: int) -> list[Line]:
    """The lines of a row; each cell wraps within its own width, and two columns separate the cells."""
    broken = [
        textwrap.wrap(text, columns, break_on_hyphens=False) or [""]
        for (text, _), columns in zip(cells, widths, strict=False)
    ]
    found = []
    for number in range(max(map(len, broken))):
        pieces: list[Span] = [(" " * (indent + 2), "")]
        for index, (part, (_, tone)) in enumerate(zip(broken, cells, strict=True)):
            text = part[number] if number < len(part) else ""
            last = index == len(cells) - 1
            pieces.append((text if last else padded(text, widths[index]) + "  ", tone))
        found.append(tuple(pieces))
    return found


def _wrapped(text: str, indent: int, hang: int, tone: Tone = "") -> list[Line]:
    """The lines of a paragraph, wrapped to the width of the terminal."""
    broken = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_on_hyphens=False,
    )
    return [((line, tone),) for line in broken]
