"""What is known of somebody before and afterwards, thing by thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from roleprofile.model.values import NO_TEXT, FrozenMap

if TYPE_CHECKING:
    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.person import Holdings, Slot
    from roleprofile.model.values import Text, Value
    from roleprofile.scoring.compiled import CompiledRole


@frozen(kw_only=True)
class ValueChange:
    """One thing that a person has: the value before and afterwards."""

    #: The full id, and the key of what has keys.
    descriptor: str
    key: str
    label: Text
    #: Empty for what has no keys.
    key_label: Text
    #: The lowest where a list is complete without it; ``None`` for what nobody has said.
    before: Value | None
    #: What is presumed of the person, where nobody has said it.
    presumed: Value | None
    after: Value
    #: Whether the role that is aimed at asks for it.
    asked: bool
    #: The names of the levels, or the forms of the unit of an amount.
    level_labels: FrozenMap[str, Text]
    unit: FrozenMap[str, FrozenMap[str, str]]


def slots_read(role: CompiledRole) -> frozenset[Slot]:
    """What the requirements of a role read."""
    return frozenset(slot for entry in role.requirements for leaf in entry.leaves for slot in leaf.slots)


def value_change(
    catalog: CatalogData, read: frozenset[Slot], slot: Slot, held: Holdings, then: Holdings
) -> ValueChange:
    """How one thing changes from what is held to what is stated then; ``read`` is what the role reads."""
    full, key = slot
    descriptor = catalog.descriptors[full]
    vocabulary, scale = catalog.keys_of(descriptor), catalog.scale_of(descriptor)
    old = held.facts.get(slot, ())
    before: Value | None = old[0].value if old else None
    if not old and (held.all_closed or full in held.closed):
        before = 0 if scale.is_amount else scale.level_ids[0]
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
