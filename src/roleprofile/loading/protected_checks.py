"""Check that no name in a document is a protected attribute, or may mean one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from roleprofile.loading.document import ParsedDocument
from roleprofile.model.grammar import DocumentField
from roleprofile.model.kinds import KINDS, sections
from roleprofile.model.name_matching import singular
from roleprofile.model.protected import demanded_in, is_protected, protected_in
from roleprofile.model.role import Keys
from roleprofile.model.scale import Level
from roleprofile.model.values import Finding, Pointer
from roleprofile.model.vocabulary import Term

#: The nouns for the names that readers see.
_SEEN = {"label": "label", "aliases": "alias"}
#: The models of entries whose names may be subjects, such as health.
_TERMS = {Term, Level}
_FACT = "fact"
_INSTEAD = "a profile cannot contain a protected attribute; ask for what the work needs instead"
_IGNORED = "name what the work needs; if this means nothing about people, say so under ignore: in pack.yaml"


def protected_findings(document: ParsedDocument) -> Iterator[Finding]:
    """The findings on the names and the texts in a document, and on the names of its file and folders."""
    yield from _findings_within(document)
    *folders, _ = document.file.relative.split("/")
    stem = document.file.stem
    named = [("folder", name) for name in folders]
    named += [("file name", stem)] if stem not in (document.model.id, "pack") else []
    for noun, name in named:
        if is_protected(name, as_term=True):
            yield _protected(name, (), noun)


def _findings_within(document: ParsedDocument) -> Iterator[Finding]:
    """The findings on the names and the texts in a document."""
    stated = document.fields
    fields = {place: one for place, _, one in stated}
    used = {place for place, _, one in stated if one.names}
    if ("label",) not in fields:
        used.add(("id",))  # Without a label, it names a file and nothing else.
    for place, value, one in stated:
        if one.key == "id" == place[-1] or one.key in _SEEN:
            for text, spot in _texts(value, place):
                if protected_in(text) is not None:
                    holder = _holder(place, fields)
                    noun = _SEEN.get(one.key) or (holder.noun if holder else _noun_of(type(document.model)))
                    as_term = holder is not None and not _TERMS.isdisjoint(holder.models)
                    yield from _finding(text, spot, noun or "entry", as_term=as_term, given=place not in used)
        elif one.is_for_readers:
            # A reason may name an attribute in order to say that nobody asks for it.
            for text, spot in _texts(value, place) if one.key != "reason" and not one.names else ():
                if words := demanded_in(text):
                    yield _doubtful("this text", words, spot)
        elif one.use != "head" and place[-1] == one.key:
            yield from _used(value, place, one)


def _holder(place: Pointer, fields: Mapping[Pointer, DocumentField]) -> DocumentField | None:
    """The field with the entry in which a place lies."""
    return next((fields[place[:end]] for end in range(len(place) - 1, 0, -1) if place[:end] in fields), None)


def _noun_of(model: type) -> str:
    """The noun for a document by its model."""
    return next((kind.noun for kind in KINDS.values() if kind.model is model), "")


def _used(value: Any, place: Pointer, one: DocumentField) -> Iterator[Finding]:
    """The findings on the names and keys in the value of a rule, without entries, which have their own findings."""
    below: Pointer = ()
    for text, spot, at_key in _names(value, place, one):
        if protected_in(text) is None or (below and spot[: len(below)] == below):
            continue
        direct = len(spot) == len(place) + at_key or not hasattr(value, "items")
        as_term = not direct or (one.keyed_by or one.names) not in ("descriptors", "dimensions")
        for finding in _finding(text, spot, _noun(one, at_key=at_key, direct=direct), at_key=at_key, as_term=as_term):
            below = spot if at_key else below  # What stands below a protected key is no mistake of its own.
            yield finding


def _noun(one: DocumentField, *, at_key: bool, direct: bool) -> str:
    """The noun for a name in a field, for a key of it, or for what stands below a key."""
    section = one.keyed_by or one.names
    if direct and (one.noun == _FACT or section):
        known = sections()[section].noun if section in sections() else singular(section)
        return _FACT if one.noun == _FACT else "condition" if at_key and section == "dimensions" else known
    if at_key:
        return "term" if section else "key"
    return one.key.replace("_", " ") if one.type is str else "term" if section == "dimensions" else "value"


def _names(value: Any, place: Pointer, one: DocumentField) -> Iterator[tuple[str, Pointer, bool]]:
    """Each name in a value with its place, and whether it is a key."""
    value = dict(value.shares) if isinstance(value, Keys) else value
    if isinstance(value, str):
        yield value, place, False
    elif hasattr(value, "items") and (one.shape == "map" or not one.models):
        for key, inner in value.items():
            yield key, (*place, key), True
            yield from _names(inner, (*place, key), one) if not one.models else ()
    elif isinstance(value, tuple | list):
        for index, inner in enumerate(value):
            yield from _names(inner, (*place, index), one) if isinstance(inner, str) or not one.models else ()


def _texts(value: Any, place: Pointer) -> Iterator[tuple[str, Pointer]]:
    """The texts in a value for readers, with their places."""
    if isinstance(value, str):
        yield value, place
    elif hasattr(value, "items"):
        for key, inner in value.items():
            yield from _texts(inner, (*place, key))
    elif isinstance(value, tuple | list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*place, index))


def _finding(
    name: str, place: Pointer, noun: str, *, as_term: bool, at_key: bool = False, given: bool = False
) -> Iterator[Finding]:
    """The finding on a name.

    A name that may mean an attribute is a warning only where the document gives it (``given``), not where it uses it.
    """
    found = protected_in(name, as_term=as_term)
    if found is not None and found.certain:
        yield _protected(name, place, noun, at_key=at_key)
    elif found is not None and given:
        yield _doubtful(f'the {noun} "{name}"', found.words, place)


def _protected(name: str, place: Pointer, noun: str, *, at_key: bool = False) -> Finding:
    message = f'the {noun} "{name}" is a protected attribute'
    if noun == _FACT:
        message = f'"{name}" is a protected attribute and cannot be a fact'
    return Finding(pointer=place, code="RP325", message=message, hint=_INSTEAD, at_key=at_key)


def _doubtful(what: str, words: str, place: Pointer) -> Finding:
    message = f'{what} may mean a protected attribute, because of "{words.replace("#", "…")}"'
    return Finding(pointer=place, code="RP430", message=message, severity="warning", hint=_IGNORED)
