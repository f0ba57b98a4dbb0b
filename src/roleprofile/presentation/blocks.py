"""Blocks: the headings, paragraphs, lists and tables of a result, for any format.

Each module of :mod:`roleprofile.presentation.renderers` turns them into one format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar, Literal, TypeAlias

from attrs import evolve, field, frozen

#: The meaning of a text: a title, good, partly good, bad, less important, or quoted from a pack or a path.
Tone = Literal["", "title", "good", "part", "bad", "faint", "quoted"]
Span: TypeAlias = tuple[str, Tone]


class Block:
    """A part of a result. It is false if its first field, the content, is empty."""

    __match_args__: ClassVar[tuple[str, ...]]

    def __bool__(self) -> bool:
        return bool(getattr(self, self.__match_args__[0]))


@frozen
class Heading(Block):
    """A title. ``hang`` is the width of its number, if it has one."""

    text: str
    hang: int = 0


@frozen
class Paragraph(Block):
    """Running text. In a layout with lines, all lines but the first are indented by ``hang`` columns."""

    text: str
    tone: Tone = ""
    hang: int = 0


@frozen
class Items(Block):
    """A list. A short result has the entries ``brief`` in its place, if there are any."""

    entries: tuple[str, ...] = field(converter=tuple[str, ...])
    brief: tuple[str, ...] = field(default=(), converter=tuple[str, ...])


@frozen
class Verbatim(Block):
    """Lines of spans that renderers do not wrap."""

    lines: tuple[tuple[Span, ...], ...] = field(converter=tuple[tuple[Span, ...], ...])


@frozen
class Bar:
    """A bar: what is certain, likely and possible of the whole; each includes the one before it."""

    low: int
    supported: int
    high: int
    whole: int


@frozen
class Meter(Block):
    """A wide bar with a scale: ``marks`` are the names of thresholds, and ``names`` those of its three parts."""

    bar: Bar
    names: tuple[str, ...]
    marks: tuple[tuple[int, str], ...] = ()


@frozen
class Link:
    """A box of a diagram with a line to its target; ``bad`` lines are dashed."""

    label: str
    note: str
    tone: Tone = ""


@frozen
class Diagram(Block):
    """A picture of what leads to one target. Formats without pictures leave it out, so a table must say the same."""

    links: tuple[Link, ...] = field(converter=tuple[Link, ...])
    target: str
    #: What the tones of its lines mean.
    legend: str = ""


Cell: TypeAlias = str | Bar | tuple[Span, ...]


def _all(parts: Said) -> tuple[Block, ...]:
    return tuple(said(parts))


@frozen
class Row:
    """A row of a table, with notes below it."""

    cells: tuple[Cell, ...] = field(converter=tuple[Cell, ...])
    notes: tuple[Block, ...] = field(default=(), converter=_all)


@frozen
class Grid(Block):
    """A table. A short result has the rows ``brief`` in its place, if there are any."""

    rows: tuple[Row, ...] = field(converter=tuple[Row, ...])
    heads: tuple[str, ...] = ()
    #: The columns that hold numbers.
    numbers: tuple[int, ...] = ()
    brief: tuple[Row, ...] = field(default=(), converter=tuple[Row, ...])
    #: Whether the tones of its cells are the content, as in a heat map.
    heat: bool = False
    #: The names of what is certain, likely and possible in its bars.
    names: tuple[str, ...] = ()
    #: The names of all columns, for formats in which a table without heads cannot be read aloud.
    titles: tuple[str, ...] = ()

    @property
    def columns(self) -> int:
        """The number of columns."""
        return max(len(self.heads), *(len(row.cells) for row in self.rows))


@frozen
class Nested(Block):
    """Blocks that belong to the block above, indented by ``by`` columns."""

    blocks: tuple[Block, ...] = field(converter=_all)
    by: int = 2


@frozen
class Section(Block):
    """Blocks that belong together; a renderer sets them apart from the section above."""

    blocks: tuple[Block, ...] = field(converter=_all)


@frozen
class Detail(Block):
    """Blocks that a short result leaves out. :func:`chosen` takes them out of this block, so no renderer meets one."""

    blocks: tuple[Block, ...] = field(converter=_all)


#: Blocks in nested lists; a text stands for a paragraph, and ``None`` for nothing.
Said: TypeAlias = Block | str | Iterable["Said"] | None


def said(*parts: Said) -> list[Block]:
    """Flatten blocks into one list, without the empty ones."""
    found: list[Block] = []
    for part in parts:
        if isinstance(part, str):
            found += [Paragraph(part)] if part else []
        elif isinstance(part, Iterable):
            found += said(*part)
        elif part:
            found.append(part)
    return found


def title_of(blocks: Iterable[Block]) -> str:
    """The first heading, as the title of a page or a picture."""

    def headings(some: Iterable[Block]) -> Iterator[str]:
        for block in some:
            if isinstance(block, Heading):
                yield block.text
            elif isinstance(block, Section | Nested):
                yield from headings(block.blocks)

    return next(headings(blocks), "roleprofile")


def sections(*parts: Said) -> list[Block]:
    """A section for each part that is not empty."""
    return [Section(blocks) for blocks in map(said, parts) if blocks]


def section(title: str, entries: Iterable[str], brief: Iterable[str] = ()) -> Said:
    """A heading with a list below it, for a short result with other entries; ``None`` if the list is empty."""
    items = Items(entries, brief)
    return [Heading(title), items] if items.entries else None


def chosen(blocks: Iterable[Block], cut: Callable[[str, int, int], str] | None = None) -> list[Block]:
    """The blocks of the full result, or with ``cut`` of the short one.

    ``cut`` adds the numbers of shown and of all entries to the title of a list or a table that is cut; without a title
    they stand below it.
    """
    found: list[Block] = []
    for block in blocks:
        match block:
            case Detail(inner):
                found += [] if cut else chosen(inner)
            case Section(inner) | Nested(inner):
                if kept := chosen(inner, cut):
                    found.append(evolve(block, blocks=kept))
            case Items(entries, brief) if cut and brief:
                found = _cut(found, Items(brief), cut, len(entries))
            case Grid(rows, brief=brief) if cut and brief:
                found = _cut(found, evolve(block, rows=brief), cut, len(rows))
            case _:
                found.append(block)
    return found


def _cut(above: list[Block], short: Items | Grid, cut: Callable[[str, int, int], str], every: int) -> list[Block]:
    """A short list or table, with the numbers in the title above it, or else below it, if something is left out."""
    shown = len(short.entries if isinstance(short, Items) else short.rows)
    if shown == every:
        return [*above, short]
    if above and isinstance(above[-1], Heading):
        return [*above[:-1], Heading(cut(above[-1].text, shown, every)), short]
    return [*above, short, Nested(Paragraph(cut("", shown, every), "faint"))]


def quoted(*texts: str, tone: Tone = "quoted") -> tuple[Span, ...]:
    """A cell with texts from packs or paths, separated by commas; other texts need another ``tone``."""
    spans: list[Span] = []
    for text in texts:
        spans += [(", ", ""), (text, tone)] if spans else [(text, tone)]
    return tuple(spans)
