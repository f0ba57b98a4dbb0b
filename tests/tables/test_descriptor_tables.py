"""Descriptors from a sheet of skills."""

from __future__ import annotations

from pathlib import Path

import pytest

import roleprofile as rp
from roleprofile.loading.reader import parse

SHEET = (
    "Skill,Area,Description,Aliases,Basic,Advanced\n"
    "Juggling,Circus,Keeping things in the air,juggler; three balls,Keeps three balls up,Keeps five up\n"
    "Welding,Workshop,,,,\n"
)


@pytest.fixture
def read(call, here):
    """Import descriptors from a sheet with the command line; gives the exit code and standard error."""

    def read(text, *more):
        (here / "skills.csv").write_text(text, encoding="utf-8")
        status, _, err = call("import", "table", "skills.csv", "--of", "descriptors", "-o", "ours", *more)
        return status, err

    return read


def entries(name):
    return parse(Path(f"ours/descriptors/{name}.yaml").read_bytes(), "")["descriptors"]


class TestSheetOfSkills:
    def test_a_column_of_levels_holds_no_anchors(self, read):
        status, err = read("Skill,Junior,Senior\nWelding,basic,working\nRigging,basic,advanced\n")

        assert status == 0
        assert 'the column "Senior" holds levels and no texts of a level, and is not read' in " ".join(err.split())
        assert [(one["id"], one.get("anchors")) for one in entries("skills")] == [("welding", None), ("rigging", None)]

    @pytest.mark.parametrize("cells", [("3", "4"), ("2.5", "10"), ("x", "✓")])
    def test_a_column_of_numbers_or_marks_holds_no_anchors(self, read, cells):
        status, err = read(f"Skill,Novice,Advanced\nWelding,{cells[0]},{cells[1]}\nRigging,,{cells[1]}\n")

        assert status == 0
        assert 'the column "Advanced" holds levels and no texts of a level, and is not read' in " ".join(err.split())
        assert [one.get("anchors") for one in entries("skills")] == [None, None]

    def test_each_row_is_a_descriptor_and_each_group_a_file(self, read, call):
        assert read(SHEET)[0] == 0

        assert entries("circus") == [
            {
                "id": "juggling",
                "type": "skill",
                "label": {"en": "Juggling"},
                "description": {"en": "Keeping things in the air"},
                "aliases": {"en": ["juggler", "three balls"]},
                "scale": "proficiency",
                "anchors": {"basic": {"en": "Keeps three balls up"}, "advanced": {"en": "Keeps five up"}},
            }
        ]
        assert [one["id"] for one in entries("workshop")] == ["welding"]
        assert call("check", "ours")[0] == 0
        assert call("format", "ours", "--check")[0] == 0

    def test_ids_and_other_languages_have_columns(self, read, call):
        assert read("Id,Label,Label (fil)\nwelding,Welding metal,Paghinang\n")[0] == 0

        (only,) = entries("skills")
        assert (only["id"], only["label"]) == ("welding", {"en": "Welding metal", "fil": "Paghinang"})
        assert call("check", "ours")[0] == 0

    def test_a_skill_that_the_catalog_knows_is_told_and_not_imported(self, read):
        status, err = read("Skill\nNegotiation\nJuggling\n")

        assert status == 0
        assert 'skills.csv:2:1 warning RP519 A2: the catalog knows "Negotiation" already, as core:negotiation' in err
        assert [one["id"] for one in entries("skills")] == ["juggling"]

    def test_a_skill_may_have_the_name_of_a_field_of_study(self, read):
        assert read("Skill\nArchitecture\n")[0] == 0
        assert [one["id"] for one in entries("skills")] == ["architecture"]

    def test_a_column_that_is_not_read_is_told(self, read):
        status, err = read("Skill,Junior\nJuggling,3\n")

        assert status == 0
        assert 'warning RP505 B1: the column "Junior" is no part of a descriptor and is not read' in err

    @pytest.mark.parametrize(
        "text, said",
        [
            ("Skill,Area\nJuggling,A\nAge,A\n", "skills.csv:3:1 error RP325 A3: "),
            ("Skill,Area\njuggling,A\nJuggling,B\n", "skills.csv:3:1 error RP509 A3: "),
            ("Skill,Area\n,A\n", "skills.csv:2:1 error RP508 A2: "),
            ("Skill,Area\n???,A\n", "skills.csv:2:1 error RP206 A2: "),
            ("Skill,Type\nJuggling,talent\n", "skills.csv:2:10 error RP205 B2: "),
            ("Skill,Name\nJuggling,J\n", "skills.csv:1:7 error RP506 B1: "),
            ("No.,Juggling\nE-1,3\n", "skills.csv:1:1 error RP504 A1: "),
            ("Skill\n", "skills.csv:1:1 error RP518 A1: "),
        ],
    )
    def test_what_is_wrong_is_told_at_its_cell_and_nothing_is_written(self, read, text, said):
        status, err = read(text)

        assert status == 1
        assert said in err
        assert not Path("ours").exists()

    def test_an_existing_list_is_replaced_only_by_force(self, read):
        assert read(SHEET)[0] == 0
        changed = SHEET.replace("Keeping things", "Holding things")
        assert read(changed)[0] == 2
        assert entries("circus")[0]["description"] == {"en": "Keeping things in the air"}
        assert read(changed, "--force")[0] == 0
        assert entries("circus")[0]["description"] == {"en": "Holding things in the air"}

    def test_what_the_sheet_does_not_state_stays(self, read, here):
        assert read(SHEET)[0] == 0
        path = here / "ours" / "descriptors" / "circus.yaml"
        path.write_text(
            path.read_text()
            + "  - {id: clowning, type: skill, label: {en: Clowning}, scale: proficiency}\n"
            + "# Who juggles can fool about.\n"
            + "relations:\n  - {from: juggling, to: clowning, lower_by: 1, up_to: working, basis: judgement}\n"
        )
        before = parse(path.read_bytes(), "")
        status, err = read("Skill,Area,Description\nJuggling,Circus,Holding things\nDiving,Circus,\n", "--force")

        after = parse(path.read_bytes(), "")
        assert (status, err) == (0, "Read skills.csv as CSV with commas as separators.\nWrote 1 file to ours.\n")
        assert after["relations"] == before["relations"]
        assert "# Who juggles can fool about.\nrelations:" in path.read_text()
        assert [one["id"] for one in after["descriptors"]] == ["juggling", "clowning", "diving"]
        assert after["descriptors"][0] == before["descriptors"][0] | {"description": {"en": "Holding things"}}

    def test_a_column_says_the_scale(self, read, call):
        assert read("Skill,Scale\nJuggling,strength\nDiving,core:months\nWelding,\n")[0] == 0
        assert [one["scale"] for one in entries("skills")] == ["strength", "months", "proficiency"]

        assert call("export", "table", "ours", "--of", "descriptors", "-o", "out.csv")[0] == 0
        assert call("import", "table", "out.csv", "--of", "descriptors", "-o", "theirs")[0] == 0
        again = parse(Path("theirs/descriptors/skills.yaml").read_bytes(), "")["descriptors"]
        assert [one["scale"] for one in again] == ["strength", "months", "proficiency"]

    def test_an_unknown_scale_is_told_at_its_cell(self, read):
        assert "skills.csv:2:10 error RP302 B2: unknown scale" in read("Skill,Scale\nJuggling,strenght\n")[1]

    def test_a_pack_without_a_scale_is_told_what_it_lacks(self, read, here):
        (here / "ours").mkdir()
        (here / "ours" / "pack.yaml").write_text(
            'kind: pack\nschema: 1\nid: ours\nversion: "1.0.0"\nlabel: {en: O}\nlanguages: [en]\n'
        )
        status, err = read(SHEET)

        assert status == 2
        assert "pack 'ours' has no scale" in err


