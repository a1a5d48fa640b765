"""Briefing: a brief in the largest type that its page holds, or what is too long for it.

A brief is one page, two at the most. Its type shrinks from the size of the paper down to what the
hand can still read; where even two pages of that do not hold it, nothing is cut: the brief is
printed longer and the person is told by how many lines (B003).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from weasyprint.formatting_structure import boxes

from report.compose.galley import Galley
from report.diagnostics import Warn
from report.rules import finding
from report.writers.page import printed_sheets
from report.writers.pdf.divisions import Division
from report.writers.pdf.hands import OwnHands
from report.writers.pdf.openings import Opening
from report.writers.pdf.paper import Paper
from report.writers.pdf.parts import Part
from report.writers.pdf.standards import Standard

SHARES: Final = (1.12, 1.06, 1.0, 0.94, 0.88, 0.82)
"""Shares of the size of the text of briefs on the paper, tried in this order."""

MOST: Final = 2
"""Pages."""


def set_brief(galley: Galley, standard: Standard, paper: Paper, warn: Warn) -> Part:
    """Set a brief on as few pages as it can be read on.

    One page in the largest size that holds it; failing that two pages, likewise.

    Args:
        galley: the brief, composed.
        standard: what the file promises.
        paper: what it is printed on.
        warn: is told of a brief that is too long.
    """
    hands: dict[float, OwnHands] = {}
    pages: dict[float, int] = {}
    division = Division("body", tuple(printed_sheets(galley)))

    def set_in(share: float) -> int:
        if share not in pages:
            hands[share] = OwnHands(galley, standard, _sized(paper, share), warn)
            (proof,) = hands[share].proofs([(division, Opening())])
            pages[share] = proof.pages
        return pages[share]

    for most in range(1, MOST + 1):
        for share in SHARES:
            if set_in(share) <= most:
                return hands[share].part(division, Opening()).part()
    smallest = hands[SHARES[-1]]
    laid = smallest.laid(division)
    lines = sum(1 for page in laid[MOST:] for _ in _lines(page))
    warn(finding("B003", None, lines=lines, pages=len(laid), most=MOST))
    return smallest.part(division, Opening()).part()


def _sized(paper: Paper, share: float) -> str:
    return f"{paper.css}html {{ font-size: {paper.text_size * share:.4g}pt; }}\n"


def _lines(page: Any) -> Iterator[float]:
    """Yield the height of each line of a page, lines side by side once."""
    found = {
        round(box.position_y)
        for area in page.children
        if not isinstance(area, boxes.MarginBox)
        for box in area.descendants()
        if isinstance(box, boxes.LineBox)
    }
    yield from sorted(found)
