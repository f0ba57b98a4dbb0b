"""Problems as SARIF 2.1.0, which code hosts and editors read (OASIS, Static Analysis Results Interchange Format)."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from roleprofile.errors import CODES, Problem
from roleprofile.presentation.code_pages import page_blocks
from roleprofile.presentation.problems import problem_message
from roleprofile.presentation.renderers.text import render
from roleprofile.quality.code_pages import page_of

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_DRIVE = re.compile(r"[A-Za-z]:/")


def problems_sarif(problems: Iterable[Problem], version: str) -> str:
    """A log of one run of the library, with a result for each problem and a rule for each of their codes."""
    problems = tuple(problems)
    codes = sorted({problem.code for problem in problems})
    driver = {"name": "roleprofile", "version": version, "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        # Columns count characters, but readers assume units of UTF-16 if nothing is stated.
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, codes) for problem in problems],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str) -> dict[str, Any]:
    """A code with its title, and with its page if it has one, so that viewers can show the page offline."""
    rule: dict[str, Any] = {"id": code, "shortDescription": {"text": CODES[code]}}
    shown = page_of(code)
    if shown is not None:
        first = next(part.text for part in shown.parts if part.kind == "text")
        rule["fullDescription"] = {"text": " ".join(first.split())}
        rule["help"] = {"text": render(page_blocks(shown)), "markdown": shown.text}
    return rule


def _result(problem: Problem, codes: Sequence[str]) -> dict[str, Any]:
    region: dict[str, Any] = {
        "startLine": problem.line,
        "startColumn": problem.column,
        # The first column after the region.
        "endColumn": problem.column + problem.width,
    }
    shown = problem.excerpt[problem.column - 1 : problem.column - 1 + problem.width]
    if shown:
        region["snippet"] = {"text": shown}
    physical = {"artifactLocation": {"uri": uri(problem.path)}, "region": region}
    location: dict[str, Any] = {"physicalLocation": physical}
    if problem.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": problem.pointer}]
    return {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": problem.severity,
        "message": {"text": problem_message(problem)},
        "locations": [location],
    }


def uri(path: str) -> str:
    """A path as a URI reference; a path that leads up with ``..`` becomes absolute.

    >>> uri("our pack/roles/größe:1.yaml")
    'our%20pack/roles/gr%C3%B6%C3%9Fe%3A1.yaml'
    >>> uri("/srv/our-pack/pack.yaml")
    'file:///srv/our-pack/pack.yaml'
    """
    if path.startswith("../") or path == "..":
        # SARIF allows no ``..`` at the start of a reference.
        path = os.path.abspath(path).replace(os.sep, "/")  # noqa: PTH100 - no link is followed
    if _DRIVE.match(path):
        return f"file:///{path[0]}:{quote(path[2:])}"
    return f"file://{quote(path)}" if path.startswith("/") else quote(path)
