"""The difference between two catalogs: changed rules, changed scores, and the rules that changed each score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal

from attrs import field, frozen

from roleprofile.errors import ArgumentValueError, ContextError, PersonError
from roleprofile.evaluation.subjects import Subject
from roleprofile.model.arguments import a_list, instance, several
from roleprofile.model.catalog import CatalogData, a_catalog
from roleprofile.model.context import holds
from roleprofile.model.grades import GRADE, without_grade
from roleprofile.model.person import Fact, Person
from roleprofile.model.rendering import Result
from roleprofile.model.role import Variant
from roleprofile.model.values import FrozenMap
from roleprofile.quality.diff.attribution import (
    Movement,
    NamedContext,
    Stage,
    Triple,
    moved,
    movements,
    with_all_sources,
)
from roleprofile.quality.diff.changes import Field, RuleChange, compared
from roleprofile.quality.diff.patched_catalog import PatchedCatalog
from roleprofile.quality.diff.renames import Renamed, renames
from roleprofile.quality.diff.rules import rules_of
from roleprofile.rules.holdings import ALL
from roleprofile.rules.person_builder import recount

Side = Literal["old", "new"]


@frozen(kw_only=True)
class Unknown:
    """Facts or roles of a person that one of the two catalogs does not know."""

    who: Subject
    #: Which of the two.
    side: Side
    #: The facts and roles that count for nothing there; empty where the catalog does not know the person at all.
    names: tuple[str, ...] = ()
    #: Why the person cannot be scored there; ``""`` where they can, or are not known.
    reason: str = ""


@frozen(kw_only=True)
class SameVersion:
    """A role that has other weights under the version that it had before."""

    #: The full id of the role.
    role: str
    version: str
    #: The rules whose weights changed.
    changes: tuple[RuleChange, ...]


@frozen(kw_only=True)
class Difference(Result):
    """The difference between two catalogs. Immutable; empty if both mean the same."""

    #: Every rule that is not as it was, in the order of the kinds of documents, of documents and of entries.
    changes: tuple[RuleChange, ...]
    #: Every score that is not as it was, by person, role and situation.
    movements: tuple[Movement, ...] = ()
    #: The people with facts that one of the catalogs does not know.
    unknown: tuple[Unknown, ...] = ()
    #: The situations that were looked at, by role.
    looked: FrozenMap[str, tuple[NamedContext, ...]] = field(default=FrozenMap(), repr=False)
    old: CatalogData = field(repr=False, eq=False)
    new: CatalogData = field(repr=False, eq=False)

    def __repr__(self) -> str:
        """The numbers of changes in one line."""
        return f"<Difference: {len(self.changes)} rules, {len(self.movements)} scores>"

    def __bool__(self) -> bool:
        """Whether anything is different."""
        return bool(self.changes)

    @property
    def rules(self) -> tuple[RuleChange, ...]:
        """The changes of rules, without those of words about them and those of which a new id is all."""
        only_ids = {id(change) for one in self.renames for change in one.changes}
        left = (change for change in self.changes if not change.wording and id(change) not in only_ids)
        return tuple(change.only(wording=False) for change in left)

    @cached_property
    def renames(self) -> tuple[Renamed, ...]:
        """The entries with another id and the same meaning, each with the changes of which this is all."""
        return renames(self.old, self.new, self.changes)

    @property
    def wording(self) -> tuple[RuleChange, ...]:
        """The changes of words about rules, whether the rules stay as they are or not."""
        told = (change.only(wording=True) for change in self.changes if change.act == "changed")
        return tuple(change for change in told if change.fields)

    @property
    def same_versions(self) -> tuple[SameVersion, ...]:
        """The roles with other weights whose version did not change, nor that of a file behind the role."""
        found: dict[str, list[RuleChange]] = {}
        for change in self.rules:
            if change.rule.kind == "role" and change.act == "changed" and any(map(_is_weight, change.fields)):
                found.setdefault(change.rule.home, []).append(change)
        return tuple(
            SameVersion(role=full, version=self.new.roles[full].version, changes=tuple(some))
            for full, some in found.items()
            if _versions(self.old, full) == _versions(self.new, full)
        )

    @property
    def unseen(self) -> tuple[RuleChange, ...]:
        """The variants that changed and are in force in no situation that was looked at."""
        return tuple(
            change
            for change in self.changes
            if (variant := _variant(self.old, self.new, change)) is not None
            and not any(
                (when := _condition(variant, role)) is not None and _holds(self.old, self.new, role, when, settings)
                for role, settings in self.looked.items()
                if without_grade(role) == change.rule.home
            )
        )

    def applied(self, changes: Iterable[RuleChange] | None = None) -> CatalogData:
        """The old catalog with some of the changes made, or all of them: then it says what the new one says.

        No loader has checked what comes out: a requirement may name a descriptor that only another change brings.
        """
        made = self.changes if changes is None else tuple(changes)
        name = f"to {self.new.fingerprint}"
        patched = PatchedCatalog.of(self.old, self.new)
        return patched.taking((rule for change in made for rule in change.rules), name).catalog


def _is_weight(one: Field) -> bool:
    return one.path[-1] == "weight"


def _versions(catalog: CatalogData, full: str) -> list[str]:
    """The versions of a role and of the files behind it; a patch has the version of its pack."""
    role = catalog.roles[full]
    return [role.version] + [
        catalog.roles[f"{one.pack}:{one.id}"].version if one.kind == "role" else catalog.packs[one.pack].version
        for one in role.overlays
    ]


def diff(
    old: CatalogData,
    new: CatalogData,
    *,
    people: Iterable[Person] = (),
    contexts: Iterable[Mapping[str, str] | str] | None = None,
    holders: bool = False,
) -> Difference:
    """Compare two catalogs: their rules, and the scores of people by each.

    What the catalogs mean is compared, not their text: order, spelling out a default and short or full ids are no
    difference. Every example person of the packs is scored on both sides, for each role and each situation that the
    packs name; those whose score is the same are left out. Each movement says which changed rule brought which part
    of it: the changes are made one after the other, everything is scored again after each, and the steps add up to
    the whole.

    Args:
        old: The catalog before.
        new: The catalog after.
        people: Further people to score.
        contexts: Contexts, or ids of situations, instead of all situations. What a role reads and a context does not
            say is unspecified.
        holders: Whether the typical holder of each role is scored too.

    Raises:
        ContextError: A context names something that one of the catalogs does not have.
        ArgumentValueError: Two of the people have one id.

    >>> import roleprofile as rp
    >>> catalog = rp.load()
    >>> bool(rp.diff(catalog, catalog))
    False
    """
    a_catalog(old)
    a_catalog(new)
    had, has = rules_of(old), rules_of(new)
    changes = compared(old, new, had, has)
    if not changes:
        return Difference(changes=(), old=old, new=new)
    given = _by_id(people)
    settings = None if contexts is None else [_setting(one) for one in a_list(contexts, "contexts", "contexts")]
    known, unknown = _cast(old, new, given)
    if holders:
        known += [Subject(kind="holder", id=full) for full in old.jobs if full in new.jobs]
    first = Stage.first(PatchedCatalog.of(with_all_sources(old, new), with_all_sources(new, old)))
    both = [role for role in old.jobs if role in new.jobs]
    looked = (
        {role: _situations(old, new, role, changes) for role in both}
        if settings is None
        else _fitting(old, new, both, settings)
    )
    triples = moved(first, changes, _triples(known, looked))
    return Difference(
        changes=changes,
        movements=tuple(movements(first, changes, triples, new)) if triples else (),
        unknown=unknown,
        looked=FrozenMap({role: tuple(some) for role, some in looked.items()}),
        old=old,
        new=new,
    )


def _by_id(people: Iterable[Person]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for person in several(people, Person, "people", "rp.Person"):
        if found.setdefault(person.id, person) is not person:
            raise ArgumentValueError(f"two people have the same id {person.id!r}")
    return found


def _setting(given: Mapping[str, str] | str) -> NamedContext:
    instance(given, Mapping | str, "a context", "a map or the id of a situation")
    return NamedContext(name=given) if isinstance(given, str) else NamedContext(context=FrozenMap(dict(given)))


def _triples(people: Iterable[Subject], looked: Mapping[str, Iterable[NamedContext]]) -> Iterator[Triple]:
    """Everybody for each role in each of its situations."""
    for who in people:
        for role, some in sorted(looked.items()):
            yield from ((who, role, setting) for setting in some)


def _situations(old: CatalogData, new: CatalogData, role: str, changes: Iterable[RuleChange]) -> list[NamedContext]:
    """The situations that a role's packs, of which some patch it, see on both sides; else the one of no context.

    A variant that changed and is in force in none of them gets one more, in which it is.
    """
    seen = [
        {one.id for name in catalog.concerned(catalog.roles[role]) for one in catalog.packs[name].situations}
        for catalog in (old, new)
    ]
    found = [NamedContext(name=name) for name in sorted(seen[0] & seen[1])] or [NamedContext()]
    for change in changes:
        variant = _variant(old, new, change) if change.rule.home == without_grade(role) else None
        when = None if variant is None else _condition(variant, role)
        if when is not None and not _holds(old, new, role, when, found):
            found.append(NamedContext(context=FrozenMap({name: terms[0] for name, terms in when.items()})))
    return found


def _variant(old: CatalogData, new: CatalogData, change: RuleChange) -> Variant | None:
    """The variant that a change is of, as it is after the change, or before if it is removed."""
    if change.rule.kind != "role" or change.rule.section != "variants" or change.wording:
        return None
    roles = (catalog.roles[change.rule.home] for catalog in (new, old) if change.rule.home in catalog.roles)
    return next((one for role in roles for one in role.variants if one.id == change.rule.id), None)


def _condition(variant: Variant, role: str) -> FrozenMap[str, tuple[str, ...]] | None:
    """The condition of a variant without that on the grade; ``None`` if it is for other grades than that of the job."""
    grade = role.partition("/")[2]
    if grade not in variant.when.get(GRADE, (grade,)):
        return None
    return FrozenMap({name: terms for name, terms in variant.when.items() if name != GRADE})


def _holds(
    old: CatalogData, new: CatalogData, role: str, when: Mapping[str, tuple[str, ...]], settings: Iterable[NamedContext]
) -> bool:
    """Whether a condition holds in a situation with one of the catalogs."""
    return any(
        holds(when, setting.of(catalog, role), catalog.vocabulary_of(catalog.roles[role].pack))
        for catalog in (old, new)
        if role in catalog.roles
        for setting in settings
    )


def _fitting(
    old: CatalogData, new: CatalogData, roles: Iterable[str], settings: Iterable[NamedContext]
) -> dict[str, list[NamedContext]]:
    """The settings by the roles that can be in them: a pack knows the dimensions of its own and of what it requires."""
    found: dict[str, list[NamedContext]] = {}
    for setting in settings:
        wrong: ContextError | None = None
        for role in roles:
            try:
                for catalog in (old, new):
                    catalog.context(catalog.roles[role], setting.of(catalog, role))
            except ContextError as error:
                wrong = error
            else:
                found.setdefault(role, []).append(setting)
        if wrong is not None and not any(setting in some for some in found.values()):
            raise wrong
    return found


def _cast(old: CatalogData, new: CatalogData, given: Mapping[str, Person]) -> tuple[list[Subject], tuple[Unknown, ...]]:
    """The subjects that both catalogs can score, and what one of them does not know."""
    sides: tuple[tuple[Side, CatalogData], ...] = (("old", old), ("new", new))
    guests = {name: Subject(kind="given", id=name, given=person) for name, person in given.items()}
    unknown: list[Unknown] = []
    for full in sorted({*old.people, *new.people}):
        unknown += [Unknown(who=Subject(kind="person", id=full), side=s) for s, c in sides if full not in c.people]
    for name, person in sorted(given.items()):
        found = (_missing(guests[name], person, side, catalog) for side, catalog in sides)
        unknown += [one for one in found if one is not None]
    lost = {one.who for one in unknown if not one.names}
    both = [*(Subject(kind="person", id=full) for full in old.people), *guests.values()]
    return [who for who in both if who not in lost], tuple(unknown)


def _missing(who: Subject, person: Person, side: Side, catalog: CatalogData) -> Unknown | None:
    try:
        found = recount(catalog, person, report_unknown=True)
    except PersonError as error:
        return Unknown(who=who, side=side, reason="; ".join(problem.message for problem in error.problems))
    names = [_called(one) if isinstance(one, Fact) else f"role {one.role}" for one in found.unrecognised]
    names += [
        f"closed {name}" for name in person.closed if name != ALL and not catalog.candidates(catalog.descriptors, name)
    ]
    return Unknown(who=who, side=side, names=tuple(sorted(set(names)))) if names else None


def _called(fact: Fact) -> str:
    return f"{fact.descriptor}{f' for {fact.key}' if fact.key else ''}: {fact.value}"
