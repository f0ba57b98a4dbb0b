"""Holdings: compute one value for each descriptor and key from facts, roles held and closed lists.

A value is *stated*, else *closed* (missing from a complete list), else *inferred* (from a role held, or from a stated
fact by a relation), else unknown. On a day, facts that have expired or are dated later do not count, and stale ones
count last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from attrs import define, field, frozen

from roleprofile.errors import UnknownIdError
from roleprofile.model.catalog import CatalogData
from roleprofile.model.context import match, resolve
from roleprofile.model.days import first_day, months_after
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.grades import GRADE, at_grade
from roleprofile.model.person import Evidence, Fact, Holdings, Inferred, Ranks, RoleHeld, Slot
from roleprofile.model.protected import is_protected
from roleprofile.model.role import PROVIDES, Role
from roleprofile.model.scale import Scale
from roleprofile.model.values import FrozenMap, Text, Value
from roleprofile.model.vocabulary import UNSPECIFIED, Vocabulary
from roleprofile.rules.overlays import apply, in_order, reach

#: The word that closes every list.
ALL = "all"

#: The provided amount "as many months as the role was held".
MONTHS_HELD = "months-held"


def current(catalog: CatalogData, descriptor: Descriptor) -> Descriptor:
    """The replacement of a deprecated descriptor, or the descriptor itself."""
    if not (descriptor.deprecated and descriptor.replaced_by):
        return descriptor
    # During loading the replacement may be missing, which is reported at its name.
    found = catalog.candidates(catalog.descriptors, descriptor.replaced_by, descriptor.pack)
    return catalog.descriptors[found[0]] if len(found) == 1 else descriptor


@frozen
class ResolvedDescriptor:
    """A descriptor as a fact on it is checked and counted: its replacement, if it is deprecated, scale and keys."""

    #: The full id.
    descriptor: str
    scale: Scale
    #: The rank of each level; empty for an amount.
    ranks: dict[Any, int]
    #: The terms that can be a key; ``None`` without keys.
    keys: frozenset[str] | None

    def rank(self, value: Value) -> int:
        """The rank of a level, or the amount itself."""
        return self.ranks[value] if self.ranks else self.scale.rank(value)


@define(eq=False)
class Index:
    """What facts refer to, seen from a pack: looked up once for a catalog instead of for every fact."""

    catalog: CatalogData
    pack: str
    kinds: Vocabulary | None
    _by_id: dict[str, ResolvedDescriptor] = field(init=False, factory=dict)
    #: Kinds of evidence with their place, weakest first.
    strength: dict[str, int] = field(init=False)
    _relations: dict[str, list[tuple[int, str, int, int, Scale, Text]]] | None = field(init=False, default=None)

    def __attrs_post_init__(self) -> None:
        """Number the kinds of evidence."""
        self.strength = {kind: place for place, kind in enumerate(self.kinds.term_ids)} if self.kinds else {}

    @classmethod
    def of(cls, catalog: CatalogData, pack: str = "") -> Index:
        """The index of a catalog for facts that a pack states; made at the first call."""
        found = catalog.kept.get(("index", pack))
        if found is None:
            found = catalog.kept["index", pack] = cls(catalog, pack, catalog.evidence_kinds(pack))
        return found

    def resolved(self, ref: Any) -> ResolvedDescriptor | None:
        """The descriptor with an id; ``None`` for an id that is unknown, ambiguous or not allowed."""
        found = self._by_id.get(ref) if ref.__class__ is str else None
        if found is None:
            if not isinstance(ref, str):
                return None
            names = self.catalog.candidates(self.catalog.descriptors, ref, self.pack)
            if len(names) != 1 or is_protected(ref):
                return None
            try:
                found = self._made(current(self.catalog, self.catalog.descriptors[names[0]]))
            except UnknownIdError:
                # During loading a scale may be missing, which is reported at the descriptor.
                return None
            self._by_id[ref] = found
        return found

    def known(self, full: str) -> ResolvedDescriptor:
        """The descriptor of a checked fact; raises :class:`~roleprofile.errors.UnknownIdError` if there is none."""
        found = self.resolved(full)
        if found is None:
            message = f"unknown descriptor {full!r}"
            raise UnknownIdError(message)
        return found

    def _made(self, descriptor: Descriptor) -> ResolvedDescriptor:
        scale, vocabulary = self.catalog.scale_of(descriptor), self.catalog.keys_of(descriptor)
        terms = vocabulary.term_ids if vocabulary else ()
        keys = frozenset(term for term in terms if not is_protected(term, as_term=True))
        ranks = {} if scale.is_amount else {level: scale.rank(level) for level in scale.level_ids}
        full = f"{descriptor.pack}:{descriptor.id}"
        return ResolvedDescriptor(full, scale, ranks, keys if vocabulary else None)

    @property
    def relations(self) -> dict[str, list[tuple[int, str, int, int, Scale, Text]]]:
        """The relations by origin: number, target, steps lower, highest rank, scale, name of the origin."""
        if self._relations is None:
            self._relations = {}
            for number, relation in enumerate(self.catalog.relations):
                start = current(self.catalog, self.catalog.descriptor(relation.from_, relation.pack))
                target = current(self.catalog, self.catalog.descriptor(relation.to, relation.pack))
                scale = self.catalog.scale_of(target)
                row = (
                    number,
                    f"{target.pack}:{target.id}",
                    relation.lower_by,
                    scale.rank(relation.up_to),
                    scale,
                    start.label,
                )
                self._relations.setdefault(f"{start.pack}:{start.id}", []).append(row)
        return self._relations


def counted(
    catalog: CatalogData,
    facts: tuple[Fact, ...],
    closed: tuple[str, ...],
    roles_held: tuple[RoleHeld, ...],
    pack: str,
    as_of: str = "",
) -> Holdings:
    """The holdings from checked facts on a day; the evidence kinds of ``pack`` rank the facts."""
    index = Index.of(catalog, pack)
    out = frozenset(fact for fact in facts if is_out(fact.evidence, as_of)) if as_of else frozenset()
    uncounted: dict[Slot, tuple[Fact, ...]] = {}
    for fact in facts if out else ():
        if fact in out:
            slot = (fact.descriptor, fact.key)
            uncounted[slot] = (*uncounted.get(slot, ()), fact)
    left = tuple(fact for fact in facts if fact not in out) if out else facts
    kinds = index.kinds if as_of else None
    stale = frozenset(fact for fact in left if is_stale(fact.evidence, kinds, as_of)) if kinds else frozenset()
    by_slot = _by_slot(index, left, stale)
    return counted_by_slot(catalog, by_slot, closed, roles_held, as_of, stale=stale, uncounted=uncounted)


def is_out(evidence: Evidence | None, day: str) -> bool:
    """Whether a fact does not count on a day, because its evidence has expired or is dated later."""
    return evidence is not None and (evidence.has_expired(day) or evidence.is_later(day))


def is_stale(evidence: Evidence | None, kinds: Vocabulary, day: str) -> bool:
    """Whether the time that a kind of evidence lasts is over on a day."""
    months = kinds.months(evidence.kind) if evidence else None
    if evidence is None or months is None:
        return False
    return not evidence.on or months_after(first_day(evidence.on), months) < day


def counted_by_slot(
    catalog: CatalogData,
    by_slot: dict[Slot, tuple[Fact, ...]],
    closed: tuple[str, ...],
    roles_held: tuple[RoleHeld, ...],
    as_of: str,
    *,
    stale: frozenset[Fact],
    uncounted: dict[Slot, tuple[Fact, ...]],
) -> Holdings:
    """The holdings from sorted facts, of which the first of each descriptor and key counts."""
    index = Index.of(catalog)
    ranks = {slot: index.known(slot[0]).rank(found[0].value) for slot, found in by_slot.items()}
    because: dict[Slot, tuple[int, Inferred]] = {}
    for slot, rank, why in (*_from_relations(index, by_slot, ranks, stale), *_from_roles(catalog, roles_held)):
        # The best inference counts. Among equal ones the first counts, and relations come before roles.
        if slot not in ranks and (slot not in because or because[slot][0] < rank):
            because[slot] = (rank, why)
    return Holdings(
        fingerprint=catalog.fingerprint,
        stated=nested(ranks),
        inferred=nested({slot: rank for slot, (rank, _) in because.items()}),
        facts=by_slot,
        because={slot: why for slot, (_, why) in because.items()},
        closed=frozenset(closed),
        all_closed=ALL in closed,
        as_of=as_of,
        stale=stale,
        uncounted=uncounted,
    )


def nested(ranks: Mapping[Slot, int]) -> Ranks:
    """Ranks by descriptor, and by key within a keyed one.

    >>> nested({("core:dialogue", ""): 3, ("core:education", "law"): 2})
    {'core:dialogue': 3, 'core:education': {'law': 2}}
    """
    found: Ranks = {}
    for (descriptor, key), rank in ranks.items():
        if not key:
            found[descriptor] = rank
            continue
        inner = found.setdefault(descriptor, {})
        if isinstance(inner, dict):
            inner[key] = rank
    return found


def _by_slot(index: Index, facts: tuple[Fact, ...], stale: frozenset[Fact]) -> dict[Slot, tuple[Fact, ...]]:
    """Group facts by descriptor and key: strongest evidence first, then the latest, then the lower value.

    Of an amount that only grows the largest comes first. Stale facts come last.
    """

    def order(fact: Fact) -> tuple[bool, int, int, str, int]:
        evidence = fact.evidence
        proof = (
            (index.strength.get(evidence.kind, -1), evidence.on and first_day(evidence.on)) if evidence else (-1, "")
        )
        resolved = index.known(fact.descriptor)
        rank = resolved.rank(fact.value)
        return (fact not in stale, rank if resolved.scale.accumulates else 0, *proof, -rank)

    found: dict[Slot, list[Fact]] = {}
    for fact in facts:
        found.setdefault((fact.descriptor, fact.key), []).append(fact)
    return {
        slot: tuple(sorted(some, key=order, reverse=True) if len(some) > 1 else some) for slot, some in found.items()
    }


_Presumed = tuple[tuple[str, str], int, Inferred]


def _from_relations(
    index: Index,
    by_slot: Mapping[Slot, tuple[Fact, ...]],
    ranks: Mapping[Slot, int],
    stale: frozenset[Fact],
) -> list[_Presumed]:
    best: dict[Slot, tuple[tuple[int, int], str, Scale, Text, Value]] = {}
    relations = index.relations
    for (descriptor, key), facts in by_slot.items():
        for number, target, lower_by, most, scale, label in relations.get(descriptor, ()):
            rank = min(ranks[descriptor, key] - lower_by, most)
            slot = (target, key)
            if rank <= 0 or slot in ranks or facts[0] in stale:
                continue
            # Of equal ranks that of the first relation counts.
            order = (rank, -number)
            if slot not in best or best[slot][0] < order:
                best[slot] = (order, descriptor, scale, label, facts[0].value)
    return [
        (
            slot,
            rank,
            Inferred(value=scale.by_rank[rank], kind="relation", origin=origin, label=label, detail=detail),
        )
        for slot, ((rank, _), origin, scale, label, detail) in best.items()
    ]


def _from_roles(catalog: CatalogData, roles_held: tuple[RoleHeld, ...]) -> Iterator[_Presumed]:
    for held in roles_held:
        role = catalog.roles[held.role]
        # What the months in all jobs do not raise comes from the role alone, because that comes first.
        for kind, months in (("role", held.months), ("jobs", held.in_all)):
            if months is None:
                continue
            for descriptor, key, value in provided(catalog, role, held.context, held.months, in_all=months):
                rank = catalog.scale_of(descriptor).rank(value)
                if rank > 0:
                    why = Inferred(value=value, kind=kind, origin=held.role, label=role.label, detail=months)
                    yield (f"{descriptor.pack}:{descriptor.id}", key), rank, why


def provided(
    catalog: CatalogData, role: Role, context: Mapping[str, str], months: int, *, in_all: int | None = None
) -> Iterator[tuple[Descriptor, str, Value]]:
    """The values that ``role`` provides after so many months: descriptor, key (or ``""``) and value.

    ``in_all`` are the months in all jobs that bring the same; they count for an amount of months, but the role itself
    has to be held for as long as a value needs.
    """
    # Somebody whose grade nobody gave is presumed to have had the lowest.
    lowest = {GRADE: role.grades[0].id} if role.grades and context.get(GRADE, UNSPECIFIED) == UNSPECIFIED else {}
    role, vocabulary_of = at_grade(role, {**context, **lowest}), catalog.vocabulary_for(role)
    variants = in_order(match(role, context, vocabulary_of).matching, reach(role.variants))
    document = (
        apply(role.document, variants, partial(catalog.scale_behind, pack=role.pack)) if variants else role.document
    )
    for name, given in document.get(PROVIDES, FrozenMap()).items():
        descriptor = current(catalog, catalog.descriptor(name, role.pack))
        if not descriptor.keys:
            yield from ((descriptor, "", value) for value in _after(catalog, descriptor, given, months, in_all))
            continue
        for key, value in given.items():
            for term in resolve(key, context, vocabulary_of) or ():
                yield from ((descriptor, term, v) for v in _after(catalog, descriptor, value, months, in_all))


def _after(
    catalog: CatalogData, descriptor: Descriptor, given: Any, months: int, in_all: int | None
) -> Iterator[Value]:
    """Yield the provided value if the role was held long enough."""
    value, after = (given["value"], given.get("after", 0)) if hasattr(given, "keys") else (given, 0)
    if months >= after:
        scale = catalog.scale_of(descriptor)
        counted_months = months if in_all is None else in_all
        yield min(counted_months, scale.maximum) if value == MONTHS_HELD and scale.is_amount else value
