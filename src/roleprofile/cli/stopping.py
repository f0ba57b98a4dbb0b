"""Signals that end a command: one line, the exit code of the signal, and nothing left half done.

The handler ends the process itself. An exception would be printed as a traceback where it meets an import, and would be
lost in a callback. What has to be undone first is done under :func:`uninterrupted` or :func:`undone_by`.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager, suppress
from threading import current_thread, main_thread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType
    from typing import Any

#: Windows has no SIGHUP.
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))

#: The exit code of a process that a signal ended is this plus the number of the signal.
_BY_SIGNAL = 128


def end_at_signals() -> None:
    """From now on a signal ends the process; one that the caller had ignored, as ``nohup`` does, stays ignored."""
    _set(dict.fromkeys(_handlers(), _end))


def ignore_signals() -> None:
    """From now on signals do nothing, because the command is done and only the interpreter has to end."""
    _set(dict.fromkeys(_SIGNALS, signal.SIG_IGN))


@contextmanager
def uninterrupted() -> Iterator[list[int]]:
    """Keep signals until the end of the block; the list has those that came, so that the block can end early."""
    came: list[int] = []
    before = _handlers()
    try:
        _set(dict.fromkeys(before, lambda number, _frame: came.append(number)))
        yield came
    finally:
        _set(before)
        if came:
            signal.raise_signal(came[0])


@contextmanager
def undone_by(undo: Callable[[], object]) -> Iterator[None]:
    """Call ``undo`` before a signal does what it would do; it must be right at any moment of the block."""
    before = _handlers()

    def handle(number: int, _frame: FrameType | None) -> None:
        with uninterrupted():
            undo()
        _set(before)
        signal.raise_signal(number)

    try:
        _set(dict.fromkeys(before, handle))
        yield
    finally:
        _set(before)


def _end(number: int, _frame: FrameType | None) -> None:
    # With a closed standard error, the number 2 may belong to a file of the command.
    if sys.__stderr__ is not None:
        with suppress(OSError):
            os.write(2, b"roleprofile: stopped\n")
    os._exit(_BY_SIGNAL + number)


def _handlers() -> dict[int, Any]:
    """What the signals do that are not ignored. Only the main thread may change it, so for others there are none."""
    if current_thread() is not main_thread():
        return {}
    found = {number: signal.getsignal(number) for number in _SIGNALS}
    return {number: handler for number, handler in found.items() if handler not in (signal.SIG_IGN, None)}


def _set(handlers: dict[int, Any]) -> None:
    for number, handler in handlers.items():
        signal.signal(number, handler)
