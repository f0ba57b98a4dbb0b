"""Problems and roles as text for people."""

from roleprofile.reporting.problems import problem_lines, summary
from roleprofile.reporting.resolved import Resolved
from roleprofile.reporting.role import role_lines

__all__ = ["Resolved", "problem_lines", "role_lines", "summary"]
