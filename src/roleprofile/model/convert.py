"""Convert documents, with their short forms, to models, and models to JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

import cattrs
from attrs import NOTHING, fields, has, resolve_types
from cattrs.gen import make_dict_structure_fn, override

from roleprofile.model.grades import resolved
from roleprofile.model.grammar import document_name
from roleprofile.model.role import FULL, Keys, Role
from roleprofile.model.values import FrozenMap, OneOrMore, Text, Value, freeze, one_or_more

T = TypeVar("T")


def _keys(tree: Any) -> Keys:
    if isinstance(tree, str):
        return Keys(shares=((tree, FULL),))
    if isinstance(tree, Mapping):
        return Keys(shares=tuple(tree.items()))
    return Keys(shares=tuple((key, FULL) for key in tree))


def _class_hook(converter: cattrs.Converter, cls: type) -> Any:
    """A hook that reads the fields of documents."""
    renamed = {
        f.name: override(omit=True) if "origin" in f.metadata else override(rename=document_name(f.name))
        for f in fields(cls)
    }
    return make_dict_structure_fn(cls, converter, **renamed)  # type: ignore[arg-type]


@cache
def loader_fields(cls: Any) -> dict[str, Any]:
    """The fields that the loader adds, with their types."""
    resolve_types(cls)
    return {f.name: f.type for f in fields(cls) if f.metadata.get("origin") == "loader"}


def _is_map(cls: Any) -> bool:
    origin: Any = get_origin(cls)
    return origin is FrozenMap


def _map_hook(converter: cattrs.Converter, cls: Any) -> Any:
    inner = get_args(cls)[1]
    if inner is Any:
        return lambda tree, _: freeze(tree)
    hook = converter.get_structure_hook(inner)
    return lambda tree, _: FrozenMap({key: hook(value, inner) for key, value in tree.items()})


def _strict(wanted: type) -> Any:
    def check(value: Any, _: Any) -> Any:
        if type(value) is not wanted:
            message = f"expected {wanted.__name__}, got {type(value).__name__}"
            raise TypeError(message)
        return value

    return check


_strict_text = _strict(str)


def _strict_value(value: Any, _: Any) -> Any:
    return value if type(value) is int else _strict_text(value, _)


@cache
def _converter(*, strict: bool = False) -> cattrs.Converter:
    # Detailed validation triples the time and gives no position; the schemas have reported mistakes before.
    converter = cattrs.Converter(detailed_validation=False)
    converter.register_structure_hook_factory(has, lambda cls: _class_hook(converter, cls))
    converter.register_structure_hook_factory(_is_map, lambda cls: _map_hook(converter, cls))
    converter.register_structure_hook(Text, lambda tree, _: Text(tree))
    converter.register_structure_hook(Keys, lambda tree, _: _keys(tree))
    converter.register_structure_hook_func(lambda cls: cls is OneOrMore, lambda tree, _: one_or_more(tree))
    # A value is not converted, because the level "3" and the amount 3 differ.
    converter.register_structure_hook_func(lambda cls: cls in (Value, Value | None), lambda tree, _: tree)
    if strict:
        for primitive in (str, int, bool):
            converter.register_structure_hook(primitive, _strict(primitive))
        text = _map_hook(converter, FrozenMap[str, str])
        converter.register_structure_hook(Text, lambda tree, _: Text(text(tree, _)))
        converter.register_structure_hook_func(lambda cls: cls == Value, _strict_value)
    of_role = _class_hook(converter, Role)
    converter.register_structure_hook(Role, lambda tree, cls: of_role(resolved(tree), cls))
    return converter


def structure(tree: Any, cls: type[T]) -> T:
    """The model of a document, or of a part, which its schema has accepted."""
    return _converter().structure(tree, cls)


def structure_strictly(tree: Any, cls: type[T]) -> T:
    """As :func:`structure`, for data that no schema has checked; raises any exception of cattrs or Python."""
    return _converter(strict=True).structure(tree, cls)


def kept(value: Any) -> Any:
    """A model as JSON with the fields that the loader added, and without fields that have their defaults.

    >>> from roleprofile.model.transition import Need
    >>> kept(Need(id="law", for_=Keys(shares=(("law", FULL),)), asks="bachelor"))
    {'id': 'law', 'for': {'law': 100}, 'asks': 'bachelor'}
    """
    cls = type(value)
    if cls is Keys:
        # The order of the keys is kept for display.
        return dict(value.shares)
    if has(cls):
        return {
            key: kept(found)
            for name, key, default in _kept_fields(cls)
            if (found := getattr(value, name)) != default or type(found) is not type(default)
        }
    if isinstance(value, Mapping):
        return {key: kept(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [kept(inner) for inner in value]
    return value


@cache
def _kept_fields(cls: type) -> tuple[tuple[str, str, Any], ...]:
    """The name, key and default of each field that :func:`kept` writes."""
    return tuple(
        (f.name, document_name(f.name), f.default) for f in fields(cls) if f.metadata.get("origin") != "derived"
    )


def plain(value: Any) -> Any:
    """A model as maps and lists, with the keys that :func:`structure` reads.

    A field that is younger than the first records, and says so in its metadata, is left out at its default, so that
    the records from before it stay as they are.

    >>> from attrs import field, frozen
    >>> @frozen
    ... class Weighed:
    ...     weight: int
    ...     step: int = field(default=1, metadata={"younger": True})
    >>> plain(Weighed(30)), plain(Weighed(30, 10))
    ({'weight': 30}, {'weight': 30, 'step': 10})
    """
    cls = type(value)
    if cls is str or cls is int:
        return value
    if has(cls):
        return {
            key: plain(found) for name, key, without in _plain_fields(cls) if (found := getattr(value, name)) != without
        }
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    return value


@cache
def _plain_fields(cls: type) -> tuple[tuple[str, str, Any], ...]:
    """The name and key of each field that :func:`plain` writes, and the value at which it does not."""
    return tuple(
        (f.name, document_name(f.name), f.default if "younger" in f.metadata else NOTHING)
        for f in fields(cls)
        if "origin" not in f.metadata
    )
