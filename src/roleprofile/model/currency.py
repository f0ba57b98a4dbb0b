"""Currencies: the codes of ISO 4217 that are in use, and the smallest unit of each."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from importlib import resources


@cache
def _digits() -> dict[str, int]:
    data = json.loads(resources.files("roleprofile.model").joinpath("currencies.json").read_text("utf-8"))
    return {code: int(digits) for digits, codes in data.items() if digits != "note" for code in codes}


def currencies() -> tuple[str, ...]:
    """The codes of all currencies, sorted.

    >>> "PHP" in currencies(), "php" in currencies()
    (True, False)
    """
    return tuple(sorted(_digits()))


def smallest_unit(currency: str) -> Decimal:
    """The smallest amount of a currency: a centavo, a yen. Raises ``KeyError`` for an unknown code.

    >>> smallest_unit("PHP"), smallest_unit("JPY")
    (Decimal('0.01'), Decimal('1'))
    """
    return Decimal(1).scaleb(-_digits()[currency])
