"""The laws of exported tables, for generated packs: they come back without a difference, and an edit is one change."""

from __future__ import annotations

import json
from collections import Counter
from functools import partial

import strategies
from hypothesis import given, settings
from hypothesis import strategies as st

import roleprofile as rp
from examples import examples
from roleprofile.formatting.positions import Outline
from roleprofile.loading.reader import parse
from roleprofile.model.role import ASKING, Variant
from roleprofile.model.values import FrozenMap, Text, freeze
from roleprofile.model.yaml_text import document
from roleprofile.rules.overlays import apply
from roleprofile.tables.requirement_rows import IDENTITY, ORIGIN, Rows, role_files, rows_of
from roleprofile.tables.role_changes import RoleChanges
from roleprofile.tables.table_changes import compare_table

#: Writing and reading a pack for each example takes its time.
FEW = settings(max_examples=examples(20))


def written(tmp_path_factory, world):
    folder = tmp_path_factory.mktemp("packs") / strategies.PACK
    for tree in world.documents:
        path = folder / strategies.file_name(tree)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(tree, indent=1), encoding="utf-8")
    return folder


def commented(text, chance):
    """A text of one line a value, with comments beside some lines and above others."""
    lines = []
    for number, line in enumerate(text.splitlines()):
        kind = chance.choice(("none", "none", "beside", "above"))
        lines += [f"{line[: len(line) - len(line.lstrip())]}# {number} above"] * (kind == "above")
        lines.append(f"{line}  # {number} beside" if kind == "beside" else line)
    return "\n".join(lines) + "\n"


def comments_of(data):
    return Counter(comment.text for comment in Outline(data.decode()).comments if comment.text)


def read(rows, form):
    data = rows.to_csv() if form == "csv" else rows.to_xlsx()
    return rp.tables.read_table(data, f"edited.{form}")


def edited(rows, number, column, value):
    changed = [dict(row) for row in rows.rows]
    changed[number][column] = value
    return Rows(rows.columns, tuple(changed))


@FEW
@given(st.data(), st.sampled_from(("csv", "xlsx")))
def test_an_exported_table_comes_back_without_a_difference(tmp_path_factory, data, form):
    """Law: export then compare finds nothing, whatever the order of the rows."""
    folder = written(tmp_path_factory, data.draw(strategies.worlds()))
    rows = rp.tables.requirement_rows(folder)
    shuffled = Rows(rows.columns, tuple(data.draw(st.permutations(rows.rows))))

    result = compare_table(read(shuffled, form), folder)

    assert (result.changes, result.problems, result.patches) == ((), (), {})


@FEW
@given(st.data(), st.sampled_from(("csv", "xlsx")))
def test_an_edit_of_one_cell_is_exactly_that_change(tmp_path_factory, data, form):
    """Law: after an edit of one cell the comparison has one change, which says the cell, what was and what is."""
    folder = written(tmp_path_factory, data.draw(strategies.worlds()))
    rows = rp.tables.requirement_rows(folder)
    number = data.draw(st.integers(0, len(rows.rows) - 1))
    columns = [name for name in rows.columns if name not in (*IDENTITY, *ORIGIN)]
    column = data.draw(st.sampled_from(columns))
    before = str(rows.rows[number].get(column, ""))
    value = data.draw(
        (st.integers(1, 1000) | st.sampled_from(("step-1", "=1+1", "any: 50"))).filter(lambda v: str(v) != before)
    )

    (change,) = compare_table(read(edited(rows, number, column, value), form), folder).changes

    assert (change.field, change.before, change.after) == (column, before, str(value))
    assert (change.role, change.entry, change.part) == tuple(str(rows.rows[number][n]) for n in ("role", "id", "part"))
    assert change.where.rpartition("!")[2].endswith(str(number + 2))
    if form == "xlsx":
        assert (change.line, change.column) == (number + 2, rows.columns.index(column) + 1)


#: What a cell can be edited to, as a document has it; ``None`` empties it.
EDITS = {
    "weight": (7, None),
    "for": ("any", {"any": 100}, {"goods": 50, "any": 100}, None),
    "label (en)": ("Another", None),
    "reason (en)": ("Because", None),
    "basis": ("judgement", None),
    "asks": ("step-1", None),
}


