"""The kinds of documents, with their models, nouns and sections of the catalog."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from attrs import frozen

from roleprofile.model.approval import ApprovalList
from roleprofile.model.case import CaseList
from roleprofile.model.descriptor import DescriptorList
from roleprofile.model.development import OptionList
from roleprofile.model.grammar import DocumentField, fields_of, fields_within
from roleprofile.model.pack import Pack
from roleprofile.model.patch import RolePatch
from roleprofile.model.person_document import PersonDocument
from roleprofile.model.role import Role
from roleprofile.model.scale import Scale
from roleprofile.model.table_mapping import TableMapping
from roleprofile.model.transition import TransitionList
from roleprofile.model.vocabulary import Vocabulary


@frozen
class DocumentKind:
    """A kind of document."""

    model: type
    noun: str
    #: The section of the catalog for the whole document; ``""`` if only the entries of its lists have a section.
    section: str = ""
    #: Whether the document is read alone and is no part of a pack.
    alone: bool = False

    @property
    def lists(self) -> tuple[DocumentField, ...]:
        """The lists whose entries belong to a section of the catalog."""
        return tuple(one for one in fields_of(self.model).values() if one.section)


KINDS = {
    "pack": DocumentKind(Pack, "pack", "packs"),
    "scale": DocumentKind(Scale, "scale", "scales"),
    "vocabulary": DocumentKind(Vocabulary, "vocabulary", "vocabularies"),
    "descriptors": DocumentKind(DescriptorList, "list of descriptors"),
    "role": DocumentKind(Role, "role", "roles"),
    "role-patch": DocumentKind(RolePatch, "patch", "patches"),
    "transitions": DocumentKind(TransitionList, "list of transitions"),
    "development": DocumentKind(OptionList, "list of development options"),
    "cases": DocumentKind(CaseList, "list of cases"),
    "person": DocumentKind(PersonDocument, "person", "people"),
    "approvals": DocumentKind(ApprovalList, "list of approvals"),
    "table-mapping": DocumentKind(TableMapping, "table mapping", alone=True),
}


@frozen
class CatalogSection:
    """A section of the catalog, with the documents of its entries."""

    #: The kind of the documents, and the key of their list; ``""`` if each document is one entry.
    kind: str
    key: str
    model: type
    noun: str


@cache
def sections() -> Mapping[str, CatalogSection]:
    """Every section of a catalog, in the order of the kinds of documents."""
    found: dict[str, CatalogSection] = {}
    for name, kind in KINDS.items():
        if kind.section:
            found[kind.section] = CatalogSection(name, "", kind.model, kind.noun)
        found |= {one.section: CatalogSection(name, one.key, one.models[0], one.noun) for one in kind.lists}
    return found


@cache
def named_sections() -> frozenset[str]:
    """The sections whose entries documents name."""
    every = fields_within(*(kind.model for kind in KINDS.values()))
    return frozenset(name for one in every for name in (one.names, one.keyed_by)) & sections().keys()
