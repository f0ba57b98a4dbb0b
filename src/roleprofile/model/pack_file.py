"""The files that a catalog was loaded from: which document stands in which."""

from __future__ import annotations

from typing import Any, Protocol

from attrs import field, frozen

from roleprofile.errors import Problem
from roleprofile.model.document import Document
from roleprofile.model.values import Finding, Pointer


class Positions(Protocol):
    """Where the values of a file stand: ``roleprofile.loading.source_map.SourceMap``."""

    @property
    def tree(self) -> Any:
        """The document as it is written."""

    def nearest(self, pointer: Pointer) -> Pointer:
        """The place, or that of the innermost value around it if the document lacks it."""

    def line(self, pointer: Pointer) -> int:
        """The line of a value, or of its key where it has one."""

    def problem(self, finding: Finding) -> Problem:
        """A finding with its line and column."""


@frozen(kw_only=True)
class Place:
    """A line of a file."""

    file: str
    line: int

    def __str__(self) -> str:
        """As editors and compilers write it."""
        return f"{self.file}:{self.line}"


@frozen(kw_only=True)
class PackFile:
    """A file of a pack, with the document in it as it was written."""

    #: The pack's id.
    pack: str
    #: The file, as it was named to the loader.
    path: str
    document: Document
    #: Where its values stand; ``None`` for a file that was never read.
    source_map: Positions | None = field(default=None, eq=False, repr=False)

    def line(self, pointer: Pointer) -> int:
        """The line of a value of the document; 0 where there is none."""
        return self.source_map.line(pointer) if self.source_map else 0

    def problem(self, finding: Finding) -> Problem:
        """A finding with its line and column; at 1:1 where there is none."""
        return self.source_map.problem(finding) if self.source_map else finding.problem(self.path)
