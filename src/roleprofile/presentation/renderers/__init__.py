"""The renderers: each module is an output format, with a function ``render`` that turns blocks into text.

A new module is found by its name, and adds its format for all results and for the command line.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol

from roleprofile.presentation.blocks import Block


class Renderer(Protocol):
    """Turns blocks into text in a format; ``language`` is that of the blocks."""

    def __call__(self, blocks: Iterable[Block], language: str = "en") -> str:
        """The text."""


#: The names of the formats.
NAMES = tuple(module.name for module in iter_modules(__path__))


def renderer(name: str) -> Renderer:
    """The function ``render`` of the module with this name."""
    found: Renderer = import_module(f"{__name__}.{name}").render
    return found
