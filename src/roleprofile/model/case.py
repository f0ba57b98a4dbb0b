"""Cases: claims about a pack that a program can check."""

from __future__ import annotations

from typing import Any

from attrs import NOTHING, frozen

from roleprofile.model.document import Document, State
from roleprofile.model.grammar import cites, entries, keyed_by, loaded, names, prose, readers, rule
from roleprofile.model.person_document import HeldRole
from roleprofile.model.values import NO_TEXT, FrozenMap, OneOrMore, Text, Value

#: The word for nobody's grade: below the lowest.
NO_GRADE = "none"
#: The word that runs a case for every top term of a dimension's vocabulary.
EACH = "each"


@frozen(kw_only=True)
class CasePerson:
    """A person within a case, with the keys of a person's file."""

    facts: FrozenMap[str, Any] = keyed_by("descriptors", noun="fact")
    closed: OneOrMore = names("descriptors", OneOrMore(()))
    roles_held: tuple[HeldRole, ...] = entries("role")


@frozen(kw_only=True)
class CaseHolder:
    """The incumbent of a role."""

    role: str = names("roles")
    months: int | None = rule(None)
    #: The context of the role; missing dimensions are those of the case.
    context: FrozenMap[str, str] = keyed_by("dimensions")


@frozen(kw_only=True)
class CaseSubject:
    """The subject of a comparison: a person by name or within the case, or an incumbent."""

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
    """Bounds of a value, both inclusive."""

    at_least: Value | None = rule(None)
    at_most: Value | None = rule(None)


@frozen(kw_only=True)
class Contents:
    """Ids of entries that a role has in the context of the case, by their list."""

    duties: OneOrMore = names("duties", OneOrMore(()), noun="duty")
    measures: OneOrMore = names("measures", OneOrMore(()), noun="measure")
    requirements: OneOrMore = names("requirements", OneOrMore(()), noun="requirement")
    #: Requirements that are minimums.
    minimums: OneOrMore = names("requirements", OneOrMore(()), noun="requirement")
    extras: OneOrMore = names("extras", OneOrMore(()), noun="extra")
    components: OneOrMore = names("components", OneOrMore(()), noun="component")
    #: Components that are marked as the main one.
    main: OneOrMore = names("components", OneOrMore(()), noun="component")
    #: Dimensions that change the pay.
    drivers: OneOrMore = names("dimensions", OneOrMore(()), noun="driver")
    benchmark: OneOrMore = names("benchmark", OneOrMore(()), noun="benchmark")
    observations: OneOrMore = names("observations", OneOrMore(()), noun="observation")
    aliases: OneOrMore = rule(OneOrMore(()), noun="alias")
    #: Terms of the contexts in which the role is common.
    common_in: OneOrMore = names("terms", OneOrMore(()), noun="term")
    #: Descriptors that the role provides.
    provides: OneOrMore = names("provides", OneOrMore(()), noun="descriptor")
    #: Declared transitions into the role; with a person, those that the person can take.
    transitions: OneOrMore = names("transitions", OneOrMore(()), noun="transition")
    #: Development options on offer; with a person, those that the person can begin.
    options: OneOrMore = names("options", OneOrMore(()), noun="development option")


@frozen(kw_only=True)
class Expectations:
    """The expectations of a case; all of them must hold."""

    #: Modes, of which one must be declared for the incumbent's way into the role.
    mode: OneOrMore = rule(OneOrMore(()))
    #: The state of the needs of the declared way: ``met``, ``unknown`` or ``not_met``.
    needs: OneOrMore = rule(OneOrMore(()))
    #: A certain verdict, or the least at ``low`` and the most at ``high``.
    verdict: Any = rule(None, models=(Bounds,), about="person")
    #: The verdict at ``low``, and the likely one.
    verdict_low: Any = rule(None, models=(Bounds,), about="person")
    verdict_supported: Any = rule(None, models=(Bounds,), about="person")
    #: A certain grade of the role, or the least at ``low`` and the most at ``high``; ``none`` for no grade.
    grade: Any = rule(None, models=(Bounds,), about="person")
    meets_minimum: OneOrMore = rule(OneOrMore(()), about="person")
    #: The percentage of the full score.
    low: Bounds | None = rule(None, about="person")
    supported: Bounds | None = rule(None, about="person")
    high: Bounds | None = rule(None, about="person")
    proven: Bounds | None = rule(None, about="person")
    has: Contents = rule(Contents())
    lacks: Contents = rule(Contents())
    #: The subjects below and beside the case's person in a ranking: a name, a subject, or a list of them.
    ranks_above: Any = names("people", None, shape="list", models=(CaseSubject,), about="person")
    ranks_with: Any = names("people", None, shape="list", models=(CaseSubject,), about="person")
    #: The least lead of ``low`` in whole points over each subject in ``ranks_above``.
    ahead_by: int | None = rule(None)
    gap_includes: OneOrMore = names("requirements", OneOrMore(()), about="person")
    question_includes: OneOrMore = names("requirements", OneOrMore(()), about="person")
    variant_applies: OneOrMore = names("variants", OneOrMore(()))
    #: By development option, the requirements that it raises.
    raises: FrozenMap[str, OneOrMore] = keyed_by("options")
    #: The percentage of the extras.
    extras_at_least: int | None = rule(None, about="person")
    #: The percentage of the whole pay, by component, or by ``variable`` for all shares of measures.
    pay_share: FrozenMap[str, Bounds] = keyed_by("components")


@frozen(kw_only=True)
class Case:
    """A claim, its situation and its expectations."""

    id: str = rule()
    claim: Text = prose(translated=False)
    role: str = names("roles")
    #: The id of a situation; or for each dimension a term, a list of terms, or ``each``.
    context: Any = keyed_by("dimensions")
    #: A name from ``people:`` of the file or the pack, or a person within the case.
    person: Any = names("people", None, models=(CasePerson,))
    holder: CaseHolder | None = rule(None)
    #: The day on which the facts of people count, ``YYYY-MM-DD``; without it the day of the catalog, if any.
    as_of: str = rule("")
    pay: CasePay | None = rule(None)
    expect: Expectations = rule()
    #: Runs and reports, and never fails.
    todo: bool = rule(False)
    reason: Text = prose(NO_TEXT)
    source: OneOrMore = cites()
    basis: str = readers("")
    pack: str = loaded("")
    #: The state of its file.
    state: State = loaded(State())
    #: The path of the file as given to the loader, and the place of the case in it.
    file: str = loaded("", eq=False)
    place: int = loaded(0)
    #: The people of the file, by name.
    people: FrozenMap[str, CasePerson] = loaded(FrozenMap())


@frozen(kw_only=True, repr=False)
class CaseList(Document):
    """One ``kind: cases`` file."""

    #: The people that the cases of this file name.
    people: FrozenMap[str, CasePerson] = rule(FrozenMap())
    cases: tuple[Case, ...] = entries("id", default=NOTHING, noun="case", section="cases")
