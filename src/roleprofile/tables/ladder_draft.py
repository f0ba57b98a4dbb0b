"""Columns or rows of a table that are named like the grades of a role: Junior, Senior; Band 5, Band 6."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from importlib import resources
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

from attrs import field, frozen

from roleprofile.model.descriptor import Descriptor
from roleprofile.model.name_matching import fold
from roleprofile.model.table_mapping import OPEN
from roleprofile.tables.cells import Cell, CellTable, same_text

_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii")
#: A name with a number, what stands before it, and a letter or words after it: "Band 8a", "Engineer II", "L1 graduate".
_NUMBERED = re.compile(rf"(\D*?[^\W\d]) ?(?:(\d{{1,2}})(?: ?[a-z])?|(?<= )({'|'.join(_ROMAN[1:])}))(?: .+)?")
#: The number of grades from which an unknown word before their numbers is enough.
_ENOUGH = 3


@frozen(eq=False)
class FoundLadder:
    """A table whose columns or rows are grades."""

    each_in: str
    #: The row of the headers.
    top: int
    #: The column with the names of the rows.
    names: int
    #: The columns or rows that are grades.
    lines: frozenset[int]
    #: The value of ``grades_of`` in a mapping.
    grades_of: dict[str, Any]
    reason: str


@frozen(eq=False)
class LadderSearch:
    """Looks for grades in a table."""

    table: CellTable
    #: The row that the headers are in, if they are no grades.
    top: int
    #: Whether a text is the name of a level on some scale.
    is_level: Callable[[str], bool]
    #: Whether the table is known to be of roles; then any word can stand before the number of a grade.
    of_roles: bool
    #: The headers of columns with names of skills, folded.
    skill_headers: Sequence[str] = field(default=())

    def in_columns(self) -> FoundLadder | None:
        """The first row down to that of the headers whose cells are grades."""
        for row in range(1, self.top + 1):
            cells = [self.table.merged_down(row, column) for column in range(1, self.table.width + 1)]
            if found := self._grades(cells):
                grades, role = found
                columns = {cell.column for cell in grades}
                if 2 * len(columns) < sum(cell.column >= min(columns) and bool(cell.text) for cell in cells):
                    continue  # Skills can be named so too: "Lead generation", "Staff training".
                names = self._names(row, min(columns))
                columns |= self._alike(row, columns, names)
                return FoundLadder("columns", row, names, frozenset(columns), *self._roles(row, grades, role))
        return None

    def in_rows(self) -> FoundLadder | None:
        """The first column whose cells are all grades, or the second one beside names that repeat or are left out."""
        for column in (1, 2):
            rows = range(self.top + 1, self.table.height + 1)
            cells = [self.table.at(row, column) for row in rows if self.table.text(row, column)]
            found = self._grades(cells)
            named = set(self._below(self.top, column - 1))
            if not found or len(found[0]) < len(cells) or len(named) == len(cells):
                continue
            grades, role = found
            beside = self.table.merged_down(self.top, column - 1).text if named else ""
            of: dict[str, Any] = {"column": beside} if beside else {"role": role or self._name()}
            reason = self._reason("rows", "" if beside else role, of)
            return FoundLadder("rows", self.top, column, frozenset(c.row for c in grades), of | _first(grades), reason)
        return None

    def _grades(self, cells: Sequence[Cell]) -> tuple[list[Cell], str] | None:
        """The cells that are named like the grades of one role, and the role's name if it is part of each."""
        groups: dict[tuple[bool, str], list[Cell]] = {}
        for cell in cells:
            for kind in _kinds(fold(cell.text)):
                groups.setdefault(kind, []).append(cell)
        for (by_word, rest), found in groups.items():
            if by_word and rest:
                found += [cell for cell in cells if fold(cell.text) == rest]
        if not groups:
            return None
        by_word, rest = max(groups, key=lambda kind: len(groups[kind]))
        found = sorted(groups[by_word, rest], key=lambda cell: (cell.row, cell.column))
        known = by_word or rest in _words()["before_numbers"]
        enough = len(found) > 1 if known else self.of_roles and len(found) >= _ENOUGH
        if not enough or all(self.is_level(cell.text) for cell in found):
            return None
        # One letter before a number, as in C1, is no name of a role.
        is_role = by_word or (not known and len(rest) > 1)
        return found, rest.capitalize() if is_role else ""

    def _names(self, top: int, first: int) -> int:
        """The column with the names of the skills: by its header, else the last one without repeats."""
        before = [column for column in range(1, first) if self._below(top, column)]
        for column in before:
            if fold(self.table.merged_down(top, column).text) in self.skill_headers:
                return column
        unique = [column for column in before if len(set(self._below(top, column))) == len(self._below(top, column))]
        return (unique or before or [1])[-1]

    def _alike(self, top: int, columns: set[int], names: int) -> set[int]:
        """Columns between and behind the grades that have levels as they do: "Architect" between two of them."""
        texts = {text for column in columns for text in self._below(top, column)}
        others = set(range(min(columns), self.table.width + 1)) - columns - {names}
        return {
            column
            for column in others
            if self.table.merged_down(top, column).text
            and (below := self._below(top, column))
            and all(text in texts or self.is_level(text) for text in below)
        }

    def _below(self, top: int, column: int) -> list[str]:
        return [same_text(cell.text) for cell in self._by_column.get(column, ()) if cell.row > top]

    @cached_property
    def _by_column(self) -> dict[int, list[Cell]]:
        found: dict[int, list[Cell]] = {}
        for cell in self.table.cells.values():
            found.setdefault(cell.column, []).append(cell)
        return found

    def _roles(self, row: int, grades: Sequence[Cell], role: str) -> tuple[dict[str, Any], str]:
        """The value of ``grades_of``, and the reason: a row of names directly above, or one role."""
        above = [cell for one in grades if (cell := self.table.at(row - 1, one.column)).text]
        if above and above[0].column == grades[0].column and len(above) < len(grades):
            return {"row": row - 1} | _first(grades), self._reason("columns", "", {"row": row - 1})
        of = {"role": role or self._name()}
        return of | _first(grades), self._reason("columns", role, of)

    def _reason(self, lines: str, role: str, of: dict[str, Any]) -> str:
        found = f"The {lines} are named like grades"
        if "role" in of and not role:
            found += ", the role is named like the file"
        return f"{found}; without this line each of them is a role:"

    def _name(self) -> str:
        """A name for the role: that of the file."""
        words = re.sub(r"[\W_]+", " ", PurePosixPath(self.table.path.replace("\\", "/")).stem).strip()
        return words[:1].upper() + words[1:] if words and not self.table.path.startswith("<") else OPEN


