"""Paper: the sheet that a book is set for: its size, margins, bleed, marks and colours.

The house sets its page for A4. On other papers the margins keep their share of the page, so that
the type area stays where the eye expects it, and the type shrinks more slowly than the page: a
small book is held nearer to the eye. All of it reaches the style sheets as custom properties
(``--head``, ``--foot``, ``--inner``, ``--outer``, ``--bleed``) and as the size of the root element;
inner is the side of the spine. Lengths are millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final, Literal

Size = Literal["A4", "A5", "B5", "letter"]
Colour = Literal["rgb", "grey", "cmyk"]

# ISO 216 (B5 is 176 × 250 mm there; Japan's B5 is another), and ANSI/ASME Y14.1 A.
SIZES: Final[dict[Size, tuple[float, float]]] = {
    "A4": (210, 297),
    "A5": (148, 210),
    "B5": (176, 250),
    "letter": (215.9, 279.4),
}

_HOUSE: Final = SIZES["A4"]
_HEAD, _FOOT, _INNER, _OUTER = 25, 26, 28, 22
_TEXT, _BRIEF_TEXT = 12.5, 11.5

_SHORT_MEASURE = 120
"""Millimetres: on a shorter line the letters of a chart drawn for a page get too small."""

# The drawing for the hand, smaller than the line: its letters are then those of the tables.
_SMALL_DRAWINGS = (
    "figure.chart svg.wide { display: none; }\n"
    "figure.chart svg.narrow { display: block; width: 85%; }\n"
)

MM: Final = 72 / 25.4
"""Points in a millimetre."""

WIDEST_BLEED = 10
"""More than any guillotine asks for: 3 mm is the rule in Europe, 1/8 inch in America."""


@dataclass(frozen=True, slots=True)
class Margins:
    """The blank round the type area, in millimetres."""

    head: float
    foot: float
    inner: float
    outer: float


@dataclass(frozen=True, slots=True)
class Paper:
    """What a book is printed on, and how.

    Attributes:
        size: the trimmed page.
        bleed: how far grounds run past the trimmed edge, in millimetres.
        crop_marks: whether marks outside the bleed show where to cut.
        colour: ``rgb`` for screens, ``grey`` for one ink, ``cmyk`` for process inks.
        brief: whether it is for a brief, which has smaller margins, alike on both sides.

    Raises :class:`ValueError` for a bleed below 0 or past :data:`WIDEST_BLEED`.
    """

    size: Size = "A4"
    bleed: float = 0
    crop_marks: bool = False
    colour: Colour = "rgb"
    brief: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.bleed <= WIDEST_BLEED:
            raise ValueError(f"the bleed is {self.bleed:g} mm; it goes from 0 to {WIDEST_BLEED}")

    @property
    def press(self) -> bool:
        """Whether the file is for a printing house, and so PDF/X-4 (ISO 15930-7).

        Bleed and marks are for the guillotine, process inks for the plates: nobody reads such a
        file. A grey page without them is for the office printer and stays a book to read.

        >>> Paper(colour="grey").press, Paper(bleed=3).press, Paper(colour="cmyk").press
        (False, True, True)
        """
        return bool(self.bleed) or self.crop_marks or self.colour == "cmyk"

    @property
    def made_over(self) -> bool:
        """Whether the file is made over once it is written: for the press, or in other inks.

        >>> Paper().made_over, Paper(colour="grey").made_over
        (False, True)
        """
        return self.press or self.colour != "rgb"

    @property
    def margins(self) -> Margins:
        """The margins of the house, scaled to the page and rounded to half a millimetre.

        >>> Paper("A5").margins
        Margins(head=17.5, foot=18.5, inner=19.5, outer=15.5)
        """
        width, height = SIZES[self.size]
        across, down = width / _HOUSE[0], height / _HOUSE[1]
        if self.brief:
            side = _half(18 * across)
            return Margins(_half(14 * down), _half(12 * down), side, side)
        return Margins(
            head=_half(_HEAD * down),
            foot=_half(_FOOT * down),
            inner=_half(_INNER * across),
            outer=_half(_OUTER * across),
        )

    @property
    def text_size(self) -> float:
        """The size of the text in points: the house's, by the square root of the page's scale.

        >>> [Paper(size).text_size for size in SIZES]
        [12.5, 10.5, 11.5, 12.5]
        """
        width, height = SIZES[self.size]
        scale = sqrt(width * height / (_HOUSE[0] * _HOUSE[1]))
        return _half((_BRIEF_TEXT if self.brief else _TEXT) * sqrt(scale))

    @property
    def css(self) -> str:
        """The style sheet of the paper; it goes after ``page.css``, which uses its properties.

        Marks are not asked of the typesetter: WeasyPrint paints them inside the bleed, over its
        grounds, and only black. :func:`report.writers.pdf.prepress.print_ready` draws them.
        """
        width, height = SIZES[self.size]
        margins = self.margins
        return (
            f"@page {{ size: {width:g}mm {height:g}mm; bleed: {self.bleed:g}mm; }}\n"
            f"@page turned {{ size: {height:g}mm {width:g}mm; }}\n"
            f":root {{ --head: {margins.head:g}mm; --foot: {margins.foot:g}mm;"
            f" --inner: {margins.inner:g}mm; --outer: {margins.outer:g}mm;"
            f" --bleed: {self.bleed:g}mm; }}\n"
            f"html {{ font-size: {self.text_size:g}pt; }}\n"
            f"{_SMALL_DRAWINGS if self.measure < _SHORT_MEASURE else ''}"
        )

    @property
    def measure(self) -> float:
        """The length of a line of text, in millimetres."""
        return SIZES[self.size][0] - self.margins.inner - self.margins.outer

    @property
    def turned_measure(self) -> float:
        """The length of a line on a turned page, in millimetres: the page's height is its width."""
        return SIZES[self.size][1] - self.margins.inner - self.margins.outer


def _half(value: float) -> float:
    return round(value * 2) / 2
