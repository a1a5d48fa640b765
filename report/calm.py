"""Calm: no search for cycles while nothing can be found.

Python looks through all that is in use again and again for cycles that nobody needs any more. While
modules are loaded or a book is set all of it stays in use until the end.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def calm() -> Iterator[None]:
    """Keep the collector of cycles off for as long as the block runs.

    The boxes of a layout are all in use until the end; looking through them again and again for
    cycles finds none and takes a tenth of the time. What was collected before is left alone.

    >>> with calm():
    ...     gc.isenabled()
    False
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def sweep() -> None:
    """Collect the boxes of a layout that has been dropped: they hold each other.

    What is left is in use, and is not looked through again.
    """
    gc.collect()
    gc.freeze()


def tidy() -> None:
    """Collect what was dropped since the last time, and no more: for work that goes on and on."""
    gc.collect(1)


@contextmanager
def loading() -> Iterator[None]:
    """Load modules: without the collector, and what they hold is never looked through again."""
    with calm():
        yield
        gc.freeze()
