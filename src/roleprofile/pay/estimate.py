"""The pay of a role: its components applied to amounts that the caller gives. No amount comes from a pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from typing import Any, Literal

from attrs import field, frozen

from roleprofile.errors import PayError
from roleprofile.model.arguments import instance, mapping, texts
from roleprofile.model.catalog import CatalogData
from roleprofile.model.currency import currencies, smallest_unit
from roleprofile.model.rendering import Result
from roleprofile.model.role import Benchmark, Component, Role
from roleprofile.model.values import FrozenMap, Text, closest
from roleprofile.model.vocabulary import UNSPECIFIED
from roleprofile.scoring.compile import cite, in_context
from roleprofile.scoring.compiled import MILLION, CitedSource

#: Money or a percentage. Floats are refused, because they are rarely the number that was meant.
Amount = Decimal | int | str

#: The most digits of an amount; more are a typing mistake.
DIGITS = 15
ALL = Decimal(100)
#: The caller's decimal context must not round these sums. An amount with 15 digits on either side of the point, times a
#: percentage of 18 digits, takes 48.
ARITHMETIC = Context(prec=60, rounding=ROUND_HALF_EVEN, traps=[DivisionByZero, InvalidOperation, Overflow])


def _map(given: Mapping[str, Amount], name: str) -> FrozenMap[str, Amount]:
    return FrozenMap(mapping(given, name, "with an amount for each name"))


def _amounts(given: Mapping[str, Amount]) -> FrozenMap[str, Amount]:
    return _map(given, "amounts")


def _measures(given: Mapping[str, Amount]) -> FrozenMap[str, Amount]:
    return _map(given, "measures")


def _shares(given: Mapping[str, Amount]) -> FrozenMap[str, Amount]:
    return _map(given, "shares")


def _set(given: Iterable[str]) -> frozenset[str]:
    return frozenset(texts(given, "conditions", "valued"))


@frozen(kw_only=True)
class PayInputs:
    """The amounts of one job, for one period of pay.

    >>> PayInputs(currency="PHP", amounts={"guaranteed": "15000.50"}).currency
    'PHP'
    """

    #: ISO 4217, three capital letters.
    currency: str
    #: The period, which is only shown.
    period: Literal["month", "year"] = "month"
    #: The amount of each ``fixed`` and ``retention`` component. Here and below, a component whose condition does not
    #: hold needs no value.
    amounts: FrozenMap[str, Amount] = field(default=FrozenMap(), converter=_amounts)
    #: The value of each measure that a component is a share of, such as that of the closed deals.
    measures: FrozenMap[str, Amount] = field(default=FrozenMap(), converter=_measures)
    #: The percentage of its measure for each ``share`` component: above 0, at most 100.
    shares: FrozenMap[str, Amount] = field(default=FrozenMap(), converter=_shares)
    #: The conditions that hold, such as ``valued``.
    conditions: frozenset[str] = field(default=frozenset(), converter=_set)
    #: The pay of the role's benchmark in the same period, if known.
    benchmark: Amount | None = None


@frozen(kw_only=True)
class PayPart:
    """A component of the pay with its amount."""

    id: str
    label: Text
    #: ``fixed``, ``share`` or ``retention``.
    kind: str
    #: Rounded to the smallest unit of the currency; 0 where the condition does not hold.
    amount: Decimal
    #: Whether it is paid at all.
    paid: bool
    main: bool
    #: The name of the measure of a share.
    measure: Text
    #: The value of the measure of a share, if it was given.
    measured: Decimal | None
    #: The percentage of the measure of a share, if it was given.
    percent: Decimal | None
    source: tuple[str, ...]
    basis: str


@frozen(kw_only=True)
class Driver:
    """A dimension of the context that moves the pay, with its term."""

    id: str
    label: Text
    #: The term, or ``unspecified``.
    value: str
    value_label: Text


@frozen(kw_only=True)
class PayEstimate(Result):
    """The pay, part by part. The parts add up to the total exactly."""

    role: str
    label: Text
    languages: tuple[str, ...]
    context: FrozenMap[str, str]
    currency: str
    #: The period of all amounts: ``month`` or ``year``.
    period: str
    parts: tuple[PayPart, ...]
    drivers: tuple[Driver, ...]
    benchmark: Benchmark | None
    #: The pay of the benchmark that the caller gave.
    benchmark_amount: Decimal | None
    sources: FrozenMap[str, CitedSource]

    def __repr__(self) -> str:
        """The total in one line."""
        return f"<PayEstimate of {self.role}: {self.total} {self.currency} a {self.period}>"

    @property
    def total(self) -> Decimal:
        """The sum of all parts."""
        return _sum(part.amount for part in self.parts)

    @property
    def fixed(self) -> Decimal:
        """The sum of the ``fixed`` parts."""
        return self._of("fixed")

    @property
    def variable(self) -> Decimal:
        """The sum of the ``share`` parts. A retention payment is neither fixed nor variable."""
        return self._of("share")

    def _of(self, kind: str) -> Decimal:
        return _sum(part.amount for part in self.parts if part.kind == kind)

    def share(self, amount: Decimal) -> int:
        """An amount as parts per million of the total, rounded down; 0 of a total of 0."""
        return _per_million(amount, self.total) if self.total else 0

    @property
    def variable_share(self) -> int:
        """The variable part in parts per million of the total, 0 to 1,000,000."""
        return self.share(self.variable)

    @property
    def main_is_largest(self) -> bool:
        """Whether the part that the role calls the main one is the largest, with these amounts."""
        most = max((part.amount for part in self.parts), default=Decimal(0))
        return all(part.amount == most for part in self.parts if part.main)

    @property
    def of_benchmark(self) -> int | None:
        """The total in parts per million of what the benchmark pays, or ``None`` where that was not given."""
        return _per_million(self.total, self.benchmark_amount) if self.benchmark_amount else None


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    with localcontext(ARITHMETIC):
        return sum(amounts, Decimal(0))


def _per_million(amount: Decimal, whole: Decimal) -> int:
    with localcontext(ARITHMETIC):
        return int(amount * MILLION // whole)


def estimate_pay(catalog: CatalogData, role: str, context: Mapping[str, str] | str, inputs: PayInputs) -> PayEstimate:
    """The pay of a role in a context, for amounts that the caller gives.

    Args:
        catalog: The catalog of the role.
        role: Its id.
        context: As for a score, and with a term or ``unspecified`` for each dimension that moves the pay.
        inputs: The amounts.

    Raises:
        PayError: With every input that is missing, impossible or unknown to the role.
        ContextError: The context lacks a dimension.
        TypeError: Something is of the wrong kind.

    >>> import roleprofile as rp
    >>> inputs = PayInputs(
    ...     currency="PHP",
    ...     amounts={"guaranteed": 15_000, "retention": 0},
    ...     measures={"closed-deal-value": 400_000},
    ...     shares={"commission": 5},
    ... )
    >>> pay = estimate_pay(rp.load(), "account-manager", "large-metal-products", inputs)
    >>> pay.total, pay.variable_share
    (Decimal('35000.00'), 571428)
    """
    instance(inputs, PayInputs, "the pay", "rp.PayInputs(...)")
    found = catalog.role(role)
    given = catalog.context(found, context)
    state, _ = in_context(catalog, found, given)
    missing = [name for name in _drivers(state) if name not in given]
    if missing:
        raise catalog.lacking(found, missing, f"the pay of {found.id}")
    with localcontext(ARITHMETIC):
        return _InputReader(catalog, found, state, given, inputs).estimate()


def _drivers(role: Role) -> tuple[str, ...]:
    drivers = role.compensation.drivers
    return drivers.dimensions if drivers else ()


class _InputReader:
    """Applies the caller's amounts to the components of a role; all mistakes are collected first."""

    def __init__(
        self, catalog: CatalogData, role: Role, state: Role, context: FrozenMap[str, str], inputs: PayInputs
    ) -> None:
        self._catalog, self._role, self._state, self._context, self._inputs = catalog, role, state, context, inputs
        self._mistakes: list[str] = []
        self._unit = Decimal("0.01")

    def estimate(self) -> PayEstimate:
        self._currency()
        components = self._state.compensation.components
        if not components:
            self._mistakes.append(f"the file of {self._role.id} has no rules for pay")
        else:
            self._unknown(components)
        parts = tuple(self._part(component) for component in components)
        benchmark = self._inputs.benchmark
        against = None if benchmark is None else self._money(benchmark, "the benchmark")
        if self._mistakes:
            raise PayError(self._mistakes)
        return self._estimate(parts, against)

    def _estimate(self, parts: tuple[PayPart, ...], against: Decimal | None) -> PayEstimate:
        catalog, role, pay = self._catalog, self._role, self._state.compensation
        dimensions = catalog.dimensions_for(role)
        drivers = []
        for name in _drivers(self._state):
            dimension, vocabulary = dimensions[name]
            value = self._context[name]
            label = Text() if value == UNSPECIFIED else vocabulary.term(value).label
            drivers.append(Driver(id=name, label=dimension.label, value=value, value_label=label))
        named = dict.fromkeys(name for part in parts for name in part.source)
        for rule in (pay.benchmark, pay.drivers):
            named |= dict.fromkeys(rule.source if rule else ())
        return PayEstimate(
            role=f"{role.pack}:{role.id}",
            label=role.label,
            languages=catalog.packs[role.pack].languages,
            context=self._context,
            currency=self._inputs.currency,
            period=self._inputs.period,
            parts=parts,
            drivers=tuple(drivers),
            benchmark=pay.benchmark,
            benchmark_amount=against,
            sources=FrozenMap(cite(catalog, role.pack, sorted(named))),
        )

    def _currency(self) -> None:
        code = self._inputs.currency
        if code in currencies():
            self._unit = smallest_unit(code)
        elif isinstance(code, str) and code.upper() in currencies():
            self._mistakes.append(f"the currency {code!r} must be written {code.upper()}")
        else:
            self._mistakes.append(f"{code!r:.20} is not an ISO 4217 currency, such as PHP or EUR")
        if self._inputs.period not in ("month", "year"):
            self._mistakes.append(f"the period must be month or year, not {self._inputs.period!r:.20}")

    def _unknown(self, components: Iterable[Component]) -> None:
        given = self._inputs
        kinds = {component.id: component.kind for component in components}
        sums = tuple(name for name, kind in kinds.items() if kind != "share")
        shares = tuple(name for name, kind in kinds.items() if kind == "share")
        measures = tuple(component.of for component in components if component.of)
        conditions = tuple(component.condition for component in components if component.condition)
        for names, known, noun in (
            (given.amounts, sums, "part of the pay with an amount"),
            (given.shares, shares, "part of the pay with a percentage"),
            (given.measures, measures, "measure of the pay"),
            (given.conditions, conditions, "condition of the pay"),
        ):
            for name in sorted(set(names) - set(known), key=str):
                hint = closest(str(name), known) or f"known: {', '.join(known) or 'none'}"
                self._mistakes.append(f"{self._role.id} has no {noun} called {name!r:.60}; {hint}")

    def _part(self, component: Component) -> PayPart:
        measure, measured, percent = Text(), None, None
        holds = not component.condition or component.condition in self._inputs.conditions
        amount = Decimal(0)
        if component.kind == "share":
            measure = next((m.label for m in self._state.measures if m.id == component.of), Text())
            if holds or component.of in self._inputs.measures:
                measured = self._money(self._inputs.measures.get(component.of), f"the value of {component.of}")
            if holds or component.id in self._inputs.shares:
                percent = self._percent(component.id)
            if measured is not None and percent is not None:
                amount = measured * percent / ALL
        elif holds or component.id in self._inputs.amounts:
            amount = self._money(self._inputs.amounts.get(component.id), f"the amount of {component.id}")
        return PayPart(
            id=component.id,
            label=component.label,
            kind=component.kind,
            amount=(amount if holds else Decimal(0)).quantize(self._unit, ROUND_HALF_EVEN),
            paid=holds,
            main=component.main,
            measure=measure,
            measured=measured,
            percent=percent,
            source=component.source or self._state.defaults.source,
            basis=component.basis or self._state.defaults.basis,
        )

    def _money(self, given: Any, what: str) -> Decimal:
        number = self._number(given, what)
        if number < 0:
            self._mistakes.append(f"{what} is below zero")
        elif number != number.quantize(self._unit):
            self._mistakes.append(f"{what} has more decimal places than {self._inputs.currency} has")
        else:
            return number.quantize(self._unit)
        return Decimal(0)

    def _percent(self, component: str) -> Decimal:
        what = f"the percentage of {component}"
        before = len(self._mistakes)
        number = self._number(self._inputs.shares.get(component), what)
        if len(self._mistakes) == before and not 0 < number <= ALL:
            self._mistakes.append(f"{what} must be above 0 and at most 100, not {number:f}")
            return ALL
        return number

    def _number(self, given: Any, what: str) -> Decimal:
        mistake = ""
        number = Decimal(0)
        if given is None:
            mistake = f"{what} is missing"
        elif isinstance(given, float | bool) or not isinstance(given, Decimal | int | str):
            mistake = f'{what} must be a whole number, a Decimal or text such as "12.50", not {type(given).__name__}'
        else:
            try:
                number = Decimal(given)
            except InvalidOperation:
                mistake = f'{what} is not a number: {given!r:.40}; write, for example, "12.50"'
            if not mistake and not number.is_finite():
                mistake = f"{what} is not a number: {given!r:.40}"
            elif not mistake and (number.adjusted() >= DIGITS or -int(number.as_tuple().exponent) > DIGITS):
                mistake = f"{what} has more than {DIGITS} digits"
        if mistake:
            self._mistakes.append(mistake)
            return Decimal(0)
        return number
