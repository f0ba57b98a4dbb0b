"""The exceptions of this library, and the problem that a file can have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal

from attrs import field, frozen

Severity = Literal["error", "warning"]


class _Titles(Mapping[str, str]):
    """The title of each page in ``codes/``, by its code; the pages are read when a title is first asked for."""

    @cached_property
    def _read(self) -> dict[str, str]:
        from importlib import resources

        pages = resources.files("roleprofile").joinpath("codes").iterdir()
        heads = sorted(page.read_text("utf-8").partition("\n")[0] for page in pages)
        return {code: title for code, _, title in (head.removeprefix("# ").partition(" ") for head in heads)}

    def __getitem__(self, code: str) -> str:
        return self._read[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


#: Every code that a problem can carry, with the title of its page. A code is permanent: it never gets another meaning.
CODES: Mapping[str, str] = _Titles()


def is_warning(code: str) -> bool:
    """Whether a code is one of those from RP401 to RP499: a pack that has one loads, and can list it under ``ignore:``.

    >>> is_warning("RP401"), is_warning("RP325")
    (True, False)
    """
    return code in CODES and code.startswith("RP4")


class RoleProfileError(Exception):
    """The root of all exceptions of this library."""


@frozen(order=False)
class Problem:
    """One mistake in one file, with the place that an editor can jump to.

    Problems sort by path, line, column, code and message.

    >>> print(Problem(path="a.yaml", line=3, column=11, code="RP204", message='unknown level "advnced"'))
    a.yaml:3:11 error RP204 unknown level "advnced"
    """

    #: The path of the file, as given to the loader.
    path: str = field(kw_only=True)
    #: 1-based; a problem of the whole file stands at 1:1.
    line: int = field(default=1, kw_only=True)
    #: 1-based, counted in characters.
    column: int = field(default=1, kw_only=True)
    #: JSON pointer (RFC 6901) of the value, ``""`` for the whole document.
    pointer: str = field(default="", kw_only=True)
    #: A key of :data:`CODES`.
    code: str = field(kw_only=True)
    #: The mistake in words.
    message: str = field(kw_only=True)
    severity: Severity = field(default="error", kw_only=True)
    #: The way to mend it, or ``""``.
    hint: str = field(default="", kw_only=True)
    #: The allowed values, if they can be listed.
    allowed: tuple[str, ...] = field(default=(), kw_only=True)
    #: The text of the line; ``""`` if it could not be read.
    excerpt: str = field(default="", kw_only=True)
    #: The number of characters of the wrong value, at least 1.
    width: int = field(default=1, kw_only=True)

    def __str__(self) -> str:
        """The problem on one line, in the form of compilers."""
        return f"{self.path}:{self.line}:{self.column} {self.severity} {self.code} {self.message}"

    def _place(self) -> tuple[str, int, int, str, str, str]:
        return (self.path, self.line, self.column, self.code, self.message, self.pointer)

    def __lt__(self, other: Problem) -> bool:
        """Order by place, so that a list of problems reads from the top of the first file."""
        return self._place() < other._place()


class ProblemsError(RoleProfileError, ValueError):
    """Wrong input; ``problems`` has all mistakes, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Every problem with its hint, in one or two lines each."""
        lines = []
        for problem in self.problems:
            lines.append(str(problem))
            if problem.allowed:
                lines.append(f"    one of: {', '.join(problem.allowed)}")
            if problem.hint:
                lines.append(f"    help: {problem.hint}")
        return "\n".join(lines)


class ArgumentTypeError(RoleProfileError, TypeError):
    """An argument of a type that the function does not take."""


class ArgumentValueError(RoleProfileError, ValueError):
    """An argument with a value that the function does not take, such as an unknown language or a wrong day."""


class LoadError(ProblemsError):
    """Files that cannot be loaded."""


class PersonError(ProblemsError):
    """Facts that the catalog does not know, or mistakes in a person's file."""


class ContextError(RoleProfileError, ValueError):
    """A context with an unknown dimension or term, or without a dimension that is needed.

    If dimensions are missing, ``missing`` has the terms of each of them, and ``situations`` has the ids of situations
    that could be given instead, the least specific first. Otherwise both are empty.
    """

    def __init__(
        self, message: str, *, missing: Mapping[str, tuple[str, ...]] | None = None, situations: tuple[str, ...] = ()
    ) -> None:
        self.missing: dict[str, tuple[str, ...]] = dict(missing or {})
        self.situations: tuple[str, ...] = situations
        super().__init__(message)


class RankingError(RoleProfileError, ValueError):
    """Fits or efforts that cannot be compared: other roles or contexts, or different units."""


class PayError(RoleProfileError, ValueError):
    """Impossible amounts of a pay; ``mistakes`` has all of them, sorted."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes: tuple[str, ...] = tuple(sorted(mistakes))
        super().__init__("; ".join(self.mistakes))

    def __reduce__(self) -> tuple[type[PayError], tuple[tuple[str, ...]]]:
        """Pickle as the mistakes."""
        return (PayError, (self.mistakes,))


class RecordError(RoleProfileError, ValueError):
    """A fit that has no record, or a record that cannot be replayed."""


class ReplayError(ProblemsError, RecordError):
    """A record that is damaged, has another arithmetic, or gives another result in a replay."""


class ConversionError(RoleProfileError, ValueError):
    """A document of another format that cannot be converted, or a mapping for it that names nothing."""


class ResumeError(ProblemsError, ConversionError):
    """A JSON Resume that cannot be read; its problems quote no line of it, because a line may have a name."""


class UnknownIdError(RoleProfileError, LookupError):
    """An id that the catalog does not have, or that two packs have."""


class MissingExtraError(RoleProfileError, ImportError):
    """A function that needs an extra which is not installed; ``extra`` and ``library`` name it."""

    def __init__(self, extra: str, library: str) -> None:
        self.extra, self.library = extra, library
        super().__init__(f"this function needs {library}; install it with: pip install 'roleprofile[{extra}]'")

    def __reduce__(self) -> tuple[type[MissingExtraError], tuple[str, str]]:
        """Pickle as the two names."""
        return (MissingExtraError, (self.extra, self.library))
