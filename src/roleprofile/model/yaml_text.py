"""Documents as the text of YAML files, in the style of a person, which the reader reads back as the same tree.

>>> print(document({"kind": "role", "schema": 1, "label": {"en": "Host: trade fairs"}}), end="")
kind: role
schema: 1
label: {en: "Host: trade fairs"}
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

#: The width above which the entries of a value get lines of their own.
WIDTH = 120

# Every reader of YAML takes this for text in any place. A text that begins with a digit may be a number.
_PLAIN = re.compile(r"[^\W\d_](?:[\w./()%+;'-]| (?=[\w(]))*(?::[a-z][a-z0-9-]*)?")
_WORDS = frozenset({"n", "no", "null", "off", "on", "true", "false", "y", "yes"})


def scalar(value: str | int) -> str:
    """A text or a number; in quotes if YAML could read it as another value.

    >>> scalar("working"), scalar("3322"), scalar("no"), scalar(24)
    ('working', '"3322"', '"no"', '24')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if _PLAIN.fullmatch(value) and value.casefold() not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)


def flow(value: Any) -> str:
    """A value on one line.

    >>> flow({"id": "english", "for": ["english", "any"]})
    '{id: english, for: [english, any]}'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


def document(tree: Mapping[str, Any]) -> str:
    """A document: each key on its own line, entries of lists below it, short values on one line."""
    return "".join(f"{line}\n" for key, value in tree.items() for line in entry(key, value, 0))


def entry(key: str, value: Any, indent: int) -> Iterator[str]:
    """The lines of a key and its value."""
    lead = f"{' ' * indent}{scalar(key)}:"
    short = f"{lead} {flow(value)}"
    listed = isinstance(value, Sequence) and not isinstance(value, str)
    of_maps = listed and bool(value) and all(isinstance(one, Mapping) for one in value)
    if not isinstance(value, Mapping | list | tuple) or not value or (len(short) <= WIDTH and not of_maps):
        yield short
        return
    yield lead
    if isinstance(value, Mapping):
        for inner, one in value.items():
            yield from entry(inner, one, indent + 2)
        return
    for one in value:
        yield from item(one, indent + 2)


def item(value: Any, indent: int) -> Iterator[str]:
    """The lines of an entry of a list, on one line if it fits."""
    short = f"{' ' * indent}- {flow(value)}"
    if len(short) <= WIDTH or not isinstance(value, Mapping) or not value:
        yield short
        return
    lines = [line for key, one in value.items() for line in entry(key, one, indent + 2)]
    yield f"{' ' * indent}- {lines[0].lstrip()}"
    yield from lines[1:]
