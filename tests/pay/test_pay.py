"""What a role pays: amounts of the caller's, components of the role's, and laws that hold for any of them."""

import pickle
import re
from decimal import ROUND_UP, Context, Decimal, Inexact, InvalidOperation, Rounded, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import roleprofile as rp
from roleprofile.errors import PayError
from roleprofile.pay.estimate import PayInputs, estimate_pay
from shipped_catalog import CATALOG

ROLE = "account-manager"
CONTEXT = "large-metal-products"

#: Amounts in whole centavos, so that each is one that can be paid.
MONEY = st.integers(0, 10**9).map(lambda centavos: Decimal(centavos) / 100)
PERCENT = st.integers(1, 10_000).map(lambda basis_points: Decimal(basis_points) / 100)


def inputs(guaranteed=15_000, deals=600_000, commission=5, retention=5_000, **more):
    return PayInputs(
        currency=more.pop("currency", "PHP"),
        amounts={"guaranteed": guaranteed, "retention": retention},
        measures={"closed-deal-value": deals},
        shares={"commission": commission},
        conditions=more.pop("conditions", ["valued"]),
        **more,
    )


def estimate(**given):
    return estimate_pay(CATALOG, ROLE, CONTEXT, inputs(**given))


def part(pay, name):
    return next(one for one in pay.parts if one.id == name)


class TestParts:
    def test_a_guaranteed_minimum_a_share_of_closed_deals_and_a_retention_payment(self):
        pay = estimate()

        assert [(one.id, one.amount) for one in pay.parts] == [
            ("guaranteed", Decimal("15000.00")),
            ("commission", Decimal("30000.00")),
            ("retention", Decimal("5000.00")),
        ]
        assert (pay.total, pay.fixed, pay.variable) == (50_000, 15_000, 30_000)
        assert pay.variable_share == 600_000

    def test_retention_is_paid_on_its_condition_only(self):
        pay = estimate(conditions=[])

        assert not part(pay, "retention").paid
        assert pay.total == 45_000

    def test_drivers_and_benchmark_are_data(self):
        pay = estimate(benchmark=40_000)

        assert [(driver.id, driver.value) for driver in pay.drivers] == [
            ("company-size", "large"),
            ("region", "unspecified"),
        ]
        assert pay.benchmark.id == "average-office-worker"
        assert pay.of_benchmark == 1_250_000
        assert estimate().of_benchmark is None

    def test_what_the_rules_call_the_main_part_may_not_be_the_largest(self):
        assert estimate().main_is_largest
        assert not estimate(deals=1_000).main_is_largest
        assert "another part is larger" in estimate(deals=1_000).explain()

    def test_a_currency_without_a_smaller_unit_is_rounded_to_whole_ones(self):
        pay = estimate(currency="JPY", deals=333)

        assert part(pay, "commission").amount == Decimal(17)
        assert pay.total == sum(one.amount for one in pay.parts)

    def test_nothing_at_all_has_no_shares(self):
        pay = estimate(guaranteed=0, deals=0, retention=0)

        assert (pay.total, pay.variable_share) == (0, 0)

    def test_nothing_at_all_is_no_share_of_anything(self):
        assert "%" not in estimate(guaranteed=0, deals=0, retention=0).explain().replace("5% of PHP", "")

    def test_what_hangs_on_a_condition_that_does_not_hold_is_not_asked_for(self):
        given = {"amounts": {"guaranteed": 15_000}, "measures": {"closed-deal-value": 1}, "shares": {"commission": 5}}
        pay = estimate_pay(CATALOG, ROLE, CONTEXT, PayInputs(currency="PHP", **given))

        assert (part(pay, "retention").paid, part(pay, "retention").amount) == (False, 0)
        with pytest.raises(PayError, match=r"^the amount of retention is missing$"):
            estimate_pay(CATALOG, ROLE, CONTEXT, PayInputs(currency="PHP", conditions=["valued"], **given))

    def test_what_is_given_all_the_same_has_to_be_an_amount(self):
        with pytest.raises(PayError, match="the amount of retention is below zero"):
            estimate(conditions=[], retention=-1)

    def test_it_is_a_value(self):
        assert pickle.loads(pickle.dumps(estimate())) == estimate()  # noqa: S301 - our own


