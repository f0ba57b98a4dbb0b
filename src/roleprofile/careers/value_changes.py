"""Changes of a person's values, slot by slot."""

from __future__ import annotations

from attrs import frozen

from roleprofile.model.catalog import CatalogData
from roleprofile.model.person import Holdings, Slot
from roleprofile.model.values import NO_TEXT, FrozenMap, Text, Value
from roleprofile.scoring.compiled import CompiledRole


@frozen(kw_only=True)
class ValueChange:
    """The value of one slot before and after a change."""

    #: The full id of the descriptor, and the key if it has keys.
    descriptor: str
    key: str
    label: Text
    #: Empty for a descriptor without keys.
    key_label: Text
    #: ``None`` if unknown. If the list is closed without it, the lowest value: ``""`` if no level says so.
    before: Value | None
    #: The presumed value if no value is stated.
    presumed: Value | None
    after: Value
    #: Whether the target role asks for it.
    asked: bool
    #: The names of the levels, or the forms of the unit of an amount.
    level_labels: FrozenMap[str, Text]
    unit: FrozenMap[str, FrozenMap[str, str]]


def slots_read(role: CompiledRole) -> frozenset[Slot]:
    """The slots that the requirements of a role read."""
    return frozenset(slot for entry in role.requirements for leaf in entry.leaves for slot in leaf.slots)


def value_change(
    catalog: CatalogData, read: frozenset[Slot], slot: Slot, held: Holdings, then: Holdings
) -> ValueChange:
    """The change of one slot; ``read`` has the slots that the role reads."""
    full, key = slot
    descriptor = catalog.descriptors[full]
    vocabulary, scale = catalog.keys_of(descriptor), catalog.scale_of(descriptor)
    old = held.facts.get(slot, ())
    before: Value | None = old[0].value if old else None
    if not old and held.closes(full, key):
        before = scale.value(0)
    why = held.because.get(slot) if before is None else None
    return ValueChange(
        descriptor=full,
        key=key,
        label=descriptor.label,
        key_label=vocabulary.term(key).label if vocabulary and key else NO_TEXT,
        before=before,
        presumed=None if why is None or scale.rank(why.value) == 0 else why.value,
        after=then.facts[slot][0].value,
        asked=slot in read,
        level_labels=FrozenMap({level.id: level.label for level in scale.levels}),
        unit=scale.unit,
    )
