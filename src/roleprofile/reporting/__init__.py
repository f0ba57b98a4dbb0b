"""Problems, roles and case results as text for people, and in the formats that editors and build servers read."""

from roleprofile.reporting.formats import FORMATS, rendered
from roleprofile.reporting.problems import problem_line, problem_lines, statistics_lines, summary
from roleprofile.reporting.resolved import Resolved
from roleprofile.reporting.role import role_lines

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
