"""A pytest plugin: the cases of a pack are tests, wherever pytest meets their files.

pytest loads it at every start, in projects too that have no packs, so that everything else is imported late.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

# pytest loads this module at every start, so what a run without packs does not need is not imported.
if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike
    from pathlib import Path

    from roleprofile.errors import ProblemsError
    from roleprofile.evaluation.cache import EvaluationCache
    from roleprofile.model.catalog import CatalogData
    from roleprofile.quality.cases.results import CaseResult

_ENDINGS = (".yaml", ".yml")
_FOLDER = "cases"
_HEAD = "pack.yaml"
#: What stands before the kind is comments; a file of somebody else's is not read further.
_BEGINNING = 4096
_KIND = re.compile(rb"""^kind[ ]*:[ ]*["']?cases["']?[ ]*(#.*)?\r?$""", re.MULTILINE)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CasesFile | None:
    """Take a file of cases that lies in the ``cases`` folder of a pack; leave every other file to others."""
    if file_path.suffix not in _ENDINGS or file_path.parent.name != _FOLDER:
        return None
    home = next((folder for folder in file_path.parent.parents if (folder / _HEAD).is_file()), None)
    if home is None or not _has_cases(file_path):
        return None
    found: CasesFile = CasesFile.from_parent(parent, path=file_path)
    found.home = home
    return found


def _has_cases(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return _KIND.search(opened.read(_BEGINNING)) is not None
    except OSError:
        return False


class _Loaded:
    """The packs of a session, each loaded once."""

    def __init__(self) -> None:
        self._caches: dict[Path, EvaluationCache | ProblemsError] = {}
        self._told: set[Path] = set()

    def cache(self, home: Path) -> EvaluationCache:
        """The pack of a folder, at work; raises what pytest shows where it cannot be loaded."""
        from roleprofile.errors import ProblemsError
        from roleprofile.evaluation.cache import EvaluationCache
        from roleprofile.loading import load_catalog

        if home not in self._caches:
            try:
                self._caches[home] = EvaluationCache(load_catalog([home]))
            except ProblemsError as error:
                self._caches[home] = error
        found = self._caches[home]
        if not isinstance(found, ProblemsError):
            return found
        # Every file of the pack would say the same again.
        first = home not in self._told
        self._told.add(home)
        count = len(found.problems)
        said = (
            str(found) if first else f"{count} problem{'' if count == 1 else 's'}, shown with its first file of cases"
        )
        raise pytest.Collector.CollectError(f"the pack {home} cannot be loaded\n{said}")


_LOADED = pytest.StashKey[_Loaded]()


class CasesFile(pytest.File):
    """A file of cases."""

    home: Path

    def collect(self) -> Iterator[CaseItem]:
        """One test a case, in the order of the file."""
        from roleprofile.quality.cases.runner import line_of

        cache = self.session.stash.setdefault(_LOADED, _Loaded()).cache(self.home)
        found = _cases_in(cache.catalog, self.path)
        if not found:
            raise self.CollectError(f"{self.path}: the pack {self.home} has no cases from this file")
        for _, name in found:
            item: CaseItem = CaseItem.from_parent(self, name=name.rpartition(":")[2])
            item.cache, item.case, item.line = cache, name, line_of(cache.catalog, cache.catalog.cases[name])
            yield item


def _cases_in(catalog: CatalogData | Any, path: Path) -> list[tuple[int, str]]:
    """The places and full ids of the cases that a file has."""
    from pathlib import Path

    here = path.resolve()
    return sorted((case.place, name) for name, case in catalog.cases.items() if Path(case.file).resolve() == here)


class CaseItem(pytest.Item):
    """A case as a test."""

    cache: EvaluationCache
    #: The full id.
    case: str
    line: int

    def runtest(self) -> None:
        """Run the case; whatever is not a pass ends in one of the exceptions below."""
        from roleprofile.quality.cases.runner import run_case

        result = run_case(self.cache, self.case)
        if result.fails:
            raise CaseFailed(result)
        if result.outcome == "todo":
            # Without a place of its own pytest would name this line of ours.
            skipped = pytest.skip.Exception(f"to do: {_report(result)}")
            skipped._use_item_location = True  # noqa: SLF001
            raise skipped
        if result.outcome == "todo passed":
            self.add_report_section("call", "todo", "the case passes, so remove todo")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What was expected and what came out, without a traceback; anything else as pytest shows it."""
        if isinstance(excinfo.value, CaseFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[PathLike[str] | str, int | None, str]:
        """The file, the line, from 0, and the name."""
        return self.path, self.line - 1, f"case {self.name}"


class CaseFailed(Exception):  # noqa: N818 - it is pytest's failure, and no error of the program
    """A case that failed, or could not run."""

    def __init__(self, result: CaseResult) -> None:
        super().__init__(result)
        self.result = result

    def __str__(self) -> str:
        """The claim, and what was expected and found."""
        return _report(self.result)


def _report(result: CaseResult) -> str:
    lines = [result.claim.in_language("en")]
    if result.source:
        lines.append(f"sources: {', '.join(result.source)}")
    if result.error:
        lines.append(f"the case could not run: {result.error}")
    for check in result.wrong:
        of = f" in {check.contexts - check.wrong} of {check.contexts} contexts" if check.contexts > 1 else ""
        lines.append(f"{check.expectation}: expected {check.expected}{of}")
        lines += [f"    found {seen.found}" + (f" ({seen.situation})" if seen.situation else "") for seen in check.seen]
    return "\n".join(lines)
