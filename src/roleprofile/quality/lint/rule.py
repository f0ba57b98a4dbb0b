"""The base class of lint rules, and the issues that they find."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from attrs import frozen

from roleprofile.errors import Severity
from roleprofile.model.document import Document
from roleprofile.model.pack_file import PackFile
from roleprofile.model.values import Pointer
from roleprofile.quality.lint.packs import LintedPacks


@frozen(kw_only=True)
class Issue:
    """A finding of a rule with its place in a document; it gets a line when it becomes a problem."""

    pointer: Pointer = ()
    message: str
    #: The way to mend it.
    hint: str = ""
    #: Whether the issue concerns the key at the pointer, not its value.
    at_key: bool = False


class Rule(ABC):
    """A lint rule: it checks one document at a time, and gets facts about the other documents from ``packs``."""

    #: A key of :data:`~roleprofile.errors.CODES`; its page explains the rule and its severity.
    code: ClassVar[str]
    severity: ClassVar[Severity] = "warning"
    #: Whether it finds more if a day is given.
    dated: ClassVar[bool] = False
    #: The kinds of documents that :meth:`check` accepts.
    looks_at: ClassVar[tuple[type[Document], ...]]

    @abstractmethod
    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """The issues of one document, in the order of their places."""
