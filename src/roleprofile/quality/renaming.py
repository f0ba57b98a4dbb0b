"""Rename an entry in every file of the packs that name it, in the text of the files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import field, frozen

from roleprofile.errors import ArgumentValueError, ProblemsError
from roleprofile.loading.discovery import Gathering
from roleprofile.loading.document import File, ParsedDocument
from roleprofile.loading.load import checked
from roleprofile.loading.packs import Folder
from roleprofile.model.catalog import short
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.grammar import stated_fields
from roleprofile.model.kinds import sections
from roleprofile.model.values import Finding, at
from roleprofile.model.yaml_text import item
from roleprofile.quality.uses import Use, uses

_BY_HAND = "write the name out here, then repeat the command"
_OWN_LINES = "write each entry on a line of its own"


@frozen
class RenamedFiles:
    """The new bytes of files, and the files that get another name."""

    written: Mapping[Path, bytes]
    removed: Sequence[Path]
    #: The places that change.
    uses: Sequence[Use] = ()

    @property
    def places(self) -> int:
        """How many places change."""
        return len(self.uses)


def renamed(gathered: Gathering, section: str, full: str, new: str, *, deprecate: bool = False) -> RenamedFiles:
    """Rename an entry wherever the packs name it; nothing is written.

    An entry of a role whose id names a descriptor keeps its id and gets ``descriptor:``, because cases and variants may
    name the entry. A file with the name of the entry gets the new name.

    Args:
        gathered: The packs, as they were read. The folders hold the changed documents afterwards.
        section: The section of the entry, such as ``descriptors``.
        full: The full id of the entry.
        new: The new short id.
        deprecate: Whether a descriptor with the old id stays, deprecated and replaced by the new one.

    Raises:
        ArgumentValueError: The new id is taken, or a file that would change is not among the packs that were given.
        ProblemsError: A name cannot be replaced in the text of its file.
        LoadError: The packs have problems before or after the change.
    """
    catalog = checked(gathered)
    noun = sections()[section].noun
    old = short(full)
    if any(f"{one}:{new}" in getattr(catalog, section) for one in catalog.packs):
        message = f"there is a {noun} {new!r} already"
        raise ArgumentValueError(message)
    if deprecate and section != "descriptors":
        message = f"only a descriptor can be deprecated, not a {noun}"
        raise ArgumentValueError(message)
    owners = {document.file.path: folder for folder in gathered.folders for document in folder.documents}
    found = list(uses(catalog, section, full))
    theirs = sorted({use.file.path for use in found if owners[use.file.path].origin.how != "given"})
    if theirs:
        message = f"{theirs[0]} names {full}, and is not among the packs that were given"
        raise ArgumentValueError(message)
    texts = {path: _Text.of(gathered, path) for path in sorted({use.file.path for use in found})}
    for use in found:
        texts[use.file.path].rename(use, old, new)
    if deprecate:
        texts[found[0].file.path].keep(found[0], old, new)
    whole = not sections()[section].key
    written, removed = {}, []
    for path, text in texts.items():
        folder, file = owners[path], text.document.file
        name = file.relative
        if whole and path == found[0].file.path:
            name = re.sub(r"[^/]+(?=\.[^.]+$)", new, name)
            removed.append(Path(str(file.source)))
        _replace(folder, file, name, text.result, gathered)
        written[Path(str(folder.root), name)] = text.result
    checked(gathered)
    return RenamedFiles(written, removed, found)


def _replace(folder: Folder, file: File, name: str, data: bytes, gathered: Gathering) -> None:
    folder.documents = [one for one in folder.documents if one.file.relative != file.relative]
    folder.replace({name: data}, gathered.limits)


@frozen
class _Text:
    """The text of a file, with the changes to it."""

    document: ParsedDocument
    lines: Sequence[str]
    #: For each change the line, the first and the last column, all from 0, and the new text.
    changes: list[tuple[int, int, int, str]] = field(factory=list)

    @classmethod
    def of(cls, gathered: Gathering, path: str) -> _Text:
        """The text of a file that was read."""
        every = (document for folder in gathered.folders for document in folder.documents)
        document = next(one for one in every if one.file.path == path)
        return cls(document, document.data.decode("utf-8").split("\n"))

    @property
    def line_end(self) -> str:
        """The line end of the file."""
        return "\r\n" if b"\r\n" in self.document.data else "\n"

    @property
    def result(self) -> bytes:
        """The text after all changes."""
        lines = list(self.lines)
        for line, first, last, text in sorted(self.changes, reverse=True):
            lines[line] = lines[line][:first] + text + lines[line][last:]
        return "\n".join(lines).encode()

    def rename(self, use: Use, old: str, new: str) -> None:
        """Replace the name at a place."""
        span = self.document.source_map.spans[use.pointer]
        line, column, width = (
            (span.key_line, span.key_column, span.key_width) if use.is_key else (span.line, span.column, span.width)
        )
        line, first, last = line - 1, column - 1, column - 1 + width
        token = self.lines[line][first:last]
        if use.is_implied:
            self._add_descriptor(line, span.key_column - 1, last, new)
            return
        text, count = re.subn(rf"(?<![a-z0-9-]){re.escape(old)}(?=[\"'/]|$)", new, token)
        if count != 1:
            message = f'the name "{old}" cannot be replaced in {token}'
            raise _refused(
                use, Finding(pointer=use.pointer, code="RP358", message=message, hint=_BY_HAND, at_key=use.is_key)
            )
        self.changes.append((line, first, last, text))

    def _add_descriptor(self, line: int, key: int, last: int, new: str) -> None:
        """Name the descriptor beside the id of an entry, in a map on one line or on lines of its own."""
        if self.lines[line][:key].strip(" -"):
            self.changes.append((line, last, last, f", descriptor: {new}"))
        else:
            self._add_line(line + 1, f"{' ' * key}descriptor: {new}")

    def _add_line(self, before: int, text: str) -> None:
        if before < len(self.lines):
            self.changes.append((before, 0, 0, f"{text}{self.line_end}"))
        else:
            end = len(self.lines[-1])
            self.changes.append((before - 1, end, end, f"{self.line_end}{text}"))

    def keep(self, use: Use, old: str, new: str) -> None:
        """Put a deprecated entry with the old id before the renamed one."""
        entry = use.pointer[:-1]
        span = self.document.source_map.spans[entry]
        lead = self.lines[span.line - 1][: span.column - 1]
        tree = at(self.document.source_map.tree, entry)
        if lead.strip() != "-":
            message = "the deprecated entry cannot be added to a list on one line"
            finding = Finding(
                pointer=entry, code="RP358", message=message, hint="write each entry on a line of its own"
            )
            raise _refused(use, finding)
        kept = {key: value for one, value, key in stated_fields(tree, Descriptor) if one.use != "readers"}
        lines = item({**kept, "id": old, "deprecated": True, "replaced_by": new}, lead.index("-"))
        self._add_line(span.line - 1, self.line_end.join(lines))


def _refused(use: Use, finding: Finding) -> ProblemsError:
    return ProblemsError([use.file.problem(finding)])
