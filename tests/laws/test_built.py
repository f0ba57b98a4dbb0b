"""Whatever a pack says: built and loaded it is the same catalog, and its fits leave the same records."""

import pytest
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st

import roleprofile as rp
from examples import examples
from roleprofile.loading.built import built


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("built") / "pack.json"


def through(file, catalog):
    """A catalog that was written and read."""
    file.write_text(built(catalog), encoding="utf-8", newline="\n")
    return rp.load(file)


@given(world=strategies.worlds())
def test_a_catalog_that_is_built_and_loaded_is_equal(file, world):
    """For every catalog c: load(build(c)) == c, its documents included, and it builds to the same bytes."""
    loaded = through(file, world.catalog)

    assert loaded == world.catalog
    assert all(loaded.roles[name].document == role.document for name, role in world.catalog.roles.items())
    assert built(loaded) == built(world.catalog)


@settings(max_examples=examples(60))
@given(st.data())
def test_a_record_does_not_tell_whether_the_catalog_was_built(file, data):
    """For every catalog c and person p: the record of p on load(build(c)) has the bytes of the record of p on c."""
    world, person = data.draw(strategies.cases())
    loaded = through(file, world.catalog)
    said = {"facts": person.facts, "closed": person.closed, "roles_held": person.roles_held}
    again = loaded.person(person.id, **said, as_of=person.as_of or None)

    record = loaded.scorer("target", world.context).score(again).to_record()

    assert record == world.scorer.score(person).to_record()


@settings(max_examples=examples(30))
@given(st.data())
def test_people_of_a_catalog_come_back_with_what_they_hold(file, data):
    """For every person of a pack: what is counted of their facts is counted again to the same."""
    world, person = data.draw(strategies.cases())
    from attrs import evolve

    from roleprofile.model.values import FrozenMap

    # A built pack belongs to no day.
    person = world.person(person, as_of=None)
    catalog = evolve(world.catalog, people=FrozenMap({f"{strategies.PACK}:{person.id}": person}))
    (loaded,) = through(file, catalog).people.values()

    assert (loaded, loaded.holdings) == (person, person.holdings)


@settings(max_examples=examples(30))
@given(world=strategies.worlds(), order=st.randoms())
def test_the_order_in_which_files_are_read_does_not_matter(world, order):
    """For every order of a pack's documents the built file has the same bytes."""
    documents = list(world.documents)
    order.shuffle(documents)

    assert built(strategies.assembled(documents)) == built(world.catalog)
