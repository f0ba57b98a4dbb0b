"""Tables of people: which columns mean what, where they come from, and what is said of cells that cannot be read."""

from __future__ import annotations

import datetime
import sys

import pyarrow as pa
import pytest
from pyarrow import csv, feather, parquet

import roleprofile as rp
from roleprofile.batch import BatchError, BatchScorer
from roleprofile.batch.sources import batches_of

TABLE = pa.table(
    {
        "person": ["c-1", "c-2", "c-3"],
        "dialogue": ["advanced", None, "basic"],
        "education/mechanical-engineering": ["master", None, "bachelor"],
        "sales-experience/metal-products": [24, 0, None],
        "dialogue.evidence": ["assessment", "interview", None],
        "dialogue.on": ["2026-03-14", "2026", None],
    }
)


@pytest.fixture(scope="module")
def scorer():
    return rp.load().scorer("account-manager", "large-metal-products")


@pytest.fixture(scope="module")
def rows(scorer):
    return rp.batch.score(TABLE, scorer).read_all()


def problems(table, scorer):
    """Person, column, code and message of each bad cell."""
    found = rp.batch.score(table, scorer, on_error="keep").read_all().to_pylist()
    assert all((row["low"] is None) == bool(row["problems"]) for row in found)
    return [
        (row["person"], one["column"], one["code"], one["message"]) for row in found for one in row["problems"] or ()
    ]


def replaced(name, cells):
    return TABLE.set_column(TABLE.schema.names.index(name), name, pa.array(cells))


class TestSources:
    @pytest.mark.parametrize(
        "ending, write",
        [(".parquet", parquet.write_table), (".feather", feather.write_feather), (".csv", csv.write_csv)],
    )
    def test_a_file_gives_the_rows_of_its_table(self, tmp_path, scorer, rows, ending, write):
        path = tmp_path / f"people{ending}"
        write(TABLE, path)

        assert rp.batch.score(path, scorer).read_all() == rows
        assert rp.batch.score(str(path), scorer).read_all() == rows

    def test_so_does_anything_with_an_arrow_stream(self, scorer, rows):
        class Stream:
            def __arrow_c_stream__(self, requested_schema=None):
                return TABLE.__arrow_c_stream__(requested_schema)

        assert rp.batch.score(Stream(), scorer).read_all() == rows
        assert rp.batch.score(TABLE.to_reader(1), scorer).read_all() == rows

    def test_cells_may_have_any_type_that_says_the_same(self, scorer, rows):
        days = [datetime.date(2026, 3, 14), datetime.date(2026, 1, 1), None]
        for table in (
            replaced("dialogue.on", days),
            replaced("dialogue", TABLE["dialogue"].cast(pa.large_string()).to_pylist()),
            TABLE.set_column(1, "dialogue", TABLE["dialogue"].dictionary_encode()),
            replaced("sales-experience/metal-products", [24.0, 0.0, None]),
            replaced("sales-experience/metal-products", ["24", "0", ""]),
        ):
            assert rp.batch.score(table, scorer).read_all() == rows

    @pytest.mark.parametrize(
        "name, text, said",
        [
            ("none.parquet", None, "none.parquet cannot be read as parquet: there is no such file"),
            ("bad.parquet", "hello", "bad.parquet cannot be read as parquet: "),
            ("bad.feather", "hello", "bad.feather cannot be read as feather: "),
            ("bad.csv", "person,dialogue\na,basic,x\n", "Expected 2 columns, got 3"),
            ("bad.csv", "", "Empty CSV file"),
            ("people.xlsx", "", "its name ends with one of: .parquet, .feather, .arrow, .csv"),
        ],
    )
    def test_a_file_that_cannot_be_read(self, tmp_path, scorer, name, text, said):
        path = tmp_path / name
        if text is not None:
            path.write_text(text)

        with pytest.raises(rp.ArgumentValueError, match=said):
            rp.batch.score(path, scorer)

    def test_what_is_no_table(self, scorer):
        with pytest.raises(rp.ArgumentTypeError, match="with an Arrow stream"):
            rp.batch.score(["c-1"], scorer)
        with pytest.raises(rp.ArgumentTypeError, match=r"catalog.scorer\(...\)"):
            rp.batch.score(TABLE, "account-manager")

    def test_a_batch_without_rows(self, scorer):
        batches = BatchScorer(scorer, points=True)

        assert batches(pa.RecordBatch.from_pylist([], TABLE.schema)).num_rows == 0
        assert rp.batch.score(TABLE.slice(0, 0), scorer).read_all().num_rows == 0

    def test_a_stream_with_batches_without_rows(self, scorer, rows):
        whole, nothing = TABLE.to_batches()[0], pa.RecordBatch.from_pylist([], TABLE.schema)

        for batches in ([nothing], [nothing, whole, nothing]):
            found = rp.batch.score(pa.RecordBatchReader.from_batches(TABLE.schema, batches), scorer).read_all()
            assert found == rows.slice(0, found.num_rows)


