"""Stamps: what is laid over every page of a draft or of a report that is not for everybody.

In print they are outlines on the ground of the page, a word across it and the classification at its
head and foot: decoration, and so an artifact, neither searched nor read aloud on every page. What
they say stands once as text, on the cover and in the imprint. In the EPUB a line over each document
says it, because a reading system has no pages.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from report.compose.charts import lettering_of
from report.compose.galley import Galley
from report.compose.marks import stamp_words
from report.locales import direction_of

_EM: Final = 100
"""Units of the drawing; outlines count hundredths of them."""

_ACROSS: Final = 150
"""Millimetres: the longest word across a page."""

_TALLEST: Final = 34
"""Millimetres: the largest letters across a page."""

_FAINT: Final = 0.09
"""How much ink the word across a page has: text on it keeps nearly all of its contrast."""

_EDGE: Final = 4.6
"""Millimetres: the letters at head and foot."""


def stamp_css(galley: Galley) -> str:
    """Return the style sheet that stamps the pages, empty for a report without a stamp."""
    status, classification = stamp_words(galley.report)
    images = []
    if status:
        images.append((_diagonal(galley, status), "center"))
    if classification:
        edge = _edge(galley, classification)
        images += [(edge, "center top -15mm"), (edge, "center bottom -16mm")]
    if not images:
        return ""
    urls = ", ".join(f'url("data:image/svg+xml,{quote(image)}")' for image, _ in images)
    places = ", ".join(place for _, place in images)
    return (
        f"@page {{ background-image: {urls}; background-position: {places};"
        " background-repeat: no-repeat; }\n"
    )


def stamp_line(galley: Galley) -> str:
    """Return the line that an EPUB shows over each document, empty without a stamp."""
    return " · ".join(word for word in stamp_words(galley.report) if word)


def _diagonal(galley: Galley, word: str) -> str:
    outline, width = _outline(galley, word)
    size = min(_TALLEST, _ACROSS * _EM / width)
    ink = _mixed(galley.theme.tokens["--ink"], _FAINT)
    scale = size / _EM
    side = width * scale * 0.78 + size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side:.2f}mm" height="{side:.2f}mm"'
        f' viewBox="0 0 {side:.2f} {side:.2f}"><g transform="translate({side / 2:.2f}'
        f" {side / 2:.2f}) rotate(-45) scale({scale / 100:.6f}) translate({-50 * width:.0f}"
        f' {30 * _EM})"><path d="{outline}" fill="{ink}"/></g></svg>'
    )


def _edge(galley: Galley, word: str) -> str:
    outline, width = _outline(galley, word)
    scale = _EDGE / _EM
    across, down = width * scale, _EDGE * 1.7
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across:.2f}mm" height="{down:.2f}mm"'
        f' viewBox="0 0 {across:.2f} {down:.2f}"><g transform="translate(0 {down * 0.68:.2f})'
        f' scale({scale / 100:.6f})"><path d="{outline}"'
        f' fill="{galley.theme.tokens["--warning-ink"]}"/></g></svg>'
    )


def _outline(galley: Galley, word: str) -> tuple[str, float]:
    """Return a word as a path in hundredths, and its length, at the size :data:`_EM`."""
    lettering = lettering_of(galley.house.faces, galley.theme.display_families)
    base = direction_of(galley.report.metadata.language)
    drawn = lettering.outline(word, _EM, base, strong=True)
    return drawn.path, max(drawn.width, 1.0)


def _mixed(colour: str, share: float) -> str:
    """Return so much of a colour on white.

    >>> _mixed("#000000", 0.1)
    '#e6e6e6'
    """
    parts = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)
