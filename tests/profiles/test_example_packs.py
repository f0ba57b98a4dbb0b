"""The packs under examples/ load without a warning, and their cases hold."""

from pathlib import Path

import pytest

import roleprofile as rp
from roleprofile.quality import mutate, run_cases
from roleprofile.quality.lint import lint

PACKS = sorted(path.parent for path in (Path(__file__).parents[2] / "examples").glob("*/pack.yaml"))


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.name)
def test_an_example_is_in_order(pack):
    catalog = rp.load(pack)

    assert lint(catalog, packs=[pack.name]) == ()
    assert {one.case for one in run_cases(catalog) if one.fails} == set()
    assert mutate(catalog, [pack.name]).unnoticed == ()


def test_the_ladder_of_an_analyst():
    catalog = rp.load(next(path for path in PACKS if path.name == "data-analysts"))
    person = catalog.people["data-analysts:analyst-of-two-years"]
    found = catalog.grade_of(person, "data-analyst")

    assert (found.low, found.supported, found.high) == ("senior", "senior", "lead")
    assert [one.id for one in catalog.progression("data-analyst", "senior", "lead").changes if one.asks_otherwise] == [
        "explaining-findings",
        "guiding-analysts",
    ]
