"""The laws of exported tables, for generated packs: they come back without a difference, and an edit is one change."""

from __future__ import annotations

import json

import strategies
from hypothesis import given, settings
from hypothesis import strategies as st

import roleprofile as rp
from roleprofile.interop.requirement_rows import FIELDS, IDENTITY, ORIGIN, Rows, role_files, rows_of
from roleprofile.interop.table_changes import compare_table
from roleprofile.model.overlay import apply
from roleprofile.model.role import Variant
from roleprofile.model.values import FrozenMap, Text, freeze

#: Writing and reading a pack for each example takes its time.
FEW = settings(max_examples=20)


def written(tmp_path_factory, world):
    folder = tmp_path_factory.mktemp("packs") / strategies.PACK
    for tree in world.documents:
        path = folder / strategies.file_name(tree)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(tree, indent=1), encoding="utf-8")
    return folder


def read(rows, form):
    data = rows.to_csv() if form == "csv" else rows.to_xlsx()
    return rp.interop.read_table(data, f"edited.{form}")


def edited(rows, number, column, value):
    changed = [dict(row) for row in rows.rows]
    changed[number][column] = value
    return Rows(rows.columns, tuple(changed))


@FEW
@given(st.data(), st.sampled_from(("csv", "xlsx")))
def test_an_exported_table_comes_back_without_a_difference(tmp_path_factory, data, form):
    """Law: export then compare finds nothing, whatever the order of the rows."""
    folder = written(tmp_path_factory, data.draw(strategies.worlds()))
    rows = rp.interop.requirement_rows(folder)
    shuffled = Rows(rows.columns, tuple(data.draw(st.permutations(rows.rows))))

    result = compare_table(read(shuffled, form), folder)

    assert (result.changes, result.problems, result.patches) == ((), (), {})


@FEW
@given(st.data(), st.sampled_from(("csv", "xlsx")))
def test_an_edit_of_one_cell_is_exactly_that_change(tmp_path_factory, data, form):
    """Law: after an edit of one cell the comparison has one change, which says the cell, what was and what is."""
    folder = written(tmp_path_factory, data.draw(strategies.worlds()))
    rows = rp.interop.requirement_rows(folder)
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


@FEW
@given(st.data())
def test_the_patch_makes_the_change(tmp_path_factory, data):
    """Law: the role with the patch applied, exported, is the edited table, cell by cell."""
    folder = written(tmp_path_factory, data.draw(strategies.worlds()))
    files = {one.id: one for one in role_files(folder)}
    rows = rows_of([files["target"]])
    number = data.draw(st.integers(0, len(rows.rows) - 1))
    change = data.draw(st.sampled_from(("weight", "label", "reason", "gone", "for", "basis")))
    row = rows.rows[number]
    if change == "gone":
        rest = tuple(one for one in rows.rows if one["id"] != row["id"])
        wanted = Rows(rows.columns, rest)
    else:
        column = {"label": "label (en)", "reason": "reason (en)"}.get(change, change)
        columns = rows.columns if column in rows.columns else (*rows.columns, column)
        # Emptied where it has something, which no `set` can say; and filled in where it has nothing.
        value = (
            ""
            if column in row and change in ("label", "for", "basis")
            else {"weight": 7, "basis": "judgement"}.get(change, "any")
        )
        wanted = edited(Rows(columns, rows.rows), number, column, value)
    result = compare_table(read(wanted, "csv"), folder)
    if result.failed or not result.patches:
        return

    (patch,) = result.patches.values()
    variant = Variant(
        id="edit", label=Text({"en": "Edit"}), when=FrozenMap(), set=freeze(patch.get("set", {})),
        add=freeze(patch.get("add", {})), drop=tuple(patch.get("drop", ())),
    )  # fmt: skip
    after = apply(files["target"].tree, [variant])

    files["target"].document.tree = after
    got = {tuple(str(one[name]) for name in IDENTITY): one for one in rows_of([files["target"]]).rows}
    expected = {tuple(str(one[name]) for name in IDENTITY): one for one in wanted.rows}
    assert got.keys() == expected.keys()
    for key, one in expected.items():
        for column in {*FIELDS, *wanted.columns} - set(ORIGIN):
            assert str(got[key].get(column, "")) == str(one.get(column, "")), (key, column)
