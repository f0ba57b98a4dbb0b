"""A ladder in a sheet: its columns, or rows, are the grades of a role."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import roleprofile as rp
from roleprofile.loading.reader import parse
from roleprofile.tables.delimited import delimited

LEVELS = ("none", "basic", "working", "advanced", "expert")
SKILLS = ("Negotiation", "Teamwork", "Planning", "Public speaking")
IDS = {name: name.lower().replace(" ", "-") for name in SKILLS}
GRADES = ("Junior", "Senior", "Lead")
HEAD = "kind: table-mapping\nschema: 1\nid: mapping\nof: roles\n"
MAPPED = "skills:\n" + "".join(f"  - {{name: {name}, descriptor: {IDS[name]}}}\n" for name in SKILLS)
ONE_ROLE = f"{HEAD}each_in: columns\ngrades_of: {{role: Store clerk}}\n{MAPPED}"


def workbook(rows, *merged):
    """A workbook with merged cells."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows.splitlines():
        book.active.append([text or None for text in row.split(",")])
    for cells in merged:
        book.active.merge_cells(cells)
    book.save("ladder.xlsx")


@pytest.fixture(scope="module")
def catalog():
    return rp.load()


@pytest.fixture
def read(here, catalog):  # noqa: ARG001 - the folder to work in
    """Read roles from a table and the text of a mapping; gives the documents by id, or the problems."""

    def read(table, mapping=ONE_ROLE):
        return imported(table, mapping, catalog)

    return read


def imported(table, mapping, catalog):
    Path("mapping.yaml").write_text(mapping, encoding="utf-8")
    table = rp.tables.read_table(table.encode(), "matrix.csv")
    return rp.tables.roles_from_table(table, rp.tables.read_mapping(Path("mapping.yaml")), catalog, Path("ours"))


def role(result, name="store-clerk"):
    return parse(result.files[f"roles/{name}.yaml"].encode(), "")


def asks(result, name="store-clerk"):
    return {one["id"]: one["asks"] for one in role(result, name)["requirements"]}


def said(result):
    return [str(problem) for problem in result.problems]


def filled(rows):
    """A table with every skill; those that are not given ask for the same in every grade."""
    there = {"Negotiation": "basic,basic,basic", **rows}
    return "Skill,Junior,Senior,Lead\n" + "".join(f"{name},{there.get(name, 'basic,basic,basic')}\n" for name in SKILLS)


class TestOneRole:
    def test_columns_are_its_grades_lowest_first(self, read):
        result = read(filled({}))

        assert [*result.files] == ["roles/store-clerk.yaml", "pack.yaml"]
        assert role(result)["label"] == {"en": "Store clerk"}
        assert role(result)["grades"] == [{"id": name.lower(), "label": {"en": name}} for name in GRADES]

    def test_a_grade_that_asks_the_same_as_the_one_below_is_left_out(self, read):
        result = read(
            filled(
                {
                    "Negotiation": "basic,basic,advanced",
                    "Teamwork": "working,working,working",
                    "Planning": "none,basic,working",
                    "Public speaking": ",,expert",
                }
            )
        )

        assert asks(result) == {
            "negotiation": {"junior": "basic", "lead": "advanced"},
            "teamwork": "working",
            "planning": {"senior": "basic", "lead": "working"},
            "public-speaking": {"lead": "expert"},
        }
        assert "  - {id: negotiation, asks: {junior: basic, lead: advanced}, weight: 1}\n" in result.files[
            "roles/store-clerk.yaml"
        ]  # fmt: skip

    def test_weights_and_marks_can_differ_by_grade(self, read):
        mapping = f'{ONE_ROLE}weight_after: "/"\nminimum_mark: "*"\n'
        result = read(filled({"Negotiation": "basic/2,basic*/4,basic*/4", "Teamwork": "basic*,basic*,basic"}), mapping)
        negotiation, teamwork, planning, _ = role(result)["requirements"]

        assert negotiation == {
            "id": "negotiation", "asks": "basic",
            "weight": {"junior": 2, "senior": 4}, "necessity": {"senior": "minimum"},
        }  # fmt: skip
        assert teamwork["necessity"] == {"junior": "minimum", "lead": "important"}
        assert planning == {"id": "planning", "asks": "basic", "weight": 1}

    def test_an_empty_cell_above_a_filled_one_asks_the_same_and_is_told(self, read):
        result = read(filled({"Negotiation": "basic,,advanced", "Teamwork": "basic,,"}))

        assert asks(result)["negotiation"] == {"junior": "basic", "lead": "advanced"}
        assert asks(result)["teamwork"] == "basic"
        (warning,) = said(result)
        assert warning.startswith("matrix.csv:2:19 warning RP511 C2: this cell is empty, so the grade asks the same as")
        assert warning.endswith("the one below (and 2 more cells)")

    def test_the_lowest_level_above_another_one_takes_the_skill_from_that_grade(self, read):
        result = read(filled({"Negotiation": "basic,none,advanced", "Teamwork": "basic,none,"}))

        assert not said(result)
        assert role(result)["variants"] == [
            {"id": f"at-{name.lower()}", "label": {"en": name}, "when": {"grade": name.lower()}, "drop": gone}
            for name, gone in (("Senior", ["negotiation", "teamwork"]), ("Lead", ["teamwork"]))
        ]

    @pytest.mark.parametrize("words", ["ABC", "123", ("familiar", "Working", "ADVANCED")])
    def test_levels_are_letters_numbers_or_words(self, words, read):
        letters = "levels: {A: basic, B: working, C: advanced, '1': basic, '2': working, '3': advanced}\n"
        result = read(filled({"Negotiation": ",".join(words)}), ONE_ROLE + letters)

        assert asks(result)["negotiation"] == {"junior": "basic", "senior": "working", "lead": "advanced"}

    def test_the_highest_grade_can_stand_first(self, read):
        mapping = ONE_ROLE.replace("Store clerk}", "Store clerk, first: highest}")
        result = read(filled({"Negotiation": "expert,working,working"}), mapping)

        assert [one["id"] for one in role(result)["grades"]] == ["lead", "senior", "junior"]
        assert asks(result)["negotiation"] == {"lead": "working", "junior": "expert"}

    def test_rows_can_be_the_grades(self, read):
        mapping = f"{HEAD}grades_of: {{role: Store clerk}}\nlabels: {{en: Title, fil: Tungkulin}}\n{MAPPED}"
        rows = "Grade,Title,Tungkulin,Negotiation,Teamwork,Planning,Public speaking\n"
        rows += "B5,Band 5,Banda 5,1,basic,basic,basic\nB6,Band 6,Banda 6,2,basic,basic,\n"
        result = read(rows, mapping.replace("skills:", 'levels: {"1": basic, "2": advanced}\nskills:'))

        assert role(result)["grades"][0] == {"id": "b5", "label": {"en": "Band 5", "fil": "Banda 5"}}
        assert asks(result)["negotiation"] == {"b5": "basic", "b6": "advanced"}


