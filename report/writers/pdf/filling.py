"""Filling: how wide the blanks of justified lines came to be, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes

from report.diagnostics import Warn
from report.rules import Phrase, finding
from report.writers.pdf.justification import text_boxes

_OPENING = 40
_LOOSE = 2.5


class Widest(NamedTuple):
    """The widest line of a page; ``ratio`` is a multiple of the face's own blank.

    ``opening`` are the first words of the line; ``kashidas`` counts those of the whole page.
    """

    ratio: float
    opening: str
    kashidas: int


class FilledPage(NamedTuple):
    """A page that has filled lines, and its widest one."""

    folio: str
    widest: float
    opening: str
    kashidas: int


def widest_line(page: Any) -> Widest | None:
    """Return the widest line of a page that WeasyPrint has laid out, ``None`` without any."""
    lines = [
        (box.setting, box)
        for box in page._page_box.descendants()
        if isinstance(box, boxes.LineBox) and hasattr(box, "setting")
    ]
    if not lines:
        return None
    setting, box = max(lines, key=lambda line: line[0].ratio)
    opening = " ".join("".join(text.text for text in text_boxes(box)).split())[:_OPENING]
    return Widest(setting.ratio, opening, sum(len(line.kashidas) for line, _ in lines))


def filled_pages(
    found: Sequence[Widest | None], folios: Sequence[str], warn: Warn
) -> list[FilledPage]:
    """Return the pages that have filled lines, by their folios, and tell of loose ones (P004)."""
    filled: list[FilledPage] = []
    for widest, folio in zip(found, folios, strict=True):
        if widest is None:
            continue
        ratio, opening, kashidas = widest
        filled.append(FilledPage(folio, round(ratio, 2), opening, kashidas))
        if ratio > _LOOSE:
            said = Phrase(f"{ratio:.1f}")
            warn(finding("P004", None, folio=folio, ratio=said, opening=opening))
    return filled
