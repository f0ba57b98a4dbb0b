"""Tables of people: columns beside single scores, polars, duckdb and a bare read of the same bytes."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import generated
import numpy as np
import pyarrow as pa
from pyarrow import parquet

import roleprofile as rp

if TYPE_CHECKING:
    from collections.abc import Callable

    from roleprofile.scoring import Scorer

_MILLION = 1_000_000
#: Skills without relations between them, which no expression of polars or SQL here knows.
_MORE = tuple(f"sk-{number}" for number in range(120))
_PLAIN = _MORE[:20]


def plain_catalog(folder: Path, roles: int) -> rp.Catalog:
    """Roles of twenty levels each, a third of them minimum requirements; the first asks for the first skills."""
    source = random.Random(5)
    generated.write_pack(folder, 1)
    things = "".join(f"  - {{id: {one}, type: skill, label: {{en: {one}}}, scale: skill}}\n" for one in _MORE)
    (folder / "descriptors" / "more.yaml").write_text(
        f"kind: descriptors\nschema: 1\nid: more\ndescriptors:\n{things}", encoding="utf-8"
    )
    for number in range(roles):
        _plain_role(folder, f"plain-{number}", source.sample(_MORE, 20) if number else _PLAIN, source)
    return rp.load(folder)


def _plain_role(folder: Path, name: str, skills: Any, source: random.Random) -> None:
    lines = ['version: "1.0.0"', "label: {en: Plain}", "defaults: {basis: judgement}", "requirements:"]
    for skill in skills:
        necessity = source.choice(("minimum", "important", "important"))
        asks, weight = source.choice(generated.LEVELS[1:]), source.randint(1, 9)
        lines.append(f"  - {{id: {skill}, asks: {asks}, weight: {weight}, necessity: {necessity}}}")
    (folder / "roles" / f"{name}.yaml").write_text(
        f"kind: role\nschema: 1\nid: {name}\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )


def levels_of(rows: int, skills: Any, seed: int) -> Any:
    """People with a level of each skill, of which three in eight are unknown."""
    source = np.random.default_rng(seed)
    levels = pa.array(list(generated.LEVELS))
    columns: dict[str, Any] = {"person": pa.array(np.arange(rows)).cast(pa.string())}
    for name in skills:
        drawn = source.integers(0, 8, rows)
        codes = pa.array(np.minimum(drawn, 4).astype(np.int8), mask=drawn > 4)
        columns[name] = pa.DictionaryArray.from_arrays(codes, levels)
    return pa.table(columns)


def mixed(rows: int, seed: int) -> Any:
    """People with levels, amounts, keys and closed lists, as :func:`generated.people` has them."""
    source = np.random.default_rng(seed)
    table = levels_of(rows, generated.SKILLS, seed)
    for name in generated.AMOUNTS:
        months = source.integers(0, 81, rows)
        table = table.append_column(name, pa.array(months, mask=source.random(rows) > 0.6))
    for name in generated.KEYED:
        for field in generated.FIELDS:
            drawn = source.integers(0, 16, rows)
            codes = pa.array(np.minimum(drawn, 4).astype(np.int8), mask=drawn > 4)
            table = table.append_column(
                f"{name}/{field}", pa.DictionaryArray.from_arrays(codes, pa.array(list(generated.LEVELS)))
            )
    every = np.array((*generated.SKILLS, *generated.AMOUNTS, *generated.KEYED))
    closed = every[source.integers(0, len(every), (rows, 4))]
    return table.append_column(
        "closed", pa.ListArray.from_arrays(np.arange(rows + 1, dtype=np.int32) * 4, pa.array(closed.ravel()))
    )


def by_polars(table: Any, scorer: Scorer) -> Callable[[], Any]:
    """The three scores, the verdicts and the state of the minimums as expressions of polars."""
    import polars as pl

    role = scorer.role
    levels = pl.Enum(list(generated.LEVELS))
    frame = pl.from_arrow(table.drop_columns(["person"])).with_columns(pl.all().cast(levels))
    sums: dict[str, Any] = {"low": 0, "high": 0}
    fails, opens = [], []
    for entry in role.requirements:
        leaf = entry.leaves[0]
        code = pl.col(leaf.descriptor.partition(":")[2]).to_physical()
        earned = [leaf.credit(rank) * entry.weight for rank in range(5)]
        for name, silent in (("low", 0), ("high", _MILLION * entry.weight)):
            points = pl.lit(pl.Series([*earned, silent], dtype=pl.Int64))
            sums[name] = sums[name] + points.gather(code.fill_null(5))
        if entry.minimum:
            fails.append((code < leaf.at_least).fill_null(value=False))
            opens.append(code.is_null())
    low, high = sums["low"] // role.weight, sums["high"] // role.weight
    failed, unknown = pl.any_horizontal(fails), pl.any_horizontal(opens)

    def verdict(score: Any, caps: tuple[int, int]) -> Any:
        place = sum((score < role.thresholds[name]).cast(pl.Int8) for name in ("strong", "viable", "stretch"))
        cap = pl.when(failed).then(caps[0]).when(unknown).then(caps[1]).otherwise(0)
        return pl.max_horizontal(place, cap)

    state = pl.when(failed).then(0).when(unknown).then(1).otherwise(3)
    columns = {"low": low, "supported": low, "high": high, "minimum": state}
    columns |= {"verdict_low": verdict(low, (2, 2)), "verdict_supported": verdict(low, (2, 1))}
    columns |= {"verdict_high": verdict(high, (2, 0))}
    return lambda: frame.lazy().select(**columns).collect()


def by_duckdb(table: Any, scorer: Scorer) -> Callable[[], Any]:
    """The scores alone as an expression of SQL."""
    import duckdb

    connection = duckdb.connect()
    connection.register("people", table.drop_columns(["person"]))
    connection.execute("create table codes as select * from people")
    low, high = [], []
    for entry in scorer.role.requirements:
        leaf = entry.leaves[0]
        cases = " ".join(
            f"when '{level}' then {leaf.credit(rank) * entry.weight}" for rank, level in enumerate(generated.LEVELS)
        )
        column = f'case "{leaf.descriptor.partition(":")[2]}" {cases}'
        low.append(f"{column} else 0 end")
        high.append(f"{column} else {_MILLION * entry.weight} end")
    sums = ", ".join(f"({'+'.join(cases)}) // {scorer.role.weight}" for cases in (low, high))
    query = f"select {sums} from codes"  # noqa: S608 - numbers and names of this file
    return lambda: connection.execute(query).to_arrow_table()


def one_role(in_turns: Callable[..., list[float]]) -> None:
    """A million people and a role of twenty levels."""
    with tempfile.TemporaryDirectory() as folder:
        scorer = plain_catalog(Path(folder), 1).scorer("plain-0", {})
    table = levels_of(_MILLION, _PLAIN, 1)
    bytes_ = np.zeros(20 * _MILLION, np.uint8)
    sides: dict[str, Callable[[], object]] = {
        "rp.batch.score": lambda: [batch.num_rows for batch in rp.batch.score(table, scorer)],
        "a read of the same bytes": bytes_.sum,
    }
    for name, make in (("polars, expressions", by_polars), ("duckdb, SQL, scores alone", by_duckdb)):
        try:
            sides[name] = make(table, scorer)
        except ImportError:
            print(f"  {name}: not installed")
    found = rp.batch.score(table, scorer).read_all()
    if "polars, expressions" in sides:
        theirs = sides["polars, expressions"]()
        assert all((theirs[name].to_numpy() == found[name].to_numpy()).all() for name in ("low", "supported", "high"))
    print("1,000,000 people, one role of 20 levels: scores, verdicts, minimums; seconds of the processor")
    medians = in_turns(7, *sides.values())
    for name, median in zip(sides, medians, strict=True):
        print(f"  {name:29} {median:8.3f}   {1 / median:6.1f} million people a second")


def from_a_file(in_turns: Callable[..., list[float]]) -> None:
    """A hundred thousand people from parquet, beside one person at a time."""
    with tempfile.TemporaryDirectory() as folder:
        generated.write_pack(Path(folder), 1)
        catalog = rp.load(folder)
        scorer = catalog.scorer("role-0", {})
        path = Path(folder, "people.parquet")
        parquet.write_table(mixed(100_000, 3), path)
        people = generated.people(catalog, 300)
        said = [(person.id, person.facts, person.closed) for person in people]

        def loop() -> None:
            for name, facts, closed in said:
                _ = scorer.score(catalog.person(name, facts=facts, closed=closed)).verdict_places

        batch, one = in_turns(5, lambda: rp.batch.score(path, scorer).read_all(), loop)
    mine, theirs = 100_000 / batch, len(said) / one
    print("100,000 people with levels, amounts, keys and closed lists, from parquet; people a second")
    print(f"  rp.batch.score                {mine:12,.0f}")
    print(f"  person, score and verdict     {theirs:12,.0f}   the batch is {mine / theirs:.0f} times as fast")


def unspecified(in_turns: Callable[..., list[float]]) -> None:
    """An employer of whom nothing is known: 66 situations of the account manager."""
    scorer = rp.load().scorer("account-manager", "any-employer")
    levels = pa.array(["none", "basic", "working", "advanced", "expert"])
    source = np.random.default_rng(2)
    columns: dict[str, Any] = {"person": [str(number) for number in range(100_000)]}
    for name in ("dialogue", "persuasion", "negotiation", "client-service"):
        columns[name] = levels.take(pa.array(source.integers(0, 5, 100_000)))
    table = pa.table(columns)
    catalog = scorer.catalog
    names = table.schema.names[1:]
    people = [
        catalog.person(row["person"], facts=[rp.Fact(name, row[name]) for name in names])
        for row in table.slice(0, 300).to_pylist()
    ]
    batch, one = in_turns(
        3,
        lambda: rp.batch.score(table, scorer).read_all(),
        lambda: [scorer.score(person).situations.verdict_high for person in people],
    )
    mine, theirs = len(table) / batch, len(people) / one
    print(f"An unspecified employer, {len(scorer.rules.contexts)} situations; people a second")
    print(f"  rp.batch.score                {mine:12,.0f}")
    print(f"  scorer.score                  {theirs:12,.0f}   the batch is {mine / theirs:.0f} times as fast")


def many_roles() -> None:
    """Ten thousand people and a thousand roles of twenty levels, of 120 skills."""
    with tempfile.TemporaryDirectory() as folder:
        catalog = plain_catalog(Path(folder), 1000)
    scorers = [catalog.scorer(f"plain-{number}", {}) for number in range(1000)]
    table = levels_of(10_000, _MORE, 4)
    rows = table.slice(0, 50).to_pylist()
    people = [
        catalog.person(row.pop("person"), facts=[rp.Fact(name, level) for name, level in row.items() if level])
        for row in rows
    ]

    def low() -> None:
        for scorer in scorers[:100]:
            for person in people:
                _ = scorer.score(person).low

    def everything() -> None:
        for scorer in scorers[:100]:
            for person in people:
                fit = scorer.score(person)
                _ = fit.verdict_places, fit.proven, fit.extras

    sides: dict[str, tuple[Callable[[], object], int]] = {
        "low, rp.batch.matrix": (lambda: list(rp.batch.matrix(table, scorers, top=None)), 10_000_000),
        "low, scorer.score": (low, 5_000),
        "the best 20, rp.batch.matrix": (lambda: list(rp.batch.matrix(table, scorers)), 10_000_000),
        "all numbers, scorer.score": (everything, 5_000),
    }
    print("10,000 people and 1,000 roles; pairs a second, by the clock, because matrices use all processors")
    rates = {name: [] for name in sides}
    for _ in range(3):
        for name, (side, pairs) in sides.items():
            before = time.perf_counter()
            side()
            rates[name].append(pairs / (time.perf_counter() - before))
    medians = {name: sorted(found)[1] for name, found in rates.items()}
    for name, rate in medians.items():
        print(f"  {name:29} {rate:12,.0f}")
    first, second, third, fourth = medians.values()
    print(f"  {'':29} {first / second:.0f} times as fast for low, {third / fourth:.0f} times for all numbers")


def memory() -> None:
    """The peak memory of a process that scores one, three and ten million people from parquet."""
    print("People from parquet in a process of their own: rate, and the most memory")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain_catalog(folder, 1)
        path = folder / "people.parquet"
        for millions in (1, 3, 10):
            part = levels_of(_MILLION, _PLAIN, millions)
            with parquet.ParquetWriter(path, part.schema) as writer:
                for _ in range(millions):
                    writer.write_table(part)
            done = subprocess.run(  # noqa: S603 - itself
                [sys.executable, __file__, str(folder), str(path)], check=True, capture_output=True, text=True
            )
            seconds, most = map(float, done.stdout.split())
            print(f"  {millions:2} million {millions / seconds:8.1f} million a second {most / 1024:8.0f} MiB")


if __name__ == "__main__":
    scorer_ = rp.load(sys.argv[1]).scorer("plain-0", {})
    began = time.perf_counter()
    rows_ = sum(batch.num_rows for batch in rp.batch.score(sys.argv[2], scorer_))
    took = time.perf_counter() - began
    # Unlike that of getrusage, this peak does not begin with that of the parent.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    print(took, status.partition("VmHWM:")[2].split()[0])
