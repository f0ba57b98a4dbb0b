"""Protected attributes, which no profile may judge people by, and names that may mean one."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib import resources

from attrs import frozen

from roleprofile.model.name_matching import readings, shapes


@frozen
class Protected:
    """A protected attribute in a name."""

    #: The words of the list.
    words: str
    #: Whether no innocent meaning is likely.
    certain: bool


#: The lists of the words and phrases that are an error wherever they stand, or only where a name has nothing else.
_ANYWHERE, _ALONE_OR_DOUBTFUL, _ALONE, _SUBJECTS = (
    "error_anywhere",
    "error_alone_warning_within",
    "error_alone",
    "error_alone_warning_for_terms",
)
#: The lists of those with an innocent use.
_DOUBTFUL, _DOUBTFUL_ALONE = "warning_anywhere", "warning_alone"
#: The numbers that can be the age of somebody who works.
_AGES = range(14, 81)
#: A joined phrase with fewer letters may be a word of its own.
_SHORTEST_JOINED = 6

_Words = tuple[str, ...]


@cache
def _lists() -> tuple[dict[str, list[tuple[_Words, str, str]]], frozenset[str]]:
    """The phrases by their first word, longest first, each with its list and spelling; and the words of filler."""
    data = json.loads(resources.files("roleprofile.model").joinpath("protected.json").read_text("utf-8"))
    phrases: dict[_Words, tuple[_Words, str, str]] = {}
    for name in (_ANYWHERE, _ALONE_OR_DOUBTFUL, _ALONE, _SUBJECTS, _DOUBTFUL, _DOUBTFUL_ALONE):
        for phrase in (phrase for some in data[name].values() for phrase in some):
            for found in _readings(phrase.replace("#", str(_AGES[0]))):
                if len(found) > 1 or " " not in phrase or len(found[0]) >= _SHORTEST_JOINED:
                    phrases.setdefault(found, (found, name, phrase))
    by_first: dict[str, list[tuple[_Words, str, str]]] = {}
    for one in sorted(phrases.values(), key=lambda one: -len(one[0])):
        by_first.setdefault(one[0][0], []).append(one)
    filler = (word for some in data["filler"].values() for word in some)
    return by_first, frozenset({"#", "0"}.union(*(found for word in filler for found in _readings(word))))


def _readings(name: str) -> list[_Words]:
    return [_counted(words) for words in readings(name)]


def _counted(words: _Words) -> _Words:
    """Words with ``#`` for an age and ``0`` for another number."""
    return tuple(_number(word) if word.isdecimal() else word for word in words)


def _number(digits: str) -> str:
    return "#" if len(digits) <= len(str(_AGES[-1])) and int(digits) in _AGES else "0"


@lru_cache(maxsize=16_384)
def protected_in(name: str, *, as_term: bool = False) -> Protected | None:
    """The protected attribute that a name means or may mean.

    Case, accents, invisible characters, letters that look alike and plurals make no difference, and neither do words
    that add nothing (level, group, minimum...). Some words, such as health, are subjects as well, so they are certain
    for a descriptor and not for a term of a vocabulary or a level of a scale (``as_term``).

    >>> protected_in("Single sign-on")
    Protected(words='single', certain=False)
    >>> protected_in("Sales staff under 35 years old").certain, protected_in("manage")
    (True, None)
    """
    found = [one for words in _readings(name) if (one := _found(words, as_term=as_term))]
    return max(found, key=lambda one: one.certain, default=None)


def _found(words: _Words, *, as_term: bool) -> Protected | None:
    met, whole = _met(words)
    doubtful = {_DOUBTFUL, _DOUBTFUL_ALONE, *([_SUBJECTS] if as_term else [])}
    if not whole:
        doubtful = {_DOUBTFUL, _ALONE_OR_DOUBTFUL}
        met = {name: words for name, words in met.items() if name in doubtful or name == _ANYWHERE}
    certain = [words for name, words in met.items() if name not in doubtful]
    return Protected((certain or list(met.values()))[0], certain=bool(certain)) if met else None


def _met(words: _Words) -> tuple[dict[str, str], bool]:
    """The first phrase of each list among the words, and whether all other words are filler."""
    phrases, filler = _lists()
    met: dict[str, str] = {}
    covered: set[int] = set()
    reached = 0
    for start, word in enumerate(words):
        for phrase, name, spelling in phrases.get(word, ()):
            end = start + len(phrase)
            # A phrase within a longer one says nothing of its own: medical in medical examination.
            if end > reached and words[start:end] == phrase:
                met.setdefault(name, spelling)
                covered.update(range(start, end))
                reached = end
    return met, bool(met) and all(at in covered or word in filler for at, word in enumerate(words))


@lru_cache(maxsize=4_096)
def demanded_in(text: str) -> str:
    """The phrase by which a text asks for a protected attribute, with ``#`` for a number, or ``""``.

    >>> demanded_in("Is under 35 years old."), demanded_in("Knows how women buy.")
    ('# year old', '')
    """
    return _met(_counted(shapes(text)))[0].get(_ANYWHERE, "")


def is_protected(name: str, *, as_term: bool = False) -> bool:
    """Whether a name certainly means a protected attribute; ``as_term`` as for :func:`protected_in`.

    >>> is_protected("age-group"), is_protected("manage"), is_protected("family-law")
    (True, False, False)
    >>> is_protected("dateOfBirth"), is_protected("Religions"), is_protected("age and sex")
    (True, True, True)
    """
    found = protected_in(name, as_term=as_term)
    return found is not None and found.certain
