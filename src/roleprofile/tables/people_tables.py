"""A skills matrix of people as a file for each of them, by a mapping.

Cells that cannot be read become problems, all of them in one run, each with its sheet, row and column. A matrix with an
error gives no file at all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from attrs import field, frozen

from roleprofile.errors import LoadError, PersonError, Problem
from roleprofile.formatting.editing import with_content
from roleprofile.formatting.person_file import person_yaml
from roleprofile.importing import shown
from roleprofile.loading.decoding import ReadFailure
from roleprofile.loading.document import File, ParsedDocument, read
from roleprofile.loading.limits import DEFAULT_LIMITS
from roleprofile.loading.load import person_from_bytes
from roleprofile.loading.packs import printable
from roleprofile.model.arguments import a_path, instance, one_of
from roleprofile.model.catalog import CatalogData, a_catalog
from roleprofile.model.name_matching import fold
from roleprofile.model.person import Evidence, Fact
from roleprofile.model.protected import is_protected
from roleprofile.model.role import FULL
from roleprofile.model.table_mapping import TableMapping
from roleprofile.model.values import Pointer, Value, freeze
from roleprofile.rules.holdings import current
from roleprofile.rules.person_builder import Statement, build_person
from roleprofile.tables.cell_values import CellReader, MappedDescriptor
from roleprofile.tables.cells import Cell, CellTable, same_text
from roleprofile.tables.delimited import DELIMITERS, read_delimited
from roleprofile.tables.long_rows import RowEvidence, Statements
from roleprofile.tables.matrix import Matrix, MatrixProblems, MatrixSubject, read_matrix
from roleprofile.tables.merging import EntryChange, changes_in, merged_person
from roleprofile.tables.words import is_name_header
from roleprofile.tables.workbooks import is_workbook, read_workbook

_LONGEST_ID = 100


@frozen(kw_only=True)
class TableImport:
    """The result of an import: files by name, and problems. With an error there are no files."""

    #: The new files, and those that change. What a file says and the table does not, stays, comments too.
    files: Mapping[str, str] = field(factory=dict)
    problems: tuple[Problem, ...] = ()
    #: The changes in files that are there already.
    changes: tuple[EntryChange, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether there is an error, not only a warning."""
        return any(problem.severity == "error" for problem in self.problems)


def read_table(data: bytes, path: str, *, sheet: str = "", delimiter: str = "") -> CellTable:
    r"""A sheet of a workbook, or a CSV file; the first bytes tell which.

    Args:
        data: The file, at most 32 MiB.
        path: The name of the file in problems.
        sheet: The sheet of a workbook; not needed where only one is visible.
        delimiter: ``comma``, ``semicolon``, ``tab`` or ``pipe``, for CSV; guessed from the file if not given.

    Raises:
        LoadError: The table cannot be read: damaged, too large, not UTF-8...
        MissingExtraError: It is a workbook, and openpyxl is not installed.

    >>> read_table(b"ID;Sales\ne-1;3\n", "matrix.csv").at(2, 2).text
    '3'
    """
    instance(data, bytes, "the table", "bytes")
    one_of(delimiter, ("", *DELIMITERS), "the delimiter")
    try:
        return read_workbook(data, path, sheet) if is_workbook(data) else read_delimited(data, path, delimiter)
    except ReadFailure as failure:
        raise LoadError(failure.problems) from None


def read_mapping(path: Path) -> ParsedDocument:
    """A mapping file with the positions of its values.

    Raises:
        LoadError: With every mistake of the file.
    """
    a_path(path)
    path = Path(path)
    document = read(File(path, printable(path.as_posix()), path.name), DEFAULT_LIMITS, ("table-mapping",))
    if document.model is None or document.failed:
        raise LoadError(document.located())
    return document


def check_arguments(table: object, mapping: object, catalog: object) -> None:
    """Raise ``ArgumentTypeError`` if an import does not get a table, a mapping and a catalog."""
    instance(table, CellTable, "the table", "rp.tables.read_table(...)")
    instance(mapping, ParsedDocument, "the mapping", "rp.tables.read_mapping(...)")
    a_catalog(catalog)


