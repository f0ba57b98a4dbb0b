"""The law of plans as a plain test for mutmut, which runs each test many times in one process.

Hypothesis refuses to run a generated test twice there, so each call makes a new one. It looks for no smaller example.
"""

from hypothesis import Phase, given, settings

from examples import examples
from laws import test_plans

law = test_plans.TestPlan.test_it_is_the_cheapest_of_all.hypothesis.inner_test


def test_generated_plans_are_the_cheapest():
    @settings(max_examples=examples(60), phases=[Phase.generate], database=None)
    @given(test_plans.cases())
    def cheapest(case):
        law(None, case)

    cheapest()
