"""The laws of a fit, each for any pack, context and person: docs/fit.md says them, these tests hold them."""

import itertools

import acts
import parts
import strategies
from acts import MILLION, numbers, stating
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import roleprofile as rp
from examples import examples
from roleprofile.model.pack import VERDICTS
from roleprofile.model.person import Evidence
from roleprofile.scoring.arithmetic import STATES

#: Enough to be quick on every change.
law = settings(max_examples=examples(45))
data = st.data()


def settled(fit):
    return (fit.low, fit.supported, fit.high)


def nothing_falls(before, after):
    assert all(new >= old for new, old in zip(settled(after), settled(before), strict=True))
    for old, new in zip(before.contributions, after.contributions, strict=True):
        assert new.credit_low >= old.credit_low
        assert new.credit_supported >= old.credit_supported
        assert new.credit_high >= old.credit_high
    for old, new in zip(before.minimums, after.minimums, strict=True):
        assert STATES.index(new.state) >= STATES.index(old.state)


class TestScore:
    @law
    @given(strategies.cases(partial=False))
    def test_stating_all_that_is_asked_gives_everything(self, case):
        """Stating all that is asked gives ``low`` = ``supported`` = ``high`` = 1,000,000, and meets every minimum."""
        world, person = case
        role = world.scorer.role
        assume(role.requirements)
        leaves = acts.scored_leaves(role)
        new = acts.proven(world, acts.highest_asked(leaves), leaves)
        said = {(fact.descriptor, fact.key) for fact in new}
        kept = [fact for fact in person.facts if (fact.descriptor, fact.key) not in said]

        fit = world.scorer.score(world.person(person, facts=[*kept, *new]))

        assert settled(fit) == (MILLION, MILLION, MILLION)
        assert fit.known == MILLION
        assert fit.extras == (MILLION if role.extras else 0)
        assert fit.gaps == ()
        assert fit.meets_minimum == "met"

    @law
    @given(strategies.cases())
    def test_all_three_stay_in_range_and_in_order(self, case):
        """``0 <= low <= supported <= high <= 1,000,000``, for the score and for every credit in it."""
        world, person = case
        fit = world.scorer.score(person)

        assert 0 <= fit.low <= fit.supported <= fit.high <= MILLION
        assert 0 <= fit.known <= MILLION
        assert 0 <= fit.extras <= MILLION
        for one in (*fit.contributions, *fit.extra_contributions):
            assert 0 <= one.credit_low <= one.credit_supported <= one.credit_high <= MILLION

    @law
    @given(strategies.cases(partial=False), data)
    def test_raising_a_stated_value_lowers_nothing(self, case, data):
        """Raising a stated value never lowers ``low``, ``supported`` or ``high``, any credit, or any minimum."""
        world, person = case
        before = world.scorer.score(person)

        for index, fact in enumerate(person.facts):
            scale = world.catalog.scale_of(world.catalog.descriptors[fact.descriptor])
            rank = acts.rank_of(world, fact)
            if rank == scale.top:
                continue
            for higher in {rank + 1, data.draw(acts.ranks(world, fact.descriptor, above=rank))}:
                facts = list(person.facts)
                facts[index] = evolve(fact, value=acts.value_of(world, fact.descriptor, higher))
                after = world.scorer.score(world.person(person, facts=facts))
                nothing_falls(before, after)

    @law
    @given(strategies.cases(partial=False), data)
    def test_stating_what_was_unknown_narrows_the_interval(self, case, data):
        """Stating what was unknown never lowers ``low`` nor raises ``high``: the new interval lies in the old one."""
        world, person = case
        slots = acts.open_slots(world.scorer.role, person)
        assume(slots)
        slot = data.draw(st.sampled_from(slots))

        before = world.scorer.score(person)
        after = world.scorer.score(stating(world, person, {slot: data.draw(acts.ranks(world, slot[0]))}))

        assert before.low <= after.low <= after.supported <= after.high <= before.high
        assert after.known >= before.known

    @law
    @given(strategies.cases(partial=False), data)
    def test_whatever_the_answers_are_the_score_lies_in_the_interval(self, case, data):
        """For any answers to what is open the new score lies in ``[low, high]``; all of them make it one number."""
        world, person = case
        answers = data.draw(acts.completions(world, person))

        before = world.scorer.score(person)
        after = world.scorer.score(stating(world, person, answers))

        assert before.low <= after.low <= after.supported <= after.high <= before.high
        if len(answers) == len(acts.open_slots(world.scorer.role, person)) and world.scorer.role.requirements:
            assert after.low == after.high

    @law
    @given(strategies.cases(partial=False))
    def test_both_ends_of_the_interval_can_be_reached(self, case):
        """Everything open answered as well as is asked gives ``high``; nothing more to be said gives ``low``."""
        world, person = case
        role = world.scorer.role
        assume(role.requirements)
        asked = acts.highest_asked(acts.scored_leaves(role))
        before = world.scorer.score(person)

        best = stating(world, person, {slot: asked[slot[0]] for slot in acts.open_slots(role, person)})
        lowest = {slot: acts.lowest_rank(world, slot[0]) for slot in acts.open_slots(role, person)}

        assert settled(world.scorer.score(best)) == (before.high,) * 3
        if not any(lowest.values()):
            assert settled(world.scorer.score(stating(world, person, lowest))) == (before.low,) * 3
        left = [fact for fact in person.facts if acts.counts(person, fact)]
        assert settled(world.scorer.score(world.person(person, facts=left, closed="all"))) == (before.low,) * 3

    @law
    @given(strategies.cases(), st.randoms(use_true_random=False))
    def test_order_does_not_matter(self, case, random):
        """The order of files, requirements, alternatives, keys, facts and roles held changes no number."""
        world, person = case
        role = world.documents[-1]
        requirements = [
            shuffled(entry, random) for entry in random.sample(role["requirements"], len(role["requirements"]))
        ]
        extras = [shuffled(entry, random) for entry in random.sample(role["extras"], len(role["extras"]))]
        documents = [*world.documents[:-1], role | {"requirements": requirements, "extras": extras}]
        random.shuffle(documents)
        documents = [backwards(document) for document in documents]
        again = strategies.World(tuple(documents), strategies.assembled(documents), world.context)
        facts = random.sample(person.facts, len(person.facts))
        held = random.sample(person.roles_held, len(person.roles_held))

        fit = world.scorer.score(person)
        other = again.scorer.score(again.person(person, facts=facts, roles_held=held))

        assert numbers(other) == numbers(fit)
        assert world.scorer.score(world.person(person, facts=facts, roles_held=held)).to_record() == fit.to_record()

    @law
    @given(strategies.cases(), data)
    def test_scaling_all_weights_does_not_matter(self, case, data):
        """The same weights times a whole number give the same results."""
        world, person = case
        role = world.documents[-1]
        sections = {name: role[name] for name in ("requirements", "extras", "variants")}
        heaviest = max(weights_in(sections))
        assume(heaviest <= 500)
        factor = data.draw(st.integers(2, 1000 // heaviest))

        again = world.changed(**scaled(sections, factor))

        assert numbers(again.scorer.score(again.person(person))) == numbers(world.scorer.score(person))

    @law
    @given(strategies.cases(partial=False))
    def test_a_surplus_fills_no_shortfall(self, case):
        """What is held above all that is asked of it changes neither ``low`` nor ``high``, nor any credit in them."""
        world, person = case
        asked = acts.highest_asked(acts.scored_leaves(world.scorer.role))
        # Where nothing is asked, any level will do; the lowest rank may be no level.
        cut = [
            fact
            if acts.rank_of(world, fact) <= max(asked.get(fact.descriptor, 0), 1)
            else evolve(fact, value=acts.value_of(world, fact.descriptor, max(asked.get(fact.descriptor, 0), 1)))
            for fact in person.facts
        ]

        before = world.scorer.score(person)
        after = world.scorer.score(world.person(person, facts=cut))

        assert (after.low, after.high, after.known, after.extras) == (
            before.low,
            before.high,
            before.known,
            before.extras,
        )
        for old, new in zip(before.contributions, after.contributions, strict=True):
            assert (new.credit_low, new.credit_high) == (old.credit_low, old.credit_high)
        if not world.catalog.relations:
            assert after.supported == before.supported

    @law
    @given(strategies.cases(partial=False))
    def test_an_extra_fills_no_shortfall(self, case):
        """A role without its extras gives the same score, verdict and minimums: extras are a number of their own."""
        world, person = case
        names = {extra["id"] for extra in world.documents[-1]["extras"]}
        without = world.changed(extras=[], variants=[without_ids(v, names) for v in world.documents[-1]["variants"]])

        before = world.scorer.score(person)
        after = without.scorer.score(without.person(person))

        assert (*settled(after), after.known) == (*settled(before), before.known)
        assert after.extras == 0
        assert after.verdict_places == before.verdict_places
        assert [one.state for one in after.minimums] == [one.state for one in before.minimums if one.id not in names]


class TestDays:
    @law
    @given(strategies.cases(), data)
    def test_an_expired_fact_changes_no_number(self, case, data):
        """To state a fact that has expired changes nothing but the list of expired facts.

        A closed list is an exception: of what it names with a fact that has expired, it says nothing any more.
        """
        world, person = case
        drawn = data.draw(strategies.facts(world))
        slot = (drawn.descriptor, drawn.key)
        assume(slot in acts.said_slots(person) or not person.holdings.closes(*slot))
        expired = evolve(drawn, evidence=Evidence(data.draw(st.sampled_from(parts.KINDS)), until="2024"))

        before = world.scorer.score(world.person(person, as_of=parts.TODAY))
        after = world.scorer.score(world.person(person, facts=[*person.facts, expired], as_of=parts.TODAY))

        assert numbers(after) == numbers(before)

    @law
    @given(strategies.cases(), data)
    def test_an_expired_fact_on_a_closed_list_opens_it(self, case, data):
        """It lowers neither ``supported`` nor ``high``, and leaves ``low`` as it is."""
        world, person = case
        drawn = data.draw(strategies.facts(world))
        expired = evolve(drawn, evidence=Evidence("word", until="2024"))

        before = world.scorer.score(world.person(person, closed="all", as_of=parts.TODAY))
        changed = world.person(person, facts=[*person.facts, expired], closed="all", as_of=parts.TODAY)
        after = world.scorer.score(changed)

        assert before.low == after.low
        assert before.supported <= after.supported
        assert before.high <= after.high

    @law
    @given(strategies.cases())
    def test_without_a_day_no_date_decides_what_holds(self, case):
        """Without a day the last day of evidence makes no difference, nor does how long its kind lasts."""
        world, person = case
        endless = [evolve(one, evidence=one.evidence and evolve(one.evidence, until="")) for one in person.facts]

        before = world.scorer.score(world.person(person, as_of=None))
        after = world.scorer.score(world.person(person, facts=endless, as_of=None))

        assert numbers(after) == numbers(before)


class TestMinimums:
    @law
    @given(strategies.cases(partial=False))
    def test_an_unmet_minimum_is_never_shown_as_met(self, case):
        """``met`` is shown where what is stated reaches the minimum with the evidence wanted, and nowhere else."""
        world, person = case
        role = world.scorer.role
        fit = world.scorer.score(person)
        entries = {entry.id: entry for entry in role.requirements}

        for one in fit.minimums:
            assert (one.state == "met") == acts.is_met(world, person, entries[one.id])
        all_met = all(acts.is_met(world, person, entry) for entry in role.requirements if entry.minimum)
        assert (fit.meets_minimum == "met") == all_met

    @law
    @given(strategies.cases(partial=False), data)
    def test_answers_change_no_settled_minimum(self, case, data):
        """A minimum that is met, or not met, stays so whatever the answers to the open questions are."""
        world, person = case
        before = world.scorer.score(person)
        after = world.scorer.score(stating(world, person, data.draw(acts.completions(world, person))))

        for old, new in zip(before.minimums, after.minimums, strict=True):
            if old.state in ("met", "not_met"):
                assert new.state == old.state

    @law
    @given(strategies.cases(partial=False))
    def test_each_verdict_is_that_of_its_score_and_its_cap(self, case):
        """Each verdict is the best whose threshold its score reaches, held down by the worst minimum requirement.

        At ``low`` every minimum that is not met caps as unmet; at ``supported`` what is presumed counts as met and
        what is unknown caps as the pack says; at ``high`` only what is not met caps.
        """
        world, person = case
        fit = world.scorer.score(person)
        caps = {state: VERDICTS.index(verdict) for state, verdict in fit.role.caps.items()}
        caps_of = {
            "low": {"not_met": caps["not_met"], "unknown": caps["not_met"], "presumed": caps["not_met"]},
            "supported": {"not_met": caps["not_met"], "unknown": caps["unknown"]},
            "high": {"not_met": caps["not_met"]},
        }

        for name, best in caps_of.items():
            reached = [one for one in VERDICTS[:-1] if getattr(fit, name) >= fit.role.thresholds[one]]
            expected = max(VERDICTS.index([*reached, "remote"][0]), best.get(fit.meets_minimum, 0))
            assert getattr(fit, f"verdict_{name}") == VERDICTS[expected]
        low, likely, high = fit.verdict_places
        assert high <= likely <= low

    @law
    @given(strategies.cases(partial=False), data)
    def test_the_result_with_everything_stated_lies_between_the_verdicts(self, case, data):
        """Whatever is answered to all that is open, the verdict is between the one at ``low`` and the one at ``high``.

        So it is whatever is answered to some of it.
        """
        world, person = case
        before = world.scorer.score(person)
        after = world.scorer.score(stating(world, person, data.draw(acts.completions(world, person))))

        lowest, _, highest = before.verdict_places
        assert all(highest <= place <= lowest for place in after.verdict_places)


class TestStating:
    """To state a value on something of which nothing is stated or closed, with evidence or without."""

    @law
    @given(strategies.cases(partial=False), data)
    def test_it_lowers_nothing_certain_and_raises_nothing_possible(self, case, data):
        """It never lowers ``low``, ``verdict_low``, extras, ``proven`` or ``known``, never raises what is possible."""
        world, person = case
        fact = data.draw(acts.news(world, person))
        assume(fact)

        before = world.scorer.score(person)
        after = world.scorer.score(world.person(person, facts=[*person.facts, fact]))

        for name in ("low", "extras", "proven", "known"):
            assert getattr(after, name) >= getattr(before, name)
        assert VERDICTS.index(after.verdict_low) <= VERDICTS.index(before.verdict_low)
        assert after.high <= before.high
        assert VERDICTS.index(after.verdict_high) >= VERDICTS.index(before.verdict_high)

    @law
    @given(strategies.cases(), data)
    def test_it_never_lowers_a_place(self, case, data):
        """Among whomever one is ranked, also where the context leaves something open; what is possible never rises."""
        world, person = case
        fact = data.draw(acts.news(world, person))
        assume(fact)
        others = [world.scorer.score(data.draw(strategies.people(world, f"o-{i}"))) for i in range(2)]

        before = world.scorer.score(person)
        after = world.scorer.score(world.person(person, facts=[*person.facts, fact]))

        assert acts.place_key(after) <= acts.place_key(before)
        places = [
            next(one.place for one in rp.rank([fit, *others]) if one.fit.person_id == person.id)
            for fit in (before, after)
        ]
        assert places[1] <= places[0]
        assert VERDICTS.index(after.verdict_low) <= VERDICTS.index(before.verdict_low)
        assert after.situations.high <= before.situations.high
        assert VERDICTS.index(after.situations.verdict_high) >= VERDICTS.index(before.situations.verdict_high)


class TestAnOpenContext:
    @staticmethod
    def in_each(world, person):
        """The fit of a person in every context that says everything."""
        contexts = itertools.product(parts.MARKETS, parts.SIZES)
        return [
            world.catalog.scorer("target", {"market": market, "size": size}).score(person) for market, size in contexts
        ]

    @law
    @given(strategies.cases())
    def test_its_place_is_the_lowest_of_all_that_it_may_be(self, case):
        """The place is that of the worst specified context, never above any; the most possible is that of the best."""
        world, person = case
        fit = world.catalog.scorer("target", dict.fromkeys(world.context, "unspecified")).score(person)
        each = self.in_each(world, person)

        assert acts.place_key(fit) == max(map(acts.place_key, each))
        assert fit.situations.high == max(one.high for one in each)
        assert fit.situations.verdict_high == min((one.verdict_high for one in each), key=VERDICTS.index)
        assert {one.meets_minimum for one in fit.situations} == {one.meets_minimum for one in each}

    @law
    @given(strategies.cases())
    def test_its_fit_is_that_of_a_context_that_says_so(self, case):
        """The fit has every number of the fit in the context that it names."""
        world, person = case
        fit = world.scorer.score(person)
        named = {name: fit.role.context[name] for name in world.context}
        other = world.catalog.scorer("target", named).score(person)

        assert numbers(fit) == numbers(other)
        assert dict(fit.role.given) == dict(world.scorer.role.given)
        assert all(one in (fit.role.context[name], "unspecified") for name, one in world.context.items())

    @law
    @given(strategies.cases(), data)
    def test_to_name_a_dimension_never_lowers_the_place(self, case, data):
        """Nor does it ever raise what is possible."""
        world, person = case
        opened = dict.fromkeys(world.context, "unspecified")
        if data.draw(st.booleans()):
            opened["market"] = data.draw(st.sampled_from(parts.MARKETS))
        left = [name for name, term in opened.items() if term == "unspecified"]
        name = data.draw(st.sampled_from(left))
        terms = {"market": parts.MARKETS, "size": parts.SIZES}[name]
        named = opened | {name: data.draw(st.sampled_from(terms))}
        before, after = (world.catalog.scorer("target", context).score(person) for context in (opened, named))

        assert acts.place_key(after) <= acts.place_key(before)
        assert after.situations.high <= before.situations.high
        assert VERDICTS.index(after.situations.verdict_high) >= VERDICTS.index(before.situations.verdict_high)


def shuffled(entry, random):
    """An entry with its parts, keys and kinds in another order."""
    found = dict(entry)
    for name in ("any_of", "all_of"):
        if name in entry:
            found[name] = [shuffled(part, random) for part in random.sample(entry[name], len(entry[name]))]
    if isinstance(entry.get("for"), dict):
        found["for"] = dict(random.sample(list(entry["for"].items()), len(entry["for"])))
    elif isinstance(entry.get("for"), list):
        found["for"] = random.sample(entry["for"], len(entry["for"]))
    return found


def backwards(document):
    """A document with its keys, and the descriptors and relations in it, the other way round."""
    found = dict(reversed(document.items()))
    for name in ("descriptors", "relations"):
        if name in found:
            found[name] = found[name][::-1]
    return found


def weights_in(tree):
    """Every weight in a role's sections."""
    if isinstance(tree, list):
        return [weight for value in tree for weight in weights_in(value)]
    if isinstance(tree, dict):
        own = [tree["weight"]] if "weight" in tree else []
        return own + [weight for value in tree.values() for weight in weights_in(value)]
    return []


def scaled(tree, factor):
    """The same tree with every weight that many times as large."""
    if isinstance(tree, list):
        return [scaled(value, factor) for value in tree]
    if isinstance(tree, dict):
        return {name: value * factor if name == "weight" else scaled(value, factor) for name, value in tree.items()}
    return tree


def without_ids(variant, names):
    """A variant that leaves these entries alone."""
    found = dict(variant)
    found["set"] = {name: change for name, change in variant.get("set", {}).items() if name not in names}
    found["drop"] = [name for name in variant.get("drop", ()) if name not in names]
    return found
