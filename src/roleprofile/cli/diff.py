"""``diff``: the changed rules between two states of packs, and the changed scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from attrs import evolve

import roleprofile as rp
from roleprofile.api import Catalog
from roleprofile.cli.app import FORMS, day_option, print_blocks, print_document, printable, show
from roleprofile.cli.group import CLEAN, FINDINGS, app
from roleprofile.cli.score import people_files
from roleprofile.cli.sides import revision, two_sides
from roleprofile.cli.situations import pairs_of
from roleprofile.model.person import Person
from roleprofile.presentation.difference import counts, difference_tables
from roleprofile.presentation.renderers.markdown import render
from roleprofile.quality.diff.difference import Difference
from roleprofile.quality.diff.rule_places import with_places


@app.command()
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@click.argument("path", required=False, metavar="[PATH]")
@click.option("--git", is_flag=True, help="A and B are git revisions of PATH (default: the working folder).")
@click.option(
    "--people", multiple=True, metavar="PATH", help="A person's file, or a folder of such files, to score as well."
)
@click.option(
    "--context",
    "context",
    multiple=True,
    metavar="NAME=VALUE|ID",
    help="Only this situation: NAME=VALUE such as company-size=large, once for each dimension, or ids of situations.",
)
@click.option("--holders", is_flag=True, help="Score the typical holder of each role as well.")
@day_option
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMS, "md"]),
    default="text",
    show_default=True,
    help="The output format. md is for pull requests.",
)
def diff(
    old: str,
    new: str,
    path: str | None,
    people: tuple[str, ...],
    context: tuple[str, ...],
    as_of: str,
    form: str,
    *,
    git: bool,
    holders: bool,
) -> int:
    """Show changed rules and the scores that they change.

    A and B are two folders (a pack, or a folder of packs), two files of a pack, or two built packs. REV:PATH, such as
    main:our-pack, is a path in a git revision. With --git, A and B are revisions. The command scores the example
    people of the packs on both sides in each named situation, and shows the rules that cause each change. Exit code 1
    if there is a difference.
    """
    if git:
        old, new = (revision(name, path or ".") for name in (old, new))
    elif path is not None:
        raise click.UsageError("PATH is only for --git; without --git give A and B alone")
    with two_sides(old, new, as_of) as (before, after):
        found = rp.diff(
            before,
            after,
            people=_people(people, before, after),
            contexts=_contexts(context),
            holders=holders,
        )
        # The same objects stand in the parts of the movements; there nobody looks for their lines.
        found = evolve(found, changes=with_places(found.changes, before, after))
    _print(found, form)
    return FINDINGS if found else CLEAN


def _print(found: Difference, form: str) -> None:
    if form == "md":
        print_document(printable(render(difference_tables(found))))
    elif form != "text":
        show(found, form)
    else:
        if found:
            show(found, form)
            click.echo()
        print_blocks(counts(found))


def _contexts(given: Sequence[str]) -> list[Mapping[str, str] | str] | None:
    """The given situations, or one context; ``None`` for every situation of the packs."""
    if not given:
        return None
    return [pairs_of(given)] if any("=" in one for one in given) else list(given)


def _people(paths: Sequence[str], old: Catalog, new: Catalog) -> list[Person]:
    found: dict[str, Person] = {}
    for path in people_files(paths):
        try:
            person = rp.load_person(Path(path), old, unknown="report")
        except rp.PersonError:
            # The other rules may well know what these do not; who is wrong for both is wrong.
            person = rp.load_person(Path(path), new, unknown="report")
        if person.id in found:
            raise click.UsageError(f"{path}: another person has the same id {person.id}")
        found[person.id] = person
    return list(found.values())
