"""Case results as JUnit XML, which Jenkins, GitLab and most other build servers read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from roleprofile.reporting.cases import failure_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roleprofile.checking import CaseResult

#: What XML 1.0 cannot hold, not even escaped.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def cases_junit(results: Iterable[CaseResult]) -> str:
    """One test suite a file, one test case a case; a case that is still to do is skipped."""
    files: dict[str, list[CaseResult]] = {}
    for result in results:
        files.setdefault(result.file, []).append(result)
    every = [result for some in files.values() for result in some]
    root = ET.Element("testsuites", {"name": "roleprofile", **_counts(every)})
    for file, some in files.items():
        suite = ET.SubElement(root, "testsuite", {"name": _clean(file), **_counts(some)})
        for result in some:
            _case(suite, result)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False).join(
        ('<?xml version="1.0" encoding="UTF-8"?>\n', "\n")
    )


def _counts(results: list[CaseResult]) -> dict[str, str]:
    outcomes = [result.outcome for result in results]
    return {
        "tests": str(len(results)),
        "failures": str(outcomes.count("failed")),
        "errors": str(outcomes.count("error")),
        "skipped": str(outcomes.count("todo")),
        "time": f"{sum(result.seconds for result in results):.3f}",
    }


def _case(suite: ET.Element, result: CaseResult) -> None:
    pack, _, name = result.case.rpartition(":")
    about = {
        "classname": f"{pack}.{result.file.rpartition('/')[2].rpartition('.')[0]}",
        "name": name,
        "file": result.file,
        "line": str(result.line),
        "time": f"{result.seconds:.3f}",
    }
    case = ET.SubElement(suite, "testcase", {key: _clean(value) for key, value in about.items()})
    if result.outcome == "passed":
        return
    if result.outcome == "todo passed":
        ET.SubElement(case, "system-out").text = _clean(failure_text(result))
        return
    tag = {"failed": "failure", "error": "error", "todo": "skipped"}[result.outcome]
    message = result.error or "; ".join(f"{one.expectation}: expected {one.expected}" for one in result.wrong)
    detail = ET.SubElement(case, tag, {"message": _clean(message)})
    if tag != "skipped":
        detail.set("type", "CaseFailed" if tag == "failure" else "CaseError")
    detail.text = _clean(failure_text(result))


def _clean(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
