"""Changes that touch one field, of which nothing says which comes last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from roleprofile.model.values import Pointer


@frozen
class Collision:
    """A place in a change at which it collides with others that stand before it."""

    #: Which of the changes.
    index: int
    place: Pointer
    field: Pointer
    #: The fields of the others, by which of the changes they are.
    others: dict[int, Pointer]

    @property
    def what(self) -> str:
        """The field that all of them touch, the longest name of it."""
        return ".".join(str(step) for step in max(self.field, *self.others.values(), key=len))


def collisions(
    changes: Sequence[Mapping[Pointer, Pointer]], unordered: Callable[[int, int], bool]
) -> Iterator[Collision]:
    """Where changes collide, each given as the fields that it touches (see ``overlay.touched``).

    ``unordered`` says of two of them whether both can hold and neither comes after the other.
    """
    exact: dict[Pointer, list[tuple[int, Pointer]]] = {}
    within: dict[Pointer, list[tuple[int, Pointer]]] = {}
    for index, touched in enumerate(changes):
        for field, place in touched.items():
            # A field that is replaced as a whole, and one within it, collide as well.
            wholes = (found for n in range(len(field)) for found in exact.get(field[: n + 1], ()))
            touching = (*wholes, *within.get(field, ()))
            others = {other: theirs for other, theirs in touching if unordered(index, other)}
            if others:
                yield Collision(index, place, field, others)
        for field in touched:
            exact.setdefault(field, []).append((index, field))
            for depth in range(1, len(field)):
                within.setdefault(field[:depth], []).append((index, field))
