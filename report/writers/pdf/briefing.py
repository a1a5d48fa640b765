"""Briefing: a brief in the largest type that its page holds, or what is too long for it.

A brief is one page, two at the most. Its type shrinks from the size of the paper down to what the
hand can still read; where even two pages of that do not hold it, nothing is cut: the brief is
printed longer and the person is told by how many lines (B003).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from report.diagnostics import Warn
from report.rules import finding
from report.writers.pdf.paper import Paper

SHARES: Final = (1.12, 1.06, 1.0, 0.94, 0.88, 0.82)
"""Shares of the size of the text of briefs on the paper, tried in this order."""

MOST: Final = 2
"""Pages."""

Render = Callable[[str], Any]


def lay_out_brief(render: Render, paper: Paper, warn: Warn) -> Any:
    """Lay out a brief on as few pages as it can be read on.

    One page in the largest size that holds it; failing that two pages, likewise.

    Args:
        render: lays out the brief with the style sheet of a paper.
        paper: what it is printed on.
        warn: is told of a brief that is too long.
    """
    made = {share: render(_sized(paper, share)) for share in (SHARES[0],)}
    for pages in range(1, MOST + 1):
        for share in SHARES:
            if share not in made:
                made[share] = render(_sized(paper, share))
            if len(made[share].pages) <= pages:
                return made[share]
    smallest = made[SHARES[-1]]
    lines = sum(1 for page in smallest.pages[MOST:] for _ in _lines(page._page_box))
    warn(finding("B003", None, lines=lines, pages=len(smallest.pages), most=MOST))
    return smallest


def _sized(paper: Paper, share: float) -> str:
    return f"{paper.css}html {{ font-size: {paper.text_size * share:.4g}pt; }}\n"


def _lines(page: Any) -> Iterator[float]:
    """Yield the height of each line of a page, lines side by side once."""
    from weasyprint.formatting_structure import boxes

    found = {
        round(box.position_y)
        for area in page.children
        if not isinstance(area, boxes.MarginBox)
        for box in area.descendants()
        if isinstance(box, boxes.LineBox)
    }
    yield from sorted(found)
