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

    @pytest.mark.parametrize("more", [("--apply",), ("--dry-run", "--compare", "ours")])
    def test_the_options_go_together(self, call, more):
        assert call("import", "table", "x.csv", *more)[0] == 2


MATRIX = "Skill,Weight,Seller,Host\nNegotiation,,advanced*,\nTeamwork,2,basic,basic\nSpeaking,,basic,basic\n"
MAPPING = """\
kind: table-mapping
schema: 1
id: matrix
of: roles
each_in: columns
weights: Weight
minimum_mark: "*"
skills:
  - {name: Negotiation, descriptor: negotiation}
  - {name: Teamwork, descriptor: core:teamwork}
  - {name: Speaking, descriptor: public-speaking}
"""
TEAM = """\
kind: table-mapping
schema: 1
id: team
of: people
skills:
  - {name: Negotiation, descriptor: negotiation}
  - {name: English, descriptor: language-command, for: english}
evidence: {kind: self-report, on: "2026-03"}
"""
#: Evidence of another kind for the same value, a fact that the table does not have, and what is no fact.
PERSON = """\
# As the board knows them.
kind: person
schema: 1
id: e-1
facts:
  negotiation: {value: advanced, evidence: {kind: assessment, on: "2026-05"}}  # by the board
  teamwork: expert
  core:language-command:
    english: [{value: b1, evidence: {kind: self-report, on: "2025-03"}}]
    french: b1
roles_held: [{role: seller, months: 3}]
"""


