"""People: an opaque id, facts with their evidence, roles held. Never a name, an age or any protected attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen
from attrs.validators import optional

from roleprofile.model.arguments import mapping, of_type, refused
from roleprofile.model.grammar import names, rule, rule_metadata
from roleprofile.model.values import FrozenMap, Text, Value

if TYPE_CHECKING:
    from collections.abc import Mapping


@frozen
class Evidence:
    """The evidence of a fact: its kind (a term of the pack's evidence vocabulary), a reference, a day.

    ``on`` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
    """

    kind: str = names("evidence", validator=of_type(str, "a text"))
    ref: str = rule("", validator=of_type(str, "a text"))
    on: str = rule("", validator=of_type(str, "a text"))


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
    """A role that the person has held, the months in it, and the context if it is known."""

    role: str
    months: int
    context: FrozenMap[str, str] = field(default=FrozenMap(), converter=_context)


@frozen(kw_only=True)
class Inferred:
    """An inferred value, and its origin."""

    value: Value
    #: ``role`` or ``relation``.
    kind: str
    #: The role held, or the descriptor from which the relation starts, with its name.
    origin: str
    label: Text
    #: The months in the role, or the stated level from which the relation starts.
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
    #: Every fact by descriptor and key; the fact that counts comes first.
    facts: dict[Slot, tuple[Fact, ...]] = field(repr=False)
    #: The origin of each inferred value, by descriptor and key.
    because: dict[Slot, Inferred] = field(repr=False)
    closed: frozenset[str]
    all_closed: bool


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


def a_person(given: object) -> Person:
    """Check that an argument is a person; raises ``TypeError`` otherwise, for example for the id of one."""
    if not isinstance(given, Person):
        raise refused("a person", "catalog.person(...), catalog.people[...] or rp.load_person(...)", given)
    return given
