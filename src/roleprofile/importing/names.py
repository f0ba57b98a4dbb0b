"""Names: what the labels and aliases of a catalog, in all its languages, can be found by.

Names are compared whole: folded to the same letters, never one as a part of another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import define, field, frozen

from roleprofile.model.catalog import short
from roleprofile.model.name_matching import fold
from roleprofile.rules.holdings import current

if TYPE_CHECKING:
    from collections.abc import Mapping

    from roleprofile.importing.report import By
    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.descriptor import Descriptor
    from roleprofile.model.person import Slot
    from roleprofile.model.scale import Scale
    from roleprofile.model.values import Text
    from roleprofile.model.vocabulary import Vocabulary

T = TypeVar("T")

#: A text longer than this, its letters and accents counted apart, is no name.
LONGEST = 200

#: The types of descriptor that sections of their own tell of; what is left is what skills are matched with.
QUALIFICATION, COURSE, EXPERIENCE = "qualification", "course", "experience"

#: The id, without its pack, of a scale whose amounts are months; on any other one a job has no value to state.
MONTHS = "months"


@frozen
class Name:
    """A label, an alias, or the id that the caller's mapping gives."""

    text: str
    by: By


@define
class Names(Generic[T]):
    """Things of one kind, by name and by id."""

    #: What a reader calls such a thing: "skill".
    noun: str
    _by_name: dict[str, dict[T, Name]] = field(factory=dict)
    _by_id: dict[str, dict[T, None]] = field(factory=dict)

    def add(self, target: T, ref: str, label: Text, aliases: Mapping[str, tuple[str, ...]]) -> None:
        """Make a thing findable; of its names that fold alike the first one is shown."""
        names = [Name(text, "label") for text in label.values()]
        names += [Name(text, "alias") for texts in aliases.values() for text in texts]
        for name in names:
            self._by_name.setdefault(fold(name.text), {}).setdefault(target, name)
        for one in {ref, short(ref)}:
            self._by_id.setdefault(one, {})[target] = None

    def find(self, folded: str) -> dict[T, Name]:
        """What a folded text names: nothing, one thing, or several that nobody can tell apart."""
        return self._by_name.get(folded, {}) if folded else {}

    def of_id(self, ref: str) -> dict[T, Name]:
        """What an id, full or short, means here."""
        return {target: Name(ref, "mapping") for target in self._by_id.get(ref, ())}


def levels_of(scale: Scale) -> Names[str]:
    """The levels of a scale that somebody can have; the lowest means that somebody does not have it."""
    names: Names[str] = Names(f"level of {scale.id}")
    for level in scale.levels[1:]:
        names.add(level.id, level.id, level.label, level.aliases)
    return names


def terms_of(vocabulary: Vocabulary) -> Names[str]:
    """The terms of a vocabulary."""
    names: Names[str] = Names(vocabulary.id.replace("-", " "))
    for term in vocabulary:
        names.add(term.id, term.id, term.label, term.aliases)
    return names


def roles_of(catalog: CatalogData) -> Names[str]:
    """The roles, by full id."""
    names: Names[str] = Names("role")
    for full, role in catalog.roles.items():
        names.add(full, full, role.label, role.aliases)
    return names


def experience_of(catalog: CatalogData) -> Names[str]:
    """The kinds of experience that are counted in months, by the descriptor's full id; keys say where it was gained."""
    names: Names[str] = Names("kind of experience")
    for descriptor in catalog.descriptors.values():
        if descriptor.type == EXPERIENCE:
            held = current(catalog, descriptor)
            scale = catalog.scale_of(held)
            if not scale.is_amount or scale.id != MONTHS:
                continue
            names.add(full_id(held), full_id(descriptor), descriptor.label, descriptor.aliases)
    return names


def slots_of(catalog: CatalogData, noun: str, *, types: tuple[str, ...] = (), keyed: bool | None = None) -> Names[Slot]:
    """What facts can be stated on: descriptors without keys by their own names, the others by those of their keys.

    Args:
        catalog: Where the names are.
        noun: What a reader calls such a thing.
        types: Of these types only; for none of all that no section of its own tells of.
        keyed: Only those with keys, or only those without.
    """
    names: Names[Slot] = Names(noun)
    others = (QUALIFICATION, COURSE, EXPERIENCE)
    for descriptor in catalog.descriptors.values():
        if (descriptor.type not in types) if types else (descriptor.type in others):
            continue
        held = current(catalog, descriptor)
        vocabulary = catalog.keys_of(held)
        if keyed is not None and keyed is not (vocabulary is not None):
            continue
        if vocabulary is None:
            names.add((full_id(held), ""), full_id(descriptor), descriptor.label, descriptor.aliases)
            continue
        for term in vocabulary:
            names.add((full_id(held), term.id), term.id, term.label, term.aliases)
    return names


def full_id(descriptor: Descriptor) -> str:
    """A descriptor's id with its pack."""
    return f"{descriptor.pack}:{descriptor.id}"
