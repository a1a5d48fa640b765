"""EDGE: files given out of the archive, into a new folder: all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from report.archive.paths import clash, unsafe
from report.archive.root.hand import Hand, Step, unhindered
from report.diagnostics import Place, ReportError
from report.rules import finding


def write_folder(target: Path, files: Mapping[str, bytes], *, step: Step = unhindered) -> None:
    """Write files by their paths into a folder that is new or empty.

    Raises :class:`ReportError`: A012 and A013 for names that would leave the folder or meet in
    it, A023 when it holds something, C007 when it cannot be written.
    """
    place = Place(str(target), 0)
    for path in files:
        if reason := unsafe(path):
            raise ReportError(finding("A012", place, path=path, reason=reason))
    if (clashing := clash(files)) is not None:
        raise ReportError(finding("A013", place, path=clashing))
    try:
        if target.is_symlink() or (target.exists() and (not target.is_dir() or _holds(target))):
            raise ReportError(finding("A023", place, path=str(target)))
        target.parent.mkdir(parents=True, exist_ok=True)
        hand = Hand(step)
        beside = target.parent / f".{target.name}.new"
        hand.remove(beside)
        hand.make_folder(beside)
        hand.write_tree(beside, files)
        hand.move(beside, target)
    except OSError as error:
        raise ReportError(finding("C007", place, reason=error.strerror or str(error))) from error


def _holds(folder: Path) -> bool:
    return any(folder.iterdir())
