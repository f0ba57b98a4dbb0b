"""``where``, ``rename`` and ``stats``: the places that name entries, and numbers about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from attrs import asdict

from roleprofile.cli.app import Rules, pack_option, print_blocks, print_document, rules_options, talk
from roleprofile.cli.dry_run import dry_run_option, is_dry_run
from roleprofile.cli.files import write_all
from roleprofile.cli.group import app
from roleprofile.cli.new import checked_id
from roleprofile.loading.load import checked, read_packs
from roleprofile.model.catalog import CatalogData, short
from roleprofile.model.kinds import sections
from roleprofile.model.values import number_of
from roleprofile.presentation.blocks import Block, Grid, Heading, Row, Verbatim, section
from roleprofile.presentation.blocks import sections as blocks_of
from roleprofile.presentation.renderers.text import Line
from roleprofile.presentation.result_json import json_of
from roleprofile.quality.renaming import renamed
from roleprofile.quality.statistics import Statistics, statistics
from roleprofile.quality.uses import NAMED, Use, sections_of, uses

of_option = click.option(
    "--of", "section", type=click.Choice(NAMED), help="The kind of the entry, if several have its id."
)


@app.command()
@click.argument("name", metavar="ID")
@of_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@rules_options
def where(name: str, section: str | None, form: str, rules: Rules) -> None:
    """Show the files and lines that name a role, a descriptor, a scale or another entry.

    The first line is its definition. Each line has the place, the document, and the part of the document.
    """
    catalog = rules.catalog()
    found = [use for one, full in _entries(catalog, name, section) for use in uses(catalog, one, full)]
    if form == "json":
        print_document(json_of([_data(use) for use in found]))
        return
    print_blocks(Verbatim(_lines(found)))


def _entries(catalog: CatalogData, name: str, section: str | None) -> list[tuple[str, str]]:
    found = sections_of(catalog, name)
    if section is None:
        return found
    chosen = [one for one in found if one[0] == section]
    if not chosen:
        message = f"{name} is no {sections()[section].noun}, but a {sections()[found[0][0]].noun}"
        raise click.UsageError(message)
    return chosen


def _data(use: Use) -> dict[str, object]:
    line, column = use.position
    document = use.file.document
    return {
        "file": use.file.path,
        "line": line,
        "column": column,
        "kind": use.kind,
        "id": document.id,
        "pointer": list(use.pointer),
        "definition": use.is_definition,
    }


def _lines(found: Iterable[Use]) -> Iterator[Line]:
    for use in found:
        line, column = use.position
        document = use.file.document
        what = "definition" if use.is_definition else f"{use.kind} {document.id}: {use.pointer[0]}"
        yield ((f"{use.file.path}:{line}:{column}", ""), (f"  {what}", "faint"))


@app.command()
@click.argument("packs", nargs=-1, metavar="[PACK]...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def stats(packs: tuple[str, ...], form: str) -> None:
    """Show numbers about packs: unused descriptors, weights of roles, missing texts.

    Weights are those of each role without its variants.
    """
    catalog = Rules(packs).catalog()
    given = [name for name, origin in catalog.origins.items() if not packs or origin.how == "given"]
    found = statistics(catalog, given)
    if form == "json":
        print_document(json_of(asdict(found)))
        return
    print_blocks(_statistics(found))


def _statistics(found: Statistics) -> list[Block]:
    rows = [
        Row((short(one.role), str(one.requirements), str(one.minimums), str(one.weight), f"{one.heaviest} {one.most}"))
        for one in found.roles
    ]
    heads = ("", "requirements", "minimums", "weight", "heaviest")
    lacking = [
        f"{pack}, {language}: {number}" for pack, some in found.open_texts.items() for language, number in some.items()
    ]
    return blocks_of(
        section("Descriptors in no role", found.unused),
        section("Descriptors in one role", [f"{full} ({role})" for full, role in found.in_one_role.items()]),
        [Heading("Roles"), Grid(rows, heads, numbers=(1, 2, 3))] if rows else None,
        section("Texts that lack a language", lacking),
    )


@app.command()
@click.argument("name", metavar="ID")
@click.argument("new", callback=checked_id, metavar="NEW")
@of_option
@click.option("--deprecate", is_flag=True, help="Keep a descriptor with the old id, deprecated and replaced by NEW.")
@dry_run_option
@pack_option
def rename(name: str, new: str, section: str | None, packs: tuple[str, ...], *, deprecate: bool) -> None:
    """Rename an entry in every file of the packs given with --pack.

    Comments and everything else stay as they are. An entry of a role whose id names a descriptor keeps its id, and gets
    `descriptor: NEW`. A file that has the name of the entry is renamed. An approval of a rule that names the entry no
    longer holds, because the rule says something else.
    """
    if not packs:
        raise click.UsageError("give the pack to change with --pack")
    gathered = read_packs([Path(path) for path in packs])
    catalog = checked(gathered)
    entries = _entries(catalog, name, section)
    if len(entries) > 1:
        nouns = " and a ".join(sections()[one].noun for one, _ in entries)
        message = f"{name} is a {nouns}; say which with --of {entries[0][0]}"
        raise click.UsageError(message)
    one, full = entries[0]
    result = renamed(gathered, one, full, new, deprecate=deprecate)
    if is_dry_run():
        print_blocks(Verbatim(_lines(result.uses)))
    else:
        write_all(result.written, force=True, removed=result.removed)
    places, files = number_of(result.places, "place"), number_of(len(result.written), "file")
    talk(f"{full} {'would be' if is_dry_run() else 'is'} {new} in {places} of {files}.")
