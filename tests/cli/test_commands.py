"""The command line: results on stdout, talk on stderr, exit codes, and never a traceback."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from roleprofile.cli.files import write_whole
from roleprofile.presentation.renderers.text import width

GOLDEN = Path(__file__).parents[1] / "laws" / "golden"
PERSON = """\
kind: person
schema: 1
id: c-18
facts:
  dialogue: {value: advanced, evidence: {kind: assessment}}
"""


@pytest.fixture
def here(here, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: f"/somewhere/{name}")
    return here


class TestDemo:
    def test_scores_the_example_people_and_says_how_to_go_on(self, call):
        status, out, err = call("demo")

        assert (status, err) == (0, "")
        assert "Account manager" in out
        assert "Ask next" in out
        assert "  roleprofile show account-manager" in out

    def test_what_it_says_to_go_on_with_works(self, call):
        commands = [line.split()[1:] for line in call("demo")[1].splitlines() if line.startswith("  roleprofile ")]

        assert len(commands) > 3
        for command in commands:
            if command[0] != "import":
                assert call(*command)[0] == 0

    def test_names_the_command_as_it_was_called_where_it_is_not_on_the_path(self, call, monkeypatch):
        monkeypatch.setattr("shutil.which", lambda _: None)
        monkeypatch.setattr(sys, "argv", [".venv/bin/roleprofile", "demo"])

        assert "  .venv/bin/roleprofile show account-manager\n" in call("demo")[1]

    def test_speaks_filipino(self, call):
        assert "Ang mga halimbawang tao" in call("demo", "--lang", "fil", "--full")[1]

    def test_is_80_columns_wide(self, call):
        lines = call("demo")[1].split("\nTry next\n")[0].splitlines()

        assert max(map(width, lines)) <= 80


class TestScore:
    def test_takes_a_file(self, call, here):
        (here / "c-18.yaml").write_text(PERSON)
        status, out, _ = call("score", "c-18.yaml", "account-manager", "--context", "large-metal-products")

        assert status == 0
        assert "Holding a dialogue" in out

    def test_takes_standard_input(self, call, monkeypatch):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PERSON.encode())))

        assert call("score", "-", "account-manager", "--context", "large-metal-products")[0] == 0

    def test_gives_a_record_that_replays(self, call, here):
        _, out, _ = call(
            "score", "three-strengths", "account-manager", "--context", "large-metal-products", "--format", "record"
        )
        (here / "r.json").write_text(out)
        status, text, _ = call("replay", "r.json")

        assert json.loads(out)["kind"] == "record"
        assert status == 0
        assert "The record replays, and every number is the same." in text
        assert "Its digest is right. A digest is no signature: it tells damage, not who wrote the record." in text

    def test_names_what_the_context_lacks_and_what_is_allowed(self, call):
        status, out, err = call("score", "three-strengths", "account-manager", "--context", "company-size=large")

        assert (status, out) == (2, "")
        assert "\n  market: " in err
        assert "metal-products" in err

    @pytest.mark.parametrize(
        "arguments, said",
        [
            (("nobody", "account-manager"), "unknown person"),
            (("three-strengths", "acount-manager"), 'did you mean "account-manager"?'),
            (("three-strengths", "account-manager", "--context", "company-size=huge"), "unknown company-size 'huge'"),
            (("three-strengths", "account-manager", "--context", "a=b=c"), "unknown dimension 'a'"),
            (("three-strengths", "account-manager", "--context", "nonsense"), "unknown situation 'nonsense'"),
            (
                ("three-strengths", "account-manager", "--context", "=x", "--context", "a=b"),
                "not of the form NAME=VALUE",
            ),
            (("nowhere.yaml", "account-manager", "--context", "any-employer"), "RP101"),
            ((".", "account-manager", "--context", "any-employer"), "RP102"),
            (("three-strengths", "account-manager", "--context", "any-employer", "--lang", "xx"), "there are en, fil"),
            (("three-strengths", "account-manager", "--pack", "nowhere"), "the folder does not exist"),
            (("\udcff", "account-manager"), "unknown"),
        ],
    )
    def test_says_what_is_wrong_in_words(self, call, arguments, said):
        status, out, err = call("score", *arguments)

        assert (status, out) == (2, "")
        assert said in err

    def test_shows_a_mistake_in_a_persons_file_at_its_line(self, call, here):
        (here / "p.yaml").write_text(PERSON.replace("advanced", "advnced"))
        status, _, err = call("score", "p.yaml", "account-manager", "--context", "any-employer")

        assert status == 2
        assert 'p.yaml:5:21 error RP204 unknown level "advnced" on scale proficiency' in err
        assert '= help: did you mean "advanced"?' in err
        assert "\n      |                     ^^^^^^^\n" in err


class TestReplay:
    SCORED = ("score", "three-strengths", "account-manager", "--context", "small-retail")

    @pytest.mark.parametrize(
        "text", ["", "{}", "[]", "null", "[" * 100_000, '{"kind": "record"}', "\x00", "1e999", "NaN"]
    )
    def test_refuses_what_is_no_record(self, call, here, text):
        (here / "r.json").write_text(text)
        status, out, err = call("replay", "r.json")

        assert (status, out) == (2, "")
        assert err.startswith("r.json:1:1 error RP60")
        assert "= help: " in err

    def test_names_the_place_of_an_edit_that_changes_no_number(self, call, here):
        record = call(*self.SCORED, "--format", "record")[1]
        (here / "r.json").write_text(record.replace('"id":"three-strengths"', '"id":"somebody-else"'))
        status, out, err = call("replay", "r.json")

        assert (status, out) == (2, "")
        column = record.index('"digest":') + len('"digest":') + 1
        assert err.startswith(f"r.json:1:{column} error RP607 the record was edited: its digest does not match")
        assert "= help: " in err

    def test_refuses_a_record_that_was_only_written_anew(self, call, here):
        record = call(*self.SCORED, "--format", "record")[1]
        (here / "r.json").write_text(json.dumps(json.loads(record)))

        assert "r.json:1:1 error RP607 the record is not in canonical form" in call("replay", "r.json")[2]

    def test_says_of_a_record_of_version_1_that_it_carries_no_digest(self, call):
        status, out, _ = call("replay", GOLDEN / "record.json")

        assert status == 0
        assert out.endswith(
            "The record is of version 1 and carries no digest, so an edit of its facts cannot be noticed.\n"
            "The verdicts above are those of version 2.\nThe record replays, and every number is the same.\n"
        )

    def test_refuses_bytes_that_are_no_text(self, call, here):
        (here / "r.json").write_bytes(b"\xff\xfe\x00{")

        assert call("replay", "r.json")[0] == 2

    def test_says_that_a_file_is_not_there(self, call):
        status, _, err = call("replay", "no.json")

        assert status == 2
        assert "no.json:1:1 error RP101 the file does not exist" in err


class TestPaths:
    FIRM = (
        "--context",
        "company-size=large",
        "--context",
        "market=metal-products",
        "--context",
        "employer-tier=leading",
    )

    def test_shows_each_path_with_its_steps(self, call):
        status, out, err = call(
            "paths", "direct-sales-representative", "account-manager", *self.FIRM, "--limit", "3", "--full"
        )

        assert (status, err) == (0, "")
        assert out.count("Direct sales representative → Account manager\nLarge firm") == 4
        assert "\nThere are more paths. A higher --limit shows them.\n" in out
        assert "2. Account manager → Account manager\n   From: Established firm" in out
        assert max(map(width, out.splitlines())) <= 80

    def test_gives_the_same_as_json(self, call):
        status, out, _ = call("paths", "direct-sales-representative", "account-manager", *self.FIRM, "--format", "json")
        found = json.loads(out)

        assert status == 0
        assert [path["effort"] for path in found][:3] == [8, 16, 112]
        assert [step["way"]["id"] for step in found[2]["steps"]] == [
            "from-direct-sales",
            "by-way-of-a-lower-ranked-firm",
        ]
        assert found[2]["steps"][0]["target_context"] == {"employer-tier": "established", "market": "metal-products"}

    def test_begins_where_it_is_said(self, call):
        begin = ("--from-context", "employer-tier=newcomer", "--most-steps", "1")
        out = call("paths", "account-manager", "account-manager", *self.FIRM, *begin, "--full")[1]

        assert "From: Newcomer or little-known firm, Metal products" in out
        assert "1 step, 104 weeks in all. Time already spent in the first job counts towards it." in " ".join(
            out.split()
        )

    @pytest.mark.parametrize("situation", ["large-metal-products", "any-employer"])
    def test_begins_in_a_situation_with_a_name(self, call, situation):
        status, out, _ = call("paths", "analyst", "account-manager", *self.FIRM, "--from-context", situation)

        assert (status, "Analyst → Account manager" in out) == (0, True)

    def test_takes_a_person_from_a_file_or_the_examples(self, call, here):
        held = "roles_held:\n  - {role: analyst, months: 30}\n"
        (here / "c-18.yaml").write_text(PERSON + held)

        assert "Person c-18 → Account manager" in call("paths", "c-18.yaml", "account-manager", *self.FIRM)[1]
        assert (
            "metal-engineer-in-sales → " in call("paths", "metal-engineer-in-sales", "account-manager", *self.FIRM)[1]
        )

    def test_says_that_there_is_none(self, call):
        asked = ("paths", "administrator", "deputy-head-of-pr", *self.FIRM)
        status, out, _ = call(*asked, "--most-steps", "1")

        assert (status, call(*asked, "--format", "json")[1]) == (0, "[]\n")
        assert out.startswith("No path of 1 step or fewer is declared. This says nothing about the fit.\n")
        assert call(*asked, "--most-steps", "1", "--lang", "fil")[1].startswith("Walang")
        assert call(*asked, "--most-steps", "1", "--lang", "xx")[0] == 2

    @pytest.mark.parametrize(
        "arguments, said",
        [
            (("nobody", "account-manager"), "unknown role or person 'nobody'"),
            (("analist", "account-manager"), 'did you mean "analyst"?'),
            (("analyst", "acount-manager"), 'did you mean "account-manager"?'),
            (("analyst", "account-manager", "--limit", "0"), "'--limit'"),
            (("analyst", "account-manager", "--from-context", "a=b"), "unknown dimension 'a'"),
            (("analyst", "account-manager", "--from-context", "nowhere"), "unknown situation 'nowhere'"),
            (("analyst", "account-manager", "--lang", "xx"), "there are en, fil"),
        ],
    )
    def test_says_what_is_wrong_in_words(self, call, arguments, said):
        status, out, err = call("paths", *arguments, *self.FIRM)

        assert (status, out) == (2, "")
        assert said in err

    def test_asks_where_somebody_works_where_that_decides(self, call):
        asked = ("paths", "economics-graduate", "account-manager", "--context", "large-metal-products")

        assert "This person's employer is unknown. There is a path within such a firm." in call(*asked)[1]
        asked_in_vain = ("paths", "three-strengths", "customer-relations-coordinator", "--context", "small-retail")
        assert "This person's employer" not in call(*asked_in_vain)[1]
        assert "By a move within the firm" in call(*asked, "--from-context", "company-size=large", "--full")[1]


class TestMovesThatAreMistyped:
    @pytest.mark.parametrize(
        "facts, said",
        [
            (["contact-list=" + "9" * 5000], "contact-list=9999"),
            (["persuasion=advanced", "persuasion=basic"], "persuasion is given twice"),
        ],
    )
    def test_a_fact_that_cannot_be_is_refused_in_words(self, call, facts, said):
        status, out, err = call("what-if", "three-strengths", "account-manager", *facts, "--context", "small-retail")

        assert (status, out) == (2, "")
        assert said in err

    @pytest.mark.parametrize("verb", ["plan", "score"])
    def test_nobody_is_not_the_current_folder(self, call, verb):
        assert "unknown" in call(verb, "", "account-manager", "--context", "small-retail")[2]

    @pytest.mark.parametrize("language", ["en", "fil"])
    def test_a_ranking_is_80_columns_wide(self, call, language):
        out = call("transitions", "account-manager", "--context", "large-metal-products", "--lang", language)[1]

        assert max(map(width, out.splitlines())) <= 80


class TestFits:
    def test_shows_the_roles_of_a_person_best_first(self, call):
        status, out, _ = call("fits", "metal-engineer-in-sales", "--context", "large-metal-products", "--top", "3")

        assert status == 0
        lines = [line for line in out.splitlines() if line.startswith("  ")]
        assert ["Account manager" in lines[1], "Direct sales representative" in lines[2]] == [True, True]
        assert out.startswith("Person metal-engineer-in-sales · Large firm")

    def test_what_is_not_given_about_the_employer_is_unspecified(self, call):
        out = call("fits", "press-secretary", "--top", "13", "--format", "json")[1]
        found = json.loads(out)

        assert len(found) == 12
        assert call("fits", "press-secretary")[1].startswith("Press secretary\n")

    def test_a_name_that_nobody_has(self, call):
        assert "unknown role or person 'press-secretory'; did you mean" in call("fits", "press-secretory")[2]
        assert "unknown dimension 'weather'" in call("fits", "press-secretary", "--context", "weather=fine")[2]


class TestRank:
    def test_says_for_which_job_and_what_the_verdicts_mean(self, call):
        asked = (
            "rank",
            "economics-graduate",
            "three-strengths",
            "account-manager",
            "--context",
            "small-retail",
            "--full",
        )
        out, filipino = call(*asked)[1], call(*asked, "--lang", "fil")[1]

        assert out.startswith("Account manager · Small firm (under 50 people), Retail trade\nIf there are two numbers")
        assert "\n  1.  three-strengths" in out
        assert "strong from 80 points, viable from 60 points, a stretch from 35 points" in " ".join(out.split())
        assert filipino.startswith("Account manager · Maliit na kompanya (wala pang 50 tao), Tingiang kalakalan\n")
        assert max(map(width, (*out.splitlines(), *filipino.splitlines()))) <= 80

    def test_puts_nobody_first_who_keeps_silent(self, call, here):
        """The two differ in one fact: one states a persuasion that is too low, of the other it is only presumed."""
        said = {
            "dialogue": "advanced",
            "earning-drive": "high",
            "activity": "high",
            "confident-talk": "advanced",
            "education": {"economics": "bachelor"},
            "sales-experience": {"consumer-goods": 60},
            "decision-maker-relations": 30,
            "negotiation": "advanced",
            "client-service": "advanced",
        }
        for name, more in (("silent", {}), ("honest", {"persuasion": "basic"})):
            person = {"kind": "person", "schema": 1, "id": name, "facts": said | more}
            (here / f"{name}.yaml").write_text(json.dumps(person))
        asked = ("rank", "silent.yaml", "honest.yaml", "account-manager", "--context", "large-consumer-goods")
        first, second = json.loads(call(*asked, "--format", "json")[1])["people"]

        assert (first["place"], first["person"], second["place"], second["person"]) == (1, "honest", 2, "silent")
        lows = [(one["verdict_low"], one["low"] // 10_000) for one in (first, second)]
        assert lows == [("stretch", 65), ("stretch", 63)]
        assert [one["high"] // 10_000 for one in (first, second)] == [90, 100]
        text = call(*asked)[1]
        assert text.index("1.  honest ") < text.index("2.  silent ")

    def test_says_which_situation_counts_where_the_employer_is_not_known(self, call):
        asked = (
            "rank",
            "economics-graduate",
            "three-strengths",
            "account-manager",
            "--context",
            "any-employer",
            "--full",
        )
        out, filipino = call(*asked)[1], call(*asked, "--lang", "fil")[1]

        assert " ".join(out.split()).count("Not given: Company size, Market. The result is for the least") == 2
        assert " ".join(filipino.split()).count("Hindi ibinigay: Laki ng kompanya, Pamilihan. Ang resulta ay") == 2
        assert max(map(width, (*out.splitlines(), *filipino.splitlines()))) <= 80


class TestPlan:
    def test_says_what_to_do_in_both_languages(self, call):
        asked = ("plan", "metal-engineer-in-sales", "account-manager", "--context", "large-metal-products")

        assert "All steps together take 4 weeks." in call(*asked)[1]
        assert "Aabutin ng 4 na linggo ang lahat ng hakbang." in call(*asked, "--lang", "fil")[1]

    def test_takes_a_role_and_gives_json(self, call):
        asked = ("plan", "analyst", "account-manager", "--context", "large-metal-products", "--format", "json")
        status, out, _ = call(*asked)
        found = json.loads(out)

        assert (status, found["possible"], found["after"]["verdict_low"]) == (0, True, "viable")
        assert found["effort"] == sum(step["effort"] for step in found["steps"])

    def test_says_what_stands_in_the_way(self, call):
        asked = ("plan", "analyst", "deputy-head-of-pr", "--reach", "strong", "--context", "small-retail")
        status, out, _ = call(*asked)

        assert status == 0
        assert "What stands in the way" in out
        assert "Even with all listed courses, assignments and jobs, no more than “A stretch” is\ncertain.\n" in out

    @pytest.mark.parametrize("reach", ["remote", "excellent"])
    def test_a_verdict_that_is_none_to_reach_is_wrong_usage(self, call, reach):
        asked = ("plan", "three-strengths", "account-manager", "--reach", reach, "--context", "small-retail")

        assert call(*asked)[0] == 2

    @pytest.mark.skipif(sys.platform == "win32", reason="C's standard library is found by another name there")
    def test_keeps_standard_output_for_results(self):
        code = (
            "import ctypes\nfrom roleprofile.careers.solver import _standard_output_kept\n"
            "with _standard_output_kept():\n    ctypes.CDLL(None).puts(b'for developers')\nprint('result')"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

        assert done.stdout == "result\n"


class TestCheck:
    def test_is_clean_for_the_shipped_packs(self, call):
        from roleprofile.model.shipped import shipped

        status, out, err = call("check", str(shipped("profiles")))

        assert (status, out, err) == (0, "", "No problems.\n")

    def test_checks_people_too(self, call, here):
        (here / "good.yaml").write_text(PERSON.replace("c-18", "good"))
        (here / "bad.yaml").write_text(PERSON + "closed: [dialog]\n")

        assert call("check", "good.yaml")[0] == 0
        status, out, err = call("check", "good.yaml", "bad.yaml")
        assert status == 1
        assert "bad.yaml:6:10 error RP301" in out
        assert err == "1 error in 1 file.\n"

    def test_of_one_file_shows_its_mistakes_as_its_pack_has_them(self, call, here):
        from roleprofile.model.shipped import shipped

        shutil.copytree(str(shipped("profiles")), here / "packs")
        person = here / "packs" / "account-management" / "people" / "student-part-time.yaml"
        person.write_text(person.read_text().replace("communication:", "comunication:"))
        scale = here / "packs" / "core" / "scales" / "months.yaml"

        assert call("check", str(scale))[0] == 0
        status, out, _ = call("check", str(person))
        assert status == 1
        assert out.count("error") == 1
        assert 'unknown descriptor "comunication"' in out

    def test_wants_a_path(self, call):
        assert call("check")[0] == 2

    def test_says_that_there_is_no_pack(self, call):
        status, out, _ = call("check", "nowhere")

        assert status == 2
        assert "the folder does not exist" in out


class TestShowAndList:
    @pytest.mark.parametrize("role", ["account-manager", "customer-relations-coordinator"])
    @pytest.mark.parametrize("language", ["en", "fil"])
    @pytest.mark.parametrize("context", [(), ("--context", "large-metal-products"), ("--context", "any-employer")])
    def test_show_is_80_columns_wide(self, call, role, language, context):
        status, out, _ = call("show", role, "--lang", language, *context)

        assert status == 0
        assert max(map(width, out.splitlines())) <= 80

    def test_show_in_a_context_says_what_the_context_means(self, call):
        out = " ".join(call("show", "account-manager", "--context", "large-metal-products")[1].split())

        assert "24 months: Metal products," in out
        assert "Bachelor's degree: Mechanical" in out
        assert "Small and medium firms (" not in out

    def test_show_in_a_context_applies_the_variants(self, call):
        show = ("show", "account-manager")

        row = re.compile(r"^  Advanced training in +Advanced course", re.MULTILINE)
        assert not row.search(call(*show)[1])
        assert row.search(call(*show, "--context", "large-metal-products")[1])

    @pytest.mark.parametrize("columns", [40, 80])
    def test_show_puts_two_roles_side_by_side(self, call, monkeypatch, columns):
        monkeypatch.setenv("COLUMNS", str(columns))
        status, out, _ = call("show", "account-manager", "assistant-manager", "--context", "large-metal-products")

        assert status == 0
        assert max(map(width, out.splitlines())) <= columns
        rows = {line[:27].strip(): line[27:].split("  ") for line in out.splitlines()} if columns == 80 else {}
        assert columns == 40 or [cell.strip() for cell in rows["Talking easily and"] if cell] == ["Working 2.6%", "–"]

    def test_show_of_two_roles_has_what_each_asks_as_its_own_page(self, call, here):
        for role, weight in {"one": 3, "two": 1}.items():
            (here / "ours" / "roles").mkdir(parents=True, exist_ok=True)
            (here / "ours" / "roles" / f"{role}.yaml").write_text(
                f'kind: role\nschema: 1\nid: {role}\nversion: "1.0.0"\nlabel: {{en: {role.title()}}}\n'
                f"defaults: {{basis: judgement}}\nduties: [{{id: {role}, label: {{en: Do {role}}}}}]\n"
                f"requirements: [{{id: teamwork, asks: working, weight: {weight}}}, "
                "{id: communication, asks: basic, weight: 1}]\n"
            )
        (here / "ours" / "pack.yaml").write_text(
            'kind: pack\nschema: 1\nid: ours\nversion: "1.0.0"\nlabel: {en: Ours}\nlanguages: [en]\n'
            'requires: {core: ">=1,<2"}\n'
        )

        assert call("show", "one", "two", "--pack", "ours") == (
            0,
            """\
