"""Scores in Spark are those of the same file without it."""

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "laws"))

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from pyarrow import parquet
from test_batch import groups, same

import roleprofile as rp
from examples import examples
from people_tables import wide
from roleprofile.batch.sources import table_of
from shipped_catalog import CATALOG

CONTEXTS = ["large-metal-products", {"company-size": "large", "market": "unspecified"}]
DIALOGUE = "account-management:dialogue"


@pytest.fixture(params=CONTEXTS, ids=["one-situation", "unspecified"])
def scorer(request):
    return CATALOG.scorer("account-manager", request.param)


def sorted_rows(rows):
    return sorted(rows, key=lambda row: row["person"])


def of_spark(df):
    return sorted_rows(row.asDict(recursive=True) for row in df.collect())


def without_rows(rows):
    """Without the rows of problems, which Spark does not count from the first one."""
    for row in rows:
        for problem in row["problems"] or ():
            del problem["row"]
    return rows


@pytest.mark.parametrize("options", [{}, {"points": True, "as_of": "2029-01-01"}], ids=["plain", "points"])
class TestRows:
    def test_of_a_row_for_each_person(self, spark, scorer, options):
        df = spark.read.parquet("people.parquet")
        found = rp.batch.spark.score(df, scorer, **options)
        wanted = rp.batch.score("people.parquet", scorer, **options).read_all()

        assert df.rdd.getNumPartitions() > 1
        assert found.columns == wanted.schema.names
        assert of_spark(found) == sorted_rows(wanted.to_pylist())

    def test_of_a_row_for_each_statement_in_any_order(self, spark, scorer, options):
        mixed = spark.read.parquet("statements.parquet").orderBy("value")
        found = rp.batch.spark.score(mixed, scorer, **options)
        wanted = rp.batch.score("statements.parquet", scorer, **options).read_all()

        assert of_spark(found) == wanted.to_pylist()


@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(group=groups())
def test_generated_people_of_generated_packs(spark, group):
    world, people, day = group
    found = rp.batch.spark.score(spark.createDataFrame(table_of(people)), world.scorer, points=True, as_of=day)

    same(world.scorer, people, of_spark(found))


class TestCells:
    def test_a_bad_one_leaves_the_others_alone(self, spark, scorer, people):
        table = wide(people)
        place = table.schema.names.index(DIALOGUE)
        levels = ["advnced" if number % 9 == 0 else None for number in range(table.num_rows)]
        parquet.write_table(table.set_column(place, DIALOGUE, pa.array(levels)), "bad.parquet")
        found = rp.batch.spark.score(spark.read.parquet("bad.parquet"), scorer)
        wanted = rp.batch.score("bad.parquet", scorer, on_error="keep").read_all().to_pylist()

        assert sum(row["low"] is None for row in wanted) > 1
        assert without_rows(of_spark(found)) == without_rows(sorted_rows(wanted))

    def test_columns_can_be_ignored(self, spark, scorer):
        df = spark.read.parquet("people.parquet").selectExpr("*", "1 AS `a.b`")

        assert rp.batch.spark.score(df, scorer, ignore=["a.b"]).count() == df.count()
        with pytest.raises(rp.ArgumentValueError, match=r'"a\.b" is no descriptor'):
            rp.batch.spark.score(df, scorer)

    def test_nobody_is_no_mistake(self, spark, scorer):
        df = spark.read.parquet("people.parquet").where("false")
        said = spark.createDataFrame([("a", "dialogue", "basic")], ["person", "descriptor", "value"])

        assert rp.batch.spark.score(df, scorer).collect() == []
        assert rp.batch.spark.score(said.where("person = 'b'"), scorer).collect() == []

    def test_what_is_no_data_frame_of_spark(self, spark, scorer):  # noqa: ARG002 - pyspark has to be there
        with pytest.raises(rp.ArgumentTypeError, match="data frame of Spark"):
            rp.batch.spark.score("people.parquet", scorer)


def test_is_imported_when_it_is_used():
    said = "import sys, roleprofile as rp; rp.batch.spark.score; print('pyspark' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, encoding="utf-8", check=True)

    assert done.stdout == "False\n"
