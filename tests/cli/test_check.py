"""``roleprofile check``: what it looks at, how it shows it, and what its exit code says."""

import io
import json
import re
import shutil
import sys

import pytest

from roleprofile.cli.selection import Selection
from roleprofile.errors import CODES
from roleprofile.model.shipped import shipped
from roleprofile.presentation.formats import FORMATS

HEAD = """\
kind: pack
schema: 1
id: {name}
version: "1.0.0"
label: {{en: Ours}}
languages: [en, fil]
requires: {{core: ">=1,<2"}}
"""
ROLE = """\
kind: role
schema: 1
id: host
version: "1.0.0"
label: {en: Host, fil: Punong-abala}
defaults: {basis: judgement}
requirements:
  - {id: public-speaking, asks: advnced, weight: 4}
  - {id: teamwok, asks: working, weight: 4}
"""
PERSON = "kind: person\nschema: 1\nid: c-18\nfacts:\n  dialogue: advnced\n"


@pytest.fixture
def ours(here):
    """A pack with two errors in one file, RP204 and RP301, and a warning, RP401, in another."""
    (here / "ours" / "roles").mkdir(parents=True)
    (here / "ours" / "pack.yaml").write_text(HEAD.format(name="ours"))
    (here / "ours" / "roles" / "host.yaml").write_text(ROLE)
    return here / "ours"


def codes(out):
    return [line.split()[2] for line in out.splitlines()]


class TestManyProblems:
    """Of more than 100 problems of one code in one file, texts count the rest."""

    @pytest.fixture(autouse=True)
    def many(self, ours):
        person = PERSON.replace("c-18", "c-19") + "".join(f"  thing-{number}: basic\n" for number in range(250))
        (ours / "people").mkdir()
        (ours / "people" / "c-19.yaml").write_text(person)

    def test_a_text_shows_a_hundred_and_counts_the_rest(self, call):
        out = call("check", "ours", "--format", "concise")[1]

        assert out.count("ours/people/c-19.yaml:") == 101
        assert "ours/people/c-19.yaml: 151 more problems with RP301, an unknown descriptor\n" in out
        assert out.endswith('host.yaml:9:10 error RP301 unknown descriptor "teamwok"\n')
        assert call("check", "ours")[1].count("error RP301") == 101

    def test_the_numbers_and_the_formats_for_programs_have_all(self, call):
        assert call("check", "ours")[2] == "253 errors and 1 warning in 3 files.\n"
        assert call("check", "ours", "--format", "json")[1].count('"code": "RP301"') == 252

    def test_another_command_shows_them_in_the_same_way(self, call):
        err = call("list", "--pack", "ours")[2]

        assert "ours/people/c-19.yaml: 151 more problems with RP301, an unknown descriptor\n" in err
        assert err.endswith("253 errors and 1 warning in 3 files.\n")


class TestOnePieceOfWork:
    @pytest.fixture(autouse=True)
    def lacking(self, ours):
        (ours / "pack.yaml").write_text(
            (ours / "pack.yaml").read_text().replace("languages: [en", "languages: [en, de")
        )

    def test_is_shown_once_a_language_with_the_number_of_the_others(self, call):
        out = call("check", "ours", "--select", "RP401")[1]

        assert re.findall(r'the text in "(..+)" is missing', out) == ["de", "fil"]
        assert "ours/pack.yaml:5:8 warning RP401" in out
        said = " ".join(out.replace("\n", " ").split())
        assert "roleprofile texts export ours --lang de -o texts.csv" in said
        assert "also: 1 more in 2 files; `roleprofile check --format concise` lists them" in said

    def test_is_listed_whole_for_programs_and_as_lines(self, call):
        assert call("check", "ours", "--select", "RP401", "--format", "concise")[1].count('"de" is missing') == 2
        assert call("check", "ours", "--select", "RP401", "--format", "json")[1].count('"code": "RP401"') == 3

    def test_is_one_for_the_anchors_of_a_scale(self, call, ours):
        (ours / "pack.yaml").write_text(HEAD.format(name="ours").replace("en, fil", "en"))
        (ours / "descriptors.yaml").write_text(
            "kind: descriptors\nschema: 1\nid: descriptors\ndescriptors:\n"
            + "".join(f"  - {{id: {one}, type: skill, label: {{en: {one}}}, scale: proficiency}}\n" for one in "abc")
        )
        role = ROLE.replace(", fil: Punong-abala", "").partition("  -")[0]
        asked = "".join(f"  - {{id: {one}, asks: working, weight: 1}}\n" for one in "abc")
        (ours / "roles" / "host.yaml").write_text(role + asked)

        shown = call("check", "ours", "--select", "RP408")[1]

        assert shown.count("RP408") == 1
        assert "also: 2 more in 1 file" in shown
        assert call("check", "ours", "--select", "RP408", "--format", "concise")[1].count("RP408") == 3


