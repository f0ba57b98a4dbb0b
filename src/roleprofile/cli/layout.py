"""The command ``format``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from roleprofile.cli.app import STDIN, input_bytes, print_blocks, report, talk
from roleprofile.cli.dry_run import difference
from roleprofile.cli.files import write_all
from roleprofile.cli.group import CLEAN, FINDINGS, UNUSABLE, app
from roleprofile.errors import LoadError, MissingExtraError, Problem
from roleprofile.formatting import FormattedDocument, format_document
from roleprofile.loading import Limits
from roleprofile.loading.decoding import ReadFailure
from roleprofile.loading.files import read_bytes
from roleprofile.loading.packs import files_in, printable
from roleprofile.presentation.blocks import Verbatim


@app.command(name="format")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--check", is_flag=True, help="Write nothing, and list the files that would change.")
@click.option("--diff", is_flag=True, help="Write nothing, and show the changes as a diff.")
def format_(paths: tuple[str, ...], *, check: bool, diff: bool) -> int:
    """Format documents in one style.

    PATH is the folder of a pack, a folder of packs, a file, or - for standard input to standard output. The command
    puts keys in the order of the schema, codes in quotes and lines within 120 columns. Comments and meaning stay the
    same. A file with a problem of its own is not changed.

    Exit code 1 if a file has a problem or, with --check or --diff, if a file would change.
    """
    _needed()
    problems: list[Problem] = []
    # All documents are formatted before the first is written, so that a usage error changes no file.
    laid = dict(_laid_out(paths, problems))
    changed = {file: document for file, document in laid.items() if document.changed}
    if check or diff:
        _show(changed.values(), diff=diff)
    else:
        _write(laid)
    if laid:
        talk(_counted(len(changed), len(laid), "would change" if check or diff else "formatted"))
    if problems:
        report(sorted(problems))
        given = {path.rstrip("/") for path in paths}
        unreadable = any(p.code in ("RP101", "RP102", "RP103") and p.path in given for p in problems)
        return UNUSABLE if unreadable else FINDINGS
    return FINDINGS if changed and (check or diff) else CLEAN


def _needed() -> None:
    """Raise ``MissingExtraError`` before anything is read if ruamel.yaml is missing."""
    try:
        import ruamel.yaml  # noqa: F401
    except ImportError:
        raise MissingExtraError("format", "ruamel.yaml") from None


def _laid_out(paths: Iterable[str], problems: list[Problem]) -> Iterator[tuple[Path, FormattedDocument]]:
    """Every document once, laid out; the problems of unusable ones are added to ``problems``."""
    seen: set[Path] = set()
    for path in paths:
        try:
            files = [Path(path)] if path == STDIN else files_in(Path(path))
        except ReadFailure as failure:
            problems += failure.problems
            continue
        for file in files:
            if file.suffix == ".json":
                message = f"{file} is JSON, and only YAML can be formatted"
                raise click.UsageError(message)
            if file.resolve() not in seen:
                seen.add(file.resolve())
                try:
                    yield file, _one(file)
                except (LoadError, ReadFailure) as error:
                    problems += error.problems


def _one(file: Path) -> FormattedDocument:
    if str(file) == STDIN:
        return format_document(input_bytes(STDIN, Limits().file_bytes), Path("stdin.yaml"), STDIN)
    return format_document(read_bytes(file), file, printable(file.as_posix()))


def _show(changed: Iterable[FormattedDocument], *, diff: bool) -> None:
    for one in changed:
        if not diff:
            print_blocks(Verbatim([(("would change: ", "faint"), (one.path, ""))]))
            continue
        print_blocks(difference(one.before, one.after, one.path))


def _write(laid: Mapping[Path, FormattedDocument]) -> None:
    changed = {file: document.result for file, document in laid.items() if document.changed and str(file) != STDIN}
    write_all(changed, force=True)
    for file, document in laid.items():
        if str(file) == STDIN:
            click.echo(document.result, nl=False)


def _counted(changed: int, of: int, what: str) -> str:
    return f"{changed} of {of} {'file' if of == 1 else 'files'} {what}."
