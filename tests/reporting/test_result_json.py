"""Results as JSON: each follows its published schema, and words stand beside ids in a language only."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator

import roleprofile as rp
from roleprofile.cli.run import app
from roleprofile.editors import self_contained
from roleprofile.presentation.language import matched
from roleprofile.presentation.result_schemas import PRINTED, RESULTS, result_schema

sys.path.insert(0, str(Path(__file__).parents[1] / "laws"))
from worked import catalog_of, role

ROLE = "account-manager"
WHERE = "large-metal-products"
PAY = rp.PayInputs(
    currency="PHP",
    amounts={"guaranteed": 15_000, "retention": 0},
    measures={"closed-deal-value": 400_000},
    shares={"commission": 5},
)


def results():
    """Results of every kind, by the name of their schema; some kinds have several."""
    catalog = rp.load()
    ladder = rp.load("examples/data-analysts")
    analyst = ladder.people["data-analysts:analyst-of-two-years"]
    people = sorted(catalog.people.values(), key=lambda one: one.id)
    person = catalog.people["account-management:metal-engineer-in-sales"]
    for where in (WHERE, "any-employer", "small-retail"):
        fits = [catalog.scorer(ROLE, where).score(one) for one in people]
        yield from (("fit", fit) for fit in fits)
        yield "ranking", rp.rank(fits)
        if where != "any-employer":
            yield "coverage", rp.cover(fits)
        for one in (person, "deputy-head-of-pr"):
            yield "assessment", catalog.assess_transition(one, ROLE, where)
        yield from (("ranked-move", one) for one in catalog.rank_origins(ROLE, where)[:5])
        yield from (("path", one) for one in catalog.paths("direct-sales-representative", ROLE, where)[:3])
    yield "ranking", rp.rank([])
    for reach in ("viable", "strong"):
        for one in (person, "analyst", catalog.people["account-management:first-job-talker"]):
            yield "plan", catalog.plan(one, ROLE, WHERE, reach=reach)
    yield "what-if", catalog.what_if(person, ROLE, WHERE, [rp.Fact("dialogue", "expert")])
    yield (
        "what-if",
        catalog.what_if("deputy-head-of-pr", ROLE, WHERE, [rp.Fact("sales-experience", 12, "retail-trade")]),
    )
    yield "pay", catalog.estimate_pay(ROLE, WHERE, PAY)
    yield "reached-grade", ladder.grade_of(analyst, "data-analyst")
    yield "progression", ladder.progression("data-analyst", "senior", "lead")
    yield "difference", rp.diff(ladder, rp.load("examples/data-analysts", as_of="2026-01-01"))
    yield from (("role", role) for role in (*catalog.roles.values(), *ladder.roles.values()))
    yield "summary", catalog.summary()
    yield from (("context-field", one) for one in catalog.dimensions_of(ROLE))
    yield from (("fact-field", one) for one in catalog.questions_for(ROLE, "any-employer"))
    yield "mutations", rp.quality.mutate(rp.load("examples/data-analysts"), ["data-analysts"])


RESULTS_OF_ALL_KINDS = list(results())


def strict(schema):
    """The schema without room for keys that it does not name, and with each key required, as in a language."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: strict(value) for key, value in schema.items()}
    if "required" in schema:
        found |= {"additionalProperties": False}
    return found


