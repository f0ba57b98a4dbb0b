"""A person's file as it is written; what it means depends on a catalog, see :mod:`roleprofile.rules.holdings`."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from roleprofile.model.document import Document, OneOrMore
from roleprofile.model.values import FrozenMap


@frozen(kw_only=True)
class HeldRole:
    """A role that a person has held, as the file has it."""

    role: str
    months: int
    context: FrozenMap[str, str] = FrozenMap()


@frozen(kw_only=True)
class PersonDocument(Document):
    """One ``kind: person`` file."""

    #: Descriptor to value, to ``{value, evidence}``, to a list of those; or key to one of these.
    facts: FrozenMap[str, Any] = FrozenMap()
    closed: OneOrMore = OneOrMore(())
    roles_held: tuple[HeldRole, ...] = ()
