"""The packs under lint, with facts about them that several rules need, each computed once on first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, TypeVar

from attrs import frozen

from roleprofile.careers.assessment import Assessor
from roleprofile.evaluation.cache import EvaluationCache
from roleprofile.model.case import CaseList
from roleprofile.model.catalog import CatalogData, short
from roleprofile.model.descriptor import Descriptor, DescriptorList
from roleprofile.model.development import OptionList
from roleprofile.model.document import Document
from roleprofile.model.pack_file import PackFile
from roleprofile.model.role import PROVIDES, Alternative, Extra, Role, path_of
from roleprofile.model.transition import TransitionList
from roleprofile.model.values import FrozenMap
from roleprofile.model.vocabulary import ANY, UNSPECIFIED, Vocabulary
from roleprofile.quality.lint.role_states import RoleStates, states_of
from roleprofile.rules.holdings import MONTHS_HELD, current


@frozen
class Supply:
    """The highest rank of each descriptor and key that a role provides or an option develops."""

    _catalog: CatalogData
    _ranks: dict[str, dict[str, int]]

    @classmethod
    def of(cls, catalog: CatalogData) -> Supply:
        """Collect the values that roles provide in any context and that development options raise."""
        ranks: dict[str, dict[str, int]] = {}
        for name, key, rank in (*_provided(catalog), *_raised(catalog)):
            best = ranks.setdefault(name, {})
            best[key] = max(rank, best.get(key, 0))
        return cls(catalog, ranks)

    def __bool__(self) -> bool:
        """Whether any role provides or any option raises a value; a pack may leave both to other packs."""
        return bool(self._ranks)

    def has(self, entry: Extra, pack: str) -> bool:
        """Whether a role or an option leads to the lowest value that an entry accepts."""
        found = [self._has(part, pack) for part in entry.parts]
        return any(found) if entry.any_of else all(found)

    def _has(self, part: Alternative, pack: str) -> bool:
        catalog = self._catalog
        descriptor = current(catalog, catalog.descriptor(part.descriptor, pack))
        least = catalog.scale_of(descriptor).rank(part.asks if part.at_least is None else part.at_least)
        ranks = self._ranks.get(f"{descriptor.pack}:{descriptor.id}", {})
        wanted = _wanted(part, catalog.keys_of(descriptor))
        return any(rank >= least for key, rank in ranks.items() if wanted is None or key in wanted)


def _wanted(part: Alternative, vocabulary: Vocabulary | None) -> frozenset[str] | None:
    """The keys that count; ``None`` if every key may count in some context."""
    if vocabulary is None or part.for_ is None:
        return None
    keys = [key for key, _ in part.for_.shares]
    if any(key == ANY or path_of(key) for key in keys):
        return None
    return frozenset(term for key in keys for term in vocabulary.within(key))


def _provided(catalog: CatalogData) -> Iterator[tuple[str, str, int]]:
    for role in catalog.jobs.values():
        trees = [role.document.get(PROVIDES, {})]
        trees += [change[PROVIDES] for v in role.variants for change in (v.set, v.add) if PROVIDES in change]
        for tree in trees:
            for name, given in tree.items():
                yield from _ranked(catalog, role.pack, name, given, catalog.vocabulary_of(role.pack))


def _raised(catalog: CatalogData) -> Iterator[tuple[str, str, int]]:
    for option in catalog.options.values():
        for name, given in option.raises.items():
            for full, key, rank in _ranked(catalog, option.pack, name, given, catalog.vocabulary_of(option.pack)):
                # An option can raise an amount repeatedly.
                scale = catalog.scale_of(catalog.descriptors[full])
                yield full, key, scale.maximum if scale.is_amount and rank else rank


def _ranked(
    catalog: CatalogData, pack: str, name: str, given: Any, vocabulary_of: Mapping[str, Vocabulary]
) -> Iterator[tuple[str, str, int]]:
    """Full id, key (or ``""``) and rank of each value that is given for one descriptor."""
    descriptor = current(catalog, catalog.descriptor(name, pack))
    scale = catalog.scale_of(descriptor)
    full = f"{descriptor.pack}:{descriptor.id}"
    for key, value in given.items() if descriptor.keys else (("", given),):
        # A change of a variant may have ``when`` alone.
        held = value.get("value") if hasattr(value, "keys") else value
        if held is None:
            continue
        rank = scale.maximum if held == MONTHS_HELD and scale.is_amount else scale.rank(held)
        for term in _terms(key, vocabulary_of):
            yield full, term, rank


def _terms(key: str, vocabulary_of: Mapping[str, Vocabulary]) -> tuple[str, ...]:
    """The terms that a key may stand for in some context."""
    path = path_of(key)
    if path is None:
        return (key,)
    dimension, term_map = path
    home = vocabulary_of[dimension]
    if not term_map:
        return home.term_ids
    return tuple(sorted({term for one in home.term_ids for term in home.mapped(one, term_map)}))


T = TypeVar("T")


class LintedPacks:
    """A catalog with its files, as lint rules see it."""

    def __init__(self, catalog: CatalogData, as_of: str = "") -> None:
        self.catalog = catalog
        self.cache = EvaluationCache(catalog)
        #: The day of the check, ``YYYY-MM-DD``; ``""`` for none.
        self.as_of = as_of
        self.files: tuple[PackFile, ...] = catalog.files or tuple(_expected(catalog))

    def roles(self) -> Iterator[tuple[PackFile, Role]]:
        """Every role with its file."""
        for file in self.files:
            if isinstance(file.document, Role):
                yield file, self.role(file)

    def role(self, file: PackFile) -> Role:
        """The complete role of a file, from the catalog."""
        return self.catalog.roles[f"{file.pack}:{file.document.id}"]

    def states(self, role: Role) -> RoleStates:
        """The states that a role can be in."""
        return self.cache.recall(("states", role.pack, role.id), lambda: states_of(self.catalog, role))

    def descriptor(self, ref: str, pack: str) -> Descriptor:
        """The descriptor with this name, or its replacement if it is deprecated."""
        catalog = self.catalog
        return self.cache.recall(("descriptor", ref, pack), lambda: current(catalog, catalog.descriptor(ref, pack)))

    def head(self, file: PackFile) -> Document:
        """The head of the file's pack."""
        return self.catalog.packs[file.pack]

    def recall(self, rule: object, find: Callable[[], T]) -> T:
        """The result of ``find``, computed once for a rule and used for each document."""
        return self.cache.recall((type(rule),), find)

    def assessor(self, target: str, context: FrozenMap[str, str]) -> Assessor:
        """The role with this full id in a context, ready to assess moves into it."""
        whole = {**dict.fromkeys(self.cache.mentions(target), UNSPECIFIED), **context}
        return self.cache.recall(("assessor", target, context), lambda: Assessor.of(self.cache, target, whole))

    @cached_property
    def supply(self) -> Supply:
        """The values that roles provide and development options raise."""
        return Supply.of(self.catalog)


