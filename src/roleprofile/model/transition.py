"""Transitions: reviewed rules of moves into a role, with mode, contexts and reason."""

from __future__ import annotations

from typing import Literal, get_args

from attrs import NOTHING, frozen

from roleprofile.model.document import Document, State
from roleprofile.model.grammar import cites, entries, keyed_by, loaded, names, prose, readers, rule
from roleprofile.model.role import Alternative, Keys, Requirement
from roleprofile.model.values import NO_TEXT, FrozenMap, OneOrMore, Text, Value

Mode = Literal["repurpose", "internal", "additional-duty", "stand-in", "stepping-stone"]
#: The modes of a move: retraining for another job, a move within the firm, an additional duty, standing in for a
#: colleague, or a stepping-stone job first.
MODES: tuple[Mode, ...] = get_args(Mode)

#: Words for a term of the origin's context: the target's term, or a lower one in an ordered vocabulary.
SAME, LOWER = "same", "lower"


@frozen(kw_only=True)
class Need:
    """A minimum requirement of one transition; it does not change the score."""

    id: str = rule()
    label: Text = prose(NO_TEXT)
    descriptor: str = names("descriptors", "", otherwise="id")
    for_: Keys | None = keyed_by("terms", None)
    asks: Value | None = rule(None)
    any_of: tuple[Alternative, ...] = entries("descriptor")
    all_of: tuple[Alternative, ...] = entries("descriptor")
    #: The kinds of evidence that prove it.
    evidence: tuple[str, ...] = names("evidence", ())
    reason: Text = prose(NO_TEXT)
    source: OneOrMore = cites()
    basis: str = readers("")

    @property
    def requirement(self) -> Requirement:
        """The need as a minimum requirement of a role."""
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
    """A declared move into a role."""

    id: str = rule()
    label: Text = prose(NO_TEXT)
    #: The origin role, or ``any``.
    origin: str = names("roles")
    mode: Mode = rule()
    #: The contexts of the target in which it holds, in the form of a variant's ``when``.
    when: FrozenMap[str, OneOrMore] = keyed_by("dimensions")
    #: The context of the origin: terms, or ``same`` and ``lower`` compared with the target's context.
    origin_context: FrozenMap[str, OneOrMore] = keyed_by("dimensions")
    needs: tuple[Need, ...] = entries("id", noun="need")
    #: The effort, in the pack's unit.
    effort: int = rule(scored=False)
    reason: Text = prose(NO_TEXT)
    source: OneOrMore = cites()
    basis: str = readers("")
    #: The full id of the target role.
    target: str = loaded("")
    pack: str = loaded("")
    #: The state of its file.
    state: State = loaded(State())


@frozen(kw_only=True, repr=False)
class TransitionList(Document):
    """One ``kind: transitions`` file: the ways into one role."""

    target: str = names("roles")
    transitions: tuple[Transition, ...] = entries("id", default=NOTHING, noun="transition", section="transitions")