class TestFormats:
    def test_full_is_the_default(self, call, ours):  # noqa: ARG002
        assert call("check", "ours") == call("check", "ours", "--format", "full")

    def test_concise_is_a_line_a_problem(self, call, ours):  # noqa: ARG002
        status, out, err = call("check", "ours", "--format", "concise")

        assert status == 1
        assert out == (
            'ours/pack.yaml:5:8 warning RP401 the text in "fil" is missing\n'
            'ours/roles/host.yaml:8:33 error RP204 unknown level "advnced" on scale proficiency\n'
            'ours/roles/host.yaml:9:10 error RP301 unknown descriptor "teamwok"\n'
        )
        assert err == "2 errors and 1 warning in 2 files.\n"

    @pytest.mark.parametrize("form", FORMATS)
    def test_every_format_ends_in_the_same_way(self, call, ours, form):  # noqa: ARG002
        status, out, err = call("check", "ours", "--format", form)

        assert (status, err) == (1, "2 errors and 1 warning in 2 files.\n")
        assert out.endswith("\n")
        assert "RP204" in out

    @pytest.mark.parametrize("form", FORMATS)
    def test_no_problem_is_no_finding_in_any_format(self, call, form):
        assert call("check", str(shipped("profiles")), "--format", form)[0] == 0

    @pytest.mark.parametrize("form", FORMATS)
    def test_a_reader_that_goes_away_does_not_hide_findings(self, call, ours, form, monkeypatch):  # noqa: ARG002
        def gone(*_, **__):
            raise BrokenPipeError

        monkeypatch.setattr(sys.stdout, "write", gone)

        assert call("check", "ours", "--format", form)[0] == 1

    def test_nonsense_is_wrong_usage(self, call, ours):  # noqa: ARG002
        status, out, err = call("check", "ours", "--format", "xml")

        assert (status, out) == (2, "")
        assert "'full', 'concise', 'json', 'sarif', 'github', 'junit'" in err


