"""JSON as this library writes and reads it: one way to write a value, whole numbers only, nothing said twice.

What is read comes from anywhere, so nothing here recurses into what was not measured first.
"""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any

from roleprofile.model.values import REFUSED_IN_TEXT

# A string may stand open at the end: that is then not JSON, and this stays linear.
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_NO_BRACKET = re.compile(r"[^][{}]+")


def canonical(data: Any, *, ordered: bool = False) -> str:
    """JSON on one line, without spaces, keys sorted; with ``ordered`` they stay in the order they have.

    >>> canonical({"b": 1, "a": "é"}), canonical({"b": 1, "a": 2}, ordered=True)
    ('{"a":"é","b":1}', '{"b":1,"a":2}')
    """
    return json.dumps(data, sort_keys=not ordered, separators=(",", ":"), ensure_ascii=False)


def too_deep(text: str, deepest: int) -> bool:
    """Whether lists and maps are nested too deeply, or never end, in what may be JSON.

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
    """The value of a JSON text that is not :func:`too_deep`; ``ValueError`` for what :func:`canonical` never writes.

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
        raise ValueError("a key is there twice")
    return found


def unshowable(tree: Any) -> str:
    """What is wrong with the first text that would write over the screen it is shown on; ``""`` for none."""
    strings = _strings(tree, [])
    if not REFUSED_IN_TEXT.search("\n".join(strings)):
        return ""
    bad = next(match for text in strings if (match := REFUSED_IN_TEXT.search(text)))
    return f"the character U+{ord(bad[0]):04X} may not stand in text: {bad.string[max(0, bad.start() - 20) :]:.60}"


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
