"""Whatever a pack says: built and loaded it is the same catalog, and its fits leave the same records."""

import pytest
import strategies
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import roleprofile as rp
from examples import examples
from roleprofile.loading.built import built


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("built") / "pack.json"


def through(file, *documents):
    """The catalog of documents that were built and loaded."""
    file.write_text(built(strategies.gathered(documents)), encoding="utf-8", newline="\n")
    return rp.load(file)


def said(catalog, person):
    """The document of a person."""
    facts = {}
    for fact in person.facts:
        evidence = fact.evidence and {
            key: value for key in ("kind", "ref", "on", "until") if (value := getattr(fact.evidence, key))
        }
        stated = {"value": fact.value} | ({"evidence": evidence} if evidence else {})
        if catalog.descriptors[fact.descriptor].keys:
            facts.setdefault(fact.descriptor, {}).setdefault(fact.key, []).append(stated)
        else:
            facts.setdefault(fact.descriptor, []).append(stated)
    held = [
        {"role": one.role, "months": one.months, "context": dict(one.context)}
        | ({} if one.in_all is None else {"in_all": one.in_all})
        for one in person.roles_held
    ]
    given = {"facts": facts, "closed": list(person.closed), "roles_held": held}
    return {"kind": "person", "schema": 1, "id": person.id, **{key: value for key, value in given.items() if value}}


@given(world=strategies.worlds())
def test_a_catalog_that_is_built_and_loaded_is_equal(file, world):
    """For every catalog c: load(build(c)) == c, its documents included."""
    loaded = through(file, *world.documents)

    assert loaded == evolve(world.catalog, fingerprint=loaded.fingerprint)
    assert all(loaded.roles[name].document == role.document for name, role in world.catalog.roles.items())


@settings(max_examples=examples(60))
@given(st.data())
def test_a_record_does_not_tell_whether_the_catalog_was_built(file, data):
    """For every catalog c and person p: the record of p on load(build(c)) has the bytes of the record of p on c."""
    world, person = data.draw(strategies.cases())
    loaded = through(file, *world.documents)
    stated = {"facts": person.facts, "closed": person.closed, "roles_held": person.roles_held}
    again = loaded.person(person.id, **stated, as_of=person.as_of or None)

    record = loaded.scorer("target", world.context).score(again).to_record()

    assert record == world.scorer.score(person).to_record()


@settings(max_examples=examples(30))
@given(st.data())
def test_people_of_a_catalog_come_back_with_what_they_hold(file, data):
    """For every person of a pack: what is counted of their facts is counted again to the same."""
    world, person = data.draw(strategies.cases())
    # A built pack belongs to no day.
    person = world.person(person, as_of=None)
    loaded = through(file, *world.documents, said(world.catalog, person))
    (again,) = loaded.people.values()
    whole = {**again.holdings.facts}

    assert {slot: set(facts) for slot, facts in whole.items()} == {
        slot: set(facts) for slot, facts in person.holdings.facts.items()
    }
    assert (again.holdings.stated, again.holdings.inferred) == (person.holdings.stated, person.holdings.inferred)


@settings(max_examples=examples(30))
@given(world=strategies.worlds(), order=st.randoms())
def test_the_order_in_which_files_are_read_does_not_matter(world, order):
    """For every order of a pack's documents the built file has the same bytes."""
    gathered = strategies.gathered(world.documents)
    text = built(gathered)
    order.shuffle(gathered.folders[0].documents)

    assert built(gathered) == text
