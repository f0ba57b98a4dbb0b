"""Schemas as functions that say whether a document follows them, and not why it does not.

Built packs are judged each time they are loaded, in production, where jsonschema would take fifteen times as long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

#: Whether a value follows a schema.
Predicate = Callable[[Any], bool]
#: The predicate of the definition that a ``$ref`` names.
Resolve = Callable[[str], Predicate]

_TYPES: Mapping[str, type] = {
    "string": str,
    "integer": int,
    "object": dict,
    "array": list,
    "boolean": bool,
    "null": type(None),
}
#: The keywords that concern values of one type, by the type. Those of objects are read together.
_OF_TYPE = {
    "string": ("pattern", "minLength", "maxLength"),
    "integer": ("minimum", "maximum"),
    "array": ("items", "minItems", "maxItems"),
    "object": ("properties", "required", "additionalProperties", "propertyNames", "minProperties"),
}
#: The keywords that concern values of any type.
_OF_ANY = ("const", "enum", "oneOf", "anyOf", "if")
#: The keywords that change nothing: those for readers, and those that another keyword reads.
_SILENT = ("$schema", "title", "description", "examples", "definitions", "type", "then", "else")
_KNOWN = {*_OF_ANY, *_SILENT, *(word for words in _OF_TYPE.values() for word in words)}


def predicate(shape: Any, resolve: Resolve) -> Predicate:
    """The predicate of a schema, for trees of the readers, which have no fractions.

    Raises ``NotImplementedError`` for a keyword that no schema of this library needs.

    >>> weight = predicate({"type": "integer", "minimum": 1}, resolve={}.get)
    >>> weight(3), weight(0), weight(True), weight("3")
    (True, False, False, False)
    """
    if isinstance(shape, bool):
        return lambda _: shape
    if "$ref" in shape:
        return resolve(shape["$ref"])
    if unknown := shape.keys() - _KNOWN:
        raise NotImplementedError(", ".join(sorted(unknown)))
    given = shape.get("type", tuple(_TYPES))
    of_any = [_check(word, shape, resolve) for word in _OF_ANY if word in shape]
    by_type = {
        _TYPES[name]: _all([*_checks(name, shape, resolve), *of_any])
        for name in ((given,) if isinstance(given, str) else given)
    }

    def follows(value: Any) -> bool:
        check = by_type.get(type(value))
        return check is not None and check(value)

    return follows


def _all(checks: Sequence[Predicate]) -> Predicate:
    if not checks:
        return lambda _: True
    if len(checks) == 1:
        return checks[0]
    first, rest = checks[0], _all(checks[1:])
    return lambda value: first(value) and rest(value)


def _checks(name: str, shape: Any, resolve: Resolve) -> list[Predicate]:
    """The checks of values of one type."""
    words = [word for word in _OF_TYPE.get(name, ()) if word in shape]
    if name == "object":
        return [_of_maps(shape, resolve)] if words else []
    return [_check(word, shape, resolve) for word in words]


def _check(word: str, shape: Any, resolve: Resolve) -> Predicate:  # noqa: PLR0911 - a keyword each
    limit = shape[word]
    match word:
        case "pattern":
            found = re.compile(limit).search
            return lambda value: found(value) is not None
        case "minLength" | "minItems":
            return lambda value: len(value) >= limit
        case "maxLength" | "maxItems":
            return lambda value: len(value) <= limit
        case "minimum":
            return lambda value: value >= limit
        case "maximum":
            return lambda value: value <= limit
        case "items":
            every = predicate(limit, resolve)
            return lambda value: all(map(every, value))
        case "const" | "enum":
            # With the type, because true equals 1.
            values = {(type(one), one) for one in (limit if word == "enum" else [limit])}
            return lambda value: type(value) not in (dict, list) and (type(value), value) in values
        case "if":
            when, then, otherwise = (predicate(shape.get(key, True), resolve) for key in ("if", "then", "else"))
            return lambda value: then(value) if when(value) else otherwise(value)
    choices = [predicate(one, resolve) for one in limit]
    if word == "oneOf":
        return lambda value: sum(choice(value) for choice in choices) == 1
    return lambda value: any(choice(value) for choice in choices)


def _of_maps(shape: Any, resolve: Resolve) -> Predicate:
    known = {key: predicate(inner, resolve) for key, inner in shape.get("properties", {}).items()}
    others = predicate(shape.get("additionalProperties", True), resolve)
    names = predicate(shape["propertyNames"], resolve) if "propertyNames" in shape else None
    required, least = frozenset(shape.get("required", ())), shape.get("minProperties", 0)

    def follows(value: dict[str, Any]) -> bool:
        if len(value) < least or not required <= value.keys():
            return False
        if names is not None and not all(map(names, value)):
            return False
        # A loop, which takes half as long as a generator.
        for key, inner in value.items():  # noqa: SIM110
            if not known.get(key, others)(inner):
                return False
        return True

    return follows
