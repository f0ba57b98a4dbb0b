"""Matching of texts with a catalog: by the caller's mappings, then by labels and aliases; nothing is guessed."""

from __future__ import annotations

import shlex
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import define, field, frozen

from roleprofile.errors import ConversionError
from roleprofile.importing import SHOWN, By, IndexedName, NameIndex, T, full_id, levels_of, not_one, shown
from roleprofile.jsonresume.variants import in_english, phrases
from roleprofile.model.catalog import CatalogData, short
from roleprofile.model.name_matching import fold
from roleprofile.model.person import Evidence, Slot
from roleprofile.model.protected import is_protected
from roleprofile.model.scale import Scale
from roleprofile.model.values import Value, closest
from roleprofile.model.vocabulary import Vocabulary
from roleprofile.rules.holdings import current

#: The most characters of a name, with accents counted apart.
LONGEST = 200

#: The most meanings that are offered for one text.
OFFERED = 3

#: The types of descriptors with sections of their own; skills are matched with the others.
QUALIFICATION, COURSE, EXPERIENCE = "qualification", "course", "experience"

#: The short id of the scale of months, the only one on which a job states a value.
MONTHS = "months"


@frozen(kw_only=True)
class Match:
    """A text that counted, and the name that it matched.

    A work entry can give several: the role held, the kind of experience, the market.
    """

    #: JSON pointer of the text.
    where: str
    #: The text, shortened for reading.
    text: str
    #: Full id of the descriptor, or ``""`` for a role and for a term of the employer's context.
    descriptor: str = ""
    #: Full id of the role, or ``""``.
    role: str = ""
    #: The key of a keyed descriptor, or the term of the employer's market or size.
    key: str = ""
    #: The level; for work the full months of this entry.
    value: Value = ""
    #: Whether the resume gives no level, and the caller's level for such entries counts.
    unrated: bool = False
    #: Whether a label, an alias or the caller's mapping matched.
    by: By
    #: The label, the alias, or the id that the caller gave.
    name: str

    def __str__(self) -> str:
        """The match on one line."""
        what = self.descriptor or self.role
        parts = [part for part in (what, self.key, str(self.value)) if part]
        line = f'{self.where} "{self.text}" is {" ".join(parts)}, by {self.by} "{self.name}"'
        return f"{line}, at the level given for skills without one" if self.unrated else line


@frozen(kw_only=True)
class Unmatched:
    """A text that does not count, and the reason."""

    #: JSON pointer of the text, or of the entry where a text is missing.
    where: str
    #: The text, shortened for reading; ``""`` where it is missing or private.
    text: str
    #: The reason, in plain English.
    why: str
    #: What would let it count, mostly an option of the command line; or ``""``.
    hint: str = ""

    def __str__(self) -> str:
        """Place, text, reason and hint on one line."""
        line = f'{self.where} "{self.text}": {self.why}' if self.text else f"{self.where}: {self.why}"
        return f"{line}; {self.hint}" if self.hint else line


@frozen
class Given:
    """One of the caller's mappings, from folded text to ids."""

    #: The name of the argument.
    option: str
    targets: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, option: str, given: object, groups: Mapping[str, set[str]]) -> Given:
        """Check a mapping of texts to one id each, or to one of each group with commas between them.

        Raises :class:`~roleprofile.errors.ConversionError` for anything else, for an unknown id, and for two ids of
        one group, such as one scale.
        """
        if not isinstance(given, Mapping | None):
            raise ConversionError(f"{option} must map texts to ids")
        allowed = tuple(sorted(set().union(*groups.values())))
        targets: dict[str, tuple[str, ...]] = {}
        for text, value in (given or {}).items():
            if not isinstance(text, str) or not isinstance(value, str) or not _folded(text):
                raise ConversionError(f"{option} must map texts to ids, but {shown(repr(text))} is not mapped to one")
            if is_protected(text, as_term=True):
                raise ConversionError(f'{option}: "{shown(text)}" is a protected attribute and cannot be imported')
            ids = tuple(part.strip() for part in value.split(","))
            for one in ids:
                if one not in allowed:
                    hint = closest(one, allowed)
                    message = f'{option}: "{shown(text)}" is mapped to an unknown id, "{shown(one)}"'
                    raise ConversionError(f"{message}; {hint}" if hint else message)
            ids = targets[_folded(text)] = (*targets.get(_folded(text), ()), *ids)
            for group, known in groups.items():
                several = sorted({short(one) for one in ids if one in known})
                if len(several) > 1:
                    what = f"{' and '.join(several)} of {group}"
                    raise ConversionError(f'{option}: "{shown(text)}" is mapped twice, to {what}; give one of them')
        return cls(option, targets)


