"""From what a rule found in a document to a problem with a line: the file is read again for its positions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from roleprofile.loading.document import Document, File
from roleprofile.loading.files import read_bytes
from roleprofile.loading.limits import MOST_DEPTH, MOST_DIGITS, Limits
from roleprofile.loading.text import ReadFailure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roleprofile.errors import Problem
    from roleprofile.model.pack_file import PackFile
    from roleprofile.model.values import Finding


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
    document = Document(File(source, file.path, source.name), limits, read_bytes(source, limits))
    for finding in findings:
        document.add(finding)
    return document.located()
