"""The person of a move: a person as given, or the typical incumbent of a role."""

from __future__ import annotations

from collections.abc import Mapping

from roleprofile.careers.context_matching import specified
from roleprofile.evaluation.subjects import typical_incumbent
from roleprofile.model.arguments import refused, whole_number
from roleprofile.model.catalog import CatalogData
from roleprofile.model.person import Person
from roleprofile.model.values import NO_TEXT, Text
from roleprofile.rules.person_builder import LONGEST, recount


def months_held(months: object) -> int:
    """Check a number of months in a role.

    Raises ``TypeError`` if it is not an integer, ``ValueError`` if it is outside 0 to 1200.

    >>> months_held(24)
    24
    """
    return whole_number(months, "months", 0, LONGEST)


def check_subject(given: object) -> None:
    """Raise ``TypeError`` if the argument is neither the id of a role nor a person."""
    if not isinstance(given, str | Person):
        raise refused("a person or incumbent", "a Person or the id of a role", given)


def as_person(
    catalog: CatalogData, given: Person | str, context: Mapping[str, str], months: int
) -> tuple[Person, Text, int | None]:
    """The person with holdings of this catalog, or the incumbent of a role with the role's name and the months."""
    if isinstance(given, Person):
        same = given.holdings.fingerprint == catalog.fingerprint
        return given if same else recount(catalog, given), NO_TEXT, None
    role = catalog.role(given)
    return (
        typical_incumbent(catalog, role, specified(context, catalog.vocabulary_for(role)), months),
        role.label,
        months,
    )
