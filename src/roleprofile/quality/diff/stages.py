"""The way from one catalog to another, a few rules at a time, with the scores at every stage of it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from roleprofile.careers.incumbent import TYPICAL_MONTHS, holder
from roleprofile.errors import PersonError
from roleprofile.model.context import dimensions_read
from roleprofile.model.person import Fact, RoleHeld
from roleprofile.model.values import FrozenMap
from roleprofile.model.vocabulary import UNSPECIFIED
from roleprofile.quality.diff.reach import NOWHERE, Reach
from roleprofile.rules.holdings import ALL
from roleprofile.rules.person_builder import Statement, build_person
from roleprofile.scoring import Fit
from roleprofile.scoring.compile import compile_role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.person import Person
    from roleprofile.quality.diff.between import Between
    from roleprofile.quality.diff.changes import RuleChange
    from roleprofile.scoring import CompiledRole


@frozen(kw_only=True)
class Subject:
    """Somebody whose scores are compared."""

    #: ``person`` of the packs, ``given`` person, or typical ``holder`` of a role.
    kind: str
    #: The full id of the person or the role; a given person's own id.
    id: str


@frozen(kw_only=True)
class Setting:
    """A situation that the packs name, or a context that was given."""

    #: The situation's id; ``""`` for a context that has no name.
    name: str = ""
    context: FrozenMap[str, str] = FrozenMap()

    def of(self, catalog: CatalogData, role: str) -> dict[str, str]:
        """The context for a role; a dimension that it reads and nobody specified is unspecified."""
        one = catalog.roles[role]
        said = catalog.situation(self.name, one.pack).context if self.name else self.context
        return dict.fromkeys(dimensions_read(one), UNSPECIFIED) | dict(said)


@frozen(kw_only=True)
class Score:
    """What comes out for somebody: the numbers in parts per million."""

    low: int
    supported: int
    high: int
    extras: int
    verdict: str
    minimum: str

    @property
    def numbers(self) -> tuple[int, int, int, int]:
        """``low``, ``supported``, ``high`` and ``extras``."""
        return self.low, self.supported, self.high, self.extras


@frozen(kw_only=True)
class Stage:
    """A catalog on the way, and the changes that led to it from the stage before."""

    between: Between
    changes: tuple[RuleChange, ...] = ()
    reach: Reach = NOWHERE

    @property
    def catalog(self) -> CatalogData:
        """The catalog of this stage."""
        return self.between.catalog


@define
class Stages:
    """The stages from one catalog to another, and everything that was worked out on them."""

    #: What the way leads from and to.
    ends: tuple[CatalogData, CatalogData]
    #: People that belong to no pack, by id.
    given: Mapping[str, Person]
    stages: list[Stage] = field(factory=list)
    _compiled: dict[tuple[int, str, Setting], CompiledRole] = field(factory=dict)
    _people: dict[tuple[int, Subject, Setting | None], Person] = field(factory=dict)
    _scores: dict[tuple[int, int, str, Subject, Setting], Score] = field(factory=dict)
    #: The stages at which a role, or somebody, may be another, and how many stages have been looked at for that.
    _turns: dict[str | Subject, list[int]] = field(factory=dict)
    _seen: dict[str | Subject, int] = field(factory=dict)
    _held: dict[Subject, frozenset[str]] = field(factory=dict)

    def turns(self, role: str, who: Subject) -> list[int]:
        """The stages at which the score of somebody for a role may be another."""
        return sorted({*self._turns_of(role), *self._turns_of(who)})

    def score(self, number: int, who: Subject, role: str, setting: Setting) -> Score:
        """How somebody fits a role at a stage."""
        # A stage that leaves both alone has the score of the stage before it.
        at_role, at_person = self._last(role, number), self._last(who, number)
        key = (at_role, at_person, role, who, setting)
        if key not in self._scores:
            fit = Fit.of(self.compiled(at_role, role, setting), who.id, self.person(at_person, who, setting).holdings)
            self._scores[key] = Score(
                low=fit.low,
                supported=fit.supported,
                high=fit.high,
                extras=fit.extras,
                verdict=fit.verdict,
                minimum=fit.meets_minimum,
            )
        return self._scores[key]

    def forget(self, number: int) -> None:
        """Drop a stage that turned out not to stand, with what was worked out on it."""
        del self.stages[number:]
        for what, turns in self._turns.items():
            self._turns[what] = [turn for turn in turns if turn < number]
            self._seen[what] = min(self._seen[what], number)
        self._compiled = {key: one for key, one in self._compiled.items() if key[0] != number}
        self._people = {key: one for key, one in self._people.items() if key[0] != number}
        self._scores = {key: one for key, one in self._scores.items() if number not in key[:2]}

    def _last(self, what: str | Subject, number: int) -> int:
        turns = self._turns_of(what)
        return turns[bisect_right(turns, number) - 1]

    def _turns_of(self, what: str | Subject) -> list[int]:
        turns = self._turns.setdefault(what, [0])
        for number in range(self._seen.get(what, 1), len(self.stages)):
            reached = self.stages[number].reach
            if reached.role(what) if isinstance(what, str) else self.touches(reached, what):
                turns.append(number)
        self._seen[what] = len(self.stages)
        return turns

    def touches(self, reached: Reach, who: Subject) -> bool:
        """Whether changes may have changed what somebody holds."""
        if reached.everybody or (who.kind == "person" and who.id in reached.people):
            return True
        return bool(reached.holders) and not reached.holders.isdisjoint(self._roles_of(who))

    def _roles_of(self, who: Subject) -> frozenset[str]:
        """The roles that somebody holds, or held by either of the two catalogs."""
        if who.kind == "holder":
            return frozenset({who.id})
        if who not in self._held:
            people = [self.given.get(who.id)] if who.kind == "given" else [end.people.get(who.id) for end in self.ends]
            held = [one for person in people if person for one in (*person.roles_held, *person.unrecognised)]
            names = [one.role for one in held if isinstance(one, RoleHeld)]
            # A role that one of them does not know is named as it was written.
            full = [found for end in self.ends for name in names for found in end.candidates(end.roles, name)]
            self._held[who] = frozenset((*names, *full))
        return self._held[who]

    def compiled(self, number: int, role: str, setting: Setting) -> CompiledRole:
        """A role of a stage, compiled."""
        key = (number, role, setting)
        if key not in self._compiled:
            catalog = self.stages[number].catalog
            self._compiled[key] = compile_role(catalog, catalog.roles[role], setting.of(catalog, role))
        return self._compiled[key]

    def person(self, number: int, who: Subject, setting: Setting) -> Person:
        """Somebody, with what they hold counted by the catalog of a stage."""
        key = (number, who, setting if who.kind == "holder" else None)
        if key not in self._people:
            self._people[key] = self._counted(self.stages[number].catalog, who, setting)
        return self._people[key]

    def _counted(self, catalog: CatalogData, who: Subject, setting: Setting) -> Person:
        if who.kind == "holder":
            return holder(catalog, catalog.roles[who.id], setting.of(catalog, who.id), TYPICAL_MONTHS)
        if who.kind == "given":
            return recounted(catalog, self.given[who.id])
        return recounted(catalog, catalog.people[who.id], who.id.partition(":")[0])


def recounted(catalog: CatalogData, person: Person, pack: str = "") -> Person:
    """The same person on a catalog; what it does not know is kept in ``unrecognised``.

    Raises :class:`~roleprofile.errors.PersonError` where it knows something, and otherwise than the person has it.
    """
    facts = [*person.facts, *(one for one in person.unrecognised if isinstance(one, Fact))]
    held = [*person.roles_held, *(one for one in person.unrecognised if isinstance(one, RoleHeld))]
    known = [name for name in person.closed if name == ALL or catalog.candidates(catalog.descriptors, name, pack)]
    said = Statement(
        id=person.id,
        facts=tuple((("facts", i), fact) for i, fact in enumerate(facts)),
        closed=tuple((("closed", i), name) for i, name in enumerate(known)),
        roles_held=tuple((("roles_held", i), one) for i, one in enumerate(held)),
    )
    found, findings = build_person(catalog, said, pack, report_unknown=True)
    if found is None:
        raise PersonError(finding.problem(f"person {person.id}") for finding in findings)
    return found
