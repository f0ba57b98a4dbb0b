"""Write and read canonical JSON: one form for each value, whole numbers only, no repeated keys.

The text may come from anywhere, so its depth is measured before anything recurses into it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from roleprofile.model.values import REFUSED_IN_TEXT, Pointer

# A string may be open at the end, which is not JSON, so that the search stays linear.
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[][{},:]|[^][{},:"\s]+', re.DOTALL)
_NO_BRACKET = re.compile(r"[^][{}]+")


def canonical(data: Any, *, ordered: bool = False) -> str:
    """JSON on one line, without spaces, keys sorted; with ``ordered`` they stay in the order they have.

    >>> canonical({"b": 1, "a": "é"}), canonical({"b": 1, "a": 2}, ordered=True)
    ('{"a":"é","b":1}', '{"b":1,"a":2}')
    """
    return json.dumps(data, sort_keys=not ordered, separators=(",", ":"), ensure_ascii=False)


def too_deep(text: str, deepest: int) -> bool:
    """Whether lists and maps of a text are nested too deeply or never end.

    Python's own parser may exhaust the stack of a thread to find out.

    >>> too_deep('[{"a": "[["}]', 24), too_deep("[" * 100 + "]" * 100, 24), too_deep("[", 24)
    (False, True, True)
    """
    brackets = _NO_BRACKET.sub("", _STRING.sub("", text))
    for _ in range(deepest):
        if not brackets:
            break
        brackets = brackets.replace("[]", "").replace("{}", "")
    return bool(brackets)


def parsed(text: str, digits: int = 0) -> Any:
    """Parse a text that is not :func:`too_deep`; raises ``ValueError`` for text that :func:`canonical` never writes.

    With ``digits``, a number of more than so many digits is refused as well.
    """
    whole = partial(_whole, digits) if digits else None
    return json.loads(text, parse_int=whole, parse_float=_no_float, parse_constant=_no_float, object_pairs_hook=_once)


def _whole(digits: int, text: str) -> int:
    if len(text.lstrip("-")) > digits:
        raise ValueError(f"{text:.40} has more than {digits} digits")
    return int(text)


def _no_float(text: str) -> None:
    raise ValueError(f"{text:.40} is not a whole number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key occurs twice")
    return found


def places(text: str) -> Iterator[tuple[Pointer, int]]:
    """The place of each value of a text that is JSON, with the offset of its first character, outer values first.

    >>> list(places('{"a": [1, 2]}'))
    [((), 0), (('a',), 6), (('a', 0), 7), (('a', 1), 10)]
    """
    path: list[str | int] = []
    is_key = False
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in ("]", "}"):
            path.pop()
            is_key = False
        elif sign == ",":
            last = path[-1]
            is_key = isinstance(last, str)
            path[-1] = last if isinstance(last, str) else last + 1
        elif is_key:
            path[-1] = json.loads(sign)
            is_key = False
        elif sign != ":":
            yield tuple(path), token.start()
            if sign in ("[", "{"):
                path.append(0 if sign == "[" else "")
                is_key = sign == "{"


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    r"""The line and column of an offset, both from 1.

    >>> line_and_column('{"a":\n 1}', 7)
    (2, 2)
    """
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def unshowable(tree: Any) -> str:
    """The reason to refuse the first text with control characters; ``""`` if there is none."""
    strings = _strings(tree, [])
    if not REFUSED_IN_TEXT.search("\n".join(strings)):
        return ""
    bad = next(match for text in strings if (match := REFUSED_IN_TEXT.search(text)))
    return f"the character U+{ord(bad[0]):04X} is not allowed in text: {bad.string[max(0, bad.start() - 20) :]:.60}"


def _strings(tree: Any, found: list[str]) -> list[str]:
    """Every text of a tree, keys included."""
    if isinstance(tree, str):
        found.append(tree)
    elif isinstance(tree, dict):
        found.extend(tree)
        for value in tree.values():
            _strings(value, found)
    elif isinstance(tree, list):
        for value in tree:
            _strings(value, found)
    return found
