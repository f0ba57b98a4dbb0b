"""The shares of the parts of an estimated pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleprofile.pay.estimate import PayInputs, estimate_pay
from roleprofile.quality.cases.results import Observed
from roleprofile.quality.cases.wording import within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from roleprofile.evaluation.cache import EvaluationCache
    from roleprofile.model.case import CasePay, Expectations
    from roleprofile.model.values import FrozenMap
    from roleprofile.pay.estimate import PayEstimate

#: The share of everything that hangs on measures.
VARIABLE = "variable"


def pay_shares(
    cache: EvaluationCache, pay: CasePay, expect: Expectations, role: str, context: FrozenMap[str, str]
) -> Iterator[Observed]:
    """How many percent of the whole each part is that the case speaks of."""
    inputs = PayInputs(
        currency=pay.currency,
        amounts=pay.amounts,
        measures=pay.measures,
        shares=pay.shares,
        conditions=pay.conditions,
    )
    estimate = estimate_pay(cache.catalog, role, context, inputs)
    for name, bounds in expect.pay_share.items():
        amount = _amount(estimate, name)
        whole = estimate.total
        found = "it is no part of the pay"
        right = False
        if amount is not None:
            # Amounts are compared, and not rounded percents.
            words, right = within(amount * 100, bounds, whole) if whole else within(0, bounds, 1)
            found = f"{100 * amount / whole:.2f} percent" if whole else "the whole pay is nothing"
        else:
            words, _ = within(0, bounds, 1)
        yield Observed(expectation="pay_share", expected=f"{name}: {words} percent", found=found, right=right)


def _amount(estimate: PayEstimate, name: str) -> Decimal | None:
    if name == VARIABLE:
        return estimate.variable
    return next((part.amount for part in estimate.parts if part.id == name), None)
