"""Results, problems, roles and cases as text for people, and in the formats that editors and build servers read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from roleprofile.careers.assessment import Assessment
from roleprofile.careers.paths import MovePath
from roleprofile.careers.plan import Plan
from roleprofile.careers.what_if import WhatIf
from roleprofile.model.rendering import shown_as
from roleprofile.pay.estimate import PayEstimate
from roleprofile.presentation import explanation, moves, path_pages, pay_pages, plan_pages, what_if_pages
from roleprofile.presentation.formats import FORMATS, rendered
from roleprofile.presentation.layout import Line, plain
from roleprofile.presentation.problems import problem_line, problem_lines, statistics_lines, summary
from roleprofile.presentation.role import role_lines
from roleprofile.scoring.fit import Fit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "FORMATS",
    "problem_line",
    "problem_lines",
    "rendered",
    "role_lines",
    "statistics_lines",
    "summary",
]


def _text(lines: Callable[[Any, str], Sequence[Line]]) -> Callable[[Any, str], str]:
    return lambda result, language: plain(lines(result, language))


for _kind, _lines in (
    (Assessment, moves.assessment_lines),
    (Fit, explanation.lines),
    (MovePath, lambda path, language: path_pages.paths_lines([path], language)),
    (PayEstimate, pay_pages.pay_lines),
    (Plan, plan_pages.plan_lines),
    (WhatIf, what_if_pages.what_if_lines),
):
    shown_as(_kind, _text(_lines))
