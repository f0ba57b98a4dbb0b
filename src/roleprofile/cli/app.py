"""What commands share: options, colours, errors, exit codes."""

from __future__ import annotations

import contextlib
import functools
import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
from attrs import evolve, frozen

import roleprofile as rp
from roleprofile.errors import LoadError, Problem, ReplayError, ResumeError
from roleprofile.presentation.blocks import Paragraph, Said, said
from roleprofile.presentation.renderers import NAMES
from roleprofile.presentation.renderers.text import WIDTH, Layout, coloured, plain

if TYPE_CHECKING:
    from roleprofile.api import Catalog
    from roleprofile.model.catalog import CatalogData
    from roleprofile.presentation.language import Words

#: The name of standard input on the command line.
STDIN = "-"

#: How the names of tables of people end.
TABLES = (".parquet", ".feather", ".arrow", ".csv")

#: The formats of every result: text, JSON, and one for each further renderer. Markdown is left out, because it is for
#: pull requests, and those show differences only.
FORMS = ("text", "json", *(name for name in NAMES if name not in {"text", "markdown"}))


def print_blocks(*parts: Said, err: bool = False) -> None:
    """Print blocks as text; in colour on a terminal that wants it."""
    stream = sys.stderr if err else sys.stdout
    layout = Layout(_columns(stream), chosen_flag("plain"))
    shown = [tuple((printable(text), tone) for text, tone in line) for line in layout.lines(said(*parts))]
    # no-color.org: any value but the empty text turns colours off.
    if layout.words or os.environ.get("NO_COLOR") or not stream.isatty():
        click.echo(plain(shown), nl=False, err=err)
        return
    for line in shown:
        click.echo(coloured(line), err=err)


#: The narrowest and the widest text.
_NARROW, _WIDE = 40, 120


def _columns(stream: Any) -> int:
    """The width of the terminal, as far as text is readable in it; 80 columns for a file or a pipe."""
    if not (stream.isatty() or os.environ.get("COLUMNS")):
        return WIDTH
    return min(max(shutil.get_terminal_size((WIDTH, 24)).columns, _NARROW), _WIDE)


def show(result: Any, form: str, language: str = "en", *, short: bool = False) -> None:
    """Print a result, or several of one type, in one of :data:`FORMS`; a ``short`` one unless ``--full`` is given."""
    from roleprofile.presentation.language import Words
    from roleprofile.presentation.results import blocks_of, render

    if form != "text":
        print_document(render(form, result, language))
        return
    full = not short or chosen_flag("full")
    print_blocks(blocks_of(result, language, full=full))
    if not full and result:
        print_blocks(
            Paragraph(Words(language, (language,)).say("--full shows the rest, with rules and sources."), "faint")
        )


def print_document(text: str) -> None:
    """Print a document for a program: in UTF-8 if it goes to a file or a pipe, whatever the terminal has."""
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")
    click.echo(text, nl=False)


def chosen_flag(name: str) -> bool:
    """Whether a flag of :func:`flag_option` is given."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(f"roleprofile.{name}"))


def flag_option(name: str, told: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A flag on how results are shown, which the command itself does not read."""

    def keep(context: click.Context, _parameter: click.Parameter, given: bool) -> None:  # noqa: FBT001 - of click
        context.meta[f"roleprofile.{name}"] = given

    return click.option(f"--{name}", is_flag=True, expose_value=False, callback=keep, help=told)


full_option = flag_option("full", "Show the whole result, with every rule and source.")


def talk(text: str) -> None:
    """Print a line that is not a result to stderr; a failure to print it changes no exit code."""
    with lossy_stderr():
        click.echo(printable(text), err=True)


@contextlib.contextmanager
def lossy_stderr() -> Iterator[None]:
    """Ignore failures of stderr, now and at the end of the program."""
    try:
        yield
    except OSError:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


#: Line ends, tabs, and the joiners that Persian, Hindi and emoji need.
_KEPT = "\n\t\u200c\u200d"


def printable(text: str) -> str:
    """A text with its control characters replaced, because the name of a file may have some."""
    return "".join(c if c.isprintable() or c in _KEPT else "\N{REPLACEMENT CHARACTER}" for c in text)


