"""What can go wrong: one root exception, its leaves, and the problem that a file can have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Severity = Literal["error", "warning"]

#: Every code a problem can carry, with its title. A code is permanent: it is never given another meaning.
CODES: dict[str, str] = {
    "RP101": "the file cannot be read",
    "RP102": "not a regular file",
    "RP103": "a symbolic link",
    "RP104": "the file is too large",
    "RP105": "not UTF-8 text",
    "RP106": "a control character",
    "RP107": "not well-formed YAML",
    "RP108": "a tab in the indentation",
    "RP109": "an anchor or an alias",
    "RP110": "a tag",
    "RP111": "a key that is there twice",
    "RP112": "a key that is not text",
    "RP113": "a merge key",
    "RP114": "more than one document",
    "RP115": "too many values in one file",
    "RP116": "too deeply nested",
    "RP117": "a number out of range",
    "RP118": "a text that is too long",
    "RP119": "not a number, or infinite",
    "RP120": "too many files, or too much text, in a pack",
    "RP121": "an empty file",
    "RP201": "an unknown key",
    "RP202": "a missing key",
    "RP203": "a value of the wrong type",
    "RP204": "an unknown level",
    "RP205": "a value that is not one of those allowed",
    "RP206": "a text of the wrong form",
    "RP207": "a number outside its range",
    "RP208": "too few or too many entries",
    "RP209": "an unknown kind of document",
    "RP210": "an id that is not the file's name",
    "RP301": "an unknown descriptor",
    "RP302": "an unknown scale",
    "RP303": "an unknown vocabulary",
    "RP304": "an unknown term of a vocabulary",
    "RP305": "an unknown duty",
    "RP306": "an unknown role",
    "RP307": "an unknown source",
    "RP308": "an id that a change names and the role does not have",
    "RP309": "the same id twice",
    "RP310": "two variants that touch the same field",
    "RP311": "an unknown dimension of the context",
    "RP312": "an unknown measure",
    "RP313": "a pack that is not there, or not in a version that fits",
    "RP314": "a short name that two packs have",
    "RP315": "an amount where a level belongs, or a level where an amount belongs",
    "RP316": "a credit table that falls while the level rises",
    "RP317": "no key, or no alternative, that counts in full",
    "RP318": "learnt on the job and yet required from the start",
    "RP319": "a requirement that everybody meets",
    "RP320": "a minimum above what is asked",
    "RP321": "a rule without a source or a basis",
    "RP322": "a text without the pack's first language",
    "RP323": "a relation that cannot work",
    "RP324": "keys where there are none, or none where there must be",
    "RP325": "a protected attribute",
    "RP326": "variants that wait for each other",
    "RP327": "a change that does not fit what it changes",
    "RP328": "a market, or other term, without the map that a role reads",
    "RP329": "a pack without rules for its verdicts",
    "RP330": "a development option that raises nothing",
    "RP331": "stepping stones, or options, that wait for each other",
    "RP332": "an unknown person",
    "RP333": "an unknown situation",
    "RP334": "an expectation that nothing can be held against",
    "RP335": "an id that a case expects and the role does not have",
    "RP336": "a pack without a unit of effort",
    "RP337": "same or lower, where there is nothing to compare",
    "RP338": "an unknown development option",
    "RP339": "a minimum that is not met and leaves a better verdict than one that is not known",
    "RP340": "roles that extend each other",
    "RP341": "a word that does not go with extends, or without it",
    "RP342": "a patch of no role",
    "RP343": "two patches that touch the same field",
    "RP344": "patches that wait for each other",
    "RP345": "an unknown patch",
    "RP346": "a dimension that two packs bring into one role",
    "RP350": "not a built pack, or one of another form",
    "RP351": "a built pack that was damaged or edited",
    "RP352": "a built pack that holds what no pack holds",
    "RP353": "a built pack beside another pack",
    "RP354": "an approval that does not hold",
    "RP355": "a rule that is not approved",
    "RP356": "a file that is not in force",
    "RP357": "left out with what it rests on",
    "RP380": "a configuration that is not well-formed TOML",
    "RP381": "a folder that a configuration names and that has no pack",
    "RP382": "an installed pack that is not there",
    "RP383": "an installed pack of another id than declared",
    "RP401": "a missing translation",
    "RP402": "a deprecated descriptor",
    "RP403": "a requirement heavier than half of its role",
    "RP404": "months and degrees heavier than half of a role",
    "RP405": "a minimum that nothing provides or develops",
    "RP406": "a requirement needed for no duty",
    "RP407": "a duty with no requirement",
    "RP408": "a level that is asked and has no anchor",
    "RP409": "a level, or a percentage, that can never count",
    "RP410": "a verdict that a role can never give",
    "RP411": "a condition that can never hold",
    "RP412": "a condition that always holds",
    "RP413": "a variant that changes nothing",
    "RP414": "two descriptors of one name",
    "RP415": "relations that run in a circle",
    "RP416": "a way that is remote in every context",
    "RP417": "a descriptor that nobody uses",
    "RP418": "a file that has expired",
    "RP419": "a file in force that nobody has reviewed",
    "RP420": "a number without a source or a basis",
    "RP421": "a claim without a case",
    "RP422": "a likely proxy for a protected attribute",
    "RP423": "an ignore entry that ignores nothing",
    "RP501": "a table that cannot be read",
    "RP502": "a table that is too large",
    "RP503": "a sheet that is not there, or one of several",
    "RP504": "a name of the mapping that the table does not have",
    "RP505": "a header, or the name of a row, that the mapping does not have",
    "RP506": "a header, or the name of a row, that is there twice",
    "RP507": "a column without a header",
    "RP508": "a row without a name or an id",
    "RP509": "a person, a role or a requirement that is there twice",
    "RP510": "an id that looks like the name of a person",
    "RP511": "a cell that holds no value: a date, a formula, an error",
    "RP512": "merged cells",
    "RP513": "a mapping with something left to fill in",
    "RP514": "one thing that is mapped twice",
    "RP515": "a role that asks for nothing",
    "RP516": "a column that an exported table has to have",
    "RP517": "a table that was exported from another version",
}


def is_warning(code: str) -> bool:
    """Whether a code is one of those from RP401 to RP499: a pack that has one loads, and can list it under ``ignore:``.

    >>> is_warning("RP401"), is_warning("RP325")
    (True, False)
    """
    return code in CODES and code.startswith("RP4")


class RoleProfileError(Exception):
    """The root of every exception that this library raises on purpose."""


@frozen(order=False)
class Problem:
    """One mistake in one file, with the place that an editor can jump to.

    Problems sort by path, line, column, code and message.

    >>> print(Problem(path="a.yaml", line=3, column=11, code="RP204", message='unknown level "advnced"'))
    a.yaml:3:11 error RP204 unknown level "advnced"
    """

    #: The file, as it was named to the loader.
    path: str = field(kw_only=True)
    #: 1-based; a problem of the whole file stands at 1:1.
    line: int = field(default=1, kw_only=True)
    #: 1-based, counted in characters.
    column: int = field(default=1, kw_only=True)
    #: JSON pointer (RFC 6901) of the value, ``""`` for the whole document.
    pointer: str = field(default="", kw_only=True)
    #: A key of :data:`CODES`.
    code: str = field(kw_only=True)
    #: What is wrong, in words.
    message: str = field(kw_only=True)
    severity: Severity = field(default="error", kw_only=True)
    #: What to do about it, or ``""``.
    hint: str = field(default="", kw_only=True)
    #: The values that would have been right, where they can be listed.
    allowed: tuple[str, ...] = field(default=(), kw_only=True)
    #: The text of the line, ``""`` where it could not be read.
    excerpt: str = field(default="", kw_only=True)
    #: How many characters the wrong value takes, at least 1.
    width: int = field(default=1, kw_only=True)

    def __str__(self) -> str:
        """The problem on one line, as compilers print theirs."""
        return f"{self.path}:{self.line}:{self.column} {self.severity} {self.code} {self.message}"

    def _place(self) -> tuple[str, int, int, str, str, str]:
        return (self.path, self.line, self.column, self.code, self.message, self.pointer)

    def __lt__(self, other: Problem) -> bool:
        """Order by place, so that a list of problems reads from the top of the first file."""
        return self._place() < other._place()


class ProblemsError(RoleProfileError, ValueError):
    """Input that is wrong in one or more places; ``problems`` holds every one of them, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Every problem with its hint, a line or two each."""
        lines = []
        for problem in self.problems:
            lines.append(str(problem))
            if problem.allowed:
                lines.append(f"    one of: {', '.join(problem.allowed)}")
            if problem.hint:
                lines.append(f"    help: {problem.hint}")
        return "\n".join(lines)


class LoadError(ProblemsError):
    """Files that cannot be loaded."""


class PersonError(ProblemsError):
    """Facts that the catalog does not know, or a person's file that is wrong."""


