"""``build``: packs as one JSON file, which is loaded without YAML."""

from __future__ import annotations

from pathlib import Path

import click

from roleprofile.cli.app import day_option, report, talk
from roleprofile.cli.dry_run import dry_run_option
from roleprofile.cli.files import write_whole
from roleprofile.cli.group import CLEAN, FINDINGS, UNUSABLE, app
from roleprofile.errors import LoadError
from roleprofile.loading.built import built, digest_of, is_built
from roleprofile.loading.load import checked, finished, read_packs
from roleprofile.model.values import number_of
from roleprofile.rules.selection import EVERYTHING, Choice


@app.command()
@click.argument("packs", nargs=-1, required=True, metavar="PACK...")
@click.option("-o", "--output", required=True, metavar="FILE", help="The file to write. Its name ends in .json.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option(
    "--require",
    type=click.Choice(["approved"]),
    help="Build nothing unless each role, transition and development option is approved as it is.",
)
@dry_run_option
@day_option
def build(packs: tuple[str, ...], output: str, require: str | None, as_of: str, *, force: bool) -> int:
    """Write packs and the packs they require as one JSON file.

    The file holds the checked catalog with its digest. It loads without YAML, by rp.load("FILE") or --pack FILE. The
    same packs always give the same bytes. If a pack has an error, nothing is written and the exit code is 1. With
    --as-of, approvals count that were given by the day, and rules that are not in force on it need none; the file has
    all rules.
    """
    path = Path(output)
    if path.suffix != ".json":
        message = f"the name {output} does not end in .json; a built pack needs this ending"
        raise click.UsageError(message)
    if again := [pack for pack in packs if is_built(pack)]:
        message = f"{again[0]} is already a built pack; give the folders of packs"
        raise click.UsageError(message)
    try:
        gathered = read_packs([Path(pack) for pack in packs])
        catalog = checked(gathered)
        choice = Choice(day=as_of, approved=bool(require))
        problems = (catalog if choice == EVERYTHING else finished(gathered, "raise", choice)[0]).problems
        text = built(gathered)
    except LoadError as error:
        report(error.problems)
        given = {pack.rstrip("/") for pack in packs}
        unread = any(p.code in ("RP101", "RP102", "RP103") and p.path.rstrip("/") in given for p in error.problems)
        return UNUSABLE if unread else FINDINGS
    report(problems)
    write_whole(path, text, force=force)
    versions = ", ".join(f"{name} {pack.version}" for name, pack in catalog.packs.items())
    click.echo(digest_of(text))
    talk(f"{output}: {versions}; {number_of(len(catalog.stated_roles), 'role')}, {len(text.encode()):,} bytes")
    return CLEAN
