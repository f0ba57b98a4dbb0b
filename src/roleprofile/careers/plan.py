"""Plans: the development options with the least effort after which somebody reaches a verdict for certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from roleprofile.careers.incumbent import TYPICAL_MONTHS, as_person, months_held, somebody
from roleprofile.careers.milp_model import allowed, formulated
from roleprofile.careers.options import Offer, carried_out, developed, offers, stated_ranks
from roleprofile.careers.solver import Cuts, cheapest
from roleprofile.careers.value_changes import ValueChange, slots_read, value_change
from roleprofile.errors import RankingError
from roleprofile.model.arguments import shown
from roleprofile.model.pack import VERDICTS
from roleprofile.model.rendering import text_of
from roleprofile.model.values import FrozenMap, Text, closest
from roleprofile.scoring.compile import cite
from roleprofile.scoring.fit import Fit
from roleprofile.scoring.scorer import Scorer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.person import Person
    from roleprofile.scoring.compiled import Cited, CompiledRole


@frozen(kw_only=True)
class PlanStep:
    """One development option of a plan."""

    #: The option's id and pack.
    id: str
    pack: str
    label: Text
    description: Text
    #: ``course``, ``assignment`` or ``stepping-stone``.
    kind: str
    #: In the pack's unit of effort.
    effort: int
    reason: Text
    #: The names of the sources; ``cited`` has what they are called and what they claim.
    source: tuple[str, ...]
    basis: str
    cited: FrozenMap[str, Cited]
    #: How the person fits a job that is held first, before it begins; ``None`` for what is no job.
    job: Fit | None
    #: The places in the plan, from 1, of the steps that have to be done before it; those that one of these comes after
    #: are left out.
    after: tuple[int, ...]
    #: What it raises for this person, in the order of the descriptors' ids.
    gains: tuple[ValueChange, ...]
    #: The fit once this step and all before it are done.
    fit: Fit


@frozen(kw_only=True)
class Obstacle:
    """Why a verdict cannot be reached: a minimum requirement that nothing reaches, or a score that stays too low."""

    #: The requirement's id, or ``""`` for the score.
    id: str
    label: Text
    #: The state of the minimum requirement with all that can be done; ``None`` for the score.
    state: str | None
    #: The score that is asked and the highest that can be reached, in parts per million; 0 for a minimum requirement.
    asked: int
    reached: int
    #: The dimensions that decide whether it is one at all, where the situation leaves them open.
    hangs_on: tuple[str, ...] = ()


@frozen(kw_only=True)
class Plan:
    """How somebody reaches a verdict with the least effort, or why not."""

    #: The verdict that is wanted for certain, at least.
    reach: str
    #: The person that it is for, and what they would hold afterwards.
    person: Person
    after: Person
    #: The name of the role whose typical holder the person is; empty for a person.
    origin_label: Text
    #: For how long a typical holder has held the role; ``None`` for a person.
    months: int | None
    #: Whether the verdict can be reached.
    possible: bool
    #: In an order in which each can be done; none where the verdict is reached already, or cannot be.
    steps: tuple[PlanStep, ...]
    #: All efforts together.
    effort: int
    #: What efforts are counted in: the forms of the unit by language.
    unit: FrozenMap[str, FrozenMap[str, str]]
    fit_before: Fit
    fit_after: Fit
    #: Where the verdict cannot be reached: by what.
    obstacles: tuple[Obstacle, ...] = ()
    #: The best verdict that can be reached, by these options or by any.
    best: str

    def explain(self, language: str = "en") -> str:
        """The plan in words, for a terminal of 80 columns.

        Raises ``ValueError`` for a language that neither the library nor the pack has.
        """
        return text_of(self, language)


def plan(
    catalog: CatalogData,
    person: Person | str,
    role: str,
    context: Mapping[str, str] | str,
    *,
    reach: str = "viable",
    months: int = TYPICAL_MONTHS,
) -> Plan:
    """The development options with the least effort after which a verdict is reached for certain.

    Exact: no cheaper set of the options on offer reaches it. Of equal ones that with the fewest options, then that
    whose ids come first. Only what is stated counts, before and afterwards: what is presumed of a person neither
    reaches a verdict nor opens a course. An amount is raised *by* what an option brings, a level *to* it.

    Args:
        catalog: Where the roles and the options are.
        person: The person, or the id of a role, which stands for its typical holder.
        role: The id of the role that is aimed at.
        context: The employer's situation there, as for a score.
        reach: ``strong``, ``viable`` or ``stretch``: the verdict at ``low``, or a better one.
        months: For how long a typical holder has held the role.

    Raises:
        ValueError: ``reach`` is no verdict, or the last one, which everybody has; ``months`` is outside 0 to 1200.
        TypeError: Something is of the wrong kind.
        UnknownIdError: There is no such role.
        ContextError: A dimension is missing, or something is not in its vocabulary.
        RankingError: Options that could help count their efforts in different units.
        MissingExtraError: The extra ``plan`` (scipy) is not installed.

    >>> import roleprofile as rp
    >>> catalog = rp.load()
    >>> engineer = catalog.people["account-management:metal-engineer-in-sales"]
    >>> found = plan(catalog, engineer, "account-manager", "large-metal-products", reach="viable")
    >>> [(step.id, step.effort) for step in found.steps], found.effort, found.fit_after.verdict_low
    ([('client-service-course', 4), ('persuasion-training', 6)], 10, 'viable')
    """
    wanted = VERDICTS[:-1]
    if reach not in wanted:
        hint = closest(reach, wanted) if isinstance(reach, str) else ""
        message = f"{shown(reach)} is no verdict to reach; one of: {', '.join(wanted)}" + (f"; {hint}" if hint else "")
        raise ValueError(message)
    somebody(person)
    months_held(months)
    scorer = Scorer.of(catalog, role, context)
    someone, label, held = as_person(catalog, person, scorer.role.context, months)
    useful = _useful(scorer.role, offers(catalog, scorer.role.context))
    _in_one_unit(catalog, useful)
    return _Planner(catalog, scorer, someone, label, held, useful).run(reach)


def _in_one_unit(catalog: CatalogData, some: Sequence[Offer]) -> None:
    """Refuse to add up efforts that are counted in different units."""
    scales = [catalog.effort_scale(name) for name in sorted({offer.option.pack for offer in some})]
    named = sorted({f"{scale.pack}:{scale.id}" for scale in scales if scale})
    if len(named) > 1:
        message = f"efforts in {' and in '.join(named)} cannot be added up"
        raise RankingError(message)


def _useful(role: CompiledRole, all_offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """The offers that raise something that the role reads, or that open the way to one that does."""
    wanted = set(slots_read(role))
    found: dict[str, Offer] = {}
    before: set[str] = set()
    while True:
        new = [
            offer
            for offer in all_offers
            if offer.id not in found and (offer.id in before or any(rise.slot in wanted for rise in offer.rises))
        ]
        if not new:
            return tuple(found[name] for name in sorted(found))
        for offer in new:
            found[offer.id] = offer
            before.update(offer.after)
            wanted.update(slot for condition in offer.conditions for slot in condition.least)


@frozen
class _Planner:
    catalog: CatalogData
    scorer: Scorer
    person: Person
    label: Text
    months: int | None
    offers: tuple[Offer, ...]

    def run(self, reach: str) -> Plan:
        before = self.scorer.score(self.person)
        chosen = self._chosen(reach, before)
        best = reach
        if chosen is None:
            worse = VERDICTS[VERDICTS.index(reach) + 1 :]
            best = next((name for name in worse if self._chosen(name, before) is not None), VERDICTS[-1])
        done = carried_out(stated_ranks(self.person.holdings), chosen or ())[0]
        after = developed(self.catalog, self.person, done)
        fit = self.scorer.score(after)
        if chosen is not None:
            best = fit.verdict_low
        counted_in = self.offers[0].option.pack if self.offers else self.scorer.role.role.partition(":")[0]
        scale = self.catalog.effort_scale(counted_in)
        return Plan(
            reach=reach,
            person=self.person,
            after=after,
            origin_label=self.label,
            months=self.months,
            possible=chosen is not None,
            steps=self._steps(done),
            effort=sum(offer.option.effort for offer in done),
            unit=scale.unit if scale else FrozenMap(),
            fit_before=before,
            fit_after=fit,
            obstacles=() if chosen is not None else self._obstacles(reach),
            best=best,
        )

    def _reached(self, fit: Fit, reach: str) -> bool:
        return VERDICTS.index(fit.verdict_low) <= VERDICTS.index(reach)

    def _chosen(self, reach: str, before: Fit) -> tuple[Offer, ...] | None:
        """The offers of the best plan, or ``None`` where there is none."""
        if self._reached(before, reach):
            return ()
        role = self.scorer.role
        if not self.offers or (not allowed(role, reach, "unknown") and any(one.minimum for one in role.left_out)):
            return None
        program, columns = formulated(role, self.person.holdings, self.offers, reach)
        offer_of = dict(zip(columns, self.offers, strict=True))
        efforts = [offer.option.effort for offer in self.offers]

        def check(found: frozenset[int]) -> Cuts:
            return self._cuts(reach, offer_of, found)

        found = cheapest(program, columns, efforts, check)
        return None if found is None else tuple(offer_of[column] for column in sorted(found))

    def _cuts(self, reach: str, offer_of: Mapping[int, Offer], found: frozenset[int]) -> Cuts:
        """What every right choice keeps to, and this one does not; none where this one is right."""
        others = {column: 1.0 for column in offer_of if column not in found}
        chosen = [offer_of[column] for column in sorted(found)]
        done, ranks = carried_out(stated_ranks(self.person.holdings), chosen)
        if len(done) < len(chosen):
            # Options that wait for each other: to begin any of them takes something that was not chosen.
            stuck = {column for column in found if offer_of[column] not in done}
            lacking = [one for column in stuck for one in offer_of[column].conditions if not one.met(ranks)]
            helping = {column: 1.0 for column in others if any(one.helped_by(offer_of[column]) for one in lacking)}
            return [({**helping, column: -1.0}, 0.0) for column in sorted(stuck)]
        fit = self.scorer.score(developed(self.catalog, self.person, done))
        if self._reached(fit, reach):
            return []
        if fit.low < self.scorer.role.thresholds.get(reach, 0):
            # More options never lower a score, and fewer never raise it.
            return [(others, 1.0)]
        return [({**others, **dict.fromkeys(found, -1.0)}, 1.0 - len(found))]

    def _steps(self, done: Sequence[Offer]) -> tuple[PlanStep, ...]:
        found = []
        person = self.person
        needs: dict[str, list[Offer]] = {}
        for count, offer in enumerate(done, start=1):
            # Evidence of amounts is counted over all steps so far.
            following = developed(self.catalog, self.person, done[:count])
            option = offer.option
            needed = needs[offer.id] = self._needed(offer, done[: count - 1])
            found.append(
                PlanStep(
                    id=option.id,
                    pack=option.pack,
                    label=option.label,
                    description=option.description,
                    kind=option.kind,
                    effort=option.effort,
                    reason=option.reason,
                    source=tuple(option.source),
                    basis=option.basis,
                    cited=FrozenMap(cite(self.catalog, option.pack, option.source)),
                    job=None if offer.job is None else Fit.of(offer.job, person.id, person.holdings),
                    after=tuple(
                        done.index(one) + 1 for one in needed if not any(one in needs[other.id] for other in needed)
                    ),
                    gains=tuple(self._gains(offer, person, following)),
                    fit=self.scorer.score(following),
                )
            )
            person = following
        return tuple(found)

    def _needed(self, offer: Offer, before: Sequence[Offer]) -> list[Offer]:
        """As few of the steps before as it takes to begin this one; where several would do, the earlier ones."""
        needed = list(before)
        start = stated_ranks(self.person.holdings)
        for one in reversed(before):
            fewer = [other for other in needed if other is not one]
            done, ranks = carried_out(start, fewer)
            if len(done) == len(fewer) and offer.admits(ranks, [other.id for other in done]):
                needed = fewer
        return needed

    def _gains(self, offer: Offer, person: Person, following: Person) -> list[ValueChange]:
        read, held, then = slots_read(self.scorer.role), person.holdings, following.holdings
        changes = [value_change(self.catalog, read, rise.slot, held, then) for rise in offer.rises]
        return [one for one in changes if one.before != one.after]

    def _obstacles(self, reach: str) -> tuple[Obstacle, ...]:
        """What is still missing when everything that can be done is done."""
        role = self.scorer.role
        done = carried_out(stated_ranks(self.person.holdings), self.offers)[0]
        fit = self.scorer.score(developed(self.catalog, self.person, done))
        found = [
            Obstacle(id=one.id, label=one.label, state=one.state, asked=0, reached=0, hangs_on=one.hangs_on)
            for one in fit.minimums
            if not allowed(role, reach, one.state)
        ]
        threshold = role.thresholds.get(reach, 0)
        if fit.low < threshold:
            found.append(Obstacle(id="", label=role.label, state=None, asked=threshold, reached=fit.low))
        return tuple(found)
