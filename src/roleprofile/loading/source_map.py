"""The place of every value of a document, for files in which something is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from roleprofile.loading.limits import DEFAULT_LIMITS, Limits
from roleprofile.loading.reader import Builder, span_of
from roleprofile.loading.text import ReadFailure, Source, decode

if TYPE_CHECKING:
    from yaml import events as ev

    from roleprofile.loading.reader import Tree
    from roleprofile.model.values import Pointer


@frozen
class Mark:
    """Where a value and its key stand, 1-based, in characters; the key's fields are 0 where there is none."""

    #: Of the first character; a value that is not written stands behind its colon.
    line: int
    column: int
    #: Characters, at least 1, up to the end of the value or of its first line.
    width: int
    key_line: int = 0
    key_column: int = 0
    key_width: int = 0


def locate(data: bytes, limits: Limits = DEFAULT_LIMITS) -> dict[Pointer, Mark]:
    """Find every value of a document: a second pass, for files in which something is wrong.

    Args:
        data: The file, as :func:`parse` read it.
        limits: As for :func:`parse`.

    Returns:
        A mark for every value before the first place that cannot be read, and always one for ``()``, the
        document; of two equal keys the first is found.

    >>> locate(b"asks: advanced")["asks",]
    Mark(line=1, column=7, width=8, key_line=1, key_column=1, key_width=4)
    """
    try:
        source = decode(data, "", limits)
    except ReadFailure:
        return {(): Mark(1, 1, 1)}
    locator = Locator(source, limits)
    locator.run()
    return {(): Mark(1, 1, 1), **locator.marks}


class Locator(Builder):
    """Builds the same tree and keeps the place of each value, instead of what is wrong."""

    def __init__(self, source: Source, limits: Limits) -> None:
        super().__init__(source, limits)
        self.marks: dict[Pointer, Mark] = {}
        #: From where a key is repeated to the line where it is first.
        self.repeats: dict[int, int] = {}
        self._firsts: list[dict[str, int]] = []
        self._key_place = (0, 0, 0)
        self._opened: list[tuple[Pointer, int]] = []

    def _scalar(self, event: ev.ScalarEvent) -> None:
        if self._items is not None or self._key is not None:
            self._mark(event)
        super()._scalar(event)

    def _open(self, event: ev.ScalarEvent) -> None:
        start, end = span_of(event)
        self._key_place = (*self.source.place(start), self.source.width(start, end))
        super()._open(event)
        self._firsts[-1].setdefault(event.value, self._key_place[0])

    def _repeated(self, event: ev.ScalarEvent) -> None:
        self.repeats[span_of(event)[0]] = self._firsts[-1].get(event.value, 0)

    def _enter(self, event: ev.CollectionStartEvent, node: Tree) -> None:
        self._opened.append((self._mark(event), span_of(event)[0]))
        self._firsts.append({})
        super()._enter(event, node)

    def _end(self, event: ev.CollectionEndEvent) -> None:
        pointer, start = self._opened.pop()
        self._firsts.pop()
        mark = self.marks[pointer]
        if self.source.place(start) == (mark.line, mark.column):
            self.marks[pointer] = evolve(mark, width=self.source.width(start, span_of(event)[1]))
        super()._end(event)

    def _mark(self, event: ev.Event) -> Pointer:
        start, end = span_of(event)
        pointer = self._pointer()
        key = self._key_place if self._stack and self._items is None else (0, 0, 0)
        self.marks.setdefault(pointer, Mark(*self.source.place(start), self.source.width(start, end), *key))
        return pointer

    def _add(self, code: str, span: tuple[int, int], message: str, hint: str, more: Pointer = ()) -> None:
        """Ignore the problem: :func:`parse` has reported it."""
