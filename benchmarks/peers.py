"""What other programs compute for a person and a role, as their published sources say, to have it measured here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np


def odoo(asked: Mapping[str, int], held: Mapping[str, int]) -> int:
    """The matching score of Odoo 18 (``hr_recruitment_skills``): percents of skills.

    A skill counts up to twice what is asked. The score knows no unknown skills, range, minimum requirements, amounts or
    groups.
    """
    total = sum(asked.values())
    found = sum(min(percent, asked[skill] * 2) for skill, percent in held.items() if skill in asked)
    return round(found / total * 100) if total else 0


def nesta(similarities: Any) -> Callable[[list[int], list[int]], float] | None:
    """The comparison of Nesta's career causeways (``CompareNodes``) in their steps, or ``None`` without numba.

    It compares the skills of two roles, by their places in a matrix of the similarities of all skills. Of all pairs it
    takes the most similar first, each skill once, and adds up what a steep curve makes of their similarities.
    """
    try:
        from numba import njit
    except ImportError:
        return None

    @njit
    def matched(some: Any) -> Any:
        rows, columns = some.shape
        order = np.argsort(some.flatten())
        used_rows, used_columns, found = [], [], []
        place = len(order)
        while len(used_rows) < min(rows, columns):
            place -= 1
            row, column = divmod(order[place], columns)
            if row not in used_rows and column not in used_columns:
                used_rows.append(row)
                used_columns.append(column)
                found.append(some[row, column])
        return found, used_rows, used_columns

    def compared(one: list[int], other: list[int]) -> float:
        found, _, _ = np.array(matched(similarities[one, :][:, other]))
        return float(np.sum(1 / (1 + np.exp(43.5 - 50 * found))) / max(len(one), len(other)))

    return compared
