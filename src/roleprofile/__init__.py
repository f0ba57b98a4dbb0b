"""Role profiles as reviewed data: load them, score how well a person fits, and explain it.

Every public name is loaded when it is first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

__version__ = "0.1.0"

# Type checkers take it for true. The name is not imported: `typing` would be four fifths of what importing this costs.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from roleprofile import editors, formatting, jsonresume, tables
    from roleprofile.api import Catalog, load, load_person
    from roleprofile.errors import (
        ArgumentTypeError,
        ArgumentValueError,
        ContextError,
        ConversionError,
        LoadError,
        MissingExtraError,
        PayError,
        PersonError,
        Problem,
        RankingError,
        RecordError,
        ReplayError,
        ResumeError,
        RoleProfileError,
        UnknownIdError,
    )
    from roleprofile.loading.limits import Limits
    from roleprofile.model.person import Evidence, Fact, Person, RoleHeld
    from roleprofile.pay.estimate import PayEstimate, PayInputs
    from roleprofile.quality.diff.difference import Difference, diff
    from roleprofile.scoring.fit import Fit, replay
    from roleprofile.scoring.scorer import Ranked, Scorer, rank

_HOMES = {
    "ArgumentTypeError": "errors",
    "ArgumentValueError": "errors",
    "Catalog": "api",
    "ContextError": "errors",
    "ConversionError": "errors",
    "Difference": "quality.diff.difference",
    "Evidence": "model.person",
    "Fact": "model.person",
    "Fit": "scoring.fit",
    "Limits": "loading.limits",
    "LoadError": "errors",
    "MissingExtraError": "errors",
    "PayError": "errors",
    "PayEstimate": "pay.estimate",
    "PayInputs": "pay.estimate",
    "Person": "model.person",
    "PersonError": "errors",
    "Problem": "errors",
    "Ranked": "scoring.scorer",
    "RankingError": "errors",
    "RecordError": "errors",
    "ReplayError": "errors",
    "ResumeError": "errors",
    "RoleHeld": "model.person",
    "RoleProfileError": "errors",
    "Scorer": "scoring.scorer",
    "UnknownIdError": "errors",
    "diff": "quality.diff.difference",
    "load": "api",
    "load_person": "api",
    "rank": "scoring.scorer",
    "replay": "scoring.fit",
}
#: The subpackages beside the core.
_SUBPACKAGES = ("editors", "formatting", "jsonresume", "tables")

__all__ = [
    "ArgumentTypeError",
    "ArgumentValueError",
    "Catalog",
    "ContextError",
    "ConversionError",
    "Difference",
    "Evidence",
    "Fact",
    "Fit",
    "Limits",
    "LoadError",
    "MissingExtraError",
    "PayError",
    "PayEstimate",
    "PayInputs",
    "Person",
    "PersonError",
    "Problem",
    "Ranked",
    "RankingError",
    "RecordError",
    "ReplayError",
    "ResumeError",
    "RoleHeld",
    "RoleProfileError",
    "Scorer",
    "UnknownIdError",
    "diff",
    "editors",
    "formatting",
    "jsonresume",
    "load",
    "load_person",
    "rank",
    "replay",
    "tables",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES and name not in _SUBPACKAGES:
        message = f"module 'roleprofile' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    if name in _SUBPACKAGES:
        return import_module(f"roleprofile.{name}")
    value = getattr(import_module(f"roleprofile.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
