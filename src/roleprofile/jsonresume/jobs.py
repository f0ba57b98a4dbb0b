"""Work: roles held and experience, in full months.

A ``position`` that names a role is a role held; one that names a kind of experience, or is mapped to one, is
experience. The dimensions of the employer's context are the terms that ``industry`` or ``description`` name as a whole,
or to which the caller maps the employer's name. A title with a word of seniority or with brackets may be another job,
and so may one in an industry that is no such term. They count only where the caller maps them. Entries of the same role
in the same context, and of the same experience with the same key, are united, so that overlapping months count once.
So are jobs in several roles that let presume the same months of experience: each role held says the months in all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import define, evolve, field

from roleprofile.importing import MOST_WORDS, IndexedName, NameIndex, full_id, not_one, shown
from roleprofile.jsonresume.dates import NoPeriod, Period, full_months, is_date, is_over, period
from roleprofile.jsonresume.matcher import Matcher, experience_of, roles_of, terms_of
from roleprofile.jsonresume.parser import ResumeEntry
from roleprofile.jsonresume.variants import words
from roleprofile.model.catalog import short
from roleprofile.model.context import dimensions_read
from roleprofile.model.name_matching import fold
from roleprofile.model.person import Fact, RoleHeld, Slot
from roleprofile.model.values import FrozenMap
from roleprofile.model.vocabulary import Vocabulary
from roleprofile.rules.holdings import provided
from roleprofile.rules.person_builder import LONGEST

#: The most entries in the reference of one fact.
NAMED = 5


@define
class _Held:
    """United entries: their places and periods, and the last known date."""

    text: str
    places: list[str] = field(factory=list)
    periods: list[Period] = field(factory=list)
    on: str = ""

    def add(self, where: str, one: Period, on: str) -> None:
        self.places.append(where)
        self.periods.append(one)
        self.on = max(self.on, on)

    @property
    def reference(self) -> str:
        more = len(self.places) - NAMED
        return " ".join(self.places[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _employer_hint(*vocabularies: str) -> str:
    what = " or ".join(name.replace("-", " ") for name in vocabularies)
    return f"map the employer to an id with --name EMPLOYER=ID, where ID is a {what}" if what else ""


def title_alone(position: str) -> str:
    """A title without what stands in brackets and without words of seniority.

    >>> [title_alone(one) for one in ("Senior Account Manager (EMEA)", "Associate Consultant", "Sales Associate")]
    ['Account Manager', 'Consultant', 'Sales Associate']
    """
    found = [word for word in _BRACKET.sub(" ", position).split() if fold(word) not in words()["seniority"]]
    # A word such as associate is a rank before a title; behind one it is the title.
    while found and fold(found[0]) in words()["seniority_first"]:
        del found[0]
    return " ".join(found)


def _parts(title: str) -> Iterator[str]:
    """What stands before and after each mark between titles, and what follows the first words of a title.

    >>> [*_parts("Account Manager / Analyst")], [*_parts("Regional Key Account Manager")]
    (['Account Manager', 'Analyst'], ['Key Account Manager', 'Account Manager', 'Manager'])
    """
    if len(title.split()) > MOST_WORDS:
        return
    parts = [part for part in re.split(r"\s*[|/,;@]\s*|\s+[-\u2013]\s+", title) if part]
    if len(parts) > 1:
        yield from parts
        return
    found = title.split()
    for number in range(1, len(found)):
        if fold(found[number - 1]) in words()["not_a_rank"]:
            return
        yield " ".join(found[number:])


def _without_sexes(position: str) -> str:
    return _BRACKET.sub(lambda found: " " if fold(found[0]) in words()["sexes"] else found[0], position).strip()


_BRACKET = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@define
class Jobs:
    """Reads the entries of ``work``, and unites them."""

    matcher: Matcher
    as_of: str | None
    _roles: NameIndex[str] = field(init=False)
    _experience: NameIndex[str] = field(init=False)
    _terms: dict[str, NameIndex[str]] = field(factory=dict)
    _contexts: dict[str, tuple[dict[str, Vocabulary], str]] = field(factory=dict)
    _of_role: dict[tuple[str, FrozenMap[str, str]], _Held] = field(factory=dict)
    _of_slot: dict[Slot, _Held] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self._roles = roles_of(self.matcher.catalog)
        self._experience = experience_of(self.matcher.catalog)

    def read(self, entry: ResumeEntry) -> None:
        """Read one entry."""
        matcher = self.matcher
        position, where = entry.texts["position"], entry.place("position")
        if not position:
            return
        roles = self._found(self._roles, position)
        kinds = self._found(self._experience, position)
        if not roles and not kinds:
            why = matcher.none("role or kind of experience", position)
            matcher.refuse(where, position, why, matcher.hint("names", position, *(self._offered(position) or ("ID",))))
            return
        for names, found in ((self._roles, roles), (self._experience, kinds)):
            if len(found) > 1:
                matcher.refuse(where, position, not_one(names, found), matcher.hint("names", position, "ID"))
        if len(roles) != 1 and len(kinds) != 1:
            return
        worked = period(entry.texts["startDate"], entry.texts["endDate"], self.as_of)
        if isinstance(worked, Period) and not full_months([worked]):
            worked = NoPeriod("it lasted less than a full month")
        if isinstance(worked, NoPeriod):
            matcher.refuse(entry.where, position, worked.why, worked.hint)
            return
        if len(roles) == 1:
            self._role(entry, worked, *next(iter(roles.items())))
        if len(kinds) == 1:
            self._kind(entry, worked, *next(iter(kinds.items())))

    def _found(self, names: NameIndex[str], position: str) -> dict[str, IndexedName]:
        """What has a title as its name, without a mark of the sexes such as (m/w/d), which is no part of a title."""
        if self.matcher.is_rejected(position):
            return {}
        return self.matcher.find(names, position) or self.matcher.find(names, _without_sexes(position))

    def _offered(self, position: str) -> tuple[str, ...]:
        """What a title would be without its brackets and words of seniority, which may make it another job."""
        alone = title_alone(position)
        names = [self.matcher.find(index, alone) for index in (self._roles, self._experience)]
        # A regional account manager is one; an assistant to the account manager is not.
        names += [self.matcher.find(self._roles, part) for part in _parts(alone)]
        return tuple(dict.fromkeys(short(full) for found in names for full in found))

    def _role(self, entry: ResumeEntry, worked: Period, role: str, name: IndexedName) -> None:
        if role not in self._contexts:
            self._contexts[role] = self._context(role)
        dimensions, hint = self._contexts[role]
        found = {which: term for which, terms in dimensions.items() if (term := self._employer(entry, terms))}
        position, industry = entry.texts["position"], entry.texts["industry"]
        if self.matcher.is_rejected(industry):
            # A rejected industry says nothing about the job.
            self.matcher.refuse(entry.place("industry"), industry, "")
            industry = ""
        if industry and not found and name.by != "mapping" and not self._is_known(industry, dimensions):
            self._offer(entry, role)
            return
        if not found:
            why = "it counts as a role held, but the kind of employer is unknown"
            self.matcher.refuse(entry.where, position, why, hint)
        self.matcher.accept(entry.place("position"), position, name, role=role, value=full_months([worked]))
        held = self._of_role.setdefault((role, FrozenMap(found)), _Held(position))
        held.add(entry.where, worked, "")

    def _offer(self, entry: ResumeEntry, role: str) -> None:
        """Report a title that may be another job, because nobody knows the industry, with both ways to let it count."""
        matcher, position, industry = self.matcher, entry.texts["position"], entry.texts["industry"]
        why = f'no market or kind of employer has this name, so "{shown(position)}" may be another job there'
        ways = [matcher.option("names", position, short(role)), matcher.option("names", industry, "ID")]
        hint = f"map the job or its industry: {' or '.join(ways)}" if all(ways) else ""
        matcher.refuse(entry.place("industry"), industry, why, hint)

    def _context(self, role: str) -> tuple[dict[str, Vocabulary], str]:
        """The dimensions of a role's context, and a hint for stating them."""
        catalog = self.matcher.catalog
        return catalog.vocabulary_of(catalog.roles[role].pack), _employer_hint(*dimensions_read(catalog.roles[role]))

    def _kind(self, entry: ResumeEntry, worked: Period, descriptor: str, name: IndexedName) -> None:
        matcher = self.matcher
        keys = matcher.catalog.keys_of(matcher.catalog.descriptor(descriptor))
        key = self._employer(entry, keys) if keys else ""
        position = entry.texts["position"]
        if keys and not key:
            why = f"it is {descriptor}, but neither industry nor description names a term of {keys.id}"
            matcher.refuse(entry.where, position, why, _employer_hint(keys.id))
            return
        months = full_months([worked])
        matcher.accept(entry.place("position"), position, name, descriptor=descriptor, key=key, value=months)
        held = self._of_slot.setdefault((descriptor, key), _Held(position))
        held.add(entry.where, worked, self._date(entry))

    def _date(self, entry: ResumeEntry) -> str:
        """The last known date of an entry: its end, or ``as_of`` for a current job."""
        end = entry.texts["endDate"]
        return end if is_date(end) and is_over(end, self.as_of) else self.as_of or ""

    def _employer(self, entry: ResumeEntry, vocabulary: Vocabulary) -> str:
        """The term that an entry names for the employer, ``""`` for none or several."""
        matcher = self.matcher
        names = self._names_of(vocabulary)
        fields = {"name": matcher.mapped(names, entry.texts["name"])}
        if not fields["name"]:
            fields = {which: matcher.find(names, entry.texts[which]) for which in ("industry", "description")}
        terms = {term: name for found in fields.values() for term, name in found.items()}
        if len(terms) > 1:
            matcher.refuse(entry.where, entry.texts["position"], not_one(names, terms))
        if len(terms) != 1:
            return ""
        for which, found in fields.items():
            for term, name in found.items():
                matcher.accept(entry.place(which), entry.texts[which], name, key=term)
        return next(iter(terms))

    def _is_known(self, industry: str, dimensions: dict[str, Vocabulary]) -> bool:
        """Whether a dimension has the industry; a role without dimensions knows every one."""
        return not dimensions or any(self.matcher.find(self._names_of(one), industry) for one in dimensions.values())

    def _names_of(self, vocabulary: Vocabulary) -> NameIndex[str]:
        key = f"{vocabulary.pack}:{vocabulary.id}"
        if key not in self._terms:
            self._terms[key] = terms_of(vocabulary)
        return self._terms[key]

    def roles_held(self) -> Iterator[RoleHeld]:
        """The roles held, one for each role and context."""
        found: list[tuple[_Held, RoleHeld]] = []
        for (role, context), held in self._of_role.items():
            if months := self._months(held, LONGEST):
                found.append((held, RoleHeld(role, months, context)))
                self._report_hidden(*found[-1])
        together: dict[Slot, list[Period]] = {}
        for held, one in found:
            for slot in self._counted_by_months(one):
                together.setdefault(slot, []).extend(held.periods)
        for _, one in found:
            # A role can bring several amounts of months; the least of them is true of each.
            in_all = min((full_months(together[slot]) for slot in self._counted_by_months(one)), default=0)
            yield evolve(one, in_all=min(in_all, LONGEST)) if in_all > one.months else one

    def _counted_by_months(self, held: RoleHeld) -> set[Slot]:
        """What a role lets presume for as many months as the jobs that bring it lasted."""
        catalog = self.matcher.catalog
        role = catalog.roles[held.role]
        one_month, two_months = (
            {
                (full_id(descriptor), key): value
                for descriptor, key, value in provided(catalog, role, held.context, held.months, in_all=months)
            }
            for months in (1, 2)
        )
        return {slot for slot, value in two_months.items() if value != one_month[slot]}

    def _report_hidden(self, held: _Held, role_held: RoleHeld) -> None:
        """Report experience that a role held implies, where other entries state less of it."""
        catalog = self.matcher.catalog
        role = catalog.roles[role_held.role]
        for descriptor, key, _ in provided(catalog, role, role_held.context, role_held.months):
            full = full_id(descriptor)
            stated = self._of_slot.get((full, key))
            if stated and not set(held.places) <= set(stated.places):
                why = (
                    f"its months are not in the months of {full} {key}, which other entries state: "
                    "what is stated comes before what a role held lets presume"
                )
                self.matcher.refuse(held.places[0], held.text, why, self.matcher.hint("names", held.text, full))

    def facts(self) -> Iterator[Fact]:
        """The experience, one fact for each slot."""
        catalog = self.matcher.catalog
        for (descriptor, key), held in self._of_slot.items():
            scale = catalog.scale_of(catalog.descriptor(descriptor))
            if months := self._months(held, scale.maximum):
                proof = self.matcher.proof(held.reference, held.on)
                yield Fact(descriptor, months, key, proof)

    def _months(self, held: _Held, most: int) -> int:
        months = full_months(held.periods)
        if months <= most:
            return months
        why = f"it does not count, because {months:,} months are more than {most:,}; check the dates"
        self.matcher.refuse(held.places[0], held.text, why)
        return 0
