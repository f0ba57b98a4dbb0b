"""Read the packs of a project from ``roleprofile.toml`` or from ``[tool.roleprofile]`` in ``pyproject.toml``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from roleprofile.errors import Problem
from roleprofile.loading.decoding import ReadFailure, SourceText
from roleprofile.loading.files import read_bytes
from roleprofile.loading.limits import Limits
from roleprofile.loading.packs import shown_path
from roleprofile.loading.toml import Span, parse_toml, spans
from roleprofile.model.values import Pointer, closest, pointer_text

#: The project's own configuration file, and the shared file with the table in it.
OWN, SHARED = "roleprofile.toml", "pyproject.toml"
_TABLE: Pointer = ("tool", "roleprofile")

#: The known keys of a configuration.
KEYS = ("packs",)


@frozen
class ConfiguredFolder:
    """A folder that a configuration names, with the place of the name."""

    path: Path
    source: SourceText
    span: Span
    pointer: str

    @property
    def place(self) -> str:
        """The file and the line."""
        return f"{self.source.path}:{self.source.place(self.span[0])[0]}"

    def problem(self, message: str, hint: str) -> Problem:
        """The problem of a folder without a pack."""
        text = self.source.text[slice(*self.span)]
        return self.source.problem("RP381", self.span, f"{text}: {message}", hint, self.pointer)


@frozen
class Configuration:
    """The folders that a project names, and the problems of its configuration."""

    #: The file, as problems name it.
    path: str
    folders: tuple[ConfiguredFolder, ...] = ()
    problems: tuple[Problem, ...] = ()


def find_configuration(start: Path, limits: Limits) -> Configuration | None:
    """The nearest configuration, from a folder upwards; in one folder ``roleprofile.toml`` comes first.

    The search ends at the folder of a repository (with a ``.git``), at the user's home and at the root, because folders
    above belong to others. A ``pyproject.toml`` without the table is skipped. A link is not followed: it is a problem.
    """
    for folder in (start, *start.parents):
        for name in (OWN, SHARED):
            found = _read(folder / name, limits) if _is_there(folder / name) else None
            if found is not None:
                return found
        if os.path.lexists(folder / ".git") or folder == _home():
            break
    return None


def _is_there(file: Path) -> bool:
    # A link or a pipe of this name is refused where it is read. For a folder without permission these return false, but
    # the methods of a path raise.
    return os.path.lexists(file) and (os.path.islink(file) or not os.path.isdir(file))  # noqa: PTH112, PTH114


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None


def _read(file: Path, limits: Limits) -> Configuration | None:
    path = shown_path(file)
    try:
        data = read_bytes(file, limits)
        if file.name == SHARED and b"roleprofile" not in data:
            return None
        source = _source(data, path)
        tree = parse_toml(source)
    except ReadFailure as failure:
        return Configuration(path, problems=tuple(_without_lines(failure.problems, path)))
    prefix = _TABLE if file.name == SHARED else ()
    table: Any = tree
    for step in prefix:
        table = table.get(step) if isinstance(table, dict) else None
    if table is None:
        return None
    reader = _ConfigurationReader(source, prefix, file.parent)
    folders = tuple(reader.folders(table))
    is_ours = file.name == SHARED or "packs" in table
    problems = reader.problems if is_ours else _without_lines(reader.problems, path)
    return Configuration(path, folders, tuple(sorted(problems)))


def _without_lines(problems: Iterable[Problem], path: str) -> Iterator[Problem]:
    """The problems of a file that may be anything: a log of them must not show what stands in it."""
    return (evolve(problem, path=path, excerpt="") for problem in problems)


def _source(data: bytes, path: str) -> SourceText:
    try:
        return SourceText(path, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        shown = SourceText(path, data.decode("utf-8-sig", errors="replace"))
        offset = len(data[: error.start].decode("utf-8-sig"))
        message = f"the byte 0x{data[error.start]:02X} is not UTF-8"
        raise shown.failure("RP105", offset, message, "save the file as UTF-8") from None


class _ConfigurationReader:
    """Reads the table of a configuration and collects all mistakes."""

    def __init__(self, source: SourceText, prefix: Pointer, folder: Path) -> None:
        self.problems: list[Problem] = []
        self._source = source
        self._prefix = prefix
        self._folder = folder
        self._values, self._keys = spans(source.text)

    def folders(self, table: Any) -> Iterator[ConfiguredFolder]:
        if not isinstance(table, dict):
            self._add((), "RP203", "expected a table here", 'write packs = ["our-pack"] below [tool.roleprofile]')
            return
        for key in table:
            if key not in KEYS:
                hint = closest(key, KEYS) or f"the only key is {', '.join(KEYS)}"
                self._add((key,), "RP201", f'unknown key "{key}"', hint, at_key=True)
        example = 'write, for example, packs = ["our-pack"]'
        packs = table.get("packs")
        if "packs" not in table:
            self._add((), "RP202", 'missing key "packs"', example, at_key=True)
        elif not isinstance(packs, list):
            self._add(("packs",), "RP203", "expected a list of folders here", example)
        elif not packs:
            self._add(("packs",), "RP208", "the list names no folder", example)
        else:
            yield from self._named(packs)

    def _named(self, packs: list[Any]) -> Iterator[ConfiguredFolder]:
        for index, text in enumerate(packs):
            pointer: Pointer = ("packs", index)
            if not isinstance(text, str):
                self._add(pointer, "RP203", "expected the path of a folder here", 'put it in quotes: "our-pack"')
            elif not text.strip():
                self._add(pointer, "RP206", "the path is empty", 'write "." for the folder of this file')
            else:
                full = (*self._prefix, *pointer)
                yield ConfiguredFolder(self._folder / text, self._source, self._values[full], pointer_text(full))

    def _add(self, pointer: Pointer, code: str, message: str, hint: str, *, at_key: bool = False) -> None:
        full = (*self._prefix, *pointer)
        places = (self._keys, self._values) if at_key else (self._values, self._keys)
        span = next((place[full] for place in places if full in place), (0, 1))
        self.problems.append(self._source.problem(code, span, message, hint, pointer_text(full)))
