"""The result of a case: how often each expectation held, and examples of what was found instead."""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen

from roleprofile.model.values import FrozenMap, OneOrMore, Text

#: ``todo`` is a case that is marked as such and fails or cannot run; ``todo passed`` one that passes nevertheless.
Outcome = Literal["passed", "failed", "error", "todo", "todo passed"]

#: So many contexts are shown of those in which an expectation fails.
SHOWN = 3


@frozen(kw_only=True)
class Observed:
    """One expectation in one context."""

    expectation: str
    expected: str
    found: str
    right: bool


@frozen(kw_only=True)
class Seen:
    """The result in one context."""

    context: FrozenMap[str, str]
    found: str

    @property
    def situation(self) -> str:
        """The specified dimensions of the context in words; ``""`` for none."""
        return ", ".join(f"{name} {term}" for name, term in self.context.items() if term != "unspecified")


@frozen(kw_only=True)
class Check:
    """One expectation of a case in all its contexts."""

    #: The key under ``expect:``, such as ``verdict``.
    expectation: str
    expected: str
    #: In how many contexts it was looked at, and in how many of them it did not hold.
    contexts: int
    wrong: int
    #: The first contexts in which it did not hold; where it always held, the first of all.
    seen: tuple[Seen, ...]

    @property
    def passed(self) -> bool:
        """Whether it held in every context."""
        return not self.wrong


@frozen(kw_only=True)
class CaseResult:
    """How a case ended."""

    #: The full id, ``pack:id``.
    case: str
    claim: Text
    role: str
    source: OneOrMore
    #: The file, as problems name it, and the place of the case in it, from 0.
    file: str
    place: int
    #: 0 where the catalog has no files, as that of a built pack.
    line: int = 0
    outcome: Outcome
    checks: tuple[Check, ...] = ()
    #: In how many contexts the case ran.
    contexts: int = 0
    #: Why the case could not run; ``""`` where it could.
    error: str = ""
    seconds: float = field(default=0.0, eq=False)

    @property
    def fails(self) -> bool:
        """Whether the case is a finding: it failed, or could not run."""
        return self.outcome in {"failed", "error"}

    @property
    def wrong(self) -> tuple[Check, ...]:
        """The expectations that did not hold."""
        return tuple(check for check in self.checks if not check.passed)
