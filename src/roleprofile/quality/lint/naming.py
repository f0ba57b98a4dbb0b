"""Lint rules on names: two descriptors of one name, and names that stand for a protected attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from roleprofile.model.descriptor import DescriptorList
from roleprofile.model.name_matching import alike
from roleprofile.model.pack import Pack
from roleprofile.model.proxies import proxy_of
from roleprofile.model.role import Role
from roleprofile.model.transition import TransitionList
from roleprofile.model.vocabulary import Vocabulary
from roleprofile.quality.lint.rules import Issue, Rule
from roleprofile.quality.mutation.edits import entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from roleprofile.model.descriptor import Descriptor
    from roleprofile.model.pack_file import PackFile
    from roleprofile.model.values import Pointer
    from roleprofile.quality.lint.context import Survey


def names_of(named: Descriptor) -> Iterator[tuple[str, Pointer]]:
    """The id, the labels and the aliases of a descriptor, with their places in it."""
    yield named.id, ("id",)
    yield from _texts(named.label, named.aliases)


def _texts(label: Mapping[str, str], aliases: Mapping[str, Any]) -> Iterator[tuple[str, Pointer]]:
    for language, text in label.items():
        yield text, ("label", language)
    for language, texts in aliases.items():
        for index, text in enumerate(texts):
            yield text, ("aliases", language, index)


class OneNameForTwo(Rule):
    """Two descriptors with names that differ in nothing that a reader would notice."""

    code = "RP414"
    looks_at = (DescriptorList,)

    def check(self, file: PackFile, survey: Survey) -> Iterator[Issue]:
        """Each descriptor that has a name of one before it, in its own pack or in one that it builds on."""
        first = survey.recall(self, lambda: _first_of_each_name(survey))
        document = file.document
        for index, one in enumerate(document.descriptors if isinstance(document, DescriptorList) else ()):
            told: set[str] = set()
            for text, place in names_of(one) if not one.deprecated else ():
                other, its_name = next(
                    (
                        found
                        for pack in reversed(survey.catalog.scope(file.pack))
                        if (found := first.get((pack, alike(text))))
                    ),
                    ("", ""),
                )
                if other in ("", f"{file.pack}:{one.id}", *told):
                    continue
                told.add(other)
                message = f'"{text}" of {one.id} is "{its_name}" of {other}, as far as a reader can tell'
                hint = "make one descriptor of the two, or give them names that say what differs"
                yield Issue(pointer=("descriptors", index, *place), message=message, hint=hint)


def _first_of_each_name(survey: Survey) -> dict[tuple[str, str], tuple[str, str]]:
    """For each pack and folded name, the full id of the first descriptor that has it, and how it writes it."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for file in survey.files:
        if isinstance(file.document, DescriptorList):
            for one in file.document.descriptors:
                for text, _ in names_of(one) if not one.deprecated else ():
                    found.setdefault((file.pack, alike(text)), (f"{file.pack}:{one.id}", text))
    return found


class LikelyProxy(Rule):
    """Something whose name is that of a fact by which a protected attribute comes back in."""

    code = "RP422"
    looks_at = (Pack, DescriptorList, Vocabulary, Role, TransitionList)

    def check(self, file: PackFile, survey: Survey) -> Iterator[Issue]:
        """Each named thing that scores can rest on, once."""
        told: set[Pointer] = set()
        for noun, home, text, place in _named(file, survey):
            meant = proxy_of(text)
            if meant and home not in told:
                told.add(home)
                message = f'the {noun} "{text}" is likely to stand for {meant}'
                hint = "ask for what the work needs instead; if the work needs this, say why under ignore: in pack.yaml"
                yield Issue(pointer=(*home, *place), message=message, hint=hint)


def _named(file: PackFile, survey: Survey) -> Iterator[tuple[str, Pointer, str, Pointer]]:
    """What a document names: the noun, where it stands, each of its names, and where in it that stands."""
    document = file.document
    if isinstance(document, Pack):
        yield from _each("dimension", "dimensions", document.dimensions)
    elif isinstance(document, DescriptorList):
        yield from _each("descriptor", "descriptors", document.descriptors)
    elif isinstance(document, Vocabulary):
        yield "vocabulary", (), document.id, ("id",)
        yield from (("vocabulary", (), text, place) for text, place in _texts(document.label, {}))
        yield from _terms(document.terms, ("terms",))
    elif isinstance(document, TransitionList):
        for number, one in enumerate(document.transitions):
            for noun, home, text, place in _each("requirement", "needs", one.needs):
                yield noun, ("transitions", number, *home), text, place
    else:
        for section, home, entry in entries(survey.role(file).document):
            if section in ("requirements", "extras"):
                yield section.removesuffix("s"), home, entry["id"], ("id",)
                for text, place in _texts(entry.get("label", {}), {}):
                    yield section.removesuffix("s"), home, text, place


def _each(noun: str, section: str, found: tuple[Any, ...]) -> Iterator[tuple[str, Pointer, str, Pointer]]:
    for index, one in enumerate(found):
        yield noun, (section, index), one.id, ("id",)
        for text, place in _texts(one.label, getattr(one, "aliases", {})):
            yield noun, (section, index), text, place


def _terms(terms: tuple[Any, ...], home: Pointer) -> Iterator[tuple[str, Pointer, str, Pointer]]:
    for index, term in enumerate(terms):
        here: Pointer = (*home, index)
        yield "term", here, term.id, ("id",)
        yield from (("term", here, text, place) for text, place in _texts(term.label, term.aliases))
        yield from _terms(term.narrower, (*here, "narrower"))
