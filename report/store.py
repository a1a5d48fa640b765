"""EDGE: a store: a shelf in the cache folder of the user, for the next process.

The folder can be deleted at any time. Many processes may write to it: each file is written beside
its place and moved there, begins with the digest of the rest, and is thrown away if that is not
its own. What it cannot read or write it does without, and says nothing.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from report.shelf import Shelf
from report.tools import versions

BOUND = 96 * 2**20
"""Bytes in the folder; what was used longest ago goes."""

_FRESH = 24 * 3600
"""Seconds in which a use is not noted again."""

_DIGEST = 32


class Store(Shelf):
    """A shelf whose things are kept in a folder too.

    ``maker`` says what makes things, of which their bytes depend besides what they are made of:
    versions, and the press itself. It is asked once, when something is looked for.
    """

    def __init__(self, folder: Path, maker: Callable[[], str], bound: int = BOUND) -> None:
        super().__init__()
        self._folder, self._maker, self._bound = folder, maker, bound
        self._made_by = ""

    def find(self, key: str) -> bytes | None:
        """Look on the shelf, then in the folder."""
        found = super().find(key)
        if found is None:
            found = self._read(self._path(key))
            if found is not None:
                super().keep(key, found)
        return found

    def keep(self, key: str, data: bytes) -> None:
        """Put something on the shelf and into the folder."""
        super().keep(key, data)
        path = self._path(key)
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(dir=self._folder, prefix=".")
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(sha256(data).digest())
                    stream.write(data)
                os.replace(beside, path)
            except BaseException:
                Path(beside).unlink(missing_ok=True)
                raise
            self._make_room()

    def _path(self, key: str) -> Path:
        if not self._made_by:
            self._made_by = sha256(self._maker().encode()).hexdigest()
        return self._folder / sha256(f"{self._made_by} {key}".encode()).hexdigest()

    def _read(self, path: Path) -> bytes | None:
        try:
            written = path.read_bytes()
            if sha256(written[_DIGEST:]).digest() != written[:_DIGEST]:
                path.unlink()
                return None
            if time.time() - path.stat().st_mtime > _FRESH:  # noqa: TID251 - when it was used
                os.utime(path)
        except OSError:
            return None
        return written[_DIGEST:]

    def _make_room(self) -> None:
        """Delete what was used longest ago, down to four fifths, so that it is seldom done."""
        states = []
        for entry in os.scandir(self._folder):
            with suppress(OSError):
                state = entry.stat()
                states.append((state.st_mtime_ns, state.st_size, entry.path))
        size = sum(held for _, held, _ in states)
        if size <= self._bound:
            return
        for _, held, path in sorted(states):
            if size <= self._bound * 4 // 5:
                break
            with suppress(OSError):
                os.unlink(path)
                size -= held


def user_shelf() -> Shelf:
    """Return the shelf of the user; it ends with the process where no folder is wanted."""
    folder = cache_folder()
    return Store(folder, _made_by) if folder else Shelf()


def _made_by() -> str:
    return f"{json.dumps(versions())}\n{press_stamp()}"


def cache_folder() -> Path | None:
    """Return the folder for what can be made again, ``None`` where none is wanted.

    ``WARRAQ_CACHE`` names another one; empty, it asks for none.
    """
    asked = os.environ.get("WARRAQ_CACHE")
    if asked is not None:
        return Path(asked) if asked else None
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "warraq"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home)) / "warraq" / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "warraq"


def press_stamp() -> str:
    """Return what changes with each line of the press: names, sizes and times of its files."""
    folders, told = [Path(__file__).parent], []
    while folders:
        for entry in os.scandir(folders.pop()):
            if entry.is_dir():
                if entry.name != "__pycache__":
                    folders.append(Path(entry.path))
            elif entry.name.endswith(".py"):
                state = entry.stat()
                told.append(f"{entry.path} {state.st_size} {state.st_mtime_ns}")
    return "\n".join(sorted(told))
