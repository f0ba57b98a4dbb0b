"""Problems as workflow commands of GitHub Actions, which shows each beside its line."""

from __future__ import annotations

from collections.abc import Iterable

from roleprofile.errors import Problem
from roleprofile.presentation.problems import problem_message


def problems_github(problems: Iterable[Problem]) -> str:
    """A command on a line for each problem, with the escapes that the runner of GitHub reverses.

    >>> from roleprofile.errors import Problem
    >>> print(problems_github([Problem(path="a,b.yaml", line=3, column=5, code="RP204", message="100%", width=4)]))
    ::error file=a%2Cb.yaml,line=3,col=5,endColumn=9,title=RP204::100%25
    <BLANKLINE>
    """
    return "".join(f"{_command(problem)}\n" for problem in problems)


def _command(problem: Problem) -> str:
    properties = {
        "file": problem.path,
        "line": problem.line,
        "col": problem.column,
        "endColumn": problem.column + problem.width,
        "title": problem.code,
    }
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{problem.severity} {listed}::{_data(problem_message(problem))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
