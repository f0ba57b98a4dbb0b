"""Cases: claims about a pack that a program can check."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from roleprofile.model.document import Document, OneOrMore, State
from roleprofile.model.person_document import HeldRole
from roleprofile.model.values import NO_TEXT, FrozenMap, Text, Value

#: The word that stands for every term at the top of a dimension's vocabulary, one case after the other.
EACH = "each"


@frozen(kw_only=True)
class CasePerson:
    """A person given in place; the parts are those of a person's file."""

    facts: FrozenMap[str, Any] = FrozenMap()
    closed: OneOrMore = OneOrMore(())
    roles_held: tuple[HeldRole, ...] = ()


@frozen(kw_only=True)
class CaseHolder:
    """The typical holder of a role."""

    role: str
    months: int | None = None
    #: Where the role is held; what it leaves out is as in the case's own context.
    context: FrozenMap[str, str] = FrozenMap()


@frozen(kw_only=True)
class CaseSubject:
    """Somebody to compare with: a person by name or in place, or the typical holder of a role."""

    person: Any = None
    holder: CaseHolder | None = None


@frozen(kw_only=True)
class CasePay:
    """The amounts for a pay estimate; money is a whole number, or text such as ``"1250.50"``."""

    currency: str
    amounts: FrozenMap[str, Value] = FrozenMap()
    measures: FrozenMap[str, Value] = FrozenMap()
    #: Percent of its measure, by component.
    shares: FrozenMap[str, Value] = FrozenMap()
    conditions: tuple[str, ...] = ()


@frozen(kw_only=True)
class Bounds:
    """At least one value, at most another; both count as within."""

    at_least: Value | None = None
    at_most: Value | None = None


@frozen(kw_only=True)
class Contents:
    """Ids of entries that a role has, in the case's context, by the list they stand in."""

    duties: OneOrMore = OneOrMore(())
    measures: OneOrMore = OneOrMore(())
    requirements: OneOrMore = OneOrMore(())
    #: Requirements that are minimums.
    minimums: OneOrMore = OneOrMore(())
    extras: OneOrMore = OneOrMore(())
    components: OneOrMore = OneOrMore(())
    #: Components that are marked as the main one.
    main: OneOrMore = OneOrMore(())
    #: Dimensions that move the pay.
    drivers: OneOrMore = OneOrMore(())
    benchmark: OneOrMore = OneOrMore(())
    observations: OneOrMore = OneOrMore(())
    aliases: OneOrMore = OneOrMore(())
    #: Terms of the contexts that the role is common in.
    common_in: OneOrMore = OneOrMore(())
    #: Descriptors that a holder provides.
    provides: OneOrMore = OneOrMore(())


@frozen(kw_only=True)
class Expectations:
    """What a case expects; every one of them has to hold."""

    #: A verdict, for certain; or the least at ``low`` and the most at ``high``.
    verdict: Any = None
    meets_minimum: OneOrMore = OneOrMore(())
    #: Percent of the full score.
    low: Bounds | None = None
    supported: Bounds | None = None
    high: Bounds | None = None
    #: Whom the case's person stands before, and whom beside: a name, a subject, or a list of them.
    ranks_above: Any = None
    ranks_with: Any = None
    #: By how many whole points, at least, ``low`` lies above that of each in ``ranks_above``.
    ahead_by: int | None = None
    gap_includes: OneOrMore = OneOrMore(())
    question_includes: OneOrMore = OneOrMore(())
    #: Modes of which one has to be declared for the holder's way into the role.
    mode: OneOrMore = OneOrMore(())
    #: The state of what the declared way needs: ``met``, ``unknown`` or ``not_met``.
    needs: OneOrMore = OneOrMore(())
    variant_applies: OneOrMore = OneOrMore(())
    #: Percent of the extras.
    extras_at_least: int | None = None
    #: Percent of the whole pay, by component, or by ``variable`` for all shares of measures.
    pay_share: FrozenMap[str, Bounds] = FrozenMap()
    has: Contents = Contents()
    lacks: Contents = Contents()


@frozen(kw_only=True)
class Case:
    """A claim, the situation it speaks of, and what has to come out."""

    id: str
    claim: Text
    role: str
    #: A situation's id; or for each dimension a term, a list of them, or ``each``.
    context: Any = FrozenMap()
    #: A name from ``people:`` of the file or of the pack, or a person in place.
    person: Any = None
    holder: CaseHolder | None = None
    pay: CasePay | None = None
    expect: Expectations
    #: Runs and reports, and never fails.
    todo: bool = False
    reason: Text = NO_TEXT
    source: OneOrMore = OneOrMore(())
    basis: str = ""
    pack: str = field(default="", metadata={"origin": "loader"})
    #: That of its file.
    state: State = field(default=State(), metadata={"origin": "loader"})
    #: The file's name, as the loader was given it, and where in it the case stands.
    file: str = field(default="", eq=False, metadata={"origin": "loader"})
    place: int = field(default=0, metadata={"origin": "loader"})
    #: The people of the file, for names.
    people: FrozenMap[str, CasePerson] = field(default=FrozenMap(), metadata={"origin": "loader"})


@frozen(kw_only=True)
class CaseList(Document):
    """One ``kind: cases`` file."""

    #: People that the cases of this file name.
    people: FrozenMap[str, CasePerson] = FrozenMap()
    cases: tuple[Case, ...]
