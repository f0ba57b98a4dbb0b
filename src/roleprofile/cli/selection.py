"""``--select`` and ``--ignore``: the codes that count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import ne
from typing import Any

import click
from attrs import frozen

from roleprofile.errors import CODES, Problem


@frozen
class Selection:
    """Selected and ignored codes, or beginnings of codes; the longest match decides.

    >>> some = Selection(("RP3",), ("RP31", "RP401"))
    >>> [code for code in ("RP204", "RP301", "RP310") if some.has(code)]
    ['RP301']
    """

    #: An empty selection means all codes.
    selected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    def has(self, code: str) -> bool:
        """Whether problems of a code are shown and count."""
        return _longest(self.selected or ("RP",), code) > _longest(self.ignored, code)

    def holds(self, problem: Problem) -> bool:
        """Whether a problem is shown and counts."""
        return self.has(problem.code)


def _longest(starts: Sequence[str], code: str) -> int:
    return max((len(start) for start in starts if code.startswith(start)), default=0)


def selection_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--select`` and ``--ignore``, passed to the command as ``selection``."""

    def chosen(context: click.Context, parameter: click.Parameter, given: Sequence[str]) -> None:
        codes = tuple(_code(code.strip(), parameter) for one in given for code in one.split(","))
        before: Selection = context.params.get("selection", Selection())
        name = "selected" if parameter.name == "select" else "ignored"
        context.params["selection"] = Selection(**{"selected": before.selected, "ignored": before.ignored, name: codes})

    for name, text in (
        ("ignore", "Leave out problems with these codes. The longer prefix wins over --select."),
        ("select", "Show only problems with these codes, such as RP204, or RP3 for every code with this prefix."),
    ):
        command = click.option(
            f"--{name}", multiple=True, metavar="CODES", expose_value=False, callback=chosen, help=text
        )(command)
    return command


def _code(given: str, parameter: click.Parameter) -> str:
    code = given.upper()
    if code.startswith("RP") and any(known.startswith(code) for known in CODES):
        return code
    # Codes that differ in one character, for a mistyped digit or O for 0.
    near = [known for known in CODES if len(known) == len(code) and sum(map(ne, known, code)) == 1]
    example = "write a code such as RP204, or a prefix such as RP3"
    hint = f"did you mean {' or '.join(near[:3])}?" if near else example
    raise click.BadParameter(f"unknown code {given!r}; {hint}", param=parameter)
