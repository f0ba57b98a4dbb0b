"""The declared way from one role into another: its mode, and the state of what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleprofile.careers.routes import contexts_before, ways
from roleprofile.model.catalog import short
from roleprofile.model.vocabulary import ANY, UNSPECIFIED
from roleprofile.quality.cases.results import Observed
from roleprofile.quality.cases.wording import listed
from roleprofile.scoring import Fit
from roleprofile.scoring.compile import compile_entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from roleprofile.careers.routes import Way
    from roleprofile.evaluation.cache import EvaluationCache
    from roleprofile.evaluation.subjects import Subject
    from roleprofile.model.case import Case
    from roleprofile.model.values import FrozenMap
    from roleprofile.model.vocabulary import Vocabulary
    from roleprofile.scoring.arithmetic import State


def moves(
    cache: EvaluationCache, case: Case, role: str, context: FrozenMap[str, str], who: Subject
) -> Iterator[Observed]:
    """How the case's person comes into the role."""
    expect = case.expect
    if not (expect.mode or expect.needs):
        return
    found = _open_ways(cache, role, context, who)
    modes = tuple(dict.fromkeys(way.transition.mode for way in found))
    if expect.mode:
        yield Observed(
            expectation="mode",
            expected=f"a declared way: {' or '.join(expect.mode)}",
            found=listed(modes) if modes else f"no way is declared from {who.label} into {short(role)}",
            right=not set(modes).isdisjoint(expect.mode),
        )
    if expect.needs:
        right = [way for way in found if not expect.mode or way.transition.mode in expect.mode]
        states = tuple(dict.fromkeys(_needs_state(cache, role, context, who, way) for way in right))
        yield Observed(
            expectation="needs",
            expected=f"what the way needs is {' or '.join(expect.needs)}",
            found=listed(states) if right else "there is no such way",
            right=not set(states).isdisjoint(expect.needs),
        )


def _open_ways(cache: EvaluationCache, role: str, context: FrozenMap[str, str], who: Subject) -> list[Way]:
    """The ways that are declared for certain in this context, from what somebody holds or held or from anywhere."""
    catalog = cache.catalog
    holder = who.kind == "holder"
    held = (who.id,) if holder else (one.role for one in cache.person(who, context).roles_held)
    origins = {ANY, *held}
    return [
        way
        for way in _ways(cache, role, context)
        if way.origin in origins
        and not way.depends_on
        and _comes_from(way, context, who.context, catalog.vocabulary_of(way.transition.pack))
    ]


def _ways(cache: EvaluationCache, role: str, context: FrozenMap[str, str]) -> tuple[Way, ...]:
    """The declared ways into a role in a context."""
    owner = cache.of_ways(role)
    catalog = owner.catalog
    return owner.recall(("ways", role, context), lambda: ways(catalog, catalog.roles[role], context))


def _comes_from(
    way: Way, context: Mapping[str, str], stated: Mapping[str, str], vocabulary_of: Mapping[str, Vocabulary]
) -> bool:
    """Whether the way starts where the case says that the holder comes from; what it leaves open may be anything."""
    wanted = {name: terms for name, terms in way.transition.origin_context.items() if name in stated}
    return not wanted or any(
        all(_same(stated[name], term, vocabulary_of[name]) for name, term in before.items())
        for before in contexts_before(wanted, context, vocabulary_of)
    )


def _same(here: str, term: str, vocabulary: Vocabulary) -> bool:
    return here == term or (UNSPECIFIED not in (here, term) and here in vocabulary.within(term))


def _needs_state(cache: EvaluationCache, role: str, context: FrozenMap[str, str], who: Subject, way: Way) -> State:
    """The worst state of what a way needs, as if these were the requirements of a role; met where it needs nothing."""
    one, owner = way.transition, cache.of_ways(role)
    wanted = tuple(need.requirement for need in one.needs)
    needs = owner.recall(
        ("needs", one.pack, one.target, one.id, context),
        lambda: compile_entries(owner.catalog, one.pack, wanted, context),
    )
    person = cache.person(who, context)
    return Fit.of(needs, person.id, person.holdings).meets_minimum
