"""The table of shapes in docs/table-shapes.md: each row is drafted, imported and compared."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import roleprofile as rp
from roleprofile.loading.reader import parse
from roleprofile.model.catalog import short
from roleprofile.model.yaml_text import document

PAGE = Path(__file__).parents[2] / "docs" / "table-shapes.md"


def shapes():
    """The shape, the table, the keys of the mapping and the outcome of each row, as lines."""
    for line in PAGE.read_text("utf-8").splitlines():
        cells = re.split(r"(?<!\\)\|", line)[1:-1]
        if len(cells) == 4 and "`" in cells[1]:
            parts = [[one.replace(r"\|", "|") for one in re.findall(r"`([^`]*)`", cell)] for cell in cells[1:]]
            yield pytest.param(*("\n".join(part) for part in parts), id=cells[0].strip())


@pytest.mark.parametrize("rows, keys, outcome", list(shapes()))
def test_a_shape_is_drafted_and_read(rows, keys, outcome, people, roles, held, catalog):
    said = parse(keys.encode(), "")
    table = rp.tables.read_table(rows.encode(), "matrix.csv")
    tree = parse(rp.tables.draft_mapping(table, catalog, id="m", of=said.get("of", "people")).encode(), "")

    for key, value in said.items():
        drafted = tree.get(key)
        # What the draft leaves open is filled in on the page.
        assert drafted == value or "?" in str(drafted), key

    read = roles if tree["of"] == "roles" else people
    result = read(table, document(tree | said))
    assert not result.failed, [str(problem) for problem in result.problems]
    assert list(lines(result.files, held)) == outcome.splitlines()


def lines(files, held):
    for name, text in files.items():
        if name == "pack.yaml":
            continue
        if name.startswith("roles/"):
            asked = parse(text.encode(), "")["requirements"]
            parts = [f"{one['id']} {one['asks']} {one['weight']}" for one in asked]
        else:
            parts = [" ".join(filter(None, (short(ref), key, str(value)))) for (ref, key), value in held(text).items()]
        yield f"{Path(name).stem}: {', '.join(parts)}"
