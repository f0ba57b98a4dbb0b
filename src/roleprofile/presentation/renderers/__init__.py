"""The renderers: each module here is an output format, with a function ``render`` from blocks to a text.

A new module is found by its name, and all results can be had in its format, on the command line as well.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from roleprofile.presentation.blocks import Block

#: The names of the formats.
NAMES = tuple(module.name for module in iter_modules(__path__))


def renderer(name: str) -> Callable[[Iterable[Block]], str]:
    """The ``render`` of the module of that name."""
    found: Callable[[Iterable[Block]], str] = import_module(f"{__name__}.{name}").render
    return found
