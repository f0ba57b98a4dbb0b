"""The laws of exported tables, for generated packs: they come back without a difference, and an edit is one change."""

from __future__ import annotations

import json
from functools import partial

import strategies
from hypothesis import given, settings
from hypothesis import strategies as st

import roleprofile as rp
from examples import examples
from roleprofile.model.role import ASKING, Variant
from roleprofile.model.values import FrozenMap, Text, freeze
from roleprofile.rules.overlays import apply
from roleprofile.tables.requirement_rows import IDENTITY, ORIGIN, Rows, role_files, rows_of
from roleprofile.tables.table_changes import RoleChanges, compare_table

#: Writing and reading a pack for each example takes its time.
FEW = settings(max_examples=examples(20))


def written(tmp_path_factory, world):
    folder = tmp_path_factory.mktemp("packs") / strategies.PACK
    for tree in world.documents:
        path = folder / strategies.file_name(tree)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(tree, indent=1), encoding="utf-8")
    return folder


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
