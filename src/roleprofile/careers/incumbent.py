"""Incumbents: a hypothetical person with the values that a role provides, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleprofile.careers.context_matching import specified
from roleprofile.model.arguments import refused, whole_number
from roleprofile.model.person import Fact, Person
from roleprofile.model.values import NO_TEXT
from roleprofile.rules.holdings import provided
from roleprofile.rules.person_builder import LONGEST, Statement, built_or_raise, recount

if TYPE_CHECKING:
    from collections.abc import Mapping

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.person import Slot
    from roleprofile.model.role import Role
    from roleprofile.model.values import Text

#: The default for the months that an incumbent has held the role.
TYPICAL_MONTHS = 36


def months_held(months: object) -> int:
    """Check a number of months in a role.

    Raises ``TypeError`` if it is not an integer, ``ValueError`` if it is outside 0 to 1200.

    >>> months_held(24)
    24
    """
    return whole_number(months, "months", 0, LONGEST)


def somebody(given: object) -> None:
    """Raise ``TypeError`` if the argument is neither the id of a role nor a person."""
    if not isinstance(given, str | Person):
        raise refused("somebody", "the id of a role, or as a Person", given)


def holder(catalog: CatalogData, role: Role, context: Mapping[str, str], months: int = TYPICAL_MONTHS) -> Person:
    """The incumbent of ``role`` after so many months at a firm of ``context``.

    No list is closed: a value that the role does not provide is unknown, not absent.
    """
    best: dict[Slot, Fact] = {}
    for descriptor, key, value in provided(catalog, role, context, months):
        full = f"{descriptor.pack}:{descriptor.id}"
        scale = catalog.scale_of(descriptor)
        known = best.get((full, key))
        if known is None or scale.rank(known.value) < scale.rank(value):
            best[full, key] = Fact(full, value, key)
    facts = tuple((("facts", i), fact) for i, fact in enumerate(best.values()))
    return built_or_raise(catalog, Statement(id=f"{role.pack}:{role.id}", facts=facts))


def as_person(
    catalog: CatalogData, given: Person | str, context: Mapping[str, str], months: int
) -> tuple[Person, Text, int | None]:
    """The person with holdings of this catalog, or the incumbent of a role with the role's name and the months."""
    if isinstance(given, Person):
        same = given.holdings.fingerprint == catalog.fingerprint
        return given if same else recount(catalog, given), NO_TEXT, None
    role = catalog.role(given)
    return holder(catalog, role, specified(context, catalog.vocabulary_of(role.pack)), months), role.label, months
