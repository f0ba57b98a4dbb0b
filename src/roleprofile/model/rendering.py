"""How results are shown, for their own methods: the presentation fills this in, and no result imports it."""

from __future__ import annotations

from functools import singledispatch
from importlib import import_module
from typing import Any


def text_of(result: Any, language: str) -> str:
    """A result in words, by the function that the presentation registers for its type with :data:`shown_as`.

    Raises ``ValueError`` for a language that neither the library nor the pack has.
    """
    import_module("roleprofile.presentation")
    return _text_of(result, language)


@singledispatch
def _text_of(result: Any, language: str) -> str:
    message = f"nothing shows a {type(result).__name__} in words ({language})"
    raise TypeError(message)


shown_as = _text_of.register
