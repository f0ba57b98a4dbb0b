"""Results as JSON, with one table of the fields of each type."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from operator import attrgetter
from typing import Any

from roleprofile.careers.assessment import Assessment
from roleprofile.careers.grades import GradeChange, Progression, ReachedGrade
from roleprofile.careers.paths import MovePath, PathStep
from roleprofile.careers.plan import Obstacle, Plan, PlanStep
from roleprofile.careers.ranking import RankedMove
from roleprofile.careers.routes import Route
from roleprofile.careers.value_changes import ValueChange
from roleprofile.careers.what_if import ContributionChange, WhatIf
from roleprofile.model.approval import Approval
from roleprofile.model.pack_file import Place
from roleprofile.pay.estimate import PayEstimate, PayPart
from roleprofile.quality.cases.results import CaseResult, Check, Seen
from roleprofile.quality.diff.attribution import Movement, RuleEffect, Score
from roleprofile.quality.diff.changes import Field, RuleChange
from roleprofile.quality.diff.difference import Difference, SameVersion, Unknown
from roleprofile.quality.mutation.mutants import Mutation
from roleprofile.quality.mutation.report import MutationReport
from roleprofile.quality.mutation.sensitivity import Judgement, Move
from roleprofile.scoring.fit import Fit
from roleprofile.scoring.scorer import Ranked

_SHAPES: dict[type, dict[str, Callable[[Any], Any]]] = {}


def _shape(kind: type, /, *fields: str, **others: Callable[[Any], Any]) -> None:
    """List the fields of a type: ``name``, ``part.name`` for a field of a field, ``key=name`` under another key.

    A function of ``others`` computes the value of its key. ``fields`` lists that key as ``key=`` to fix its position.
    """
    found = _SHAPES[kind] = {}
    for one in " ".join(fields).split():
        key, sign, path = one.partition("=")
        path = path if sign else key
        key = key.rpartition(".")[2]
        found[key] = others[key] if key in others else attrgetter(path)


def data_of(value: Any) -> Any:
    """A result as maps, lists, texts and numbers; money is text, so that no digit is lost."""
    shape = _SHAPES.get(type(value))
    if shape is not None:
        return {key: data_of(find(value)) for key, find in shape.items()}
    if isinstance(value, Mapping):
        return {key: data_of(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [data_of(inner) for inner in value]
    return f"{value:f}" if isinstance(value, Decimal) else value


def json_of(value: Any) -> str:
    """A result as JSON text."""
    return json.dumps(data_of(value), ensure_ascii=False, indent=2) + "\n"


def _asked(entry: Any) -> Any:
    """What a compiled requirement asks for, by the ranks of its scales; ``None`` for no requirement."""
    if entry is None:
        return None
    criteria = [
        {"descriptor": leaf.descriptor, "asked": leaf.asked, "at_least": leaf.at_least, "keys": leaf.keys}
        for leaf in entry.leaves
    ]
    return {"weight": entry.weight, "minimum": entry.minimum, "criteria": criteria}


_VERDICTS = "verdict_low verdict_supported verdict_high"
_shape(
    Fit,
    "low supported high known proven extras",
    _VERDICTS,
    "minimum=meets_minimum situation=role.context highest=situations.high verdict_highest=situations.verdict_high",
)
_shape(Ranked, "place person=fit.person_id fit")
_shape(
    ReachedGrade,
    "person=person_id role context low supported high out_of_order fits=",
    fits=lambda found: {grade.id: fit for grade, fit in zip(found.grades, found.fits, strict=True)},
)
_shape(
    Progression,
    "role start=start.id goal=goal.id changes new_duties",
)
_shape(GradeChange, "id before= after=", before=lambda one: _asked(one.before), after=lambda one: _asked(one.after))
_shape(ValueChange, "descriptor key before presumed after")

_shape(
    Route,
    "id mode reason effort needs= needs_state depends_on= source",
    needs=lambda way: {need.id: need.state for need in way.needs},
    depends_on=lambda way: list(way.depends_on),
)
_MOVE = (
    "origin",
    "origin_context",
    "target",
    "verdict_low",
    "verdict_supported",
    "verdict_high",
    "fit",
    "similarity",
    "ways",
)
_shape(Assessment, *_MOVE)
_shape(RankedMove, "place", *(f"assessment.{name}" for name in _MOVE))
_shape(
    PathStep,
    "origin origin_context target target_context way",
    *(f"way.{name}" for name in _VERDICTS.split()),
    "fit=assessment.fit",
)
_shape(MovePath, "origin target effort needs_state steps")

_shape(ContributionChange, "id points")
_shape(WhatIf, "person=person.id supposed before after changed")

_shape(PlanStep, "id pack kind effort gains after job fit source")
_shape(Obstacle, "id minimum=state asked reached")
_shape(
    Plan,
    "person=person.id fit_before.role.role reach possible best effort provided= steps obstacles before=fit_before "
    "after=fit_after",
    provided=lambda plan: [{"id": one.id, "state": one.state} for one in plan.provided],
)

_shape(PayPart, "id kind amount paid main measured percent source")
_shape(
    PayEstimate,
    "role context currency period parts total variable variable_share drivers= benchmark=",
    drivers=lambda pay: {driver.id: driver.value for driver in pay.drivers},
    benchmark=lambda pay: {"id": pay.benchmark.id if pay.benchmark else None, "amount": pay.benchmark_amount},
)

_shape(Approval, "body by on reference")


def _rule(change: RuleChange) -> dict[str, str]:
    rule = change.rule
    return {"kind": rule.kind, "document": rule.home, "section": rule.section, "id": rule.id}


_WHO = "who=who.id who_is=who.kind"
_shape(Place, "file line")
_shape(Field, "name before after wording")
_shape(
    RuleChange,
    "name rule.kind document=rule.home rule.section rule.id act wording fields entries= before=old_place "
    "after=new_place",
    entries=lambda change: len(change.rules) - 1,
)
_shape(Score, "low supported high proven extras verdict minimum")
_shape(
    RuleEffect,
    "rules= low supported high proven extras verdict minimum",
    rules=lambda part: [*map(_rule, part.changes)],
)
_shape(
    Movement, _WHO, "role situation= context before after parts", situation=lambda movement: movement.situation or None
)
_shape(Unknown, _WHO, "side names reason=", reason=lambda unknown: unknown.reason or None)
_shape(SameVersion, "role version rules=", rules=lambda one: [*map(_rule, one.changes)])
_shape(
    Difference,
    "kind= schema= changes same_versions movements unknown",
    kind=lambda _: "difference",
    schema=lambda _: 1,
)

_shape(Seen, "context found")
_shape(Check, "expectation expected passed contexts wrong seen")
_shape(
    CaseResult,
    "case claim role source file line outcome contexts error seconds= expectations=checks",
    seconds=lambda result: round(result.seconds, 3),
)
_shape(Mutation, "name kind act pack source noticed_by=", noticed_by=lambda one: one.noticed_by or None)
_shape(
    MutationReport,
    "kind= schema= unusable mutations",
    kind=lambda _: "mutation-results",
    schema=lambda _: 1,
)
_shape(Move, "value case")
_shape(Judgement, "name role value tried_down tried_up down up")


def cases_json(results: tuple[CaseResult, ...]) -> str:
    """Case results as JSON: the counts by outcome, and all cases with their expectations."""
    counts = Counter(result.outcome for result in results)
    return json_of({"kind": "case-results", "schema": 1, "counts": dict(sorted(counts.items())), "cases": results})


def mutations_json(report: MutationReport, judgements: tuple[Judgement, ...] | None = None) -> str:
    """A mutation report as JSON, with the judgements if they are given."""
    return json_of({**data_of(report), **({} if judgements is None else {"judgements": judgements})})
