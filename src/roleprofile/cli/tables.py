"""The commands ``import table``, ``export table`` and ``new mapping``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import click

import roleprofile as rp
from roleprofile.cli.app import STDIN, Rules, input_bytes, pack_option, printable, report, talk
from roleprofile.cli.dry_run import dry_run_option, is_dry_run, tell_of
from roleprofile.cli.files import write_all, write_whole
from roleprofile.cli.group import CLEAN, FINDINGS, app
from roleprofile.cli.imports import import_
from roleprofile.cli.new import new
from roleprofile.errors import LoadError
from roleprofile.loading.document import ParsedDocument
from roleprofile.loading.files import read_bytes
from roleprofile.loading.load import load_changed
from roleprofile.loading.packs import folders_in
from roleprofile.model.values import number_of
from roleprofile.tables.cells import ROWS, TABLE_BYTES, CellTable, rows_not_read
from roleprofile.tables.people_tables import TableImport, identifier
from roleprofile.tables.requirement_rows import SHEET
from roleprofile.tables.role_changes import patch_text
from roleprofile.tables.table_changes import Comparison


def compared(table: CellTable, pack: Path, output: str | None, packs: Sequence[str], *, force: bool) -> int:
    """Show the changes of an edited table to a pack, and write them if ``output`` is given; returns the exit code."""
    found = rp.tables.compare_table(table, pack, packs)
    _show_changes(found)
    if output is not None and found.failed:
        talk("Nothing was written.")
    elif output is not None and found.patches:
        files = _patch_files(found.patches, Path(output))
        inside = [
            role for role, path in zip(found.patches, files, strict=True) if role in found.own and _lies_in(path, pack)
        ]
        if inside:
            message = f"a patch is for roles of other packs, and {inside[0]} is a role of this one; use --apply, "
            raise click.UsageError(message + "which changes its file, or give a file outside the pack")
        write_all(files, force=force)
        talk(f"Wrote {output}.")
    return FINDINGS if found.changes or found.failed else CLEAN


def _show_changes(found: Comparison) -> None:
    for change in found.changes:
        click.echo(printable(str(change)))
    report(found.problems)
    roles = len({change.role for change in found.changes})
    talk(f"{number_of(len(found.changes), 'change')} in {number_of(roles, 'role')}." if roles else "No changes.")


def applied(table: CellTable, pack: Path, output: str | None, packs: Sequence[str], *, force: bool) -> int:
    """Write the changes of an edited table into the files of a pack; returns the exit code.

    The changes to roles of other packs become patches in the pack.
    """
    found = rp.tables.compare_table(table, pack, packs)
    patches = {role: patch for role, patch in found.patches.items() if role not in found.own}
    files = _new_content({**found.files, **_patches_in(pack, patches, output)})
    if not (files or found.failed):
        report(found.problems)
        talk("No changes.")
        return CLEAN
    _show_changes(found)
    outdated = any(problem.code == "RP517" for problem in found.problems) and not force
    if found.failed or outdated:
        talk("Nothing was written." + (" Export the table again, or use --force." if outdated else ""))
        return FINDINGS
    replaced = [path for path in files if path not in found.files and path.exists()]
    if replaced and not force:
        message = f"{replaced[0]} already exists; give another name, or --force"
        raise click.UsageError(message)
    return _write_checked(files, [pack, *packs])


def _write_checked(files: Mapping[Path, bytes], packs: Sequence[str | Path]) -> int:
    """Write files of packs if the packs have no error with them; returns the exit code."""
    try:
        load_changed(packs, files)
    except LoadError as error:
        report(error.problems)
        talk("Nothing was written.")
        return FINDINGS
    write_all(files, force=True)
    tell_of(files)
    return CLEAN


def _patches_in(pack: Path, patches: Mapping[str, Mapping[str, Any]], output: str | None) -> dict[Path, bytes]:
    """The files of the patches, which lie in the pack."""
    if not patches:
        return {}
    role = next(iter(patches))
    if output is None or not _lies_in(Path(output), pack):
        message = f"{role} is a role of another pack, which a patch in your pack can change; "
        raise click.UsageError(
            f"{message}name its file with -o {(pack / 'patches' / f'{role}-changes.yaml').as_posix()}"
        )
    return {path: text.encode() for path, text in _patch_files(patches, Path(output)).items()}


def _lies_in(path: Path, pack: Path) -> bool:
    return any(path.resolve().is_relative_to(Path(str(root)).resolve()) for root in folders_in(pack))


def _new_content(files: Mapping[Path, bytes]) -> dict[Path, bytes]:
    """The files whose content is new."""
    return {path: data for path, data in files.items() if not (path.exists() and read_bytes(path) == data)}


def _patch_files(patches: Mapping[str, Mapping[str, Any]], output: Path) -> dict[Path, str]:
    """The patches by path: one file if ``output`` is a YAML file, else a file for each role in the folder."""
    names = {Path(output, f"{role}-changes.yaml"): role for role in patches}
    if output.suffix in (".yaml", ".yml"):
        if len(patches) > 1:
            message = f"{len(patches)} roles change, but a file holds the changes of one role; give a folder"
            raise click.UsageError(message)
        names = {output: next(iter(patches))}
    return {path: patch_text(identifier(path.stem), patches[role]) for path, role in names.items()}


@app.group()
def export() -> None:
    """Write the content of packs for other programs."""


@export.command(name="table")
@click.argument("sources", nargs=-1, metavar="[PACK|ROLE]...")
@click.option(
    "--of",
    type=click.Choice(["requirements", "descriptors", "anchors"]),
    default="requirements",
    show_default=True,
    help="The content of the table.",
)
@click.option("-o", "--output", required=True, metavar="FILE.xlsx|.csv", help="The file to write.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@pack_option
def export_table(
    sources: tuple[str, ...],
    of: str,
    output: str,
    force: bool,  # noqa: FBT001 - a flag of the command line
    packs: tuple[str, ...],
) -> None:
    """Write the requirements of roles, or descriptors or their anchors, as a table with one row for each.

    PACK is the folder of a pack. ROLE is the id of a role in --pack, or else in the shipped packs (default: all roles).
    After editing requirements, `roleprofile import table FILE --compare PACK` shows the changes.
    """
    suffix = Path(output).suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        message = f"the name {output} does not end in .xlsx or .csv"
        raise click.UsageError(message)
    folders = [Path(one) for one in sources if Path(one).is_dir()]
    roles = [one for one in sources if Path(one) not in folders]
    paths = [*folders, *map(Path, packs)]
    if folders and roles:
        message = f"give either folders or ids of roles in --pack; {roles[0]} is not a folder"
        raise click.UsageError(message)
    if roles and of != "requirements":
        message = f"{roles[0]} is not a folder; {of} are exported of packs"
        raise click.UsageError(message)
    rp.load(*paths)
    if of == "requirements":
        rows = rp.tables.requirement_rows(*paths, roles=roles)
    else:
        rows = (rp.tables.descriptor_rows if of == "descriptors" else rp.tables.anchor_rows)(*paths)
    write_all({Path(output): rows.to_xlsx() if suffix == ".xlsx" else rows.to_csv()}, force=force)
    talk(f"Wrote {number_of(len(rows.rows), 'row')} to {output}.")


def table_of(name: str, *, sheet: str = "", delimiter: str = "") -> CellTable:
    """Read a table from a file or from standard input, and report a detected delimiter."""
    data = input_bytes(name, TABLE_BYTES)
    path = "<stdin>" if name == STDIN else Path(name).as_posix()
    table = rp.tables.read_table(data, path, sheet=sheet, delimiter=delimiter)
    if table.delimiter and not delimiter:
        talk(f"Read {path} as CSV with {_SEPARATORS.get(table.delimiter, table.delimiter)} as separators.")
    return table


_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "pipes"}


@import_.command(name="table")
@click.argument("file", metavar="FILE")
@click.option("-m", "--mapping", metavar="MAPPING.yaml", help="The mapping: the meaning of the words in the table.")
@click.option(
    "--of",
    type=click.Choice(["descriptors"]),
    help="Import the skills of the table as descriptors of a pack (default: what the mapping says).",
)
@click.option("--sheet", default="", metavar="NAME", help="The sheet of a workbook, for --of without a mapping.")
@click.option("-o", "--output", metavar="PACK|PEOPLE", help="The folder to write to: a pack, or a folder of people.")
@click.option("--compare", metavar="PACK", help="Show the changes of an edited table from `export table` to this pack.")
@click.option("--apply", is_flag=True, help="Write the changes that --compare finds into the files of the pack.")
@dry_run_option
@click.option("--force", is_flag=True, help="Change existing files.")
@pack_option
def import_table(
    file: str,
    mapping: str | None,
    of: str | None,
    sheet: str,
    output: str | None,
    compare: str | None,
    packs: tuple[str, ...],
    *,
    apply: bool,
    force: bool,
) -> int:
    """Convert a skills matrix to people, to roles or to descriptors of a pack.

    FILE is an .xlsx or CSV file, or - for standard input. The mapping decides between people and roles, and
    `roleprofile new mapping FILE` drafts it from the headers. Unreadable cells are shown with sheet, row and column.
    If there is an error, nothing is written and the exit code is 1.

    A person or role that has a file already keeps what the table does not say. The command shows each change, and
    writes it with --force.

    With --of descriptors, each row of FILE is a skill, with columns such as Skill, Area, Description and the names of
    levels; with a mapping too, FILE is a matrix, and its skills with the descriptor "?" are imported.

    With --compare, FILE is an edited table from `roleprofile export table`. The command shows every cell that differs
    from the pack, and the exit code is 1 if there is one. With -o it writes the changes as a role-patch, or to a
    folder as one role-patch for each role. The pack itself does not change.

    With --compare and --apply the command writes the changes into the files of the pack. Comments and order stay. The
    changes to a role of a required pack become a role-patch in the pack, and -o names its file. Nothing is written if
    the pack would have an error.
    """
    if apply and compare is None:
        raise click.UsageError("--apply needs --compare")
    if compare is not None:
        _refuse_beside_compare(of, mapping, apply=apply)
        table = table_of(file, sheet=SHEET)
        if apply:
            return applied(table, Path(compare), output, packs, force=force)
        return compared(table, Path(compare), output, packs, force=force)
    if output is None or (mapping is None and of is None):
        missing = "-o" if mapping or of else "--mapping, which `roleprofile new mapping FILE` drafts"
        message = f"missing option {missing}"
        raise click.UsageError(message)
    said = None if mapping is None else rp.tables.read_mapping(Path(mapping))
    model = said.model if said else None
    table = table_of(file, sheet=sheet or (model.sheet if model else ""), delimiter=model.delimiter if model else "")
    if model and (unread := rows_not_read(table, model.header_row, model.grades_of.row if model.grades_of else 0)):
        talk(unread)
    return _written(_imported(table, said, Path(output), packs, of), output, force=force)


def _refuse_beside_compare(of: str | None, mapping: str | None, *, apply: bool) -> None:
    if of is not None:
        raise click.UsageError("--of and --compare exclude each other")
    if mapping is not None:
        raise click.UsageError("--mapping is for a skills matrix, but --compare is for a table of requirements")
    if is_dry_run() and not apply:
        raise click.UsageError("--compare alone changes no pack; --dry-run is for --apply")


def _written(found: TableImport, output: str, *, force: bool) -> int:
    """Write the files of an import, their changes listed first; returns the exit code."""
    report(found.problems)
    if found.failed:
        talk("Nothing was written.")
        return FINDINGS
    for change in found.changes:
        click.echo(printable(str(change)))
    files = {Path(output, name): text.encode() for name, text in sorted(found.files.items())}
    if files:
        # People look at the changes before they decide on --force.
        write_all(files, force=force or is_dry_run())
    tell_of(files, f" to {output}")
    return CLEAN


def _imported(
    table: CellTable, mapping: ParsedDocument | None, output: Path, packs: Sequence[str], of: str | None
) -> TableImport:
    if of is None and mapping is not None and mapping.model.of == "people":
        return rp.tables.people_from_table(table, mapping, Rules(tuple(packs)).catalog(), output)
    catalog = rp.load(output, *packs) if (output / "pack.yaml").exists() else Rules(tuple(packs)).catalog()
    if of is not None or mapping is None:
        return rp.tables.descriptors_from_table(table, catalog, output, packs, mapping=mapping)
    return rp.tables.roles_from_table(table, mapping, catalog, output, packs)


@new.command(name="mapping")
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", metavar="MAPPING.yaml", help="The file to write (default: standard output).")
@click.option(
    "--of",
    type=click.Choice(["people", "roles"]),
    help="The content of the table (default: roles if its columns or rows are named like grades, else people).",
)
@click.option(
    "--in",
    "each_in",
    type=click.Choice(["rows", "columns"]),
    help="Whether a person or role is a row or a column (default: detected).",
)
@click.option("--sheet", default="", metavar="NAME", help="The sheet to read, for a workbook with several.")
@click.option("--header-row", type=click.IntRange(1, ROWS), help="The row with the headers (default: detected).")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@pack_option
def new_mapping(
    file: str,
    output: str | None,
    of: Literal["people", "roles"] | None,
    each_in: Literal["rows", "columns"] | None,
    sheet: str,
    header_row: int | None,
    force: bool,  # noqa: FBT001 - a flag of the command line
    packs: tuple[str, ...],
) -> None:
    """Draft the mapping of a skills matrix.

    FILE is an .xlsx or CSV file, or - for standard input. The command compares the headers with the labels and aliases
    of the packs. Headers without a match are in the draft too, for you to fill in.
    """
    table = table_of(file, sheet=sheet)
    name = identifier(Path(output or table.path).stem) or "mapping"
    catalog = Rules(packs).catalog()
    text = rp.tables.draft_mapping(table, catalog, id=name, of=of, each_in=each_in, header_row=header_row)
    if output is None:
        click.echo(text, nl=False)
        return
    write_whole(Path(output), text, force=force)
    talk(f'Wrote {output}. Review it, replace each "?", and then import the table with it.')