def ids_of(catalog: CatalogData) -> dict[str, set[str]]:
    """Every id that a name can be mapped to, by what it is: descriptors and roles, full and short, and terms."""
    groups = {"the roles": {name for full in catalog.roles for name in (full, short(full))}}
    for full, descriptor in catalog.descriptors.items():
        kind = descriptor.type if descriptor.type in (QUALIFICATION, COURSE, EXPERIENCE) else "skill"
        groups.setdefault(f"the descriptors of type {kind}", set()).update((full, short(full)))
    return groups | {f"the vocabulary {key}": {*one.term_ids} for key, one in catalog.vocabularies.items()}


def level_ids_of(catalog: CatalogData) -> dict[str, set[str]]:
    """Every id that a level can be mapped to, by scale."""
    return {f"the scale {key}": set(scale.level_ids) for key, scale in catalog.scales.items()}


def texts_of(option: str, given: object) -> frozenset[str]:
    """Check texts of the caller, and fold them; raises :class:`~roleprofile.errors.ConversionError`."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise ConversionError(f"{option} must be texts")
    texts = tuple(given)
    for text in texts:
        if not isinstance(text, str) or not _folded(text):
            raise ConversionError(f"{option} must be texts, and {shown(repr(text))} is none")
    return frozenset(map(_folded, texts))


def _folded(text: str) -> str:
    """A folded text; one of punctuation alone, such as ``***``, as it is written."""
    # One character can decompose into eighteen, so the length is measured afterwards.
    if len(text) > LONGEST or len(unicodedata.normalize("NFKD", text)) > LONGEST:
        return ""
    return fold(text) or text.strip()


def _by_name(names: NameIndex[T], folded: str) -> dict[T, IndexedName]:
    """The things with a folded name, or else with what it is in English."""
    if found := names.find(folded):
        return found
    return {target: name for english in in_english(folded) for target, name in names.find(fold(english)).items()}


@define
class Matcher:
    """Matches texts, and keeps the report."""

    catalog: CatalogData
    names: Given
    levels: Given
    #: The levels of skills without one, one for each scale.
    unrated: tuple[str, ...] = ()
    #: Folded texts that match nothing.
    rejected: frozenset[str] = frozenset()
    #: The report, in the order of reading and without repetitions.
    matched: dict[Match, None] = field(factory=dict)
    unmatched: dict[Unmatched, None] = field(factory=dict)
    _used: set[str] = field(factory=set)
    _levels_of: dict[str, NameIndex[str]] = field(factory=dict)

    def find(self, names: NameIndex[T], text: str) -> dict[T, IndexedName]:
        """The matches of a text in ``names``: by the caller's mapping if it applies, else by label or alias."""
        if self.is_rejected(text):
            return {}
        return self.mapped(names, text) or _by_name(names, _folded(text))

    def mapped(self, names: NameIndex[T], text: str) -> dict[T, IndexedName]:
        """The matches of a text in ``names`` by the caller's mapping."""
        if self.is_rejected(text):
            return {}
        folded = _folded(text) if self.names.targets else ""
        for ref in self.names.targets.get(folded, ()):
            if found := names.of_id(ref):
                self._used.add(folded)
                return found
        return {}

    def the_one(self, names: NameIndex[T], where: str, text: str, *, also: str = "") -> tuple[T, IndexedName] | None:
        """The only match of a text; none and several are reported, with the option that ``also`` is needed."""
        found = self.find(names, text)
        if len(found) == 1:
            return next(iter(found.items()))
        why = not_one(names, found) if found else self.none(names.noun, text)
        near = [*map(names.ref, found)] if found else self.near(names, text)
        hint = self.hint(self.names.option, text, *(near or ["ID"]))
        self.refuse(where, text, why, f"{hint} {also}" if hint and also else hint)
        return None

    def near(self, names: NameIndex[Any], text: str) -> list[str]:
        """The ids of the things that words of a text name: what it may mean; none where a word turns them round."""
        folded = _folded(text)
        if self.names.targets.get(folded) or {*folded.split()} & phrases("not_that"):
            return []
        refs = [*names.within(folded).values()]
        return refs if all(refs) and len(refs) <= OFFERED else []

    def near_levels(self, scale: Scale, text: str) -> list[str]:
        """The levels that words of a text name: what it may mean."""
        return self.near(self._names_of(scale), text)

    def none(self, noun: str, text: str) -> str:
        """The reason for which a text without a match does not count."""
        if ids := self.names.targets.get(_folded(text)):
            return f"it is mapped to {', '.join(ids)}, which is no {noun}"
        return f"the catalog has no {noun} with this name"

    def is_rejected(self, text: str) -> bool:
        """Whether the caller rejects a text."""
        folded = _folded(text) if self.rejected else ""
        if folded in self.rejected:
            self._used.add(folded)
        return folded in self.rejected

    def level(self, scale: Scale, text: str) -> dict[str, IndexedName]:
        """The levels of a scale that a text matches: by the caller's mapping, else by label or alias."""
        if self.is_rejected(text):
            return {}
        names = self._names_of(scale)
        folded = _folded(text)
        for ref in self.levels.targets.get(folded, ()) if text else self.unrated:
            if ref in scale.level_ids:
                self._used.add(folded or ref)
                return {ref: IndexedName(ref, "mapping")}
        return _by_name(names, folded)

    def level_by_beginning(self, scale: Scale, text: str) -> tuple[dict[str, IndexedName], str]:
        """The levels that the beginning of a text names, and the rest of the text, folded."""
        return ({}, "") if self.is_rejected(text) else self._names_of(scale).by_beginning(_folded(text))

    def _names_of(self, scale: Scale) -> NameIndex[str]:
        key = f"{scale.pack}:{scale.id}"
        if key not in self._levels_of:
            self._levels_of[key] = levels_of(scale)
        return self._levels_of[key]

    def hint(self, option: str, text: str, *targets: str) -> str:
        """A suggestion of options, one for each target; ``""`` for a text that a report shortens."""
        ways = [self.option(option, text, target) for target in targets]
        return f"map it: {' or '.join(ways)}" if all(ways) else ""

    @staticmethod
    def option(option: str, text: str, target: str) -> str:
        """An option for the command line, quoted for the shell; ``""`` for a text that a report shortens or refuses."""
        if not _folded(text) or len(text) > SHOWN or shown(text) != text or is_protected(text, as_term=True):
            return ""
        return f"--{option.removesuffix('s')} {shlex.quote(f'{text}={target}')}"

    def accept(self, where: str, text: str, name: IndexedName, **what: Any) -> None:
        """Report that a text counts."""
        self.matched[Match(where=where, text=shown(text), by=name.by, name=name.text, **what)] = None

    def refuse(self, where: str, text: str, why: str, hint: str = "") -> None:
        """Report that a text does not count; a protected attribute is not repeated."""
        if self.is_rejected(text):
            why, hint = "it is rejected, so it is not matched", ""
        if is_protected(text, as_term=True):
            text, why, hint = "", "it is a protected attribute, which is never imported", ""
        self.unmatched[Unmatched(where=where, text=shown(text), why=why, hint=hint)] = None

    def proof(self, where: str, on: str = "") -> Evidence | None:
        """The evidence of facts from a resume: the weakest kind, the person's own word."""
        kinds = self.catalog.evidence_kinds()
        return Evidence(kinds.term_ids[0], f"resume {where}", on) if kinds else None

    def unused(self) -> tuple[str, ...]:
        """The mapped texts that had no effect."""
        return tuple(sorted({*self.names.targets, *self.levels.targets, *self.unrated, *self.rejected} - self._used))


