"""Turn the blocks of a result into docutils nodes, for every builder of Sphinx."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from docutils import nodes

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
from roleprofile.presentation.renderers import html
from roleprofile.presentation.renderers.text import WIDTH, fitted, spanned


def to_nodes(blocks: Iterable[Block], document: nodes.document) -> list[nodes.Node]:
    """The nodes of the blocks; each heading begins a section. Bars and diagrams are for HTML alone."""
    found: list[nodes.Node] = []
    for block in _flat(blocks):
        if isinstance(block, Heading):
            section = nodes.section("", nodes.title(block.text, block.text))
            section["names"].append(nodes.fully_normalize_name(block.text))
            document.note_implicit_target(section, section)
            found.append(section)
            continue
        made = list(_nodes(block))
        # What follows a heading belongs to its section.
        if found and isinstance(found[-1], nodes.section):
            found[-1] += made
        else:
            found += made
    return found


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Section | Nested):
            yield from _flat(block.blocks)
        else:
            yield block


def _nodes(block: Block) -> Iterator[nodes.Node]:
    match block:
        case Paragraph(text, tone):
            yield nodes.paragraph("", text, classes=[f"rp-{tone}"] if tone else [])
        case Items(entries):
            items = (nodes.list_item("", nodes.paragraph("", entry)) for entry in entries)
            yield nodes.bullet_list("", *items)
        case Verbatim(lines):
            texts = ["".join(text for text, _ in line) for line in lines]
            if any(text.startswith("    ") for text in texts):
                code = "\n".join(text.removeprefix("    ") for text in texts)
                yield nodes.literal_block(code, code, language="none")
                return
            yield nodes.line_block("", *(nodes.line("", "", *map(_span, line)) for line in lines))
        case Grid():
            yield _table(block)
        case Meter() | Diagram():
            yield _raw(html.fragment([block]))
        case _:
            raise TypeError(block)


def _raw(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")


def _table(grid: Grid) -> nodes.table:
    group = nodes.tgroup(cols=grid.columns)
    group += [nodes.colspec(colwidth=width) for width in _widths(grid)]
    titles = grid.titles or grid.heads
    if any(titles):
        group += nodes.thead("", _row([nodes.paragraph("", title) for title in titles]))
    body = nodes.tbody()
    for row in grid.rows:
        body += _row(
            [*map(_cell, row.cells), *(nodes.paragraph() for _ in range(grid.columns - len(row.cells)))], row_name
        )
        body += _notes(row, grid.columns)
    group += body
    return nodes.table("", group, classes=["rp-table", "colwidths-auto", *(["rp-heat"] if grid.heat else [])])


def _widths(grid: Grid) -> list[int]:
    """The widths of the columns in characters, for builders of text."""
    rows = [
        [(title, "") for title in grid.titles or grid.heads],
        *([spanned(cell) for cell in row.cells] for row in grid.rows),
    ]
    return [max(1, width) for width in fitted(rows, grid.columns, WIDTH) or [WIDTH // grid.columns] * grid.columns]


class row_name(nodes.entry):  # noqa: N801 - as docutils names nodes
    """The first entry of a row, which names it; builders that know no such node take it as any other entry."""


def visit_row_name(writer: Any, node: Any) -> None:
    """Write it as a head of its row in HTML, where docutils knows only heads of columns."""
    node.parent.column += 1
    writer.body.append(writer.starttag(node, "th", "", scope="row"))
    writer.context.append("</th>\n")


def depart_row_name(writer: Any, node: row_name) -> None:
    """End it as any other entry."""
    writer.depart_entry(node)


def _row(cells: Sequence[nodes.Node], first: type[nodes.entry] = nodes.entry) -> nodes.row:
    name, *others = cells
    return nodes.row("", first("", name), *(nodes.entry("", cell) for cell in others))


def _notes(row: Row, columns: int) -> list[nodes.Node]:
    inner = [node for note in _flat(row.notes) for node in _nodes(note)]
    if not inner:
        return []
    entry = nodes.entry("", *inner, classes=["rp-notes"])
    if columns > 1:
        entry["morecols"] = columns - 1
    return [nodes.row("", entry)]


def _cell(cell: Cell) -> nodes.Node:
    if isinstance(cell, Bar):
        return _raw(f'<div class="rp">{html.drawn(cell)}</div>')
    spans = ((cell, ""),) if isinstance(cell, str) else cell
    return nodes.paragraph("", "", *map(_span, spans))


def _span(span: Span) -> nodes.Node:
    text, tone = span
    match tone:
        case "":
            return nodes.Text(text)
        case "quoted":
            return nodes.literal(text, text)
        case "title":
            return nodes.strong(text, text)
        case _:
            return nodes.inline(text, text, classes=[f"rp-{tone}"])
