"""The subjects of a case, people and typical holders of roles, and the contexts in which it has to hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import prod
from typing import Any

from attrs import evolve, frozen

from roleprofile.errors import ContextError
from roleprofile.evaluation.cache import EvaluationCache
from roleprofile.evaluation.subjects import TYPICAL_MONTHS, Subject
from roleprofile.loading.people import statement
from roleprofile.model.case import EACH, Case, CaseHolder, CasePerson, CaseSubject
from roleprofile.model.catalog import CatalogData, short
from roleprofile.model.convert import structure
from roleprofile.model.grades import GRADE
from roleprofile.model.pack import Dimension
from roleprofile.model.person_document import PersonDocument
from roleprofile.model.values import FrozenMap, one_or_more
from roleprofile.model.vocabulary import UNSPECIFIED, Vocabulary


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
    full = catalog.find(catalog.people, person, case.pack, "person")
    return Subject(kind="person", id=full, as_of=case.as_of, label=person)


def _given(catalog: CatalogData, case: Case, person: CasePerson, label: str) -> Subject:
    document = PersonDocument(id=label, facts=person.facts, closed=person.closed, roles_held=person.roles_held)
    said = evolve(statement(document, catalog, case.pack), as_of=case.as_of or None)
    return Subject(kind="given", id=label, given=said, pack=case.pack, label=label)


#: More combinations than this are a mistake of the case, not a claim.
_MOST = 10_000


def situations(catalog: CatalogData, case: Case) -> tuple[FrozenMap[str, str], ...]:
    """Every context in which a case has to hold, in the order in which it lists them.

    ``each`` is every term at the top of the dimension's vocabulary. Raises
    :class:`~roleprofile.errors.ContextError` for a dimension or situation that is not there, and for too many.
    """
    given = case.context
    if isinstance(given, str):
        given = catalog.situation(given, case.pack).context
    role = catalog.roles[catalog.find(catalog.roles, case.role, case.pack, "role")]
    known = {**catalog.dimensions(case.pack), **catalog.dimensions_for(role)}
    choices = {name: _terms(known, name, terms) for name, terms in given.items()}
    if case.expect.grade is not None:
        choices.setdefault(GRADE, (UNSPECIFIED,))
    if (count := prod(len(terms) for terms in choices.values())) > _MOST:
        raise ContextError(f"the case covers {count:,} contexts, but the limit is {_MOST:,}")
    return tuple(FrozenMap(dict(zip(choices, terms, strict=True))) for terms in product(*choices.values()))


def _terms(known: Mapping[str, tuple[Dimension, Vocabulary]], name: str, terms: str | Iterable[str]) -> tuple[str, ...]:
    listed = one_or_more(terms)
    if EACH not in listed:
        return listed
    if name not in known:
        raise ContextError(f"unknown dimension {name!r}; known: {', '.join(sorted(known))}")
    top = [term.id for term in known[name][1].terms]
    return tuple(dict.fromkeys(one for term in listed for one in (top if term == EACH else [term])))
