"""Development options: the ways to close a gap, their effects and their effort."""

from __future__ import annotations

from typing import Any, Literal, get_args

from attrs import NOTHING, frozen

from roleprofile.model.document import Document, State
from roleprofile.model.grammar import cites, entries, keyed_by, loaded, names, prose, readers, rule
from roleprofile.model.values import NO_TEXT, FrozenMap, OneOrMore, Text

#: The kinds of options.
OptionKind = Literal["course", "assignment", "stepping-stone"]
OPTION_KINDS: tuple[OptionKind, ...] = get_args(OptionKind)


@frozen(kw_only=True)
class Job:
    """A stepping-stone job; it raises the values that the role provides after so many months."""

    role: str = names("roles")
    months: int = rule()
    #: The relevant dimensions: terms, or ``same`` and ``lower`` compared with the target's context.
    context: FrozenMap[str, OneOrMore] = keyed_by("dimensions")


@frozen(kw_only=True)
class Option:
    """A course, an assignment or a stepping-stone job."""

    id: str = rule()
    label: Text = prose()
    description: Text = prose(NO_TEXT)
    kind: OptionKind = rule()
    #: The effort, in the pack's unit.
    effort: int = rule(scored=False)
    #: By descriptor (and key): the level that it raises *to*, or the amount that it raises *by*.
    raises: FrozenMap[str, Any] = keyed_by("descriptors")
    job: Job | None = rule(None)
    #: The values that admit a person, by descriptor (and key).
    open_to: FrozenMap[str, Any] = keyed_by("descriptors")
    #: The least likely verdict for its job with which a person may begin it; the pack's if it is not given.
    admits: str = rule("", scored=False)
    #: The kind of evidence that it leaves.
    evidence: str = names("evidence", "")
    #: The contexts of the target role in which it is available, in the form of a variant's ``when``.
    when: FrozenMap[str, OneOrMore] = keyed_by("dimensions")
    #: The options that must come before it.
    after: OneOrMore = names("options", OneOrMore(()))
    reason: Text = prose(NO_TEXT)
    source: OneOrMore = cites()
    basis: str = readers("")
    pack: str = loaded("")
    #: The state of its file.
    state: State = loaded(State())


@frozen(kw_only=True, repr=False)
class OptionList(Document):
    """One ``kind: development`` file."""

    options: tuple[Option, ...] = entries("id", default=NOTHING, noun="development option", section="options")
