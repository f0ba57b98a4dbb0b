"""Decode files as strict UTF-8 without invisible characters, and find lines and columns."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate

from attrs import frozen

from roleprofile.errors import Problem
from roleprofile.loading.limits import DEFAULT_LIMITS, Limits
from roleprofile.model.values import REFUSED, REFUSED_IN_TEXT

#: The number of characters of a line that :func:`excerpt` shows.
EXCERPT = 200

_REFUSED_IN_FILE = re.compile(rf"\r(?!\n)|[{REFUSED}]")
# Kinds of refused characters, each up to a last one.
_KINDS_OF_CHARACTER = (
    ("\x0c", "a control character"),
    ("\r", "a carriage return that does not end a line"),
    ("\x9f", "a control character"),
    ("\u2029", "a line separator that editors do not show"),
    ("\u2069", "which changes the text direction"),
    ("\udfff", "half of a character"),
    ("\ufdef", "which stands for no character"),
    ("\ufeff", "a byte-order mark inside the text"),
    ("\U0010ffff", "which stands for no character"),
)
_PLAIN_ASCII = bytes(range(0x20, 0x7F)) + b"\t\n"
_TAB_INDENT = re.compile(r"^ *(\t)[ \t]*[^ \t\r\n]", re.MULTILINE)

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_OTHER_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


class ReadFailure(Exception):  # noqa: N818 - internal: the loader turns it into a LoadError
    """A file that cannot be read as a document; ``problems`` has the reasons, sorted, at least one."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        super().__init__(self.problems)

    def __str__(self) -> str:
        """One problem a line."""
        return "\n".join(map(str, self.problems))


@frozen
class Span:
    """Where a value and its key stand, 1-based, in characters; the key's fields are 0 where there is none."""

    #: Of the first character; a value that is not written stands behind its colon.
    line: int
    column: int
    #: Characters, at least 1, up to the end of the value or of its first line.
    width: int
    key_line: int = 0
    key_column: int = 0
    key_width: int = 0


