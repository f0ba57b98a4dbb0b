"""The conditions of a verdict as rows of a mixed-integer program (:class:`~roleprofile.careers.solver.Program`).

Each option is an integer column. The levels and amounts after the plan follow from these columns, and the credits and
states of minimum requirements follow from the levels. The rows state :mod:`roleprofile.scoring.arithmetic` without its
rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import field, frozen

from roleprofile.careers.options import AvailableOption, Effect, Ranks, presumed_ranks, stated_ranks
from roleprofile.careers.solver import Program, Sum
from roleprofile.model.pack import VERDICTS, Verdict
from roleprofile.model.person import Fact, Holdings, Slot
from roleprofile.scoring.arithmetic import open_keys
from roleprofile.scoring.compiled import AT_LOW, MILLION, CompiledRequirement, CompiledRole, Criterion, State

#: The column of an option, its effect on one slot, and the evidence that it leaves.
_Raiser = tuple[int, Effect, str]


def formulated(
    role: CompiledRole, held: Holdings, offers: Sequence[AvailableOption], reach: Verdict
) -> tuple[Program, tuple[int, ...]]:
    """The program whose solutions reach a verdict by what is stated, and the column of each option."""
    program = Program()
    columns = tuple(program.column(whole=True) for _ in offers)
    form = _Formulation(program, role, held, stated_ranks(held), _raisers(zip(columns, offers, strict=True)))
    form.admissions(dict(zip((offer.id for offer in offers), columns, strict=True)), offers)
    form.score(role.thresholds[reach])
    if not allowed(role, reach, "not_met"):
        form.minimums()
    return program, columns


def formulate_job(
    program: Program, held: Holdings, column: int, job: AvailableOption, others: Sequence[tuple[int, AvailableOption]]
) -> None:
    """Add the rows that choose a job only if its likely verdict is good enough before it begins.

    ``others`` are the options that could help, with their columns. Each gets a second column, which is 1 if it comes
    before the job. The rows ignore the order of these options, and the evidence that minimum requirements ask for.
    """
    role = job.job
    assert role is not None  # noqa: S101 - the caller has looked
    before = [program.column(whole=True) for _ in others]
    for earlier, (chosen, _) in zip(before, others, strict=True):
        program.at_least(Sum(0.0, {chosen: 1.0, earlier: -1.0}))
    offers = [offer for _, offer in others]
    raisers = _raisers(zip(before, offers, strict=True))
    likely = _raisers(zip(before, offers, strict=True), suggested=True)
    first = _Formulation(program, role, held, stated_ranks(held), raisers)
    first.admissions(dict(zip((offer.id for offer in offers), before, strict=True)), offers)
    form = _Formulation(program, role, held, {**presumed_ranks(held), **first.ranks}, likely, column)
    form.score(role.thresholds[job.admits])
    admits = VERDICTS.index(job.admits)
    if role.verdict(MILLION, "not_met") > admits:
        form.likely_minimums(unknown_is_enough=role.verdict(MILLION, "unknown") <= admits)


def _raisers(offers: Iterable[tuple[int, AvailableOption]], *, suggested: bool = False) -> dict[Slot, list[_Raiser]]:
    found: dict[Slot, list[_Raiser]] = {}
    for column, offer in offers:
        for rise in (*offer.rises, *(offer.suggests if suggested else ())):
            found.setdefault(rise.slot, []).append((column, rise, offer.option.evidence))
    return found


def allowed(role: CompiledRole, reach: Verdict, state: State) -> bool:
    """Whether a full score reaches a verdict if the worst minimum requirement has this state."""
    return role.verdict(MILLION, AT_LOW[state]) <= VERDICTS.index(reach)


@frozen
class _Formulation:
    program: Program
    role: CompiledRole
    held: Holdings
    ranks: Ranks
    raisers: dict[Slot, list[_Raiser]]
    #: The column of the option whose choice makes the rows binding; ``None`` if they always are.
    only_if: int | None = None
    _levels: dict[tuple[Slot, frozenset[int]], Sum] = field(factory=dict)

    def admissions(self, column_of: dict[str, int], offers: Sequence[AvailableOption]) -> None:
        """Choose an option only with the options before it and with options that meet its admission."""
        for offer in offers:
            column = column_of[offer.id]
            for name in offer.after:
                earlier = {column_of[name]: 1.0} if name in column_of else {}
                self.program.at_least(Sum(0.0, {**earlier, column: -1.0}))
            for condition in offer.conditions:
                if condition.met(self.ranks):
                    continue
                helped = Sum(0.0, {column: -1.0})
                others = [one for slot in condition.least for one in self.raisers.get(slot, ()) if one[0] != column]
                for other, rise, _ in others:
                    if condition.served_by(rise):
                        helped.terms[other] = 1.0
                self.program.at_least(helped)
                if len(condition.least) == 1 and others and others[0][1].adds:
                    ((slot, rank),) = condition.least.items()
                    amount = self._amount(slot)
                    amount.terms.pop(column, None)
                    amount.add(Sum(0.0, {column: -float(rank)}))
                    self.program.at_least(amount)

    def score(self, threshold: int) -> None:
        """Demand that the score reaches a threshold in parts per million."""
        earned = Sum()
        for entry in self.role.requirements:
            earned.add(self._entry(entry), entry.weight / self.role.weight)
        self._at_least(earned, threshold / MILLION)

    def minimums(self) -> None:
        """Demand that every minimum requirement is met."""
        for entry in filter(lambda entry: entry.minimum, self.role.requirements):
            self._demand(entry, [self._proven(criterion) for criterion in entry.leaves])

    def likely_minimums(self, *, unknown_is_enough: bool) -> None:
        """Demand that no minimum requirement is missed, where presumed values count and evidence does not."""
        for entry in filter(lambda entry: entry.minimum, self.role.requirements):
            self._demand(entry, [self._not_missed(criterion, unknown_is_enough) for criterion in entry.leaves])

    def _at_least(self, found: Sum, bound: float) -> None:
        whole = Sum()
        whole.add(found)
        if self.only_if is not None:
            whole.add(Sum(0.0, {self.only_if: -bound}))
            bound = 0.0
        self.program.at_least(whole, bound)

    def _demand(self, entry: CompiledRequirement, sums: Sequence[Sum]) -> None:
        if entry.group != "any_of":
            for found in sums:
                self._at_least(found, 1.0)
            return
        one_of_them = Sum()
        for found in sums:
            one_of_them.add(found)
        self._at_least(one_of_them, 1.0)

    # --- values after the plan --------------------------------------------------------------------------------------

    def _slots(self, criterion: Criterion) -> list[Slot]:
        """The slots of a criterion that have a value or can get one."""
        return [slot for slot in criterion.slots if slot in self.ranks or slot in self.raisers]

    def _level(self, slot: Slot, rank: int) -> Sum:
        """1 if a level of at least this rank is held."""
        if self.ranks.get(slot, 0) >= rank:
            return Sum(1.0)
        return self._any(
            slot, frozenset(column for column, rise, _ in self.raisers.get(slot, ()) if rise.least >= rank)
        )

    def _any(self, slot: Slot, columns: frozenset[int]) -> Sum:
        """1 if one of these options is chosen, as a column that rows share."""
        if not columns:
            return Sum()
        if (slot, columns) not in self._levels:
            self._levels[slot, columns] = self.program.below(Sum(0.0, dict.fromkeys(sorted(columns), 1.0)))
        return self._levels[slot, columns]

    def _amount(self, slot: Slot) -> Sum:
        """The amount that is held."""
        raisers = self.raisers.get(slot, ())
        return Sum(float(self.ranks.get(slot, 0)), {column: float(rise.least) for column, rise, _ in raisers})

    def _reaches(self, amount: Sum, bound: int) -> Sum:
        """At most 1 if the amount reaches ``bound``, else 0: an integer column."""
        if amount.constant >= bound:
            return Sum(1.0)
        if amount.most < bound:
            return Sum()
        column = self.program.column(whole=True)
        row = Sum()
        row.add(amount, 1 / bound)
        row.add(Sum(0.0, {column: -1.0}))
        self.program.at_least(row)
        return Sum(0.0, {column: 1.0})

    # --- credits, from 0 to 1 ---------------------------------------------------------------------------------------

    def _entry(self, entry: CompiledRequirement) -> Sum:
        if entry.group != "all_of":
            return self.program.best(self._leaf(criterion) for criterion in entry.leaves)
        whole = Sum()
        for criterion in entry.leaves:
            whole.add(self._leaf(criterion), criterion.weight / sum(one.weight for one in entry.leaves))
        return whole

    def _leaf(self, criterion: Criterion) -> Sum:
        percents = criterion.percents
        return self.program.best(
            self._credit(criterion, slot).times(percents.get(slot[1], 100) / 100).times(criterion.worth / 100)
            for slot in self._slots(criterion)
        )

    def _credit(self, criterion: Criterion, slot: Slot) -> Sum:
        rank = self.ranks.get(slot)
        whole = Sum(criterion.credit(rank) / MILLION if rank is not None else 0.0)
        if slot not in self.raisers or whole.constant >= 1:
            return whole
        if not criterion.table:
            return self._ramp(criterion, slot)
        now = rank or 0
        for higher in range(now + 1, criterion.asked + 1):
            more = criterion.credit(higher) - criterion.credit(higher - 1)
            if more:
                whole.add(self._level(slot, higher), more / MILLION)
        return whole

    def _ramp(self, criterion: Criterion, slot: Slot) -> Sum:
        """The credit of an amount: 0 up to ``start``, then linear, 1 at the asked amount."""
        amount, span = self._amount(slot), criterion.asked - criterion.start
        grown = Sum((amount.constant - criterion.start) / span, {c: by / span for c, by in amount.terms.items()})
        if grown.constant >= 0:
            return self.program.below(grown)
        if amount.most <= criterion.start:
            return Sum()
        begun = Sum(0.0, {self.program.column(whole=True): 1.0})
        # Below ``start`` the credit is 0, and the row of the amount is lifted so that it demands nothing.
        lifted = Sum()
        lifted.add(grown)
        lifted.add(Sum(-grown.constant))
        lifted.add(begun, grown.constant)
        return self.program.below(lifted, begun)

    # --- minimum requirements ---------------------------------------------------------------------------------------

    def _enough(self, criterion: Criterion, slot: Slot) -> Sum:
        """1 if the value reaches the minimum."""
        if criterion.table:
            return self._level(slot, criterion.at_least)
        return self._reaches(self._amount(slot), criterion.at_least)

    def _proven(self, criterion: Criterion) -> Sum:
        """At least 1 if the minimum is met by a value with the evidence that it asks for."""
        found = Sum()
        for slot in self._slots(criterion):
            proof = criterion.evidence and not self.held.typical
            # A value with enough evidence reaches the minimum.
            found.add((self._evidence if proof else self._enough)(criterion, slot))
        return found

    def _not_missed(self, criterion: Criterion, unknown_is_enough: bool) -> Sum:  # noqa: FBT001 - passed on
        """At least 1 if the minimum may be met: the value reaches it, or an open one is enough."""
        found = Sum()
        for slot in self._slots(criterion):
            found.add(self._enough(criterion, slot))
        if unknown_is_enough and next(open_keys(criterion, self.held), None) is not None:
            return Sum(1.0)
        return found

    def _evidence(self, criterion: Criterion, slot: Slot) -> Sum:
        facts = [fact for fact in self.held.facts.get(slot, ()) if fact not in self.held.stale]
        scale = self.role.scales[criterion.scale]
        if any(_kind(fact) in criterion.evidence and scale.rank(fact.value) >= criterion.at_least for fact in facts):
            return Sum(1.0)
        raisers = [one for one in self.raisers.get(slot, ()) if one[2] in criterion.evidence]
        if criterion.table:
            return self._any(slot, frozenset(c for c, rise, _ in raisers if rise.rank >= criterion.at_least))
        found = Sum()
        for kind in sorted({kind for _, _, kind in raisers}):
            had = self.ranks[slot] if facts and _kind(facts[0]) == kind else 0
            amount = Sum(float(had), {c: float(rise.rank) for c, rise, evidence in raisers if evidence == kind})
            found.add(self._reaches(amount, criterion.at_least))
        return found


def _kind(fact: Fact) -> str:
    return fact.evidence.kind if fact.evidence else ""
