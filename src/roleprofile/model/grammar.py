"""The grammar of documents: each field of a document model says here, once, what it means.

Whatever goes through documents by their keys (checks, renaming, the digest of a rule, differences, schemas for
editors) reads this from the fields and keeps no table of keys of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Literal, get_args, get_origin

from attrs import NOTHING, evolve, field, fields, fields_dict, frozen, has, resolve_types

from roleprofile.model.values import FrozenMap, OneOrMore, Pointer, Text

#: What a field decides: the words about an entry, something else that only readers see, the administration of a
#: document, a rule that no score reads, or a rule that a score reads.
Use = Literal["wording", "readers", "head", "rule", "score"]
#: Whether a field holds one value, a list of them, or a map of them by an id.
Shape = Literal["one", "list", "map"]

_GRAMMAR = "grammar"


@frozen(kw_only=True)
class DocumentField:
    """A field of a document: its key, and what it means."""

    use: Use
    key: str = ""
    #: The name of the model's attribute; it differs from the key where the key is a word of Python.
    attribute: str = ""
    default: Any = None
    type: Any = Any
    shape: Shape | Literal[""] = ""
    #: What the value names: a section of the catalog (``descriptors``), or a list of the document (``duties``).
    names: str = ""
    #: The key of its entry whose value it has where it is not stated and the entry holds no entries either.
    otherwise: str = ""
    #: What the keys of the value name, where it is a map.
    keyed_by: str = ""
    #: The keys that tell the entries of a list from each other; their order means nothing unless ``ordered``.
    told_by: tuple[str, ...] = ()
    #: Whether the order of a list means something.
    ordered: bool = False
    #: What one entry is called.
    noun: str = ""
    #: The section of the catalog that the entries belong to.
    section: str = ""
    #: Whether a role that extends another takes this over from it.
    inherited: bool = True
    is_day: bool = False
    #: Whether a text is wanted in every language of its pack.
    translated: bool = True
    #: The models of the value, or of what is in its list or map; more than one where an entry may be of any of them.
    models: tuple[type, ...] = ()
    #: Keys of a map that stand for no entry, with the fields that they are.
    reserved: Mapping[str, DocumentField] = field(factory=dict)

    @property
    def is_rule(self) -> bool:
        """Whether it is part of what a rule says."""
        return self.use in ("rule", "score")

    @property
    def is_for_readers(self) -> bool:
        """Whether only readers see it."""
        return self.use in ("wording", "readers")

    @property
    def is_one_or_more(self) -> bool:
        """Whether a document may write a single name in place of a list."""
        return self.type is OneOrMore


def _declared(default: Any, **more: Any) -> Any:
    """An attribute with its grammar; what is no grammar is for attrs."""
    known = fields_dict(DocumentField)
    grammar = DocumentField(**{name: value for name, value in more.items() if name in known})
    attribute = {name: value for name, value in more.items() if name not in known}
    return field(default=default, metadata={_GRAMMAR: grammar}, **attribute)


def rule_metadata() -> Mapping[str, Any]:
    """The grammar of :func:`rule`, for a field of attrs whose converter type checkers have to see."""
    return {_GRAMMAR: DocumentField(use="score")}


def rule(default: Any = NOTHING, *, scored: bool = True, **more: Any) -> Any:
    """A field that decides results; with ``scored=False`` one that no score reads."""
    return _declared(default, use="score" if scored else "rule", **more)


def names(section: str, default: Any = NOTHING, *, scored: bool = True, **more: Any) -> Any:
    """A field that names an entry of a section, or several of them."""
    return _declared(default, use="score" if scored else "rule", names=section, **more)


def keyed_by(section: str, default: Any = FrozenMap(), **more: Any) -> Any:
    """A map whose keys name entries of a section."""
    return _declared(default, use=more.pop("use", "score"), keyed_by=section, **more)


def prose(default: Any = NOTHING, **more: Any) -> Any:
    """Words about an entry, such as its label: they decide nothing."""
    return _declared(default, use="wording", **more)


def readers(default: Any = NOTHING, **more: Any) -> Any:
    """What only readers see, and is more than words about an entry: other names, notes, anchors."""
    return _declared(default, use="readers", **more)


def cites() -> Any:
    """The sources of an entry."""
    return _declared(OneOrMore(()), use="readers", names="sources")


def head(default: Any = NOTHING, *, is_day: bool = False, **more: Any) -> Any:
    """The administration of a document: its state, its owner, its version."""
    return _declared(default, use="head", is_day=is_day, inherited=False, **more)


def entries(*told_by: str, default: Any = (), scored: bool = True, **more: Any) -> Any:
    """A list of entries that these keys tell from each other."""
    use: Use = more.pop("use", "score" if scored else "rule")
    return _declared(default, use=use, told_by=told_by, **more)


def changes(*models: type, **more: Any) -> Any:
    """What a change sets or adds in a role: entries of any of these models."""
    return _declared(FrozenMap(), use="score", models=models, inherited=False, **more)


def loaded(default: Any, **attribute: Any) -> Any:
    """A field that no document has, and the loader fills in."""
    return field(default=default, metadata={"origin": "loader"}, **attribute)


def derived() -> Any:
    """A field that is worked out from the others."""
    return field(init=False, repr=False, eq=False, metadata={"origin": "derived"})


def document_name(attribute: str) -> str:
    """The key of a document that a model's field is read from: ``for_`` from ``for``.

    >>> document_name("for_")
    'for'
    """
    return attribute.rstrip("_")


@cache
def fields_of(*models: type) -> Mapping[str, DocumentField]:
    """The fields of a model by their keys; of several models, the fields that any of them has.

    >>> from roleprofile.model.role import Requirement
    >>> fields_of(Requirement)["descriptor"].names
    'descriptors'
    """
    found: dict[str, DocumentField] = {}
    for model in models:
        resolve_types(model)
        for one in fields(model):
            if _GRAMMAR in one.metadata:
                made = _completed(one)
                found.setdefault(made.key, made)
    return found


def _completed(one: Any) -> DocumentField:
    """What a field says of itself, with what its annotation says."""
    declared: DocumentField = one.metadata[_GRAMMAR]
    shape, models = _shape_of(one.type)
    return evolve(
        declared,
        key=document_name(one.name),
        attribute=one.name,
        default=one.default,
        type=one.type,
        shape=declared.shape or shape,
        models=declared.models or models,
    )


def _shape_of(annotation: Any) -> tuple[Shape, tuple[type, ...]]:
    if annotation is Text:
        return "one", ()
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is FrozenMap:
        return "map", _models_in(inner[1])
    if origin is tuple or annotation is OneOrMore:
        return "list", _models_in(*inner)
    return "one", _models_in(annotation, *inner)


def _models_in(*annotations: Any) -> tuple[type, ...]:
    found = (one for one in annotations if isinstance(one, type) and has(one))
    return tuple(one for one in found if any(_GRAMMAR in inner.metadata for inner in fields(one)))


def paths_of(*models: type) -> Iterator[tuple[tuple[str, ...], DocumentField]]:
    """Every field of a model, and of the models that are no list or map in it, with the keys that lead to it."""
    for key, one in fields_of(*models).items():
        yield (key,), one
        if one.shape == "one":
            yield from (((key, *path), inner) for path, inner in paths_of(*one.models))


def fields_along(pointer: Pointer, *models: type) -> Iterator[DocumentField]:
    """The fields that the steps of a pointer into a document lead through.

    >>> from roleprofile.model.role import Role
    >>> [field.use for field in fields_along(("duties", 0, "label", "en"), Role)]
    ['rule', 'wording']
    """
    known = fields_of(*models)
    of_a_map = False
    for step in pointer:
        here = None if of_a_map else known.get(str(step))
        of_a_map = False
        if here is not None:
            yield here
            known, of_a_map = fields_of(*here.models), here.shape == "map"


def walk(value: Any, *models: type, path: Pointer = ()) -> Iterator[tuple[Pointer, Any, DocumentField]]:
    """Every field that a document states: its place, its value and what it means; outer ones before inner ones.

    ``value`` is a model, or the tree of a document or of a part of one, whose models are then given. A requirement
    that names no descriptor names the one of its own id, and that is where the name stands.

    >>> from roleprofile.model.role import Duty
    >>> [path for path, _, field in walk({"id": "report", "label": {"en": "Report"}}, Duty) if field.use == "wording"]
    [('label',)]
    """
    for here, found, key in stated_fields(value, *models):
        place = (*path, key)
        yield place, found, here
        if here.models:
            for step, part in _parts(found, here):
                if step and step[0] in here.reserved:
                    yield (*place, *step), part, here.reserved[str(step[0])]
                elif has(type(part)) or hasattr(part, "keys"):
                    yield from walk(part, *here.models, path=(*place, *step))


def names_in(value: Any, *models: type) -> Iterator[tuple[str, str, Pointer]]:
    """Every name in a document of an entry of a section: the section, the name and its place.

    >>> from roleprofile.model.role import Requirement
    >>> list(names_in({"id": "tact", "asks": "good", "source": ["S1", "S2"]}, Requirement))
    [('sources', 'S1', ('source', 0)), ('sources', 'S2', ('source', 1)), ('descriptors', 'tact', ('id',))]
    """
    for place, found, one in walk(value, *models):
        if one.keyed_by and hasattr(found, "keys"):
            yield from ((one.keyed_by, name, (*place, name)) for name in found)
        elif one.names and isinstance(found, tuple | list):
            yield from ((one.names, n, (*place, index)) for index, n in enumerate(found) if isinstance(n, str))
        elif one.names and isinstance(found, str):
            yield one.names, found, (*place, 0) if one.shape == "list" else place


def rewritten(
    tree: Any, replace: Callable[[Any, DocumentField, Pointer], Any], *models: type, path: Pointer = ()
) -> Any:
    """The tree of a document with each value replaced (value, field, place), an inner one before its outer one.

    What a field has from another key of its entry is written out where it becomes another value.
    """
    built = dict(tree)
    for one, found, key in stated_fields(tree, *models):
        place = (*path, key)
        value = replace(_rewritten_in(found, one, replace, place), one, place)
        if key == one.key:
            built[key] = value
        elif value != found:
            built = {key: found, one.key: value, **built}
    return FrozenMap(built)


def _rewritten_in(value: Any, one: DocumentField, replace: Callable[..., Any], place: Pointer) -> Any:
    def part(inner: Any, step: Pointer) -> Any:
        if step and step[0] in one.reserved:
            return replace(inner, one.reserved[str(step[0])], (*place, *step))
        return rewritten(inner, replace, *one.models, path=(*place, *step)) if hasattr(inner, "keys") else inner

    if not one.models:
        return value
    if one.shape == "map":
        return FrozenMap({name: part(inner, (name,)) for name, inner in value.items()})
    if isinstance(value, tuple):
        return tuple(part(inner, (index,)) for index, inner in enumerate(value))
    return part(value, ())


def stated_fields(value: Any, *models: type) -> list[tuple[DocumentField, Any, str]]:
    """The fields that a document or a part of one states itself: each with its value and the key where that stands.

    Of a model these are the fields that are not as they are by default.
    """
    models = models or (type(value),)
    known = fields_of(*models)
    if type(value) is not FrozenMap and has(type(value)):
        given = ((one, getattr(value, one.attribute), key) for key, one in known.items())
        stated = [(one, found, key) for one, found, key in given if found != one.default]
    else:
        stated = [(known[key], found, key) for key, found in value.items() if key in known]
    implied = _implied(*models)
    if implied and not any(one.told_by for one, _, _ in stated):
        values = {key: found for _, found, key in stated}
        stated += [
            (one, values[one.otherwise], one.otherwise)
            for one in implied
            if one.key not in values and one.otherwise in values
        ]
    return stated


@cache
def _implied(*models: type) -> tuple[DocumentField, ...]:
    return tuple(one for one in fields_of(*models).values() if one.otherwise)


def _parts(value: Any, here: DocumentField) -> Iterator[tuple[Pointer, Any]]:
    if here.shape == "map":
        yield from (((name,), part) for name, part in value.items())
    elif isinstance(value, tuple | list):
        yield from (((index,), part) for index, part in enumerate(value))
    else:
        yield (), value
