"""The blocks of case results and of mutation results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from roleprofile.model.values import number_of
from roleprofile.presentation.blocks import Block, Nested, Paragraph, Said, Tone, Verbatim, said, section, sections
from roleprofile.presentation.renderers.text import render
from roleprofile.quality import CaseResult, Check, Judgement, Mutation, MutationReport

_TONES: dict[str, Tone] = {"passed": "good", "failed": "bad", "error": "bad", "todo": "part", "todo passed": "part"}


def case_blocks(results: Iterable[CaseResult], _: str = "en", *, verbose: bool = False) -> list[Block]:
    """Cases that did not pass, with their wrong expectations; with ``verbose``, all cases and expectations."""
    shown = [result for result in results if verbose or result.outcome != "passed"]
    return sections(*([_head(result), _told(result, verbose=verbose)] for result in shown))


def _head(result: CaseResult) -> Verbatim:
    place = f"{result.file}:{result.line}" if result.line else result.file
    return Verbatim([((f"{place} ", "title"), (result.outcome, _TONES[result.outcome]), (f" {result.case}", ""))])


def _told(result: CaseResult, *, verbose: bool) -> Nested:
    cited = f" ({', '.join(result.source)})" if result.source else ""
    told = [
        f"{result.claim.in_language('en')}{cited}",
        Paragraph(f"the case could not run: {result.error}", "bad", hang=2) if result.error else None,
        *map(_check, result.checks if verbose else result.wrong),
        Paragraph("the case passes, so remove todo", "part") if result.outcome == "todo passed" else None,
    ]
    return Nested(told, 4)


def _check(check: Check) -> Said:
    counted = "" if check.contexts == 1 else f" in {check.contexts - check.wrong} of {check.contexts} contexts"
    expected = f"{check.expectation}: expected {check.expected}{counted}"
    found = [
        Paragraph(f"found {seen.found}{f' ({seen.situation})' if seen.situation else ''}", hang=2)
        for seen in check.seen
    ]
    if check.wrong > len(check.seen):
        found.append(Paragraph(f"the same in {check.wrong - len(check.seen)} more contexts", "faint"))
    return [Paragraph(expected, "good" if check.passed else "bad", hang=2), Nested(found)]


def failure_text(result: CaseResult) -> str:
    """A case that did not pass, as plain text without colours.

    It is for files and programs with their own display, such as JUnit reports.
    """
    return render([_told(result, verbose=False)]).rstrip("\n")


def case_summary(results: Iterable[CaseResult]) -> str:
    """The numbers of cases by outcome.

    >>> case_summary([])
    'No cases found.'
    """
    counts: Counter[str] = Counter(result.outcome for result in results)
    if not counts:
        return "No cases found."
    words = {"passed": "passed", "failed": "failed", "error": "could not run", "todo": "to do"}
    parts = [f"{counts[name]} {word}" for name, word in words.items() if counts[name]]
    if counts["todo passed"]:
        parts.append(f"{counts['todo passed']} to do that already pass")
    total = counts.total()
    return f"{number_of(total, 'case')}: {', '.join(parts)}."


def mutation_blocks(report: MutationReport, *, verbose: bool = False) -> list[Block]:
    """Mutations that no case notices; with ``verbose`` also noticed ones, each with its case."""
    unusable = [f"{name} fails before any change, so it proves nothing" for name in report.unusable]
    found = [Paragraph(text, "bad", hang=2) for text in unusable]
    for one in report.mutations:
        if not one.noticed:
            found.append(Paragraph(f"not noticed by any case: {_cited(one)}", "bad", hang=2))
        elif verbose:
            found.append(Paragraph(f"{_cited(one)}: noticed by {one.noticed_by}", hang=2))
    return said(found)


def _cited(one: Mutation) -> str:
    return f"{one.name} ({', '.join(one.source)})"


def mutation_summary(report: MutationReport) -> str:
    """The numbers of mutations, and of those that a case noticed."""
    total, missed = len(report.mutations), len(report.unnoticed)
    if not total:
        return "No rule cites a source."
    noticed = "all are noticed" if not missed else f"{total - missed} are noticed, {missed} are not"
    text = f"{number_of(total, 'change')} to rules that cite a source: {noticed}."
    if report.unusable:
        text += f" {len(report.unusable)} of the cases fail before any change."
    return text


def judgement_blocks(judgements: Iterable[Judgement], *, verbose: bool = False) -> list[Block]:
    """The values at which a case fails, for each number that rests on judgement.

    Without ``verbose``, numbers that no case holds are only counted by role.
    """
    held: dict[str, list[str]] = {}
    free: Counter[str] = Counter()
    for one in judgements:
        if one.free and not verbose:
            free[one.role] += 1
        else:
            held.setdefault(one.role, []).append(f"{one.name}, {one.value}: {_moves(one)}")
    unheld = [f"{name}: {number_of(count, 'number')}" for name, count in free.items()]
    return said(*(section(role, entries) for role, entries in held.items()), section("Not tested by any case", unheld))


def _moves(one: Judgement) -> str:
    parts = []
    for move, tried, word in ((one.down, one.tried_down, "down"), (one.up, one.tried_up, "up")):
        if move is not None:
            parts.append(f"fails at {move.value} ({move.case.rpartition(':')[2]})")
        elif tried:
            parts.append(f"no case fails {word} to {tried[-1]}")
    return ", ".join(parts)
