"""The laws of a plan: exact, against every set of options tried by hand."""

import hashlib
import itertools

import pytest
import strategies
from attrs import evolve
from hypothesis import event, given, settings
from hypothesis import strategies as st
from parts import KINDS, MARKETS, pick

from examples import examples
from roleprofile.careers.options import available_options
from roleprofile.careers.plan import plan
from roleprofile.errors import ContextError
from roleprofile.model.development import Job, Option
from roleprofile.model.pack import VERDICTS, DevelopmentRules
from roleprofile.model.person import Fact
from roleprofile.model.values import FrozenMap, OneOrMore, Text
from roleprofile.rules.holdings import counted_by_slot
from roleprofile.scoring.fit import Fit

pytest.importorskip("scipy", reason="planning needs the extra plan")

#: The number of generated cases that the project promises.
law = settings(max_examples=examples(1000))


def seldom(draw):
    return pick(draw, (False, False, False, True))


def raised(draw, world, leaves, sizes):
    """Values on what the target reads: descriptor to value, or to key and value."""
    found = {}
    for _ in range(pick(draw, sizes)):
        leaf = pick(draw, leaves)
        descriptor = world.catalog.descriptors[leaf.descriptor]
        scale, terms = world.catalog.scale_of(descriptor), world.catalog.keys_of(descriptor)
        rank = pick(draw, (leaf.asked, leaf.at_least, max(1, leaf.asked - 1), leaf.asked // 2 + 1))
        value = scale.value(rank)
        if terms is None:
            found[descriptor.id] = value
        else:
            keys = [*(leaf.keys or terms.term_ids)][:3]
            keys += ["context.market"] if terms.id == "market" else []
            inner = dict(found.get(descriptor.id, {}))
            found[descriptor.id] = FrozenMap({**inner, pick(draw, keys): value})
    return FrozenMap(found)


def options(draw, world):
    """Up to seven options: levels and amounts, jobs, whom they are open to, what they come after."""
    leaves = strategies.leaves_of(world.scorer)
    names = [f"option-{i}" for i in range(pick(draw, (7, 6, 5, 4, 3, 2, 1)))] if leaves else []
    found = {}
    for number, name in enumerate(names):
        job = Job(role=pick(draw, ("past", "target")), months=pick(draw, (24, 6)))
        is_job = pick(draw, (False, False, False, False, False, True))
        when = {"market": OneOrMore((pick(draw, MARKETS),))} if seldom(draw) and seldom(draw) else {}
        one = Option(
            id=name,
            label=Text({"en": name}),
            kind="stepping-stone" if is_job else "course",
            effort=pick(draw, (1, 2, 3, 5, 8)),
            raises=FrozenMap() if is_job else raised(draw, world, leaves, (1, 2, 1)),
            job=job if is_job else None,
            admits=pick(draw, ("", *VERDICTS[:3])) if is_job else "",
            evidence=pick(draw, ("", *KINDS)),
            open_to=raised(draw, world, leaves, (1,)) if seldom(draw) else FrozenMap(),
            when=FrozenMap(when),
            after=OneOrMore((pick(draw, names[:number]),) if number and seldom(draw) else ()),
            basis="judgement",
            pack=strategies.PACK,
        )
        found[f"{strategies.PACK}:{name}"] = one
    return FrozenMap(found)


@st.composite
def cases(draw):
    world, person = draw(strategies.cases(size=6, partial=pick(draw, (False, False, True))))
    pack = world.catalog.packs[strategies.PACK]
    limits = pick(draw, ((90, 70, 45), (100, 99, 50), (61, 40, 20)))
    fit = evolve(pack.fit, thresholds=FrozenMap(dict(zip(VERDICTS, limits, strict=False))))
    development = DevelopmentRules(admits=pick(draw, VERDICTS[:3]))
    packs = FrozenMap({pack.id: evolve(pack, fit=fit, development=development)})
    catalog = evolve(world.catalog, packs=packs, options=options(draw, world))
    return catalog, person, world.context, pick(draw, VERDICTS[:3])


# --- plans by hand ----------------------------------------------------------------------------------------


def ranks_of(some):
    """Ranks by slot."""
    return {
        (name, key): rank
        for name, inner in some.items()
        for key, rank in (inner.items() if isinstance(inner, dict) else [("", inner)])
    }


def with_facts(catalog, person, new):
    """The person with the facts that count from now on, each before what was known of its slot."""
    facts = dict(person.holdings.facts)
    for fact in new:
        slot = (fact.descriptor, fact.key)
        facts[slot] = (fact, *facts.get(slot, ()))
    old = person.holdings
    held = counted_by_slot(
        catalog, facts, person.closed, person.roles_held, old.as_of, stale=old.stale, uncounted=old.uncounted
    )
    return evolve(person, holdings=held)


def answered(catalog, person, scorer):
    """The person of whom all that is open in minimum requirements is known, and their ids."""
    fit, said, names = scorer.score(person), [], []
    stated, presumed = ranks_of(person.holdings.stated), ranks_of(person.holdings.inferred)
    for entry, state in zip([one for one in fit.role.requirements if one.minimum], fit.minimums, strict=True):
        assert entry.id == state.id
        if state.state not in ("unknown", "presumed"):
            continue
        names.append(entry.id)
        # Each part of an ``all_of`` alone, to see which are open.
        alone = [
            (
                leaf,
                *Fit.of(evolve(fit.role, requirements=(evolve(entry, group="", leaves=(leaf,)),)), "", held).minimums,
            )
            for leaf in entry.leaves
            for held in [person.holdings]
        ]
        wanting = [leaf for leaf, one in alone if one.state in ("unknown", "presumed")]
        if entry.group == "any_of":
            wanting = [leaf for leaf, one in alone if one.state == state.state][:1]
        for leaf in wanting:
            slots = [slot for slot in leaf.slots if not person.holdings.closes(*slot) or slot in stated]
            enough = [slot for slot in slots if max(stated.get(slot, 0), presumed.get(slot, 0)) >= leaf.at_least]
            enough.sort(key=lambda slot: slot not in stated)
            unsaid = [slot for slot in slots if slot not in stated]
            slot = (enough or sorted(unsaid, key=lambda slot: (-leaf.percents.get(slot[1], 100), slot[1])))[0]
            value = fit.role.scales[leaf.scale].value(leaf.at_least)
            said.append(Fact(slot[0], value, slot[1], leaf.evidence[-1] if leaf.evidence else None))
    return with_facts(catalog, person, said), names


class ByHand:
    """Every set of options that can be carried out, by what somebody has after it, whatever its order."""

    def __init__(self, catalog, person, scorer):
        self.catalog, self.person, self.scorer = catalog, person, scorer
        self.offers = {one.id: one for one in available_options(catalog, scorer.role.context) if not one.open}
        self.presumed = ranks_of(person.holdings.inferred)
        self.known = {frozenset(): person}
        self.possible = {frozenset(): True}

    def after(self, done):
        """The person after these: levels to the highest, amounts added up, nothing below what is presumed."""
        if done not in self.known:
            stated, new = ranks_of(self.person.holdings.stated), []
            rises = [
                (self.offers[name].option.evidence, one) for name in sorted(done) for one in self.offers[name].rises
            ]
            for slot in sorted({one.slot for _, one in rises}):
                new += self.facts(slot, [(kind, one) for kind, one in rises if one.slot == slot], stated.get(slot, 0))
            self.known[done] = with_facts(self.catalog, self.person, new)
        return self.known[done]

    def facts(self, slot, rises, had):
        """New facts on a slot, the one that counts last: each kind of evidence proves its own part."""
        scale = self.catalog.scale_of(self.catalog.descriptors[slot[0]])
        held = self.person.holdings
        old = next(iter(held.facts.get(slot, ())), None)
        old_kind = old.evidence.kind if old and old.evidence and old not in held.stale else ""
        parts = {}
        for kind, one in rises:
            start = parts.get(kind, had if kind == old_kind else 0)
            parts[kind] = min(one.most, start + one.rank) if one.adds else max(start, one.rank)
        most = rises[0][1].most
        total = min(most, had + sum(one.rank for _, one in rises)) if rises[0][1].adds else max(had, *parts.values())
        total = max(total, self.presumed.get(slot, 0))
        proofs = [(rank, kind) for kind, rank in parts.items() if rank < total]
        whole = [kind for kind, rank in parts.items() if rank == total]
        made = [*sorted(proofs), *((total, kind) for kind in (whole or [""]))]
        return [Fact(slot[0], scale.value(rank), slot[1], kind) for rank, kind in made]

    def may_begin(self, name, done):
        """Whether somebody may begin an option after a set of options."""
        offer, held = self.offers[name], self.after(done).holdings
        stated = ranks_of(held.stated)
        if not set(offer.after) <= done:
            return False
        if not all(any(stated.get(slot, 0) >= rank for slot, rank in one.least.items()) for one in offer.conditions):
            return False
        if offer.job is None:
            return True
        admits = offer.option.admits or self.catalog.packs[strategies.PACK].development.admits
        return VERDICTS.index(Fit.of(offer.job, "", held).verdict_supported) <= VERDICTS.index(admits)

    def can(self, chosen):
        """Whether a set can be carried out in some order: one of it comes last."""
        if chosen not in self.possible:
            self.possible[chosen] = any(
                self.can(chosen - {last}) and self.may_begin(last, chosen - {last}) for last in sorted(chosen)
            )
        return self.possible[chosen]

    def best(self, reach):
        """Effort, number and ids of the best set that reaches a verdict, or ``None``."""
        sets = [
            (sum(self.offers[name].option.effort for name in chosen), size, sum(map(tie_number, chosen)), chosen)
            for size in range(len(self.offers) + 1)
            for chosen in map(frozenset, itertools.combinations(self.offers, size))
        ]
        for effort, size, _, chosen in sorted(sets, key=lambda one: one[:3]):
            if not self.can(chosen):
                continue
            fit = self.scorer.score(self.after(chosen))
            if VERDICTS.index(fit.verdict_low) <= VERDICTS.index(reach):
                return effort, size, sorted(chosen)
        return None


def tie_number(name):
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % 1048576 + 1


def made(case, scorer):
    """The plan and the same by hand; ``None`` if a dimension that it reads is unspecified."""
    catalog, person, context, reach = case
    try:
        found = plan(catalog, person, "target", context, reach=reach)
    except ContextError:
        assert "unspecified" in context.values()
        assert scorer.rules.open or any(one.open for one in available_options(catalog, scorer.role.context))
        event("unspecified")
        return None
    assert not scorer.rules.open
    limit = scorer.role.caps["not_met"]
    begin, names = person, []
    if VERDICTS.index(limit) > VERDICTS.index(reach):
        begin, names = answered(catalog, person, scorer)
    return found, ByHand(catalog, begin, scorer), names


class TestPlan:
    @law
    @given(cases())
    def test_it_is_the_cheapest_of_all(self, case):
        """Of all sets that can be carried out and reach the verdict: the least effort, the fewest options, the ties."""
        catalog, _, context, reach = case
        both = made(case, catalog.scorer("target", context))
        if both is None:
            return
        found, by_hand, names = both
        best = by_hand.best(reach)

        event(f"{'impossible' if best is None else len(best[2])}, {'something' if names else 'nothing'} is provided")
        assert [one.id for one in found.provided] == names
        assert found.possible == (best is not None)
        if best is not None:
            ids = sorted(f"{step.pack}:{step.id}" for step in found.steps)
            assert (found.effort, len(found.steps), ids) == best
            assert found.best == found.fit_after.verdict_low
            assert VERDICTS.index(found.fit_after.verdict_low) <= VERDICTS.index(reach)
            assert found.fit_after.low == by_hand.scorer.score(by_hand.after(frozenset(ids))).low
            assert not found.steps or found.steps[-1].fit.low == found.fit_after.low
        else:
            assert found.steps == ()
            assert found.obstacles
            assert VERDICTS.index(found.best) > VERDICTS.index(reach)

    @settings(max_examples=examples(100))
    @given(cases())
    def test_a_record_of_the_fit_afterwards_replays(self, case):
        """The fit that a plan promises has a record like any other."""
        import roleprofile as rp

        catalog, _, context, _ = case
        both = made(case, catalog.scorer("target", context))
        if both is not None:
            assert rp.replay(both[0].fit_after.to_record()).low == both[0].fit_after.low

    @settings(max_examples=examples(200))
    @given(cases())
    def test_each_step_can_begin_after_those_before_it(self, case):
        """Also where only those are done that it names, and what these name; who may begin at once names none."""
        catalog, _, context, _ = case
        both = made(case, catalog.scorer("target", context))
        if both is None:
            return
        found, by_hand, _ = both
        ids = [f"{step.pack}:{step.id}" for step in found.steps]
        before = []

        for place, step in enumerate(found.steps):
            earlier = frozenset(ids[:place])
            assert by_hand.may_begin(ids[place], earlier)
            if step.job is not None:
                held = by_hand.after(earlier).holdings
                assert step.job.supported == Fit.of(by_hand.offers[ids[place]].job, "", held).supported
            assert all(one <= place for one in step.after)
            before.append({one for number in step.after for one in (number - 1, *before[number - 1])})
            named = frozenset(ids[one] for one in before[place])
            assert by_hand.can(named)
            assert by_hand.may_begin(ids[place], named)
            event(f"{len(step.after)} before, {step.kind}")

    @settings(max_examples=examples(200))
    @given(cases())
    def test_doing_more_never_lowers_the_score(self, case):
        """Whatever is done first, ``low`` does not fall."""
        catalog, person, context, _ = case
        scorer = catalog.scorer("target", context)
        by_hand = ByHand(catalog, person, scorer)
        done, low = frozenset(), 0

        for name in sorted(by_hand.offers):
            if by_hand.may_begin(name, done):
                done |= {name}
                fit = Fit.of(scorer.rules.first, "", by_hand.after(done).holdings)
                assert fit.low >= low
                low = fit.low
