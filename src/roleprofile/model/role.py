"""Roles: duties, what is asked and why, what holders bring, how all of it changes with the employer."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from roleprofile.model.document import Document, OneOrMore
from roleprofile.model.values import NO_TEXT, FrozenMap, Text, Value

#: The parts of a role that are lists of entries with an id, and that variants may change.
SECTIONS = ("requirements", "extras", "duties", "measures", "components")

#: Percent of the credit that a key, or an alternative, is worth when it counts in full.
FULL = 100


@frozen(kw_only=True)
class Keys:
    """Which keys of a keyed descriptor count, and for how many percent.

    A key is a term of the descriptor's vocabulary, ``any``, ``context.DIMENSION`` or ``context.DIMENSION.MAP``.
    """

    shares: tuple[tuple[str, int], ...]


@frozen(kw_only=True)
class Alternative:
    """One thing that a requirement reads: a descriptor and what is asked of it."""

    descriptor: str
    for_: Keys | None = None
    asks: Value
    #: Percent of the credit for levels below the asked one; replaces the scale's own table.
    credit: FrozenMap[str, int] = FrozenMap()
    #: The amount from which credit starts to grow.
    from_: int = 0
    at_least: Value | None = None
    evidence: tuple[str, ...] = ()
    #: Percent of the full credit that this alternative of an ``any_of`` can reach.
    worth: int = FULL
    #: The share of this part of an ``all_of``.
    weight: int = 1


@frozen(kw_only=True)
class Extra:
    """A plus: it breaks ties, fills no shortfall, and lacking it lowers nothing.

    It asks one thing of a descriptor, or is a group: the best of ``any_of``, the weighted mean of ``all_of``.
    """

    id: str
    label: Text = NO_TEXT
    descriptor: str = ""
    for_: Keys | None = None
    asks: Value | None = None
    credit: FrozenMap[str, int] = FrozenMap()
    from_: int = 0
    any_of: tuple[Alternative, ...] = ()
    all_of: tuple[Alternative, ...] = ()
    weight: int = 1
    needed_for: tuple[str, ...] = ()
    reason: Text = NO_TEXT
    source: OneOrMore = OneOrMore(())
    basis: str = ""

    @property
    def _minimum(self) -> tuple[Value | None, tuple[str, ...]]:
        """The least that is accepted, and the evidence that proves it; an extra has neither."""
        return None, ()

    @property
    def parts(self) -> tuple[Alternative, ...]:
        """What is read: the alternatives of a group, or the one thing that is asked."""
        if self.any_of or self.all_of:
            return self.any_of or self.all_of
        return (
            Alternative(
                descriptor=self.descriptor or self.id,
                for_=self.for_,
                asks="" if self.asks is None else self.asks,
                credit=self.credit,
                from_=self.from_,
                at_least=self._minimum[0],
                evidence=self._minimum[1],
            ),
        )


@frozen(kw_only=True)
class Needed:
    """What is learnt on the job, within so many months."""

    within: int


@frozen(kw_only=True)
class Requirement(Extra):
    """What the role asks for, with its weight (1 to 1,000) and the duties it is needed for."""

    #: ``minimum``, ``important``, or ``""`` for the role's default.
    necessity: str = ""
    at_least: Value | None = None
    #: Kinds of evidence, of which one must prove a minimum requirement.
    evidence: tuple[str, ...] = ()
    needed: Needed | None = None

    @property
    def _minimum(self) -> tuple[Value | None, tuple[str, ...]]:
        return self.at_least, self.evidence


@frozen(kw_only=True)
class Duty:
    """What the holder does, and the measure by which it is judged."""

    id: str
    label: Text
    measure: str = ""
    source: OneOrMore = OneOrMore(())
    basis: str = ""


@frozen(kw_only=True)
class Measure:
    """What the employer judges the work by."""

    id: str
    label: Text
    source: OneOrMore = OneOrMore(())
    basis: str = ""


@frozen(kw_only=True)
class Classification:
    """The entry of another system that describes the same work, or nearly."""

    scheme: str
    code: str
    match: str
    label: str = ""


@frozen(kw_only=True)
class CommonIn:
    """The contexts in which the role is usual; a note for readers and for rankings, never a rule of its own."""

    when: FrozenMap[str, OneOrMore]
    source: OneOrMore = OneOrMore(())
    basis: str = ""


@frozen(kw_only=True)
class Defaults:
    """What entries of the role have where they say nothing themselves."""

    necessity: str = "important"
    source: OneOrMore = OneOrMore(())
    basis: str = ""


@frozen(kw_only=True)
class Benchmark:
    """What the pay is usually compared with."""

    id: str
    label: Text
    source: OneOrMore = OneOrMore(())
    basis: str = ""


@frozen(kw_only=True)
class Drivers:
    """The dimensions of the context that move the pay."""

    dimensions: tuple[str, ...]
    source: OneOrMore = OneOrMore(())
    basis: str = ""


@frozen(kw_only=True)
class Component:
    """One part of the pay: ``fixed``, a ``share`` of a measure, or ``retention`` on a condition."""

    id: str
    label: Text
    kind: str
    of: str = ""
    main: bool = False
    condition: str = ""
    source: OneOrMore = OneOrMore(())
    basis: str = ""


@frozen(kw_only=True)
class Compensation:
    """How the role is paid: what moves the pay, what it is compared with, and its components. No amounts."""

    benchmark: Benchmark | None = None
    drivers: Drivers | None = None
    components: tuple[Component, ...] = ()


@frozen(kw_only=True)
class Observation:
    """A sourced note for readers; nothing in scoring can reach it."""

    id: str
    text: Text
    source: OneOrMore = OneOrMore(())
    basis: str = ""


@frozen(kw_only=True)
class Variant:
    """What changes in the role when the context matches ``when``."""

    id: str
    label: Text
    #: For each dimension, the terms of which one must hold; narrower terms match too.
    when: FrozenMap[str, OneOrMore]
    #: Variants that are applied before this one, where both match.
    after: OneOrMore = OneOrMore(())
    set: FrozenMap[str, Any] = FrozenMap()
    add: FrozenMap[str, Any] = FrozenMap()
    drop: tuple[str, ...] = ()
    source: OneOrMore = OneOrMore(())
    basis: str = ""
    reason: Text = NO_TEXT


@frozen(kw_only=True)
class Overlay:
    """A file that had a part in a role beside its own: the role that it extends, or a patch."""

    #: ``role`` or ``role-patch``.
    kind: str
    pack: str
    id: str
    #: The file, as problems name it.
    path: str = field(default="", eq=False)


@frozen(kw_only=True)
class Role(Document):
    """A role before the context changes anything: what its file states, over what it extends, under its patches."""

    #: The role that a file builds on, as it names it; a loaded role is whole, and says in ``overlays`` what it is of.
    extends: str = ""
    version: str
    label: Text
    aliases: FrozenMap[str, tuple[str, ...]] = FrozenMap()
    description: Text = NO_TEXT
    job_family: str = ""
    classification: tuple[Classification, ...] = ()
    common_in: CommonIn | None = None
    measures: tuple[Measure, ...] = ()
    duties: tuple[Duty, ...] = ()
    defaults: Defaults = Defaults()
    requirements: tuple[Requirement, ...] = ()
    extras: tuple[Extra, ...] = ()
    variants: tuple[Variant, ...] = ()
    #: What a holder brings: descriptor to value, or to a value a key.
    provides: FrozenMap[str, Any] = FrozenMap()
    compensation: Compensation = Compensation()
    observations: tuple[Observation, ...] = ()
    #: What differs from the role that is extended; empty once that is done.
    set: FrozenMap[str, Any] = FrozenMap()
    add: FrozenMap[str, Any] = FrozenMap()
    drop: tuple[str, ...] = ()
    pack: str = field(default="", metadata={"origin": "loader"})
    #: The other files that had a part in it, in the order in which they were applied.
    overlays: tuple[Overlay, ...] = field(default=(), metadata={"origin": "loader"})
    #: The whole document; variants change it as a document, then it is structured again.
    document: FrozenMap[str, Any] = field(default=FrozenMap(), repr=False, eq=False, metadata={"origin": "loader"})

    def necessity_of(self, requirement: Requirement) -> str:
        """``minimum`` or ``important``."""
        return requirement.necessity or self.defaults.necessity
