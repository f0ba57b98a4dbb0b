"""The recipes in docs/batch.md run, and give the rows of ``rp.batch.score``."""

import re
import secrets
from pathlib import Path

import pytest

import roleprofile as rp
from shipped_catalog import CATALOG

PAGE = Path(__file__).parents[2] / "docs" / "batch.md"
RECIPES = re.findall(r"^```py\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
#: For each engine how the rows of what its recipe calls ``found`` are read.
READ = {
    "pyspark": lambda found: [row.asDict(recursive=True) for row in found.collect()],
    "polars": lambda found: found.collect().to_dicts(),
    "duckdb": lambda found: found.to_arrow_table().to_pylist(),
    "dask": lambda found: found.compute().to_dict("records"),
    "ray": lambda found: found.take_all(),
}


@pytest.fixture
def ray_on_loopback(monkeypatch):
    """One worker, reached with a token and from this machine only, that leaves nothing in the home folder."""
    ray = pytest.importorskip("ray", reason="the engines environment of tox has ray")
    monkeypatch.setenv("RAY_AUTH_TOKEN", secrets.token_hex(32))
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    ray.init(
        num_cpus=1,
        object_store_memory=100_000_000,
        include_dashboard=False,
        log_to_driver=False,
        logging_level="error",
        _node_ip_address="127.0.0.1",
    )
    yield
    ray.shutdown()


@pytest.mark.parametrize("engine", READ)
def test_a_recipe(engine, request):
    if engine == "pyspark":
        request.getfixturevalue("spark")
    if engine == "ray":
        request.getfixturevalue("ray_on_loopback")
    pytest.importorskip(engine, reason=f"the engines environment of tox has {engine}")
    scorer = CATALOG.scorer("account-manager", "large-metal-products")
    (recipe,) = [one for one in RECIPES if re.search(rf"^(import|from) {engine}\b", one, re.MULTILINE)]
    names = {"rp": rp, "scorer": scorer}
    exec(recipe, names)  # noqa: S102 - our own page

    wanted = rp.batch.score("people.parquet", scorer).read_all().to_pylist()
    found = sorted(READ[engine](names["found"]), key=lambda row: row["person"])
    assert found == sorted(wanted, key=lambda row: row["person"])


def test_every_recipe_is_run():
    assert len(RECIPES) == len(READ)
