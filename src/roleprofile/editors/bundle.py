"""A schema in one file: definitions of other files that it refers to become its own."""

from __future__ import annotations

import json
from typing import Any

from roleprofile.loading import schemas
from roleprofile.loading.schemas import definition, schema
from roleprofile.model.arguments import one_of

#: The record of a score, the tables of a role, and the results of functions and commands.
RESULTS = ("record", "tables", *schemas.results())
#: All kinds with a schema.
KINDS = (*schemas.KINDS, *schemas.ALONE, *RESULTS)


def file_name(kind: str) -> str:
    """The file name of a schema."""
    one_of(kind, KINDS, "the kind")
    return schemas.schema_file(kind)


def as_json(shape: Any) -> str:
    """The text of a schema's file."""
    return json.dumps(shape, indent=2, ensure_ascii=False) + "\n"


def self_contained(kind: str) -> dict[str, Any]:
    """The schema of a kind, without references to other files.

    >>> self_contained("pack")["properties"]["label"]["$ref"]
    '#/definitions/common-text'
    """
    one_of(kind, KINDS, "the kind")
    return _Bundle(kind).schema


class _Bundle:
    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._definitions: dict[str, Any] = {}
        own = schema(kind)
        for name in own.get("definitions", ()):
            self._define(kind, name)
        shape = self._shape(kind, {key: value for key, value in own.items() if key != "definitions"})
        ours = [name for name in own.get("definitions", ()) if name in self._definitions]
        theirs = sorted(self._definitions.keys() - set(ours))
        self.schema = {**shape, "definitions": {name: self._definitions[name] for name in (*ours, *theirs)}}

    def _define(self, home: str, name: str) -> str:
        here = name if home == self._kind else f"{home}-{name}"
        if here not in self._definitions:
            self._definitions[here] = {}
            self._definitions[here] = self._shape(home, schema(home)["definitions"][name])
        return here

    def _shape(self, home: str, shape: Any) -> Any:
        if isinstance(shape, list):
            return [self._shape(home, inner) for inner in shape]
        if not isinstance(shape, dict):
            return shape
        return {
            # Examples are no schemas, whatever their keys are called.
            key: value if key in ("examples", "enum", "const") else self._reference(home, key, value)
            for key, value in shape.items()
        }

    def _reference(self, home: str, key: str, value: Any) -> Any:
        if key == "$ref":
            return f"#/definitions/{self._define(*definition(home, value))}"
        return self._shape(home, value)
