"""The positions of the entries of a document, and the comments and blank lines between them."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from roleprofile.loading.decoding import SourceText
from roleprofile.loading.limits import DEFAULT_LIMITS
from roleprofile.loading.reader import Builder, Tree, span_of
from roleprofile.model.values import Pointer

if TYPE_CHECKING:
    from yaml import events as ev


_COMMENT = re.compile(r"#[^\n]*")


@frozen
class OutlineEntry:
    """A key with its value, an item of a list, or a document in brackets."""

    pointer: Pointer
    #: Offset of the key, or of the dash.
    start: int
    #: Both from 0.
    line: int
    column: int
    #: The outermost collection in brackets around the entry.
    outer: Pointer | None = None


@frozen
class Comment:
    """A comment or a blank line (``text`` is empty)."""

    offset: int
    column: int
    text: str
    #: Whether it has a line of its own.
    own: bool
    #: The collections in brackets around it, outermost first.
    within: tuple[Pointer, ...] = ()


class Outline(Builder):
    """Reads the text of a valid document, and keeps the positions."""

    def __init__(self, text: str) -> None:
        super().__init__(SourceText("", text), DEFAULT_LIMITS)
        self.text = text
        self.entries: list[OutlineEntry] = []
        self.comments: list[Comment] = []
        #: The offsets of each value; a list or a map without brackets ends with its last entry.
        self.value_starts: dict[Pointer, int] = {}
        self.ends: dict[Pointer, int] = {}
        #: The style of each value: a quote, ``>``, ``|``, a bracket, or ``""``.
        self.styles: dict[Pointer, str] = {}
        self._reached = self._dash_from = 0
        self._flows: list[Pointer] = []
        self._opened: list[tuple[Pointer, bool]] = []
        self.run()
        self._gap(len(text))

    @cached_property
    def starts(self) -> list[int]:
        """The offsets of all entries and values, sorted."""
        return sorted({entry.start for entry in self.entries} | set(self.value_starts.values()))

    @cached_property
    def by_pointer(self) -> dict[Pointer, OutlineEntry]:
        """Every entry by its place in the document."""
        return {entry.pointer: entry for entry in self.entries}

    def entry_before(self, offset: int) -> OutlineEntry | None:
        """The last entry that begins before an offset."""
        place = bisect_right(self._entry_starts, offset)
        return self.entries[place - 1] if place else None

    def entry_from(self, offset: int) -> OutlineEntry | None:
        """The first, and outermost, entry that begins at an offset or after it."""
        place = bisect_right(self._entry_starts, offset - 1)
        return self.entries[place] if place < len(self.entries) else None

    @cached_property
    def _entry_starts(self) -> list[int]:
        return [entry.start for entry in self.entries]

    def head_line(self, entry: OutlineEntry) -> int:
        """The line of a comment beside an entry: that of the value if it takes one line."""
        if self.styles[entry.pointer] in ("", ">", "|"):
            return entry.line
        return self._line(self.ends[entry.pointer])

    def last_line(self, entry: OutlineEntry) -> int:
        """The last line of an entry."""
        return self._line(self.ends[entry.pointer])

    def _line(self, offset: int) -> int:
        # The end lies behind the last character.
        return self.source.place(max(offset - 1, 0))[0] - 1

    def _scalar(self, event: ev.ScalarEvent) -> None:
        start, end = span_of(event)
        self._gap(start)
        end = self._end_of(event, start, end)
        if self._items is not None or self._key is not None:
            pointer = self._value(start)
            self.styles[pointer] = event.style or "plain"
            self._close(pointer, end)
        super()._scalar(event)
        self._reached = end

    def _end_of(self, event: ev.ScalarEvent, start: int, end: int) -> int:
        """The end of a text; blank lines and comments behind a block do not belong to it."""
        if event.style not in ("|", ">"):
            return end
        head = self.text[start : self.text.find("\n", start)]
        header, sign, comment = head.partition("#")
        if sign:
            column = self.source.place(start + len(header))[1] - 1
            self.comments.append(Comment(start + len(header), column, f"#{comment}".rstrip(), own=False))
        return end if "+" in header else start + len(self.text[start:end].rstrip())

    def _open(self, event: ev.ScalarEvent) -> None:
        start = span_of(event)[0]
        super()._open(event)
        self._enter_entry(self._pointer(), start)

    def _enter(self, event: ev.CollectionStartEvent, node: Tree) -> None:
        start, end = span_of(event)
        self._gap(start)
        pointer = self._value(start)
        flow = bool(event.flow_style)
        self.styles[pointer] = "[" if flow else ""
        self.ends[pointer] = end
        super()._enter(event, node)
        self._opened.append((pointer, flow))
        if flow:
            self._flows.append(pointer)
            self._reached = end

    def _end(self, event: ev.CollectionEndEvent) -> None:
        pointer, flow = self._opened.pop()
        if flow:
            start, end = span_of(event)
            self._gap(start)
            self._flows.pop()
            self._reached = self.ends[pointer] = end
        super()._end(event)
        self._close(pointer, self.ends[pointer])

    def _close(self, pointer: Pointer, end: int) -> None:
        self.ends[pointer] = end
        if pointer:
            # Outer values end here too, unless more follows.
            self.ends[pointer[:-1]] = max(self.ends.get(pointer[:-1], 0), end)

    def _value(self, start: int) -> Pointer:
        """Start a value; an item of a list and a document in brackets are entries."""
        pointer = self._pointer()
        if self._items is not None and (pointer or self.text[start : start + 1] in ("[", "{")):
            dash = self._dash(start) if pointer and not self._opened[-1][1] else start
            self._enter_entry(pointer, dash)
        self.value_starts[pointer] = start
        return pointer

    def _dash(self, start: int) -> int:
        gap = _COMMENT.sub(lambda found: " " * len(found[0]), self.text[self._dash_from : start])
        found = gap.find("-")
        place = self._dash_from + found if found >= 0 else start
        self._dash_from = place + 1
        return place

    def _enter_entry(self, pointer: Pointer, start: int) -> None:
        line, column = self.source.place(start)
        outer = self._flows[0] if self._flows else None
        self.entries.append(OutlineEntry(pointer=pointer, start=start, line=line - 1, column=column - 1, outer=outer))

    def _gap(self, end: int) -> None:
        """Keep the comments and blank lines up to the next token."""
        start, self._reached = self._reached, max(end, self._reached)
        self._dash_from = max(start, self._dash_from)
        offset = self.text.rfind("\n", 0, start) + 1
        for line in self.text[offset:end].split("\n"):
            self._gap_line(line, offset, max(start, offset), end)
            offset += len(line) + 1

    def _gap_line(self, line: str, offset: int, start: int, end: int) -> None:
        within = tuple(self._flows)
        rest = line[start - offset :]
        sign = rest.find("#")
        if sign >= 0:
            place = start + sign
            own = not self.text[offset:place].strip()
            self.comments.append(Comment(place, place - offset, rest[sign:].rstrip(), own=own, within=within))
        elif start == offset and not line.strip() and offset + len(line) < end:
            self.comments.append(Comment(offset, 0, "", own=True, within=within))
