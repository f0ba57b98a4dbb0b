"""Results as JSON: the keys of each type, and in a language the words beside ids.

The schemas under ``schemas/results`` are made from the same table and the types of the values
(:mod:`roleprofile.presentation.result_schemas`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, get_type_hints

from attrs import frozen

from roleprofile.careers.assessment import Assessment
from roleprofile.careers.grades import GradeChange, Progression, ReachedGrade
from roleprofile.careers.paths import MovePath, PathStep
from roleprofile.careers.plan import Obstacle, Plan, PlanStep
from roleprofile.careers.ranking import RankedMove
from roleprofile.careers.routes import Route
from roleprofile.careers.value_changes import ValueChange
from roleprofile.careers.what_if import ContributionChange, WhatIf
from roleprofile.errors import CODES, Problem
from roleprofile.model.approval import Approval
from roleprofile.model.development import OptionKind
from roleprofile.model.grades import grade_ids
from roleprofile.model.pack import Verdict
from roleprofile.model.pack_file import Place
from roleprofile.model.person import Evidence, Fact
from roleprofile.model.role import Role
from roleprofile.model.transition import Mode
from roleprofile.model.values import FrozenMap, Text, Value
from roleprofile.pay.estimate import PayEstimate, PayPart
from roleprofile.presentation.language import Words
from roleprofile.presentation.phrases import Phrases
from roleprofile.quality.cases.results import CaseResult, Check, Seen
from roleprofile.quality.diff.attribution import Movement, RuleEffect, Score
from roleprofile.quality.diff.changes import Field, RuleChange
from roleprofile.quality.diff.difference import Difference, SameVersion, Unknown
from roleprofile.quality.diff.renames import Renamed
from roleprofile.quality.mutation.mutants import Mutation
from roleprofile.quality.mutation.report import MutationReport
from roleprofile.quality.mutation.sensitivity import Judgement, Move
from roleprofile.scoring.compiled import (
    AppliedVariant,
    CitedSource,
    CompiledRequirement,
    CompiledRole,
    Criterion,
    Onboarding,
    ScaleView,
    State,
)
from roleprofile.scoring.contributions import (
    Contribution,
    CriterionResult,
    Gap,
    HeldValue,
    Minimum,
    Question,
    Step,
    Surplus,
)
from roleprofile.scoring.coverage import Coverage, CoverageCell, CoverageRow
from roleprofile.scoring.fit import Fit
from roleprofile.scoring.forms import ContextField, FactField, FieldChoice, PackSummary, RoleSummary, Summary
from roleprofile.scoring.scorer import Ranked, Ranking

#: The words that stand beside an id of these types.
_NAMES: dict[Any, Callable[[Words, Any], str]] = {
    Verdict: Words.verdict,
    State: lambda words, state: words.states[state],
    Mode: lambda words, mode: words.modes[mode],
    OptionKind: lambda words, kind: words.option_kinds[kind],
}


@frozen
class Key:
    """A key of a result."""

    find: Callable[[Any], Any]
    #: The attributes that lead to the value; empty for a function.
    path: tuple[str, ...] = ()
    #: A function of the value's owner and of words in a language. The key is there in a language only.
    label: Callable[[Any, Any], Any] | None = None


@frozen
class Shape:
    """The keys of a type of results."""

    kind: type
    keys: dict[str, Key]

    def hint(self, key: str) -> Any:
        """The type of the value of a key."""
        one = self.keys[key]
        if not one.path:
            return get_type_hints(one.label or one.find)["return"]
        found: Any = self.kind
        for name in one.path:
            found = _hint_of(found, name)
        return found


def _hint_of(owner: Any, name: str) -> Any:
    hints = get_type_hints(owner)
    return hints[name] if name in hints else get_type_hints(getattr(owner, name).fget)["return"]


SHAPES: dict[type, Shape] = {}


def _shape(kind: type, fields: str, /, **functions: Callable[..., Any]) -> Shape:
    """List the keys of a type: ``name``, ``part.name`` for a field of a field, ``key=name`` under another key.

    ``functions`` compute the values of keys that ``fields`` lists as ``key=``. Those whose names end with ``_label``
    get words in the language as well, and come last.
    """
    keys: dict[str, Key] = {}
    for one in fields.split():
        key, sign, path = one.partition("=")
        path = path if sign else key
        key = key.rpartition(".")[2]
        keys[key] = Key(functions[key]) if sign and not path else Key(attrgetter(path), tuple(path.split(".")))
    keys |= {key: Key(one, label=one) for key, one in functions.items() if key.endswith("label")}
    found = SHAPES[kind] = Shape(kind, keys)
    return found


@cache
def _steps(kind: Any) -> tuple[tuple[str, Key, Callable[[Words, Any], str] | None, bool], ...]:
    """The keys of a type, the function for the words beside each value, and whether it is a text."""
    shape = SHAPES[kind]
    found = []
    for key, one in shape.keys.items():
        hint = None if one.label else shape.hint(key)
        found.append((key, one, named(hint), hint is Text))
    return tuple(found)


def named(hint: Any) -> Callable[[Words, Any], str] | None:
    """The function for the words beside a value of this type; ``None`` for others."""
    return next((words for kind, words in _NAMES.items() if hint in (kind, kind | None)), None)


def data_of(value: Any, words: Words | None = None) -> Any:
    """A result as maps, lists, texts and numbers; money is text, so that no digit is lost.

    Texts, and words beside ids, are in the language of ``words``, and left out without it.
    """
    kind = type(value)
    if kind in SHAPES:
        return _data_of(value, words)
    if isinstance(value, Mapping):
        return {key: data_of(inner, words) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [data_of(inner, words) for inner in value]
    return f"{value:f}" if isinstance(value, Decimal) else value


def _data_of(value: Any, words: Words | None) -> dict[str, Any]:
    if words is not None and isinstance(role := getattr(value, "role", None), CompiledRole):
        words = Phrases.about(role, words.language)
    found: dict[str, Any] = {}
    for key, one, name, is_text in _steps(value.__class__):
        if one.label or is_text:
            if words is not None:
                found[key] = data_of(one.label(value, words)) if one.label else words.text(one.find(value))
            continue
        inner = one.find(value)
        found[key] = data_of(inner, words)
        if name and words is not None:
            found[f"{key}_label"] = "" if inner is None else name(words, inner)
    return found


def json_of(value: Any, words: Words | None = None) -> str:
    """A result as JSON text."""
    return json.dumps(data_of(value, words), ensure_ascii=False, indent=2) + "\n"


def words_for(result: Any, language: str) -> Words:
    """The words of a language for a result; raises ``ValueError`` if neither the library nor the pack has it."""
    if isinstance(result, tuple | list):
        return words_for(result[0], language) if result else Words(language)
    role = _ROLE_OF[type(result)](result) if type(result) in _ROLE_OF else None
    return Phrases.about(role, language) if role is not None else Words(language, getattr(result, "languages", ()))


# --- fits


@frozen
class FitSummary:
    """The numbers and verdicts of a fit, without what explains them."""

    fit: Fit

    @property
    def role(self) -> CompiledRole:
        """The role of the fit."""
        return self.fit.role


def _brief(path: str) -> Callable[[Any], FitSummary]:
    """The fit at a path, in brief."""
    find = attrgetter(path)

    def fit(owner: Any) -> FitSummary:
        """The numbers and verdicts of the fit."""
        return FitSummary(find(owner))

    return fit


_VERDICTS = "verdict_low verdict_supported verdict_high"
_NUMBERS = (
    f"role=role.role person=person_id situation=role.context low supported high known proven extras {_VERDICTS} "
    "minimum=meets_minimum highest=situations.high verdict_highest=situations.verdict_high"
)


def _role_label(one: Any, words: Phrases) -> str:
    """The name of the role."""
    return words.text(one.role.label)


def _verdict_label(one: Any, words: Phrases) -> str:
    """The verdict, or the range of verdicts over all situations."""
    fit: Fit = getattr(one, "fit", one)
    return words.verdicts(fit.verdict_low, fit.situations.verdict_high)


_OF_FITS = {"role_label": _role_label, "verdict_label": _verdict_label}


def _of_fit() -> str:
    """The numbers of a fit as keys of its owner."""
    return " ".join(f"{key}=fit.{path or key}" for key, _, path in (one.partition("=") for one in _NUMBERS.split()))


_shape(FitSummary, _of_fit(), **_OF_FITS)


def _situations(fit: Fit) -> tuple[FitSummary, ...]:
    """The fit in every situation that makes a difference; one if every dimension of the context is given."""
    return tuple(map(FitSummary, fit.situations))


def _context_label(fit: Fit, words: Phrases) -> FrozenMap[str, tuple[str, str]]:
    """The name of each dimension of the situation, and of its term."""
    return FrozenMap(
        {key: (words.text(one), words.text(other)) for key, (one, other) in fit.role.context_labels.items()}
    )


_shape(
    Fit,
    f"{_NUMBERS} version=role.version context=role.given as_of=holdings.as_of assessed=is_assessed minimums "
    "contributions extra_contributions questions gaps surplus onboarding variants=role.variants situations= "
    "sources=role.sources arithmetic",
    **_OF_FITS,
    situations=_situations,
    context_label=_context_label,
)
_shape(Minimum, "id state label")
_shape(
    Contribution,
    "id weight possible low supported high credit_low credit_supported credit_high settled minimum group parts "
    "needed_for source basis label reason",
)
_shape(Evidence, "kind ref on until")
_shape(Fact, "descriptor value key evidence")


def _asked_label(one: Any, words: Phrases) -> str:
    """The level or the amount that is asked for."""
    return words.value(one.scale, one.asked)


def _held_label(part: CriterionResult, words: Phrases) -> str:
    """The value that counts, with a question mark if it is presumed."""
    return words.held(part)


def _evidence_label(part: CriterionResult, words: Phrases) -> tuple[str, ...]:
    """The names of the kinds of evidence that prove it."""
    return tuple(words.text(words.role.evidence[kind]) for kind in part.evidence)


_shape(
    CriterionResult,
    "descriptor scale asked how low supported high worth held stale expired dated_later evidence label",
    asked_label=_asked_label,
    held_label=_held_label,
    evidence_label=_evidence_label,
)
_shape(HeldValue, "value key percent how fact others key_label")


def _value_label(step: Step, words: Phrases) -> str:
    """The level or the amount."""
    return words.value(step.scale, step.value)


def _key_label(step: Step, words: Phrases) -> str:
    """The key, or those that count as much."""
    return words.either(map(words.text, step.key_labels))


_shape(Step, "descriptor key value adds label", value_label=_value_label, key_label=_key_label)
_shape(Gap, "id missing steps label")


def _text_of_question(one: Question, words: Phrases) -> str:
    """The question in a sentence, with the points that its answer can add."""
    return words.question(one)


_shape(Question, "id could_add minimum asks label", question_label=_text_of_question)


def _surplus_label(one: Surplus, words: Phrases) -> str:
    """The level or the amount that is held."""
    return words.value(one.scale, one.held)


_shape(Surplus, "id asked held label", asked_label=_asked_label, held_label=_surplus_label)
_shape(Onboarding, "id=entry.id within label=entry.label")
_shape(AppliedVariant, "id source label")
_shape(CitedSource, "title claim")


_shape(Ranked, f"place {_of_fit()}", verdict_label=_verdict_label)


def _people(ranking: Ranking) -> tuple[Ranked, ...]:
    """The people, best first; each is a flat row."""
    return tuple(ranking)


def _role_of_ranking(ranking: Ranking) -> str | None:
    """The full id of the role; null for a ranking of nobody."""
    return ranking[0].fit.role.role if ranking else None


def _context_of_ranking(ranking: Ranking) -> FrozenMap[str, str]:
    """The context as the caller gave it."""
    return ranking[0].fit.role.given if ranking else FrozenMap()


_shape(Ranking, "role= context= people=", role=_role_of_ranking, context=_context_of_ranking, people=_people)

# --- teams

_shape(CoverageCell, "person credit_low credit_supported credit_high covers")
_shape(CoverageRow, "id minimum=is_minimum possible people covered_by label")
_shape(Coverage, "role=role.role context=role.given requirements=rows")

# --- roles and forms


def _full_id(role: Role) -> str:
    """The full id."""
    return f"{role.pack}:{role.id}"


def _grades(role: Role) -> tuple[str, ...]:
    """The ids of its grades, lowest first."""
    return grade_ids(role.document)


def _document(role: Role) -> FrozenMap[str, Any]:
    """All that the role states after ``extends`` and patches, by ``roleprofile schema role``, in every language."""
    return role.document


_shape(
    Role,
    "id= version grade grades= document= label description",
    id=_full_id,
    grades=_grades,
    document=_document,
)

_shape(FieldChoice, "id broader label")
_shape(ContextField, "id ordered choices label")


def _unit_label(field: FactField, words: Words) -> str:
    """The unit of several; empty for levels."""
    return words.unit(field.unit, 2).partition(" ")[2] if field.unit else ""


_shape(FactField, "descriptor requirements could_add minimum evidence keys levels label", unit_label=_unit_label)
_shape(PackSummary, "id version languages label")
_shape(RoleSummary, "id version status grades dimensions label")
_shape(Summary, "packs roles fingerprint")

# --- grades


def _fits_by_grade(found: ReachedGrade) -> FrozenMap[str, FitSummary]:
    """The fit for each grade."""
    return FrozenMap({grade.id: FitSummary(fit) for grade, fit in zip(found.grades, found.fits, strict=True)})


_shape(ReachedGrade, "person=person_id role context low supported high out_of_order fits= label", fits=_fits_by_grade)


@frozen
class AskedCriterion:
    """A criterion with its levels as ids, or its amounts."""

    criterion: Criterion
    scale: ScaleView

    @property
    def asked(self) -> Value:
        """The level or amount that earns full credit."""
        return self.scale.value(self.criterion.asked)

    @property
    def at_least(self) -> Value:
        """The level or amount that a minimum requirement accepts."""
        return self.scale.value(self.criterion.at_least)


@frozen
class AskedRequirement:
    """What a role asks for in a grade."""

    entry: CompiledRequirement
    criteria: tuple[AskedCriterion, ...]

    @classmethod
    def of(cls, entry: CompiledRequirement | None, role: CompiledRole) -> AskedRequirement | None:
        """The entry of a role; ``None`` for none."""
        if entry is None:
            return None
        return cls(entry, tuple(AskedCriterion(leaf, role.scales[leaf.scale]) for leaf in entry.leaves))


@frozen
class AskedChange:
    """A change between two grades with what each of them asks for."""

    change: GradeChange
    before: AskedRequirement | None
    after: AskedRequirement | None


def _changes(found: Progression) -> tuple[AskedChange, ...]:
    """The requirements and extras that differ; those that end come last."""
    return tuple(
        AskedChange(one, AskedRequirement.of(one.before, found.before), AskedRequirement.of(one.after, found.after))
        for one in found.changes
    )


def _asked_value(one: AskedCriterion, words: Phrases) -> str:
    """The level or the amount that is asked for."""
    return words.value(one.criterion.scale, one.asked)


_shape(Progression, "role start=start.id goal=goal.id changes= new_duties label", changes=_changes)
_shape(AskedChange, "id=change.id before after asks_otherwise=change.asks_otherwise label=change.label")
_shape(AskedRequirement, "weight=entry.weight minimum=entry.minimum group=entry.group criteria")
_shape(
    AskedCriterion,
    "descriptor=criterion.descriptor asked at_least keys=criterion.keys label=criterion.label",
    asked_label=_asked_value,
)

# --- moves


def _needs(way: Route) -> FrozenMap[str, State]:
    """The state of each need of the transition."""
    return FrozenMap({need.id: need.state for need in way.needs})


def _depends_on(way: Any) -> tuple[str, ...]:
    """The unspecified dimensions that decide whether it holds."""
    return tuple(way.depends_on)


_shape(
    Route,
    f"id pack mode origin effort needs= needs_state {_VERDICTS} depends_on= source basis cited label reason",
    needs=_needs,
    depends_on=_depends_on,
)


def _origin_label(one: Any, words: Phrases) -> str:
    """The name of the role that is left; of a person, the id."""
    return words.who(one.origin_label, one.origin)


def _target_label(one: Assessment, words: Phrases) -> str:
    """The name of the role that is entered."""
    return words.text(one.fit.role.label)


_MOVE = f"origin origin_context months target {_VERDICTS} fit= similarity ways"
_shape(Assessment, _MOVE, fit=_brief("fit"), origin_label=_origin_label, target_label=_target_label)


def _move_origin_label(one: RankedMove, words: Phrases) -> str:
    """The name of the role that is left; of a person, the id."""
    return _origin_label(one.assessment, words)


def _move_target_label(one: RankedMove, words: Phrases) -> str:
    """The name of the role that is entered."""
    return _target_label(one.assessment, words)


_shape(
    RankedMove,
    "place demand " + " ".join(one if one == "fit=" else f"assessment.{one}" for one in _MOVE.split()),
    fit=_brief("assessment.fit"),
    origin_label=_move_origin_label,
    target_label=_move_target_label,
)
_shape(
    PathStep,
    f"origin origin_context target target_context way {' '.join(f'way.{one}' for one in _VERDICTS.split())} fit= "
    "target_label",
    fit=_brief("assessment.fit"),
    origin_label=_origin_label,
)
_shape(MovePath, "origin target effort needs_state steps", origin_label=_origin_label)

# --- plans


_shape(ContributionChange, "id points minimum label")
_shape(ValueChange, "descriptor key before presumed after asked label key_label")
_shape(
    WhatIf,
    "person=person.id supposed before= after= changed extras_changed",
    before=_brief("before"),
    after=_brief("after"),
)


def _job(step: PlanStep) -> FitSummary | None:
    """The person's fit for a stepping-stone job before it begins; null for other options."""
    return None if step.job is None else FitSummary(step.job)


