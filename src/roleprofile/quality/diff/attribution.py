"""Which rule moved a score by how much: the changes are made one after the other, and everything is scored anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from roleprofile.model.values import FrozenMap
from roleprofile.quality.diff.changes import ACTS, order
from roleprofile.quality.diff.reach import NOWHERE, reach
from roleprofile.quality.diff.stages import Score, Setting, Stage, Stages, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.pack import Source
    from roleprofile.quality.diff.between import Between
    from roleprofile.quality.diff.changes import RuleChange

#: Somebody, a role and a situation.
Triple = tuple[Subject, str, Setting]


@frozen(kw_only=True)
class Part:
    """What one changed rule, or several that only work together, did to a score: numbers in parts per million."""

    changes: tuple[RuleChange, ...]
    low: int
    supported: int
    high: int
    extras: int
    #: The verdict, and the state of the minimum requirements, once this was made after all parts before it.
    verdict: str
    minimum: str


@frozen(kw_only=True)
class Movement:
    """A score that is not as it was; its parts add up to the whole of the change, exactly."""

    who: Subject
    #: The role's full id.
    role: str
    #: The situation's id; ``""`` for a context that has no name.
    situation: str
    context: FrozenMap[str, str]
    before: Score
    after: Score
    parts: tuple[Part, ...]


def moved(ends: Stages, triples: Iterable[Triple]) -> tuple[Triple, ...]:
    """Those whose score is another at the second of two stages."""
    return tuple(one for one in triples if len(ends.turns(one[1], one[0])) > 1 and _differs(ends, one))


def _differs(ends: Stages, triple: Triple) -> bool:
    who, role, setting = triple
    return ends.score(0, who, role, setting) != ends.score(1, who, role, setting)


def movements(stages: Stages, triples: Iterable[Triple]) -> Iterator[Movement]:
    """Each score before and after, and what every stage did to it."""
    last = len(stages.stages) - 1
    for who, role, setting in triples:
        yield Movement(
            who=who,
            role=role,
            situation=setting.name,
            context=FrozenMap(setting.of(stages.ends[1], role)),
            before=stages.score(0, who, role, setting),
            after=stages.score(last, who, role, setting),
            parts=tuple(_parts(stages, who, role, setting)),
        )


def _parts(stages: Stages, who: Subject, role: str, setting: Setting) -> Iterator[Part]:
    before = stages.score(0, who, role, setting)
    for number in stages.turns(role, who)[1:]:
        after = stages.score(number, who, role, setting)
        if after != before:
            low, supported, high, extras = (b - a for a, b in zip(before.numbers, after.numbers, strict=True))
            yield Part(
                changes=stages.stages[number].changes,
                low=low,
                supported=supported,
                high=high,
                extras=extras,
                verdict=after.verdict,
                minimum=after.minimum,
            )
        before = after


# --- the way from one catalog to the other -----------------------------------------------------------------


def ends(start: Between, changes: Sequence[RuleChange], stages: Stages) -> Stages:
    """Two stages: nothing is changed, and everything is."""
    whole = start.taking((rule for change in changes for rule in change.rules), "all")
    stages.stages = [Stage(between=start), Stage(between=whole, changes=tuple(changes), reach=reach(changes))]
    return stages


#: Of the changes that wait, how many are tried one by one: each costs a score of everybody whom it concerns.
_TRIED = 16


def climb(start: Between, changes: Iterable[RuleChange], stages: Stages, triples: Sequence[Triple]) -> Stages:
    """A stage for each change that can move a score.

    What is added comes first, then what changes, then what goes, each in the order in which it is listed: so what a
    rule names is there before the rule, and goes after it. A change that does not work without another, such as a
    descriptor on another scale and the requirement that asks for it, waits for that one and is made together with it.
    """
    stages.stages = [Stage(between=start)]
    waiting: list[RuleChange] = []
    for change in sorted(changes, key=lambda one: (ACTS.index(one.act), order(one))):
        reached = reach([change])
        if reached == NOWHERE:
            continue
        group = next((some for some in _groups(waiting, change) if _stands(stages, some, triples)), None)
        if group is None:
            waiting.append(change)
            continue
        waiting = [one for one in waiting if one not in group]
        waiting = _retried(stages, waiting, triples)
    if waiting:
        stages.stages.append(_next(stages, waiting))
    return stages


def _groups(waiting: Sequence[RuleChange], change: RuleChange) -> Iterator[list[RuleChange]]:
    """A change alone, with each one that waits, and with all of them."""
    yield [change]
    yield from ([one, change] for one in waiting[:_TRIED])
    if len(waiting) > 1:
        yield [*waiting, change]


def _retried(stages: Stages, waiting: Sequence[RuleChange], triples: Sequence[Triple]) -> list[RuleChange]:
    return [one for one in waiting[:_TRIED] if not _stands(stages, [one], triples)] + [*waiting[_TRIED:]]


def _next(stages: Stages, changes: Sequence[RuleChange]) -> Stage:
    before = stages.stages[-1].between
    rules = (rule for change in changes for rule in change.rules)
    name = f"{stages.ends[0].fingerprint} to {stages.ends[1].fingerprint}, {len(stages.stages)}"
    return Stage(between=before.taking(rules, name), changes=tuple(changes), reach=reach(changes))


def _stands(stages: Stages, changes: Sequence[RuleChange], triples: Sequence[Triple]) -> bool:
    """Make some changes, if everything that they reach can be worked out afterwards; else leave all as it is."""
    number = len(stages.stages)
    try:
        stage = _next(stages, changes)
        stages.stages.append(stage)
        for who, role, setting in triples:
            if stage.reach.role(role) or stages.touches(stage.reach, who):
                stages.score(number, who, role, setting)
    except Exception:  # noqa: BLE001 - no loader has checked what stands between two catalogs, so anything may be raised
        stages.forget(number)
        return False
    return True


# --- sources -----------------------------------------------------------------------------------------------


def with_all_sources(catalog: CatalogData, other: CatalogData) -> CatalogData:
    """The catalog with every source and claim of the other beside its own.

    No score reads a source, so that at no stage on the way one has to be missing that a rule names.
    """
    packs = {name: evolve(pack, sources=_joined(pack.sources, other, name)) for name, pack in catalog.packs.items()}
    return evolve(catalog, packs=FrozenMap(packs))


def _joined(own: tuple[Source, ...], other: CatalogData, name: str) -> tuple[Source, ...]:
    theirs = other.packs[name].sources if name in other.packs else ()
    found = {source.id: source for source in own}
    for source in theirs:
        mine = found.get(source.id, evolve(source, default=False))
        found[source.id] = evolve(mine, claims=FrozenMap({**source.claims, **mine.claims}))
    # A claim of the default source is named by its id alone, and another version may have another default.
    alone = {name: claim for source in theirs if source.default for name, claim in source.claims.items()}
    return tuple(
        evolve(source, claims=FrozenMap({**alone, **source.claims})) if source.default else source
        for source in found.values()
    )
