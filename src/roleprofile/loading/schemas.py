"""Check documents against their schemas, and word the errors."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from attrs import evolve

from roleprofile.loading.predicates import Predicate, predicate
from roleprofile.loading.schema_errors import EXAMPLES_HERE, cut, described, example_of, flow, sentence
from roleprofile.model import kinds
from roleprofile.model.finding import STRAIGHT, typographic
from roleprofile.model.shipped import shipped
from roleprofile.model.values import Finding, Pointer, closest

if TYPE_CHECKING:
    from jsonschema import Draft7Validator
    from jsonschema.exceptions import ValidationError


#: The kinds of document that can be loaded.
KINDS = tuple(name for name, kind in kinds.KINDS.items() if not kind.alone)
#: The kinds of document that belong to no pack.
ALONE = tuple(name for name, kind in kinds.KINDS.items() if kind.alone)

#: The key under which the ``else`` of a schema has the properties that belong to it.
PROPERTIES_HERE = "properties here"
_COMMA = "put the whole text in double quotes if it contains a comma; a key needs a value"


@cache
def schema(name: str) -> Any:
    """The schema of a kind of document, of ``common`` definitions, or of a result such as ``result/fit``."""
    return json.loads(shipped("schemas").joinpath(schema_file(name)).read_text("utf-8"))


def schema_file(name: str) -> str:
    """The path of a schema in the folder of all schemas.

    >>> schema_file("result/fit")
    'results/fit.schema.json'
    """
    return f"{name.replace('result/', 'results/')}.schema.json"


def results() -> tuple[str, ...]:
    """The kinds of results that have a schema, sorted."""
    files = shipped("schemas").joinpath("results").iterdir()
    return tuple(sorted(f"result/{file.name.removesuffix('.schema.json')}" for file in files))


def definition(home: str, reference: str) -> tuple[str, str]:
    """The schema that a ``$ref`` in the schema ``home`` leads to, and the definition in it.

    >>> definition("role", "common.schema.json#/definitions/text")
    ('common', 'text')
    """
    file, _, name = reference.partition("#/definitions/")
    return file.removesuffix(".schema.json") or home, name


@cache
def _predicate(home: str, name: str = "") -> Predicate:
    """The predicate of a schema, or of a definition in it."""
    shape = schema(home)["definitions"][name] if name else schema(home)

    def resolve(reference: str) -> Predicate:
        place = definition(home, reference)

        def follows(value: Any) -> bool:
            # Looked up when it is needed, because a definition may name itself, such as a term its narrower ones.
            return _predicate(*place)(value)

        return follows

    return predicate(shape, resolve)


def valid(kind: str, tree: Any) -> bool:
    """Whether a document follows the schema of its kind."""
    return _predicate(kind)(tree)


class _Inlined:
    """A schema with each ``$ref`` replaced by its target, so that there is nothing to fetch.

    A recursive definition, such as the narrower terms of a term, stays a reference.
    """

    def __init__(self, kind: str) -> None:
        self._definitions: dict[str, Any] = {}
        self.schema = {**self._shape(kind, schema(kind), ()), "definitions": self._definitions}

    def _shape(self, home: str, shape: Any, inside: tuple[tuple[str, str], ...]) -> Any:
        if isinstance(shape, list):
            return [self._shape(home, inner, inside) for inner in shape]
        if not isinstance(shape, dict):
            return shape
        if "$ref" in shape:
            place = definition(home, shape["$ref"])
            inner = schema(place[0])["definitions"][place[1]]
            if place not in inside:
                here = {EXAMPLES_HERE: shape["examples"]} if "examples" in shape else {}
                return {**self._shape(place[0], inner, (*inside, place)), **here}
            if place[1] not in self._definitions:
                self._definitions[place[1]] = {}
                self._definitions[place[1]] = self._shape(place[0], inner, (place,))
            return {"$ref": f"#/definitions/{place[1]}"}
        built = {
            word: {key: self._shape(home, value, inside) for key, value in inner.items()}
            if word == "properties"
            else self._shape(home, inner, inside)
            for word, inner in shape.items()
            if word != "definitions"
        }
        if isinstance(built.get("else"), dict):
            built["else"][PROPERTIES_HERE] = built.get("properties", {})
        return built


@cache
def _validator(kind: str) -> Draft7Validator:
    import jsonschema

    return jsonschema.Draft7Validator(_Inlined(kind).schema)


def errors_in(kind: str, tree: Any) -> list[ValidationError]:
    """The errors of the validator, outer places before inner ones."""
    errors = _validator(kind).iter_errors(tree)
    return sorted(errors, key=lambda error: [str(step) for step in error.absolute_path])


def examine(kind: str, tree: Any) -> list[Finding]:
    """The findings on a document."""
    findings = [_with_comma(finding, tree) for error in errors_in(kind, tree) for finding in _findings(error)]
    misspelt = {(f.pointer[:-1], f.hint) for f in findings if f.code == "RP201"}
    wrong_keys = {f.pointer for f in findings if f.code == "RP206" and f.at_key}
    return [_plain(f) for f in findings if not _follows(f, misspelt, wrong_keys)]


def _plain(finding: Finding) -> Finding:
    """A finding with a hint, and without allowed values if there is only one, because the message names it."""
    if finding.code == "RP201" and not finding.hint and not finding.allowed:
        return evolve(finding, hint="remove it; the schema of the document has the keys that are allowed here")
    return evolve(finding, allowed=()) if finding.code == "RP202" and len(finding.allowed) == 1 else finding


def _with_comma(finding: Finding, tree: Any) -> Finding:
    """A hint for a key without a value, which may be the rest of an unquoted text after a comma."""
    if not finding.at_key or (finding.code != "RP206" and finding.hint):
        return finding
    for step in finding.pointer:
        tree = tree[step]
    return finding if tree is not None else evolve(finding, hint=_COMMA)


def _follows(finding: Finding, misspelt: set[tuple[Pointer, str]], wrong_keys: set[Pointer]) -> bool:
    """Whether a finding follows from another one, so that each mistake is reported once."""
    if finding.code == "RP202":
        # The intended key is missing as well.
        return any((finding.pointer, _did_you_mean(name)) in misspelt for name in finding.allowed)
    # Values below a wrong key do not belong there.
    above = (finding.pointer[:length] for length in range(len(finding.pointer) + 1))
    return not finding.at_key and any(pointer in wrong_keys for pointer in above)


def _did_you_mean(name: str) -> str:
    return f'did you mean "{name}"?'


def _findings(error: ValidationError) -> Iterator[Finding]:
    pointer: Pointer = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        yield _wrong_key(error, pointer)
    elif error.validator == "additionalProperties":
        yield from _unknown_keys(error, pointer)
    elif error.validator == "required":
        yield from _missing_keys(error, pointer)
    elif error.validator in ("oneOf", "anyOf"):
        # JSON Schema finds no choice missing in a value that is no map; the wrong type is reported instead.
        if isinstance(error.instance, dict):
            yield _choice(error, pointer)
    else:
        code, message, hint, allowed = described(error)
        yield Finding(pointer=pointer, code=code, message=message, hint=hint, allowed=allowed)


def _wrong_key(error: ValidationError, pointer: Pointer) -> Finding:
    key, about = cast("str", error.instance), _about(error)
    example = example_of(about, str)
    return Finding(
        pointer=(*pointer, key),
        code="RP206",
        message=f'the key "{cut(key)}" has the wrong form',
        hint=_of_key(key) or sentence(about.get("description", ""), example or ""),
        allowed=tuple(about.get("enum", ())),
        at_key=True,
    )


def _of_key(key: str) -> str:
    """The hint for a key that begins with an invisible or typographic character."""
    if key.startswith("\N{NO-BREAK SPACE}"):
        return "a no-break space (U+00A0) stands before it; type an ordinary space"
    return STRAIGHT if typographic(key) else ""


def _unknown_keys(error: ValidationError, pointer: Pointer) -> Iterator[Finding]:
    known = tuple(_about(error).get("properties", ()))
    for key in cast("dict[str, Any]", error.instance):
        if key not in known:
            yield Finding(
                pointer=(*pointer, key),
                code="RP201",
                message=f'unknown key "{cut(key)}"',
                hint=_of_key(key) or closest(key, known),
                allowed=known if len(known) <= 12 else (),  # noqa: PLR2004 - a list to read, not to search
                at_key=True,
            )


def _missing_keys(error: ValidationError, pointer: Pointer) -> Iterator[Finding]:
    # jsonschema reports one error for each missing key, and its message begins with the key.
    for key in cast("list[str]", error.validator_value):
        if key not in cast("dict[str, Any]", error.instance) and error.message.startswith(repr(key)):
            hint = _example(error, key) or f"add {key}:"
            message = f'missing key "{key}"'
            yield Finding(pointer=pointer, code="RP202", message=message, hint=hint, allowed=(key,))


def _choice(error: ValidationError, pointer: Pointer) -> Finding:
    """Choices in the schemas are always between keys."""
    names = tuple(branch["required"][0] for branch in cast("list[Any]", error.validator_value))
    there = [name for name in names if name in cast("dict[str, Any]", error.instance)]
    if not there:
        message = f"one of {', '.join(names)} is missing"
        hint = _example(error, names[0])
        return Finding(pointer=pointer, code="RP202", message=message, hint=hint, allowed=names)
    message = f"{' and '.join(there)} cannot be used together"
    hint = f"keep one of {' and '.join(there)}"
    return Finding(pointer=(*pointer, there[1]), code="RP201", message=message, hint=hint, at_key=True)


def _example(error: ValidationError, key: str) -> str:
    about = _about(error)
    example = example_of(about.get("properties", about.get(PROPERTIES_HERE, {})).get(key, {}))
    return f"add, for example, {key}: {flow(example)}" if example is not None else ""


def _about(error: ValidationError) -> Mapping[str, Any]:
    """The broken schema; in draft 7 it may also be true or false."""
    return error.schema if isinstance(error.schema, dict) else {}
