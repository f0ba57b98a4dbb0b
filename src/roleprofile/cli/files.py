"""Files that are written whole or not at all: one, or several together.

They are written in a temporary folder beside their places, and moved. Each such folder is locked as long as its command
runs, and the kernel ends a lock with the process, so what a killed command left is known for certain, and removed.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import click
from attrs import define, field

from roleprofile.cli.dry_run import is_dry_run, show_files
from roleprofile.cli.stopping import undone_by, uninterrupted
from roleprofile.errors import Problem, ProblemsError
from roleprofile.loading.decoding import ReadFailure
from roleprofile.loading.files import refuse_irregular

try:
    import fcntl
except ImportError:
    # Windows; what a killed command left stays there.
    _LOCKS = False
else:
    _LOCKS = True


#: A text, bytes, or a function that writes to an open file step by step, so that a signal can stop it in between.
Content = str | bytes | Callable[[BinaryIO], Iterable[object]]

#: How the names of temporary folders begin.
TEMPORARY = ".roleprofile-unfinished-"


def write_whole(path: Path, text: str, *, force: bool) -> None:
    """Write one file into a folder that exists; otherwise like :func:`write_all`."""
    write_all({path: text}, force=force, make_folders=False)


def write_all(
    files: Mapping[Path, Content], *, force: bool, make_folders: bool = True, removed: Sequence[Path] = ()
) -> None:
    """Write files, and the folders that they lie in; after an error or a signal everything is as it was before.

    The files ``removed`` are removed with them. With ``--dry-run`` nothing is written, and the changes are shown.

    Another reader never sees half a file. Without ``force`` no file that is there is replaced, not even one that
    appeared a moment ago. With it a link is kept and the file that it leads to is replaced, a file keeps its mode, and
    anything but a regular file is refused.

    Raises:
        click.UsageError: Some are there already, and named.
        ProblemsError: RP102 not a regular file, RP122 cannot be written; the file is named as it was given.
    """
    there = sorted(str(path) for path in files if os.path.lexists(path))
    if there and not force:
        raise _already(there)
    if is_dry_run():
        show_files(files, removed)
        return
    with uninterrupted() as signals:
        writing = _Writing(files, removed, signals, force=force, make_folders=make_folders)
        try:
            writing.prepare()
            writing.place()
        except BaseException:
            writing.undo()
            raise
        finally:
            writing.tidy()


def is_free(folder: Path) -> bool:
    """Whether a folder is not there, or has nothing in it but what a killed command left."""
    if not os.path.lexists(folder):
        return True
    return folder.is_dir() and all(name.startswith(TEMPORARY) for name in os.listdir(folder))  # noqa: PTH208


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """A private folder that is removed at the end of the block, and by a signal."""
    with uninterrupted():
        # To find the folder for such files, Python writes one there and removes it.
        root = tempfile.gettempdir()
    folder = _TemporaryFolder(Path(root))
    with undone_by(folder.remove):
        try:
            with naming(folder.parent):
                folder.make()
            yield folder.path
        finally:
            folder.remove()


_NAMED = 3


def _already(names: list[str]) -> click.UsageError:
    if len(names) == 1:
        return click.UsageError(f"{names[0]} already exists; give another name, or --force")
    shown = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
    return click.UsageError(f"files already exist: {shown}; give another folder, or --force")


@define
class _Writing:
    """Files in temporary folders, files in their places, and the files that they replaced."""

    files: Mapping[Path, Content]
    removed: Sequence[Path]
    signals: list[int]
    force: bool = field(kw_only=True)
    make_folders: bool = field(kw_only=True)
    #: The path that was given, the place of the file, and the file in a temporary folder.
    parts: list[tuple[Path, Path, Path]] = field(factory=list)
    placed: list[Path] = field(factory=list)
    replaced: dict[Path, Path] = field(factory=dict)
    made: list[Path] = field(factory=list)
    temporary: dict[Path, _TemporaryFolder] = field(factory=dict)

    def prepare(self) -> None:
        """Write every file beside its place, before anything is changed; a full disk is found here."""
        for path, content in self.files.items():
            self._stop_if_asked()
            with naming(path):
                place = _place_of(path) if self.force else path
                if self.make_folders:
                    self._make(place.parent)
                part = self._beside(place) / str(len(self.parts))
                self.parts.append((path, place, part))
                for _ in _written(part, content, like=place):
                    self._stop_if_asked()

    def place(self) -> None:
        """Move every file to its place."""
        for path, place, part in self.parts:
            self._stop_if_asked()
            with naming(path):
                if not self.force or not place.exists():
                    # Unlike a rename, a link fails if the name is taken.
                    os.link(part, place)
                else:
                    # One file alone is replaced in one step, with nothing to undo.
                    if len(self.parts) + len(self.removed) > 1:
                        self._keep(place, part.with_suffix(".kept"))
                    part.replace(place)
                self.placed.append(place)
        for number, path in enumerate(self.removed):
            self._stop_if_asked()
            with naming(path):
                self._keep(path, self._beside(path) / f"{number}.removed")
                path.unlink()
                self.placed.append(path)

    def _keep(self, place: Path, kept: Path) -> None:
        os.link(place, kept)
        self.replaced[place] = kept

    def undo(self) -> None:
        """Remove every file, and restore those that they replaced."""
        for place in reversed(self.placed):
            with contextlib.suppress(OSError):
                if place in self.replaced:
                    self.replaced[place].replace(place)
                else:
                    place.unlink()

    def tidy(self) -> None:
        """Remove temporary folders, and new folders that are empty."""
        for temporary in self.temporary.values():
            temporary.remove()
        for folder in reversed(self.made):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def _stop_if_asked(self) -> None:
        if self.signals:
            raise KeyboardInterrupt

    def _make(self, folder: Path) -> None:
        for one in reversed([folder, *folder.parents]):
            if not one.exists():
                one.mkdir()
                self.made.append(one)

    def _beside(self, place: Path) -> Path:
        if place.parent not in self.temporary:
            self.temporary[place.parent] = _TemporaryFolder(place.parent)
            self.temporary[place.parent].make()
        return self.temporary[place.parent].path


@define
class _TemporaryFolder:
    """A private folder in another one, locked until it is removed."""

    parent: Path
    path: Path = field(init=False)
    _lock: int = field(init=False, default=-1)

    def __attrs_post_init__(self) -> None:
        self._choose_a_name()

    def make(self) -> None:
        """Make it, after removing what killed commands left beside it."""
        with os.scandir(self.parent) as entries:
            left = [entry.path for entry in entries if entry.name.startswith(TEMPORARY)]
        for path in left:
            _remove_if_left(path)
        self.path.mkdir(0o700)
        while not self._is_locked():
            # Another command removes it as one that was left, because it was not locked yet.
            self._choose_a_name()
            self.path.mkdir(0o700)

    def remove(self) -> None:
        """Remove it with its content, if it is there."""
        shutil.rmtree(self.path, ignore_errors=True)
        lock, self._lock = self._lock, _NO_LOCKS
        _unlock(lock)

    def _choose_a_name(self) -> None:
        self.path = self.parent / f"{TEMPORARY}{secrets.token_hex(8)}"

    def _is_locked(self) -> bool:
        lock = _locked(self.path)
        if lock is None:
            return False
        self._lock = lock
        return self.path.exists()


#: The descriptor of a folder where the system or the file system has no locks.
_NO_LOCKS = -1


def _locked(folder: str | Path) -> int | None:
    """The descriptor that locks a folder, or ``None`` if another process has it locked or has removed it."""
    if not _LOCKS:
        return _NO_LOCKS
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        return None if isinstance(error, BlockingIOError) else _NO_LOCKS
    return descriptor


def _unlock(descriptor: int) -> None:
    if descriptor != _NO_LOCKS:
        os.close(descriptor)


def _remove_if_left(folder: str) -> None:
    """Remove a temporary folder that no command has locked, because its command was killed."""
    try:
        lock = _locked(folder)
        if lock is not None and lock != _NO_LOCKS and os.fstat(lock).st_uid == os.geteuid():
            shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        return
    if lock is not None:
        _unlock(lock)


def _place_of(path: Path) -> Path:
    """Where a file goes; a link leads to its target, because deployments use links to switch between files.

    Raises ``ReadFailure`` with an RP102 if the path exists and is not a regular file.
    """
    with contextlib.suppress(FileNotFoundError):
        refuse_irregular(str(path), path.stat().st_mode)
    return Path(os.path.realpath(path))


def _written(part: Path, content: Content, *, like: Path) -> Iterator[object]:
    """Write a new file, with the mode of another one if that is there; it is private until it has its owner."""
    old = like.stat() if like.exists() else None
    with open(part, "xb", opener=lambda name, flags: os.open(name, flags, 0o666 if old is None else 0o600)) as file:
        if callable(content):
            yield from content(file)
        else:
            file.write(content.encode() if isinstance(content, str) else content)
    if old is not None:
        part.chmod(_mode_with_owner(part, old))


def _mode_with_owner(part: Path, old: os.stat_result) -> int:
    """Give a file the owner and group of an old one; the mode of the old one, which says nothing of another group."""
    mode = old.st_mode & 0o777
    if hasattr(os, "chown"):
        try:
            os.chown(part, old.st_uid, old.st_gid)
        except PermissionError:
            return mode if part.stat().st_gid == old.st_gid else mode & ~0o070
    return mode


_REASONS = {
    errno.ENOENT: ("its folder does not exist", "create the folder first"),
    errno.ENOTDIR: ("a part of the path is not a folder", "check the path"),
    errno.EACCES: ("permission denied", "give yourself permission to write there, or give another name"),
    errno.EPERM: ("permission denied", "give yourself permission to write there, or give another name"),
    errno.EROFS: ("it is on a file system that is read-only", "give another name"),
    errno.ENOSPC: ("the disk is full", "free some space, or give a name on another disk"),
    errno.EDQUOT: ("your space on the disk is used up", "free some space, or give a name on another disk"),
    errno.EFBIG: ("it would be larger than files may be", "raise the limit, as `ulimit -f` does"),
    errno.ENAMETOOLONG: ("the path is too long", "use shorter names"),
    errno.ELOOP: ("its link leads back to itself", "delete the link"),
}


@contextlib.contextmanager
def naming(path: Path) -> Iterator[None]:
    """Name the file that was asked for in every error, not a temporary one."""
    try:
        yield
    except FileExistsError:
        raise _already([str(path)]) from None
    except ReadFailure as failure:
        raise ProblemsError(failure.problems) from None
    except OSError as error:
        unknown = (error.strerror or "unknown reason", "check the path")
        reason, hint = _REASONS.get(error.errno or 0, unknown)
        message = f"the file cannot be written: {reason}"
        raise ProblemsError([Problem(path=str(path), code="RP122", message=message, hint=hint)]) from None
