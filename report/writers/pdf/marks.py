"""Marks: where to cut, where to fold, and whether the inks lie on one another.

Drawn outside what is kept, in the registration colour: the separation ``All`` prints on every
plate (ISO 32000-2, 8.6.6.4). Lengths are points; a box is (x0, y0, x1, y1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

from report.writers.pdf.paper import MM

Box: TypeAlias = tuple[float, float, float, float]

LENGTH: Final = 5 * MM
SHORTEST: Final = 2 * MM
"""What is left of a mark where the sheet has little room; a shorter one is not seen."""

GAP: Final = 3 * MM
"""How far marks keep from the trimmed edge at least: a knife that is a little off meets none."""

_SPACE = Name("/Registration")
_HAIRLINE = 0.25


def grown(box: Box, by: float) -> Box:
    """Return a box with all its sides moved outwards.

    >>> grown((0, 0, 10, 20), 2)
    (-2, -2, 12, 22)
    """
    x0, y0, x1, y1 = box
    return (x0 - by, y0 - by, x1 + by, y1 + by)


def crop_marks(trim: Box, gap: float = GAP, length: float = LENGTH) -> bytes:
    """Draw two marks at each corner, that would meet in it if they went on."""
    x0, y0, x1, y1 = trim
    near, far = gap, gap + length
    lines = [
        line
        for x, outwards in ((x0, -1), (x1, 1))
        for y, upwards in ((y0, -1), (y1, 1))
        for line in (
            (x + outwards * near, y, x + outwards * far, y),
            (x, y + upwards * near, x, y + upwards * far),
        )
    ]
    return _drawn(_line(*line) for line in lines)


def register_marks(trim: Box, gap: float = GAP) -> bytes:
    """Draw a target beside the middle of each side, where ink out of register shows."""
    x0, y0, x1, y1 = trim
    away, across, up = gap + LENGTH / 2, (x0 + x1) / 2, (y0 + y1) / 2
    places = ((x0 - away, up), (x1 + away, up), (across, y0 - away), (across, y1 + away))
    return _drawn(shape for x, y in places for shape in _target(x, y, LENGTH / 2))


def fold_marks(trim: Box, gap: float = GAP, length: float = LENGTH) -> bytes:
    """Draw a dashed line above and below the middle of the sheet, where it is folded."""
    x0, y0, x1, y1 = trim
    middle = (x0 + x1) / 2
    lines = (
        (middle, y0 - gap, middle, y0 - gap - length),
        (middle, y1 + gap, middle, y1 + gap + length),
    )
    return _drawn((_line(*line) for line in lines), dash=b"[2 1.5] 0 d")


def _target(x: float, y: float, reach: float) -> Iterator[bytes]:
    yield _line(x - reach, y, x + reach, y)
    yield _line(x, y - reach, x, y + reach)
    yield _circle(x, y, reach / 2)


def _circle(x: float, y: float, radius: float) -> bytes:
    pull = radius * 0.5523  # a quarter of a circle as a Bézier curve
    path = [f"{x + radius:.3f} {y:.3f} m"]
    for along, over in ((1, 1), (-1, 1), (-1, -1), (1, -1)):
        # Every other quarter goes from the side to the top or the foot, the rest back again.
        side, top = (x + along * radius, y), (x, y + over * radius)
        curve = [side, (side[0], y + over * pull), (x + along * pull, top[1]), top]
        ends = curve if along == over else curve[::-1]
        path.append(" ".join(f"{place:.3f}" for point in ends[1:] for place in point) + " c")
    return f"{' '.join(path)} s".encode()


def _line(x0: float, y0: float, x1: float, y1: float) -> bytes:
    return f"{x0:.3f} {y0:.3f} m {x1:.3f} {y1:.3f} l S".encode()


def _drawn(shapes: Iterator[bytes], dash: bytes = b"") -> bytes:
    pen = f"{_SPACE} CS 1 SCN {_HAIRLINE} w 0 J".encode()
    return b"\n".join((b"q", pen, dash, *shapes, b"Q", b""))


def registration(book: Pdf) -> Object:
    """Return the registration colour of a PDF, as an object that all its pages share."""
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    space = [Name.Separation, Name.All, Name.DeviceCMYK, tint]
    return book.make_indirect(Array(space))


def mark_page(page: Page, kept: Box, drawn: bytes, colour: Object) -> None:
    """Add marks to a page and clip what it paints itself to the box that is kept."""
    spaces = page.resources.get("/ColorSpace", Dictionary())
    page.resources.ColorSpace = Dictionary({**dict(spaces.items()), str(_SPACE): colour})
    page.contents_add(b"q " + clip(kept) + b"\n", prepend=True)
    page.contents_add(b"\nQ\n" + drawn)


def clip(kept: Box) -> bytes:
    """Let nothing be painted outside a box from here on."""
    x0, y0, x1, y1 = kept
    return f"{x0:.3f} {y0:.3f} {x1 - x0:.3f} {y1 - y0:.3f} re W n".encode()


def mark_for_trimming(book: Pdf) -> None:
    """Make room round every page and put crop and registration marks into it.

    The media box grows; the bleed box and the trim box stay what they were.
    """
    colour = registration(book)
    for page in book.pages:
        trim, bleed = box(page.trimbox), box(page.get("/BleedBox", page.trimbox))
        gap = max(GAP, trim[0] - bleed[0] + MM)
        page.mediabox = Array(list(grown(trim, gap + LENGTH + MM)))
        page.cropbox = page.mediabox
        mark_page(page, bleed, crop_marks(trim, gap) + register_marks(trim, gap), colour)


def box(value: Object) -> Box:
    """Return a rectangle of PDF with its corners in order (ISO 32000-2, 7.9.5)."""
    rectangle = pikepdf.Rectangle(value)  # type: ignore[call-overload]
    return (rectangle.llx, rectangle.lly, rectangle.urx, rectangle.ury)
