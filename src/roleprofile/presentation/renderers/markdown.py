"""Render blocks as Markdown for a comment on a pull request, in which texts of packs are never markup."""

from __future__ import annotations

import re
from collections.abc import Iterable

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
    Verbatim,
)
from roleprofile.presentation.renderers.text import LONG_BAR, bar, legend

#: The most rows of a table, because GitHub limits a comment to 65,536 characters.
_MOST = 60
#: The most characters of a quoted text, so that a comment stays readable.
_LONGEST = 200
_TICKS = re.compile("`+")
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~@&])")
#: What begins an entry of a list.
_MARKER = re.compile(r"\A(\d{0,9})([-+.)])(?=\s)")


def render(blocks: Iterable[Block], language: str = "en") -> str:  # noqa: ARG001 - of every renderer
    """The blocks as paragraphs, lists and tables."""
    first, *others = (part for block in blocks for part in _parts(block))
    return "\n\n".join([first.replace("####", "###", 1), *others]) + "\n"


def _parts(block: Block) -> list[str]:
    match block:
        case Heading(text) | Paragraph(text):
            return [("#### " if isinstance(block, Heading) else "") + _escaped(text)]
        case Items(entries):
            return ["\n".join(f"- {_escaped(entry)}" for entry in entries)]
        case Verbatim(lines):
            return ["  \n".join("".join(map(_span, line)) for line in lines)]
        case Grid():
            return _table(block)
        case Meter(some, names):
            return [bar(some, LONG_BAR), legend(names)]
        case Nested(blocks) | Section(blocks):
            return [part for inner in blocks if not isinstance(inner, Diagram) for part in _parts(inner)]
    raise TypeError(block)


def _table(table: Grid) -> list[str]:
    rows = [_row(_cells(row)) for row in table.rows]
    more = len(rows) - _MOST
    heads = table.heads or ("",) * table.columns
    rule = ("---:" if number in table.numbers else "---" for number in range(len(heads)))
    lines = [_row(heads), _row(rule), *rows[:_MOST]]
    rest = f"... and {more} more; `--format text` has all of them." if more > 0 else ""
    return ["\n".join(lines), *filter(None, [legend(table.names), rest])]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(row: Row) -> list[str]:
    first, *others = map(_cell, row.cells)
    return ["<br>".join([first, *(part for note in row.notes for part in _parts(note))]), *others]


def _cell(cell: Cell) -> str:
    if isinstance(cell, Bar):
        return bar(cell)
    return _escaped(cell) if isinstance(cell, str) else "".join(map(_span, cell))


def _span(span: Span) -> str:
    text, tone = span
    if tone == "quoted":
        return code(text)
    return f"**{_escaped(text)}**" if tone == "title" else _escaped(text)


def _escaped(text: str) -> str:
    return _MARKER.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", text))


def code(text: str) -> str:
    r"""A text as code in a cell of a table, shortened, so that it is no markup, mentions nobody and ends no cell.

    >>> print(code("a | b @team"), code("x`y"))
    `a \| b @team` ``x`y``
    """
    text = " ".join(text.split())
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
    if not text:
        return ""
    fence = "`" * (1 + max((len(run) for run in _TICKS.findall(text)), default=0))
    # GitHub splits the cells of a table before it looks for code, so a bar must be escaped in code as well.
    inside = text.replace("|", "\\|")
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{inside}{space}{fence}"