def _expected(catalog: CatalogData) -> Iterator[PackFile]:
    """The files to which a catalog without files would be written."""
    for name, pack in catalog.packs.items():
        yield PackFile(pack=name, path=f"{name}/pack.yaml", document=pack)
    for folder in ("scales", "vocabularies", "roles"):
        for full, document in getattr(catalog, folder).items():
            name, _, entry = full.partition(":")
            yield PackFile(pack=name, path=f"{name}/{folder}/{entry}.yaml", document=document)
    for name in catalog.packs:
        yield from _lists(catalog, name)


def _lists(catalog: CatalogData, pack: str) -> Iterator[PackFile]:
    """The entries of a pack that share a file with others."""
    descriptors = _of_pack(catalog.descriptors.values(), pack)
    relations = _of_pack(catalog.relations, pack)
    if descriptors or relations:
        document: Document = DescriptorList(id="descriptors", descriptors=descriptors, relations=relations)
        yield PackFile(pack=pack, path=f"{pack}/descriptors/descriptors.yaml", document=document)
    for target, ways in _grouped(_of_pack(catalog.transitions, pack), lambda one: one.target):
        document = TransitionList(id=short(target), target=target, transitions=ways)
        yield PackFile(pack=pack, path=f"{pack}/transitions/{short(target)}.yaml", document=document)
    if options := _of_pack(catalog.options.values(), pack):
        document = OptionList(id="development", options=options)
        yield PackFile(pack=pack, path=f"{pack}/development/development.yaml", document=document)
    for path, cases in _grouped(_of_pack(catalog.cases.values(), pack), lambda one: one.file):
        name = PurePosixPath(path).stem or "cases"
        document = CaseList(id=name, cases=tuple(sorted(cases, key=lambda one: one.place)))
        yield PackFile(pack=pack, path=f"{pack}/cases/{name}.yaml", document=document)


def _of_pack(entries: Iterable[T], pack: str) -> tuple[T, ...]:
    return tuple(one for one in entries if getattr(one, "pack", "") == pack)


def _grouped(entries: Iterable[T], key: Callable[[T], str]) -> list[tuple[str, tuple[T, ...]]]:
    found: dict[str, list[T]] = {}
    for one in entries:
        found.setdefault(key(one), []).append(one)
    return [(name, tuple(some)) for name, some in sorted(found.items())]
