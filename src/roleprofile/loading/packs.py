"""Find the packs at a path and the files of a pack."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from attrs import define, field

from roleprofile.errors import Problem
from roleprofile.loading.decoding import ReadFailure, refusal
from roleprofile.loading.document import File, ParsedDocument, read, read_text
from roleprofile.loading.limits import Limits
from roleprofile.model.origin import How, Origin
from roleprofile.model.pack import Pack
from roleprofile.model.shipped import shipped

ENDINGS = (".yaml", ".yml")
#: The names that programs and people give to documents by mistake.
_MEANT = re.compile(r"(.+)\.(?:ya?ml\.txt|(?!yaml$|yml$)(?i:ya?ml))")
HEAD = "pack.yaml"


@define
class Folder:
    """A pack's folder with its documents."""

    root: Path | Traversable
    #: The path in problems, as given, with forward slashes; and how the folder was found.
    origin: Origin
    documents: list[ParsedDocument] = field(factory=list)
    #: Problems of the folder itself; if there is one, some files were not read.
    problems: list[Problem] = field(factory=list)
    #: The document of ``pack.yaml``.
    head: ParsedDocument | None = None
    digest: str = ""
    #: Another folder has the same pack.
    repeated: bool = False

    @classmethod
    def at(cls, root: Path | Traversable) -> Folder:
        """A folder without its documents; it need not exist."""
        return cls(root, Origin(path=shown_path(root)))

    @property
    def path(self) -> str:
        """The folder's path in problems."""
        return self.origin.path

    @property
    def pack(self) -> Pack | None:
        """The content of ``pack.yaml``, or ``None`` if it could not be read."""
        return self.head.model if self.head is not None and self.head.kind == "pack" else None

    def shown(self, relative: str) -> str:
        """The path of a file or folder of the pack in problems."""
        return printable(relative if self.path == "." else f"{self.path}/{relative}".removesuffix("/"))

    def relative(self, path: Path) -> str | None:
        """The name of a file of the pack by its path; ``None`` for another file."""
        if not isinstance(self.root, Path) or not path.resolve().is_relative_to(self.root.resolve()):
            return None
        return path.resolve().relative_to(self.root.resolve()).as_posix()

    def replace(self, drafts: Mapping[str, bytes], limits: Limits) -> None:
        """Put drafts in the place of the files of the same name, by their places in the folder; nothing is written."""
        kept = [document for document in self.documents if document.file.relative not in drafts]
        drafted = [
            read_text(ParsedDocument(File(self.root.joinpath(name), self.shown(name), name), limits, data))
            for name, data in drafts.items()
        ]
        self.documents = sorted([*kept, *drafted], key=lambda document: document.file.relative)
        self.head = next((document for document in self.documents if document.file.relative == HEAD), None)

    def refuse(self, path: str, code: str, message: str, hint: str) -> None:
        """Report a file or folder that was not read."""
        self.problems.append(Problem(path=path, code=code, message=message, hint=hint))


def folders_in(path: Path | Traversable) -> list[Path | Traversable]:
    """The pack at ``path``, or the packs in its folders; empty if there is none."""
    if is_pack(path):
        return [path]
    if not path.is_dir():
        return []
    inside = sorted(path.iterdir(), key=lambda entry: entry.name)
    return [entry for entry in inside if not entry.name.startswith(".") and entry.is_dir() and is_pack(entry)]


def is_pack(folder: Path | Traversable) -> bool:
    """Whether a folder holds a pack, even an unreadable one."""
    head = folder.joinpath(HEAD)
    # The reader refuses a pack.yaml that is a link or a pipe.
    return head.is_file() or (isinstance(head, Path) and os.path.lexists(head) and not head.is_dir())


