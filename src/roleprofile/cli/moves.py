"""The commands ``transitions``, ``rank``, ``paths`` and ``what-if``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import click

import roleprofile as rp
from roleprofile.api import Catalog
from roleprofile.careers.paths import MOST_PATHS, MOST_STEPS
from roleprofile.cli.app import (
    TABLES,
    Rules,
    check_language,
    check_language_of,
    format_option,
    full_option,
    language_option,
    print_blocks,
    rules_options,
    show,
)
from roleprofile.cli.facts import changes_of
from roleprofile.cli.group import app
from roleprofile.cli.score import people_files, person_of
from roleprofile.cli.situations import context_of, context_option
from roleprofile.model.context import dimensions_read
from roleprofile.model.values import closest
from roleprofile.model.vocabulary import UNSPECIFIED

#: The limits of the command line. If each of 13 roles leads to every other one, chains of 6 steps take 7 seconds and
#: 300 MB, and each further step takes eight times as much.
_STEPS, _PATHS = 6, 1000


@app.command()
@click.argument("role")
@click.option("--all", "everyone", is_flag=True, help="Include every other role, even without a declared transition.")
@context_option
@full_option
@language_option
@format_option
@rules_options
def transitions(role: str, *, everyone: bool, context: tuple[str, ...], lang: str, form: str, rules: Rules) -> None:
    """Show roles whose holders can move into a role, best first.

    Each role stands for its typical holder. The list shows how well the holder fits. --full adds the similarity of
    the two jobs and the declared transitions with their reasons.
    """
    catalog = rules.catalog()
    words = check_language_of(lang, catalog, role)
    ranked = catalog.rank_origins(role, context_of(context, catalog, role), origins="all" if everyone else None)
    if form == "text" and not ranked:
        none = words.say(
            "No transition into this job is declared for such an employer. Use --all to compare every other job."
        )
        print_blocks(none)
    show(ranked, form, lang, short=True)


@app.command()
@click.argument("people", nargs=-1, required=True, metavar="PEOPLE... ROLE")
@click.option(
    "--by",
    type=click.Choice(("low", "supported")),
    default="low",
    show_default=True,
    help="Rank by what is certain, or by what is likely; then a true answer can lower a place.",
)
@click.option("--ignore", multiple=True, metavar="COLUMN", help="A column of a table that is not for the scorer.")
@context_option
@full_option
@language_option
@format_option
@rules_options
def rank(
    people: tuple[str, ...],
    by: Literal["low", "supported"],
    ignore: tuple[str, ...],
    context: tuple[str, ...],
    lang: str,
    form: str,
    rules: Rules,
) -> None:
    """Rank people for a role.

    PEOPLE are files of people or folders of them, ids of example people, or tables of people (.parquet, .feather,
    .csv), of which the best 100 are ranked. The last argument is the ROLE.
    """
    names, role = people_and_role(people)
    catalog = rules.catalog()
    words = check_language_of(lang, catalog, role)
    scorer = catalog.scorer(role, context_of(context, catalog, role))
    fits = [
        scorer.score(person) for person in each_once(names, catalog, lambda table: _best(table, scorer, by, ignore))
    ]
    ranked = rp.rank(fits, by=by)
    show(ranked, form, lang, short=True)
    if form != "text":
        return
    click.echo()
    reasons = words.say("`roleprofile score` gives the reasons for each of them.")
    print_blocks(reasons)


@app.command()
@click.argument("person")
@click.option("--top", type=click.IntRange(1), default=8, show_default=True, help="How many roles to show.")
@context_option
@full_option
@language_option
@format_option
@rules_options
def fits(person: str, top: int, context: tuple[str, ...], lang: str, form: str, rules: Rules) -> None:
    """Show the roles that a person fits best, best first.

    PERSON is a file, the id of an example person, - for standard input, or a role, which stands for its typical holder.
    A dimension of the employer's situation that --context does not give is unspecified.
    """
    catalog = rules.catalog()
    check_language(lang, catalog.languages)
    someone = role_or_person(person, catalog)
    where = _beginning(context, catalog) or {}
    unknown = {name: UNSPECIFIED for role in catalog.jobs for name in dimensions_read(catalog.roles[role])}
    show(catalog.rank_targets(someone, {**unknown, **where}, top=top), form, lang, short=True)


def people_and_role(given: Sequence[str]) -> tuple[list[str], str]:
    """The names of people, at least one, and the role behind them."""
    *names, role = given
    if not names:
        message = f"give at least one person and then the role; {role!r} is the only argument"
        raise click.UsageError(message)
    return names, role


#: The most people of a table that a ranking shows.
_MOST_RANKED = 100


def _best(table: str, scorer: rp.Scorer, by: Literal["low", "supported"], ignore: tuple[str, ...]) -> list[rp.Person]:
    """The best people of a table."""
    from roleprofile.batch.sources import people_of

    found = rp.batch.best(rp.batch.score(table, scorer, ignore=ignore), _MOST_RANKED, by)
    return people_of(table, scorer.catalog, found.column("person").to_pylist(), ignore)


def each_once(
    names: Sequence[str], catalog: Catalog, of_table: Callable[[str], list[rp.Person]] | None = None
) -> list[rp.Person]:
    """The people with these names; a repeated person is a usage error, because a ranking compares different people."""
    found: dict[str, tuple[str, rp.Person]] = {}
    for name in people_files(names):
        if name in {before for before, _ in found.values()}:
            raise click.UsageError(f"{name} is given twice")
        is_table = of_table is not None and Path(name).suffix in TABLES
        for person in of_table(name) if of_table is not None and is_table else [person_of(name, catalog)]:
            before, other = found.setdefault(person.id, (name, person))
            if other is not person:
                message = f"{before} and {name} have the same id {person.id}"
                raise click.UsageError(message)
    return [person for _, person in found.values()]


@app.command()
@click.argument("origin", metavar="FROM")
@click.argument("target", metavar="TO")
@context_option
@click.option(
    "--from-context",
    "origin_context",
    multiple=True,
    metavar="NAME=VALUE",
    help="The known situation of the first employer, such as employer-tier=newcomer.",
)
@click.option(
    "--most-steps",
    type=click.IntRange(1, _STEPS),
    default=MOST_STEPS,
    show_default=True,
    help="The largest number of steps in a path.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, _PATHS),
    default=MOST_PATHS,
    show_default=True,
    help="The largest number of paths.",
)
@full_option
@language_option
@format_option
@rules_options
def paths(
    origin: str,
    target: str,
    *,
    context: tuple[str, ...],
    origin_context: tuple[str, ...],
    most_steps: int,
    limit: int,
    lang: str,
    form: str,
    rules: Rules,
) -> None:
    """Show paths into a role, the quickest first.

    FROM is a role, which stands for its typical holder, or a person: a file, the id of an example person, or - for
    standard input. TO is the last role of each path, at the employer of --context.
    """
    catalog = rules.catalog()
    words = check_language_of(lang, catalog, target)
    there = context_of(context, catalog, target)
    someone, beginning = role_or_person(origin, catalog), _beginning(origin_context, catalog)
    found = catalog.paths(
        someone,
        target,
        there,
        max_steps=most_steps,
        # One path more, to find out whether there are more.
        limit=limit + 1 if form == "text" else limit,
        origin_context=beginning,
    )
    found, more = found[:limit], len(found) > limit
    if form != "text":
        show(found, form, lang)
        return
    if not found:
        steps = words.count("{number} step", "{number} steps", most_steps)
        none = words.say("No path of {steps} or fewer is declared.", steps=steps)
        other = words.say(
            "This says nothing about the fit. `roleprofile score` shows the fit, and `roleprofile plan` shows how to "
            "improve it."
        )
        print_blocks(f"{none} {other}")
        if isinstance(someone, rp.Person) and not someone.roles_held and beginning is None:
            inside = catalog.context(catalog.role(target), there)
            if catalog.paths(someone, target, there, max_steps=most_steps, limit=1, origin_context=inside):
                where = words.say(
                    "This person's employer is unknown. There is a path within such a firm. Use --from-context "
                    "to describe the employer."
                )
                print_blocks(where)
    # Closed paths come last, because readers begin at the top.
    if found:
        show(sorted(found, key=lambda one: one.needs_state == "not_met"), form, lang, short=True)
    if more:
        click.echo()
        further = words.say("There are more paths. A higher --limit shows them.")
        print_blocks(further)


def role_or_person(name: str, catalog: Catalog) -> str | rp.Person:
    """The id of a role, or else a person; raises ``UnknownIdError`` if the name is neither."""
    if catalog.candidates(catalog.roles, name):
        return name
    try:
        return person_of(name, catalog)
    except rp.UnknownIdError:
        if catalog.candidates(catalog.people, name):
            raise
    hint = closest(name, (*catalog.names(catalog.roles), *catalog.names(catalog.people)))
    message = f"unknown role or person {name!r}" + (f"; {hint}" if hint else "")
    raise rp.UnknownIdError(message)


def _beginning(given: tuple[str, ...], catalog: Catalog) -> dict[str, str] | None:
    context = context_of(given, catalog)
    if isinstance(context, str):
        return dict(catalog.situation(context).context)
    return context or None


@app.command(name="what-if")
@click.argument("person")
@click.argument("role")
@click.argument("facts", nargs=-1, required=True, metavar="FACT=VALUE...")
@context_option
@full_option
@language_option
@format_option
@rules_options
def what_if(
    person: str,
    role: str,
    facts: tuple[str, ...],
    context: tuple[str, ...],
    lang: str,
    form: str,
    rules: Rules,
) -> None:
    """Show how other facts would change a fit.

    PERSON is a file, the id of an example person, - for standard input, or a role, which stands for its typical holder.
    FACT is a descriptor, or descriptor/key for a keyed descriptor. Examples: dialogue=advanced,
    education/law=bachelor, sales-experience/software=24.
    """
    catalog = rules.catalog()
    check_language_of(lang, catalog, role)
    changes = changes_of(facts, catalog)
    found = catalog.what_if(role_or_person(person, catalog), role, context_of(context, catalog, role), changes)
    show(found, form, lang, short=True)