class TestImportAgain:
    @pytest.fixture
    def again(self, call, here, pack):  # noqa: ARG002 - the pack is imported to
        (here / "matrix.yaml").write_text(MAPPING, "utf-8")

        def again(*changes, more=("--force",)):
            text = MATRIX
            for old, new in changes:
                assert old in text
                text = text.replace(old, new)
            (here / "matrix.csv").write_text(text, "utf-8")
            return call("import", "table", "matrix.csv", "-m", "matrix.yaml", "-o", "ours", *more)

        return again

    def test_what_the_sheet_says_changes_and_the_rest_stays(self, again, pack):
        status, out, err = again(
            ("advanced*", "expert*"), ("Teamwork,2", "Teamwork,4"), ("Speaking,,basic", "Speaking,,")
        )

        assert (status, err.splitlines()[-1]) == (0, "Wrote 2 files to ours.")
        gone = '{"id": "public-speaking", "asks": "basic", "weight": 2}'
        assert out.splitlines() == [
            "ours/roles/seller.yaml: requirements.negotiation.asks: advanced -> expert",
            "ours/roles/seller.yaml: requirements.negotiation.necessity: nothing -> minimum",
            "ours/roles/seller.yaml: requirements.teamwork.weight: 2 -> 4",
            f"ours/roles/seller.yaml: requirements.public-speaking: {gone} -> nothing",
        ]
        after = SELLER.replace("asks: advanced\n    weight: 3", "asks: expert\n    weight: 3\n    necessity: minimum")
        after = after.replace(
            "basic, weight: 2}\n  - {id: public-speaking, asks: basic, weight: 2}", "basic, weight: 4}"
        )
        assert (pack / "roles/seller.yaml").read_text("utf-8") == after
        assert (pack / "roles/host.yaml").exists()

    def test_twice_is_once(self, again, pack):
        again()
        before = files_of(pack)

        assert again(more=())[::2] == (0, "Read matrix.csv as CSV with commas as separators.\nNo changes.\n")
        assert files_of(pack) == before

    def test_a_requirement_of_a_skill_that_the_sheet_does_not_name_stays(self, again, pack):
        text = SELLER.replace(
            "variants:", "  - {id: decisiveness, descriptor: dialogue, asks: basic, weight: 1}\nvariants:"
        )
        (pack / "roles/seller.yaml").write_text(text, "utf-8")
        again()

        assert "  - {id: decisiveness, descriptor: dialogue, asks: basic, weight: 1}\n" in (
            pack / "roles/seller.yaml"
        ).read_text("utf-8")

    def test_a_new_requirement_says_what_the_role_does_not_say_for_it(self, again, pack):
        text = SELLER.replace("{basis: judgement}", "{necessity: minimum}")
        text = text.replace("  - {id: teamwork, asks: basic, weight: 2}\n", "")
        text = text.replace("weight: 2}", "weight: 2, basis: judgement}")
        text = text.replace("weight: 3", "basis: judgement\n    weight: 3").replace(
            "    when:", "    basis: judgement\n    when:"
        )
        (pack / "roles/seller.yaml").write_text(text, "utf-8")
        status, _, err = again()

        assert status == 0, err
        entry = parse((pack / "roles/seller.yaml").read_bytes(), "")["requirements"][-1]
        said = {"id": "teamwork", "asks": "basic", "weight": 2}
        assert entry == {**said, "necessity": "important", "basis": "judgement"}

    def test_a_role_in_another_file_is_found(self, again, pack):
        (pack / "roles/shops").mkdir()
        (pack / "roles/seller.yaml").rename(pack / "roles/shops/seller.yaml")
        again(("advanced*", "expert*"))

        assert not (pack / "roles/seller.yaml").exists()
        assert "asks: expert" in (pack / "roles/shops/seller.yaml").read_text("utf-8")

    @pytest.mark.parametrize(
        "change, code", [(("Negotiation,,advanced*", "Negotiation,,"), "RP308"), (("advanced*", "advnced*"), "RP204")]
    )
    def test_a_problem_leaves_every_file_as_it_is(self, again, pack, change, code):
        before = files_of(pack)
        status, _, err = again(change)

        assert (status, code in err, err.splitlines()[-1]) == (1, True, "Nothing was written.")
        assert files_of(pack) == before

    def test_a_dry_run_says_what_the_command_then_does(self, again, pack):
        before = files_of(pack)
        status, out, err = again(("advanced*", "expert*"), more=("--dry-run",))

        assert (status, err.splitlines()[-1], files_of(pack)) == (0, "2 files would change.", before)
        changes = again(("advanced*", "expert*"))[1]
        shown = ""
        for path in (pack / "roles/host.yaml", pack / "roles/seller.yaml"):
            name = f"ours/roles/{path.name}"
            old, new = (text.decode().splitlines() for text in (before.get(path, b""), path.read_bytes()))
            shown += "".join(f"{line}\n" for line in difflib.unified_diff(old, new, name, name, lineterm=""))
        assert out == changes + shown

    def test_a_person_keeps_what_the_sheet_does_not_say(self, call, here):
        (here / "team").mkdir()
        (here / "team/e-1.yaml").write_text(PERSON, "utf-8")
        (here / "team.yaml").write_text(TEAM, "utf-8")
        (here / "team.csv").write_text("No.,Negotiation,English\nE-1,advanced,B2\nE-2,,\n", "utf-8")
        status, out, _ = call("import", "table", "team.csv", "-m", "team.yaml", "-o", "team", "--force")

        assert (status, len(out.splitlines())) == (0, 1)
        assert (here / "team/e-1.yaml").read_text("utf-8") == PERSON.replace(
            '[{value: b1, evidence: {kind: self-report, on: "2025-03"}}]',
            '{value: b2, evidence: {kind: self-report, ref: team.csv C2, "on": "2026-03"}}',
        )
        assert call("import", "table", "team.csv", "-m", "team.yaml", "-o", "team")[2].endswith("No changes.\n")


LADDER = """\
Skill,Junior,Senior,Lead
Negotiation,basic,working,expert
Teamwork,working,advanced,none
Speaking,,basic,basic
"""
LADDER_MAPPING = """\
kind: table-mapping
schema: 1
id: ladder
of: roles
each_in: columns
grades_of: {role: Seller}
minimum_mark: "*"
skills:
  - {name: Negotiation, descriptor: negotiation}
  - {name: Teamwork, descriptor: teamwork}
  - {name: Speaking, descriptor: public-speaking}
"""
#: As the import wrote it, and what people added since.
GRADED = """\
kind: role
schema: 1
id: seller
status: approved  # in May
version: "1.2.0"
label: {en: Seller}
grades:
  - {id: junior, label: {en: Junior}}
  - {id: senior, label: {en: Senior}}  # the third year
  - {id: lead, label: {en: Lead}}
defaults: {necessity: important, basis: judgement}
requirements:
  - {id: negotiation, asks: {junior: basic, senior: working, lead: expert}, weight: {junior: 2, lead: 5}, source: panel}
  - {id: teamwork, asks: {junior: working, senior: advanced}, weight: 1}
  - {id: public-speaking, asks: {senior: basic}, weight: 3}  # to customers
  - {id: dialogue, asks: {lead: basic}, weight: 1}
variants:
  - {id: at-lead, label: {en: Lead}, when: {grade: lead}, drop: [teamwork]}
  - id: big
    label: {en: Large firms}
    when: {company-size: large}
    set: {negotiation: {weight: 4}}
"""


