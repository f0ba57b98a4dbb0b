"""A person's file as written; :mod:`roleprofile.rules.holdings` gives its facts a meaning in a catalog."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from roleprofile.model.document import Document
from roleprofile.model.grammar import entries, keyed_by, names, rule
from roleprofile.model.values import FrozenMap, OneOrMore


@frozen(kw_only=True)
class HeldRole:
    """A role that a person has held, as written."""

    role: str = names("roles")
    context: FrozenMap[str, str] = keyed_by("dimensions")
    months: int = rule()
    in_all: int | None = rule(None)


@frozen(kw_only=True, repr=False)
class PersonDocument(Document):
    """One ``kind: person`` file."""

    #: Descriptor to value, to ``{value, evidence}``, to a list of those; or key to one of these.
    facts: FrozenMap[str, Any] = keyed_by("descriptors", noun="fact")
    closed: OneOrMore = names("descriptors", OneOrMore(()))
    roles_held: tuple[HeldRole, ...] = entries("role")
