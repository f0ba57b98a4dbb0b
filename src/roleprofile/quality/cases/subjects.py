"""The subjects of a case: people by name or in place, and typical holders of roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from roleprofile.evaluation.subjects import TYPICAL_MONTHS, Subject
from roleprofile.loading.people import statement
from roleprofile.model.case import CaseHolder, CasePerson, CaseSubject
from roleprofile.model.catalog import short
from roleprofile.model.convert import structure
from roleprofile.model.person_document import PersonDocument

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from roleprofile.evaluation.cache import EvaluationCache
    from roleprofile.model.case import Case
    from roleprofile.model.catalog import CatalogData


@frozen(kw_only=True)
class CaseSubjects:
    """Everybody whom a case names."""

    #: ``None`` for a case about the role alone.
    first: Subject | None
    #: Those before whom the first is expected to stand, and those beside.
    above: tuple[Subject, ...]
    beside: tuple[Subject, ...]

    @property
    def all(self) -> tuple[Subject, ...]:
        """All of them."""
        return (*((self.first,) if self.first else ()), *self.above, *self.beside)


def subjects_of(cache: EvaluationCache, case: Case) -> CaseSubjects:
    """The people and holders of a case, every name looked up; equal subjects of all cases are one object."""
    catalog = cache.catalog

    def known(subject: Subject) -> Subject:
        return cache.recall(("subject", subject), lambda: subject)

    nobody = case.person is None and case.holder is None
    return CaseSubjects(
        first=None if nobody else known(_subject(catalog, case, case.person, case.holder, "the person")),
        above=tuple(map(known, _others(catalog, case, case.expect.ranks_above))),
        beside=tuple(map(known, _others(catalog, case, case.expect.ranks_with))),
    )


def _others(catalog: CatalogData, case: Case, given: Any) -> Iterator[Subject]:
    listed = given if isinstance(given, tuple) else () if given is None else (given,)
    for number, one in enumerate(listed, start=1):
        if isinstance(one, str):
            yield _subject(catalog, case, one, None, "")
        else:
            parts = structure(one, CaseSubject)
            yield _subject(catalog, case, parts.person, parts.holder, f"person {number} of the list")


def _subject(
    catalog: CatalogData, case: Case, person: str | Mapping[str, Any] | None, held: CaseHolder | None, label: str
) -> Subject:
    if held is not None:
        role = catalog.find(catalog.roles, held.role, case.pack, "role")
        months = TYPICAL_MONTHS if held.months is None else held.months
        return Subject(
            kind="holder", id=role, months=months, context=held.context, label=f"the holder of {short(role)}"
        )
    if not isinstance(person, str):
        return _given(catalog, case, structure(person, CasePerson), label)
    if person in case.people:
        return _given(catalog, case, case.people[person], person)
    return Subject(kind="person", id=catalog.find(catalog.people, person, case.pack, "person"), label=person)


def _given(catalog: CatalogData, case: Case, person: CasePerson, label: str) -> Subject:
    document = PersonDocument(id=label, facts=person.facts, closed=person.closed, roles_held=person.roles_held)
    return Subject(kind="given", id=label, given=statement(document, catalog, case.pack), pack=case.pack, label=label)