@FEW
@given(st.data())
def test_the_patch_makes_the_change(tmp_path_factory, data):
    """Law: the role with its patch applied has the entries that the edited table leads to, whatever was edited.

    Rows may be gone, cells filled in, replaced or emptied: what `set` cannot say has to be a drop and an add.
    """
    world = data.draw(strategies.worlds())
    files = {one.id: one for one in role_files(written(tmp_path_factory, world))}
    rows = rows_of([files["target"]]).rows
    entries = sorted({(str(row["section"]), str(row["id"])) for row in rows})
    gone = data.draw(st.sets(st.sampled_from(entries), max_size=len(entries) - 1))
    kept = [row for row in rows if (row["section"], row["id"]) not in gone]
    edits = st.dictionaries(st.sampled_from(sorted(EDITS)), st.integers(0, 3), max_size=2)
    said = {}
    for row in kept:
        cells = {column: EDITS[column][which % len(EDITS[column])] for column, which in data.draw(edits).items()}
        said[tuple(str(row[name]) for name in IDENTITY)] = cells
    changes = RoleChanges(files["target"], said)

    patch = changes.patch()
    words = {word: freeze(patch.get(word, empty)) for word, empty in (("set", {}), ("add", {}), ("drop", []))}
    edit = Variant(id="edit", label=Text({"en": "Edit"}), when=FrozenMap(), **words)
    after = apply(files["target"].tree, [edit], partial(world.catalog.scale_behind, pack=strategies.PACK))

    for section in ASKING:
        got = {entry["id"]: entry for entry in after[section]}
        assert got == {name: freeze(entry) for name, entry in changes.sections[section].items()}


@FEW
@given(st.data(), st.sampled_from(("csv", "xlsx")))
def test_applied_changes_are_those_of_the_table_and_no_others(tmp_path_factory, data, form):
    """Law: what the table says is in the files, and nothing else has changed, not even a comment; twice is once.

    With an error there is nothing to write.
    """
    folder = written(tmp_path_factory, data.draw(strategies.worlds()))
    for file in sorted(folder.rglob("*.yaml")):
        chance = data.draw(st.randoms(use_true_random=False))
        file.write_text(commented(document(json.loads(file.read_text("utf-8"))), chance), "utf-8")
    before = {file: file.read_bytes() for file in folder.rglob("*.yaml")}
    rows = rp.tables.requirement_rows(folder)
    said = [dict(row) for row in rows.rows]
    columns = sorted(CELLS.keys() & set(rows.columns))
    for number, column in data.draw(st.lists(st.tuples(st.integers(0, len(said) - 1), st.sampled_from(columns)))):
        said[number][column] = data.draw(st.sampled_from(CELLS[column]))
    table = read(Rows(rows.columns, tuple(said)), form)

    found = compare_table(table, folder)

    assert {file: file.read_bytes() for file in folder.rglob("*.yaml")} == before
    if found.failed:
        assert not found.files
        return
    assert set(found.own) == {change.role for change in found.changes}
    for file, content in found.files.items():
        assert comments_of(content) == comments_of(before[file])
        old, new = (parse(one, "role.yaml") for one in (before[file], content))
        assert {key: value for key, value in old.items() if key not in ASKING} == {
            key: value for key, value in new.items() if key not in ASKING
        }
        file.write_bytes(content)
    assert without_places(rp.tables.requirement_rows(folder).rows) == without_places(said)
    again = compare_table(table, folder)
    assert (again.changes, again.files) == ((), {})


#: What cells of a table can be edited to; the last ones are mistakes.
CELLS = {
    "weight": (7, 12, "heavy"),
    "label (en)": ("Another", "Another: with a colon"),
    "reason (en)": ("Because", ""),
    "asks": ("step-1", "step-2", "much"),
}


def without_places(rows):
    return [{key: str(cell) for key, cell in row.items() if key not in ORIGIN and cell != ""} for row in rows]
