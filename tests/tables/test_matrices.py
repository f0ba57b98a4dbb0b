"""A skills matrix in: people or roles out, or every mistake at its cell."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import openpyxl
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import roleprofile as rp
from roleprofile.errors import CODES
from roleprofile.loading.reader import parse
from roleprofile.model.values import REFUSED_IN_TEXT
from roleprofile.model.yaml_text import document
from roleprofile.tables.cells import CellTable, letters
from roleprofile.tables.delimited import delimited, guarded, read_delimited, unguarded

TABLES = Path(__file__).parent / "wrong"
NAMES = sorted(folder.name for folder in TABLES.iterdir())
#: What needs a workbook, or a pack to compare with; the tests that show it are in this folder.
SHOWN_ELSEWHERE = {"RP502", "RP503", "RP511", "RP512", "RP516", "RP517", "RP519"}

HEAD = "kind: table-mapping\nschema: 1\nid: mapping\n"
NEGOTIATION = "skills:\n  - {name: Negotiation, descriptor: negotiation}\n"
PEOPLE = f"{HEAD}of: people\n{NEGOTIATION}"


def said(result):
    return [str(problem) for problem in result.problems]


def sheet(rows, **changes):
    """A workbook of one sheet, written by openpyxl."""
    book = openpyxl.Workbook()
    active = book.active
    active.title = "Skills"
    for row in rows:
        active.append(row)
    for cell, value in changes.items():
        active[cell] = value
    return book


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class TestOutcomeFolders:
    @pytest.mark.parametrize("name", NAMES)
    def test_a_table_gives_exactly_the_problems_beside_it(self, name, monkeypatch, catalog):
        monkeypatch.chdir(TABLES / name)

        assert [str(problem) for problem in self.problems(catalog)] == Path("expected.txt").read_text(
            "utf-8"
        ).splitlines()

    @pytest.mark.parametrize("name", NAMES)
    def test_every_place_is_one_that_an_editor_can_go_to(self, name, monkeypatch, catalog):
        monkeypatch.chdir(TABLES / name)

        for problem in self.problems(catalog):
            line = Path(problem.path).read_bytes().decode().splitlines()[problem.line - 1]
            assert 1 <= problem.column <= len(line) + 1
            assert problem.excerpt == line

    def test_every_code_of_tables_is_shown(self, catalog, monkeypatch):
        shown = set()
        for name in NAMES:
            monkeypatch.chdir(TABLES / name)
            shown |= {problem.code for problem in self.problems(catalog)}

        assert {code for code in CODES if "RP500" < code < "RP600"} <= shown | SHOWN_ELSEWHERE

    def problems(self, catalog):
        try:
            mapping = rp.tables.read_mapping(Path("mapping.yaml"))
            table = rp.tables.read_table(Path("matrix.csv").read_bytes(), "matrix.csv")
        except rp.LoadError as error:
            return error.problems
        if mapping.model.of == "people":
            return rp.tables.people_from_table(table, mapping, catalog).problems
        return rp.tables.roles_from_table(table, mapping, catalog, Path("our-pack")).problems


class TestPeople:
    def test_a_row_becomes_a_person_that_loads(self, people, held):
        result = people("ID,Negotiation\nE-1042,Advanced\n")

        assert list(result.files) == ["e-1042.yaml"]
        assert held(result.files["e-1042.yaml"]) == {("core:negotiation", ""): "advanced"}

    def test_an_empty_cell_is_unknown_and_the_lowest_level_is_stated(self, people, held):
        result = people("ID,Negotiation\ne-1,\ne-2,None\n")

        assert held(result.files["e-1.yaml"]) == {}
        assert held(result.files["e-2.yaml"]) == {("core:negotiation", ""): "none"}

    def test_words_of_the_cells_mean_what_the_mapping_says_on_the_scale_in_hand(self, people, held):
        mapping = (
            f'{HEAD}of: people\nlevels: {{"3": [advanced, c1], "1": basic}}\nunknown: [n/a]\nskills:\n'
            "  - {name: Negotiation, descriptor: negotiation}\n"
            '  - {name: English, descriptor: language-command, for: english, levels: {"1": a2}}\n'
            "  - {name: Months, descriptor: sales-experience, for: retail-trade}\n"
        )
        result = people("ID,Negotiation,English,Months\ne-1,3,3,24\ne-2,1,1,0\ne-3,n/a,N/A,\n", mapping)

        facts = {name: held(text) for name, text in result.files.items()}
        english, months = ("core:language-command", "english"), ("account-management:sales-experience", "retail-trade")
        assert facts["e-1.yaml"] == {("core:negotiation", ""): "advanced", english: "c1", months: 24}
        assert facts["e-2.yaml"] == {("core:negotiation", ""): "basic", english: "a2", months: 0}
        assert facts["e-3.yaml"] == {}

    @pytest.mark.parametrize(
        "words", ["levels: {'TRUE': working, 'FALSE': none}", "levels: {'TRUE': working}\nunknown: ['FALSE']"]
    )
    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    def test_a_check_box_is_what_the_mapping_says(self, people, held, words, ending):
        rows = [["ID", "Negotiation"], ["e-1", True], ["e-2", False]]
        book = "\n".join(f"{name},{str(value).upper() if name != 'ID' else value}" for name, value in rows)
        table = rp.tables.read_table(saved(sheet(rows)), "m.xlsx") if ending == "xlsx" else book
        result = people(table, f"{PEOPLE}{words}\n")

        facts = [held(text).get(("core:negotiation", "")) for text in result.files.values()]
        assert facts == ["working", None if "unknown" in words else "none"]

    def test_a_check_box_that_the_mapping_does_not_mention_has_no_level(self, people):
        result = people(rp.tables.read_table(saved(sheet([["ID", "Negotiation"], ["e-1", True]])), "m.xlsx"))

        assert said(result) == ['m.xlsx:2:2 error RP204 Skills!B2: unknown level "TRUE" on scale proficiency']

    def test_a_scale_may_know_check_boxes(self, here):
        (here / "ours" / "scales").mkdir(parents=True)
        (here / "ours" / "descriptors").mkdir()
        (here / "ours" / "pack.yaml").write_text(
            'kind: pack\nschema: 1\nid: ours\nversion: "1.0.0"\nlabel: {en: Ours}\nlanguages: [en]\n'
            'requires: {core: ">=1,<2"}\n'
        )
        (here / "ours" / "scales" / "held.yaml").write_text(
            "kind: scale\nschema: 1\nid: held\nbasis: judgement\nlabel: {en: Held}\nlevels:\n"
            '  - {id: "no", label: {en: "No"}, aliases: {en: ["FALSE"]}}\n'
            '  - {id: "yes", label: {en: "Yes"}, aliases: {en: ["TRUE", ja, oo, x]}}\n'
        )
        (here / "ours" / "descriptors" / "skills.yaml").write_text(
            "kind: descriptors\nschema: 1\nid: skills\ndescriptors:\n"
            "  - {id: welding, type: skill, label: {en: Welding}, scale: held}\n"
        )
        catalog = rp.load("ours")
        rows = [["ID", "Welding"], ["e-1", True], ["e-2", False], ["e-3", "Ja"], ["e-4", "x"]]
        table = rp.tables.read_table(saved(sheet(rows)), "m.xlsx")
        draft = rp.tables.draft_mapping(table, catalog, id="m")
        Path("m.yaml").write_text(draft)
        files = rp.tables.people_from_table(table, rp.tables.read_mapping(Path("m.yaml")), catalog).files

        assert "?" not in draft.split("skills:")[1]
        values = [parse(text.encode(), "")["facts"]["ours:welding"] for text in files.values()]
        assert values == ["yes", "no", "yes", "yes"]

    def test_labels_of_every_language_are_known(self, people, catalog, held):
        label = catalog.scales["core:proficiency"].levels[3].label["fil"]

        result = people(f"ID,Negotiation\ne-1,{label}\n")

        assert held(result.files["e-1.yaml"]) == {("core:negotiation", ""): "advanced"}

    def test_the_table_may_lie_on_its_side(self, people, held):
        mapping = f"{HEAD}of: people\neach_in: columns\n{NEGOTIATION}"
        result = people("Skill,e-1,e-2\nNegotiation,basic,expert\n", mapping)

        assert [held(text)["core:negotiation", ""] for text in result.files.values()] == ["basic", "expert"]

    def test_the_cell_is_the_reference_of_its_evidence(self, people, catalog):
        result = people("ID,Negotiation\ne-1,basic\n", f'{PEOPLE}evidence: {{kind: self-report, on: "2026-03"}}\n')
        Path("e-1.yaml").write_text(result.files["e-1.yaml"])

        (fact,) = rp.load_person("e-1.yaml", catalog).facts
        assert (fact.evidence.kind, fact.evidence.ref, fact.evidence.on) == ("self-report", "matrix.csv B2", "2026-03")

    def test_wrong_evidence_is_told_of_the_mapping(self, people):
        result = people("ID,Negotiation\ne-1,basic\n", f"{PEOPLE}evidence: {{kind: hearsay}}\n")

        assert [(problem.path, problem.line, problem.code) for problem in result.problems] == [
            ("mapping.yaml", 7, "RP304")
        ]

    def test_a_skipped_column_leaves_no_trace(self, people):
        result = people("ID,Name,Age,Negotiation\ne-1,Maria Santos,33,basic\n", f"{PEOPLE}skip: [Name, Age]\n")

        assert not result.failed
        assert all(word not in result.files["e-1.yaml"] for word in ("Maria", "Santos", "33"))

    def test_a_mistake_in_a_row_without_an_id_is_found_in_the_same_run(self, people):
        assert [problem.code for problem in people("ID,Negotiation\n,advnced\n").problems] == ["RP508", "RP204"]

    def test_totals_are_nobody(self, people):
        result = people("ID,Negotiation,Total\ne-1,basic,3\nAverage,basic,4\n,basic,\n")

        assert said(result) == [
            'matrix.csv:1:16 error RP505 C1: the mapping does not mention the header "Total"',
            'matrix.csv:3:1 error RP505 A3: "Average" is the name of totals, and of no person or role',
            "matrix.csv:4:1 error RP508 A4: row 4 has no id",
        ]
        assert result.problems[0].hint == "add it to skip:, because it holds totals"

    def test_with_an_error_there_are_no_files(self, people):
        result = people("ID,Negotiation\ne-1,basic\ne-2,advnced\n")

        assert result.failed
        assert not result.files

    def test_two_hundred_people_times_a_hundred_skills_are_read_at_once(self, people, catalog):
        names = [name for name, one in catalog.descriptors.items() if not one.keys and catalog.scale_of(one).levels][
            :30
        ]
        mapping = f"{HEAD}of: people\nskills:\n" + "".join(f'  - {{name: "{n}", descriptor: "{n}"}}\n' for n in names)
        levels = [catalog.scale_of(catalog.descriptors[name]).level_ids[1] for name in names]
        rows = [",".join(["ID", *names]), *(",".join([f"e-{i}", *levels]) for i in range(200))]

        assert len(people("\n".join(rows), mapping).files) == 200


class TestIds:
    @pytest.mark.parametrize(
        "text", ["Maria Santos", "dela Cruz, Juan Jr.", "Pat O'Brien", "Anne-Marie Cruz", "a@example.org", "山田 太郎"]
    )
    def test_a_name_is_no_id(self, people, text):
        result = people(f'ID,Negotiation\n"{text}",basic\ne-2,basic\n')

        assert "RP510" in [problem.code for problem in result.problems]
        assert not result.files

    @pytest.mark.parametrize("text", ["e-7", "10042", "Team 7", "c17"])
    def test_a_number_is(self, people, text):
        assert not people(f"ID,Negotiation\n{text},basic\n").problems

    def test_a_column_of_single_words_is_a_warning(self, people):
        result = people("ID,Negotiation\nmaria,basic\njose,basic\n")

        assert [(problem.code, problem.severity) for problem in result.problems] == [("RP510", "warning")]
        assert len(result.files) == 2


class TestRoles:
    MAPPING = (
        f'{HEAD}of: roles\nminimum_mark: "*"\nweight_after: "/"\nskills:\n'
        "  - {name: Negotiation, descriptor: negotiation, weight: Neg. weight}\n"
        "  - {name: English, descriptor: language-command, for: english, id: english}\n"
        "defaults: {weight: 5, basis: judgement}\n"
    )

    def test_a_new_pack_has_its_head_is_laid_out_and_passes_check(self, roles, call):
        result = roles("Role,Negotiation,Neg. weight,English\nTrade fair host,advanced*,7,b2/3\n", self.MAPPING)
        for name, text in result.files.items():
            Path("our-pack", name).parent.mkdir(parents=True, exist_ok=True)
            Path("our-pack", name).write_text(text, encoding="utf-8")

        assert sorted(result.files) == ["pack.yaml", "roles/trade-fair-host.yaml"]
        assert call("check", "our-pack")[0] == 0
        # What was drafted begins in the one style, and a first `format` shows only what people wrote.
        assert call("format", "our-pack", "--check")[0] == 0
        role = rp.load("our-pack").role("trade-fair-host")
        assert [(r.id, r.asks, r.weight, role.necessity_of(r)) for r in role.requirements] == [
            ("negotiation", "advanced", 7, "minimum"),
            ("english", "b2", 3, "important"),
        ]
        assert role.defaults.basis == "judgement"

    def test_a_weight_that_nobody_gives_is_the_default(self, roles):
        result = roles("Role,Negotiation,Neg. weight,English\nHost,advanced,,b2\n", self.MAPPING)

        assert parse(result.files["roles/host.yaml"].encode(), "")["requirements"] == [
            {"id": "negotiation", "asks": "advanced", "weight": 5},
            {"id": "english", "descriptor": "language-command", "for": "english", "asks": "b2", "weight": 5},
        ]

    def test_weights_and_marks_can_stand_in_columns_of_a_table_on_its_side(self, roles):
        mapping = f"{HEAD}of: roles\neach_in: columns\nweights: Weight\nminimums: Must\n{NEGOTIATION}"
        result = roles("Skill,Weight,Must,Host,Clerk\nNegotiation,9,X,basic,expert\n", mapping)

        for role, level in (("host", "basic"), ("clerk", "expert")):
            (only,) = parse(result.files[f"roles/{role}.yaml"].encode(), "")["requirements"]
            assert only == {"id": "negotiation", "asks": level, "weight": 9, "necessity": "minimum"}

    def test_labels_of_other_languages_come_from_columns_of_their_own(self, roles):
        mapping = f"{HEAD}of: roles\nrow_names: Code\nlabels: {{en: Title, fil: Tungkulin}}\n{NEGOTIATION}"
        result = roles("Code,Title,Tungkulin,Negotiation\nR1,Host,Punong-abala,basic\n", mapping)

        assert parse(result.files["roles/r1.yaml"].encode(), "")["label"] == {"en": "Host", "fil": "Punong-abala"}
        assert parse(result.files["pack.yaml"].encode(), "")["languages"] == ["en", "fil"]

    def test_an_existing_pack_keeps_its_head_and_its_scope(self, roles, here):
        shutil.copytree(Path(__file__).parents[2] / "profiles" / "core", here / "core")
        (here / "ours").mkdir()
        (here / "ours" / "pack.yaml").write_text(
            'kind: pack\nschema: 1\nid: sales\nversion: "1.0.0"\nlabel: {en: Ours, fil: Amin}\nlanguages: [en, fil]\n'
            'requires: {core: ">=1,<2"}\n'
        )
        result = roles("Role,Negotiation\nHost,basic\n", f"{HEAD}of: roles\n{NEGOTIATION}", "ours", rp.load("ours"))

        assert list(result.files) == ["roles/host.yaml"]
        assert [(problem.code, problem.severity) for problem in result.problems] == [("RP401", "warning")]
        assert "A2: " in str(result.problems[0])

        wrong = f"{HEAD}of: roles\nskills:\n  - {{name: Negotiation, descriptor: dialogue}}\n"
        result = roles("Role,Negotiation\nHost,basic\n", wrong, "ours", rp.load("ours"))
        assert [problem.code for problem in result.problems] == ["RP301"]

    def test_what_the_pack_would_be_told_is_told_of_the_cell(self, roles):
        mapping = f"{self.MAPPING}".replace("for: english, id", "for: [english, klingon], id").replace(
            "basis: judgement", "source: nowhere"
        )
        result = roles("Role,Negotiation,Neg. weight,English\nHost,advanced,,b2\n", mapping)

        assert [(problem.path, problem.code) for problem in result.problems] == [
            ("mapping.yaml", "RP304"),
            ("mapping.yaml", "RP307"),
        ]


class TestCommand:
    @pytest.fixture(autouse=True)
    def files(self, here):
        (here / "mapping.yaml").write_text(PEOPLE)
        (here / "matrix.csv").write_bytes(b"\xef\xbb\xbfID;Negotiation\r\ne-1;basic\r\ne-2;expert\r\n")

    def test_writes_a_file_a_person(self, call, here):
        status, out, err = call("import", "table", "matrix.csv", "-m", "mapping.yaml", "-o", "people")

        assert (status, out) == (0, "")
        assert "with semicolons as separators" in err
        assert sorted(path.name for path in (here / "people").iterdir()) == ["e-1.yaml", "e-2.yaml"]
        assert call("check", "people/e-1.yaml")[0] == 0

    def test_writes_nothing_where_something_is_wrong(self, call, here):
        (here / "matrix.csv").write_text("ID,Negotiation\ne-1,basic\ne-2,advnced\n")
        status, _, err = call("import", "table", "matrix.csv", "-m", "mapping.yaml", "-o", "people")

        assert status == 1
        assert 'matrix.csv:3:5 error RP204 B3: unknown level "advnced" on scale proficiency' in err
        assert not (here / "people").exists()

    def test_changes_nothing_without_force_and_then_all_or_none(self, call, here):
        (here / "people").mkdir()
        mine = "kind: person\nschema: 1\nid: e-2\nclosed: all  # as said in May\n"
        (here / "people" / "e-2.yaml").write_text(mine)

        assert call("import", "table", "matrix.csv", "-m", "mapping.yaml", "-o", "people")[0] == 2
        assert [path.name for path in (here / "people").iterdir()] == ["e-2.yaml"]
        assert (here / "people" / "e-2.yaml").read_text() == mine
        assert call("import", "table", "matrix.csv", "-m", "mapping.yaml", "-o", "people", "--force")[0] == 0
        assert (here / "people" / "e-2.yaml").read_text().startswith(mine + "facts:")
        assert "negotiation" in (here / "people" / "e-2.yaml").read_text()

    def test_a_file_that_cannot_be_read_is_not_replaced(self, call, here):
        (here / "people").mkdir()
        (here / "people" / "e-2.yaml").write_text("mine")
        status, _, err = call("import", "table", "matrix.csv", "-m", "mapping.yaml", "-o", "people", "--force")

        assert (status, "people/e-2.yaml:1:1 error RP203" in err) == (1, True)
        assert [path.name for path in (here / "people").iterdir()] == ["e-2.yaml"]

    @pytest.mark.parametrize("given", [(), ("-m", "mapping.yaml"), ("-o", "people")])
    def test_says_what_is_missing(self, call, given):
        status, _, err = call("import", "table", "matrix.csv", *given)

        assert status == 2
        assert "missing option" in err

    def test_a_file_that_is_no_table_is_unreadable_input(self, call, here):
        (here / "matrix.csv").write_bytes("ID;Verkäufer\n".encode("latin-1"))

        status, _, err = call("import", "table", "matrix.csv", "-m", "mapping.yaml", "-o", "people")
        assert (status, "matrix.csv:1:8 error RP105" in err) == (2, True)
        assert call("import", "table", "nowhere.csv", "-m", "mapping.yaml", "-o", "people")[0] == 2
        assert call("import", "table", "matrix.csv", "-m", "nowhere.yaml", "-o", "people")[0] == 2

    def test_a_mapping_is_no_part_of_a_pack(self, call, here):
        (here / "pack").mkdir()
        (here / "pack" / "pack.yaml").write_text(
            'kind: pack\nschema: 1\nid: pack\nversion: "1.0.0"\nlabel: {en: P}\nlanguages: [en]\n'
        )
        (here / "pack" / "mapping.yaml").write_text(PEOPLE)
        status, out, _ = call("check", "pack")

        assert status == 1
        assert "RP209 a table-mapping is not part of a pack" in out


class TestDraftedMapping:
    ROWS = "No.;Name;Pakikipagnegosasyon;English;Education;Juggling\ne-1;A. B.;3;C1;;x\ne-2;C. D.;Basic;b2;;\n"

    def draft(self, rows, catalog, **options):
        return rp.tables.draft_mapping(rp.tables.read_table(rows.encode(), "m.csv"), catalog, id="m", **options)

    def test_finds_headers_by_label_in_all_languages_and_by_key(self, catalog):
        tree = parse(self.draft(self.ROWS, catalog).encode(), "")

        assert tree["row_names"] == "No."
        assert tree["skip"] == ["Name"]
        assert tree["levels"] == {"3": "?"}
        assert tree["skills"] == [
            {"name": "Pakikipagnegosasyon", "descriptor": "negotiation"},
            {"name": "English", "descriptor": "language-command", "for": "english"},
            {"name": "Education", "descriptor": "education", "for": "?"},
            {"name": "Juggling", "descriptor": "?"},
        ]

    @pytest.mark.parametrize("header", ["planning", "Planning", "core:planning"])
    def test_finds_a_descriptor_that_is_called_otherwise_by_its_id(self, header, catalog):
        assert catalog.descriptors["core:planning"].label["en"] == "Planning one's work"

        text = self.draft(f"No.,{header},Negotiation\ne-1,basic,basic\n", catalog)

        assert "descriptor: planning}  # id " in text

    def test_finds_an_id_of_several_words_in_words(self, catalog):
        assert "descriptor: confident-talk}  # id " in self.draft("No.,Confident Talk\ne-1,basic\n", catalog)

    def test_says_what_is_left_and_imports_once_it_is_filled_in(self, call, here):
        (here / "m.csv").write_text(self.ROWS)
        assert call("new", "mapping", "m.csv", "-o", "m.yaml")[0] == 0
        status, _, err = call("import", "table", "m.csv", "-m", "m.yaml", "-o", "people")
        assert (status, err.count("RP513")) == (1, 3)

        text = (here / "m.yaml").read_text()
        text = text.replace('  - {name: Juggling, descriptor: "?"}', "#").replace("\nskip:", "\nskip:\n  - Juggling")
        text = text.replace('for: "?"', "for: law").replace('"3": "?"', '"3": advanced')
        (here / "m.yaml").write_text(text)
        status, _, err = call("import", "table", "m.csv", "-m", "m.yaml", "-o", "people")

        assert (status, "Wrote 2 files" in err) == (0, True), err

    def test_tells_a_table_on_its_side_with_weights_and_marks(self, catalog):
        rows = "Skill,Weight,Host,Clerk\nNegotiation,4,advanced*,\nEnglish,2,c1,b2\n"
        tree = parse(self.draft(rows, catalog, of="roles").encode(), "")

        assert (tree["each_in"], tree["row_names"], tree["weights"], tree["minimum_mark"]) == (
            "columns", "Skill", "Weight", "*"
        )  # fmt: skip
        assert "levels" not in tree

    def test_finds_the_headers_below_a_title(self, catalog):
        tree = parse(self.draft(f"Skills of the team,\n,\n{self.ROWS.replace(';', ',')}", catalog).encode(), "")

        assert tree["header_row"] == 3

    @pytest.mark.parametrize(
        "rows",
        [
            "No,Department,Main language,Negotiation\nE-1,Sales,English,3\nE-2,Marketing,German,4\n",
            "competency_id,name,description\n1,Technical leadership,Leads\n2,Problem solving,Solves things\n",
            ",Juggling,Welding\nE-1,Negotiation,English\n",
            "No,Negotiation,Juggling,\nE-1,basic,good,late\n",
            "Skill,10,11\nNegotiation,Expert,Basic\nJuggling,Basic,Expert\n",
            "Skill,10,11\nWelding,good,bad\nJuggling,bad,good\n",
        ],
    )
    def test_a_row_of_people_is_no_row_of_headers(self, rows, catalog):
        assert parse(self.draft(rows, catalog).encode(), "")["header_row"] == 1

    def test_says_which_rows_are_not_read(self, call, here):
        (here / "m.csv").write_text(f"Our team;;\nMarch;;\n{self.ROWS}")

        assert "header_row: 3  # Rows 1 to 2 are not read.\n" in call("new", "mapping", "m.csv")[1]

    def test_an_import_says_which_rows_are_not_read(self, call, here):
        (here / "m.yaml").write_text(f"{PEOPLE}header_row: 2\n")
        (here / "m.csv").write_text("Our team,\nID,Negotiation\nE-1,basic\n")

        assert "Row 1 is not read.\n" in call("import", "table", "m.csv", "-m", "m.yaml", "-o", "people")[2]

    def test_a_table_without_anybody_is_no_import(self, call, here):
        (here / "m.csv").write_text("Name\nNegotiation\nCRM\n")
        assert call("new", "mapping", "m.csv", "-o", "m.yaml")[0] == 0
        assert "# Nobody is in this table" in (here / "m.yaml").read_text()
        status, _, err = call("import", "table", "m.csv", "-m", "m.yaml", "-o", "people")

        assert (status, "m.csv:1:1 error RP518 A1: no column beside" in err) == (1, True), err
        assert not (here / "people").exists()

    def test_rows_that_are_all_skipped_are_nobody(self, people):
        result = people("ID,Negotiation\nE-1,basic\n", f"{PEOPLE}skip: [E-1]\n")

        assert said(result) == ["matrix.csv:1:1 error RP518 A1: no row below row 1 is a person"]

    def test_a_skill_is_no_degree_in_the_field_of_that_name(self, catalog):
        text = self.draft("No.,Architecture,Law,English\ne-1,basic,basic,b1\n", catalog)

        assert '{name: Architecture, descriptor: "?"}  # it could be core:education architecture' in text
        assert "{name: English, descriptor: language-command, for: english}" in text

    def test_the_field_of_a_degree_is_found_with_its_descriptor(self, catalog):
        assert "descriptor: education, for: law}" in self.draft("No.,Education: Law\ne-1,bachelor\n", catalog)

    def test_skips_a_column_of_notes(self, catalog):
        rows = "No.,Notes,Juggling\ne-1,Came back in March of this year,good\ne-2,Wants to lead the shop,fair\n"
        tree = parse(self.draft(rows, catalog).encode(), "")

        assert tree["skip"] == ["Notes"]
        assert tree["skills"] == [{"name": "Juggling", "descriptor": "?"}]

    def test_descriptions_beside_skills_in_rows_are_no_role(self, catalog):
        rows = (
            "Skill,Description,Clerk,Host\nNegotiation,Coming to terms with others,advanced*,low\n"
            "Teamwork,Working well with all the others,basic,high\n"
        )
        tree = parse(self.draft(rows, catalog, of="roles").encode(), "")

        assert tree["skip"] == ["Description"]
        assert sorted(tree["levels"]) == ["high", "low"]

    def test_levels_that_all_differ_are_levels(self, catalog):
        tree = parse(self.draft("No.,Juggling\ne-1,poor\ne-2,fair\ne-3,good\ne-4,great\n", catalog).encode(), "")

        assert "skip" not in tree

    @pytest.mark.parametrize("word", ["Total", "SUM", "Average", "Summe", "Durchschnitt", "Kabuuan"])
    @pytest.mark.parametrize("row", ["{},,2,9,5", ",{},2,9,5"])
    def test_totals_are_skipped(self, call, here, word, row):
        (here / "m.csv").write_text(f"No.,Team,Negotiation,Juggling,{word}\ne-1,Shop,basic,x,3\n{row.format(word)}\n")
        out = call("new", "mapping", "m.csv")[1]

        assert f"  - {word}  # totals are computed from the other cells\n" in out
        assert parse(out.encode(), "")["skip"].count(word) == 1
        assert "levels" not in parse(out.encode(), "")

        (here / "mapping.yaml").write_text(f"{PEOPLE}skip: [Team, Juggling, {word}]\n")
        assert call("import", "table", "m.csv", "-m", "mapping.yaml", "-o", "people")[0] == 0
        assert [path.name for path in (here / "people").iterdir()] == ["e-1.yaml"]

    def test_columns_of_totals_are_no_people(self, catalog):
        text = self.draft("Skill,e-1,e-2,Total\nNegotiation,basic,expert,2.5\nTotal,2,3,4\n", catalog)

        assert parse(text.encode(), "")["skip"] == ["Total"]
        assert "levels" not in parse(text.encode(), "")

    def test_a_department_that_is_also_a_skill_makes_no_long_table(self, catalog):
        rows = "No.,Department,Negotiation\ne-1,Negotiation,basic\ne-2,Negotiation,basic\n"

        assert "\nlong:" not in self.draft(rows, catalog)

    @pytest.mark.parametrize("mark", ["TRUE", "x", "Ja", "oo", "\N{CHECK MARK}"])
    def test_says_that_a_mark_is_a_check_box(self, catalog, mark):
        text = self.draft(f"No.,Negotiation\ne-1,{mark}\ne-2,hm\n", catalog)

        assert parse(text.encode(), "")["levels"] == {mark: "?", "hm": "?"}
        assert text.count("# a check box, on scale proficiency\n") == 1

    @pytest.mark.parametrize(
        "rows",
        [
            "No.|Negotiation|Notes\ne-1|basic|a, b\ne-2|expert|c, d\n",
            "| No. | Negotiation | Notes |\n|---|:-:|--|\n| e-1 | basic | a, b |\n| e-2 | expert | - |\n",
            "sep=|\nNo.|Negotiation|Notes\ne-1|basic|\ne-2|expert|\n",
        ],
    )
    def test_pipes_separate_cells(self, call, here, rows):
        (here / "m.csv").write_text(rows)
        (here / "mapping.yaml").write_text(f"{PEOPLE}skip: [Notes]\n")

        assert "row_names: No." in call("new", "mapping", "m.csv")[1]
        status, _, err = call("import", "table", "m.csv", "-m", "mapping.yaml", "-o", "people")
        assert (status, err) == (0, "Read m.csv as CSV with pipes as separators.\nWrote 2 files to people.\n")
        assert sorted(path.name for path in (here / "people").iterdir()) == ["e-1.yaml", "e-2.yaml"]

    def test_a_place_in_a_markdown_table_is_where_it_is_written(self, people):
        result = people("| ID | Negotiation |\n|----|----|\n| e-1 | bsic |\n", f"{PEOPLE}delimiter: pipe\n")

        assert [str(problem) for problem in result.problems] == [
            'matrix.csv:3:8 error RP204 C3: unknown level "bsic" on scale proficiency'
        ]

    def test_offers_descriptors_for_unknown_skills_only(self, catalog):
        assert "--of descriptors" in self.draft("No.,Juggling\ne-1,basic\n", catalog)
        assert "--of descriptors" not in self.draft("No.,Negotiation\ne-1,basic\n", catalog)

    def test_offers_descriptors_of_the_rows_of_a_sheet_of_skills(self, catalog):
        rows = "competency_id,name,description\n1,Technical leadership,Leads\n2,Juggling,Throws\n"

        assert "FILE --of descriptors -o PACK\n" in self.draft(rows, catalog, of="roles")

    def test_goes_to_standard_output_and_replaces_nothing(self, call, here):
        (here / "m.csv").write_text(self.ROWS)
        (here / "m.yaml").write_text("mine")

        assert call("new", "mapping", "m.csv")[1].startswith("kind: table-mapping\n")
        assert call("new", "mapping", "m.csv", "-o", "m.yaml")[0] == 2
        assert (here / "m.yaml").read_text() == "mine"


CELL_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\",;='-"), max_size=8
).filter(lambda text: not REFUSED_IN_TEXT.search(text))


class TestLaws:
    @given(
        st.binary(max_size=60)
        | st.lists(st.sampled_from([b'"', b",", b";", b"\r\n", b"\n", b"a", b"\xef\xbb\xbf", b"sep=;"])).map(b"".join)
    )
    def test_any_bytes_are_a_table_or_a_load_error(self, data):
        """Law: reading ends in a table whose cells have places, or in problems."""
        try:
            table = rp.tables.read_table(data, "any.csv")
        except rp.LoadError:
            return
        for cell in table.cells.values():
            problem = table.problem(cell, "RP511", "")
            assert table.source.text.split("\n")[problem.line - 1][problem.column - 1 :]

    @given(st.lists(st.lists(CELL_TEXTS, min_size=2, max_size=4), min_size=1, max_size=6))
    def test_what_is_written_as_csv_is_read_back(self, rows):
        """Law: reading is the inverse of writing, but for space around a text."""
        table = read_delimited(delimited(rows), "m.csv", "comma")

        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(row, start=1):
                assert table.text(number, column) == text.strip()

    @given(st.lists(st.lists(CELL_TEXTS, min_size=2, max_size=4), min_size=1, max_size=6))
    def test_the_place_of_a_cell_in_a_csv_file_is_where_it_is_written(self, rows):
        """Law: the text between the places of a cell is the cell, quoted or not, for every record of the csv module."""
        table = read_delimited(delimited(rows), "m.csv", "comma")

        assert [len(spans) for spans in table.spans] == [len(row) for row in rows]
        for row, spans in zip(rows, table.spans, strict=True):
            for text, (start, end) in zip(row, spans, strict=True):
                written = table.source.text[start:end]
                inner = written[1:-1].replace('""', '"') if written.startswith('"') else written
                assert unguarded(inner) == text

    @given(CELL_TEXTS)
    def test_no_text_is_written_as_a_formula(self, text):
        """Law: what is written begins with none of = + - @, and is told from what had an apostrophe before."""
        assert not guarded(text).startswith(("=", "+", "-", "@"))
        assert unguarded(guarded(text)) == text

    @given(
        st.dictionaries(
            CELL_TEXTS.filter(bool),
            st.integers(0, 99)
            | CELL_TEXTS
            | st.lists(CELL_TEXTS, max_size=3)
            | st.dictionaries(CELL_TEXTS.filter(bool), CELL_TEXTS, max_size=2),
            min_size=1,
            max_size=4,
        )
    )
    def test_what_is_written_as_yaml_is_read_back(self, tree):
        """Law: the reader gives back the tree that was written."""
        assert parse(document(tree).encode(), "") == tree

    def test_columns_are_named_as_spreadsheet_programs_do(self):
        assert [letters(number) for number in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]

    def test_a_sheet_with_a_name_of_several_words_is_quoted(self):
        table = CellTable("m.xlsx", "Team's skills")

        assert table.where(evolve(table.at(7, 3))) == "'Team''s skills'!C7"


def test_the_folders_hold_what_windows_writes_too():
    assert b"\r\n" in (TABLES / "ids-that-are-missing-or-there-twice" / "matrix.csv").read_bytes()
