"""The JSON of a resume, read with limits and checked.

Names, addresses, pictures, dates of birth and summaries are not read, so they cannot leave this module. A field may
stand under another common key (``title`` for ``position``), and several jobs within one entry (``positions``). The
sections that are not read are counted.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen

from roleprofile.errors import ConversionError, Problem, ResumeError
from roleprofile.importing import shown
from roleprofile.jsonresume.dates import as_date
from roleprofile.jsonresume.variants import (
    OtherFormat,
    as_key,
    format_of_keys,
    format_of_text,
    other_keys,
    says_unfinished,
    words,
)
from roleprofile.loading.decoding import ReadFailure
from roleprofile.loading.files import read_bytes
from roleprofile.loading.limits import Limits
from roleprofile.model.json_text import line_and_column, places
from roleprofile.model.values import Finding, FrozenMap, Pointer, pointer_text

#: The most bytes of one resume.
RESUME_BYTES = 1024 * 1024
#: The deepest nesting of objects and arrays; JSON Resume itself needs five.
DEPTH = 64
#: The most entries of the sections that are read, with the texts in their lists.
ENTRIES = 5_000

#: The sections that are read: their fields with one text, then those with a list of texts.
READ: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "skills": (("name", "level"), ("keywords",)),
    "languages": (("language", "fluency"), ()),
    "education": (("area", "studyType", "endDate"), ("courses",)),
    "certificates": (("name", "date"), ()),
    # `industry` is no part of JSON Resume, but some of its writers give it.
    "work": (("name", "description", "industry", "position", "startDate", "endDate"), ()),
}
#: The fields that hold dates, which people write in many forms.
DATES = ("date", "startDate", "endDate")
#: The fields of which an entry needs one, because they say what the entry is about.
NAMING: dict[str, tuple[str, ...]] = {
    "skills": ("name", "keywords"),
    "languages": ("language",),
    "education": ("area", "studyType", "courses"),
    "certificates": ("name",),
    "work": ("position",),
}
#: What an entry within another one has from that one.
_SHARED = ("name", "description", "industry")
#: The sections with entries that can be completed.
_COMPLETED = ("education", "certificates")
_DATES_OF_JOBS = ("startDate", "endDate")
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
    #: The JSON pointer of each field that stands under another key or in another entry.
    elsewhere: dict[str, str]
    #: The keys that the document has in the entry, except those without a value.
    keys: tuple[str, ...]
    #: Whether a field says that it is not completed.
    says_unfinished: bool

    def place(self, field: str) -> str:
        """The JSON pointer of a field."""
        return self.elsewhere.get(field, f"{self.where}/{field}")

    def is_named(self, section: str) -> bool:
        """Whether the entry says what it is about."""
        return any(self.texts.get(key) or any(self.lists.get(key, ())) for key in NAMING[section])


@frozen
class Resume:
    """The entries of each section in :data:`READ`, and how many entries each other section has."""

    sections: dict[str, tuple[ResumeEntry, ...]]
    unread: FrozenMap[str, int]


@frozen
class _Source:
    """The text of a resume, ``""`` for a parsed one, and its name in problems."""

    path: str = "<resume>"
    text: str = ""

    def refused(self, *findings: Finding) -> ResumeError:
        """The error with these findings, each with its line and column."""
        known = dict(places(self.text)) if self.text and any(one.pointer for one in findings) else {}
        return ResumeError(self._located(one, known.get(one.pointer, 0)) for one in findings)

    def refused_at(self, offset: int, code: str, message: str, hint: str) -> ResumeError:
        """The error with one problem at a character of the text."""
        return ResumeError([self._located(Finding(pointer=(), code=code, message=message, hint=hint), offset)])

    def _located(self, finding: Finding, offset: int) -> Problem:
        line, column = line_and_column(self.text, offset)
        return evolve(finding.problem(self.path), line=line, column=column)


def read_resume(source: object) -> Resume:
    """The entries of a resume.

    Args:
        source: A parsed resume, its JSON as text or bytes, or the path of a file.

    Raises:
        ResumeError: It is no JSON Resume; every value of the wrong type is a problem with its line and JSON pointer.

    >>> resume = read_resume('{"skills": [{"name": "CRM", "level": "Master"}], "projects": [{"name": "Site"}]}')
    >>> resume.sections["skills"][0].texts["level"], dict(resume.unread)
    ('Master', {'projects': 1})
    """
    given = _Source() if isinstance(source, Mapping) else _text(source)
    tree = source if isinstance(source, Mapping) else _parsed(given)
    if not isinstance(tree, Mapping):
        message = f"expected an object as the resume, got {_noun(tree)}"
        raise given.refused_at(0, "RP602", message, _FORM)
    if other := format_of_keys(tree):
        keys = _keys_shown(tree)
        raise given.refused_at(0, "RP602", f"{_not(other)}: it has {keys}" if keys else _not(other), other.hint)
    found = {section: tuple(_names_in(tree, section)) for section in READ}
    if not any(found.values()) and not any(name in tree for name in OTHER):
        message = "not a JSON Resume, because the document has none of the sections " + ", ".join(sorted(READ))
        message += f"; it has {keys}" if (keys := _keys_shown(tree)) else ""
        raise given.refused_at(0, "RP602", message, _FORM)
    reader = _ResumeReader(given)
    sections = {
        section: tuple(entry for name in names for entry in reader.section(section, name, tree[name]))
        for section, names in found.items()
    }
    if reader.mistakes:
        raise given.refused(*reader.mistakes)
    read = {*words()["private"], *(name for names in found.values() for name in names)}
    unread = {shown(str(key)): _entries(value) for key, value in tree.items() if key not in read and _is_there(value)}
    return Resume(sections, FrozenMap(unread))


def _names_in(tree: Mapping[Any, Any], section: str) -> Iterator[str]:
    """The names under which a document has a section; another name counts only for a list of objects."""
    if section in tree:
        yield section
    names = {as_key(name) for name in (section, *words()["sections"].get(section, ()))}
    for name, value in tree.items():
        if name != section and as_key(name) in names and _are_objects(value):
            yield name


def _are_objects(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _is_there(value: object) -> bool:
    return value is not None and value != "" and not (isinstance(value, list | tuple | Mapping) and not value)


def _entries(value: object) -> int:
    return len(value) if isinstance(value, list | tuple) else 1


def _keys_shown(tree: Mapping[Any, Any]) -> str:
    return shown(", ".join(str(key) for key, value in tree.items() if _is_there(value)))


def _not(other: OtherFormat) -> str:
    return f"not a JSON Resume, but {other.name}"


_FORM = "write the resume as jsonresume.org describes it"


def _text(source: object) -> _Source:
    given = _Source()
    if isinstance(source, Path):
        try:
            given, source = _Source(str(source)), read_bytes(source, Limits(file_bytes=RESUME_BYTES))
        except ReadFailure as failure:
            raise ResumeError(failure.problems) from None
    if isinstance(source, bytes | bytearray | str) and len(source) > RESUME_BYTES:
        message = f"the resume is larger than {RESUME_BYTES:,} bytes"
        raise given.refused_at(0, "RP104", message, "remove what the import does not read, such as pictures")
    if isinstance(source, bytes | bytearray):
        try:
            return evolve(given, text=source.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            message = f"the resume is not UTF-8 text; byte {error.start + 1} is invalid"
            good = source[: error.start].decode("utf-8-sig")
            raise evolve(given, text=good).refused_at(len(good), "RP105", message, "save it as UTF-8") from None
    if isinstance(source, str):
        return evolve(given, text=source)
    raise ConversionError(f"a resume must be an object, its JSON or a pathlib.Path, not {_noun(source)}")


@frozen
class _Wrong:
    """Replaces a value that JSON does not have, or an object with a key twice; without a reason it is a number."""

    reason: str = ""
    code: str = ""
    hint: str = ""


def _parsed(given: _Source) -> Any:
    text = given.text
    if other := format_of_text(text):
        raise given.refused_at(0, "RP602", _not(other), other.hint)
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(bracket[0], 0)
        if depth > DEPTH:
            message = f"the resume has more than {DEPTH} nested lists and objects"
            raise given.refused_at(bracket.start(), "RP116", message, "remove the section; a JSON Resume needs five")
    try:
        # No field is a number, so numbers are not converted, which could overflow.
        tree = json.loads(
            text,
            parse_constant=lambda name: _Wrong(f"is {name}, which is not valid JSON", "RP119", "write null"),
            parse_int=lambda _: _Wrong(),
            parse_float=lambda _: _Wrong(),
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        hint = "check the quotation marks, commas and brackets before this place"
        if text[:200].strip().endswith(".json"):
            hint = "to read a file, give a pathlib.Path"
        raise given.refused_at(error.pos, "RP601", f"the resume is not JSON: {error.msg}", hint) from None
    _refuse_wrong(tree, given)
    return tree


def _object(items: list[tuple[str, Any]]) -> dict[str, Any] | _Wrong:
    tree = dict(items)
    if len(tree) == len(items):
        return tree
    twice = next(key for key, times in Counter(key for key, _ in items).items() if times > 1)
    return _Wrong(f"has the key {_quoted(twice)} twice", "RP111", "remove one of the two")


def _refuse_wrong(tree: Any, given: _Source) -> None:
    """Raise the first reason in the order of the text; the worklist keeps deep resumes off the stack."""
    waiting: list[tuple[Pointer, Any]] = [((), tree)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, _Wrong) and value.reason:
            shown = pointer_text(tuple(_quoted(step)[1:-1] if isinstance(step, str) else step for step in place))
            message = f"{shown or 'the whole document'} {value.reason}"
            raise given.refused(Finding(pointer=place, code=value.code, message=message, hint=value.hint))
        if isinstance(value, dict):
            waiting += [((*place, key), one) for key, one in reversed(value.items())]
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

    given: _Source
    mistakes: list[Finding] = field(factory=list)
    entries: int = 0

    def section(self, section: str, name: str, value: object) -> Iterator[ResumeEntry]:
        """The entries of a section that the document has under a name."""
        for place, one in self._items((name,), value):
            if isinstance(one, Mapping):
                yield from self._read(section, place, one)
            else:
                self._mistake(place, one, "an object")

    def _read(self, section: str, place: Pointer, tree: Mapping[Any, Any]) -> Iterator[ResumeEntry]:
        """An entry, and the entries within it, such as several positions under one employer."""
        entry = self._entry(section, place, tree)
        inner = [key for key in words()["entries_within"].get(section, ()) if _are_objects(tree.get(key))]
        if entry.is_named(section) or not inner:
            yield entry
        for key in inner:
            # The dates at an employer are those of a position only where it is the only one.
            shared = (*_SHARED, *_DATES_OF_JOBS) if len(tree[key]) == len(inner) == 1 else _SHARED
            for within, one in self._items((*place, key), tree[key]):
                if isinstance(one, Mapping):
                    yield _with_shared(self._entry(section, within, one), entry, shared)

    def _entry(self, section: str, place: Pointer, tree: Mapping[Any, Any]) -> ResumeEntry:
        texts, lists = READ[section]
        keys = {name: _key_of(section, name, tree) for name in texts}
        return ResumeEntry(
            where=pointer_text(place),
            texts={name: _in_form(name, self._text((*place, key), tree.get(key))) for name, key in keys.items()},
            lists={
                key: tuple(self._text(p, text) for p, text in self._items((*place, key), tree.get(key)))
                for key in lists
            },
            elsewhere={name: pointer_text((*place, key)) for name, key in keys.items() if key != name},
            keys=tuple(str(key) for key, value in tree.items() if _is_there(value)),
            says_unfinished=section in _COMPLETED and says_unfinished(tree),
        )

    def _items(self, place: Pointer, value: object) -> Iterator[tuple[Pointer, object]]:
        if value is None:
            return
        if not isinstance(value, list | tuple):
            self._mistake(place, value, "a list")
            return
        self.entries += len(value)
        if self.entries > ENTRIES:
            message = f"{pointer_text(place)}: the resume has more than {ENTRIES:,} entries"
            hint = "remove the entries that say nothing about the person's work"
            raise self.given.refused(Finding(pointer=place, code="RP115", message=message, hint=hint))
        yield from (((*place, i), one) for i, one in enumerate(value))

    def _text(self, place: Pointer, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return value.strip()
        self._mistake(place, value, "a text")
        return ""

    def _mistake(self, place: Pointer, value: object, wanted: str) -> None:
        message = f"expected {wanted} at {pointer_text(place)}, got {_noun(value)}"
        self.mistakes.append(Finding(pointer=place, code="RP203", message=message, hint=_HINTS[wanted]))


def _key_of(section: str, name: str, tree: Mapping[Any, Any]) -> str:
    """The key of a field: its own, or another one where only that has a text."""
    if tree.get(name) in (None, ""):
        written: dict[str, str] = {
            as_key(key): key for key, value in tree.items() if isinstance(value, str) and value.strip()
        }
        for key in (name, *other_keys(section, name)):
            if as_key(key) in written:
                return written[as_key(key)]
    return name


def _in_form(name: str, text: str) -> str:
    return as_date(text) if name in DATES else text


def _with_shared(entry: ResumeEntry, outer: ResumeEntry, names: tuple[str, ...]) -> ResumeEntry:
    """An entry with what it has from the one that it stands in, such as the employer's name."""
    shared = [key for key in names if key in entry.texts and not entry.texts[key]]
    return evolve(
        entry,
        texts=entry.texts | {key: outer.texts[key] for key in shared},
        elsewhere=entry.elsewhere | {key: outer.place(key) for key in shared},
    )


_HINTS = {
    "an object": 'write it in braces, such as {"name": "Negotiation"}',
    "a list": "put it in brackets",
    "a text": "put it in double quotes",
}
