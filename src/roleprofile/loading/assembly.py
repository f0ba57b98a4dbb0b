"""Documents into a catalog: which ids they define, which of them twice, and which cannot be relied on."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import evolve

from roleprofile.loading.packs import HEAD, Folder
from roleprofile.loading.repair import is_stand_in
from roleprofile.model.catalog import CatalogData
from roleprofile.model.values import Finding, FrozenMap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from roleprofile.loading.document import Document
    from roleprofile.model.descriptor import Relation
    from roleprofile.model.pack import Pack
    from roleprofile.model.values import Pointer

#: A document with the folder that it lies in.
Member: TypeAlias = "tuple[Folder, Document]"

_KIND_IN_TEXT = re.compile(rb"^kind\s*:\s*[\"']?([a-z]{1,20})", re.MULTILINE)
_ID_IN_TEXT = re.compile(rb"\bid\s*:\s*[\"']?([a-z0-9-]{1,100})")
#: Kinds in which an inner id is nobody else's business.
_CLOSED = {b"role", b"person", b"scale", b"vocabulary"}
#: Fields that only readers see: a stand-in there misleads nobody.
_FOR_READERS = {"label", "description", "reason", "aliases", "source", "basis"}


def ids_of_mistakes(folders: Iterable[Folder]) -> frozenset[str]:
    """The ids that files with mistakes would define: nobody is told that those are unknown."""
    found = {folder.root.name for folder in folders if folder.pack is None}
    for document in (document for folder in folders for document in folder.documents):
        if document.model is None:
            found.add(document.file.stem)
            kind = _KIND_IN_TEXT.search(document.data)
            inner = () if kind and kind[1] in _CLOSED else _ID_IN_TEXT.findall(document.data)
            found.update(name.decode() for name in inner)
        elif not _reliable(document):
            found.add(document.model.id)
        else:
            found.update(entry.id for entry in _misleading(document))
    return frozenset(found)


def _reliable(document: Document) -> bool:
    """Whether a scale or a vocabulary is as its author meant it; levels with a stand-in would mislead."""
    parts = {"scale": ("levels", "unit", "maximum"), "vocabulary": ("terms", "maps")}.get(document.kind, ())
    return not any(place[0] in parts and not _FOR_READERS & set(place) for place in document.stand_ins)


def _misleading(document: Document) -> list[Any]:
    """The descriptors and dimensions that hold a stand-in, and may therefore be not what their author meant."""
    places = {place[:2] for place in document.stand_ins if not _FOR_READERS & set(place)}
    sections = {"descriptors": ("descriptors",), "pack": ("dimensions",)}.get(document.kind, ())
    return [
        entry
        for section in (sections if places else ())
        for index, entry in enumerate(getattr(document.model, section))
        if (section, index) in places or (section == "descriptors" and is_stand_in(entry.id))
    ]


def duplicates(folders: Iterable[Folder]) -> None:
    """One id, one meaning: report the second pack, file or descriptor of the same id."""
    packs: dict[str, str] = {}
    for folder in folders:
        for document in folder.documents:
            if document.kind == "pack" and document is not folder.head:
                message = f"only the {HEAD} at the top of a pack's folder is of this kind"
                hint = "move the inner pack out, or delete this file"
                document.add(Finding(pointer=("kind",), code="RP209", message=message, hint=hint))
        if folder.head is None or folder.pack is None:
            continue
        path = folder.head.file.path
        first = packs.setdefault(folder.pack.id, path)
        if first == path:
            _twice(folder)
        else:
            folder.repeated = True
            message = f'pack "{folder.pack.id}" is there twice: also at {first}'
            hint = "give one of them another id, or load only one of them"
            folder.head.add(Finding(pointer=("id",), code="RP309", message=message, hint=hint))


def _twice(folder: Folder) -> None:
    seen: dict[tuple[str, str], str] = {}
    for document in folder.documents:
        for pointer, kind, entry_id in _named(document):
            if (kind, entry_id) in seen:
                where = seen[kind, entry_id]
                also = "in this file" if where == document.file.path else f"also in {where}"
                message = f'{kind} "{entry_id}" is there twice: {also}'
                hint = "give one of them another id, or delete it"
                document.add(Finding(pointer=pointer, code="RP309", message=message, hint=hint))
            seen.setdefault((kind, entry_id), document.file.path)


def _named(document: Document) -> Iterator[tuple[Pointer, str, str]]:
    """The ids that a document defines, with their places and kinds."""
    if document.model is None or document.kind == "pack":
        return
    if document.kind == "descriptors":
        for index, descriptor in enumerate(document.model.descriptors):
            yield ("descriptors", index, "id"), "descriptor", descriptor.id
    # Of a copy that kept its id it is said that the id is not the file's name, and that is enough.
    if document.model.id == document.file.stem:
        yield ("id",), _NOUNS.get(document.kind, document.kind), document.model.id


_NOUNS = {"descriptors": "list of descriptors"}


def assembled(members: Iterable[Member]) -> CatalogData:
    """The catalog of the documents: every id with its pack, nothing checked, nobody's people."""
    packs: dict[str, Pack] = {}
    relations: list[Relation] = []
    found: dict[str, dict[str, Any]] = {"scale": {}, "vocabulary": {}, "descriptor": {}, "role": {}}
    for folder, document in members:
        pack, model = folder.pack, document.model
        if pack is None or not _reliable(document):
            continue
        misleading = _misleading(document)
        if document is folder.head:
            dimensions = tuple(d for d in pack.dimensions if d not in misleading)
            packs[pack.id] = evolve(pack, digest=folder.digest, dimensions=dimensions)
        elif document.kind == "descriptors":
            for descriptor in (d for d in model.descriptors if d not in misleading):
                found["descriptor"].setdefault(f"{pack.id}:{descriptor.id}", evolve(descriptor, pack=pack.id))
            relations += [evolve(relation, pack=pack.id) for relation in model.relations]
        elif document.kind in found:
            more = {"document": document.tree} if document.kind == "role" else {}
            found[document.kind].setdefault(f"{pack.id}:{model.id}", evolve(model, pack=pack.id, **more))
    digests = "".join(f"{name} {pack.version} {pack.digest}\n" for name, pack in sorted(packs.items()))
    return CatalogData(
        packs=_sorted(packs),
        scales=_sorted(found["scale"]),
        vocabularies=_sorted(found["vocabulary"]),
        descriptors=_sorted(found["descriptor"]),
        relations=tuple(sorted(relations, key=lambda r: (r.pack, r.from_, r.to, r.lower_by, r.up_to))),
        roles=_sorted(found["role"]),
        fingerprint=hashlib.sha256(digests.encode()).hexdigest(),
    )


def _sorted(section: dict[str, Any]) -> FrozenMap[str, Any]:
    return FrozenMap(dict(sorted(section.items())))
