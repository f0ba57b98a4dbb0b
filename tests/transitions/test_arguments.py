"""What callers of the Python API get for arguments of the wrong kind: a word on what is wanted, at once."""

import pickle
import re
from operator import methodcaller

import pytest
from attrs import evolve

import roleprofile as rp
from roleprofile.model.values import NO_TEXT
from shipped_catalog import CATALOG

ROLE, PLACE = "account-manager", "small-retail"
PERSON = CATALOG.people["account-management:three-strengths"]
FACT = rp.Fact("dialogue", "advanced")
INPUTS = rp.PayInputs(currency="PHP", amounts={"guaranteed": 1, "retention": 0})

#: A method of the catalog with one argument that is wrong, and what is said of it.
WRONG = {
    "a role that is none": ("scorer", (None, PLACE), {}, "a role must be given as its id, not None"),
    "a role that is a number": ("scorer", (5, PLACE), {}, "a role must be given as its id, not 5"),
    "a role that is a list": ("scorer", ([ROLE], PLACE), {}, "a role must be given as its id, not ['account-manager']"),
    "a role that is a person": ("paths", (PERSON, PERSON, PLACE), {}, "a role must be given as its id, not <Person "),
    "a context that is none": ("scorer", (ROLE, None), {}, "a context must be a map of dimensions to terms"),
    "a context that is a list": ("scorer", (ROLE, ["market"]), {}, "a context must be a map of dimensions to terms"),
    "a context that is a class": ("scorer", (ROLE, dict), {}, "a context must be a map of dimensions to terms"),
    "a situation that is a list": ("situation", ([PLACE],), {}, "a situation must be given as its id, not ["),
    "a number too long to write": ("scorer", ([10**5000], PLACE), {}, "not a list that is too long to show"),
    "a term that is a list": ("scorer", (ROLE, {"market": ["software"]}), {}, "unknown market ['software']"),
    "a pay of no role": ("estimate_pay", (None, PLACE, INPUTS), {}, "a role must be given as its id, not None"),
    "no amounts": ("estimate_pay", (ROLE, PLACE, None), {}, "the pay must be given as rp.PayInputs(...), not None"),
    "an origin that is none": ("assess_transition", (None, ROLE, PLACE), {}, "a person or incumbent must be given as"),
    "an origin that is a list": ("paths", (["analyst"], ROLE, PLACE), {}, "a person or incumbent must be given as"),
    "an origin that is a fact": ("rank_targets", (FACT, PLACE), {}, "a person or incumbent must be given as"),
    "a person that is none": ("plan", (None, ROLE, PLACE), {}, "a person or incumbent must be given as"),
    "a person that is a number": ("what_if", (5, ROLE, PLACE, [FACT]), {}, "a person or incumbent must be given as"),
    "a place of an origin": (
        "assess_transition",
        ("analyst", ROLE, PLACE),
        {"origin_context": PLACE},
        "origin_context must be a map, such as {'employer-tier': 'newcomer'}, not \"small-retail\"",
    ),
    "a place of a path": (
        "paths",
        ("analyst", ROLE, PLACE),
        {"origin_context": 5},
        "origin_context must be a map, such as",
    ),
    "origins in one text": (
        "rank_origins",
        (ROLE, PLACE),
        {"origins": "analyst"},
        'origins must be a list of texts, such as ["analyst"], not "analyst"',
    ),
    "origins with none among them": (
        "rank_origins",
        (ROLE, PLACE),
        {"origins": ["analyst", None]},
        'origins must be a list of texts, such as ["analyst"], but contains None',
    ),
    "targets in one text": ("rank_targets", ("analyst", PLACE), {"targets": ROLE}, "targets must be a list of texts"),
    "a top in a text": ("rank_targets", ("analyst", PLACE), {"top": "3"}, "top must be a whole number"),
    "targets that are a number": (
        "rank_targets",
        ("analyst", PLACE),
        {"targets": 7},
        "targets must be a list of texts",
    ),
    "a demand that is a list": (
        "rank_origins",
        (ROLE, PLACE),
        {"demand": ["analyst"]},
        "demand must be a map, with a number for each role, not ['analyst']",
    ),
    "a demand in words": (
        "rank_targets",
        ("analyst", PLACE),
        {"demand": {ROLE: "many"}},
        'the demand for account-manager must be a whole number of at least 0, not "many"',
    ),
    "a change that is a fact alone": (
        "what_if",
        (PERSON, ROLE, PLACE, FACT),
        {},
        "changes must be a list of rp.Fact(...)",
    ),
    "a change that is a text": (
        "what_if",
        (PERSON, ROLE, PLACE, ["dialogue=basic"]),
        {},
        'changes must be a list of rp.Fact(...), but contains "dialogue=basic"',
    ),
    "changes in one text": (
        "what_if",
        (PERSON, ROLE, PLACE, "dialogue"),
        {},
        "changes must be a list of rp.Fact(...), not",
    ),
    "no changes": ("what_if", (PERSON, ROLE, PLACE, None), {}, "changes must be a list of rp.Fact(...), not None"),
    "a fact alone": ("person", ("c-1",), {"facts": FACT}, "facts must be a list of rp.Fact(...), not Fact("),
    "facts that are none": ("person", ("c-1",), {"facts": None}, "facts must be a list of rp.Fact(...), not None"),
    "roles held in one text": ("person", ("c-1",), {"roles_held": ROLE}, "roles_held must be a list of rp.RoleHeld"),
    "closed lists that are none": ("person", ("c-1",), {"closed": None}, "closed must be a list of texts"),
    "closed lists that are numbers": ("person", ("c-1",), {"closed": [1]}, "closed must be a list of texts"),
    "steps in words": (
        "paths",
        ("analyst", ROLE, PLACE),
        {"max_steps": "4"},
        "max_steps must be a whole number of at least",
    ),
    "a limit that is a truth": ("paths", ("analyst", ROLE, PLACE), {"limit": True}, "limit must be a whole number of"),
}


