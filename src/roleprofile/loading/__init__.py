"""From files to a catalog: text, positioned tree, schema, model, references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleprofile.loading.limits import Limits

if TYPE_CHECKING:
    from typing import Any

    from roleprofile.loading.load import (
        load_catalog,
        load_person,
        load_with_files,
        person_file,
        person_from_bytes,
        person_from_tree,
    )

__all__ = [
    "Limits",
    "load_catalog",
    "load_person",
    "load_with_files",
    "person_file",
    "person_from_bytes",
    "person_from_tree",
]


def __getattr__(name: str) -> Any:
    # Whoever needs the limits alone does not wait for the loader.
    if name not in __all__:
        message = f"module 'roleprofile.loading' has no attribute {name!r}"
        raise AttributeError(message)
    from roleprofile.loading import load

    return getattr(load, name)
