"""Approvals: which rules were approved, in which state, by whom and when."""

from __future__ import annotations

from attrs import field, frozen

from roleprofile.model.document import Document, State
from roleprofile.model.values import FrozenMap


@frozen(kw_only=True)
class Way:
    """A transition: the role that it leads into, and its id in that role's file."""

    target: str
    id: str


@frozen(kw_only=True)
class Approval:
    """One rule (a role, a transition or a development option) approved by one body.

    It holds for the rule in the state that ``digest`` is made of: the digest of its meaning.
    """

    role: str = ""
    transition: Way | None = None
    option: str = ""
    digest: str
    #: The beginnings of the digests of the rule's parts: what changed since is found by them.
    parts: FrozenMap[str, str] = FrozenMap()
    #: Who decides.
    body: str
    #: Who signed for the body.
    by: str
    #: The day, as ``YYYY-MM-DD``.
    on: str
    reference: str = ""
    pack: str = field(default="", metadata={"origin": "loader"})
    #: That of its file.
    state: State = field(default=State(), metadata={"origin": "loader"})


@frozen(kw_only=True)
class ApprovalList(Document):
    """One ``kind: approvals`` file."""

    approvals: tuple[Approval, ...]
