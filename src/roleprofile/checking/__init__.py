"""Run the cases of packs, and prove by removal that they notice every rule.

Every name is loaded when it is first used: pytest imports this package at each start, for the plugin in it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from roleprofile.checking.cases import each_result, passed, run_cases, with_lines
    from roleprofile.checking.judgements import Judgement, Move, each_judgement
    from roleprofile.checking.mutations import Mutation, MutationReport, each_mutation, mutate
    from roleprofile.checking.results import CaseResult, Check, Seen

_HOMES = {
    "CaseResult": "results",
    "Check": "results",
    "Judgement": "judgements",
    "Move": "judgements",
    "Mutation": "mutations",
    "MutationReport": "mutations",
    "Seen": "results",
    "each_judgement": "judgements",
    "each_mutation": "mutations",
    "each_result": "cases",
    "mutate": "mutations",
    "passed": "cases",
    "run_cases": "cases",
    "with_lines": "cases",
}

__all__ = [
    "CaseResult",
    "Check",
    "Judgement",
    "Move",
    "Mutation",
    "MutationReport",
    "Seen",
    "each_judgement",
    "each_mutation",
    "each_result",
    "mutate",
    "passed",
    "run_cases",
    "with_lines",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
