"""Scores of columns are those of one person at a time: the same numbers, verdicts, states and points."""

from __future__ import annotations

import pickle

import pyarrow as pa
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st
from parts import TODAY

import roleprofile as rp
from examples import examples
from people_tables import wide
from roleprofile.batch import BatchScorer
from roleprofile.model.pack import VERDICTS

law = settings(max_examples=examples(100))


@st.composite
def groups(draw, *, one_fact_each=False):
    """A world, up to four people of it, and the day on which their facts count."""
    world = draw(strategies.worlds())
    day = TODAY if draw(st.booleans()) else ""
    people = []
    for number in range(draw(st.integers(1, 4))):
        person = draw(strategies.people(world, f"p-{number}"))
        facts = person.facts
        if one_fact_each:
            facts = {(fact.descriptor, fact.key): fact for fact in facts}.values()
        people.append(
            world.catalog.person(
                person.id, facts=facts, closed=person.closed, roles_held=person.roles_held, as_of=day or None
            )
        )
    return world, people, day


def same(scorer, people, rows):
    """Hold rows of a result against single scores."""
    assert [row["person"] for row in rows] == [person.id for person in people]
    for person, row in zip(people, rows, strict=True):
        fit = scorer.score(person)
        assert row["problems"] is None
        numbers = ("low", "supported", "high", "known", "proven", "extras")
        assert [row[name] for name in numbers] == [getattr(fit, name) for name in numbers]
        verdicts = ("verdict_low", "verdict_supported", "verdict_high")
        assert [row[name] for name in verdicts] == [getattr(fit, name) for name in verdicts]
        assert (row["minimum"], row["assessed"]) == (fit.meets_minimum, fit.is_assessed)
        points = {one.id: {"low": one.low, "supported": one.supported, "high": one.high} for one in fit.contributions}
        assert {name: one for name, one in row["points"].items() if one is not None} == points
        if scorer.rules.open:
            assert row["situation"] == {name: fit.role.context[name] for name in scorer.rules.open}
            assert (row["highest"], row["verdict_highest"]) == (fit.situations.high, fit.situations.verdict_high)
            assert row["verdict_highest"] in VERDICTS


@law
@given(groups(one_fact_each=True))
def test_a_row_for_each_person(group):
    world, people, day = group
    found = rp.batch.score(wide(people), world.scorer, points=True, as_of=day).read_all()

    same(world.scorer, people, found.to_pylist())


@law
@given(groups())
def test_a_row_for_each_statement(group):
    world, people, day = group
    found = rp.batch.score(people, world.scorer, points=True, as_of=day).read_all()

    same(world.scorer, people, found.to_pylist())


@law
@given(groups(one_fact_each=True), st.integers(1, 3))
def test_in_batches_of_any_size_and_through_a_pickle(group, rows):
    world, people, day = group
    batches = pickle.loads(pickle.dumps(BatchScorer(world.scorer, points=True, as_of=day)))  # noqa: S301 - its own
    found = [batches(batch) for batch in wide(people).to_batches(max_chunksize=rows)]

    same(world.scorer, people, pa.Table.from_batches(found, batches.schema).to_pylist())


def order(fit):
    return VERDICTS.index(fit.verdict_low), -fit.low, -fit.extras, -fit.proven, -fit.known


@law
@given(groups(), st.integers(1, 3))
def test_the_best_roles_of_each_person(group, top):
    world, people, _ = group
    people = [
        world.catalog.person(one.id, facts=one.facts, closed=one.closed, roles_held=one.roles_held) for one in people
    ]
    contexts = [world.context, {**world.context, "size": "large"}]
    scorers = [world.catalog.scorer(role, context) for role in ("target", "past") for context in contexts]
    rows = rp.batch.matrix(people, scorers, top=top).read_all().to_pylist()
    lows = rp.batch.matrix(people, scorers, top=None, numbers=("low", "known")).read_all().to_pylist()

    for person, cells in zip(people, lows, strict=True):
        fits = [scorer.score(person) for scorer in scorers]
        assert cells == {"person": person.id, "low": [one.low for one in fits], "known": [one.known for one in fits]}
        wanted = sorted(range(len(fits)), key=lambda one: (order(fits[one]), fits[one].role.role, one))[:top]
        mine = [row for row in rows if row["person"] == person.id]
        assert [(row["scorer"], row["role"]) for row in mine] == [(one, fits[one].role.role) for one in wanted]
        for row in mine:
            fit = fits[row["scorer"]]
            assert row["place"] == 1 + sum(order(one) < order(fit) for one in fits)
            names = ("low", "supported", "high", "known", "proven", "extras")
            verdicts = ("verdict_low", "verdict_supported", "verdict_high")
            assert [row[name] for name in (*names, *verdicts)] == [getattr(fit, name) for name in (*names, *verdicts)]
            assert row["minimum"] == fit.meets_minimum
