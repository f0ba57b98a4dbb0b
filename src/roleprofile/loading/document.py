"""Read one file into a model, and collect all its problems."""

from __future__ import annotations

from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen

from roleprofile.errors import Problem
from roleprofile.loading.decoding import ReadFailure
from roleprofile.loading.error_recovery import repaired
from roleprofile.loading.files import read_bytes
from roleprofile.loading.limits import DEFAULT_LIMITS, Limits
from roleprofile.loading.schemas import ALONE, KINDS, examine, valid
from roleprofile.loading.source_map import SourceMap
from roleprofile.model import document as head
from roleprofile.model import kinds
from roleprofile.model.convert import structure
from roleprofile.model.days import is_day
from roleprofile.model.grammar import DocumentField, paths_of, walk
from roleprofile.model.values import Finding, Pointer, closest, freeze

#: The places of days in the head of a document.
_DAYS = tuple(place for place, one in paths_of(head.Document) if one.is_day)


@frozen
class File:
    """A file of a pack: its source, its path in problems, and its path within the pack."""

    source: Path | Traversable
    path: str
    #: The path from the pack's folder, with forward slashes.
    relative: str

    @property
    def stem(self) -> str:
        """The file's name without its folder and ending."""
        return self.relative.rpartition("/")[2].rpartition(".")[0]


@define
class ParsedDocument:
    """A file that was read, with its model, if it has one, and the findings so far."""

    file: File
    limits: Limits = DEFAULT_LIMITS
    data: bytes = b""
    kind: str = ""
    tree: Any = None
    model: Any = None
    #: A set in the order of the findings; the values have no meaning.
    findings: dict[Finding, None] = field(factory=dict)
    #: Problems from before the file was parsed, which have no pointer into a tree.
    problems: list[Problem] = field(factory=list)
    #: Places with a stand-in for a mistake; findings there are dropped, because the author did not write it.
    stand_ins: frozenset[Pointer] = frozenset()
    #: The positions of its values if ``data`` does not give them.
    positions: SourceMap | None = None

    @cached_property
    def fields(self) -> tuple[tuple[Pointer, Any, DocumentField], ...]:
        """Each field that a document with a model states: place, value and meaning."""
        return tuple(walk(self.tree, type(self.model)))

    def add(self, finding: Finding) -> None:
        """Keep a finding, unless its place is at or below a stand-in."""
        if not self.stand_ins or not any(
            finding.pointer[:length] in self.stand_ins for length in range(len(finding.pointer) + 1)
        ):
            self.findings[finding] = None

    def mended(self, *prefix: str | int) -> bool:
        """Whether there is a stand-in at or below a place."""
        return bool(self.stand_ins) and any(place[: len(prefix)] == prefix for place in self.stand_ins)

    def drop_warnings(self) -> None:
        """Keep the errors alone."""
        self.findings = {finding: None for finding in self.findings if finding.severity == "error"}

    @property
    def failed(self) -> bool:
        """Whether there is an error, not only a warning."""
        return bool(self.problems) or any(finding.severity == "error" for finding in self.findings)

    @cached_property
    def source_map(self) -> SourceMap:
        """The positions of its values."""
        return self.positions or SourceMap(self.file.path, self.data, self.limits)

    def located(self) -> list[Problem]:
        """Every problem with its line and column."""
        return self.problems + [self.source_map.problem(finding) for finding in self.findings]


def read(file: File, limits: Limits, kinds: tuple[str, ...] = KINDS) -> ParsedDocument:
    """Read, parse and structure one file; problems are kept in the document."""
    document = ParsedDocument(file, limits)
    try:
        document.data = read_bytes(file.source, limits)
    except ReadFailure as failure:
        document.problems = [evolve(problem, path=file.path) for problem in failure.problems]
        return document
    return read_text(document, kinds)


def read_text(document: ParsedDocument, kinds: tuple[str, ...] = KINDS) -> ParsedDocument:
    """Parse and structure a document from its bytes."""
    # A built pack is loaded without YAML.
    from roleprofile.loading.reader import parse

    try:
        tree = parse(document.data, document.file.path, document.limits)
    except ReadFailure as failure:
        document.problems = list(failure.problems)
        return document
    judge(document, tree, kinds)
    return document


def judge(document: ParsedDocument, tree: Any, kinds: tuple[str, ...] = KINDS) -> None:
    """Check a tree against the schema of its kind, and structure it."""
    document.tree = tree
    document.kind = _kind(document, kinds)
    if document.kind:
        _model(document)


def _kind(document: ParsedDocument, kinds: tuple[str, ...]) -> str:
    tree = document.tree
    if not isinstance(tree, dict):
        message = "a document is a map that begins with kind, schema and id"
        document.add(Finding(pointer=(), code="RP203", message=message, hint="begin with, for example, kind: role"))
        return ""
    kind = tree.get("kind")
    if kind in kinds:
        return str(kind)
    if "kind" not in tree:
        hint = f"begin with, for example, kind: {'role' if 'role' in kinds else kinds[0]}"
        document.add(Finding(pointer=(), code="RP209", message='missing key "kind"', hint=hint, allowed=kinds))
        return ""
    if kind in KINDS:
        message = f"expected the file of a {' or '.join(kinds)}, got that of a {kind}"
        hint = "check the pack instead: roleprofile check FOLDER"
    elif kind in ALONE:
        message, hint = f"a {kind} is not part of a pack", "keep it next to the pack's folder"
    else:
        shown = str(kind)[:60]
        message, hint = f'unknown kind "{shown}"', closest(shown, kinds)
    document.add(Finding(pointer=("kind",), code="RP209", message=message, hint=hint, allowed=kinds))
    return ""


def _model(document: ParsedDocument) -> None:
    tree = document.tree
    if not valid(document.kind, tree):
        for finding in examine(document.kind, tree):
            document.add(finding)
        mended = repaired(document.kind, tree, document.file.stem)
        if mended is None:
            return
        tree, document.stand_ins = mended
    document.tree = freeze(tree)
    document.model = structure(document.tree, kinds.KINDS[document.kind].model)
    for place in _DAYS:
        day = document.tree.get(place[0], {}).get(place[1], "2026-03-14")
        if not is_day(day):
            message = f'"{day}" is not a day'
            document.add(Finding(pointer=place, code="RP206", message=message, hint='write, for example, "2026-03-14"'))
