"""Canvas: a drawing measured from its start, so that one drawing serves both directions.

Lengths count from the side where reading starts: in a right-to-left chart a bar that begins at 0
begins at the right. Only :meth:`Canvas.svg` knows which side that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from markupsafe import escape

from report.charts.lettering import Lettering
from report.charts.palette import INK, PAPER, Hatch, Mark, Style
from report.locales import Locale
from report.model.inlines import Direction

Anchor = Literal["start", "middle", "end"]

HALF_HEIGHT = 0.33
"""Of the em: how far the baseline lies below the middle of a line of letters and figures."""

_HATCH_PITCH = 4.4
_HATCH_WIDTH = 0.6


class Measure(NamedTuple):
    """How long a drawing is and how large its letters: for a page, or for the hand."""

    name: str
    length: float
    size: float


WIDE = Measure("wide", 454, 9.4)
NARROW = Measure("narrow", 300, 10.4)


class Box(NamedTuple):
    """A rectangle from its start and top."""

    start: float
    top: float
    length: float
    height: float


@dataclass(frozen=True, slots=True)
class Desk:
    """What a chart is drawn with: letters, the language's numbers, and the two directions.

    ``text`` is the direction of the words, ``direction`` that of categories and of time.
    """

    lettering: Lettering
    tongue: Locale
    text: Direction
    direction: Direction
    measure: Measure

    @property
    def size(self) -> float:
        """The size of the letters."""
        return self.measure.size

    @property
    def leading(self) -> float:
        """The distance of lines: letters with marks above and below need more than Latin."""
        return self.size * 1.5

    def width(self, text: str, *, strong: bool = False) -> float:
        """Return the length of a line in the size of the chart."""
        return self.lettering.width(text, self.size, self.text, strong=strong)

    def lines(self, text: str, measure: float, *, strong: bool = False) -> tuple[str, ...]:
        """Break a text into lines."""
        return self.lettering.lines(text, self.size, self.text, measure, strong=strong)


class Canvas:
    """Takes shapes and writes the SVG."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._shapes: list[str] = []

    def rectangle(self, box: Box, fill: str) -> None:
        """Fill a rectangle."""
        x = self._x(box.start) - (box.length if self._mirrored else 0)
        place = f'x="{_n(x)}" y="{_n(box.top)}"'
        size = f'width="{_n(box.length)}" height="{_n(box.height)}"'
        self._shapes.append(f'<rect {place} {size} fill="{fill}"/>')

    def swatch(self, box: Box, style: Style) -> None:
        """Fill a rectangle in the ink and with the hatch of a series."""
        self.rectangle(box, style.ink)
        if lines := "".join(
            f"M{_n(self._x(box.start + a))} {_n(box.top + b)}"
            f"L{_n(self._x(box.start + c))} {_n(box.top + d)}"
            for a, b, c, d in hatching(style.hatch, box.length, box.height)
        ):
            self._shapes.append(
                f'<path d="{lines}" stroke="{PAPER}" stroke-width="{_HATCH_WIDTH}" fill="none"/>'
            )

    def line(
        self, points: Sequence[tuple[float, float]], ink: str, width: float, dash: str = ""
    ) -> None:
        """Draw a line through points."""
        path = "M" + "L".join(f"{_n(self._x(start))} {_n(y)}" for start, y in points)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._shapes.append(
            f'<path d="{path}" stroke="{ink}" stroke-width="{_n(width)}" fill="none" '
            f'stroke-linejoin="round"{dashes}/>'
        )

    def mark(self, kind: Mark, start: float, y: float, ink: str, size: float = 3.0) -> None:
        """Set the mark of a series on a point, edged in the colour of the page."""
        x = self._x(start)
        edge = f'fill="{ink}" stroke="{PAPER}" stroke-width="0.8"'
        if kind == "circle":
            self._shapes.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(size)}" {edge}/>')
            return
        points = (f"{_n(x + dx * size)} {_n(y + dy * size)}" for dx, dy in _MARKS[kind])
        self._shapes.append(f'<path d="M{"L".join(points)}Z" {edge}/>')

    def text(
        self,
        text: str,
        start: float,
        baseline: float,
        *,
        anchor: Anchor = "start",
        ink: str = INK,
        strong: bool = False,
    ) -> None:
        """Letter a line; ``anchor`` says which part of it stands at ``start``."""
        desk = self.desk
        outline = desk.lettering.outline(text, desk.size, desk.text, strong=strong)
        before = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * outline.width
        x = self._x(start - before) - (outline.width if self._mirrored else 0)
        if outline.path:
            self._shapes.append(
                f'<path transform="translate({_n(x)} {_n(baseline)})scale(.01)" '
                f'fill="{ink}" d="{outline.path}"/>'
            )

    def block(
        self,
        lines: Iterable[str],
        start: float,
        middle: float,
        *,
        anchor: Anchor = "start",
        ink: str = INK,
        strong: bool = False,
    ) -> None:
        """Letter lines whose middle is at a height."""
        set_lines = tuple(lines)
        top = middle - len(set_lines) * self.desk.leading / 2
        self.stack(set_lines, start, top, anchor=anchor, ink=ink, strong=strong)

    def stack(
        self,
        lines: Iterable[str],
        start: float,
        top: float,
        *,
        anchor: Anchor = "start",
        ink: str = INK,
        strong: bool = False,
    ) -> None:
        """Letter lines one below the other, the first from ``top``."""
        desk = self.desk
        baseline = top + desk.leading / 2 + desk.size * HALF_HEIGHT
        for number, line in enumerate(lines):
            at = baseline + number * desk.leading
            self.text(line, start, at, anchor=anchor, ink=ink, strong=strong)

    def svg(self, height: float, title: str, description: str) -> str:
        """Return the drawing with what it shows in words, for who does not see it."""
        measure = self.desk.measure
        length = _n(measure.length)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{measure.name}" role="img" '
            f'width="{length}" height="{_n(height)}" viewBox="0 0 {length} {_n(height)}">'
            f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
            f"{''.join(self._shapes)}</svg>"
        )

    @property
    def _mirrored(self) -> bool:
        return self.desk.direction == "rtl"

    def _x(self, start: float) -> float:
        return self.desk.measure.length - start if self._mirrored else start