def mapped_skills(matrix: Matrix, reader: CellReader) -> list[MappedDescriptor]:
    """The skills of a matrix with their descriptors; two skills that are mapped to the same one are reported."""
    found: list[MappedDescriptor] = []
    seen: dict[tuple[str, object], str] = {}
    for skill in matrix.skills:
        mapped = reader.mapped(skill)
        if mapped is None:
            continue
        slot = (mapped.descriptor, skill.entry.for_)
        if slot in seen:
            message = f'"{shown(skill.entry.name)}" and "{shown(seen[slot])}" are mapped to the same descriptor and key'
            matrix.findings.add((*skill.pointer, "descriptor"), "RP514", message, "choose another for one of them")
            continue
        seen[slot] = skill.entry.name
        found.append(mapped)
    return found


def identifier(text: str) -> str:
    """A name or a number as an id: lower-case letters and digits, words joined by hyphens.

    >>> identifier("E-1042"), identifier("Account manager (EMEA)")
    ('e-1042', 'account-manager-emea')
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


# --- people ------------------------------------------------------------------------------------------------


def people_from_table(
    table: CellTable, mapping: ParsedDocument, catalog: CatalogData, folder: Path | None = None
) -> TableImport:
    """A file for each person of a matrix.

    Nothing but the id and the mapped skills enters a file. An id that looks like a name is an error, and so is a
    mapped column that is named after a protected attribute.

    Args:
        table: The matrix.
        mapping: The mapping of its headers and words, from :func:`read_mapping`.
        catalog: The catalog of the mapping's descriptors.
        folder: The folder of the people, whose files are merged with the table; it need not exist.
    """
    check_arguments(table, mapping, catalog)
    if folder is not None:
        a_path(folder)
    findings = MatrixProblems(table, mapping)
    people = _People(read_matrix(findings, mapping.model), mapping.model, catalog, Path(folder) if folder else None)
    files = people.files()
    if findings.failed:
        return TableImport(problems=findings.problems())
    return TableImport(files=files, problems=findings.problems(), changes=tuple(people.changes))


@frozen(eq=False)
class _People:
    """Builds the files of the people of a matrix."""

    matrix: Matrix
    mapping: TableMapping
    catalog: CatalogData
    folder: Path | None
    changes: list[EntryChange] = field(factory=list)

    def files(self) -> dict[str, str]:
        reader = CellReader(self.matrix, self.catalog)
        keys: dict[Pointer, str] = {}
        skills: dict[Pointer, MappedDescriptor] = {}
        for one in mapped_skills(self.matrix, reader):
            if (key := self._key(one)) is not None:
                skills[one.skill.pointer], keys[one.skill.pointer] = one, key
        statements = Statements(self.matrix)
        evidence = RowEvidence(self.matrix, statements, self.catalog)
        self._no_names()
        files: dict[str, str] = {}
        for person_id, subject in subject_ids(self.matrix, self.matrix.subjects, "person"):
            stated: list[tuple[MappedDescriptor, Cell, Value]] = statements.of(subject, skills, reader.value)
            facts = [
                (cell, self._fact(one, keys[one.skill.pointer], value, evidence.of(cell)))
                for one, cell, value in stated
            ]
            if person_id and not self.matrix.findings.failed:
                text = self._person(person_id, facts)
                name = f"{person_id}.yaml"
                if self.folder is not None and os.path.lexists(self.folder / name):
                    files.update(self._merged(self.folder / name, [fact for _, fact in facts]))
                else:
                    files[name] = text
        return files

    def _merged(self, path: Path, facts: Sequence[Fact]) -> dict[str, str]:
        """The file of a person that is there already, by its name, if the facts change it."""
        shown_name = printable(path.as_posix())
        document = read(File(path, shown_name, path.name), DEFAULT_LIMITS, ("person",))
        if document.model is None or document.failed:
            self.matrix.findings.keep(document.located())
            return {}
        tree = merged_person(document, facts, self.catalog)
        data = with_content(document.data, tree, shown_name)
        try:
            person_from_bytes(data, shown_name, self.catalog, report_unknown=True)
        except PersonError as error:
            self.matrix.findings.keep(error.problems)
            return {}
        self.changes.extend(changes_in(shown_name, document.tree, freeze(tree)))
        return {path.name: data.decode()} if data != document.data else {}

    def _key(self, mapped: MappedDescriptor) -> str | None:
        """The key that a skill is mapped to, ``""`` for none; ``None`` where the mapping is wrong."""
        vocabulary = self.catalog.keys_of(mapped.model)
        shares = mapped.skill.entry.for_.shares if mapped.skill.entry.for_ else ()
        place = (*mapped.skill.pointer, "for")
        if vocabulary is None:
            if not shares:
                return ""
            self.matrix.findings.add(place, "RP324", f"{mapped.model.id} has no keys", "leave for: out")
        elif len(shares) != 1 or shares[0][1] != FULL or shares[0][0] not in vocabulary:
            message = f"{mapped.model.id} of a person needs one key of {vocabulary.id}"
            hint = f"write, for example, for: {vocabulary.term_ids[0]}"
            allowed = vocabulary.term_ids if len(vocabulary.term_ids) <= 12 else ()  # noqa: PLR2004 - to read, not to search
            self.matrix.findings.add(place, "RP324", message, hint, allowed=allowed)
        else:
            return shares[0][0]
        return None

    def _fact(self, mapped: MappedDescriptor, key: str, value: Value, proof: Evidence | None) -> Fact:
        model = current(self.catalog, mapped.model)
        return Fact(f"{model.pack}:{model.id}", value, key, proof)

    def _person(self, person_id: str, facts: list[tuple[Cell, Fact]]) -> str:
        person, wrong = build_person(self.catalog, Statement.of(person_id, (fact for _, fact in facts)))
        for finding in wrong:
            if "evidence" in finding.pointer:
                self.matrix.findings.add(
                    ("evidence",), finding.code, finding.message, finding.hint, allowed=finding.allowed
                )
            elif len(finding.pointer) > 1 and isinstance(finding.pointer[1], int):
                cell = facts[finding.pointer[1]][0]
                self.matrix.findings.add(cell, finding.code, finding.message, finding.hint, allowed=finding.allowed)
        return person_yaml(person) if person is not None else ""

    def _no_names(self) -> None:
        """Report ids that look like names of people, or stand below a header such as "Full name"."""
        matrix, findings = self.matrix, self.matrix.findings
        if matrix.by_rows:
            header = matrix.table.at(self.mapping.header_row, matrix.name_column)
            if is_name_header(header.text) or is_protected(header.text):
                message = f'"{shown(header.text)}" is a header for names of people, but an id must not be a name'
                findings.add(header, "RP510", message, f"{_OPAQUE}, and name its column under row_names:")
                return
        cells = [subject.cell for subject in matrix.subjects if subject.cell.text]
        named = [cell for cell in cells if _looks_like_a_name(cell.text)]
        if named:
            more = f"(and {len(named) - 1} more)" if len(named) > 1 else ""
            message = f'"{shown(named[0].text)}" looks like the name of a person{more}'
            findings.add(named[0], "RP510", message, _OPAQUE)
        elif cells and not any(character.isdigit() for cell in cells for character in cell.text):
            message = "no id of this column has a digit; if these are names, give each person a number instead"
            findings.add(cells[0], "RP510", message, warns=True)


_OPAQUE = "give each person an id such as c-17"


def _looks_like_a_name(text: str) -> bool:
    """Two or more words of letters alone, or an address."""
    words = [word for word in re.split(r"[\s,.]+", text) if word]
    return "@" in text or (
        len(words) > 1 and all(re.sub(r"['\N{RIGHT SINGLE QUOTATION MARK}-]", "", word).isalpha() for word in words)
    )


def subject_ids(matrix: Matrix, subjects: Iterable[MatrixSubject], noun: str) -> list[tuple[str, MatrixSubject]]:
    """People, roles or grades of a matrix, each with its id; ``""`` where none can be made, which is reported."""
    found: list[tuple[str, MatrixSubject]] = []
    firsts: dict[str, Cell] = {}
    for subject in subjects:
        name = identifier(subject.cell.text)
        if subject.cell.text and (not name or len(name) > _LONGEST_ID):
            message = f'cannot derive an id from "{shown(subject.cell.text)}"'
            hint = f"write at most {_LONGEST_ID} letters and digits, such as c-17"
            matrix.findings.add(subject.cell, "RP206", message, hint)
            name = ""
        elif name in firsts:
            first = firsts[name]
            same = "" if same_text(first.text) == same_text(subject.cell.text) else f', as "{shown(first.text)}"'
            message = f'the {noun} "{name}" occurs twice; the other is in {matrix.table.where(first)}{same}'
            matrix.findings.add(subject.cell, "RP509", message, "keep one of the two")
        elif name:
            firsts[name] = subject.cell
        found.append((name, subject))
    return found
