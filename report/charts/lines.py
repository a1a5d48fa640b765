"""Lines: values over time or over categories, each line named where it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from report.charts.axis import GAP, Plot, axis_room, draw_grid, draw_key, draw_unit
from report.charts.canvas import Box, Canvas, Desk
from report.charts.data import Figures, Series
from report.charts.labels import spread
from report.charts.palette import style_of
from report.charts.scale import Scale, nice_scale

_PLOT_HEIGHT = 160.0
_NAMES = 0.26
"""The largest share of the length that the names beside the ends of the lines take."""

_NEAR = 0.6
"""Values that vary by less than this share of the largest are shown without nought."""

_MOST_MARKS = 16
"""Points; marks on more would run into one another, and only every few carry one."""

_EDGE = 5.0
_NAME_START = 3 * GAP
"""From the end of the plot to a name: between them is the mark of its line."""


def draw_lines(desk: Desk, figures: Figures) -> tuple[Canvas, float]:
    """Draw lines; return the canvas and its height. A value that is not there parts its line."""
    canvas = Canvas(desk)
    top = draw_unit(canvas, figures, 0)
    names = _names_beside(desk, figures.series)
    if names is None and len(figures.series) > 1:
        top = draw_key(canvas, [series.name for series in figures.series], top, _sample)
    top += desk.leading / 2
    scale = nice_scale(figures.values, _PLOT_HEIGHT, zero=_from_nought(figures))
    start = axis_room(scale, figures, desk)
    beside = max(map(desk.width, (line for lines in names for line in lines))) if names else 0.0
    end = desk.measure.length - (beside + _NAME_START if names else _EDGE)
    plot = Plot(scale, start, end, top, top + _PLOT_HEIGHT)
    draw_grid(canvas, plot, figures)
    places = _places(figures, start + _EDGE, end - _EDGE)
    for number, series in enumerate(figures.series):
        _line(canvas, plot, series, places, number)
    if names:
        _name_ends(canvas, plot, figures.series, names)
    return canvas, _name_places(canvas, plot, figures.categories, places)


def _from_nought(figures: Figures) -> bool:
    low, high = min(figures.values), max(figures.values)
    return low < 0 < high or (high - low) > _NEAR * max(abs(low), abs(high))


def _names_beside(desk: Desk, series: Sequence[Series]) -> list[tuple[str, ...]] | None:
    """Return the names in lines, if they can stand at the ends of their lines."""
    if len(series) < 2:
        return None
    room = desk.measure.length * _NAMES
    names = [desk.lines(one.name, room) for one in series]
    fits = all(desk.width(line) <= room for lines in names for line in lines)
    ends = all(one.values[-1] is not None for one in series)
    height = sum(map(len, names)) * desk.leading
    return names if fits and ends and all(names) and height <= _PLOT_HEIGHT else None


def _places(figures: Figures, start: float, end: float) -> tuple[float, ...]:
    """Return where the categories stand: as far apart as their dates are, or evenly."""
    moments = figures.moments or tuple(map(float, range(len(figures.categories))))
    scale = Scale(moments[0], moments[-1], 1, end - start)
    return tuple(start + scale.at(moment) for moment in moments)


def _stretches(
    values: Sequence[float | None], places: Sequence[float], plot: Plot
) -> Iterator[list[tuple[float, float]]]:
    """Yield the points of a line, parted where a value is not there."""
    points: list[tuple[float, float]] = []
    for value, place in zip(values, places, strict=True):
        if value is not None:
            points.append((place, plot.y(value)))
        elif points:
            yield points
            points = []
    if points:
        yield points


def _line(canvas: Canvas, plot: Plot, series: Series, places: Sequence[float], number: int) -> None:
    style = style_of(number)
    every = -(-len(places) // _MOST_MARKS)
    for points in _stretches(series.values, places, plot):
        if len(points) > 1:
            canvas.line(points, style.ink, 1.8, style.dash)
        lone = len(points) == 1
        for place, y in points:
            if lone or places.index(place) % every == 0 or place == places[-1]:
                canvas.mark(style.mark, place, y, style.ink)


def _sample(canvas: Canvas, number: int, box: Box) -> None:
    style, y = style_of(number), box.top + box.height / 2
    canvas.line(((box.start, y), (box.start + box.length, y)), style.ink, 1.8, style.dash)
    canvas.mark(style.mark, box.start + box.length / 2, y, style.ink)


def _name_ends(
    canvas: Canvas, plot: Plot, series: Sequence[Series], names: Sequence[tuple[str, ...]]
) -> None:
    leading = canvas.desk.leading
    ends = [plot.y(one.values[-1] or 0.0) for one in series]
    heights = [len(lines) * leading for lines in names]
    middles = spread(ends, heights, plot.top - leading / 2, plot.foot + leading / 2)
    for number, (lines, middle) in enumerate(zip(names, middles, strict=True)):
        style = style_of(number)
        if abs(middle - ends[number]) > leading / 2:
            joint = ((plot.end, ends[number]), (plot.end + GAP, middle))
            canvas.line(joint, style.ink, 0.6)
        canvas.mark(style.mark, plot.end + 1.5 * GAP, middle, style.ink)
        canvas.block(lines, plot.end + _NAME_START, middle)


def _name_places(
    canvas: Canvas, plot: Plot, names: Sequence[str], places: Sequence[float]
) -> float:
    """Letter the categories below the plot, as many as have room; the last one always."""
    desk = canvas.desk
    top = plot.foot + GAP
    room = min(b - a for a, b in pairwise(places)) if len(places) > 1 else 0
    even = [desk.lines(name, max(room - GAP, desk.size)) for name in names]
    if all(len(n) <= 2 and all(desk.width(line) <= room - GAP for line in n) for n in even):
        shown = dict(enumerate(even))
    else:
        shown = {n: (names[n],) for n in _shown(desk, names, places)}
    for number, lines in shown.items():
        half = max(map(desk.width, lines), default=0.0) / 2
        place = min(max(places[number], half), desk.measure.length - half)
        canvas.stack(lines, place, top, anchor="middle")
        canvas.line(
            ((places[number], plot.foot), (places[number], plot.foot + 3)), style_of(0).ink, 0.7
        )
    return top + max(map(len, shown.values()), default=0) * desk.leading


def _shown(desk: Desk, names: Sequence[str], places: Sequence[float]) -> list[int]:
    """Return which names are lettered: the ends, and between them each that touches no other."""
    last = len(names) - 1
    spans = [
        (place - half, place + half)
        for place, half in zip(places, (desk.width(name) / 2 for name in names), strict=True)
    ]
    chosen: list[int] = []
    for number in (last, 0, *reversed(range(1, last))):
        low, high = spans[number]
        if all(high + GAP <= spans[n][0] or spans[n][1] + GAP <= low for n in chosen):
            chosen.append(number)
    return sorted(chosen)
