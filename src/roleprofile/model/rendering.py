"""The registry through which results reach their renderings: ``presentation`` fills it, and no result imports that."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Literal

_FORMS: dict[str, Callable[[Any, Any], Any]] = {}


def register(form: str, make: Callable[[Any, Any], Any]) -> None:
    """Register the function that turns a result into a format, in a language."""
    _FORMS[form] = make


def in_form(result: Any, form: str, language: str | None) -> Any:
    """A result in a format, such as ``text``, or as ``data`` of maps, lists, texts and numbers.

    Raises ``ValueError`` for a language that neither the library nor the pack has.
    """
    import_module("roleprofile.presentation.results")
    return _FORMS[form](result, language)


class JsonValue:
    """A value that can be read as JSON."""

    __slots__ = ()

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """The value as JSON types, by its schema (``roleprofile schema result/fit`` and so on).

        Scores are whole parts per million, money is text. With a language, such as ``fil`` or ``en-GB``, words stand
        beside ids: ``label``, and ``verdict_low_label`` beside ``verdict_low``.

        Raises ``ValueError`` if neither the library nor the pack has the language.
        """
        data: dict[str, Any] = in_form(self, "data", language)
        return data


class Shown:
    """Something that a notebook shows as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """The element that a notebook shows."""
        fragment: str = in_form(self, "notebook", "en")
        return fragment


class Result(JsonValue, Shown):
    """A result, which can be read as text and as a page too."""

    __slots__ = ()

    def explain(self, language: str = "en", detail: Literal["short", "full"] = "full") -> str:
        """The result as text, 80 columns wide; a ``short`` one answers in about twenty lines.

        Raises ``ValueError`` if neither the library nor the pack has the language.
        """
        text: str = in_form(self, "text" if detail == "full" else "short", language)
        return text

    def to_html(self, language: str = "en") -> str:
        """The result as one page of HTML, without scripts and without requests to anywhere.

        Raises ``ValueError`` if neither the library nor the pack has the language.
        """
        page: str = in_form(self, "html", language)
        return page
