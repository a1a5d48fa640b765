"""Parts: what belongs to a part of the book that the press gathers."""

from __future__ import annotations

from collections.abc import Iterator

from report.model.assets import Asset
from report.model.document import Division, NotePlace, Report
from report.model.inlines import Citation, IndexMark, Inline, NoteRef
from report.model.walk import all_blocks, all_inlines, own_inlines, report_inlines

GATHERED = frozenset({"endnotes", "bibliography", "index"})
"""Kinds of divisions whose content the press gathers: written empty, and absent when idle."""


def source_files(report: Report) -> tuple[Asset, ...]:
    """Return the files of sources that a report carries beside its images."""
    names = frozenset(report.options.bibliography)
    return tuple(asset for asset in report.assets if asset.name in names)


def images_of(report: Report) -> tuple[Asset, ...]:
    """Return the images of a report."""
    names = frozenset(report.options.bibliography)
    return tuple(asset for asset in report.assets if asset.name not in names)


def place_of_notes(division: Division, report: Report) -> NotePlace:
    """Return where the notes of a chapter stand: its own choice, else that of the report."""
    return division.notes or report.options.notes


def division_inlines(division: Division) -> Iterator[Inline]:
    """Yield every inline of a division and of those inside it."""
    yield from all_inlines(division.title)
    for block in all_blocks(division.content):
        for run in own_inlines(block):
            yield from all_inlines(run)
    for inner in division.divisions:
        yield from division_inlines(inner)


def has_endnotes(report: Report) -> bool:
    """Say whether a chapter whose notes stand at the end calls one that there is."""
    known = {note.label for note in report.notes}
    return any(
        isinstance(inline, NoteRef) and inline.label in known
        for division in report.front + report.body + report.back
        if place_of_notes(division, report) == "end"
        for inline in division_inlines(division)
    )


def has_index(report: Report) -> bool:
    """Say whether something is marked for the index."""
    return any(isinstance(inline, IndexMark) for inline in report_inlines(report))


def has_bibliography(report: Report) -> bool:
    """Say whether a source that is known is cited, or asked for without being cited."""
    known = {reference.key for reference in report.references}
    asked = set(report.options.nocite)
    if asked & known or (known and "*" in asked):
        return True
    return any(
        cite.key in known
        for inline in report_inlines(report)
        if isinstance(inline, Citation)
        for cite in inline.cites
    )
