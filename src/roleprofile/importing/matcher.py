"""Matching texts with a catalog: the caller's own mappings first, then labels and aliases; never a guess."""

from __future__ import annotations

import shlex
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen

from roleprofile.errors import InteropError
from roleprofile.importing.names import LONGEST, Name, Names, levels_of
from roleprofile.importing.report import SHOWN, Match, Unmatched, shown
from roleprofile.model.catalog import short
from roleprofile.model.name_matching import fold
from roleprofile.model.person import Evidence
from roleprofile.model.values import closest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roleprofile.importing.names import T
    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.scale import Scale


@frozen
class Given:
    """One of the caller's mappings, from folded text to ids."""

    #: The argument that it was given as.
    option: str
    targets: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, option: str, given: object, known: Iterable[str]) -> Given:
        """Check a mapping: texts that differ, each to one id, or to several with commas between them.

        Raises :class:`~roleprofile.errors.InteropError` for what is no mapping, and for an id that nothing has.
        """
        if not isinstance(given, Mapping | None):
            raise InteropError(f"{option} has to map texts to ids")
        allowed = tuple(sorted(set(known)))
        targets: dict[str, tuple[str, ...]] = {}
        for text, value in (given or {}).items():
            if not isinstance(text, str) or not isinstance(value, str) or not _folded(text):
                raise InteropError(f"{option} has to map texts to ids, and {shown(repr(text))} is not so mapped")
            ids = tuple(part.strip() for part in value.split(","))
            for one in ids:
                if one not in allowed:
                    hint = closest(one, allowed)
                    message = f'{option}: "{shown(text)}" is mapped to "{shown(one)}", which nothing is called'
                    raise InteropError(f"{message}; {hint}" if hint else message)
            if targets.setdefault(_folded(text), ids) != ids:
                raise InteropError(f'{option}: "{shown(text)}" is there twice, with different ids')
        return cls(option, targets)


def ids_of(catalog: CatalogData) -> set[str]:
    """Every id that a name can be mapped to: descriptors and roles, full and short, and terms."""
    full = {*catalog.descriptors, *catalog.roles}
    terms = {term for vocabulary in catalog.vocabularies.values() for term in vocabulary.term_ids}
    return full | {short(ref) for ref in full} | terms


def level_ids_of(catalog: CatalogData) -> set[str]:
    """Every id that a level can be mapped to."""
    return {level for scale in catalog.scales.values() for level in scale.level_ids}


def _folded(text: str) -> str:
    """A text as names are compared; one of punctuation alone, such as ``***``, as it is written."""
    # One character can stand for eighteen; only then is the length the one that counts.
    if len(text) > LONGEST or len(unicodedata.normalize("NFKD", text)) > LONGEST:
        return ""
    return fold(text) or text.strip()


def not_one(names: Names[Any], found: Mapping[Any, Name]) -> str:
    """Why a text that means nothing, or several things, does not count."""
    if not found:
        return f"the catalog has no {names.noun} of this name"
    several = (" ".join(filter(None, one)) if isinstance(one, tuple) else one for one in found)
    return f"more than one {names.noun} has this name: {', '.join(sorted(several))}"


@define
class Matcher:
    """Finds what texts mean, and keeps the account of it."""

    catalog: CatalogData
    names: Given
    levels: Given
    #: The account, in the order of reading; said twice is said once.
    matched: dict[Match, None] = field(factory=dict)
    unmatched: dict[Unmatched, None] = field(factory=dict)
    _used: set[str] = field(factory=set)
    _levels_of: dict[str, Names[str]] = field(factory=dict)

    def find(self, names: Names[T], text: str) -> dict[T, Name]:
        """What a text means among ``names``: by the caller's mapping where that fits, else by label or alias."""
        return self.mapped(names, text) or names.find(_folded(text))

    def mapped(self, names: Names[T], text: str) -> dict[T, Name]:
        """What the caller's mapping says that a text means, as far as that is one of ``names``."""
        folded = _folded(text) if self.names.targets else ""
        for ref in self.names.targets.get(folded, ()):
            if found := names.of_id(ref):
                self._used.add(folded)
                return found
        return {}

    def the_one(self, names: Names[T], where: str, text: str) -> tuple[T, Name] | None:
        """The one thing that a text means; what is not found or not clear is reported."""
        found = self.find(names, text)
        if len(found) == 1:
            return next(iter(found.items()))
        self.refuse(where, text, not_one(names, found), self.hint(self.names.option, text, "ID"))
        return None

    def level(self, scale: Scale, text: str, *, by_name: bool) -> dict[str, Name]:
        """The level that a text means on a scale: as the caller maps it, else by its names where ``by_name``."""
        names = self._names_of(scale)
        folded = _folded(text)
        for ref in self.levels.targets.get(folded, ()):
            if ref in scale.level_ids:
                self._used.add(folded)
                return {ref: Name(ref, "mapping")}
        return names.find(folded) if by_name else {}

    def suggested(self, scale: Scale, text: str) -> str:
        """How to map a text to a level of a scale: to the one of that name, if there is one."""
        near = self._names_of(scale).find(_folded(text))
        return self.hint(self.levels.option, text, next(iter(near), "LEVEL"))

    def _names_of(self, scale: Scale) -> Names[str]:
        key = f"{scale.pack}:{scale.id}"
        if key not in self._levels_of:
            self._levels_of[key] = levels_of(scale)
        return self._levels_of[key]

    def hint(self, option: str, text: str, target: str) -> str:
        """An option to copy to the command line, quoted for the shell; for a text that a report cuts, none."""
        if not text or len(text) > SHOWN or shown(text) != text:
            return ""
        return f"map it: --{option.removesuffix('s')} {shlex.quote(f'{text}={target}')}"

    def accept(self, where: str, text: str, name: Name, **what: Any) -> None:
        """Report that a text counts."""
        self.matched[Match(where=where, text=shown(text), by=name.by, name=name.text, **what)] = None

    def refuse(self, where: str, text: str, why: str, hint: str = "") -> None:
        """Report that a text does not count."""
        self.unmatched[Unmatched(where=where, text=shown(text), why=why, hint=hint)] = None

    def proof(self, where: str, on: str = "") -> Evidence | None:
        """What facts from a resume rest on: the weakest kind of evidence, somebody's own word."""
        kinds = self.catalog.evidence_kinds()
        return Evidence(kinds.term_ids[0], f"resume {where}", on) if kinds else None

    def unused(self) -> tuple[str, ...]:
        """The mapped texts that decided nothing."""
        return tuple(sorted({*self.names.targets, *self.levels.targets} - self._used))
