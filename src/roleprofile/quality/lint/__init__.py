"""Lint: what is unwise in packs that load. A rule is a class, and what it finds has a permanent code."""

from roleprofile.quality.lint.linting import IDLE, RULES, lint

__all__ = ["IDLE", "RULES", "lint"]