_shape(
    PlanStep,
    "id pack kind effort gains after job= fit= source basis cited label description reason",
    job=_job,
    fit=_brief("fit"),
)
_shape(Obstacle, "id minimum=state asked reached label")
_shape(
    Plan,
    "person=person.id role=fit_before.role.role months reach possible best effort provided steps obstacles before= "
    "after=",
    before=_brief("fit_before"),
    after=_brief("fit_after"),
)

# --- pay

_shape(PayPart, "id kind amount paid main measured percent source basis label")


def _drivers(pay: PayEstimate) -> FrozenMap[str, str]:
    """The terms of the dimensions that move the pay."""
    return FrozenMap({driver.id: driver.value for driver in pay.drivers})


def _benchmark(pay: PayEstimate) -> FrozenMap[str, str | None]:
    """The id of the benchmark and what the caller said that it pays."""
    amount = data_of(pay.benchmark_amount)
    return FrozenMap({"id": pay.benchmark.id if pay.benchmark else None, "amount": amount})


_shape(
    PayEstimate,
    "role context currency period parts total variable variable_share drivers= benchmark= sources label",
    drivers=_drivers,
    benchmark=_benchmark,
)

# --- differences, cases, mutations and approvals

_shape(Approval, "body by on reference")


def _title(problem: Problem) -> str:
    """What the code means."""
    return CODES[problem.code]


