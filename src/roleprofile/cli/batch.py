"""``batch``: a table of people in, a table of fits out."""

from __future__ import annotations

import csv
import io
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO

import click
from attrs import define, field

import roleprofile as rp
from roleprofile.cli.app import TABLES, Rules, lossy_stderr, rules_options, talk
from roleprofile.cli.files import write_all
from roleprofile.cli.group import FINDINGS, app
from roleprofile.cli.situations import context_of, context_option
from roleprofile.cli.stopping import uninterrupted

#: The seconds between two lines of progress, and what clears a line.
_BETWEEN = 0.2
_CLEAR = "\r\x1b[K"
_REJECTED = ("row", "person", "column", "code", "message", "hint")


@app.command()
@click.argument("people")
@click.argument("role")
@click.option("-o", "--output", required=True, metavar="FILE", help="The table to write: .parquet, .feather or .csv.")
@click.option("--points", is_flag=True, help="Add the points of each requirement.")
@click.option("--rejects", metavar="FILE.csv", help="Where to list cells that cannot be read, instead of stopping.")
@click.option("--top", type=click.IntRange(1), help="Write only so many of the best, with their places.")
@click.option("--ignore", multiple=True, metavar="COLUMN", help="A column that is not for the scorer.")
@click.option("--force", is_flag=True, help="Replace existing files.")
@context_option
@rules_options
def batch(
    people: str,
    role: str,
    *,
    output: str,
    points: bool,
    rejects: str | None,
    top: int | None,
    ignore: tuple[str, ...],
    force: bool,
    context: tuple[str, ...],
    rules: Rules,
) -> int | None:
    """Score a table of people for a role, and write a table.

    PEOPLE is a .parquet, .feather or .csv file with a row for each person and a column for each descriptor, or with a
    row for each statement. The exit code is 1 if somebody was rejected.
    """
    for name, endings in ((output, TABLES), (rejects, (".csv",))):
        if name is not None and Path(name).suffix not in endings:
            message = f"the name of the file ends with one of: {', '.join(endings)}; not {name}"
            raise click.UsageError(message)
    if rejects is not None and Path(rejects) == Path(output):
        message = f"{output} cannot have both the fits and the rejects"
        raise click.UsageError(message)
    catalog = rules.catalog()
    scorer = catalog.scorer(role, context_of(context, catalog, role))
    result = rp.batch.score(people, scorer, points=points, on_error="keep" if rejects else "raise", ignore=ignore)
    with uninterrupted():
        # To find the folder for such files, Python writes one there and removes it.
        unfinished = tempfile.TemporaryFile("w+b")  # noqa: SIM115 - closed below
    with unfinished as refused:
        scoring = _Scoring(result, refused, Path(people), top)
        files: dict[Path, Callable[[BinaryIO], Iterator[None]]] = {
            Path(output): lambda file: scoring.write(file, Path(output).suffix)
        }
        if rejects is not None:
            files[Path(rejects)] = scoring.write_rejects
        write_all(files, force=force, make_folders=False)
    talk(f"Wrote {output}: {scoring.scored:,} scored, {scoring.rejected:,} rejected.")
    return FINDINGS if scoring.rejected else None


@define(eq=False)
class _Scoring:
    """Reads a result batch by batch, counts, and keeps what is rejected apart."""

    result: Any
    refused: IO[bytes]
    people: Path
    top: int | None
    scored: int = field(init=False, default=0)
    rejected: int = field(init=False, default=0)

    def write(self, file: BinaryIO, ending: str) -> Iterator[None]:
        """Write the people who are scored; a step for each batch."""
        import pyarrow as pa

        batches = self._sound()
        if self.top is not None:
            reader = pa.RecordBatchReader.from_batches(self.result.schema, batches)
            found = rp.batch.best(reader, self.top).drop_columns(["problems"])
            yield
            batches = iter(found.to_batches())
            schema = found.schema
        else:
            names = [name for name in self.result.schema.names if name != "problems"]
            schema = pa.schema([self.result.schema.field(name) for name in names])
            batches = (one.select(names) for one in batches)
        with _writing(file, schema, ending) as write:
            for one in batches:
                write(one)
                yield

    def _sound(self) -> Iterator[Any]:
        """The rows with numbers, with a line of progress for people at a terminal."""
        import pyarrow.compute as pc

        lines = io.TextIOWrapper(self.refused, "utf-8", newline="")
        rejected = csv.writer(lines)
        rejected.writerow(_REJECTED)
        with _progress(self.people) as show:
            for one in self.result:
                right = pc.is_valid(one.column("low"))
                for row in one.filter(pc.invert(right)).to_pylist():
                    self.rejected += 1
                    for cell in row["problems"]:
                        named = {**cell, "person": row["person"], "row": cell["row"] + 1}
                        rejected.writerow([named[name] for name in _REJECTED])
                sound = one.filter(right)
                self.scored += sound.num_rows
                show(self.scored + self.rejected)
                yield sound
        lines.detach()

    def write_rejects(self, file: BinaryIO) -> Iterator[None]:
        """Write what is rejected, after everybody is scored."""
        self.refused.seek(0)
        while data := self.refused.read(1 << 20):
            file.write(data)
            yield


@contextmanager
def _writing(file: BinaryIO, schema: Any, ending: str) -> Iterator[Callable[[Any], None]]:
    """A function that writes a record batch to an open file, in the format of an ending."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv
    from pyarrow import parquet

    if ending == ".csv":
        with arrow_csv.CSVWriter(file, _flat(schema.empty_table()).schema) as flat:
            yield lambda batch: flat.write_table(_flat(pa.Table.from_batches([batch])))
    else:
        with parquet.ParquetWriter(file, schema) if ending == ".parquet" else pa.ipc.new_file(file, schema) as writer:
            yield writer.write_batch


def _flat(table: Any) -> Any:
    """The table with a column of plain cells for each part of a struct."""
    import pyarrow as pa

    while any(pa.types.is_struct(kind) for kind in table.schema.types):
        table = table.flatten()
    texts = [pa.string() if pa.types.is_dictionary(kind) else kind for kind in table.schema.types]
    return table.cast(pa.schema(list(zip(table.schema.names, texts, strict=True))))


@contextmanager
def _progress(people: Path) -> Iterator[Callable[[int], None]]:
    """A function that shows how many rows are done, the rate and the time left; on a terminal only."""
    from roleprofile.batch.sources import rows_of

    begun = said = time.monotonic()
    rows = rows_of(people)

    def show(done: int) -> None:
        nonlocal said
        now = time.monotonic()
        if not sys.stderr.isatty() or now - said < _BETWEEN:
            return
        said, rate = now, done / (now - begun)
        whole, left = ("", "") if rows is None else (f" of {rows:,}", f", {(rows - done) / rate:.0f} s left")
        with lossy_stderr():
            click.echo(f"{_CLEAR}{done:,}{whole} rows, {rate:,.0f} a second{left}", nl=False, err=True)

    yield show
    if said != begun:
        with lossy_stderr():
            click.echo(_CLEAR, nl=False, err=True)
