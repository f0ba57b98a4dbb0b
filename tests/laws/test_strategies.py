"""The strategies make packs that the loader accepts, and catalogs that are the loader's own."""

import json

import strategies
from hypothesis import given, settings
from hypothesis import strategies as st

import roleprofile as rp
from examples import examples


@settings(max_examples=examples(15))
@given(st.data())
def test_a_generated_pack_loads_from_disk_and_gives_the_same_record(tmp_path_factory, data):
    world, person = data.draw(strategies.cases())
    folder = tmp_path_factory.mktemp("pack")
    for tree in world.documents:
        path = folder / strategies.file_name(tree)
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(tree, indent=1), encoding="utf-8")

    catalog = rp.load(folder)

    (pack,) = catalog.packs.values()
    again = strategies.World(world.documents, strategies.assembled(world.documents, pack.digest), world.context)
    assert all(problem.severity == "warning" for problem in catalog.problems)
    assert catalog.scorer("target", world.context).role == again.scorer.role
    said = {"facts": person.facts, "closed": person.closed, "roles_held": person.roles_held}
    loaded = catalog.person(person.id, **said, as_of=person.as_of or None)
    record = again.scorer.score(again.person(person)).to_record()
    assert catalog.scorer("target", world.context).score(loaded).to_record() == record
