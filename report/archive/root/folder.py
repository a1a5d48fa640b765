"""EDGE: a folder of this machine as a tree to read from; no link is followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from report.archive.digests import digester
from report.archive.tree import Kind

_BLOCK = 1 << 20


class Folder:
    """A folder on a disk, read through handles that refuse links at every step of a path."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def entries(self, folder: str) -> Mapping[str, Kind]:
        """Return what a folder holds, by name."""
        with self._opened(folder, os.O_RDONLY | os.O_DIRECTORY) as handle:
            with os.scandir(handle) as listed:
                return {entry.name: _kind(entry) for entry in listed}

    def read(self, file: str) -> bytes:
        """Return the bytes of a file."""
        with self._opened(file, os.O_RDONLY) as handle:
            return b"".join(_blocks(handle))

    def digests(self, file: str, algorithms: Collection[str]) -> Mapping[str, str]:
        """Return digests of a file by algorithm, all made in one reading."""
        made = {algorithm: digester(algorithm) for algorithm in algorithms}
        with self._opened(file, os.O_RDONLY) as handle:
            for block in _blocks(handle):
                for each in made.values():
                    each.update(block)
        return {algorithm: each.hexdigest() for algorithm, each in made.items()}

    @contextmanager
    def _opened(self, path: str, flags: int) -> Iterator[int]:
        """Open a path part by part, so that no part of it can be a link, not even for a moment."""
        handle = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            parts = path.split("/") if path else ["."]
            for part in parts[:-1]:
                inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=handle)
                os.close(handle)
                handle = inner
            last = os.open(parts[-1], flags | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=handle)
            os.close(handle)
            handle = last
            yield handle
        finally:
            os.close(handle)


def _kind(entry: os.DirEntry[str]) -> Kind:
    mode = entry.stat(follow_symlinks=False).st_mode
    if stat.S_ISREG(mode):
        return Kind.FILE
    return Kind.FOLDER if stat.S_ISDIR(mode) else Kind.OTHER


def _blocks(handle: int) -> Iterator[bytes]:
    while block := os.read(handle, _BLOCK):
        yield block
