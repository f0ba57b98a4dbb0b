"""Run one command: results on stdout, messages on stderr, an exit code and never a traceback."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from roleprofile.cli.group import CLEAN, UNUSABLE, app

#: The exit code of a command that the keyboard stopped.
INTERRUPTED = 130


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; raises nothing."""
    # A shell can start a command with a closed stream; its output is dropped.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        # A terminal without the character shows a question mark instead of failing.
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
        # click turns a closed pipe into an exit.
        # The reader closed the pipe, as `| head` does. Closing stdout again must not fail.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        return status
    except Exception as error:  # noqa: BLE001 - no input may end in a traceback
        return _ended(error)
    return status


def _ended(error: Exception) -> int:
    """Print the error in one line, or one line for each problem."""
    from roleprofile.cli.app import lossy_stderr, report, talk
    from roleprofile.cli.situations import lacking
    from roleprofile.errors import ContextError, ProblemsError, RoleProfileError

    if isinstance(error, ProblemsError):
        report(error.problems)
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
            # Standard output could not be written; closing it must not fail again.
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        talk(f"roleprofile: {error.filename or 'standard output'}: {error.strerror or error}")
    else:
        talk(f"roleprofile: internal error ({type(error).__name__}: {error}); please report it")
    return UNUSABLE
