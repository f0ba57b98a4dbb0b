"""Paths in words: each step with where it leads, how and why, and how well people fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleprofile.careers.context_matching import SAME_EMPLOYER
from roleprofile.evaluation.subjects import TYPICAL_MONTHS
from roleprofile.presentation.language import Words, months_text
from roleprofile.presentation.layout import Line, page, section, wrapped
from roleprofile.presentation.moves import move_title, rules, way_text
from roleprofile.presentation.results import (
    held_back,
    legend,
    partial_lines,
    place_text,
    score_text,
    two_numbers,
    verdict_text,
    who,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from roleprofile.careers.context_matching import Names
    from roleprofile.careers.paths import MovePath, PathStep


def paths_lines(paths: Sequence[MovePath], language: str) -> list[Line]:
    """Paths into one role, one at least, and below them what the verdicts mean."""
    role = paths[0].steps[-1].assessment.fit.role
    words = Words(language, role.languages)
    return page([*(_path(one, words) for one in paths), legend(role, words)])


def _path(path: MovePath, words: Words) -> list[Line]:
    """A path: what it takes in all, its steps, and what they rest on."""
    cited = rules((step.way for step in path.steps), words)
    person = "" if path.is_role else path.origin
    steps = [_step(number, step, person, words) for number, step in enumerate(path.steps, start=1)]
    return page([_head(path, words), *steps, section(words.say("Rules"), cited)])


def _head(path: MovePath, words: Words) -> list[Line]:
    say, last = words.say, path.steps[-1]
    origin = who(path.origin_label, path.origin, words)
    found = move_title(origin, last.target_label, last.target_context_names, words)
    steps = words.count("{number} step", "{number} steps", len(path.steps))
    effort = words.unit(path.unit, path.effort)
    months = months_text(TYPICAL_MONTHS, words)
    between = [words.text(step.origin_label) for step in path.steps[1:] if step.mode != "stepping-stone"]
    if between:
        total = say(
            "{steps}, {effort}, and the time worked in between as {jobs}: the points suppose {months} there.",
            steps=steps,
            effort=effort,
            jobs=words.listed(dict.fromkeys(between)),
            months=months,
        )
    else:
        total = say("{steps}, {effort} in all.", steps=steps, effort=effort)
    if path.steps[0].mode == "stepping-stone":
        spent = say("What was already spent in the first job counts towards it.")
        total += f" {spent}"
    found += wrapped(total)
    if path.needs_state == "not_met":
        found += wrapped(
            say("As things stand, this is not open: a step needs something that is not there."), style="bad"
        )
    if path.is_role:
        judged = say("Judged by what people usually bring after {months} in the job before.", months=months)
    elif len(path.steps) > 1:
        judged = say(
            "The first step is judged by what the person brings, the others by what people usually bring after "
            "{months} in the job before.",
            months=months,
        )
    else:
        judged = say("Judged by what the person brings.")
    if any(step.mode == "stepping-stone" for step in path.steps):
        supposed = say(
            "The points always suppose {months}, also where a step says another time; after less they may be lower.",
            months=months,
        )
        judged += f" {supposed}"
    found += wrapped(judged)
    return found + two_numbers((step.assessment.fit for step in path.steps), words)


def _step(number: int, step: PathStep, person: str, words: Words) -> list[Line]:
    say, fit = words.say, step.assessment.fit
    title = f"{number}. {who(step.origin_label, person, words)} → {words.text(step.target_label)}"
    found = wrapped(title, hanging=3, style="title")
    firm = _firm(step.target_context_names, words)
    if step.mode in SAME_EMPLOYER:
        found += wrapped(say("Within one firm: {firm}", firm=firm), 3, 5, "faint")
    else:
        found += wrapped(say("From: {firm}", firm=_firm(step.origin_context_names, words)), 3, 5, "faint")
        found += wrapped(say("To: {firm}", firm=firm), 3, 5, "faint")
    found += wrapped(way_text(step.way, words), 3, 3)
    verdict = verdict_text(step.way.verdict_low, step.way.verdict_high, words)
    found += wrapped(f"{verdict} · {score_text(fit, words)}", 3)
    return found + held_back(fit, words, 3, step.needs) + partial_lines(fit, words, 3)


def _firm(known: Names, words: Words) -> str:
    return place_text(known, words) or words.say("any firm")
