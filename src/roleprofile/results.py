"""The types of the parts of results, and of the words that they use."""

from roleprofile.careers.grades import GradeChange
from roleprofile.careers.paths import PathStep
from roleprofile.careers.plan import Obstacle, PlanStep
from roleprofile.careers.routes import Route
from roleprofile.careers.value_changes import ValueChange
from roleprofile.careers.what_if import ContributionChange
from roleprofile.model.development import OptionKind
from roleprofile.model.pack import Reach, Verdict
from roleprofile.model.transition import Mode
from roleprofile.pay.estimate import Driver, PayPart
from roleprofile.quality.diff.attribution import Movement, NamedContext, RuleEffect, Score
from roleprofile.quality.diff.changes import Field, RuleChange
from roleprofile.quality.diff.difference import SameVersion, Unknown
from roleprofile.quality.diff.renames import Renamed
from roleprofile.quality.diff.rules import RuleId
from roleprofile.scoring.compiled import AppliedVariant, CitedSource, Onboarding, ScaleView, State
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
from roleprofile.scoring.coverage import CoverageCell, CoverageRow, Covers
from roleprofile.scoring.fit import Number, Situations
from roleprofile.scoring.forms import ContextField, FactField, FieldChoice, PackSummary, RoleSummary, Summary

__all__ = [
    "AppliedVariant",
    "CitedSource",
    "ContextField",
    "Contribution",
    "ContributionChange",
    "CoverageCell",
    "CoverageRow",
    "Covers",
    "CriterionResult",
    "Driver",
    "FactField",
    "Field",
    "FieldChoice",
    "Gap",
    "GradeChange",
    "HeldValue",
    "Minimum",
    "Mode",
    "Movement",
    "NamedContext",
    "Number",
    "Obstacle",
    "Onboarding",
    "OptionKind",
    "PackSummary",
    "PathStep",
    "PayPart",
    "PlanStep",
    "Question",
    "Reach",
    "Renamed",
    "RoleSummary",
    "Route",
    "RuleChange",
    "RuleEffect",
    "RuleId",
    "SameVersion",
    "ScaleView",
    "Score",
    "Situations",
    "State",
    "Step",
    "Summary",
    "Surplus",
    "Unknown",
    "ValueChange",
    "Verdict",
]
