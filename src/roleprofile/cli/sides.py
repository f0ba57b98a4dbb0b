"""The two sides of a comparison: files, folders or built packs, also from a git revision."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import click
from attrs import evolve, frozen

import roleprofile as rp
from roleprofile.api import Catalog
from roleprofile.cli.files import naming, temporary_folder
from roleprofile.loading.decoding import ReadFailure
from roleprofile.loading.files import read_bytes
from roleprofile.loading.git_source import extract, path_in_repository
from roleprofile.loading.load import read_packs
from roleprofile.loading.packs import ENDINGS, HEAD


@frozen
class _Place:
    """A path, and the name of its files as the user gave it, not as in a temporary folder."""

    path: Path
    names: tuple[tuple[Path, str], ...] = ()

    def shown(self, file: str) -> str:
        whole = Path(file).absolute()
        for home, name in self.names:
            if whole == home:
                return name.rstrip(":/")
            if whole.is_relative_to(home):
                return f"{name}{whole.relative_to(home).as_posix()}"
        return file


@contextlib.contextmanager
def two_sides(old: str, new: str, as_of: str = "") -> Iterator[tuple[Catalog, Catalog]]:
    """Load both sides on a day, with their files named as they were given; files from git stay in a temporary folder.

    Raises :class:`~roleprofile.errors.LoadError` with the problems of a side, and a usage error of click if a name is
    neither a path nor of the form ``REV:PATH``.
    """
    with temporary_folder() as home:
        with naming(home.parent):
            one, other = _place(old, home / "old"), _place(new, home / "new")
            if _is_document(one.path) or _is_document(other.path):
                one, other = _documents(one, other, home)
        yield _side(one, as_of), _side(other, as_of)


def revision(name: str, path: str) -> str:
    """A path relative to the working folder at a revision, in the form for :func:`two_sides`."""
    return f"{name}:{path_in_repository(path)}"


def _place(name: str, folder: Path) -> _Place:
    if os.path.lexists(name):
        return _Place(Path(name))
    commit, colon, path = name.partition(":")
    if not colon:
        hint = f"for a git revision write {name}:PATH, or --git {name} REVISION"
        raise click.UsageError(f"no file or folder {name!r}; {hint}")
    folder.mkdir()
    found = extract(commit, path, folder)
    top = next(folder.iterdir())
    return _Place(found, ((top, f"{commit}:"),))


def _is_document(path: Path) -> bool:
    return path.suffix in ENDINGS and path.is_file()


def _documents(old: _Place, new: _Place, home: Path) -> tuple[_Place, _Place]:
    """Two versions of one file, each in a copy of the pack of the first, or else of the second."""
    if not (_is_document(old.path) and _is_document(new.path)):
        raise click.UsageError("give two files or two folders")
    homes = [_pack_of(place.path) for place in (old, new)]
    base = homes[0] or homes[1]
    if base is None:
        raise click.UsageError("neither file is in a pack, but names in a file need a pack")
    here = old if homes[0] else new
    slot = here.path.absolute().relative_to(base)
    whole = evolve(here, path=base)
    changed = _with_file(whole, slot, new if homes[0] else old, home / "changed")
    return (whole, changed) if homes[0] else (changed, whole)


def _pack_of(file: Path) -> Path | None:
    return next((folder for folder in file.absolute().parents if (folder / HEAD).is_file()), None)


def _with_file(pack: _Place, slot: Path, file: _Place, home: Path) -> _Place:
    """A copy of a pack and its neighbours with one file replaced."""
    try:
        data = read_bytes(file.path)
    except ReadFailure as failure:
        raise rp.LoadError(failure.problems) from None
    for folder in read_packs([pack.path]).folders:
        # Required packs that do not lie beside the pack are found elsewhere.
        if isinstance(folder.root, Path) and folder.root.absolute().parent == pack.path.absolute().parent:
            for document in folder.documents:
                copy = home / folder.root.name / document.file.relative
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(document.data)
    inside = home / pack.path.name / slot
    inside.write_bytes(data)
    named = file.shown(str(file.path))
    around = pack.shown(str(pack.path.parent / "x")).removesuffix("x")
    return _Place(home / pack.path.name, ((inside, named), (home, _relative(around))))


def _relative(name: str) -> str:
    """The name of a folder as the loader shows it: relative if it lies in the working folder."""
    path = Path(name)
    if path.is_absolute() and path.is_relative_to(here := Path.cwd()):
        inner = path.relative_to(here).as_posix()
        return "" if inner == "." else f"{inner}/"
    return name


def _side(place: _Place, as_of: str) -> Catalog:
    try:
        catalog = rp.load(place.path, as_of=as_of or None)
    except rp.LoadError as error:
        raise rp.LoadError(evolve(problem, path=place.shown(problem.path)) for problem in error.problems) from None
    return evolve(catalog, files=tuple(evolve(file, path=place.shown(file.path)) for file in catalog.files))