class TestSomethingOfTheWrongKind:
    @pytest.mark.parametrize("method, given, named, said", WRONG.values(), ids=WRONG)
    def test_is_refused_by_what_is_wanted(self, method, given, named, said):
        with pytest.raises((TypeError, rp.ContextError), match=re.escape(said)):
            methodcaller(method, *given, **named)(CATALOG)

    @pytest.mark.parametrize("wrong", [None, 5, "three-strengths", [PERSON]])
    def test_is_no_person_to_score(self, wrong):
        with pytest.raises(TypeError, match=r"a person must be given as catalog\.person"):
            CATALOG.scorer(ROLE, PLACE).score(wrong)

    @pytest.mark.parametrize("wrong", [None, 5, "fits", [1]])
    def test_cannot_be_ranked(self, wrong):
        with pytest.raises(TypeError, match=r"fits must be a list of results of scorer\.score"):
            rp.rank(wrong)

    @pytest.mark.parametrize("wrong", [None, ["profiles"], 5])
    def test_is_no_path(self, wrong):
        for read in (rp.load, lambda path: rp.load_person(path, CATALOG)):
            with pytest.raises(TypeError, match="a path must be given as text"):
                read(wrong)

    @pytest.mark.parametrize("wrong", [None, 5, ["en"]])
    def test_is_no_language(self, wrong):
        with pytest.raises(ValueError, match="there are en, fil"):
            CATALOG.scorer(ROLE, PLACE).score(PERSON).explain(wrong)

    def test_is_no_catalog_of_a_person(self):
        with pytest.raises(TypeError, match=r"the catalog must be given as rp\.load"):
            rp.load_person("someone.yaml", None)

    def test_is_no_context_of_a_role_held(self):
        with pytest.raises(TypeError, match="a context must be a map"):
            rp.RoleHeld("analyst", 24, "small-retail")

    @pytest.mark.parametrize("name", ["amounts", "measures", "shares"])
    def test_is_no_map_of_amounts(self, name):
        with pytest.raises(TypeError, match=f"{name} must be a map"):
            rp.PayInputs(currency="PHP", **{name: "guaranteed=1"})

    @pytest.mark.parametrize("wrong", ["valued", None, [1]])
    def test_is_no_list_of_conditions(self, wrong):
        with pytest.raises(TypeError, match='conditions must be a list of texts, such as \\["valued"\\]'):
            rp.PayInputs(currency="PHP", conditions=wrong)