class TestColumns:
    @pytest.mark.parametrize(
        "name, said",
        [
            ("dialog", r'"dialog" is no descriptor \(did you mean "dialogue"\?\)'),
            ("age", '"age" is a protected attribute'),
            ("education", "education needs a key of field-of-study"),
            ("education/alchemy", 'unknown field-of-study "alchemy"'),
            ("core:dialogue", '"core:dialogue" is no descriptor'),
            ("account-management:dialogue", "state the same"),
        ],
    )
    def test_one_that_means_nothing_is_an_error(self, scorer, name, said):
        with pytest.raises(rp.ArgumentValueError, match=said):
            rp.batch.score(TABLE.append_column(name, pa.array(["x"] * 3)), scorer)

    def test_one_can_be_ignored(self, scorer, rows):
        table = TABLE.append_column("department", pa.array(["x"] * 3))

        assert rp.batch.score(table, scorer, ignore=["department"]).read_all() == rows

    def test_the_ids_cannot_be_missing(self, scorer):
        with pytest.raises(rp.ArgumentValueError, match="needs a column 'person'"):
            rp.batch.score(TABLE.drop_columns(["person"]), scorer)

    def test_a_cell_has_one_value(self, scorer):
        with pytest.raises(rp.ArgumentValueError, match="one value in each cell"):
            rp.batch.score(replaced("dialogue", [["basic"], None, None]), scorer).read_all()

    def test_roles_held_are_lists_of_structs(self, scorer):
        for cells in (["x"] * 3, [[{"role": "analyst"}]] * 3):
            with pytest.raises(rp.ArgumentValueError, match="each with role, months and context"):
                rp.batch.score(TABLE.append_column("roles_held", pa.array(cells)), scorer).read_all()


class TestBadCells:
    @pytest.mark.parametrize(
        "column, cells, code, said",
        [
            ("dialogue", ["advnced", None, None], "RP204", 'unknown level "advnced" on scale proficiency'),
            ("dialogue", [1.5, None, None], "RP315", "and 1.5 is not one of them"),
            ("dialogue", [b"basic", None, None], "RP315", "is not one of them"),
            ("dialogue", [True, None, None], "RP315", "and True is not one of them"),
            ("sales-experience/metal-products", [12.5, None, None], "RP315", "12.5 is not a valid amount"),
            ("sales-experience/metal-products", [-3, None, None], "RP207", "-3 is outside 0 to 720"),
            ("sales-experience/metal-products", ["1e3", None, None], "RP315", '"1e3" is not a valid amount'),
            ("dialogue.evidence", ["gossip", None, None], "RP304", 'unknown evidence kind "gossip"'),
            ("dialogue.on", ["March", None, None], "RP206", '"March" is not a day, a month or a year'),
        ],
    )
    def test_each_is_reported_with_its_column(self, scorer, column, cells, code, said):
        table = replaced("dialogue.evidence", [None] * 3) if column == "dialogue" else TABLE
        table = table.set_column(table.schema.names.index(column), column, pa.array(cells))

        found = [one for one in problems(table, scorer) if one[0] == "c-1"]
        assert [one[1:3] for one in found] == [(column, code)]
        assert said in found[0][3]

    def test_ids_closed_lists_and_roles_held(self, scorer):
        held = [
            [{"role": "analyst", "months": 30}],
            [{"role": "wizard", "months": 3}],
            [{"role": "analyst", "months": -1}],
        ]
        table = TABLE.append_column("closed", pa.array(["all", "dialogue, magic", "persuasion;dialogue"]))
        table = table.append_column("roles_held", pa.array(held)).set_column(0, "person", pa.array(["", "c-2", "c-3"]))

        assert [(person, column, code) for person, column, code, _ in problems(table, scorer)] == [
            ("", "person", "RP206"),
            ("c-2", "closed", "RP301"),
            ("c-2", "roles_held", "RP306"),
            ("c-3", "roles_held", "RP207"),
        ]

    def test_they_are_raised_with_their_rows(self, scorer):
        table = pa.concat_tables([TABLE, replaced("dialogue", ["advnced", None, "x"])])

        with pytest.raises(BatchError) as error:
            rp.batch.score(table, scorer).read_all()
        assert [(one.line, one.code, one.hint) for one in error.value.problems] == [
            (4, "RP204", 'did you mean "advanced"?'),
            (6, "RP204", ""),
        ]

    def test_rows_are_counted_over_all_batches(self, scorer):
        many = pa.concat_tables([TABLE] * 20_000 + [replaced("dialogue", ["advnced", None, None])])

        found = rp.batch.score(many, scorer, on_error="keep").read_all()
        assert found.num_rows == 60_003
        wrong = found.filter(found["low"].is_null()).to_pylist()
        assert [(one["person"], one["problems"][0]["row"]) for one in wrong] == [("c-1", 60_000)]


