"""The registry through which results reach their renderings: ``presentation`` fills it, and no result imports that."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

_FORMS: dict[str, Callable[[Any, str], Any]] = {}


def register(form: str, make: Callable[[Any, str], Any]) -> None:
    """Register the function that turns a result into a format, in a language."""
    _FORMS[form] = make


def in_form(result: Any, form: str, language: str = "en") -> Any:
    """A result in a format, such as ``text``, or as ``data`` of maps, lists, texts and numbers.

    Raises ``ValueError`` for a language that neither the library nor the pack has.
    """
    import_module("roleprofile.presentation")
    return _FORMS[form](result, language)


def text_of(result: Any, language: str) -> str:
    """A result in words, for a terminal of 80 columns."""
    text: str = in_form(result, "text", language)
    return text