class TestSeveralRoles:
    ROWS = (
        "Skill,Nurse,,,Manager,\n,Band 5,Band 6,Band 7,Band 7,Band 8a\n"
        "Negotiation,basic,working,advanced,basic,working\nTeamwork,,basic,,working,working\n"
    )
    MAPPING = f"{HEAD}each_in: columns\nheader_row: 2\ngrades_of: {{row: 1}}\nskills:\n" + "".join(
        f"  - {{name: {name}, descriptor: {IDS[name]}}}\n" for name in SKILLS[:2]
    )

    def test_a_row_above_the_grades_names_them(self, read):
        result = read(self.ROWS, self.MAPPING)

        assert asks(result, "nurse") == {
            "negotiation": {"band-5": "basic", "band-6": "working", "band-7": "advanced"},
            "teamwork": {"band-6": "basic"},
        }
        assert [one["id"] for one in role(result, "manager")["grades"]] == ["band-7", "band-8a"]
        assert asks(result, "manager") == {
            "negotiation": {"band-7": "basic", "band-8a": "working"}, "teamwork": "working"
        }  # fmt: skip

    def test_a_column_beside_the_grades_names_them(self, read):
        mapping = self.MAPPING.replace("each_in: columns\nheader_row: 2\ngrades_of: {row: 1}", "row_names: Band\n"
            "grades_of: {column: Family}")  # fmt: skip
        rows = "Family,Band,Negotiation,Teamwork\nNurse,Band 5,basic,basic\n,Band 6,working,basic\n"
        result = read(f"{rows}Manager,Band 6,expert,basic\n,Band 7,expert,working\n", mapping)

        assert asks(result, "nurse")["negotiation"] == {"band-5": "basic", "band-6": "working"}
        assert asks(result, "manager") == {
            "negotiation": "expert", "teamwork": {"band-6": "basic", "band-7": "working"}
        }  # fmt: skip

    def test_merged_names_of_roles_are_read_and_so_is_a_header_over_two_rows(self, read, call):
        workbook(self.ROWS, "A1:A2", "B1:D1", "E1:F1")
        Path("mapping.yaml").write_text(self.MAPPING.replace("skills:", "row_names: Skill\nskills:"))
        status, _, err = call("import", "table", "ladder.xlsx", "-m", "mapping.yaml", "-o", "ours")

        assert (status, "Row 1 is not read" in err) == (0, False), err
        assert "grades_of: {row: 1}\n" in call("new", "mapping", "ladder.xlsx")[1]
        same = read(self.ROWS, self.MAPPING)
        assert {name: Path("ours", name).read_text("utf-8") for name in same.files} == same.files

    def test_the_only_grade_of_a_role_is_told_and_is_no_grade(self, read):
        result = read(
            "Skill,Nurse,,Matron\n,Band 5,Band 6,Band 8\nNegotiation,basic,basic,expert\nTeamwork,basic,basic,\n",
            self.MAPPING,
        )

        (warning,) = said(result)
        assert warning.startswith('matrix.csv:2:16 warning RP505 D2: "Band 8" is the only grade of Matron')
        assert "grades" not in role(result, "matron")
        assert asks(result, "matron") == {"negotiation": "expert"}


