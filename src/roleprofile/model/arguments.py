"""Check the types of arguments, with errors that say what was expected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from os import PathLike
from types import UnionType
from typing import Any, TypeVar

from roleprofile.errors import ArgumentTypeError, ArgumentValueError

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


def refused(what: str, wanted: str, given: object) -> ArgumentTypeError:
    """The error with the expected and the given argument.

    >>> refused("a role", "its id", None)
    ArgumentTypeError('a role must be given as its id, not None')
    """
    return ArgumentTypeError(f"{what} must be given as {wanted}, not {shown(given)}")


def instance(given: object, kind: type | UnionType, what: str, wanted: str) -> None:
    """Raise ``ArgumentTypeError`` if a value does not have a type.

    >>> instance("packs", int, "the catalog", "rp.load(...)")
    Traceback (most recent call last):
    roleprofile.errors.ArgumentTypeError: the catalog must be given as rp.load(...), not "packs"
    """
    if not isinstance(given, kind):
        raise refused(what, wanted, given)


def of_type(kind: type, wanted: str) -> Callable[[Any, Any, Any], None]:
    """A validator of attrs that raises ``ArgumentTypeError`` if the value of a field does not have a type."""

    def check(_: Any, attribute: Any, value: object) -> None:
        instance(value, kind, f"the field {attribute.name}", wanted)

    return check


def a_path(given: object) -> None:
    """Raise ``ArgumentTypeError`` if a value is not a path.

    >>> a_path(["packs"])
    Traceback (most recent call last):
    roleprofile.errors.ArgumentTypeError: a path must be given as text or a pathlib.Path, not ['packs']
    """
    if not isinstance(given, str | PathLike):
        raise refused("a path", "text or a pathlib.Path", given)


def one_of(given: object, known: Iterable[str], what: str) -> None:
    """Raise ``ArgumentValueError`` if a value is not one of the known texts.

    >>> one_of("stron", ["strong", "viable"], "the verdict")
    Traceback (most recent call last):
    roleprofile.errors.ArgumentValueError: the verdict must be one of strong, viable, not "stron"
    """
    known = tuple(known)
    if not isinstance(given, str) or given not in known:
        message = f"{what} must be one of {', '.join(known)}, not {shown(given)}"
        raise ArgumentValueError(message)


def some_paths(given: object, what: str) -> tuple[Any, ...]:
    """Several paths.

    >>> some_paths(["core"], "packs")
    ('core',)
    """
    found = a_list(given, what, "paths")
    for one in found:
        a_path(one)
    return found


def whole_number(given: object, what: str, least: int, most: int | None = None) -> int:
    """A whole number within its range; raises ``ArgumentTypeError`` or, outside the range, ``ArgumentValueError``.

    >>> whole_number(36, "months", 0, 1200)
    36
    """
    within = f"of at least {least}" if most is None else f"from {least} to {most}"
    message = f"{what} must be a whole number {within}, not {shown(given)}"
    if isinstance(given, bool) or not isinstance(given, int):
        raise ArgumentTypeError(message)
    if given < least or (most is not None and given > most):
        raise ArgumentValueError(message)
    return given


def texts(given: object, what: str, example: str) -> tuple[str, ...]:
    """Several texts. A single text is refused, because it would be read letter by letter.

    >>> texts(["analyst"], "origins", "analyst")
    ('analyst',)
    """
    message = f'{what} must be a list of texts, such as ["{example}"], not {shown(given)}'
    if isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
        raise ArgumentTypeError(message)
    found = tuple(given)
    wrong = [one for one in found if not isinstance(one, str)]
    if wrong:
        message = f'{what} must be a list of texts, such as ["{example}"], but contains {shown(wrong[0])}'
        raise ArgumentTypeError(message)
    return found


def a_list(given: object, what: str, wanted: str) -> tuple[Any, ...]:
    """Several values; a single text or map is refused.

    >>> a_list(["here", {"market": "retail-trade"}], "contexts", "contexts")
    ('here', {'market': 'retail-trade'})
    """
    if isinstance(given, str | bytes | Mapping | PathLike) or not isinstance(given, Iterable):
        raise refused(what, f"a list of {wanted}", given)
    return tuple(given)


def several(given: object, kind: type[T], what: str, wanted: str) -> tuple[T, ...]:
    """Several values of one type; a single value is refused.

    >>> several([1, 2], int, "numbers", "whole numbers")
    (1, 2)
    """
    if isinstance(given, str | bytes | Mapping | kind) or not isinstance(given, Iterable):
        message = f"{what} must be a list of {wanted}, not {shown(given)}"
        raise ArgumentTypeError(message)
    found = tuple(given)
    for one in found:
        if not isinstance(one, kind):
            message = f"{what} must be a list of {wanted}, but contains {shown(one)}"
            raise ArgumentTypeError(message)
    return found


def mapping(given: object, what: str, wanted: str) -> Mapping[Any, Any]:
    """A map, such as a dict.

    >>> mapping({"analyst": 3}, "demand", "with a number for each role")
    {'analyst': 3}
    """
    if not isinstance(given, Mapping):
        message = f"{what} must be a map, {wanted}, not {shown(given)}"
        raise ArgumentTypeError(message)
    return given
