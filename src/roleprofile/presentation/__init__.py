"""Results, problems, roles and cases: as blocks, as text for people, and in the formats that programs read."""

from functools import partial

from roleprofile.model.rendering import register
from roleprofile.presentation.data import data_of
from roleprofile.presentation.formats import FORMATS, rendered
from roleprofile.presentation.problems import problem_blocks, problem_line, statistics_blocks, summary
from roleprofile.presentation.renderers import NAMES
from roleprofile.presentation.results import blocks_of, render
from roleprofile.presentation.roles import role_blocks

__all__ = [
    "FORMATS",
    "blocks_of",
    "problem_blocks",
    "problem_line",
    "render",
    "rendered",
    "role_blocks",
    "statistics_blocks",
    "summary",
]

register("data", lambda result, _: data_of(result))
for _name in (*NAMES, "json"):
    register(_name, partial(lambda form, result, language: render(result, form, language), _name))
