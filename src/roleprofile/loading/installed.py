"""Find the packs that installed distributions declare, without running their code."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from roleprofile.errors import Problem
from roleprofile.loading.decoding import SourceText
from roleprofile.loading.packs import HEAD, is_pack, shown_path

if TYPE_CHECKING:
    from importlib.metadata import Distribution, EntryPoint

#: The group of entry points: the name is a pack's id, the value the package that holds it.
GROUP = "roleprofile.packs"

_PACKAGE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


@frozen
class InstalledPack:
    """A pack that a distribution declares."""

    #: The declared id, and the package that should hold the pack.
    name: str
    package: str
    #: The distribution with its version.
    by: str
    #: The folder of the package; ``None`` if it holds no pack.
    folder: Path | None
    #: The declaration, as problems name its file.
    declaration: SourceText

    def problem(self) -> Problem:
        """The problem of a missing pack."""
        line = re.search(rf"^\s*{re.escape(self.name)}\s*[=:].*$", self.declaration.text, re.MULTILINE)
        span = line.span() if line else (0, 1)
        if _PACKAGE.fullmatch(self.package) is None:
            message, hint = f'"{self.package}" is not the name of a package', 'write, for example, "our_pack"'
        else:
            message = f'pack "{self.name}": the package "{self.package}" has no folder with a {HEAD}'
            hint = "install the distribution again, or uninstall it"
        return self.declaration.problem("RP382", span, message, f"{hint} ({self.by})")


def installed_packs() -> list[InstalledPack]:
    """The declared packs of installed distributions, sorted by name, including broken declarations."""
    # Its import takes longer than most packs to load, so only this search imports it.
    from importlib import metadata

    found = [_installed(entry) for entry in metadata.entry_points(group=GROUP)]
    return sorted(found, key=lambda one: (one.name, one.by, one.package))


def _installed(entry: EntryPoint) -> InstalledPack:
    by, declaration = "an unknown distribution", SourceText("entry_points.txt", "")
    if entry.dist is not None:
        by = f"{entry.dist.name} {entry.dist.version}"
        declaration = SourceText(_declared_in(entry.dist), entry.dist.read_text("entry_points.txt") or "")
    folder = _folder(entry.value)
    return InstalledPack(entry.name, entry.value, by, folder, declaration)


def _declared_in(distribution: Distribution) -> str:
    """The file in which a distribution declares its packs, as problems name it."""
    files = [file for file in distribution.files or () if file.name == "entry_points.txt"]
    return shown_path(Path(str(distribution.locate_file(files[0])))) if files else "entry_points.txt"


def _folder(package: str) -> Path | None:
    """The folder of a package that holds a pack.

    Only the first part of a dotted name is looked up, because looking up the rest would import the first part.
    """
    top, *rest = package.split(".")
    try:
        spec = importlib.util.find_spec(top) if _PACKAGE.fullmatch(package) else None
    except Exception:  # noqa: BLE001 - other people's finders raise what they like
        spec = None
    places = (spec.submodule_search_locations if spec else None) or ()
    return next((folder for place in places if is_pack(folder := Path(place, *rest))), None)
