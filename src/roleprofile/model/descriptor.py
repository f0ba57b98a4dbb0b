"""Descriptors: what a role may ask for and a person may hold; and the relations between them."""

from __future__ import annotations

from attrs import field, frozen

from roleprofile.model.document import Document, OneOrMore, State
from roleprofile.model.values import NO_TEXT, FrozenMap, Text


@frozen(kw_only=True)
class Descriptor:
    """Something that a role may ask for and a person may hold, of one ``type`` and on one scale.

    The types are O*NET's and some more: knowledge, skill, ability, other-characteristic, qualification, course,
    experience, relationship, motive.

    A keyed descriptor (``keys`` names a vocabulary) holds one value a key: ``education`` one a field of study.
    """

    id: str
    type: str
    label: Text
    aliases: FrozenMap[str, tuple[str, ...]] = FrozenMap()
    description: Text = NO_TEXT
    scale: str
    keys: str = ""
    #: What each level looks like when it is observed, by level.
    anchors: FrozenMap[str, Text] = FrozenMap()
    deprecated: bool = False
    replaced_by: str = ""
    source: OneOrMore = OneOrMore(())
    basis: str = ""
    pack: str = field(default="", metadata={"origin": "loader"})
    #: That of its file.
    state: State = field(default=State(), metadata={"origin": "loader"})


@frozen(kw_only=True)
class Relation:
    """A reviewed inference from a stated level of ``from_`` to a presumed one of ``to``.

    The presumed level is ``lower_by`` levels lower, and no higher than ``up_to``. Only stated facts are read, so that
    no chain of relations can form.
    """

    from_: str
    to: str
    lower_by: int
    up_to: str
    source: OneOrMore = OneOrMore(())
    basis: str = ""
    reason: Text = NO_TEXT
    pack: str = field(default="", metadata={"origin": "loader"})
    #: That of its file.
    state: State = field(default=State(), metadata={"origin": "loader"})


@frozen(kw_only=True)
class DescriptorList(Document):
    """One file of descriptors and relations that belong together."""

    descriptors: tuple[Descriptor, ...] = ()
    relations: tuple[Relation, ...] = ()