class TestWrongInputs:
    def test_everything_that_is_wrong_is_said_at_once(self):
        with pytest.raises(PayError) as caught:
            estimate_pay(
                CATALOG,
                ROLE,
                CONTEXT,
                PayInputs(
                    currency="php",
                    amounts={"garanteed": 1, "retention": 0.5},
                    measures={"closed-deal-value": "NaN"},
                    shares={"commission": 150},
                    conditions=["value"],
                ),
            )

        assert [mistake.split(";")[0] for mistake in caught.value.mistakes] == [
            "account-manager has no condition of the pay called 'value'",
            "account-manager has no part of the pay with an amount called 'garanteed'",
            "the amount of guaranteed is missing",
            'the amount of retention must be a whole number, a Decimal or text such as "12.50", not float',
            "the currency 'php' must be written PHP",
            "the percentage of commission must be above 0 and at most 100, not 150",
            "the value of closed-deal-value is not a number: 'NaN'",
        ]
        assert pickle.loads(pickle.dumps(caught.value)).mistakes == caught.value.mistakes  # noqa: S301 - our own

    @pytest.mark.parametrize(
        "wrong, mistake",
        [
            ({"guaranteed": -1}, "the amount of guaranteed is below zero"),
            ({"guaranteed": "1.005"}, "more decimal places than PHP has"),
            ({"guaranteed": "Infinity"}, "is not a number"),
            ({"guaranteed": "a lot"}, "is not a number"),
            ({"guaranteed": "1e40"}, "more than 15 digits"),
            ({"guaranteed": True}, ", not bool"),
            ({"guaranteed": None}, "is missing"),
            ({"commission": 0}, "above 0 and at most 100"),
            ({"commission": "100.01"}, "above 0 and at most 100"),
            ({"deals": -5}, "the value of closed-deal-value is below zero"),
            ({"currency": "XXX"}, "is not an ISO 4217 currency"),
            ({"period": "week"}, "the period must be month or year"),
            ({"benchmark": -1}, "the benchmark is below zero"),
        ],
    )
    def test_an_amount_that_no_pay_can_have_is_refused(self, wrong, mistake):
        with pytest.raises(PayError, match=mistake):
            estimate(**wrong)

    def test_a_context_without_what_moves_the_pay_is_refused(self):
        lacking = "the pay of account-manager depends on the employer's situation, but some dimensions are missing"
        with pytest.raises(rp.ContextError, match=lacking + r"; .*: region \("):
            estimate_pay(CATALOG, ROLE, {"company-size": "large", "market": "software"}, inputs())


class TestOtherSums:
    """What the caller has set for decimal arithmetic plays no part."""

    @pytest.mark.parametrize("traps", [[], [Inexact, InvalidOperation, Rounded]])
    def test_do_not_round_these(self, traps):
        given = {"guaranteed": "15123.45", "deals": "987654321.09", "commission": "12.125", "benchmark": "40123.45"}
        here = estimate(**given)
        with localcontext(Context(prec=3, rounding=ROUND_UP, traps=traps)):
            there = estimate(**given)
            numbers = (there.total, there.fixed, there.variable, there.variable_share, there.of_benchmark)
            told = there.explain()

        assert there == here
        assert numbers == (here.total, here.fixed, here.variable, here.variable_share, here.of_benchmark)
        assert told == here.explain()
        assert "12.125% of" in told

    def test_do_not_let_a_word_pass_for_a_number(self):
        with localcontext(Context(traps=[])), pytest.raises(PayError, match="is not a number: 'a lot'"):
            estimate(guaranteed="a lot")


class TestLaws:
    @given(MONEY, MONEY, PERCENT, MONEY)
    def test_the_whole_percents_of_the_parts_add_up_to_a_hundred(self, guaranteed, deals, commission, retention):
        """The percents that are shown add up to 100, and none is further than one from the exact share."""
        pay = estimate(guaranteed=guaranteed, deals=deals, commission=commission, retention=retention)
        shown = [int(found) for found in re.findall(r"(\d+)% of the whole", pay.explain())]

        assert sum(shown) == (100 if pay.total else 0)
        for percents, one in zip(shown, pay.parts, strict=bool(pay.total)):
            assert abs(Fraction(percents) - Fraction(one.amount) * 100 / Fraction(pay.total)) < 1

    @given(MONEY, MONEY, PERCENT, MONEY)
    def test_what_depends_on_achievement_is_what_the_table_shows(self, guaranteed, deals, commission, retention):
        """The percentage in the head is that of the shares below it."""
        pay = estimate(guaranteed=guaranteed, deals=deals, commission=commission, retention=retention)
        told = pay.explain()

        if pay.total:
            shown = re.findall(r"(\d+)% of the whole", told)[1]
            assert f"{shown}% of it depends on results." in told

    @given(MONEY, MONEY, PERCENT, MONEY, st.sampled_from(["PHP", "KWD", "EUR"]))
    def test_the_parts_add_up_to_the_total_exactly(self, guaranteed, deals, commission, retention, currency):
        pay = estimate(
            guaranteed=guaranteed, deals=deals, commission=commission, retention=retention, currency=currency
        )

        assert pay.total == sum(one.amount for one in pay.parts)
        assert 0 <= pay.variable_share <= 1_000_000
        assert sum(pay.share(one.amount) for one in pay.parts) <= 1_000_000

    @given(MONEY, MONEY, MONEY, PERCENT)
    def test_more_closed_deals_never_pay_less(self, guaranteed, deals, more, commission):
        before = estimate(guaranteed=guaranteed, deals=deals, commission=commission)
        after = estimate(guaranteed=guaranteed, deals=deals + more, commission=commission)

        assert after.total >= before.total

    @given(MONEY, st.integers(1, 50))
    def test_so_many_times_the_guaranteed_part_is_so_many_times_as_much(self, guaranteed, times):
        assert estimate(guaranteed=guaranteed * times).fixed == estimate(guaranteed=guaranteed).fixed * times