class TestImportLadderAgain:
    @pytest.fixture
    def again(self, call, here, pack):
        (pack / "pack.yaml").write_text(PACK + "sources: [{id: panel, title: Our panel}]\n", "utf-8")
        (here / "ladder.yaml").write_text(LADDER_MAPPING, "utf-8")
        (pack / "roles/seller.yaml").write_text(GRADED, "utf-8")

        def again(*changes):
            text = LADDER
            for old, new in changes:
                assert old in text
                text = text.replace(old, new)
            (here / "ladder.csv").write_text(text, "utf-8")
            status, out, err = call("import", "table", "ladder.csv", "-m", "ladder.yaml", "-o", "ours", "--force")
            assert status == 0, err
            return out.replace("ours/roles/seller.yaml: ", "").splitlines()

        return again

    @staticmethod
    def expected(*changes):
        text = GRADED
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return text

    def test_the_same_ladder_changes_nothing(self, again, pack):
        assert again() == []
        assert (pack / "roles/seller.yaml").read_text("utf-8") == GRADED

    def test_a_grade_that_asks_something_else_changes_alone(self, again, pack):
        assert again(("basic,working,expert", "basic,advanced,expert*")) == [
            "requirements.negotiation.asks.senior: working -> advanced",
            'requirements.negotiation.necessity: nothing -> {"lead": "minimum"}',
        ]
        assert (pack / "roles/seller.yaml").read_text("utf-8") == self.expected(
            ("senior: working, lead", "senior: advanced, lead"),
            ("source: panel}", "source: panel, necessity: {lead: minimum}}"),
        )

    def test_grades_that_ask_the_same_become_one_value(self, again, pack):
        again(("basic,working,expert", "basic,basic,basic"), ("Speaking,,", "Speaking,basic,"))
        assert (pack / "roles/seller.yaml").read_text("utf-8") == self.expected(
            ("asks: {junior: basic, senior: working, lead: expert}", "asks: basic"),
            ("asks: {senior: basic}", "asks: basic"),
        )

    def test_a_new_grade_stands_where_the_sheet_has_it(self, again, pack):
        again(
            ("Senior,Lead", "Medior,Senior,Lead"),
            ("working,expert", "basic,working,expert"),
            ("advanced,none", "working,advanced,none"),
            (",basic,basic\n", ",,basic,basic\n"),
        )
        assert (pack / "roles/seller.yaml").read_text("utf-8") == self.expected(
            ("{en: Junior}}\n", "{en: Junior}}\n  - {id: medior, label: {en: Medior}}\n")
        )

    def test_a_grade_of_the_file_alone_stays_with_what_it_asks(self, again, pack):
        file = pack / "roles/seller.yaml"
        file.write_text(
            self.expected(
                ("  - {id: lead,", "  - {id: expert, label: {en: Expert}}\n  - {id: lead,"),
                ("working, lead: expert", "working, expert: advanced, lead: expert"),
            ),
            "utf-8",
        )
        again(("working,expert", "advanced,advanced"))
        assert (
            "{id: negotiation, asks: {junior: basic, senior: advanced}, weight: {junior: 2, lead: 5}, source: panel}"
            in (file.read_text("utf-8"))
        )
        assert "{id: expert, label: {en: Expert}}" in file.read_text("utf-8")

    def test_a_single_column_is_a_grade_of_the_role_that_has_grades(self, again, pack):
        again(
            ("Junior,Senior,Lead", "Senior"),
            ("basic,working,expert", "advanced"),
            ("working,advanced,none", "advanced"),
            (",,basic,basic", ",basic"),
        )
        assert (pack / "roles/seller.yaml").read_text("utf-8") == self.expected(
            ("senior: working, lead", "senior: advanced, lead")
        )

    def test_variants_drop_what_a_grade_no_longer_asks_for_and_no_more(self, again, pack):
        assert again(("advanced,none", "advanced,advanced"), (",basic,basic", ",basic,none")) == [
            'variants.at-lead.drop: ["teamwork"] -> ["public-speaking"]'
        ]
        again()
        assert (pack / "roles/seller.yaml").read_text("utf-8") == GRADED
        again(("advanced,none", "advanced,advanced"))
        assert (pack / "roles/seller.yaml").read_text("utf-8") == self.expected(
            ("  - {id: at-lead, label: {en: Lead}, when: {grade: lead}, drop: [teamwork]}\n", "")
        )

    def test_a_skill_that_no_grade_asks_for_is_dropped_from_variants_too(self, again, pack):
        again(("Teamwork,working,advanced,none", "Teamwork,,,"))
        assert (pack / "roles/seller.yaml").read_text("utf-8") == self.expected(
            ("  - {id: teamwork, asks: {junior: working, senior: advanced}, weight: 1}\n", ""),
            ("  - {id: at-lead, label: {en: Lead}, when: {grade: lead}, drop: [teamwork]}\n", ""),
        )

    def test_a_track_keeps_what_the_sheet_does_not_say(self, again, pack, here):
        (here / "ladder.yaml").write_text(LADDER_MAPPING + "tracks: {Field sales: seller}\n", "utf-8")
        added = [("Lead\n", "Lead,Field sales\n"), ("expert\n", "expert,+1\n"), ("none\n", "none,\n")]
        again(*added, ("basic,basic\n", "basic,basic,-1\n"))
        file = pack / "roles/field-sales.yaml"
        text = file.read_text("utf-8").replace("status: draft", "status: approved  # in May")
        text = text.replace("{asks: {raise: 1}}", "{asks: {raise: 1}, weight: 5}")
        file.write_text(text, "utf-8")

        assert again(*added, ("basic,basic\n", "basic,basic,-1\n")) == []
        assert file.read_text("utf-8") == text
        again(("Lead\n", "Lead,Field sales\n"), ("none\n", "none,+1\n"))
        changed = parse(file.read_bytes(), "")
        assert (changed["status"], changed["set"]) == (
            "approved",
            {"negotiation": {"weight": 5}, "teamwork": {"asks": {"raise": 1}}},
        )

    @pytest.mark.usefixtures("again")
    def test_a_cell_of_a_grade_is_applied_to_that_grade(self, call, here, pack):
        call("export", "table", "ours", "-o", "out.csv")
        table = rp.tables.read_table((here / "out.csv").read_bytes(), "out.csv")
        assert table.at(2, 1).text == "ours"
        heads = [table.text(1, column) for column in range(1, table.width + 1)]
        rows = [[table.text(row, column) for column in range(1, table.width + 1)] for row in range(1, table.height + 1)]
        rows[1][heads.index("asks (senior)")] = "advanced"
        text = "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)
        (here / "edited.csv").write_text(text, "utf-8")

        assert call("import", "table", "edited.csv", "--compare", "ours", "--apply")[0] == 0
        assert (pack / "roles/seller.yaml").read_text("utf-8") == self.expected(
            ("senior: working, lead", "senior: advanced, lead")
        )

    def test_a_role_gets_grades_when_its_column_becomes_several(self, again, pack):
        (pack / "roles/seller.yaml").write_text(SELLER, "utf-8")
        again(("advanced,none", "advanced,advanced"))
        role = parse((pack / "roles/seller.yaml").read_bytes(), "")

        assert [one["id"] for one in role["grades"]] == ["junior", "senior", "lead"]
        assert [(one["asks"], one["weight"]) for one in role["requirements"]] == [
            ({"junior": "basic", "senior": "working", "lead": "expert"}, 3),
            ({"junior": "working", "senior": "advanced"}, 2),
            ({"senior": "basic"}, 2),
        ]
        assert [one["id"] for one in role["variants"]] == ["big"]


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
