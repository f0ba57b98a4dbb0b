"""Change the content of a document in its text: what keeps its content keeps its lines, comments and order."""

from __future__ import annotations

import codecs
import json
import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from attrs import field, frozen

from roleprofile.errors import RoleProfileError
from roleprofile.formatting.positions import Comment, Outline, OutlineEntry
from roleprofile.loading.decoding import ReadFailure, decode
from roleprofile.loading.limits import DEFAULT_LIMITS, Limits
from roleprofile.loading.reader import parse
from roleprofile.model.convert import plain
from roleprofile.model.values import Pointer, freeze
from roleprofile.model.yaml_text import WIDTH, entry, flow, item

_WORDS = re.compile(r"\S+(?: \S+)*")


def with_content(data: bytes, tree: Mapping[str, Any], shown: str, limits: Limits = DEFAULT_LIMITS) -> bytes:
    r"""A document with another content.

    Entries of lists are told by their ids. What is removed takes the comments inside, beside and directly above it with
    it; all other comments stay. A new entry stands behind the one that it follows in ``tree``.

    Args:
        data: The file.
        tree: The new content.
        shown: The name of the file in problems.
        limits: How much it may hold.

    Raises:
        ReadFailure: The file cannot be read.

    >>> with_content(b"weight: 3  # by far\nbasis: judgement\n", {"weight": 5, "basis": "judgement"}, "a.yaml")
    b'weight: 5  # by far\nbasis: judgement\n'
    """
    text = decode(data, shown, limits).text
    before, after = plain(parse(data, shown, limits)), plain(freeze(tree))
    edits = _Edits(Outline(text))
    edits.value((), before, after)
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    result = mark + edits.result().encode()
    try:
        right = _said(parse(result, shown, limits)) == _said(after) and edits.keeps_comments(result.decode("utf-8-sig"))
    except ReadFailure:
        right = False
    if not right:
        message = f"{shown}: the changes would lose content, so the file was not changed; please report this"
        raise RoleProfileError(message)
    return result


def _said(value: Any) -> str:
    """A value for comparisons: maps are equal in any order, and 1 is not true."""
    return json.dumps(plain(value), sort_keys=True)


@frozen(eq=False)
class _Child:
    """A key or an item before and after."""

    #: ``None`` for a new one.
    place: Pointer | None
    before: Any
    #: ``None`` for an item of a list.
    key: str | None
    after: Any
    stays: bool


def _children(pointer: Pointer, before: Any, after: Any) -> list[_Child]:
    """The keys or items of a value, those before in their order."""
    steps: tuple[list[Any], list[Any]]
    if isinstance(before, dict):
        steps = list(before), [key for key in before if key in after]
        for number, key in enumerate(after):
            if key not in before:
                # Behind its predecessor, which stays or was added just now.
                steps[1].insert(steps[1].index(list(after)[number - 1]) + 1 if number else 0, key)
        pairs = _aligned(*steps, replaced=False)
    else:
        steps = list(range(len(before))), list(range(len(after)))
        ids = all(isinstance(one, dict) and "id" in one for one in (*before, *after))
        names = [[_said(one["id"] if ids else one) for one in some] for some in (before, after)]
        pairs = _aligned(*names, replaced=not ids)
    found = []
    for i, j in pairs:
        found.append(
            _Child(
                place=None if i is None else (*pointer, steps[0][i]),
                before=None if i is None else before[steps[0][i]],
                key=None if j is None or isinstance(before, list) else steps[1][j],
                after=None if j is None else after[steps[1][j]],
                stays=i is not None and j is not None,
            )
        )
    return found


def _aligned(before: Sequence[str], after: Sequence[str], *, replaced: bool) -> Iterator[tuple[int | None, int | None]]:
    """Which of one sequence is which of another; ``replaced`` pairs others in the same place."""
    for tag, i, i_end, j, j_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = min(i_end - i, j_end - j) if tag == "equal" or replaced else 0
        yield from ((i + number, j + number) for number in range(same))
        yield from ((old, None) for old in range(i + same, i_end))
        yield from ((None, new) for new in range(j + same, j_end))


