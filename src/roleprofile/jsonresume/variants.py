"""Documents that differ from JSON Resume: other keys for the same thing, and other formats that can be told by name."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from attrs import frozen

#: A text is told by its first characters.
_HEAD = 1000
_DECLARATION = re.compile(r"\s*(<\?xml[^>]*>\s*)?")


@cache
def words() -> Any:
    """The keys and words of ``words.json``."""
    return json.loads(resources.files("roleprofile.jsonresume").joinpath("words.json").read_text("utf-8"))


def other_keys(section: str, key: str) -> tuple[str, ...]:
    """Other keys that mean the same as one of JSON Resume, likeliest first.

    >>> other_keys("education", "studyType")
    ('degree',)
    """
    return tuple(words()["keys"][section].get(key, ()))


@frozen
class OtherFormat:
    """A format that is no JSON Resume."""

    #: With its article: "a job posting".
    name: str
    hint: str


def format_of_keys(tree: Mapping[Any, Any]) -> OtherFormat | None:
    """The other format that a document has by its keys; ``None`` where it cannot be told."""
    for one in words()["formats"]:
        some = one.get("any", ())
        if (
            some
            and any(key in tree for key in some)
            and all(key in tree for key in one.get("all", ()))
            and not any(key in tree for key in one.get("none", ()))
        ):
            return OtherFormat(one["name"], one["hint"])
    return None


def format_of_text(text: str) -> OtherFormat | None:
    """The other format that a text has by its beginning; ``None`` where it cannot be told."""
    head = _DECLARATION.sub("", text[:_HEAD], count=1)
    for one in words()["formats"]:
        if head.startswith(tuple(one.get("starts", ()))):
            return OtherFormat(one["name"], one["hint"])
    return None
