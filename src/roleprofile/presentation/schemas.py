"""The blocks of a JSON Schema: each key with its type and its meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from roleprofile.presentation.blocks import Block, Grid, Heading, Row, quoted, sections


def schema_blocks(name: str, schema: Mapping[str, Any]) -> list[Block]:
    """The keys of a kind of document or result, and of every part of it."""
    parts = [(name, schema), *sorted(schema.get("definitions", {}).items())]
    return sections(*(_part(each, part) for each, part in parts if "properties" in part))


def _part(name: str, schema: Mapping[str, Any]) -> list[Block | str]:
    needed = set(schema.get("required", ()))
    rows = [
        Row((quoted(key), _type(value) + ("" if key in needed else ", optional"), value.get("description", "")))
        for key, value in schema["properties"].items()
    ]
    return [Heading(name), schema.get("description", ""), Grid(rows, ("Key", "Type", "Meaning"))]


def _type(schema: Any) -> str:
    return " or ".join(dict.fromkeys(_types(schema))) or "anything"


def _types(schema: Any) -> Iterator[str]:
    if not isinstance(schema, Mapping):
        return
    if "$ref" in schema:
        yield schema["$ref"].rpartition("/")[2].removesuffix(".schema.json")
    elif "const" in schema:
        yield str(schema["const"])
    elif "enum" in schema:
        yield from map(str, schema["enum"])
    elif "anyOf" in schema or "oneOf" in schema:
        for one in schema.get("anyOf") or schema["oneOf"]:
            yield from _types(one)
    elif schema.get("type") == "array":
        yield f"list of {_type(schema.get('items'))}"
    else:
        found = schema.get("type", ())
        yield from (found,) if isinstance(found, str) else found
