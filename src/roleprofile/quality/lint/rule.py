"""What a lint rule is, and what it finds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from roleprofile.errors import Severity
    from roleprofile.model.document import Document
    from roleprofile.model.pack_file import PackFile
    from roleprofile.model.values import Pointer
    from roleprofile.quality.lint.packs import LintedPacks


@frozen(kw_only=True)
class Issue:
    """Something that a rule found, with its place in a document. It gets its line when it becomes a problem."""

    pointer: Pointer = ()
    message: str
    #: What to do about it.
    hint: str = ""
    #: The key at the pointer is what is meant, not its value.
    at_key: bool = False


class Rule(ABC):
    """One thing that packs can be checked for.

    A rule looks at one document after the other; what it has to know of the others it asks of the packs, which work
    that out once for all documents and all rules.
    """

    #: A key of :data:`~roleprofile.errors.CODES`; what it means, and why it is as severe as it is, its page says.
    code: ClassVar[str]
    severity: ClassVar[Severity] = "warning"
    #: Whether it finds more on a day that is given than without one.
    dated: ClassVar[bool] = False
    #: The kinds of documents that :meth:`check` is given.
    looks_at: ClassVar[tuple[type[Document], ...]]

    @abstractmethod
    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """Everything that the rule finds in one document, in the order of its places."""
