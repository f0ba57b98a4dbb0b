"""The commands ``texts export`` and ``texts import``: the texts of packs for translators, and back."""

from __future__ import annotations

from pathlib import Path

import click

import roleprofile as rp
from roleprofile.cli.app import printable, report, talk
from roleprofile.cli.dry_run import dry_run_option, tell_of
from roleprofile.cli.files import write_all
from roleprofile.cli.group import CLEAN, FINDINGS, app
from roleprofile.cli.tables import table_of
from roleprofile.model.values import number_of
from roleprofile.tables.text_tables import TEXT_SHEET


@app.group()
def texts() -> None:
    """Write the texts of packs as a table for translators, and read translations back."""


@texts.command(name="export")
@click.argument("packs", nargs=-1, required=True, metavar="PACK...")
@click.option("--lang", "language", required=True, metavar="CODE", help="The language to translate to, such as fil.")
@click.option("--since", metavar="FILE", help="The table of an earlier export, to mark texts that changed since.")
@click.option("-o", "--output", required=True, metavar="FILE.xlsx|.csv", help="The file to write.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
def export_texts(packs: tuple[str, ...], language: str, since: str | None, output: str, *, force: bool) -> None:
    """Write each text of packs with its translation as a row.

    A row has the file, the place, the text in the first language of the pack, the translation and its state: missing,
    done or, with --since, changed: the text differs from that of the earlier table, and the translation does not.
    """
    suffix = Path(output).suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        message = f"the name {output} does not end in .xlsx or .csv"
        raise click.UsageError(message)
    earlier = None if since is None else table_of(since, sheet=TEXT_SHEET)
    rows = rp.tables.text_rows(*map(Path, packs), language=language, since=earlier)
    write_all({Path(output): rows.to_xlsx() if suffix == ".xlsx" else rows.to_csv()}, force=force)
    states = [row["state"] for row in rows.rows]
    counts = ", ".join(f"{states.count(state)} {state}" for state in ("missing", "changed", "done") if state in states)
    talk(f"Wrote {number_of(len(rows.rows), 'text')} to {output}: {counts}.")


@texts.command(name="import")
@click.argument("file", metavar="FILE")
@click.argument("packs", nargs=-1, required=True, metavar="PACK...")
@dry_run_option
def import_texts(file: str, packs: tuple[str, ...]) -> int:
    """Write the translations of a table from `texts export` into the files of packs.

    Comments and everything else stay. An empty cell changes nothing. A translation is left out with a warning if the
    text that it was made from has changed in the pack since. If there is an error, nothing is written.
    """
    found = rp.tables.texts_from_table(table_of(file, sheet=TEXT_SHEET), *map(Path, packs))
    for change in found.changes:
        click.echo(printable(str(change)))
    report(found.problems)
    if found.failed:
        talk("Nothing was written.")
        return FINDINGS
    if found.files:
        write_all(found.files, force=True)
    tell_of(found.files)
    return CLEAN
