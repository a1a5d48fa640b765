"""EDGE: one writer at a time, and the sign of one that died while it wrote.

The lock is the system's own (flock) on a file in the storage root: it ends with the process that
holds it, however that ends, so no lock is ever stale. The file outlives only a process that was
killed; who finds it without a holder knows that something may be left half done.
"""

from __future__ import annotations

import errno
import fcntl
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from report.diagnostics import Diagnostic, Place, ReportError
from report.rules import finding

NAME = "archive.lock"
WAIT = 30.0
"""Seconds that a writer waits for another one."""

_PAUSE = 0.05


@contextmanager
def locked(root: Path, wait: float = WAIT) -> Iterator[None]:
    """Hold the archive for writing.

    Raises :class:`ReportError` A005 when another process holds it for longer than ``wait``
    seconds, and A006 when the root cannot be written to or its file system knows no locks.
    """
    path = root / NAME
    handle = _hold(path, wait)
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"process {os.getpid()} on {platform.node()}\n".encode(), 0)
        yield
    except OSError as error:
        raise ReportError(cannot_write(root, error)) from error
    finally:
        # Away with the name first, then with the lock: who waits on the old file sees it is gone.
        path.unlink(missing_ok=True)
        os.close(handle)


def _hold(path: Path, wait: float) -> int:
    until = time.monotonic() + wait
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
        except OSError as error:
            raise ReportError(cannot_write(path.parent, error)) from None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_there(path, handle):
                return handle
        except OSError as error:
            if error.errno not in {errno.EAGAIN, errno.EACCES}:
                os.close(handle)
                raise ReportError(cannot_write(path.parent, error)) from None
        holder = os.read(handle, 200).decode("utf-8", "replace").strip()
        os.close(handle)
        if time.monotonic() > until:
            raise ReportError(finding("A005", Place(str(path.parent), 0), holder=holder))
        time.sleep(_PAUSE)


def _is_there(path: Path, handle: int) -> bool:
    """Say whether a file that is held still has its name: the one before may have taken it."""
    try:
        return os.path.samestat(os.stat(path, follow_symlinks=False), os.fstat(handle))
    except FileNotFoundError:
        return False


def cannot_write(root: Path, error: OSError) -> Diagnostic:
    """Return the finding for a change that the machine refuses."""
    return finding("A006", Place(str(root), 0), reason=error.strerror or str(error))
