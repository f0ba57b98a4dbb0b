"""A short run of the fuzz script; the long one is `python tests/fuzz/fuzz_reader.py --runs 100000`."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("fuzz_reader.py")


class TestTheReader:
    def test_raises_nothing_but_the_documented_error(self, tmp_path):
        done = subprocess.run(
            [sys.executable, str(SCRIPT), "--runs", "2000"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            cwd=tmp_path,
            check=False,
        )

        assert done.returncode == 0, done.stdout
