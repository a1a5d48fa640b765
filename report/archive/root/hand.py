"""EDGE: the one hand that changes a storage root: each change named before it is made.

A change is whole or not there: files are new, written and synced before anything points to them;
what takes another's place does so by a rename. The name of each change goes to ``step`` first.
Nothing in the program gives a ``step`` that does anything: it is where a test stops the hand.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

Step = Callable[[str], None]

_BLOCK = 1 << 20
_FOLDER = os.O_RDONLY | os.O_DIRECTORY


def unhindered(change: str) -> None:
    """Let every change happen."""


class Hand:
    """Makes changes on the disk, one after the other."""

    def __init__(self, step: Step = unhindered) -> None:
        self.step = step

    def make_folder(self, path: Path) -> None:
        """Make a folder that is not there yet."""
        self.step(f"make {path.name}")
        path.mkdir()

    def write(self, path: Path, data: bytes) -> None:
        """Write a new file and sync it."""
        self.step(f"open {path.name}")
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
        try:
            left = memoryview(data)
            while left:
                self.step(f"write {path.name}")
                left = left[os.write(handle, left[:_BLOCK]) :]
            self.step(f"sync {path.name}")
            os.fsync(handle)
        finally:
            os.close(handle)

    def write_tree(self, folder: Path, files: Mapping[str, bytes]) -> None:
        """Write new files below a folder that is there, and sync every folder that has changed."""
        made = {folder}
        for path, data in files.items():
            parent = folder
            for part in path.split("/")[:-1]:
                parent /= part
                if parent not in made:
                    self.make_folder(parent)
                    made.add(parent)
            self.write(folder / path, data)
        for changed in sorted(made, key=lambda path: len(path.parts), reverse=True):
            self.sync(changed)

    def sync(self, folder: Path) -> None:
        """Sync a folder: the names in it are kept through a power cut."""
        self.step(f"sync folder {folder.name}")
        handle = os.open(folder, _FOLDER)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def move(self, source: Path, target: Path) -> None:
        """Rename a file or a folder within the file system, and sync both parents.

        A file takes the place of one that is there; a folder only of an empty one.
        """
        self.step(f"rename {source.name} to {target.parent.name}/{target.name}")
        os.rename(source, target)
        self.sync(target.parent)
        if source.parent != target.parent:
            self.sync(source.parent)

    def remove(self, path: Path) -> None:
        """Remove a folder with all that is in it, or a file; what is not there is gone already."""
        self.step(f"remove {path.name}")
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def remove_empty(self, folder: Path) -> None:
        """Remove a folder if nothing is in it."""
        self.step(f"remove empty {folder.name}")
        try:
            folder.rmdir()
        except OSError:
            if folder.exists() and not any(folder.iterdir()):
                raise
