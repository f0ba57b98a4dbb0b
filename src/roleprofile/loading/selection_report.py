"""What is left out of a catalog, reported where its file says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleprofile.loading.assembly import entries_of
from roleprofile.model.values import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from roleprofile.loading.assembly import Member
    from roleprofile.loading.document import Document
    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.values import Pointer
    from roleprofile.rules.selection import Entry, Left


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
        if folder.pack is None:
            continue
        pack = folder.pack.id
        for section, place, entry in entries_of(pack, document):
            found = getattr(catalog, section)
            full = pack if section == "packs" else f"{pack}:{entry.id}" if hasattr(entry, "id") else ""
            key = found.index(entry) if isinstance(found, tuple) else full
            yield (section, key), document, (*place, "id") if full else place
