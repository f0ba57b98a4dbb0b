"""Protected attributes: what can never be a descriptor, a fact or a condition."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib import resources


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    data = json.loads(resources.files("roleprofile.model").joinpath("protected.json").read_text("utf-8"))
    names = frozenset(" ".join(_words(name)) for name in data["names"])
    return names, frozenset(word for name in data["filler"] for word in _words(name))


def _words(name: str) -> list[str]:
    """The words of a name, folded: no case, no accents, no invisible characters, no camel case, no plural."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    plain = unicodedata.normalize("NFKD", split).casefold()
    kept = "".join(c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return [_singular(word) for word in re.split(r"[\W\d_]+", kept) if word]


def _singular(word: str) -> str:
    for ending, instead in (("ies", "y"), ("xes", "x"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 1 and not word.endswith(("ss", "us", "is")):
            return word.removesuffix(ending) + instead
    return word


def protected_name(name: str) -> bool:
    """Whether an id or a label names a protected attribute, as a whole and not as a part of another word.

    Words that add nothing (level, group, minimum...) are passed over, and so are case, accents and plurals.

    >>> protected_name("age-group"), protected_name("manage"), protected_name("family-law")
    (True, False, False)
    >>> protected_name("dateOfBirth"), protected_name("Religions"), protected_name("age and sex")
    (True, True, True)
    """
    names, filler = _lists()
    words = _words(name)
    kept = [word for word in words if word not in filler]
    return bool(kept) and (" ".join(kept) in names or " ".join(words) in names or all(word in names for word in kept))
