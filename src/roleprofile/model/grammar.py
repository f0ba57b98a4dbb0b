"""The grammar of documents: declarations of the meaning of each field of a document model.

All code that goes through documents by key (checks, renaming, digests, differences, schemas for editors) reads these
declarations, so that it needs no table of keys of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Literal, get_args, get_origin

from attrs import NOTHING, evolve, field, fields, fields_dict, frozen, has, resolve_types

from roleprofile.model.values import FrozenMap, OneOrMore, Pointer, Text

#: The use of a field: words about an entry, other fields for readers only, the administration of a document, a rule
#: that no score reads, or a rule that a score reads.
Use = Literal["wording", "readers", "head", "rule", "score"]
#: Whether a field holds one value, a list of them, or a map of them by an id.
Shape = Literal["one", "list", "map"]

_GRAMMAR = "grammar"


@frozen(kw_only=True)
class DocumentField:
    """A field of a document: its key and its meaning."""

    use: Use
    key: str = ""
    #: The name of the model's attribute, which differs from the key if the key is a Python keyword.
    attribute: str = ""
    default: Any = None
    type: Any = Any
    shape: Shape | Literal[""] = ""
    #: The section of the catalog (``descriptors``) or the list of the document (``duties``) that has the named entries;
    #: ``columns`` for the columns of a table.
    names: str = ""
    #: The key of the same entry that gives the value if it is not stated; not for entries that contain entries.
    otherwise: str = ""
    #: The section whose entries the keys of a map name.
    keyed_by: str = ""
    #: The keys that identify the entries of a list.
    told_by: tuple[str, ...] = ()
    #: Whether the order of a list has a meaning.
    ordered: bool = False
    #: The noun for one entry.
    noun: str = ""
    #: The section of the catalog for the entries.
    section: str = ""
    #: Whether a role that extends another inherits this field.
    inherited: bool = True
    is_day: bool = False
    #: Whether an overlay may raise or lower the value: ``{raise: 1}``.
    relative: bool = False
    #: Whether the value may be a map by the grades of the role.
    graded: bool = False
    #: The subject that a document must have if it states this field: a person to score, a table of roles.
    about: str = ""
    #: Whether a text needs every language of its pack.
    translated: bool = True
    #: The models of the value or of the entries of its list or map; several if an entry may have any of them.
    models: tuple[type, ...] = ()
    #: The keys of a map that are no entries, with their fields.
    reserved: Mapping[str, DocumentField] = field(factory=dict)

    @property
    def is_for_readers(self) -> bool:
        """Whether the field is for readers only."""
        return self.use in ("wording", "readers")

    @property
    def is_one_or_more(self) -> bool:
        """Whether a document may write a single name in place of a list."""
        return self.type is OneOrMore


def _declared(default: Any, **more: Any) -> Any:
    """An attribute with its grammar; other arguments go to attrs."""
    known = fields_dict(DocumentField)
    grammar = DocumentField(**{name: value for name, value in more.items() if name in known})
    attribute = {name: value for name, value in more.items() if name not in known}
    return field(default=default, metadata={_GRAMMAR: grammar}, **attribute)


def rule_metadata() -> Mapping[str, Any]:
    """The grammar of :func:`rule`, for an attrs field whose converter must be visible to type checkers."""
    return {_GRAMMAR: DocumentField(use="score")}


def rule(default: Any = NOTHING, *, scored: bool = True, **more: Any) -> Any:
    """A field that decides results; with ``scored=False`` one that no score reads."""
    return _declared(default, use="score" if scored else "rule", **more)


def names(section: str, default: Any = NOTHING, *, scored: bool = True, **more: Any) -> Any:
    """A field that names one or more entries of a section."""
    return _declared(default, use="score" if scored else "rule", names=section, **more)


def keyed_by(section: str, default: Any = FrozenMap(), **more: Any) -> Any:
    """A map whose keys name entries of a section."""
    return _declared(default, use=more.pop("use", "score"), keyed_by=section, **more)


def prose(default: Any = NOTHING, **more: Any) -> Any:
    """Words about an entry, such as its label, which change no result."""
    return _declared(default, use="wording", **more)


def readers(default: Any = NOTHING, **more: Any) -> Any:
    """Other fields for readers only, such as aliases, notes and anchors."""
    return _declared(default, use="readers", **more)


def cites() -> Any:
    """The sources of an entry."""
    return _declared(OneOrMore(()), use="readers", names="sources")


def head(default: Any = NOTHING, *, is_day: bool = False, **more: Any) -> Any:
    """The administration of a document: its state, its owner, its version."""
    return _declared(default, use="head", is_day=is_day, inherited=False, **more)


def entries(*told_by: str, default: Any = (), scored: bool = True, **more: Any) -> Any:
    """A list of entries that these keys identify."""
    use: Use = more.pop("use", "score" if scored else "rule")
    return _declared(default, use=use, told_by=told_by, **more)


def changes(*models: type, **more: Any) -> Any:
    """The ``set`` or ``add`` of a change, with entries of any of these models."""
    return _declared(FrozenMap(), use="score", models=models, inherited=False, **more)


def loaded(default: Any, **attribute: Any) -> Any:
    """A field that the loader fills in and no document has."""
    return field(default=default, metadata={"origin": "loader"}, **attribute)


def derived() -> Any:
    """A field that is computed from the others."""
    return field(init=False, repr=False, eq=False, metadata={"origin": "derived"})


def document_name(attribute: str) -> str:
    """The key of a document for an attribute of a model.

    >>> document_name("for_")
    'for'
    """
    return attribute.rstrip("_")


@cache
def fields_of(*models: type) -> Mapping[str, DocumentField]:
    """The fields of a model by key; for several models, the fields of all of them.

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
    """The declaration of a field, completed from its annotation."""
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


def fields_within(*models: type) -> Iterator[DocumentField]:
    """The fields of models and of the models in them, each model once."""
    waiting = list(models)
    for model in waiting:  # the list grows during the loop
        for one in fields_of(model).values():
            yield one
            waiting += [inner for inner in one.models if inner not in waiting]


def paths_of(*models: type) -> Iterator[tuple[tuple[str, ...], DocumentField]]:
    """Each field of a model and of its nested models, except in lists and maps, with the keys that lead to it."""
    for key, one in fields_of(*models).items():
        yield (key,), one
        if one.shape == "one":
            yield from (((key, *path), inner) for path, inner in paths_of(*one.models))


def fields_along(pointer: Pointer, *models: type) -> Iterator[DocumentField]:
    """The fields along a pointer into a document.

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
    """Each field that a document states: place, value and meaning, outer fields before inner ones.

    ``value`` is a model, or the tree of a document or of a part, which needs ``models``. A requirement without
    ``descriptor`` names the descriptor with its own id, so the place of the name is that of the id.

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
    """Each name of an entry in a document: the section, the name and its place.

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


def texts_of(value: Any, one: DocumentField) -> Iterator[tuple[Pointer, Any]]:
    """Each text for readers in the value of a field that needs every language of its pack, with its place in it."""
    if one.type is Text and one.translated:
        yield (), value
    elif one.type == FrozenMap[str, Text]:
        yield from (((name,), text) for name, text in value.items())


def rewritten(
    tree: Any, replace: Callable[[Any, DocumentField, Pointer], Any], *models: type, path: Pointer = ()
) -> Any:
    """The tree of a document after ``replace(value, field, place)`` for each value, inner values first.

    A value that comes from another key of the entry (``otherwise``) is written out if it changes.
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
    """The fields that a document or a part states: the field, its value and the key of the value.

    A model states the fields that differ from their defaults.
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
