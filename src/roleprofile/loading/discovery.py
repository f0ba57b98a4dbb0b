"""Find the folders of a load: given, configured, installed and shipped packs, and the packs that they require."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources.abc import Traversable
from pathlib import Path

from attrs import define, field

from roleprofile.errors import Problem
from roleprofile.loading.configuration import OWN, SHARED, find_configuration
from roleprofile.loading.installed import InstalledPack, installed_packs
from roleprofile.loading.limits import Limits
from roleprofile.loading.packs import HEAD, Folder, folders_in, printable, read_folder, shipped_packs
from roleprofile.model.origin import How
from roleprofile.model.values import Finding


@define
class Gathering:
    """The folders of one load, and the problems that belong to no folder."""

    limits: Limits
    folders: list[Folder] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    #: Whether the warnings of the files were reported before, when they were built.
    warned: bool = False

    def read(self, path: Path) -> None:
        """Read the packs at a path that was given."""
        roots, why = _packs_at(path)
        if why:
            self.problems.append(Problem(path=printable(str(path)), code="RP101", message=why[0], hint=why[1]))
        self._add(roots)

    def read_configured(self, *, needed: bool) -> None:
        """Read the packs that the project of the working directory names."""
        configuration = find_configuration(Path.cwd(), self.limits)
        if configuration is None:
            if needed:
                self.problems.append(_no_configuration())
            return
        self.problems += configuration.problems
        for named in configuration.folders:
            roots, why = _packs_at(named.path)
            if why:
                self.problems.append(named.problem(*why))
            self._add(roots, "configured", named.place)

    def read_installed(self) -> None:
        """Read the packs that distributions declare, and the packs that come with this library."""
        for pack in installed_packs():
            self._add_installed(pack)
        self.read_shipped()

    def read_shipped(self) -> None:
        """Read the packs that come with this library."""
        self._add(shipped_packs(), "shipped")

    def _add_installed(self, pack: InstalledPack) -> None:
        if pack.folder is None:
            self.problems.append(pack.problem())
            return
        self._add([pack.folder], "installed", pack.by)
        folder = next(one for one in self.folders if _real(one.root) == _real(pack.folder))
        if folder.head is not None and folder.pack is not None and folder.pack.id != pack.name:
            message = f'{pack.by} declares this pack as "{pack.name}", but its id is "{folder.pack.id}"'
            hint = "change the id here, or the name of the entry point in the group roleprofile.packs"
            folder.head.add(Finding(pointer=("id",), code="RP383", message=message, hint=hint))

    def _add(self, roots: Iterable[Path | Traversable], how: How = "given", by: str = "") -> None:
        known = {_real(folder.root) for folder in self.folders}
        self.folders += [read_folder(root, self.limits, how, by) for root in roots if _real(root) not in known]

    def read_required(self) -> None:
        """Read the required packs that were not given.

        A required pack is the folder of that name beside the pack, else a shipped pack, else a pack that the project of
        the working directory names, else an installed one.
        """
        there = {name for folder in self.folders for name in _names(folder)}
        # A worklist: a required pack may require more packs.
        for folder in self.folders:
            for name in folder.pack.requires if folder.pack else ():
                if name not in there:
                    before = len(self.folders)
                    self._read_required(name, folder)
                    there.update(*map(_names, self.folders[before:]))

    def _read_required(self, name: str, folder: Folder) -> None:
        beside = _beside(name, folder)
        shipped = [root for root in shipped_packs() if root.name == name]
        if beside:
            self._add(beside, "beside", folder.pack.id if folder.pack else "")
        elif shipped:
            self._add(shipped, "shipped")
        elif configured := self._configured(name):
            self.folders += configured
        else:
            for pack in installed_packs():
                if pack.name == name:
                    self._add_installed(pack)

    def _configured(self, name: str) -> list[Folder]:
        """The packs with this name that the project names; other problems of its configuration do not matter here."""
        configuration = find_configuration(Path.cwd(), self.limits)
        folders = [
            read_folder(root, self.limits, "configured", named.place)
            for named in (configuration.folders if configuration else ())
            for root in _packs_at(named.path)[0]
        ]
        return [folder for folder in folders if name in _names(folder)]


def _no_configuration() -> Problem:
    message = f"neither this folder nor a folder above it has a configuration, that is a {OWN} or a {SHARED} with"
    hint = f'name your packs in a {OWN}: packs = ["our-pack"]'
    return Problem(path=OWN, code="RP101", message=f"{message} [tool.roleprofile]", hint=hint)


def _names(folder: Folder) -> set[str]:
    # A pack with an unreadable head is reported already; another pack in its place would hide the problem.
    return {folder.pack.id} if folder.pack else {folder.root.name}


def _beside(name: str, folder: Folder) -> list[Path | Traversable]:
    if not isinstance(folder.root, Path):
        return []
    path = folder.root.resolve().parent / name
    try:
        return [root for root in folders_in(path) if root == path]
    except OSError:
        return []


def _packs_at(path: Path) -> tuple[list[Path | Traversable], tuple[str, str] | None]:
    """The packs at a path; without one, the reason and a hint."""
    try:
        roots = folders_in(path)
    except OSError as error:
        return [], (f"the folder cannot be read: {error.strerror}", "give the folder of a pack")
    return roots, None if roots else _no_pack(path)


def _real(root: Path | Traversable) -> str:
    return str(root.resolve() if isinstance(root, Path) else root)


def _no_pack(path: Path) -> tuple[str, str]:
    """The reason why a path has no pack, and a hint."""
    if not path.exists():
        return "the folder does not exist", "check the path"
    if path.is_dir():
        hint = f"rename pack.yml to {HEAD}" if (path / "pack.yml").is_file() else "give the folder of a pack"
        return f"neither this folder nor a folder inside it has a {HEAD}", hint
    home = next((folder for folder in path.absolute().parents if (folder / HEAD).is_file()), None)
    return "a file, not the folder of a pack", f"give {home}" if home else "give the folder of a pack"
