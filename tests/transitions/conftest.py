"""Lets the tests of this folder import what they share, and the small pack of the examples, which lies with the laws.

pytest's importlib mode adds no folder to the path.
"""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "laws")]
