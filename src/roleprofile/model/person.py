"""People: an opaque id, facts with their evidence, roles held. Never a name, an age or any protected attribute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from attrs import field, frozen
from attrs.validators import optional

from roleprofile.model.arguments import mapping, of_type, refused
from roleprofile.model.days import first_day, last_day
from roleprofile.model.grammar import names, rule, rule_metadata
from roleprofile.model.values import FrozenMap, Text, Value


@frozen
class Evidence:
    """The evidence of a fact: its kind (a term of the pack's evidence vocabulary), a reference, a first and a last day.

    ``on`` and ``until`` are ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``: from the first day of ``on`` to the last of
    ``until``, both of which count. Both are compared only with a day that is given, never with a clock.
    """

    kind: str = names("evidence", validator=of_type(str, "a text"))
    ref: str = rule("", validator=of_type(str, "a text"))
    on: str = rule("", validator=of_type(str, "a text"))
    until: str = rule("", validator=of_type(str, "a text"))

    def has_expired(self, day: str) -> bool:
        """Whether its last day is before a day, ``YYYY-MM-DD``."""
        return bool(self.until) and last_day(self.until) < day

    def is_later(self, day: str) -> bool:
        """Whether its first day is after a day, ``YYYY-MM-DD``."""
        return bool(self.on) and first_day(self.on) > day


def _evidence(value: Evidence | str | None) -> Evidence | None:
    return Evidence(value) if isinstance(value, str) else value


def _context(value: Mapping[str, str] | None) -> FrozenMap[str, str]:
    return FrozenMap({} if value is None else mapping(value, "a context", "such as {'company-size': 'large'}"))


@frozen
class Fact:
    """A value on a descriptor: the id of a level or a whole amount; ``key`` if the descriptor is keyed.

    >>> Fact("dialogue", "advanced", evidence="assessment").evidence.kind
    'assessment'
    """

    descriptor: str = names("descriptors")
    value: Value = rule()
    key: str = names("terms", "", validator=of_type(str, "a text"))
    evidence: Evidence | None = field(
        default=None,
        converter=_evidence,
        validator=optional(of_type(Evidence, "rp.Evidence(...)")),
        metadata=rule_metadata(),
    )


@frozen
class RoleHeld:
    """A role that the person has held, the months in it, and the context if it is known.

    ``in_all`` are the months in this and in other jobs that bring the same experience, overlapping months once.
    """

    role: str
    months: int
    context: FrozenMap[str, str] = field(default=FrozenMap(), converter=_context)
    in_all: int | None = None


@frozen(kw_only=True)
class Inferred:
    """An inferred value, and its origin."""

    value: Value
    #: ``role``, ``jobs`` (by the months in a role and in jobs that bring the same), or ``relation``.
    kind: str
    #: The role held, or the descriptor from which the relation starts, with its name.
    origin: str
    label: Text
    #: The months in the role or in all jobs, or the stated level from which the relation starts.
    detail: Value


#: A descriptor and a key; the key is ``""`` for a descriptor without keys.
Slot = tuple[str, str]

#: Ranks by descriptor; a keyed descriptor has ranks by key.
Ranks = dict[str, int | dict[str, int]]


@frozen(kw_only=True)
class Holdings:
    """The values that a person's facts give in one catalog: a rank or an amount for each descriptor and key.

    The dicts are read on every score and never changed; code outside the library should not hold them.
    """

    #: The fingerprint of the catalog that the ranks belong to.
    fingerprint: str
    stated: Ranks = field(repr=False)
    inferred: Ranks = field(repr=False)
    #: Every fact that counts on the day, by descriptor and key; the fact whose value counts comes first.
    facts: dict[Slot, tuple[Fact, ...]] = field(repr=False)
    #: The origin of each inferred value, by descriptor and key.
    because: dict[Slot, Inferred] = field(repr=False)
    closed: frozenset[str]
    all_closed: bool
    #: Whether these are the holdings of a typical incumbent, of whom no evidence is asked.
    typical: bool = False
    #: The day on which the facts count, ``YYYY-MM-DD``; ``""`` if dates were compared with none.
    as_of: str = ""
    #: The counting facts whose kind of evidence lasts a time that is over. They prove nothing and imply nothing.
    stale: frozenset[Fact] = field(default=frozenset(), repr=False)
    #: The facts that do not count, because they expired before the day or are dated after it, by descriptor and key.
    uncounted: dict[Slot, tuple[Fact, ...]] = field(factory=dict, repr=False)
    #: For each descriptor the keys of which there are facts, but none that counts: unknown, also on a closed list.
    lapsed: dict[str, frozenset[str]] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Look once for what is unknown because its facts do not count."""
        lapsed: dict[str, frozenset[str]] = {}
        for descriptor, key in self.uncounted.keys() - self.facts.keys():
            lapsed[descriptor] = lapsed.get(descriptor, frozenset()) | {key}
        object.__setattr__(self, "lapsed", lapsed)

    @cached_property
    def evidence_kinds(self) -> frozenset[str]:
        """The kinds of evidence of the facts that count."""
        return frozenset(fact.evidence.kind for facts in self.facts.values() for fact in facts if fact.evidence)

    def closes(self, descriptor: str, key: str = "") -> bool:
        """Whether a value that is not stated is absent, because its list is closed, and not unknown."""
        return (self.all_closed or descriptor in self.closed) and key not in self.lapsed.get(descriptor, ())


@frozen(kw_only=True)
class Person:
    """A person to score, built by ``catalog.person(...)`` or read from a file; both check every fact."""

    id: str
    facts: tuple[Fact, ...] = ()
    #: The descriptors whose lists of facts are complete; ``("all",)`` for all.
    closed: tuple[str, ...] = ()
    roles_held: tuple[RoleHeld, ...] = ()
    #: Unknown facts and roles, if the caller asked to keep them.
    unrecognised: tuple[Fact | RoleHeld, ...] = ()
    holdings: Holdings = field(repr=False, eq=False)

    def __repr__(self) -> str:
        """The id and the number of facts in one line."""
        facts, roles = len(self.facts), len(self.roles_held)
        return f"<Person {self.id}: {facts} fact{'s'[facts == 1 :]}, {roles} role{'s'[roles == 1 :]} held>"

    @property
    def as_of(self) -> str:
        """The day on which the facts count, ``YYYY-MM-DD``; ``""`` if dates were compared with none."""
        return self.holdings.as_of

    @property
    def expired(self) -> tuple[Fact, ...]:
        """The facts that do not count, because their evidence expired before the day."""
        return self._uncounted(Evidence.has_expired)

    @property
    def dated_later(self) -> tuple[Fact, ...]:
        """The facts that do not count, because their evidence is dated after the day."""
        return self._uncounted(Evidence.is_later)

    def _uncounted(self, why: Callable[[Evidence, str], bool]) -> tuple[Fact, ...]:
        found = (fact for some in self.holdings.uncounted.values() for fact in some)
        return tuple(fact for fact in found if fact.evidence and why(fact.evidence, self.as_of))


def a_person(given: object) -> Person:
    """Check that an argument is a person; raises ``TypeError`` otherwise, for example for the id of one."""
    if not isinstance(given, Person):
        raise refused("a person", "catalog.person(...), catalog.people[...] or rp.load_person(...)", given)
    return given
