"""The files that a catalog was loaded from: which document stands in which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from roleprofile.model.document import Document


@frozen(kw_only=True)
class PackFile:
    """A file of a pack, with the document in it as it was written."""

    #: The pack's id.
    pack: str
    #: The file, as it was named to the loader.
    path: str
    #: Where to read it again, whatever the current folder is; ``""`` where it is no file of its own.
    source: str = ""
    document: Document
