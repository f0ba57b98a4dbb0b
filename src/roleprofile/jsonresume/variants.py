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


def is_unfinished(text: str) -> bool:
    """Whether a text says that studies are not completed.

    >>> is_unfinished("Bachelor of Arts (2 years)"), is_unfinished("Bachelor of Arts")
    (True, False)
    """
    folded = f" {fold(text)} "
    return any(f" {phrase} " in folded for phrase in phrases("not_completed"))


def goes_on(text: str) -> bool:
    """Whether a text in the place of an end says that there is none yet.

    >>> goes_on("Present"), goes_on("kasalukuyan"), goes_on("2019")
    (True, True, False)
    """
    return fold(text) in phrases("goes_on")


@cache
def phrases(name: str) -> frozenset[str]:
    """The phrases of all languages for one thing, folded."""
    return frozenset(fold(phrase) for some in words()[name].values() for phrase in some)


def as_key(text: object) -> str:
    """A key without case, spaces and punctuation.

    >>> as_key("start_date") == as_key("Start Date") == as_key("startDate")
    True
    """
    return "".join(c for c in str(text).casefold() if c.isalnum())


def says_unfinished(tree: Mapping[Any, Any]) -> bool:
    """Whether an entry says that it is not completed: by a status, by yes or no, or by a text such as "in progress".

    >>> says_unfinished({"status": "Dropped out in 2014"}), says_unfinished({"completed": True, "score": "1.3"})
    (True, False)
    """
    for key, value in tree.items():
        name = as_key(key)
        if (value is True and name in _keys("is_current")) or (value is False and name in _keys("is_completed")):
            return True
        if isinstance(value, str) and (fold(value) in phrases("not_completed") or goes_on(value)):
            return True
        if isinstance(value, str) and name in _keys("status") and is_unfinished(value):
            return True
    return False


@cache
def _keys(name: str) -> frozenset[str]:
    return frozenset(map(as_key, words()[name]))


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
            and not any(tree.get(key) for key in one.get("none", ()))
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