def terms_of(vocabulary: Vocabulary) -> NameIndex[str]:
    """The terms of a vocabulary."""
    names: NameIndex[str] = NameIndex(vocabulary.id.replace("-", " "))
    for term in vocabulary:
        names.add(term.id, term.id, term.label, term.aliases)
    return names


def roles_of(catalog: CatalogData) -> NameIndex[str]:
    """The roles, by full id."""
    names: NameIndex[str] = NameIndex("role")
    for full, role in catalog.stated_roles.items():
        names.add(full, full, role.label, role.aliases)
    return names


def experience_of(catalog: CatalogData) -> NameIndex[str]:
    """The kinds of experience that are counted in months, by the full id of the descriptor."""
    names: NameIndex[str] = NameIndex("kind of experience")
    for descriptor in catalog.descriptors.values():
        if descriptor.type == EXPERIENCE:
            held = current(catalog, descriptor)
            scale = catalog.scale_of(held)
            if not scale.is_amount or scale.id != MONTHS:
                continue
            names.add(full_id(held), full_id(descriptor), descriptor.label, descriptor.aliases)
    return names


def slots_of(
    catalog: CatalogData, noun: str, *, types: tuple[str, ...] = (), keyed: bool | None = None
) -> NameIndex[Slot]:
    """The slots of facts: descriptors without keys by their own names, keyed ones by the names of their keys.

    Args:
        catalog: The catalog.
        noun: The word for such a thing in reports.
        types: Only these types of descriptors; without it those that have no section of their own.
        keyed: Only those with keys, or only those without.
    """
    names: NameIndex[Slot] = NameIndex(noun)
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
