"""Trees: what verification asks of a place that holds files, be it a disk, memory or a bucket."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Protocol


class Kind(StrEnum):
    """What an entry of a folder is; a link, a pipe or a device is ``OTHER`` (OCFL 1.1, 4.6)."""

    FILE = "file"
    FOLDER = "folder"
    OTHER = "other"


class Tree(Protocol):
    """A place to read files from. Paths are relative, parted by ``/``; ``""`` is the top.

    Nothing here follows a link. What cannot be read raises :class:`OSError`.
    """

    def entries(self, folder: str) -> Mapping[str, Kind]:
        """Return what a folder holds, by name."""

    def read(self, file: str) -> bytes:
        """Return the bytes of a file."""

    def digests(self, file: str, algorithms: Collection[str]) -> Mapping[str, str]:
        """Return digests of a file by algorithm, all made in one reading."""


class Below:
    """A tree that starts at a folder of another tree."""

    def __init__(self, tree: Tree, folder: str) -> None:
        self.tree = tree
        self.folder = folder

    def _path(self, path: str) -> str:
        return f"{self.folder}/{path}" if path else self.folder

    def entries(self, folder: str) -> Mapping[str, Kind]:
        """Return what a folder holds, by name."""
        return self.tree.entries(self._path(folder))

    def read(self, file: str) -> bytes:
        """Return the bytes of a file."""
        return self.tree.read(self._path(file))

    def digests(self, file: str, algorithms: Collection[str]) -> Mapping[str, str]:
        """Return digests of a file by algorithm, all made in one reading."""
        return self.tree.digests(self._path(file), algorithms)
