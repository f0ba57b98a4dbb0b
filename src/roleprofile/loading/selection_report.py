"""What is left out of a catalog, reported where its file says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from roleprofile.model.values import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from roleprofile.loading.assembly import Member
    from roleprofile.loading.document import Document
    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.values import Pointer
    from roleprofile.rules.selection import Entry, Left

_WHOLE = {"role": "roles", "role-patch": "patches", "scale": "scales", "vocabulary": "vocabularies", "person": "people"}
_INNER = {"descriptors": "descriptors", "options": "options", "cases": "cases"}


def report(left_out: Iterable[Left], members: Iterable[Member], catalog: CatalogData) -> None:
    """Add a finding for each entry to its document; a file that is not in force is one finding."""
    places = {entry: (document, pointer) for entry, document, pointer in _places(members, catalog)}
    for left in left_out:
        document, pointer = places[left.entry]
        # The head of a file speaks for all that is in it.
        subject = "this file" if left.pointer else left.subject
        document.add(
            Finding(
                pointer=left.pointer or pointer,
                code=left.code,
                message=f"{subject} {left.said}",
                severity=left.severity,
                hint=left.hint,
            )
        )


def _places(members: Iterable[Member], catalog: CatalogData) -> Iterator[tuple[Entry, Document, Pointer]]:
    for folder, document in members:
        pack, model = folder.pack, document.model
        if pack is None:
            continue
        if document is folder.head:
            yield ("packs", pack.id), document, ("id",)
        elif document.kind in _WHOLE:
            yield (_WHOLE[document.kind], f"{pack.id}:{model.id}"), document, ("id",)
        for name, section in _INNER.items():
            for index, one in enumerate(getattr(model, name, ())):
                yield (section, f"{pack.id}:{one.id}"), document, (name, index, "id")
        placed: dict[str, Any] = {"pack": pack.id, "state": model.in_state}
        for index, one in enumerate(getattr(model, "relations", ())):
            yield ("relations", catalog.relations.index(evolve(one, **placed))), document, ("relations", index)
        for index, one in enumerate(getattr(model, "transitions", ())):
            whole = evolve(one, target=model.target, **placed)
            yield ("transitions", catalog.transitions.index(whole)), document, ("transitions", index, "id")
