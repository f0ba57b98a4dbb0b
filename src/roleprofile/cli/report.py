"""The commands ``report ...``: a result as one page, picture or Markdown file."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
from attrs import frozen

import roleprofile as rp
from roleprofile.api import Catalog
from roleprofile.cli.app import Rules, check_language_of, lang_option, rules_options, talk
from roleprofile.cli.files import write_whole
from roleprofile.cli.group import Group, app
from roleprofile.cli.moves import each_once, people_and_role, role_or_person
from roleprofile.cli.score import person_of
from roleprofile.cli.situations import context_of, context_option
from roleprofile.model.pack import REACHES, Reach
from roleprofile.presentation.blocks import Block
from roleprofile.presentation.renderers import renderer
from roleprofile.presentation.reports import report_blocks
from roleprofile.presentation.results import blocks_of
from roleprofile.presentation.roles import role_blocks
from roleprofile.presentation.what_if_page import what_if_page

#: The renderer for the ending of a file.
_FORMS = {".html": "html", ".svg": "svg", ".md": "markdown"}


@app.group(cls=Group)
def report() -> None:
    """Write a result as one page (.html), one picture (.svg) or Markdown (.md).

    A page needs no other file and no network. It follows the light or dark theme, fits a phone, and can be printed.
    """


@frozen
class _Output:
    """What to write, where, and in which language."""

    path: str
    lang: str
    force: bool
    rules: Rules

    def catalog(self, *roles: str) -> Catalog:
        """The catalog, after checks that cost nothing: the ending of the file, and the language."""
        if Path(self.path).suffix not in _FORMS:
            message = f"the name of the file ends with one of: {', '.join(_FORMS)}; not {self.path}"
            raise click.UsageError(message)
        catalog = self.rules.catalog()
        for role in roles:
            check_language_of(self.lang, catalog, role)
        return catalog

    def write(self, blocks: Iterable[Block], catalog: Catalog, *roles: str) -> None:
        """Write the blocks and what a reader of them has to know."""
        text = renderer(_FORMS[Path(self.path).suffix])(report_blocks(blocks, catalog, roles, self.lang), self.lang)
        write_whole(Path(self.path), text, force=self.force)
        talk(f"Wrote {self.path}.")


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``-o``, ``--force``, ``--lang`` and the options of rules, passed to the command as ``output``."""

    @functools.wraps(command)
    def with_output(*arguments: Any, path: str, lang: str, force: bool, rules: Rules, **options: Any) -> Any:
        return command(*arguments, output=_Output(path, lang, force, rules), **options)

    added = click.option("-o", "--output", "path", required=True, metavar="FILE", help="The file: .html, .svg or .md.")(
        click.option("--force", is_flag=True, help="Replace a file that is there.")(with_output)
    )
    return lang_option(rules_options(added))


@report.command()
@click.argument("person")
@click.argument("role")
@context_option
@_options
def fit(person: str, role: str, context: tuple[str, ...], output: _Output) -> None:
    """Report how well a person fits a role."""
    catalog = output.catalog(role)
    found = catalog.scorer(role, context_of(context, catalog, role)).score(person_of(person, catalog))
    output.write(blocks_of(found, output.lang), catalog, role)


@report.command()
@click.argument("people", nargs=-1, required=True, metavar="PEOPLE... ROLE")
@context_option
@_options
def ranking(people: tuple[str, ...], context: tuple[str, ...], output: _Output) -> None:
    """Report a ranking of people for a role; the last argument is the ROLE."""
    names, role = people_and_role(people)
    catalog = output.catalog(role)
    scorer = catalog.scorer(role, context_of(context, catalog, role))
    found = rp.rank(scorer.score(person) for person in each_once(names, catalog))
    output.write(blocks_of(found, output.lang), catalog, role)


@report.command()
@click.argument("role")
@context_option
@_options
def role(role: str, context: tuple[str, ...], output: _Output) -> None:
    """Report what a role asks for, in a context or with all variants."""
    catalog = output.catalog(role)
    given = context_of(context, catalog, role) if context else None
    output.write(role_blocks(catalog, catalog.role(role), given, output.lang), catalog, role)


@report.command()
@click.argument("role")
@click.option("--all", "everyone", is_flag=True, help="Include every other role, even without a declared transition.")
@context_option
@_options
def transitions(role: str, context: tuple[str, ...], output: _Output, *, everyone: bool) -> None:
    """Report the ways into a role, with a diagram."""
    catalog = output.catalog(role)
    ranked = catalog.rank_origins(role, context_of(context, catalog, role), origins="all" if everyone else None)
    if not ranked:
        message = "no transition into this role is declared for such an employer; --all compares every other role"
        raise click.UsageError(message)
    output.write(blocks_of(ranked, output.lang), catalog, role)


@report.command()
@click.argument("person")
@click.argument("role")
@click.option("--reach", type=click.Choice(REACHES), default="viable", show_default=True, help="The verdict to reach.")
@context_option
@_options
def plan(person: str, role: str, reach: Reach, context: tuple[str, ...], output: _Output) -> None:
    """Report the plan with the least effort by which a person reaches a verdict; needs the extra `plan`."""
    catalog = output.catalog(role)
    found = catalog.plan(role_or_person(person, catalog), role, context_of(context, catalog, role), reach=reach)
    output.write(blocks_of(found, output.lang), catalog, role)


@report.command(name="what-if")
@click.argument("role")
@context_option
@_options
def what_if(role: str, context: tuple[str, ...], output: _Output) -> None:
    """Report a role as a page with a slider for each fact.

    A script in the page computes the fit. Give every dimension of the context; `unspecified` is refused.
    """
    catalog = output.catalog(role)
    if Path(output.path).suffix != ".html":
        message = f"this report is a page, so its name ends with .html; not {output.path}"
        raise click.UsageError(message)
    rules = catalog.scorer(role, context_of(context, catalog, role)).rules
    if len(rules.roles) > 1:
        message = "give a value for each dimension of the context; the page shows one state of the rules"
        raise click.UsageError(message)
    write_whole(Path(output.path), what_if_page(rules.first, output.lang), force=output.force)
    talk(f"Wrote {output.path}.")


@report.command()
@click.argument("folder")
@click.argument("roles", nargs=-1, required=True, metavar="ROLE...")
@context_option
@_options
def team(folder: str, roles: tuple[str, ...], context: tuple[str, ...], output: _Output) -> None:
    """Compare the people of a FOLDER with the requirements of roles.

    The report lists the requirements that nobody or only one person covers. FOLDER has a file for each person;
    `examples` stands for the example people of the packs, ./examples for a folder of that name.
    """
    catalog = output.catalog(*roles)
    people = _team(folder, catalog)
    blocks: list[Block] = []
    for role in roles:
        scorer = catalog.scorer(role, context_of(context, catalog, role))
        blocks += blocks_of(rp.cover(scorer.score(person) for person in people), output.lang)
    output.write(blocks, catalog, *roles)


def _team(folder: str, catalog: Catalog) -> list[rp.Person]:
    if folder == "examples":
        return list(catalog.people.values())
    if not Path(folder).is_dir():
        message = f"{folder} is no folder; give a folder of people's files, or examples"
        raise click.UsageError(message)
    return each_once([folder], catalog)
