"""What one would write for one role by hand: a loop over tuples that knows nothing but its numbers."""

from __future__ import annotations

from typing import Any

MILLION = 1_000_000
LEVEL, AMOUNT, KEYED, ANY_OF = range(4)

#: Kind, descriptor, and what is asked: a table, a ramp, keys.
Part = tuple[int, str, Any, int]
#: Weight, and one part or the alternatives of a group.
Row = tuple[int, Part, tuple[Part, ...]]


def rows_of(role: Any) -> list[Row]:
    """The rows of a compiled role."""
    rows: list[Row] = []
    for entry in role.requirements:
        parts = tuple(_part(leaf) for leaf in entry.leaves)
        rows.append((entry.weight, parts[0], parts if entry.group == "any_of" else ()))
    return rows


def _part(leaf: Any) -> Part:
    if leaf.keys is not None:
        return (KEYED, leaf.descriptor, (tuple(leaf.keys.items()), leaf.table), leaf.worth)
    if leaf.table:
        return (LEVEL, leaf.descriptor, leaf.table, leaf.worth)
    return (AMOUNT, leaf.descriptor, (leaf.start, leaf.asked), leaf.worth)


def score(
    rows: list[Row], stated: dict[str, Any], inferred: dict[str, Any], closed: frozenset[str]
) -> tuple[int, int, int]:
    """Low, supported and high."""
    low = supported = high = total = 0
    for weight, (kind, descriptor, asked, worth), group in rows:
        total += weight
        if group:
            one = two = three = 0
            for alternative in group:
                a, b, c = credit(alternative, stated, inferred, closed)
                one = max(one, a)
                two = max(two, b)
                three = max(three, c)
        elif kind == LEVEL:
            # The most frequent kind, without a call.
            held = stated.get(descriptor)
            if held is not None:
                points = weight * asked[held]
                low += points
                supported += points
                high += points
            elif descriptor not in closed:
                held = inferred.get(descriptor)
                if held is not None:
                    supported += weight * asked[held]
                high += weight * MILLION
            continue
        else:
            one, two, three = credit((kind, descriptor, asked, worth), stated, inferred, closed)
        low += weight * one
        supported += weight * two
        high += weight * three
    return low // total, supported // total, high // total


def credit(
    part: Part, stated: dict[str, Any], inferred: dict[str, Any], closed: frozenset[str]
) -> tuple[int, int, int]:
    """The three credits of one part."""
    kind, descriptor, asked, worth = part
    held = stated.get(descriptor)
    if kind == KEYED:
        return _keyed(asked, worth, held or {}, inferred.get(descriptor) or {}, descriptor in closed)
    if held is not None:
        earned = (asked[held] if kind == LEVEL else _ramp(*asked, held)) * worth // 100
        return earned, earned, earned
    if descriptor in closed:
        return 0, 0, 0
    held = inferred.get(descriptor)
    if held is None:
        return 0, 0, MILLION * worth // 100
    earned = asked[held] if kind == LEVEL else _ramp(*asked, held)
    return 0, earned * worth // 100, MILLION * worth // 100


def _ramp(start: int, asked: int, held: int) -> int:
    if held >= asked:
        return MILLION
    return MILLION * (held - start) // (asked - start) if held > start else 0


def _keyed(
    asked: Any,
    worth: int,
    stated: dict[str, int],
    inferred: dict[str, int],
    closed: bool,  # noqa: FBT001 - as short as by hand
) -> tuple[int, int, int]:
    keys, table = asked
    low = supported = best = 0
    for key, percent in keys:
        if key in stated:
            earned = table[stated[key]] * percent // 100
            low = max(low, earned)
        elif not closed:
            best = max(best, percent)
            if key in inferred:
                supported = max(supported, table[inferred[key]] * percent // 100)
    high = max(low, MILLION * best // 100)
    return low * worth // 100, max(low, supported) * worth // 100, high * worth // 100
