"""Palette: six inks with a hatch, a mark and a dash each, so that nothing is said by colour alone.

The inks differ by at least 19 (CIE76) from each other for normal sight, protanopia, deuteranopia
and tritanopia (Machado, Oliveira and Fernandes 2009), and by 6 in lightness, so that they part in
grey; each has a contrast of 3 to 1 against the page (WCAG 2.2, 1.4.11), and of 4.5 to 1 against
the letters on it (1.4.3). The tests measure it.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Hatch = Literal["none", "rising", "level", "falling", "upright", "crossed"]
Mark = Literal["circle", "square", "triangle", "diamond", "wedge", "saltire"]

INK: Final = "#1d2326"
MUTED: Final = "#55626a"
GRID: Final = "#dde4e2"
BASE: Final = "#8a9793"
PAPER: Final = "#ffffff"


class Style(NamedTuple):
    """How a series is told from the others; ``dash`` as SVG's ``stroke-dasharray``."""

    ink: str
    hatch: Hatch
    mark: Mark
    dash: str


STYLES: Final[tuple[Style, ...]] = (
    Style("#0d4a4a", "none", "circle", ""),
    Style("#d47311", "rising", "square", "6 2.5"),
    Style("#1f63b5", "level", "triangle", "1.8 2"),
    Style("#da2b82", "falling", "diamond", "7 2 1.8 2"),
    Style("#421e67", "upright", "wedge", "3.5 2"),
    Style("#6b4c2e", "crossed", "saltire", "9 2.5"),
)


def style_of(number: int) -> Style:
    """Return the style of a series, a segment or a bar by its number; past the sixth they recur.

    >>> style_of(0).ink == style_of(6).ink, style_of(0).hatch == style_of(6).hatch
    (True, False)
    """
    count = len(STYLES)
    own, turn = STYLES[number % count], number // count
    return own._replace(hatch=STYLES[(number + turn) % count].hatch) if turn else own


def text_on(ink: str) -> str:
    """Return the ink of text that stands on a ground: what has the better contrast.

    >>> text_on("#0d4a4a"), text_on("#d47311")
    ('#ffffff', '#1d2326')
    """
    ground = luminance(ink)
    white = 1.05 / (ground + 0.05)
    dark = (ground + 0.05) / (luminance(INK) + 0.05)
    return PAPER if white >= dark else INK


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