class TestMistakes:
    @pytest.mark.parametrize(
        "grades_of, message",
        [
            ("{role: Nurse, row: 1}", "RP202 expected one of role, row and column, got role and row"),
            ("{first: highest}", "RP202 expected one of role, row and column, got none"),
            ('{role: "?"}', "RP513 the name of the role is not filled in"),
            ("{row: 2}", "RP207 row 2 is not above the headers in row 2"),
            ("{column: Skill}", 'RP201 "column" has no effect if each grade is a column'),
            ("{role: ---}", 'RP206 cannot derive an id from "---"'),
        ],
    )
    def test_the_roles_are_named_in_one_way(self, read, grades_of, message):
        result = read(TestSeveralRoles.ROWS, TestSeveralRoles.MAPPING.replace("{row: 1}", grades_of))

        assert any(message in one for one in said(result)), said(result)
        assert not result.files

    @pytest.mark.parametrize(
        "first, second, message",
        [
            ("Skill,Nurse,Nurse", ",Band 5,band 5", 'matrix.csv:2:9 error RP506 C2: the header "band 5" occurs twice'),
            ("Skill,Nurse,", ",Band 5,band-5", 'matrix.csv:2:9 error RP509 C2: the grade "band-5" occurs twice'),
            (",,Nurse", ",Band 5,Band 6", 'matrix.csv:2:2 error RP508 B2: the grade "Band 5" has no role'),
            ("Skill,Nurse,", ",Any,Band 6", 'matrix.csv:2:2 error RP205 B2: "any" is a word of the grammar'),
        ],
    )
    def test_a_grade_that_cannot_be_is_told_at_its_cell(self, read, first, second, message):
        rows = "Negotiation,basic,working\nTeamwork,basic,basic\n"
        result = read(f"{first}\n{second}\n{rows}", TestSeveralRoles.MAPPING)

        assert any(one.startswith(message) for one in said(result)), said(result)
        assert not result.files

    def test_a_grade_that_asks_for_nothing_is_told_at_its_cell(self, read):
        result = read(filled(dict.fromkeys(SKILLS, "none,basic,basic")))

        assert said(result) == ['matrix.csv:1:7 error RP208 B1: the grade "junior" asks for nothing']


cells = st.sampled_from(("", *LEVELS))


class TestLaws:
    @given(st.lists(st.tuples(cells, cells, cells), min_size=len(SKILLS), max_size=len(SKILLS)))
    def test_each_grade_asks_what_its_column_says(self, catalog, tmp_path_factory, rows):
        """An empty cell above a filled one asks the same; the lowest level asks for nothing."""
        rows = [("basic", "basic", "basic"), *rows[1:]]
        folder = tmp_path_factory.mktemp("law")
        table = "Skill,Junior,Senior,Lead\n" + "".join(
            f"{name},{','.join(row)}\n" for name, row in zip(SKILLS, rows, strict=True)
        )
        mapping = folder / "mapping.yaml"
        mapping.write_text(ONE_ROLE)
        result = rp.tables.roles_from_table(
            rp.tables.read_table(table.encode(), "m.csv"), rp.tables.read_mapping(mapping), catalog, folder / "ours"
        )
        for name, text in result.files.items():
            path = folder / "ours" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        loaded = rp.load(folder / "ours")

        for number, grade in enumerate(GRADES):
            expected = {}
            for skill, row in zip(SKILLS, rows, strict=True):
                said = [cell for cell in row[: number + 1] if cell]
                if said and said[-1] != "none":
                    expected[IDS[skill]] = said[-1]
            scorer = loaded.scorer("store-clerk", {"grade": grade.lower()})
            assert {one.id: LEVELS[one.leaves[0].asked] for one in scorer.role.requirements} == expected


def drafted(text, catalog, name="store-clerk.csv", **options):
    table = rp.tables.read_table(text.encode(), name)
    return rp.tables.draft_mapping(table, catalog, id="mapping", **options)


