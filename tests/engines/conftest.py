"""Tables of people in files, and a session of Spark; what an engine starts is reached from this machine only."""

import contextlib
import os
import shutil
import sys
from pathlib import Path

import pytest
from pyarrow import parquet

import roleprofile as rp
from people_tables import wide
from roleprofile.batch.sources import table_of
from shipped_catalog import CATALOG

PROFILES = Path(__file__).parents[2] / "profiles"


@pytest.fixture(scope="session")
def people():
    """The people of the shipped packs, each of them many times with fewer and fewer facts, sorted by id."""
    found = []
    for path in PROFILES.glob("*/people/*.yaml"):
        person = rp.load_person(path, CATALOG)
        found += [
            CATALOG.person(
                f"{person.id}-{number:02}",
                facts=person.facts[number % len(person.facts) :],
                closed=person.closed[number % 2 :],
                roles_held=person.roles_held,
            )
            for number in range(40)
        ]
    return sorted(found, key=lambda person: person.id)


@pytest.fixture(scope="session")
def folder(tmp_path_factory, people):
    """Tables of people in small groups of rows."""
    found = tmp_path_factory.mktemp("engines")
    parquet.write_table(wide(people), found / "people.parquet", row_group_size=50)
    parquet.write_table(table_of(people), found / "statements.parquet", row_group_size=50)
    return found


@pytest.fixture(scope="module", autouse=True)
def here(folder):
    """The working directory of a module."""
    with contextlib.chdir(folder):
        yield


@pytest.fixture(scope="session")
def spark(folder):
    """A session of Spark with two workers, which get few rows at a time."""
    sql = pytest.importorskip("pyspark.sql", reason="the engines environment of tox has pyspark")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("there is no Java")
    options = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.log.level": "ERROR",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "7",
        "spark.sql.files.maxPartitionBytes": "20000",
        "spark.sql.shuffle.partitions": "3",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    # Java reads paths from where it began.
    with pytest.MonkeyPatch.context() as patch, contextlib.chdir(folder):
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        found = sql.SparkSession.builder.master("local[2]").config(map=options).getOrCreate()
        yield found
        found.stop()
