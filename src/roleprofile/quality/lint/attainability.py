"""Where what a role asks for could come from: the roles whose holders bring it, the options that develop it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from roleprofile.model.context import path_of
from roleprofile.model.vocabulary import ANY
from roleprofile.rules.holdings import MONTHS_HELD, current
from roleprofile.rules.overlays import PROVIDES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.role import Alternative, Extra
    from roleprofile.model.vocabulary import Vocabulary


@frozen
class Supply:
    """The highest rank of each descriptor, by key, that anything in the packs leads to."""

    _catalog: CatalogData
    _ranks: dict[str, dict[str, int]]

    @classmethod
    def of(cls, catalog: CatalogData) -> Supply:
        """Everything that some role provides in some context, and that some development option raises."""
        ranks: dict[str, dict[str, int]] = {}
        for name, key, rank in (*_provided(catalog), *_raised(catalog)):
            best = ranks.setdefault(name, {})
            best[key] = max(rank, best.get(key, 0))
        return cls(catalog, ranks)

    def __bool__(self) -> bool:
        """Whether anything provides or raises anything: a pack may leave that to others."""
        return bool(self._ranks)

    def has(self, entry: Extra, pack: str) -> bool:
        """Whether the least that an entry accepts can come from somewhere."""
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
    """The keys that count, or ``None`` where each may, in some context."""
    if vocabulary is None or part.for_ is None:
        return None
    keys = [key for key, _ in part.for_.shares]
    if any(key == ANY or path_of(key) for key in keys):
        return None
    return frozenset(term for key in keys for term in vocabulary.within(key))


def _provided(catalog: CatalogData) -> Iterator[tuple[str, str, int]]:
    for role in catalog.roles.values():
        trees = [role.document.get(PROVIDES, {})]
        trees += [change[PROVIDES] for v in role.variants for change in (v.set, v.add) if PROVIDES in change]
        for tree in trees:
            for name, given in tree.items():
                yield from _ranked(catalog, role.pack, name, given, catalog.vocabulary_of(role.pack))


def _raised(catalog: CatalogData) -> Iterator[tuple[str, str, int]]:
    for option in catalog.options.values():
        for name, given in option.raises.items():
            for full, key, rank in _ranked(catalog, option.pack, name, given, catalog.vocabulary_of(option.pack)):
                # An amount is raised by so much, again and again.
                scale = catalog.scale_of(catalog.descriptors[full])
                yield full, key, scale.maximum if scale.is_amount and rank else rank


def _ranked(
    catalog: CatalogData, pack: str, name: str, given: Any, vocabulary_of: Mapping[str, Vocabulary]
) -> Iterator[tuple[str, str, int]]:
    """Full id, key (or ``""``) and rank of what is given for one descriptor."""
    descriptor = current(catalog, catalog.descriptor(name, pack))
    scale = catalog.scale_of(descriptor)
    full = f"{descriptor.pack}:{descriptor.id}"
    for key, value in given.items() if descriptor.keys else (("", given),):
        # A change of a variant may state when alone.
        held = value.get("value") if hasattr(value, "keys") else value
        if held is None:
            continue
        rank = scale.maximum if held == MONTHS_HELD and scale.is_amount else scale.rank(held)
        for term in _terms(key, vocabulary_of):
            yield full, term, rank


def _terms(key: str, vocabulary_of: Mapping[str, Vocabulary]) -> tuple[str, ...]:
    """The terms that a key may mean, in one context or another."""
    path = path_of(key)
    if path is None:
        return (key,)
    dimension, term_map = path
    home = vocabulary_of[dimension]
    if not term_map:
        return home.term_ids
    return tuple(sorted({term for one in home.term_ids for term in home.mapped(one, term_map)}))
