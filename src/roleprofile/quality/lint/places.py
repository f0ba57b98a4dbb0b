"""From what a rule found in a document to a problem with a line: the file is read again for its positions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from roleprofile.loading.document import Document as Reading
from roleprofile.loading.document import File
from roleprofile.loading.files import read_bytes
from roleprofile.loading.limits import MOST_DEPTH, MOST_DIGITS, Limits
from roleprofile.loading.text import ReadFailure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roleprofile.errors import Problem
    from roleprofile.model.document import Document
    from roleprofile.model.pack_file import PackFile
    from roleprofile.model.role import Role
    from roleprofile.model.values import Finding, Pointer


def placed(file: PackFile, findings: Iterable[Finding]) -> list[Problem]:
    """The findings of one file as problems; at 1:1 where the file is not there any more, or never was."""
    findings = list(findings)
    if not findings:
        return []
    try:
        return _located(file, findings)
    except (ReadFailure, OSError):
        return [finding.problem(file.path) for finding in findings]


def _located(file: PackFile, findings: list[Finding]) -> list[Problem]:
    if not file.source:
        raise FileNotFoundError(file.path)
    source = Path(file.source)
    # It was loaded once, by limits that nobody remembers: whatever fits into the file is allowed.
    size = max(source.stat().st_size, 1)
    limits = Limits(file_bytes=size, nodes=size, depth=MOST_DEPTH, digits=MOST_DIGITS, string=size)
    document = Reading(File(source, file.path, source.name), limits, read_bytes(source, limits))
    for finding in findings:
        document.add(finding)
    return document.located()


def as_written(written: Document, whole: Role, pointer: Pointer) -> Pointer:
    """A place of a role of the catalog in the document of its file, by ids; that of the document for what it lacks.

    A role of the catalog need not be what its file says: packs can build on one another.
    """
    for length in (2, 3):
        listed, place = _at(whole, pointer[: length - 1]), pointer[length - 1 : length]
        if isinstance(listed, tuple) and place and isinstance(place[0], int):
            there = _at(written, pointer[: length - 1])
            found = [i for i, one in enumerate(there or ()) if one.id == listed[place[0]].id]
            return (*pointer[: length - 1], found[0], *pointer[length:]) if found else ()
    return pointer


def _at(model: Document | Role, path: Pointer) -> Any:
    found: Any = model
    for step in path:
        found = getattr(found, str(step), None)
    return found
