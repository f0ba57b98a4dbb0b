"""Problems, roles and case results as text for people, and in the formats that editors and build servers read."""

from roleprofile.presentation.effective_role import Resolved
from roleprofile.presentation.formats import FORMATS, rendered
from roleprofile.presentation.problems import problem_line, problem_lines, statistics_lines, summary
from roleprofile.presentation.role import role_lines

__all__ = [
    "FORMATS",
    "Resolved",
    "problem_line",
    "problem_lines",
    "rendered",
    "role_lines",
    "statistics_lines",
    "summary",
]
