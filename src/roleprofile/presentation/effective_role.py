"""A role after all its overlays as YAML, with the file and line of origin behind each line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from typing import Any

from attrs import define

from roleprofile.loading.document import ParsedDocument
from roleprofile.loading.effective_roles import Overlays
from roleprofile.loading.source_map import origin, path_in_role
from roleprofile.model.catalog import CatalogData
from roleprofile.model.context import match
from roleprofile.model.convert import plain
from roleprofile.model.grades import at_grade, resolved, without_grade
from roleprofile.model.pack_file import Place
from roleprofile.model.values import FrozenMap, Pointer, pointer_text
from roleprofile.model.yaml_text import flow, scalar
from roleprofile.presentation.blocks import Block, Verbatim
from roleprofile.presentation.renderers.text import Line, padded, width
from roleprofile.rules.overlays import VARIANTS, apply, in_order, reach

#: The column of the comments, unless a line is longer.
_COLUMNS = 56


@define
class Resolved:
    """A role after all its overlays, and the origins of its parts."""

    catalog: CatalogData
    overlays: Overlays
    #: The role's full id.
    role: str
    context: FrozenMap[str, str]
    #: The whole document. A context applies the variants that it selects, and keeps only the undecided ones.
    document: FrozenMap[str, Any]
    #: The variants that were applied, by their places in the whole role.
    _applied: tuple[int, ...]

    @classmethod
    def of(cls, catalog: CatalogData, overlays: Overlays, ref: str, given: Mapping[str, str] | str | None) -> Resolved:
        """Resolve a role, in a context if one is given.

        Raises :class:`~roleprofile.errors.UnknownIdError` and :class:`~roleprofile.errors.ContextError`.
        """
        role = catalog.role(ref)
        full = f"{role.pack}:{role.id}"
        if given is None:
            document = resolved(role.document) if role.grade else role.document
            return cls(catalog, overlays, full, FrozenMap(), document, ())
        context = catalog.context(role, given)
        role = at_grade(role, context)
        full = f"{role.pack}:{role.id}"
        found = match(role, context, catalog.vocabulary_for(role))
        ordered = in_order(found.matching, reach(role.variants))
        places = {variant.id: index for index, variant in enumerate(role.variants)}
        whole = resolved(apply(role.document, ordered, partial(catalog.scale_behind, pack=role.pack)))
        document = {key: value for key, value in whole.items() if key != VARIANTS}
        if found.undecided:
            document[VARIANTS] = tuple(role.document[VARIANTS][places[variant.id]] for variant in found.undecided)
        applied = tuple(places[variant.id] for variant in ordered)
        return cls(catalog, overlays, full, context, FrozenMap(document), applied)

    @property
    def variants(self) -> tuple[str, ...]:
        """The ids of the applied variants, in the order of application."""
        role = self.catalog.roles[self.role]
        return tuple(role.variants[index].id for index in self._applied)

    def place(self, pointer: Pointer) -> Place:
        """The file and line of origin of a part of the document."""
        whole = self.catalog.roles[self.role].document
        variants = [whole[VARIANTS][index] for index in self._applied]
        path = path_in_role(self.document, pointer)
        number, there = origin([document.tree for document in self._layers], path, variants)
        document = self._layers[number]
        return Place(file=document.file.path, line=document.source_map.line(there))

    @cached_property
    def _layers(self) -> list[ParsedDocument]:
        """The files of the role, in the order in which they are applied."""
        stated = without_grade(self.role)
        state = (stated, self.overlays.patches(stated))
        return [self.overlays.file(*step)[1] for step in self.overlays.steps(state)]

    def blocks(self) -> list[Block]:
        """The document as YAML, with the place of origin behind each line."""
        found: list[Line] = [((f"# {text}", "faint"),) for text in self._head()]
        for text, pointer in _map(self.document, (), ""):
            place = self.place(pointer)
            filled = padded(text, _COLUMNS) if width(text) < _COLUMNS else text
            found.append(((filled, ""), (f"  # {place}", "faint")))
        return [Verbatim(found)]

    def _head(self) -> Iterator[str]:
        yield self.role
        if self.context:
            yield "context: " + ", ".join(f"{name}={value}" for name, value in self.context.items())
            yield f"variants: {', '.join(self.variants) or 'none'}"

    def to_json(self) -> str:
        """The document and its places, by JSON pointers, as JSON."""
        places = {pointer_text(pointer): self.place(pointer) for _, pointer in _map(self.document, (), "")}
        found = {
            "role": self.role,
            "context": plain(self.context),
            "variants": self.variants,
            "overlays": [plain(overlay) for overlay in self.catalog.roles[self.role].overlays],
            "document": plain(self.document),
            "places": {pointer: {"path": place.file, "line": place.line} for pointer, place in places.items()},
        }
        return json.dumps(found, ensure_ascii=False, indent=2)


_Text = tuple[str, "Pointer"]


def _map(tree: Any, pointer: Pointer, indent: str) -> Iterator[_Text]:
    """The lines of a map as YAML, with their pointers in the document."""
    for key, value in tree.items():
        yield from _value(f"{indent}{scalar(key)}:", value, (*pointer, key), indent)


def _value(begun: str, value: Any, pointer: Pointer, indent: str) -> Iterator[_Text]:
    entries = value if isinstance(value, tuple) else ()
    if hasattr(value, "keys") and value:
        yield begun, pointer
        yield from _map(value, pointer, indent + "  ")
    elif any(hasattr(entry, "keys") for entry in entries):
        yield begun, pointer
        for index, entry in enumerate(entries):
            lines = list(_map(entry, (*pointer, index), indent + "    "))
            yield f"{indent}  - {lines[0][0].strip()}", lines[0][1]
            yield from lines[1:]
    else:
        yield f"{begun} {flow(value)}", pointer
