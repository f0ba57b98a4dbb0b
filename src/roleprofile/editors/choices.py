"""What can be named in the files of a pack: ids with a line for readers about each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from roleprofile.model.catalog import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.scale import Scale
    from roleprofile.model.vocabulary import Vocabulary


@frozen
class Choices:
    """Ids, each with what an editor shows beside it."""

    about: Mapping[str, str]
    #: The full ids, ``pack:id``, where the entries have them.
    full: tuple[str, ...] = ()

    @property
    def enum(self) -> dict[str, Any]:
        """As a schema; validators pass over the descriptions, editors show them."""
        return {"enum": list(self.about), "enumDescriptions": list(self.about.values())}

    def with_words(self, **words: str) -> Choices:
        """With words of the grammar that can stand in place of an id."""
        return Choices({**self.about, **words}, self.full)


@frozen
class PackChoices:
    """What one pack can name."""

    catalog: CatalogData
    pack: str

    def text(self, label: Mapping[str, str], description: Mapping[str, str] | None = None) -> str:
        """A label, and the description where there is one, in the pack's first language or else in another."""
        parts = [self._in_language(text) for text in (label, description or {})]
        return ": ".join(part for part in parts if part)

    def _in_language(self, text: Mapping[str, str]) -> str:
        first = self.catalog.packs[self.pack].languages[0]
        return text.get(first) or next((text[language] for language in sorted(text)), "")

    def of(self, section: Mapping[str, Any]) -> Choices:
        """The entries of a section by the name that means them: the short one unless two packs have it."""
        scope = self.catalog.scope(self.pack)
        seen = {full: entry for full, entry in section.items() if full.partition(":")[0] in scope}
        named = {self._shortest(section, full): self._about(full, entry) for full, entry in seen.items()}
        return Choices(dict(sorted(named.items())), tuple(sorted(seen)))

    def _shortest(self, section: Mapping[str, Any], full: str) -> str:
        return short(full) if len(self.catalog.candidates(section, short(full), self.pack)) == 1 else full

    def _about(self, full: str, entry: Any) -> str:
        said = self.text(getattr(entry, "label", {}), getattr(entry, "description", None))
        home = full.partition(":")[0]
        return said if home == self.pack else f"{said} ({home})"

    def people(self) -> Choices:
        """The example people of the packs in sight."""
        scope = self.catalog.scope(self.pack)
        return Choices({short(full): "" for full in self.catalog.people if full.partition(":")[0] in scope})

    def levels(self, scale: Scale) -> Choices:
        """The levels of a scale, lowest first."""
        return Choices({level.id: self.text(level.label, level.description) for level in scale.levels})

    def all_levels(self) -> Choices:
        """The levels of all scales in sight."""
        scales = self.catalog.scales
        found: dict[str, list[str]] = {}
        for name in self.of(scales).about:
            scale = scales[self.catalog.find(scales, name, self.pack)]
            for level in scale.levels:
                found.setdefault(level.id, []).append(scale.id)
        return Choices({level: f"A level of {', '.join(homes)}." for level, homes in found.items()})

    def terms(self, vocabulary: Vocabulary) -> Choices:
        """The terms of a vocabulary, a broader one before its narrower ones."""
        return Choices({term.id: self.text(term.label) for term in vocabulary})

    def situations(self) -> Choices:
        """The contexts that have a name."""
        packs = (self.catalog.packs[name] for name in self.catalog.scope(self.pack))
        return Choices({one.id: self.text(one.label) for pack in packs for one in pack.situations})

    def sources(self) -> Choices:
        """The pack's own sources, and the claims of its default one."""
        pack = self.catalog.packs[self.pack]
        claims = pack.default_source.claims if pack.default_source else {}
        said = {name: self._in_language(text) for name, text in claims.items()}
        return Choices({**said, **{source.id: source.title for source in pack.sources}})

    def keys(self, vocabulary: Vocabulary) -> Choices:
        """What can stand where a keyed descriptor's key does: terms, and what the context fills in."""
        found = {"any": "Every key."}
        vocabularies = self.catalog.vocabularies
        for dimension, home in self.catalog.vocabulary_of(self.pack).items():
            if home == vocabulary:
                found[f"context.{dimension}"] = f"The employer's own {dimension}."
            for term_map in home.maps:
                target = self.catalog.candidates(vocabularies, term_map.vocabulary, home.pack)
                if target and vocabularies[target[0]] == vocabulary:
                    said = self.text(term_map.label) or f"What {term_map.id} says of the employer's {dimension}"
                    found[f"context.{dimension}.{term_map.id}"] = said
        return Choices({**self.terms(vocabulary).about, **found})


def merged(shapes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One schema for a value of several forms."""
    return {"anyOf": [dict(shape) for shape in shapes]}
