"""Its module beside the tests is imported by name, which pytest's importlib mode does not do by itself."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_pack import Pack


@pytest.fixture
def make_pack(tmp_path):
    """Make the small pack with these cases: name to the rest of a case."""
    return lambda cases=(), name="ours": Pack(tmp_path / name, dict(cases))
