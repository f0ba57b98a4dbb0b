"""``score``, ``demo`` and ``replay``."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

import roleprofile as rp
from roleprofile.api import Catalog
from roleprofile.cli.app import (
    FORMS,
    STDIN,
    Rules,
    check_language,
    check_language_of,
    chosen_flag,
    day_option,
    full_option,
    input_bytes,
    language_option,
    loaded,
    print_blocks,
    print_document,
    problems_of,
    report,
    rules_options,
    show,
)
from roleprofile.cli.group import app
from roleprofile.cli.situations import context_of, context_option
from roleprofile.loading import Limits, person_file, person_from_bytes
from roleprofile.model.person import Person
from roleprofile.presentation.blocks import Heading, Row
from roleprofile.presentation.fits import ranking_cells, ranking_grid
from roleprofile.presentation.phrases import Phrases
from roleprofile.presentation.results import blocks_of
from roleprofile.quality.lint import lint_person
from roleprofile.scoring.record import LARGEST

DEMO_ROLE = "account-manager"
#: The endings of files of people.
_PEOPLE = (".yaml", ".yml", ".json")


def person_of(name: str, catalog: Catalog) -> Person:
    """A person from a file, from standard input (``-``), or an example by its id."""
    path = Path("<stdin>" if name == STDIN else name)
    if name == STDIN or path.suffix in _PEOPLE or (name and path.exists()):
        data = input_bytes(name, Limits().file_bytes) if name == STDIN else None
        person = rp.load_person(path, catalog) if data is None else person_from_bytes(data, str(path), catalog)
        if person.dated_later:
            report(lint_person(person_file(path, catalog, data), catalog, as_of=catalog.as_of))
        return person
    if catalog.candidates(catalog.roles, name) and not catalog.candidates(catalog.people, name):
        message = f"{name!r} is a role; give a person: a file, the id of an example person, or - for standard input"
        raise rp.UnknownIdError(message)
    return catalog.people[catalog.find(catalog.people, name, noun="person (neither a file nor an example)")]


def people_files(paths: Iterable[str]) -> Iterator[str]:
    """The paths, with the files of people in place of each folder, sorted."""
    for path in paths:
        if not Path(path).is_dir():
            yield path
            continue
        inside = [one for one in Path(path).iterdir() if one.suffix in _PEOPLE and not one.name.startswith(".")]
        if not inside:
            message = f"{path} has no file of a person (.yaml or .json)"
            raise click.UsageError(message)
        yield from sorted(map(str, inside))


@app.command()
@click.argument("person")
@click.argument("role")
@context_option
@full_option
@language_option
@click.option(
    "--format",
    "form",
    type=click.Choice((*FORMS, "record")),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs, or a record that can be replayed.",
)
@rules_options
def score(person: str, role: str, context: tuple[str, ...], lang: str, form: str, rules: Rules) -> None:
    """Score a person for a role, with reasons.

    PERSON is a file, the id of an example person, or - for standard input.
    With --format record the result can be computed again by `roleprofile replay`.
    """
    catalog = rules.catalog()
    check_language_of(lang, catalog, role)
    someone = person_of(person, catalog)
    fit = catalog.scorer(role, context_of(context, catalog, role)).score(someone)
    if form == "record":
        print_document(f"{fit.to_record()}\n")
    else:
        show(fit, form, lang, short=True)


@app.command()
@click.argument("record", metavar="RECORD")
@language_option
def replay(record: str, lang: str) -> None:
    """Compute a record again without packs.

    The command compares every number of the result. RECORD is a file, or - for standard input.
    """
    with problems_of(record):
        fit = rp.replay(input_bytes(record, LARGEST))
    check_language(lang, fit.role.languages)
    show(fit, "text", lang)
    click.echo()
    if fit.arithmetic == 1:
        click.echo("The record is of version 1 and carries no digest, so an edit of its facts cannot be noticed.")
        click.echo("The verdicts above are those of version 2.")
    else:
        click.echo("Its digest is right. A digest is no signature: it tells damage, not who wrote the record.")
    click.echo("The record replays, and every number is the same.")


@app.command()
@full_option
@language_option
@day_option
def demo(lang: str, as_of: str) -> None:
    """Score an example person, and suggest further commands."""
    catalog = loaded(as_of=as_of)
    check_language_of(lang, catalog, DEMO_ROLE)
    people = sorted(catalog.people.values(), key=lambda one: one.id)
    context = _demo_situation(catalog)
    scorer = catalog.scorer(DEMO_ROLE, context)
    ranked = rp.rank(scorer.score(one) for one in people)
    best = ranked[0].fit
    words = Phrases.about(best.role, lang)
    blocks = blocks_of(best, lang, full=chosen_flag("full"))
    # Of the short result the answer and the questions; the first command below shows the rest.
    print_blocks(blocks if chosen_flag("full") else blocks[:2])
    if chosen_flag("full"):
        click.echo()
        rows = [Row(ranking_cells(one.place, one.fit.person_id, one.fit, words)) for one in ranked]
        verdicts = [one.fit.verdict_low for one in ranked]
        title = Heading(words.say("The example people, by what is certain"))
        print_blocks(title, ranking_grid(rows, verdicts, words, words.say("person")))
    click.echo()
    print_blocks(Heading(words.say("Try next")))
    # Without the command on the path, as in an inactive environment, the hint repeats the current call.
    program = "roleprofile"
    if not shutil.which(program):
        program = "python -m roleprofile" if sys.argv[0].endswith("__main__.py") else sys.argv[0]
    for command in (
        f"score {best.person_id} {DEMO_ROLE} --context {context} --full",
        f"score {best.person_id} {DEMO_ROLE} --context {context} --lang fil",
        f"rank {' '.join(one.id for one in people[:3])} {DEMO_ROLE} --context {context}",
        f"show {DEMO_ROLE}",
        "import jsonresume RESUME.json -o person.yaml",
    ):
        click.echo(f"  {program} {command}")


def _demo_situation(catalog: Catalog) -> str:
    """The first situation of the role's pack."""
    return catalog.packs[catalog.role(DEMO_ROLE).pack].situations[0].id
