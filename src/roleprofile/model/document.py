"""What every document may carry, whatever its kind."""

from __future__ import annotations

from typing import NewType

from attrs import frozen

#: A document writes one name or a list of names; the model always has the tuple.
OneOrMore = NewType("OneOrMore", tuple[str, ...])


@frozen(kw_only=True)
class Effective:
    """The days, as ``YYYY-MM-DD``, from and until which a document holds; ``""`` where it is open."""

    from_: str = ""
    until: str = ""


@frozen(kw_only=True)
class Reviewed:
    """Who reviewed a document, and on which day (``YYYY-MM-DD``)."""

    by: str
    on: str


@frozen(kw_only=True)
class Document:
    """The head of a file: its id, which is the file's name, and its state."""

    id: str
    #: ``draft``, ``approved``, ``retired``, or ``""`` where the file does not say.
    status: str = ""
    effective: Effective = Effective()
    owner: str = ""
    reviewed: Reviewed | None = None
