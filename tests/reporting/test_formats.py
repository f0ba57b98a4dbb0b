"""Problems in the formats of programs: valid by those programs' own schemas, and read back as they were."""

import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import xmlschema
from attrs import asdict
from hypothesis import given
from hypothesis import strategies as st

from roleprofile.errors import CODES, Problem
from roleprofile.loading.packs import printable
from roleprofile.presentation.formats import FORMATS, rendered, statistics_json
from roleprofile.presentation.junit import cases_junit, problems_junit
from roleprofile.presentation.problems import problem_line
from roleprofile.presentation.renderers.text import render
from roleprofile.quality import run_cases

STANDARDS = Path(__file__).parent / "standards"

#: What a path can be when it reaches a problem, and what a message can hold: text, whatever its characters.
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(printable)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
PROBLEMS = st.builds(
    Problem,
    path=NAMES,
    line=st.integers(1, 10**6),
    column=st.integers(1, 10**6),
    pointer=TEXTS,
    code=st.sampled_from(sorted(CODES)),
    message=TEXTS,
    severity=st.sampled_from(["error", "warning"]),
    hint=st.just("") | TEXTS,
    allowed=st.lists(TEXTS, max_size=3).map(tuple),
    excerpt=TEXTS,
    width=st.integers(1, 200),
)
LISTS = st.lists(PROBLEMS, max_size=4).map(sorted)

LEVEL = Problem(
    path="our pack/roles/größe:1,2.yaml",
    line=10,
    column=33,
    pointer="/requirements/0/asks",
    code="RP204",
    message='unknown level "advnced" on scale proficiency',
    hint='did you mean "advanced"?',
    allowed=("basic", "advanced"),
    excerpt="  - {id: public-speaking, asks: advnced, weight: 4}",
    width=7,
)
TRANSLATION = Problem(
    path="our pack/pack.yaml", line=5, column=8, code="RP401", message="no text in fil", severity="warning"
)


@pytest.fixture(scope="module")
def sarif_schema():
    schema = json.loads((STANDARDS / "sarif-2.1.0.json").read_text("utf-8-sig"))
    return jsonschema.validators.validator_for(schema)(schema)


@pytest.fixture(scope="module")
def junit_schema():
    return xmlschema.XMLSchema(STANDARDS / "junit-10.xsd")


class TestSarif:
    @given(problems=LISTS)
    def test_is_valid_whatever_the_problems_are(self, sarif_schema, problems):
        """Law: every list of problems is a log that the schema of SARIF 2.1.0 accepts."""
        sarif_schema.validate(json.loads(rendered("sarif", problems)))

    def test_the_schema_refuses_what_is_no_log(self, sarif_schema):
        log = json.loads(rendered("sarif", [LEVEL]))
        log["runs"][0]["results"][0]["level"] = "fatal"

        assert not sarif_schema.is_valid(log)

    def test_names_the_rule_the_place_and_what_was_meant(self):
        (run,) = json.loads(rendered("sarif", [LEVEL, TRANSLATION], version="1.2"))["runs"]
        first, second = run["results"]

        assert run["tool"]["driver"]["version"] == "1.2"
        assert run["columnKind"] == "unicodeCodePoints"
        assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["RP204", "RP401"]
        assert (second["ruleId"], second["ruleIndex"], second["level"]) == ("RP401", 1, "warning")
        assert first["message"]["text"] == (
            'unknown level "advnced" on scale proficiency\nOne of: basic, advanced\nHelp: did you mean "advanced"?'
        )
        assert first["locations"][0] == {
            "physicalLocation": {
                "artifactLocation": {"uri": "our%20pack/roles/gr%C3%B6%C3%9Fe%3A1%2C2.yaml"},
                "region": {"startLine": 10, "startColumn": 33, "endColumn": 40, "snippet": {"text": "advnced"}},
            },
            "logicalLocations": [{"fullyQualifiedName": "/requirements/0/asks"}],
        }

    def test_a_rule_brings_the_page_of_its_code(self):
        (run,) = json.loads(rendered("sarif", [TRANSLATION]))["runs"]
        (rule,) = run["tool"]["driver"]["rules"]

        assert rule["shortDescription"]["text"] == "a missing translation"
        assert rule["help"]["markdown"].startswith("# RP401 a missing translation\n\n")
        assert rule["help"]["text"].startswith("RP401 a missing translation\n\n")
        assert rule["fullDescription"]["text"] in " ".join(rule["help"]["text"].split())

    @given(problem=PROBLEMS.filter(lambda problem: not re.match(r"/|\.\.|[A-Za-z]:/", problem.path)))
    def test_a_relative_path_is_read_back_as_it_was(self, problem):
        """Law: unquoting the path of the URI gives the path; nothing in it is taken for a scheme, host or query."""
        (run,) = json.loads(rendered("sarif", [problem]))["runs"]
        parts = urlsplit(run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])

        assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
        assert unquote(parts.path) == problem.path

    @pytest.mark.parametrize(
        "path, uri",
        [
            ("/srv/a b/pack.yaml", "file:///srv/a%20b/pack.yaml"),
            ("C:/a b/pack.yaml", "file:///C:/a%20b/pack.yaml"),
            ("<stdin>", "%3Cstdin%3E"),
        ],
    )
    def test_other_paths(self, path, uri):
        log = rendered("sarif", [Problem(path=path, code="RP101", message="no")])

        assert f'"uri": "{uri}"' in log

    def test_a_path_that_leads_up_is_absolute(self, tmp_path, monkeypatch):
        (tmp_path / "inside").mkdir()
        monkeypatch.chdir(tmp_path / "inside")
        log = rendered("sarif", [Problem(path="../pack.yaml", code="RP101", message="no")])

        assert f'"uri": "file://{tmp_path.as_posix()}/pack.yaml"' in log


