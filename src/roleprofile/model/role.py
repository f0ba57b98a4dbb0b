"""Roles: duties, requirements, provided values, pay, and variants by the employer's situation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from attrs import NOTHING, field, frozen

from roleprofile.model.document import Document
from roleprofile.model.grammar import (
    changes,
    cites,
    derived,
    entries,
    fields_of,
    head,
    keyed_by,
    loaded,
    names,
    prose,
    readers,
    rule,
)
from roleprofile.model.rendering import JsonValue, Shown
from roleprofile.model.values import NO_TEXT, FrozenMap, OneOrMore, Text, Value

#: The percentage of a key or an alternative that counts in full.
FULL = 100

#: The beginning of keys that are read from the context.
PREFIX = "context."


def path_of(key: str) -> tuple[str, str] | None:
    """The dimension and the map (or ``""``) of a key that is read from the context.

    >>> path_of("context.market.own-field")
    ('market', 'own-field')
    >>> path_of("economics") is None
    True
    """
    if not key.startswith(PREFIX):
        return None
    dimension, _, term_map = key.removeprefix(PREFIX).partition(".")
    return dimension, term_map


@frozen(kw_only=True)
class Keys:
    """The keys of a keyed descriptor that count, with their percentages.

    A key is a term of the descriptor's vocabulary, ``any``, ``context.DIMENSION`` or ``context.DIMENSION.MAP``.
    """

    shares: tuple[tuple[str, int], ...]


@frozen(kw_only=True)
class Alternative:
    """A criterion: a descriptor and the value that is asked of it."""

    descriptor: str = names("descriptors")
    for_: Keys | None = keyed_by("terms", None)
    asks: Value = rule(graded=True)
    #: The percentage of the credit for levels below the asked one; it replaces the table of the scale.
    credit: FrozenMap[str, int] = keyed_by("levels", graded=True)
    #: The amount from which credit starts to grow.
    from_: int = rule(0)
    at_least: Value | None = rule(None, graded=True)
    evidence: tuple[str, ...] = names("evidence", ())
    #: The percentage of the full credit that this alternative of an ``any_of`` can reach.
    worth: int = rule(FULL)
    #: The weight of this criterion within an ``all_of``.
    weight: int = rule(1, graded=True)


@frozen(kw_only=True)
class Extra:
    """An extra: it breaks ties and changes no score.

    It has one criterion, or a group: the best of ``any_of``, the weighted mean of ``all_of``.
    """

    id: str = rule()
    descriptor: str = names("descriptors", "", otherwise="id")
    label: Text = prose(NO_TEXT)
    for_: Keys | None = keyed_by("terms", None)
    asks: Value | None = rule(None, relative=True, graded=True)
    credit: FrozenMap[str, int] = keyed_by("levels", graded=True)
    from_: int = rule(0)
    any_of: tuple[Alternative, ...] = entries("descriptor")
    all_of: tuple[Alternative, ...] = entries("descriptor")
    weight: int = rule(1, graded=True)
    needed_for: tuple[str, ...] = names("duties", (), scored=False)
    reason: Text = prose(NO_TEXT)
    source: OneOrMore = cites()
    basis: str = readers("")

    @property
    def _minimum(self) -> tuple[Value | None, tuple[str, ...]]:
        """The minimum value and the evidence that proves it; an extra has neither."""
        return None, ()

    @cached_property
    def parts(self) -> tuple[Alternative, ...]:
        """The criteria: those of the group, or the only one."""
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


#: The fields with the criteria of a group, of which an entry has one at most.
GROUPS = tuple(key for key, one in fields_of(Extra).items() if Alternative in one.models)


@frozen(kw_only=True)
class Needed:
    """A requirement that is learnt on the job, within so many months."""

    within: int = rule()


@frozen(kw_only=True)
class Requirement(Extra):
    """A requirement of the role, with its weight (1 to 1,000) and the duties that need it."""

    at_least: Value | None = rule(None, relative=True, graded=True)
    #: ``minimum`` or ``important``; ``""`` for the default of the role.
    necessity: str = rule("", graded=True)
    #: The kinds of evidence that prove a minimum requirement.
    evidence: tuple[str, ...] = names("evidence", ())
    needed: Needed | None = rule(None)

    @property
    def _minimum(self) -> tuple[Value | None, tuple[str, ...]]:
        return self.at_least, self.evidence


@frozen(kw_only=True)
class Duty:
    """A duty of the holder, and the measure of its success."""

    id: str = rule()
    label: Text = prose()
    measure: str = names("measures", "")
    source: OneOrMore = cites()
    basis: str = readers("")


@frozen(kw_only=True)
class Measure:
    """A measure by which the employer judges the work."""

    id: str = rule()
    label: Text = prose()
    source: OneOrMore = cites()
    basis: str = readers("")


@frozen(kw_only=True)
class Classification:
    """An entry of another classification for the same or similar work."""

    scheme: str = rule()
    code: str = rule()
    match: str = rule()
    label: str = prose("")


@frozen(kw_only=True)
class CommonIn:
    """The contexts in which the role is usual, as a note for readers; it decides no result."""

    when: FrozenMap[str, OneOrMore] = keyed_by("dimensions", NOTHING)
    source: OneOrMore = cites()
    basis: str = readers("")


@frozen(kw_only=True)
class Grade:
    """One of the grades of a role."""

    id: str = rule()
    label: Text = prose()


@frozen(kw_only=True)
class Defaults:
    """The defaults for entries of the role."""

    necessity: str = rule("important")
    source: OneOrMore = cites()
    basis: str = readers("")


@frozen(kw_only=True)
class Benchmark:
    """The usual benchmark of the pay."""

    id: str = rule()
    label: Text = prose()
    source: OneOrMore = cites()
    basis: str = readers("")


@frozen(kw_only=True)
class Drivers:
    """The dimensions of the context that change the pay."""

    dimensions: tuple[str, ...] = names("dimensions")
    source: OneOrMore = cites()
    basis: str = readers("")


@frozen(kw_only=True)
class Component:
    """One part of the pay: ``fixed``, a ``share`` of a measure, or ``retention`` on a condition."""

    id: str = rule()
    label: Text = prose()
    kind: str = rule()
    of: str = names("measures", "")
    main: bool = rule(False)
    condition: str = rule("")
    source: OneOrMore = cites()
    basis: str = readers("")


@frozen(kw_only=True)
class Compensation:
    """The pay of the role: its drivers, benchmark and components, without amounts."""

    benchmark: Benchmark | None = rule(None, scored=False, noun="pay benchmark")
    drivers: Drivers | None = rule(None, scored=False, noun="pay drivers")
    components: tuple[Component, ...] = entries("id", scored=False, noun="pay component")


@frozen(kw_only=True)
class Observation:
    """A note for readers with a source; scoring does not read it."""

    id: str = rule()
    text: Text = readers()
    source: OneOrMore = cites()
    basis: str = readers("")


@frozen(kw_only=True)
class Additions:
    """The lists that ``add`` of a variant may extend."""

    requirements: tuple[Requirement, ...] = entries("id", noun="requirement")
    extras: tuple[Extra, ...] = entries("id", noun="extra")
    duties: tuple[Duty, ...] = entries("id", noun="duty")
    measures: tuple[Measure, ...] = entries("id", noun="measure")
    components: tuple[Component, ...] = entries("id", noun="pay component")
    provides: FrozenMap[str, Any] = keyed_by("descriptors")


#: The key of what holders bring, which is a map and has no entries with ids.
PROVIDES = "provides"
#: The lists of entries with ids that variants may change.
SECTIONS = tuple(key for key, one in fields_of(Additions).items() if one.told_by)
#: Those whose entries ask for something: requirements and extras.
ASKING = tuple(key for key in SECTIONS if issubclass(fields_of(Additions)[key].models[0], Extra))


def sets() -> Any:
    """A map from the ids of entries to those of their fields that change."""
    # What holders bring is no entry, and is set by the descriptor.
    provides = {"provides": fields_of(Additions)["provides"]}
    return changes(Requirement, Extra, Duty, Measure, Component, shape="map", reserved=provides)


def adds(additions: type) -> Any:
    """New entries, by the list that they are added to."""
    return changes(additions, shape="one")


@frozen(kw_only=True)
class Variant:
    """The changes of the role in contexts that match ``when``."""

    id: str = rule()
    label: Text = prose()
    #: For each dimension, the terms that match, with their narrower terms.
    when: FrozenMap[str, OneOrMore] = keyed_by("dimensions", NOTHING)
    #: The variants that are applied before this one if both match.
    after: OneOrMore = names("variants", OneOrMore(()))
    reason: Text = prose(NO_TEXT)
    source: OneOrMore = cites()
    basis: str = readers("")
    set: FrozenMap[str, Any] = sets()
    add: FrozenMap[str, Any] = adds(Additions)
    drop: tuple[str, ...] = names("entries", ())


@frozen(kw_only=True)
class RoleAdditions(Additions):
    """The lists that ``add`` of a role or a patch may extend, variants included."""

    variants: tuple[Variant, ...] = entries("id", noun="variant")


@frozen(kw_only=True)
class Overlay:
    """A further file behind a role: the role that it extends, or a patch."""

    #: ``role`` or ``role-patch``.
    kind: str
    pack: str
    id: str
    #: The path of the file, as in problems.
    path: str = field(default="", eq=False)


@frozen(kw_only=True, repr=False)
class Role(Document, JsonValue, Shown):
    """A role before the context changes anything: what its file states, over what it extends, under its patches.

    For a role with grades, the requirements and extras are those of the lowest one. In a catalog each grade is also a
    role of its own, with the id ``role/grade``.
    """

    #: The role that a file builds on, as it names it; a loaded role is whole, and says in ``overlays`` what it is of.
    extends: str = names("roles", "", inherited=False)
    version: str = head()
    label: Text = prose(inherited=False)
    aliases: FrozenMap[str, tuple[str, ...]] = readers(FrozenMap(), inherited=False)
    description: Text = prose(NO_TEXT)
    job_family: str = rule("", scored=False)
    classification: tuple[Classification, ...] = entries("scheme", "code", scored=False)
    common_in: CommonIn | None = rule(None, scored=False, noun="list of common contexts")
    #: The grades of the role, lowest first.
    grades: tuple[Grade, ...] = entries("id", ordered=True)
    defaults: Defaults = rule(Defaults())
    measures: tuple[Measure, ...] = entries("id", scored=False, noun="measure")
    duties: tuple[Duty, ...] = entries("id", scored=False, noun="duty")
    requirements: tuple[Requirement, ...] = entries("id", noun="requirement")
    extras: tuple[Extra, ...] = entries("id", noun="extra")
    variants: tuple[Variant, ...] = entries("id", noun="variant")
    #: What a holder brings: descriptor to value, or to a value a key.
    provides: FrozenMap[str, Any] = keyed_by("descriptors", noun="what holders bring of")
    compensation: Compensation = rule(Compensation(), scored=False)
    observations: tuple[Observation, ...] = entries("id", use="readers", noun="observation")
    #: What differs from the role that is extended; empty once that is done.
    set: FrozenMap[str, Any] = sets()
    add: FrozenMap[str, Any] = adds(RoleAdditions)
    drop: tuple[str, ...] = names("entries", (), inherited=False)
    pack: str = loaded("")
    #: The grade, if this is one of a role with grades.
    grade: str = loaded("")
    #: The other files that had a part in it, in the order in which they were applied.
    overlays: tuple[Overlay, ...] = loaded(())
    #: The whole document; variants change it as a document, then it is structured again.
    document: FrozenMap[str, Any] = loaded(FrozenMap(), repr=False, eq=False)
    #: The role in each of its grades, by the id of the grade; a catalog fills it in.
    in_grades: dict[str, Role] = derived()

    def __attrs_post_init__(self) -> None:
        """Begin without the roles of the grades."""
        object.__setattr__(self, "in_grades", {})

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its name."""
        return tuple(self.label)

    @cached_property
    def keys_read(self) -> frozenset[tuple[str, str]]:
        """The dimensions from which keys of requirements and extras are read, each with a map or ``""``."""
        entries: tuple[Extra, ...] = (*self.requirements, *self.extras)
        stated = [key for entry in entries for part in entry.parts if part.for_ for key, _ in part.for_.shares]
        if self.grades:
            # Entries of higher grades too, which the model leaves out.
            stated += [
                key for section in ASKING for entry in self.document.get(section, ()) for key in _for_keys(entry)
            ]
        for variant in self.variants:
            changes = [change for name, change in variant.set.items() if name != PROVIDES]
            changes += [entry for name, added in variant.add.items() if name != PROVIDES for entry in added]
            stated += [key for change in changes for key in _for_keys(change)]
        return frozenset(path for key in stated if (path := path_of(key)))

    def necessity_of(self, requirement: Requirement) -> str:
        """``minimum`` or ``important``."""
        return requirement.necessity or self.defaults.necessity


def _for_keys(entry: Mapping[str, Any]) -> Iterator[str]:
    """The keys that count for an entry or for one of its criteria."""
    keys = entry.get("for", ())
    yield from (keys,) if isinstance(keys, str) else keys
    for criteria in entry.values():
        if type(criteria) is tuple:
            for one in criteria:
                if type(one) is not str:
                    yield from _for_keys(one)
