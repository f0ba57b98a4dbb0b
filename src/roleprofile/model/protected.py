"""Protected attributes: what can never be a descriptor, a fact or a condition."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    data = json.loads(resources.files("roleprofile.model").joinpath("protected.json").read_text("utf-8"))
    return frozenset(data["names"]), frozenset(data["filler"])


def protected_name(name: str) -> bool:
    """Whether an id or a label names a protected attribute, as a whole and not as a part of another word.

    >>> protected_name("age-group"), protected_name("manage"), protected_name("family-law")
    (True, False, False)
    """
    names, filler = _lists()
    words = [word for word in re.split(r"[^a-z]+", name[:200].casefold()) if word]
    kept = [word for word in words if word not in filler] or words
    return " ".join(kept) in names or " ".join(words) in names