def commands_of(text):
    """The workflow commands as the runner of GitHub Actions takes them apart (ActionCommand.TryParseV2)."""
    for line in text.split("\n")[:-1]:
        head, message = line[2:].split("::", 1)
        command, properties = head.split(" ", 1)
        pairs = dict(one.split("=", 1) for one in properties.split(","))
        for found, meant in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
            pairs = {name: value.replace(found, meant) for name, value in pairs.items()}
            message = message.replace(found, meant) if meant not in ",:" else message
        yield command, pairs, message


class TestGithub:
    def test_shows_a_command_a_problem(self):
        assert rendered("github", [LEVEL, TRANSLATION]) == (
            "::error file=our pack/roles/größe%3A1%2C2.yaml,line=10,col=33,endColumn=40,title=RP204::unknown level "
            '"advnced" on scale proficiency%0AOne of: basic, advanced%0AHelp: did you mean "advanced"?\n'
            "::warning file=our pack/pack.yaml,line=5,col=8,endColumn=9,title=RP401::no text in fil\n"
        )

    @given(problems=LISTS)
    def test_the_runner_reads_back_what_was_said(self, problems):
        """Law: escaping loses nothing, so that no path and no message ends a command or begins another."""
        found = list(commands_of(rendered("github", problems)))

        assert [(severity, pairs["file"], pairs["line"], pairs["title"]) for severity, pairs, _ in found] == [
            (one.severity, one.path, str(one.line), one.code) for one in problems
        ]
        assert all(message.startswith(one.message) for (_, _, message), one in zip(found, problems, strict=True))


class TestJunit:
    @given(problems=LISTS, checked=st.lists(NAMES, max_size=2))
    def test_is_valid_whatever_the_problems_are(self, junit_schema, problems, checked):
        """Law: every list of problems is a report that Jenkins' schema accepts, with a failure an error."""
        report = problems_junit(problems, checked)
        junit_schema.validate(report)

        assert len(ET.fromstring(report).findall("*/*/failure")) == [p.severity for p in problems].count("error")  # noqa: S314

    def test_the_schema_refuses_what_is_no_report(self, junit_schema):
        assert not junit_schema.is_valid(problems_junit([LEVEL]).replace("classname=", "class="))

    def test_has_a_suite_a_file_and_a_case_a_problem(self):
        clean, wrong = "packs/clean", "our pack"
        root = ET.fromstring(problems_junit([TRANSLATION, LEVEL], [clean, wrong]))  # noqa: S314

        assert [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in root] == [
            (TRANSLATION.path, "1", "0"),
            (LEVEL.path, "1", "1"),
            (clean, "1", "0"),
        ]
        assert root[1][0].get("name") == "RP204 an unknown level (10:33)"
        assert root[1][0][0].get("message") == LEVEL.message
        assert "^^^^^^^" in root[1][0][0].text
        assert "warning RP401" in root[0][0].find("system-out").text

    def test_of_nothing_wrong_is_a_case_that_passes(self):
        root = ET.fromstring(problems_junit([], ["."]))  # noqa: S314

        assert (root.get("tests"), root.get("failures")) == ("1", "0")

    def test_the_results_of_cases_are_valid_too(self, junit_schema):
        import roleprofile as rp

        junit_schema.validate(cases_junit(run_cases(rp.load())))


class TestJson:
    @given(problems=LISTS)
    def test_holds_every_field(self, problems):
        """Law: the problems can be made again of what the list holds."""
        data = json.loads(rendered("json", problems))
        again = [
            Problem(
                **{name: tuple(value) if name == "allowed" else value for name, value in one.items() if name != "title"}
            )
            for one in data["problems"]
        ]

        assert again == problems
        assert data["counts"] == {name: [p.severity for p in problems].count(name) for name in ("error", "warning")}

    def test_names_its_kind_and_what_a_code_means(self):
        data = json.loads(rendered("json", [LEVEL]))

        assert (data["kind"], data["schema"]) == ("problems", 1)
        assert data["problems"][0] == {**asdict(LEVEL), "allowed": list(LEVEL.allowed), "title": "an unknown level"}

    def test_statistics_count_by_code_and_severity(self):
        data = json.loads(statistics_json([LEVEL, LEVEL, TRANSLATION]))

        assert data["counts"] == {"error": 2, "warning": 1}
        assert [(one["code"], one["severity"], one["count"]) for one in data["codes"]] == [
            ("RP204", "error", 2),
            ("RP401", "warning", 1),
        ]


class TestConcise:
    @given(problem=PROBLEMS)
    def test_is_one_line(self, problem):
        """Law: whatever the message holds, a problem is a line."""
        assert len(render([problem_line(problem)]).splitlines()) == 1


@pytest.mark.parametrize("form", FORMATS[2:])
def test_the_same_problems_are_the_same_text(form):
    assert rendered(form, [LEVEL, TRANSLATION]) == rendered(form, [LEVEL, TRANSLATION])
