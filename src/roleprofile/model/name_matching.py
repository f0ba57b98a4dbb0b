"""Compare names without regard to case, accents, hyphens and plurals."""

from __future__ import annotations

import re
import unicodedata

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

    >>> words("nativeSpeakers")
    ['native', 'speaker']
    """
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    plain = unicodedata.normalize("NFKD", split).casefold()
    kept = "".join(c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return [singular(word) for word in re.split(r"[\W\d_]+", kept) if word]


def singular(word: str) -> str:
    """A folded word without its English plural ending, as far as one can tell by looking.

    >>> singular("duties"), singular("skills"), singular("business")
    ('duty', 'skill', 'business')
    """
    for ending, instead in (("ies", "y"), ("xes", "x"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 1 and not word.endswith(("ss", "us", "is")):
            return word.removesuffix(ending) + instead
    return word