MONTHS = {
    "assess_transition": ("analyst", ROLE, PLACE),
    "rank_origins": (ROLE, PLACE),
    "rank_targets": ("analyst", PLACE),
    "plan": ("analyst", ROLE, PLACE),
    "what_if": ("analyst", ROLE, PLACE, [FACT]),
}


class TestMonths:
    @pytest.mark.parametrize("wrong", [True, 3.5, "36", None])
    @pytest.mark.parametrize("method", MONTHS)
    def test_are_a_whole_number(self, method, wrong):
        with pytest.raises(TypeError, match="months must be a whole number from 0 to 1200, not "):
            methodcaller(method, *MONTHS[method], months=wrong)(CATALOG)

    @pytest.mark.parametrize("wrong", [-1, 1201])
    @pytest.mark.parametrize("method", MONTHS)
    def test_are_neither_below_zero_nor_more_than_a_life(self, method, wrong):
        with pytest.raises(ValueError, match=f"months must be a whole number from 0 to 1200, not {wrong}"):
            methodcaller(method, *MONTHS[method], months=wrong)(CATALOG)

    def test_may_be_none_at_all(self):
        assert CATALOG.assess_transition("analyst", ROLE, PLACE, months=0).months == 0


class TestADemand:
    @pytest.mark.parametrize("wrong", [True, 1.5, "3", None])
    def test_is_a_whole_number(self, wrong):
        with pytest.raises(TypeError, match="the demand for analyst must be a whole number of at least 0"):
            CATALOG.rank_origins(ROLE, PLACE, demand={"analyst": wrong})

    def test_is_not_below_zero(self):
        with pytest.raises(ValueError, match="the demand for analyst must be a whole number of at least 0, not -3"):
            CATALOG.rank_origins(ROLE, PLACE, demand={"analyst": -3})


class TestAVerdictToReach:
    @pytest.mark.parametrize(
        "wrong, said",
        [
            ("vialbe", '"vialbe" is no target verdict; one of: strong, viable, stretch; did you mean "viable"?'),
            ("remote", '"remote" is no target verdict; one of: strong, viable, stretch'),
            (None, "None is no target verdict; one of: strong, viable, stretch"),
            (["viable"], "['viable'] is no target verdict; one of: strong, viable, stretch"),
        ],
    )
    def test_is_one_that_not_everybody_has(self, wrong, said):
        with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
            CATALOG.plan(PERSON, ROLE, PLACE, reach=wrong)


class TestWhatIfOfARole:
    def test_is_that_of_its_typical_holder(self):
        found = CATALOG.what_if("analyst", ROLE, PLACE, [FACT])
        holder = CATALOG.plan("analyst", ROLE, PLACE).person

        assert found.person.id == "account-management:analyst"
        assert evolve(found, origin_label=NO_TEXT, months=None) == CATALOG.what_if(holder, ROLE, PLACE, [FACT])
        assert found.explain().startswith("Analyst → Account manager\n")
        assert "Based on what people usually bring after 36 months in the previous job," in " ".join(
            found.explain().split()
        )
        assert found.before.low == CATALOG.assess_transition("analyst", ROLE, PLACE).fit.low

    def test_hangs_on_the_months_held(self):
        new, old = (CATALOG.what_if("analyst", ROLE, PLACE, [FACT], months=months) for months in (0, 120))

        assert new.before.low <= old.before.low
        assert new.person.facts != old.person.facts


class TestAContextThatLacksSomething:
    def test_says_as_data_what_it_could_be(self):
        with pytest.raises(
            rp.ContextError, match="depends on the employer's situation, but some dimensions are missing"
        ) as caught:
            CATALOG.scorer(ROLE, {"market": "software"})
        error = caught.value

        assert error.missing == {"company-size": ("small", "medium", "large")}
        assert error.situations[0] == "any-employer"
        copied = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
        assert (str(copied), copied.missing, copied.situations) == (str(error), error.missing, error.situations)

    def test_is_told_apart_from_one_that_says_something_wrong(self):
        with pytest.raises(
            rp.ContextError,
            match=r"unknown market 'sea'.*depends on the employer's situation, but some dimensions are missing",
        ) as caught:
            CATALOG.scorer(ROLE, {"market": "sea"})

        assert caught.value.missing == {}