class TestSkillsOfAMatrix:
    def test_what_the_mapping_leaves_open_becomes_descriptors_and_is_found_then(self, call, here):
        (here / "team.csv").write_text("No.,Welding,Negotiation\nE-1,basic,basic\n")
        assert call("new", "mapping", "team.csv", "-o", "team.yaml")[0] == 0
        assert call("import", "table", "team.csv", "--of", "descriptors", "-m", "team.yaml", "-o", "ours")[0] == 0

        assert [one["id"] for one in entries("skills")] == ["welding"]
        assert "# Matched: 2 of 2." in call("new", "mapping", "team.csv", "--pack", "ours")[1]
        assert call("check", "ours")[0] == 0


class TestExport:
    def test_what_is_exported_is_imported_alike(self, read, call):
        assert read(SHEET.replace("juggler; three balls", '"juggler, in short;"'))[0] == 0
        before = entries("circus")[0]
        assert before["aliases"] == {"en": ["juggler, in short"]}
        assert call("export", "table", "ours", "--of", "descriptors", "-o", "out.csv")[0] == 0
        assert call("import", "table", "out.csv", "--of", "descriptors", "-o", "theirs")[0] == 0

        (again,) = parse(Path("theirs/descriptors/circus.yaml").read_bytes(), "")["descriptors"]
        assert again == {key: value for key, value in before.items() if key != "anchors"}

    def test_anchors_have_a_row_a_level(self, read, call, here):
        assert read(SHEET)[0] == 0
        assert call("export", "table", "ours", "--of", "anchors", "-o", "out.csv")[0] == 0

        assert (here / "out.csv").read_text("utf-8-sig").splitlines() == [
            "pack,id,level,anchor (en)",
            "ours,juggling,basic,Keeps three balls up",
            "ours,juggling,advanced,Keeps five up",
        ]

    def test_descriptors_are_those_of_packs_not_of_roles(self, call):
        status, _, err = call("export", "table", "account-manager", "--of", "anchors", "-o", "out.csv")

        assert (status, "anchors are exported of packs" in err) == (2, True)

    def test_a_workbook_names_its_sheet(self):
        table = rp.tables.read_table(rp.tables.descriptor_rows().to_xlsx(), "out.xlsx")

        assert (table.sheet, table.text(1, 2)) == ("Descriptors", "id")


def test_descriptors_and_edits_exclude_each_other(call, here):
    (here / "skills.csv").write_text(SHEET)

    assert call("import", "table", "skills.csv", "--of", "descriptors", "--compare", "ours")[0] == 2
    assert call("import", "table", "skills.csv", "--of", "descriptors")[0] == 2


@pytest.mark.usefixtures("here")
def test_the_library_needs_no_command_line():
    table = rp.tables.read_table(SHEET.encode(), "skills.csv")

    result = rp.tables.descriptors_from_table(table, rp.load(), Path("ours"))

    assert sorted(result.files) == ["descriptors/circus.yaml", "descriptors/workshop.yaml", "pack.yaml"]
