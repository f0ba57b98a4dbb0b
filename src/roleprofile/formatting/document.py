"""A document in and the same document out, laid out; whatever its meaning is, it stays."""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING, Any

from attrs import frozen

from roleprofile.errors import LoadError, MissingExtraError, RoleProfileError
from roleprofile.formatting.comments import remarks_of, with_remarks, without_comments
from roleprofile.formatting.positions import Outline
from roleprofile.formatting.style import Style
from roleprofile.loading.document import Document, File, read_text
from roleprofile.loading.limits import DEFAULT_LIMITS
from roleprofile.loading.reader import parse
from roleprofile.loading.text import ReadFailure, decode

if TYPE_CHECKING:
    from pathlib import Path

    from roleprofile.loading.limits import Limits

#: How wide a line may be, as in the project's own files.
WIDTH = 120

#: Wider than any line: where lines end is for the style to say.
_NO_END = 1 << 30
_NULL, _BOOL, _INT = (f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int"))


@frozen
class FormattedDocument:
    """A document as it is, and as it should be laid out."""

    #: What problems and differences call it.
    path: str
    #: Both decoded, without a byte-order mark, each line ended by a line feed.
    before: str
    after: str
    #: The file, and what it should hold.
    data: bytes
    result: bytes

    @property
    def changed(self) -> bool:
        """Whether anything at all, line ends included, would change."""
        return self.data != self.result


def format_document(data: bytes, path: Path, shown: str, limits: Limits = DEFAULT_LIMITS) -> FormattedDocument:
    """Lay out a document.

    Keys come in the order of the schema. What other programs would take for a number, a date or a truth value is put
    in quotes. Brackets that fit into :data:`WIDTH` columns stay on one line, others become lists and maps, and longer
    texts become blocks. Comments stay with what they are about. The line ends that most lines have, and a byte-order
    mark, stay.

    Args:
        data: The file.
        path: Its path, for the sake of its name.
        shown: What problems call it.
        limits: How much it may hold.

    Raises:
        LoadError: With every problem that the file has by itself; such a file is for its author to repair first.
        MissingExtraError: ruamel.yaml is not installed.
    """
    document = read_text(Document(File(path, shown, path.name), limits, data))
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
    # ruamel.yaml ties a comment to what stands above it; ours go with what they are about.
    style = Style(kind, yaml.load(without_comments(outline)), remarks.opened)
    while True:
        stream = io.StringIO()
        yaml.dump(style.tree, stream)
        outline = Outline(stream.getvalue())
        if not style.narrow(outline, WIDTH):
            return with_remarks(outline.text.rstrip("\n"), outline, remarks)


def _yaml() -> Any:
    """The YAML of ruamel.yaml, with texts, whole numbers and words as our own reader sees them."""
    try:
        import ruamel.yaml
        from ruamel.yaml.emitter import Emitter
        from ruamel.yaml.resolver import VersionedResolver
    except ImportError:
        raise MissingExtraError("format", "ruamel.yaml") from None

    class Resolver(VersionedResolver):
        """Nothing but what role profiles need: ``1.10``, ``0110``, ``no`` and ``2026-03-14`` are texts."""

        versioned_resolver = _Words()

    class LongKeys(Emitter):
        """No key needs a question mark before it; the reader refuses those."""

        MAX_SIMPLE_KEY_LENGTH = 1024

    yaml = ruamel.yaml.YAML(typ="rt", pure=True)
    yaml.Resolver, yaml.Emitter = Resolver, LongKeys
    yaml.preserve_quotes = True
    yaml.width = _NO_END
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


class _Words(dict[Any, list[tuple[str, re.Pattern[str]]]]):
    """What a plain scalar is, by its first character; the same for each."""

    _ALL = (
        (_NULL, re.compile(r"(?:~|null|Null|NULL|)(?![\s\S])")),
        (_BOOL, re.compile(r"(?:true|True|TRUE|false|False|FALSE)(?![\s\S])")),
        (_INT, re.compile(r"[-+]?(?:0|[1-9][0-9]*)(?![\s\S])")),
    )

    def get(self, key: Any, default: Any = None) -> Any:  # noqa: ARG002 - as that of any map
        return [] if key is None else list(self._ALL)


def _compare(before: str, after: str, path: str, limits: Limits) -> None:
    """Nothing is laid out whose meaning or comments would change, whatever the reason."""
    try:
        same = parse(after.encode(), path, limits) == parse(before.encode(), path, limits)
    except ReadFailure:
        same = False
    if not same or remarks_of(Outline(after)).comments != remarks_of(Outline(before)).comments:
        message = f"{path}: laying it out would change what it says, so it was left alone; please report this"
        raise RoleProfileError(message)
