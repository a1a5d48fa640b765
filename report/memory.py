"""EDGE: memory: how much of the machine a process may hold while it works.

What counts is what it holds in fact (the resident set), not the addresses that it has reserved: a
limit on those may let GLib end the process without a word, and HarfBuzz leave letters out.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOOK = 0.02
"""Seconds of work between two looks: Python takes a few megabytes in them."""

_AGAIN = 1.0
"""Seconds of work after which it is said again, if what was said first has been overheard."""

_HELD = Path("/proc/self/statm")

_bound = 0
_deferred = False


class Exhausted(BaseException):
    """Work holds more than it may: no error of the work, and nothing that it could mend."""


def held() -> int:
    """Return how many bytes this process holds; where no system says it, the most it ever held.

    >>> held() > 1_000_000
    True
    """
    # Not every system has it; without a bound nobody asks.
    import resource

    try:
        return int(_HELD.read_bytes().split()[1]) * resource.getpagesize()
    except FileNotFoundError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


def bound() -> int:
    """Return the bound that holds just now, in megabytes; 0 is none."""
    return _bound


@contextmanager
def unseen() -> Iterator[None]:
    """Put off the next look: what Python calls around a fork must come to its end."""
    global _deferred
    _deferred = True
    try:
        yield
    finally:
        _deferred = False


@contextmanager
def within(megabytes: int) -> Iterator[None]:
    """Keep the work of the block, in the main thread, within a bound; 0 is none.

    The process looks at itself as it works. Raises :class:`Exhausted` wherever the work is when
    it holds more; what is in use then goes with the process, which should do nothing after it.

    >>> with within(1):
    ...     pass
    Traceback (most recent call last):
    report.memory.Exhausted
    """
    global _bound
    if not megabytes:
        yield
        return
    outer, _bound, most = _bound, megabytes, megabytes * 1024 * 1024

    def look(*_: object) -> None:
        if _bound and not _deferred and held() > most:
            signal.setitimer(signal.ITIMER_PROF, _AGAIN, _AGAIN)
            raise Exhausted

    def overheard(lost: sys.UnraisableHookArgs) -> None:
        # Where Python lets nothing out, as in destructors: it is said again.
        if lost.exc_type is not Exhausted:
            tell(lost)

    tell, sys.unraisablehook = sys.unraisablehook, overheard
    before = signal.signal(signal.SIGPROF, look)
    # Calls of Pango and its like that wait for the disk go on where they were.
    signal.siginterrupt(signal.SIGPROF, False)
    signal.setitimer(signal.ITIMER_PROF, _LOOK, _LOOK)
    try:
        yield
        look()
    finally:
        _bound = 0
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        sys.unraisablehook = tell
        _bound = outer
