"""Lets the tests of this folder import the small pack of the examples, which lies with the laws."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "laws"))
