"""Role profiles as reviewed data: load them, score how well a person fits, and explain it.

Every public name is loaded when it is first used, so that importing the package costs next to nothing. ``__init__.pyi``
has the same names for type checkers.
"""

__version__ = "0.1.0"

#: The module of each public name; "" for a subpackage.
_HOMES = {
    "ArgumentTypeError": "errors",
    "ArgumentValueError": "errors",
    "Assessment": "careers.assessment",
    "Catalog": "api",
    "ContextError": "errors",
    "ConversionError": "errors",
    "Coverage": "scoring.coverage",
    "Difference": "quality.diff.difference",
    "Evidence": "model.person",
    "Fact": "model.person",
    "Fit": "scoring.fit",
    "Limits": "loading.limits",
    "LoadError": "errors",
    "MissingExtraError": "errors",
    "MovePath": "careers.paths",
    "PayError": "errors",
    "PayEstimate": "pay.estimate",
    "PayInputs": "pay.estimate",
    "Person": "model.person",
    "PersonError": "errors",
    "Plan": "careers.plan",
    "Problem": "errors",
    "Progression": "careers.grades",
    "Ranked": "scoring.scorer",
    "RankedMove": "careers.ranking",
    "Ranking": "scoring.scorer",
    "RankingError": "errors",
    "ReachedGrade": "careers.grades",
    "RecordError": "errors",
    "ReplayError": "errors",
    "ResumeError": "errors",
    "Role": "model.role",
    "RoleHeld": "model.person",
    "RoleProfileError": "errors",
    "Scorer": "scoring.scorer",
    "Text": "model.values",
    "UnknownIdError": "errors",
    "WhatIf": "careers.what_if",
    "batch": "",
    "cover": "scoring.coverage",
    "diff": "quality.diff.difference",
    "documents": "",
    "editors": "",
    "formatting": "",
    "jsonresume": "",
    "load": "api",
    "load_person": "api",
    "quality": "",
    "rank": "scoring.scorer",
    "replay": "scoring.fit",
    "results": "",
    "tables": "",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        message = f"module 'roleprofile' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    home = _HOMES[name]
    value = getattr(import_module(f"roleprofile.{home}"), name) if home else import_module(f"roleprofile.{name}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
