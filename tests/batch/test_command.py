"""The command ``batch``, and tables of people for ``rank``."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import csv as arrow_csv
from pyarrow import feather, parquet

import roleprofile as rp
from roleprofile.batch import best
from roleprofile.batch.sources import people_of

ROLE = ("account-manager", "--context", "large-metal-products")
LEVELS = ("none", "basic", "working", "advanced", "expert", None)
PEOPLE = pa.table(
    {
        "person": [f"p-{number:03}" for number in range(60)],
        "dialogue": [LEVELS[number % 6] for number in range(60)],
        "persuasion": [LEVELS[number % 5] for number in range(60)],
        "sales-experience/metal-products": [None if number % 7 else number for number in range(60)],
        "persuasion.evidence": [None if number % 4 else "assessment" for number in range(60)],
        "closed": [["all"] if number % 11 == 0 else [] for number in range(60)],
    }
)


def rows_of(name):
    return list(csv.DictReader(Path(name).read_text("utf-8").splitlines()))


@pytest.fixture
def table(here):
    parquet.write_table(PEOPLE, here / "people.parquet")
    return "people.parquet"


@pytest.fixture(scope="module")
def scorer():
    return rp.load().scorer("account-manager", "large-metal-products")


class TestBatch:
    @pytest.mark.parametrize("name, read", [("out.parquet", parquet.read_table), ("out.feather", feather.read_table)])
    def test_writes_the_result_without_problems(self, call, table, scorer, name, read):
        status, out, err = call("batch", table, *ROLE, "-o", name, "--points")

        assert (status, out, err) == (0, "", f"Wrote {name}: 60 scored, 0 rejected.\n")
        found = rp.batch.score(PEOPLE, scorer, points=True).read_all()
        assert read(name).to_pylist() == found.drop_columns(["problems"]).to_pylist()

    def test_in_a_csv_file_the_parts_of_a_column_stand_side_by_side(self, call, table, scorer):
        assert call("batch", table, "account-manager", "--context", "any-employer", "-o", "out.csv", "--points")[0] == 0

        rows = rows_of("out.csv")
        assert len(rows) == 60
        scorer = scorer.catalog.scorer("account-manager", "any-employer")
        wanted = rp.batch.score(PEOPLE, scorer, points=True).read_all().to_pylist()
        assert [row["situation.market"] for row in rows] == [one["situation"]["market"] for one in wanted]
        assert [int(row["points.dialogue.low"]) for row in rows] == [one["points"]["dialogue"]["low"] for one in wanted]

    def test_the_best_have_places(self, call, table, scorer):
        assert call("batch", table, *ROLE, "-o", "out.parquet", "--top", "5")[0] == 0

        found = parquet.read_table("out.parquet").to_pylist()
        people = people_of(table, scorer.catalog, PEOPLE["person"].to_pylist())
        wanted = rp.rank(scorer.score(person) for person in people)[:5]
        assert [(row["place"], row["person"]) for row in found] == [(one.place, one.fit.person_id) for one in wanted]

    def test_rejects_are_listed_with_row_and_column(self, call, here):
        bad = PEOPLE.set_column(1, "dialogue", pa.array(["advnced"] + ["basic"] * 58 + ["x"]))
        parquet.write_table(bad, here / "bad.parquet")

        status, _, err = call("batch", "bad.parquet", *ROLE, "-o", "out.parquet", "--rejects", "rejects.csv")
        assert (status, err) == (1, "Wrote out.parquet: 58 scored, 2 rejected.\n")
        rows = rows_of("rejects.csv")
        assert [(row["row"], row["person"], row["column"], row["code"], row["hint"]) for row in rows] == [
            ("1", "p-000", "dialogue", "RP204", 'did you mean "advanced"?'),
            ("60", "p-059", "dialogue", "RP204", ""),
        ]
        assert parquet.read_table("out.parquet").num_rows == 58

    def test_without_rejects_a_bad_cell_stops_it(self, call, here):
        parquet.write_table(PEOPLE.set_column(1, "dialogue", pa.array(["advnced"] * 60)), here / "bad.parquet")

        status, _, err = call("batch", "bad.parquet", *ROLE, "-o", "out.parquet")
        assert status == 2
        assert 'bad.parquet:1:1 error RP204 dialogue: unknown level "advnced"' in err
        assert not (here / "out.parquet").exists()

    @pytest.mark.parametrize(
        "arguments, said",
        [
            (("-o", "out.xlsx"), "ends with one of: .parquet, .feather, .arrow, .csv; not out.xlsx"),
            (("-o", "out.csv", "--rejects", "r.parquet"), "ends with one of: .csv; not r.parquet"),
            (("-o", "out.csv", "--rejects", "out.csv"), "cannot have both the fits and the rejects"),
            (("-o", "none/out.csv"), "none/out.csv:1:1 error RP122 the file cannot be written: its folder does not"),
            (("-o", "people.parquet"), "people.parquet already exists"),
        ],
    )
    def test_what_cannot_be_written(self, call, table, here, arguments, said):
        status, _, err = call("batch", table, *ROLE, *arguments)

        assert status == 2
        assert said in " ".join(err.split())
        assert [path.name for path in here.iterdir()] == ["people.parquet"]

    @pytest.mark.parametrize(
        "name, said",
        [
            ("none.parquet", "none.parquet cannot be read as parquet: there is no such file"),
            ("people.xlsx", "people.xlsx is no table that can be read"),
        ],
    )
    def test_what_cannot_be_read(self, call, here, name, said):
        status, _, err = call("batch", name, *ROLE, "-o", "out.csv")

        assert status == 2
        assert said in " ".join(err.split())
        assert list(here.iterdir()) == []

    def test_names_all_columns_that_mean_nothing(self, call, here):
        table = PEOPLE.append_column("dept", pa.array(["x"] * 60)).append_column("dialog", pa.array(["x"] * 60))
        parquet.write_table(table, here / "people.parquet")

        err = call("batch", "people.parquet", *ROLE, "-o", "out.csv")[2]
        assert '"dept" is no descriptor' in err
        assert 'did you mean "dialogue"?' in err
        ignored = ("--ignore", "dept", "--ignore", "dialog")
        assert call("batch", "people.parquet", *ROLE, "-o", "out.csv", *ignored)[0] == 0


class TestRank:
    def test_takes_tables_of_people(self, call, here, table):
        arrow_csv.write_csv(PEOPLE.slice(0, 3).drop_columns(["closed"]), here / "few.csv")

        status, out, _ = call("rank", "few.csv", "three-strengths", *ROLE, "--format", "json")
        assert status == 0
        assert '"person": "three-strengths"' in out
        assert '"person": "p-002"' in out
        assert call("rank", table, *ROLE)[0] == 0

    def test_nobody_is_ranked_twice(self, call, table):
        assert "is given twice" in call("rank", table, table, *ROLE)[2]

    @pytest.mark.parametrize("by", ["low", "supported"])
    def test_the_best_of_a_result_are_those_of_a_ranking(self, scorer, table, by):
        people = people_of(table, scorer.catalog, PEOPLE["person"].to_pylist())
        wanted = rp.rank((scorer.score(person) for person in people), by=by)
        found = best(rp.batch.score(PEOPLE.to_reader(7), scorer), 60, by).to_pylist()

        assert [(row["place"], row["person"]) for row in found] == [(one.place, one.fit.person_id) for one in wanted]

    @pytest.mark.usefixtures("here")
    def test_people_of_statements(self, scorer):
        rows = pa.table(
            {
                "person": ["a", "a", "a", "b"],
                "descriptor": ["dialogue", "education", None, None],
                "key": [None, "law", None, None],
                "value": ["advanced", "master", None, None],
                "evidence": ["assessment", None, None, None],
                "closed": [None, None, "dialogue", None],
                "role": [None, None, None, "analyst"],
                "months": [None, None, None, 12],
            }
        )
        feather.write_feather(rows, "people.feather")
        found = people_of("people.feather", scorer.catalog, ["a", "b"])

        assert [(one.id, len(one.facts), len(one.closed), len(one.roles_held)) for one in found] == [
            ("a", 2, 1, 0),
            ("b", 0, 0, 1),
        ]
        wanted = rp.batch.score("people.feather", scorer).read_all().to_pylist()
        assert [scorer.score(one).low for one in found] == [row["low"] for row in wanted]
        assert [scorer.score(one).supported for one in found] == [row["supported"] for row in wanted]
