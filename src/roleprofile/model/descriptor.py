"""Descriptors that a role may ask for and a person may hold, and the relations between them."""

from __future__ import annotations

from attrs import frozen

from roleprofile.model.document import Document, State
from roleprofile.model.grammar import cites, entries, keyed_by, loaded, names, prose, readers, rule
from roleprofile.model.values import NO_TEXT, FrozenMap, OneOrMore, Text


@frozen(kw_only=True)
class Descriptor:
    """A thing that a role may ask for and a person may hold, of one ``type`` and on one scale.

    The types extend O*NET's: knowledge, skill, ability, other-characteristic, qualification, course, experience,
    relationship, motive.

    A keyed descriptor (``keys`` names a vocabulary) has a value for each key, for example a degree for each field.
    """

    id: str = rule()
    type: str = rule(scored=False)
    label: Text = prose()
    description: Text = prose(NO_TEXT)
    aliases: FrozenMap[str, tuple[str, ...]] = readers(FrozenMap())
    scale: str = names("scales")
    keys: str = names("vocabularies", "")
    #: The observable behaviour at each level, by level.
    anchors: FrozenMap[str, Text] = keyed_by("levels", use="readers")
    deprecated: bool = rule(False)
    replaced_by: str = names("descriptors", "")
    source: OneOrMore = cites()
    basis: str = readers("")
    pack: str = loaded("")
    #: That of its file.
    state: State = loaded(State())


@frozen(kw_only=True)
class Relation:
    """A reviewed inference from a stated level of ``from_`` to a presumed one of ``to``.

    The presumed level is ``lower_by`` levels lower, and no higher than ``up_to``. Relations read only stated facts, so
    they form no chains.
    """

    from_: str = names("descriptors")
    to: str = names("descriptors")
    lower_by: int = rule()
    up_to: str = names("levels")
    source: OneOrMore = cites()
    basis: str = readers("")
    reason: Text = prose(NO_TEXT)
    pack: str = loaded("")
    #: That of its file.
    state: State = loaded(State())


@frozen(kw_only=True, repr=False)
class DescriptorList(Document):
    """One file of descriptors and relations that belong together."""

    descriptors: tuple[Descriptor, ...] = entries("id", noun="descriptor", section="descriptors")
    relations: tuple[Relation, ...] = entries("from", "to", noun="relation", section="relations")