class ContextError(RoleProfileError, ValueError):
    """A context with an unknown dimension or value, or without one that is needed.

    ``missing`` has the terms of each dimension that the context lacks, ``situations`` the ids of contexts with a name
    that could be given instead, those that are known to say least first; both only where that is what is wrong.
    """

    def __init__(
        self, message: str, *, missing: Mapping[str, tuple[str, ...]] | None = None, situations: tuple[str, ...] = ()
    ) -> None:
        self.missing: dict[str, tuple[str, ...]] = dict(missing or {})
        self.situations: tuple[str, ...] = situations
        super().__init__(message)


class RankingError(RoleProfileError, ValueError):
    """What cannot be put in one order: fits for other roles or contexts, efforts in different units."""


class PayError(RoleProfileError, ValueError):
    """Amounts that no pay can have; ``mistakes`` holds every one of them, sorted."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes: tuple[str, ...] = tuple(sorted(mistakes))
        super().__init__("; ".join(self.mistakes))

    def __reduce__(self) -> tuple[type[PayError], tuple[tuple[str, ...]]]:
        """Pickle as the mistakes."""
        return (PayError, (self.mistakes,))


class RecordError(RoleProfileError, ValueError):
    """A record that is damaged, of another arithmetic, or that gives another result when replayed."""


class ConversionError(RoleProfileError, ValueError):
    """A document of another format that cannot be converted, or a mapping for it that names nothing."""


class UnknownIdError(RoleProfileError, LookupError):
    """An id that the catalog does not have, or that two packs have."""


class MissingExtraError(RoleProfileError, ImportError):
    """A function of an extra whose library is not installed; ``extra`` and ``library`` name them."""

    def __init__(self, extra: str, library: str) -> None:
        self.extra, self.library = extra, library
        super().__init__(f"this needs {library}; install it with: pip install 'roleprofile[{extra}]'")

    def __reduce__(self) -> tuple[type[MissingExtraError], tuple[str, str]]:
        """Pickle as the two names."""
        return (MissingExtraError, (self.extra, self.library))
