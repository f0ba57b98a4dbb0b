"""What makes something of blocks: each module here is a form of output, with a function ``render``."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from roleprofile.presentation.blocks import Block

#: The names of the forms: those of the modules.
NAMES = tuple(module.name for module in iter_modules(__path__))


def renderer(name: str) -> Callable[[Iterable[Block]], str]:
    """What makes a text in that form of blocks."""
    found: Callable[[Iterable[Block]], str] = import_module(f"{__name__}.{name}").render
    return found