_shape(Problem, "path line column pointer code message severity hint allowed excerpt width title=", title=_title)


def _one_rule(change: RuleChange) -> FrozenMap[str, str]:
    rule = change.rule
    return FrozenMap({"kind": rule.kind, "document": rule.home, "section": rule.section, "id": rule.id})


def _rules(one: RuleEffect | SameVersion | Renamed) -> tuple[FrozenMap[str, str], ...]:
    """The changed rules, by kind, document, section and id."""
    return tuple(map(_one_rule, one.changes))


def _entries(change: RuleChange) -> int:
    """The number of entries that come or go with a whole role or pack."""
    return len(change.rules) - 1


def _situation(movement: Movement) -> str | None:
    """The id of the situation; null for a context without a name."""
    return movement.situation or None


def _reason(unknown: Unknown) -> str | None:
    """Why the person cannot be scored there."""
    return unknown.reason or None


def _kind(name: str) -> Callable[[Any], str]:
    def kind(_: Any) -> str:
        """The kind of the result."""
        return name

    return kind


def _first_schema(_: Any) -> int:
    """The version of the schema."""
    return 1


_WHO = "who=who.id who_is=who.kind"
_shape(Place, "file line")
_shape(Field, "name before after wording")
_shape(
    RuleChange,
    "name rule.kind document=rule.home rule.section rule.id act wording fields entries= before=old_place "
    "after=new_place",
    entries=_entries,
)
_shape(Score, "low supported high proven extras verdict minimum")
_shape(RuleEffect, "rules= low supported high proven extras verdict minimum", rules=_rules)
_shape(Movement, f"{_WHO} role situation= context before after parts", situation=_situation)
_shape(Unknown, f"{_WHO} side names reason=", reason=_reason)
_shape(Renamed, "kind before after rules= wording", rules=_rules)
_shape(SameVersion, "role version rules=", rules=_rules)
_shape(
    Difference,
    "kind= schema= changes renames same_versions movements unknown",
    kind=_kind("difference"),
    schema=_first_schema,
)


