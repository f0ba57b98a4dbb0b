"""``build``: packs as one JSON file, which is loaded without YAML."""

from __future__ import annotations

from pathlib import Path

import click

import roleprofile as rp
from roleprofile.cli.app import CLEAN, FINDINGS, UNUSABLE, app, report, talk
from roleprofile.cli.files import write_whole
from roleprofile.errors import LoadError
from roleprofile.loading.built import built, digest_of, is_built
from roleprofile.model.values import number_of


@app.command()
@click.argument("packs", nargs=-1, required=True, metavar="PACK...")
@click.option("-o", "--output", required=True, metavar="FILE", help="The file to write; its name ends in .json.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
def build(packs: tuple[str, ...], output: str, force: bool) -> int:  # noqa: FBT001 - a flag of the command line
    """Write packs, and what they require, as one JSON file for production.

    The file holds the checked catalog with its digest, and loads without YAML: rp.load("FILE"), --pack FILE. The same
    packs always give the same bytes. Packs with errors are not built: exit code 1, and nothing is written.
    """
    path = Path(output)
    if path.suffix != ".json":
        message = f"{output} does not end in .json, by which a built pack is told from a folder"
        raise click.UsageError(message)
    if again := [pack for pack in packs if is_built(pack)]:
        message = f"{again[0]} is built already; give the folders of packs"
        raise click.UsageError(message)
    try:
        catalog = rp.load(*packs)
        text = built(catalog)
    except LoadError as error:
        report(error.problems)
        given = {pack.rstrip("/") for pack in packs}
        unread = any(p.code in ("RP101", "RP102", "RP103") and p.path.rstrip("/") in given for p in error.problems)
        return UNUSABLE if unread else FINDINGS
    if catalog.problems:
        report(catalog.problems)
    write_whole(path, text, force=force)
    versions = ", ".join(f"{name} {pack.version}" for name, pack in catalog.packs.items())
    click.echo(digest_of(text))
    talk(f"{output}: {versions}; {number_of(len(catalog.roles), 'role')}, {len(text.encode()):,} bytes")
    return CLEAN
