"""Numbers that rest on judgement: how far each could move before a case fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from roleprofile.quality.bench import Changed
from roleprofile.quality.mutation.edits import edited, putting
from roleprofile.quality.mutation.mutants import with_role
from roleprofile.quality.mutation.numbers import numbers
from roleprofile.quality.mutation.report import Proof, own_packs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.values import Value
    from roleprofile.quality.mutation.numbers import Number


@frozen(kw_only=True)
class Move:
    """The nearest value at which a case fails."""

    value: Value
    #: The full id of the case.
    case: str


@frozen(kw_only=True)
class Judgement:
    """A number, or level, that an author chose."""

    #: What it is, such as ``weight of dialogue``.
    name: str
    #: The full id of the role that has it.
    role: str
    value: Value
    #: Where a lower, or higher, value makes a case fail; ``None`` where none that was tried does.
    down: Move | None
    up: Move | None
    #: The values that were tried, the nearest first.
    tried_down: tuple[Value, ...]
    tried_up: tuple[Value, ...]

    @property
    def free(self) -> bool:
        """Whether no case notices any value that was tried."""
        return self.down is None and self.up is None


def each_judgement(
    catalog: CatalogData, packs: Iterable[str] | None = None, proof: Proof | None = None
) -> Iterator[Judgement]:
    """Move each number of these packs' roles that rests on judgement, until a case fails.

    Amounts, percents and weights are halved and doubled twice, levels go up and down by two.
    """
    proof = proof or Proof(catalog)
    wanted = frozenset(own_packs(catalog) if packs is None else packs)
    for full, role in catalog.roles.items():
        for number in numbers(catalog, role) if role.pack in wanted else ():
            down, up = (_first(proof, full, number, values) for values in (number.down, number.up))
            yield Judgement(
                name=number.name,
                role=full,
                value=number.value,
                down=down,
                up=up,
                tried_down=number.down,
                tried_up=number.up,
            )


def _first(proof: Proof, full: str, number: Number, values: Iterable[Value]) -> Move | None:
    role = proof.catalog.roles[full]
    here = frozenset({full})
    changed = Changed(holders=here) if number.provided else Changed(roles=here)
    names = proof.concerned(changed, role.pack)
    for value in values if names else ():
        name = f"{number.name} {value}"
        catalog = with_role(proof.catalog, full, edited(role, putting(number.place, value)), name)
        case = proof.first_moved(catalog, changed, names)
        if case:
            return Move(value=value, case=case)
    return None
