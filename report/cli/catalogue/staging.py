"""EDGE: a site written beside the one that stands, then put in its place at one stroke.

What has not changed is not written: the new site links to the file of the old one. Where the
system cannot exchange two folders at once, there is a moment without a site between two renames,
and the next run puts back what an interrupted one took away.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from report.archive.paths import unsafe
from report.diagnostics import Place, ReportError, Warn
from report.rules import finding

MARK = ".warraq-site"
"""The file that tells a site of this program from a folder that holds something else."""

_MARKED = b"made by: report catalogue\n"
_AT_FDCWD = -100
_EXCHANGE = 2
_DONE = 0


@dataclass
class Staging:
    """A site in the making. ``written`` counts the files that the site before did not have."""

    site: Path
    written: int = 0
    kept: int = 0
    size: int = 0
    _folders: set[Path] = field(default_factory=set)

    @property
    def beside(self) -> Path:
        """Where the new site is made."""
        return self.site.parent / f".{self.site.name}.new"

    @property
    def aside(self) -> Path:
        """Where the old site goes on systems that cannot exchange folders."""
        return self.site.parent / f".{self.site.name}.old"

    def begin(self, warn: Warn) -> None:
        """Clear away what an interrupted run left, and start an empty site beside.

        Raises :class:`ReportError` O005 when the folder holds something else than a site, C007
        when it cannot be written.
        """
        place = Place(str(self.site), 0)
        try:
            if self.site.is_symlink() or (self.site.exists() and not _is_site(self.site)):
                raise ReportError(finding("O005", place, path=str(self.site)))
            self.site.absolute().parent.mkdir(parents=True, exist_ok=True)
            if not self.site.exists() and _is_site(self.aside):
                os.rename(self.aside, self.site)
                warn(finding("O008", place, path=str(self.aside)))
            for left in (self.beside, self.aside):
                if left.exists():
                    shutil.rmtree(left)
                    warn(finding("O008", place, path=str(left)))
            self.beside.mkdir()
        except OSError as error:
            raise _unwritable(place, error) from None
        self.put(MARK, _MARKED)

    def put(self, path: str, data: bytes) -> None:
        """Put a file in the new site; one that the old site has as well is linked, not written."""
        place = Place(str(self.site / path), 0)
        if reason := unsafe(path):
            raise ReportError(finding("A012", place, path=path, reason=reason))
        target = self._target(path)
        try:
            before = self.site / path
            if _holds(before, data):
                self._link(before, target)
            else:
                target.write_bytes(data)
                self.written += 1
        except OSError as error:
            raise _unwritable(place, error) from None
        self.size += len(data)

    def keep(self, path: str) -> None:
        """Take a file over from the old site as it is."""
        before = self.site / path
        try:
            self._link(before, self._target(path))
            self.size += before.stat().st_size
        except OSError as error:
            raise _unwritable(Place(str(before), 0), error) from None

    def keep_folder(self, folder: str) -> None:
        """Take all files of a folder over from the old site as they are."""
        for path in sorted((self.site / folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                self.keep(path.relative_to(self.site).as_posix())

    def finish(self) -> None:
        """Put the new site in the place of the old one. Raises :class:`ReportError` C007."""
        try:
            if not self.site.exists():
                os.rename(self.beside, self.site)
            elif _exchange(self.beside, self.site):
                shutil.rmtree(self.beside)
            else:
                os.rename(self.site, self.aside)
                os.rename(self.beside, self.site)
                shutil.rmtree(self.aside)
        except OSError as error:
            raise _unwritable(Place(str(self.site), 0), error) from None

    def abandon(self) -> None:
        """Leave the old site as it is and nothing beside it."""
        shutil.rmtree(self.beside, ignore_errors=True)

    def _target(self, path: str) -> Path:
        target = self.beside / path
        if target.parent not in self._folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(target.parent)
        return target

    def _link(self, before: Path, target: Path) -> None:
        try:
            os.link(before, target, follow_symlinks=False)
        except OSError:
            shutil.copyfile(before, target, follow_symlinks=False)
        self.kept += 1


def _is_site(folder: Path) -> bool:
    """Say whether a folder is a site of this program, or empty."""
    return folder.is_dir() and ((folder / MARK).is_file() or not any(folder.iterdir()))


def _holds(path: Path, data: bytes) -> bool:
    try:
        there = path.lstat()
        return there.st_size == len(data) and not path.is_symlink() and path.read_bytes() == data
    except OSError:
        return False


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders at one stroke, where the system can (Linux: renameat2)."""
    if sys.platform != "linux":
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    paths = (os.fsencode(one), os.fsencode(other))
    return bool(rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _EXCHANGE) == _DONE)


def _unwritable(place: Place, error: OSError) -> ReportError:
    return ReportError(finding("C007", place, reason=error.strerror or str(error)))
