"""Build a catalog from documents, report repeated ids, and leave out entries with stand-ins for mistakes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from attrs import evolve

from roleprofile.loading.document import ParsedDocument
from roleprofile.loading.error_recovery import is_stand_in
from roleprofile.loading.packs import HEAD, Folder
from roleprofile.model.catalog import IN_ORDER, CatalogData
from roleprofile.model.convert import loader_fields
from roleprofile.model.grammar import DocumentField, fields_along, fields_of
from roleprofile.model.kinds import KINDS, DocumentKind, named_sections
from roleprofile.model.kinds import sections as sections_of_catalogs
from roleprofile.model.values import Finding, FrozenMap, Pointer

#: A document with its folder.
Member: TypeAlias = "tuple[Folder, ParsedDocument]"

_KIND_IN_TEXT = re.compile(rb"^kind\s*:\s*[\"']?([a-z-]{1,40})", re.MULTILINE)
_ID_IN_TEXT = re.compile(rb"\bid\s*:\s*[\"']?([a-z0-9-]{1,100})")


def ids_of_mistakes(folders: Iterable[Folder]) -> frozenset[str]:
    """The ids that files with mistakes would define; they are not reported as unknown."""
    found = {folder.root.name for folder in folders if folder.pack is None}
    for document in (document for folder in folders for document in folder.documents):
        if document.model is None:
            found.add(document.file.stem)
            kind = _KIND_IN_TEXT.search(document.data)
            known = KINDS.get(kind[1].decode()) if kind else None
            if known is None or _lists_named_by_others(known):
                found.update(name.decode() for name in _ID_IN_TEXT.findall(document.data))
        elif not _reliable(document):
            found.add(document.model.id)
        else:
            found.update(getattr(document.model, key)[index].id for key, index in _misleading(document))
    return frozenset(found)


def roles_with_stand_ins(members: Iterable[Member]) -> frozenset[str]:
    """The full ids of roles whose files have a stand-in where a check of another file may look."""
    return frozenset(
        f"{folder.pack.id}:{document.model.id}"
        for folder, document in members
        if folder.pack is not None and document.kind == "role" and _stand_ins(document)
    )


def _lists_named_by_others(kind: DocumentKind) -> list[DocumentField]:
    """The lists of a kind of document whose entries other files name."""
    # Dimensions are no section of the catalog.
    return [one for key, one in fields_of(kind.model).items() if one.section in named_sections() or key == "dimensions"]


def _reliable(document: ParsedDocument) -> bool:
    """Whether a scale or a vocabulary has no stand-in in its levels or terms, which would mislead."""
    parts = {"scale": ("levels", "maximum"), "vocabulary": ("terms", "maps")}.get(document.kind, ())
    return not any(place[0] in parts for place in _stand_ins(document))


def _stand_ins(document: ParsedDocument) -> list[Pointer]:
    """The places with a stand-in, without those in fields for readers, which change no check."""
    model = KINDS[document.kind].model
    return [place for place in document.stand_ins if not any(one.is_for_readers for one in fields_along(place, model))]


def _misleading(document: ParsedDocument) -> set[tuple[str, int]]:
    """The places of entries that other files name and that contain a stand-in."""
    places = {place[:2] for place in _stand_ins(document)}
    return {
        (known.key, index)
        for known in _lists_named_by_others(KINDS[document.kind])
        for index, entry in enumerate(getattr(document.model, known.attribute))
        if (known.key, index) in places or (known.section and is_stand_in(entry.id))
    }


def duplicates(folders: Iterable[Folder]) -> None:
    """Report repeated ids of packs, files and entries, and a ``kind: pack`` file that is not the pack's head."""
    packs: dict[str, Folder] = {}
    for folder in folders:
        for document in folder.documents:
            if document.kind == "pack" and document is not folder.head:
                message = f"only the {HEAD} at the top of a pack's folder can have this kind"
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
            message = f'pack "{folder.pack.id}" is defined twice; the other is at {first.shown(HEAD)}{how}'
            hint = "rename one of them, or load only one"
            folder.head.add(Finding(pointer=("id",), code="RP309", message=message, hint=hint))


