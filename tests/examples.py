"""The number of examples that a generated test tries; one variable scales them all."""

import os


def examples(count: int) -> int:
    """Scale a count by ``ROLEPROFILE_EXAMPLES``, a percentage: 10 for a quick run, 1000 to search for longer."""
    return max(1, count * int(os.environ.get("ROLEPROFILE_EXAMPLES", "100")) // 100)