One – Two

Requirements, with their share of the score
                 One            Two
  Teamwork       Working 75.0%  Working 50.0%
  Communication  Basic 25.0%    Basic 50.0%

Duties
          One  Two
  Do one  •    –
  Do two  –    •
""",
            "",
        )
        assert "--resolved is for one role" in call("show", "one", "two", "--resolved", "--pack", "ours")[2]
        assert "unknown role 'tow'" in call("show", "one", "tow", "--pack", "ours")[2]

    @pytest.mark.parametrize("section", ["roles", "descriptors", "scales", "vocabularies", "people", "situations"])
    def test_list_shows_each_section(self, call, section):
        status, out, _ = call("list", section)

        assert status == 0
        assert max(map(width, out.splitlines())) <= 80

    def test_list_never_breaks_an_id(self, call):
        assert "customer-relations-coordinator" in call("list")[1]

    def test_list_of_nonsense_is_wrong_usage(self, call):
        assert call("list", "nonsense")[0] == 2


class TestTheCommand:
    def test_without_arguments_says_how_it_is_used(self, call):
        _, out, err = call()

        assert "People and jobs:" in out + err

    @pytest.mark.parametrize("arguments", [["demo"], ["check", "nowhere"], ["scroe"]])
    def test_that_is_installed_does_what_it_does_in_the_process_of_a_test(self, call, arguments):
        """These tests and those of the documents start no process for each command that they run."""
        scripts = sysconfig.get_path("scripts")
        path = scripts + os.pathsep + os.environ["PATH"]
        done = subprocess.run(
            [Path(scripts, "roleprofile"), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=os.environ | {"PATH": path, "COLUMNS": "80", "PYTHONUTF8": "1"},
            encoding="utf-8",
            check=False,
        )

        assert (done.returncode, done.stdout, done.stderr) == call(*arguments)

    def test_an_unknown_verb_is_wrong_usage(self, call):
        assert call("scroe")[0] == 2

    def test_without_click_says_in_one_line_what_to_install(self):
        code = "import sys; sys.modules['click'] = None\nfrom roleprofile.cli import main\nmain()"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert 'pip install "roleprofile[cli]"' in done.stderr

    def test_colours_only_on_a_terminal(self, call):
        assert "\x1b" not in call("demo")[1]

    def test_a_reader_that_goes_away_is_no_mistake(self):
        code = "from roleprofile.cli import main; main()"
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run(
            [sys.executable, "-c", code, "demo"], stdout=write, stderr=subprocess.PIPE, text=True, check=False
        )
        os.close(write)

        assert (done.returncode, done.stderr) == (0, "")

    def test_a_terminal_without_unicode_is_no_mistake(self):
        code = "from roleprofile.cli import main; main()"
        env = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
        done = subprocess.run(
            [sys.executable, "-c", code, "demo"], capture_output=True, text=True, env=env, check=False
        )

        assert (done.returncode, done.stderr) == (0, "")

    @pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
    def test_a_closed_stream_is_no_mistake(self, closed, tmp_path):
        program = f'"{sys.executable}" -c "from roleprofile.cli import main; main()"'
        from roleprofile.model.shipped import shipped

        check = f'{program} check "{shipped("profiles")}" {closed}'
        done = subprocess.run(["bash", "-c", check], capture_output=True, text=True, cwd=tmp_path, check=False)

        assert done.returncode == 0
        assert "internal error" not in done.stdout + done.stderr

    def test_a_full_disk_behind_stderr_changes_no_exit_code(self, tmp_path):
        program = f'"{sys.executable}" -c "from roleprofile.cli import main; main()"'
        done = subprocess.run(["bash", "-c", f"{program} score nope.yaml x 2>/dev/full"], cwd=tmp_path, check=False)

        assert done.returncode == 2

    def test_a_full_disk_behind_stdout_is_named(self, tmp_path):
        program = f'"{sys.executable}" -c "from roleprofile.cli import main; main()"'
        listed = ["bash", "-c", f"{program} list roles >/dev/full"]
        done = subprocess.run(listed, capture_output=True, text=True, cwd=tmp_path, check=False)

        assert (done.returncode, done.stderr) == (2, "roleprofile: standard output: No space left on device\n")

    def test_a_reader_that_goes_away_does_not_hide_findings(self, tmp_path):
        (tmp_path / "bad.yaml").write_text(PERSON + "closed: [dialog]\n")
        code = "from roleprofile.cli import main; main()"
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run(
            [sys.executable, "-c", code, "check", "bad.yaml"],
            stdout=write,
            stderr=subprocess.DEVNULL,
            cwd=tmp_path,
            check=False,
        )
        os.close(write)

        assert done.returncode == 1

    def test_nothing_printed_commands_the_terminal(self, call):
        name = "\x1b]0;pwn\x07.json"
        status, out, err = call("replay", name)

        assert status == 2
        assert not {"\x1b", "\x07"} & set(out + err)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
    def test_replay_waits_for_no_pipe(self, call, here):
        os.mkfifo(here / "ff")

        assert call("replay", "ff")[0] == 2


class TestWritingAFile:
    def test_does_not_replace_a_link_that_leads_nowhere(self, tmp_path):
        import click

        (tmp_path / "p.yaml").symlink_to(tmp_path / "nowhere")
        with pytest.raises(click.UsageError, match="already exist"):
            write_whole(tmp_path / "p.yaml", "other", force=False)

        assert (tmp_path / "p.yaml").is_symlink()

    def test_leaves_nothing_behind_when_it_fails(self, tmp_path):
        with pytest.raises(UnicodeEncodeError):
            write_whole(tmp_path / "p.yaml", "good\n\udcff", force=False)

        assert not list(tmp_path.iterdir())

    def test_does_not_replace_a_file_unasked(self, tmp_path):
        import click

        (tmp_path / "p.yaml").write_text("mine")
        with pytest.raises(click.UsageError, match="already exist"):
            write_whole(tmp_path / "p.yaml", "other", force=False)

        assert (tmp_path / "p.yaml").read_text() == "mine"

    def test_replaces_it_when_asked(self, tmp_path):
        (tmp_path / "p.yaml").write_text("mine")
        write_whole(tmp_path / "p.yaml", "other", force=True)

        assert (tmp_path / "p.yaml").read_text() == "other"
        assert [path.name for path in tmp_path.iterdir()] == ["p.yaml"]
