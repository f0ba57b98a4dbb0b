"""The checker of one document, with the lookups that all checks of references share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from attrs import evolve, frozen

from roleprofile.loading.document import ParsedDocument
from roleprofile.loading.error_recovery import is_stand_in
from roleprofile.loading.packs import HEAD
from roleprofile.loading.protected_checks import protected_findings
from roleprofile.model.catalog import CatalogData
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.finding import NONE_ALIKE, unknown_name, value_finding
from roleprofile.model.grades import GRADE
from roleprofile.model.grammar import texts_of
from roleprofile.model.pack import Pack
from roleprofile.model.protected import is_protected
from roleprofile.model.scale import Scale
from roleprofile.model.values import Finding, Pointer, closest, shows_nothing
from roleprofile.model.vocabulary import Vocabulary
from roleprofile.rules.rebase import source_home

T = TypeVar("T")


def _citable(pack: Pack) -> tuple[str, ...]:
    """The names that rules may cite: the claims of the pack's default source, and its sources."""
    default = pack.default_source
    return (*(default.claims if default else ()), *(source.id for source in pack.sources))


#: The most known names that a problem lists, to stay readable.
_SHOWN = 12


@frozen
class Checker:
    """Checks one document and adds the findings to it."""

    catalog: CatalogData
    document: ParsedDocument
    pack: Pack
    #: The document of ``pack.yaml``.
    head: ParsedDocument
    #: Ids that files with mistakes would define.
    missing: frozenset[str]
    #: Whether some files or required packs were not read; unknown names are then excused.
    incomplete: bool = False
    #: The full ids of the roles that have stand-ins for mistakes, so that what they read is unknown.
    unsure: frozenset[str] = frozenset()
    #: The ids of the people of visible packs, because the catalog has no people yet.
    people: frozenset[str] = frozenset()
    #: Whether this checks an effective role, whose names were looked up in the files that state them.
    whole: bool = False

    def add(self, pointer: Pointer, code: str, message: str, hint: str = "", **more: Any) -> None:
        """Add a finding at a place of the document."""
        self.document.add(Finding(pointer=pointer, code=code, message=message, hint=hint, **more))

    def find(
        self, section: Mapping[str, T], ref: str, pointer: Pointer, code: str, noun: str, *, at_key: bool = False
    ) -> T | None:
        """The entry with a name; ``None`` if unknown or ambiguous, which is reported unless excused or ``whole``."""
        if self.whole and ":" in ref:
            return section.get(ref)
        found = self.catalog.candidates(section, ref, self.pack.id)
        if len(found) == 1:
            return section[found[0]]
        if self.whole:
            return None
        wrong = unknown_name(self.catalog, section, ref, self.pack.id, pointer, code, noun)
        if wrong is not None and not self.excused(wrong):
            self.document.add(evolve(wrong, at_key=at_key))
        return None

    def excused(self, unknown: Finding) -> bool:
        """Whether a finding is reported elsewhere: an unknown name in a file with a mistake, a protected attribute."""
        if unknown.code == "RP325":
            return True  # The check of the names in the document reports it.
        if not unknown.name:
            return False
        if self.incomplete or unknown.name.rpartition(":")[2] in self.missing or any(map(is_stand_in, unknown.allowed)):
            return True
        # A name without a similar known one may belong to an entry whose id has a mistake.
        return unknown.code == "RP301" and unknown.hint in ("", NONE_ALIKE) and any(map(is_stand_in, self.missing))

    def descriptor(self, ref: str, pointer: Pointer, *, at_key: bool = False) -> Descriptor | None:
        """The descriptor with a name; a deprecated one is a warning."""
        found = self.find(self.catalog.descriptors, ref, pointer, "RP301", "descriptor", at_key=at_key)
        if found is not None and found.deprecated and not self.whole:
            hint = f'use "{found.replaced_by}"' if found.replaced_by else ""
            self.add(pointer, "RP402", f'"{ref}" is deprecated', hint, severity="warning", at_key=at_key)
        return found

    def scale_of(self, descriptor: Descriptor) -> Scale | None:
        """The scale of a descriptor, or ``None``, because a wrong one is reported in the descriptor's file."""
        found = self.catalog.candidates(self.catalog.scales, descriptor.scale, descriptor.pack)
        return self.catalog.scales[found[0]] if len(found) == 1 else None

    def keys_of(self, descriptor: Descriptor) -> Vocabulary | None:
        """The vocabulary of a descriptor's keys, or ``None``; a wrong one is reported in the descriptor's file."""
        found = self.catalog.candidates(self.catalog.vocabularies, descriptor.keys, descriptor.pack)
        return self.catalog.vocabularies[found[0]] if len(found) == 1 else None

    def value(self, scale: Scale, value: Any, pointer: Pointer) -> int | None:
        """The rank of a value; ``None``, and a finding, if it is not on the scale."""
        wrong = value_finding(scale, value, pointer)
        if wrong is None:
            return scale.rank(value)
        self.document.add(wrong)
        return None

    def one_of(
        self, name: str, known: Iterable[str], pointer: Pointer, code: str, noun: str, *, at_key: bool = False
    ) -> bool:
        """Whether a name is known; adds a finding if not, unless the known names are incomplete."""
        known = tuple(known)
        if name in known:
            return True
        if not self.incomplete and not any(map(is_stand_in, known)):
            hint = closest(name, known) if known else f"no {noun} is defined here"
            self.add(pointer, code, f'unknown {noun} "{name}"', hint, allowed=known, at_key=at_key)
        return False

    def unique(self, entries: Iterable[tuple[str, Pointer]], noun: str) -> None:
        """Report every repeated id."""
        seen: set[str] = set()
        for entry_id, pointer in entries:
            if entry_id in seen:
                message = f'{noun} "{entry_id}" is defined twice'
                self.add((*pointer, "id"), "RP309", message, "rename one of them")
            seen.add(entry_id)

    def rests(self, rule: Any, pointer: Pointer, default: Any = None, noun: str = "rule") -> None:
        """Check that a rule has a source or a basis, and that its sources are known."""
        source = rule.source or (default.source if default else ())
        basis = rule.basis or (default.basis if default else "")
        if not source and not basis:
            hint = "add source: with a claim or a source of the pack, or basis: judgement"
            self.add(pointer, "RP321", f"this {noun} has neither a source nor a basis", hint)
        self.sources(rule, pointer)

    def sources(self, rule: Any, pointer: Pointer) -> None:
        """Check that the sources of a rule are known."""
        if self.whole:
            return
        for index, name in enumerate(rule.source):
            place = (*pointer, "source", index)
            self.source(name, place)

    def source(self, name: str, pointer: Pointer) -> None:
        """Check one citation: a claim of the default source, a source or ``source#place``, maybe after ``pack:``."""
        owner, inner = source_home(name, self.pack.id)
        home = self.pack if owner == self.pack.id else self._required(owner, name, pointer)
        if home is None:
            return
        known = _citable(home)
        head, _, place = inner.partition("#")
        sources = {source.id: source for source in home.sources}
        if inner in known or (head in sources and (not place or not sources[head].claims)):
            return
        if head in sources and place in sources[head].claims:
            return
        if owner != self.pack.id or not self.head.mended("sources"):
            theirs = (o for o in self.catalog.scope(self.pack.id)[1:] if name in _citable(self.catalog.packs[o]))
            there = next((f"write {other}:{name} to cite pack {other}" for other in theirs), "")
            usual = "name a claim of the pack's default source, a source, or source#place"
            hint = there or closest(inner, known) or usual
            self.add(pointer, "RP307", f'unknown source "{name}"', hint, allowed=known[:_SHOWN])

    def _required(self, owner: str, name: str, pointer: Pointer) -> Pack | None:
        """The pack ``owner``; ``None`` if it is not required, which is reported unless it may be in an unread file."""
        scope = self.catalog.scope(self.pack.id)
        if owner in scope:
            return self.catalog.packs[owner]
        if not self.incomplete and owner not in self.missing:
            hint = closest(owner, scope) or "require that pack in pack.yaml"
            self.add(pointer, "RP307", f'unknown pack "{owner}" of source "{name}"', hint, allowed=scope)
        return None

    def protected(self) -> None:
        """Check that no name in the document or of its file is a protected attribute."""
        for finding in protected_findings(self.document):
            self.document.add(finding)

    def dimension(
        self, name: str, dimensions: Mapping[str, Vocabulary], pointer: Pointer, *, at_key: bool = False
    ) -> bool:
        """Whether a dimension of the context is declared; adds a finding if not."""
        if name not in dimensions and (name in self.missing or is_protected(name)):
            return False  # It is reported elsewhere.
        if name == GRADE and name not in dimensions:
            hint = "name the grade with the role, role/grade"
            self.add(pointer, "RP311", "only a role with grades reads the dimension grade", hint, at_key=at_key)
            return False
        return self.one_of(name, sorted(dimensions), pointer, "RP311", "dimension", at_key=at_key)

    def texts(self) -> None:
        """Check that every text shows something and has the pack's first language; warn of other missing languages."""
        for place, value, field in self.document.fields:
            if field.is_for_readers:
                self._visible(value, place)
            if self.head.mended("languages"):
                continue
            for inside, text in texts_of(value, field):
                self.text(text, (*place, *inside))

    def _visible(self, value: Any, pointer: Pointer) -> None:
        """Report each text in a value for readers that shows nothing."""
        if isinstance(value, str):
            if shows_nothing(value):
                message = "the text has only blanks and characters that nobody can see"
                self.add(pointer, "RP206", message, "write words that a reader can see, or leave the key out")
        elif hasattr(value, "items"):
            for name, inner in value.items():
                self._visible(inner, (*pointer, name))
        elif isinstance(value, tuple):
            for index, inner in enumerate(value):
                self._visible(inner, (*pointer, index))

    def _sheet(self, language: str) -> str:
        """The command that writes the sheet of the missing texts."""
        home = self.head.file.path.removesuffix(HEAD).removesuffix("/") or "."
        return f"roleprofile texts export {home} --lang {language} -o texts.csv"

    def text(self, text: Mapping[str, Any], pointer: Pointer) -> None:
        """Check the languages of a text or of another map by language."""
        first, *others = self.pack.languages
        if first not in text:
            hint = f"add {first}: the first language of the pack is required"
            self.add(pointer, "RP322", f'the text in "{first}" is missing', hint)
            return
        for language in others:
            if language not in text:
                hint = f"add {language}: here, or in a sheet of all texts: {self._sheet(language)}"
                self.add(pointer, "RP401", f'the text in "{language}" is missing', hint, severity="warning")
        for language in text:
            if language not in self.pack.languages:
                message = f'"{language}" is not a language of this pack'
                hint = closest(language, self.pack.languages) or "remove it, or add it to languages: in pack.yaml"
                self.add(
                    (*pointer, language),
                    "RP401",
                    message,
                    hint,
                    allowed=self.pack.languages,
                    severity="warning",
                    at_key=True,
                )
