"""Runs the code in README.md, in docs/ and in the docstrings of src/ as tests.

What a fenced block means is told by its language:

=============  ==============================================================================
``python``     runs; what begins with ``>>>`` is compared as a doctest (``...`` stands for anything)
``console``    each ``$ roleprofile ...`` runs; what it prints is compared in the same way
``yaml``       is parsed, and so are ``json`` and ``toml``
``sh``         commands that set a machine up: not run here, see tests/test_package.py
``py``         Python for an engine of tables, such as Spark: not run here, see tests/engines/
``text``       not code; ``mermaid`` neither
=============  ==============================================================================

Any other language, or none, is an error: no block escapes by a typing mistake. A comment line
``<!-- file: our-pack/pack.yaml -->`` right above a block also writes it to that file. The blocks of one
document share their names and one folder, which begins with a copy of ``profiles/`` and nothing else, or, after
``<!-- continues: writing.md -->``, with the files of that page too.
"""

from __future__ import annotations

import contextlib
import doctest
import gc
import json
import os
import re
import shlex
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import settings
from sybil import Document, Example, Region, Sybil
from sybil.evaluators.doctest import OutputChecker
from sybil.parsers.abstract.lexers import LexerCollection
from sybil.parsers.doctest import DocTestParser
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer
from sybil.parsers.myst import PythonCodeBlockParser
from sybil.parsers.myst.lexers import DirectiveLexer

from examples import examples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).parent
# Packs with mistakes: our own plugin would report them, as it does anybody's.
collect_ignore = ["tests/packs"]
FLAGS = doctest.ELLIPSIS

# A slow machine is not a mistake in the code. The same examples each time, so that a red run can be repeated.
settings.register_profile("roleprofile", max_examples=examples(100), deadline=None, derandomize=True, print_blob=True)
settings.load_profile("roleprofile")


# --- blocks ------------------------------------------------------------------------------------------------


def run_console(example: Example) -> str:
    """Run a block of ``$ roleprofile ...`` lines; return the first difference, or nothing.

    A command that fails is a failure of the block, unless the next one is ``$ echo $?``.
    """
    status = 0
    commands = list(console_commands(example.parsed))
    following = [command for command, _ in commands[1:]] + [""]
    for (command, expected), after in zip(commands, following, strict=True):
        if command == "echo $?":
            printed = f"{status}\n"
        else:
            status, printed = run_command(command)
            if status and after != "echo $?":
                return f"$ {command}\nexit status {status}\n{printed}"
        checker = OutputChecker()
        if not checker.check_output(expected, printed, FLAGS):
            wanted = doctest.Example(source=command, want=expected)
            return f"$ {command}\n{checker.output_difference(wanted, printed, FLAGS)}"
    return ""


def console_commands(block: str) -> Iterator[tuple[str, str]]:
    """Split a console block into commands, each with the output that follows it."""
    if not block.startswith("$ "):
        message = f"a console block begins with '$ ', not with {block.splitlines()[:1]}"
        raise ValueError(message)
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = re.sub(r"\\\n>? *", "", part).partition("\n")
        yield command.strip(), output


def run_command(command: str) -> tuple[int, str]:
    """Run ``roleprofile``, in this process; return its exit status and all that it printed."""
    from roleprofile.cli.run import run

    program, *arguments = shlex.split(command)
    if program != "roleprofile" or {"|", ">", ">>", "<", "&&"} & set(arguments):
        message = f"only plain `roleprofile` commands run in console blocks, not: {command}"
        raise ValueError(message)
    with (
        pytest.MonkeyPatch.context() as patch,
        tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as output,
        Path(os.devnull).open(encoding="utf-8") as nothing_to_read,
    ):
        for name, value in {"COLUMNS": "80", "NO_COLOR": "1"}.items():
            patch.setenv(name, value)
        # Both streams are one file, so that lines stay in the order in which they were printed.
        for name, stream in {"stdin": nothing_to_read, "stdout": output, "stderr": output}.items():
            patch.setattr(sys, name, stream)
        patch.setattr(sys, "argv", [program, *arguments])
        status = run(arguments)
        output.seek(0)
        return status, output.read()


def parse_only(parse: Callable[[str], Any]) -> Callable[[Example], str]:
    """Make an evaluator that says where the parser fails."""

    def evaluate(example: Example) -> str:
        try:
            parse(example.parsed)
        except (ValueError, yaml.YAMLError) as error:
            return str(error)
        return ""

    return evaluate


def nothing(example: Example) -> None:
    """Accept a block that is not run."""


