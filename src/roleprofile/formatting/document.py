"""The formatter of documents: the layout changes, the meaning stays."""

from __future__ import annotations

import codecs
import io
import re
import textwrap
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from attrs import frozen

from roleprofile.errors import LoadError, MissingExtraError, RoleProfileError
from roleprofile.formatting.comments import remarks_of, with_remarks, without_comments
from roleprofile.formatting.positions import Outline, OutlineEntry
from roleprofile.loading.decoding import ReadFailure, decode
from roleprofile.loading.document import File, ParsedDocument, read_text
from roleprofile.loading.limits import DEFAULT_LIMITS, Limits
from roleprofile.loading.reader import parse
from roleprofile.loading.schemas import definition, schema
from roleprofile.model.arguments import a_path, instance
from roleprofile.model.values import Pointer

#: The widest line, as in the project's own files.
WIDTH = 120

#: Wider than any line, because the style breaks lines itself.
_NO_END = 1 << 30
_NULL, _BOOL, _INT = (f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int"))


@frozen
class FormattedDocument:
    """A document before and after formatting."""

    #: The name of the file in problems and differences.
    path: str
    #: Both decoded, without a byte-order mark, each line ended by a line feed.
    before: str
    after: str
    #: The content of the file before and after formatting.
    data: bytes
    result: bytes

    @property
    def changed(self) -> bool:
        """Whether anything changes, line ends included."""
        return self.data != self.result


def format_document(data: bytes, path: Path, shown: str, limits: Limits = DEFAULT_LIMITS) -> FormattedDocument:
    """Format a document.

    Keys come in the order of the schema. Texts that other programs would take for a number, a date or a truth value are
    quoted. Brackets that fit into 120 columns stay on one line, others become lists and maps, and longer texts become
    blocks. Comments stay with their entries. A byte-order mark stays, and the more frequent line end is used for all
    lines.

    Args:
        data: The file.
        path: Its path; the name has to be that of the id.
        shown: The name of the file in problems.
        limits: How much it may hold.

    Raises:
        LoadError: With every problem of the file by itself, which its author has to repair first.
        MissingExtraError: ruamel.yaml is not installed.
    """
    instance(data, bytes, "the document", "bytes")
    a_path(path)
    path = Path(path)
    document = read_text(ParsedDocument(File(path, shown, path.name), limits, data))
    if document.failed:
        raise LoadError(document.located())
    written = decode(data, shown, limits).text
    text = written.replace("\r\n", "\n")
    after = _written(text, document.kind)
    _compare(text, after, shown, limits)
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    ends = "\r\n" if (len(written) - len(text)) * 2 > len(text.split("\n")) - 1 else "\n"
    return FormattedDocument(shown, text, after, data, mark + after.replace("\n", ends).encode())


def _written(text: str, kind: str) -> str:
    outline = Outline(text)
    remarks = remarks_of(outline)
    yaml = _yaml()
    # ruamel.yaml ties a comment to the entry above it; here most belong to the entry below.
    style = _Style(kind, yaml.load(without_comments(outline)), remarks.opened)
    while True:
        stream = io.StringIO()
        yaml.dump(style.tree, stream)
        outline = Outline(stream.getvalue())
        if not style.narrow(outline, WIDTH):
            return with_remarks(outline.text.rstrip("\n"), outline, remarks)


def _yaml() -> Any:
    """The YAML of ruamel.yaml, with the same scalars as the reader of documents."""
    try:
        import ruamel.yaml
        from ruamel.yaml.emitter import Emitter
        from ruamel.yaml.resolver import VersionedResolver
    except ImportError:
        raise MissingExtraError("format", "ruamel.yaml") from None

    class Resolver(VersionedResolver):
        """Resolves few scalars: ``1.10``, ``0110``, ``no`` and ``2026-03-14`` are texts."""

        versioned_resolver = _Words()

    class LongKeys(Emitter):
        """Writes long keys without a question mark, which the reader refuses."""

        MAX_SIMPLE_KEY_LENGTH = 1024

    yaml = ruamel.yaml.YAML(typ="rt", pure=True)
    yaml.Resolver, yaml.Emitter = Resolver, LongKeys
    yaml.preserve_quotes = True
    yaml.width = _NO_END
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


class _Words(dict[Any, list[tuple[str, re.Pattern[str]]]]):
    """The types of plain scalars, the same for every first character."""

    _ALL = (
        (_NULL, re.compile(r"(?:~|null|Null|NULL|)(?![\s\S])")),
        (_BOOL, re.compile(r"(?:true|True|TRUE|false|False|FALSE)(?![\s\S])")),
        (_INT, re.compile(r"[-+]?(?:0|[1-9][0-9]*)(?![\s\S])")),
    )

    def get(self, key: Any, default: Any = None) -> Any:  # noqa: ARG002 - as that of any map
        return [] if key is None else list(self._ALL)


def _compare(before: str, after: str, path: str, limits: Limits) -> None:
    """Refuse a result with another meaning or other comments."""
    try:
        same = parse(after.encode(), path, limits) == parse(before.encode(), path, limits)
    except ReadFailure:
        same = False
    if not same or remarks_of(Outline(after)).comments != remarks_of(Outline(before)).comments:
        message = f"{path}: formatting would change the content, so the file was not changed; please report this"
        raise RoleProfileError(message)


#: A schema, with the name of its file, to which its references are relative.
Shape = tuple[str, Any]

# Texts that other programs take for a number, a day, a time or a truth value.
_CODE = re.compile(
    r"[-+.]?[0-9][0-9_.,:-]*(?:[eE][-+]?[0-9]+)?|0[xob][0-9a-fA-F_]+|=|(?i:y|n|yes|no|on|off)"
    r"|[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?[Tt ][0-9].*"
)
# A text that stays the same when lines are broken at its spaces.
_FOLDS = re.compile(r"\S+(?: \S+)+")


class _Style:
    """Brings the ``tree`` of a document into the style."""

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
        """Whether a line was wider than ``width`` and could be made narrower."""
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
    """A scalar to write: without the comments of ruamel.yaml, with codes in quotes, and one kind of quotes."""
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
    """The schemas of a map: the schema itself, and that in its condition where a text is allowed instead."""
    home, inner = shape
    while "$ref" in inner:
        home, name = definition(home, inner["$ref"])
        inner = schema(home)["definitions"][name]
    yield home, inner
    if isinstance(inner.get("then"), dict):
        yield from _shapes((home, inner["then"]))


def _order(node: dict[str, Any], shape: Shape) -> list[str]:
    """The keys in the order of the schema; keys that the author chooses keep the author's order."""
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
