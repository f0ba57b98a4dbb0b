"""The types of what documents state: roles, packs, scales, vocabularies, transitions, options, cases."""

from roleprofile.model.approval import Approval, ApprovedTransition
from roleprofile.model.case import Bounds, Case, CaseHolder, CasePay, CasePerson, Contents, Expectations
from roleprofile.model.descriptor import Descriptor, Relation
from roleprofile.model.development import Job, Option
from roleprofile.model.document import Effective, Reviewed
from roleprofile.model.origin import Origin
from roleprofile.model.pack import DevelopmentRules, Dimension, FitRules, Ignored, Pack, Situation, Source
from roleprofile.model.patch import RolePatch
from roleprofile.model.person_document import HeldRole
from roleprofile.model.role import (
    Alternative,
    Benchmark,
    Classification,
    CommonIn,
    Compensation,
    Component,
    Defaults,
    Drivers,
    Duty,
    Extra,
    Grade,
    Keys,
    Measure,
    Needed,
    Observation,
    Overlay,
    Requirement,
    Role,
    Variant,
)
from roleprofile.model.scale import Level, Scale
from roleprofile.model.transition import Need, Transition
from roleprofile.model.vocabulary import Lasting, Term, TermMap, Vocabulary

__all__ = [
    "Alternative",
    "Approval",
    "ApprovedTransition",
    "Benchmark",
    "Bounds",
    "Case",
    "CaseHolder",
    "CasePay",
    "CasePerson",
    "Classification",
    "CommonIn",
    "Compensation",
    "Component",
    "Contents",
    "Defaults",
    "Descriptor",
    "DevelopmentRules",
    "Dimension",
    "Drivers",
    "Duty",
    "Effective",
    "Expectations",
    "Extra",
    "FitRules",
    "Grade",
    "HeldRole",
    "Ignored",
    "Job",
    "Keys",
    "Lasting",
    "Level",
    "Measure",
    "Need",
    "Needed",
    "Observation",
    "Option",
    "Origin",
    "Overlay",
    "Pack",
    "Relation",
    "Requirement",
    "Reviewed",
    "Role",
    "RolePatch",
    "Scale",
    "Situation",
    "Source",
    "Term",
    "TermMap",
    "Transition",
    "Variant",
    "Vocabulary",
]
