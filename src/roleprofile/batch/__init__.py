"""Score columns of people: the same whole numbers as one score at a time, from Arrow tables and files.

It needs the extra ``batch`` (numpy and pyarrow).
"""

from roleprofile.errors import MissingExtraError

try:
    import numpy as _numpy  # noqa: F401 - to say which extra is missing
    import pyarrow as _pyarrow  # noqa: F401
except ImportError:
    raise MissingExtraError("batch", "numpy and pyarrow") from None

from roleprofile.batch import spark
from roleprofile.batch.matrix import matrix, pairs
from roleprofile.batch.scorer import BatchError, BatchScorer
from roleprofile.batch.sources import best, score

__all__ = ["BatchError", "BatchScorer", "best", "matrix", "pairs", "score", "spark"]
