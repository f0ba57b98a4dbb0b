"""``--context``: the employer's situation on the command line, and the message about missing dimensions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from roleprofile.errors import ContextError
from roleprofile.model.catalog import CatalogData
from roleprofile.model.grades import GRADE
from roleprofile.model.values import some_of
from roleprofile.model.vocabulary import UNSPECIFIED
from roleprofile.presentation.blocks import Items, said
from roleprofile.presentation.renderers.text import render


def context_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--context``: the employer's situation."""
    return click.option(
        "--context",
        "context",
        multiple=True,
        metavar="NAME=VALUE|ID",
        help="The employer's situation: NAME=VALUE such as company-size=large, once for each dimension, or the id of a "
        "situation, with NAME=VALUE for each difference.",
    )(command)


def context_of(given: Sequence[str], catalog: CatalogData, role: str = "") -> dict[str, str] | str:
    """A context from ``NAME=VALUE`` pairs, the id of a situation, or a situation changed by pairs."""
    named = [one for one in given if "=" not in one]
    pairs = pairs_of([one for one in given if "=" in one])
    if len(named) > 1:
        message = f"{named[0]} and {named[1]} are two situations; give one, with NAME=VALUE for each difference"
        raise click.UsageError(message)
    if named and not pairs:
        return named[0]
    start = catalog.situation(named[0], catalog.role(role).pack if role else "").context if named else {}
    return {**start, **pairs}


def pairs_of(given: Sequence[str], example: str = "--context company-size=large") -> dict[str, str]:
    """``NAME=VALUE`` pairs as a map; errors quote ``example``."""
    found: dict[str, str] = {}
    for pair in given:
        name, sign, value = pair.partition("=")
        if not (name and sign and value):
            message = f"{pair!r} is not of the form NAME=VALUE; write, for example, {example}"
            raise click.UsageError(message)
        if found.setdefault(name, value) != value:
            message = f"{name} is given twice, as {found[name]} and as {value}"
            raise click.UsageError(message)
    return found


def lacking(error: ContextError) -> str:
    """What a context lacks, a line each, and what to type."""
    what = str(error).partition(";")[0]
    name, terms = next(iter(error.missing.items()))
    or_none = f", or {name}={UNSPECIFIED} if it is unknown" if repr(UNSPECIFIED) in str(error) else ""
    blocks = said(
        f"roleprofile: {what}. Give it with --context:",
        Items(f"{one}: {some_of(known)}" for one, known in error.missing.items()),
        f"Give each, such as --context {name}={terms[0]}{or_none}.",
    )
    if GRADE in error.missing:
        blocks += said("Or name one grade with the role, ROLE/GRADE; `roleprofile grade` compares all of them.")
    if error.situations:
        blocks += said(
            f"Or give a situation by its id, such as --context {error.situations[0]}.",
            "`roleprofile list situations` shows all of them.",
        )
    return render(blocks).rstrip()
