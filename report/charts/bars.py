"""Bars: standing as columns, or lying as rows where the names of the categories are long."""

from __future__ import annotations

from report.charts.axis import (
    GAP,
    Plot,
    axis_room,
    draw_grid,
    draw_key,
    draw_unit,
    own_label,
)
from report.charts.canvas import Box, Canvas, Desk
from report.charts.data import Figures
from report.charts.palette import BASE, MUTED, style_of
from report.charts.scale import Scale, nice_scale
from report.model.blocks import Bars

ABSENT = "—"
"""Stands where there is no value: an empty place would be read as nought."""

_PLOT_HEIGHT = 150.0
_GROUP = 0.72
"""The share of its place that a group of bars fills; the rest parts it from the next."""

_THICKEST, _THINNEST = 46.0, 6.0
_ROW_BAR, _ROW_GAP = 12.5, 8.0
_NAMES = 0.36
"""The largest share of the length that names of categories take beside lying bars."""

_MOST_LINES = 3


def draw_bars(desk: Desk, figures: Figures, wanted: Bars | None) -> tuple[Canvas, float]:
    """Draw bars; return the canvas and its height.

    Bars stand where every name fits below its place and no bar gets too thin, unless the
    author says otherwise.
    """
    standing = wanted == "columns" or (wanted is None and _can_stand(desk, figures))
    return _columns(desk, figures) if standing else _rows(desk, figures)


def _can_stand(desk: Desk, figures: Figures) -> bool:
    room = desk.measure.length * 0.9 / len(figures.categories)
    if room * _GROUP / len(figures.series) < _THINNEST:
        return False
    return all(_fits(desk, name, room) for name in figures.categories)


def _fits(desk: Desk, name: str, room: float) -> bool:
    lines = desk.lines(name, room - GAP)
    return len(lines) <= _MOST_LINES - 1 and all(desk.width(line) <= room - GAP for line in lines)


def _columns(desk: Desk, figures: Figures) -> tuple[Canvas, float]:
    canvas = Canvas(desk)
    top = draw_unit(canvas, figures, 0)
    if len(figures.series) > 1:
        top = draw_key(canvas, [series.name for series in figures.series], top)
    scale = nice_scale(figures.values, _PLOT_HEIGHT, zero=True)
    length = desk.measure.length
    labelled = _labels_fit(desk, figures, length / len(figures.categories))
    start = 0.0 if labelled else axis_room(scale, figures, desk)
    top += desk.leading if labelled else desk.leading / 2
    plot = Plot(_tightened(scale, figures) if labelled else scale, start, length, top, 0)
    below = desk.leading if labelled and plot.scale.low < 0 else 0.0
    foot = top + plot.scale.length
    plot = Plot(plot.scale, start, length, top, foot)
    if labelled:
        canvas.line(((start, plot.y(0)), (length, plot.y(0))), BASE, 0.9)
    else:
        draw_grid(canvas, plot, figures)
    place = (length - start) / len(figures.categories)
    for number in range(len(figures.categories)):
        _group(canvas, plot, figures, number, place, labelled=labelled)
    height = foot + below + GAP / 2
    deepest = height
    for number, name in enumerate(figures.categories):
        lines = desk.lines(name, place - GAP)
        canvas.stack(lines, start + (number + 0.5) * place, height, anchor="middle")
        deepest = max(deepest, height + len(lines) * desk.leading)
    return canvas, deepest


def _tightened(scale: Scale, figures: Figures) -> Scale:
    """Return a scale that ends at the values: without ticks to show, room above says nothing."""
    low, high = min(*figures.values, 0.0, 0.0), max(*figures.values, 0.0, 0.0)
    if low == high:
        return scale
    return Scale(low, high, high - low, scale.length)


def _thickness(place: float, count: int) -> float:
    return min(_THICKEST, place * _GROUP / count)


def _labels_fit(desk: Desk, figures: Figures, place: float) -> bool:
    """Say whether each bar can carry its own number; then an axis would say it once more."""
    count = len(figures.series)
    room = place - GAP if count == 1 else _thickness(place, count)
    return all(
        desk.width(own_label(value, series, figures, desk)) <= room
        for series in figures.series
        for value in series.values
        if value is not None
    )


def _group(
    canvas: Canvas, plot: Plot, figures: Figures, number: int, place: float, *, labelled: bool
) -> None:
    desk, count = canvas.desk, len(figures.series)
    thick = _thickness(place, count)
    first = plot.start + (number + 0.5) * place - thick * count / 2
    for n, series in enumerate(figures.series):
        start, value = first + n * thick, series.values[number]
        middle = start + thick / 2
        if value is None:
            y = plot.y(0) - desk.leading / 2
            canvas.block((ABSENT,), middle, y, anchor="middle", ink=MUTED)
            continue
        low, high = sorted((plot.y(0), plot.y(value)))
        canvas.swatch(Box(start + 0.5, low, thick - 1, high - low), style_of(n))
        if labelled:
            y = low - desk.leading / 2 if value >= 0 else high + desk.leading / 2
            canvas.block((own_label(value, series, figures, desk),), middle, y, anchor="middle")


def _rows(desk: Desk, figures: Figures) -> tuple[Canvas, float]:
    canvas = Canvas(desk)
    top = draw_unit(canvas, figures, 0)
    if len(figures.series) > 1:
        top = draw_key(canvas, [series.name for series in figures.series], top)
    widest = max((desk.width(name) for name in figures.categories), default=0.0)
    room = min(widest, desk.measure.length * _NAMES)
    start = room + GAP * 1.5
    labels = _longest_label(desk, figures)
    low, high = min(*figures.values, 0.0, 0.0), max(*figures.values, 0.0, 0.0)
    before = labels + GAP if low < 0 else 0.0
    across = desk.measure.length - start - before - labels - GAP
    scale = Scale(low, high if high > low else low + 1, 1, across)
    zero = start + before + scale.at(0)
    began = top
    for number, name in enumerate(figures.categories):
        lines = desk.lines(name, room)
        bars = len(figures.series) * _ROW_BAR
        height = max(bars, len(lines) * desk.leading) + _ROW_GAP
        middle = top + height / 2
        canvas.block(lines, room, middle, anchor="end")
        _lying(canvas, figures, number, (zero, middle - bars / 2), scale)
        top += height
    canvas.line(((zero, began), (zero, top)), BASE, 0.9)
    return canvas, top


def _longest_label(desk: Desk, figures: Figures) -> float:
    return max(
        desk.width(own_label(value, series, figures, desk))
        for series in figures.series
        for value in series.values
        if value is not None
    )


def _lying(
    canvas: Canvas, figures: Figures, number: int, corner: tuple[float, float], scale: Scale
) -> None:
    desk, (zero, top) = canvas.desk, corner
    for n, series in enumerate(figures.series):
        value, y = series.values[number], top + n * _ROW_BAR
        middle = y + _ROW_BAR / 2
        if value is None:
            canvas.block((ABSENT,), zero + GAP, middle, ink=MUTED)
            continue
        length = scale.at(value) - scale.at(0)
        start = zero + min(0.0, length)
        canvas.swatch(Box(start, y + 0.5, abs(length), _ROW_BAR - 1), style_of(n))
        label = own_label(value, series, figures, desk)
        if value < 0:
            canvas.block((label,), start - GAP / 2, middle, anchor="end")
        else:
            canvas.block((label,), zero + length + GAP / 2, middle)