class TestResults:
    def test_there_is_one_of_every_kind(self):
        assert {name for name, _ in RESULTS_OF_ALL_KINDS} == RESULTS.keys()

    @pytest.mark.parametrize("language", [None, "en", "fil"])
    def test_each_follows_its_schema(self, language):
        validators = {name: Draft7Validator(strict(self_contained(f"result/{name}"))) for name in RESULTS}
        for name, result in RESULTS_OF_ALL_KINDS:
            found = result.to_dict(language)
            assert json.loads(json.dumps(found)) == found
            assert [error.message for error in validators[name].iter_errors(found)] == []

    def test_words_are_there_in_a_language_only(self):
        for name, result in RESULTS_OF_ALL_KINDS:
            labels = [key for key in keys_in(result.to_dict()) if key.endswith("label")]
            assert labels == [] or name == "role", name
        fit = next(result for name, result in RESULTS_OF_ALL_KINDS if name == "fit")

        assert (fit.to_dict("en")["role_label"], fit.to_dict("fil")["role_label"]) == (
            "Account manager",
            fit.role.label["fil"],
        )
        assert fit.to_dict("fil-PH") == fit.to_dict("fil") != fit.to_dict("en") == fit.to_dict("en-US")
        with pytest.raises(rp.ArgumentValueError, match="no texts in 'de'; there are en, fil"):
            fit.to_dict("de")
        with pytest.raises(ValueError, match="no texts in ''"):
            fit.to_dict("")

    def test_the_numbers_are_those_of_the_fit(self):
        for fit in (result for name, result in RESULTS_OF_ALL_KINDS if name == "fit"):
            found = fit.to_dict()

            assert (found["low"], found["verdict_low"], found["minimum"]) == (
                fit.low,
                fit.verdict_low,
                fit.meets_minimum,
            )
            assert sum(one["low"] for one in found["contributions"]) == found["low"]
            assert [one["low"] for one in found["situations"]] == [one.low for one in fit.situations]
            assert found["highest"] == max(one["high"] for one in found["situations"])

    def test_a_ranking_is_a_table(self):
        ranking = next(result for name, result in RESULTS_OF_ALL_KINDS if name == "ranking")
        rows = ranking.to_dict()["people"]

        assert [(row["place"], row["person"]) for row in rows] == [(one.place, one.fit.person_id) for one in ranking]
        assert len({tuple(row) for row in rows}) == 1

    def test_the_grades_of_a_progression_are_compared_by_level(self):
        (found,) = (result.to_dict("en") for name, result in RESULTS_OF_ALL_KINDS if name == "progression")
        sides = [change[side] for change in found["changes"] for side in ("before", "after") if change[side]]
        criteria = [one for side in sides for one in side["criteria"]]

        assert {type(one["asked"]) for one in criteria} <= {str, int}
        assert all(one["asked_label"] for one in criteria)


