"""Requirements out to a table, and an edited table back as a list of changes."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import openpyxl
import pytest

import roleprofile as rp
from roleprofile.cli.files import write_all
from roleprofile.errors import ProblemsError
from roleprofile.loading.reader import parse
from roleprofile.loading.schemas import schema
from roleprofile.tables.requirement_rows import FIELDS, GROUPS, TEXTS, listed, unlisted

PROFILES = Path(__file__).parents[2] / "profiles"
PACK = "profiles/account-management"


@pytest.fixture
def here(here):
    shutil.copytree(PROFILES, here / "profiles")
    return here


@pytest.fixture(scope="module")
def exported():
    """The account manager as a workbook."""
    return rp.tables.requirement_rows(roles=["account-manager"]).to_xlsx()


@pytest.fixture
def edit(call, here, exported):
    """Edit cells of the exported account manager by row id and column, and compare."""

    def edit(*changes, drop=(), extra=(), more=()):
        book = openpyxl.load_workbook(io.BytesIO(exported))
        sheet = book.active
        columns = {cell.value: cell.column for cell in sheet[1]}
        rows = {
            (sheet.cell(r, columns["id"]).value, sheet.cell(r, columns["part"]).value): r
            for r in range(2, sheet.max_row + 1)
        }
        for entry, column, value in changes:
            key = entry if isinstance(entry, tuple) else (entry, None)
            sheet.cell(1 if entry == "header" else rows[key], columns[column]).value = value
        for row in extra:
            sheet.append([row.get(name) for name in columns])
        for entry in sorted(drop, key=lambda one: -rows[one]):
            sheet.delete_rows(rows[entry])
        book.save(here / "edited.xlsx")
        return call("import", "table", "edited.xlsx", "--compare", PACK, *more)

    return edit


def cells_of(data):
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


class TestExport:
    def test_a_row_says_what_the_file_says_and_where_it_is_from(self):
        rows = rp.tables.requirement_rows(roles=["account-manager"]).rows
        found = {(row["id"], row["part"]): row for row in rows}

        assert found["higher-education", ""]["for"] == "economics: 100, law: 100, management: 100, any: 50"
        assert found["client-base", "any_of 1"]["descriptor"] == "decision-maker-relations"
        assert "necessity" not in found["higher-education", ""]
        name, line = found["persuasion", ""]["file"].split(":")
        assert (
            "id: persuasion" in (PROFILES / "account-management" / name).read_text("utf-8").splitlines()[int(line) - 1]
        )

    def test_every_requirement_and_extra_of_every_role_is_there(self):
        catalog = rp.load()
        rows = rp.tables.requirement_rows().rows

        expected = {(r.pack, r.id, e.id) for r in catalog.roles.values() for e in (*r.requirements, *r.extras)}
        assert {(row["pack"], row["role"], row["id"]) for row in rows} == expected

    def test_a_workbook_and_a_csv_file_hold_the_same(self):
        rows = rp.tables.requirement_rows(roles=["account-manager"])
        table = rp.tables.read_table(rows.to_csv(), "a.csv")

        sheet = cells_of(rows.to_xlsx())
        assert [[str(cell or "") for cell in row] for row in sheet] == [
            [table.text(row, column) for column in range(1, len(sheet[0]) + 1)] for row in range(1, len(sheet) + 1)
        ]

    def test_the_command_writes_these_rows(self, call, here, exported):
        status, out, err = call("export", "table", "account-manager", "-o", "out.xlsx")

        assert (status, out, err) == (0, "", "Wrote 21 rows to out.xlsx.\n")
        assert (here / "out.xlsx").read_bytes() == exported

    def test_equal_packs_are_equal_files(self, call, here):
        for name in ("a.xlsx", "b.xlsx"):
            call("export", "table", PACK, "-o", name)

        assert (here / "a.xlsx").read_bytes() == (here / "b.xlsx").read_bytes()

    @pytest.mark.parametrize(
        "arguments, said",
        [
            (("-o", "a.ods"), "does not end in .xlsx or .csv"),
            (("nobody", "-o", "a.csv"), "role 'nobody' does not exist"),
            (("account-manager",), "Missing option"),
            ((PACK, "account-manager", "-o", "a.csv"), "account-manager is not a folder"),
        ],
    )
    def test_what_cannot_be_exported_is_wrong_usage(self, call, arguments, said):
        status, _, err = call("export", "table", *arguments)

        assert (status, said in err) == (2, True)

    def test_replaces_nothing_without_force(self, call, here):
        (here / "a.csv").write_text("mine")

        assert call("export", "table", "-o", "a.csv")[0] == 2
        assert (here / "a.csv").read_text() == "mine"


class TestColumns:
    def test_every_key_that_a_requirement_can_have_has_its_column(self):
        """A key that the grammar gets, and the table does not, would be lost in silence."""
        definitions = schema("role")["definitions"]
        keys = {key for name in ("requirement", "extra", "alternative") for key in definitions[name]["properties"]}

        assert keys == {*FIELDS, *TEXTS, *GROUPS, "id"}

    @pytest.mark.parametrize("text", ["a", "a, b", 'say "so"', " edge", "", "\N{RIGHT SINGLE QUOTATION MARK}", "a\nb"])
    def test_a_list_is_read_as_it_is_written(self, text):
        assert unlisted(listed(["S1.1", text, "x"])) == ["S1.1", text, "x"]

    @pytest.mark.parametrize("text", ["a,,b", ",", 'a"b', '"a', '"a" b'])
    def test_what_is_no_list_is_refused(self, text):
        with pytest.raises(ValueError, match="is not a comma-separated list"):
            unlisted(text)


class TestCompare:
    def test_an_edited_cell_is_a_line_with_its_place(self, edit):
        status, out, err = edit(("persuasion", "weight", 20))

        assert status == 1
        assert out == "edited.xlsx:3:9 Requirements!I3 account-manager, persuasion: weight: 14 -> 20\n"
        assert err == "1 change in 1 role.\n"

    def test_no_edit_is_no_change_and_exit_code_0(self, edit):
        assert edit() == (0, "", "No changes.\n")

    def test_a_row_that_is_new_and_one_that_is_gone_are_changes(self, edit):
        new = {
            "pack": "account-management", "role": "account-manager", "section": "requirements", "id": "patience",
            "descriptor": "teamwork", "asks": "working", "weight": 5, "basis": "judgement",
        }  # fmt: skip
        status, out, _ = edit(drop=[("rhetoric-course", None)], extra=[new], more=("-o", "changes.yaml"))
        patch = parse(Path("changes.yaml").read_bytes(), "")

        assert status == 1
        assert "account-manager, rhetoric-course: the row is gone" in out
        assert "account-manager, patience: a new row" in out
        assert patch == {
            "kind": "role-patch",
            "schema": 1,
            "id": "changes",
            "roles": ["account-management:account-manager"],
            "add": {
                "requirements": [
                    {"id": "patience", "asks": "working", "basis": "judgement", "descriptor": "teamwork", "weight": 5}
                ]
            },
            "drop": ["rhetoric-course"],
            "basis": "judgement",
        }

    def test_what_rests_on_a_row_that_is_gone_is_told_at_its_own_place(self, edit):
        status, _, err = edit(drop=[("activity", None)])
        (place,) = [line.partition(" ")[0] for line in err.splitlines() if 'RP308 the role has no "activity"' in line]
        path, line, _ = place.split(":")

        assert (status, path) == (1, f"{PACK}/roles/account-manager.yaml")
        assert "activity" in Path(path).read_text("utf-8").splitlines()[int(line) - 1]

    def test_a_map_that_loses_a_key_is_dropped_and_added(self, edit):
        edit(("higher-education", "for", "law: 100, any: 50"), more=("-o", "changes.yaml"))
        patch = parse(Path("changes.yaml").read_bytes(), "")

        assert patch["drop"] == ["higher-education"]
        assert patch["add"]["requirements"][0]["for"] == {"law": 100, "any": 50}

    def test_a_part_of_a_group_changes_the_group(self, edit):
        edit((("client-base", "any_of 1"), "asks", 12), more=("-o", "changes.yaml"))

        (fields,) = parse(Path("changes.yaml").read_bytes(), "")["set"].values()
        assert list(fields) == ["any_of"]
        assert fields["any_of"][0]["asks"] == 12

    def test_what_is_wrong_with_a_cell_is_found_there_and_nothing_is_written(self, edit, here):
        status, out, err = edit(
            ("persuasion", "weight", "heavy"),
            ("dialogue", "asks", "advnced"),
            ("activity", "needed_for", "fly"),
            ("higher-education", "for", "law: 100, alchemy: 50"),
            more=("-o", "changes.yaml"),
        )

        assert (status, len(out.splitlines())) == (1, 4)
        assert 'edited.xlsx:3:9 error RP203 Requirements!I3: expected a whole number for weight, got "heavy"' in err
        assert 'edited.xlsx:2:8 error RP204 Requirements!H2: unknown level "advnced"' in err
        assert "Requirements!P5: unknown duty" in err
        assert 'unknown field-of-study "alchemy"' in err
        assert not (here / "changes.yaml").exists()

    @pytest.mark.parametrize(
        "change, code",
        [
            (("persuasion", "role", "nobody"), "RP306"),
            (("persuasion", "section", "wishes"), "RP205"),
            (("persuasion", "part", "first"), "RP206"),
            (("persuasion", "id", "dialogue"), "RP509"),
            (("persuasion", "id", ""), "RP508"),
            (("persuasion", "weight", "=7+7"), "RP511"),
            (("header", "weight", "Weight"), "RP516"),
            (("header", "asks", "weight"), "RP506"),
        ],
    )
    def test_a_row_that_cannot_be_placed_is_an_error(self, edit, change, code):
        status, _, err = edit(change)

        assert (status, f"error {code} Requirements!" in err) == (1, True)

    def test_a_table_of_another_version_says_so(self, edit):
        status, _, err = edit(("persuasion", "version", "0.9.0"))

        assert (status, "warning RP517" in err) == (0, True)

    def test_the_pack_is_not_changed(self, edit, here):
        before = {path: path.read_bytes() for path in (here / "profiles").rglob("*.yaml")}
        edit(("persuasion", "weight", 20))

        assert {path: path.read_bytes() for path in (here / "profiles").rglob("*") if path.is_file()} == before

    def test_several_roles_go_to_a_folder(self, call, here):
        rows = rp.tables.requirement_rows(Path(PACK))
        changed = [dict(row) | ({"weight": 99} if row["id"] == "dialogue" else {}) for row in rows.rows]
        (here / "edited.csv").write_bytes(rp.tables.Rows(rows.columns, tuple(changed)).to_csv())

        assert call("import", "table", "edited.csv", "--compare", PACK, "-o", "one.yaml")[0] == 2
        assert call("import", "table", "edited.csv", "--compare", PACK, "-o", "changes")[0] == 1
        for path in (here / "changes").iterdir():
            patch = parse(path.read_bytes(), "")
            assert (patch["id"], patch["set"]["dialogue"]) == (path.stem, {"weight": 99})

    @pytest.mark.parametrize("edited, codes", [(b",expert,14,", []), (b",wrking,14,", ["RP204"])])
    def test_a_table_of_several_packs_is_compared_with_their_folder(self, here, edited, codes):
        data = rp.tables.requirement_rows(here / "profiles").to_csv().replace(b",advanced,14,", edited, 1)

        found = rp.tables.compare_table(rp.tables.read_table(data, "edited.csv"), here / "profiles")

        assert (len(found.changes), [problem.code for problem in found.problems]) == (1, codes)

    def test_a_change_in_a_csv_file_is_at_its_line(self, call, here):
        rows = rp.tables.requirement_rows(Path(PACK), roles=["account-manager"])
        text = rows.to_csv().decode().replace(",advanced,14,", ",advanced,15,", 1)
        (here / "edited.csv").write_text(text, newline="")
        _, out, _ = call("import", "table", "edited.csv", "--compare", PACK)

        place, _, _ = out.partition(" ")
        _, line, column = place.split(":")
        assert text.splitlines()[int(line) - 1][int(column) - 1 :].startswith("15,")

    def test_a_mapping_has_no_place_beside_it(self, call):
        assert call("import", "table", "x.csv", "--compare", PACK, "-m", "m.yaml")[0] == 2


class TestSeveralFiles:
    def test_all_are_written_with_their_folders(self, tmp_path):
        write_all({tmp_path / "a" / "b.txt": "b", tmp_path / "c.bin": b"\0"}, force=False)

        assert (tmp_path / "a" / "b.txt").read_text() == "b"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "c.bin"]

    def test_a_file_that_is_replaced_keeps_its_mode(self, tmp_path):
        (tmp_path / "a.txt").write_text("mine")
        (tmp_path / "a.txt").chmod(0o600)
        write_all({tmp_path / "a.txt": "other"}, force=True)

        assert ((tmp_path / "a.txt").read_text(), (tmp_path / "a.txt").stat().st_mode & 0o777) == ("other", 0o600)

    def test_after_an_error_everything_is_as_it_was(self, tmp_path):
        """The second of three files cannot get its name: a folder has it, and only appears after the check."""
        (tmp_path / "a.txt").write_text("mine")
        (tmp_path / "b.txt").mkdir()

        with pytest.raises(ProblemsError, match=r"b\.txt:1:1 error RP102"):
            write_all({tmp_path / n: "new" for n in ("a.txt", "b.txt", "new/c.txt")}, force=True)

        assert (tmp_path / "a.txt").read_text() == "mine"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]

    def test_a_folder_that_cannot_be_made_leaves_nothing_behind(self, tmp_path):
        (tmp_path / "file").write_text("mine")

        with pytest.raises(ProblemsError, match=r"file/b\.txt:1:1 error RP122"):
            write_all({tmp_path / "new" / "a.txt": "a", tmp_path / "file" / "b.txt": "b"}, force=False)

        assert [path.name for path in tmp_path.iterdir()] == ["file"]
