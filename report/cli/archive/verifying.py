"""EDGE: ``report archive verify``: the storage root, every object, every digest, every record."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

from report.archive.inventory import read_inventory
from report.archive.root.archive import Archive
from report.archive.root.lock import locked
from report.archive.tree import Below
from report.archive.verify.house import check_house
from report.archive.verify.judge import diagnostics
from report.archive.verify.object import verify_object
from report.archive.verify.record import check_record
from report.archive.verify.storage import Judged, verify_root
from report.cli.archive.picking import pick_edition
from report.cli.archive.signatures import check_signatures
from report.cli.desk import Desk
from report.diagnostics import Diagnostic, Place, ReportError, Severity
from report.rules import finding


def run_verify(options: argparse.Namespace, desk: Desk) -> bool:
    """Verify the archive, or one work of it; done when nothing is wrong."""
    started = time.monotonic()
    archive = Archive.open(options.root, desk.warn)
    objects = 0
    try:
        for judged in _judged(archive, options):
            desk.progress(f"{judged.path or archive.root}: verifying …")
            objects += judged.verdict is not None
            for diagnostic in _findings(archive, judged, options):
                desk.warn(diagnostic)
        if options.work is None:
            for diagnostic in check_house(archive.tree, str(archive.root)):
                desk.warn(diagnostic)
    except OSError as error:
        place = Place(error.filename or str(archive.root), 0)
        desk.warn(finding("A017", place, reason=error.strerror or str(error)))
    errors, warnings = desk.count(Severity.ERROR), desk.count(Severity.WARNING)
    seconds = time.monotonic() - started
    desk.say(
        f"verified {objects} works: {errors} errors, {warnings} warnings, {seconds:.1f} s",
        works=objects,
        errors=errors,
        warnings=warnings,
        seconds=round(seconds, 2),
    )
    return errors == 0


def _judged(archive: Archive, options: argparse.Namespace) -> Iterator[Judged]:
    if options.work is None:
        yield from verify_root(archive.tree)
        return
    inventory, _ = pick_edition(archive, options.work)
    path = archive.layout.place(inventory.id)
    verdict = verify_object(Below(archive.tree, path))
    yield Judged(path, verdict.breaches, verdict)


def _findings(
    archive: Archive, judged: Judged, options: argparse.Namespace
) -> Iterator[Diagnostic]:
    where = f"{archive.root}/{judged.path}" if judged.path else str(archive.root)
    if judged.verdict is not None and not judged.verdict.valid:
        judged = _again(archive, judged)
    yield from diagnostics(judged.breaches, where)
    verdict = judged.verdict
    if verdict and verdict.valid and verdict.sheet:
        yield from check_signatures(archive, judged.path, verdict.sheet.data, options.trust)
    if options.deep and verdict and verdict.valid and verdict.sheet:
        yield from _records(archive, verdict.sheet.data, where)


def _records(archive: Archive, inventory: bytes, where: str) -> Iterator[Diagnostic]:
    try:
        told = read_inventory(inventory)
    except ValueError:
        # Valid, and of another program: it keeps none of our records.
        return
    for number in range(1, len(told.versions) + 1):
        yield from check_record(archive.edition(told, number), told.id, f"{where}@v{number}")


def _again(archive: Archive, judged: Judged) -> Judged:
    """Judge an object once more while nobody writes: it may have been caught between two renames.

    Where the archive cannot be held (no right to write, a long writer), the first verdict stands.
    """
    try:
        with locked(archive.root):
            verdict = verify_object(Below(archive.tree, judged.path))
    except ReportError:
        return judged
    return Judged(judged.path, verdict.breaches, verdict)
