"""Read packs from a git revision: the bytes of its blobs, without running anything of the repository.

``git cat-file`` returns the committed bytes, so hooks, filters, text conversions and attributes do not apply.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from attrs import frozen

from roleprofile.errors import LoadError, Problem
from roleprofile.loading.limits import DEFAULT_LIMITS, Limits
from roleprofile.loading.packs import ENDINGS, HEAD, printable

#: The endings of the files of a pack and of a built pack.
_KEPT = (*ENDINGS, ".json")
#: git must not prompt, fetch, lock or replace objects.
_QUIET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}
#: The number of packs of the largest size that may be extracted.
_PACKS = 4


@frozen
class Blob:
    """A file of a revision."""

    mode: str
    id: str
    size: int


def extract(revision: str, path: str, into: Path, limits: Limits = DEFAULT_LIMITS) -> Path:
    """Write the packs at a path of a revision into an empty folder, and those beside them, which they may require.

    Args:
        revision: A commit for git: a branch, a tag, ``HEAD~2``, a hash.
        path: A path from the top of the repository around the working folder, or from the working folder if it begins
            with ``./`` or ``../``.
        into: An empty folder.
        limits: The limits of the written files.

    Returns:
        The extracted ``path``.

    Raises:
        LoadError: There is no such revision or path, or it holds files that no pack may hold.
    """
    shown = f"{revision}:{path}"
    if not revision or revision.startswith("-") or not revision.isprintable():
        raise _refused(shown, "not the name of a revision", "write, for example, main:our-pack")
    tree = _git(
        shown, "rev-parse", "--verify", "--quiet", f"{revision}^{{tree}}", wrong=f"there is no revision {revision}"
    )
    path = _from_top(shown, path)
    blobs = _blobs(shown, tree.decode().strip())
    kept = _within(shown, revision, blobs, path)
    if sum(blobs[name].size for name in kept) > _PACKS * limits.pack_bytes or len(kept) > _PACKS * limits.files:
        raise _refused(shown, "too large for packs", "name the folder of a pack", "RP120")
    # A pack at the top of a repository goes into a folder with the repository's name, as in a clone.
    home = into / (_top(shown).name or "repository")
    home.mkdir()
    for name, data in _contents(shown, [(name, blobs[name]) for name in kept]):
        file = home.joinpath(*PurePosixPath(name).parts)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as stream:
            stream.write(data)
    return home.joinpath(*PurePosixPath(path).parts)


def path_in_repository(path: str) -> str:
    """A path relative to the working folder, in the form that :func:`extract` expects."""
    return f"./{Path(os.path.relpath(path)).as_posix()}"


def _refused(shown: str, message: str, hint: str = "", code: str = "RP101") -> LoadError:
    return LoadError([Problem(path=printable(shown), code=code, message=message, hint=hint)])


def _git(shown: str, *arguments: str, stdin: bytes = b"", wrong: str = "") -> bytes:
    """The output of a git command, run without a shell and without names that look like options."""
    command = ["git", "--no-pager", "--literal-pathspecs", *arguments]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, env=os.environ | _QUIET, check=False)  # noqa: S603
    except FileNotFoundError:
        raise _refused(shown, "git is not installed", "give a folder instead of a revision") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _refused(shown, wrong or (said[-1] if said else "git failed"), "check the revision and the path")
    return done.stdout


def _top(shown: str) -> Path:
    """The folder of the checkout; for a bare repository, the repository itself."""
    try:
        return Path(_git(shown, "rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape").rstrip("\n"))
    except LoadError:
        return Path.cwd()


def _from_top(shown: str, path: str) -> str:
    """The path from the top of the repository; ``""`` for the top."""
    if path.split("/", maxsplit=1)[0] in (".", ".."):
        prefix = _git(shown, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").rstrip("\n")
        path = f"{prefix}{path}"
    found = os.path.normpath(path).replace(os.sep, "/") if path else "."
    if found.startswith(("/", "../")) or found == "..":
        raise _refused(shown, "the path leads out of the repository", "name a path from the top of the repository")
    return "" if found == "." else found


def _blobs(shown: str, tree: str) -> dict[str, Blob]:
    """Every file of a tree, by path."""
    found: dict[str, Blob] = {}
    for entry in _git(shown, "ls-tree", "-r", "-l", "-z", "--full-tree", tree).split(b"\0"):
        head, tab, name = entry.partition(b"\t")
        if tab:
            mode, kind, blob, size = head.decode().split()
            if kind == "blob":
                found[name.decode("utf-8", "surrogateescape")] = Blob(mode, blob, int(size))
    return found


def _within(shown: str, revision: str, blobs: Mapping[str, Blob], path: str) -> list[str]:
    """The files of the pack or packs at a path, and of the packs beside them."""
    root = path
    if path in blobs:
        above = [parent.as_posix() for parent in PurePosixPath(path).parents]
        homes = ["" if one == "." else one for one in above]
        root = next((home for home in homes if _below(home, HEAD) in blobs), path)
    elif path and not any(name.startswith(f"{path}/") for name in blobs):
        raise _refused(shown, f"{revision} has no {path}", "give the path from the top of the repository")
    beside = _beside(blobs, root)
    kept = [name for name in blobs if name == path or _is_in(name, root) or any(_is_in(name, one) for one in beside)]
    return [name for name in kept if _is_taken(f"{revision}:{name}", name, blobs[name], root)]


def _below(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _is_in(name: str, folder: str) -> bool:
    return not folder or name.startswith(f"{folder}/")


def _beside(blobs: Iterable[str], root: str) -> list[str]:
    """The packs beside a pack."""
    if not root:
        return []
    around = PurePosixPath(root).parent
    return [
        folder.as_posix()
        for name in blobs
        if name.endswith(HEAD) and (folder := PurePosixPath(name).parent).parent == around
    ]


def _is_taken(shown: str, name: str, blob: Blob, root: str) -> bool:
    """Whether a file belongs to a pack; raises for a file that no pack may hold."""
    parts = name.split("/")
    ending = PurePosixPath(name).suffix
    hidden = any(part.startswith(".") for part in name.removeprefix(root).split("/") if part not in (".", ".."))
    if hidden or (ending and ending not in _KEPT):
        return False
    if blob.mode == "120000":
        raise _refused(shown, "a symbolic link", "commit the file itself instead", "RP103")
    if any(part in ("", ".", "..") or "\\" in part or ":" in part for part in parts):
        raise _refused(shown, "not a valid file name", "rename it")
    return bool(ending)


def _contents(shown: str, wanted: Sequence[tuple[str, Blob]]) -> Iterator[tuple[str, bytes]]:
    """The bytes of some blobs, in one run of git."""
    asked = "".join(f"{blob.id}\n" for _, blob in wanted).encode()
    answer = _git(shown, "cat-file", "--batch", stdin=asked) if wanted else b""
    at = 0
    for name, _ in wanted:
        end = answer.index(b"\n", at)
        size = int(answer[at:end].split()[2])
        yield name, answer[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
