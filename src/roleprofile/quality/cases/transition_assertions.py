"""The declared way from one role into another: its mode, and the state of what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleprofile.careers.routes import contexts_before
from roleprofile.model.catalog import short
from roleprofile.model.vocabulary import ANY, UNSPECIFIED
from roleprofile.quality.cases.results import Observed
from roleprofile.quality.cases.wording import listed
from roleprofile.scoring import Fit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from roleprofile.careers.routes import Way
    from roleprofile.model.case import Case
    from roleprofile.model.values import FrozenMap
    from roleprofile.model.vocabulary import Vocabulary
    from roleprofile.quality.bench import Bench
    from roleprofile.quality.cases.subjects import Somebody
    from roleprofile.scoring.arithmetic import State


def moves(bench: Bench, case: Case, role: str, context: FrozenMap[str, str], who: Somebody) -> Iterator[Observed]:
    """How the case's person comes into the role."""
    expect = case.expect
    if not (expect.mode or expect.needs):
        return
    found = _open_ways(bench, role, context, who)
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
        states = tuple(dict.fromkeys(_needs_state(bench, context, who, way) for way in right))
        yield Observed(
            expectation="needs",
            expected=f"what the way needs is {' or '.join(expect.needs)}",
            found=listed(states) if right else "there is no such way",
            right=not set(states).isdisjoint(expect.needs),
        )


def _open_ways(bench: Bench, role: str, context: FrozenMap[str, str], who: Somebody) -> list[Way]:
    """The ways that are declared for certain in this context, from what somebody holds or held or from anywhere."""
    catalog = bench.catalog
    origins = {ANY, who.role} if who.role else {ANY, *(held.role for held in bench.person(who, context).roles_held)}
    return [
        way
        for way in bench.ways(role, context)
        if way.origin in origins
        and not way.depends_on
        and _comes_from(way, context, who.context, catalog.vocabulary_of(way.transition.pack))
    ]


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


def _needs_state(bench: Bench, context: FrozenMap[str, str], who: Somebody, way: Way) -> State:
    """The worst state of what a way needs; met where it needs nothing."""
    person = bench.person(who, context)
    return Fit.of(bench.needs(way.transition, context), person.id, person.holdings).meets_minimum
