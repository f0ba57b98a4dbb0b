"""Where tables of people come from: Arrow streams, and parquet, Feather and CSV files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from roleprofile.batch.cells import PERSON
from roleprofile.batch.checking import CellChecker
from roleprofile.batch.reading import STATEMENT, TYPICAL, columns_of, first_rows, shape_of
from roleprofile.batch.scorer import BatchScorer, refuse_bad
from roleprofile.errors import ArgumentTypeError, ArgumentValueError
from roleprofile.model.arguments import instance, one_of, shown, whole_number
from roleprofile.model.catalog import CatalogData
from roleprofile.model.pack import VERDICTS
from roleprofile.model.person import Person
from roleprofile.rules.person_builder import built_or_raise
from roleprofile.scoring.scorer import Scorer

#: The most rows that are scored together; a column of them fits into the cache of a processor.
ROWS = 32_768
#: The bytes of each column that are read from a parquet file at once.
_BUFFER = 1 << 20


def score(
    people: Any,
    scorer: Scorer,
    *,
    points: bool = False,
    on_error: Literal["raise", "keep"] = "raise",
    as_of: str | None = None,
    ignore: Iterable[str] = (),
) -> Any:
    """Score a table of people for a role; a row for each of them, in their order, as an Arrow stream.

    Args:
        people: A path to a parquet, Feather or CSV file, or anything with an Arrow stream: a table or reader of
            pyarrow, a data frame of polars or pandas, a relation of duckdb. ``docs/batch.md`` describes its columns. Or
            a list of people from ``catalog.person(...)``, who are then sorted by their ids.
        scorer: The role in its context, from ``catalog.scorer(...)``.
        points: Whether to add the points of each requirement.
        on_error: ``"raise"``, or ``"keep"`` to give people with a cell that cannot be read no numbers, but problems.
        as_of: The day on which facts count, ``YYYY-MM-DD``; if not given, that of the catalog.
        ignore: The names of columns that are not read.

    Returns:
        A ``pyarrow.RecordBatchReader``, which scores while it is read, so that memory does not grow with the rows. Its
        columns are those of :class:`BatchScorer`.

    Raises:
        ValueError: A column means nothing, or the file has another format.
        BatchError: A cell cannot be read, while the result is read; it lists the problems of the first batch with any.

    >>> import pyarrow as pa
    >>> import roleprofile as rp
    >>> people = pa.table({"person": ["c-1", "c-2"], "dialogue": ["advanced", None], "persuasion": ["expert", "none"]})
    >>> scorer = rp.load().scorer("account-manager", "large-metal-products")
    >>> rp.batch.score(people, scorer).read_all().select(["person", "low", "high", "minimum"]).to_pylist()[0]
    {'person': 'c-1', 'low': 245614, 'high': 1000000, 'minimum': 'unknown'}
    """
    one_of(on_error, ("raise", "keep"), "on_error")
    batches = batch_scorer(scorer, points=points, as_of=as_of, ignore=ignore)
    source = opened(people)
    batches.check(source.schema.names)
    found = _scored(source, batches, name_of(people), keep=on_error == "keep")
    return pa.RecordBatchReader.from_batches(batches.schema, found)


def batch_scorer(scorer: Scorer, *, points: bool, as_of: str | None, ignore: Iterable[str]) -> BatchScorer:
    """A scorer of record batches from the arguments of :func:`score`."""
    instance(scorer, Scorer, "the scorer", "catalog.scorer(...)")
    options: dict[str, Any] = {"points": points, "ignore": ignore}
    return BatchScorer(scorer, **options) if as_of is None else BatchScorer(scorer, as_of=as_of, **options)


def people_of(path: str | Path, catalog: CatalogData, names: Iterable[str], ignore: Iterable[str] = ()) -> list[Person]:
    """The people with these ids, from a table whose cells are right.

    Raises :class:`~roleprofile.errors.PersonError` if a fact of one of them cannot be read.
    """
    source = opened(path)
    checker = CellChecker(catalog, catalog.as_of)
    table = columns_of(source.schema.names, checker, tuple(ignore))
    wanted = pa.array([*names], pa.string())
    found = []
    for batch in batches_of(source, source.schema.names):
        chosen = batch.filter(pc.is_in(batch.column(PERSON).cast(pa.string()), wanted))
        found += [built_or_raise(catalog, one) for one in table.statements(chosen)]
    return found


def table_of(people: Sequence[Person]) -> Any:
    """People as a table with a row for each statement, sorted by their ids; they are all typical incumbents, or none.

    Raises :class:`~roleprofile.errors.ArgumentValueError` if two have the same id, or there are both kinds.
    """
    ids = {one.id for one in people}
    if len(ids) < len(people) or len({one.holdings.typical for one in people}) > 1:
        message = "people need different ids, and are all typical incumbents or none of them"
        raise ArgumentValueError(message)
    rows: list[dict[str, Any]] = []
    for one in sorted(people, key=lambda one: one.id):
        rows.append({"person": one.id})
        for fact in one.facts:
            proof = fact.evidence
            parts = {} if proof is None else {"evidence": proof.kind, "on": proof.on, "until": proof.until}
            said = {"descriptor": fact.descriptor, "key": fact.key, "value": str(fact.value)}
            rows.append({"person": one.id, **said, **parts})
        rows += [{"person": one.id, "closed": name} for name in one.closed]
        for held in one.roles_held:
            context = " ".join(f"{name}={term}" for name, term in held.context.items())
            months = {"months": held.months, "in_all": held.in_all}
            rows.append({"person": one.id, "role": held.role, "context": context, **months})
    kinds = [(name, pa.int64() if name in ("months", "in_all") else pa.string()) for name in STATEMENT]
    metadata = {TYPICAL: b"yes"} if people and people[0].holdings.typical else None
    return pa.Table.from_pylist(rows, pa.schema(kinds, metadata))


def best(result: Any, top: int, by: Literal["low", "supported"] = "low") -> Any:
    """The best rows of a result, with their places: a table of pyarrow with a column ``place`` from 1.

    Args:
        result: What :func:`score` returned.
        top: How many rows to keep.
        by: The order, as for :func:`roleprofile.rank`.

    Rows without numbers have no place. Equal rows share a place and are sorted by ``person``; of those on the last
    place only as many are kept as fit.
    """
    whole_number(top, "top", 0)
    one_of(by, ("low", "supported"), "by")
    found = result.schema.empty_table()
    for batch in result:
        sound = batch.filter(pc.is_valid(batch.column("low")))
        found = pa.concat_tables([found, pa.Table.from_batches([sound])]).unify_dictionaries()
        orders = _orders(found, by)
        names = [f"by {number}" for number in range(len(orders))]
        ordered = pa.table([*orders, found.column(PERSON)], names=[*names, PERSON])
        places = pc.sort_indices(ordered, sort_keys=[(name, "ascending") for name in [*names, PERSON]])
        found = found.take(places[:top]).combine_chunks()
    places = [1] * found.num_rows
    rows = list(zip(*(column.to_pylist() for column in _orders(found, by)), strict=True))
    for number in range(1, len(rows)):
        places[number] = places[number - 1] if rows[number] == rows[number - 1] else number + 1
    return found.add_column(0, "place", pa.array(places, pa.int64()))


def _orders(found: Any, by: str) -> list[Any]:
    """The columns that order a ranking, the lowest first."""
    found_by = []
    for name in ["supported", "low"] if by == "supported" else ["low"]:
        verdict = pc.index_in(found.column(f"verdict_{name}").cast(pa.string()), pa.array(VERDICTS))
        found_by += [verdict, pc.negate(found.column(name))]
    return [*found_by, *(pc.negate(found.column(name)) for name in ("extras", "proven", "known"))]


def rows_of(path: Path) -> int | None:
    """The number of rows of a file, if it says so."""
    if path.suffix == ".parquet":
        from pyarrow import parquet

        rows: int = parquet.read_metadata(path).num_rows
        return rows
    return None


def name_of(people: Any) -> str:
    """What problems call a table: its path, if it has one."""
    return str(people) if isinstance(people, str | Path) else "<people>"


def opened(people: Any) -> Any:
    """A reader of the record batches of a table.

    Raises:
        ArgumentTypeError: It is neither a path nor has an Arrow stream.
        ArgumentValueError: The file has another format, or cannot be read as what its name says.
    """
    if isinstance(people, str | Path):
        return _opened(Path(people))
    if isinstance(people, list | tuple) and all(isinstance(one, Person) for one in people):
        return table_of(people).to_reader()
    if hasattr(people, "__arrow_c_stream__"):
        return pa.RecordBatchReader.from_stream(people)
    wanted = "a path, a list of people, or a table with an Arrow stream (of pyarrow, polars, pandas or duckdb)"
    message = f"people must be given as {wanted}, not {shown(people)}"
    raise ArgumentTypeError(message)


def _opened(path: Path) -> Any:
    openers = {".parquet": _parquet, ".feather": _feather, ".arrow": _feather, ".csv": _csv}
    if path.suffix not in openers:
        message = f"{path.name} is no table that can be read; its name ends with one of: {', '.join(openers)}"
        raise ArgumentValueError(message)
    try:
        return openers[path.suffix](path)
    except (pa.ArrowInvalid, OSError) as error:
        message = f"{path.name} cannot be read as {path.suffix.removeprefix('.')}: {_reason(error)}"
        raise ArgumentValueError(message) from None


def _reason(error: Exception) -> str:
    return "there is no such file" if isinstance(error, FileNotFoundError) else str(error).partition("\n")[0]


def _parquet(path: Path) -> Any:
    from pyarrow import parquet

    schema = parquet.read_schema(path)
    # A file has each text of a page once; columns of ids are all different.
    texts = [field.name for field in schema if pa.types.is_string(field.type) and field.name != PERSON]
    # By default pyarrow reads ahead, and keeps all that it read.
    file = parquet.ParquetFile(path, read_dictionary=texts, pre_buffer=False, buffer_size=_BUFFER)
    batches = file.iter_batches(batch_size=ROWS)
    return pa.RecordBatchReader.from_batches(file.schema_arrow, batches)


def _feather(path: Path) -> Any:
    file = pa.ipc.open_file(pa.OSFile(str(path)))
    return pa.RecordBatchReader.from_batches(
        file.schema, (file.get_batch(number) for number in range(file.num_record_batches))
    )


def _csv(path: Path) -> Any:
    from pyarrow import csv

    with csv.open_csv(path) as head:
        names = head.schema.names
    # Levels such as 1 to 5 and ids such as 007 stay what they are.
    texts = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True)
    return csv.open_csv(path, convert_options=texts)


def batches_of(source: Iterable[Any], names: Sequence[str], rows: int = ROWS) -> Iterator[Any]:
    """The rows of a table with these columns, in batches that have each person whole."""
    tiles = _tiles(source, rows)
    return _whole_people(tiles) if shape_of(names) == "long" else tiles


def _scored(source: Any, scorer: BatchScorer, name: str, *, keep: bool) -> Iterator[Any]:
    row = 0
    for batch in batches_of(source, source.schema.names):
        read = scorer.read(batch)
        if not keep:
            refuse_bad(read.bad, name, row)
        yield scorer.fits(read, row)
        row += batch.num_rows


def _tiles(source: Iterable[Any], rows: int) -> Iterator[Any]:
    """Batches of up to so many rows; small ones are joined, because each costs as much as some thousand rows."""
    small: list[Any] = []
    waiting = 0
    try:
        for batch in source:
            if not batch.num_rows:
                continue
            if batch.num_rows < rows:
                small.append(batch)
                waiting += batch.num_rows
                if waiting < rows:
                    continue
                batch, small, waiting = _joined(small), [], 0  # noqa: PLW2901 - the small ones in its place
            elif small:
                yield _joined(small)
                small, waiting = [], 0
            for start in range(0, batch.num_rows, rows):
                yield batch.slice(start, rows)
        if small:
            yield _joined(small)
    except (pa.ArrowInvalid, OSError) as error:
        message = f"the table cannot be read to its end: {_reason(error)}"
        raise ArgumentValueError(message) from None


def _joined(batches: list[Any]) -> Any:
    """One batch of several, whose columns of texts may number them differently."""
    return pa.Table.from_batches(batches).unify_dictionaries().combine_chunks().to_batches()[0]


def _whole_people(tiles: Iterable[Any]) -> Iterator[Any]:
    """Batches in which the rows of a person stand together; raises ``ValueError`` if they are not sorted by person."""
    rest: Any = None
    for tile in tiles:
        batch = tile if rest is None else _joined([rest, tile])
        ids = batch.column(PERSON)
        before = pc.less(ids.slice(1), ids.slice(0, len(ids) - 1))
        if pc.any(before).as_py():
            message = "the rows are not sorted by person; sort them by that column first"
            raise ArgumentValueError(message)
        last = int(first_rows(ids)[-1])
        rest = batch.slice(last)
        if last:
            yield batch.slice(0, last)
    if rest is not None:
        yield rest
