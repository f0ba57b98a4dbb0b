"""One run of the command line, whatever it is given: results, talk, an exit code, and no traceback."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

import click

from roleprofile.cli import (  # noqa: F401 - each adds its commands to the group
    approvals,
    build,
    cases,
    check,
    diff,
    explain,
    imports,
    layout,
    moves,
    new,
    packs,
    pay,
    plan,
    schema,
    score,
    tables,
)
from roleprofile.cli.app import CLEAN, UNUSABLE, app, lossy_stderr, report, talk
from roleprofile.cli.situations import lacking
from roleprofile.errors import ContextError, ProblemsError, RoleProfileError

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What shells expect of a command that was stopped by the keyboard.
INTERRUPTED = 130


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and say how it ended; nothing is ever raised."""
    # A shell can start a command with a stream closed; what would be said there is said to nobody.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a bar shows a question mark; it is no reason to fail.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    status = CLEAN
    try:
        result = app.main(args=arguments, prog_name="roleprofile", standalone_mode=False)
        status = result if isinstance(result, int) else CLEAN
        sys.stdout.flush()
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except (BrokenPipeError, SystemExit):
        # click turns a pipe that is closed into an exit of its own.
        # The reader of our output went away, as `| head` does. Closing stdout again must not complain.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        return status
    except Exception as error:  # noqa: BLE001 - no input may end in a traceback
        return _ended(error)
    return status


def _ended(error: Exception) -> int:
    """Say what went wrong in one line, or a line a problem."""
    if isinstance(error, ProblemsError):
        report(error)
    elif isinstance(error, click.exceptions.Abort):
        talk("roleprofile: stopped")
        return INTERRUPTED
    elif isinstance(error, click.ClickException):
        with lossy_stderr():
            error.show()
    elif isinstance(error, ContextError) and error.missing:
        talk(lacking(error))
    elif isinstance(error, RoleProfileError):
        talk(f"roleprofile: {error}")
    elif isinstance(error, OSError):
        if error.filename is None:
            # Standard output could not be written, and closing it must not complain again.
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        name = f"{error.filename}: " if error.filename else ""
        talk(f"roleprofile: {name}{error.strerror or error}")
    else:
        talk(f"roleprofile: this is a mistake of the program ({type(error).__name__}: {error}); please report it")
    return UNUSABLE
