"""Blocks: a result as headings, paragraphs, lists and tables, before anything says how they look."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal, TypeAlias

from attrs import field, frozen

#: What a text is: a title, good, partly so, bad, beside the point; or quoted from a pack or a path, as it stands there.
Tone = Literal["", "title", "good", "part", "bad", "faint", "quoted"]
Span: TypeAlias = tuple[str, Tone]


class Block:
    """A part of a result; false where its first field, which has what it shows, is empty."""

    __match_args__: ClassVar[tuple[str, ...]]

    def __bool__(self) -> bool:
        return bool(getattr(self, self.__match_args__[0]))


@frozen
class Heading(Block):
    """A title; with ``hang`` a numbered one, whose number takes so many columns."""

    text: str
    hang: int = 0


@frozen
class Paragraph(Block):
    """Running text; in lines, all but the first begin ``hang`` columns further in."""

    text: str
    tone: Tone = ""
    hang: int = 0


@frozen
class Items(Block):
    """A list."""

    entries: tuple[str, ...] = field(converter=tuple[str, ...])


@frozen
class Verbatim(Block):
    """Lines that are shown as they are and never broken, each a row of spans."""

    lines: tuple[tuple[Span, ...], ...] = field(converter=tuple[tuple[Span, ...], ...])


@frozen
class Bar:
    """A share in a picture: what is sure, what is presumed beyond that, of the whole."""

    low: int
    supported: int
    whole: int
    tone: Tone = ""


Cell: TypeAlias = str | Bar | tuple[Span, ...]


def _all(parts: Part) -> tuple[Block, ...]:
    return tuple(said(parts))


@frozen
class Row:
    """A row of a table, with what belongs to it below."""

    cells: tuple[Cell, ...] = field(converter=tuple[Cell, ...])
    notes: tuple[Block, ...] = field(default=(), converter=_all)


@frozen
class Table(Block):
    """Rows with columns. ``widths`` and ``notes_by``, how far in notes are, are for a text of 80 columns."""

    rows: tuple[Row, ...] = field(converter=tuple[Row, ...])
    widths: tuple[int, ...]
    heads: tuple[str, ...] = ()
    notes_by: int = 6
    #: The columns that hold numbers.
    numbers: tuple[int, ...] = ()


@frozen
class Nested(Block):
    """What belongs to the block above, so many columns further in."""

    blocks: tuple[Block, ...] = field(converter=_all)
    by: int = 2


@frozen
class Section(Block):
    """Blocks that belong together, apart from what stands above."""

    blocks: tuple[Block, ...] = field(converter=_all)


#: What :func:`said` takes: a text is a paragraph, nothing is left out.
Part: TypeAlias = Block | str | Iterable["Part"] | None


def said(*parts: Part) -> list[Block]:
    """The blocks of all parts, in one list, without those that say nothing."""
    found: list[Block] = []
    for part in parts:
        if isinstance(part, str):
            found += [Paragraph(part)] if part else []
        elif isinstance(part, Iterable):
            found += said(*part)
        elif part:
            found.append(part)
    return found


def sections(*parts: Part) -> list[Block]:
    """A section of each part that says something."""
    return [Section(blocks) for blocks in map(said, parts) if blocks]


def section(title: str, entries: Iterable[str]) -> Part:
    """A heading with a list below it; nothing where the list is empty."""
    items = Items(entries)
    return [Heading(title), items] if items.entries else None


def quoted(*texts: str, tone: Tone = "quoted") -> tuple[Span, ...]:
    """A cell with texts from packs or paths, or of another tone."""
    spans: list[Span] = []
    for text in texts:
        spans += [(", ", ""), (text, tone)] if spans else [(text, tone)]
    return tuple(spans)
