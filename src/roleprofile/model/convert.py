"""Convert documents, with their short forms, to models, and models to JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

import cattrs
from attrs import evolve, fields, has, resolve_types
from cattrs.gen import make_dict_structure_fn, override

from roleprofile.model.grammar import document_name
from roleprofile.model.role import FULL, Keys
from roleprofile.model.values import FrozenMap, OneOrMore, Text, Value, freeze, one_or_more

T = TypeVar("T")

#: The field with a model's own document, from which all other fields except the loader's can be read again.
_DOCUMENT = "document"


def _keys(tree: Any) -> Keys:
    if isinstance(tree, str):
        return Keys(shares=((tree, FULL),))
    if isinstance(tree, Mapping):
        return Keys(shares=tuple(tree.items()))
    return Keys(shares=tuple((key, FULL) for key in tree))


def _class_hook(converter: cattrs.Converter, cls: type, also: str = "") -> Any:
    """A hook that reads the fields of documents, and those whose origin is ``also``."""
    renamed = {
        f.name: override(rename=document_name(f.name))
        if f.metadata.get("origin", also) == also
        else override(omit=True)
        for f in fields(cls)
    }
    return make_dict_structure_fn(cls, converter, **renamed)  # type: ignore[arg-type]


def _kept_hook(converter: cattrs.Converter, cls: type) -> Any:
    """A hook that reads the form of :func:`kept`."""
    beside = loader_fields(cls)
    if _DOCUMENT not in beside:
        return _class_hook(converter, cls, "loader")
    stated = _class_hook(converter, cls)
    hooks = {name: (converter.get_structure_hook(kind), kind) for name, kind in beside.items()}

    def structure_kept(tree: Any, _: Any) -> Any:
        given = {name: hook(tree[name], kind) for name, (hook, kind) in hooks.items() if name in tree}
        return evolve(stated(tree[_DOCUMENT], cls), **given)

    return structure_kept


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


def _whole_map_hook(converter: cattrs.Converter, cls: Any) -> Any:
    hook = _map_hook(converter, cls)
    return lambda tree, _: hook(tree, _) if type(tree) is dict else _strict_map(tree, _)


def _is_list(cls: Any) -> bool:
    return get_origin(cls) is tuple and get_args(cls)[1:] == (...,)


def _list_hook(converter: cattrs.Converter, cls: Any) -> Any:
    inner = get_args(cls)[0]
    hook = converter.get_structure_hook(inner)

    def structure_list(tree: Any, _: Any) -> tuple[Any, ...]:
        # Without this check, a text would be read as a list of its letters.
        if type(tree) is not list:
            message = f"expected a list, got {type(tree).__name__}"
            raise TypeError(message)
        return tuple([hook(one, inner) for one in tree])

    return structure_list


def _whole_names(tree: Any) -> Any:
    if type(tree) is not str and (type(tree) is not list or any(type(name) is not str for name in tree)):
        message = "expected a name or a list of names"
        raise TypeError(message)
    return tree


def _whole_percents(tree: Any) -> Any:
    if type(tree) is not dict:
        return _whole_names(tree)
    if any(type(percent) is not int for percent in tree.values()):
        message = "the percentage of a key must be a whole number"
        raise TypeError(message)
    return tree


def _strict(wanted: type) -> Any:
    def check(value: Any, _: Any) -> Any:
        if type(value) is not wanted:
            message = f"expected {wanted.__name__}, got {type(value).__name__}"
            raise TypeError(message)
        return value

    return check


_strict_text, _strict_map = _strict(str), _strict(dict)


def _strict_value(value: Any, _: Any) -> Any:
    return value if type(value) is int else _strict_text(value, _)


@cache
def _converter(*, strict: bool = False, whole: bool = False) -> cattrs.Converter:
    # Detailed validation triples the time and gives no position; the schemas have reported mistakes before.
    converter = cattrs.Converter(detailed_validation=False)
    hook = _kept_hook if whole else _class_hook
    converter.register_structure_hook_factory(has, lambda cls: hook(converter, cls))
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
    if whole:
        # Documents are frozen and checked before; this is plain JSON without checks.
        converter.register_structure_hook_func(lambda cls: cls is Any, lambda tree, _: freeze(tree))
        converter.register_structure_hook_factory(_is_map, lambda cls: _whole_map_hook(converter, cls))
        converter.register_structure_hook_factory(_is_list, lambda cls: _list_hook(converter, cls))
        converter.register_structure_hook(Keys, lambda tree, _: _keys(_whole_percents(tree)))
        converter.register_structure_hook_func(
            lambda cls: cls is OneOrMore, lambda tree, _: one_or_more(_whole_names(tree))
        )
        optional = Value | None
        converter.register_structure_hook_func(
            lambda cls: cls == optional, lambda tree, _: None if tree is None else _strict_value(tree, _)
        )
    return converter


def structure(tree: Any, cls: type[T]) -> T:
    """The model of a document, or of a part, which its schema has accepted."""
    return _converter().structure(tree, cls)


def structure_strictly(tree: Any, cls: type[T]) -> T:
    """As :func:`structure`, for data that no schema has checked; raises any exception of cattrs or Python."""
    return _converter(strict=True).structure(tree, cls)


def restore(tree: Any, cls: type[T]) -> T:
    """The model from the JSON of :func:`kept`; raises any exception of cattrs or Python for other data."""
    return _converter(strict=True, whole=True).structure(tree, cls)


def kept(value: Any) -> Any:
    """A model as JSON with the fields that the loader added, and without fields that have their defaults.

    A model with its own document is written as that document and the fields of the loader.

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
    beside = loader_fields(cls)
    names = beside if _DOCUMENT in beside else [f.name for f in fields(cls) if f.metadata.get("origin") != "derived"]
    return tuple((f.name, document_name(f.name), f.default) for f in fields(cls) if f.name in names)


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
    if has(type(value)):
        return {
            document_name(f.name): plain(found)
            for f in fields(type(value))
            if "origin" not in f.metadata
            and ((found := getattr(value, f.name)) != f.default or "younger" not in f.metadata)
        }
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    return value
