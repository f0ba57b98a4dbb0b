"""The head that every kind of document has."""

from __future__ import annotations

from attrs import frozen

from roleprofile.model.grammar import head
from roleprofile.model.values import Pointer


@frozen(kw_only=True)
class Effective:
    """The first and the last day (``YYYY-MM-DD``) on which a document holds; ``""`` for an open end."""

    from_: str = head("", is_day=True)
    until: str = head("", is_day=True)


@frozen(kw_only=True)
class State:
    """The state of a file, for entries that do not keep its head."""

    status: str = ""
    effective: Effective = Effective()

    def why_not(self, day: str) -> tuple[str, Pointer]:
        """The reason why it does not hold on a day (``YYYY-MM-DD``), and the place in its file; ``""`` if it holds.

        A retired file holds until its last day; without one it never held.

        >>> State(effective=Effective(until="2026-06-30")).why_not("2026-07-01")
        ('effective until 2026-06-30', ('effective', 'until'))
        >>> State(status="draft").why_not("2026-07-01")[0], State(status="approved").why_not("2026-07-01")[0]
        ('a draft', '')
        """
        first, last = self.effective.from_, self.effective.until
        if self.status == "draft":
            return "a draft", ("status",)
        if self.status == "retired" and not last:
            return "retired", ("status",)
        if first and day < first:
            return f"effective from {first}", ("effective", "from")
        if last and day > last:
            return f"effective until {last}", ("effective", "until")
        return "", ()


@frozen(kw_only=True)
class Reviewed:
    """The reviewer of a document, and the day (``YYYY-MM-DD``)."""

    by: str = head()
    on: str = head(is_day=True)


@frozen(kw_only=True)
class Document:
    """The head of a file: its id, which is the file's name, and its state."""

    id: str = head()
    #: ``draft``, ``approved``, ``retired``, or ``""`` if not stated.
    status: str = head("")
    effective: Effective = head(Effective())
    owner: str = head("")
    reviewed: Reviewed | None = head(None)

    def __repr__(self) -> str:
        """The kind and the id in one line."""
        pack = getattr(self, "pack", "")
        return f"<{type(self).__name__} {f'{pack}:' if pack else ''}{self.id}>"

    @property
    def in_state(self) -> State:
        """The part of the head that decides on which days the document holds."""
        return State(status=self.status, effective=self.effective)
