"""Plans: the development options of least effort after which a person reaches a verdict by what is stated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from hashlib import sha256

from attrs import field, frozen

from roleprofile.careers.incumbent import as_person, check_subject, months_held
from roleprofile.careers.milp_model import allowed, formulate_job, formulated
from roleprofile.careers.options import (
    AvailableOption,
    available_options,
    developed,
    for_person,
    stated_ranks,
    with_stated,
)
from roleprofile.careers.solver import cheapest
from roleprofile.careers.value_changes import ValueChange, slots_read, value_change
from roleprofile.errors import ArgumentValueError, RankingError
from roleprofile.evaluation.subjects import TYPICAL_MONTHS
from roleprofile.model.arguments import shown
from roleprofile.model.catalog import CatalogData
from roleprofile.model.development import OptionKind
from roleprofile.model.pack import REACHES, VERDICTS, Reach, Verdict
from roleprofile.model.person import Fact, Holdings, Person, Slot
from roleprofile.model.rendering import Result
from roleprofile.model.values import FrozenMap, Text, closest
from roleprofile.scoring.arithmetic import criterion_state, open_keys, ranks_on
from roleprofile.scoring.arithmetic import presumed_ranks as presumed_on
from roleprofile.scoring.compile import cite
from roleprofile.scoring.compiled import STATES, CitedSource, Criterion, State
from roleprofile.scoring.contributions import Minimum
from roleprofile.scoring.fit import Fit
from roleprofile.scoring.scorer import Scorer


@frozen(kw_only=True)
class PlanStep:
    """One development option of a plan."""

    #: The id of the option, and its pack.
    id: str
    pack: str
    label: Text
    description: Text
    kind: OptionKind
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
    #: The state of the minimum requirement after all options, ``not_met`` or, without proof, ``unknown``; ``None`` for
    #: the score.
    state: State | None
    #: The needed score, in parts per million; 0 for a minimum requirement.
    asked: int
    #: The highest score that can be reached, in parts per million; 0 for a minimum requirement.
    reached: int


@frozen(kw_only=True)
class Plan(Result):
    """The steps of least effort to a verdict, or the obstacles."""

    #: The verdict to reach, at least.
    reach: Reach
    #: The person, before and after the plan.
    person: Person
    after: Person
    #: The name of the role if the person is its incumbent; else empty.
    origin_label: Text
    #: The months that an incumbent has held the role; ``None`` for a person.
    months: int | None
    #: Whether the verdict can be reached.
    possible: bool
    #: The open or unproven minimum requirements that the plan takes as met, because the verdict needs them: ask or
    #: prove them first. They take no effort.
    provided: tuple[Minimum, ...]
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
    best: Verdict

    def __repr__(self) -> str:
        """The plan in one line."""
        return f"<Plan of {self.person.id} to {self.reach}: {len(self.steps) if self.possible else 'no'} steps>"


def plan(
    catalog: CatalogData,
    person: Person | str,
    role: str,
    context: Mapping[str, str] | str,
    *,
    reach: Reach = "viable",
    months: int = TYPICAL_MONTHS,
) -> Plan:
    """Find the development options of least effort after which a person reaches a verdict by what is stated.

    The plan is exact: no set of available options with less effort reaches the verdict. Of equal sets the one with the
    fewest options wins; a hash of the ids breaks further ties: arbitrary, but the same everywhere. Only stated values
    count: presumed values neither reach a verdict nor admit to a course. An option raises a level *to* its value and an
    amount *by* its value, and never leaves a person below what was presumed. A stepping-stone job begins on the likely
    verdict for it that its pack or the option asks for. If the verdict needs every minimum requirement met, those that
    are open or unproven are listed in ``provided`` and taken as met.

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
        ContextError: A dimension is missing, a term is not in its vocabulary, or the role or an option that could help
            reads an unspecified dimension.
        RankingError: Options that could help count their efforts in different units.
        MissingExtraError: The extra ``plan`` (scipy) is not installed.

    >>> import roleprofile as rp
    >>> catalog = rp.load()
    >>> engineer = catalog.people["account-management:metal-engineer-in-sales"]
    >>> found = plan(catalog, engineer, "account-manager", "large-metal-products", reach="viable")
    >>> [(step.id, step.effort) for step in found.steps], [one.id for one in found.provided]
    ([('client-service-course', 4)], ['persuasion'])
    >>> found.effort, found.fit_after.verdict_low
    (4, 'viable')
    """
    if reach not in REACHES:
        hint = closest(reach, REACHES) if isinstance(reach, str) else ""
        message = f"{shown(reach)} is no target verdict; one of: {', '.join(REACHES)}" + (f"; {hint}" if hint else "")
        raise ArgumentValueError(message)
    check_subject(person)
    months_held(months)
    scorer = Scorer.of(catalog, *catalog.job(role, context))
    if scorer.rules.open:
        raise catalog.lacking(scorer.rules.compiler.role, scorer.rules.open, about="the plan", specified=True)
    someone, label, held = as_person(catalog, person, scorer.role.context, months)
    useful = _useful(catalog, scorer, available_options(catalog, scorer.role.context))
    _in_one_unit(catalog, useful)
    return _Planner(catalog, scorer, someone, label, held, useful).run(reach)


def _in_one_unit(catalog: CatalogData, some: Sequence[AvailableOption]) -> None:
    """Raise ``RankingError`` if efforts are in different units."""
    scales = [catalog.effort_scale(name) for name in sorted({offer.option.pack for offer in some})]
    named = sorted({f"{scale.pack}:{scale.id}" for scale in scales if scale})
    if len(named) > 1:
        message = f"efforts in {' and in '.join(named)} cannot be added up"
        raise RankingError(message)


def _useful(catalog: CatalogData, scorer: Scorer, all_offers: Sequence[AvailableOption]) -> tuple[AvailableOption, ...]:
    """The options that raise a value of the role, or that admit to such an option.

    Raises :class:`~roleprofile.errors.ContextError` if one of them reads an unspecified dimension.
    """
    found = _serving(all_offers, slots_read(scorer.role))
    unspecified = sorted({name for offer in found for name in offer.open})
    if unspecified:
        raise catalog.lacking(scorer.rules.compiler.role, unspecified, about="the plan", specified=True)
    return found


def _serving(offers: Sequence[AvailableOption], slots: Iterable[Slot]) -> tuple[AvailableOption, ...]:
    """The options that raise one of these slots, or that admit to such an option, in their order."""
    wanted: set[Slot] = set(slots)
    hinted: set[Slot] = set()
    found: set[str] = set()
    before: set[str] = set()
    while True:
        descriptors = {descriptor for descriptor, _ in wanted}
        new = [
            offer
            for offer in offers
            if offer.id not in found
            and (
                offer.id in before
                or any(rise.slot in wanted for rise in offer.rises)
                or any(rise.slot in hinted for rise in offer.suggests)
                or (offer.open and offer.touches & descriptors)
            )
        ]
        if not new:
            return tuple(offer for offer in offers if offer.id in found)
        for offer in new:
            found.add(offer.id)
            before.update(offer.after)
            wanted.update(offer.reads)
            hinted.update(slots_read(offer.job) if offer.job else ())


#: The largest number of options for which every order is tried if one lowers the chance of another.
_MOST_WAITING = 12


@frozen
class _Planner:
    catalog: CatalogData
    scorer: Scorer
    person: Person
    label: Text
    months: int | None
    offers: tuple[AvailableOption, ...]

    def run(self, reach: Reach) -> Plan:
        before = self.scorer.score(self.person)
        provided = () if allowed(self.scorer.role, reach, "not_met") else _open_minimums(before)
        begin = provided_with(self.catalog, self.person, before, provided)
        search = _Search(
            self.catalog,
            self.scorer,
            begin,
            tuple(for_person(self.catalog, one, begin.holdings) for one in self.offers),
        )
        chosen = search.chosen(reach)
        best: Verdict = reach
        if chosen is None:
            worse = VERDICTS[VERDICTS.index(reach) + 1 :]
            best = next((name for name in worse if search.chosen(name) is not None), VERDICTS[-1])
        done = search.in_order(chosen or ())
        after = search.after(done)
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
            provided=provided,
            steps=self._steps(search, done),
            effort=sum(offer.option.effort for offer in done),
            unit=scale.unit if scale else FrozenMap(),
            fit_before=before,
            fit_after=fit,
            obstacles=() if chosen is not None else self._obstacles(search, reach),
            best=best,
        )

    def _steps(self, search: _Search, done: Sequence[AvailableOption]) -> tuple[PlanStep, ...]:
        found = []
        person = search.person
        needs: dict[str, list[AvailableOption]] = {}
        for count, offer in enumerate(done, start=1):
            # Evidence of amounts adds up over all steps so far.
            following = search.after(done[:count])
            option = offer.option
            needed = needs[offer.id] = search.needed(offer, done[: count - 1])
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

    def _gains(self, offer: AvailableOption, person: Person, following: Person) -> list[ValueChange]:
        read, held, then = slots_read(self.scorer.role), person.holdings, following.holdings
        changes = [value_change(self.catalog, read, rise.slot, held, then) for rise in offer.rises]
        return [one for one in changes if one.before != one.after]

    def _obstacles(self, search: _Search, reach: Reach) -> tuple[Obstacle, ...]:
        """The obstacles that remain after all options."""
        role = self.scorer.role
        fit = self.scorer.score(search.after(search.in_order(search.offers)))
        found = [
            Obstacle(id=one.id, label=one.label, state=one.state, asked=0, reached=0)
            for one in fit.minimums
            if not allowed(role, reach, one.state)
        ]
        threshold = role.thresholds[reach]
        if fit.low < threshold:
            found.append(Obstacle(id="", label=role.label, state=None, asked=threshold, reached=fit.low))
        return tuple(found)


_OPEN = ("unknown", "presumed")


def _open_minimums(fit: Fit) -> tuple[Minimum, ...]:
    return tuple(one for one in fit.minimums if one.state in _OPEN)


@frozen
class _Search:
    """The search for the cheapest options of a person, with the minimum requirements that are provided."""

    catalog: CatalogData
    scorer: Scorer
    person: Person
    offers: tuple[AvailableOption, ...]
    _persons: dict[frozenset[str], Person] = field(factory=dict)

    def after(self, done: Sequence[AvailableOption]) -> Person:
        """The person after these options."""
        key = frozenset(offer.id for offer in done)
        found = self._persons.get(key)
        if found is None:
            found = self._persons[key] = developed(self.catalog, self.person, done) if done else self.person
        return found

    def in_order(self, chosen: Iterable[AvailableOption]) -> tuple[AvailableOption, ...]:
        """The chosen options in an order in which as many as possible can begin; the first by id comes first.

        Training can show that a person is below the minimum of a job, so such training comes after the job if it can.
        """
        return self._carried_out(tuple(sorted(chosen, key=lambda offer: offer.id)), (), {})

    def _carried_out(
        self,
        waiting: tuple[AvailableOption, ...],
        done: tuple[AvailableOption, ...],
        known: dict[tuple[AvailableOption, ...], tuple[AvailableOption, ...]],
    ) -> tuple[AvailableOption, ...]:
        start = waiting
        if start in known:
            return known[start]
        while ready := [offer for offer in waiting if self._may_begin(offer, done)]:
            free = next((offer for offer in ready if not self.bars(offer, waiting, done)), None)
            tried = [free] if free else ready if len(waiting) <= _MOST_WAITING else ready[:1]
            rest = {one.id: tuple(offer for offer in waiting if offer is not one) for one in tried}
            if len(tried) > 1:
                done = max((self._carried_out(rest[one.id], (*done, one), known) for one in tried), key=len)
                break
            waiting, done = rest[tried[0].id], (*done, tried[0])
        known[start] = done
        return done

    def bars(self, offer: AvailableOption, others: Iterable[AvailableOption], done: Sequence[AvailableOption]) -> bool:
        """Whether an option lowers the chance of getting one of these jobs."""
        jobs = [one for one in others if one.job and one is not offer]
        if not jobs:
            return False
        now, then = self.after(done).holdings, self.after([*done, offer]).holdings
        return any(a > b for job in jobs for a, b in zip(job.chance(now), job.chance(then), strict=True))

    def _may_begin(self, offer: AvailableOption, done: Sequence[AvailableOption]) -> bool:
        if not {*offer.after} <= {one.id for one in done}:
            return False
        held = self.after(done).holdings
        return offer.may_begin(stated_ranks(held), offer.after) and offer.hires(held)

    def needed(self, offer: AvailableOption, before: Sequence[AvailableOption]) -> list[AvailableOption]:
        """The earlier steps without which this one cannot begin; of equal sets the earliest steps."""
        needed = list(before)
        for one in reversed(before):
            fewer = [other for other in needed if other is not one]
            if len(self.in_order(fewer)) == len(fewer) and self._may_begin(offer, fewer):
                needed = fewer
        return needed

    def chosen(self, reach: Verdict) -> tuple[AvailableOption, ...] | None:
        """The options of the best plan, or ``None`` if there is no plan."""
        if self._reached(self.scorer.score(self.person), reach):
            return ()
        if not self.offers:
            return None
        program, columns = formulated(self.scorer.role, self.person.holdings, self.offers, reach)
        offer_of = dict(zip(columns, self.offers, strict=True))
        efforts = [offer.option.effort for offer in self.offers]
        formulated_jobs: set[int] = set()

        def check(found: frozenset[int]) -> bool:
            """Whether this choice is a plan; if not, rows that exclude it are added to the program."""
            jobs = {column for column in found if offer_of[column].job} - formulated_jobs
            done = self.in_order(offer_of[column] for column in found)
            if len(done) < len(found):
                stuck = {column for column in found if offer_of[column] not in done}
                for column in sorted(jobs & stuck):
                    job = offer_of[column]
                    serving = {one.id for one in _serving(self.offers, job.reads)} - {job.id}
                    others = [(other, one) for other, one in offer_of.items() if one.id in serving]
                    formulate_job(program, self.person.holdings, column, job, others)
                    formulated_jobs.add(column)
                program.rows += self._waiting(offer_of, found, stuck, done)
                return False
            fit = self.scorer.score(self.after(done))
            if self._reached(fit, reach):
                return True
            # More options never lower a score, so any right choice has another option.
            program.rows.append(({column: 1.0 for column in offer_of if column not in found}, 1.0))
            return False

        found = cheapest(program, columns, efforts, [_tie_number(offer.id) for offer in self.offers], check)
        return None if found is None else tuple(offer_of[column] for column in sorted(found))

    def _reached(self, fit: Fit, reach: Verdict) -> bool:
        return fit.verdict_places[0] <= VERDICTS.index(reach)

    def _waiting(
        self,
        offer_of: Mapping[int, AvailableOption],
        found: frozenset[int],
        stuck: AbstractSet[int],
        done: Sequence[AvailableOption],
    ) -> list[tuple[dict[int, float], float]]:
        """Rows for options that wait for each other: another option has to admit to one of them."""
        ranks = stated_ranks(self.after(done).holdings)
        chosen = [offer_of[column] for column in sorted(found)]
        barring = any(_may_bar(offer, job, chosen, self.person.holdings) for job in chosen for offer in chosen)
        # Where an option bars another one, each of them may be the one that lacks something.
        waiting = found if barring else stuck
        lacking = [one for column in waiting for one in offer_of[column].conditions if barring or not one.met(ranks)]
        read = {slot for column in waiting if (job := offer_of[column].job) for slot in slots_read(job)}
        helping = {
            column: 1.0
            for column, offer in offer_of.items()
            if column not in found
            and (
                any(one.helped_by(offer) for one in lacking)
                or any(rise.slot in read for rise in (*offer.rises, *offer.suggests))
            )
        }
        if barring:
            return [({**helping, **dict.fromkeys(found, -1.0)}, 1.0 - len(found))]
        return [({**helping, column: -1.0}, 0.0) for column in sorted(stuck)]


def _may_bar(offer: AvailableOption, job: AvailableOption, chosen: Sequence[AvailableOption], held: Holdings) -> bool:
    """Whether an option may lower the chance of a job: it can show that a minimum requirement is not met."""
    if job.job is None or offer is job:
        return False
    stated = stated_ranks(held)
    suggested = {rise.slot for one in chosen for rise in one.suggests}
    least: dict[Slot, int] = {}
    for entry in job.job.requirements:
        for leaf in entry.leaves if entry.minimum else ():
            least.update((slot, max(leaf.at_least, least.get(slot, 0))) for slot in leaf.slots)
    return any(
        rise.slot not in stated and (rise.least < least.get(rise.slot, 0) or rise.slot in suggested)
        for rise in offer.rises
    )


def _tie_number(option: str) -> int:
    """A number from 1 to 2**20 that decides between plans of the same effort with as many options."""
    return int.from_bytes(sha256(option.encode()).digest()[:4]) % 2**20 + 1


def provided_with(catalog: CatalogData, person: Person, fit: Fit, provided: Sequence[Minimum]) -> Person:
    """The person with the values and the evidence that these minimum requirements lack."""
    role, held = fit.role, fit.holdings
    names = {one.id for one in provided}
    facts = []
    for entry in role.requirements:
        if entry.id not in names:
            continue
        states = {leaf: criterion_state(leaf, held, role) for leaf in entry.leaves}
        open_ones = [leaf for leaf in entry.leaves if states[leaf] in _OPEN]
        if entry.group == "any_of":
            # What is presumed is more likely than what is unknown.
            open_ones = [max(open_ones, key=lambda leaf: STATES.index(states[leaf]))]
        for leaf in open_ones:
            value = role.scales[leaf.scale].value(leaf.at_least)
            facts.append(
                Fact(leaf.descriptor, value, _open_key(leaf, held), leaf.evidence[-1] if leaf.evidence else None)
            )
    return with_stated(catalog, person, facts)


def _open_key(leaf: Criterion, held: Holdings) -> str:
    """The key on which a minimum requirement may be met: the best one with the value, or else the best open one."""
    for ranks in (ranks_on(held.stated, leaf), presumed_on(leaf, held)):
        for _, key in leaf.slots:
            if ranks.get(key, 0) >= leaf.at_least:
                return key
    return next(open_keys(leaf, held))
