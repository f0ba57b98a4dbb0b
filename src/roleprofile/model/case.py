"""Cases: claims about a pack that a program can check."""

from __future__ import annotations

from typing import Any

from attrs import NOTHING, frozen

from roleprofile.model.document import Document, State
from roleprofile.model.grammar import cites, entries, keyed_by, loaded, names, prose, readers, rule
from roleprofile.model.person_document import HeldRole
from roleprofile.model.values import NO_TEXT, FrozenMap, OneOrMore, Text, Value

#: The word that stands for every term at the top of a dimension's vocabulary, one case after the other.
EACH = "each"


@frozen(kw_only=True)
class CasePerson:
    """A person given in place; the parts are those of a person's file."""

    facts: FrozenMap[str, Any] = keyed_by("descriptors")
    closed: OneOrMore = names("descriptors", OneOrMore(()))
    roles_held: tuple[HeldRole, ...] = entries("role")


@frozen(kw_only=True)
class CaseHolder:
    """The typical holder of a role."""

    role: str = names("roles")
    months: int | None = rule(None)
    #: Where the role is held; what it leaves out is as in the case's own context.
    context: FrozenMap[str, str] = keyed_by("dimensions")


@frozen(kw_only=True)
class CaseSubject:
    """Somebody to compare with: a person by name or in place, or the typical holder of a role."""

    person: Any = names("people", None, models=(CasePerson,))
    holder: CaseHolder | None = rule(None)


@frozen(kw_only=True)
class CasePay:
    """The amounts for a pay estimate; money is a whole number, or text such as ``"1250.50"``."""

    currency: str = rule()
    amounts: FrozenMap[str, Value] = rule(FrozenMap())
    measures: FrozenMap[str, Value] = keyed_by("measures")
    #: Percent of its measure, by component.
    shares: FrozenMap[str, Value] = keyed_by("components")
    conditions: tuple[str, ...] = rule(())


@frozen(kw_only=True)
class Bounds:
    """At least one value, at most another; both count as within."""

    at_least: Value | None = rule(None)
    at_most: Value | None = rule(None)


@frozen(kw_only=True)
class Contents:
    """Ids of entries that a role has, in the case's context, by the list they stand in."""

    duties: OneOrMore = names("duties", OneOrMore(()), noun="duty")
    measures: OneOrMore = names("measures", OneOrMore(()), noun="measure")
    requirements: OneOrMore = names("requirements", OneOrMore(()), noun="requirement")
    #: Requirements that are minimums.
    minimums: OneOrMore = names("requirements", OneOrMore(()), noun="requirement")
    extras: OneOrMore = names("extras", OneOrMore(()), noun="extra")
    components: OneOrMore = names("components", OneOrMore(()), noun="component")
    #: Components that are marked as the main one.
    main: OneOrMore = names("components", OneOrMore(()), noun="component")
    #: Dimensions that move the pay.
    drivers: OneOrMore = names("dimensions", OneOrMore(()), noun="driver")
    benchmark: OneOrMore = names("benchmark", OneOrMore(()), noun="benchmark")
    observations: OneOrMore = names("observations", OneOrMore(()), noun="observation")
    aliases: OneOrMore = rule(OneOrMore(()), noun="alias")
    #: Terms of the contexts that the role is common in.
    common_in: OneOrMore = names("terms", OneOrMore(()), noun="term")
    #: Descriptors that a holder provides.
    provides: OneOrMore = names("provides", OneOrMore(()), noun="descriptor")


@frozen(kw_only=True)
class Expectations:
    """What a case expects; every one of them has to hold."""

    #: Modes of which one has to be declared for the holder's way into the role.
    mode: OneOrMore = rule(OneOrMore(()))
    #: The state of what the declared way needs: ``met``, ``unknown`` or ``not_met``.
    needs: OneOrMore = rule(OneOrMore(()))
    #: A verdict, for certain; or the least at ``low`` and the most at ``high``.
    verdict: Any = rule(None, models=(Bounds,))
    meets_minimum: OneOrMore = rule(OneOrMore(()))
    #: Percent of the full score.
    low: Bounds | None = rule(None)
    supported: Bounds | None = rule(None)
    high: Bounds | None = rule(None)
    has: Contents = rule(Contents())
    lacks: Contents = rule(Contents())
    #: Whom the case's person stands before, and whom beside: a name, a subject, or a list of them.
    ranks_above: Any = names("people", None, shape="list", models=(CaseSubject,))
    ranks_with: Any = names("people", None, shape="list", models=(CaseSubject,))
    #: By how many whole points, at least, ``low`` lies above that of each in ``ranks_above``.
    ahead_by: int | None = rule(None)
    gap_includes: OneOrMore = names("requirements", OneOrMore(()))
    question_includes: OneOrMore = names("requirements", OneOrMore(()))
    variant_applies: OneOrMore = names("variants", OneOrMore(()))
    #: Percent of the extras.
    extras_at_least: int | None = rule(None)
    #: Percent of the whole pay, by component, or by ``variable`` for all shares of measures.
    pay_share: FrozenMap[str, Bounds] = keyed_by("components")


@frozen(kw_only=True)
class Case:
    """A claim, the situation it speaks of, and what has to come out."""

    id: str = rule()
    claim: Text = prose(translated=False)
    role: str = names("roles")
    #: A situation's id; or for each dimension a term, a list of them, or ``each``.
    context: Any = keyed_by("dimensions")
    #: A name from ``people:`` of the file or of the pack, or a person in place.
    person: Any = names("people", None, models=(CasePerson,))
    holder: CaseHolder | None = rule(None)
    pay: CasePay | None = rule(None)
    expect: Expectations = rule()
    #: Runs and reports, and never fails.
    todo: bool = rule(False)
    reason: Text = prose(NO_TEXT)
    source: OneOrMore = cites()
    basis: str = readers("")
    pack: str = loaded("")
    #: That of its file.
    state: State = loaded(State())
    #: The file's name, as the loader was given it, and where in it the case stands.
    file: str = loaded("", eq=False)
    place: int = loaded(0)
    #: The people of the file, for names.
    people: FrozenMap[str, CasePerson] = loaded(FrozenMap())


@frozen(kw_only=True)
class CaseList(Document):
    """One ``kind: cases`` file."""

    #: People that the cases of this file name.
    people: FrozenMap[str, CasePerson] = rule(FrozenMap())
    cases: tuple[Case, ...] = entries("id", default=NOTHING, noun="case", section="cases")
