"""Compile a role for a context, score people against it, explain the result."""

from roleprofile.scoring.compiled import CompiledRole
from roleprofile.scoring.fit import Fit, replay
from roleprofile.scoring.scorer import Ranked, Scorer, rank

__all__ = ["CompiledRole", "Fit", "Ranked", "Scorer", "rank", "replay"]
