"""The texts of packs as a table for translators, and the translations back into the files.

A row has the text in the first language of the pack. A translation is taken over while that text is still the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from roleprofile.errors import ArgumentValueError, LoadError, Problem, Severity
from roleprofile.formatting.editing import with_content
from roleprofile.importing import shown
from roleprofile.loading.discovery import Gathering
from roleprofile.loading.document import ParsedDocument
from roleprofile.loading.load import checked, read_packs
from roleprofile.loading.packs import Folder, folders_in
from roleprofile.loading.source_map import names_of, nearest
from roleprofile.model.arguments import instance, some_paths, texts
from roleprofile.model.convert import plain
from roleprofile.model.grammar import texts_of
from roleprofile.model.values import Pointer, at, freeze, pointer_text
from roleprofile.tables.cells import NOT_A_VALUE, Cell, CellTable, normalized
from roleprofile.tables.merging import EntryChange, changes_in
from roleprofile.tables.requirement_rows import Rows

#: The sheet of a workbook with texts.
TEXT_SHEET = "Texts"
_IDENTITY = ("pack", "file", "place")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_COLUMN = re.compile(rf"text \(({_LANGUAGE.pattern})\)")

_A_TABLE = "rp.tables.read_table(...)"

Key = tuple[str, str, str]


def _column(language: str) -> str:
    return f"text ({language})"


@frozen(eq=False)
class _PackText:
    """A text of a document: its place, and the words by language."""

    folder: Folder
    document: ParsedDocument
    pointer: Pointer
    words: Mapping[str, str]

    @property
    def key(self) -> Key:
        """What a row of the table calls it."""
        place = pointer_text(names_of(self.document.tree, self.pointer))
        return self.folder.pack.id if self.folder.pack else "", self.document.file.relative, place

    @property
    def first(self) -> str:
        """The first language of the pack."""
        return self.folder.pack.languages[0] if self.folder.pack else ""


def _texts_in(folders: Sequence[Folder]) -> Iterator[_PackText]:
    for folder in folders:
        for document in folder.documents:
            for place, value, one in document.fields:
                for inside, words in texts_of(value, one):
                    yield _PackText(folder, document, (*place, *inside), words)


def _given(gathered: Gathering, paths: Sequence[Path]) -> list[Folder]:
    roots = [root for path in paths for root in folders_in(path)]
    return [folder for folder in gathered.folders if folder.root in roots or not paths]


def text_rows(*paths: Path, language: str, since: CellTable | None = None) -> Rows:
    """The texts of packs as rows, each in the first language of the packs and in another one.

    The state of a row is ``missing``, ``done``, or, compared with an earlier table, ``changed``: the text in the first
    language is another one than there, and the translation is still the same.

    Args:
        paths: Folders of packs, or folders that hold them; the shipped packs for none.
        language: The language to translate to, such as ``"fil"``.
        since: The table of an earlier export.

    Raises:
        ArgumentValueError: The language is the first one of a pack, or the packs have different first languages.
        LoadError: The packs have mistakes, or the earlier table is not one of texts.

    >>> from roleprofile.model.shipped import shipped
    >>> row = text_rows(Path(str(shipped("profiles"))) / "core", language="de").rows[0]
    >>> row["place"], row["state"]
    ('/label', 'missing')
    """
    wanted = [Path(path) for path in some_paths(paths, "paths")]
    (language,) = texts([language], "language", "fil")
    if not _LANGUAGE.fullmatch(language):
        message = f"{shown(language)!r} is no code of a language, such as fil"
        raise ArgumentValueError(message)
    gathered = read_packs(wanted)
    checked(gathered)
    found = list(_texts_in(_given(gathered, wanted)))
    firsts = sorted({one.first for one in found})
    if len(firsts) > 1 or language in firsts:
        what = " and ".join(firsts)
        message = f"texts are translated from the first language of a pack, and here it is {what}"
        raise ArgumentValueError(message)
    first = "".join(firsts)
    if since is not None:
        instance(since, CellTable, "the earlier table", _A_TABLE)
    earlier = None if since is None else _Sheet(since)
    if earlier and earlier.problems:
        raise LoadError(earlier.problems)
    rows = []
    for one in found:
        now = {name: normalized(one.words.get(name, "")) for name in (first, language)}
        state = "done" if now[language] else "missing"
        was = earlier.rows.get(one.key, {}) if earlier else {}
        if now[language] and _column(first) in was and was.get(_column(language), "") == now[language]:
            state = "done" if was[_column(first)] == now[first] else "changed"
        texts_now = {_column(name): text for name, text in now.items() if text}
        rows.append({**dict(zip(_IDENTITY, one.key, strict=True)), **texts_now, "state": state})
    return Rows((*_IDENTITY, _column(first), _column(language), "state"), tuple(rows), TEXT_SHEET)


@frozen(kw_only=True)
class TextImport:
    """The result of an import of texts. With an error there are no files."""

    changes: tuple[EntryChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    #: The new content of the files that change.
    files: Mapping[Path, bytes] = field(factory=dict)

    @property
    def failed(self) -> bool:
        """Whether there is an error, not only a warning."""
        return any(problem.severity == "error" for problem in self.problems)


def texts_from_table(table: CellTable, *paths: Path) -> TextImport:
    """The translations of a table of :func:`text_rows`, in the files of packs; nothing is written.

    An empty cell changes nothing. A row whose text in the first language is not that of the pack any more is left out
    with a warning. The packs are checked with the translations, and a problem of one is reported at its cell.

    Args:
        table: The table with the translations.
        paths: The folders of the packs, as for :func:`text_rows`.

    Raises:
        LoadError: The packs have mistakes.
    """
    instance(table, CellTable, "the table", _A_TABLE)
    wanted = [Path(path) for path in some_paths(paths, "paths")]
    gathered = read_packs(wanted)
    warned = set(checked(gathered).problems)
    importing = _Importing(_Sheet(table), {one.key: one for one in _texts_in(_given(gathered, wanted))})
    importing.run()
    importing.check(gathered, warned)
    problems = tuple(sorted(importing.sheet.problems))
    if any(problem.severity == "error" for problem in problems):
        return TextImport(problems=problems)
    return TextImport(changes=tuple(importing.changes), problems=problems, files=importing.files)


@define
class _Sheet:
    """The rows of a table of texts, by pack, file and place."""

    table: CellTable
    columns: dict[str, int] = field(factory=dict)
    rows: dict[Key, dict[str, str]] = field(factory=dict)
    numbers: dict[Key, int] = field(factory=dict)
    problems: set[Problem] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        for column in range(1, self.table.width + 1):
            cell = self.table.at(1, column)
            if cell.text in self.columns:
                self.add(cell, "RP506", f'the header "{cell.text}" occurs twice', "delete one of the two columns")
            elif cell.text in _IDENTITY or _COLUMN.fullmatch(cell.text):
                self.columns[cell.text] = column
        if missing := [name for name in _IDENTITY if name not in self.columns]:
            self._lacks(", ".join(f'"{name}"' for name in missing))
            return
        for row in range(2, self.table.height + 1):
            self._row(row)

    def _lacks(self, names: str) -> None:
        hint = "export the texts again and edit that file; keep the columns that you do not edit"
        self.add(self.table.at(1, 1), "RP516", f"columns are missing: {names}", hint)

    def _row(self, row: int) -> None:
        texts = {name: self.table.text(row, column) for name, column in self.columns.items()}
        key = (texts["pack"], texts["file"], texts["place"])
        if not any(key):
            return
        if key in self.rows:
            first = self.table.where(self.table.at(self.numbers[key], self.columns["place"]))
            message = f"the same text is also in {first}"
            self.add(self.cell(row, "place"), "RP509", message, "delete one of the rows")
            return
        self.rows[key], self.numbers[key] = texts, row

    def cell(self, row: int, name: str) -> Cell:
        return self.table.at(row, self.columns[name])

    def languages(self, first: str) -> list[str]:
        """The languages to which the table translates; a missing column of the first language is reported."""
        found = [match[1] for name in self.columns if (match := _COLUMN.fullmatch(name))]
        others = [language for language in found if language != first]
        if first not in found or not others:
            self._lacks(f'"{_column("LANGUAGE" if first in found else first)}"')
            return []
        return others

    def add(self, cell: Cell, code: str, message: str, hint: str = "", *, severity: Severity = "error") -> None:
        self.problems.add(self.table.problem(cell, code, message, hint, severity=severity))


@define
class _Importing:
    """Puts the translations of a sheet into the documents."""

    sheet: _Sheet
    there: Mapping[Key, _PackText]
    changes: list[EntryChange] = field(factory=list)
    files: dict[Path, bytes] = field(factory=dict)
    _trees: dict[str, Any] = field(factory=dict)
    _documents: dict[str, _PackText] = field(factory=dict)
    #: By the path of a file and the pointer to a translation, its cell.
    _cells: dict[str, dict[str, Cell]] = field(factory=dict)

    def run(self) -> None:
        for key, row in self.sheet.rows.items():
            self._row(key, row, self.sheet.numbers[key])
        for path, tree in self._trees.items():
            document = self._documents[path].document
            data = with_content(document.data, tree, path, document.limits)
            self.files[Path(str(document.file.source))] = data
            self.changes += changes_in(path, document.tree, freeze(tree))

    def _row(self, key: Key, row: Mapping[str, str], number: int) -> None:
        sheet, one = self.sheet, self.there.get(key)
        if one is None:
            message = f"the pack has no text at {shown(key[1])} {shown(key[2])} any more; the row is left out"
            hint = "export the texts again"
            sheet.add(sheet.cell(number, "place"), "RP517", message, hint, severity="warning")
            return
        for language in sheet.languages(one.first):
            cell = sheet.cell(number, _column(language))
            if cell.kind in NOT_A_VALUE:
                what, hint = NOT_A_VALUE[cell.kind]
                sheet.add(cell, "RP511", f"{what} cannot be a text", hint)
            elif cell.text and cell.text != normalized(one.words.get(language, "")):
                self._translate(one, language, cell, row)

    def _translate(self, one: _PackText, language: str, cell: Cell, row: Mapping[str, str]) -> None:
        original = one.words[one.first]
        if row[_column(one.first)] != normalized(original):
            message = f"the text in {one.first} has changed since the export; the translation is left out"
            self.sheet.add(
                cell, "RP517", message, "export the texts again, and translate the new text", severity="warning"
            )
            return
        path = one.document.file.path
        self._documents[path] = one
        tree = self._trees.setdefault(path, plain(one.document.tree))
        # A block of lines ends with the end of its last line.
        like = one.words.get(language, original)
        at(tree, one.pointer)[language] = cell.text + ("\n" if like.endswith("\n") else "")
        self._cells.setdefault(path, {})[pointer_text((*one.pointer, language))] = cell

    def check(self, gathered: Gathering, warned: set[Problem]) -> None:
        """Check the packs with the translations; a problem of one is reported at its cell."""
        for one in self._documents.values():
            file = one.document.file
            one.folder.replace({file.relative: self.files[Path(str(file.source))]}, gathered.limits)
        try:
            problems = checked(gathered).problems
        except LoadError as error:
            problems = error.problems
        for problem in problems:
            cells = self._cells.get(problem.path, {})
            cell = cells.get(nearest(problem.pointer, cells))
            if cell is not None:
                self.sheet.problems.add(self.sheet.table.moved(problem, cell))
            elif problem.severity == "error":
                self.sheet.problems |= {problem} - warned
