"""Archives that grow: what add, log and verify cost after N editions of a work, and among N works.

Run by hand: ``python bench/archives.py [--editions 1000] [--works 10000] [--root FOLDER]``. Ratios
are what counts: the last hundred additions beside the first hundred on the same disk.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from report.archive.inventory import User
from report.archive.root.archive import Archive
from report.archive.verify.storage import verify_root

_NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
_USER = User("زينب", "mailto:zaynab@example.org")
_BOOK = bytes(range(256)) * 400
"""About 100 kB, as the PDF of a brief has."""

_SAMPLE = 100


def files(number: int) -> dict[str, bytes]:
    """Return an edition: a book and a text of its own, fonts that every edition shares."""
    own = f"edition {number}".encode()
    return {
        "book/brief.pdf": _BOOK + own,
        "source/brief.md": own,
        "house/fonts/amiri.ttf": _BOOK,
        "manifest.json": b'{"edition": %d}' % number,
    }


def add(archive: Archive, work: str, number: int) -> float:
    """Add an edition and return the seconds it took."""
    started = time.perf_counter()
    archive.add(
        work,
        files(number),
        created=_NOON + timedelta(minutes=number),
        message=f"edition {number}",
        user=_USER,
        warn=_unsaid,
    )
    return time.perf_counter() - started


def _unsaid(finding: object) -> None:
    raise AssertionError(finding)


def timed(action: Callable[[], object]) -> float:
    """Return the seconds that an action takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def grow(root: Path, works: int, editions: int) -> Iterator[str]:
    """Yield the lines of the table for an archive of so many works of so many editions each."""
    archive = Archive.create(root)
    spent = [
        add(archive, f"urn:x-bench:{work}", edition)
        for work in range(1, works + 1)
        for edition in range(1, editions + 1)
    ]
    first, last = sum(spent[:_SAMPLE]) / _SAMPLE, sum(spent[-_SAMPLE:]) / _SAMPLE
    read = timed(lambda: [len(inventory.versions) for inventory in archive.works()])
    proved = timed(lambda: list(verify_root(archive.tree)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    name = f"{works} works of {editions} editions"
    yield f"| {name} | add, first {_SAMPLE} | {first * 1000:.1f} ms |"
    yield f"| {name} | add, last {_SAMPLE} | {last * 1000:.1f} ms, ×{last / first:.2f} |"
    yield f"| {name} | log of all | {read:.2f} s |"
    yield f"| {name} | verify | {proved:.1f} s |"
    yield f"| {name} | peak memory | {peak:.0f} MB |"


def main() -> None:
    """Measure both ways of growing and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--editions", type=int, default=1000)
    parser.add_argument("--works", type=int, default=10_000)
    parser.add_argument("--root", type=Path, help="where the archives are made (a disk to measure)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.root, prefix="archives-") as folder:
        for works, editions in ((1, options.editions), (options.works, 1)):
            for line in grow(Path(folder) / f"{works}", works, editions):
                print(line, flush=True)


if __name__ == "__main__":
    main()