class TestDraft:
    @pytest.mark.parametrize(
        "headers, role",
        [
            ("Junior,Senior,Lead", {"role": "Store clerk"}),
            ("Junior engineer,Engineer,Senior engineer", {"role": "Engineer"}),
            ("Engineer I,Engineer II,Engineer III", {"role": "Engineer"}),
            ("Principal,Senior,Junior", {"role": "Store clerk", "first": "highest"}),
            ("L1 - Graduate,L2,L3", {"role": "Store clerk"}),
            ("Band 5,Band 6,Band 8a", {"role": "Store clerk"}),
            ("C1,C2,C6-M", {"role": "Store clerk"}),
            ("Grade 3,Grade 2,Grade 1", {"role": "Store clerk", "first": "highest"}),
        ],
    )
    def test_columns_that_are_named_like_grades_are_one_role(self, headers, role, catalog):
        text = drafted(f"Skill,{headers}\nTeamwork,basic,basic,working\n", catalog, of="roles")
        tree = parse(text.encode(), "")

        assert (tree["of"], tree["each_in"], tree["grades_of"]) == ("roles", "columns", role)
        assert "without this line each of them is a role" in text

    @pytest.mark.parametrize("headers", ["Junior,Senior,Lead", "Band 5,Band 6,Band 7", "Level 1,Level 2,Level 3"])
    def test_words_for_grades_tell_that_a_table_is_of_roles(self, headers, catalog):
        assert "of: roles\n" in drafted(f"Skill,{headers}\nTeamwork,basic,basic,working\n", catalog)

    @pytest.mark.parametrize(
        "headers", ["P1,P2,P3", "Basic,Working,Advanced", "Host,Clerk,Manager", "Junior,Excel,CRM"]
    )
    def test_other_columns_are_no_grades(self, headers, catalog):
        text = drafted(f"Skill,{headers}\nTeamwork,basic,basic,working\n", catalog)

        assert "of: people\n" in text
        assert "grades_of" not in text

    def test_a_few_skills_among_many_are_no_grades(self, catalog):
        rows = f"No.,Junior mentoring,Senior mentoring,Excel,CRM,Planning\nE-1{',basic' * 5}\n"

        assert "of: people\n" in drafted(rows, catalog)

    def test_the_caller_can_say_that_it_is_no_ladder(self, catalog):
        rows = "Skill,Junior,Senior,Lead\nTeamwork,basic,basic,working\n"

        assert "grades_of" not in drafted(rows, catalog, of="people")
        assert "grades_of" not in drafted(rows, catalog, of="roles", each_in="rows")

    def test_levels_in_rows_of_people_are_no_grades(self, catalog):
        rows = "No.,Welding,Rigging,Teamwork\nE-1,Level 1,Level 2,Level 3\nE-2,Level 1,Level 1,Level 2\n"

        assert "grades_of" not in drafted(rows, catalog)

    def test_a_row_above_the_grades_is_that_of_the_roles(self, catalog):
        tree = parse(drafted(TestSeveralRoles.ROWS, catalog).encode(), "")

        assert (tree["header_row"], tree["grades_of"]) == (2, {"row": 1})
        assert [one["name"] for one in tree["skills"]] == ["Negotiation", "Teamwork"]

    def test_the_grades_are_the_headers_even_where_rows_below_are_fuller(self, catalog):
        rows = "Area,Skill,Nurse,,Manager,\n,,Band 5,Band 6,Band 7,Band 8\n"
        tree = parse(drafted(f"{rows}Care,Teamwork,basic,basic,basic,basic\n", catalog).encode(), "")

        assert (tree["header_row"], tree["grades_of"]) == (2, {"row": 1})

    def test_rows_can_be_the_grades(self, catalog):
        rows = "Family,Band,Negotiation,Teamwork\nNurse,Band 5,basic,basic\n,Band 6,working,basic\n"
        tree = parse(drafted(rows, catalog).encode(), "")

        assert (tree["each_in"], tree["row_names"], tree["grades_of"]) == ("rows", "Band", {"column": "Family"})
        assert [one["name"] for one in tree["skills"]] == ["Negotiation", "Teamwork"]

    def test_what_stands_beside_the_grades_is_skipped_and_says_why(self, catalog):
        rows = (
            "Our ladder,,,,,,\n,,,,,,\nArea,Skill,Description,Junior,Senior,Architect,Comments\n"
            "Work,Teamwork,Works with others every day,basic,working,basic,\n"
            "Work,Planning,Says what is done by when,basic,working,working,ask Ana\n"
        )
        text = drafted(rows, catalog)
        tree = parse(text.encode(), "")

        assert "header_row: 3  # Row 1 is not read.\n" in text
        assert tree["row_names"] == "Skill"
        assert tree["skip"] == ["Area", "Description", "Comments"]
        assert "  - Comments  # it is not named like a grade\n" in text

    def test_the_draft_is_imported_as_it_is(self, read, catalog):
        rows = (
            "Area,Skill,Junior,Senior,Architect\nWork,Teamwork,basic,working,expert\nWork,Planning,basic,basic,basic\n"
        )
        result = read(rows, drafted(rows, catalog))

        assert not said(result)
        assert [one["id"] for one in role(result)["grades"]] == ["junior", "senior", "architect"]

    def test_without_its_line_each_column_is_a_role(self, read, catalog):
        rows = "Skill,Junior,Senior\nTeamwork,basic,working\n"
        lines = drafted(rows, catalog).splitlines(keepends=True)
        result = read(rows, "".join(line for line in lines if not line.startswith("grades_of")))

        assert [*result.files] == ["roles/junior.yaml", "roles/senior.yaml", "pack.yaml"]

    def test_a_table_without_a_file_has_no_name_for_the_role(self, read, catalog):
        rows = "Skill,Junior,Senior\nTeamwork,basic,working\n"
        text = drafted(rows, catalog, "<stdin>")

        assert 'grades_of: {role: "?"}' in text
        assert any("RP513 the name of the role is not filled in" in one for one in said(read(rows, text)))


