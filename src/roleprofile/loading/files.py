"""Read the bytes of regular files up to a limit, without blocking on a pipe or following a symbolic link."""

from __future__ import annotations

import errno
import os
import stat
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Protocol

from roleprofile.loading.decoding import ReadFailure, refusal, too_large, within
from roleprofile.loading.limits import DEFAULT_LIMITS, Limits

# Windows has neither, so lstat has to do there. O_NONBLOCK: opening a pipe must not wait for its writer.
_QUIET = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


class ByteStream(Protocol):
    """A stream for :func:`read_stream`, such as ``sys.stdin.buffer``."""

    def read(self, size: int, /) -> bytes | None:
        """At most ``size`` bytes, ``b""`` at the end."""


def read_bytes(path: Path | Traversable, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Read a regular file, at most ``limits.file_bytes`` bytes of it.

    Args:
        path: A path, or a file inside a package (also one in a zip).
        limits: How large the file may be.

    Raises:
        ReadFailure: RP101 cannot be read, RP102 not a regular file, RP103 a symbolic link, RP104 too large.

    >>> read_bytes(Path("no-such-file.yaml"))
    Traceback (most recent call last):
    roleprofile.loading.decoding.ReadFailure: no-such-file.yaml:1:1 error RP101 the file does not exist
    """
    name = str(path)
    try:
        data = _read_path(path, limits) if isinstance(path, Path) else _read_resource(path, limits)
    except OSError as error:
        raise _unreadable(name, error) from None
    except ValueError:  # a NUL in the name
        raise refusal(name, "RP101", "not a valid file name", "check the path") from None
    return within(data, name, limits)


def read_stream(stream: ByteStream | None, limits: Limits = DEFAULT_LIMITS, path: str = "-") -> bytes:
    """Read a binary stream, such as ``sys.stdin.buffer``, to its end or to the limit.

    Args:
        stream: The stream; ``None`` stands for a standard input that is closed.
        limits: How much it may hold (``file_bytes``).
        path: The name of the stream in problems.

    Raises:
        ReadFailure: RP101 cannot be read, RP104 too large.

    >>> import io
    >>> read_stream(io.BytesIO(b"kind: role"))
    b'kind: role'
    """
    if stream is None:
        raise refusal(path, "RP101", "no input to read", "give a file, or pipe the document in")
    try:
        data = _read_up_to(stream, limits.file_bytes + 1)
    except (OSError, ValueError):  # ValueError: the stream is closed
        raise refusal(path, "RP101", "the input cannot be read", "give a file instead") from None
    return within(data, path, limits)


def _read_path(path: Path, limits: Limits) -> bytes:
    name = str(path)
    refuse_irregular(name, path.lstat().st_mode)
    with open(path, "rb", buffering=0, opener=_open) as file:
        status = os.fstat(file.fileno())
        refuse_irregular(name, status.st_mode)
        if status.st_size > limits.file_bytes:
            raise too_large(name, limits)
        return _read_up_to(file, limits.file_bytes + 1)


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | _QUIET)


def _read_resource(resource: Traversable, limits: Limits) -> bytes:
    name = str(resource)
    try:
        if not resource.is_dir():
            with resource.open("rb") as file:
                return _read_up_to(file, limits.file_bytes + 1)
    except OSError:
        raise
    except Exception:  # noqa: BLE001 - zip files and other people's importers raise what they like
        raise refusal(name, "RP101", "the packaged file cannot be read", "install the package again") from None
    raise _folder(name)


def _read_up_to(stream: ByteStream, size: int) -> bytes:
    """Read until ``size`` bytes or the end, because one ``read`` may return less."""
    parts: list[bytes] = []
    while size > 0:
        part = stream.read(size)
        if part is None:
            raise BlockingIOError(errno.EAGAIN, "no input yet")
        if not part:
            break
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


_KINDS = (
    (stat.S_ISDIR, "a folder", "name a file in it"),
    (stat.S_ISFIFO, "a named pipe", "give a regular file"),
    (stat.S_ISSOCK, "a socket", "give a regular file"),
    (stat.S_ISCHR, "a device", "give a regular file"),
    (stat.S_ISBLK, "a device", "give a regular file"),
)


def refuse_irregular(name: str, mode: int) -> None:
    """Raise ``ReadFailure`` unless a mode is that of a regular file: RP103 for a link, RP102 for anything else."""
    if stat.S_ISLNK(mode):
        raise _link(name)
    if not stat.S_ISREG(mode):
        kind, hint = next(((kind, hint) for is_kind, kind, hint in _KINDS if is_kind(mode)), ("special", ""))
        raise refusal(name, "RP102", f"{kind}, not a file", hint)


def _link(name: str) -> ReadFailure:
    return refusal(name, "RP103", "symbolic links are not followed", "replace the link with the file itself")


def _folder(name: str) -> ReadFailure:
    return refusal(name, "RP102", "a folder, not a file", "name a file in it")


_REASONS = {
    errno.ENOENT: ("the file does not exist", "check the path"),
    errno.ENOTDIR: ("a part of the path is not a folder", "check the path"),
    errno.EACCES: ("the file cannot be read: permission denied", "grant yourself permission to read it"),
    errno.EPERM: ("the file cannot be read: permission denied", "grant yourself permission to read it"),
    errno.ENAMETOOLONG: ("the path is too long", "use shorter names"),
}


def _unreadable(name: str, error: OSError) -> ReadFailure:
    if error.errno == errno.ELOOP:
        return _link(name)
    if error.errno == errno.EISDIR:
        return _folder(name)
    unknown = (f"the file cannot be read: {error.strerror or 'unknown reason'}", "check the file")
    return refusal(name, "RP101", *_REASONS.get(error.errno or 0, unknown))
