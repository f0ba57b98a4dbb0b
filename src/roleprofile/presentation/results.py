"""Every result in every format: its blocks, their renderers, and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from roleprofile.careers.assessment import Assessment
from roleprofile.careers.paths import MovePath
from roleprofile.careers.plan import Plan
from roleprofile.careers.ranking import RankedMove
from roleprofile.careers.what_if import WhatIf
from roleprofile.pay.estimate import PayEstimate
from roleprofile.presentation.cases import case_blocks
from roleprofile.presentation.data import json_of
from roleprofile.presentation.difference import difference_blocks
from roleprofile.presentation.moves import assessment_blocks, paths_blocks, ranking_blocks
from roleprofile.presentation.pay import pay_blocks
from roleprofile.presentation.plans import plan_blocks, what_if_blocks
from roleprofile.presentation.renderers import renderer
from roleprofile.presentation.scores import fit_blocks, people_blocks
from roleprofile.quality.cases.results import CaseResult
from roleprofile.quality.diff.difference import Difference
from roleprofile.scoring.fit import Fit
from roleprofile.scoring.scorer import Ranked

if TYPE_CHECKING:
    from collections.abc import Callable

    from roleprofile.presentation.blocks import Block

_ONE: dict[type, Callable[[Any, str], list[Block]]] = {
    Assessment: assessment_blocks,
    Difference: lambda difference, _: difference_blocks(difference),
    Fit: fit_blocks,
    PayEstimate: pay_blocks,
    Plan: plan_blocks,
    WhatIf: what_if_blocks,
}
_SEVERAL: dict[type, Callable[[Any, str], list[Block]]] = {
    CaseResult: lambda results, _: case_blocks(results),
    MovePath: paths_blocks,
    Ranked: people_blocks,
    RankedMove: ranking_blocks,
}


def blocks_of(result: Any, language: str) -> list[Block]:
    """The blocks of a result, or of several results of one type.

    Raises ``ValueError`` for a language that neither the library nor the pack has.
    """
    if type(result) in _ONE:
        return _ONE[type(result)](result, language)
    several = result if isinstance(result, tuple | list) else (result,)
    return _SEVERAL[type(several[0])](several, language) if several else []


def render(result: Any, form: str, language: str = "en") -> str:
    """A result in a format: ``json``, or the name of a renderer."""
    return json_of(result) if form == "json" else renderer(form)(blocks_of(result, language))
