"""Compare names without regard to case, accents, hyphens and plurals."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

from roleprofile.model.values import BLANK

# Removed, so that "B.Sc." equals "BSc" and "bachelor's" equals "bachelors".
_DROPPED = frozenset(".'`\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}")
# Kept, as are symbols such as "+", because "C#" differs from "C".
_KEPT = frozenset("#&%@*")


def fold(text: str) -> str:
    """Fold a name: no case, accents, full stops or apostrophes; other punctuation becomes a space.

    >>> fold("Pag-uusap, B.Sc. (Résumé)"), fold("C++") == fold("C#")
    ('pag uusap bsc resume', False)
    """
    for _ in range(0 if text.isascii() else 2):  # Folding the case can produce an accent.
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    text = text.casefold()
    kept = [" " if unicodedata.category(c)[0] in "PZC" and c not in _KEPT else c for c in text if c not in _DROPPED]
    return " ".join("".join(kept).split())


def alike(text: str) -> str:
    """Fold a name further: equal for names that differ only in hyphens, spaces or plurals.

    >>> alike("E-mails") == alike("email"), alike("Mga kontrata") == alike("kontrata"), alike("C++") == alike("C")
    (True, True, False)
    """
    return "".join(singular(word) for word in fold(text).split() if word not in _PLURAL_MARKS)


#: Words that mark a plural, such as Filipino mga.
_PLURAL_MARKS = frozenset({"mga"})


def words(name: str) -> list[str]:
    """The words of a name, folded: no case, no accents, no invisible characters, no camel case, no plural.

    Letters that look like Latin letters count as those.

    >>> words("nativeSpeakers"), words("n\N{CYRILLIC SMALL LETTER A}tive")
    (['native', 'speaker'], ['native'])
    """
    return [singular(word) for word in _WORD.findall(_split(_plain(name)).casefold()) if word.isalpha()]


def readings(name: str) -> list[tuple[str, ...]]:
    """The words of a name in each way that a reader may see them, with numbers, as lists to look for words in.

    Camel case may be a disguise, umlauts have two spellings, letters with spaces between them are a word, and digits
    between letters are letters. In the words, letters that look alike in some fonts are the same: ``i`` and ``l``,
    ``m`` and ``rn``, ``w`` and ``vv``. So compare them with the readings of other names only.

    >>> readings("A.G.E. 18+"), readings("isOn")
    ([('a', 'g', 'e', '18'), ('age18',), ('age', '18')], [('ls', 'on'), ('lson',)])
    """
    plain = [_plain(name)]
    if not name.isascii():
        plain.append(_plain(unicodedata.normalize("NFC", name).translate(_UMLAUTS)))
    found: dict[tuple[str, ...], None] = {}
    for text in plain:
        for written in dict.fromkeys((_split(text), text, _without_digits(text))):
            each = shapes(written)
            found[each] = None
            if len(each) > 1:
                found[("".join(each),)] = None
            if sum(len(word) == 1 for word in each) > 2:  # noqa: PLR2004 - as in the pattern
                spelt = _SPELT.sub(lambda run: run[0].replace(" ", ""), " ".join(each))
                found[tuple(spelt.split())] = None
    return list(found)


def shapes(text: str) -> tuple[str, ...]:
    """The words and numbers of a text as it is written, in the form of :func:`readings`."""
    return tuple(map(_shape, _WORD.findall(_plain(text).casefold())))


def _plain(name: str) -> str:
    """A name without accents, invisible characters and letters that look like Latin ones, with its case."""
    if name.isascii():
        return name
    shown = unicodedata.normalize("NFKD", name).translate(_look_alikes())
    return "".join(sign for sign in shown if unicodedata.category(sign)[0] not in "MC" and sign not in BLANK)


def _split(text: str) -> str:
    """A text with spaces within camel case."""
    return text if text.islower() else _CAMEL.sub(" ", text)


def _without_digits(text: str) -> str:
    """A text with letters for the digits between letters."""
    return _BETWEEN.sub(lambda sign: _SIGNS[sign[0]], text) if "0" in text or "1" in text or "|" in text else text


@lru_cache(maxsize=16_384)
def _shape(word: str) -> str:
    return singular(word).replace("i", "l").replace("rn", "m").replace("vv", "w")


#: A word or a number.
_WORD = re.compile(r"[^\W\d_]+|\d+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_SIGNS = {"0": "o", "1": "l", "|": "l"}
_BETWEEN = re.compile(r"(?<=[A-Za-z])[01|](?=[A-Za-z])")
#: Three or more letters with spaces between them.
_SPELT = re.compile(r"(?<!\S)[^\W\d_](?: [^\W\d_](?!\S)){2,}")


@cache
def _look_alikes() -> dict[int, str]:
    data = json.loads(resources.files("roleprofile.model").joinpath("look_alikes.json").read_text("utf-8"))
    return {int(code, 16): letters for letters, codes in data["letters"].items() for code in codes.split()}


def singular(word: str) -> str:
    """A folded word without its English plural ending, as far as one can tell by looking.

    >>> singular("duties"), singular("skills"), singular("business")
    ('duty', 'skill', 'business')
    """
    for ending, instead in (("ies", "y"), ("xes", "x"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 1 and not word.endswith(("ss", "us", "is")):
            return word.removesuffix(ending) + instead
    return word
