"""Make the schemas of results from the keys in :mod:`roleprofile.presentation.result_json` and the types of the values.

``python -m roleprofile.presentation.result_schemas schemas/results`` writes the files.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
import types
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

from roleprofile.careers.assessment import Assessment
from roleprofile.careers.grades import Progression, ReachedGrade
from roleprofile.careers.paths import MovePath
from roleprofile.careers.plan import Plan
from roleprofile.careers.ranking import RankedMove
from roleprofile.careers.what_if import WhatIf
from roleprofile.errors import Problem
from roleprofile.model.role import Role
from roleprofile.model.values import OneOrMore, Text, Value
from roleprofile.pay.estimate import PayEstimate
from roleprofile.presentation.result_json import SHAPES, Key, Shape, named
from roleprofile.quality.cases.results import CaseResult
from roleprofile.quality.diff.difference import Difference
from roleprofile.quality.mutation.report import MutationReport
from roleprofile.scoring.coverage import Coverage
from roleprofile.scoring.fit import Fit
from roleprofile.scoring.forms import ContextField, FactField, Summary
from roleprofile.scoring.scorer import Ranking

#: The results that have a schema of their own.
RESULTS: dict[str, type] = {
    "assessment": Assessment,
    "context-field": ContextField,
    "coverage": Coverage,
    "difference": Difference,
    "fact-field": FactField,
    "fit": Fit,
    "mutations": MutationReport,
    "path": MovePath,
    "pay": PayEstimate,
    "plan": Plan,
    "progression": Progression,
    "ranked-move": RankedMove,
    "ranking": Ranking,
    "reached-grade": ReachedGrade,
    "role": Role,
    "summary": Summary,
    "what-if": WhatIf,
}
_SIMPLE: dict[Any, dict[str, Any]] = {
    Any: {},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    Text: {"type": "string"},
    type(None): {"type": "null"},
    Decimal: {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    OneOrMore: {"type": "array", "items": {"type": "string"}},
    Value: {"type": ["string", "integer"]},
}


_NUMBERS: dict[str, Any] = {"type": "object", "additionalProperties": {"type": "integer"}}
_OBJECT: dict[str, Any] = {"type": "object"}
_TEXTS: dict[str, Any] = {"type": "array", "items": {"type": "string"}}


def _list_of(**keys: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "required": list(keys), "properties": keys}}


_STRING: dict[str, Any] = {"type": "string"}
_INTEGER: dict[str, Any] = {"type": "integer"}
#: What commands print that is no result: about it, its kind, and each key with its type and its meaning.
PRINTED: dict[str, tuple[str, str, dict[str, tuple[Any, str]]]] = {
    "approvals": (
        "The rules of packs with their approvals: `roleprofile approvals --format json`.",
        "rules",
        {
            "rules": (
                _list_of(
                    rule={"enum": ["role", "transition", "option"]},
                    id=_STRING,
                    digest=_STRING,
                    state={"enum": ["approved", "changed", "open"]},
                    approvals={"type": "array", "items": {"type": "object", "additionalProperties": _STRING}},
                ),
                "The rules: kind, full id, digest of what the rule says, state, and the approvals that hold.",
            )
        },
    ),
    "case-results": (
        "The cases of packs with their results: `roleprofile test --format json`.",
        "case-results",
        {
            "counts": (_NUMBERS, "The numbers of cases by outcome."),
            "cases": (tuple[CaseResult, ...], "The cases, in the order of the files."),
        },
    ),
    "problem-statistics": (
        "The numbers of problems by code: `roleprofile check --statistics --format json`.",
        "problem-statistics",
        {
            "counts": (_NUMBERS, "The numbers of errors and warnings."),
            "codes": (
                _list_of(code=_STRING, severity={"enum": ["error", "warning"]}, count=_INTEGER, title=_STRING),
                "The codes, sorted.",
            ),
        },
    ),
    "problems": (
        "The problems of files: `roleprofile check --format json`.",
        "problems",
        {
            "counts": (_NUMBERS, "The numbers of errors and warnings."),
            "problems": (tuple[Problem, ...], "The problems, sorted by file and place."),
        },
    ),
    "resolved-role": (
        "A whole role with the place of each value: `roleprofile show --resolved --format json`.",
        "",
        {
            "role": (_STRING, "The full id of the role."),
            "context": ({"type": "object", "additionalProperties": _STRING}, "The context, or nothing."),
            "variants": (_TEXTS, "The ids of the variants that apply, in their order."),
            "overlays": (
                {"type": "array", "items": _OBJECT},
                "The files behind it: what it extends, and patches.",
            ),
            "document": (_OBJECT, "The role as a document, by `roleprofile schema role`."),
            "places": (
                {
                    "type": "object",
                    "additionalProperties": {
                        "type": "object",
                        "required": ["path", "line"],
                        "properties": {"path": _STRING, "line": _INTEGER},
                    },
                },
                "The file and the line of each value, by its JSON pointer in the document.",
            ),
        },
    ),
}


#: The meaning of names that mean the same in every result.
_COMMON = {
    "act": "Whether it was added, changed or removed.",
    "after": "The state afterwards.",
    "asked": "The level or amount that earns full credit.",
    "basis": "Whether sources state the rule, or its author judged.",
    "before": "The state before.",
    "cited": "The titles and claims of the sources, by their names.",
    "context": "The term of each dimension of the employer's situation.",
    "criteria": "The criteria: one, or those of the group.",
    "currency": "The currency, as ISO 4217.",
    "descriptor": "The full id of the descriptor.",
    "description": "What it is, in words.",
    "entries": "The entries.",
    "evidence": "The evidence; null without any.",
    "extras": "The share of the extras' weight that stated values earn, in parts per million.",
    "file": "The path of the file.",
    "goal": "The id of the higher grade.",
    "group": "Whether the best criterion counts (any_of) or the mean (all_of); empty for a single criterion.",
    "held": "The highest stated value.",
    "high": "The most that is still possible, in parts per million of the score.",
    "how": "Whether the value is stated, inferred, unknown, or absent from a closed list.",
    "id": "The id.",
    "key": "The id of the key; empty for a descriptor without keys.",
    "key_label": "The name of the key.",
    "kind": "The kind.",
    "known": "The settled share of the weight, in parts per million.",
    "label": "The name.",
    "line": "The line, from 1.",
    "low": "The certain part, in parts per million of the score.",
    "main": "Whether it is the main part of the pay.",
    "minimum": "The state of the minimum requirement; null if it is none.",
    "missing": "The part that full credit would add, in parts per million of the score.",
    "on": "The day or the month of the evidence, as ISO 8601; empty if unknown.",
    "pack": "The id of the pack.",
    "parts": "The parts.",
    "percent": "The percentage of the measure.",
    "person": "The id of the person.",
    "person_id": "The id of the person.",
    "place": "The place, from 1; equals share a place.",
    "proven": "What evidence beyond the person's own word proves, in parts per million of the score.",
    "reason": "The reason of the rule, in words.",
    "ref": "Where the evidence can be found.",
    "role": "The full id of the role.",
    "scale": "The full id of the scale.",
    "source": "The names of the sources of the rule.",
    "sources": "The titles and claims of the sources, by their names.",
    "start": "The id of the lower grade.",
    "state": "The state of the minimum requirement.",
    "steps": "The steps.",
    "supported": "The certain and the presumed part, in parts per million of the score.",
    "until": "The day on which the evidence expires, as ISO 8601; empty if it does not.",
    "value": "The level or the amount.",
    "verdict_high": "The best verdict still possible.",
    "verdict_supported": "The likely verdict.",
    "version": "The version.",
    "weight": "The weight, from 1 to 1,000.",
}


def result_schema(name: str) -> dict[str, Any]:
    """The schema of a result, one of :data:`RESULTS`, or of what a command prints, one of :data:`PRINTED`."""
    whole = _Schema()
    root = whole.of_class(RESULTS[name]) if name in RESULTS else _printed(name, whole)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": name,
        **root,
        "definitions": {key: whole.definitions[key] for key in sorted(whole.definitions)},
    }


def _printed(name: str, whole: _Schema) -> dict[str, Any]:
    about, kind, keys = PRINTED[name]
    properties = {
        key: (whole.of(hint) if not isinstance(hint, dict) else hint) | {"description": told}
        for key, (hint, told) in keys.items()
    }
    if kind:
        heads: dict[str, Any] = {"kind": {"const": kind}, "schema": {"const": 1}}
        properties = {**heads, **properties}
    return {"description": about, "type": "object", "required": list(properties), "properties": properties}


class _Schema:
    def __init__(self) -> None:
        self.definitions: dict[str, Any] = {}

    def of_class(self, kind: type) -> dict[str, Any]:
        shape = SHAPES[kind]
        properties: dict[str, Any] = {}
        required = []
        for key, one in shape.keys.items():
            hint = shape.hint(key)
            properties[key] = self.of(hint) | {"description": description(shape, one)}
            if not one.label and hint is not Text:
                required.append(key)
            if not one.label and named(hint):
                properties[f"{key}_label"] = {"type": "string", "description": f"{key} in words."}
        return {
            "description": _first_paragraph(kind.__doc__),
            "type": "object",
            "required": required,
            "properties": properties,
        }

    def of(self, hint: Any) -> dict[str, Any]:
        """The schema of the values of a type."""
        if hint in _SIMPLE:
            return dict(_SIMPLE[hint])
        makers = {None: self._reference, Union: self._either, types.UnionType: self._either, tuple: self._list}
        origin, inner = get_origin(hint), get_args(hint)
        if origin in makers:
            return makers[origin](hint)
        if origin is Literal:
            return {"enum": list(inner)}
        return {"type": "object", "additionalProperties": self.of(inner[1])}

    def _list(self, hint: Any) -> dict[str, Any]:
        inner = get_args(hint)
        if inner[-1] is Ellipsis:
            return {"type": "array", "items": self.of(inner[0])}
        # OpenAPI has no schema for each place of a list, so all places of these have one type.
        (only,) = dict.fromkeys(inner)
        return {"type": "array", "items": self.of(only), "minItems": len(inner), "maxItems": len(inner)}

    def _reference(self, hint: Any) -> dict[str, Any]:
        name = re.sub(r"(?<!^)(?=[A-Z])", "-", hint.__name__).lower()
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self.of_class(hint)
        return {"$ref": f"#/definitions/{name}"}

    def _either(self, hint: Any) -> dict[str, Any]:
        rest = [one for one in get_args(hint) if one is not type(None)]
        value = Value if set(rest) == {str, int} else None
        found = [self.of(value)] if value else [self.of(one) for one in rest]
        if len(rest) < len(get_args(hint)):
            found.append({"type": "null"})
        if all(one.keys() == {"type"} for one in found):
            kinds = [kind for one in found for kind in ([one["type"]] if isinstance(one["type"], str) else one["type"])]
            return {"type": kinds}
        return {"anyOf": found}


def description(shape: Shape, key: Key) -> str:
    """What a key means: the first paragraph about its attribute, or of its function."""
    if not key.path:
        return _first_paragraph((key.label or key.find).__doc__)
    owner: Any = shape.kind
    for name in key.path[:-1]:
        owner = Shape(owner, {"": Key(key.find, (name,))}).hint("")
    name = key.path[-1]
    return next((found for cls in owner.__mro__ if (found := _documented(cls).get(name))), _COMMON.get(name, ""))


@cache
def _documented(cls: Any) -> dict[str, str]:
    """The comments and docstrings of the attributes of a class, from its source."""
    if not cls.__module__.startswith("roleprofile"):
        return {}
    lines = inspect.getsource(cls).splitlines()
    found: dict[str, str] = {}
    for node in ast.parse("\n".join(lines)).body[0].body:  # type: ignore[attr-defined]
        if isinstance(node, ast.FunctionDef):
            found[node.name] = _first_paragraph(ast.get_docstring(node))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            above: list[str] = []
            line = node.lineno - 2
            while lines[line].strip().startswith("#:"):
                above.insert(0, lines[line].strip().removeprefix("#:").strip())
                line -= 1
            found[node.target.id] = _first_paragraph(" ".join(above))
    return found


def _first_paragraph(text: str | None) -> str:
    first = inspect.cleandoc(text or "").partition("\n\n")[0]
    return " ".join(first.replace("``", "").split())


def main(folder: str) -> None:
    """Write the schemas into a folder."""
    for name in (*RESULTS, *PRINTED):
        text = json.dumps(result_schema(name), indent=2, ensure_ascii=False) + "\n"
        Path(folder, f"{name}.schema.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
