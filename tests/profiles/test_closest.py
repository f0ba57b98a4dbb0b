"""S4.4: the deputy head of public relations comes closest of all, computed from what a holder brings, not declared."""

from itertools import product

import pytest
from attrs import evolve

import roleprofile as rp
from examples import once
from roleprofile.evaluation.subjects import typical_incumbent
from roleprofile.model.convert import structure
from roleprofile.model.pack import VERDICTS
from roleprofile.model.role import Role
from roleprofile.model.values import FrozenMap, freeze
from roleprofile.rules.holdings import MONTHS_HELD

pytestmark = once

PACK = "account-management"
TARGET = f"{PACK}:account-manager"
DEPUTY = f"{PACK}:deputy-head-of-pr"
OUTSIDE_SALES = [
    f"{PACK}:{name}"
    for name in (
        "administrator",
        "analyst",
        "assistant-manager",
        "consultant",
        "head-of-specialist-department",
        "leading-specialist",
        "merchandise-specialist",
        "pr-specialist",
        "press-secretary",
    )
]


@pytest.fixture(scope="module")
def catalog():
    return rp.load()


def contexts(catalog):
    """Every company size, market group and tier of employer."""
    known = {name: vocabulary for name, (_, vocabulary) in catalog.dimensions(PACK).items()}
    names = ("company-size", "market", "employer-tier")
    for terms in product(*([term.id for term in known[name].terms] for name in names)):
        yield {**dict(zip(names, terms, strict=True)), "region": "unspecified"}


@pytest.fixture(scope="module")
def scorers(catalog):
    return [(context, catalog.scorer(TARGET, context)) for context in contexts(catalog)]


def place(fit):
    """What a ranking goes by: the verdict, then the score that is certain."""
    return (-VERDICTS.index(fit.verdict_low), fit.low)


def holder_place(catalog, role, context, scorer):
    return place(scorer.score(typical_incumbent(catalog, role, context)))


@pytest.fixture(scope="module")
def runners_up(catalog, scorers):
    """For each context, the best place of anybody else outside sales."""
    return [
        max(holder_place(catalog, catalog.roles[name], context, scorer) for name in OUTSIDE_SALES)
        for context, scorer in scorers
    ]


def with_provides(role, provides):
    document = FrozenMap({**role.document, "provides": freeze(provides)})
    return evolve(structure(document, Role), pack=role.pack, document=document)


def one_down(catalog, descriptor, value):
    """A value one level lower, an amount halved; ``None`` where nothing is left of it."""
    inner = value["value"] if hasattr(value, "keys") else value
    scale = catalog.scale_of(catalog.descriptor(descriptor, PACK))
    if inner == MONTHS_HELD:
        return None
    rank = scale.rank(inner)
    lower = rank // 2 if scale.is_amount else rank - 1
    if lower <= 0:
        return None
    level = lower if scale.is_amount else scale.level_ids[lower]
    return {**value, "value": level} if hasattr(value, "keys") else level


def lowered(catalog, role, only=None):
    """The role with what its holders bring one level lower: everything, or one entry alone."""
    found = {}
    for name, given in role.document["provides"].items():
        keyed = bool(catalog.descriptor(name, PACK).keys)
        entries = dict(given) if keyed else {"": given}
        for key in entries:
            if only in (None, (name, key)):
                entries[key] = one_down(catalog, name, entries[key])
        left = {key: value for key, value in entries.items() if value is not None}
        if left:
            found[name] = left if keyed else left[""]
    return with_provides(role, found)


def entries_of(catalog, role):
    for name, given in role.document["provides"].items():
        yield from ((name, key) for key in (given if catalog.descriptor(name, PACK).keys else ("",)))


def test_every_way_in_that_is_declared_is_compared(catalog):
    declared = {f"{PACK}:{one.origin}" for one in catalog.transitions if one.target == "account-manager"}
    outside = declared - {f"{PACK}:any", TARGET, f"{PACK}:direct-sales-representative", DEPUTY}

    assert outside == set(OUTSIDE_SALES)


def test_the_deputy_comes_first_in_every_context(catalog, scorers, runners_up):
    deputy = catalog.roles[DEPUTY]
    for (context, scorer), others in zip(scorers, runners_up, strict=True):
        assert holder_place(catalog, deputy, context, scorer) > others, context


def test_no_single_level_of_what_a_deputy_brings_decides_it(catalog, scorers, runners_up):
    deputy = catalog.roles[DEPUTY]
    weaker = {entry: lowered(catalog, deputy, entry) for entry in entries_of(catalog, deputy)}

    assert len(weaker) > 15
    for entry, role in weaker.items():
        for (context, scorer), others in zip(scorers, runners_up, strict=True):
            assert holder_place(catalog, role, context, scorer) > others, (entry, context)


def test_all_of_them_one_level_down_change_it_in_every_context(catalog, scorers, runners_up):
    role = lowered(catalog, catalog.roles[DEPUTY])
    for (context, scorer), others in zip(scorers, runners_up, strict=True):
        assert holder_place(catalog, role, context, scorer) < others, context


def test_somebody_from_outside_sales_is_viable_in_every_context(catalog, scorers):
    for context, scorer in scorers:
        assert holder_place(catalog, catalog.roles[DEPUTY], context, scorer)[0] >= -VERDICTS.index("viable"), context
