"""The requirements of packs as rows of a table: a row for each requirement, extra and part of a group.

A cell has the value of the file; defaults are not filled in. A list is written with commas, a map with colons:
``economics: 100, any: 50``. A map by grade has a column for each grade: ``asks (junior)``, ``asks (senior)``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from attrs import evolve, frozen

from roleprofile.errors import Problem, UnknownIdError
from roleprofile.importing import shown
from roleprofile.loading.document import ParsedDocument
from roleprofile.loading.limits import DEFAULT_LIMITS
from roleprofile.loading.packs import Folder, folders_in, read_folder, shipped_packs
from roleprofile.loading.source_map import nearest
from roleprofile.model.arguments import some_paths, texts
from roleprofile.model.grades import grade_ids, is_by_grade
from roleprofile.model.grammar import fields_of
from roleprofile.model.role import ASKING, GROUPS, Alternative, Requirement
from roleprofile.model.values import Finding, Pointer, Text, pointer_text
from roleprofile.tables.delimited import delimited
from roleprofile.tables.workbooks import workbook

#: The sheet of a workbook with requirements.
SHEET = "Requirements"
#: The columns that identify a row: with another value it is another row.
IDENTITY = ("pack", "role", "section", "id", "part")
#: The columns that show the origin of a row; they are not read back.
ORIGIN = ("version", "file")

_GRAMMAR = fields_of(Requirement, Alternative)
#: The fields that have a column for each language.
TEXTS = tuple(key for key, one in _GRAMMAR.items() if one.type is Text)
#: The order of the columns; a field that is not named comes last.
_ORDER = (
    "descriptor", "for", "asks", "weight", "necessity", "at_least", "credit", "from", "evidence", "worth", "needed_for",
    "needed", "source", "basis",
)  # fmt: skip
#: The fields that have one column.
FIELDS = tuple(
    sorted(
        _GRAMMAR.keys() - {"id", *GROUPS, *TEXTS},
        key=lambda key: (_ORDER.index(key) if key in _ORDER else len(_ORDER), key),
    )
)

#: The fields that may have a column for each grade.
GRADED = tuple(key for key in FIELDS if _GRAMMAR[key].graded)
_OF_GRADE = re.compile(rf"({'|'.join(GRADED)}) \(([a-z0-9]+(?:-[a-z0-9]+)*)\)")

_WIDTHS = {"id": 26, "role": 22, "pack": 20, "descriptor": 26, "for": 26, "needed_for": 26, "file": 34}
_WIDE = 40

Key = tuple[str, ...]


@frozen(eq=False)
class RoleFile:
    """A role with its file."""

    folder: Folder
    document: ParsedDocument

    @property
    def pack(self) -> str:
        """The id of its pack."""
        return self.folder.pack.id if self.folder.pack else ""

    @property
    def tree(self) -> Mapping[str, Any]:
        """The document as it was read."""
        return self.document.tree  # type: ignore[no-any-return]

    @property
    def id(self) -> str:
        """The role's id."""
        return str(self.tree["id"])

    def placed(self, problem: Problem) -> Problem:
        """A problem of the edited role, at its place in the file."""
        positions = self.document.source_map
        pointers = {pointer_text(pointer): pointer for pointer in positions.spans}
        pointer = pointers[nearest(problem.pointer, pointers)]
        there = positions.problem(Finding(pointer=pointer, code=problem.code, message=problem.message))
        return evolve(problem, line=there.line, column=there.column, width=there.width, excerpt=there.excerpt)


