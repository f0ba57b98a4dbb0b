"""Columns with several skills in a cell."""

from __future__ import annotations

import pytest

import roleprofile as rp
from roleprofile.loading.reader import parse

HEAD = "kind: table-mapping\nschema: 1\nid: mapping\n"
SKILLS = (
    "skills:\n  - {name: Negotiation, descriptor: negotiation}\n  - {name: Teamwork, descriptor: teamwork}\n"
    "  - {name: English, descriptor: language-command, for: english}\n"
)
LIST = "lists:\n  - {column: Skills, separator: ';', level: working}\n"
NEGOTIATION, TEAMWORK, ENGLISH = ("core:negotiation", ""), ("core:teamwork", ""), ("core:language-command", "english")


@pytest.fixture
def read(people):
    """Read people from a table, by a mapping with a list and more keys; English has a column of its own."""
    return lambda rows, more="", lists=LIST: people(rows, f"{HEAD}of: people\n{lists}{more}{SKILLS}")


def told(result):
    return [str(problem) for problem in result.problems]


class TestImport:
    def test_each_part_is_a_skill_at_the_level_of_the_list(self, read, held):
        result = read("No,Skills,English\ne-1, negotiation ;;Teamwork;,C1\ne-2,Teamwork,\ne-3,,\n")

        assert [held(text) for text in result.files.values()] == [
            {NEGOTIATION: "working", TEAMWORK: "working", ENGLISH: "c1"},
            {TEAMWORK: "working"},
            {},
        ]

    def test_each_list_has_its_level_and_a_word_may_mean_one_on_each_scale(self, read, held):
        lists = LIST + '  - {column: Knows, separator: "/", level: held}\n'
        result = read("No,Skills,Knows\ne-1,Teamwork,Negotiation/English\n", "levels: {held: [basic, b1]}\n", lists)

        assert held(result.files["e-1.yaml"]) == {TEAMWORK: "working", NEGOTIATION: "basic", ENGLISH: "b1"}

    def test_unknown_and_skipped_parts_are_passed_over(self, read, held):
        result = read(
            "No,Skills,English\ne-1,Negotiation;n/a;juggling;Teamwork,\n", "skip: [Juggling]\nunknown: [n/a]\n"
        )

        assert held(result.files["e-1.yaml"]) == {NEGOTIATION: "working", TEAMWORK: "working"}

    def test_what_is_wrong_is_told_at_its_cell(self, read):
        result = read("No,Skills,English\ne-1,Negotiation;Juggling;Teamwork,C1\ne-2,English,C2\n")

        assert told(result) == [
            'matrix.csv:2:5 error RP505 B2: the mapping does not mention the name "Juggling"',
            'matrix.csv:3:5 error RP204 B3: unknown level "working" on scale language-level',
        ]

    def test_a_list_and_a_column_must_agree(self, read):
        result = read("No,Skills,English,Negotiation\ne-1,Negotiation;Teamwork,C1,basic\n")

        assert told(result) == ['matrix.csv:2:5 error RP509 B2: "e-1" has another level of this skill in D2, "basic"']

    def test_a_level_is_never_assumed(self, read):
        result = read("No,Skills,English\ne-1,Negotiation;Teamwork,\n", lists=LIST.replace("working", '"?"'))

        assert told(result) == ['mapping.yaml:6:45 error RP513 the level of the skills in "Skills" is not filled in']

    @pytest.mark.parametrize("more", ["each_in: columns\n", "long: {skill: English, level: Skills}\n"])
    def test_lists_are_in_rows_of_people(self, read, more):
        assert 'mapping.yaml:5:1 error RP201 "lists" has no effect, because not each person or role is a row' in told(
            read("No,Skills,English\ne-1,Negotiation,\n", more)
        )

    def test_roles_ask_for_what_their_lists_name(self, roles):
        mapping = f'{HEAD}of: roles\nminimum_mark: "*"\n{LIST.replace("working", "working*")}{SKILLS}'.replace(
            "  - {name: English, descriptor: language-command, for: english}\n", ""
        )
        result = roles("Role,Skills\nHost,Negotiation;Teamwork\n", mapping)

        assert parse(result.files["roles/host.yaml"].encode(), "")["requirements"] == [
            {"id": "negotiation", "asks": "working", "weight": 1, "necessity": "minimum"},
            {"id": "teamwork", "asks": "working", "weight": 1, "necessity": "minimum"},
        ]


class TestDraft:
    def draft(self, rows, catalog):
        table = rp.tables.read_table(rows.encode(), "m.csv", delimiter="tab")
        return parse(rp.tables.draft_mapping(table, catalog, id="m").encode(), "")

    @pytest.mark.parametrize("sign", [";", ",", "/", "|"])
    def test_finds_the_separator(self, catalog, sign):
        tree = self.draft(f"No.\tStrengths\ne-1\tNegotiation{sign} Teamwork\ne-2\tTeamwork\ne-3\tJuggling\n", catalog)

        assert tree["lists"] == [{"column": "Strengths", "separator": sign, "level": "?"}]
        assert [one["name"] for one in tree["skills"]] == ["Negotiation", "Teamwork", "Juggling"]
        assert "skip" not in tree
        assert "levels" not in tree

    def test_a_line_break_separates_too(self, catalog):
        tree = self.draft('No.\tStrengths\ne-1\t"Negotiation\nTeamwork"\n', catalog)

        assert tree["lists"][0]["separator"] == "\n"

    def test_the_header_is_enough(self, catalog):
        tree = self.draft("No.\tKompetenzen\ne-1\tJonglieren, Messerwerfen\n", catalog)

        assert tree["lists"] == [{"column": "Kompetenzen", "separator": ",", "level": "?"}]

    def test_other_texts_are_no_lists(self, catalog):
        tree = self.draft(
            "No.\tNegotiation\tNotes\ne-1\t3/5\tcame, saw, won\ne-2\t4/5\tteamwork, sees, wins\n", catalog
        )

        assert "lists" not in tree

    def test_unknown_parts_become_descriptors(self, call, here):
        (here / "m.csv").write_text("No.;Skills\ne-1;Juggling, Teamwork\n")
        assert call("new", "mapping", "m.csv", "-o", "m.yaml")[0] == 0
        (here / "m.yaml").write_text((here / "m.yaml").read_text().replace('level: "?"', "level: working"))
        assert call("import", "table", "m.csv", "-m", "m.yaml", "--of", "descriptors", "-o", "ours")[0] == 0

        assert "label: {en: Juggling}" in (here / "ours" / "descriptors" / "skills.yaml").read_text()
