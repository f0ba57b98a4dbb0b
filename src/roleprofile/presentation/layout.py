"""Lines of text for a terminal: columns, wrapping, bars. Every line is a row of styled pieces."""

from __future__ import annotations

import textwrap
import unicodedata
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Columns of the terminal that texts are laid out for.
WIDTH = 80

#: Cells of a bar.
BAR = 10

Style = Literal["", "title", "good", "part", "bad", "faint"]
Piece = tuple[str, Style]
Line = tuple[Piece, ...]


def width(text: str) -> int:
    """How many columns a text takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def padded(text: str, columns: int) -> str:
    """A text filled up with spaces."""
    return text + " " * max(0, columns - width(text))


def wrapped(text: str, indent: int = 0, hanging: int | None = None, style: Style = "") -> list[Line]:
    """A paragraph, broken so that no line is wider than the terminal."""
    lines = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent if hanging is None else hanging),
        break_on_hyphens=False,
    )
    return [((line, style),) for line in lines]


def section(title: str, entries: Sequence[str]) -> list[Line]:
    """A heading with its entries below it, each with a hanging indent; nothing where there are none."""
    found: list[Line] = [((title, "title"),)] if entries else []
    for entry in entries:
        found += wrapped(entry, indent=2, hanging=4)
    return found


def page(sections: Sequence[Sequence[Line]]) -> list[Line]:
    """Sections below each other, with an empty line between two."""
    found: list[Line] = []
    for one in filter(None, sections):
        found += [*one, ()]
    return found[:-1]


def bar(low: int, supported: int, whole: int) -> str:
    """Ten cells: full for what is sure, half-toned for what is presumed, dotted for the rest.

    The cells are rounded down, so that only a whole bar means all of it.

    >>> bar(300_000, 600_000, 1_000_000)
    '███▒▒▒····'
    """
    if whole <= 0:
        return "·" * BAR
    sure = BAR * low // whole
    presumed = BAR * supported // whole - sure
    return "█" * sure + "▒" * presumed + "·" * (BAR - sure - presumed)


def row(cells: Sequence[tuple[str, int, Style]], gap: str = "  ", indent: str = "  ") -> list[Line]:
    """Cells side by side, each broken within its own width."""
    broken = [textwrap.wrap(text, columns, break_on_hyphens=False) or [""] for text, columns, _ in cells]
    lines = []
    for number in range(max(len(parts) for parts in broken)):
        pieces: list[Piece] = [(indent, "")]
        for index, (_, columns, style) in enumerate(cells):
            part = broken[index][number] if number < len(broken[index]) else ""
            last = index == len(cells) - 1
            pieces.append((part if last else padded(part, columns) + gap, style))
        lines.append(tuple(pieces))
    return lines


def plain(lines: Sequence[Line]) -> str:
    """The lines as text without styles."""
    return "\n".join("".join(text for text, _ in line).rstrip() for line in lines) + "\n"
