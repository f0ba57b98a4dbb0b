"""Find the schemas and the shipped packs: beside ``src/`` in a checkout, else inside the package."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path


def shipped(name: str) -> Traversable:
    """The folder ``schemas`` or ``profiles``, from a checkout, a wheel or a zip."""
    package = resources.files("roleprofile")
    # An editable install has no copy of the folders (hatchling's force-include works on wheels only), and in a
    # checkout the files that are being edited are the ones meant.
    if isinstance(package, Path) and package.parent.name == "src":
        beside = package.parent.parent / name
        if beside.is_dir():
            return beside
    return package / "_shipped" / name
