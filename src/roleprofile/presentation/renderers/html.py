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
    title_of,
)
from roleprofile.presentation.renderers.svg import picture


@cache
def style() -> str:
    """The style of a page; it styles nothing but elements of class ``rp``."""
    return resources.files(__package__).joinpath("page.css").read_text("utf-8")


def render(blocks: Iterable[Block], language: str = "en") -> str:
    """The blocks as a page; its title is the first heading."""
    blocks = list(blocks)
    return _PAGE.format(
        language=escape(language),
        title=escape(title_of(blocks)),
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
        case Meter():
            found = _meter(block)
        case Diagram():
            caption = f"<figcaption>{escape(block.legend)}</figcaption>" if block.legend else ""
            found = [f"<figure>{picture(block)}{caption}</figure>"]
        case Nested(blocks):
            found = [part for inner in blocks for part in _parts(inner, levels)]
        case Section(blocks):
            found = ["<section>", *(part for inner in blocks for part in _parts(inner, levels)), "</section>"]
        case _:
            raise TypeError(block)
    return found


def _table(table: Grid, levels: Iterator[str]) -> list[str]:
    titles = table.titles or table.heads
    heads = (
        f'<th scope="col"{_class("", number, table)}>{_head(title, number, table)}</th>'
        for number, title in enumerate(titles)
    )
    head = [f"<thead><tr>{''.join(heads)}</tr></thead>"] if any(titles) else []
    rows = [_row(row, table, levels) for row in table.rows]
    whole = ["<table>", *head, "<tbody>", *rows, "</tbody>", "</table>", *_legend(table.names)]
    if table.heat:
        return ['<div class="wide" tabindex="0">', '<table class="heat">', *whole[1:], "</div>"]
    return whole


def _head(title: str, number: int, table: Grid) -> str:
    """The name of a column; that of bars is for a screen reader alone."""
    cells = table.rows[0].cells
    drawn = number < len(cells) and isinstance(cells[number], Bar)
    return f'<span class="unseen">{escape(title)}</span>' if drawn and title else escape(title)


def _row(row: Row, table: Grid, levels: Iterator[str]) -> str:
    first, *others = row.cells
    cells = [f'<th scope="row">{_cell(first)}</th>']
    for number, cell in enumerate(others, start=1):
        tone = cell[0][1] if table.heat and isinstance(cell, tuple) else ""
        titles = table.titles or table.heads
        head = titles[number] if number < len(titles) and not table.heat else ""
        label = f' data-label="{escape(head)}"' if head and not isinstance(cell, Bar) else ""
        cells.append(f"<td{_class(tone, number, table)}{label}>{_cell(cell)}</td>")
    notes = "".join(part for note in row.notes for part in _parts(note, levels))
    below = f'<tr class="notes"><td colspan="{table.columns}">{notes}</td></tr>' if notes else ""
    return f"<tr>{''.join(cells)}</tr>{below}"


def _cell(cell: Cell) -> str:
    if isinstance(cell, Bar):
        return drawn(cell)
    return escape(cell) if isinstance(cell, str) else "".join(map(_span, cell))


def drawn(some: Bar) -> str:
    """The parts of a bar. Its numbers stand beside it, so it says nothing new to a screen reader."""
    parts = (some.low, some.supported - some.low, some.high - some.supported)
    inner = "".join(f'<i style="width:{100 * max(0, part) / max(1, some.whole):.2f}%"></i>' for part in parts)
    return f'<span class="bar" aria-hidden="true">{inner}</span>'


def _meter(meter: Meter) -> list[str]:
    marks = "".join(
        f'<span style="left:{100 * at / meter.bar.whole:.2f}%">{escape(name)}</span>' for at, name in meter.marks
    )
    return [
        '<div class="meter" aria-hidden="true">',
        drawn(meter.bar),
        *([f'<div class="marks">{marks}</div>'] if marks else []),
        *_legend(meter.names),
        "</div>",
    ]


def _legend(names: Iterable[str]) -> list[str]:
    inner = "".join(f"<span>{escape(name)}</span>" for name in names)
    return [f'<div class="names" aria-hidden="true">{inner}</div>'] if inner else []


def _span(span: Span) -> str:
    text, tone = span
    if tone == "quoted":
        return f"<code>{escape(text)}</code>"
    return f"<span{_class(tone)}>{escape(text)}</span>" if tone else escape(text)


def _class(tone: Tone, number: int = 0, table: Grid | None = None) -> str:
    name = "number" if table is not None and number in table.numbers else tone
    return f' class="{name}"' if name else ""
