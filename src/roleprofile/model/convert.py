"""Documents onto models: cattrs, with the short forms that documents may write."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

import cattrs
from attrs import fields, has
from cattrs.gen import make_dict_structure_fn, override

from roleprofile.model.document import OneOrMore
from roleprofile.model.role import FULL, Keys
from roleprofile.model.values import FrozenMap, Text, Value, freeze

T = TypeVar("T")


def document_name(attribute: str) -> str:
    """The key of a document that a model's field is read from: ``for_`` from ``for``.

    >>> document_name("for_")
    'for'
    """
    return attribute.rstrip("_")


def _keys(tree: Any) -> Keys:
    if isinstance(tree, str):
        return Keys(shares=((tree, FULL),))
    if isinstance(tree, Mapping):
        return Keys(shares=tuple(tree.items()))
    return Keys(shares=tuple((key, FULL) for key in tree))


def _one_or_more(tree: Any) -> OneOrMore:
    return OneOrMore((tree,) if isinstance(tree, str) else tuple(tree))


def _class_hook(converter: cattrs.Converter, cls: type) -> Any:
    renamed = {
        f.name: override(omit=True) if "origin" in f.metadata else override(rename=document_name(f.name))
        for f in fields(cls)
    }
    return make_dict_structure_fn(cls, converter, **renamed)  # type: ignore[arg-type]


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
            message = f"{wanted.__name__} is wanted, not {type(value).__name__}"
            raise TypeError(message)
        return value

    return check


def _strict_value(value: Any, _: Any) -> Any:
    return _strict(int if type(value) is int else str)(value, _)


@cache
def _converter(*, strict: bool = False) -> cattrs.Converter:
    # Detailed validation costs three times the time and cannot say where; the schemas have said it by then.
    converter = cattrs.Converter(detailed_validation=False)
    converter.register_structure_hook_factory(has, lambda cls: _class_hook(converter, cls))
    converter.register_structure_hook_factory(_is_map, lambda cls: _map_hook(converter, cls))
    converter.register_structure_hook(Text, lambda tree, _: Text(tree))
    converter.register_structure_hook(Keys, lambda tree, _: _keys(tree))
    converter.register_structure_hook_func(lambda cls: cls is OneOrMore, lambda tree, _: _one_or_more(tree))
    # A value is a level or an amount as it stands: "3" and 3 are two different answers.
    converter.register_structure_hook_func(lambda cls: cls in (Value, Value | None), lambda tree, _: tree)
    if strict:
        for primitive in (str, int, bool):
            converter.register_structure_hook(primitive, _strict(primitive))
        text = _map_hook(converter, FrozenMap[str, str])
        converter.register_structure_hook(Text, lambda tree, _: Text(text(tree, _)))
        converter.register_structure_hook_func(lambda cls: cls == Value, _strict_value)
    return converter


def structure(tree: Any, cls: type[T]) -> T:
    """The model of a document, or of a part of one, that its schema has accepted."""
    return _converter().structure(tree, cls)


def structure_strictly(tree: Any, cls: type[T]) -> T:
    """As :func:`structure`, of data that no schema has seen; raises whatever cattrs or Python raises."""
    return _converter(strict=True).structure(tree, cls)


def plain(value: Any) -> Any:
    """A model as JSON has it: maps and lists, with the keys that :func:`structure` reads."""
    if has(type(value)):
        kept = [f for f in fields(type(value)) if "origin" not in f.metadata]
        return {document_name(f.name): plain(getattr(value, f.name)) for f in kept}
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    return value
