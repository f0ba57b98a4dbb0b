"""People against many roles, and roles against each other."""

from __future__ import annotations

import pyarrow as pa
import pytest

import roleprofile as rp
from roleprofile.batch import BatchError, matrix, pairs

PLACE = {"company-size": "large", "market": "metal-products", "employer-tier": "leading", "region": "large-city"}
PEOPLE = pa.table({"person": ["c-1", "c-2"], "dialogue": ["advanced", None], "persuasion": ["expert", "none"]})


@pytest.fixture(scope="module")
def catalog():
    return rp.load()


@pytest.fixture(scope="module")
def scorers(catalog):
    return [catalog.scorer(name, "large-metal-products") for name in catalog.jobs]


class TestMatrix:
    def test_a_person_gets_the_roles_of_a_ranking_of_targets(self, catalog, scorers):
        person = catalog.people["account-management:metal-engineer-in-sales"]
        found = matrix([person], scorers, top=13).read_all().to_pylist()
        fits = {one.role.role: one.score(person) for one in scorers}

        assert len(found) == 13
        assert [row["low"] for row in found] == [fits[row["role"]].low for row in found]
        assert found[0]["role"] == "account-management:account-manager"

    def test_where_the_employer_is_not_known_the_lowest_situation_counts(self, catalog):
        person = catalog.people["account-management:metal-engineer-in-sales"]
        scorers = [catalog.scorer(name, "any-employer") for name in ("account-manager", "analyst")]
        found = matrix([person], scorers, top=None, numbers=("low", "high", "known")).read_all().to_pylist()
        fits = [one.score(person) for one in scorers]

        assert found == [
            {
                "person": person.id,
                "low": [one.low for one in fits],
                "high": [one.high for one in fits],
                "known": [one.known for one in fits],
            }
        ]

    def test_many_people_are_scored_part_by_part(self, scorers):
        many = pa.table({"person": [f"p-{n}" for n in range(5000)], "dialogue": ["basic", "expert"] * 2500})
        found = matrix(many, scorers, top=None).read_all()

        assert found.num_rows == 5000
        assert found["low"][4999].as_py() == [one.score(_expert(one)).low for one in scorers]

    @pytest.mark.parametrize(
        "change, said",
        [
            ({"scorers": []}, "at least one scorer"),
            ({"numbers": ("lowest",)}, "unknown number 'lowest' of a fit; one of: low"),
            ({"top": 0}, "top"),
        ],
    )
    def test_what_is_wrong_is_said_at_once(self, scorers, change, said):
        with pytest.raises(ValueError, match=said):
            matrix(PEOPLE, **{"scorers": scorers, "top": 3} | change)

    def test_scorers_are_of_one_catalog(self, scorers):
        other = rp.load("examples/data-analysts").scorer("data-analyst/junior", {})

        with pytest.raises(ValueError, match="all of one catalog"):
            matrix(PEOPLE, [*scorers, other])

    def test_a_bad_cell_is_named(self, scorers):
        with pytest.raises(BatchError, match=r"<people>:2:1 error RP204 dialogue: unknown level"):
            matrix(PEOPLE.set_column(1, "dialogue", pa.array([None, "advnced"])), scorers).read_all()


def _expert(scorer):
    return scorer.catalog.person("p", facts=[rp.Fact("dialogue", "expert")])


class TestPairs:
    def test_are_the_fits_of_typical_incumbents(self, catalog):
        found = pairs(catalog, PLACE, top=12).read_all().to_pylist()

        assert len(found) == 13 * 12
        for origin in catalog.jobs:
            mine = [row for row in found if row["person"] == origin]
            fits = {one.assessment.target: one.assessment.fit for one in catalog.rank_targets(origin, PLACE)}
            assert {row["role"] for row in mine} == set(fits)
            for row in mine:
                fit = fits[row["role"]]
                assert (row["low"], row["supported"], row["high"]) == (fit.low, fit.supported, fit.high)
                assert (row["verdict_low"], row["minimum"]) == (fit.verdict_low, fit.meets_minimum)
            places = [row["place"] for row in mine]
            assert places == sorted(places)
            assert places[0] == 1

    def test_of_some_roles(self, catalog):
        found = pairs(catalog, PLACE, roles=["analyst", "consultant"], top=5).read_all().to_pylist()

        assert [(row["person"].partition(":")[2], row["role"].partition(":")[2]) for row in found] == [
            ("analyst", "consultant"),
            ("consultant", "analyst"),
        ]

    def test_need_the_whole_context(self, catalog):
        with pytest.raises(rp.ContextError, match="market"):
            pairs(catalog, {"company-size": "large", "market": "unspecified"})