def keys_in(tree):
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield key
            yield from keys_in(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from keys_in(value)


class TestInOneLine:
    def test_is_how_every_result_shows_itself(self):
        for _, result in RESULTS_OF_ALL_KINDS:
            assert len(repr(result)) < 200
            assert "\n" not in repr(result)

    def test_is_how_catalogs_scorers_people_and_documents_show_themselves(self):
        catalog = rp.load()
        person = catalog.people["account-management:first-job-talker"]
        scorer = catalog.scorer(ROLE, WHERE)

        assert repr(catalog) == "<Catalog of account-management 1.0.0, core 1.0.0: 13 roles>"
        assert repr(catalog.role(ROLE)) == "<Role account-management:account-manager>"
        assert repr(person) == "<Person first-job-talker: 2 facts, 0 roles held>"
        assert repr(scorer).startswith("<Scorer of account-management:account-manager in {'company-size': 'large'")
        assert repr(catalog.roles).startswith("<FrozenMap of 13: 'account-management:account-manager', ")
        for one in (catalog.roles, catalog.packs, scorer.role, scorer.rules, catalog.people, catalog.scales):
            assert len(repr(one)) < 800

    def test_equal_fits_have_one_hash(self):
        catalog = rp.load()
        for where in (WHERE, "any-employer"):
            first, second = (
                catalog.scorer(ROLE, where).score(catalog.people["account-management:first-job-talker"])
                for _ in range(2)
            )
            assert first == second
            assert {first: "found"}[second] == "found"


class TestFields:
    def test_of_one_descriptor_have_the_keys_of_every_requirement(self):
        """Two requirements read a degree: law for a minimum, engineering for points."""
        law = {"id": "law", "descriptor": "education", "for": "law", "asks": "bachelor", "necessity": "minimum"}
        trade = {"id": "trade", "descriptor": "education", "for": {"engineering": 100}, "asks": "master", "weight": 3}
        found = catalog_of(role("both", [law, trade])).questions_for("both", {})
        (field,) = found

        assert (sorted(field.requirements), field.minimum) == (["law", "trade"], "unknown")
        assert {"law", "engineering", "mechanical"} == {key.id for key in field.keys}
        assert len(field.keys) == 3

    def test_show_themselves_as_text_in_a_notebook(self):
        """They have no page, so a notebook takes their line."""
        catalog = rp.load()
        for one in (catalog.summary(), *catalog.dimensions_of(ROLE)):
            assert not hasattr(one, "_repr_html_")

    def test_catalogs_and_roles_show_themselves_as_tables_in_a_notebook(self):
        catalog = rp.load()

        assert "<code>account-manager</code>" in catalog._repr_html_()
        assert "<code>dialogue</code>" in catalog.role(ROLE)._repr_html_()


COMMANDS = {
    "approvals": ("approvals", "examples/data-analysts"),
    "case-results": ("test", "profiles"),
    "problem-statistics": ("check", "tests/packs/amount-or-level", "--statistics"),
    "problems": ("check", "tests/packs/amount-or-level"),
    "resolved-role": ("show", ROLE, "--resolved", "--context", WHERE),
}


class TestPrinted:
    @pytest.mark.parametrize("name", PRINTED)
    def test_what_a_command_prints_follows_its_schema(self, call, monkeypatch, name):
        monkeypatch.chdir(Path(__file__).parents[2])
        found = json.loads(call(*COMMANDS[name], "--format", "json")[1])
        # The document follows a schema of its own.
        schema = strict(self_contained(f"result/{name}"))
        schema["properties"].get("document", {}).pop("additionalProperties", None)

        assert [error.message for error in Draft7Validator(schema).iter_errors(found)] == []


class TestSchemas:
    @pytest.mark.parametrize("name", [*RESULTS, *PRINTED])
    def test_the_published_one_is_that_of_the_code(self, name):
        """``python -m roleprofile.presentation.result_schemas schemas/results`` writes them."""
        published = self_contained(f"result/{name}")

        assert published == result_schema(name)
        Draft7Validator.check_schema(published)

    @pytest.mark.parametrize("name", RESULTS)
    def test_every_key_says_what_it_means(self, name):
        schema = result_schema(name)
        for owner, shape in {name: schema, **schema["definitions"]}.items():
            assert shape["description"], owner
            assert [key for key, one in shape["properties"].items() if not one["description"]] == []


class TestCommands:
    @pytest.mark.parametrize(
        "arguments, name, make",
        [
            (
                ["score", "first-job-talker", ROLE, "--context", WHERE],
                "fit",
                lambda c: c.scorer(ROLE, WHERE).score(c.people["account-management:first-job-talker"]),
            ),
            (
                ["plan", "first-job-talker", ROLE, "--context", WHERE],
                "plan",
                lambda c: c.plan(c.people["account-management:first-job-talker"], ROLE, WHERE),
            ),
            (
                ["what-if", "first-job-talker", ROLE, "dialogue=expert", "--context", WHERE],
                "what-if",
                lambda c: c.what_if(
                    c.people["account-management:first-job-talker"], ROLE, WHERE, [rp.Fact("dialogue", "expert")]
                ),
            ),
        ],
    )
    @pytest.mark.parametrize("language", ["en", "fil"])
    def test_print_exactly_the_result(self, arguments, name, make, language):
        found = CliRunner().invoke(app, [*arguments, "--format", "json", "--lang", language])

        assert json.loads(found.stdout) == make(rp.load()).to_dict(language)
        Draft7Validator(self_contained(f"result/{name}")).validate(json.loads(found.stdout))


@pytest.mark.parametrize(
    "tag, expected",
    [
        ("fil", "fil"),
        ("fil-PH", "fil"),
        ("FIL_ph", "fil"),
        ("zh-Hant-TW", "zh-Hant"),
        ("zh-Hans", "zh"),
        ("en-x-y", "en"),
        ("f", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_language_tag_means_the_nearest_known_language(tag, expected):
    assert matched(tag, ["en", "fil", "zh", "zh-Hant"]) == expected
