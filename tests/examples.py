"""How much the tests try: one variable scales the generated examples, and leaves out what one Python is enough for."""

import os
from typing import TypeVar

import pytest

T = TypeVar("T")


def percent() -> int:
    """The variable: 10 for a quick run and for further Pythons, 1000 to search for longer."""
    return int(os.environ.get("ROLEPROFILE_EXAMPLES", "100"))


#: A mark for tests that say nothing about a Python: of the text of the source, of the shipped packs, of time.
once = pytest.mark.skipif(percent() < 100, reason="one Python is enough: ROLEPROFILE_EXAMPLES is below 100")


def examples(count: int) -> int:
    """The number of examples that a generated test tries, of so many in a usual run."""
    return max(1, count * percent() // 100)


def some(items: list[T]) -> list[T]:
    """All items in a usual run, and evenly spread ones in a quick one."""
    return items[:: max(1, 100 // percent())]