_MARKS: dict[Mark, tuple[tuple[float, float], ...]] = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "triangle": ((0, -1.2), (1.15, 0.85), (-1.15, 0.85)),
    "wedge": ((0, 1.2), (1.15, -0.85), (-1.15, -0.85)),
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "saltire": (
        *((0, -0.45), (0.75, -1.2), (1.2, -0.75), (0.45, 0), (1.2, 0.75), (0.75, 1.2)),
        *((0, 0.45), (-0.75, 1.2), (-1.2, 0.75), (-0.45, 0), (-1.2, -0.75), (-0.75, -1.2)),
    ),
}


def hatching(
    hatch: Hatch, length: float, height: float
) -> tuple[tuple[float, float, float, float], ...]:
    """Return the lines of a hatch in a rectangle, cut at its edges.

    >>> hatching("upright", 10, 5)
    ((2.8, 0, 2.8, 5), (7.2, 0, 7.2, 5))
    """
    match hatch:
        case "none":
            return ()
        case "upright":
            return tuple((s, 0, s, height) for s in _steps(length))
        case "level":
            return tuple((0, y, length, y) for y in _steps(height))
        case "rising":
            return _slanted(length, height)
        case "falling":
            return tuple((a, height - b, c, height - d) for a, b, c, d in _slanted(length, height))
        case "crossed":
            return hatching("upright", length, height) + hatching("level", length, height)


def _steps(length: float) -> list[float]:
    """Return places in even steps, the same room before the first and after the last."""
    count = max(1, int(length / _HATCH_PITCH))
    edge = (length - (count - 1) * _HATCH_PITCH) / 2
    return [round(edge + n * _HATCH_PITCH, 2) for n in range(count)]


def _slanted(length: float, height: float) -> tuple[tuple[float, float, float, float], ...]:
    pitch = _HATCH_PITCH * 2**0.5
    count = int((length + height) / pitch)
    lines = []
    for n in range(1, count + 1):
        reach = n * pitch
        above, across = min(reach, height), min(reach, length)
        lines.append((reach - above, above, across, reach - across))
    return tuple(lines)


def _n(value: float) -> str:
    """Write a number of at most two decimals, no more signs than it needs."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value >= 0.005 or value <= -0.005 else "0"
