"""Lint: find documents that follow the grammar and may yet be unwise.

A lint rule is a :class:`~roleprofile.quality.lint.rule.Rule` in a module of ``quality/lint/rules/``. Each has a code of
its own and a page that explains it.
"""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any

from attrs import evolve, has

from roleprofile.errors import ArgumentValueError, Problem, Severity
from roleprofile.loading.source_map import written_at
from roleprofile.model.catalog import CatalogData, a_catalog, chosen_packs
from roleprofile.model.days import is_day
from roleprofile.model.document import Document
from roleprofile.model.pack import Ignored, Pack
from roleprofile.model.pack_file import PackFile
from roleprofile.model.role import Role
from roleprofile.model.values import Finding, Pointer, pointer_steps
from roleprofile.quality.lint.packs import LintedPacks
from roleprofile.quality.lint.rule import Issue, Rule


def _every_rule() -> Iterator[Rule]:
    rules = import_module("roleprofile.quality.lint.rules")
    for found in pkgutil.iter_modules(rules.__path__):
        for value in vars(import_module(f"{rules.__name__}.{found.name}")).values():
            if isinstance(value, type) and issubclass(value, Rule) and not inspect.isabstract(value):
                yield value()


#: Every rule, by code.
RULES: tuple[Rule, ...] = tuple(sorted(_every_rule(), key=lambda rule: rule.code))

#: The code of an unused entry of ``ignore:``, which is known after all rules have run.
IDLE = "RP423"


def lint(catalog: CatalogData, *, packs: Iterable[str] | None = None, as_of: str = "") -> tuple[Problem, ...]:
    """Check loaded packs with all lint rules, and add the warnings of the load; ignored warnings are dropped.

    Args:
        catalog: The packs with the packs that they require.
        packs: The ids of the packs to check; ``None`` for all. The packs that they require are read in any case.
        as_of: The day, ``YYYY-MM-DD``, on which files may have expired. Nothing reads a clock.

    Returns:
        Problems with the line and column of the file as it was loaded, sorted. Without files, the position
        is 1:1 of the file in which the document would be expected.

    Raises:
        UnknownIdError: There is no such pack.
        ArgumentValueError: ``as_of`` is not a day.

    >>> import roleprofile as rp
    >>> lint(rp.load(), packs=["core"])
    ()
    """
    a_catalog(catalog)
    _check_day(as_of)
    names = chosen_packs(catalog, packs)
    linted = LintedPacks(catalog, as_of)
    files = [file for file in linted.files if file.pack in names]
    ignoring = Ignoring({name: catalog.packs[name] for name in names})
    problems = _warned(catalog, files, ignoring)
    found: dict[str, list[Finding]] = {}
    for file, finding in (*_found(linted, files, ignoring), *_idle(files, ignoring, as_of)):
        found.setdefault(file.path, []).append(finding)
    for file in files:
        problems += map(file.problem, found.get(file.path, ()))
    return tuple(sorted(problems))


def lint_person(file: PackFile, catalog: CatalogData, *, as_of: str = "") -> tuple[Problem, ...]:
    """Check a person's file that is in no pack with the lint rules on people; ``as_of`` as for :func:`lint`."""
    _check_day(as_of)
    packs = LintedPacks(catalog, as_of)
    rules = [rule for rule in RULES if type(file.document) in rule.looks_at]
    return tuple(
        sorted(
            file.problem(_finding(issue, rule.code, rule.severity))
            for rule in rules
            for issue in rule.check(file, packs)
        )
    )


def _check_day(as_of: str) -> None:
    if as_of != "" and not is_day(as_of):
        raise ArgumentValueError(f'as_of is a day such as "2026-03-14", not {as_of!r:.80}')


def _warned(catalog: CatalogData, files: Iterable[PackFile], ignoring: Ignoring) -> list[Problem]:
    """The warnings of the load on these files; errors of files that were left out do not concern lint."""
    by_path = {file.path: file for file in files}
    return [
        problem
        for problem in catalog.problems
        if problem.severity == "warning"
        and problem.path in by_path
        and not ignoring.covers(by_path[problem.path], problem.code, pointer_steps(problem.pointer))
    ]


def _found(packs: LintedPacks, files: Iterable[PackFile], ignoring: Ignoring) -> Iterator[tuple[PackFile, Finding]]:
    """The issues of each rule, with their files."""
    for file in files:
        for rule in RULES:
            for found in rule.check(file, packs) if isinstance(file.document, rule.looks_at) else ():
                issue = _in_file(found, file, packs)
                if not ignoring.covers(file, rule.code, issue.pointer):
                    yield file, _finding(issue, rule.code, rule.severity)


def _in_file(issue: Issue, file: PackFile, packs: LintedPacks) -> Issue:
    """An issue, for a role with its place in the role's own file."""
    if not isinstance(file.document, Role) or file.source_map is None:
        return issue
    return evolve(issue, pointer=written_at(file.source_map.tree, packs.role(file).document, issue.pointer))


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
    """A finding for each unused entry of ``ignore:``."""
    undecided = {rule.code for rule in RULES if rule.dated and not as_of}
    for file in files:
        for index, entry in ignoring.idle(file.pack) if isinstance(file.document, Pack) else ():
            if entry.code not in undecided:
                at = f" at {entry.at}" if entry.at else ""
                message = f"there is no {entry.code}{at} to ignore"
                hint = "remove the entry; at: is the id of a document, or document#entry"
                yield file, _finding(Issue(pointer=("ignore", index), message=message, hint=hint), IDLE)


# --- ignored warnings --------------------------------------------------------------------------------------


class Ignoring:
    """The entries of ``ignore:`` in some packs, and which of them have been used."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        self._entries = {name: pack.ignore for name, pack in packs.items()}
        self._used: set[tuple[str, int]] = set()

    def covers(self, file: PackFile, code: str, pointer: Pointer) -> bool:
        """Whether the pack of a file ignores a warning at a place; the entries that do so count as used."""
        used = {
            (file.pack, index)
            for index, entry in enumerate(self._entries.get(file.pack, ()))
            if entry.code == code and _is_at(entry, file.document, pointer)
        }
        self._used |= used
        return bool(used)

    def idle(self, pack: str) -> Iterator[tuple[int, Ignored]]:
        """The unused entries of a pack."""
        for index, entry in enumerate(self._entries.get(pack, ())):
            if (pack, index) not in self._used:
                yield index, entry


def _is_at(entry: Ignored, document: Document, pointer: Pointer) -> bool:
    wanted, _, inner = entry.at.partition("#")
    return not entry.at or (wanted == document.id and (not inner or inner in names_along(document, pointer)))


def names_along(document: Document, pointer: Pointer) -> frozenset[str]:
    """The ids and keys along a pointer; keys too, because a claim has no id."""
    found: set[str] = set()
    here: Any = document
    for step in pointer:
        found.add(str(step))
        here = _inside(here, step)
        name = here.get("id") if isinstance(here, Mapping) else getattr(here, "id", None)
        if isinstance(name, str):
            found.add(name)
    return frozenset(found)


def _inside(value: Any, step: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(step)
    if has(type(value)):
        return getattr(value, str(step), None)
    if isinstance(value, tuple) and str(step).isdecimal() and int(step) < len(value):
        return value[int(step)]
    return None
