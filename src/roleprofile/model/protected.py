"""Protected attributes, which can never be a descriptor, a fact or a condition."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from roleprofile.model.name_matching import words


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    data = json.loads(resources.files("roleprofile.model").joinpath("protected.json").read_text("utf-8"))
    names = frozenset(" ".join(words(name)) for name in data["names"])
    return names, frozenset(word for name in data["filler"] for word in words(name))


def protected_name(name: str) -> bool:
    """Whether an id or a label names a protected attribute, as whole words.

    Words that add nothing (level, group, minimum...), case, accents and plurals are ignored.

    >>> protected_name("age-group"), protected_name("manage"), protected_name("family-law")
    (True, False, False)
    >>> protected_name("dateOfBirth"), protected_name("Religions"), protected_name("age and sex")
    (True, True, True)
    """
    names, filler = _lists()
    whole = words(name)
    kept = [word for word in whole if word not in filler]
    return bool(kept) and (" ".join(kept) in names or " ".join(whole) in names or all(word in names for word in kept))
