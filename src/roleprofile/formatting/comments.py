"""Comments and blank lines: the entry that each belongs to, and their return into the text after entries were moved."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal

from attrs import field, frozen

from roleprofile.formatting.positions import Comment, Outline, OutlineEntry
from roleprofile.model.values import Pointer

Place = Literal["top", "before", "beside", "after"]


@frozen
class Remark:
    """A comment, or a blank line (``text`` is empty), with the entry that it belongs to."""

    place: Place
    pointer: Pointer
    text: str
    #: The column of a comment beside an entry, from 0, so that aligned comments stay aligned.
    column: int = 0


@frozen
class Remarks:
    """All comments and blank lines of a document."""

    remarks: tuple[Remark, ...]
    #: Collections in brackets with a comment inside, which need several lines.
    opened: frozenset[Pointer] = field(factory=frozenset)

    @property
    def comments(self) -> list[str]:
        """The comments, sorted."""
        return sorted(remark.text for remark in self.remarks if remark.text)


def remarks_of(outline: Outline) -> Remarks:
    """The comments and blank lines of a text, each with its entry."""
    found: list[Remark] = []
    for own, group in groupby(outline.comments, lambda comment: comment.own):
        comments = list(group)
        if own:
            for _, run in groupby(comments, lambda c: bisect_right(outline.starts, c.offset)):
                found += _own_lines(outline, list(run))
        else:
            found += [_beside(outline, comment) for comment in comments]
    opened = frozenset(pointer for comment in outline.comments if comment.text for pointer in comment.within)
    return Remarks(remarks=tuple(found), opened=opened)


def _beside(outline: Outline, comment: Comment) -> Remark:
    entry = outline.entry_before(comment.offset)
    if entry is None:  # beside the mark that begins a document
        return Remark("top", outline.entries[0].pointer, comment.text)
    if entry.outer is not None and outline.ends[entry.outer] <= comment.offset:
        return Remark("beside", entry.outer, comment.text, comment.column)
    return Remark("beside", entry.pointer, comment.text, comment.column)


def _own_lines(outline: Outline, run: Sequence[Comment]) -> Iterator[Remark]:
    """Comments on lines between two entries: those indented more than the second belong to the first."""
    below = outline.entry_from(run[0].offset)
    above = outline.entry_before(run[0].offset)
    trailing = 0
    if above is not None and outline.styles[above.pointer] and outline.value_starts[above.pointer] > run[0].offset:
        below = above  # between a key and its value
    elif above is not None:
        trailing = next((len(run) - n for n, c in enumerate(reversed(run)) if _is_trailing(c, below)), 0)
        for number, comment in enumerate(run[:trailing]):
            # A blank line goes with the comment below it.
            leader = next(later for later in run[number:trailing] if later.text)
            yield Remark("after", _home(outline, above, leader).pointer, comment.text)
    # The head of the file stays its head, whichever key comes first.
    head = max((n for n, c in enumerate(run, start=1) if not c.text), default=len(run)) if above is None else 0
    for number, comment in enumerate(run[trailing:]):
        if below is not None and not (comment.within and not comment.text):
            yield Remark("top" if number < head else "before", below.pointer, comment.text)


def _is_trailing(comment: Comment, below: OutlineEntry | None) -> bool:
    if not comment.text:
        return False
    if comment.within:
        return below is None or below.pointer[: len(comment.within[-1])] != comment.within[-1]
    return below is None or comment.column > below.column


def _home(outline: Outline, above: OutlineEntry, comment: Comment) -> OutlineEntry:
    """The innermost entry that ends above a comment and is not indented more."""
    line = [outline.by_pointer.get(above.pointer[:length]) for length in range(len(above.pointer), -1, -1)]
    around = [entry for entry in line if entry is not None]
    if comment.within:
        inside = [entry for entry in around if len(entry.pointer) > len(comment.within[-1])]
        return inside[-1] if inside else around[0]
    return next((entry for entry in around if entry.column <= comment.column and entry.outer is None), around[-1])


def without_comments(outline: Outline) -> str:
    """The text without comments, blank lines and lines of comments alone."""
    parts, reached = [], 0
    for comment in outline.comments:
        parts.append(outline.text[reached : comment.offset - (comment.column if comment.own else 0)])
        end = outline.text.find("\n", comment.offset)
        reached = len(outline.text) if end < 0 else end + comment.own
    return "".join(parts) + outline.text[reached:]


def with_remarks(text: str, outline: Outline, remarks: Remarks) -> str:
    """Put comments and blank lines back to their entries."""
    before, beside, after = (_by_line(outline, remarks, place) for place in ("before", "beside", "after"))
    written = _unless_blank_twice([], [remark.text for remark in remarks.remarks if remark.place == "top"])
    for number, line in enumerate(text.split("\n")):
        indent = " " * (len(line) - len(line.lstrip(" ")))
        # One comment fits beside a line; further ones get lines of their own above it.
        here = beside.get(number, [])
        above = [*sorted(before.get(number, ()), key=lambda remark: len(remark.pointer)), *here[:-1]]
        written += _unless_blank_twice(written, [_shown(indent, remark) for remark in above])
        written.append(_with_comment(line, here[-1]) if here else line)
        below = sorted(after.get(number, ()), key=lambda remark: -len(remark.pointer))
        indents = [" " * outline.by_pointer[remark.pointer].column for remark in below]
        written += _unless_blank_twice(written, map(_shown, indents, below))
    return "\n".join(written).rstrip("\n") + "\n"


def _by_line(outline: Outline, remarks: Remarks, place: Place) -> dict[int, list[Remark]]:
    """The remarks with one place, by line from 0."""
    line = {
        "before": lambda entry: entry.line,
        "beside": outline.head_line,
        "after": outline.last_line,
    }[place]
    found: dict[int, list[Remark]] = {}
    for remark in remarks.remarks:
        if remark.place == place:
            found.setdefault(line(outline.by_pointer[remark.pointer]), []).append(remark)
    return found


def _shown(indent: str, remark: Remark) -> str:
    return indent + remark.text if remark.text else ""


def _with_comment(line: str, remark: Remark) -> str:
    return f"{line.ljust(remark.column)}{remark.text}" if len(line) < remark.column else f"{line}  {remark.text}"


def _unless_blank_twice(written: Sequence[str], lines: Iterable[str]) -> list[str]:
    """The lines, without a blank one at the top of the file or after another blank one."""
    kept: list[str] = []
    for line in lines:
        if line or (kept or written)[-1:] not in ([], [""]):
            kept.append(line)
    return kept
