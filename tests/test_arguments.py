"""What a caller can do wrong is an error of this library: a leaf of RoleProfileError, never a bare error of Python."""

from pathlib import Path

import pytest

import roleprofile as rp
from roleprofile.quality import run_cases
from roleprofile.quality.lint import lint

#: A value of each kind that a call may get by mistake.
WRONG = (None, 7, -1, 1.5, True, "", "nobody", b"x", (), [], [None], {}, {"x": 1}, {1: "x"}, object(), {"a"})
DATA = b"id,negotiation\nc-17,expert\n"
ROLE, FIRM = "account-manager", "large-metal-products"


@pytest.fixture(scope="module")
def catalog():
    return rp.load()


def calls(catalog, folder):
    """Each public function with arguments that are right, or nearly so."""
    (folder / "m.yaml").write_text(
        "kind: table-mapping\nschema: 1\nid: m\nof: people\nskills: [{name: negotiation, descriptor: negotiation}]\n"
    )
    mapping = rp.tables.read_mapping(folder / "m.yaml")
    person = catalog.people["account-management:three-strengths"]
    inputs = rp.PayInputs(
        currency="PHP",
        amounts={"guaranteed": 1, "retention": 0},
        measures={"closed-deal-value": 1},
        shares={"commission": 5},
    )
    fit = catalog.scorer(ROLE, FIRM).score(person)
    ways = catalog.assess_transition("analyst", ROLE, FIRM)
    plan = catalog.plan(person, ROLE, FIRM)
    change = [rp.Fact("dialogue", "expert")]
    table = rp.tables.read_table(DATA, "t.csv")
    return {
        "Catalog.scorer": (catalog.scorer, {"role": ROLE, "context": FIRM}),
        "Catalog.person": (
            catalog.person,
            {"id": "c-17", "facts": change, "closed": (), "roles_held": (), "unknown": "raise"},
        ),
        "Catalog.role": (catalog.role, {"ref": ROLE}),
        "Catalog.descriptor": (catalog.descriptor, {"ref": "negotiation"}),
        "Catalog.estimate_pay": (catalog.estimate_pay, {"role": ROLE, "context": FIRM, "inputs": inputs}),
        "Catalog.assess_transition": (
            catalog.assess_transition,
            {"origin": "analyst", "target": ROLE, "context": FIRM, "origin_context": None, "months": 12},
        ),
        "Catalog.rank_origins": (
            catalog.rank_origins,
            {"target": ROLE, "context": FIRM, "origins": None, "months": 12, "demand": None},
        ),
        "Catalog.rank_targets": (
            catalog.rank_targets,
            {"origin": person, "context": FIRM, "targets": None, "months": 12, "demand": None},
        ),
        "Catalog.plan": (
            catalog.plan,
            {"person": person, "role": ROLE, "context": FIRM, "reach": "viable", "months": 12},
        ),
        "Catalog.paths": (
            catalog.paths,
            {
                "origin": "analyst",
                "target": ROLE,
                "context": FIRM,
                "max_steps": 2,
                "limit": 3,
                "origin_context": None,
            },
        ),
        "Catalog.what_if": (
            catalog.what_if,
            {"person": person, "role": ROLE, "context": FIRM, "changes": change, "months": 12},
        ),
        "load": (rp.load, {"on_error": "raise", "limits": None, "as_of": None, "require": None, "discover": False}),
        "load_person": (rp.load_person, {"path": "p.yaml", "catalog": catalog, "unknown": "raise", "limits": None}),
        "Limits": (rp.Limits, {"nodes": 1, "depth": 1, "digits": 1}),
        "Evidence": (rp.Evidence, {"kind": "assessment", "ref": "", "on": ""}),
        "Fact": (rp.Fact, {"descriptor": "negotiation", "value": "expert", "key": "", "evidence": None}),
        "RoleHeld": (rp.RoleHeld, {"role": ROLE, "months": 3, "context": None}),
        "PayInputs": (
            rp.PayInputs,
            {"currency": "PHP", "period": "month", "amounts": {}, "measures": {}, "shares": {}},
        ),
        "Scorer.score": (catalog.scorer(ROLE, FIRM).score, {"person": person}),
        "rank": (rp.rank, {"fits": [fit]}),
        "Fit.percent": (fit.percent, {"name": "low"}),
        "Fit.explain": (fit.explain, {"language": "en"}),
        "Assessment.explain": (ways.explain, {"language": "en"}),
        "Plan.explain": (plan.explain, {"language": "en"}),
        "replay": (rp.replay, {"record": fit.to_record()}),
        "Fit.from_record": (rp.Fit.from_record, {"record": fit.to_record()}),
        "diff": (
            rp.diff,
            {"old": catalog, "new": catalog, "people": [person], "contexts": [FIRM], "holders": False},
        ),
        "lint": (lint, {"catalog": catalog, "packs": ["core"], "as_of": ""}),
        "run_cases": (run_cases, {"catalog": catalog, "cases": []}),
        "from_jsonresume": (
            rp.jsonresume.from_jsonresume,
            {
                "resume": {"skills": []},
                "catalog": catalog,
                "id": "c-17",
                "levels": None,
                "names": None,
                "as_of": None,
                "unrated": None,
                "reject": (),
            },
        ),
        "person_yaml": (rp.formatting.person_yaml, {"person": person}),
        "format_document": (
            rp.formatting.format_document,
            {"data": b"kind: person\nschema: 1\nid: p\n", "path": Path("p.yaml"), "shown": "p.yaml"},
        ),
        "read_table": (rp.tables.read_table, {"data": DATA, "path": "t.csv", "sheet": "", "delimiter": ""}),
        "requirement_rows": (rp.tables.requirement_rows, {"roles": [ROLE]}),
        "draft_mapping": (
            rp.tables.draft_mapping,
            {"table": table, "catalog": catalog, "id": "m", "of": "people", "each_in": None, "header_row": None},
        ),
        "read_mapping": (rp.tables.read_mapping, {"path": folder / "m.yaml"}),
        "people_from_table": (
            rp.tables.people_from_table,
            {"table": table, "mapping": mapping, "catalog": catalog, "folder": folder},
        ),
        "roles_from_table": (
            rp.tables.roles_from_table,
            {"table": table, "mapping": mapping, "catalog": catalog, "pack": folder, "packs": ()},
        ),
        "descriptors_from_table": (
            rp.tables.descriptors_from_table,
            {"table": table, "catalog": catalog, "pack": folder, "packs": (), "mapping": mapping},
        ),
        "compare_table": (rp.tables.compare_table, {"table": table, "pack": folder, "packs": ()}),
        "text_rows": (rp.tables.text_rows, {"language": "de", "since": None}),
        "texts_from_table": (rp.tables.texts_from_table, {"table": table}),
        "catalog_schema": (rp.editors.catalog_schema, {"kind": "role", "catalog": catalog, "pack": "core"}),
        "self_contained": (rp.editors.self_contained, {"kind": "role"}),
        "file_name": (rp.editors.file_name, {"kind": "role"}),
    }


def test_a_wrong_argument_is_an_error_of_this_library(catalog, tmp_path):
    raw = []
    for name, (call, right) in calls(catalog, tmp_path).items():
        for argument in right:
            for wrong in WRONG:
                try:
                    call(**{**right, argument: wrong})
                except rp.RoleProfileError:
                    pass
                except Exception as error:  # noqa: BLE001 - each is one that the test is about
                    raw.append(f"{name}({argument}={wrong!r:.30}): {type(error).__name__}: {error!s:.60}")

    assert raw == []


@pytest.mark.parametrize("leaf, base", [(rp.ArgumentTypeError, TypeError), (rp.ArgumentValueError, ValueError)])
def test_it_is_still_the_error_of_python_that_callers_catch(leaf, base):
    assert issubclass(leaf, base)
    assert issubclass(leaf, rp.RoleProfileError)
