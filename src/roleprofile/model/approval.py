"""Approvals: which rules were approved, in which state, by whom and when."""

from __future__ import annotations

from attrs import NOTHING, frozen

from roleprofile.model.document import Document, State
from roleprofile.model.grammar import entries, loaded, names, readers, rule
from roleprofile.model.values import FrozenMap


@frozen(kw_only=True)
class ApprovedTransition:
    """A transition: the role that it leads into, and its id in that role's file."""

    target: str = names("roles")
    id: str = rule()


@frozen(kw_only=True)
class Approval:
    """One rule (a role, a transition or a development option) approved by one body.

    It holds for the rule in the state that ``digest`` is made of: the digest of its meaning.
    """

    role: str = names("roles", "")
    transition: ApprovedTransition | None = rule(None)
    option: str = names("options", "")
    digest: str = rule()
    #: The beginnings of the digests of the rule's parts: what changed since is found by them.
    parts: FrozenMap[str, str] = rule(FrozenMap())
    #: Who decides.
    body: str = rule()
    #: Who signed for the body.
    by: str = rule()
    #: The day, as ``YYYY-MM-DD``.
    on: str = rule()
    reference: str = readers("")
    pack: str = loaded("")
    #: That of its file.
    state: State = loaded(State())


@frozen(kw_only=True)
class ApprovalList(Document):
    """One ``kind: approvals`` file."""

    approvals: tuple[Approval, ...] = entries(default=NOTHING, noun="approval", section="approvals")
