"""Attribute the movement of a score to rules: apply the changes one after the other and score again after each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from attrs import evolve, frozen

from roleprofile.evaluation.cache import EvaluationCache
from roleprofile.evaluation.subjects import Subject
from roleprofile.model.catalog import CatalogData
from roleprofile.model.context import dimensions_read
from roleprofile.model.pack import Source
from roleprofile.model.values import FrozenMap
from roleprofile.model.vocabulary import UNSPECIFIED
from roleprofile.quality.diff.changes import ACTS, RuleChange, order
from roleprofile.quality.diff.patched_catalog import PatchedCatalog
from roleprofile.quality.diff.rules import fields_of_rule, parts_of
from roleprofile.scoring.fit import Fit


@frozen(kw_only=True)
class NamedContext:
    """A situation of the packs, or a context given by the caller."""

    #: The situation's id; ``""`` for a context that has no name.
    name: str = ""
    context: FrozenMap[str, str] = FrozenMap()

    def of(self, catalog: CatalogData, role: str) -> dict[str, str]:
        """The context for a role; a dimension that the role reads and the context lacks is unspecified."""
        one = catalog.roles[role]
        said = catalog.situation(self.name, one.pack).context if self.name else self.context
        return dict.fromkeys(dimensions_read(one), UNSPECIFIED) | dict(said)


#: Somebody, a role and a situation.
Triple = tuple[Subject, str, NamedContext]


@frozen(kw_only=True)
class Score:
    """A score, in parts per million."""

    low: int
    supported: int
    high: int
    proven: int
    extras: int
    #: The verdict, or the range of the three.
    verdict: str
    minimum: str

    @property
    def numbers(self) -> tuple[int, int, int, int, int]:
        """``low``, ``supported``, ``high``, ``proven`` and ``extras``."""
        return self.low, self.supported, self.high, self.proven, self.extras


@frozen(kw_only=True)
class RuleEffect:
    """The effect of a changed rule, or of several that only work together, on a score, in parts per million."""

    changes: tuple[RuleChange, ...]
    low: int
    supported: int
    high: int
    proven: int
    extras: int
    #: The verdict and the state of the minimum requirements after this change and all parts before it.
    verdict: str
    minimum: str


@frozen(kw_only=True)
class Movement:
    """A score that changed; its parts add up to the change exactly."""

    who: Subject
    #: The role's full id.
    role: str
    #: The situation's id; ``""`` for a context that has no name.
    situation: str
    context: FrozenMap[str, str]
    before: Score
    after: Score
    parts: tuple[RuleEffect, ...]


# --- the stages from one catalog to the other --------------------------------------------------------------


@frozen(kw_only=True, eq=False)
class Stage:
    """A catalog with some of the changes made, and those that led to it from the stage before."""

    patched: PatchedCatalog
    cache: EvaluationCache
    changes: tuple[RuleChange, ...] = ()

    @classmethod
    def first(cls, start: PatchedCatalog) -> Stage:
        """The catalog without any change."""
        return cls(patched=start, cache=EvaluationCache(start.catalog))

    def next(self, changes: Iterable[RuleChange]) -> Stage:
        """The stage after these changes."""
        changes = tuple(changes)
        patched = self.patched.taking((rule for change in changes for rule in change.rules), str(self.cache.depth + 1))
        return Stage(patched=patched, cache=self.cache.derived(patched.catalog), changes=changes)

    def score(self, triple: Triple) -> Score:
        """The score at this stage."""
        who, role, setting = triple
        held_in = self._context(who.id, setting) if who.kind == "holder" else None
        fit = self.cache.fit(role, self._context(role, setting), who, held_in)
        return Score(
            low=fit.low,
            supported=fit.supported,
            high=fit.high,
            proven=fit.proven,
            extras=fit.extras,
            verdict=_verdicts(fit),
            minimum=fit.meets_minimum,
        )

    def changes_role(self, role: str) -> bool:
        """Whether a role may differ from that of the stage before; at the first stage everything does."""
        return self.cache.of_role(role) is self.cache

    def changes_subject(self, who: Subject) -> bool:
        """Whether somebody may hold something other than at the stage before."""
        return self.cache.of_subject(who) is self.cache

    def changes_score(self, triple: Triple) -> bool:
        """Whether the score may differ from that of the stage before."""
        who, role, _ = triple
        return self.changes_role(role) or self.changes_subject(who)

    def _context(self, role: str, setting: NamedContext) -> dict[str, str]:
        owner = self.cache.of_role(role)
        return owner.recall(("context", role, setting), lambda: setting.of(owner.catalog, role))


def moved(first: Stage, changes: Iterable[RuleChange], triples: Iterable[Triple]) -> tuple[Triple, ...]:
    """The triples whose score differs once every change is made."""
    last = first.next(change for change in changes if _is_scored(change))
    return tuple(one for one in triples if last.changes_score(one) and first.score(one) != last.score(one))


def movements(
    first: Stage, changes: Iterable[RuleChange], triples: Sequence[Triple], new: CatalogData
) -> Iterator[Movement]:
    """Each of these scores before and after, and the effect of each change."""
    stages = attribute_stepwise(first, changes, triples)
    by_role: dict[str, set[int]] = {}
    by_subject: dict[Subject, set[int]] = {}
    for who, role, setting in triples:
        if role not in by_role:
            by_role[role] = {n for n, stage in enumerate(stages) if stage.changes_role(role)}
        if who not in by_subject:
            by_subject[who] = {n for n, stage in enumerate(stages) if stage.changes_subject(who)}
        turns = (stages[number] for number in sorted(by_role[role] | by_subject[who]))
        scored = [(stage, stage.score((who, role, setting))) for stage in turns]
        yield Movement(
            who=who,
            role=role,
            situation=setting.name,
            context=FrozenMap(setting.of(new, role)),
            before=scored[0][1],
            after=scored[-1][1],
            parts=tuple(_parts(scored)),
        )


def _parts(scored: Iterable[tuple[Stage, Score]]) -> Iterator[RuleEffect]:
    for (_, before), (stage, after) in pairwise(scored):
        if after != before:
            moves = (b - a for a, b in zip(before.numbers, after.numbers, strict=True))
            low, supported, high, proven, extras = moves
            yield RuleEffect(
                changes=stage.changes,
                low=low,
                supported=supported,
                high=high,
                proven=proven,
                extras=extras,
                verdict=after.verdict,
                minimum=after.minimum,
            )


def _verdicts(fit: Fit) -> str:
    """The verdict in one word if it is certain, or else all three."""
    low, likely, high = fit.verdict_low, fit.verdict_supported, fit.situations.verdict_high
    return low if low == high else f"at least {low}, likely {likely}, at best {high}"


#: Of the changes that wait, how many are tried one by one: each costs a score of everybody whom it concerns.
_TRIED = 16


def attribute_stepwise(first: Stage, changes: Iterable[RuleChange], triples: Sequence[Triple]) -> list[Stage]:
    """The first stage, and one for each change that can move a score.

    What is added comes first, then what changes, then what goes, each in the order in which it is listed: so what a
    rule names is there before the rule, and goes after it. A change that does not work without another, such as a
    descriptor on another scale and the requirement that asks for it, waits for that one and is made together with it.
    """
    stages = [first]
    waiting: list[RuleChange] = []
    scored = (change for change in changes if _is_scored(change))
    for change in sorted(scored, key=lambda one: (ACTS.index(one.act), order(one))):
        group = next((some for some in _groups(waiting, change) if _try_apply(stages, some, triples)), None)
        if group is None:
            waiting.append(change)
            continue
        waiting = [one for one in waiting if one not in group]
        retried = [one for one in waiting[:_TRIED] if not _try_apply(stages, [one], triples)]
        waiting = [*retried, *waiting[_TRIED:]]
    if waiting:
        stages.append(stages[-1].next(waiting))
    return stages


def _groups(waiting: Sequence[RuleChange], change: RuleChange) -> Iterator[list[RuleChange]]:
    """A change alone, with each one that waits, and with all of them."""
    yield [change]
    yield from ([one, change] for one in waiting[:_TRIED])
    if len(waiting) > 1:
        yield [*waiting, change]


def _try_apply(stages: list[Stage], changes: Sequence[RuleChange], triples: Sequence[Triple]) -> bool:
    """Apply the changes as one more stage, unless a score that they affect cannot be computed there."""
    try:
        stage = stages[-1].next(changes)
        for triple in triples:
            if stage.changes_score(triple):
                stage.score(triple)
    except Exception:  # noqa: BLE001 - no loader has checked what stands between two catalogs, so anything may be raised
        return False
    stages.append(stage)
    return True


# --- the changes that can move a score ---------------------------------------------------------------------


def _is_scored(change: RuleChange) -> bool:
    """Whether a score may read what changed."""
    rule = change.rule
    part = parts_of(rule.kind).get(rule.section)
    if rule.kind in ("transition", "option", "case") or (part is not None and part.use != "score"):
        return False
    known = fields_of_rule(rule)
    told = (one.path[0] for one in change.fields if not one.wording)
    return change.act != "changed" or any(name not in known or known[name].use == "score" for name in told)


# --- sources -----------------------------------------------------------------------------------------------


def with_all_sources(catalog: CatalogData, other: CatalogData) -> CatalogData:
    """The catalog with every source and claim of the other beside its own.

    No score reads a source, and so every source that a rule names exists at each stage.
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
