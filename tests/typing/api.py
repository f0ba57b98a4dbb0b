"""Type-checked, never run: the public surface with the types that a user of the wheel sees."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, assert_type

import roleprofile as rp
from roleprofile.model.values import FrozenMap

catalog = rp.load()
assert_type(catalog, rp.Catalog)
assert_type(rp.load("a", Path("b"), on_error="skip", limits=rp.Limits(nodes=5)), rp.Catalog)
assert_type(rp.load("pack.json", as_of=date(2026, 3, 14), require="approved"), rp.Catalog)
assert_type(rp.load(as_of="2026-03-14", require=None), rp.Catalog)
assert_type(rp.load("a", discover="configured"), rp.Catalog)
assert_type(rp.load(discover=True).origins, FrozenMap[str, rp.documents.Origin])

fact = rp.Fact("dialogue", "advanced")
rp.Fact("sales-experience", 30, key="metal-products", evidence="work-record")
rp.Fact("education", "master", "law", rp.Evidence("certificate", ref="seen", on="2026-03"))
held = rp.RoleHeld("account-manager", 30, {"market": "metal-products"})

person = catalog.person("c-1", facts=[fact], closed="all", roles_held=[held], unknown="report")
assert_type(person, rp.Person)
assert_type(catalog.person("c-2", closed=["education"]), rp.Person)
assert_type(rp.load_person("c-3.yaml", catalog), rp.Person)
assert_type(rp.load_person("c-3.yaml", catalog, as_of=date(2026, 3, 14)).expired, tuple[rp.Fact, ...])
assert_type(catalog.person("c-4", as_of="2026-03-14").dated_later, tuple[rp.Fact, ...])
assert_type(person.unrecognised, tuple[rp.Fact | rp.RoleHeld, ...])

scorer = catalog.scorer("account-manager", {"company-size": "large"})
assert_type(scorer, rp.Scorer)
assert_type(catalog.scorer("account-manager", "large-metal-products"), rp.Scorer)

fit = scorer.score(person)
assert_type(fit, rp.Fit)
assert_type(fit.low, int)
assert_type(fit.supported, int)
assert_type(fit.high, int)
assert_type(fit.known, int)
assert_type(fit.extras, int)
assert_type(fit.percent("low"), Decimal)
assert_type(fit.verdict, str)
assert_type(fit.is_assessed, bool)
assert_type(fit.proven, int)
assert_type(fit.situations.verdict_high, rp.results.Verdict)
assert_type(fit.verdict_low, rp.results.Verdict)
assert_type(fit.meets_minimum, rp.results.State)
assert_type(fit.contributions, tuple[rp.results.Contribution, ...])
assert_type(fit.contributions[0].parts, tuple[rp.results.CriterionResult, ...])
assert_type(fit.contributions[0].possible, int)
assert_type(fit.questions, tuple[rp.results.Question, ...])
assert_type(fit.gaps, tuple[rp.results.Gap, ...])
assert_type(fit.surplus, tuple[rp.results.Surplus, ...])
assert_type(fit.explain("fil"), str)
assert_type(fit.to_record(), str)
assert_type(rp.Fit.from_record(b"{}"), rp.Fit)
assert_type(rp.replay("{}"), rp.Fit)
assert_type(rp.rank([fit]), rp.Ranking)
assert_type(rp.rank([fit])[0], rp.Ranked)
assert_type(fit.to_dict("fil"), dict[str, Any])
assert_type(fit.to_html(), str)
assert_type(catalog.person_from_dict({"id": "c-5"}), rp.Person)
assert_type(catalog.dimensions_of("analyst"), tuple[rp.results.ContextField, ...])
assert_type(catalog.questions_for("analyst", {}), tuple[rp.results.FactField, ...])
assert_type(catalog.summary(), rp.results.Summary)

found = catalog.paths("analyst", "account-manager", {"company-size": "large"}, limit=None, origin_context={})
assert_type(found, tuple[rp.MovePath, ...])
assert_type(found[0].steps, tuple[rp.results.PathStep, ...])
assert_type(found[0].effort, int)
planned = catalog.plan(person, "account-manager", "any-employer", reach="strong")
assert_type(planned, rp.Plan)
assert_type(planned.steps, tuple[rp.results.PlanStep, ...])
assert_type(planned.reach, rp.results.Reach)
assert_type(planned.steps[0].kind, rp.results.OptionKind)
assert_type(catalog.plan("analyst", "account-manager", {}).explain("fil"), str)
assert_type(catalog.paths(person, "account-manager", "any-employer", max_steps=2)[0].explain("fil"), str)

difference = rp.diff(catalog, catalog, people=[person], contexts=[{"market": "software"}, "any-employer"], holders=True)
assert_type(difference, rp.Difference)
assert_type(difference.changes, tuple[rp.results.RuleChange, ...])
assert_type(difference.movements, tuple[rp.results.Movement, ...])
assert_type(difference.movements[0].parts[0].low, int)

table = rp.tables.read_table(b"", "matrix.csv")
assert_type(table, rp.tables.CellTable)
assert_type(rp.tables.requirement_rows(Path("pack"), roles=["analyst"]).to_csv(), bytes)
assert_type(rp.tables.compare_table(table, Path("pack")).changes, tuple[rp.tables.CellChange, ...])
assert_type(rp.tables.compare_table(table, Path("pack")).files, Mapping[Path, bytes])
assert_type(rp.tables.text_rows(Path("pack"), language="fil"), rp.tables.Rows)
assert_type(rp.tables.texts_from_table(table, Path("pack")).changes, tuple[rp.tables.EntryChange, ...])
mapping = rp.tables.read_mapping(Path("mapping.yaml"))
assert_type(rp.tables.people_from_table(table, mapping, catalog), rp.tables.TableImport)
assert_type(rp.jsonresume.from_jsonresume({}, catalog, as_of="2026-03").unmatched, tuple[rp.jsonresume.Unmatched, ...])
assert_type(rp.formatting.person_yaml(person), str)
assert_type(rp.formatting.format_document(b"", Path("a.yaml"), "a.yaml").changed, bool)
assert_type(rp.editors.as_json(rp.editors.self_contained("role")), str)

try:
    rp.load("nowhere")
except rp.LoadError as error:
    assert_type(error.problems, tuple[rp.Problem, ...])
    assert_type(error.problems[0].line, int)

# What must not pass: a type checker says so where an ignore below is not needed.
rp.Fact("dialogue", 1.5)  # type: ignore[arg-type]
catalog.person("c-4", unknown="ignore")  # type: ignore[arg-type]
rp.load(on_error="collect")  # type: ignore[arg-type]
fit.low = 3  # type: ignore[misc]
fit.percent("lo")  # type: ignore[arg-type]
catalog.plan(person, "account-manager", {}, reach="excellent")  # type: ignore[arg-type]
rp.laod("a")  # type: ignore[attr-defined]


def misspelt(plan: rp.Plam) -> None:  # type: ignore[name-defined]
    """A name that is not there is no type."""
