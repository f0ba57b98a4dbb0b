"""Approvals of rules: the approved state, the body and the day."""

from __future__ import annotations

from attrs import NOTHING, frozen

from roleprofile.model.document import Document, State
from roleprofile.model.grammar import entries, head, loaded, names, readers, rule
from roleprofile.model.values import FrozenMap


@frozen(kw_only=True)
class ApprovedTransition:
    """The name of an approved transition: its target role, and its id in the file of that role."""

    target: str = names("roles")
    id: str = rule()


@frozen(kw_only=True)
class Approval:
    """One rule (a role, a transition or a development option) approved by one body.

    It holds for the state of the rule that has this ``digest``.
    """

    role: str = names("roles", "")
    transition: ApprovedTransition | None = rule(None)
    option: str = names("options", "")
    digest: str = rule()
    #: The beginnings of the digests of the rule's parts, to find the parts that changed since.
    parts: FrozenMap[str, str] = rule(FrozenMap())
    #: The body that decides.
    body: str = head()
    #: The person who signed for the body.
    by: str = head()
    #: The day, as ``YYYY-MM-DD``.
    on: str = rule()
    reference: str = readers("")
    pack: str = loaded("")
    #: The state of its file.
    state: State = loaded(State())


@frozen(kw_only=True, repr=False)
class ApprovalList(Document):
    """One ``kind: approvals`` file."""

    approvals: tuple[Approval, ...] = entries(default=NOTHING, noun="approval", section="approvals")
