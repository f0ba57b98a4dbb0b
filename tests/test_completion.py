"""Completion in IPython, which asks jedi: every result and the catalog offer what they have."""

import jedi
import pytest

import roleprofile as rp
from examples import once

pytestmark = once

ROLE, WHERE = "account-manager", "large-metal-products"


@pytest.fixture(scope="module")
def names():
    catalog = rp.load()
    person = catalog.people["account-management:metal-engineer-in-sales"]
    fit = catalog.scorer(ROLE, WHERE).score(person)
    return {
        "catalog": catalog,
        "role": catalog.role(ROLE),
        "person": person,
        "fit": fit,
        "ranking": rp.rank([fit]),
        "coverage": rp.cover([fit]),
        "moves": catalog.rank_origins(ROLE, WHERE),
        "path": catalog.paths("analyst", ROLE, WHERE)[0],
        "plan": catalog.plan(person, ROLE, WHERE),
        "what_if": catalog.what_if(person, ROLE, WHERE, [rp.Fact("dialogue", "expert")]),
    }


@pytest.mark.parametrize(
    "typed, offered",
    [
        ("catalog.", {"scorer", "plan", "rank_origins", "person_from_dict", "roles"}),
        ("role.", {"label", "requirements", "variants", "to_dict"}),
        ("person.", {"facts", "roles_held", "id"}),
        ("fit.", {"low", "verdict_low", "gaps", "questions", "contributions", "explain", "to_dict", "to_html"}),
        ("fit.gaps[0].", {"missing", "steps", "label"}),
        ("fit.contributions[0].", {"credit_low", "possible", "minimum"}),
        ("ranking[0].", {"place", "fit"}),
        ("ranking[0].fit.", {"low", "explain"}),
        ("coverage.", {"rows", "uncovered", "fragile", "explain"}),
        ("moves[0].", {"place", "assessment"}),
        ("path.", {"steps", "effort", "explain"}),
        ("plan.", {"steps", "possible", "obstacles", "explain"}),
        ("what_if.", {"before", "after", "changed"}),
    ],
)
def test_offers_what_there_is(names, typed, offered):
    found = {one.name for one in jedi.Interpreter(typed, [names]).complete()}

    assert offered - found == set()
