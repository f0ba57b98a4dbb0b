"""What a role has, and does not have, in one context."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import fields

from roleprofile.model.case import Contents
from roleprofile.quality.cases.results import Observed
from roleprofile.quality.cases.wording import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from roleprofile.evaluation.cache import EvaluationCache
    from roleprofile.model.case import Case
    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.role import Role
    from roleprofile.model.values import FrozenMap

_LISTS = tuple(one.name for one in fields(Contents))


def contents(cache: EvaluationCache, case: Case, role: str, context: FrozenMap[str, str]) -> Iterator[Observed]:
    """The entries and variants that a case expects of its role."""
    expect = case.expect
    if not (expect.variant_applies or expect.has != Contents() or expect.lacks != Contents()):
        return
    state, matches = cache.state(role, context)
    applied = tuple(variant.id for variant in matches.matching)
    for name in expect.variant_applies:
        yield Observed(
            expectation="variant_applies",
            expected=f"variant {name}",
            found=f"variants: {listed(applied)}",
            right=name in applied,
        )
    for section in _LISTS:
        wanted, unwanted = getattr(expect.has, section), getattr(expect.lacks, section)
        if not (wanted or unwanted):
            continue
        there = _entries(cache.catalog, state, section)
        noun = section.replace("_", " ")
        for name in wanted:
            yield Observed(
                expectation="has", expected=f"{name} among its {noun}", found=listed(there), right=name in there
            )
        for name in unwanted:
            yield Observed(
                expectation="lacks",
                expected=f"{name} not among its {noun}",
                found=listed(there),
                right=name not in there,
            )


def _entries(catalog: CatalogData, state: Role, section: str) -> tuple[str, ...]:
    """What stands in one list of a role whose variants are applied."""
    pay = state.compensation
    special: dict[str, Callable[[], Iterable[str]]] = {
        "minimums": lambda: (one.id for one in state.requirements if state.necessity_of(one) == "minimum"),
        "components": lambda: (one.id for one in pay.components),
        "main": lambda: (one.id for one in pay.components if one.main),
        "drivers": lambda: pay.drivers.dimensions if pay.drivers else (),
        "benchmark": lambda: (pay.benchmark.id,) if pay.benchmark else (),
        "aliases": lambda: (name for names in state.aliases.values() for name in names),
        "common_in": lambda: _common_in(catalog, state),
        "provides": lambda: state.provides,
    }
    found = special[section]() if section in special else (one.id for one in getattr(state, section))
    return tuple(found)


def _common_in(catalog: CatalogData, state: Role) -> tuple[str, ...]:
    """The terms of the contexts that a role is common in, with those within them."""
    if state.common_in is None:
        return ()
    vocabulary_of = catalog.vocabulary_of(state.pack)
    whens = state.common_in.when.items()
    return tuple(term for name, tops in whens for top in tops for term in vocabulary_of[name].within(top))
