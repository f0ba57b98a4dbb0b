"""Patches: changes of a pack to roles of the packs that it requires."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from roleprofile.model.document import Document
from roleprofile.model.grammar import cites, loaded, names, prose, readers, rule
from roleprofile.model.role import RoleAdditions, adds, sets
from roleprofile.model.values import NO_TEXT, FrozenMap, OneOrMore, Text


@frozen(kw_only=True, repr=False)
class RolePatch(Document):
    """Changes to one role, to several, or to a job family, wherever the pack of the patch is loaded."""

    label: Text = prose(NO_TEXT)
    #: The roles of required packs; empty if a job family is given.
    roles: OneOrMore = names("roles", OneOrMore(()))
    job_family: str = rule("", scored=False)
    #: Patches of this pack that are applied before this one.
    after: OneOrMore = names("patches", OneOrMore(()))
    set: FrozenMap[str, Any] = sets()
    add: FrozenMap[str, Any] = adds(RoleAdditions)
    drop: tuple[str, ...] = names("entries", ())
    #: The source and basis of entries that state none.
    source: OneOrMore = cites()
    basis: str = readers("")
    reason: Text = prose(NO_TEXT)
    pack: str = loaded("")
