"""The laws of a plan: exact, against every set of options tried by hand."""

import itertools

import pytest
import strategies
from attrs import evolve
from hypothesis import event, given, settings
from hypothesis import strategies as st
from parts import KINDS, MARKETS, pick

from examples import examples
from roleprofile.careers.options import available_options, developed, in_feasible_order, stated_ranks
from roleprofile.careers.plan import plan
from roleprofile.model.development import Job, Option
from roleprofile.model.pack import VERDICTS
from roleprofile.model.values import FrozenMap, OneOrMore, Text
from roleprofile.scoring.fit import Fit

pytest.importorskip("scipy", reason="planning needs the extra plan")

#: The number of generated cases that the project promises.
law = settings(max_examples=examples(1000))


@st.composite
def raised(draw, world, leaves, sizes):
    """Values on what the target reads: descriptor to value, or to key and value."""
    found = {}
    for _ in range(pick(draw, sizes)):
        leaf = pick(draw, leaves)
        descriptor = world.catalog.descriptors[leaf.descriptor]
        scale, terms = world.catalog.scale_of(descriptor), world.catalog.keys_of(descriptor)
        rank = pick(draw, (leaf.asked, leaf.at_least, max(1, leaf.asked - 1), leaf.asked // 2 + 1))
        value = rank if scale.is_amount else scale.level_ids[rank]
        if terms is None:
            found[descriptor.id] = value
        else:
            keys = [*(leaf.keys or terms.term_ids)][:3]
            keys += ["context.market"] if terms.id == "market" else []
            inner = dict(found.get(descriptor.id, {}))
            found[descriptor.id] = FrozenMap({**inner, pick(draw, keys): value})
    return FrozenMap(found)


@st.composite
def options(draw, world):
    """Up to seven options: levels and amounts, jobs, whom they are open to, what they come after."""
    leaves = strategies.leaves_of(world.scorer)
    names = [f"option-{i}" for i in range(pick(draw, (7, 6, 5, 4, 3, 2, 1)))] if leaves else []
    found = {}
    for number, name in enumerate(names):
        job = Job(role=pick(draw, ("past", "target")), months=pick(draw, (24, 6)))
        is_job = pick(draw, (False, False, False, False, False, True))
        often = st.sampled_from((False, False, False, True))
        when = {"market": OneOrMore((pick(draw, MARKETS),))} if draw(often) and draw(often) else {}
        one = Option(
            id=name,
            label=Text({"en": name}),
            kind="stepping-stone" if is_job else "course",
            effort=pick(draw, (1, 2, 3, 5, 8)),
            raises=FrozenMap() if is_job else draw(raised(world, leaves, (1, 2, 1))),
            job=job if is_job else None,
            evidence=pick(draw, ("", *KINDS)),
            open_to=draw(raised(world, leaves, (1,))) if draw(often) else FrozenMap(),
            when=FrozenMap(when),
            after=OneOrMore((pick(draw, names[:number]),) if number and draw(often) else ()),
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
    packs = FrozenMap({pack.id: evolve(pack, fit=fit)})
    catalog = evolve(world.catalog, packs=packs, options=draw(options(world)))
    return catalog, person, world.context, pick(draw, VERDICTS[:3])


def in_some_order(held, chosen):
    """Whether each of these can be done in some order, found by trying them all."""
    if not chosen:
        return True
    return any(_doable(held, order) for order in itertools.permutations(chosen))


def _doable(held, order):
    ranks, done = dict(held), set()
    for offer in order:
        if not offer.admits(ranks, done):
            return False
        done.add(offer.id)
        for rise in offer.rises:
            had = ranks.get(rise.slot, 0)
            ranks[rise.slot] = min(had + rise.rank, rise.most) if rise.adds else max(had, rise.rank)
    return True


def by_hand(catalog, person, context, reach):
    """The best plan of all sets of options, or ``None``: every set is tried, the best of them first."""
    scorer = catalog.scorer("target", context)
    on_offer = available_options(catalog, scorer.role.context)
    sets = [
        (sum(offer.option.effort for offer in chosen), size, [offer.id for offer in chosen], chosen)
        for size in range(len(on_offer) + 1)
        for chosen in itertools.combinations(on_offer, size)
    ]
    for *rank, chosen in sorted(sets, key=lambda one: one[:3]):
        fit = scorer.score(developed(catalog, person, chosen))
        if VERDICTS.index(fit.verdict_low) <= VERDICTS.index(reach) and in_some_order(
            stated_ranks(person.holdings), chosen
        ):
            return tuple(rank)
    return None


class TestPlan:
    @law
    @given(cases())
    def test_it_is_the_cheapest_of_all(self, case):
        """Of all sets of options that can be done and reach the verdict, the one with the least effort; ties by ids."""
        catalog, person, context, reach = case
        best = by_hand(catalog, person, context, reach)

        found = plan(catalog, person, "target", context, reach=reach)

        event(f"{'impossible' if best is None else len(best[2])}")
        assert found.possible == (best is not None)
        if best is not None:
            ids = sorted(f"{step.pack}:{step.id}" for step in found.steps)
            assert (found.effort, len(found.steps), ids) == best
            assert VERDICTS.index(found.fit_after.verdict_low) <= VERDICTS.index(reach)
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

        catalog, person, context, reach = case
        found = plan(catalog, person, "target", context, reach=reach)

        assert rp.replay(found.fit_after.to_record()).low == found.fit_after.low

    @settings(max_examples=examples(200))
    @given(cases())
    def test_a_step_can_begin_once_those_that_it_comes_after_are_done(self, case):
        """These, and what these come after, are enough; who needs none of them can begin at once, and nobody else."""
        catalog, person, context, reach = case
        found = plan(catalog, person, "target", context, reach=reach)
        on_offer = {one.id: one for one in available_options(catalog, catalog.scorer("target", context).role.context)}
        steps = [on_offer[f"{step.pack}:{step.id}"] for step in found.steps]
        held = stated_ranks(person.holdings)
        before = []

        for place, step in enumerate(found.steps):
            assert all(one <= place for one in step.after)
            before.append({one for number in step.after for one in (number - 1, *before[number - 1])})
            done, ranks = in_feasible_order(held, [steps[one] for one in sorted(before[place])])
            assert len(done) == len(before[place])
            assert steps[place].admits(ranks, [one.id for one in done])
            assert steps[place].admits(held, ()) == (not step.after)
            event(f"{len(step.after)} before")

    @settings(max_examples=examples(200))
    @given(cases())
    def test_a_job_admits_who_meets_its_minimum_requirements(self, case):
        """Who states what a job asks at least is admitted, and nobody else, whatever groups and keys it asks for."""
        catalog, person, context, _ = case
        job = Option(id="job", label=Text({"en": "Job"}), kind="stepping-stone", effort=1, pack=strategies.PACK)
        job = evolve(job, job=Job(role="target", months=24))
        catalog = evolve(catalog, options=FrozenMap({f"{strategies.PACK}:job": job}))
        role = catalog.scorer("target", context).role
        # A plan does not ask for proof of what is stated.
        unproven = tuple(
            evolve(entry, leaves=tuple(evolve(leaf, evidence=()) for leaf in entry.leaves))
            for entry in role.requirements
        )
        fit = Fit.of(evolve(role, requirements=unproven), person.id, person.holdings)
        on_offer = available_options(catalog, role.context)

        event(f"{fit.meets_minimum if on_offer else 'not on offer'}")
        for offer in on_offer:
            assert offer.admits(stated_ranks(person.holdings), ()) == (fit.meets_minimum == "met")

    @settings(max_examples=examples(200))
    @given(cases())
    def test_doing_more_never_lowers_the_score_nor_bars_anything(self, case):
        """Whatever is done first, each other option can still be done, and ``low`` does not fall."""
        catalog, person, context, _ = case
        scorer = catalog.scorer("target", context)
        held = stated_ranks(person.holdings)
        done, _ = in_feasible_order(held, available_options(catalog, scorer.role.context))
        lows = [scorer.score(developed(catalog, person, done[:count])).low for count in range(len(done) + 1)]

        assert lows == sorted(lows)
        for offer in done:
            assert offer.id in {one.id for one in in_feasible_order(held, done)[0]}
