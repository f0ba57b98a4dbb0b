"""An edited table goes back into the files of a pack, which keep what people wrote."""

import difflib
import io
import shutil

import openpyxl
import pytest

import roleprofile as rp
from roleprofile.loading.reader import parse
from roleprofile.model.shipped import shipped

PACK = """\
kind: pack
schema: 1
id: ours
version: "1.0.0"
label: {en: Ours}
languages: [en]
requires: {core: ">=1,<2", account-management: ">=1"}
"""
SELLER = """\
kind: role
schema: 1
id: seller
version: "1.0.0"
status: approved
label: {en: Seller}
defaults: {basis: judgement}  # by us
requirements:
  # The heart of the job.
  - id: negotiation  # see the minutes
    asks: advanced
    weight: 3
  - {id: teamwork, asks: basic, weight: 2}
  - {id: public-speaking, asks: basic, weight: 2}
variants:
  - id: big
    label: {en: Large firms}
    when: {company-size: large}
    set: {negotiation: {weight: 4}}
"""


@pytest.fixture
def pack(here):
    (here / "ours/roles").mkdir(parents=True)
    (here / "ours/pack.yaml").write_text(PACK, "utf-8")
    (here / "ours/roles/seller.yaml").write_text(SELLER, "utf-8")
    return here / "ours"


