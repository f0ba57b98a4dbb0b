"""Compare the expectations of a case with the results in one context."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import evolve, fields

from roleprofile.careers.context_matching import contexts_before, specified
from roleprofile.careers.grades import ReachedGrade
from roleprofile.careers.options import AvailableOption, available_options, stated_ranks
from roleprofile.careers.routes import ResolvedTransition, resolved_transitions
from roleprofile.evaluation.cache import EvaluationCache
from roleprofile.evaluation.subjects import Subject
from roleprofile.model.case import NO_GRADE, Case, CasePay, Contents, Expectations
from roleprofile.model.catalog import CatalogData, short
from roleprofile.model.grades import GRADE
from roleprofile.model.pack import VERDICTS
from roleprofile.model.role import Defaults, Role
from roleprofile.model.values import FrozenMap
from roleprofile.model.vocabulary import ANY, UNSPECIFIED, Vocabulary
from roleprofile.pay.estimate import PayEstimate, PayInputs, estimate_pay
from roleprofile.quality.cases.results import Observed
from roleprofile.quality.cases.subjects import CaseSubjects
from roleprofile.quality.cases.wording import listed, percent, points, within
from roleprofile.scoring import Fit, rank
from roleprofile.scoring.compile import role_of_needs
from roleprofile.scoring.compiled import State
from roleprofile.scoring.situations import RoleInContext

#: Parts per million in a percent.
_PERCENT = 10_000


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
        yield from _moves(cache, case, role, context, who)
        if case.expect.grade is not None:
            yield _grade(cache, case.expect.grade, role, context, who)
    yield from _contents(cache, case, role, context, who)
    for name, wanted in case.expect.raises.items():
        yield from _raises(cache, case, name, wanted, role, context)
    if case.pay is not None and case.expect.pay_share:
        yield from _pay_shares(cache, case.pay, case.expect, role, context)


def _result(fit: Fit, case: Case) -> Iterator[Observed]:
    expect = case.expect
    for name in ("verdict", "verdict_low", "verdict_supported"):
        wanted = getattr(expect, name)
        if wanted is not None:
            yield _verdict(fit, name, wanted)
    if expect.meets_minimum:
        state = fit.meets_minimum
        yield Observed(
            expectation="meets_minimum",
            expected=f"minimum requirements {' or '.join(expect.meets_minimum)}",
            found=f"{state}" + _blame(fit, state),
            right=state in expect.meets_minimum,
        )
    for name in ("low", "supported", "high", "proven"):
        bounds = getattr(expect, name)
        if bounds is not None:
            value = getattr(fit, name)
            words, right = within(value, bounds, _PERCENT)
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
            right=extras >= _PERCENT * expect.extras_at_least,
        )


def _blame(fit: Fit, state: str) -> str:
    """The minimum requirements that are in the worst state."""
    ids = [one.id for one in fit.minimums if one.state == state] if state != "met" else []
    return f": {', '.join(ids)}" if ids else ""


def _verdict(fit: Fit, name: str, wanted: str | Mapping[str, str]) -> Observed:
    ends = (fit.verdict_low, fit.situations.verdict_high) if name == "verdict" else (getattr(fit, name),) * 2
    low, high = map(VERDICTS.index, ends)
    if isinstance(wanted, str):
        words, right = wanted, low == high == VERDICTS.index(wanted)
    else:
        words = " and ".join(f"{bound.replace('_', ' ')} {word}" for bound, word in wanted.items())
        right = ("at_least" not in wanted or low <= VERDICTS.index(wanted["at_least"])) and (
            "at_most" not in wanted or high >= VERDICTS.index(wanted["at_most"])
        )
    found = (
        f"{fit.verdict}, likely {fit.verdict_supported}, {percent(fit.low)} to {percent(fit.situations.high)} of 100"
    )
    if fit.meets_minimum != "met":
        found += f", minimum requirements {fit.meets_minimum}{_blame(fit, fit.meets_minimum)}"
    if len(fit.situations) > 1:
        found += f", in {', '.join(fit.role.context.values())}"
    return Observed(expectation=name, expected=words, found=found, right=right)


def _grade(
    cache: EvaluationCache, wanted: str | Mapping[str, str], role: str, context: FrozenMap[str, str], who: Subject
) -> Observed:
    one = cache.catalog.roles[role]
    found = ReachedGrade(
        person_id=who.id,
        role=role,
        label=one.label,
        context=context,
        grades=one.grades,
        fits=tuple(cache.fit(role, FrozenMap({**context, GRADE: grade.id}), who) for grade in one.grades),
    )
    order = ("", *(grade.id for grade in one.grades))
    low, high = order.index(found.low), order.index(found.high)
    bounds = {"at_least": wanted, "at_most": wanted} if isinstance(wanted, str) else wanted
    least, most = (bounds.get(name) for name in ("at_least", "at_most"))
    right = (least in (None, NO_GRADE) or low >= order.index(least)) and (
        most is None or high <= (0 if most == NO_GRADE else order.index(most))
    )
    words = " and ".join(f"{bound.replace('_', ' ')} {name}" for bound, name in bounds.items())
    ends = tuple(name or NO_GRADE for name in (found.low, found.supported, found.high))
    return Observed(
        expectation="grade",
        expected=wanted if isinstance(wanted, str) else words,
        found=f"certainly {ends[0]}, likely {ends[1]}, at best {ends[2]}",
        right=right,
    )


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
    """The expected order of the case's person and the people it is compared with."""
    for other, theirs in above:
        yield _place("ranks_above", "before", fit, theirs, other.label)
        if case.expect.ahead_by is not None:
            ahead = fit.low - theirs.low
            yield Observed(
                expectation="ahead_by",
                expected=f"at least {points(case.expect.ahead_by * _PERCENT)} ahead of {other.label}",
                found=f"{points(ahead)} ahead" if ahead >= 0 else f"{points(-ahead)} behind",
                right=ahead >= _PERCENT * case.expect.ahead_by,
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
    """The numbers that decide the order, as far as the two fits differ."""
    pairs: list[tuple[str, Any, Any]] = [
        ("verdict", mine.verdict_low, theirs.verdict_low),
        ("low", percent(mine.low), percent(theirs.low)),
        ("extras", percent(mine.extras), percent(theirs.extras)),
        ("proven", percent(mine.proven), percent(theirs.proven)),
        ("known", percent(mine.known), percent(theirs.known)),
    ]
    differing = [f"{name} {here} against {there}" for name, here, there in pairs if here != there]
    return f": {', '.join(differing)}" if differing else f": both {mine.verdict_low} at {percent(mine.low)}"


# --- what a role has --------------------------------------------------------------------------------------------------

_LISTS = tuple(one.name for one in fields(Contents))


def _contents(
    cache: EvaluationCache, case: Case, role: str, context: FrozenMap[str, str], who: Subject | None
) -> Iterator[Observed]:
    """The entries and variants that a case expects of its role, and the ways and means into it."""
    expect = case.expect
    if not (expect.variant_applies or expect.has != Contents() or expect.lacks != Contents()):
        return
    # Every situation that an unspecified dimension leaves open has to have it, or to lack it.
    situations = [cache.state(role, one) for one in cache.rules(role, context).contexts]
    applied = _in_all([tuple(variant.id for variant in matches.matching) for _, matches in situations])
    for name in expect.variant_applies:
        yield Observed(
            expectation="variant_applies",
            expected=f"variant {name}",
            found=f"variants: {listed(applied)}",
            right=name in applied,
        )
    for section in _LISTS:
        wanted, unwanted = getattr(expect.has, section), getattr(expect.lacks, section)
        if not (wanted or unwanted):
            continue
        if section == "transitions":
            found = [_open_to(cache, role, context, who)]
        elif section == "options":
            found = [_on_offer(cache, case, (*wanted, *unwanted), context, who)]
        else:
            found = [_entries(cache.catalog, state, section) for state, _ in situations]
        there = _in_all(found)
        anywhere = tuple(dict.fromkeys(name for one in found for name in one))
        noun = section.replace("_", " ")
        for name in wanted:
            yield Observed(
                expectation="has", expected=f"{name} among its {noun}", found=listed(there), right=name in there
            )
        for name in unwanted:
            yield Observed(
                expectation="lacks",
                expected=f"{name} not among its {noun}",
                found=listed(anywhere),
                right=name not in anywhere,
            )


def _in_all(lists: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """What stands in each of the lists, in the order of the first."""
    return tuple(name for name in lists[0] if all(name in one for one in lists))


def _entries(catalog: CatalogData, state: Role, section: str) -> tuple[str, ...]:
    """The ids in one list of a role whose variants are applied."""
    pay = state.compensation
    special: dict[str, Callable[[], Iterable[str]]] = {
        "minimums": lambda: (one.id for one in state.requirements if state.necessity_of(one) == "minimum"),
        "components": lambda: (one.id for one in pay.components),
        "main": lambda: (one.id for one in pay.components if one.main),
        "drivers": lambda: pay.drivers.dimensions if pay.drivers else (),
        "benchmark": lambda: (pay.benchmark.id,) if pay.benchmark else (),
        "aliases": lambda: (name for names in state.aliases.values() for name in names),
        "common_in": lambda: _common_in(catalog, state),
        "provides": lambda: state.provides,
    }
    found = special[section]() if section in special else (one.id for one in getattr(state, section))
    return tuple(found)


def _common_in(catalog: CatalogData, state: Role) -> tuple[str, ...]:
    """The terms of the contexts that a role is common in, with those within them."""
    if state.common_in is None:
        return ()
    vocabulary_of = catalog.vocabulary_of(state.pack)
    whens = state.common_in.when.items()
    return tuple(term for name, tops in whens for top in tops for term in vocabulary_of[name].within(top))


# --- declared ways ----------------------------------------------------------------------------------------------------


def _moves(
    cache: EvaluationCache, case: Case, role: str, context: FrozenMap[str, str], who: Subject
) -> Iterator[Observed]:
    """The modes of the declared ways of the case's person into the role, and the state of their needs."""
    expect = case.expect
    if not (expect.mode or expect.needs):
        return
    found = _open_ways(cache, role, context, who)
    modes = tuple(dict.fromkeys(way.transition.mode for way in found))
    if expect.mode:
        yield Observed(
            expectation="mode",
            expected=f"a declared transition: {' or '.join(expect.mode)}",
            found=listed(modes) if modes else f"no transition is declared from {who.label} into {short(role)}",
            right=not set(modes).isdisjoint(expect.mode),
        )
    if expect.needs:
        right = [way for way in found if not expect.mode or way.transition.mode in expect.mode]
        states = tuple(dict.fromkeys(_needs_state(cache, role, context, who, way) for way in right))
        yield Observed(
            expectation="needs",
            expected=f"the needs of the transition are {' or '.join(expect.needs)}",
            found=listed(states) if right else "there is no such transition",
            right=not set(states).isdisjoint(expect.needs),
        )


def _open_ways(
    cache: EvaluationCache, role: str, context: FrozenMap[str, str], who: Subject
) -> list[ResolvedTransition]:
    """The ways that certainly hold in this context, from a role that the subject holds or held or from any."""
    catalog = cache.catalog
    holder = who.kind == "holder"
    held = (who.id,) if holder else (one.role for one in cache.person(who, context).roles_held)
    origins = {ANY, *held}
    return [
        way
        for way in _ways(cache, role, context)
        if way.origin in origins
        and not way.depends_on
        and _comes_from(way, context, who.context, catalog.vocabulary_of(way.transition.pack))
    ]


def _ways(cache: EvaluationCache, role: str, context: FrozenMap[str, str]) -> tuple[ResolvedTransition, ...]:
    """The declared ways into a role in a context."""
    owner = cache.of_ways(role)
    catalog = owner.catalog
    return owner.recall(("ways", role, context), lambda: resolved_transitions(catalog, catalog.roles[role], context))


def _comes_from(
    way: ResolvedTransition,
    context: Mapping[str, str],
    stated: Mapping[str, str],
    vocabulary_of: Mapping[str, Vocabulary],
) -> bool:
    """Whether the way starts in the context that the case states; dimensions that it leaves out may be anything."""
    wanted = {name: terms for name, terms in way.transition.origin_context.items() if name in stated}
    return not wanted or any(
        all(_same(stated[name], term, vocabulary_of[name]) for name, term in before.items())
        for before in contexts_before(wanted, context, vocabulary_of)
    )


def _same(here: str, term: str, vocabulary: Vocabulary) -> bool:
    return here == term or (UNSPECIFIED not in (here, term) and here in vocabulary.within(term))


def _open_to(cache: EvaluationCache, role: str, context: FrozenMap[str, str], who: Subject | None) -> tuple[str, ...]:
    """The ids of the declared ways that hold in this context; of a subject, those that the subject can take."""
    ways = _ways(cache, role, context) if who is None else _open_ways(cache, role, context, who)
    return tuple(dict.fromkeys(way.transition.id for way in ways if not way.depends_on))


def _needs_state(
    cache: EvaluationCache, role: str, context: FrozenMap[str, str], who: Subject, way: ResolvedTransition
) -> State:
    """The worst state of the needs of a way, scored as the requirements of a role; met if there are none."""
    one, owner = way.transition, cache.of_ways(role)
    wanted = tuple(need.requirement for need in one.needs)
    catalog = owner.catalog
    asked = {
        **dict.fromkeys(catalog.dimensions(one.pack), UNSPECIFIED),
        **specified(context, catalog.vocabulary_of(one.pack)),
    }
    needs = owner.recall(
        ("needs", one.pack, one.target, one.id, context),
        lambda: RoleInContext.of(catalog, role_of_needs(one.pack, wanted, Defaults()), asked),
    )
    person = cache.person(who, context)
    return needs.fit(person.id, person.holdings).meets_minimum


# --- development options ----------------------------------------------------------------------------------------------


def _options(
    cache: EvaluationCache, case: Case, names: Iterable[str], context: FrozenMap[str, str]
) -> dict[str, AvailableOption]:
    """Those of the named options that are on offer in this context, by the names that the case uses."""
    catalog = cache.catalog
    full = {name: catalog.candidates(catalog.options, name, case.pack) for name in names}
    # Those that must come first are looked at as well, and no others.
    waiting = [one for found in full.values() for one in found]
    for one in waiting:  # the list grows during the loop
        waiting += [f"{catalog.options[one].pack}:{name}" for name in catalog.options[one].after]
    some = {one: catalog.options[one] for one in sorted(waiting) if one in catalog.options}
    jobs = [(one.job.role, one.pack) for one in some.values() if one.job is not None]
    owner = cache.of_options(tuple(some), [catalog.find(catalog.roles, role, pack, "role") for role, pack in jobs])
    offered = owner.recall(
        ("options", tuple(some), context),
        lambda: {one.id: one for one in available_options(evolve(owner.catalog, options=FrozenMap(some)), context)},
    )
    return {name: offered[one] for name, found in full.items() for one in found if one in offered}


def _on_offer(
    cache: EvaluationCache, case: Case, names: Iterable[str], context: FrozenMap[str, str], who: Subject | None
) -> tuple[str, ...]:
    """Those of the named options that are on offer; with a subject, those that the subject can begin."""
    found = _options(cache, case, names, context)
    if who is None:
        return tuple(found)
    held = cache.person(who, context).holdings
    ranks = stated_ranks(held)
    return tuple(name for name, option in found.items() if option.may_begin(ranks, ()) and option.hires(held))


def _raises(
    cache: EvaluationCache, case: Case, name: str, wanted: Iterable[str], role: str, context: FrozenMap[str, str]
) -> Iterator[Observed]:
    compiled = cache.rules(role, context).first
    option = _options(cache, case, [name], context).get(name)
    there = [one.id for one in compiled.requirements if option is not None and option.raises(one)]
    for requirement in wanted:
        yield Observed(
            expectation="raises",
            expected=f"{name} raises {requirement}",
            found=listed(there) if option is not None else f"{name} is not on offer",
            right=requirement in there,
        )


# --- pay --------------------------------------------------------------------------------------------------------------

#: The share of everything that hangs on measures.
_VARIABLE = "variable"


def _pay_shares(
    cache: EvaluationCache, pay: CasePay, expect: Expectations, role: str, context: FrozenMap[str, str]
) -> Iterator[Observed]:
    """The percentage of the total for each pay component that the case names."""
    inputs = PayInputs(
        currency=pay.currency,
        amounts=pay.amounts,
        measures=pay.measures,
        shares=pay.shares,
        conditions=pay.conditions,
    )
    estimate = estimate_pay(cache.catalog, role, context, inputs)
    for name, bounds in expect.pay_share.items():
        amount = _amount(estimate, name)
        whole = estimate.total
        found = "it is not a part of the pay"
        right = False
        if amount is not None:
            # Amounts are compared, and not rounded percents.
            words, right = within(amount * 100, bounds, whole) if whole else within(0, bounds, 1)
            found = f"{100 * amount / whole:.2f} percent" if whole else "the whole pay is 0"
        else:
            words, _ = within(0, bounds, 1)
        yield Observed(expectation="pay_share", expected=f"{name}: {words} percent", found=found, right=right)


def _amount(estimate: PayEstimate, name: str) -> Decimal | None:
    if name == _VARIABLE:
        return estimate.variable
    return next((part.amount for part in estimate.parts if part.id == name), None)
