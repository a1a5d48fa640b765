"""Divisions: what of a book begins a page whatever stands before it, and is laid out by itself.

A page of print is filled from where the last one ended, so a book can be laid out in pieces only
where a page begins by rule: at the front matter, the text and what follows it, and at each
chapter where chapters begin pages. Between divisions go no more than numbers and running heads
(:mod:`report.writers.pdf.openings`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from report.compose.galley import Galley, Matter, Sheet
from report.compose.sheets import HALF_TITLE
from report.writers.page import printed_sheets

ENOUGH: Final = 40_000
"""Characters of markup; chapters shorter than that are laid out together with those after them.

A division has its own styles and its own structure, which are not worth the while for a page.
"""


LONG: Final = 1000
"""Rows of tables in a division that is not held as a whole while it is laid out."""


@dataclass(frozen=True, slots=True)
class Division:
    """Sheets that are laid out together.

    Attributes:
        matter: where in the book they stand.
        sheets: in the order of print.
        apart: the imprint has a page of its own.
        led: a sheet of the same matter stands before them.
        recto: they begin on a recto, after a blank page if need be.
    """

    matter: Matter
    sheets: tuple[Sheet, ...]
    apart: bool = False
    led: bool = False
    recto: bool = False


def divided(galley: Galley, *, apart: bool = False) -> tuple[Division, ...]:
    """Return the divisions of a galley in the order of print; the cover is one by itself.

    Args:
        galley: the report, composed.
        apart: set the imprint on a page of its own.
    """
    chapters = galley.chapters
    found: list[Division] = []
    for matter, run in groupby(printed_sheets(galley, apart=apart), lambda sheet: sheet.matter):
        for number, sheets in enumerate(_cut(matter, list(run), chapters)):
            recto = sheets[0].name == HALF_TITLE or (
                chapters == "recto" and bool(number) and matter in _OF_CHAPTERS
            )
            found.append(Division(matter, tuple(sheets), apart, bool(number), recto))
    return tuple(found)


def is_long(division: Division) -> bool:
    """Say whether a division is long enough to be laid out by itself."""
    return sum(len(sheet.body) for sheet in division.sheets) >= ENOUGH


_OF_CHAPTERS = ("body", "back")


def _cut(matter: Matter, sheets: list[Sheet], chapters: str) -> Iterator[list[Sheet]]:
    """Yield the runs of sheets that begin a page, as ``page.css`` has it; short ones together."""
    run: list[Sheet] = []
    for sheet in sheets:
        begins = matter in _OF_CHAPTERS and (
            (chapters != "run" and sheet.kind != "colophon") or sheet.kind == "index"
        )
        if run and begins and sum(len(one.body) for one in run) >= ENOUGH:
            yield run
            run = []
        run.append(sheet)
    yield run


def has_long_table(division: Division) -> bool:
    """Say whether the tables of a division have so many rows that it is not held as a whole."""
    return sum(sheet.body.count("<tr") for sheet in division.sheets) >= LONG
