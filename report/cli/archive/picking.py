"""EDGE: which work and which edition is meant by a name on the command line."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from report.archive.inventory import Inventory
from report.archive.paths import urn_of
from report.archive.root.archive import Archive
from report.diagnostics import Place, ReportError
from report.rules import finding

_EDITION = re.compile(r"v?([1-9][0-9]{0,8})")


def pick(archive: Archive, written: str) -> tuple[Inventory, int | None]:
    """Return the work and the number of the edition that ``WORK[@EDITION]`` names.

    A work is named by its identifier, which is found at once, or by its books, for which every
    work is looked at. Raises :class:`ReportError`: A010 no such work, A011 no such edition, A021
    several works of this name.
    """
    name, parted, edition = written.rpartition("@")
    number = _EDITION.fullmatch(edition) if parted else None
    work = name if number else written
    inventory = _work(archive, work)
    if number is None:
        return inventory, None
    wanted = int(number[1])
    if wanted > len(inventory.versions):
        place = Place(str(archive.home(inventory.id)), 0)
        raise ReportError(finding("A011", place, edition=f"edition {wanted}"))
    return inventory, wanted


def pick_edition(archive: Archive, written: str) -> tuple[Inventory, int]:
    """Return the work and the edition that are named; without a number the newest."""
    inventory, number = pick(archive, written)
    return inventory, number or len(inventory.versions)


def name_of(inventory: Inventory) -> str:
    """Return what the books of a work are called, or its identifier where it has none."""
    names = sorted(
        PurePosixPath(path).stem
        for path in inventory.versions[-1].state
        if path.startswith("book/")
    )
    return names[0] if names else inventory.id


def _work(archive: Archive, written: str) -> Inventory:
    for identifier in (written, urn_of(written)):
        if identifier and archive.has(identifier):
            return archive.inventory(identifier)
    named = [work for work in archive.works() if name_of(work) == written]
    place = Place(str(archive.root), 0)
    if not named:
        raise ReportError(finding("A010", place, work=written))
    if len(named) > 1:
        raise ReportError(finding("A021", place, name=written, work=named[0].id))
    return named[0]
