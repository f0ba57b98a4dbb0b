"""Read YAML text as a tree of plain values.

PyYAML only splits the text into events; the reader constructs no nodes and does not recurse. It accepts the part of
YAML that role profiles need: one document of maps, lists, texts, whole numbers, ``true``, ``false`` and ``null``. A
quoted scalar is always text. An unquoted scalar resolves as in the core schema of YAML 1.2, except that

- whole numbers are decimal and begin with no zero: ``0110``, ``0o17`` and ``0x1F`` stay text (codes);
- ``1.10`` and ``1e3`` stay text as they are spelt (a version keeps its zero; no schema has fractions);
- ``.nan`` and ``.inf`` are refused.

``no``, ``on``, ``22:22``, ``1_000`` and ``2026-01-31`` are text in YAML 1.2 too. An unquoted *key* that some version of
YAML does not read as text is refused, because other programs would read another key.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NoReturn, TypeAlias, cast

import yaml
from attrs import evolve
from yaml import events as ev

from roleprofile.errors import Problem
from roleprofile.loading.decoding import ReadFailure, SourceText, Span, decode, describe
from roleprofile.loading.limits import DEFAULT_LIMITS, Limits
from roleprofile.loading.yaml_errors import DECIMAL_COMMA, NO_CHARACTER, after_decimal_comma, explained, merge_conflict
from roleprofile.model.values import REFUSED_IN_TEXT, Pointer, pointer_text

#: A value of a document.
Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str | int | bool | None"

#: After this many problems in one file the reader stops.
MOST_PROBLEMS = 20

# Without libyaml PyYAML uses its own scanner, which is ten times slower and refuses a little more (a tab between two
# words, a "?" in brackets). Both read the same values.
_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER_STARTS = frozenset("0123456789+-.")
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")

# "on" and "no" are text in YAML 1.2 and are needed as keys: the day of an evidence, a text in Norwegian.
_NOT_KEYS = frozenset({*_WORDS, "=", "<<"})
_NUMBER_KEY = re.compile(
    r"""[-+]?(?: (?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?  # 12, 1_000, 1.5, .5, 1e3
      | 0(?:x[0-9a-fA-F_]+|o[0-7]+|b[01_]+)
      | [0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?  # 22:22, in base 60
      | \.(?:inf|Inf|INF) )
    | \.(?:nan|NaN|NAN)
    | [0-9]{4}-[0-9][0-9]?-[0-9][0-9]?(?:[Tt\ \t].*)?  # a date, or a date and a time""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:x(..)|u(....)|U(.{8})|(.))", re.DOTALL)
# A "?" that marks the next value as a key.
_QUESTION_MARK = re.compile(r"(?:^|[-{\[,:]) *\? +", re.MULTILINE)
# The one-letter escapes that stand for characters the reader refuses: NUL, bell ... next line, separators.
_REFUSED_ESCAPES = frozenset("0abvferNLP")


def parse(data: bytes, path: str, limits: Limits = DEFAULT_LIMITS) -> Tree:
    """Read one document.

    Args:
        data: The file, UTF-8.
        path: What problems call the file.
        limits: How much the file may hold.

    Returns:
        Dicts with text keys, in the file's order, lists, texts, whole numbers, booleans and ``None``.

    Raises:
        ReadFailure: RP104 to RP119 and RP121, at most :data:`MOST_PROBLEMS` of them.

    >>> parse(b"{id: a, version: 1.10, code: 0110, months: 24, remote: no}", "a.yaml")
    {'id': 'a', 'version': '1.10', 'code': '0110', 'months': 24, 'remote': 'no'}
    """
    source = decode(data, path, limits)
    builder = Builder(source, limits)
    tree = builder.run()
    if builder.problems:
        raise ReadFailure(builder.problems)
    return tree


class _Stop(Exception):  # noqa: N818 - ends the reading of a file
    """Stops the reader: the rest cannot be read, or need not be."""


class Builder:
    """Builds the tree from the events and collects the problems."""

    def __init__(self, source: SourceText, limits: Limits) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self._limits = limits
        self._left = limits.nodes
        self._longest = limits.string
        self._documents = 0
        text = source.text
        self._escapes = "\\" in text
        self._marked = {found.end() for found in _QUESTION_MARK.finditer(text)} if "? " in text else set()
        self._repeats: dict[int, int] | None = None
        # The open list, or the open map with the key whose value comes next.
        self._root: list[Tree] = []
        self._items: list[Tree] | None = self._root
        self._entries: dict[str, Tree] = {}
        self._key: str | None = None
        self._stack: list[tuple[list[Tree] | None, dict[str, Tree], str | None]] = []

    def run(self) -> Tree:
        """The tree; it is incomplete if ``problems`` is not empty."""
        try:
            self._refuse_directives()
            self._read()
            if not self.problems and (conflict := merge_conflict(self.source.text)):
                self._stop(*conflict)
            if self._root in ([], [None]) and not self.problems:
                self._stop("RP121", (0, 1), "the file is empty", "begin with kind:, schema: and id:")
        except _Stop:
            return None
        return self._root[0]

    def _read(self) -> None:
        loader = _LOADER(self.source.text)
        handlers: dict[type[ev.Event], Callable[[Any], None]] = {
            ev.ScalarEvent: self._scalar,
            ev.SequenceStartEvent: self._list,
            ev.MappingStartEvent: self._map,
            ev.SequenceEndEvent: self._end,
            ev.MappingEndEvent: self._end,
            ev.AliasEvent: self._alias,
            ev.DocumentStartEvent: self._document,
            ev.DocumentEndEvent: _nothing,
            ev.StreamStartEvent: _nothing,
            ev.StreamEndEvent: _nothing,
        }
        next_event = loader.get_event
        try:
            while (event := next_event()) is not None:
                handlers[type(event)](event)
        except yaml.YAMLError as error:
            self._syntax(error)
        except (ValueError, OverflowError):  # SafeLoader only, for "\U00110000" and beyond
            offset = cast("yaml.SafeLoader", loader).get_mark().index
            self._stop("RP106", (offset, offset + 8), *NO_CHARACTER)

    def _scalar(self, event: ev.ScalarEvent) -> None:
        text = event.value
        self._left -= 1
        if event.tag is not None or event.anchor is not None or self._left < 0 or len(text) > self._longest:
            self._object(event)
        style = event.style
        if style == '"' and self._escapes:
            self._check_escapes(event)
        items, key = self._items, self._key
        if items is None and key is None:
            self._open(event)
            return
        value = text if style or (text not in _WORDS and text[0] not in _NUMBER_STARTS) else self._resolve(event)
        if items is not None:
            items.append(value)
        elif key is not None:
            self._entries[key] = value
            self._key = None

    def _open(self, event: ev.ScalarEvent) -> None:
        """Read a scalar as the key of the next value."""
        key = event.value
        if event.style or key in _NOT_KEYS or key[0] in _NUMBER_STARTS or self._marked:
            self._check_key(event)
        if key in self._entries:
            self._repeated(event)
        self._key = key

    def _check_key(self, event: ev.ScalarEvent) -> None:
        key, style = event.value, event.style
        if style in {"|", ">"} or span_of(event)[0] in self._marked:
            self._note("RP112", event, 'a key that begins with "?"', 'write it as "key: value"')
        elif not style and key == "<<":
            self._note("RP113", event, 'the merge key "<<" is not allowed', "write out the keys that it would merge")
        elif not style and (key in _NOT_KEYS or _NUMBER_KEY.fullmatch(key)):
            shown = _short(key)
            message = f'some YAML readers do not read the key "{shown}" as text' if key else "a key is missing"
            hint = f'put it in quotes: "{shown}":' if key else 'write a name before the ":"'
            if after_decimal_comma(self.source.text, span_of(event)):
                hint = DECIMAL_COMMA
            self._note("RP112", event, message, hint)

    def _repeated(self, event: ev.ScalarEvent) -> None:
        if self._repeats is None:
            finder = Locator(self.source, self._limits)
            finder.run()
            self._repeats = finder.repeats
        first = self._repeats.get(span_of(event)[0])
        hint = f"it first occurs on line {first}; keep one of the two" if first else "keep one of the two"
        self._note("RP111", event, f'the key "{_short(event.value)}" occurs twice', hint, (event.value,))

    def _resolve(self, event: ev.ScalarEvent) -> Tree:
        """The value of a plain scalar that is a word of YAML or begins like a number."""
        text = event.value
        if text in _WORDS:
            return _WORDS[text]
        if _WHOLE.fullmatch(text):
            if len(text.lstrip("+-")) <= self._limits.digits:
                return int(text)
            message = f"a number of more than {self._limits.digits} digits"
            self._note("RP117", event, message, "write a smaller number, or put quotes around a code")
        elif _NOT_FINITE.fullmatch(text):
            self._note("RP119", event, f"{text} is not a usable number", "write a whole number")
        return text

    def _check_escapes(self, event: ev.ScalarEvent) -> None:
        if not REFUSED_IN_TEXT.search(event.value):
            return
        for escape in _ESCAPE.finditer(self.source.text, *span_of(event)):
            digits = escape[1] or escape[2] or escape[3]
            if escape[4] in _REFUSED_ESCAPES or (digits and REFUSED_IN_TEXT.match(chr(int(digits, 16)))):
                shown = f"{escape[0]} stands for a character that is not allowed"
                if digits:
                    shown = f"{escape[0]} stands for {describe(chr(int(digits, 16)))}"
                self._add("RP106", escape.span(), shown, "delete it, or write the intended character")

    def _list(self, event: ev.SequenceStartEvent) -> None:
        items: list[Tree] = []
        self._enter(event, items)
        self._items = items

    def _map(self, event: ev.MappingStartEvent) -> None:
        entries: dict[str, Tree] = {}
        self._enter(event, entries)
        self._items, self._entries, self._key = None, entries, None

    def _enter(self, event: ev.CollectionStartEvent, node: Tree) -> None:
        self._left -= 1
        if event.tag is not None or event.anchor is not None or self._left < 0:
            self._object(event)
        if len(self._stack) >= self._limits.depth:
            self._too_deep(span_of(event))
        if self._items is not None:
            self._items.append(node)
        elif self._key is not None:
            self._entries[self._key] = node
        else:
            self._stop("RP112", span_of(event), "a list or a map cannot be a key", 'write "key: value" with a text key')
        self._stack.append((self._items, self._entries, self._key))

    def _too_deep(self, span: tuple[int, int]) -> NoReturn:
        message = f"lists and maps are nested more than {self._limits.depth} deep"
        self._stop("RP116", span, message, "close the brackets, or split the file")

    def _end(self, _event: ev.CollectionEndEvent) -> None:
        self._items, self._entries, _ = self._stack.pop()
        self._key = None

    def _alias(self, event: ev.AliasEvent) -> None:
        name = f"*{event.anchor}"
        self._left -= 1
        if self._left < 0:
            self._object(event)
        self._note("RP109", event, f'the alias "{_short(name)}" is not allowed', "write out its value")
        if self._items is not None:
            self._items.append(None)
        elif self._key is None:
            self._key = name
        else:
            self._entries[self._key] = None
            self._key = None

    def _document(self, event: ev.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop("RP114", span_of(event), "a second document begins here", "put each document in its own file")

    def _object(self, event: ev.NodeEvent) -> None:
        """Report features of a node that are always refused."""
        if self._left < 0:
            message = f"the file has more than {self._limits.nodes:,} keys and values"
            self._stop("RP115", span_of(event), message, "split it into several files")
        if event.anchor is not None:
            hint = 'write out the values of its aliases; put quotes around text that begins with "&"'
            self._note("RP109", event, f'the anchor "&{_short(event.anchor)}" is not allowed', hint)
        if getattr(event, "tag", None) is not None:
            hint = 'delete it; put quotes around text that begins with "!"'
            self._note("RP110", event, "a tag is not allowed", hint)
        if isinstance(event, ev.ScalarEvent) and len(event.value) > self._limits.string:
            message = f"a text of {len(event.value):,} characters is too long; the maximum is {self._limits.string:,}"
            self._note("RP118", event, message, "shorten it")

    def _refuse_directives(self) -> None:
        text = self.source.text
        offset = 0 if text.startswith("%") else text.find("\n%") + 1
        if offset or text.startswith("%"):
            self._stop("RP107", (offset, offset + 1), 'a line cannot begin with "%"', "delete the directive")

    def _syntax(self, error: yaml.YAMLError) -> None:
        here, opened = _offset(error, "problem_mark"), _offset(error, "context_mark")
        said = f"{getattr(error, 'context', None)}: {getattr(error, 'problem', None)}"
        if "maximum nesting depth" in said:
            # The libyaml of PyYAML 6.0.4 looks ahead and fails at a depth of 1,000 before it reports an event.
            self._too_deep((here, here + 1))
        code, start, message, hint = explained(said, self.source, here, opened)
        self._stop(code, (start, start + 1), message, hint)

    def _note(self, code: str, event: ev.Event, message: str, hint: str, more: Pointer = ()) -> None:
        self._add(code, span_of(event), message, hint, more)

    def _stop(self, code: str, span: tuple[int, int], message: str, hint: str) -> NoReturn:
        self._add(code, span, message, hint)
        raise _Stop

    def _add(self, code: str, span: tuple[int, int], message: str, hint: str, more: Pointer = ()) -> None:
        pointer = pointer_text((*self._pointer(), *more))
        enough = len(self.problems) + 1 >= MOST_PROBLEMS
        if enough:
            hint += f"; after {MOST_PROBLEMS} problems the rest of the file was not read"
        self.problems.append(self.source.problem(code, span, message, hint, pointer))
        if enough:
            raise _Stop

    def _pointer(self) -> Pointer:
        """The place of the next value, or of the map if a key comes next."""
        steps = [key if items is None else len(items) - 1 for items, _, key in self._stack[1:]]
        if self._stack:
            steps.append(self._key if self._items is None else len(self._items))
        return tuple(step for step in steps if step is not None)


class Locator(Builder):
    """Builds the same tree and keeps the place of each value, instead of what is wrong."""

    def __init__(self, source: SourceText, limits: Limits) -> None:
        super().__init__(source, limits)
        #: For every value before the first place that cannot be read; of two equal keys for the first.
        self.spans: dict[Pointer, Span] = {}
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
        span = self.spans[pointer]
        if self.source.place(start) == (span.line, span.column):
            self.spans[pointer] = evolve(span, width=self.source.width(start, span_of(event)[1]))
        super()._end(event)

    def _mark(self, event: ev.Event) -> Pointer:
        start, end = span_of(event)
        pointer = self._pointer()
        key = self._key_place if self._stack and self._items is None else (0, 0, 0)
        self.spans.setdefault(pointer, Span(*self.source.place(start), self.source.width(start, end), *key))
        return pointer

    def _add(self, code: str, span: tuple[int, int], message: str, hint: str, more: Pointer = ()) -> None:
        """Ignore the problem: :func:`parse` has reported it."""


def _nothing(_event: ev.Event) -> None:
    """Accept the start and the end of the stream and the end of a document."""


def span_of(event: ev.Event) -> tuple[int, int]:
    """The start and the end of an event, as offsets into the text."""
    return cast("yaml.Mark", event.start_mark).index, cast("yaml.Mark", event.end_mark).index


def _short(text: str) -> str:
    """A name for a message: one line of at most 40 characters."""
    return " ".join(text.split())[:40]


def _offset(error: yaml.YAMLError, mark: str) -> int:
    """The place of an error, from its problem mark or else its context mark."""
    found = getattr(error, mark, None) or getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return found.index if found else 0
