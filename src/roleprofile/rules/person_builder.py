"""Build a checked :class:`~roleprofile.model.person.Person` from statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from attrs import define, evolve, field, frozen

from roleprofile.errors import PersonError, UnknownIdError
from roleprofile.model.arguments import shown
from roleprofile.model.catalog import CatalogData
from roleprofile.model.days import first_day, is_date, last_day
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.finding import context_findings, unknown_name, value_finding
from roleprofile.model.person import Fact, Person, RoleHeld
from roleprofile.model.protected import is_protected
from roleprofile.model.values import Finding, Pointer, closest
from roleprofile.rules.holdings import ALL, Index, ResolvedDescriptor, counted, current

T = TypeVar("T")

#: The most months in a role: a hundred years.
LONGEST = 1200

#: The finding on an id that no person can have.
WRONG_ID = Finding(pointer=("id",), code="RP206", message="a person needs an id, a printable text that is not a name")

#: The codes of facts that another version of a pack may know, so that callers may keep them.
UNRECOGNISED = frozenset({"RP204", "RP301", "RP304", "RP306"})


@frozen(kw_only=True)
class Statement:
    """Unchecked statements about a person, with their places."""

    id: str
    facts: tuple[tuple[Pointer, Fact], ...] = ()
    closed: tuple[tuple[Pointer, str], ...] = ()
    roles_held: tuple[tuple[Pointer, RoleHeld], ...] = ()
    #: The day on which the facts count; ``""`` for no day, ``None`` for the day of the catalog.
    as_of: str | None = None
    #: Whether it is the statement of a typical incumbent, of whom no evidence is asked.
    typical: bool = False

    @classmethod
    def of(
        cls,
        person_id: str,
        facts: Iterable[Fact] = (),
        closed: Iterable[str] = (),
        roles_held: Iterable[RoleHeld] = (),
        as_of: str | None = None,
    ) -> Statement:
        """A statement without a file; its places are section and index."""
        return cls(
            id=person_id,
            facts=_numbered("facts", facts),
            closed=_numbered("closed", closed),
            roles_held=_numbered("roles_held", roles_held),
            as_of=as_of,
        )


def _numbered(section: str, entries: Iterable[T]) -> tuple[tuple[Pointer, T], ...]:
    return tuple(((section, number), entry) for number, entry in enumerate(entries))


@define
class _Builder:
    """Checks statements one at a time, and collects facts and findings."""

    catalog: CatalogData
    pack: str
    index: Index
    findings: list[Finding] = field(factory=list)
    facts: list[Fact] = field(factory=list)
    kept: list[Fact | RoleHeld] = field(factory=list)

    def fact(self, pointer: Pointer, fact: Fact) -> None:
        found = list(self._wrong_evidence(pointer, fact)) if fact.evidence is not None else []
        resolved = self._resolved(fact)
        if resolved is None:
            try:
                found += self._wrong(pointer, fact)
            except UnknownIdError:
                # During loading the scale of a descriptor may be missing, which is reported at the descriptor.
                self.findings += found
                return
        if not found:
            full = resolved.descriptor if resolved else self._full(fact.descriptor)
            self.facts.append(fact if fact.descriptor == full else Fact(full, fact.value, fact.key, fact.evidence))
            return
        self.findings += found
        if all(finding.code in UNRECOGNISED for finding in found):
            self.kept.append(fact)

    def _resolved(self, fact: Fact) -> ResolvedDescriptor | None:
        """The descriptor of a fact that is right at a glance; ``None`` for one that has to be examined."""
        resolved = self.index.resolved(fact.descriptor)
        if resolved is None:
            return None
        if (fact.key in resolved.keys) if resolved.keys is not None else not fact.key:
            value = fact.value
            if value.__class__ is str and value in resolved.ranks:
                return resolved
            if value.__class__ is int and not resolved.ranks and 0 <= value <= resolved.scale.maximum:
                return resolved
        return None

    def _full(self, name: str) -> str:
        """The full id of a descriptor, or of the one that replaces it."""
        descriptor = current(self.catalog, self.catalog.descriptor(name, self.pack))
        return f"{descriptor.pack}:{descriptor.id}"

    def _wrong(self, pointer: Pointer, fact: Fact) -> Iterator[Finding]:
        catalog = self.catalog
        name = fact.descriptor
        if word := self._protected(name, fact.key):
            message = f'"{word}" is a protected attribute and cannot be a fact'
            yield Finding(pointer=pointer, code="RP325", message=message, hint="remove it", at_key=True)
            return
        if wrong := unknown_name(catalog, catalog.descriptors, name, self.pack, pointer, "RP301", "descriptor"):
            yield evolve(wrong, at_key=True)
            return
        descriptor = catalog.descriptor(name, self.pack)
        wrong = self._wrong_key(pointer, descriptor, fact)
        if wrong := wrong or value_finding(catalog.scale_of(descriptor), fact.value, (*pointer, "value")):
            yield wrong

    @staticmethod
    def _protected(name: Any, *terms: Any) -> str:
        """The first of a name and of terms that is a protected attribute, or ``""``."""
        for word in (name, *terms):
            if isinstance(word, str) and is_protected(word, as_term=word is not name):
                return word
        return ""

    def _wrong_key(self, pointer: Pointer, descriptor: Descriptor, fact: Fact) -> Finding | None:
        vocabulary, key = self.catalog.keys_of(descriptor), fact.key
        if vocabulary is None:
            if not key and not hasattr(fact.value, "keys"):
                return None
            message = f"{descriptor.id} has no keys"
            return Finding(pointer=pointer, code="RP324", message=message, hint="give the value alone")
        if key in vocabulary:
            return None
        if not key:
            message = f"{descriptor.id} needs a key of {vocabulary.id}"
            hint = f"give a value a key, for example {descriptor.id}: {{{vocabulary.term_ids[0]}: ...}}"
            return Finding(pointer=pointer, code="RP324", message=message, hint=hint, allowed=vocabulary.term_ids)
        return Finding(
            pointer=pointer,
            code="RP304",
            message=f'unknown {vocabulary.id} "{key}"',
            hint=closest(str(key), vocabulary.term_ids),
            allowed=vocabulary.term_ids,
            at_key=True,
        )

    def _wrong_evidence(self, pointer: Pointer, fact: Fact) -> Iterator[Finding]:
        evidence = fact.evidence
        if evidence is None:
            return
        kinds = self.index.kinds
        place = (*pointer, "evidence", "kind")
        if kinds is not None and evidence.kind not in kinds:
            message = f'unknown evidence kind "{evidence.kind}"'
            hint = closest(str(evidence.kind), kinds.term_ids)
            yield Finding(pointer=place, code="RP304", message=message, hint=hint, allowed=kinds.term_ids)
        if self._protected(evidence.ref):
            message = "the reference is a protected attribute"
            yield Finding(pointer=(*pointer, "evidence", "ref"), code="RP325", message=message, hint="remove it")
        if not evidence.ref.replace("\n", "").replace("\t", "").isprintable():
            message = "the reference contains a control character"
            yield Finding(pointer=(*pointer, "evidence", "ref"), code="RP106", message=message)
        dates = {"on": evidence.on, "until": evidence.until}
        wrong = [key for key, date in dates.items() if date and not is_date(date)]
        for key in wrong:
            message = f"{shown(dates[key])} is not a day, a month or a year"
            hint = 'write "2026-03-14", "2026-03" or "2026"'
            yield Finding(pointer=(*pointer, "evidence", key), code="RP206", message=message, hint=hint)
        if all(dates.values()) and not wrong and last_day(evidence.until) < first_day(evidence.on):
            message = f"the evidence ends on {evidence.until}, before it begins on {evidence.on}"
            hint = "give the last day on which it holds"
            yield Finding(pointer=(*pointer, "evidence", "until"), code="RP206", message=message, hint=hint)

    def closed(self, entries: Iterable[tuple[Pointer, str]]) -> tuple[str, ...]:
        names = []
        for pointer, name in entries:
            if name == ALL:
                names.append(ALL)
                continue
            if resolved := self.index.resolved(name):
                names.append(resolved.descriptor)
                continue
            wrong = unknown_name(
                self.catalog, self.catalog.descriptors, name, self.pack, pointer, "RP301", "descriptor"
            )
            if wrong:
                self.findings.append(wrong)
                continue
            names.append(self._full(name))
        return tuple(sorted(set(names)))

    def role_held(self, pointer: Pointer, held: RoleHeld) -> RoleHeld | None:
        found = list(self._wrong_role(pointer, held))
        if not found:
            full = self.catalog.find(self.catalog.roles, held.role, self.pack, "role")
            return evolve(held, role=full)
        self.findings += found
        if all(finding.code in UNRECOGNISED for finding in found):
            self.kept.append(held)
        return None

    def _wrong_role(self, pointer: Pointer, held: RoleHeld) -> Iterator[Finding]:
        wrong_months = {
            key: months
            for key, months in (("months", held.months), ("in_all", held.in_all))
            if not (key == "in_all" and months is None) and not _are_months(months)
        }
        for key, months in wrong_months.items():
            message = f"{shown(months)} is not a number of months from 0 to {LONGEST}"
            yield Finding(pointer=(*pointer, key), code="RP207", message=message)
        if not wrong_months and held.in_all is not None and held.in_all < held.months:
            message = f"{held.in_all} months in all are less than the {held.months} in this role"
            hint = "give the months in this and in the other jobs together"
            yield Finding(pointer=(*pointer, "in_all"), code="RP207", message=message, hint=hint)
        catalog = self.catalog
        place = (*pointer, "role")
        if wrong := unknown_name(catalog, catalog.roles, held.role, self.pack, place, "RP306", "role"):
            yield wrong
            return
        known = catalog.vocabulary_for(catalog.roles[catalog.find(catalog.roles, held.role, self.pack)])
        yield from context_findings(held.context, known, (*pointer, "context"))


def build_person(
    catalog: CatalogData, statement: Statement, pack: str = "", *, report_unknown: bool = False, count: bool = True
) -> tuple[Person | None, list[Finding]]:
    """The person, or ``None`` and all findings on the statement.

    With ``report_unknown``, facts and roles that the catalog does not know are kept in ``unrecognised``. Without
    ``count``, the statement is only checked, because holdings need a catalog without mistakes.
    """
    builder = _Builder(catalog, pack, Index.of(catalog, pack))
    if not (isinstance(statement.id, str) and statement.id and statement.id.isprintable()):
        builder.findings.append(WRONG_ID)
    for pointer, fact in statement.facts:
        builder.fact(pointer, fact)
    closed = builder.closed(statement.closed)
    held = [r for p, one in statement.roles_held if (r := builder.role_held(p, one)) is not None]
    findings = builder.findings
    if report_unknown:
        findings = [finding for finding in findings if finding.code not in UNRECOGNISED]
    if findings or not count:
        return None, findings
    facts = tuple(sorted(builder.facts, key=_fact_order))
    roles_held = tuple(sorted(held, key=_role_order))
    as_of = catalog.as_of if statement.as_of is None else statement.as_of
    holdings = counted(catalog, facts, closed, roles_held, pack, as_of)
    person = Person(
        id=statement.id,
        facts=facts,
        closed=closed,
        roles_held=roles_held,
        unrecognised=tuple(builder.kept),
        holdings=evolve(holdings, typical=True) if statement.typical else holdings,
    )
    return person, []


def recount(
    catalog: CatalogData, person: Person, pack: str = "", *, report_unknown: bool = False, as_of: str | None = None
) -> Person:
    """The same person, with facts checked and holdings computed by another catalog, such as a reloaded one.

    The facts count on the day of the person, or on another one that is given.

    Raises :class:`~roleprofile.errors.PersonError` if that catalog does not know a fact. With ``report_unknown``, such
    facts move to ``unrecognised``, and facts from there count if that catalog knows them.
    """
    facts, held = [*person.facts], [*person.roles_held]
    if report_unknown:
        facts += [one for one in person.unrecognised if isinstance(one, Fact)]
        held += [one for one in person.unrecognised if isinstance(one, RoleHeld)]
    statement = Statement.of(person.id, facts, person.closed, held, person.as_of if as_of is None else as_of)
    statement = evolve(statement, typical=person.holdings.typical)
    return built_or_raise(catalog, statement, pack, report_unknown=report_unknown)


def recount_known(catalog: CatalogData, person: Person, pack: str = "") -> Person:
    """The same person with holdings from another catalog, which must know all the facts, on its day; unchecked."""
    held = counted(catalog, person.facts, person.closed, person.roles_held, pack, catalog.as_of)
    return evolve(person, holdings=evolve(held, typical=person.holdings.typical))


def built_or_raise(
    catalog: CatalogData, statement: Statement, pack: str = "", *, report_unknown: bool = False
) -> Person:
    """Build a person, or raise :class:`~roleprofile.errors.PersonError` with all problems."""
    person, findings = build_person(catalog, statement, pack, report_unknown=report_unknown)
    if person is None:
        path = f"person {statement.id}" if isinstance(statement.id, str) else "person"
        raise PersonError(finding.problem(f"{path}{_said_at(finding, statement)}") for finding in findings)
    return person


def _said_at(finding: Finding, statement: Statement) -> str:
    """The place of a finding and its descriptor, for statements without a file."""
    pointer = finding.pointer
    if len(pointer) < 2 or not isinstance(pointer[1], int):  # noqa: PLR2004 - a list and a place in it
        return ""
    fact = statement.facts[pointer[1]][1] if pointer[0] == "facts" else None
    return f", {pointer[0]}[{pointer[1]}]" + (f" {fact.descriptor}" if fact else "")


def _are_months(months: object) -> bool:
    return isinstance(months, int) and not isinstance(months, bool) and 0 <= months <= LONGEST


def _role_order(held: RoleHeld) -> tuple[Any, ...]:
    return (held.role, -held.months, sorted(held.context.items()), held.in_all or 0)


def _fact_order(fact: Fact) -> tuple[str, ...]:
    evidence = fact.evidence
    proof = (evidence.kind, evidence.on, evidence.ref, evidence.until) if evidence else ("", "", "", "")
    return (fact.descriptor, fact.key, *proof, str(fact.value))
