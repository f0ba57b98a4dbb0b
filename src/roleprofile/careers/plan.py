"""Plans: the development options of least effort after which a person certainly reaches a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from roleprofile.careers.incumbent import as_person, check_subject, months_held
from roleprofile.careers.milp_model import allowed, formulated
from roleprofile.careers.options import AvailableOption, available_options, developed, in_feasible_order, stated_ranks
from roleprofile.careers.solver import Cuts, cheapest
from roleprofile.careers.value_changes import ValueChange, slots_read, value_change
from roleprofile.errors import ArgumentValueError, RankingError
from roleprofile.evaluation.subjects import TYPICAL_MONTHS
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
    from roleprofile.scoring.compiled import CitedSource, CompiledRole


@frozen(kw_only=True)
class PlanStep:
    """One development option of a plan."""

    #: The id of the option, and its pack.
    id: str
    pack: str
    label: Text
    description: Text
    #: ``course``, ``assignment`` or ``stepping-stone``.
    kind: str
    #: In the pack's unit of effort.
    effort: int
    reason: Text
    #: The names of the sources; ``cited`` has their titles and claims.
    source: tuple[str, ...]
    basis: str
    cited: FrozenMap[str, CitedSource]
    #: The person's fit for a stepping-stone job before it begins; ``None`` for other options.
    job: Fit | None
    #: The places in the plan, from 1, of the steps that must come directly before it.
    after: tuple[int, ...]
    #: The values that it raises for this person, sorted by descriptor.
    gains: tuple[ValueChange, ...]
    #: The fit after this step and all before it.
    fit: Fit


@frozen(kw_only=True)
class Obstacle:
    """A reason why no plan exists: a minimum requirement that stays unmet, or a score that stays too low."""

    #: The requirement's id, or ``""`` for the score.
    id: str
    label: Text
    #: The state of the minimum requirement after all options; ``None`` for the score.
    state: str | None
    #: The needed score and the highest reachable one, in parts per million; 0 for a minimum requirement.
    asked: int
    reached: int
    #: The unspecified dimensions that decide whether it is a minimum requirement.
    hangs_on: tuple[str, ...] = ()


@frozen(kw_only=True)
class Plan:
    """The steps of least effort to a verdict, or the obstacles."""

    #: The verdict to reach, at least.
    reach: str
    #: The person, before and after the plan.
    person: Person
    after: Person
    #: The name of the role if the person is its incumbent; else empty.
    origin_label: Text
    #: The months that an incumbent has held the role; ``None`` for a person.
    months: int | None
    #: Whether the verdict can be reached.
    possible: bool
    #: In a feasible order; empty if the verdict is reached already or cannot be reached.
    steps: tuple[PlanStep, ...]
    #: The sum of the efforts, in the pack's unit of effort.
    effort: int
    #: The forms of the unit of effort by language.
    unit: FrozenMap[str, FrozenMap[str, str]]
    fit_before: Fit
    fit_after: Fit
    #: The obstacles if the verdict cannot be reached.
    obstacles: tuple[Obstacle, ...] = ()
    #: The best verdict that any set of options reaches.
    best: str

    def explain(self, language: str = "en") -> str:
        """The plan as text, 80 columns wide.

        Raises ``ValueError`` if neither the library nor the pack has the language.
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
    """Find the development options of least effort after which a verdict is certain.

    The plan is exact: no cheaper set of available options reaches the verdict. Of equal sets the one with the fewest
    options wins, then the one whose ids come first. Only stated values count, before and afterwards; presumed values
    neither reach a verdict nor open a course. An option raises a level *to* its value and an amount *by* its value.

    Args:
        catalog: The catalog with the roles and the options.
        person: The person, or the id of a role, which stands for its incumbent.
        role: The id of the target role.
        context: The employer's situation there, as for a score.
        reach: ``strong``, ``viable`` or ``stretch``; the plan reaches this verdict at ``low``, or a better one.
        months: How long an incumbent has held the role, 0 to 1200.

    Raises:
        ValueError: ``reach`` is not one of these verdicts, or ``months`` is outside 0 to 1200.
        TypeError: An argument has the wrong type.
        UnknownIdError: There is no such role.
        ContextError: A dimension is missing, or a term is not in its vocabulary.
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
        message = f"{shown(reach)} is no target verdict; one of: {', '.join(wanted)}" + (f"; {hint}" if hint else "")
        raise ArgumentValueError(message)
    check_subject(person)
    months_held(months)
    scorer = Scorer.of(catalog, role, context)
    someone, label, held = as_person(catalog, person, scorer.role.context, months)
    useful = _useful(scorer.role, available_options(catalog, scorer.role.context))
    _in_one_unit(catalog, useful)
    return _Planner(catalog, scorer, someone, label, held, useful).run(reach)


def _in_one_unit(catalog: CatalogData, some: Sequence[AvailableOption]) -> None:
    """Raise ``RankingError`` if efforts are in different units."""
    scales = [catalog.effort_scale(name) for name in sorted({offer.option.pack for offer in some})]
    named = sorted({f"{scale.pack}:{scale.id}" for scale in scales if scale})
    if len(named) > 1:
        message = f"efforts in {' and in '.join(named)} cannot be added up"
        raise RankingError(message)


def _useful(role: CompiledRole, all_offers: Sequence[AvailableOption]) -> tuple[AvailableOption, ...]:
    """The offers that raise a value of the role, or that admit to such an offer."""
    wanted = set(slots_read(role))
    found: dict[str, AvailableOption] = {}
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
    offers: tuple[AvailableOption, ...]

    def run(self, reach: str) -> Plan:
        before = self.scorer.score(self.person)
        chosen = self._chosen(reach, before)
        best = reach
        if chosen is None:
            worse = VERDICTS[VERDICTS.index(reach) + 1 :]
            best = next((name for name in worse if self._chosen(name, before) is not None), VERDICTS[-1])
        done = in_feasible_order(stated_ranks(self.person.holdings), chosen or ())[0]
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

    def _chosen(self, reach: str, before: Fit) -> tuple[AvailableOption, ...] | None:
        """The offers of the best plan, or ``None`` if there is no plan."""
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

    def _cuts(self, reach: str, offer_of: Mapping[int, AvailableOption], found: frozenset[int]) -> Cuts:
        """Rows that every right choice keeps and this one breaks; none if this one is right."""
        others = {column: 1.0 for column in offer_of if column not in found}
        chosen = [offer_of[column] for column in sorted(found)]
        done, ranks = in_feasible_order(stated_ranks(self.person.holdings), chosen)
        if len(done) < len(chosen):
            # These options wait for each other, so a further option must admit to one of them.
            stuck = {column for column in found if offer_of[column] not in done}
            lacking = [one for column in stuck for one in offer_of[column].conditions if not one.met(ranks)]
            helping = {column: 1.0 for column in others if any(one.helped_by(offer_of[column]) for one in lacking)}
            return [({**helping, column: -1.0}, 0.0) for column in sorted(stuck)]
        fit = self.scorer.score(developed(self.catalog, self.person, done))
        if self._reached(fit, reach):
            return []
        if fit.low < self.scorer.role.thresholds.get(reach, 0):
            # More options never lower a score, so any right choice has another option.
            return [(others, 1.0)]
        return [({**others, **dict.fromkeys(found, -1.0)}, 1.0 - len(found))]

    def _steps(self, done: Sequence[AvailableOption]) -> tuple[PlanStep, ...]:
        found = []
        person = self.person
        needs: dict[str, list[AvailableOption]] = {}
        for count, offer in enumerate(done, start=1):
            # Evidence of amounts adds up over all steps so far.
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

    def _needed(self, offer: AvailableOption, before: Sequence[AvailableOption]) -> list[AvailableOption]:
        """The fewest earlier steps that admit to this one; of equal sets the earliest steps."""
        needed = list(before)
        start = stated_ranks(self.person.holdings)
        for one in reversed(before):
            fewer = [other for other in needed if other is not one]
            done, ranks = in_feasible_order(start, fewer)
            if len(done) == len(fewer) and offer.admits(ranks, [other.id for other in done]):
                needed = fewer
        return needed

    def _gains(self, offer: AvailableOption, person: Person, following: Person) -> list[ValueChange]:
        read, held, then = slots_read(self.scorer.role), person.holdings, following.holdings
        changes = [value_change(self.catalog, read, rise.slot, held, then) for rise in offer.rises]
        return [one for one in changes if one.before != one.after]

    def _obstacles(self, reach: str) -> tuple[Obstacle, ...]:
        """The obstacles that remain after all options."""
        role = self.scorer.role
        done = in_feasible_order(stated_ranks(self.person.holdings), self.offers)[0]
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
