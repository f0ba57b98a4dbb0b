"""Documents into a catalog: which ids they define, which of them twice, and which cannot be relied on."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import evolve

from roleprofile.loading.error_recovery import is_stand_in
from roleprofile.loading.packs import HEAD, Folder
from roleprofile.model.catalog import CatalogData
from roleprofile.model.values import Finding, FrozenMap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from roleprofile.loading.document import Document
    from roleprofile.model.values import Pointer

#: A document with the folder that it lies in.
Member: TypeAlias = "tuple[Folder, Document]"

_KIND_IN_TEXT = re.compile(rb"^kind\s*:\s*[\"']?([a-z]{1,20})", re.MULTILINE)
_ID_IN_TEXT = re.compile(rb"\bid\s*:\s*[\"']?([a-z0-9-]{1,100})")
#: Kinds in which an inner id is nobody else's business.
_CLOSED = {b"role", b"person", b"scale", b"vocabulary", b"transitions", b"cases", b"approvals"}
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
    sections = {"descriptors": ("descriptors",), "development": ("options",), "pack": ("dimensions",)}.get(
        document.kind, ()
    )
    return [
        entry
        for section in (sections if places else ())
        for index, entry in enumerate(getattr(document.model, section))
        if (section, index) in places or (section != "dimensions" and is_stand_in(entry.id))
    ]


def duplicates(folders: Iterable[Folder]) -> None:
    """One id, one meaning: report the second pack, file or descriptor of the same id."""
    packs: dict[str, Folder] = {}
    for folder in folders:
        for document in folder.documents:
            if document.kind == "pack" and document is not folder.head:
                message = f"only the {HEAD} at the top of a pack's folder is of this kind"
                hint = "move the inner pack out, or delete this file"
                document.add(Finding(pointer=("kind",), code="RP209", message=message, hint=hint))
        if folder.head is None or folder.pack is None:
            continue
        first = packs.setdefault(folder.pack.id, folder)
        if first is folder:
            _twice(folder)
        else:
            folder.repeated = True
            how = "" if first.origin.how == "given" else f", {first.origin}"
            message = f'pack "{folder.pack.id}" is there twice: also at {first.shown(HEAD)}{how}'
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
    for section, noun in _INNER.get(document.kind, {}).items():
        for index, entry in enumerate(getattr(document.model, section)):
            yield (section, index, "id"), noun, entry.id
    # Of a copy that kept its id it is said that the id is not the file's name, and that is enough.
    if document.model.id == document.file.stem:
        yield ("id",), _NOUNS.get(document.kind, document.kind), document.model.id


#: Entries whose ids are unique in their pack, by kind and list.
_INNER = {
    "descriptors": {"descriptors": "descriptor"},
    "development": {"options": "development option"},
    "cases": {"cases": "case"},
}
_NOUNS = {
    "role-patch": "patch",
    "descriptors": "list of descriptors",
    "transitions": "list of transitions",
    "development": "list of development options",
    "cases": "list of cases",
    "approvals": "list of approvals",
}


def assembled(members: Iterable[Member]) -> CatalogData:
    """The catalog of the documents: every id with its pack, nothing checked, nobody's people."""
    found: dict[str, dict[str, Any]] = {section: {} for section in _SECTIONS}
    listed: dict[str, list[Any]] = {"relations": [], "transitions": [], "approvals": []}
    origins = {}
    for folder, document in members:
        pack, model = folder.pack, document.model
        if pack is None or not _reliable(document):
            continue
        misleading = _misleading(document)
        if document is folder.head:
            dimensions = tuple(d for d in pack.dimensions if d not in misleading)
            origins[pack.id] = folder.origin
            found["packs"][pack.id] = evolve(pack, digest=folder.digest, dimensions=dimensions)
            continue
        placed = {"pack": pack.id, "state": model.in_state}
        if document.kind == "descriptors":
            listed["relations"] += [evolve(relation, **placed) for relation in model.relations]
        elif document.kind == "transitions":
            listed["transitions"] += [evolve(one, target=model.target, **placed) for one in model.transitions]
        elif document.kind == "approvals":
            listed["approvals"] += [evolve(one, **placed) for one in model.approvals]
        for section, entry in _entries(document):
            if entry not in misleading:
                # A document has its state in its head; what is one of many in a file is given that of the file.
                added = placed if hasattr(entry, "state") else {"pack": pack.id}
                found[section].setdefault(f"{pack.id}:{entry.id}", evolve(entry, **added))
    packs = found["packs"]
    digests = "".join(f"{name} {pack.version} {pack.digest}\n" for name, pack in sorted(packs.items()))
    sections: dict[str, Any] = {name: FrozenMap(dict(sorted(entries.items()))) for name, entries in found.items()}
    return CatalogData(
        **sections,
        relations=tuple(sorted(listed["relations"], key=lambda r: (r.pack, r.from_, r.to, r.lower_by, r.up_to))),
        transitions=tuple(sorted(listed["transitions"], key=lambda t: (t.pack, t.target, t.id))),
        approvals=tuple(sorted(listed["approvals"], key=lambda a: (a.pack, a.on, a.body, repr(a)))),
        origins=FrozenMap(dict(sorted(origins.items()))),
        fingerprint=hashlib.sha256(digests.encode()).hexdigest(),
    )


_SECTIONS = ("packs", "scales", "vocabularies", "descriptors", "roles", "patches", "options", "cases")


def _entries(document: Document) -> Iterator[tuple[str, Any]]:
    """What a document defines for others to name, with the section of the catalog that it belongs to."""
    model = document.model
    if document.kind == "role":
        yield "roles", evolve(model, document=document.tree)
    elif document.kind == "role-patch":
        yield "patches", model
    elif document.kind in ("scale", "vocabulary"):
        yield {"scale": "scales", "vocabulary": "vocabularies"}[document.kind], model
    elif document.kind == "descriptors":
        yield from (("descriptors", descriptor) for descriptor in model.descriptors)
    elif document.kind == "development":
        yield from (("options", option) for option in model.options)
    elif document.kind == "cases":
        for place, case in enumerate(model.cases):
            yield "cases", evolve(case, file=document.file.path, place=place, people=model.people)
