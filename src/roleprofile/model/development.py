"""Development options: what a person can do to close a gap, what it raises, and what it takes."""

from __future__ import annotations

from typing import Any

from attrs import NOTHING, frozen

from roleprofile.model.document import Document, State
from roleprofile.model.grammar import cites, entries, keyed_by, loaded, names, prose, readers, rule
from roleprofile.model.values import NO_TEXT, FrozenMap, OneOrMore, Text

#: What an option can be.
OPTION_KINDS = ("course", "assignment", "stepping-stone")


@frozen(kw_only=True)
class Job:
    """The job of a stepping stone: what its holder brings after so many months is what it raises."""

    role: str = names("roles")
    months: int = rule()
    #: As far as it matters: terms, or the words ``same`` and ``lower``, which compare with the target's.
    context: FrozenMap[str, OneOrMore] = keyed_by("dimensions")


@frozen(kw_only=True)
class Option:
    """A course, an assignment or a stepping-stone job, open to everybody or to some."""

    id: str = rule()
    label: Text = prose()
    description: Text = prose(NO_TEXT)
    #: One of :data:`OPTION_KINDS`.
    kind: str = rule()
    #: What it takes, in the pack's unit of effort.
    effort: int = rule(scored=False)
    #: Descriptor to the level that it raises *to*, or the amount that it raises *by*; or key to one of these.
    raises: FrozenMap[str, Any] = keyed_by("descriptors")
    job: Job | None = rule(None)
    #: What one has to hold to be admitted: descriptor to value, or key to value.
    open_to: FrozenMap[str, Any] = keyed_by("descriptors")
    #: The kind of evidence that it leaves for what it raises.
    evidence: str = names("evidence", "")
    #: The contexts of the target role in which it is on offer, as a variant's.
    when: FrozenMap[str, OneOrMore] = keyed_by("dimensions")
    #: Options that have to be done before.
    after: OneOrMore = names("options", OneOrMore(()))
    reason: Text = prose(NO_TEXT)
    source: OneOrMore = cites()
    basis: str = readers("")
    pack: str = loaded("")
    #: That of its file.
    state: State = loaded(State())


@frozen(kw_only=True)
class OptionList(Document):
    """One ``kind: development`` file."""

    options: tuple[Option, ...] = entries("id", default=NOTHING, noun="development option", section="options")