COLUMNS = (*(f"C{number}" for number in range(1, 9)), "C8-M")
SCALE = """\
kind: scale
schema: 1
id: stars
label: {en: Stars}
basis: judgement
levels:
"""


def big_sheet(words):
    """78 skills that no pack knows, for nine grades, below two rows with a title."""
    lines = ["Competency matrix", "March 2026", f"Area,Competency,Description,{','.join(COLUMNS)}"]
    for number in range(78):
        levels = (words[min(len(words) - 1, (number % 3 + column) // 2)] for column in range(len(COLUMNS)))
        lines.append(f"Area {number // 20},Practice {number},What practice {number} is about,{','.join(levels)}")
    return "\n".join(lines) + "\n"


#: ``big_sheet(NUMBERS)`` with merged titles, opened and saved again by LibreOffice 7.4.
RESAVED = Path(__file__).parent / "consultant-resaved.xlsx"
NUMBERS = ("0", "1", "2", "3", "4", "5")
#: The same with a 5 for Practice 1 at C8-M, saved by LibreOffice again.
EDITED = RESAVED.with_name("consultant-edited.xlsx")


class TestSheetOfUnknownSkills:
    def four_commands(self, call, table="consultant.csv", pack="ours"):
        """The commands of docs/ladders.md; gives their exit codes and the last output."""
        done = [
            call("import", "table", table, "--of", "descriptors", "-o", pack),
            call("new", "mapping", table, "--of", "roles", "--pack", pack, "-o", "consultant.yaml", "--force"),
            call("import", "table", table, "-m", "consultant.yaml", "-o", pack),
            call("check", pack),
        ]
        return [status for status, _, _ in done], done[-1]

    @pytest.mark.parametrize("words", [LEVELS, NUMBERS], ids=["words", "numbers"])
    def test_becomes_a_checked_pack_in_four_commands(self, words, call, here):
        (here / "consultant.csv").write_text(big_sheet(words), encoding="utf-8")
        if words == NUMBERS:
            self.pack(here, "ours")
        codes, (_, out, _) = self.four_commands(call)

        assert codes == [0, 0, 0, 0], out
        catalog = rp.load("ours")
        ladder = catalog.roles["ours:consultant"]
        assert [one.id for one in ladder.grades] == [name.lower() for name in COLUMNS]
        assert len([name for name in catalog.descriptors if name.startswith("ours:")]) == 78
        assert catalog.descriptors["ours:practice-77"].description["en"] == "What practice 77 is about"
        for column, grade in enumerate(COLUMNS):
            scorer = catalog.scorer("consultant", {"grade": grade.lower()})
            asked = {one.id: one.leaves[0].asked for one in scorer.role.requirements}
            levels = {f"practice-{n}": min(len(words) - 1, (n % 3 + column) // 2) for n in range(78)}
            assert asked == {name: level for name, level in levels.items() if level}

    def test_a_workbook_that_libreoffice_saved_again_gives_the_same(self, call, here):
        (here / "consultant.csv").write_text(big_sheet(NUMBERS), encoding="utf-8")
        (here / "consultant.xlsx").write_bytes(RESAVED.read_bytes())
        for pack, table in (("ours", "consultant.csv"), ("theirs", "consultant.xlsx")):
            self.pack(here, pack)
            codes, (_, out, err) = self.four_commands(call, table, pack)
            assert codes == [0, 0, 0, 0], out + err

        def files(pack):
            folder = here / pack
            return {
                p.relative_to(folder): p.read_text("utf-8") for p in folder.rglob("*.yaml") if p.name != "pack.yaml"
            }

        assert len(files("ours")) == 6
        assert files("theirs") == files("ours")

    def test_an_edited_workbook_changes_what_it_says_and_keeps_what_was_written_by_hand(self, call, here):
        table = here / "consultant.xlsx"
        table.write_bytes(RESAVED.read_bytes())
        self.pack(here, "ours")
        assert self.four_commands(call, "consultant.xlsx")[0] == [0, 0, 0, 0]
        ladder = here / "ours" / "roles" / "consultant.yaml"
        by_hand = (
            "variants:  # agreed in April\n  - id: at-the-top\n    label: {en: At the top}\n    when: {grade: c8-m}\n"
            '    set: {practice-0: {asks: "5"}}\n'
        )
        written = ladder.read_text("utf-8") + by_hand
        ladder.write_text(written, "utf-8")
        table.write_bytes(EDITED.read_bytes())

        again = "import", "table", "consultant.xlsx", "-m", "consultant.yaml", "-o", "ours", "--force"
        status, out, err = call(*again)

        assert (status, out.count("->") + err.count("->")) == (0, 1), out + err
        asked = [line for line in written.splitlines() if "id: practice-1," in line]
        (changed,) = set(ladder.read_text("utf-8").splitlines()) - set(written.splitlines())
        assert [changed] == [line.replace('c8: "4"', 'c8: "4", c8-m: "5"') for line in asked]
        assert ladder.read_text("utf-8").endswith(by_hand)
        assert call("check", "ours")[0] == 0
        assert call(*again)[0] == 0

    def pack(self, here, name):
        """A pack with a scale that knows the numbers."""
        (here / name / "scales").mkdir(parents=True)
        (here / name / "pack.yaml").write_text(
            f'kind: pack\nschema: 1\nid: {name}\nversion: "1.0.0"\nlabel: {{en: Ours}}\nlanguages: [en]\n'
            'requires: {core: ">=1,<2"}\n'
        )
        levels = "".join(f'  - {{id: "{number}", label: {{en: Level {number}}}}}\n' for number in NUMBERS)
        (here / name / "scales" / "stars.yaml").write_text(f"{SCALE}{levels}")


class TestLongLadder:
    """One row a grade and skill."""

    MAPPING = f"{HEAD}row_names: Grade\nlong: {{skill: Skill, level: Level}}\ngrades_of: {{column: Role}}\n{MAPPED}"
    ROWS = "Role,Grade,Skill,Level\nHost,Junior,{0},basic\nHost,Senior,{0},expert\nClerk,Junior,{0},working\n"

    def table(self, *rows):
        skills = "".join(f"Host,Junior,{name},basic\nHost,Senior,{name},basic\n" for name in SKILLS[1:])
        return self.ROWS.format(SKILLS[0]) + "Clerk,Senior,Negotiation,expert\n" + skills + "".join(rows)

    def test_rows_are_grades_and_skills(self, read):
        result = read(self.table(), self.MAPPING)

        assert said(result) == []
        assert asks(result, "host")["negotiation"] == {"junior": "basic", "senior": "expert"}
        assert asks(result, "host")["teamwork"] == "basic"
        assert asks(result, "clerk") == {"negotiation": {"junior": "working", "senior": "expert"}}

    def test_a_grade_without_a_row_asks_the_same_and_is_told(self, read):
        result = read(self.table("Clerk,Junior,Teamwork,basic\n"), self.MAPPING)

        assert asks(result, "clerk")["teamwork"] == "basic"
        assert ["RP511" in one and 'no row has "Teamwork" for this grade' in one for one in said(result)] == [True]


ANALYSTS = Path(__file__).parents[2] / "examples" / "data-analysts"


class TestRequirementsByGrade:
    @pytest.fixture
    def edit(self, call, here):
        """Edit cells of the exported data analyst by id and column; gives the exit code, output, and patch."""

        def edit(*changes):
            table = rp.tables.read_table(rp.tables.requirement_rows(ANALYSTS).to_csv(), "out.csv")
            columns = {table.text(1, column): column for column in range(1, table.width + 1)}
            rows = {table.text(row, columns["id"]): row for row in range(2, table.height + 1)}
            cells = {place: cell.text for place, cell in table.cells.items()}
            cells |= {(rows[name], columns[column]): text for name, column, text in changes}
            lines = [[cells.get((r, c), "") for c in range(1, table.width + 1)] for r in range(1, table.height + 1)]
            (here / "edited.csv").write_bytes(delimited(lines))
            status, out, err = call("import", "table", "edited.csv", "--compare", ANALYSTS, "-o", "p.yaml", "--force")
            return status, out + err, parse(Path("p.yaml").read_bytes(), "") if status and "Wrote" in err else None

        return edit

    def test_have_a_column_for_each_grade(self):
        rows = rp.tables.requirement_rows(ANALYSTS)

        assert [name for name in rows.columns if name.startswith("asks")] == [
            "asks", *(f"asks ({grade})" for grade in ("junior", "analyst", "senior", "lead"))
        ]  # fmt: skip
        assert rows.rows[0]["asks (senior)"] == "advanced"
        assert not {"asks", "asks (lead)"} & rows.rows[0].keys()

    def test_roles_without_grades_have_no_such_columns(self):
        assert not [name for name in rp.tables.requirement_rows().columns if name.startswith("asks (")]

    def test_of_an_unchanged_table_are_no_change(self, edit):
        status, said, _ = edit()

        assert (status, "No changes." in said) == (0, True)

    def test_are_changed_in_the_cell_of_a_grade(self, edit):
        _, said, patch = edit(("querying-data", "asks (lead)", "expert"), ("querying-data", "weight (senior)", "7"))

        assert "L2 data-analyst, querying-data: asks (lead): nothing -> expert" in said
        assert patch["set"] == {
            "querying-data": {
                "asks": {"junior": "basic", "analyst": "working", "senior": "advanced", "lead": "expert"},
                "weight": {"junior": 4, "senior": 7},
            }
        }

    def test_can_become_one_value_and_the_other_way_round(self, edit):
        grades = [("querying-data", f"asks ({grade})", "") for grade in ("junior", "analyst", "senior")]
        _, _, patch = edit(
            ("querying-data", "asks", "working"), *grades,
            ("guiding-analysts", "at_least", ""), ("guiding-analysts", "at_least (lead)", "advanced"),
        )  # fmt: skip
        added = {one["id"]: one for one in patch["add"]["requirements"]}

        assert "set" not in patch  # it would keep the values of the other grades
        assert added["guiding-analysts"]["at_least"] == {"lead": "advanced"}
        assert added["querying-data"]["asks"] == "working"

    @pytest.mark.parametrize(
        "change, said",
        [
            (("querying-data", "asks", "basic"), "RP203 H2: asks has a value for all grades and values by grade"),
            (("querying-data", "asks (lead)", "good"), "RP204 L2: "),
            (("querying-data", "weight (lead)", "much"), 'RP203 Q2: expected a whole number for weight, got "much"'),
        ],
    )
    def test_that_are_wrong_are_told_at_their_cell(self, edit, change, said):
        status, out, patch = edit(change)

        assert (status, patch) == (1, None)
        assert said in " ".join(out.split())

    def test_of_an_imported_ladder_are_no_change(self, read, call):
        result = read(filled({"Negotiation": "basic,basic,advanced", "Planning": ",basic,none"}))
        for name, text in result.files.items():
            Path("ours", name).parent.mkdir(parents=True, exist_ok=True)
            Path("ours", name).write_text(text, encoding="utf-8")
        for name in ("out.xlsx", "out.csv"):
            assert call("export", "table", "ours", "-o", name)[0] == 0
            assert call("import", "table", name, "--compare", "ours")[0] == 0


PROSE = (
    "Area,Competency,L1,L2,L3,L4\n"
    "Craft,Welding seams,Joins plates with help,Welds seams alone,Welds hard seams,Welds what others cannot\n"
    "Craft,Rigging loads,Knows the tackle by name,,Lifts the usual loads alone,\n"
    "People,Talking to clients,,Explains a job in plain words,Wins over sceptics in a meeting,Teaches others how to\n"
)


DESCRIBED = {"L1": "basic", "L2": "working", "L3": "advanced", "L4": "advanced"}


class TestProse:
    @pytest.fixture
    def drafted(self, call, here):
        """Draft the mapping of the prose ladder, and fill in the levels."""
        (here / "welder.csv").write_text(PROSE, encoding="utf-8")

        def drafted(levels=DESCRIBED):
            assert call("new", "mapping", "welder.csv", "-o", "welder.yaml", "--force")[0] == 0
            text = Path("welder.yaml").read_text("utf-8")
            for grade, level in levels.items():
                assert f'  {grade}: "?"\n' in text
                text = text.replace(f'  {grade}: "?"', f"  {grade}: {level}")
            Path("welder.yaml").write_text(text, encoding="utf-8")

        return drafted

    def descriptors(self, call):
        return call("import", "table", "welder.csv", "-m", "welder.yaml", "--of", "descriptors", "-o", "ours")

    def test_becomes_anchors_and_levels(self, call, drafted):
        drafted()
        assert self.descriptors(call)[0] == 0
        assert call("new", "mapping", "welder.csv", "--pack", "ours", "-o", "welder.yaml", "--force")[0] == 0
        assert parse(Path("welder.yaml").read_bytes(), "")["anchors"] == DESCRIBED
        assert call("import", "table", "welder.csv", "-m", "welder.yaml", "-o", "ours")[0] == 0
        assert call("check", "ours")[0] == 0

        craft = parse(Path("ours/descriptors/craft.yaml").read_bytes(), "")["descriptors"]
        assert craft[0]["anchors"] == {
            "basic": {"en": "Joins plates with help"},
            "working": {"en": "Welds seams alone"},
            "advanced": {"en": "Welds hard seams\nWelds what others cannot"},
        }
        ladder = parse(Path("ours/roles/welder.yaml").read_bytes(), "")
        assert {one["id"]: one["asks"] for one in ladder["requirements"]} == {
            "welding-seams": {"l1": "basic", "l2": "working", "l3": "advanced"},
            "rigging-loads": {"l1": "basic", "l3": "advanced"},
            "talking-to-clients": {"l2": "working", "l3": "advanced"},
        }

    def test_on_a_scale_of_its_own_takes_that_scale(self, call, drafted, here):
        TestSheetOfUnknownSkills().pack(here, "ours")
        drafted({"L1": '"1"', "L2": '"2"', "L3": '"3"', "L4": '"5"'})

        assert self.descriptors(call)[0] == 0
        (first, _) = parse(Path("ours/descriptors/craft.yaml").read_bytes(), "")["descriptors"]
        assert (first["scale"], [*first["anchors"]]) == ("stars", ["1", "2", "3", "5"])

    @pytest.mark.usefixtures("here")
    def test_below_a_merged_area_belongs_to_it(self, call):
        workbook(PROSE.replace("Craft,Rigging", ",Rigging"), "A2:A3")
        assert call("import", "table", "ladder.xlsx", "--of", "descriptors", "-o", "ours")[0] == 0

        assert len(parse(Path("ours/descriptors/craft.yaml").read_bytes(), "")["descriptors"]) == 2

    @pytest.mark.parametrize(
        "levels, said",
        [
            ({}, 'RP513 the level that the texts of "L1" describe is not filled in'),
            ({"L1": "superb", "L2": "basic", "L3": "basic", "L4": "basic"}, 'RP204 "L1" describes no level of scale'),
        ],
    )
    def test_needs_the_level_of_each_grade(self, levels, said, call, drafted):
        drafted(levels)
        status, out, err = self.descriptors(call)

        assert (status, said in " ".join((out + err).split())) == (1, True), out + err
        assert not Path("ours").exists()

    def test_with_a_grade_that_the_table_does_not_have_is_told(self, read):
        mapping = f"{HEAD}each_in: columns\ngrades_of: {{role: X}}\nanchors: {{L9: basic}}\n{MAPPED}"

        assert any('RP504 the table has no role or grade "L9"' in one for one in said(read(filled({}), mapping)))

    def test_is_read_by_roles_without_grades_too(self, read):
        mapping = f"{HEAD}each_in: columns\nanchors: {{Junior: basic, Senior: working, Lead: expert}}\n{MAPPED}"
        result = read(filled({"Teamwork": "Helps when asked,,Sees who needs help"}), mapping)

        assert asks(result, "lead")["teamwork"] == "expert"
        assert "teamwork" not in asks(result, "senior")


class TestTracks:
    ROWS = "Skill,Junior,Senior,Data track,People track\nTeamwork,basic,working,+1,\nPlanning,basic,basic,,-1\n"

    def test_a_column_of_differences_is_a_role_that_extends_the_ladder(self, call, here, catalog):
        (here / "clerk.csv").write_text(self.ROWS)
        (here / "clerk.yaml").write_text(drafted(self.ROWS, catalog, "clerk.csv").replace("id: mapping", "id: clerk"))
        status, _, err = call("import", "table", "clerk.csv", "-m", "clerk.yaml", "-o", "ours")

        assert (status, "warning" in err) == (0, False), err
        track = parse(Path("ours/roles/data-track.yaml").read_bytes(), "")
        assert (track["extends"], track["set"]) == ("clerk", {"teamwork": {"asks": {"raise": 1}}})
        loaded = rp.load("ours")
        for role, grade, levels in (
            ("data-track", "senior", {"teamwork": "advanced", "planning": "basic"}),
            ("data-track", "junior", {"teamwork": "working", "planning": "basic"}),
            ("people-track", "senior", {"teamwork": "working", "planning": "basic"}),
        ):
            requirements = loaded.scorer(f"{role}/{grade}", {}).role.requirements
            assert {one.id: LEVELS[one.leaves[0].asked] for one in requirements} == levels

    def test_the_draft_says_so(self, catalog):
        tree = parse(drafted(self.ROWS, catalog, "clerk.csv").encode(), "")

        assert tree["tracks"] == {"Data track": "clerk", "People track": "clerk"}
        assert "skip" not in tree

    def test_the_roles_of_a_draft_with_several_are_left_open(self, read, catalog):
        rows = "Skill,Nurse,,Clerk,,Night\n,Band 5,Band 6,Band 5,Band 6,Shift\nTeamwork,basic,basic,basic,basic,+1\n"
        text = drafted(rows, catalog)

        assert parse(text.encode(), "")["tracks"] == {"Shift": "?"}
        assert any('RP513 the role that "Shift" differs from is not filled in' in one for one in said(read(rows, text)))

    @pytest.mark.parametrize(
        "cell, moved", [("1", {"raise": 1}), ("2", {"raise": 2}), ("\N{MINUS SIGN}1", {"lower": 1})]
    )
    def test_a_difference_may_have_lost_its_sign(self, cell, moved, read):
        mapping = f"{ONE_ROLE}tracks: {{Night: store-clerk}}\n"
        table = filled({}).replace("Lead\n", "Lead,Night\n").replace("basic\nTeam", f"basic,{cell}\nTeam")

        assert role(read(table, mapping), "night")["set"] == {"negotiation": {"asks": moved}}

    @pytest.mark.parametrize(
        "cell, track, message",
        [
            ("expert", "store-clerk", 'RP203 E2: expected a number of levels such as +1 or -1, got "expert"'),
            ("0", "store-clerk", 'RP515 E1: "Night" does not differ from store-clerk'),
            ("+1", "pilot", 'RP306 unknown role "pilot"'),
        ],
    )
    def test_what_is_no_difference_is_told(self, cell, track, message, read):
        table = filled({}).replace("Lead\n", "Lead,Night\n").replace("basic\nTeam", f"basic,{cell}\nTeam")
        result = read(table, f"{ONE_ROLE}tracks: {{Night: {track}}}\n")

        assert any(message in one for one in said(result)), said(result)
        assert not result.files

    def test_of_a_skill_that_the_role_does_not_ask_is_told_at_its_cell(self, read):
        table = filled({"Negotiation": "none,none,none"}).replace("Lead\n", "Lead,Night\n")
        result = read(table.replace("none\nTeam", "none,+1\nTeam"), f"{ONE_ROLE}tracks: {{Night: store-clerk}}\n")

        assert any(one.startswith("matrix.csv:2:28 error ") for one in said(result)), said(result)
