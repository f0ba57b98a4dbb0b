"""What the texts of a table are called in a catalog: skills and levels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import define, field, frozen

from roleprofile.importing import IndexedName, NameIndex, full_id, levels_of, shown
from roleprofile.model.catalog import CatalogData
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.name_matching import fold
from roleprofile.model.person import Slot
from roleprofile.model.scale import Scale
from roleprofile.model.values import Text
from roleprofile.model.vocabulary import Vocabulary
from roleprofile.tables.cells import Cell

#: The mark of a minimum requirement that a draft knows.
STAR = "*"
#: The types of descriptors whose keys are named as skills are: "English".
_SKILLS = ("skill", "knowledge", "ability")


def skills_of(catalog: CatalogData) -> NameIndex[Slot]:
    """An index of everything that a header can name: descriptors, and each key of keyed ones.

    A key is found by itself, ``English``, or with its descriptor: ``Language: English``, ``English language``.
    """
    names: NameIndex[Slot] = NameIndex("descriptor")
    for descriptor in catalog.descriptors.values():
        if descriptor.deprecated:
            continue
        full, vocabulary = full_id(descriptor), catalog.keys_of(descriptor)
        names.add((full, ""), full, descriptor.label, descriptor.aliases)
        for term in vocabulary or ():
            names.add((full, term.id), term.id, term.label, term.aliases)
            for label in _with_key(descriptor, term.label):
                names.add((full, term.id), f"{full}-{term.id}", label, {})
    return names


def _with_key(descriptor: Descriptor, term: Text) -> Iterator[Text]:
    for language, label in descriptor.label.items():
        if language in term:
            yield Text({language: f"{label} {term[language]}"})
            yield Text({language: f"{term[language]} {label}"})


@frozen
class FoundSkill:
    """The possible meanings of a text: descriptors with or without a key, in the order of the catalog."""

    slots: dict[Slot, IndexedName]
    #: Those that are listed, but not taken.
    doubtful: frozenset[Slot] = frozenset()

    @property
    def slot(self) -> Slot | None:
        """The meaning, if it is unique: a descriptor of that name is preferred to a key of that name."""
        own = [slot for slot in self.slots if not slot[1]] or list(self.slots)
        return own[0] if len(own) == 1 and own[0] not in self.doubtful else None

    @property
    def others(self) -> str:
        """The other possible meanings."""
        rest = sorted(" ".join(filter(None, slot)) for slot in self.slots if slot != self.slot)
        return shown(", ".join(rest))


@define
class CatalogNames:
    """Finds the skills and levels that texts name."""

    catalog: CatalogData
    _skills: NameIndex[Slot] = field(init=False)
    _scales: list[tuple[Scale, NameIndex[str]]] = field(init=False)
    #: What each text was found to be: the cells of a long table repeat theirs.
    _found: dict[str, FoundSkill] = field(factory=dict)
    _levels: dict[str, bool] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self._skills = skills_of(self.catalog)
        self._scales = [(one, levels_of(one, lowest=True)) for one in self.catalog.scales.values() if one.levels]

    def find(self, text: str) -> FoundSkill:
        """The meanings of a text: by label and alias, else as the id of a descriptor, also written in words."""
        if text not in self._found:
            self._found[text] = self._find(text)
        return self._found[text]

    def _find(self, text: str) -> FoundSkill:
        folded = fold(text)
        found = self._skills.find(folded)
        by_id = {} if found else self._skills.of_id(text) or self._skills.of_id(folded.replace(" ", "-"))
        return FoundSkill(
            found or {slot: name for slot, name in by_id.items() if not slot[1]}, self._of_another_type(folded, found)
        )

    def _of_another_type(self, folded: str, found: dict[Slot, IndexedName]) -> frozenset[Slot]:
        """The keys of descriptors that are no skills, where the text names the key alone: "Law" is not yet a degree."""
        return frozenset(
            (ref, key)
            for ref, key in found
            if key
            and self.catalog.descriptors[ref].type not in _SKILLS
            and folded in _names_of(self.catalog.keys_of(self.catalog.descriptors[ref]), key)
        )

    def matches(self, cells: Iterable[Cell]) -> int:
        """The number of cells that name a skill."""
        return sum(bool(found.slots.keys() - found.doubtful) for found in (self.find(cell.text) for cell in cells))

    def is_level(self, text: str) -> bool:
        """Whether a text, without the mark of a minimum, is the name of a level on any scale."""
        word = text.removesuffix(STAR).strip()
        if word not in self._levels:
            self._levels[word] = any(word in one.level_ids or names.find(fold(word)) for one, names in self._scales)
        return self._levels[word]


def _names_of(vocabulary: Vocabulary | None, key: str) -> set[str]:
    """The folded names of a term."""
    return {
        fold(text)
        for term in vocabulary or ()
        if term.id == key
        for texts in (term.label.values(), *term.aliases.values())
        for text in texts
    }