def _claim(result: CaseResult) -> FrozenMap[str, str]:
    """The claim in each language."""
    return FrozenMap(result.claim)


def _seconds(result: CaseResult) -> float:
    """How long the case took, in seconds."""
    return round(result.seconds, 3)


def _noticed_by(mutation: Mutation) -> str | None:
    """The case that fails without the rule; null if none does."""
    return mutation.noticed_by or None


_shape(Seen, "context found")
_shape(Check, "expectation expected passed contexts wrong seen")
_shape(
    CaseResult,
    "case claim= role source file line outcome contexts error seconds= expectations=checks",
    claim=_claim,
    seconds=_seconds,
)
_shape(Mutation, "name kind act pack source noticed_by=", noticed_by=_noticed_by)
_shape(
    MutationReport,
    "kind= schema= unusable mutations",
    kind=_kind("mutation-results"),
    schema=_first_schema,
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


#: The role whose words a result is told in.
_ROLE_OF: dict[type, Callable[[Any], CompiledRole]] = {
    Fit: attrgetter("role"),
    Coverage: attrgetter("role"),
    Ranked: attrgetter("fit.role"),
    Assessment: attrgetter("fit.role"),
    RankedMove: attrgetter("assessment.fit.role"),
    MovePath: lambda path: path.steps[0].assessment.fit.role,
    Plan: attrgetter("fit_before.role"),
    WhatIf: attrgetter("before.role"),
    ReachedGrade: lambda found: found.fits[0].role,
    Progression: attrgetter("after"),
}
