"""Render blocks as text for a terminal, in lines of styled spans."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from attrs import frozen

from roleprofile.presentation.blocks import (
    Bar,
    Block,
    Cell,
    Diagram,
    Grid,
    Heading,
    Items,
    Meter,
    Nested,
    Paragraph,
    Row,
    Section,
    Span,
    Tone,
    Verbatim,
)

#: The width of a text in columns, where nothing else is known.
WIDTH = 80

#: The length of a bar in a table, and the longest one on a line of its own, in cells.
BAR, LONG_BAR = 10, 40

#: The indent of the notes on a row, in columns.
_NOTES = 6

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


def bar(some: Bar, cells: int = BAR) -> str:
    """A bar of cells: full for what is certain, darker for what is likely, lighter for what is possible, else dots.

    Cells are rounded down, so that a part that is not the whole never fills the bar.

    >>> bar(Bar(low=300_000, supported=600_000, high=800_000, whole=1_000_000))
    '███▒▒▒░░··'
    """
    ends = [cells * part // some.whole if some.whole > 0 else 0 for part in (some.low, some.supported, some.high)]
    drawn = "█" * ends[0] + "▒" * (ends[1] - ends[0])
    drawn += "░" * (ends[2] - len(drawn))
    return drawn + "·" * (cells - len(drawn))


def render(blocks: Iterable[Block], language: str = "en") -> str:  # noqa: ARG001 - of every renderer
    """The blocks as text of 80 columns without styles."""
    return plain(Layout().lines(blocks))


def plain(lines: Iterable[Line]) -> str:
    """The lines as text without styles."""
    return "\n".join("".join(text for text, _ in line).rstrip() for line in lines) + "\n"


def coloured(line: Line) -> str:
    """A line with the escape codes of its colours."""
    return "".join(f"\033[{_CODES[tone]}m{text}\033[0m" if _CODES[tone] else f"{text}\033[0m" for text, tone in line)


@frozen
class Layout:
    """How blocks become lines: ``width`` columns, with bars and tables, or in ``words`` alone for a screen reader."""

    width: int = WIDTH
    words: bool = False

    def lines(self, blocks: Iterable[Block]) -> list[Line]:
        """The lines of the blocks, with an empty line between two sections."""
        found: list[Line] = []
        for block in blocks:
            new = self._lines(block, 0)
            found += [(), *new] if found and new and isinstance(block, Section) else new
        return found

    def _lines(self, block: Block, indent: int) -> list[Line]:
        found: list[Line]
        match block:
            case Heading(text, hang):
                found = self._wrapped(text, indent, hang, "title")
            case Paragraph(text, tone, hang):
                found = self._wrapped(text, indent, hang, tone)
            case Items(entries):
                found = [line for entry in entries for line in self._wrapped(entry, indent + 2, 2)]
            case Verbatim(verbatim):
                found = [((" " * indent, ""), *line) if indent else line for line in verbatim]
            case Nested(blocks, by):
                found = self._inner(blocks, indent + by)
            case Section(blocks):
                found = self._inner(blocks, indent)
            case Grid():
                found = self._table(block, indent)
            case Diagram():
                found = []
            case Meter():
                found = [] if self.words else self._meter(block, indent)
            case _:
                raise TypeError(block)
        return found

    def _inner(self, blocks: Iterable[Block], indent: int) -> list[Line]:
        return [line for block in blocks for line in self._lines(block, indent)]

    def _meter(self, meter: Meter, indent: int) -> list[Line]:
        """A bar, and the names of its parts beside it or below it."""
        drawn = bar(meter.bar, min(LONG_BAR, self.width - indent))
        names = legend(meter.names)
        if indent + len(drawn) + 2 + width(names) <= self.width:
            return [((" " * indent + drawn, ""), (f"  {names}", "faint"))]
        return [((" " * indent + drawn, ""),), *self._wrapped(names, indent, 0, "faint")]

    # --- tables

    def _table(self, table: Grid, indent: int) -> list[Line]:
        rows = [(row, [spanned(cell) for cell in row.cells]) for row in table.rows]
        every: list[list[Span]] = [[(head, "faint") for head in table.heads]] if any(table.heads) else []
        room = self.width - indent - 2
        # A head is no wider than its longest word; the ids of people stand in heads, and may be broken there.
        words: list[Span] = [(max(head.replace("-", "- ").split(), key=width, default=""), "") for head in table.heads]
        widths = None if self.words else fitted([words, *(cells for _, cells in rows)], table.columns, room)
        if widths is None:
            return [line for row in table.rows for line in self._sentence(row, table.heads, indent)]
        found = [line for head in every for line in _row(head, widths, indent, hyphens=True)]
        for row, cells in rows:
            found += _row(cells, widths, indent)
            found += self._inner(row.notes, indent + _NOTES)
        return found + self._wrapped(legend(table.names), indent + 2, 0, "faint")

    def _sentence(self, row: Row, heads: Sequence[str], indent: int) -> list[Line]:
        """A row as a sentence, for a reader who cannot see columns, or for a width that has no room for them."""
        told = [(cell, head) for cell, head in zip(row.cells, heads or [""] * len(row.cells), strict=False)]
        texts = [(spanned(cell)[0], head) for cell, head in told if not isinstance(cell, Bar)]
        name: list[str] = []
        while texts and not texts[0][1] and (not name or heads):
            name.append(texts.pop(0)[0])
        rest = ", ".join(f"{head} {text}".strip() for text, head in texts if text)
        text = ": ".join(filter(None, [" ".join(name), rest]))
        return [*self._wrapped(text, indent + 2, 2), *self._inner(row.notes, indent + 4)]

    def _wrapped(self, text: str, indent: int, hang: int, tone: Tone = "") -> list[Line]:
        """The lines of a paragraph."""
        broken = textwrap.wrap(
            text,
            self.width,
            initial_indent=" " * indent,
            subsequent_indent=" " * (indent + hang),
            break_on_hyphens=False,
        )
        return [((line, tone),) for line in broken]


def legend(names: Iterable[str]) -> str:
    """The parts of a bar with their names."""
    return "  ".join(f"{mark} {name}" for mark, name in zip("█▒░", names, strict=False))


def spanned(cell: Cell) -> Span:
    """A cell as one span."""
    if isinstance(cell, Bar):
        tone: Tone = "good" if cell.low == cell.whole else "part" if cell.supported else "faint"
        return bar(cell), tone
    if isinstance(cell, str):
        return cell, ""
    return "".join(text for text, _ in cell), cell[0][1] if cell else ""


def fitted(rows: Sequence[Sequence[Span]], columns: int, room: int) -> list[int] | None:
    """The widths of columns: as wide as their texts, or the widest ones narrower; ``None`` if words do not fit."""
    texts = [[row[number][0] for row in rows if number < len(row)] for number in range(columns)]
    widths = [max(map(width, column), default=0) for column in texts]
    least = [max((width(word) for text in column for word in text.split()), default=0) for column in texts]
    room -= 2 * (columns - 1)
    if sum(least) > room:
        return None
    while sum(widths) > room:
        widest = max((number for number in range(columns) if widths[number] > least[number]), key=widths.__getitem__)
        widths[widest] -= 1
    return widths


def _row(cells: Sequence[Span], widths: Sequence[int], indent: int, *, hyphens: bool = False) -> list[Line]:
    """The lines of a row; each cell wraps within its own width, and two columns separate the cells."""
    broken = [
        textwrap.wrap(text, max(1, columns), break_on_hyphens=hyphens) or [""]
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
