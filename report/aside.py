"""EDGE: aside: work that a fork of this process does while it goes on.

A fork has all that has been made so far, without any of it being sent; what comes back is what it
was asked for. Of threads it has only the one that forked: it is made where Python has no other, and
for work of Pango, which may wait for threads of its own, where the process has no other.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from report.memory import bound, unseen, within

_Made = TypeVar("_Made")

_STANDARD = 3
"""File descriptors of the process itself: input, output, errors."""


def aside(work: Callable[[], _Made], *, native: bool = False) -> Callable[[], _Made]:
    """Begin work in a fork, and promise what it returns.

    Where there is no fork, or one would be unsafe (beside other threads; on macOS), the work is
    done when it is asked for. So it is when something goes wrong: then it goes wrong here, where
    it can be seen. ``native`` says that the work is done by Pango too.

    >>> aside(lambda: "made")()
    'made'
    """
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return work
    if native and len(os.listdir("/proc/self/task")) > 1:
        return work
    reading, writing = os.pipe()
    try:
        with unseen():
            child = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        return work
    if child == 0:
        _do(work, writing)
    os.close(writing)

    def promised() -> _Made:
        with open(reading, "rb") as line:
            written = line.read()
        _, status = os.waitpid(child, 0)
        if status:
            return work()
        made: _Made = pickle.loads(written)
        return made

    return promised


def _do(work: Callable[[], object], writing: int) -> None:
    """Work, send what was made, and end: nothing of the process that was forked is tidied up."""
    status = 1
    # Whatever happens here happens again there.
    with suppress(BaseException):
        # Who stops the build stops the process that forked; nobody reads the line then.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _let_go(writing)
        with tempfile.TemporaryDirectory(prefix="aside-") as folder:
            tempfile.tempdir = folder  # what is opened here, such as fonts, goes with it
            with within(bound()):
                written = pickle.dumps(work(), pickle.HIGHEST_PROTOCOL)
        with open(writing, "wb") as line:
            line.write(written)
        status = 0
    os._exit(status)


def _let_go(kept: int) -> None:
    """Close what the fork holds of others: a line to a worker ends when both ends are closed."""
    for held in [int(name) for name in os.listdir("/proc/self/fd")]:
        if held >= _STANDARD and held != kept:
            with suppress(OSError):
                os.close(held)
