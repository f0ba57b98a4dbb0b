"""Blocks: the headings, paragraphs, lists and tables of a result, for any format.

Each module of :mod:`roleprofile.presentation.renderers` turns them into one format.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal, TypeAlias

from attrs import field, frozen

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
    """A list."""

    entries: tuple[str, ...] = field(converter=tuple[str, ...])


@frozen
class Verbatim(Block):
    """Lines of spans that renderers do not wrap."""

    lines: tuple[tuple[Span, ...], ...] = field(converter=tuple[tuple[Span, ...], ...])


@frozen
class Bar:
    """A bar: the certain part and the presumed part of the whole."""

    low: int
    supported: int
    whole: int
    tone: Tone = ""


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
    """A table. ``widths`` and ``notes_by``, the indent of notes, are for a text of 80 columns."""

    rows: tuple[Row, ...] = field(converter=tuple[Row, ...])
    widths: tuple[int, ...]
    heads: tuple[str, ...] = ()
    notes_by: int = 6
    #: The columns that hold numbers.
    numbers: tuple[int, ...] = ()


@frozen
class Nested(Block):
    """Blocks that belong to the block above, indented by ``by`` columns."""

    blocks: tuple[Block, ...] = field(converter=_all)
    by: int = 2


@frozen
class Section(Block):
    """Blocks that belong together; a renderer sets them apart from the section above."""

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


def sections(*parts: Said) -> list[Block]:
    """A section for each part that is not empty."""
    return [Section(blocks) for blocks in map(said, parts) if blocks]


def section(title: str, entries: Iterable[str]) -> Said:
    """A heading with a list below it; ``None`` if the list is empty."""
    items = Items(entries)
    return [Heading(title), items] if items.entries else None


def quoted(*texts: str, tone: Tone = "quoted") -> tuple[Span, ...]:
    """A cell with texts from packs or paths, separated by commas; other texts need another ``tone``."""
    spans: list[Span] = []
    for text in texts:
        spans += [(", ", ""), (text, tone)] if spans else [(text, tone)]
    return tuple(spans)
