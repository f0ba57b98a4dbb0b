"""Transitions: reviewed rules of who moves into a role, in which mode and where, and why."""

from __future__ import annotations

from attrs import field, frozen

from roleprofile.model.document import Document, OneOrMore, State
from roleprofile.model.role import Alternative, Keys, Requirement
from roleprofile.model.values import NO_TEXT, FrozenMap, Text, Value

#: How somebody comes into a role: trained for another job with what they bring, promoted or moved within the firm,
#: given the job beside their own, stepping in for somebody, or by way of a job held first.
MODES = ("repurpose", "internal", "additional-duty", "stand-in", "stepping-stone")

#: What an origin's context may say instead of a term: as the target's, or lower in an ordered vocabulary.
SAME, LOWER = "same", "lower"


@frozen(kw_only=True)
class Need:
    """One more minimum requirement, of this way into the role alone; it does not change the score."""

    id: str
    label: Text = NO_TEXT
    descriptor: str = ""
    for_: Keys | None = None
    asks: Value | None = None
    any_of: tuple[Alternative, ...] = ()
    all_of: tuple[Alternative, ...] = ()
    #: Kinds of evidence, of which one must prove it.
    evidence: tuple[str, ...] = ()
    reason: Text = NO_TEXT
    source: OneOrMore = OneOrMore(())
    basis: str = ""

    @property
    def requirement(self) -> Requirement:
        """The same as a minimum requirement of a role."""
        return Requirement(
            id=self.id,
            label=self.label,
            descriptor=self.descriptor,
            for_=self.for_,
            asks=self.asks,
            any_of=self.any_of,
            all_of=self.all_of,
            evidence=self.evidence,
            necessity="minimum",
            reason=self.reason,
            source=self.source,
            basis=self.basis,
        )


@frozen(kw_only=True)
class Transition:
    """One way into a role."""

    id: str
    label: Text = NO_TEXT
    #: The role that is left, or ``any``.
    origin: str
    #: One of :data:`MODES`.
    mode: str
    #: The contexts of the target in which the rule holds, as a variant's.
    when: FrozenMap[str, OneOrMore] = FrozenMap()
    #: The context of the origin: terms, or the words ``same`` and ``lower``, which compare with the target's.
    origin_context: FrozenMap[str, OneOrMore] = FrozenMap()
    needs: tuple[Need, ...] = ()
    #: What it takes, in the pack's unit of effort.
    effort: int
    reason: Text = NO_TEXT
    source: OneOrMore = OneOrMore(())
    basis: str = ""
    #: The full id of the role that is entered.
    target: str = field(default="", metadata={"origin": "loader"})
    pack: str = field(default="", metadata={"origin": "loader"})
    #: That of its file.
    state: State = field(default=State(), metadata={"origin": "loader"})


@frozen(kw_only=True)
class TransitionList(Document):
    """One ``kind: transitions`` file: the ways into one role."""

    target: str
    transitions: tuple[Transition, ...]
