"""Subjects of a score: people, and typical incumbents of roles."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, field, frozen

from roleprofile.errors import PersonError
from roleprofile.model.catalog import CatalogData
from roleprofile.model.person import Fact, Person, Slot
from roleprofile.model.role import Role
from roleprofile.model.values import FrozenMap
from roleprofile.rules.holdings import provided
from roleprofile.rules.person_builder import Statement, build_person, built_or_raise, recount

#: How long a typical incumbent has held the role, in months, where nobody says.
TYPICAL_MONTHS = 36


def typical_incumbent(
    catalog: CatalogData, role: Role, context: Mapping[str, str], months: int = TYPICAL_MONTHS
) -> Person:
    """The hypothetical person who states what ``role`` provides after so many months at a firm of ``context``.

    No list is closed: a value that the role does not provide is unknown, not absent.
    """
    best: dict[Slot, Fact] = {}
    for descriptor, key, value in provided(catalog, role, context, months):
        full = f"{descriptor.pack}:{descriptor.id}"
        scale = catalog.scale_of(descriptor)
        known = best.get((full, key))
        if known is None or scale.rank(known.value) < scale.rank(value):
            best[full, key] = Fact(full, value, key)
    statement = evolve(Statement.of(f"{role.pack}:{role.id}", best.values()), typical=True)
    return built_or_raise(catalog, statement)


# A key of caches, asked for many times; the facts of a given person are a deep tree.
@frozen(kw_only=True, cache_hash=True)
class Subject:
    """A person, or the typical incumbent of a role, whose scores are computed."""

    #: ``person`` of the packs, ``given`` person, or typical ``holder`` of a role.
    kind: str
    #: The full id of the person or the role; a given person's own id.
    id: str
    #: A given person as some catalog knows it, or a statement that none has checked yet.
    given: Person | Statement | None = field(default=None, repr=False)
    #: The pack whose names a statement uses.
    pack: str = ""
    #: For how long a holder has held the role, and where as far as that differs from the context of a score.
    months: int = TYPICAL_MONTHS
    context: FrozenMap[str, str] = FrozenMap()
    #: The day on which the facts of a person of the packs count; ``""`` for the day of the catalog.
    as_of: str = ""
    #: What messages call the subject.
    label: str = field(default="", eq=False, repr=False)

    def person(self, catalog: CatalogData, context: Mapping[str, str]) -> Person:
        """The person, as a catalog counts; a holder as one in ``context``.

        A statement is checked strictly: :class:`~roleprofile.errors.PersonError` where the catalog does not know a
        fact. What it does not know of a person is kept in ``unrecognised``.
        """
        if self.kind == "holder":
            return typical_incumbent(catalog, catalog.roles[self.id], {**context, **self.context}, self.months)
        if self.kind == "person":
            known = catalog.people[self.id]
            day = self.as_of or known.as_of
            if known.holdings.fingerprint == catalog.fingerprint and day == known.as_of:
                return known
            return recount(catalog, known, self.id.partition(":")[0], report_unknown=True, as_of=day)
        if isinstance(self.given, Person):
            return recount(catalog, self.given, report_unknown=True)
        assert self.given is not None  # noqa: S101 - of this kind
        person, findings = build_person(catalog, self.given, self.pack)
        if person is None:
            raise PersonError(finding.problem(self.label) for finding in findings)
        return person
