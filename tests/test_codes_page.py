"""The table of problem codes in docs/writing.md."""

import re
from pathlib import Path

from roleprofile.errors import CODES

PAGE = Path(__file__).parents[1] / "docs" / "writing.md"


def test_the_table_has_every_code_with_its_title():
    rows = re.findall(r"^\| (RP\d+) \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert rows == list(CODES.items())
