"""``check``, ``show`` and ``list``: what is in the packs, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import roleprofile as rp
from roleprofile.cli.app import (
    CLEAN,
    FINDINGS,
    app,
    catalog_of,
    context_of,
    context_option,
    language_option,
    pack_option,
    say,
    talk,
)
from roleprofile.errors import ProblemsError
from roleprofile.model.catalog import short
from roleprofile.model.values import Text
from roleprofile.reporting import problem_lines, role_lines, summary
from roleprofile.scoring.language import Words
from roleprofile.scoring.layout import row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from roleprofile.api import Catalog
    from roleprofile.errors import Problem
    from roleprofile.model.scale import Scale
    from roleprofile.scoring.layout import Line


@app.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@pack_option
def check(paths: tuple[str, ...], packs: tuple[str, ...]) -> int:
    """Check packs, or people's files, and show every mistake with its line.

    PATH is a pack's folder, a folder of packs, or a person's file (checked against --pack, or the shipped packs).
    Exit code 1 where there is an error; warnings alone leave it at 0.
    """
    problems = [*_packs_checked([path for path in paths if not _is_person(path)])]
    people = [path for path in paths if _is_person(path)]
    if people:
        catalog = catalog_of(packs)
        for path in people:
            problems.extend(_person_checked(path, catalog))
    problems.sort()
    for problem in problems:
        say(problem_lines(problem))
    talk(summary(problems))
    return FINDINGS if any(problem.severity == "error" for problem in problems) else CLEAN


def _is_person(path: str) -> bool:
    return Path(path).suffix in (".yaml", ".yml", ".json") and not Path(path).is_dir()


def _packs_checked(paths: Sequence[str]) -> Iterator[Problem]:
    if not paths:
        return
    try:
        yield from rp.load(*paths).problems
    except ProblemsError as error:
        yield from error.problems


def _person_checked(path: str, catalog: Catalog) -> Iterator[Problem]:
    try:
        rp.load_person(path, catalog)
    except ProblemsError as error:
        yield from error.problems


@app.command()
@click.argument("role")
@context_option
@language_option
@pack_option
def show(role: str, context: tuple[str, ...], lang: str, packs: tuple[str, ...]) -> None:
    """Show ROLE: duties, requirements, extras, variants, pay; in a context where one is given."""
    catalog = catalog_of(packs)
    try:
        say(role_lines(catalog, catalog.role(role), context_of(context) if context else None, lang))
    except ValueError as error:
        if isinstance(error, rp.RoleProfileError):
            raise
        raise click.UsageError(str(error)) from None


SECTIONS = ("roles", "descriptors", "scales", "people", "situations")


@app.command(name="list")
@click.argument("section", type=click.Choice(SECTIONS), default="roles")
@language_option
@pack_option
def list_(section: str, lang: str, packs: tuple[str, ...]) -> None:
    """List what the packs have: roles, descriptors, scales, people or situations."""
    catalog = catalog_of(packs)
    known = tuple(dict.fromkeys(language for pack in catalog.packs.values() for language in pack.languages))
    try:
        words = Words(lang, known)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    for full, label, note in _entries(catalog, section):
        say(_row(full, words.text(label), note))


def _row(full: str, label: str, note: str) -> list[Line]:
    return row([(short(full), 28, ""), (label, 28, ""), (note or full.partition(":")[0], 18, "faint")])


def _entries(catalog: Catalog, section: str) -> Iterator[tuple[str, Text, str]]:
    """Full id, label and a note for each entry of a section."""
    if section == "people":
        return ((full, Text({"en": f"{len(person.facts)} facts"}), "") for full, person in catalog.people.items())
    if section == "scales":
        return ((full, scale.label, _kind_of(scale)) for full, scale in catalog.scales.items())
    if section == "descriptors":
        return ((full, one.label, short(one.scale)) for full, one in catalog.descriptors.items())
    if section == "situations":
        packs = catalog.packs.values()
        return ((f"{pack.id}:{one.id}", one.label, "") for pack in packs for one in pack.situations)
    return ((full, role.label, "") for full, role in catalog.roles.items())


def _kind_of(scale: Scale) -> str:
    return "amount" if scale.is_amount else f"{len(scale.levels)} levels"
