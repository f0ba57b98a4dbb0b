"""Every problem of every pack under tests/packs has a place that an editor can jump to, in every format."""

import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

import roleprofile as rp
from roleprofile.loading.decoding import EXCERPT
from roleprofile.model.values import REFUSED_IN_TEXT
from roleprofile.presentation.formats import FORMATS, rendered
from roleprofile.presentation.junit import problems_junit
from roleprofile.presentation.problems import problem_blocks, problem_line
from roleprofile.presentation.renderers.text import render

PACKS = Path(__file__).parents[1] / "packs"
NAMES = sorted(folder.name for folder in PACKS.iterdir())

PLACE = r"(?P<path>\S+):(?P<line>\d+):(?P<column>\d+) (?:error|warning) RP\d{3} "


@cache
def problems_of(name):
    """What is wrong with a pack, seen from its folder."""
    assert Path.cwd().name == name
    try:
        # A folder with a configuration is a project, and not a pack.
        return (rp.load(discover="configured") if Path("roleprofile.toml").exists() else rp.load(".")).problems
    except rp.LoadError as error:
        return error.problems


def lines_of(path):
    """The lines of a file as an editor counts them."""
    return Path(path).read_bytes().decode("utf-8-sig").replace("\r\n", "\n").split("\n")


@pytest.fixture(params=NAMES)
def problems(request, monkeypatch):
    monkeypatch.chdir(PACKS / request.param)
    found = problems_of(request.param)
    assert found
    return found


class TestProblems:
    def test_stand_on_a_line_and_in_a_column_that_are_there(self, problems):
        for problem in problems:
            line = lines_of(problem.path)[problem.line - 1]

            assert problem.line >= 1
            # What is missing may stand behind the last character of its line.
            assert 1 <= problem.column <= len(line) + 1, problem

    def test_show_the_line_as_it_is(self, problems):
        for problem in problems:
            # No line is shown of a file that is no configuration, nor of one that is not read.
            line = "" if problem.code in ("RP123", "RP380") else lines_of(problem.path)[problem.line - 1]

            assert problem.excerpt == REFUSED_IN_TEXT.sub("\N{REPLACEMENT CHARACTER}", line[:EXCERPT]).replace(
                "\t", " "
            )

    def test_mark_no_more_than_the_line_has(self, problems):
        for problem in problems:
            left = len(lines_of(problem.path)[problem.line - 1]) - (problem.column - 1)

            assert 1 <= problem.width <= max(left, 1), problem


def places_in_text(text):
    return [(m["path"], int(m["line"]), int(m["column"]), 0) for m in re.finditer(f"^{PLACE}", text, re.MULTILINE)]


def places_in_full(text):
    """The head of each problem, with the carets below the excerpt measured."""
    places = []
    for part in re.split(rf"^(?={PLACE})", text, flags=re.MULTILINE):
        for place in places_in_text(part):
            carets = re.search(r"^      \| ( *)(\^+)$", part, re.MULTILINE)
            places.append((*place[:3], len(carets[2]) if carets else 0))
    return places


def places_in_json(text):
    return [(one["path"], one["line"], one["column"], one["width"]) for one in json.loads(text)["problems"]]


def places_in_sarif(text):
    places = []
    for result in json.loads(text)["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        width = region["endColumn"] - region["startColumn"]
        places.append((unquote(place["artifactLocation"]["uri"]), region["startLine"], region["startColumn"], width))
    return places


def places_in_github(text):
    found = re.findall(r"^::\w+ file=([^,]+),line=(\d+),col=(\d+),endColumn=(\d+),", text, re.MULTILINE)
    return [(path, int(line), int(column), int(end) - int(column)) for path, line, column, end in found]


def places_in_junit(text):
    # A failure begins with the problem as it is shown to people.
    return [place for part in re.findall(r">([^<>]*)</(?:failure|system-out)>", text) for place in places_in_full(part)]


READERS = {
    "full": (lambda problems: render([block for one in problems for block in problem_blocks(one)]), places_in_full),
    "concise": (lambda problems: render([problem_line(one) for one in problems]), places_in_text),
    "json": (lambda problems: rendered("json", problems), places_in_json),
    "sarif": (lambda problems: rendered("sarif", problems), places_in_sarif),
    "github": (lambda problems: rendered("github", problems), places_in_github),
    "junit": (problems_junit, places_in_junit),
}
#: These mark the whole of the mistake; full and junit cut it where the terminal ends, concise marks nothing.
MARKING = ("json", "sarif", "github")


def test_every_format_is_read_here():
    assert sorted(READERS) == sorted(FORMATS)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_says_the_same_places(problems, form):
    render, read = READERS[form]
    places = read(render(problems))

    assert sorted(place[:3] for place in places) == [(p.path, p.line, p.column) for p in problems]
    if form in MARKING:
        assert [place[3] for place in places] == [p.width for p in problems]


@pytest.mark.parametrize("form", ["full", "junit"])
def test_the_carets_stand_below_the_mistake(problems, form):
    render, read = READERS[form]

    for path, line, column, carets in read(render(problems)):
        assert path.endswith((".yaml", ".yml")) <= carets <= max(1, len(lines_of(path)[line - 1]) - (column - 1))
