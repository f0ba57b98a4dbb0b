"""One variable scales the number of examples of every generated test."""

import re
from pathlib import Path

import pytest

from examples import examples

TESTS = Path(__file__).parent


class TestTheVariable:
    @pytest.mark.parametrize(
        "percentage, count, expected", [("100", 45, 45), ("10", 45, 4), ("10", 6, 1), ("1000", 45, 450)]
    )
    def test_is_a_percentage_of_each_count_and_leaves_one_example_at_least(
        self, monkeypatch, percentage, count, expected
    ):
        monkeypatch.setenv("ROLEPROFILE_EXAMPLES", percentage)

        assert examples(count) == expected

    def test_is_read_nowhere_else(self):
        readers = [path.name for path in TESTS.rglob("*.py") if "ROLEPROFILE_EXAMPLES" in path.read_text("utf-8")]

        assert sorted(readers) == ["examples.py", "test_examples.py"]

    def test_reaches_every_test_that_sets_a_count_of_its_own(self):
        counts = [
            (path.name, count)
            for path in (TESTS.parent / "conftest.py", *TESTS.rglob("*.py"))
            for count in re.findall(r"max_examples=(\w+)", path.read_text("utf-8"))
            if path != Path(__file__)
        ]

        assert counts
        assert [one for one in counts if one[1] != "examples"] == []
