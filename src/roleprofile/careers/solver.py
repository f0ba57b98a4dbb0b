"""Plans as mixed-integer linear programs, solved by HiGHS and checked in whole numbers.

The program leaves out the rounding of credits and the order of the options, so it can only be too optimistic. Each
proposed set of options is therefore carried out and scored. A set that fails is cut off and the program is solved
again, so the final set is right and no cheaper set was missed.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Any

from attrs import define, field

from roleprofile.errors import MissingExtraError


@define
class Sum:
    """A constant and a weighted sum of columns."""

    constant: float = 0.0
    terms: dict[int, float] = field(factory=dict)

    def add(self, other: Sum, factor: float = 1.0) -> None:
        """Add another sum, ``factor`` times."""
        self.constant += factor * other.constant
        for column, weight in other.terms.items():
            self.terms[column] = self.terms.get(column, 0.0) + factor * weight

    def times(self, factor: float) -> Sum:
        """This sum, ``factor`` times."""
        return Sum(factor * self.constant, {column: factor * weight for column, weight in self.terms.items()})

    @property
    def most(self) -> float:
        """An upper bound for columns between 0 and 1 and weights of at least 0."""
        return self.constant + sum(self.terms.values())


@define
class Program:
    """A program: columns between 0 and 1, and rows with lower bounds."""

    #: For each column, whether it is an integer.
    columns: list[bool] = field(factory=list)
    rows: list[tuple[dict[int, float], float]] = field(factory=list)

    def column(self, *, whole: bool = False) -> int:
        """Add a column and return its number."""
        self.columns.append(whole)
        return len(self.columns) - 1

    def at_least(self, found: Sum, bound: float = 0.0) -> None:
        """Demand that a sum is at least ``bound``."""
        self.rows.append((dict(found.terms), bound - found.constant))

    def below(self, *sums: Sum) -> Sum:
        """A new column with each of these sums as an upper bound."""
        column = self.column()
        for found in sums:
            row = Sum()
            row.add(found)
            row.add(Sum(0.0, {column: -1.0}))
            self.at_least(row)
        return Sum(0.0, {column: 1.0})

    def best(self, sums: Iterable[Sum]) -> Sum:
        """A sum with the largest of these sums as its upper bound."""
        sums = list(sums)
        fixed = max((found.constant for found in sums if not found.terms), default=0.0)
        open_ = [found for found in sums if found.terms and found.most > fixed]
        if not open_:
            return Sum(fixed)
        if len(open_) == 1 and open_[0].constant >= fixed:
            return open_[0]
        whole, chosen = Sum(), Sum(-1.0)
        for found in open_:
            pick = Sum(0.0, {self.column(whole=True): 1.0})
            whole.add(self.below(found, pick.times(found.most)))
            chosen.add(pick)
        rest = Sum(0.0, {self.column(): 1.0})
        whole.add(rest, fixed)
        chosen.add(rest)
        self.at_least(chosen.times(-1.0))
        return whole

    def minimise(self, costs: dict[int, float]) -> frozenset[int] | None:
        """The integer columns that a solution of least cost chooses; ``None`` if there is no solution."""
        numpy, sparse, optimize = _scipy()
        cost = numpy.zeros(len(self.columns))
        for column, weight in costs.items():
            cost[column] = weight
        weights, places, starts, bounds = [], [], [0], []
        for terms, bound in self.rows:
            places += list(terms)
            weights += list(terms.values())
            starts.append(len(places))
            bounds.append(bound)
        shape = (len(self.rows), len(self.columns))
        matrix = sparse.csr_matrix((weights, places, starts), shape=shape) if self.rows else None
        for presolve in (True, False):
            with _standard_output_kept():
                found = optimize.milp(
                    cost,
                    integrality=numpy.array(self.columns, dtype=int),
                    bounds=optimize.Bounds(0, 1),
                    constraints=[] if matrix is None else optimize.LinearConstraint(matrix, bounds, numpy.inf),
                    options={"mip_rel_gap": 0, "presolve": presolve},
                )
            # Presolve may fail where a row is met within a tolerance; that says nothing about the program.
            if found.success or found.status == _INFEASIBLE:
                break
        if found.success:
            return frozenset(i for i, whole in enumerate(self.columns) if whole and found.x[i] > 0.5)  # noqa: PLR2004
        if found.status == _INFEASIBLE:
            return None
        message = f"HiGHS gave up: {found.message}"
        raise RuntimeError(message)


_SOLVING = Lock()


@contextmanager
def _standard_output_kept() -> Iterator[None]:
    """Send to standard error what HiGHS writes for its developers to standard output, which no option turns off."""
    with _SOLVING:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
        try:
            kept = os.dup(_STDOUT)
            os.dup2(_STDERR, _STDOUT)
        except OSError:
            # A program can run with one of them closed.
            yield
            return
        try:
            yield
        finally:
            # C buffers its output to a pipe or a file, and would write it after the stream is restored.
            with suppress(OSError, TypeError, AttributeError):
                ctypes.CDLL(None).fflush(None)
            os.dup2(kept, _STDOUT)
            os.close(kept)


#: The file descriptors in C.
_STDOUT, _STDERR = 1, 2

#: The status of scipy.optimize.milp for a program without a solution.
_INFEASIBLE = 2


def _scipy() -> tuple[Any, Any, Any]:
    """Load numpy, scipy.sparse and scipy.optimize, which only plans need."""
    try:
        import numpy
        from scipy import optimize, sparse
    except ImportError:
        raise MissingExtraError("plan", "scipy") from None
    return numpy, sparse, optimize


def cheapest(
    program: Program,
    options: Sequence[int],
    efforts: Sequence[int],
    ties: Sequence[int],
    check: Callable[[frozenset[int]], bool],
) -> frozenset[int] | None:
    """The columns of ``options`` with the least effort that ``check`` accepts, or ``None``.

    Of equal choices the one with the fewest options wins, then the one with the smallest sum of ``ties``. Where
    ``check`` refuses a choice, it adds rows that hold for every right choice and not for this one.
    """
    every = frozenset(options)

    def solved(costs: Sequence[int]) -> frozenset[int] | None:
        while True:
            found = program.minimise(dict(zip(options, map(float, costs), strict=True)))
            if found is None or check(found & every):
                return None if found is None else found & every

    found = solved(efforts)
    ones = [1] * len(options)
    for settled, costs in ((efforts, ones), (ones, ties)):
        if not found:
            break
        cost_of = dict(zip(options, settled, strict=True))
        # No choice that is cheaper is left, so this keeps the ones that are equal.
        program.rows.append(
            ({column: -float(cost) for column, cost in cost_of.items()}, -float(sum(cost_of[one] for one in found)))
        )
        found = solved(costs) or found
    return found
