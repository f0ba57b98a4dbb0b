"""Check the types of arguments, with errors that say what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from typing import Any, TypeVar

T = TypeVar("T")


def shown(value: Any) -> str:
    """A value for a message, shortened."""
    if isinstance(value, int) and abs(value) >= 10**60:
        # Python refuses to print a number of thousands of digits.
        return "a number of more than 60 digits"
    try:
        text = f'"{value}"' if isinstance(value, str) else repr(value)
    except ValueError:
        # The value contains such a number.
        return f"a {type(value).__name__} that is too long to show"
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004


def refused(what: str, wanted: str, given: object) -> TypeError:
    """The error with the expected and the given argument.

    >>> refused("a role", "its id", None)
    TypeError('a role must be given as its id, not None')
    """
    return TypeError(f"{what} must be given as {wanted}, not {shown(given)}")


def instance(given: object, kind: type, what: str, wanted: str) -> None:
    """Raise ``TypeError`` if a value does not have a type.

    >>> instance("packs", int, "the catalog", "rp.load(...)")
    Traceback (most recent call last):
    TypeError: the catalog must be given as rp.load(...), not "packs"
    """
    if not isinstance(given, kind):
        raise refused(what, wanted, given)


def a_path(given: object) -> None:
    """Raise ``TypeError`` if a value is not a path.

    >>> a_path(["packs"])
    Traceback (most recent call last):
    TypeError: a path must be given as text or a pathlib.Path, not ['packs']
    """
    if not isinstance(given, str | PathLike):
        raise refused("a path", "text or a pathlib.Path", given)


def whole_number(given: object, what: str, least: int, most: int | None = None) -> int:
    """A whole number within its range; raises ``TypeError`` for another type, ``ValueError`` outside the range.

    >>> whole_number(36, "months", 0, 1200)
    36
    """
    within = f"of at least {least}" if most is None else f"from {least} to {most}"
    message = f"{what} must be a whole number {within}, not {shown(given)}"
    if isinstance(given, bool) or not isinstance(given, int):
        raise TypeError(message)
    if given < least or (most is not None and given > most):
        raise ValueError(message)
    return given


def texts(given: object, what: str, example: str) -> tuple[str, ...]:
    """Several texts. A single text is refused, because it would be read letter by letter.

    >>> texts(["analyst"], "origins", "analyst")
    ('analyst',)
    """
    message = f'{what} must be a list of texts, such as ["{example}"], not {shown(given)}'
    if isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
        raise TypeError(message)
    found = tuple(given)
    wrong = [one for one in found if not isinstance(one, str)]
    if wrong:
        message = f'{what} must be a list of texts, such as ["{example}"], but contains {shown(wrong[0])}'
        raise TypeError(message)
    return found


def several(given: object, kind: type[T], what: str, wanted: str) -> tuple[T, ...]:
    """Several values of one type; a single value is refused.

    >>> several([1, 2], int, "numbers", "whole numbers")
    (1, 2)
    """
    if isinstance(given, str | bytes | Mapping | kind) or not isinstance(given, Iterable):
        message = f"{what} must be a list of {wanted}, not {shown(given)}"
        raise TypeError(message)
    found = tuple(given)
    for one in found:
        if not isinstance(one, kind):
            message = f"{what} must be a list of {wanted}, but contains {shown(one)}"
            raise TypeError(message)
    return found


def mapping(given: object, what: str, wanted: str) -> Mapping[Any, Any]:
    """A map, such as a dict.

    >>> mapping({"analyst": 3}, "demand", "with a number for each role")
    {'analyst': 3}
    """
    if not isinstance(given, Mapping):
        message = f"{what} must be a map, {wanted}, not {shown(given)}"
        raise TypeError(message)
    return given
