"""What a signal must not interrupt, or has to undo, before it ends a command.

Elsewhere nothing is half done, so ``roleprofile_command.py`` ends the process at once.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import Any

from roleprofile_command import SIGNALS


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
        _set(dict.fromkeys(before, signal.SIG_IGN))
        undo()
        _set(before)
        signal.raise_signal(number)

    try:
        _set(dict.fromkeys(before, handle))
        yield
    finally:
        _set(before)


def _handlers() -> dict[int, Any]:
    """What the signals do that are not ignored. Only the main thread may change it, so for others there are none."""
    if current_thread() is not main_thread():
        return {}
    found = {number: signal.getsignal(number) for number in SIGNALS}
    return {number: handler for number, handler in found.items() if handler not in (signal.SIG_IGN, None)}


def _set(handlers: dict[int, Any]) -> None:
    for number, handler in handlers.items():
        signal.signal(number, handler)
