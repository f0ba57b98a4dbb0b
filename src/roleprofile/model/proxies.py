"""Likely proxies: facts with a neutral name that stand in for a protected attribute."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from roleprofile.model.name_matching import words


@cache
def _lists() -> tuple[dict[str, str], dict[str, tuple[tuple[str, str], ...]]]:
    """Whole names, and phrases by their first word, each with its protected attribute."""
    data = json.loads(resources.files("roleprofile.model").joinpath("proxies.json").read_text("utf-8"))
    whole: dict[str, str] = {}
    within: dict[str, list[tuple[str, str]]] = {}
    for group in data["proxies"]:
        for name in (*group["whole"], *group["within"]):
            whole[" ".join(words(name))] = group["stands_for"]
        for phrase in group["within"]:
            folded = words(phrase)
            within.setdefault(folded[0], []).append((" ".join(folded), group["stands_for"]))
    return whole, {first: tuple(phrases) for first, phrases in within.items()}


def proxy_of(name: str) -> str:
    """The protected attribute for which this name is likely to stand, or ``""``.

    The whole name and the phrases within it are compared without case, accents, hyphens and plurals.

    >>> proxy_of("Years since graduation"), proxy_of("native-speaker-of-english")
    ('age', 'ethnic or national origin')
    >>> proxy_of("native plants"), proxy_of("gap analysis")
    ('', '')
    """
    whole, within = _lists()
    folded = words(name)
    found = whole.get(" ".join(folded), "")
    for index, word in enumerate(folded):
        rest = f"{' '.join(folded[index:])} "
        found = found or next((meant for phrase, meant in within.get(word, ()) if rest.startswith(f"{phrase} ")), "")
    return found
