"""A short run of the fuzz script; the long one is `python tests/fuzz/fuzz.py --runs 100000`."""

import subprocess
import sys
from pathlib import Path

import pytest

from examples import examples

SCRIPT = Path(__file__).with_name("fuzz.py")


@pytest.mark.parametrize("target, runs", [("reader", 2000), ("load", 500)])
class TestAMutatedFile:
    def test_raises_nothing_but_the_documented_error(self, tmp_path, target, runs):
        done = subprocess.run(
            [sys.executable, str(SCRIPT), "--target", target, "--runs", str(examples(runs))],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            cwd=tmp_path,
            check=False,
        )

        assert done.returncode == 0, done.stdout
