"""The JSON of a resume, read with limits and checked.

Names, addresses, pictures, dates of birth and summaries are not read, so they cannot leave this module. Fields that
JSON Resume does not know are ignored.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen

from roleprofile.errors import ConversionError
from roleprofile.loading.decoding import ReadFailure
from roleprofile.loading.files import read_bytes
from roleprofile.loading.limits import Limits
from roleprofile.model.values import pointer_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from roleprofile.model.values import Pointer

#: The most bytes of one resume.
RESUME_BYTES = 1024 * 1024
#: The deepest nesting of objects and arrays; JSON Resume itself needs five.
DEPTH = 64
#: The most entries of the sections that are read, with the texts in their lists.
ENTRIES = 5_000
#: The most mistakes in one error.
NAMED = 20

#: The sections that are read: their fields with one text, then those with a list of texts.
READ: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "skills": (("name", "level"), ("keywords",)),
    "languages": (("language", "fluency"), ()),
    "education": (("area", "studyType", "endDate"), ("courses",)),
    "certificates": (("name", "date"), ()),
    # `industry` is no part of JSON Resume, but some of its writers give it.
    "work": (("name", "description", "industry", "position", "startDate", "endDate"), ()),
}
#: The other sections of a JSON Resume, of which at least one section must be there.
OTHER = ("basics", "volunteer", "awards", "publications", "interests", "references", "projects")

# One bracket, or one string, also an unclosed one, so that the search is linear.
_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
_OTHER_NAMES = {dict: "an object", list: "a list", tuple: "a list", str: "a text", bool: "true or false"}


@frozen
class ResumeEntry:
    """An entry of a section; ``""`` and ``()`` for missing fields."""

    where: str
    texts: dict[str, str]
    lists: dict[str, tuple[str, ...]]


def read_resume(source: object) -> dict[str, tuple[ResumeEntry, ...]]:
    """The entries of each section in :data:`READ`.

    Args:
        source: A parsed resume, its JSON as text or bytes, or the path of a file.

    Raises:
        ConversionError: It is no JSON Resume; every value of the wrong type is named by its JSON pointer.

    >>> read_resume('{"skills": [{"name": "CRM", "level": "Master"}]}')["skills"][0].texts["level"]
    'Master'
    """
    tree = source if isinstance(source, Mapping) else _parsed(_text(source))
    if not isinstance(tree, Mapping):
        raise ConversionError(f"expected an object as the resume, got {_noun(tree)} (JSON pointer: the whole document)")
    if not any(name in tree for name in (*READ, *OTHER)):
        raise ConversionError(
            "not a JSON Resume, because the document has none of the sections " + ", ".join(sorted(READ))
        )
    reader = _ResumeReader()
    sections = {name: reader.section(name, tree.get(name)) for name in READ}
    if reader.mistakes:
        raise ConversionError("\n".join(reader.mistakes))
    return sections


def _text(source: object) -> str:
    if isinstance(source, Path):
        try:
            source = read_bytes(source, Limits(file_bytes=RESUME_BYTES))
        except ReadFailure as failure:
            problem = failure.problems[0]
            raise ConversionError(f"{problem.path}: {problem.message}") from None
    if isinstance(source, bytes | bytearray | str) and len(source) > RESUME_BYTES:
        raise ConversionError(f"the resume is larger than {RESUME_BYTES:,} bytes")
    if isinstance(source, bytes | bytearray):
        try:
            return source.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ConversionError(f"the resume is not UTF-8 text; byte {error.start + 1} is invalid") from None
    if isinstance(source, str):
        return source
    raise ConversionError(f"a resume must be an object, its JSON or a pathlib.Path, not {_noun(source)}")


@frozen
class _Wrong:
    """Replaces a value that JSON does not have, or an object with a key twice; without a reason it is a number."""

    reason: str = ""


def _parsed(text: str) -> Any:
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(bracket[0], 0)
        if depth > DEPTH:
            raise ConversionError(f"the resume has more than {DEPTH} nested lists and objects")
    try:
        # No field is a number, so numbers are not converted, which could overflow.
        tree = json.loads(
            text,
            parse_constant=lambda name: _Wrong(f"is {name}, which is not valid JSON"),
            parse_int=lambda _: _Wrong(),
            parse_float=lambda _: _Wrong(),
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        hint = "; to read a file, give a pathlib.Path" if text[:200].strip().endswith(".json") else ""
        raise ConversionError(
            f"the resume is not JSON: {error.msg}, line {error.lineno}, column {error.colno}{hint}"
        ) from None
    _refuse_wrong(tree)
    return tree


def _object(items: list[tuple[str, Any]]) -> dict[str, Any] | _Wrong:
    tree = dict(items)
    if len(tree) == len(items):
        return tree
    twice = next(key for key, times in Counter(key for key, _ in items).items() if times > 1)
    return _Wrong(f"has the key {_quoted(twice)} twice")


def _refuse_wrong(tree: Any) -> None:
    """Raise the first reason in the order of the text; the worklist keeps deep resumes off the stack."""
    waiting: list[tuple[Pointer, Any]] = [((), tree)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, _Wrong) and value.reason:
            raise ConversionError(f"{pointer_text(place) or 'the whole document'} {value.reason}")
        if isinstance(value, dict):
            waiting += [((*place, _quoted(key)[1:-1]), one) for key, one in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [((*place, i), one) for i, one in reversed(tuple(enumerate(value)))]


def _quoted(key: str) -> str:
    text = key if len(key) <= 60 else key[:57] + "..."  # noqa: PLR2004 - errors stay short
    return json.dumps(text)


def _noun(value: object) -> str:
    if value is None:
        return "null"
    found = (noun for kind, noun in _OTHER_NAMES.items() if isinstance(value, kind))
    return next(
        found, "a number" if isinstance(value, _Wrong | int | float) else f"a value of type {type(value).__name__}"
    )


@define
class _ResumeReader:
    """Reads the sections and collects every value of the wrong type; null counts as missing."""

    mistakes: list[str] = field(factory=list)
    entries: int = 0

    def section(self, name: str, value: object) -> tuple[ResumeEntry, ...]:
        texts, lists = READ[name]
        found = []
        for place, one in self._items((name,), value):
            if not isinstance(one, Mapping):
                self._mistake(place, one, "an object")
                continue
            found.append(
                ResumeEntry(
                    where=pointer_text(place),
                    texts={key: self._text((*place, key), one.get(key)) for key in texts},
                    lists={
                        key: tuple(self._text(p, text) for p, text in self._items((*place, key), one.get(key)))
                        for key in lists
                    },
                )
            )
        return tuple(found)

    def _items(self, place: Pointer, value: object) -> Iterator[tuple[Pointer, object]]:
        if value is None:
            return
        if not isinstance(value, list | tuple):
            self._mistake(place, value, "a list")
            return
        self.entries += len(value)
        if self.entries > ENTRIES:
            raise ConversionError(f"{pointer_text(place)}: the resume has more than {ENTRIES:,} entries")
        yield from (((*place, i), one) for i, one in enumerate(value))

    def _text(self, place: Pointer, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return value.strip()
        self._mistake(place, value, "a text")
        return ""

    def _mistake(self, place: Pointer, value: object, wanted: str) -> None:
        if len(self.mistakes) < NAMED:
            self.mistakes.append(f"expected {wanted} at {pointer_text(place)}, got {_noun(value)}")
        elif len(self.mistakes) == NAMED:
            self.mistakes.append("and more mistakes of this kind")
