"""The laws of what a fit shows, records and is compared by, each for any pack, context and person."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import acts
import pytest
import strategies
from acts import MILLION, numbers, stating
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import roleprofile as rp
from examples import examples
from roleprofile.model.pack import VERDICTS

#: Enough to be quick on every change.
law = settings(max_examples=examples(45))
data = st.data()
#: The most combinations of answers that are tried for a question.
MOST_ANSWERS = 100


class TestExplanation:
    @law
    @given(strategies.cases())
    def test_contributions_sum_to_the_score(self, case):
        """The shares of all contributions add up to ``low``, ``supported``, ``high`` and 1,000,000, each exactly."""
        world, person = case
        fit = world.scorer.score(person)
        assume(fit.role.requirements)
        all_of_it, extras = fit.contributions, fit.extra_contributions

        assert sum(one.low for one in all_of_it) == fit.low
        assert sum(one.supported for one in all_of_it) == fit.supported
        assert sum(one.high for one in all_of_it) == fit.high
        assert sum(one.possible for one in all_of_it) == MILLION
        assert sum(one.low for one in extras) == fit.extras
        for one in (*all_of_it, *extras):
            best = max if one.group == "any_of" else min
            for name in ("low", "supported", "high"):
                # A mean lies between its parts, the best of several is one of them.
                found = [getattr(part, name) for part in one.parts]
                assert best(found) <= getattr(one, f"credit_{name}") <= max(found)

    @law
    @given(strategies.cases(partial=False))
    def test_the_best_answers_add_what_the_question_says(self, case):
        """``could_add`` is the rise of ``low`` by single answers to the open criteria of a question.

        It is the most that any such answers bring where one criterion is open; where several are, it is no less than
        what the best answer to any one of them brings, and than what the answers that settle the requirement bring.
        Questions stand in that order, and there is one for each requirement that is not settled.
        """
        world, person = case
        fit = world.scorer.score(person)
        entries = {entry.id: entry for entry in fit.role.requirements}

        for question in fit.questions:
            entry = entries[question.id]
            answers = acts.single_answers(entry, fit, person)
            if len(answers) > MOST_ANSWERS:
                continue
            rises = {world.scorer.score(stating(world, person, some)).low - fit.low for some in answers}
            assert question.could_add in rises
            if len(acts.open_criteria(entry, fit)) == 1:
                assert question.could_add == max(rises)
            alone = [{slot: rank} for some in answers for slot, rank in some.items()]
            for some in (acts.in_full(entry, fit, person), *alone[:MOST_ANSWERS]):
                assert world.scorer.score(stating(world, person, some)).low <= fit.low + question.could_add
        gains = [question.could_add for question in fit.questions]
        assert gains == sorted(gains, reverse=True)
        open_ones = {one.id for one in fit.contributions if one.credit_low != one.credit_high}
        assert open_ones <= {question.id for question in fit.questions}

    @law
    @given(strategies.cases(partial=False))
    def test_a_step_brings_what_the_gap_says(self, case):
        """Taking a step of a gap raises ``low`` by exactly what it ``adds``, and the last ones together by enough."""
        world, person = case
        fit = world.scorer.score(person)

        for gap in fit.gaps:
            for step in gap.steps:
                taken = {(step.descriptor, step.key): fit.role.scales[step.scale].rank(step.value)}
                assert world.scorer.score(stating(world, person, taken)).low == fit.low + step.adds
                assert step.adds > 0
        short = {one.id for one in fit.contributions if one.credit_low == one.credit_high < MILLION}
        assert {gap.id for gap in fit.gaps} == short

    @law
    @given(strategies.cases(partial=False))
    def test_a_gap_can_be_closed(self, case):
        """Reaching all that a requirement asks gives ``low`` at least what its gap says is missing."""
        world, person = case
        fit = world.scorer.score(person)
        entries = {entry.id: entry for entry in fit.role.requirements}
        asked = acts.highest_asked(acts.scored_leaves(fit.role))

        for gap in fit.gaps:
            best = [acts.slots_of(leaf)[0] for leaf in entries[gap.id].leaves]
            closed = world.scorer.score(stating(world, person, {slot: asked[slot[0]] for slot in best}))
            assert closed.low >= fit.low + gap.missing


class TestRecord:
    @law
    @given(strategies.cases())
    def test_a_record_replays(self, case):
        """A record gives the same fit and the same bytes again, without the pack."""
        world, person = case
        fit = world.scorer.score(person)
        record = fit.to_record()

        assert rp.Fit.from_record(record).to_record() == record
        assert rp.Fit.from_record(record.encode()).to_record() == record
        again = rp.replay(record)
        assert numbers(again) == numbers(fit)
        for name in ("contributions", "extra_contributions", "minimums", "questions", "gaps", "surplus"):
            assert getattr(again, name) == getattr(fit, name)


class TestRanking:
    @law
    @given(strategies.worlds(size=3), data)
    def test_ranking_ignores_what_is_inferred_and_shows_ties(self, world, data):
        """Who is presumed to have something stands where they would stand without; equal fits share a place."""
        people = [data.draw(strategies.people(world, f"p-{i}")) for i in range(data.draw(st.integers(2, 4)))]
        people.append(evolve(people[0], id="p-twin"))
        fits = [world.scorer.score(person) for person in people]

        ranked = rp.rank(fits)

        places = {one.fit.person_id: one.place for one in ranked}
        silent = rp.rank(world.scorer.score(acts.without_inference(person)) for person in reversed(people))
        assert places == {one.fit.person_id: one.place for one in silent}
        assert places["p-twin"] == places["p-0"]
        keys = {fit.person_id: acts.place_key(fit) for fit in fits}
        for person, place in places.items():
            assert place == 1 + sum(other < keys[person] for other in keys.values())
        assert [one.place for one in ranked] == sorted(places.values())

    @law
    @given(strategies.worlds(size=3), data)
    def test_ranking_by_what_is_supported_puts_the_likely_verdict_first(self, world, data):
        """``by="supported"`` compares the likely verdict and ``supported``, and then as the other order does."""
        people = [data.draw(strategies.people(world, f"p-{i}")) for i in range(data.draw(st.integers(2, 4)))]
        fits = [world.scorer.score(person) for person in people]

        ranked = rp.rank(fits, by="supported")

        keys = {
            fit.person_id: (VERDICTS.index(fit.verdict_supported), -fit.supported, *acts.place_key(fit)) for fit in fits
        }
        for one in ranked:
            assert one.place == 1 + sum(other < keys[one.fit.person_id] for other in keys.values())

    @law
    @given(strategies.cases(partial=False))
    def test_fits_of_other_contexts_are_not_ranked(self, case):
        """Fits of different contexts are not ranked against each other."""
        world, person = case
        other = world.context | {"size": "small" if world.context["size"] == "large" else "large"}
        fits = [world.scorer.score(person), world.catalog.scorer("target", other).score(person)]

        with pytest.raises(rp.RankingError):
            rp.rank(fits)


class TestValues:
    @law
    @given(strategies.cases())
    def test_everything_survives_pickling(self, case):
        """A catalog, a scorer, a person and a fit come out of a pickle as they went in."""
        world, person = case
        fit = world.scorer.score(person)
        scorer, same, again, catalog = pickle.loads(pickle.dumps((world.scorer, person, fit, world.catalog)))  # noqa: S301

        assert (scorer.role, same, again) == (world.scorer.role, person, fit)
        assert scorer.score(same).to_record() == again.to_record() == fit.to_record()
        assert catalog.scorer("target", world.context).role == scorer.role

    @settings(law, max_examples=examples(10))
    @given(strategies.worlds(size=3), data)
    def test_threads_share_a_scorer(self, world, data):
        """Scoring from several threads gives what one thread gives."""
        people = [data.draw(strategies.people(world, f"p-{i}")) for i in range(3)]
        alone = [world.scorer.score(person).to_record() for person in people]

        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda person: world.scorer.score(person).to_record(), people * 4))

        assert found == alone * 4

    @law
    @given(strategies.cases())
    def test_a_person_of_another_catalog_is_counted_again(self, case):
        """A reloaded catalog scores a person of the one before it as it scores its own."""
        world, person = case
        reloaded = strategies.assembled(world.documents, digest="1" * 64)
        scorer = reloaded.scorer("target", world.context)
        # Ranks of another catalog mean nothing here, and are not looked at.
        stranger = evolve(person, holdings=evolve(person.holdings, stated={}, inferred={}, facts={}, because={}))

        assert person.holdings.fingerprint != reloaded.fingerprint
        assert numbers(scorer.score(person)) == numbers(world.scorer.score(person))
        assert numbers(scorer.score(stranger)) == numbers(world.scorer.score(person))
