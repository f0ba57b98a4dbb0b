"""Long tables: one row a person or role and skill, with level, date and evidence."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import roleprofile as rp
from examples import once
from roleprofile.loading.reader import parse

HEAD = "kind: table-mapping\nschema: 1\nid: mapping\n"
SKILLS = (
    "skills:\n  - {name: Negotiation, descriptor: negotiation}\n  - {name: Teamwork, descriptor: teamwork}\n"
    "  - {name: English, descriptor: language-command, for: english}\n"
)
LONG = f"{HEAD}of: people\nrow_names: No\nlong: {{skill: Skill, level: Level}}\n{SKILLS}"
DATED = LONG.replace("level: Level", "level: Level, date: Date")
ROWS = "No,Skill,Level\n10,Negotiation,Expert\n10,Teamwork,Basic\n11,Negotiation,Working\n11,English,C1\n"
NEGOTIATION, TEAMWORK = ("core:negotiation", ""), ("core:teamwork", "")


def told(result):
    """The errors; that a mapped skill has no row is a warning."""
    return [str(problem) for problem in result.problems if problem.severity == "error"]


def workbook(rows):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return rp.tables.read_table(out.getvalue(), "matrix.xlsx")


class TestPeople:
    def test_the_rows_of_a_person_are_the_facts(self, people, held):
        result = people(ROWS, LONG)

        assert not told(result)
        assert {name: held(text) for name, text in result.files.items()} == {
            "10.yaml": {NEGOTIATION: "expert", TEAMWORK: "basic"},
            "11.yaml": {NEGOTIATION: "working", ("core:language-command", "english"): "c1"},
        }

    @given(st.permutations(ROWS.splitlines()[1:]))
    def test_the_order_of_the_rows_does_not_matter(self, rows):
        """Law: a long table is a set of rows."""
        table = rp.tables.read_table("\n".join(["No,Skill,Level", *rows]).encode(), "matrix.csv")

        found = rp.tables.people_from_table(table, self.mapping, self.catalog)
        assert dict(found.files) == self.files

    @pytest.fixture(autouse=True)
    def _files(self, people, here, catalog):
        self.files, self.catalog = dict(people(ROWS, LONG).files), catalog
        self.mapping = rp.tables.read_mapping(here / "mapping.yaml")

    @pytest.mark.parametrize(
        "earlier, later",
        [("2025-03-01", "2026-01-31"), ("2025", "2026"), ("2025-12", "2026-01-01"), ("31.12.2025", "1.1.2026")],
    )
    def test_the_later_row_counts_wherever_it_stands(self, people, held, earlier, later):
        rows = [f"10,Negotiation,Basic,{earlier}", f"10,Negotiation,Expert,{later}"]
        for one in (rows, rows[::-1]):
            result = people("\n".join(["No,Skill,Level,Date", *one]), DATED)

            assert not told(result)
            assert held(result.files["10.yaml"]) == {NEGOTIATION: "expert"}

    def test_a_day_of_a_workbook_is_a_date(self, people, held):
        rows = [["No", "Skill", "Level", "Date"]]
        rows += [["10", "Negotiation", "Expert", datetime.date(2026, 1, 2)]]
        rows += [["10", "Negotiation", "Basic", datetime.datetime.fromisoformat("2025-01-02T12:30")]]

        assert held(people(workbook(rows), DATED).files["10.yaml"]) == {NEGOTIATION: "expert"}

    @pytest.mark.parametrize("dates", [("", ""), ("", "2026-01-01"), ("2026", "2026-03"), ("2026-03", "2026-03")])
    def test_rows_that_differ_need_dates_that_tell_them_apart(self, people, dates):
        rows = f"No,Skill,Level,Date\n10,Negotiation,Basic,{dates[0]}\n10,Negotiation,Expert,{dates[1]}\n"
        result = people(rows, DATED)

        assert told(result) == ['matrix.csv:3:16 error RP509 C3: "10" has another level of this skill in C2, "Basic"']
        assert not result.files

    def test_rows_that_state_the_same_are_one(self, people, held):
        result = people("No,Skill,Level\n10,Negotiation,Basic\n10,negotiation ,basic\n", LONG)

        assert held(result.files["10.yaml"]) == {NEGOTIATION: "basic"}

    def test_a_difference_that_a_later_row_settles_is_none(self, people, held):
        rows = "10,Negotiation,{},{}\n"
        result = people(
            "No,Skill,Level,Date\n"
            + rows.format("Basic", "2025")
            + rows.format("Expert", "2025")
            + rows.format("Working", "2026"),
            DATED,
        )

        assert held(result.files["10.yaml"]) == {NEGOTIATION: "working"}

    def test_a_row_without_a_level_says_nothing(self, people, held):
        result = people("No,Skill,Level,Date\n10,Negotiation,Basic,2025\n10,Negotiation,,2026\n", DATED)

        assert held(result.files["10.yaml"]) == {NEGOTIATION: "basic"}

    def test_a_row_has_evidence_of_its_own(self, people, catalog):
        mapping = (
            DATED.replace("date: Date", "date: Date, evidence: Source") + 'evidence: {kind: certificate, on: "2020"}\n'
        )
        rows = "No,Skill,Level,Date,Source\n10,Negotiation,Basic,2025-03,Self-report\n10,Teamwork,Basic,,File 7\n"
        result = people(rows + "10,English,B2,2024,\n", mapping)
        Path("10.yaml").write_text(result.files["10.yaml"])

        found = {one.descriptor: one.evidence for one in rp.load_person("10.yaml", catalog).facts}
        assert {name: (one.kind, one.ref, one.on) for name, one in found.items()} == {
            "core:negotiation": ("self-report", "matrix.csv C2", "2025-03"),
            "core:teamwork": ("certificate", "File 7", "2020"),
            "core:language-command": ("certificate", "matrix.csv C4", "2024"),
        }

    def test_what_is_wrong_is_told_at_its_cell(self, people):
        mapping = DATED.replace("date: Date", "date: Date, evidence: Source")
        rows = (
            "No,Skill,Level,Date,Source,Site\n10,Negotiaton,Expert,,,\n,Teamwork,Bsic,,,\n11,,Basic,,,\n"
            "12,Teamwork,Basic,soon,hearsay,\n"
        )
        assert told(people(rows, mapping)) == [
            'matrix.csv:1:28 error RP505 F1: the mapping does not mention the header "Site"',
            'matrix.csv:2:4 error RP505 B2: the mapping does not mention the name "Negotiaton"',
            "matrix.csv:3:1 error RP508 A3: row 3 has no id",
            'matrix.csv:3:11 error RP204 C3: unknown level "Bsic" on scale proficiency',
            "matrix.csv:4:4 error RP508 B4: row 4 has no skill",
            'matrix.csv:5:19 error RP206 D5: "soon" is not a day, a month or a year',
            'matrix.csv:5:24 error RP304 E5: "hearsay" is no kind of evidence',
        ]

    def test_a_skill_and_a_person_can_be_skipped(self, people, held):
        mapping = LONG.replace("  - {name: Teamwork, descriptor: teamwork}\n", "")
        result = people(ROWS, f"{mapping}skip: ['11', teamwork]\n")

        assert {name: held(text) for name, text in result.files.items()} == {"10.yaml": {NEGOTIATION: "expert"}}

    def test_a_mapped_skill_without_a_row_is_a_warning(self, people):
        result = people("No,Skill,Level\n10,Negotiation,Basic\n", LONG)

        assert [(one.code, one.severity, one.line) for one in result.problems] == [
            ("RP504", "warning", 9), ("RP504", "warning", 10)
        ]  # fmt: skip
        assert result.files

    def test_the_columns_are_different_ones(self, people):
        message = 'error RP514 the column "Skill" holds the skills, and cannot name people or roles too'

        assert f"mapping.yaml:6:15 {message}" in told(people(ROWS, LONG.replace("row_names: No", "row_names: Skill")))

    def test_nothing_lies_on_its_side(self, people):
        assert "RP201" in told(people(ROWS, f"{LONG}each_in: columns\n"))[0]

    @pytest.mark.parametrize("ending", ["csv", pytest.param("xlsx", marks=once)])
    def test_sixty_thousand_rows_are_read(self, people, ending):
        levels = ["Basic", "Working", "Advanced", "Expert"]
        rows = [["No", "Skill", "Level", "Date"]]
        rows += [
            [f"e-{n // 20}", ("Negotiation", "Teamwork")[n % 2], levels[n % 4], f"{2006 + n % 20}"]
            for n in range(60_000)
        ]
        table = workbook(rows) if ending == "xlsx" else "\n".join(map(",".join, rows))

        assert len(people(table, DATED).files) == 3_000


class TestRoles:
    MAPPING = (
        f"{HEAD}of: roles\nlong: {{skill: Skill, level: Level, date: Date}}\nweights: Weight\n{SKILLS}"
        "defaults: {weight: 2}\n"
    )
    ROWS = (
        "Role,Skill,Level,Weight,Date\nHost,Negotiation,Basic,7,2025\nHost,Teamwork,Expert,,2025\n"
        "Clerk,English,B2,3,2026\nHost,Negotiation,Advanced,9,2026\nClerk,Teamwork,Basic,,2025\nClerk,Teamwork,None,,2026\n"
    )

    def test_the_rows_of_a_role_are_its_requirements(self, roles):
        result = roles(self.ROWS, self.MAPPING)

        assert not told(result)
        assert parse(result.files["roles/host.yaml"].encode(), "")["requirements"] == [
            {"id": "negotiation", "asks": "advanced", "weight": 9},
            {"id": "teamwork", "asks": "expert", "weight": 2},
        ]
        # The later row of teamwork asks for nothing.
        assert parse(result.files["roles/clerk.yaml"].encode(), "")["requirements"] == [
            {
                "id": "language-command-english",
                "descriptor": "language-command",
                "for": "english",
                "asks": "b2",
                "weight": 3,
            }
        ]

    def test_evidence_is_of_people(self, roles):
        result = roles(self.ROWS, self.MAPPING.replace("date: Date", "evidence: Date"))

        assert 'error RP201 "evidence" has no effect for roles' in told(result)[0]


class TestDraft:
    def draft(self, rows, catalog, **options):
        return rp.tables.draft_mapping(rp.tables.read_table(rows.encode(), "m.csv"), catalog, id="m", **options)

    def test_says_which_columns_a_long_table_has_and_why(self, catalog):
        text = self.draft("Employee No,Skill,Level\n10,Negotiation,Expert\n10,Teamwork,2.5\n", catalog)
        tree = parse(text.encode(), "")

        assert (tree["row_names"], tree["long"]) == ("Employee No", {"skill": "Skill", "level": "Level"})
        assert "# One row a person and skill: " in text
        assert tree["levels"] == {"2.5": "?"}
        assert "each_in" not in tree

    def test_a_catalog_that_knows_no_skill_of_it_is_enough(self, catalog):
        rows = "Petsa,Pangalan,Blg.,Kasanayan,Antas\n2026,A B,e-1,Juggling,3\n2026,C D,e-2,Juggling,2\n"
        tree = parse(self.draft(rows, catalog).encode(), "")

        assert (tree["row_names"], tree["skip"]) == ("Blg.", ["Pangalan"])
        assert tree["long"] == {"skill": "Kasanayan", "level": "Antas", "date": "Petsa"}
        assert tree["skills"] == [{"name": "Juggling", "descriptor": "?"}]

    @pytest.mark.parametrize(
        "rows",
        [
            "No.,Department,Negotiation\ne-1,Negotiation,basic\ne-2,Negotiation,basic\n",
            "Skill,Level,Host\nNegotiation,basic,expert\nTeamwork,expert,basic\n",
            "Skill,Weight,Host,Clerk\nNegotiation,6,basic,expert\nNegotiation,7,expert,basic\n",
        ],
    )
    def test_another_table_is_not_long(self, rows, catalog):
        assert "long" not in parse(self.draft(rows, catalog, of="roles").encode(), "")

    def test_a_draft_without_questions_imports(self, call, here):
        (here / "long.csv").write_text("No,Skill,Level\n10,Negotiation,Expert\n10,Teamwork,Basic\n11,Teamwork,Basic\n")
        assert call("new", "mapping", "long.csv", "-o", "long.yaml")[0] == 0

        assert call("import", "table", "long.csv", "-m", "long.yaml", "-o", "people")[0] == 0
        assert sorted(path.name for path in (here / "people").iterdir()) == ["10.yaml", "11.yaml"]

    def test_its_unknown_skills_become_descriptors(self, call, here):
        (here / "long.csv").write_text("No,Skill,Level\n10,Juggling,Expert\n10,Teamwork,Basic\n11,Juggling,Basic\n")
        assert call("new", "mapping", "long.csv", "-o", "long.yaml")[0] == 0
        assert call("import", "table", "long.csv", "-m", "long.yaml", "--of", "descriptors", "-o", "ours")[0] == 0
        assert "id: juggling" in (here / "ours" / "descriptors" / "skills.yaml").read_text()

        assert call("new", "mapping", "long.csv", "--pack", "ours", "-o", "long.yaml", "--force")[0] == 0
        assert call("import", "table", "long.csv", "-m", "long.yaml", "--pack", "ours", "-o", "people")[0] == 0
