"""What a case expects, held against what comes out in one context."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from roleprofile.model.pack import VERDICTS
from roleprofile.quality.cases.pay_assertions import pay_shares
from roleprofile.quality.cases.results import Observed
from roleprofile.quality.cases.role_assertions import contents
from roleprofile.quality.cases.transition_assertions import moves
from roleprofile.quality.cases.wording import listed, percent, points, within
from roleprofile.scoring import rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from roleprofile.evaluation.cache import EvaluationCache
    from roleprofile.evaluation.subjects import Subject
    from roleprofile.model.case import Case
    from roleprofile.model.values import FrozenMap
    from roleprofile.quality.cases.subjects import CaseSubjects
    from roleprofile.scoring import Fit

#: Parts per million in a percent.
PERCENT = 10_000


def observed(
    cache: EvaluationCache, case: Case, context: FrozenMap[str, str], subjects: CaseSubjects
) -> Iterator[Observed]:
    """Every expectation of a case in one context."""
    catalog = cache.catalog
    role = catalog.find(catalog.roles, case.role, case.pack, "role")
    who = subjects.first
    if who is not None:
        fit = cache.fit(role, context, who)
        yield from _result(fit, case)
        yield from _places(
            fit, _fits(cache, role, context, subjects.above), _fits(cache, role, context, subjects.beside), case
        )
        yield from moves(cache, case, role, context, who)
    yield from contents(cache, case, role, context)
    if case.pay is not None and case.expect.pay_share:
        yield from pay_shares(cache, case.pay, case.expect, role, context)


def _result(fit: Fit, case: Case) -> Iterator[Observed]:
    expect = case.expect
    if expect.verdict is not None:
        yield _verdict(fit, expect.verdict)
    if expect.meets_minimum:
        state = fit.meets_minimum
        yield Observed(
            expectation="meets_minimum",
            expected=f"minimum requirements {' or '.join(expect.meets_minimum)}",
            found=f"{state}" + _blame(fit, state),
            right=state in expect.meets_minimum,
        )
    for name in ("low", "supported", "high"):
        bounds = getattr(expect, name)
        if bounds is not None:
            value = getattr(fit, name)
            words, right = within(value, bounds, PERCENT)
            yield Observed(expectation=name, expected=words, found=f"{percent(value)} of 100", right=right)
    # Gaps and questions take longer to work out than all the rest, so only where they are asked for.
    if expect.gap_includes:
        yield from _includes("gap_includes", "gaps", expect.gap_includes, (gap.id for gap in fit.gaps))
    if expect.question_includes:
        yield from _includes("question_includes", "questions", expect.question_includes, (q.id for q in fit.questions))
    if expect.extras_at_least is not None:
        extras = fit.extras
        yield Observed(
            expectation="extras_at_least",
            expected=f"at least {expect.extras_at_least} percent of the extras",
            found=f"{percent(extras)} percent",
            right=extras >= PERCENT * expect.extras_at_least,
        )


def _blame(fit: Fit, state: str) -> str:
    """The minimum requirements that are in the worst state."""
    ids = [one.id for one in fit.minimums if one.state == state] if state != "met" else []
    return f": {', '.join(ids)}" if ids else ""


def _verdict(fit: Fit, wanted: str | Mapping[str, str]) -> Observed:
    low, high = (VERDICTS.index(word) for word in (fit.verdict_low, fit.verdict_high))
    if isinstance(wanted, str):
        words, right = wanted, low == high == VERDICTS.index(wanted)
    else:
        words = " and ".join(f"{name.replace('_', ' ')} {word}" for name, word in wanted.items())
        right = ("at_least" not in wanted or low <= VERDICTS.index(wanted["at_least"])) and (
            "at_most" not in wanted or high >= VERDICTS.index(wanted["at_most"])
        )
    found = f"{fit.verdict}, {percent(fit.low)} to {percent(fit.high)} of 100"
    if fit.meets_minimum != "met":
        found += f", minimum requirements {fit.meets_minimum}{_blame(fit, fit.meets_minimum)}"
    return Observed(expectation="verdict", expected=words, found=found, right=right)


def _includes(name: str, noun: str, wanted: Iterable[str], there: Iterable[str]) -> Iterator[Observed]:
    there = tuple(there)
    for one in wanted:
        yield Observed(expectation=name, expected=f"{one} among the {noun}", found=listed(there), right=one in there)


def _fits(
    cache: EvaluationCache, role: str, context: FrozenMap[str, str], people: Iterable[Subject]
) -> list[tuple[Subject, Fit]]:
    return [(one, cache.fit(role, context, one)) for one in people]


def _places(
    fit: Fit, above: Iterable[tuple[Subject, Fit]], beside: Iterable[tuple[Subject, Fit]], case: Case
) -> Iterator[Observed]:
    """Before whom, and beside whom, the case's person stands."""
    for other, theirs in above:
        yield _place("ranks_above", "before", fit, theirs, other.label)
        if case.expect.ahead_by is not None:
            ahead = fit.low - theirs.low
            yield Observed(
                expectation="ahead_by",
                expected=f"at least {points(case.expect.ahead_by * PERCENT)} ahead of {other.label}",
                found=f"{points(ahead)} ahead" if ahead >= 0 else f"{points(-ahead)} behind",
                right=ahead >= PERCENT * case.expect.ahead_by,
            )
    for other, theirs in beside:
        yield _place("ranks_with", "beside", fit, theirs, other.label)


def _place(expectation: str, wanted: str, mine: Fit, theirs: Fit, label: str) -> Observed:
    places = {id(one.fit): one.place for one in rank([mine, theirs])}
    here, there = places[id(mine)], places[id(theirs)]
    place = "beside" if here == there else "before" if here < there else "behind"
    return Observed(
        expectation=expectation,
        expected=f"{wanted} {label}",
        found=f"{place} {label}" + ("" if place == wanted else _compared(mine, theirs)),
        right=place == wanted,
    )


def _compared(mine: Fit, theirs: Fit) -> str:
    """The numbers that decide who stands first, as far as the two differ."""
    pairs: list[tuple[str, Any, Any]] = [
        ("verdict", mine.verdict_low, theirs.verdict_low),
        ("low", percent(mine.low), percent(theirs.low)),
        ("extras", percent(mine.extras), percent(theirs.extras)),
        ("known", percent(mine.known), percent(theirs.known)),
    ]
    differing = [f"{name} {here} against {there}" for name, here, there in pairs if here != there]
    return f": {', '.join(differing)}" if differing else f": both {mine.verdict_low} at {percent(mine.low)}"