def described_levels(
    table: CellTable, ladder: FoundLadder, skills: Sequence[tuple[Cell, Descriptor]]
) -> dict[str, str]:
    """The grades in columns, each with the level whose anchors its texts are; :data:`OPEN` where that is unknown."""
    found = {}
    for column in sorted(ladder.lines):
        levels = {
            level
            for cell, descriptor in skills
            if (text := same_text(table.text(cell.row, column)))
            for level, anchor in descriptor.anchors.items()
            if any(text in same_text(words) for words in anchor.values())
        }
        found[table.merged_down(ladder.top, column).text] = levels.pop() if len(levels) == 1 else OPEN
    return found


def _kinds(text: str) -> Iterator[tuple[bool, str]]:
    """How a folded text may name a grade: by a word or else by a number, and the rest of the text."""
    if (rank := _rank_of_word(text)) is not None:
        yield True, re.sub(rf"^{_words()['words'][rank]}\b|\b{_words()['words'][rank]}$", "", text).strip()
    if found := _NUMBERED.fullmatch(text):
        yield False, found[1]


def _first(grades: Sequence[Cell]) -> dict[str, Any]:
    """That the highest grade stands first, where the names tell it."""
    ranks = [rank for cell in grades if (rank := _rank(fold(cell.text))) is not None]
    down = sum(after < before for before, after in pairwise(ranks))
    return {"first": "highest"} if 2 * down > len(ranks) - 1 else {}


def _rank(text: str) -> int | None:
    if found := _NUMBERED.fullmatch(text):
        return int(found[2]) if found[2] else _ROMAN.index(found[3])
    return _rank_of_word(text)


def _rank_of_word(text: str) -> int | None:
    """The place of a text in the list of words: of one that begins or ends with it."""
    whole = f" {text} "
    there = (
        i for i, word in enumerate(_words()["words"]) if whole.startswith(f" {word} ") or whole.endswith(f" {word} ")
    )
    return next(there, None)


@cache
def _words() -> dict[str, list[str]]:
    text = resources.files("roleprofile.tables").joinpath("ladder_words.json").read_text("utf-8")
    return {key: value for key, value in json.loads(text).items() if isinstance(value, list)}
