"""The digest of a rule: what can change a result changes it, and what only readers see does not."""

import copy

import strategies
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from examples import examples
from roleprofile.rules.canonical import rules_of
from roleprofile.rules.digests import RuleDigests


def digests(catalog):
    of_rules = RuleDigests(catalog)
    return {rule.id: of_rules.digest(rule) for rule in rules_of(catalog)}


def places(tree, wanted):
    """Every place of a tree that holds something of a type, as what holds it and the key there."""
    for key, value in list(tree.items() if isinstance(tree, dict) else enumerate(tree)):
        if type(value) is wanted and key != "schema":
            yield tree, key
        if isinstance(value, dict | list):
            yield from places(value, wanted)


def reworded(tree):
    """A document with every text for readers replaced."""
    if isinstance(tree, list):
        return [reworded(value) for value in tree]
    if not isinstance(tree, dict):
        return tree
    found = {key: {"en": "Other words", "fil": "Iba"} if key == "label" else reworded(v) for key, v in tree.items()}
    return found | ({"reason": {"en": "Because"}} if "weight" in found and "id" in found else {})


@given(world=strategies.worlds())
def test_other_words_are_no_other_meaning(world):
    """For every pack: with other labels, reasons and languages each rule has the same digest."""
    assert digests(strategies.assembled(map(reworded, world.documents))) == digests(world.catalog)


@given(world=strategies.worlds(), order=st.randoms())
def test_the_order_of_entries_is_no_meaning(world, order):
    """For every order of files, requirements, extras and variants each rule has the same digest."""
    documents = copy.deepcopy(list(world.documents))
    order.shuffle(documents)
    for tree in documents:
        for section in ("requirements", "extras", "variants"):
            order.shuffle(tree.get(section, []))

    assert digests(strategies.assembled(documents)) == digests(world.catalog)


def result(world, person):
    """All that a score says of a person; nothing where a number is one that the loader would have refused."""
    try:
        # What a role held brings is the meaning of that role.
        fit = world.scorer.score(world.person(person, roles_held=()))
    except (ValueError, LookupError, ArithmeticError):
        return None
    return (fit.low, fit.supported, fit.high, fit.extras, fit.verdict, fit.meets_minimum, fit.known)


@settings(max_examples=examples(100))
@given(st.data())
def test_what_changes_a_result_changes_the_digest(data):
    """For every number of a pack, and every person: another result after another number is another digest."""
    world, person = data.draw(strategies.cases(partial=False, size=3))
    before, digest = result(world, person), digests(world.catalog)["target"]
    by = data.draw(st.sampled_from((-1, 1, 20)))
    documents = copy.deepcopy(list(world.documents))
    for holder, key in [place for tree in documents for place in places(tree, int)]:
        number = holder[key]
        holder[key] = max(1, number + by)
        other = strategies.World(tuple(documents), strategies.assembled(documents), world.context)
        after = result(other, person)
        assert after in (None, before) or digests(other.catalog)["target"] != digest
        holder[key] = number


@given(st.data())
def test_another_weight_is_another_digest_of_that_role_alone(data):
    """For every requirement of a role: with another weight its role has another digest, and no other role has."""
    world = data.draw(strategies.worlds())
    documents = copy.deepcopy(list(world.documents))
    (target,) = (tree for tree in documents if tree["id"] == "target")
    weighed = [entry for entry in target["requirements"] if "weight" in entry]
    assume(weighed)
    data.draw(st.sampled_from(weighed))["weight"] += 1
    first, second = digests(world.catalog), digests(strategies.assembled(documents))

    assert {name for name in first if first[name] != second[name]} == {"target"}
