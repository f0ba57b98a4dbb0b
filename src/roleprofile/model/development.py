"""Development options: what a person can do to close a gap, what it raises, and what it takes."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from roleprofile.model.document import Document, OneOrMore, State
from roleprofile.model.values import NO_TEXT, FrozenMap, Text

#: What an option can be.
OPTION_KINDS = ("course", "assignment", "stepping-stone")


@frozen(kw_only=True)
class Job:
    """The job of a stepping stone: what its holder brings after so many months is what it raises."""

    role: str
    months: int
    #: As far as it matters: terms, or the words ``same`` and ``lower``, which compare with the target's.
    context: FrozenMap[str, OneOrMore] = FrozenMap()


@frozen(kw_only=True)
class Option:
    """A course, an assignment or a stepping-stone job, open to everybody or to some."""

    id: str
    label: Text
    description: Text = NO_TEXT
    #: One of :data:`OPTION_KINDS`.
    kind: str
    #: What it takes, in the pack's unit of effort.
    effort: int
    #: Descriptor to the level that it raises *to*, or the amount that it raises *by*; or key to one of these.
    raises: FrozenMap[str, Any] = FrozenMap()
    job: Job | None = None
    #: The kind of evidence that it leaves for what it raises.
    evidence: str = ""
    #: What one has to hold to be admitted: descriptor to value, or key to value.
    open_to: FrozenMap[str, Any] = FrozenMap()
    #: The contexts of the target role in which it is on offer, as a variant's.
    when: FrozenMap[str, OneOrMore] = FrozenMap()
    #: Options that have to be done before.
    after: OneOrMore = OneOrMore(())
    reason: Text = NO_TEXT
    source: OneOrMore = OneOrMore(())
    basis: str = ""
    pack: str = field(default="", metadata={"origin": "loader"})
    #: That of its file.
    state: State = field(default=State(), metadata={"origin": "loader"})


@frozen(kw_only=True)
class OptionList(Document):
    """One ``kind: development`` file."""

    options: tuple[Option, ...]
