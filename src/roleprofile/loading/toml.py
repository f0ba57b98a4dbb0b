"""Read TOML with the place of every value, which the standard library does not keep."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from roleprofile.loading.decoding import SourceText
from roleprofile.model.values import Pointer

#: The offsets of the first character of a value or key, and behind its last one.
Span = tuple[int, int]

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*(?:"((?:\\.|[^"\\])*)"|'([^']*)'|([A-Za-z0-9_-]+))[ \t]*""")
_SCALAR = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?'{3,5}|"(?:\\.|[^"\\])*"|'[^']*'|[^,\]}#\r\n]*[^,\]}#\r\n \t]''', re.DOTALL
)
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def parse_toml(source: SourceText) -> dict[str, Any]:
    """The tree of a TOML document.

    Raises :class:`~roleprofile.loading.decoding.ReadFailure` with an RP380 at the first syntax error.
    """
    try:
        return tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        message = str(error)[: found.start()] if found else str(error)
        offset = len(source.text)
        if found and found[1]:
            offset = _offset(source.text, int(found[1]), int(found[2]))
        hint = "see toml.io; put text in double quotes"
        raise source.failure("RP380", offset, message[:1].lower() + message[1:], hint) from None
    except RecursionError:
        raise source.failure("RP380", 0, "the file is nested too deeply", "reduce the nesting") from None


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    return start + column - 1


def spans(text: str) -> tuple[dict[Pointer, Span], dict[Pointer, Span]]:
    r"""The spans of the values and of the keys in a document that :func:`parse_toml` has read.

    >>> values, keys = spans('[tool.roleprofile]\npacks = ["a", "b"]')
    >>> values["tool", "roleprofile", "packs", 1], keys["tool", "roleprofile"]
    ((33, 36), (6, 17))
    """
    walk = _Walk(text)
    walk.document()
    return walk.values, walk.keys


class _Walk:
    """Walks through a well-formed document, so it checks no syntax."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.values: dict[Pointer, Span] = {}
        self.keys: dict[Pointer, Span] = {}
        self._tables: dict[Pointer, int] = {}

    def document(self) -> None:
        table: Pointer = ()
        while self._next():
            if self._takes("["):
                many = self._takes("[")
                table = self._key(())
                if many:
                    number = self._tables.get(table, -1) + 1
                    self._tables[table] = number
                    table = (*table, number)
                self.at += 2 if many else 1
            else:
                self._pair(table)

    def _next(self) -> str:
        """Skip blanks and comments, and return the next character."""
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.text[self.at : self.at + 1]

    def _takes(self, sign: str) -> bool:
        taken = self.text.startswith(sign, self.at)
        self.at += len(sign) if taken else 0
        return taken

    def _key(self, table: Pointer) -> Pointer:
        """Read a dotted key; it refers to the last table of a list of tables."""
        pointer = table
        while True:
            found = _KEY.match(self.text, self.at)
            assert found is not None  # noqa: S101 - the document is well-formed
            index = next(number for number in (1, 2, 3) if found[number] is not None)
            pointer = (*pointer, found[index])
            self.keys.setdefault(pointer, found.span(index))
            self.at = found.end()
            if not self._takes("."):
                return pointer
            if pointer in self._tables:
                pointer = (*pointer, self._tables[pointer])

    def _pair(self, table: Pointer) -> None:
        pointer = self._key(table)
        self.at += 1
        self._value(pointer)

    def _value(self, pointer: Pointer) -> None:
        sign = self._next()
        start = self.at
        if sign == "[":
            self.at += 1
            index = 0
            while self._next() != "]":
                self._value((*pointer, index))
                index += 1
                self._next()
                self._takes(",")
            self.at += 1
        elif sign == "{":
            self.at += 1
            while self._next() != "}":
                self._pair(pointer)
                self._next()
                self._takes(",")
            self.at += 1
        else:
            found = _SCALAR.match(self.text, self.at)
            assert found is not None  # noqa: S101 - the document is well-formed
            self.at = found.end()
        self.values[pointer] = (start, self.at)
