"""Present results, problems, roles and cases as blocks, as text for people, and in formats for programs."""

from functools import partial

from roleprofile.model.rendering import register
from roleprofile.presentation.renderers import NAMES
from roleprofile.presentation.results import data, notebook, render, short

register("data", data)
register("notebook", notebook)
register("short", short)
for _name in (*NAMES, "json"):
    register(_name, partial(render, _name))
