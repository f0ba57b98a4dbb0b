"""The structure of the source: names are unique, and the pages about it name files that exist."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "roleprofile"


def test_no_two_classes_share_a_name():
    modules = defaultdict(list)
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                modules[node.name].append(path.relative_to(SOURCE).as_posix())

    assert {name: found for name, found in modules.items() if len(found) > 1} == {}


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md", "docs/decisions.md"])
def test_a_page_names_files_that_exist(page):
    named = re.findall(r"`(\w(?:[\w.]*/)+[\w.]*)`", (ROOT / page).read_text("utf-8"))
    of_a_pack_or_built = ("cases/", "descriptors/", "people/", "docs/_build/", "roleprofile/_shipped/")

    assert named
    assert [
        path
        for path in named
        if path not in of_a_pack_or_built and not any((home / path).exists() for home in (ROOT, SOURCE, SOURCE.parent))
    ] == []
