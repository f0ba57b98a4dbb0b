"""Render each type of result in each format, from its blocks or as JSON."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from roleprofile.model.rendering import register
from roleprofile.presentation.blocks import Block, chosen
from roleprofile.presentation.language import Words, languages, matched
from roleprofile.presentation.renderers import NAMES, renderer

#: The module and the function that make the blocks of a result, by the name of its type. They are imported on use, so
#: that a fit can be explained without the rest of the library. Functions of the second table take several results.
_ONE = {
    "Assessment": ("moves", "assessment_blocks"),
    "Catalog": ("summaries", "catalog_blocks"),
    "Coverage": ("teams", "coverage_blocks"),
    "Difference": ("difference", "difference_blocks"),
    "Fit": ("fits", "fit_blocks"),
    "PayEstimate": ("pay", "pay_blocks"),
    "Plan": ("plans", "plan_blocks"),
    "Progression": ("grades", "progression_blocks"),
    "ReachedGrade": ("grades", "reached_blocks"),
    "Role": ("summaries", "role_summary_blocks"),
    "WhatIf": ("plans", "what_if_blocks"),
}
_SEVERAL = {
    "CaseResult": ("cases", "case_blocks"),
    "MovePath": ("moves", "paths_blocks"),
    "Ranked": ("fits", "people_blocks"),
    "RankedMove": ("moves", "ranking_blocks"),
}


def blocks_of(result: Any, language: str, *, full: bool = True) -> list[Block]:
    """The blocks of a result, or of several results of one type; not ``full`` are those that answer in some lines.

    Raises ``ValueError`` for a language that neither the library nor the pack has.
    """
    several = result if isinstance(result, tuple | list) else (result,)
    if not several:
        return []
    name = type(several[0]).__name__
    module, function = _ONE[name] if name in _ONE else _SEVERAL[name]
    make = getattr(import_module(f"{__package__}.{module}"), function)
    return chosen(make(result if name in _ONE else several, language), None if full else _cut(language))


def _cut(language: str) -> Callable[[str, int, int], str]:
    words = Words(language, (language,))

    def cut(title: str, shown: int, every: int) -> str:
        if not title:
            return words.say("{shown} of {all}", shown=shown, all=every)
        return words.say("{title} ({shown} of {all})", title=title, shown=shown, all=every)

    return cut


def render(form: str, result: Any, language: str = "en") -> str:
    """A result as text; ``form`` is ``json`` or the name of a renderer."""
    if form != "json":
        return renderer(form)(blocks_of(result, language), matched(language, languages()) or language)
    from roleprofile.presentation.result_json import json_of, words_for

    return json_of(result, words_for(result, language))


def short(result: Any, language: str) -> str:
    """The text of a result that answers in some lines."""
    return renderer("text")(blocks_of(result, language, full=False))


def notebook(result: Any, language: str) -> str:
    """A result as an element of HTML with its style."""
    from roleprofile.presentation.renderers.html import fragment, style

    return f"<style>\n{style()}</style>\n{fragment(blocks_of(result, language))}"


def data(result: Any, language: str | None) -> Any:
    """A result as maps, lists, texts and numbers; in a language with words beside ids."""
    from roleprofile.presentation.result_json import data_of, words_for

    return data_of(result, None if language is None else words_for(result, language))


register("data", data)
register("notebook", notebook)
register("short", short)
for _name in (*NAMES, "json"):
    register(_name, partial(render, _name))