@frozen(eq=False)
class _Edits:
    """The changes to a text: for each its first and last offset and the new text."""

    outline: Outline
    changes: list[tuple[int, int, str]] = field(factory=list)
    #: The comments of removed entries.
    gone: Counter[str] = field(factory=Counter)

    @property
    def text(self) -> str:
        return self.outline.text

    @property
    def line_end(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def result(self) -> str:
        """The text after all changes."""
        parts, reached = [], 0
        for start, end, text in sorted(self.changes, key=lambda change: change[:2]):
            parts += [self.text[reached:start], text]
            reached = max(reached, end)
        return "".join(parts) + self.text[reached:]

    def keeps_comments(self, text: str) -> bool:
        """Whether a text has all comments, except those of removed entries."""
        before, after = (Counter(one.text for one in each.comments) for each in (self.outline, Outline(text)))
        return before - self.gone <= after

    # --- values -------------------------------------------------------------------------------------------------

    def value(self, pointer: Pointer, before: Any, after: Any) -> None:
        """Change the value at a place."""
        if _said(before) == _said(after):
            return
        if type(before) is type(after) and isinstance(before, dict | list):
            children = _children(pointer, before, after)
            if any(child.stays for child in children):
                for child in children:
                    if child.stays and child.place:
                        self.value(child.place, child.before, child.after)
                # After the inner ones, which come first where both add at the same offset.
                (self._in_brackets if self.outline.styles[pointer] == "[" else self._on_lines)(children)
                return
        self._replace(pointer, after)

    def _replace(self, pointer: Pointer, value: Any) -> None:
        outline = self.outline
        style, start, end = outline.styles[pointer], outline.value_starts[pointer], outline.ends[pointer]
        entry_start = outline.by_pointer[pointer].start
        if style in (">", "|"):
            self.changes.append((start, end, self._block(pointer, value)))
        elif style == "" and "\n" in self.text[entry_start:start]:
            # From lines of its own to the line of its key, before a comment there.
            head = self.text.find("\n", entry_start)
            comment = next((one.offset for one in outline.comments if entry_start < one.offset < head), head)
            behind = entry_start + len(self.text[entry_start:comment].rstrip())
            self.changes.append((behind, behind, f" {flow(value)}"))
            last = len(self.text[: self._next_line(end)].rstrip("\r\n"))
            self._remove(len(self.text[:head].rstrip("\r")), last)
        else:
            in_quotes = style in ("'", '"') and isinstance(value, str)
            self._remove(start, end, json.dumps(value, ensure_ascii=False) if in_quotes else flow(value))

    def _block(self, pointer: Pointer, value: Any) -> str:
        """The text in place of one in a block: a block if possible, else a text on one line."""
        start = self.outline.value_starts[pointer]
        head, *lines = self.text[start : self.outline.ends[pointer]].split("\n")
        _, sign, comment = head.partition("#")
        note = f"  #{comment}".rstrip() if sign else ""
        content = value.removesuffix("\n") if isinstance(value, str) else ""
        indent = next((" " * (len(line) - len(line.lstrip())) for line in lines if line.strip()), "")
        if not content or not indent or not all(map(_WORDS.fullmatch, content.split("\n"))):
            return flow(value) + note
        keeps = "" if value.endswith("\n") else "-"
        if head.startswith(">") and "\n" not in content:
            width = max(WIDTH - len(indent), 1)
            lines = textwrap.wrap(content, width, break_long_words=False, break_on_hyphens=False)
        else:
            head, lines = "|", content.split("\n")
        return self.line_end.join([f"{head[0]}{keeps}{note}", *(f"{indent}{line}" for line in lines)])

    # --- keys and items -----------------------------------------------------------------------------------------

    def _in_brackets(self, children: Sequence[_Child]) -> None:
        last: _Child | None = None
        dropped: list[_Child] = []
        for number, child in enumerate(children):
            if child.stays:
                if dropped:
                    self._remove(self._entry(dropped[0]).start, self._entry(child).start)
                last, dropped = child, []
            elif child.place is not None:
                dropped.append(child)
            elif last is not None:
                end = self._end(last)
                self.changes.append((end, end, f", {_short(child)}"))
            else:
                first = self._entry(next(one for one in children[number:] if one.stays)).start
                self.changes.append((first, first, f"{_short(child)}, "))
        if dropped and last is not None:
            self._remove(self._end(last), self._end(dropped[-1]))

    def _on_lines(self, children: Sequence[_Child]) -> None:
        last: _Child | None = None
        first = next(child for child in children if child.stays)
        for child in children:
            if child.stays:
                last = child
            elif child.place is None:
                self._add(child, last, first)
            elif self._is_on_dash(child):
                self._remove(self._entry(child).start, self._entry(first).start)
            elif last is not None or not self._is_on_dash(next(one for one in children if one.place)):
                self._remove(self._above(child), self._below(child))

    def _add(self, child: _Child, last: _Child | None, first: _Child) -> None:
        column = self._entry(first).column
        lines = list(item(child.after, column) if child.key is None else entry(child.key, child.after, column))
        if last is None and self._is_on_dash(first):
            place = self._entry(first).start
            lines = [lines[0].lstrip(), *lines[1:], " " * column]
            self.changes.append((place, place, self.line_end.join(lines)))
            return
        place = self._above(first) if last is None else self._below(last)
        text = "".join(f"{line}{self.line_end}" for line in lines)
        if place and self.text[place - 1] != "\n":
            text = self.line_end + text.removesuffix(self.line_end)
        self.changes.append((place, place, text))

    def _remove(self, start: int, end: int, text: str = "") -> None:
        self.gone.update(one.text for one in self.outline.comments if start <= one.offset < end)
        self.changes.append((start, end, text))

    def _entry(self, child: _Child) -> OutlineEntry:
        return self.outline.by_pointer[child.place or ()]

    def _end(self, child: _Child) -> int:
        return self.outline.ends[child.place or ()]

    def _line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def _is_on_dash(self, child: _Child) -> bool:
        start = self._entry(child).start
        return bool(self.text[self._line_start(start) : start].strip())

    def _above(self, child: _Child) -> int:
        """The start of the lines of an entry, with the comments directly above it."""
        entry = self._entry(child)
        place = self._line_start(entry.start)
        for comment in reversed(self._comments(entry.column)):
            if self._line_start(place - 1) == self._line_start(comment.offset) < place:
                place = self._line_start(comment.offset)
        return place

    def _below(self, child: _Child) -> int:
        """The start of the line behind an entry and the comments that are indented more than it."""
        column = self._entry(child).column
        place = self._next_line(self._end(child))
        for comment in self._comments():
            if comment.offset >= place:
                if comment.column <= column or self.text[place : comment.offset].strip():
                    break
                place = self._next_line(comment.offset)
        return place

    def _next_line(self, offset: int) -> int:
        if self.text[offset - 1 : offset] == "\n":
            return offset
        found = self.text.find("\n", offset)
        return len(self.text) if found < 0 else found + 1

    def _comments(self, column: int | None = None) -> list[Comment]:
        """The comments on lines of their own, in one column."""
        return [c for c in self.outline.comments if c.own and c.text and column in (None, c.column)]


def _short(child: _Child) -> str:
    return flow(child.after) if child.key is None else flow({child.key: child.after})[1:-1]