def input_bytes(name: str, most: int) -> bytes:
    """The bytes of a file, or of standard input for ``-``; refuses pipes and links.

    Raises :class:`~roleprofile.errors.LoadError`.
    """
    from roleprofile.loading.decoding import ReadFailure
    from roleprofile.loading.files import read_bytes, read_stream
    from roleprofile.loading.limits import Limits

    limits = Limits(file_bytes=most)
    try:
        if name == STDIN:
            return read_stream(sys.stdin.buffer if sys.stdin else None, limits, "<stdin>")
        return read_bytes(Path(name), limits)
    except ReadFailure as failure:
        raise LoadError(failure.problems) from None


@contextlib.contextmanager
def problems_of(name: str) -> Iterator[None]:
    """Name the file, or standard input, in the problems of a resume or a record that was read from it."""
    try:
        yield
    except (ResumeError, ReplayError) as error:
        path = "<stdin>" if name == STDIN else name
        raise LoadError(evolve(problem, path=path) for problem in error.problems) from None


def report(problems: Sequence[Problem]) -> None:
    """Print the problems and their number to stderr; for none nothing."""
    from roleprofile.presentation.problems import listed, summary

    with lossy_stderr():
        for blocks in listed(problems):
            print_blocks(blocks, err=True)
    if problems:
        talk(summary(problems))


def pack_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--pack``: packs to use instead of the shipped ones."""
    return click.option(
        "--pack",
        "packs",
        multiple=True,
        metavar="PATH",
        help="The folder of a pack, to use instead of the configured, installed and shipped packs. Packs that it "
        "requires are found automatically.",
    )(command)


def day_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--as-of``: the day on which rules are in force and facts count, ``YYYY-MM-DD`` or ``""``."""

    def day(_context: click.Context, _parameter: click.Parameter, given: datetime | None) -> str:
        return given.date().isoformat() if given else ""

    return click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=day,
        metavar="DAY",
        help="The day on which rules are in force and evidence counts, such as 2026-06-30. Without it nothing expires, "
        "and dates only decide between facts with equal evidence.",
    )(command)


@frozen
class Rules:
    """The packs that a command reads, and the day on which their rules and the facts of people count."""

    packs: tuple[str, ...] = ()
    as_of: str = ""

    def catalog(self) -> Catalog:
        """The catalog of the packs, or else of all configured, installed and shipped packs."""
        return loaded(*self.packs, discover=not self.packs, as_of=self.as_of)


def rules_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--pack`` and ``--as-of``, passed to the command as ``rules``."""

    @functools.wraps(command)
    def with_rules(*arguments: Any, packs: tuple[str, ...], as_of: str, **options: Any) -> Any:
        return command(*arguments, rules=Rules(packs, as_of), **options)

    return pack_option(day_option(with_rules))


def loaded(*paths: str, discover: Literal["configured"] | bool = False, as_of: str = "") -> Catalog:
    """The catalog of a day; entries that are left out are warnings on stderr."""
    catalog = rp.load(*paths, discover=discover, as_of=as_of or None)
    if as_of:
        report([problem for problem in catalog.problems if problem.code in LEFT_OUT])
    return catalog


#: Entries that are not in force, and those that depend on them.
LEFT_OUT = ("RP356", "RP357")


def language_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--lang``: the language of the text, and ``--plain``."""
    plain_option = flag_option("plain", "Text without bars, tables and colours, as for a screen reader.")
    return plain_option(lang_option(command))


def lang_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--lang``: the language of a file."""
    return click.option(
        "--lang",
        default="en",
        metavar="CODE",
        show_default=True,
        help="The language: en, fil, or another language of the pack.",
    )(command)


def format_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--format``: text for people, JSON for programs."""
    return click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True)(command)


def check_language(lang: str, languages: Iterable[str]) -> Words:
    """Check the language before any work: neither the library nor a pack may lack it."""
    from roleprofile.presentation.language import Words

    try:
        return Words(lang, tuple(languages))
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def check_language_of(lang: str, catalog: CatalogData, role: str) -> Words:
    """Check the language of texts about a role."""
    return check_language(lang, catalog.packs[catalog.role(role).pack].languages)