def _twice(folder: Folder) -> None:
    seen: dict[tuple[str, str], str] = {}
    for document in folder.documents:
        for pointer, kind, entry_id in _named(document):
            if (kind, entry_id) in seen:
                where = seen[kind, entry_id]
                also = " in this file" if where == document.file.path else f"; the other is in {where}"
                message = f'{kind} "{entry_id}" is defined twice{also}'
                hint = "rename one of them, or delete it"
                document.add(Finding(pointer=pointer, code="RP309", message=message, hint=hint))
            seen.setdefault((kind, entry_id), document.file.path)


def _named(document: ParsedDocument) -> Iterator[tuple[Pointer, str, str]]:
    """The ids that a document defines, with their places and kinds."""
    if document.model is None or document.kind == "pack":
        return
    kind = KINDS[document.kind]
    for one in kind.lists:
        if one.section in _BY_ID:
            for index, entry in enumerate(getattr(document.model, one.attribute)):
                yield (one.key, index, "id"), one.noun, entry.id
    # A copied file that keeps its id is reported already, because its id is not its file's name.
    if document.model.id == document.file.stem:
        yield ("id",), kind.noun, document.model.id


def assembled(members: Iterable[Member]) -> CatalogData:
    """The catalog of the documents, with full ids; it is not checked and has no people."""
    found: dict[str, dict[str, Any]] = {section: {} for section in _BY_ID}
    listed: dict[str, list[Any]] = {section: [] for section in IN_ORDER}
    origins = {}
    for folder, document in members:
        pack = folder.pack
        if pack is None or not _reliable(document):
            continue
        misleading = _misleading(document)
        if document is folder.head:
            dimensions = tuple(d for i, d in enumerate(pack.dimensions) if ("dimensions", i) not in misleading)
            origins[pack.id] = folder.origin
            found["packs"][pack.id] = evolve(pack, digest=folder.digest, dimensions=dimensions)
            continue
        for section, place, entry in entries_of(pack.id, document):
            if section in listed:
                listed[section].append(entry)
            elif section in found and place not in misleading:
                found[section].setdefault(f"{pack.id}:{entry.id}", entry)
    packs = found["packs"]
    digests = "".join(f"{name} {pack.version} {pack.digest}\n" for name, pack in sorted(packs.items()))
    sections: dict[str, Any] = {name: FrozenMap(dict(sorted(entries.items()))) for name, entries in found.items()}
    sections |= {name: tuple(sorted(entries, key=IN_ORDER[name])) for name, entries in listed.items()}
    return CatalogData(
        **sections,
        origins=FrozenMap(dict(sorted(origins.items()))),
        fingerprint=hashlib.sha256(digests.encode()).hexdigest(),
    )


#: Without people, who are built when the rest of the catalog is complete.
_BY_ID = tuple(section for section in sections_of_catalogs() if section not in (*IN_ORDER, "people"))


def entries_of(pack: str, document: ParsedDocument) -> Iterator[tuple[str, Pointer, Any]]:
    """The catalog entries of a document (section, place, entry), with the fields that the loader adds."""
    model, kind = document.model, KINDS[document.kind]
    given = {"pack": pack, "state": model.in_state, "file": document.file.path, "document": document.tree}
    given |= {name: getattr(model, name) for name in ("target", "people") if hasattr(model, name)}
    if kind.section:
        yield kind.section, (), _with(model, given)
    for one in kind.lists:
        for index, entry in enumerate(getattr(model, one.attribute)):
            yield one.section, (one.key, index), _with(entry, {**given, "place": index})


def _with(entry: Any, given: Mapping[str, Any]) -> Any:
    return evolve(entry, **{name: given[name] for name in loader_fields(entry.__class__) if name in given})
