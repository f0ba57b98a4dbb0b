"""Lint: find unwise rules in packs that load. Each lint rule is a class with a permanent code."""

from roleprofile.quality.lint.linting import IDLE, RULES, lint, lint_person

__all__ = ["IDLE", "RULES", "lint", "lint_person"]
