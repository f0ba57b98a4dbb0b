"""Differences of two catalogs: which rules changed, whose scores move, and what part of it comes from which rule."""
