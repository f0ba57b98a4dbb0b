"""Which warnings a pack lives with: the entries of ``ignore:`` in its ``pack.yaml``, and what each covers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import has

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from roleprofile.model.document import Document
    from roleprofile.model.pack import Ignored, Pack
    from roleprofile.model.pack_file import PackFile
    from roleprofile.model.values import Pointer


class Ignoring:
    """The entries of some packs, and whether each has covered anything yet."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        self._entries = {name: pack.ignore for name, pack in packs.items()}
        self._used: set[tuple[str, int]] = set()

    def covers(self, file: PackFile, code: str, pointer: Pointer) -> bool:
        """Whether the file's pack lives with a warning at a place; every entry that says so is remembered."""
        used = {
            (file.pack, index)
            for index, entry in enumerate(self._entries.get(file.pack, ()))
            if entry.code == code and _is_at(entry, file.document, pointer)
        }
        self._used |= used
        return bool(used)

    def idle(self, pack: str) -> Iterator[tuple[int, Ignored]]:
        """The entries of a pack that have covered nothing."""
        for index, entry in enumerate(self._entries.get(pack, ())):
            if (pack, index) not in self._used:
                yield index, entry


def _is_at(entry: Ignored, document: Document, pointer: Pointer) -> bool:
    wanted, _, inner = entry.at.partition("#")
    return not entry.at or (wanted == document.id and (not inner or inner in names_along(document, pointer)))


def names_along(document: Document, pointer: Pointer) -> frozenset[str]:
    """The ids of what a pointer leads through, and the keys: a claim has no other name."""
    found: set[str] = set()
    here: Any = document
    for step in pointer:
        found.add(str(step))
        here = _inside(here, step)
        name = here.get("id") if hasattr(here, "keys") else getattr(here, "id", None)
        if isinstance(name, str):
            found.add(name)
    return frozenset(found)


def _inside(value: Any, step: str | int) -> Any:
    if hasattr(value, "keys"):
        return value.get(step)
    if has(type(value)):
        return getattr(value, str(step), None)
    if isinstance(value, tuple) and str(step).isdecimal() and int(step) < len(value):
        return value[int(step)]
    return None
