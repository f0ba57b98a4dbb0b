"""The command ``roleprofile``. It answers signals before the first module of the package is imported.

The handler ends the process itself. An exception would be printed as a traceback where it meets an import, and would be
lost in a callback. What has to be undone first is in ``roleprofile/cli/stopping.py``.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

#: The signals that end a command. Windows has no SIGHUP.
SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))

#: The exit code of a process that a signal ended is this plus the number of the signal.
_BY_SIGNAL = 128


def main() -> None:
    """Run the command; see :func:`roleprofile.cli.main`."""
    for number in SIGNALS:
        # What the caller had ignored, as `nohup` does, stays ignored.
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _end)
    from roleprofile.cli import main as run

    try:
        run()
    finally:
        # The command is done, and only the interpreter has to end.
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)


def _end(number: int, _frame: FrameType | None) -> None:
    # With a closed standard error, the number 2 may belong to a file of the command.
    if sys.__stderr__ is not None:
        with contextlib.suppress(OSError):
            os.write(2, b"roleprofile: stopped\n")
    os._exit(_BY_SIGNAL + number)
