"""Documents that differ from JSON Resume: other keys for the same thing, and other formats that can be told by name."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from attrs import frozen

from roleprofile.model.name_matching import fold

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


def in_english(folded: str) -> tuple[str, ...]:
    """What a folded name of another language is in English; a catalog can have it under one of these names.

    >>> in_english("vertriebsmitarbeiterin"), in_english("maschinenbau")
    (('sales representative',), ('mechanical engineering', 'industrial equipment'))
    """
    known = _english()
    # German titles of women, and of either: Pressesprecherin, Pressesprecher/in.
    return known.get(folded) or known.get(folded.removesuffix("in").rstrip()) or ()


@cache
def _english() -> dict[str, tuple[str, ...]]:
    return {
        fold(name): (english,) if isinstance(english, str) else tuple(english)
        for names in words()["in_english"].values()
        for name, english in names.items()
    }


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
