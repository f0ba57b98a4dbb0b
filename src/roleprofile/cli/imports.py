"""The command group ``import``; :mod:`roleprofile.cli.tables` adds the command for tables."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

import roleprofile as rp
from roleprofile.cli.app import STDIN, Rules, input_bytes, pack_option, print_blocks, print_document, problems_of, talk
from roleprofile.cli.files import write_whole
from roleprofile.cli.group import app
from roleprofile.jsonresume import Imported
from roleprofile.jsonresume.parser import READ
from roleprofile.model.days import is_date, last_day
from roleprofile.presentation.blocks import Heading, Items, Paragraph

#: The largest resume that is read from standard input, in bytes.
_MOST = 1024 * 1024


@app.group(name="import")
def import_() -> None:
    """Read people and roles from other formats."""


@import_.command()
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", metavar="PERSON.yaml", help="The file to write (default: standard output).")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("--id", "person_id", metavar="ID", help="An opaque id for the person, needed with -o; it names nobody.")
@click.option(
    "--level",
    "levels",
    multiple=True,
    metavar="TEXT=LEVEL",
    help="The meaning of a level in the resume, such as 'Master=expert'.",
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="TEXT=ID",
    help="The meaning of another text in the resume: the id of a descriptor, a role or a term.",
)
@click.option(
    "--unrated",
    metavar="LEVEL",
    help="The level of skills and languages without one (default: they do not count).",
)
@click.option(
    "--reject",
    multiple=True,
    metavar="NAME",
    help="A text of the resume that is not to be matched.",
)
@click.option(
    "--as-of",
    metavar="DAY|MONTH",
    help="The day or month up to which jobs and studies count, such as 2026-06-30 or 2026-06 (default: this month). "
    "Rules of the packs are those in force on that day, or on the last one of the month.",
)
@pack_option
def jsonresume(
    file: str,
    output: str | None,
    force: bool,  # noqa: FBT001 - a flag of the command line
    person_id: str | None,
    levels: tuple[str, ...],
    names: tuple[str, ...],
    unrated: str | None,
    reject: tuple[str, ...],
    as_of: str | None,
    packs: tuple[str, ...],
) -> None:
    """Convert a JSON Resume to a person's file.

    FILE is a JSON Resume, or - for standard input. Texts match names and aliases of the packs only as a whole. All
    matches and all texts without a match are listed on standard error. The person's file never contains names,
    addresses, pictures or dates of birth.
    """
    if output and person_id is None:
        message = "give the person an id, such as --id c-17; the file's name may name somebody, and an id must not"
        raise click.UsageError(message)
    resume = input_bytes(file, _MOST) if file == STDIN else Path(file)
    # The library reads no clock. The command does, because a new resume means today, and it prints the month.
    day = last_day(as_of) if as_of and is_date(as_of) else ""
    as_of = as_of or datetime.datetime.now(tz=datetime.UTC).strftime("%Y-%m")
    catalog = Rules(packs, day).catalog()
    with problems_of(file):
        imported = rp.jsonresume.from_jsonresume(
            resume,
            catalog,
            id=person_id or "imported",
            levels=_pairs(levels),
            names=_pairs(names),
            as_of=as_of,
            unrated=unrated,
            reject=reject,
        )
    text = rp.formatting.person_yaml(imported.person)
    if output:
        write_whole(Path(output), text, force=force)
    else:
        print_document(text)
    talk(f"Counted up to {as_of} (--as-of).")
    _account(imported)
    if output:
        talk(f"Wrote {output}.")


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for pair in given:
        # A text may contain an equals sign, but an id never does.
        text, sign, value = pair.rpartition("=")
        if not sign or not text.strip() or not value.strip():
            message = f"{pair!r} is not of the form TEXT=ID"
            raise click.UsageError(message)
        pairs[text] = f"{pairs[text]},{value.strip()}" if text in pairs else value.strip()
    return pairs


def _account(imported: Imported) -> None:
    for title, entries in (
        (f"Matched: {len(imported.matched)}", imported.matched),
        (f"Not matched: {len(imported.unmatched)}", imported.unmatched),
    ):
        print_blocks(Heading(title), Items(map(str, entries)), err=True)
    unread = ", ".join(f"{section} ({number})" for section, number in imported.unread.items())
    said = [f"Not read: {unread}"] if unread else []
    if not imported.matched and not imported.unmatched:
        # Where nothing else is said, the reader has to know where the entries should be.
        said.append(f"Nothing counts, because only these sections are read: {', '.join(READ)}.")
    if said:
        print_blocks(Paragraph(". ".join(said), "part", hang=4), err=True)
    if imported.unused:
        print_blocks(Paragraph(f"Options not used: {', '.join(imported.unused)}", "part", hang=4), err=True)
