"""Files that are written whole or not at all: one, or several together."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

import click
from attrs import define, field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_whole(path: Path, text: str, *, force: bool) -> None:
    """Write a file whole; after an error, or for another reader, there is never half a file.

    Without ``force`` no existing file is replaced, not even one that appeared a moment ago.

    Raises:
        click.UsageError: It is there already.
        OSError: It cannot be written.
    """
    already = click.UsageError(f"{path} already exists; give another name, or --force")
    if not force and os.path.lexists(path):
        raise already
    part = _written_beside(path, text)
    try:
        _name(part, path, force=force)
    except FileExistsError:
        raise already from None
    finally:
        part.unlink(missing_ok=True)


def write_all(files: Mapping[Path, str | bytes], *, force: bool) -> None:
    """Write files, and the folders that they lie in; after an error everything is as it was before.

    Without ``force`` no file that is there is replaced, not even one that appeared a moment ago.

    Raises:
        click.UsageError: Some are there already, and named.
        OSError: One cannot be written.
    """
    there = sorted(str(path) for path in files if os.path.lexists(path))
    if there and not force:
        shown = ", ".join(there[:_NAMED]) + (f" and {len(there) - _NAMED} more" if len(there) > _NAMED else "")
        message = f"files already exist: {shown}; give another folder, or --force"
        raise click.UsageError(message)
    writing = _Writing(force=force)
    try:
        for path, content in files.items():
            writing.prepare(path, content)
        for path in files:
            writing.place(path)
    except BaseException:
        writing.undo()
        raise
    finally:
        writing.tidy()


_NAMED = 3


@define
class _Writing:
    """Files under temporary names, files under their own names, and the files that they replaced."""

    force: bool
    parts: dict[Path, Path] = field(factory=dict)
    placed: list[Path] = field(factory=list)
    replaced: dict[Path, Path] = field(factory=dict)
    folders: list[Path] = field(factory=list)

    def prepare(self, path: Path, content: str | bytes) -> None:
        """Write a file beside its place, before anything is changed."""
        for folder in reversed([path.parent, *path.parent.parents]):
            if not folder.exists():
                folder.mkdir()
                self.folders.append(folder)
        self.parts[path] = _written_beside(path, content)

    def place(self, path: Path) -> None:
        """Give a file its name."""
        if self.force and os.path.lexists(path):
            kept = self.parts[path].with_suffix(".kept")
            os.link(path, kept, follow_symlinks=False)
            self.replaced[path] = kept
        _name(self.parts[path], path, force=path in self.replaced)
        self.placed.append(path)

    def undo(self) -> None:
        """Remove every file, and restore those that they replaced."""
        for path in self.placed:
            if path in self.replaced:
                self.replaced[path].replace(path)
            else:
                path.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Remove temporary files, and new folders that are empty."""
        for left in (*self.parts.values(), *self.replaced.values()):
            left.unlink(missing_ok=True)
        for folder in reversed(self.folders):
            if not any(folder.iterdir()):
                folder.rmdir()


def _written_beside(path: Path, content: str | bytes) -> Path:
    """A temporary file with the content, in the folder of ``path``; a full disk is found here."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".roleprofile-")
    part = path.with_name(name.rpartition(os.sep)[2])
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        # mkstemp makes a private file; the result gets the mode of the file that it replaces, or of any new file.
        umask = os.umask(0)
        os.umask(umask)
        part.chmod(path.stat().st_mode & 0o777 if path.is_file() else 0o666 & ~umask)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


def _name(part: Path, path: Path, *, force: bool) -> None:
    """Give a temporary file its name."""
    if force:
        part.replace(path)
    else:
        # Unlike a rename, a link fails if the name is taken.
        os.link(part, path)
