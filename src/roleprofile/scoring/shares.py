"""Shares in whole numbers that add up exactly."""

from __future__ import annotations

from collections.abc import Sequence


def shares(parts: Sequence[int], whole: int, order: Sequence[str] | Sequence[int]) -> tuple[int, ...]:
    """Each part's share of ``whole`` as a whole number, so that they add up to ``sum(parts) // whole`` exactly.

    The method of the largest remainder; ``order`` breaks ties. All shares are 0 if ``whole`` is 0.

    >>> shares([3, 3, 3], 4, "cab")
    (0, 1, 1)
    """
    if not whole:
        return (0,) * len(parts)
    floors = [part // whole for part in parts]
    left = sum(parts) // whole - sum(floors)
    if left:
        rests = sorted([(-(part % whole), name, i) for i, (part, name) in enumerate(zip(parts, order, strict=True))])
        for _, _, i in rests[:left]:
            floors[i] += 1
    return tuple(floors)
