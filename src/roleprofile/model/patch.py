"""Patches: what a pack changes in the roles of the packs that it builds on."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from roleprofile.model.document import Document
from roleprofile.model.grammar import cites, loaded, names, prose, readers, rule
from roleprofile.model.role import RoleAdditions, adds, sets
from roleprofile.model.values import NO_TEXT, FrozenMap, OneOrMore, Text


@frozen(kw_only=True)
class RolePatch(Document):
    """What differs in one role, in several, or in all of a job family, wherever the patch's pack is loaded."""

    label: Text = prose(NO_TEXT)
    #: The roles, of packs that this one requires; or none, and a job family.
    roles: OneOrMore = names("roles", OneOrMore(()))
    job_family: str = rule("", scored=False)
    #: Patches of this pack that are applied before this one.
    after: OneOrMore = names("patches", OneOrMore(()))
    set: FrozenMap[str, Any] = sets()
    add: FrozenMap[str, Any] = adds(RoleAdditions)
    drop: tuple[str, ...] = names("entries", ())
    #: What everything rests on that does not say so itself.
    source: OneOrMore = cites()
    basis: str = readers("")
    reason: Text = prose(NO_TEXT)
    pack: str = loaded("")
