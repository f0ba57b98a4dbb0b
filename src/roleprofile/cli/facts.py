"""``FACT=VALUE`` on the command line; errors quote the typed words."""

from __future__ import annotations

from collections.abc import Sequence

import click

import roleprofile as rp
from roleprofile.api import Catalog
from roleprofile.errors import Problem
from roleprofile.model.values import some_of

#: More digits than any amount has.
_DIGITS = 18


def changes_of(given: Sequence[str], catalog: Catalog) -> list[rp.Fact]:
    """The facts, each on another slot; raises a usage error with all mistakes."""
    wrong: list[str] = []
    found: dict[tuple[str, str], rp.Fact] = {}
    for one in given:
        try:
            fact = _fact(one, catalog)
            # Read alone, so that an error quotes the typed words and not the number of a fact.
            slot = catalog.person("somebody", facts=[fact]).facts[0]
        except rp.UnknownIdError as error:
            wrong.append(f"{one}: {error}")
        except rp.PersonError as error:
            wrong += [f"{one}: {_said(problem, one)}" for problem in error.problems]
        else:
            if found.setdefault((slot.descriptor, slot.key), fact) is not fact:
                name = f"{fact.descriptor}/{fact.key}" if fact.key else fact.descriptor
                wrong.append(f"{one}: {name} is given twice")
    if wrong:
        raise click.UsageError("\n".join(wrong))
    return list(found.values())


def _fact(given: str, catalog: Catalog) -> rp.Fact:
    name, sign, value = given.partition("=")
    name, _, key = name.partition("/")
    if not (name and sign and value):
        message = (
            f"{given!r} is not of the form FACT=VALUE; write, for example, dialogue=advanced or education/law=bachelor"
        )
        raise click.UsageError(message)
    scale = catalog.scale_of(catalog.descriptor(name))
    # Python refuses numbers of thousands of digits; a text that is longer than any amount is refused as a text.
    is_number = value.isascii() and value.isdigit() and len(value) <= _DIGITS
    return rp.Fact(name, int(value) if scale.is_amount and is_number else value, key)


def _said(problem: Problem, given: str) -> str:
    """The mistake and its hint without a place, because there is no file."""
    if problem.code == "RP324" and problem.allowed:
        # The command line writes keys in another way than a file.
        name, _, value = given.partition("=")
        hint = f"write, for example, {name}/{problem.allowed[0]}={value}; the keys are: {some_of(problem.allowed)}"
        return f"{problem.message}; {hint}"
    hint = problem.hint or (f"one of: {some_of(problem.allowed)}" if problem.allowed else "")
    return f"{problem.message}; {hint}" if hint else problem.message
