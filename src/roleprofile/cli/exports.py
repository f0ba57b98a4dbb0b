"""``export table``, and what an edited table changes in the pack that it was exported from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import roleprofile as rp
from roleprofile.cli.app import CLEAN, FINDINGS, app, pack_option, printable, say, talk
from roleprofile.cli.files import write_all
from roleprofile.presentation import problem_lines, summary
from roleprofile.tables.role_changes import patch_text
from roleprofile.tables.tables import identifier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from roleprofile.errors import Problem
    from roleprofile.tables.cells import Table


def show(problems: Sequence[Problem]) -> None:
    """Every problem, and how many there are, to standard error."""
    for problem in problems:
        say(problem_lines(problem), err=True)
    if problems:
        talk(summary(problems))


def compared(table: Table, pack: Path, output: str | None, packs: Sequence[str], *, force: bool) -> int:
    """Show what an edited table changes in a pack, and write the changes where a file is named."""
    found = rp.tables.compare_table(table, pack, packs)
    for change in found.changes:
        click.echo(printable(str(change)))
    show(found.problems)
    roles = len({change.role for change in found.changes})
    talk(f"{counted(len(found.changes), 'change')} in {counted(roles, 'role')}." if roles else "No changes.")
    if output is not None and found.failed:
        talk("Nothing was written.")
    elif output is not None and found.patches:
        write_all(_patch_files(found.patches, Path(output)), force=force)
        talk(f"Wrote {output}.")
    return FINDINGS if found.changes or found.failed else CLEAN


def counted(number: int, noun: str) -> str:
    """A number of things in words."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _patch_files(patches: Mapping[str, Mapping[str, Any]], output: Path) -> dict[Path, str | bytes]:
    """One file, where one is named, for one role; else a file a role in a folder."""
    names = {Path(output, f"{role}-changes.yaml"): role for role in patches}
    if output.suffix in (".yaml", ".yml"):
        if len(patches) > 1:
            message = f"{len(patches)} roles change, and a file holds one: name a folder"
            raise click.UsageError(message)
        names = {output: next(iter(patches))}
    return {path: patch_text(identifier(path.stem), patches[role]) for path, role in names.items()}


@app.group()
def export() -> None:
    """Write what is in packs for other programs."""


@export.command(name="table")
@click.argument("sources", nargs=-1, metavar="[PACK|ROLE]...")
@click.option("-o", "--output", required=True, metavar="FILE.xlsx|.csv", help="The file to write.")
@click.option("--force", is_flag=True, help="Replace the file if it is there already.")
@pack_option
def export_table(
    sources: tuple[str, ...],
    output: str,
    force: bool,  # noqa: FBT001 - a flag of the command line
    packs: tuple[str, ...],
) -> None:
    """Write the requirements of roles as a table to edit: one row a requirement.

    PACK is a pack's folder, ROLE the id of a role in --pack, or in the shipped packs; nothing means all of these.
    `roleprofile import table FILE --compare PACK` shows what was edited.
    """
    suffix = Path(output).suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        message = f"{output}: a table is a file that ends in .xlsx or .csv"
        raise click.UsageError(message)
    folders = [Path(one) for one in sources if Path(one).is_dir()]
    roles = [one for one in sources if Path(one) not in folders]
    paths = [*folders, *map(Path, packs)]
    if folders and roles:
        message = f"give folders, or the ids of roles (in --pack): {roles[0]} is no folder"
        raise click.UsageError(message)
    rp.load(*paths)
    rows = rp.tables.requirement_rows(*paths, roles=roles)
    write_all({Path(output): rows.to_xlsx() if suffix == ".xlsx" else rows.to_csv()}, force=force)
    talk(f"Wrote {counted(len(rows.rows), 'row')} to {output}.")
