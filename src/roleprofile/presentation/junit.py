"""Case results and problems as JUnit XML, which Jenkins, GitLab and most other build servers read.

The reports keep to the schema of Jenkins' xUnit plugin, because it refuses a report with any other attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from xml.etree import ElementTree as ET

from roleprofile.errors import CODES, Problem
from roleprofile.presentation.cases import failure_text
from roleprofile.presentation.problems import problem_text
from roleprofile.quality import CaseResult

#: Characters that XML 1.0 cannot hold even as escapes.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def cases_junit(results: Iterable[CaseResult]) -> str:
    """A test suite for each file, with a test case for each case; a case to do is skipped."""
    files: dict[str, list[CaseResult]] = {}
    for result in results:
        files.setdefault(result.file, []).append(result)
    return _document([_suite(file, [_case(result) for result in some]) for file, some in files.items()])


def problems_junit(problems: Iterable[Problem], checked: Sequence[str] = ()) -> str:
    """A test suite for each file with problems, with a test case for each problem; a warning passes.

    A path of ``checked`` without problems is a suite with one passing case, because a report without cases is a
    failure to Jenkins.
    """
    files: dict[str, list[Problem]] = {}
    for problem in problems:
        files.setdefault(problem.path, []).append(problem)
    suites = [_suite(file, [_problem(problem) for problem in some]) for file, some in files.items()]
    clean = [path for path in dict.fromkeys(checked) if not any(_within(file, path) for file in files)]
    suites += [_suite(path, [_element("testcase", _about(path, "no problems"))]) for path in clean]
    return _document(suites)


def _within(file: str, path: str) -> bool:
    path = path.rstrip("/")
    return path in (".", file) or file.startswith(f"{path}/")


def _document(suites: list[ET.Element]) -> str:
    counts = {name: str(sum(int(suite.get(name, "0")) for suite in suites)) for name in ("tests", "failures", "errors")}
    seconds = sum(float(suite.get("time", "0")) for suite in suites)
    root = _element("testsuites", {"name": "roleprofile", **counts, "time": f"{seconds:.3f}"})
    root.extend(suites)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(name: str, cases: list[ET.Element]) -> ET.Element:
    counts = {
        attribute: str(sum(case.find(tag) is not None for case in cases))
        for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
    }
    seconds = sum(float(case.get("time", "0")) for case in cases)
    about = {"name": name, "file": name, "tests": str(len(cases)), **counts, "time": f"{seconds:.3f}"}
    suite = _element("testsuite", about)
    suite.extend(cases)
    return suite


def _case(result: CaseResult) -> ET.Element:
    pack, _, name = result.case.rpartition(":")
    stem = result.file.rpartition("/")[2].rpartition(".")[0]
    case = _element("testcase", _about(f"{pack}.{stem}", name, result.seconds))
    text = f"{result.file}:{result.line}\n{failure_text(result)}"
    if result.outcome == "todo passed":
        case.append(_element("system-out", {}, text))
    elif result.outcome != "passed":
        tag = {"failed": "failure", "error": "error", "todo": "skipped"}[result.outcome]
        message = result.error or "; ".join(f"{one.expectation}: expected {one.expected}" for one in result.wrong)
        kind = {"failure": {"type": "CaseFailed"}, "error": {"type": "CaseError"}}.get(tag, {})
        case.append(_element(tag, {"message": message, **kind}, text))
    return case


def _problem(problem: Problem) -> ET.Element:
    # The place makes the name unique, because servers distinguish the cases of a suite by name.
    name = f"{problem.code} {CODES[problem.code]} ({problem.line}:{problem.column})"
    case = _element("testcase", _about(problem.path, name))
    if problem.severity == "error":
        about = {"message": problem.message, "type": problem.code}
        case.append(_element("failure", about, problem_text(problem)))
    else:
        case.append(_element("system-out", {}, problem_text(problem)))
    return case


def _about(group: str, name: str, seconds: float = 0.0) -> dict[str, str]:
    return {"classname": group, "name": name, "time": f"{seconds:.3f}"}


def _element(tag: str, attributes: Mapping[str, str], text: str | None = None) -> ET.Element:
    element = ET.Element(tag, {name: _clean(value) for name, value in attributes.items()})
    element.text = None if text is None else _clean(text)
    return element


def _clean(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
