"""The laws of differences: the parts of one lead from the first catalog to the second, and add up."""

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from parts import Tree, weight
from strategies import World, assembled, people, worlds

import roleprofile as rp
from examples import examples
from roleprofile.model.values import FrozenMap
from roleprofile.quality.diff.difference import Difference

CONTEXTS = [
    {"market": "metal", "size": "large"},
    {"market": "services", "size": "small"},
    {"market": "unspecified", "size": "unspecified"},
]


def mirrored(change):
    """The same change, seen from the other side."""
    act = {"added": "removed", "removed": "added", "changed": "changed"}[change.act]
    fields = tuple(evolve(one, before=one.after, after=one.before) for one in change.fields)
    return evolve(change, act=act, fields=fields, old_place=change.new_place, new_place=change.old_place)


def revised(draw: st.DrawFn, entry: Tree) -> Tree:
    """An entry with another weight, or as it is."""
    return entry | {"weight": weight(draw)} if draw(st.booleans()) else entry


@st.composite
def revisions(draw: st.DrawFn, world: World) -> World:
    """The pack as its authors may have it a month later: weights, entries, variants, relations, rules for verdicts."""
    documents = []
    for tree in world.documents:
        if tree["kind"] == "role" and tree["id"] == "target":
            kept = [revised(draw, one) for one in tree["requirements"] if len(documents) % 2 or draw(st.integers(0, 3))]
            extras = [one for one in tree["extras"] if draw(st.booleans())]
            free = {one["id"] for one in (*kept, *extras)}
            variants = [_fitting(variant, free) for variant in tree["variants"] if draw(st.booleans())]
            ids = {variant["id"] for variant in variants}
            variants = [v | {"after": [one for one in v.get("after", []) if one in ids]} for v in variants]
            tree = tree | {"requirements": kept or tree["requirements"][:1], "extras": extras}  # noqa: PLW2901
            tree |= {"variants": [] if not kept else variants, "version": "1.1.0"}
        if tree["kind"] == "role" and draw(st.booleans()):
            tree = tree | {"provides": dict(list(tree["provides"].items())[1:])}  # noqa: PLW2901
        if tree["kind"] == "descriptors" and draw(st.booleans()):
            tree = tree | {"relations": tree["relations"][1:]}  # noqa: PLW2901
        if tree["kind"] == "pack" and draw(st.booleans()):
            tree = tree | {"fit": tree["fit"] | {"caps": {"not_met": "stretch", "unknown": "viable"}}}  # noqa: PLW2901
        if tree["kind"] == "scale" and "below" in tree and draw(st.booleans()):
            tree = tree | {"below": [percent // 2 for percent in tree["below"]]}  # noqa: PLW2901
        documents.append(tree)
    return World(tuple(documents), assembled(documents, "1" * 64), world.context)


def _fitting(variant: Tree, known: set[str]) -> Tree:
    """A variant that speaks of entries that are there only."""
    found = dict(variant)
    if "set" in found:
        found["set"] = {name: change for name, change in found["set"].items() if name in known}
    if "drop" in found:
        found["drop"] = [name for name in found["drop"] if name in known]
    return {name: value for name, value in found.items() if value or name in ("id", "label", "when")}


@st.composite
def pairs(draw: st.DrawFn, *, other: bool = True) -> tuple[World, World, rp.Person]:
    """A pack, the same some time later or another one under its name, and a person of the first."""
    old = draw(worlds())
    new = draw(revisions(old)) if not other or draw(st.integers(0, 2)) else draw(worlds())
    new = World(new.documents, evolve(new.catalog, fingerprint="1" * 64), new.context)
    return old, new, draw(people(old))


def difference(old: World, new: World, person: rp.Person, *, holders: bool = True) -> Difference:
    return rp.diff(old.catalog, new.catalog, people=[person], contexts=CONTEXTS, holders=holders)


class TestLaws:
    @settings(max_examples=examples(50))
    @given(pairs())
    def test_all_parts_applied_to_the_first_give_the_second(self, pair):
        """For all A, B: A with all changes of diff(A, B) says what B says."""
        old, new, person = pair
        found = difference(old, new, person)
        made = found.applied()

        assert not rp.diff(made, new.catalog)
        for context in CONTEXTS:
            one, other = (_known(catalog, person, context) for catalog in (made, new.catalog))
            assert one == other

    @settings(max_examples=examples(50))
    @given(pairs())
    def test_the_parts_add_up(self, pair):
        """For each score: before, plus the sum of its parts, is after; and both are what a scorer says."""
        old, new, person = pair
        for movement in difference(old, new, person).movements:
            for name in ("low", "supported", "high", "proven", "extras"):
                parts = sum(getattr(part, name) for part in movement.parts)
                assert getattr(movement.before, name) + parts == getattr(movement.after, name)
            assert (movement.parts[-1].verdict, movement.parts[-1].minimum) == (
                movement.after.verdict,
                movement.after.minimum,
            )
            if movement.who.kind == "given":
                for world, score in ((old, movement.before), (new, movement.after)):
                    assert score.numbers == _scored(world.catalog, person, movement.role, movement.context)

    @settings(max_examples=examples(50))
    @given(pairs())
    def test_whoever_is_left_out_scores_the_same(self, pair):
        """A score that no movement speaks of is the same on both sides."""
        old, new, person = pair
        found = difference(old, new, person, holders=False)
        told = {(one.role, one.context) for one in found.movements}
        if any(one.reason for one in found.unknown):
            return
        for role in ("generated:past", "generated:target"):
            for context in CONTEXTS:
                if (role, FrozenMap(context)) not in told:
                    before, after = (_scored(world.catalog, person, role, context) for world in (old, new))
                    assert before == after

    @settings(max_examples=examples(50))
    @given(pairs())
    def test_the_other_way_round_is_the_mirror(self, pair):
        """diff(B, A) has the changes and the movements of diff(A, B), seen from the other side."""
        old, new, person = pair
        there, back = difference(old, new, person), difference(new, old, person)

        assert [*map(mirrored, there.changes)] == list(back.changes)
        assert [(m.who, m.role, m.before, m.after) for m in there.movements] == [
            (m.who, m.role, m.after, m.before) for m in back.movements
        ]

    @given(worlds(), st.randoms())
    def test_order_is_no_difference(self, world, random):
        """For all A: diff(A, A) is empty, in whatever order files, entries, keys and sources stand."""
        documents = [_shuffled(tree, random) for tree in world.documents]
        random.shuffle(documents)

        assert not rp.diff(world.catalog, assembled(documents, "1" * 64))

    @given(pairs(other=False))
    def test_one_part_at_a_time(self, pair):
        """What is left to change after some parts are applied is what was not applied."""
        old, new, _ = pair
        found = rp.diff(old.catalog, new.catalog)
        for count in {0, 1, len(found.changes) // 2, len(found.changes)}:
            left = rp.diff(found.applied(found.changes[:count]), new.catalog, contexts=[])

            assert left.changes == found.changes[count:]


def _scored(catalog, person, role, context):
    known = catalog.person(
        person.id,
        facts=[one for one in (*person.facts, *person.unrecognised) if isinstance(one, rp.Fact)],
        closed=[name for name in person.closed if name == "all" or name in catalog.descriptors],
        roles_held=person.roles_held,
        unknown="report",
        as_of=person.as_of or None,
    )
    known_role = catalog.roles[role]
    fit = catalog.scorer(role, context).score(known) if known_role else None
    return fit.low, fit.supported, fit.high, fit.proven, fit.extras


def _known(catalog, person, context):
    try:
        return _scored(rp.Catalog(**_parts(catalog)), person, "generated:target", context)
    except rp.PersonError:
        return None


def _parts(catalog):
    return {
        name: getattr(catalog, name) for name in ("packs", "scales", "vocabularies", "descriptors", "relations")
    } | {
        "roles": catalog.roles,
        "fingerprint": catalog.fingerprint,
    }


#: Lists whose order says something.
_ORDERED = {"levels", "below", "languages"}


def _shuffled(tree, random, name=""):
    if isinstance(tree, dict):
        ordered = {"terms"} if tree.get("ordered") else set()
        items = [
            (key, _shuffled(value, random, key if key not in ordered else "levels")) for key, value in tree.items()
        ]
        random.shuffle(items)
        return dict(items)
    if isinstance(tree, list):
        items = [_shuffled(item, random) for item in tree]
        if name not in _ORDERED:
            random.shuffle(items)
        return items
    return tree
