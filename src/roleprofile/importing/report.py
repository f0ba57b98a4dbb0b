"""What came of a document of another format: the person, what matched what, and everything that matched nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import frozen

if TYPE_CHECKING:
    from roleprofile.model.person import Person
    from roleprofile.model.values import Value

#: Characters of the document's own words that a report shows.
SHOWN = 120

By = Literal["label", "alias", "mapping"]


def shown(text: str) -> str:
    r"""A text as a report shows it: on one line, without control characters, cut where it is long.

    >>> shown("Sales\x1b[31m\n and marketing")
    'Sales\ufffd[31m and marketing'
    """
    line = " ".join(text[: 4 * SHOWN].split())
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
    return line if len(line) <= SHOWN else line[: SHOWN - 3] + "..."


@frozen(kw_only=True)
class Match:
    """One text that counted, and by which name it did.

    A work entry can give several: the role held, the kind of experience, the market it was in.
    """

    #: JSON pointer of the text.
    where: str
    #: The text, shortened for reading.
    text: str
    #: Full id of the descriptor, or ``""`` for a role and for what only says where somebody worked.
    descriptor: str = ""
    #: Full id of the role, or ``""``.
    role: str = ""
    #: The key of a keyed descriptor; the term that the employer's market or size is.
    key: str = ""
    #: The level; for work the full months of this one entry.
    value: Value = ""
    #: Whether a label, an alias or the caller's own mapping decided it.
    by: By
    #: The label, the alias, or the id that the caller gave.
    name: str

    def __str__(self) -> str:
        """The match on one line."""
        what = self.descriptor or self.role
        parts = [part for part in (what, self.key, str(self.value)) if part]
        return f'{self.where} "{self.text}" is {" ".join(parts)}, by {self.by} "{self.name}"'


@frozen(kw_only=True)
class Unmatched:
    """One text that does not count, and why."""

    #: JSON pointer of the text, or of the entry where a text is missing.
    where: str
    #: The text, shortened for reading; ``""`` where it is missing or is not for showing.
    text: str
    #: Why, in plain English.
    why: str
    #: What would let it count, in the words of the command line, or ``""``.
    hint: str = ""

    def __str__(self) -> str:
        """Place, text, reason and hint on one line."""
        line = f'{self.where} "{self.text}": {self.why}' if self.text else f"{self.where}: {self.why}"
        return f"{line}; {self.hint}" if self.hint else line


@frozen(kw_only=True)
class Imported:
    """A person from elsewhere, with the account of how it came about."""

    person: Person
    matched: tuple[Match, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    #: Texts of the caller's mappings that decided nothing, folded: a typing mistake, or not in this document.
    unused: tuple[str, ...] = ()
