"""Check contexts, conditions, and the keys that a context fills in."""

from __future__ import annotations

from typing import Any

from roleprofile.loading.checker import Checker
from roleprofile.model.finding import context_findings
from roleprofile.model.role import path_of
from roleprofile.model.values import Pointer
from roleprofile.model.vocabulary import ANY, Vocabulary

Dimensions = dict[str, Vocabulary]


def check_context(checker: Checker, context: Any, pointer: Pointer, dimensions: Dimensions) -> None:
    """Check the dimensions and terms of a context."""
    for finding in context_findings(context, dimensions, pointer):
        if finding.code == "RP311":
            checker.dimension(finding.name, dimensions, finding.pointer, at_key=True)
        else:
            checker.document.add(finding)


def check_when(checker: Checker, when: Any, pointer: Pointer, dimensions: Dimensions) -> None:
    """Check the dimensions and terms of a condition."""
    for name, terms in when.items():
        if not checker.dimension(name, dimensions, (*pointer, name), at_key=True):
            continue
        for index, term in enumerate(terms):
            place: Pointer = (*pointer, name, index)
            checker.one_of(term, dimensions[name].term_ids, place, "RP304", name)


def check_key(
    checker: Checker,
    key: str,
    vocabulary: Vocabulary,
    pointer: Pointer,
    dimensions: Dimensions,
    *,
    at_key: bool,
    every: bool = True,
) -> tuple[str, str] | None:
    """Check one key of a keyed descriptor; returns its dimension and map if it reads the context."""
    path = path_of(key)
    if path is None:
        if key != ANY or not every:
            checker.one_of(key, vocabulary.term_ids, pointer, "RP304", vocabulary.id, at_key=at_key)
        return None
    dimension, term_map = path
    if not checker.dimension(dimension, dimensions, pointer, at_key=at_key):
        return None
    home = dimensions[dimension]
    if not term_map:
        if home != vocabulary:
            message = f"{key} gives a term of {home.id}, not of {vocabulary.id}"
            checker.add(pointer, "RP304", message, _map_hint(dimension, home, vocabulary), at_key=at_key)
        return path
    maps = {found.id: found for found in home.maps}
    if not checker.one_of(term_map, maps, pointer, "RP304", f"map of {home.id}", at_key=at_key):
        return None
    vocabularies = checker.catalog.vocabularies
    target = checker.catalog.candidates(vocabularies, maps[term_map].vocabulary, home.pack)
    if target and vocabularies[target[0]] != vocabulary:
        message = f"{key} gives terms of {vocabularies[target[0]].id}, not of {vocabulary.id}"
        checker.add(pointer, "RP304", message, _map_hint(dimension, home, vocabulary), at_key=at_key)
    return path


def _map_hint(dimension: str, home: Vocabulary, wanted: Vocabulary) -> str:
    """The hint to use a map from a dimension's vocabulary to the wanted one, or a term where there is no map."""
    found = [term_map.id for term_map in home.maps if term_map.vocabulary.rpartition(":")[2] == wanted.id]
    return f"write context.{dimension}.{found[0]}" if found else f"write a term of {wanted.id}, or any"
