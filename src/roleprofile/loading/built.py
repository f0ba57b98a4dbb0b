"""Write and read built packs: the documents of packs as one JSON file with a digest, read without YAML.

The first line has the digest of all lines after it. Each document has one line, so that problems have a line and any
tool can compare two builds. A digest is no signature, so the documents get every check that they get as YAML.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from attrs import define, evolve, field

from roleprofile.errors import LoadError, Problem
from roleprofile.loading.decoding import ReadFailure, SourceText, decode
from roleprofile.loading.discovery import Gathering
from roleprofile.loading.document import File, ParsedDocument, judge
from roleprofile.loading.files import read_bytes
from roleprofile.loading.limits import DEFAULT_LIMITS, MOST_DEPTH, Limits
from roleprofile.loading.load import finished
from roleprofile.loading.packs import HEAD, Folder, printable
from roleprofile.loading.source_map import LineMap
from roleprofile.model.catalog import CatalogData
from roleprofile.model.convert import plain
from roleprofile.model.json_text import canonical, parsed, too_deep, unshowable
from roleprofile.model.origin import Origin
from roleprofile.model.values import FrozenMap
from roleprofile.rules.selection import EVERYTHING, Choice

OnError = Literal["raise", "skip"]

#: The version of the file's format; it changes whenever the same bytes would get another meaning.
FORMAT = 2

_HEAD = re.compile(r'\{"kind":"built","schema":([0-9]{1,9}),"digest":"([0-9a-f]{64})","documents":\[\Z')
_END = ["]}", ""]
_BEGINNING = b'{"kind":"built"'
_KIND = re.compile(r'\A\s*\{\s*"kind"\s*:\s*"built"(?:\s*,\s*"schema"\s*:\s*([0-9]{1,9})\s*,)?')
_AGAIN = "build it again: roleprofile build PACK -o FILE --force"
#: An upper bound of the bytes of the first line.
_HEAD_BYTES = 200
#: The depth of lists and maps in the file around a document.
_AROUND = 3
_DIGEST = re.compile(r"[0-9a-f]{64}")


# --- writing -----------------------------------------------------------------------------------------------


def built(gathered: Gathering) -> str:
    """The text of the file from checked folders; it depends on their files alone and not on the machine or the time.

    Raises :class:`~roleprofile.errors.LoadError` if it would exceed ``pack_bytes`` of the limits.
    """
    entries = dict(sorted(entry for folder in gathered.folders for entry in _entries(folder)))
    most = gathered.limits.pack_bytes
    rest = ",\n".join(entries.values()) + "\n" + "\n".join(_END)
    data = rest.encode()
    if len(data) > most - _HEAD_BYTES:
        message = f"the built pack would be larger than {most:,} bytes, the most that can be loaded"
        path = next(pack for pack, _, _ in entries)
        raise LoadError([Problem(path=path, code="RP104", message=message, hint="build fewer packs")])
    digest = hashlib.sha256(data).hexdigest()
    return f'{{"kind":"built","schema":{FORMAT},"digest":"{digest}","documents":[\n{rest}'


def _entries(folder: Folder) -> Iterator[tuple[tuple[str, bool, str], str]]:
    """The line of each document of a folder, with its sort key, which puts ``pack.yaml`` first."""
    pack = folder.pack.id if folder.pack else ""
    for document in folder.documents:
        name = document.file.relative
        entry = {"pack": pack, "file": name}
        if name == HEAD:
            entry["digest"] = folder.digest
        # The order of maps is kept, because the first language of a text is the required one.
        text = canonical({**entry, "document": plain(document.tree)}, ordered=True)
        yield (pack, name != HEAD, name), text


def digest_of(text: str) -> str:
    """The digest in the first line; ``""`` if the text is no built pack."""
    head = _HEAD.match(text.partition("\n")[0])
    return head[2] if head else ""


# --- reading -----------------------------------------------------------------------------------------------


def is_built(path: str | Path) -> bool:
    """Whether a path ends in ``.json`` and is no folder."""
    return Path(path).suffix == ".json" and not os.path.isdir(path)  # noqa: PTH112 - a name may be too long for pathlib


def begins_as_built(path: str | Path) -> bool:
    """Whether a file begins like a built pack, because the file of a person may be JSON as well."""
    if not os.path.isfile(path):  # noqa: PTH113 - as above, and a pipe is not waited for
        return False
    try:
        with Path(path).open("rb") as file:
            return file.read(len(_BEGINNING)) == _BEGINNING
    except OSError:
        return False


def load_built(
    paths: Sequence[str | Path],
    *,
    on_error: OnError = "raise",
    limits: Limits = DEFAULT_LIMITS,
    choice: Choice = EVERYTHING,
) -> CatalogData:
    """The catalog of a built pack, as :func:`~roleprofile.loading.load.load_catalog` makes it of its files.

    Raises :class:`~roleprofile.errors.LoadError` for a file that was changed, has another format or is larger than
    ``limits.pack_bytes``; and with every problem of its documents, each with its line.
    """
    path = next(path for path in map(Path, paths) if is_built(path))
    if len(paths) > 1:
        message = "a built pack is a complete catalog and must be loaded alone"
        hint = "build all packs into one file: roleprofile build PACK PACK -o FILE"
        raise LoadError([Problem(path=str(path), code="RP353", message=message, hint=hint)])
    limits = evolve(limits, file_bytes=limits.pack_bytes)
    try:
        # Links are followed, because deployments use them to switch between files.
        data = read_bytes(path.resolve() if os.path.islink(path) else path, limits)  # noqa: PTH114
        folders = _BuiltPackReader(decode(data, path.as_posix(), limits), limits).folders(data)
    except ReadFailure as failure:
        raise LoadError(evolve(problem, path=path.as_posix()) for problem in failure.problems) from None
    catalog, _ = finished(Gathering(limits, folders, warned=True), on_error, choice)
    # The folders and files that it was built from may be on another machine.
    return evolve(catalog, origins=FrozenMap(), files=())


@define
class _BuiltPackReader:
    """Reads the lines of a file and stops at the first that holds no document."""

    source: SourceText
    limits: Limits
    lines: list[str] = field(init=False)
    #: The most digits of a number; 0 skips the check if no number of the file has more.
    digits: int = field(init=False)
    #: The number of the current line, from 0.
    at: int = 1

    def __attrs_post_init__(self) -> None:
        self.lines = self.source.text.split("\n")
        most = self.limits.digits
        self.digits = most if re.search(f"[0-9]{{{most + 1}}}", "\n".join(self.lines[1:])) else 0

    def folders(self, data: bytes) -> list[Folder]:
        """The folders of the file, after a check of the digest of ``data``."""
        self._head(data)
        if too_deep(self.source.text, MOST_DEPTH + _AROUND):
            raise self._wrong("the brackets do not match or are nested too deeply")
        found: dict[str, Folder] = {}
        last = len(self.lines) - len(_END) - 1
        for self.at in range(1, last + 1):
            line = self.lines[self.at]
            if self.at < last and not line.endswith(","):
                raise self._wrong("expected a comma at the end")
            self._add(line[:-1] if self.at < last else line, found)
        if self.lines[last + 1 :] != _END or not found:
            raise self._wrong("expected a document and the end of the file here")
        return list(found.values())

    def _head(self, data: bytes) -> None:
        head = _HEAD.match(self.lines[0])
        if not head or int(head[1]) != FORMAT:
            raise self._not_built()
        found = hashlib.sha256(data[data.index(b"\n") + 1 :]).hexdigest() if len(self.lines) > 1 else ""
        if found != head[2]:
            whole = self.lines[-len(_END) :] == _END
            why = "the content does not match the digest" if whole else "the end of the file is missing"
            message = f"{why}, so it was damaged or edited"
            raise ReadFailure([self.source.problem("RP351", head.span(2), message, _AGAIN)])

    def _not_built(self) -> ReadFailure:
        head = _KIND.match(self.source.text)
        if head and head[1] and int(head[1]) != FORMAT:
            message = f"this built pack has format {head[1]}, but this version of roleprofile reads format {FORMAT}"
            return ReadFailure([self.source.problem("RP350", head.span(1), message, _AGAIN)])
        if head:
            message = "the first line of this built pack was damaged or edited"
            return self.source.failure("RP351", 0, message, _AGAIN)
        hint = "give the folder of a pack, or build one: roleprofile build PACK -o FILE"
        return self.source.failure("RP350", 0, "not a built pack", hint)

    def _wrong(self, message: str, column: int = 1) -> ReadFailure:
        line = self.at + 1
        shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in message[:200])
        return ReadFailure(
            [
                Problem(
                    path=self.source.path,
                    line=line,
                    column=column,
                    code="RP352",
                    message=shown,
                    hint=_AGAIN,
                    excerpt=self.source.excerpt(line),
                )
            ]
        )

    def _entry(self, text: str) -> dict[str, Any]:
        try:
            tree = parsed(text, self.digits)
        except json.JSONDecodeError as error:
            raise self._wrong(f"not JSON: {error.msg}", column=error.colno) from None
        except ValueError as error:
            raise self._wrong(f"not a document: {error}") from None
        # Only escapes can add control characters here, because the whole text was checked for others.
        if "\\u" in text and (bad := unshowable(tree)):
            raise self._wrong(bad)
        keys = ["pack", "file", "document"]
        if type(tree) is not dict or [key for key in tree if key != "digest"] != keys:
            raise self._wrong(f"expected a map of {', '.join(keys)}")
        if type(tree["pack"]) is not str or type(tree["file"]) is not str:
            raise self._wrong("the pack and the file of a document are texts")
        return tree

    def _add(self, text: str, found: dict[str, Folder]) -> None:
        """Add a document to the folder of its pack, which its ``pack.yaml`` begins."""
        entry = self._entry(text)
        pack, name, digest = entry["pack"], printable(entry["file"]), entry.get("digest")
        if (name == HEAD) == (pack in found):
            raise self._wrong(f'pack "{pack}" has its {HEAD} twice' if name == HEAD else f"a {HEAD} comes first")
        if name == HEAD and not (type(digest) is str and _DIGEST.fullmatch(digest)):
            raise self._wrong(f"a {HEAD} needs the digest of its pack")
        positions = LineMap(self.source.path, b"", self.limits, source=self.source, text=text, number=self.at + 1)
        document = ParsedDocument(File(Path(name), name, name), self.limits, positions=positions)
        judge(document, entry["document"])
        if name == HEAD:
            found[pack] = Folder(Path(pack), Origin(path=printable(pack)), head=document, digest=str(digest))
        found[pack].documents.append(document)
