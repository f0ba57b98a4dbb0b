"""Render blocks as HTML: one page without scripts or requests, or a fragment for another page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from importlib import resources

from roleprofile.presentation.blocks import (
    Bar,
    Block,
    Cell,
    Grid,
    Heading,
    Items,
    Nested,
    Paragraph,
    Row,
    Section,
    Span,
    Tone,
    Verbatim,
)


@cache
def style() -> str:
    """The style of a page; it styles nothing but elements of class ``rp``."""
    return resources.files(__package__).joinpath("page.css").read_text("utf-8")


def render(blocks: Iterable[Block], language: str = "en") -> str:
    """The blocks as a page; its title is the first heading."""
    blocks = list(blocks)
    headings = (block.text for block in _flat(blocks) if isinstance(block, Heading))
    return _PAGE.format(
        language=escape(language),
        title=escape(next(headings, "roleprofile")),
        style=style(),
        body=fragment(blocks),
    )


_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 0; background: Canvas; color-scheme: light dark; }}
{style}</style>
</head>
<body>
<main>
{body}</main>
</body>
</html>
"""


def fragment(blocks: Iterable[Block]) -> str:
    """The blocks as one element of class ``rp``."""
    levels = iter(["h1"])
    inner = [part for block in blocks for part in _parts(block, levels)]
    return "\n".join(['<div class="rp">', *inner, "</div>"]) + "\n"


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Section | Nested):
            yield from _flat(block.blocks)


def _parts(block: Block, levels: Iterator[str]) -> list[str]:
    """The lines of a block; the first heading takes the level of a title from ``levels``."""
    found: list[str]
    match block:
        case Heading(text):
            level = next(levels, "h2")
            found = [f"<{level}>{escape(text)}</{level}>"]
        case Paragraph(text, tone):
            found = [f"<p{_class(tone)}>{escape(text)}</p>"]
        case Items(entries):
            found = ["<ul>", *(f"<li>{escape(entry)}</li>" for entry in entries), "</ul>"]
        case Verbatim(lines):
            found = [f"<p>{'<br>'.join(''.join(map(_span, line)) for line in lines)}</p>"]
        case Grid():
            found = _table(block, levels)
        case Nested(blocks):
            found = [part for inner in blocks for part in _parts(inner, levels)]
        case Section(blocks):
            found = ["<section>", *(part for inner in blocks for part in _parts(inner, levels)), "</section>"]
        case _:
            raise TypeError(block)
    return found


def _table(table: Grid, levels: Iterator[str]) -> list[str]:
    heads = (
        f'<th scope="col"{_class("", number, table)}>{escape(head)}</th>' for number, head in enumerate(table.heads)
    )
    head = [f"<thead><tr>{''.join(heads)}</tr></thead>"] if any(table.heads) else []
    return ["<table>", *head, "<tbody>", *(_row(row, table, levels) for row in table.rows), "</tbody>", "</table>"]


def _row(row: Row, table: Grid, levels: Iterator[str]) -> str:
    notes = "".join(part for note in row.notes for part in _parts(note, levels))
    first, *others = row.cells
    cells = [f'<th scope="row">{_cell(first)}{notes}</th>']
    cells += [f"<td{_class('', number, table)}>{_cell(cell)}</td>" for number, cell in enumerate(others, start=1)]
    return f"<tr>{''.join(cells)}</tr>"


def _cell(cell: Cell) -> str:
    if isinstance(cell, Bar):
        # The numbers stand in the cell beside it, so the bar says nothing new to a screen reader.
        parts = (cell.low, max(0, cell.supported - cell.low))
        inner = "".join(f'<i style="width:{100 * part / max(1, cell.whole):.2f}%"></i>' for part in parts)
        return f'<span class="bar" aria-hidden="true">{inner}</span>'
    return escape(cell) if isinstance(cell, str) else "".join(map(_span, cell))


def _span(span: Span) -> str:
    text, tone = span
    if tone == "quoted":
        return f"<code>{escape(text)}</code>"
    return f"<span{_class(tone)}>{escape(text)}</span>" if tone else escape(text)


def _class(tone: Tone, number: int = 0, table: Grid | None = None) -> str:
    name = "number" if table is not None and number in table.numbers else tone
    return f' class="{name}"' if name else ""