@frozen(eq=False)
class Rows:
    """Rows of requirements, descriptors or anchors: the columns, and the non-empty cells of each row by column."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str | int], ...]
    #: The name of the sheet in a workbook.
    sheet: str = SHEET

    def lists(self) -> list[list[str | int]]:
        """The headers, then the rows."""
        return [list(self.columns), *([row.get(column, "") for column in self.columns] for row in self.rows)]

    def to_csv(self) -> bytes:
        """A CSV file in UTF-8 with a byte-order mark; an apostrophe keeps texts from being formulas."""
        return delimited(self.lists())

    def to_xlsx(self) -> bytes:
        """A workbook; equal rows give equal bytes.

        Raises:
            MissingExtraError: openpyxl is not installed.
        """
        widths = [_WIDTHS.get(name, _WIDE if name.endswith(")") else 14) for name in self.columns]
        return workbook(self.sheet, self.lists(), widths)


def requirement_rows(*paths: Path, roles: Sequence[str] = ()) -> Rows:
    """The requirements of the roles of packs as rows.

    Args:
        paths: Folders of packs, or folders that hold them; the shipped packs for none.
        roles: The ids of the roles, full or short; all of them for none.

    Raises:
        UnknownIdError: There is no such role, or more than one.

    >>> import roleprofile as rp
    >>> rows = rp.tables.requirement_rows(roles=["account-manager"])
    >>> row = rows.rows[0]
    >>> row["id"], row["asks"], row["weight"], row["source"], row["label (en)"]
    ('dialogue', 'advanced', 14, 'S0.1, S1.7', 'Holding a dialogue')
    """
    return rows_of(chosen(role_files(*map(Path, some_paths(paths, "paths"))), texts(roles, "roles", "account-manager")))


def role_files(*paths: Path) -> list[RoleFile]:
    """The roles of packs with their files, in the order of the packs and files."""
    roots = [root for path in paths for root in folders_in(path)] if paths else shipped_packs()
    return roles_in(read_folder(root, DEFAULT_LIMITS) for root in roots)


def roles_in(folders: Iterable[Folder]) -> list[RoleFile]:
    """The roles of folders that were read."""
    return [
        RoleFile(folder, document)
        for folder in folders
        for document in folder.documents
        if document.kind == "role" and document.model is not None
    ]


def chosen(files: Sequence[RoleFile], roles: Sequence[str]) -> list[RoleFile]:
    """The roles with these ids, each once; all roles where no id is given."""
    if not roles:
        return list(files)
    wanted: list[RoleFile] = []
    for ref in roles:
        found = [one for one in files if ref in (one.id, f"{one.pack}:{one.id}")]
        if len(found) != 1:
            there = ", ".join(sorted(f"{one.pack}:{one.id}" for one in found or files))
            what = "is in more than one pack" if found else "does not exist"
            raise UnknownIdError(f"role {ref!r} {what}; known: {there}")
        wanted += found if found[0] not in wanted else []
    return wanted


def rows_of(files: Sequence[RoleFile]) -> Rows:
    """The rows of roles."""
    rows = [dict(row) for one in files for row in _rows_of_role(one)]
    there = {field_and_grade(column)[0] for row in rows for column in row if field_and_grade(column)[1]}
    grades = dict.fromkeys(grade for one in files for grade in grade_ids(one.tree))
    fields = [
        column for name in FIELDS for column in (name, *(f"{name} ({grade})" for grade in grades if name in there))
    ]
    languages = dict.fromkeys(language for one in files for language in _languages(one))
    texts = [f"{name} ({language})" for name in TEXTS for language in languages]
    # A language that no pack declares, but some text has, gets a column too.
    texts += sorted({column for row in rows for column in row if column.endswith(")")} - {*texts, *fields})
    return Rows((*IDENTITY, *fields, *texts, *ORIGIN), tuple(rows))


def field_and_grade(column: str) -> tuple[str, str]:
    """The field of a column, and the grade or ``""``.

    >>> field_and_grade("asks (band-5)"), field_and_grade("asks"), field_and_grade("label (en)")
    (('asks', 'band-5'), ('asks', ''), ('label (en)', ''))
    """
    found = _OF_GRADE.fullmatch(column)
    return (found[1], found[2]) if found else (column, "")


def _languages(one: RoleFile) -> tuple[str, ...]:
    return one.folder.pack.languages if one.folder.pack else ()


def _rows_of_role(one: RoleFile) -> Iterator[dict[str, str | int]]:
    for section in ASKING:
        for index, entry in enumerate(one.tree.get(section, ())):
            place: Pointer = (section, index)
            for part, inner, where in parts_of(entry, place):
                head = dict(zip(IDENTITY, (one.pack, one.id, section, str(entry["id"]), part), strict=True))
                line = one.document.source_map.line(where)
                origin = {"version": str(one.tree["version"]), "file": f"{one.document.file.relative}:{line}"}
                yield {**head, **cells_of(inner), **origin}


def parts_of(entry: Mapping[str, Any], place: Pointer = ()) -> Iterator[tuple[str, Mapping[str, Any], Pointer]]:
    """An entry without its group, then each part of the group: its name in the table, its tree, its place."""
    yield "", {key: value for key, value in entry.items() if key not in (*GROUPS, "id")}, place
    for group in GROUPS:
        for index, part in enumerate(entry.get(group, ())):
            yield f"{group} {index + 1}", part, (*place, group, index)


def cells_of(tree: Mapping[str, Any]) -> dict[str, str | int]:
    """The cells of a requirement or of a part of one, by column."""
    cells: dict[str, str | int] = {}
    for name, value in tree.items():
        if name in TEXTS:
            cells.update({f"{name} ({language})": str(text).strip() for language, text in value.items()})
        elif name == "needed":
            cells[name] = value["within"]
        elif is_by_grade(name, value):
            cells.update({f"{name} ({grade})": _cell(inner) for grade, inner in value.items()})
        else:
            cells[name] = _cell(value)
    return cells


def _cell(value: Any) -> str | int:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {share}" for key, share in value.items())
    if isinstance(value, tuple | list):
        return listed(value)
    return value if isinstance(value, int) else str(value).strip()


def pointer_of(column: str) -> str:
    """The pointer of a column's value within its requirement.

    >>> pointer_of("weight"), pointer_of("label (en)")
    ('weight', 'label/en')
    """
    return column.removesuffix(")").replace(" (", "/")


def listed(texts: Sequence[str]) -> str:
    """Texts with commas between them; a text that contains a comma is in quotation marks.

    >>> listed(["S1.1", "interviews#3, page 2"])
    'S1.1, "interviews#3, page 2"'
    """
    return ", ".join(json.dumps(text, ensure_ascii=False) if _UNCLEAR.search(text) else text for text in texts)


_UNCLEAR = re.compile(r'[,"]|^\s|\s$|^$')
_ITEM = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^,"]*[^,"\s]|)\s*(?:,|$)')


def unlisted(text: str) -> list[str]:
    """The inverse of :func:`listed`; ``ValueError`` for a text that it never writes.

    >>> unlisted('S1.1, "interviews#3, page 2"')
    ['S1.1', 'interviews#3, page 2']
    """
    found: list[str] = []
    at = 0
    while at < len(text):
        match = _ITEM.match(text, at)
        if match is None or not match[1]:
            message = f"{text!r} is not a comma-separated list"
            raise ValueError(message)
        found.append(json.loads(match[1]) if match[1].startswith('"') else match[1])
        at = match.end()
    return found


def value_of(name: str, text: str, *, is_amount: bool) -> Any:
    """The value of a cell in a document, ``None`` for an empty cell; ``ValueError`` explains a wrong one."""
    name, _ = field_and_grade(name)
    one = _GRAMMAR.get(name)
    if not text or one is None:
        return text or None
    if one.type is int or name == "needed":
        return _number(name, text)
    if one.keyed_by:
        return _keys(name, text)
    if one.shape == "list":
        items = unlisted(text)
        return items[0] if one.is_one_or_more and len(items) == 1 else items
    may_be_amount = is_amount and int in get_args(one.type)
    return int(text) if may_be_amount and _NUMBER.fullmatch(text) else text


_NUMBER = re.compile(r"[0-9]{1,9}")


def _number(name: str, text: str) -> int:
    if not _NUMBER.fullmatch(text):
        message = f'expected a whole number for {name}, got "{shown(text)}"'
        raise ValueError(message)
    return int(text)


def _keys(name: str, text: str) -> Any:
    """A map of keys with percent; without percent one key, or a list of them."""
    items = unlisted(text)
    if not any(":" in item for item in items):
        if name == "credit":
            message = f'"{shown(text)}" has no percentage; write, for example, working: 50'
            raise ValueError(message)
        return items[0] if len(items) == 1 else items
    found: dict[str, Any] = {}
    for item in items:
        key, _, share = item.rpartition(":")
        percent = _number(f'the percentage of "{shown(key.strip())}"', share.strip())
        found[key.strip()] = percent
    return found