def files_in(path: Path) -> list[Path]:
    """The documents of the pack at ``path``, or of the packs in its folders; ``path`` itself if it is a file.

    Raises :class:`~roleprofile.loading.decoding.ReadFailure` if a folder cannot be read or holds no pack.
    """
    if path.exists() and not path.is_dir():
        return [path]
    try:
        folders = [Folder.at(root) for root in folders_in(path)]
    except OSError as error:
        raise refusal(str(path), "RP101", f"the folder cannot be read: {error.strerror}", "") from None
    if not folders:
        there = f"neither this folder nor a folder inside it has a {HEAD}"
        raise refusal(printable(str(path)), "RP101", there if path.exists() else "no such file or folder", "")
    found = [source for folder in folders for _, source in _walk(folder)]
    problems = [problem for folder in folders for problem in folder.problems]
    if problems:
        raise ReadFailure(problems)
    return [source for source in found if isinstance(source, Path)]


def shipped_packs() -> list[Path | Traversable]:
    """The folders of the packs that come with the library."""
    return folders_in(shipped("profiles"))


def read_folder(root: Path | Traversable, limits: Limits, how: How = "given", by: str = "") -> Folder:
    """Read every document of a pack in the order of their names; ``how`` and ``by`` say how it was found."""
    folder = Folder(root, Origin(path=shown_path(root), how=how, by=by))
    digest = hashlib.sha256()
    left = limits.pack_bytes
    for count, (relative, source) in enumerate(_walk(folder), start=1):
        file = File(source, folder.shown(relative), relative)
        if count > limits.files:
            folder.refuse(folder.path, "RP120", f"the pack has more than {limits.files:,} files", _SPLIT)
            break
        document = read(file, limits)
        left -= len(document.data)
        if left < 0:
            folder.refuse(folder.path, "RP120", f"the pack has more than {limits.pack_bytes:,} bytes", _SPLIT)
            break
        digest.update(f"{relative}\0{len(document.data)}\0".encode("utf-8", "surrogateescape"))
        digest.update(document.data)
        folder.documents.append(document)
        if relative == HEAD:
            folder.head = document
    folder.digest = digest.hexdigest()
    return folder


_SPLIT = "split it into two packs, one of which requires the other"


def shown_path(root: Path | Traversable) -> str:
    """The path of a file or folder in problems: relative if it lies in the working directory."""
    if isinstance(root, Path):
        if root.is_absolute() and root.is_relative_to(here := Path.cwd()):
            root = root.relative_to(here)
        return printable(root.as_posix())
    return str(root)


def printable(path: str) -> str:
    """A path on one line, with unprintable characters replaced."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in path)


def _walk(folder: Folder) -> Iterator[tuple[str, Path | Traversable]]:
    """The YAML files of a pack, sorted by name, without hidden files; the reader refuses links."""
    waiting = [(folder.root, "")]
    while waiting:
        here, name = waiting.pop()
        try:
            entries = _entries(here)
        except OSError as error:
            reason = error.strerror or "it does not exist"
            hint = "grant yourself permission to read it"
            folder.refuse(folder.shown(name), "RP101", f"the folder cannot be read: {reason}", hint)
            continue
        for entry in entries:
            if entry.name.endswith(ENDINGS) if not entry.is_folder else entry.is_link:
                yield f"{name}{entry.name}", entry.source
            elif not entry.is_folder and (meant := _MEANT.fullmatch(entry.name)):
                hint = f"rename it to {printable(meant[1])}.yaml; your system may hide the end of its name"
                message = "a file with this ending is not read"
                folder.refuse(folder.shown(f"{name}{entry.name}"), "RP123", message, hint)
        deeper = [entry for entry in entries if entry.is_folder and not entry.is_link]
        waiting.extend((entry.source, f"{name}{entry.name}/") for entry in reversed(deeper))


class _Entry(NamedTuple):
    name: str
    source: Path | Traversable
    is_folder: bool
    is_link: bool = False


def _entries(folder: Path | Traversable) -> list[_Entry]:
    if isinstance(folder, Path):
        with os.scandir(folder) as found:
            entries = [_Entry(e.name, Path(e.path), e.is_dir(), e.is_symlink()) for e in found]
    else:
        entries = [_Entry(e.name, e, e.is_dir()) for e in folder.iterdir()]
    return sorted(entry for entry in entries if not entry.name.startswith("."))
