"""People: an opaque id, facts with their evidence, roles held. Never a name, an age or any protected attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen
from attrs.validators import instance_of, optional

from roleprofile.model.arguments import mapping, refused
from roleprofile.model.grammar import names, rule, rule_metadata
from roleprofile.model.values import FrozenMap, Text, Value

if TYPE_CHECKING:
    from collections.abc import Mapping


@frozen
class Evidence:
    """How a fact is known: its kind (a term of the pack's evidence vocabulary), a reference, a day.

    ``on`` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
    """

    kind: str = names("evidence", validator=instance_of(str))
    ref: str = rule("", validator=instance_of(str))
    on: str = rule("", validator=instance_of(str))


def _evidence(value: Evidence | str | None) -> Evidence | None:
    return Evidence(value) if isinstance(value, str) else value


def _context(value: Mapping[str, str] | None) -> FrozenMap[str, str]:
    return FrozenMap({} if value is None else mapping(value, "a context", "such as {'company-size': 'large'}"))


@frozen
class Fact:
    """A value on a descriptor: a level's id or a whole amount; ``key`` where the descriptor is keyed.

    >>> Fact("dialogue", "advanced", evidence="assessment").evidence.kind
    'assessment'
    """

    descriptor: str = names("descriptors")
    value: Value = rule()
    key: str = names("terms", "", validator=instance_of(str))
    evidence: Evidence | None = field(
        default=None, converter=_evidence, validator=optional(instance_of(Evidence)), metadata=rule_metadata()
    )


@frozen
class RoleHeld:
    """A role that the person has held, for how many months, and in which context where that is known."""

    role: str
    months: int
    context: FrozenMap[str, str] = field(default=FrozenMap(), converter=_context)


@frozen(kw_only=True)
class Inferred:
    """A value that nobody stated, and why it is presumed."""

    value: Value
    #: ``role`` or ``relation``.
    kind: str
    #: The role held, or the descriptor that the relation starts from, with its name for readers.
    origin: str
    label: Text
    #: The months the role was held, or the stated level that the relation starts from.
    detail: Value


#: Where a value is held: a descriptor and a key, ``""`` for a descriptor without keys.
Slot = tuple[str, str]

#: Ranks by descriptor; a keyed descriptor has ranks by key.
Ranks = dict[str, int | dict[str, int]]


@frozen(kw_only=True)
class Holdings:
    """What counts of a person's facts on one catalog: one value a descriptor and key, by rank or amount.

    The dicts are read on every score and never changed; nothing outside the library should hold them.
    """

    #: The catalog that the ranks belong to.
    fingerprint: str
    stated: Ranks = field(repr=False)
    inferred: Ranks = field(repr=False)
    #: Every fact by descriptor and key; the one that counts comes first.
    facts: dict[Slot, tuple[Fact, ...]] = field(repr=False)
    #: Why a value is presumed, by descriptor and key.
    because: dict[Slot, Inferred] = field(repr=False)
    closed: frozenset[str]
    all_closed: bool


@frozen(kw_only=True)
class Person:
    """Someone who is scored. Made by ``catalog.person(...)`` or read from a file, which check every fact."""

    id: str
    facts: tuple[Fact, ...] = ()
    #: Descriptors whose facts are complete; ``("all",)`` when every list is.
    closed: tuple[str, ...] = ()
    roles_held: tuple[RoleHeld, ...] = ()
    #: Facts and roles that the catalog does not know, where the caller asked to keep them.
    unrecognised: tuple[Fact | RoleHeld, ...] = ()
    holdings: Holdings = field(repr=False, eq=False)


def a_person(given: object) -> Person:
    """A person as a caller gives one; ``TypeError`` for anything else, such as the id of one."""
    if not isinstance(given, Person):
        raise refused("a person", "catalog.person(...), catalog.people[...] or rp.load_person(...)", given)
    return given
