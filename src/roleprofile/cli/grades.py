"""``grade`` and ``progression``: the grades of a role."""

from __future__ import annotations

import click

from roleprofile.cli.app import Rules, check_language_of, format_option, language_option, rules_options, show
from roleprofile.cli.group import app
from roleprofile.cli.score import person_of
from roleprofile.cli.situations import context_of, context_option


@app.command()
@click.argument("person")
@click.argument("role")
@context_option
@language_option
@format_option
@rules_options
def grade(person: str, role: str, context: tuple[str, ...], lang: str, form: str, rules: Rules) -> None:
    """Find the highest grade of a role that a person can hold.

    PERSON is a file, the id of an example person, or - for standard input. ROLE is a role with grades.
    """
    catalog = rules.catalog()
    check_language_of(lang, catalog, role)
    given = context_of(context, catalog, role) or None
    show(catalog.grade_of(person_of(person, catalog), role, given), form, lang)


@app.command()
@click.argument("role")
@click.argument("start")
@click.argument("goal")
@context_option
@language_option
@format_option
@rules_options
def progression(role: str, start: str, goal: str, context: tuple[str, ...], lang: str, form: str, rules: Rules) -> None:
    """Show what a grade of a role asks for beyond another.

    START and GOAL are ids of grades, such as junior and senior.
    """
    catalog = rules.catalog()
    check_language_of(lang, catalog, role)
    given = context_of(context, catalog, role) or None
    show(catalog.progression(role, start, goal, given), form, lang)
