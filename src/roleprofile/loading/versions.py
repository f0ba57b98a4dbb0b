"""Compare the version of a pack with a required range."""

from __future__ import annotations

import re

_PART = re.compile(r"\s*(>=|<=|>|<|==|!=)\s*([0-9]{1,6}(?:\.[0-9]{1,6}){0,2})\s*")


def version_fits(version: str, wanted: str) -> bool:
    """Whether a version lies in a range such as ``>=1,<2``; raises ``ValueError`` if the range cannot be read.

    >>> version_fits("1.4.0", ">=1,<2"), version_fits("2.0.0", ">=1,<2")
    (True, False)
    """
    # All parts are read, so an unreadable part is an error even after a part that does not hold.
    answers = [_holds(_numbers(version), part) for part in wanted.split(",")]
    return all(answers)


def _holds(have: tuple[int, ...], part: str) -> bool:
    found = _PART.fullmatch(part)
    if found is None:
        message = f"{part.strip()!r} is not a version range"
        raise ValueError(message)
    limit = _numbers(found[2])
    return {
        ">=": have >= limit,
        "<=": have <= limit,
        ">": have > limit,
        "<": have < limit,
        "==": have == limit,
        "!=": have != limit,
    }[found[1]]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in f"{version}.0.0".split(".")[:3])
