"""The command ``plan``."""

from __future__ import annotations

import click

from roleprofile.cli.app import (
    Rules,
    check_language_of,
    format_option,
    full_option,
    language_option,
    rules_options,
    show,
)
from roleprofile.cli.group import app
from roleprofile.cli.moves import role_or_person
from roleprofile.cli.situations import context_of, context_option
from roleprofile.model.pack import REACHES, Reach


@app.command()
@click.argument("person")
@click.argument("role")
@click.option(
    "--reach",
    type=click.Choice(REACHES),
    default="viable",
    show_default=True,
    help="The verdict to reach for certain, at least.",
)
@context_option
@full_option
@language_option
@format_option
@rules_options
def plan(person: str, role: str, reach: Reach, context: tuple[str, ...], lang: str, form: str, rules: Rules) -> None:
    """Show the plan with the least effort that reaches a verdict.

    PERSON is a file, the id of an example person, - for standard input, or a role, which stands for its typical holder.
    A plan consists of courses, assignments and jobs from the packs. If no plan reaches the verdict, the command shows
    the obstacles. It needs the extra `plan`: pip install 'roleprofile[plan]'.
    """
    catalog = rules.catalog()
    check_language_of(lang, catalog, role)
    someone = role_or_person(person, catalog)
    situation = context_of(context, catalog, role)
    show(catalog.plan(someone, role, situation, reach=reach), form, lang, short=True)
