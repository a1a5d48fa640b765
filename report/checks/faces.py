"""Faces: every character of the book is one that the house can set, in print and on screens."""

from __future__ import annotations

from collections.abc import Iterator

from report.compose.faces import missing_characters
from report.compose.galley import Galley
from report.diagnostics import Diagnostic, Place
from report.model.blocks import CodeBlock
from report.model.document import Report
from report.model.inlines import Code, Text
from report.model.walk import report_blocks, report_inlines
from report.rules import finding


def check_faces(galley: Galley) -> Iterator[Diagnostic]:
    """Yield a finding (P002) for each character that no face has, at its first place.

    Both books are set in the faces of the house, so one look at what was composed answers for
    both, before either is made.
    """
    for character in missing_characters(galley):
        named = f"{character} (U+{ord(character):04X})"
        yield finding("P002", _first(character, galley.report), character=named)


def _first(character: str, report: Report) -> Place | None:
    """Return where the source has a character first; the press's own words have no place."""
    for node in (*report_inlines(report), *report_blocks(report)):
        if isinstance(node, Text | Code | CodeBlock) and character in node.text:
            return node.at
    return None
