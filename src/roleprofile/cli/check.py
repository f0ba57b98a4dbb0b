"""``check``: all mistakes in packs and people with their lines, for people and for programs."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import click

import roleprofile as rp
from roleprofile.api import Catalog
from roleprofile.cli.app import LEFT_OUT, STDIN, Rules, input_bytes, print_blocks, print_document, rules_options, talk
from roleprofile.cli.group import CLEAN, FINDINGS, UNUSABLE, app
from roleprofile.cli.selection import Selection, selection_options
from roleprofile.errors import Problem, ProblemsError
from roleprofile.loading import Limits, person_file
from roleprofile.loading.built import begins_as_built
from roleprofile.loading.configuration import Configuration, find_configuration
from roleprofile.loading.packs import shown_path
from roleprofile.presentation.formats import FORMATS, rendered, statistics_json
from roleprofile.presentation.problems import listed, statistics_blocks, summary
from roleprofile.quality.lint import lint, lint_person

#: The name of standard input in problems.
_STDIN = "<stdin>"

#: Problems of a given path itself, not of its content.
_UNREADABLE = frozenset({"RP101", "RP102", "RP103"})


@app.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="full",
    show_default=True,
    help="The output format: full and concise for people, the others for programs.",
)
@selection_options
@click.option("--statistics", is_flag=True, help="Count the problems of each code instead of showing them.")
@rules_options
def check(
    paths: tuple[str, ...],
    form: str,
    selection: Selection,
    rules: Rules,
    *,
    statistics: bool,
) -> int:
    """Show every mistake with its line, and unwise rules.

    PATH is the folder of a pack, a folder of packs, a built pack, a file in a pack, or a person's file outside of
    packs (- for standard input). A person's file is checked against --pack, or against all known packs. Without PATH
    the command checks the packs that roleprofile.toml or pyproject.toml names. Exit code 1 if there is an error, and
    0 if there are only warnings. With --as-of, files that have expired by that day and evidence of a later day are
    warnings.
    """
    if statistics and form not in ("full", "concise", "json"):
        raise click.UsageError(f"--statistics supports the formats full, concise and json, not {form}")
    configuration = None if paths else _configuration()
    found = sorted(set(_checked(paths, rules)))
    unusable = [problem for problem in found if _unusable(problem, paths, configuration)]
    # A file that could not be read was not checked, so no selection makes the run clean.
    shown = sorted({*unusable, *filter(selection.holds, found)})
    # A closed pipe, as of `| head`, does not change the result.
    with contextlib.suppress(BrokenPipeError):
        _show(form, shown, paths or _configured(configuration), statistics=statistics)
    talk(summary(shown))
    if unusable:
        return UNUSABLE
    return FINDINGS if any(problem.severity == "error" for problem in shown) else CLEAN


def _show(form: str, problems: Sequence[Problem], paths: Sequence[str], *, statistics: bool) -> None:
    if statistics and form == "json":
        print_document(statistics_json(problems))
    elif statistics:
        if problems:
            print_blocks(statistics_blocks(problems))
    elif form in ("full", "concise"):
        for blocks in listed(problems, concise=form == "concise"):
            print_blocks(blocks)
    else:
        checked = [_STDIN if path == STDIN else path for path in paths]
        print_document(rendered(form, problems, checked, version=rp.__version__))


def _configuration() -> Configuration:
    found = find_configuration(Path.cwd(), Limits())
    if found is None:
        message = 'give a PATH, or name your packs in a roleprofile.toml: packs = ["our-pack"]'
        raise click.UsageError(message)
    return found


def _configured(configuration: Configuration | None) -> list[str]:
    return [shown_path(folder.path) for folder in configuration.folders] if configuration else []


def _unusable(problem: Problem, paths: Sequence[str], configuration: Configuration | None) -> bool:
    """Whether a problem concerns the given or configured packs."""
    if configuration is not None and problem.path == configuration.path:
        return True
    given = {_STDIN if path == STDIN else path.rstrip("/") for path in paths}
    return problem.code in _UNREADABLE and problem.path.rstrip("/") in given


def _checked(paths: Sequence[str], rules: Rules) -> Iterator[Problem]:
    """All problems of the packs, the files in packs and the people at ``paths``."""
    day = rules.as_of
    if not paths:
        yield from _found(day=day, discover="configured")
    files = [path for path in paths if _is_file(path)]
    homes = {path: home for path in files if (home := _pack_of(Path(path)))}
    yield from _packs_checked([path for path in paths if path not in files], day)
    for home in sorted(set(homes.values())):
        wanted = {Path(path).resolve() for path, pack in homes.items() if pack == home}
        yield from (p for p in _packs_checked([str(home)], day) if Path(p.path).resolve() in wanted)
    people = [path for path in files if path not in homes]
    if rules.packs or people:
        catalog = rules.catalog()
        for path in people:
            yield from _person_checked(path, catalog, day)


def _is_file(path: str) -> bool:
    if path == STDIN:
        return True
    return Path(path).suffix in (".yaml", ".yml", ".json") and not Path(path).is_dir() and not begins_as_built(path)


def _pack_of(file: Path) -> Path | None:
    """The folder of the pack around a file, or ``None``."""
    return next((folder for folder in file.resolve().parents if (folder / "pack.yaml").is_file()), None)


def _packs_checked(paths: Sequence[str], day: str) -> Iterator[Problem]:
    if paths:
        yield from _found(*paths, day=day)


def _found(*paths: str, day: str, discover: Literal["configured"] | bool = False) -> Iterator[Problem]:
    try:
        catalog = rp.load(*paths, discover=discover)
    except ProblemsError as error:
        yield from error.problems
        return
    # Required packs are read but not checked; their owners check them.
    given = [pack for pack, origin in catalog.origins.items() if origin.how in ("given", "configured")]
    yield from lint(catalog, packs=given, as_of=day)
    if day:
        theirs = {file.path for file in catalog.files if file.pack in given}
        then = rp.load(*paths, discover=discover, as_of=day).problems
        yield from (problem for problem in then if problem.code in LEFT_OUT and problem.path in theirs)


def _person_checked(path: str, catalog: Catalog, day: str) -> Iterator[Problem]:
    try:
        if path == STDIN:
            file = person_file(Path(_STDIN), catalog, input_bytes(path, Limits().file_bytes))
        else:
            file = person_file(Path(path), catalog)
    except ProblemsError as error:
        yield from error.problems
    else:
        yield from lint_person(file, catalog, as_of=day)