class TestSelection:
    @pytest.mark.parametrize(
        "arguments, expected",
        [
            (("--select", "RP204"), ["RP204"]),
            (("--select", "rp204"), ["RP204"]),
            (("--select", "RP2,RP4"), ["RP401", "RP204"]),
            (("--select", "RP2", "--select", "RP4"), ["RP401", "RP204"]),
            (("--ignore", "RP2"), ["RP401", "RP301"]),
            (("--select", "RP", "--ignore", "RP2, RP4"), ["RP301"]),
            (("--ignore", "RP", "--select", "RP30"), ["RP301"]),
            (("--select", "RP204", "--ignore", "RP204"), []),
            (("--select", "RP1"), []),
        ],
    )
    def test_shows_what_is_selected_and_not_ignored(self, call, ours, arguments, expected):  # noqa: ARG002
        assert codes(call("check", "ours", "--format", "concise", *arguments)[1]) == expected

    def test_what_is_not_shown_does_not_count(self, call, ours):  # noqa: ARG002
        status, _, err = call("check", "ours", "--ignore", "RP2,RP3")

        assert (status, err) == (0, "1 warning in 1 file.\n")

    @pytest.mark.parametrize("option", ["--select", "--ignore"])
    @pytest.mark.parametrize(
        "given, hint",
        [
            ("RP2O4", "did you mean RP204?"),
            ("RP999", "unknown code 'RP999'"),
            ("RP204,,RP301", "unknown code ''"),
            ("E501", "write a code such as RP204"),
            ("R", "write a code such as RP204"),
        ],
    )
    def test_an_unknown_code_is_wrong_usage(self, call, ours, option, given, hint):  # noqa: ARG002
        status, out, err = call("check", "ours", option, given)

        assert (status, out) == (2, "")
        assert option in err
        assert hint in err

    def test_a_path_that_cannot_be_read_is_said_whatever_is_selected(self, call):
        status, out, _ = call("check", "nowhere", "--format", "concise", "--select", "RP204")

        assert (status, codes(out)) == (2, ["RP101"])

    def test_every_code_is_had_by_itself_and_not_when_ignored(self):
        for code in CODES:
            assert Selection((code,)).has(code)
            assert not Selection((), (code,)).has(code)
            assert not Selection((code,), (code,)).has(code)
            assert sum(Selection((code,)).has(other) for other in CODES) == 1


class TestStatistics:
    def test_count_by_code_and_severity_instead_of_showing(self, call, ours):  # noqa: ARG002
        status, out, err = call("check", "ours", "--statistics")

        assert status == 1
        assert out == (
            "    1  RP204 error   an unknown level\n"
            "    1  RP301 error   an unknown descriptor\n"
            "    1  RP401 warning a missing translation\n"
        )
        assert err == "2 errors and 1 warning in 2 files.\n"

    def test_are_there_as_json(self, call, ours):  # noqa: ARG002
        data = json.loads(call("check", "ours", "--statistics", "--format", "json")[1])

        assert data["kind"] == "problem-statistics"
        assert [one["count"] for one in data["codes"]] == [1, 1, 1]

    @pytest.mark.parametrize("form", ["sarif", "github", "junit"])
    def test_have_no_place_in_a_format_of_places(self, call, ours, form):  # noqa: ARG002
        assert call("check", "ours", "--statistics", "--format", form)[0] == 2


class TestSeveralPacks:
    def test_are_checked_in_one_run(self, call, here, ours):
        shutil.copytree(ours, here / "theirs")
        (here / "theirs" / "pack.yaml").write_text(HEAD.format(name="theirs"))
        status, out, err = call("check", "ours", "theirs", "--format", "concise", "--select", "RP3")

        assert status == 1
        assert [line.partition(":")[0] for line in out.splitlines()] == [
            "ours/roles/host.yaml",
            "theirs/roles/host.yaml",
        ]
        assert err == "2 errors in 2 files.\n"

    def test_with_one_id_are_a_problem_that_names_both(self, call, here, ours):
        shutil.copytree(ours, here / "theirs")
        status, out, _ = call("check", "ours", "theirs", "--format", "concise", "--select", "RP309")

        assert status == 1
        assert out == 'theirs/pack.yaml:3:5 error RP309 pack "ours" is defined twice; the other is at ours/pack.yaml\n'


class TestStandardInput:
    @pytest.mark.parametrize("form", FORMATS)
    def test_is_a_persons_file(self, call, monkeypatch, form):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PERSON.encode())))
        status, out, err = call("check", "-", "--format", form)

        assert (status, err) == (1, "1 error in 1 file.\n")
        assert "RP204" in out

    def test_that_is_closed_cannot_be_read(self, call, monkeypatch):
        monkeypatch.setattr(sys, "stdin", None)

        assert call("check", "-")[0] == 2
