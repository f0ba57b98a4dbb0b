"""How results are shown, for their own methods: the presentation fills this in, and no result imports it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_FORMS: dict[str, Callable[[Any, str], Any]] = {}


def register(form: str, make: Callable[[Any, str], Any]) -> None:
    """Let results be had in a form, which ``make`` gives them in a language."""
    _FORMS[form] = make


def in_form(result: Any, form: str, language: str = "en") -> Any:
    """A result in a form, such as ``text``; ``data`` is what JSON has.

    Raises ``ValueError`` for a language that neither the library nor the pack has.
    """
    import_module("roleprofile.presentation")
    return _FORMS[form](result, language)


def text_of(result: Any, language: str) -> str:
    """A result in words, for a terminal of 80 columns."""
    text: str = in_form(result, "text", language)
    return text
