"""Small values that the other models use: immutable maps, texts in several languages, findings."""

from __future__ import annotations

import re
from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, Sequence, ValuesView
from functools import lru_cache
from itertools import chain, islice, pairwise
from typing import Any, NewType, TypeVar
from unicodedata import category

from attrs import frozen

from roleprofile.errors import Problem, Severity

K = TypeVar("K")
V_co = TypeVar("V_co", covariant=True)

#: A value of a fact or a requirement: the id of a level, or a whole amount.
Value = str | int

#: One name or a list of names in a document; always a tuple in the model.
OneOrMore = NewType("OneOrMore", tuple[str, ...])


def one_or_more(names: str | Iterable[str]) -> OneOrMore:
    """The names that a document writes as one name or as a list.

    >>> one_or_more("S1"), one_or_more(["S1", "S2"])
    (('S1',), ('S1', 'S2'))
    """
    return OneOrMore((names,) if isinstance(names, str) else tuple(names))


#: The place of a value in its document: keys and list indices from the root.
Pointer = tuple[str | int, ...]


_PLANE_ENDS = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
#: Characters that are refused wherever they stand: C0 except tab and newline, DEL, C1, line and paragraph
#: separators (YAML 1.1 ends a line there, editors do not), bidirectional embeddings, overrides and isolates
#: (they show another text than the one that is read), byte-order marks, surrogates and noncharacters.
REFUSED = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff" + _PLANE_ENDS
#: Finds a character that no value may hold; the only carriage returns that a *file* may hold end its lines.
REFUSED_IN_TEXT = re.compile(rf"[\r{REFUSED}]")
#: Letters and a symbol that are blank: fillers of Korean syllables, and a cell of Braille without dots.
BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def shows_nothing(text: str) -> bool:
    r"""Whether a text has no letter, digit, symbol or punctuation that a reader can see.

    >>> shows_nothing(" \u200b\u00ad"), shows_nothing("\u3164"), shows_nothing("C++")
    (True, True, False)
    """
    return not any(category(sign)[0] in "LNPS" and sign not in BLANK for sign in text)


#: The most entries of a map that its ``repr`` shows in full.
_SHOWN = 8


class FrozenMap(Mapping[K, V_co]):
    """A mapping that cannot change, keeps the order it was given, and can be hashed and pickled.

    >>> FrozenMap({"en": "Dialogue"})["en"]
    'Dialogue'
    """

    __slots__ = ("_data",)
    _data: dict[K, V_co]

    def __init__(self, data: Mapping[K, V_co] | None = None) -> None:
        object.__setattr__(self, "_data", dict(data or {}))

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: the map is a value."""
        message = "a FrozenMap cannot be changed"
        raise AttributeError(message)

    def __getitem__(self, key: K) -> V_co:
        """The value at ``key``, or ``KeyError``."""
        return self._data[key]

    def __iter__(self) -> Iterator[K]:
        """The keys, in the order they were given."""
        return iter(self._data)

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self._data)

    def __contains__(self, key: object) -> bool:
        """Whether there is such a key."""
        return key in self._data

    # The views of a dict cannot change it, and are three times as fast as those that Mapping would make.

    def keys(self) -> KeysView[K]:
        """The keys, in the order they were given."""
        return self._data.keys()

    def values(self) -> ValuesView[V_co]:
        """The values, in the order of their keys."""
        return self._data.values()

    def items(self) -> ItemsView[K, V_co]:
        """The keys with their values."""
        return self._data.items()

    def __eq__(self, other: object) -> bool:
        """Whether the other is a map of the same keys and values, in whatever order."""
        # Comparing the dicts inside takes a fifth of the time of comparing the views that Mapping makes.
        return self._data == other._data if isinstance(other, FrozenMap) else super().__eq__(other)

    def __hash__(self) -> int:
        """Equal maps hash alike, whatever their order."""
        return hash(frozenset(self._data.items()))

    def __repr__(self) -> str:
        """As a dict would print; of a large map, its size and its first keys."""
        if len(self._data) <= _SHOWN:
            return f"FrozenMap({self._data!r})"
        return f"<FrozenMap of {len(self._data)}: {', '.join(map(repr, islice(self._data, _SHOWN)))}, ...>"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the plain dict inside."""
        return (FrozenMap, (self._data,))


def freeze(tree: Any) -> Any:
    """Freeze a document tree: maps become :class:`FrozenMap`, lists become tuples."""
    # Text first, because most of a tree is text and a check for Mapping is slow.
    kind = type(tree)
    if kind is str or kind is int:
        return tree
    if kind is dict or isinstance(tree, Mapping):
        return FrozenMap({key: freeze(value) for key, value in tree.items()})
    if kind is list or isinstance(tree, list | tuple):
        return tuple([freeze(value) for value in tree])
    return tree


