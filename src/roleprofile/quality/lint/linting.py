"""Lint: everything that is right by the grammar of packs and may yet be unwise.

A lint rule is a class (:class:`~roleprofile.quality.lint.rules.Rule`) in one of the modules beside this one. Each has
a code of its own, and a page that says what it means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from roleprofile.errors import UnknownIdError
from roleprofile.model.finding import is_day
from roleprofile.model.pack import Pack
from roleprofile.model.role import Role
from roleprofile.model.values import Finding, closest, pointer_steps
from roleprofile.quality.lint.anchors import LevelWithoutAnchor
from roleprofile.quality.lint.conditions import AlwaysHolds, NeverHolds, VariantWithoutEffect
from roleprofile.quality.lint.context import Survey
from roleprofile.quality.lint.duties import DutyWithoutRequirement, NeededForNothing
from roleprofile.quality.lint.ignoring import Ignoring
from roleprofile.quality.lint.links import RelationCycle, UnusedDescriptor
from roleprofile.quality.lint.naming import LikelyProxy, OneNameForTwo
from roleprofile.quality.lint.places import as_written, placed
from roleprofile.quality.lint.reach import MinimumOutOfReach, NeverCounts
from roleprofile.quality.lint.remote import RemoteWay
from roleprofile.quality.lint.rules import Issue
from roleprofile.quality.lint.upkeep import ExpiredFile, UngroundedNumber, UnprovenClaim, UnreviewedFile
from roleprofile.quality.lint.verdicts import UnreachableVerdict
from roleprofile.quality.lint.weighing import HeavyRequirement, MonthsAndDegrees

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from roleprofile.errors import Problem, Severity
    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.pack_file import PackFile
    from roleprofile.quality.lint.rules import Rule

#: Every rule, by code.
RULES: tuple[Rule, ...] = (
    HeavyRequirement(),
    MonthsAndDegrees(),
    MinimumOutOfReach(),
    NeededForNothing(),
    DutyWithoutRequirement(),
    LevelWithoutAnchor(),
    NeverCounts(),
    UnreachableVerdict(),
    NeverHolds(),
    AlwaysHolds(),
    VariantWithoutEffect(),
    OneNameForTwo(),
    RelationCycle(),
    RemoteWay(),
    UnusedDescriptor(),
    ExpiredFile(),
    UnreviewedFile(),
    UngroundedNumber(),
    UnprovenClaim(),
    LikelyProxy(),
)

#: An entry of ``ignore:`` that has nothing to ignore; it is known once all rules have run.
IDLE = "RP423"


def lint(catalog: CatalogData, *, packs: Iterable[str] | None = None, as_of: str = "") -> tuple[Problem, ...]:
    """What is unwise in packs that loaded, and the warnings of loading them; without those that a pack ignores.

    Args:
        catalog: The packs with everything that they require.
        packs: The ids of the packs to look at; all of them for ``None``. What these rest on is read in any case.
        as_of: The day, ``YYYY-MM-DD``, on which files may have expired. Nothing reads a clock.

    Returns:
        Problems with the line and column of the file as it is now, sorted. Of a catalog that has no files the
        position is 1:1 of the file that a document would be expected in.

    Raises:
        UnknownIdError: There is no such pack.
        ValueError: ``as_of`` is not a day.

    >>> import roleprofile as rp
    >>> lint(rp.load(), packs=["core"])
    ()
    """
    if as_of and (len(as_of) != len("2026-03-14") or not is_day(as_of)):
        raise ValueError(f'as_of is a day such as "2026-03-14", not {as_of!r:.80}')
    names = _chosen(catalog, packs)
    survey = Survey(catalog, as_of)
    files = [file for file in survey.files if file.pack in names]
    ignoring = Ignoring({name: catalog.packs[name] for name in names})
    problems = _warned(catalog, files, ignoring)
    found: dict[str, list[Finding]] = {}
    for file, finding in (*_found(survey, files, ignoring), *_idle(files, ignoring, as_of)):
        found.setdefault(file.path, []).append(finding)
    for file in files:
        problems += placed(file, found.get(file.path, ()))
    return tuple(sorted(problems))


def _chosen(catalog: CatalogData, packs: Iterable[str] | None) -> frozenset[str]:
    names = frozenset(catalog.packs if packs is None else packs)
    for name in sorted(names - catalog.packs.keys()):
        hint = closest(name, tuple(catalog.packs))
        raise UnknownIdError(f"unknown pack {name!r}" + (f"; {hint}" if hint else ""))
    return names


def _warned(catalog: CatalogData, files: Iterable[PackFile], ignoring: Ignoring) -> list[Problem]:
    """What loading has warned of in these files; errors of files that were left out are none of lint's business."""
    by_path = {file.path: file for file in files}
    return [
        problem
        for problem in catalog.problems
        if problem.severity == "warning"
        and problem.path in by_path
        and not ignoring.covers(by_path[problem.path], problem.code, pointer_steps(problem.pointer))
    ]


def _found(survey: Survey, files: Iterable[PackFile], ignoring: Ignoring) -> Iterator[tuple[PackFile, Finding]]:
    """What each rule finds, with the file."""
    for file in files:
        for rule in RULES:
            for found in rule.check(file, survey) if isinstance(file.document, rule.looks_at) else ():
                issue = _in_file(found, file, survey)
                if not ignoring.covers(file, rule.code, issue.pointer):
                    yield file, _finding(issue, rule.code, rule.severity)


def _in_file(issue: Issue, file: PackFile, survey: Survey) -> Issue:
    """An issue of a role at its place in the role's file."""
    if not isinstance(file.document, Role):
        return issue
    return evolve(issue, pointer=as_written(file.document, survey.role(file), issue.pointer))


def _finding(issue: Issue, code: str, severity: Severity = "warning") -> Finding:
    return Finding(
        pointer=issue.pointer,
        code=code,
        severity=severity,
        message=issue.message,
        hint=issue.hint,
        at_key=issue.at_key,
    )


def _idle(files: Iterable[PackFile], ignoring: Ignoring, as_of: str) -> Iterator[tuple[PackFile, Finding]]:
    """The entries of ``ignore:`` that ignore nothing."""
    undecided = {rule.code for rule in RULES if rule.dated and not as_of}
    for file in files:
        for index, entry in ignoring.idle(file.pack) if isinstance(file.document, Pack) else ():
            if entry.code not in undecided:
                at = f" at {entry.at}" if entry.at else ""
                message = f"there is no {entry.code}{at} to ignore"
                hint = "leave the entry out; at: is the id of a document, or document#entry"
                yield file, _finding(Issue(pointer=("ignore", index), message=message, hint=hint), IDLE)
