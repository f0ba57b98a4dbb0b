"""The conditions of a verdict as rows of a mixed-integer program (:class:`~roleprofile.careers.solver.Program`).

Each option is an integer column. The levels and amounts after the plan follow from these columns, and the credits and
states of minimum requirements follow from the levels. The rows state :mod:`roleprofile.scoring.arithmetic` without its
rounding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from roleprofile.careers.options import AvailableOption, Effect, Ranks, stated_ranks
from roleprofile.careers.solver import Program, Sum
from roleprofile.model.pack import VERDICTS
from roleprofile.scoring.arithmetic import State, open_keys, verdict
from roleprofile.scoring.compiled import MILLION

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from roleprofile.model.person import Fact, Holdings, Slot
    from roleprofile.scoring.compiled import CompiledRequirement, CompiledRole, Criterion

#: The column of an option, its effect on one slot, and the evidence that it leaves.
_Raiser = tuple[int, Effect, str]


def formulated(
    role: CompiledRole, held: Holdings, offers: Sequence[AvailableOption], reach: str
) -> tuple[Program, tuple[int, ...]]:
    """The program whose solutions certainly reach a verdict, and the column of each offer."""
    program = Program()
    columns = tuple(program.column(whole=True) for _ in offers)
    raisers: dict[Slot, list[_Raiser]] = {}
    for column, offer in zip(columns, offers, strict=True):
        for rise in offer.rises:
            raisers.setdefault(rise.slot, []).append((column, rise, offer.option.evidence))
    form = _Formulation(program, role, held, stated_ranks(held), raisers)
    form.admissions(dict(zip((offer.id for offer in offers), columns, strict=True)), offers)
    form.score(reach)
    form.minimums(reach)
    return program, columns


def allowed(role: CompiledRole, reach: str, state: State) -> bool:
    """Whether a full score reaches a verdict if the worst minimum requirement has this state."""
    return VERDICTS.index(verdict(MILLION, state, role, VERDICTS)) <= VERDICTS.index(reach)


@frozen
class _Formulation:
    program: Program
    role: CompiledRole
    held: Holdings
    ranks: Ranks
    raisers: dict[Slot, list[_Raiser]]
    _levels: dict[tuple[Slot, frozenset[int]], Sum] = field(factory=dict)

    def admissions(self, column_of: dict[str, int], offers: Sequence[AvailableOption]) -> None:
        """Choose an option only with the options before it and with options that meet its admission."""
        for offer in offers:
            column = column_of[offer.id]
            for name in offer.after:
                self.program.at_least(Sum(0.0, {column_of[name]: 1.0, column: -1.0}))
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

    def score(self, reach: str) -> None:
        """Demand that the score reaches the threshold of the verdict."""
        threshold = self.role.thresholds.get(reach, 0) / MILLION
        earned = Sum()
        for entry in self.role.requirements:
            earned.add(self._entry(entry), entry.weight / self.role.weight)
        self.program.at_least(earned, threshold)

    def minimums(self, reach: str) -> None:
        """Demand that no minimum requirement caps the verdict."""
        if not allowed(self.role, reach, "unknown"):
            for entry in filter(lambda entry: entry.minimum, self.role.requirements):
                self._demand(entry, [self._proven(criterion) for criterion in entry.leaves])
        elif not allowed(self.role, reach, "not_met"):
            for entry in filter(lambda entry: entry.minimum, self.role.requirements):
                self._demand(entry, [self._not_missed(criterion) for criterion in entry.leaves])

    def _demand(self, entry: CompiledRequirement, sums: Sequence[Sum]) -> None:
        if entry.group != "any_of":
            for found in sums:
                self.program.at_least(found, 1.0)
            return
        one_of_them = Sum()
        for found in sums:
            one_of_them.add(found)
        self.program.at_least(one_of_them, 1.0)

    # --- values after the plan --------------------------------------------------------------------------------------

    def _slots(self, criterion: Criterion) -> list[Slot]:
        """The slots of a criterion that have a value or can get one."""
        return [slot for slot in criterion.slots if slot in self.ranks or slot in self.raisers]

    def _level(self, slot: Slot, rank: int) -> Sum:
        """1 if a level of at least this rank is held."""
        if self.ranks.get(slot, 0) >= rank:
            return Sum(1.0)
        return self._any(slot, frozenset(column for column, rise, _ in self.raisers.get(slot, ()) if rise.rank >= rank))

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
        return Sum(float(self.ranks.get(slot, 0)), {column: float(rise.rank) for column, rise, _ in raisers})

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
            enough = self._enough(criterion, slot)
            found.add(self.program.below(enough, self._evidence(criterion, slot)) if criterion.evidence else enough)
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
            had = self.ranks.get(slot, 0) if facts and _kind(facts[0]) == kind else 0
            amount = Sum(float(had), {c: float(rise.rank) for c, rise, evidence in raisers if evidence == kind})
            found.add(self._reaches(amount, criterion.at_least))
        return found

    def _not_missed(self, criterion: Criterion) -> Sum:
        """At least 1 if the minimum may be met: the value reaches it, or a value that decides it is unknown.

        A first value below the minimum changes an unknown minimum to not met.
        """
        found = Sum()
        for slot in self._slots(criterion):
            found.add(self._enough(criterion, slot))
        for key in open_keys(criterion, self.held):
            found.add(Sum(1.0))
            raisers = self.raisers.get((criterion.descriptor, key), ())
            found.add(self._said([column for column, _, _ in raisers]), -1.0)
        return found

    def _said(self, columns: Iterable[int]) -> Sum:
        """At least 1 if any of these options is chosen."""
        columns = list(columns)
        if not columns:
            return Sum()
        said = Sum(0.0, {self.program.column(): 1.0})
        for column in columns:
            row = Sum(0.0, {column: -1.0})
            row.add(said)
            self.program.at_least(row)
        return said


def _kind(fact: Fact) -> str:
    return fact.evidence.kind if fact.evidence else ""
