"""Check that no name in a document is a protected attribute, or may mean one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from roleprofile.model.grammar import walk
from roleprofile.model.kinds import KINDS, sections
from roleprofile.model.name_matching import singular
from roleprofile.model.protected import is_protected, protected_in
from roleprofile.model.role import Keys
from roleprofile.model.scale import Level
from roleprofile.model.values import Finding
from roleprofile.model.vocabulary import Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from roleprofile.loading.document import ParsedDocument
    from roleprofile.model.grammar import DocumentField
    from roleprofile.model.values import Pointer

_INSTEAD = "a profile cannot contain a protected attribute; ask for what the work needs instead"
_IGNORED = "name what the work needs; if this means nothing about people, say so under ignore: in pack.yaml"


@frozen
class _Name:
    """A name in a document."""

    text: str
    place: Pointer
    noun: str
    at_key: bool = False
    #: Whether the document gives the name; a name that it only uses is doubtful where it is given.
    given: bool = False
    #: Whether it is that of a term or a level, or may be.
    as_term: bool = True


def protected_findings(document: ParsedDocument) -> Iterator[Finding]:
    """The findings on the names and the texts in a document, and on the names of its file and folders."""
    yield from findings_within(document.tree, type(document.model))
    *folders, _ = document.file.relative.split("/")
    stem = document.file.stem
    named = [("folder", name) for name in folders]
    named += [("file name", stem)] if stem not in (document.model.id, "pack") else []
    for noun, name in named:
        if is_protected(name, as_term=True):
            yield _protected(_Name(name, (), noun))


def findings_within(tree: Any, *models: type) -> Iterator[Finding]:
    """The findings on the names and the texts in a tree with its model, or in a model alone."""
    for one in _names(list(walk(tree, *models)), *(models or (type(tree),))):
        found = protected_in(one.text, as_term=one.as_term)
        if found is not None and found.certain and one.noun:
            yield _protected(one)
        elif found is not None and (one.given or found.demanded):
            words = found.words.replace("#", "…")
            what = f'the {one.noun} "{one.text}"' if one.noun else "this text"
            message = f'{what} may mean a protected attribute, because of "{words}"'
            yield Finding(pointer=one.place, code="RP430", message=message, severity="warning", hint=_IGNORED)


def _protected(one: _Name) -> Finding:
    message = f'the {one.noun} "{one.text}" is a protected attribute'
    if one.noun == _FACT:
        message = f'"{one.text}" is a protected attribute and cannot be a fact'
    return Finding(pointer=one.place, code="RP325", message=message, hint=_INSTEAD, at_key=one.at_key)


def _names(found: list[tuple[Pointer, Any, DocumentField]], *models: type) -> Iterator[_Name]:
    fields = {place: one for place, _, one in found}
    used = {place for place, _, one in found if one.names}
    if ("label",) not in fields:
        used.add(("id",))  # Without a label, it names a file and nothing else.
    for place, value, one in found:
        if one.key == "id" == place[-1] or one.is_for_readers:
            holder = next((fields[place[:end]] for end in range(len(place) - 1, 0, -1) if place[:end] in fields), None)
            as_term = holder is not None and not _TERMS.isdisjoint(holder.models)
            noun = {"label": "label", "aliases": "alias"}.get(one.key, "")
            if one.key == "id":
                noun = (holder.noun if holder else _noun_of(*models)) or "entry"
            # A reason may say what nobody asks for.
            for text, spot in _texts(value, place) if one.key != "reason" and not one.names else ():
                yield _Name(text, spot, noun, given=bool(noun) and place not in used, as_term=as_term)
        elif one.use != "head" and place[-1] == one.key:
            yield from _used(value, place, one)


_FACT = "fact"
#: The models of entries that subjects may name.
_TERMS = {Term, Level}


def _noun_of(*models: type) -> str:
    """The noun for a document, or for an entry of a list, by its model."""
    kinds = {kind.model: kind.noun for kind in KINDS.values()} | {one.model: one.noun for one in sections().values()}
    return next((kinds[model] for model in models if model in kinds), "")


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


def _used(value: Any, place: Pointer, one: DocumentField) -> Iterator[_Name]:
    """The names and keys in the value of a rule, except in entries that are walked by themselves."""
    noun, key_noun, inner_noun = _nouns(one)
    as_term = (one.keyed_by or one.names) not in ("descriptors", "dimensions")
    value = dict(value.shares) if isinstance(value, Keys) else value
    if isinstance(value, str):
        yield _Name(value, place, noun, as_term=as_term)
    elif isinstance(value, tuple | list):
        for index, inner in enumerate(value):
            if isinstance(inner, str):
                yield _Name(inner, (*place, index), noun, as_term=as_term)
    elif hasattr(value, "items") and (one.shape == "map" or not one.models):
        for key, inner in value.items():
            spot = (*place, key)
            yield _Name(key, spot, key_noun, at_key=True, as_term=as_term)
            if not one.models and not is_protected(key, as_term=as_term):
                yield from _within(inner, spot, inner_noun)


def _nouns(one: DocumentField) -> tuple[str, str, str]:
    """The nouns for a name in a field, for a key of it, and for a text below a key."""
    section = one.keyed_by or one.names
    noun = sections()[section].noun if section in sections() else singular(section)
    if one.noun == _FACT:
        return noun, _FACT, "value"
    if one.keyed_by == "dimensions":
        return noun, "condition", "term"
    if section:
        return noun, noun, "value"
    return one.key.replace("_", " ") if one.type is str else "value", "key", "value"


def _within(value: Any, place: Pointer, noun: str) -> Iterator[_Name]:
    """The keys and texts below a name, such as terms, levels and evidence."""
    if hasattr(value, "items"):
        yield from (_Name(key, (*place, key), "term", at_key=True) for key in value)
    yield from (_Name(text, spot, noun) for text, spot in _texts(value, place))