class TestStatements:
    ROWS = pa.table(
        {
            "person": ["a", "a", "a", "b", "c"],
            "descriptor": ["dialogue", "education", None, None, "dialogue"],
            "key": [None, "law", None, None, None],
            "value": ["advanced", "master", None, None, "basic"],
            "closed": [None, None, "dialogue", None, None],
            "role": [None, None, None, "analyst", None],
            "months": [None, None, None, 12, None],
        }
    )

    def test_each_row_states_one_thing(self, scorer):
        catalog = scorer.catalog
        facts = [rp.Fact("dialogue", "advanced"), rp.Fact("education", "master", "law")]
        people = [
            catalog.person("a", facts=facts, closed=["dialogue"]),
            catalog.person("b", roles_held=[rp.RoleHeld("analyst", 12)]),
            catalog.person("c", facts=[rp.Fact("dialogue", "basic")]),
        ]
        found = rp.batch.score(self.ROWS, scorer).read_all().to_pylist()

        assert [(row["person"], row["low"], row["supported"]) for row in found] == [
            (person.id, scorer.score(person).low, scorer.score(person).supported) for person in people
        ]

    def test_a_row_that_states_two_things(self, scorer):
        table = self.ROWS.set_column(4, "closed", pa.array(["dialogue", None, None, None, None]))

        assert [(person, column, code) for person, column, code, _ in problems(table, scorer)] == [
            ("a", "descriptor", "RP206")
        ]

    def test_of_a_person_nothing_may_be_known(self, scorer):
        found = rp.batch.score(
            pa.table({"person": ["a", "b"], "descriptor": [None, "dialogue"], "value": [None, "basic"]}), scorer
        )

        assert [(row["person"], row["low"], row["problems"]) for row in found.read_all().to_pylist()] == [
            ("a", 0, None),
            ("b", 24561, None),
        ]

    def test_a_fact_without_a_value(self, scorer):
        table = self.ROWS.set_column(3, "value", pa.array([None, "master", None, None, "basic"]))

        assert problems(table, scorer) == [("a", "value", "RP206", '"dialogue" has no value')]

    def test_rows_are_sorted_by_person(self, scorer):
        with pytest.raises(rp.ArgumentValueError, match="not sorted by person"):
            rp.batch.score(self.ROWS.take([3, 0, 1]), scorer).read_all()

    def test_a_column_without_a_meaning_is_an_error(self, scorer):
        with pytest.raises(rp.ArgumentValueError, match='"weight" has no meaning'):
            rp.batch.score(self.ROWS.append_column("weight", pa.array([1] * 5)), scorer)

    def test_a_person_may_lie_in_two_batches(self, scorer):
        rows = rp.batch.score(self.ROWS, scorer).read_all()

        for size in (1, 2, 3):
            assert rp.batch.score(self.ROWS.to_reader(size), scorer).read_all() == rows

    @pytest.mark.parametrize("most", [1, 2, 3])
    def test_a_person_may_lie_in_two_batches_that_are_full(self, most):
        batches = list(batches_of(self.ROWS.to_reader(2), self.ROWS.schema.names, most))

        assert pa.Table.from_batches(batches) == self.ROWS
        assert [one for batch in batches for one in batch["person"].unique().to_pylist()] == ["a", "b", "c"]


class TestSpark:
    def test_names_the_extra_that_is_missing(self, scorer, monkeypatch):
        monkeypatch.setitem(sys.modules, "pyspark", None)

        with pytest.raises(rp.MissingExtraError, match=r"needs pyspark; .*roleprofile\[spark\]"):
            rp.batch.spark.score(TABLE, scorer)
