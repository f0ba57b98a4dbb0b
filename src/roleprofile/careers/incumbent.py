"""The typical holder of a role: a hypothetical person who states what the role provides, and nothing else."""

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

#: How long a typical holder has held the role, in months, where nobody says.
TYPICAL_MONTHS = 36


def months_held(months: object) -> int:
    """For how long a role was held, as a caller gives it.

    Raises ``TypeError`` for what is no whole number, ``ValueError`` for one outside 0 to 1200.

    >>> months_held(24)
    24
    """
    return whole_number(months, "months", 0, LONGEST)


def somebody(given: object) -> None:
    """Refuse, with ``TypeError``, what is neither the id of a role nor a person."""
    if not isinstance(given, str | Person):
        raise refused("somebody", "the id of a role, or as a Person", given)


def holder(catalog: CatalogData, role: Role, context: Mapping[str, str], months: int = TYPICAL_MONTHS) -> Person:
    """The person who states what a holder of ``role`` brings after so many months in such a firm.

    Nothing is closed: what the role does not provide is unknown of its holder, not absent.
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
    """The person, as this catalog counts; or a role's holder at a firm of ``context``, with its name and the months."""
    if isinstance(given, Person):
        same = given.holdings.fingerprint == catalog.fingerprint
        return given if same else recount(catalog, given), NO_TEXT, None
    role = catalog.role(given)
    return holder(catalog, role, specified(context, catalog.vocabulary_of(role.pack)), months), role.label, months
