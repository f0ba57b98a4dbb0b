"""Render problems in the formats for programs."""

from __future__ import annotations

from collections.abc import Sequence

from roleprofile.errors import CODES, Problem
from roleprofile.presentation.github import problems_github
from roleprofile.presentation.junit import problems_junit
from roleprofile.presentation.problems import counted
from roleprofile.presentation.result_json import json_of
from roleprofile.presentation.sarif import problems_sarif

#: The formats for people, then those for programs.
FORMATS = ("full", "concise", "json", "sarif", "github", "junit")


def rendered(form: str, problems: Sequence[Problem], checked: Sequence[str] = (), *, version: str = "") -> str:
    """The problems in a format for programs; each line ends with a newline.

    Args:
        form: One of :data:`FORMATS` for programs.
        problems: The problems, sorted.
        checked: The checked paths, also those without problems.
        version: The version of this library, for reports that name their program.

    >>> rendered("github", [])
    ''
    """
    if form == "json":
        return problems_json(problems)
    if form == "sarif":
        return problems_sarif(problems, version)
    if form == "github":
        return problems_github(problems)
    return problems_junit(problems, checked)


def problems_json(problems: Sequence[Problem]) -> str:
    """All fields of all problems, and their counts. Later versions may add keys, but remove none."""
    return json_of({"kind": "problems", "schema": 1, "counts": _counts(problems), "problems": tuple(problems)})


def statistics_json(problems: Sequence[Problem]) -> str:
    """The numbers of problems by code and severity."""
    codes = [
        {"code": code, "severity": severity, "count": number, "title": CODES[code]}
        for (code, severity), number in counted(problems).items()
    ]
    return json_of({"kind": "problem-statistics", "schema": 1, "counts": _counts(problems), "codes": codes})


def _counts(problems: Sequence[Problem]) -> dict[str, int]:
    errors = sum(problem.severity == "error" for problem in problems)
    return {"error": errors, "warning": len(problems) - errors}
