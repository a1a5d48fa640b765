"""Axes: the value axis at the start of a chart, and the key of its series."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from report.charts.canvas import Box, Canvas, Desk
from report.charts.data import Figures, Series
from report.charts.lettering import settled
from report.charts.numerals import write_number
from report.charts.palette import BASE, GRID, MUTED, style_of
from report.charts.scale import Scale

GAP = 5.0
"""Between a label and what it labels."""

_SWATCH = Box(0, 0, 13, 8.5)
_KEY_GAP = 14.0


def value_label(value: float, decimals: int, figures: Figures, desk: Desk) -> str:
    """Return a value as it is lettered: in the digits of the house, a percentage with its sign."""
    written = write_number(value, decimals, desk.tongue, percent=figures.percent)
    return settled(written, desk.text)


def own_label(value: float, series: Series, figures: Figures, desk: Desk) -> str:
    """Return a value with as many decimals as its series was typed with."""
    return value_label(value, series.decimals, figures, desk)


@dataclass(frozen=True, slots=True)
class Plot:
    """Where the values of a chart are drawn: from ``start`` to ``end``, ``top`` to ``foot``."""

    scale: Scale
    start: float
    end: float
    top: float
    foot: float

    def y(self, value: float) -> float:
        """Return the height at which a value stands."""
        return self.foot - self.scale.at(value)


def axis_room(scale: Scale, figures: Figures, desk: Desk) -> float:
    """Return how much of the length the labels of a value axis take."""
    labels = (value_label(tick, scale.decimals, figures, desk) for tick in scale.ticks)
    return max(map(desk.width, labels)) + GAP


def draw_grid(canvas: Canvas, plot: Plot, figures: Figures) -> None:
    """Draw a light line at each tick and its number at the start; the line of nought is darker."""
    desk = canvas.desk
    for tick in plot.scale.ticks:
        y = plot.y(tick)
        ink, width = (BASE, 0.9) if tick == 0 else (GRID, 0.7)
        canvas.line(((plot.start, y), (plot.end, y)), ink, width)
        label = value_label(tick, plot.scale.decimals, figures, desk)
        canvas.block((label,), plot.start - GAP, y, anchor="end", ink=MUTED)


def draw_unit(canvas: Canvas, figures: Figures, top: float) -> float:
    """Letter the unit above the axis; return where what is below begins."""
    lines = canvas.desk.lines(figures.unit, canvas.desk.measure.length)
    canvas.stack(lines, 0, top, ink=MUTED)
    return top + len(lines) * canvas.desk.leading


def key_rows(desk: Desk, names: Sequence[str]) -> list[list[tuple[int, float]]]:
    """Return the names of a key in rows: the number of each and where it begins."""
    rows: list[list[tuple[int, float]]] = [[]]
    reach = 0.0
    for number, name in enumerate(names):
        length = _SWATCH.length + GAP + desk.width(name)
        if rows[-1] and reach + length > desk.measure.length:
            rows.append([])
            reach = 0.0
        rows[-1].append((number, reach))
        reach += length + _KEY_GAP
    return rows


def draw_key(
    canvas: Canvas,
    names: Sequence[str],
    top: float,
    sign: Callable[[Canvas, int, Box], None] | None = None,
) -> float:
    """Draw a key: for each series its sign, then its name; return where what is below begins."""
    desk = canvas.desk
    rows = key_rows(desk, names)
    for level, row in enumerate(rows):
        middle = top + (level + 0.5) * desk.leading
        for number, start in row:
            box = Box(start, middle - _SWATCH.height / 2, _SWATCH.length, _SWATCH.height)
            (sign or _swatch)(canvas, number, box)
            canvas.block((names[number],), start + _SWATCH.length + GAP, middle)
    return top + len(rows) * desk.leading + GAP


def _swatch(canvas: Canvas, number: int, box: Box) -> None:
    canvas.swatch(box, style_of(number))