def files_of(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def sheet(here, pack):
    """Write the table of the pack, or of another role, with other texts in it."""

    def sheet(*changes, role=None):
        text = rp.tables.requirement_rows(*([] if role else [pack]), roles=[role] if role else []).to_csv().decode()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (here / "edited.csv").write_text(text, "utf-8", newline="")

    return sheet


class TestApply:
    def test_writes_the_changes_and_nothing_else(self, call, pack, sheet):
        sheet((",advanced,3,", ",expert,5,"))
        status, out, err = call("import", "table", "edited.csv", "--compare", "ours", "--apply")

        assert (status, err.splitlines()[1:]) == (0, ["2 changes in 1 role.", "Wrote 1 file."])
        assert [line.split(" ", 2)[2] for line in out.splitlines()] == [
            "seller, negotiation: asks: advanced -> expert",
            "seller, negotiation: weight: 3 -> 5",
        ]
        after = SELLER.replace("asks: advanced\n    weight: 3", "asks: expert\n    weight: 5")
        assert (pack / "roles/seller.yaml").read_text("utf-8") == after

    def test_twice_is_once(self, call, pack, sheet):
        sheet((",advanced,3,", ",expert,5,"))
        call("import", "table", "edited.csv", "--compare", "ours", "--apply")
        before = files_of(pack)

        status, out, err = call("import", "table", "edited.csv", "--compare", "ours", "--apply")
        assert (status, out, err.splitlines()[1:]) == (0, "", ["No changes."])
        assert files_of(pack) == before

    def test_a_dry_run_says_what_the_command_then_does(self, call, pack, sheet):
        sheet((",advanced,3,", ",expert,5,"))
        before = files_of(pack)
        status, out, err = call("import", "table", "edited.csv", "--compare", "ours", "--apply", "--dry-run")

        assert (status, err.splitlines()[-1]) == (0, "1 file would change.")
        assert files_of(pack) == before
        changes = call("import", "table", "edited.csv", "--compare", "ours", "--apply")[1]
        path = pack / "roles/seller.yaml"
        name = "ours/roles/seller.yaml"
        old, new = (text.decode().splitlines() for text in (before[path], path.read_bytes()))
        assert out == changes + "".join(f"{line}\n" for line in difflib.unified_diff(old, new, name, name, lineterm=""))

    @pytest.mark.parametrize("more", [(), ("--dry-run",)])
    @pytest.mark.parametrize(
        "change, code",
        [
            ((",advanced,3,", ",advnced,3,"), "RP204"),
            # A variant needs the row that is gone.
            (("ours,seller,requirements,negotiation", ",,,"), "RP508"),
            (("ours,seller,requirements,negotiation", "ours,seller,requirements,tact"), "RP301"),
        ],
    )
    def test_a_problem_leaves_every_file_as_it_is(self, call, pack, sheet, change, code, more):
        sheet(change)
        before = files_of(pack)
        status, _, err = call("import", "table", "edited.csv", "--compare", "ours", "--apply", *more)

        assert (status, code in err, err.splitlines()[-1]) == (1, True, "Nothing was written.")
        assert files_of(pack) == before

    def test_a_row_that_is_gone_takes_its_entry(self, call, pack, sheet):
        sheet(("ours,seller,requirements,teamwork,,,,basic,2,,,,,,,,,,,,,1.0.0,roles/seller.yaml:13\r\n", ""))
        assert call("import", "table", "edited.csv", "--compare", "ours", "--apply")[0] == 0

        after = SELLER.replace("  - {id: teamwork, asks: basic, weight: 2}\n", "")
        assert (pack / "roles/seller.yaml").read_text("utf-8") == after

    def test_a_table_of_an_older_version_needs_force(self, call, pack, sheet):
        sheet((",advanced,3,", ",advanced,5,"))
        newer = SELLER.replace('"1.0.0"', '"1.1.0"').replace("weight: 2", "weight: 6")
        (pack / "roles/seller.yaml").write_text(newer, "utf-8")

        status, out, err = call("import", "table", "edited.csv", "--compare", "ours", "--apply")
        assert (status, "RP517" in err, "teamwork: weight: 6 -> 2" in out) == (1, True, True)
        assert (pack / "roles/seller.yaml").read_text("utf-8") == newer
        assert call("import", "table", "edited.csv", "--compare", "ours", "--apply", "--force")[0] == 0
        assert '"1.1.0"' in (pack / "roles/seller.yaml").read_text("utf-8")

    def test_changes_of_another_packs_role_become_a_patch(self, call, pack, sheet):
        sheet((",advanced,14,", ",advanced,15,"), role="account-manager")
        name = "ours/patches/heavier.yaml"

        assert "-o ours/patches/account-manager-changes.yaml" in " ".join(
            call("import", "table", "edited.csv", "--compare", "ours", "--apply")[2].split()
        )
        assert call("import", "table", "edited.csv", "--compare", "ours", "--apply", "-o", "x.yaml")[0] == 2
        assert call("import", "table", "edited.csv", "--compare", "ours", "--apply", "-o", name)[0] == 0
        patch = parse((pack / "patches/heavier.yaml").read_bytes(), "")
        assert (patch["id"], patch["set"]) == ("heavier", {"dialogue": {"weight": 15}})
        assert call("import", "table", "edited.csv", "--compare", "ours", "--apply", "-o", name)[2].endswith(
            "No changes.\n"
        )
        assert call("check", "ours")[0] == 0

    def test_a_patch_that_does_not_go_with_the_pack_is_not_written(self, call, pack, sheet):
        sheet((",advanced,14,", ",advanced,15,"), role="account-manager")
        apply = ("import", "table", "edited.csv", "--compare", "ours", "--apply", "-o")
        call(*apply, "ours/patches/heavier.yaml")
        before = files_of(pack)

        status, _, err = call(*apply, "ours/patches/again.yaml")
        assert (status, "error RP343" in err, err.splitlines()[-1]) == (1, True, "Nothing was written.")
        assert files_of(pack) == before

    def test_another_file_is_replaced_with_force_only(self, call, pack, sheet):
        sheet((",advanced,14,", ",advanced,15,"), role="account-manager")
        apply = ("import", "table", "edited.csv", "--compare", "ours", "--apply", "-o", "ours/patches/heavier.yaml")
        call(*apply)
        sheet((",advanced,14,", ",advanced,16,"), role="account-manager")

        assert "already exists" in call(*apply)[2]
        assert call(*apply, "--force")[0] == 0
        assert "weight: 16" in (pack / "patches/heavier.yaml").read_text("utf-8")

    @pytest.mark.parametrize("name", ["ours/changes.yaml", "ours"])
    def test_a_patch_of_an_own_role_is_refused_in_the_pack(self, call, pack, sheet, name):
        sheet((",advanced,3,", ",advanced,5,"))
        before = files_of(pack)
        status, _, err = call("import", "table", "edited.csv", "--compare", "ours", "-o", name)

        assert (status, "use --apply" in err) == (2, True)
        assert files_of(pack) == before

    @pytest.mark.parametrize("more", [("--apply",), ("--dry-run", "--compare", "ours"), ("--dry-run",)])
    def test_the_options_go_together(self, call, more):
        assert call("import", "table", "x.csv", *more)[0] == 2


def test_a_sheet_that_a_spreadsheet_program_saved_again_comes_back(call, here):
    """Numbers are numbers, empty rows follow, columns are reordered: the edit and no more is applied."""
    shutil.copytree(str(shipped("profiles")), here / "profiles")
    pack = here / "profiles/account-management"
    call("export", "table", "profiles/account-management", "-o", "all.xlsx")
    before = files_of(pack)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(here / "all.xlsx").active]
    heads = rows[0]
    entry = next(row for row in rows if row[heads.index("id")] == "persuasion")
    entry[heads.index("weight")] = 13.0
    book = openpyxl.Workbook()
    book.active.title = "Requirements"
    for row in [*rows, [None] * len(heads), [""] * len(heads), [" "] * len(heads)]:
        cells = [float(cell) if isinstance(cell, int) or str(cell).isdecimal() else cell for cell in row]
        book.active.append(cells[::-1])
    saved = io.BytesIO()
    book.save(saved)
    (here / "saved.xlsx").write_bytes(saved.getvalue())

    status, out, err = call("import", "table", "saved.xlsx", "--compare", "profiles/account-management", "--apply")
    assert (status, len(out.splitlines())) == (0, 1), out + err
    (changed,) = [path for path, data in files_of(pack).items() if data != before[path]]
    old, new = before[changed].decode(), changed.read_text("utf-8")
    assert sum(a != b for a, b in zip(old.splitlines(), new.splitlines(), strict=True)) == 1
    assert parse(new.encode(), "")["variants"] == parse(old.encode(), "")["variants"]
