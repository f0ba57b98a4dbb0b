"""The command ``plan``."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from typing import TYPE_CHECKING

import click

from roleprofile.cli.app import Rules, app, check_language_of, format_option, language_option, rules_options, show
from roleprofile.cli.moves import role_or_person
from roleprofile.cli.situations import context_of, context_option
from roleprofile.model.pack import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterator


@app.command()
@click.argument("person")
@click.argument("role")
@click.option(
    "--reach",
    type=click.Choice(VERDICTS[:-1]),
    default="viable",
    show_default=True,
    help="The verdict to reach for certain, at least.",
)
@context_option
@language_option
@format_option
@rules_options
def plan(person: str, role: str, reach: str, context: tuple[str, ...], lang: str, form: str, rules: Rules) -> None:
    """Show the cheapest plan that reaches a verdict.

    PERSON is a file, the id of an example person, - for standard input, or a role, which stands for its typical holder.
    A plan consists of courses, assignments and jobs from the packs. If no plan reaches the verdict, the command shows
    the obstacles. It needs the extra `plan`: pip install 'roleprofile[plan]'.
    """
    catalog = rules.catalog()
    check_language_of(lang, catalog, role)
    someone = role_or_person(person, catalog)
    situation = context_of(context, catalog, role)
    with only_results():
        found = catalog.plan(someone, role, situation, reach=reach)
    show(found, form, lang)


@contextlib.contextmanager
def only_results() -> Iterator[None]:
    """Keep standard output for results, because HiGHS sometimes writes a line for its developers there."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
    try:
        kept = os.dup(_STDOUT)
    except OSError:
        # A shell can start the command with standard output closed.
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDOUT)
    os.close(nowhere)
    try:
        yield
    finally:
        # C buffers its output to a pipe or a file, and would write it after the stream is restored.
        with contextlib.suppress(OSError, TypeError, AttributeError):
            ctypes.CDLL(None).fflush(None)
        os.dup2(kept, _STDOUT)
        os.close(kept)


#: The file descriptor of standard output in C.
_STDOUT = 1
