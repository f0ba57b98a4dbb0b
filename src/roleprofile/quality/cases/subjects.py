"""Who a case speaks of: a person by name or in place, or the typical holder of a role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from roleprofile.careers.incumbent import TYPICAL_MONTHS, holder
from roleprofile.errors import PersonError
from roleprofile.loading.people import statement
from roleprofile.model.case import CaseHolder, CasePerson, CaseSubject
from roleprofile.model.catalog import short
from roleprofile.model.convert import structure
from roleprofile.model.person_document import PersonDocument
from roleprofile.model.values import FrozenMap
from roleprofile.rules.holdings import counted
from roleprofile.rules.person_builder import build_person

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from roleprofile.model.case import Case
    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.person import Person


# Asked for as a key in every context of a case; the facts of a person in place are a deep tree.
@frozen(kw_only=True, cache_hash=True)
class Somebody:
    """Who is scored; equal ones are the same person wherever a case names them."""

    #: What results call them.
    label: str
    #: The pack whose names are used.
    pack: str
    #: The full id of a person of the catalog.
    person: str = ""
    given: CasePerson | None = None
    #: The full id of the role that is held.
    role: str = ""
    months: int = TYPICAL_MONTHS
    #: Where it is held, as far as that differs from the case's context.
    context: FrozenMap[str, str] = FrozenMap()


@frozen(kw_only=True)
class Cast:
    """Everybody of whom a case speaks."""

    #: ``None`` for a case about the role alone.
    first: Somebody | None
    #: Whom that one stands before, and whom beside.
    above: tuple[Somebody, ...]
    beside: tuple[Somebody, ...]

    @property
    def all(self) -> tuple[Somebody, ...]:
        """All of them."""
        return (*((self.first,) if self.first else ()), *self.above, *self.beside)


def cast_of(catalog: CatalogData, case: Case) -> Cast:
    """The people and holders of a case, every name looked up."""
    nobody = case.person is None and case.holder is None
    return Cast(
        first=None if nobody else _somebody(catalog, case, case.person, case.holder, "the person"),
        above=tuple(_others(catalog, case, case.expect.ranks_above)),
        beside=tuple(_others(catalog, case, case.expect.ranks_with)),
    )


def _others(catalog: CatalogData, case: Case, given: Any) -> Iterator[Somebody]:
    listed = given if isinstance(given, tuple) else () if given is None else (given,)
    for number, one in enumerate(listed, start=1):
        if isinstance(one, str):
            yield _somebody(catalog, case, one, None, "")
        else:
            parts = structure(one, CaseSubject)
            yield _somebody(catalog, case, parts.person, parts.holder, f"person {number} of the list")


def _somebody(
    catalog: CatalogData, case: Case, person: str | Mapping[str, Any] | None, held: CaseHolder | None, label: str
) -> Somebody:
    if held is not None:
        role = catalog.find(catalog.roles, held.role, case.pack, "role")
        return Somebody(
            label=f"the holder of {short(role)}",
            pack=case.pack,
            role=role,
            months=TYPICAL_MONTHS if held.months is None else held.months,
            context=held.context,
        )
    if not isinstance(person, str):
        return Somebody(label=label, pack=case.pack, given=structure(person, CasePerson))
    if person in case.people:
        return Somebody(label=person, pack=case.pack, given=case.people[person])
    return Somebody(label=person, pack=case.pack, person=catalog.find(catalog.people, person, case.pack, "person"))


def person_of(catalog: CatalogData, who: Somebody, context: Mapping[str, str]) -> Person:
    """Somebody as a person of this catalog, where the case speaks of ``context``.

    Raises :class:`~roleprofile.errors.PersonError` where the catalog does not know a fact.
    """
    if who.role:
        return holder(catalog, catalog.roles[who.role], {**context, **who.context}, who.months)
    if who.person:
        known = catalog.people[who.person]
        if known.holdings.fingerprint == catalog.fingerprint:
            return known
        pack = who.person.partition(":")[0]
        return evolve(known, holdings=counted(catalog, known.facts, known.closed, known.roles_held, pack))
    given = who.given or CasePerson()
    document = PersonDocument(id=who.label, facts=given.facts, closed=given.closed, roles_held=given.roles_held)
    person, findings = build_person(catalog, statement(document, catalog, who.pack), who.pack)
    if person is None:
        raise PersonError(finding.problem(who.label) for finding in findings)
    return person
