"""Transitions: reviewed rules of who moves into a role, in which mode and where, and why."""

from __future__ import annotations

from attrs import NOTHING, frozen

from roleprofile.model.document import Document, State
from roleprofile.model.grammar import cites, entries, keyed_by, loaded, names, prose, readers, rule
from roleprofile.model.role import Alternative, Keys, Requirement
from roleprofile.model.values import NO_TEXT, FrozenMap, OneOrMore, Text, Value

#: How somebody comes into a role: trained for another job with what they bring, promoted or moved within the firm,
#: given the job beside their own, stepping in for somebody, or by way of a job held first.
MODES = ("repurpose", "internal", "additional-duty", "stand-in", "stepping-stone")

#: What an origin's context may say instead of a term: as the target's, or lower in an ordered vocabulary.
SAME, LOWER = "same", "lower"


@frozen(kw_only=True)
class Need:
    """One more minimum requirement, of this way into the role alone; it does not change the score."""

    id: str = rule()
    label: Text = prose(NO_TEXT)
    descriptor: str = names("descriptors", "", otherwise="id")
    for_: Keys | None = keyed_by("terms", None)
    asks: Value | None = rule(None)
    any_of: tuple[Alternative, ...] = entries("descriptor")
    all_of: tuple[Alternative, ...] = entries("descriptor")
    #: Kinds of evidence, of which one must prove it.
    evidence: tuple[str, ...] = names("evidence", ())
    reason: Text = prose(NO_TEXT)
    source: OneOrMore = cites()
    basis: str = readers("")

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

    id: str = rule()
    label: Text = prose(NO_TEXT)
    #: The role that is left, or ``any``.
    origin: str = names("roles")
    #: One of :data:`MODES`.
    mode: str = rule()
    #: The contexts of the target in which the rule holds, as a variant's.
    when: FrozenMap[str, OneOrMore] = keyed_by("dimensions")
    #: The context of the origin: terms, or the words ``same`` and ``lower``, which compare with the target's.
    origin_context: FrozenMap[str, OneOrMore] = keyed_by("dimensions")
    needs: tuple[Need, ...] = entries("id", noun="need")
    #: What it takes, in the pack's unit of effort.
    effort: int = rule(scored=False)
    reason: Text = prose(NO_TEXT)
    source: OneOrMore = cites()
    basis: str = readers("")
    #: The full id of the role that is entered.
    target: str = loaded("")
    pack: str = loaded("")
    #: That of its file.
    state: State = loaded(State())


@frozen(kw_only=True)
class TransitionList(Document):
    """One ``kind: transitions`` file: the ways into one role."""

    target: str = names("roles")
    transitions: tuple[Transition, ...] = entries("id", default=NOTHING, noun="transition", section="transitions")