class Text(FrozenMap[str, str]):
    """One text in several languages; the first is the pack's own and is always there.

    >>> Text({"en": "Dialogue", "fil": "Pag-uusap"}).in_language("de")
    'Dialogue'
    """

    __slots__ = ()

    def in_language(self, language: str) -> str:
        """The text in ``language``, or else in the first language; ``""`` for no text."""
        data = self._data
        return data[language] if language in data else next(iter(data.values()), "")

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the plain dict inside."""
        return (Text, (self._data,))


#: The missing text.
NO_TEXT = Text()


@frozen(kw_only=True)
class Finding:
    """A mistake with its place in a document, before its file and line are known."""

    pointer: Pointer
    code: str
    message: str
    hint: str = ""
    allowed: tuple[str, ...] = ()
    severity: Severity = "error"
    #: Whether the key at the pointer is wrong, not its value.
    at_key: bool = False
    #: The unknown name, if that is the mistake.
    name: str = ""

    def problem(self, path: str) -> Problem:
        """The finding as a problem of ``path``, which has no lines."""
        return Problem(
            path=path,
            pointer=pointer_text(self.pointer),
            code=self.code,
            message=self.message,
            severity=self.severity,
            hint=self.hint,
            allowed=self.allowed,
        )


def pointer_text(pointer: Pointer) -> str:
    """The JSON pointer (RFC 6901) of a place in a document.

    >>> pointer_text(("set", "a/b", 0))
    '/set/a~1b/0'
    """
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in pointer)


def pointer_steps(text: str) -> Pointer:
    """The steps of a JSON pointer; every step is text, also the index of a list.

    >>> pointer_steps("/set/a~1b/0")
    ('set', 'a/b', '0')
    """
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in text.split("/")[1:])


def at(tree: Any, pointer: Pointer) -> Any:
    """The value at a place of a document.

    >>> at({"extras": [{"id": "course"}]}, ("extras", 0, "id"))
    'course'
    """
    for step in pointer:
        tree = tree[step]
    return tree


def closest(word: str, options: tuple[str, ...] | list[str]) -> str:
    """A hint with the closest option, or ``""`` if none is close.

    >>> closest("advnced", ["basic", "advanced"])
    'did you mean "advanced"?'
    """
    # The search is quadratic in the length of the word, and a hostile id may be long.
    return _closest(word, tuple(options)) if 0 < len(word) <= 100 else ""  # noqa: PLR2004


# Cached, because one unknown name often appears in many places.
@lru_cache(maxsize=1024)
def _closest(word: str, options: tuple[str, ...]) -> str:
    near = (_ALIKE, "")
    for option in _alike(word, options) if len(options) > _CANDIDATES else options:
        both = len(option) + len(word)
        matched = _matched(option, word, int(near[0] * both / 2))
        near = max(near, (2 * matched / both, option))
    return f'did you mean "{near[1]}"?' if near[1] else ""


#: The share of the letters of two words that have to match.
_ALIKE = 0.6
_CANDIDATES = 32


def _matched(one: str, other: str, least: int) -> int:
    """How many letters difflib matches in two words: the longest run that both have, and so on before and after it.

    Where these are fewer than ``least``, any number below it.
    """
    length = len(one)
    if length < least or len(other) < least:
        return 0
    start, end = 0, 1
    for place in range(length):
        # Pieces that are one letter longer than the longest run so far. difflib, which looks at one letter at a time,
        # takes five times as long.
        while end <= length and one[place:end] in other:
            start, end = place, end + 1
        end += 1
    size = end - length - 1
    if not size:
        return 0
    there = other.index(one[start : start + size])
    rest, other_rest = one[start + size :], other[there + size :]
    before = _matched(one[:start], other[:there], least - size - min(len(rest), len(other_rest)))
    return size + before + _matched(rest, other_rest, least - size - before)


def _alike(word: str, options: tuple[str, ...]) -> Iterator[str]:
    """The options that share the most pairs of letters with a word, the earlier ones of those that share as many."""
    having = _having(options)
    # The number of shared pairs of every option at once: each number has one binary digit of all of them.
    digits: list[int] = []
    for pair in _pairs(word):
        carry = having(pair)
        for place, digit in enumerate(digits):
            digits[place], carry = digit ^ carry, digit & carry
        if carry:
            digits.append(carry)
    sure, open_ = 0, (1 << len(options)) - 1
    for digit in reversed(digits):
        more = open_ & digit
        if (sure | more).bit_count() > _CANDIDATES:
            open_ = more
        else:
            sure, open_ = sure | more, open_ ^ more
    for number in islice(chain(_ones(sure), _ones(open_)), _CANDIDATES):
        yield options[number]


def _ones(bits: int) -> Iterator[int]:
    while bits:
        yield (bits & -bits).bit_length() - 1
        bits &= bits - 1


# Cached, because a file with many unknown names looks each up among the same ones.
@lru_cache(maxsize=8)
def _having(options: tuple[str, ...]) -> Callable[[str], int]:
    """Finds the options that have a pair of letters, as the bits of a number."""
    numbers: dict[str, list[int]] = {}
    for number, option in enumerate(options):
        for pair in _pairs(option):
            numbers.setdefault(pair, []).append(number)

    @lru_cache(maxsize=2048)
    def having(pair: str) -> int:
        bits = bytearray(len(options) // 8 + 1)
        for number in numbers.get(pair, ()):
            bits[number // 8] |= 1 << number % 8
        return int.from_bytes(bits, "little")

    return having


def _pairs(word: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(f" {word} ")))


def number_of(number: int, noun: str, plural: str = "") -> str:
    """A number of things.

    >>> number_of(1, "role"), number_of(2, "person", "people")
    ('1 role', '2 people')
    """
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def some_of(options: Sequence[str]) -> str:
    """The first of many options, for a message.

    >>> some_of(["small", "medium", "large"]), some_of([f"t-{number}" for number in range(30)])
    ('small, medium, large', 't-0, t-1, t-2, t-3 and 26 more')
    """
    few = options if len(options) <= _FEW + 2 else options[:_FEW]
    more = f" and {len(options) - _FEW} more" if len(few) < len(options) else ""
    return ", ".join(few) + more


_FEW = 4
