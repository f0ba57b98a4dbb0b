"""Lint rule on verdicts that a role can never give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from roleprofile.model.pack import VERDICTS, FitRules
from roleprofile.model.pack_file import PackFile
from roleprofile.model.role import FULL, Alternative, Requirement, Role
from roleprofile.model.values import NO_TEXT
from roleprofile.quality.lint.packs import LintedPacks
from roleprofile.quality.lint.rule import Issue, Rule
from roleprofile.quality.lint.rules.requirements import scored
from roleprofile.scoring.compile import criterion_on
from roleprofile.scoring.compiled import MILLION

#: With fewer requirements some verdict is nearly always out of reach, which is no mistake.
FEWEST = 3
#: The number of credits, evenly spread, that stand for an amount.
_STEPS = 50
#: The step of credits in parts per million; credits from percentages are multiples of it.
_GRAIN = 100
#: Roles of more weight are not examined exactly.
_HEAVIEST = 1_000


@frozen
class _Choice:
    """The possible credits of a requirement in steps of ``_GRAIN``, best first, and whether each meets the minimum."""

    weight: int
    credits: tuple[tuple[int, bool], ...]


class UnreachableVerdict(Rule):
    """A verdict that no completely known person can have."""

    code = "RP410"
    looks_at = (Role,)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """Each verdict that no possible score of the role gives, in any of its states."""
        role = packs.role(file)
        states = packs.states(role)
        rules = packs.catalog.fit_rules(role.pack)[1]
        missing = set(VERDICTS)
        for state in states.found:
            entries = scored(state.role)
            if not states.complete or len(entries) < FEWEST:
                return
            missing -= _reached([_choice(one, state.role, packs) for one in entries], rules)
            if not missing:
                return
        for verdict in (one for one in VERDICTS if one in missing):
            met = any(state.role.necessity_of(one) == "minimum" for state in states.found for one in scored(state.role))
            where = f"{_range(verdict, rules)}{' with every minimum met' if met else ''}"
            message = f'the verdict "{verdict}" is impossible, because no possible score is {where}'
            hint = "give levels below the asked one some credit, or change the weights"
            yield Issue(pointer=("requirements",), message=message, hint=hint, at_key=True)


def _range(verdict: str, rules: FitRules) -> str:
    index = VERDICTS.index(verdict)
    least = rules.thresholds.get(verdict, 0)
    return f"from {least} to {rules.thresholds[VERDICTS[index - 1]]}" if index else f"{least} or more"


# --- possible credits --------------------------------------------------------------------------------------


def _choice(entry: Requirement, role: Role, packs: LintedPacks) -> _Choice:
    minimum = role.necessity_of(entry) == "minimum"
    parts = [(part.weight, _credits(part, role.pack, packs)) for part in entry.parts]
    found = _means(parts) if entry.all_of else _best([earned for _, earned in parts])
    return _Choice(entry.weight, tuple(sorted({(credit, met or not minimum) for credit, met in found}, reverse=True)))


def _credits(part: Alternative, pack: str, packs: LintedPacks) -> set[tuple[int, bool]]:
    """The possible credits of a criterion, each with whether it meets the minimum."""
    scale = packs.catalog.scale_of(packs.descriptor(part.descriptor, pack))
    criterion = criterion_on(scale, part, descriptor="", label=NO_TEXT, scale="")
    asked, least = criterion.asked, criterion.at_least
    ranks: Sequence[int] = range(len(scale.by_rank))
    if scale.is_amount:
        ranks = sorted({0, least, asked, max(least - 1, 0), *range(criterion.start, asked, -(-asked // _STEPS))})
    percents = {percent for _, percent in part.for_.shares} if part.for_ else {FULL}
    return {
        (criterion.credit(rank) * percent // FULL * criterion.worth // FULL // _GRAIN, rank >= least)
        for rank in ranks
        for percent in percents
    }


def _best(parts: list[set[tuple[int, bool]]]) -> set[tuple[int, bool]]:
    """The possible credits of ``any_of``; one alternative has to meet the minimum."""
    found = {(0, False)}
    for earned in parts:
        found = {(max(best, credit), met or enough) for best, met in found for credit, enough in earned}
    return found


def _means(parts: list[tuple[int, set[tuple[int, bool]]]]) -> set[tuple[int, bool]]:
    """The possible credits of ``all_of``; every part has to meet the minimum."""
    whole = sum(weight for weight, _ in parts)
    found = {(0, True)}
    for weight, earned in parts:
        found = {(total + weight * credit, all_met and met) for total, all_met in found for credit, met in earned}
        if len(found) > _STEPS**2:
            found = set(sorted(found)[:: len(found) // _STEPS]) | {max(found), min(found)}
    return {(total // whole, met) for total, met in found}


# --- possible verdicts -------------------------------------------------------------------------------------


def _reached(choices: list[_Choice], rules: FitRules) -> set[str]:
    """The possible verdicts: first along one sequence of losses, then, if some are missing, exactly."""
    found: set[str] = set()
    for verdict in _on_the_way(choices, rules):
        found.add(verdict)
        if len(found) == len(VERDICTS):
            return found
    whole = sum(one.weight for one in choices)
    return _exactly(choices, rules) if whole <= _HEAVIEST else set(VERDICTS)


def _on_the_way(choices: list[_Choice], rules: FitRules) -> Iterator[str]:
    """The verdicts while one requirement after the other is lost, minimum requirements last."""
    whole = sum(one.weight for one in choices)
    total = sum(one.weight * one.credits[0][0] for one in choices)
    unmet = 0
    for one in sorted(choices, key=lambda each: (not all(met for _, met in each.credits), each.weight)):
        held, had = one.credits[0]
        for credit, met in one.credits:
            total += one.weight * (credit - held)
            unmet += had - met
            held, had = credit, met
            yield _verdict(total, whole, rules, unmet=unmet > 0)


def _exactly(choices: list[_Choice], rules: FitRules) -> set[str]:
    """The verdicts of all answers; each reachable sum is one bit of an integer."""
    met, unmet = 1, 0
    for one in choices:
        both, wrong = 0, 0
        for credit, enough in one.credits:
            step = one.weight * credit
            wrong |= unmet << step if enough else (met | unmet) << step
            both |= met << step if enough else 0
        met, unmet = both, wrong
    whole = sum(one.weight for one in choices)
    found: set[str] = set()
    top = 1 + whole * MILLION // _GRAIN
    for better, verdict in zip(("", *VERDICTS), VERDICTS, strict=False):
        low, high = _sum(verdict, whole, rules), _sum(better, whole, rules) if better else top
        band = ((1 << (high - low)) - 1) << low
        found |= {verdict} if met & band else set()
        found |= {_verdict(low, whole, rules, unmet=True)} if unmet & band else set()
    return found


def _sum(verdict: str, whole: int, rules: FitRules) -> int:
    """The least sum of weight times credit for a verdict, in steps of ``_GRAIN``."""
    return -(-rules.thresholds.get(verdict, 0) * (MILLION // FULL) * whole // _GRAIN)


def _verdict(total: int, whole: int, rules: FitRules, *, unmet: bool) -> str:
    reached = next(name for name in VERDICTS if total >= _sum(name, whole, rules))
    return max(reached, rules.caps["not_met"], key=VERDICTS.index) if unmet else reached
