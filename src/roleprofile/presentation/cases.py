"""How cases ended, and which rules they prove, as text for people and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from roleprofile.presentation.layout import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from roleprofile.presentation.layout import Line, Style
    from roleprofile.quality import CaseResult, Check, Judgement, Mutation, MutationReport

_TONES: dict[str, Style] = {"passed": "good", "failed": "bad", "error": "bad", "todo": "part", "todo passed": "part"}


def case_lines(results: Iterable[CaseResult], *, verbose: bool = False) -> list[Line]:
    """What failed, could not run or is still to do, with what was expected and found; with ``verbose`` every case."""
    found: list[Line] = []
    for result in results:
        if verbose or result.outcome != "passed":
            found += [*_lines(result, verbose=verbose), ()]
    return found[:-1]


def _lines(result: CaseResult, *, verbose: bool) -> list[Line]:
    place = f"{result.file}:{result.line}" if result.line else result.file
    head: Line = ((f"{place} ", "title"), (result.outcome, _TONES[result.outcome]), (f" {result.case}", ""))
    cited = f" ({', '.join(result.source)})" if result.source else ""
    found: list[Line] = [head, *wrapped(f"{result.claim.in_language('en')}{cited}", indent=4)]
    if result.error:
        found += wrapped(f"it could not run: {result.error}", indent=4, hanging=6, style="bad")
    for check in result.checks if verbose else result.wrong:
        found += _check(check)
    if result.outcome == "todo passed":
        found += wrapped("it passes: take out todo", indent=4, style="part")
    return found


def _check(check: Check) -> list[Line]:
    tone: Style = "good" if check.passed else "bad"
    counted = "" if check.contexts == 1 else f" in {check.contexts - check.wrong} of {check.contexts} contexts"
    found = wrapped(f"{check.expectation}: expected {check.expected}{counted}", indent=4, hanging=6, style=tone)
    for seen in check.seen:
        where = f" ({seen.situation})" if seen.situation else ""
        found += wrapped(f"found {seen.found}{where}", indent=6, hanging=8)
    if check.wrong > len(check.seen):
        found += wrapped(f"and so in {check.wrong - len(check.seen)} more", indent=6, style="faint")
    return found


def failure_text(result: CaseResult) -> str:
    """A case that did not pass, as plain text without colours.

    For files and programs that show it in their own way, such as JUnit's.
    """
    return "\n".join("".join(piece for piece, _ in line).rstrip() for line in _lines(result, verbose=False)[1:])


def case_summary(results: Iterable[CaseResult]) -> str:
    """How many cases there were, by how they ended.

    >>> case_summary([])
    'No case was found.'
    """
    counts: Counter[str] = Counter(result.outcome for result in results)
    if not counts:
        return "No case was found."
    words = {"passed": "passed", "failed": "failed", "error": "could not run", "todo": "to do"}
    parts = [f"{counts[name]} {word}" for name, word in words.items() if counts[name]]
    if counts["todo passed"]:
        parts.append(f"{counts['todo passed']} to do and passing already")
    total = counts.total()
    return f"{total} case{'' if total == 1 else 's'}: {', '.join(parts)}."


def cases_json(results: Iterable[CaseResult]) -> str:
    """The results for a program: counts, and every case with its expectations."""
    results = tuple(results)
    counts = Counter(result.outcome for result in results)
    cases = [
        {
            "case": result.case,
            "claim": dict(result.claim),
            "role": result.role,
            "source": list(result.source),
            "file": result.file,
            "line": result.line,
            "outcome": result.outcome,
            "contexts": result.contexts,
            "error": result.error,
            "seconds": round(result.seconds, 3),
            "expectations": [_check_data(check) for check in result.checks],
        }
        for result in results
    ]
    return _text({"kind": "case-results", "schema": 1, "counts": dict(sorted(counts.items())), "cases": cases})


def _check_data(check: Check) -> dict[str, Any]:
    return {
        "expectation": check.expectation,
        "expected": check.expected,
        "passed": check.passed,
        "contexts": check.contexts,
        "wrong": check.wrong,
        "seen": [{"context": dict(seen.context), "found": seen.found} for seen in check.seen],
    }


def mutation_lines(report: MutationReport, *, verbose: bool = False) -> list[Line]:
    """The rules whose loss no case notices; with ``verbose`` also the others, each with the case that does."""
    found: list[Line] = []
    for name in report.unusable:
        found += wrapped(f"{name} does not pass as it is, and proves nothing", hanging=2, style="bad")
    for one in report.mutations:
        if not one.noticed:
            found += wrapped(f"nothing notices: {_cited(one)}", hanging=2, style="bad")
        elif verbose:
            found += wrapped(f"{_cited(one)}: noticed by {one.noticed_by}", hanging=2)
    return found


def _cited(one: Mutation) -> str:
    return f"{one.name} ({', '.join(one.source)})"


def mutation_summary(report: MutationReport) -> str:
    """How many rules were taken out, and how many of them a case noticed."""
    total, missed = len(report.mutations), len(report.unnoticed)
    if not total:
        return "No rule rests on a source."
    noticed = "every one is noticed" if not missed else f"{total - missed} are noticed, {missed} are not"
    text = f"{total} change{'' if total == 1 else 's'} to rules that rest on a source: {noticed}."
    if report.unusable:
        text += f" {len(report.unusable)} of the cases do not pass as they are."
    return text


def judgement_lines(judgements: Iterable[Judgement], *, verbose: bool = False) -> list[Line]:
    """How far each number that rests on judgement could move before a case fails.

    Without ``verbose``, of those that no case holds only how many each role has.
    """
    found: list[Line] = []
    free: Counter[str] = Counter()
    role = ""
    for one in judgements:
        if one.free and not verbose:
            free[one.role] += 1
            continue
        if one.role != role:
            role = one.role
            found.append(((role, "title"),))
        found += wrapped(f"{one.name}, {one.value}: {_moves(one)}", indent=2, hanging=4)
    if free:
        found.append((("Held by no case", "title"),))
        for name, count in free.items():
            found += wrapped(f"{name}: {count} number{'' if count == 1 else 's'}", indent=2)
    return found


def _moves(one: Judgement) -> str:
    parts = []
    for move, tried, word in ((one.down, one.tried_down, "down"), (one.up, one.tried_up, "up")):
        if move is not None:
            parts.append(f"fails at {move.value} ({move.case.rpartition(':')[2]})")
        elif tried:
            parts.append(f"nothing fails {word} to {tried[-1]}")
    return ", ".join(parts)


def mutations_json(report: MutationReport, judgements: Sequence[Judgement] | None = None) -> str:
    """The report for a program; the numbers that rest on judgement where they were looked at."""
    data: dict[str, Any] = {
        "kind": "mutation-results",
        "schema": 1,
        "unusable": list(report.unusable),
        "mutations": [
            {
                "name": one.name,
                "kind": one.kind,
                "act": one.act,
                "pack": one.pack,
                "source": list(one.source),
                "noticed_by": one.noticed_by or None,
            }
            for one in report.mutations
        ],
    }
    if judgements is not None:
        data["judgements"] = [
            {
                "name": one.name,
                "role": one.role,
                "value": one.value,
                "tried_down": list(one.tried_down),
                "tried_up": list(one.tried_up),
                "down": {"value": one.down.value, "case": one.down.case} if one.down else None,
                "up": {"value": one.up.value, "case": one.up.case} if one.up else None,
            }
            for one in judgements
        ]
    return _text(data)


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
