"""Score data frames of Spark, in its own workers.

It needs the extra ``spark`` (pyspark, pandas and those of ``batch``) where the program runs, and ``roleprofile[batch]``
on each worker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import pyarrow as pa

from roleprofile.batch.cells import PERSON
from roleprofile.batch.reading import shape_of
from roleprofile.batch.scorer import BatchScorer
from roleprofile.batch.sources import batch_scorer, batches_of
from roleprofile.errors import ArgumentTypeError, MissingExtraError
from roleprofile.model.arguments import shown
from roleprofile.scoring.scorer import Scorer

_TYPES = {pa.string(): "string", pa.int32(): "int", pa.int64(): "bigint", pa.bool_(): "boolean"}


def score(
    df: Any, scorer: Scorer, *, points: bool = False, as_of: str | None = None, ignore: Iterable[str] = ()
) -> Any:
    """Score a data frame of people for a role: a row for each of them, with the numbers of a single score.

    Spark computes it when the result is asked for. A table with a row for each statement is repartitioned by
    ``person`` and sorted within the partitions, so it may come in any order.

    Args:
        df: A data frame of Spark. ``docs/batch.md`` describes its columns.
        scorer: The role in its context, from ``catalog.scorer(...)``.
        points: Whether to add the points of each requirement.
        as_of: The day on which facts count, ``YYYY-MM-DD``; if not given, that of the catalog.
        ignore: The names of columns that are not read.

    Returns:
        A data frame of Spark with the columns of :class:`~roleprofile.batch.BatchScorer`; verdicts and states are
        strings. A person with a cell that cannot be read has no numbers, but ``problems``. The ``row`` of a problem
        counts from the beginning of whatever batch Spark made, so it says nothing.

    Raises:
        MissingExtraError: pyspark is not installed.
        TypeError: It is not a data frame of Spark.
        ValueError: A column means nothing.

    Example::

        people = spark.read.parquet("people.parquet")
        rp.batch.spark.score(people, scorer).write.parquet("fits")
    """
    try:
        import pyspark  # noqa: F401 - to say which extra is missing
    except ImportError:
        raise MissingExtraError("spark", "pyspark") from None
    if not hasattr(df, "mapInArrow"):
        message = f"people must be given as a data frame of Spark, not {shown(df)}"
        raise ArgumentTypeError(message)
    batches = batch_scorer(scorer, points=points, as_of=as_of, ignore=ignore)
    names = df.columns
    batches.check(names)
    if shape_of(names) == "long":
        df = df.repartition(PERSON).sortWithinPartitions(PERSON)
    schema = _plain(batches.schema)
    # mapInArrow would read a point in a name, such as dialogue.evidence, as the way into a struct.
    numbered = df.toDF(*(str(number) for number in range(len(names))))
    function = partial(_scored, scorer=batches, names=names, schema=schema)
    return numbered.mapInArrow(function, _spark_type(pa.struct(schema)))


def _scored(source: Iterable[Any], *, scorer: BatchScorer, names: list[str], schema: Any) -> Iterator[Any]:
    named = (pa.RecordBatch.from_arrays(batch.columns, names=names) for batch in source)
    for batch in batches_of(named, names):
        yield from pa.Table.from_batches([scorer(batch)]).cast(schema).to_batches()


def _plain(schema: Any) -> Any:
    """The schema with texts in place of dictionaries, which Spark does not take from workers."""
    return pa.schema(
        [(one.name, one.type.value_type if pa.types.is_dictionary(one.type) else one.type) for one in schema]
    )


def _spark_type(kind: Any) -> str:
    if pa.types.is_struct(kind):
        return f"struct<{', '.join(f'`{one.name}`: {_spark_type(one.type)}' for one in kind)}>"
    if pa.types.is_list(kind):
        return f"array<{_spark_type(kind.value_type)}>"
    return _TYPES[kind]
