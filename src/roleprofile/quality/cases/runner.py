"""Run cases: check every expectation in every context."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from textwrap import shorten

from attrs import define, field

from roleprofile.errors import ProblemsError, UnknownIdError
from roleprofile.evaluation.cache import EvaluationCache
from roleprofile.model.arguments import shown, texts
from roleprofile.model.case import Case
from roleprofile.model.catalog import CatalogData, a_catalog
from roleprofile.model.values import FrozenMap, closest
from roleprofile.quality.cases.expectations import observed
from roleprofile.quality.cases.results import SHOWN, CaseResult, Check, Observed, Outcome, Seen
from roleprofile.quality.cases.subjects import CaseSubjects, situations, subjects_of


def run_cases(catalog: CatalogData, cases: Iterable[str] | None = None) -> tuple[CaseResult, ...]:
    """Run cases and return the result of each.

    Args:
        catalog: The packs with their cases.
        cases: Full ids; all of them for none given.

    >>> import roleprofile as rp
    >>> results = run_cases(rp.load())
    >>> passed(results)
    True
    """
    return tuple(each_result(catalog, cases))


def each_result(catalog: CatalogData, cases: Iterable[str] | None = None) -> Iterator[CaseResult]:
    """As :func:`run_cases`, one after the other, in the order of files and of the cases in them."""
    a_catalog(catalog)
    names = in_order(catalog) if cases is None else texts(cases, "cases", "core:reads-a-level")
    for name in names:
        if name not in catalog.cases:
            hint = closest(name, tuple(catalog.cases))
            raise UnknownIdError(f"unknown case {shown(name)}" + (f"; {hint}" if hint else ""))
    cache = EvaluationCache(catalog)
    for name in names:
        yield run_case(cache, name)


def in_order(catalog: CatalogData) -> tuple[str, ...]:
    """The full ids of all cases, in the order in which people read them."""
    cases = catalog.cases
    return tuple(sorted(cases, key=lambda name: (cases[name].pack, cases[name].file, cases[name].place, name)))


def passed(results: Iterable[CaseResult]) -> bool:
    """Whether there are cases, and none of them failed or could not run."""
    results = tuple(results)
    return bool(results) and not any(result.fails for result in results)


def run_case(cache: EvaluationCache, name: str) -> CaseResult:
    """Run one case with the results that the cache has already."""
    case = cache.catalog.cases[name]
    started = time.perf_counter()
    tally = _Tally()
    error = ""
    contexts: tuple[FrozenMap[str, str], ...] = ()
    here = ""
    try:
        contexts = situations(cache.catalog, case)
        subjects = subjects_of(cache, case)
        for context in contexts:
            here = Seen(context=context, found="").situation
            tally.add(context, observed(cache, case, context, subjects))
        if not tally.entries:
            error = "the case expects nothing that can be checked"
    except Exception as wrong:  # noqa: BLE001 - whatever happens, a case that could not run has not passed
        error = _said(wrong) + (f" ({here})" if here else "")
    checks = tally.checks()
    return CaseResult(
        case=name,
        claim=case.claim,
        role=case.role,
        source=case.source,
        file=case.file,
        place=case.place,
        line=line_of(cache.catalog, case),
        outcome=_outcome(case, error, checks),
        checks=checks,
        contexts=len(contexts),
        error=error,
        seconds=time.perf_counter() - started,
    )


def line_of(catalog: CatalogData, case: Case) -> int:
    """The line of a case in its file; 0 where the catalog has no files."""
    found = (file.line(("cases", case.place)) for file in catalog.files if file.path == case.file)
    return next(found, 0)


#: Characters of an error that are shown.
_LONGEST = 600


def _said(wrong: Exception) -> str:
    if isinstance(wrong, ProblemsError):
        return "; ".join(f"{problem.path}: {problem.message}" for problem in wrong.problems)
    text = shorten(str(wrong), _LONGEST, placeholder=" ...")
    return text if text and isinstance(wrong, (ValueError, LookupError)) else f"{type(wrong).__name__}: {text}"


def _outcome(case: Case, error: str, checks: Iterable[Check]) -> Outcome:
    wrong = any(not check.passed for check in checks)
    if case.todo:
        return "todo" if error or wrong else "todo passed"
    return "error" if error else "failed" if wrong else "passed"


@define
class _ExpectationTally:
    """The results of one expectation so far."""

    contexts: int = 0
    wrong: int = 0
    seen: list[Seen] = field(factory=list)
    first: list[Seen] = field(factory=list)


@define
class _Tally:
    """The results of all expectations so far."""

    entries: dict[tuple[str, str], _ExpectationTally] = field(factory=dict)

    def add(self, context: FrozenMap[str, str], found: Iterable[Observed]) -> None:
        for one in found:
            entry = self.entries.setdefault((one.expectation, one.expected), _ExpectationTally())
            entry.contexts += 1
            if not entry.first:
                entry.first.append(Seen(context=context, found=one.found))
            if not one.right:
                entry.wrong += 1
                if len(entry.seen) < SHOWN:
                    entry.seen.append(Seen(context=context, found=one.found))

    def checks(self) -> tuple[Check, ...]:
        return tuple(
            Check(
                expectation=name,
                expected=expected,
                contexts=entry.contexts,
                wrong=entry.wrong,
                seen=tuple(entry.seen or entry.first),
            )
            for (name, expected), entry in self.entries.items()
        )


def still_holds(
    cache: EvaluationCache, case: Case, subjects: CaseSubjects, contexts: Iterable[FrozenMap[str, str]]
) -> bool:
    """Whether a case passes in these contexts; stops at its first failure."""
    try:
        return all(one.right for context in contexts for one in observed(cache, case, context, subjects))
    except Exception:  # noqa: BLE001 - as above
        return False
