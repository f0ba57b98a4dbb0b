"""The commands ``report ...``: one file each, which asks nobody for anything."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from examples import once

WHERE = ("--context", "large-metal-products")
PERSON = "metal-engineer-in-sales"
ROLE = "account-manager"
REPORTS = {
    "fit": ("fit", PERSON, ROLE, *WHERE),
    "ranking": ("ranking", PERSON, "deputy-pr-head", ROLE, *WHERE),
    "role": ("role", ROLE),
    "role-there": ("role", ROLE, *WHERE),
    "transitions": ("transitions", ROLE, *WHERE),
    "plan": ("plan", "analyst", ROLE, *WHERE),
    "team": ("team", "examples", ROLE, "customer-relations-coordinator", *WHERE),
}


@once
@pytest.mark.parametrize("language", ["en", "fil"])
@pytest.mark.parametrize("ending", ["html", "svg", "md"])
@pytest.mark.parametrize("kind", REPORTS)
class TestEveryReport:
    def test_is_one_file_that_asks_nobody_and_says_what_it_rests_on(self, call, kind, ending, language):
        path = Path(f"report.{ending}")
        status, out, err = call("report", *REPORTS[kind], "--lang", language, "-o", path)
        text = path.read_text("utf-8")

        assert (status, out, err) == (0, "", f"Wrote {path}.\n")
        assert "<script" not in text
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
        if ending == "svg":
            assert ET.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - made here
        if ending == "html":
            assert f'<html lang="{language}">' in text
        words = " ".join(text.split())
        assert "account-management 1.0.0" in words
        assert {"en": "It is no prediction", "fil": "Hindi ito hula"}[language] in words


class TestMistakes:
    @pytest.mark.parametrize(
        "arguments, said",
        [
            ((*REPORTS["fit"], "-o", "x.pdf"), "ends with one of: .html, .svg, .md; not x.pdf"),
            ((*REPORTS["fit"], "-o", "x"), "ends with one of"),
            (REPORTS["fit"], "'-o'"),
            (("fit", "nobody", ROLE, *WHERE, "-o", "x.html"), "(neither a file nor an example) 'nobody'"),
            (("ranking", ROLE, *WHERE, "-o", "x.html"), "give at least one person"),
            (("team", "nowhere", ROLE, *WHERE, "-o", "x.html"), "nowhere is no folder"),
            (("team", ".", ROLE, *WHERE, "-o", "x.html"), "has no file of a person"),
            (("transitions", "administrator", *WHERE, "-o", "x.html"), "no transition into this role"),
            ((*REPORTS["fit"], "-o", "no/such/x.html"), "RP122"),
        ],
    )
    def test_are_named_and_write_nothing(self, call, here, arguments, said):
        status, out, err = call("report", *arguments)

        assert (status, out) == (2, "")
        assert said in err
        assert list(here.iterdir()) == []

    def test_a_file_that_is_there_stays_without_force(self, call, here):
        (here / "x.html").write_text("mine")

        assert call("report", *REPORTS["fit"], "-o", "x.html")[0] == 2
        assert (here / "x.html").read_text() == "mine"
        assert call("report", *REPORTS["fit"], "-o", "x.html", "--force")[0] == 0
        assert (here / "x.html").read_text("utf-8").startswith("<!DOCTYPE html>")


class TestWhatIf:
    def test_is_a_page_with_a_script_and_no_request(self, call):
        status, _, err = call("report", "what-if", ROLE, *WHERE, "--lang", "fil", "-o", "w.html")
        text = Path("w.html").read_text("utf-8")

        assert (status, err) == (0, "Wrote w.html.\n")
        assert "http" not in text
        assert "Igalaw ang pihitan" in text
        assert text.count("<script") == 2

    @pytest.mark.parametrize(
        "arguments, said",
        [
            ((*WHERE, "-o", "w.svg"), "its name ends with .html"),
            (("--context", "any-employer", "-o", "w.html"), "give a value for each dimension"),
        ],
    )
    def test_says_what_it_needs(self, call, here, arguments, said):
        status, _, err = call("report", "what-if", ROLE, *arguments)

        assert status == 2
        assert said in err
        assert list(here.iterdir()) == []


def test_a_team_is_a_folder_of_files(call, here):
    for name in ("b-2", "a-1"):
        person = f"kind: person\nschema: 1\nid: {name}\nfacts: {{dialogue: advanced}}\n"
        (here / f"{name}.yaml").write_text(person)
    (here / "notes.txt").write_text("nothing")

    assert call("report", "team", ".", ROLE, *WHERE, "-o", "team.md")[0] == 0
    text = Path("team.md").read_text("utf-8")
    assert text.index("a-1") < text.index("b-2")
    assert "| Holding a dialogue \\* | full | full | 2 |" in text