@frozen
class SourceText:
    """A text with its path; it finds the place of an offset and reports problems there."""

    path: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))][:-1]

    @cached_property
    def _end(self) -> int:
        return len(self.text.rstrip(" \t\r\n"))

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1, in characters; offsets behind the text stand at its end."""
        offset = min(offset, self._end)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def width(self, start: int, end: int) -> int:
        """Characters from ``start`` to ``end``, at most to the end of the first line, at least 1."""
        newline = self.text.find("\n", start, end)
        shown = self.text[start : end if newline < 0 else newline]
        return max(1, len(shown.rstrip(" \t\r")))

    def excerpt(self, line: int) -> str:
        """A line without control characters, at most :data:`EXCERPT` characters long."""
        if not 1 <= line <= len(self._starts):
            return ""
        start = self._starts[line - 1]
        end = self.text.find("\n", start)
        shown = self.text[start : len(self.text) if end < 0 else end].removesuffix("\r")
        return REFUSED_IN_TEXT.sub("\N{REPLACEMENT CHARACTER}", shown[:EXCERPT]).replace("\t", " ")

    def problem(self, code: str, span: tuple[int, int], message: str, hint: str = "", pointer: str = "") -> Problem:
        """A problem from the first offset of ``span`` to before the second."""
        line, column = self.place(span[0])
        return Problem(
            path=self.path,
            line=line,
            column=column,
            pointer=pointer,
            code=code,
            message=message,
            hint=hint,
            excerpt=self.excerpt(line),
            width=self.width(*span),
        )

    def failure(self, code: str, start: int, message: str, hint: str = "") -> ReadFailure:
        """The failure whose only problem is the character at ``start``."""
        return ReadFailure([self.problem(code, (start, start + 1), message, hint)])


def decode(data: bytes, path: str, limits: Limits = DEFAULT_LIMITS) -> SourceText:
    """The text of a YAML file, its byte-order mark left out.

    Args:
        data: The bytes.
        path: The name of the file in problems.
        limits: The limits of the file.

    Raises:
        ReadFailure: RP104 too large, RP105 not UTF-8, RP106 a refused character, RP108 a tab in the indentation (also
            in a block of text, where it looks the same).

    >>> decode(b"kind: role", "role.yaml").text
    'kind: role'
    """
    source = characters(data, path, limits)
    if b"\t" in data and (tab := _TAB_INDENT.search(source.text)):
        raise source.failure("RP108", tab.start(1), "a tab indents this line", "indent with spaces only")
    return source


def characters(data: bytes, path: str, limits: Limits = DEFAULT_LIMITS) -> SourceText:
    r"""The text of a file in which tabs are allowed everywhere; otherwise like :func:`decode`.

    >>> characters(b"\xef\xbb\xbf\tNegotiation", "matrix.csv").text
    '\tNegotiation'
    """
    within(data, path, limits)
    _refuse_other_encodings(data, path)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        source = SourceText(path, data.decode())
    except UnicodeDecodeError as error:
        offset = len(data[: error.start].decode())
        raise SourceText(path, data.decode(errors="replace")).failure(
            "RP105", offset, f"the byte 0x{data[error.start]:02X} is not UTF-8", "save the file as UTF-8"
        ) from None
    # Only characters outside plain ASCII are searched, which is 18 times faster than the whole text.
    rest = data.replace(b"\r\n", b"\n").translate(None, _PLAIN_ASCII)
    if rest and REFUSED_IN_TEXT.search(rest.decode()):
        _refuse_characters(source)
    return source


def excerpt(data: bytes, line: int) -> str:
    r"""A line of a file to show beside a problem, for any bytes.

    Args:
        data: The bytes of the file.
        line: The line, 1-based.

    Returns:
        At most :data:`EXCERPT` characters, control characters replaced; ``""`` if there is no such line.

    >>> excerpt(b"kind: role\nid: a\x00b", 2)
    'id: a\ufffdb'
    """
    encoding = next((codec for mark, codec, _ in _OTHER_ENCODINGS if data.startswith(mark)), "utf-8-sig")
    return SourceText("", data.decode(encoding, errors="replace")).excerpt(line)


def describe(character: str) -> str:
    r"""The description of a refused character.

    >>> describe("\u202e")
    'the character U+202E, which changes the text direction'
    """
    kind = next(kind for last, kind in _KINDS_OF_CHARACTER if character <= last)
    return f"the character U+{ord(character):04X}, {kind}"


def _refuse_other_encodings(data: bytes, path: str) -> None:
    for mark, codec, name in _OTHER_ENCODINGS:
        if data.startswith(mark):
            shown = SourceText(path, data.decode(codec, errors="replace"))
            raise shown.failure("RP105", 0, f"the file is {name}, not UTF-8", "save the file as UTF-8")


def _refuse_characters(source: SourceText) -> None:
    found = _REFUSED_IN_FILE.search(source.text)
    if found:
        hint = "save the file as UTF-8 text" if found[0] == "\0" else "delete the character"
        raise source.failure("RP106", found.start(), f"{describe(found[0])}, is not allowed", hint)


def within(data: bytes, name: str, limits: Limits) -> bytes:
    """The data; raises RP104 if it exceeds the limit of a file."""
    if len(data) > limits.file_bytes:
        raise too_large(name, limits)
    return data


def too_large(name: str, limits: Limits) -> ReadFailure:
    """RP104, of a whole file."""
    message = f"the file is larger than {limits.file_bytes:,} bytes"
    # Only documents can be split: not a record, a resume or a built pack.
    hint = "split it into several files" if name.endswith((".yaml", ".yml")) else "check that it is the right file"
    return refusal(name, "RP104", message, hint)


def refusal(name: str, code: str, message: str, hint: str) -> ReadFailure:
    """A failure whose problem concerns a whole file."""
    return ReadFailure([Problem(path=name, code=code, message=message, hint=hint)])
