"""A document with its mistakes replaced, so that the rest of it can be checked in the same run.

An example from the schema replaces each mistake. Later problems at or below such a place are not reported, because the
author did not write that value.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Any, cast

from attrs import define, field

from roleprofile.loading.schema_errors import EXAMPLES_HERE
from roleprofile.loading.schemas import PROPERTIES_HERE, definition, errors_in, schema
from roleprofile.model.values import Pointer

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


#: The most rounds of repair; a repair can uncover another mistake below it.
ROUNDS = 5

#: The errors of a map as a whole.
_OF_MAPS = ("additionalProperties", "required", "oneOf", "anyOf")

_STAND_IN = "stands-in-for-a-mistake-"


def is_stand_in(name: str) -> bool:
    """Whether an id is a placeholder."""
    return name.startswith(_STAND_IN)


def repaired(kind: str, tree: Any, stem: str) -> tuple[Any, frozenset[Pointer]] | None:
    """A valid document close to ``tree`` and the places of its placeholders; ``None`` if repair fails."""
    repair = _Repair(kind, copy.deepcopy(tree), stem)
    for _ in range(ROUNDS):
        errors = errors_in(kind, repair.tree)
        if not errors:
            return repair.tree, frozenset(repair.places)
        for error in errors:
            repair.mend(error)
    return None


@define
class _Repair:
    """A document that is being repaired."""

    kind: str
    tree: Any
    stem: str
    places: set[Pointer] = field(factory=set)
    _names: Iterator[str] = field(factory=lambda: (f"{_STAND_IN}{number}" for number in count(1)), init=False)

    def mend(self, error: ValidationError) -> None:
        pointer: Pointer = tuple(error.absolute_path)
        shape: Any = error.schema
        of_key = "propertyNames" in error.absolute_schema_path
        try:
            target = self._at(pointer)
        except (KeyError, IndexError, TypeError):
            return  # The repair of an earlier error removed it.
        if not (of_key or error.validator in _OF_MAPS):
            self._replace(pointer, shape)
        elif not isinstance(target, dict):
            return  # As above, and another value is there now.
        elif of_key:
            target.pop(error.instance, None)
            if pointer == ("requires",):
                self.places.add((*pointer, cast("str", error.instance)))
        elif error.validator == "additionalProperties":
            for key in target.keys() - shape.get("properties", {}).keys():
                del target[key]
        else:
            self._complete(target, error, pointer)

    def _complete(self, target: dict[str, Any], error: ValidationError, pointer: Pointer) -> None:
        wanted: Any = error.validator_value
        shape: Any = error.schema
        if error.validator == "required":
            missing = [key for key in wanted if key not in target]
        else:
            choices = [branch["required"][0] for branch in wanted]
            there = [name for name in choices if name in target]
            for name in there[:-1]:
                del target[name]
                self.places.add((*pointer, name))
            missing = [] if there else choices[:1]
        known = shape.get("properties", shape.get(PROPERTIES_HERE, {}))
        for key in missing:
            self._replace((*pointer, key), known.get(key, {}))

    def _replace(self, pointer: Pointer, shape: Any) -> None:
        parent = self._at(pointer[:-1])
        if pointer[-1] == "id":
            parent["id"] = self.stem if len(pointer) == 1 else next(self._names)
        else:
            parent[pointer[-1]] = self._renamed(_sample(self.kind, shape))
        self.places.add(pointer)

    def _renamed(self, sample: Any) -> Any:
        """A sample with placeholder ids."""
        if isinstance(sample, list):
            return [self._renamed(entry) for entry in sample]
        if isinstance(sample, dict) and isinstance(sample.get("id"), str):
            return {**sample, "id": next(self._names)}
        return sample

    def _at(self, pointer: Pointer) -> Any:
        tree = self.tree
        for step in pointer:
            tree = tree[step]
        return tree


def _sample(kind: str, shape: Any) -> Any:
    """A value that a schema accepts, from its examples."""
    for examples in ("examples", EXAMPLES_HERE):
        if shape.get(examples):
            return copy.deepcopy(shape[examples][0])
    if "$ref" in shape:
        home, name = definition(kind, shape["$ref"])
        return _sample(home, schema(home)["definitions"][name])
    if "enum" in shape or "const" in shape:
        return shape.get("const", shape.get("enum", [None])[0])
    wanted = shape.get("type", "object")
    first = wanted if isinstance(wanted, str) else wanted[0]
    if first == "object":
        known = shape.get("properties", {})
        return {key: _sample(kind, known.get(key, {})) for key in shape.get("required", ())}
    return {"string": "example", "integer": shape.get("minimum", 1), "array": [], "boolean": False}[first]
