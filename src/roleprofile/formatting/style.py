"""The style itself: what comes first, what is quoted, what stands in brackets, where a long text is folded."""

from __future__ import annotations

import re
import textwrap
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from roleprofile.loading.schemas import definition, schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from roleprofile.formatting.positions import Outline, OutlineEntry
    from roleprofile.model.values import Pointer

#: A schema, with the name of the file that its references are relative to.
Shape = tuple[str, Any]

# What is text to our reader, and a number, a day, a time or a truth value to other programs.
_CODE = re.compile(
    r"[-+.]?[0-9][0-9_.,:-]*(?:[eE][-+]?[0-9]+)?|0[xob][0-9a-fA-F_]+|=|(?i:y|n|yes|no|on|off)"
    r"|[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?[Tt ][0-9].*"
)
# A text that reads the same when it is broken at any of its spaces.
_FOLDS = re.compile(r"\S+(?: \S+)+")


class Style:
    """A document on its way into the style; ``tree`` is what to write."""

    def __init__(self, kind: str, tree: Any, opened: frozenset[Pointer]) -> None:
        self._opened = opened
        self.tree = self._styled(tree, (kind, schema(kind)), ())

    def _styled(self, node: Any, shape: Shape, pointer: Pointer) -> Any:
        from ruamel.yaml.comments import CommentedMap, CommentedSeq

        if isinstance(node, dict):
            built: Any = CommentedMap()
            for key in _order(node, shape):
                built[key] = self._styled(node[key], _value_shape(shape, key), (*pointer, str(key)))
        elif isinstance(node, list):
            inner = _item_shape(shape)
            built = CommentedSeq([self._styled(item, inner, (*pointer, n)) for n, item in enumerate(node)])
        else:
            return _scalar(node)
        if node.fa.flow_style() and pointer not in self._opened:
            built.fa.set_flow_style()
        else:
            built.fa.set_block_style()
        return built

    def narrow(self, outline: Outline, width: int) -> bool:
        """Whether anything was wider than that, and now is narrower."""
        lines = outline.text.split("\n")
        wide = {number for number, line in enumerate(lines) if len(line) > width}
        entries = [entry for entry in outline.entries if entry.outer is None] if wide else []
        narrowed = [self._narrowed(outline, entry, wide, width) for entry in entries]
        return any(narrowed)

    def _narrowed(self, outline: Outline, entry: OutlineEntry, wide: set[int], width: int) -> bool:
        written = outline.styles[entry.pointer]
        if written == "[":
            return entry.line in wide and self._unbracketed(entry.pointer)
        if written == ">":
            lines = range(entry.line + 1, outline.last_line(entry) + 1)
            return not wide.isdisjoint(lines) and self._folded(entry, width)
        return bool(written) and entry.line in wide and self._folded(entry, width)

    def _unbracketed(self, pointer: Pointer) -> bool:
        node = self._at(pointer)
        node.fa.set_block_style()
        return bool(node)

    def _folded(self, entry: OutlineEntry, width: int) -> bool:
        from ruamel.yaml.scalarstring import FoldedScalarString

        text = self._at(entry.pointer)
        if not isinstance(text, str) or not _FOLDS.fullmatch(text):
            return False
        room = max(width - entry.column - 2, 1)
        lines = textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)
        folded = FoldedScalarString(text)
        folded.fold_pos = list(accumulate(len(line) + 1 for line in lines[:-1]))
        folded.fold_pos = [place - 1 for place in folded.fold_pos]
        if folded.fold_pos == getattr(text, "fold_pos", None):
            return False
        self._at(entry.pointer[:-1])[entry.pointer[-1]] = folded
        return True

    def _at(self, pointer: Pointer) -> Any:
        node = self.tree
        for step in pointer:
            node = node[step]
        return node


def _scalar(value: Any) -> Any:
    """A value as it is written: without what ruamel.yaml remembers of comments, codes in quotes, one sort of quotes."""
    from ruamel.yaml import scalarstring as written

    if isinstance(value, written.FoldedScalarString):
        folded = written.FoldedScalarString(value)
        if hasattr(value, "fold_pos"):
            folded.fold_pos = value.fold_pos
        return folded
    if isinstance(value, written.LiteralScalarString):
        return written.LiteralScalarString(value)
    if isinstance(value, written.DoubleQuotedScalarString | written.SingleQuotedScalarString):
        single = isinstance(value, written.SingleQuotedScalarString) and ('"' in value or "\\" in value)
        return written.SingleQuotedScalarString(value) if single else written.DoubleQuotedScalarString(value)
    if isinstance(value, str):
        return written.DoubleQuotedScalarString(value) if _CODE.fullmatch(value) else str(value)
    return value


def _shapes(shape: Shape) -> Iterator[Shape]:
    """What a schema says of a map: itself, and what it says where a text could stand instead."""
    home, inner = shape
    while "$ref" in inner:
        home, name = definition(home, inner["$ref"])
        inner = schema(home)["definitions"][name]
    yield home, inner
    if isinstance(inner.get("then"), dict):
        yield from _shapes((home, inner["then"]))


def _order(node: dict[str, Any], shape: Shape) -> list[str]:
    """The keys in the order of the schema; where the author chooses the keys, the order is the author's too."""
    for _, inner in _shapes(shape):
        known = list(inner.get("properties", ()))
        if inner.get("additionalProperties") is False and node.keys() <= set(known):
            return sorted(node, key=known.index)
    return list(node)


def _value_shape(shape: Shape, key: str) -> Shape:
    for home, inner in _shapes(shape):
        found = inner.get("properties", {}).get(key, inner.get("additionalProperties"))
        if isinstance(found, dict):
            return home, found
    return "", {}


def _item_shape(shape: Shape) -> Shape:
    for home, inner in _shapes(shape):
        if "items" in inner:
            return home, inner["items"]
    return "", {}