EVALUATORS: dict[str, Callable[[Example], str | None]] = {
    "console": run_console,
    "yaml": parse_only(yaml.safe_load),
    "json": parse_only(json.loads),
    "toml": parse_only(tomllib.loads),
    "sh": nothing,
    "py": nothing,
    "text": nothing,
    "mermaid": nothing,
}

FILE_COMMENT = re.compile(r"<!-- file: (?P<name>\S+) -->\s*\Z")


CONTINUES = re.compile(r"<!-- continues: (?P<page>\S+) -->")


def parse_continued(document: Document) -> Iterable[Region]:
    """Write the files of the pages that a page continues, before its own blocks run."""
    for comment in CONTINUES.finditer(document.text):
        page = Path(document.path).with_name(comment["page"])
        before = Document.parse(str(page), parse_continued, parse_other_blocks)
        yield Region(comment.start(), comment.end(), parsed=before, evaluator=write_files)


def write_files(example: Example) -> None:
    """Write the files of a page, and before them those of the page that it continues."""
    for earlier in example.parsed.examples():
        if isinstance(earlier.parsed, Document):
            write_files(earlier)
        else:
            save(earlier)


def save(example: Example) -> None:
    """Write a block to the file that the comment above it names, if there is one."""
    comment = FILE_COMMENT.search(example.document.text, 0, example.start)
    if comment:
        path = Path(comment["name"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(example.parsed, encoding="utf-8", newline="\n")


def saving(evaluate: Callable[[Example], str | None]) -> Callable[[Example], str | None]:
    """Make an evaluator that first writes the block to the file that the comment above it names."""

    def evaluate_saved(example: Example) -> str | None:
        save(example)
        return evaluate(example)

    return evaluate_saved


FENCES = LexerCollection(
    [
        RawFencedCodeBlockLexer(re.compile(r"(?P<arguments>[^\n{]*)$\n", re.MULTILINE)),
        DirectiveLexer("code-block|code", arguments=".*"),
    ]
)


def parse_other_blocks(document: Document) -> Iterable[Region]:
    """Find every block that is not Python's; the directives of MyST are not blocks of code."""
    for region in FENCES(document):
        language = region.lexemes["arguments"].strip()
        if language == "python":
            continue
        if language not in EVALUATORS:
            place = f"{document.path}, {document.line_column(region.start)}"
            message = f"{place}: a block of language {language!r}; see conftest.py for those that are known"
            raise ValueError(message)
        region.parsed = region.lexemes["source"]
        region.evaluator = saving(EVALUATORS[language])
        yield region


# --- documents ---------------------------------------------------------------------------------------------


def enter_folder(namespace: dict[str, Any]) -> None:
    """Give a document a folder of its own, with a copy of the profiles."""
    stack = namespace["_stack"] = contextlib.ExitStack()
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="roleprofile-docs-"))
    stack.enter_context(contextlib.chdir(folder))
    shutil.copytree(ROOT / "profiles", Path(folder, "profiles"))


def leave_folder(namespace: dict[str, Any]) -> None:
    """Go back to where pytest was, and remove the folder."""
    namespace["_stack"].close()


MARKDOWN = Sybil(
    name="docs",
    parsers=[PythonCodeBlockParser(doctest_optionflags=FLAGS), parse_other_blocks, parse_continued],
    patterns=["*.md"],
    setup=enter_folder,
    teardown=leave_folder,
)
DOCSTRINGS = Sybil(
    name="docstrings",
    parsers=[DocTestParser(optionflags=FLAGS)],
    patterns=["*.py"],
    setup=enter_folder,
    teardown=leave_folder,
)


def pytest_collection_finish() -> None:
    """Keep the tests themselves out of garbage collection: walking through them takes a tenth of the time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


collect_markdown = MARKDOWN.pytest()
collect_docstrings = DOCSTRINGS.pytest()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Hand README.md, docs/ and src/ to Sybil; what a test folder holds is never documentation."""
    match file_path.relative_to(ROOT).parts:
        case ("docs", "generated", *_):
            # Made from files that have tests of their own; some are wrong on purpose.
            return None
        case ("README.md",) | ("docs", *_):
            return collect_markdown(file_path, parent)
        case ("src", *_):
            return collect_docstrings(file_path, parent)
    return None


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Read src/ for its docstrings only: as packages, pytest would import it beside the installed copy."""
    if path.is_relative_to(ROOT / "src"):
        return pytest.Dir.from_parent(parent, path=path)
    return None
