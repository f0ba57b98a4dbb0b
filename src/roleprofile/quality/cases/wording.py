"""Words for expectations and results."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from roleprofile.model.case import Bounds

_PERCENT = 10_000


def percent(value: int) -> str:
    """Parts per million as percent, not rounded, so that a value outside a bound never looks as if it were within.

    >>> percent(481_230), percent(1_000_000)
    ('48.123', '100')
    """
    return f"{value // _PERCENT}.{value % _PERCENT:04}".rstrip("0").rstrip(".")


def points(value: int) -> str:
    """Parts per million as points of 100.

    >>> points(10_000), points(125_000)
    ('1 point', '12.5 points')
    """
    return f"{percent(value)} point{'' if value == _PERCENT else 's'}"


def listed(names: Iterable[str]) -> str:
    """Names as a list, or that there are none.

    >>> listed(["a", "b"]), listed([])
    ('a, b', 'none')
    """
    return ", ".join(names) or "none"


def within(value: int | Decimal, bounds: Bounds, unit: int | Decimal) -> tuple[str, bool]:
    """Bounds in words, and whether so many ``unit`` of a value lie within them.

    >>> from roleprofile.model.case import Bounds
    >>> within(510_000, Bounds(at_least=51), 10_000)
    ('at least 51', True)
    """
    words = []
    right = True
    if bounds.at_least is not None:
        words.append(f"at least {bounds.at_least}")
        right = value >= int(bounds.at_least) * unit
    if bounds.at_most is not None:
        words.append(f"at most {bounds.at_most}")
        right = right and value <= int(bounds.at_most) * unit
    return " and ".join(words), right
