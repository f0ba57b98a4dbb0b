"""Run the cases of packs, and prove by removal that they notice every rule.

Every name is loaded when it is first used: pytest imports this package at each start, for the plugin in it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from roleprofile.quality.cases.results import CaseResult, Check, Seen
    from roleprofile.quality.cases.runner import each_result, passed, run_cases
    from roleprofile.quality.mutation.mutants import Mutation
    from roleprofile.quality.mutation.report import MutationReport, each_mutation, mutate
    from roleprofile.quality.mutation.sensitivity import Judgement, Move, each_judgement

_HOMES = {
    "CaseResult": "cases.results",
    "Check": "cases.results",
    "Judgement": "mutation.sensitivity",
    "Move": "mutation.sensitivity",
    "Mutation": "mutation.mutants",
    "MutationReport": "mutation.report",
    "Seen": "cases.results",
    "each_judgement": "mutation.sensitivity",
    "each_mutation": "mutation.report",
    "each_result": "cases.runner",
    "mutate": "mutation.report",
    "passed": "cases.runner",
    "run_cases": "cases.runner",
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
]


# A type checker would take every name for one that this finds.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        from importlib import import_module

        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
