"""Patches: what a pack changes in the roles of the packs that it builds on."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from roleprofile.model.document import Document, OneOrMore
from roleprofile.model.values import NO_TEXT, FrozenMap, Text


@frozen(kw_only=True)
class RolePatch(Document):
    """What differs in one role, in several, or in all of a job family, wherever the patch's pack is loaded."""

    label: Text = NO_TEXT
    #: The roles, of packs that this one requires; or none, and a job family.
    roles: OneOrMore = OneOrMore(())
    job_family: str = ""
    #: Patches of this pack that are applied before this one.
    after: OneOrMore = OneOrMore(())
    set: FrozenMap[str, Any] = FrozenMap()
    add: FrozenMap[str, Any] = FrozenMap()
    drop: tuple[str, ...] = ()
    #: What everything rests on that does not say so itself.
    source: OneOrMore = OneOrMore(())
    basis: str = ""
    reason: Text = NO_TEXT
    pack: str = field(default="", metadata={"origin": "loader"})
