"""Time lines: what happened when, along a line with its dates, or down it where words are many."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from report.charts.axis import GAP
from report.charts.canvas import Canvas, Desk
from report.charts.data import Event
from report.charts.labels import Row, Stand, place_in_lanes
from report.charts.lettering import bare, settled
from report.charts.palette import BASE, STYLES
from report.charts.scale import Scale

_LEADER = 9.0
_MOST_LANES = 2
_MOST_LINES = 5
_MEASURES = (0.24, 0.2, 0.17)
"""The shares of the length that a label may be long, the most comfortable first."""

_DOT = 3.4
_SPAN = 3.4
_ROW_GAP = 6.0
_EDGE = 14.0
_SHORTEST = 400.0
"""Units; on a shorter line the words would stand in columns of two or three."""

_ACCENT = STYLES[0].ink


def draw_timeline(desk: Desk, events: Sequence[Event]) -> tuple[Canvas, float]:
    """Draw a time line; return the canvas and its height.

    Along the line places are as far apart as the dates; where the words have no room so, the
    line goes down the page, an event below the other in even steps.
    """
    for share in _MEASURES if desk.measure.length >= _SHORTEST else ():
        labels = [_label(desk, event, desk.measure.length * share) for event in events]
        if all(len(lines) <= _MOST_LINES for _, lines in labels):
            row = _row(desk, events, labels)
            if row and (stands := place_in_lanes(row, [True, False], _MOST_LANES)):
                return _along(desk, events, labels, row, stands)
    return _down(desk, events)


def date_words(event: Event, desk: Desk) -> str:
    """Return a date as the region writes it; one that is not ISO stays as the author has it."""
    plain = bare(event.date)
    said = desk.tongue.date(plain) if plain.isascii() else plain
    return event.date if said == plain else settled(said, desk.text)


def _label(desk: Desk, event: Event, measure: float) -> tuple[str, tuple[str, ...]]:
    return date_words(event, desk), desk.lines(event.words, measure)


def _row(
    desk: Desk, events: Sequence[Event], labels: Sequence[tuple[str, tuple[str, ...]]]
) -> Row | None:
    """Return where the labels belong on a line of the whole length, if time passes at all."""
    first, last = events[0].start, max(event.end for event in events)
    if last <= first:
        return None
    lengths = [
        max([desk.width(date, strong=True), *map(desk.width, lines)]) for date, lines in labels
    ]
    scale = _scale(desk, events)
    points = [_EDGE + scale.at(event.start) for event in events]
    if any(b - a < 2 * _DOT for a, b in pairwise(points)):
        return None
    return Row(points, lengths, desk.measure.length)


def _scale(desk: Desk, events: Sequence[Event]) -> Scale:
    first, last = events[0].start, max(event.end for event in events)
    return Scale(first, last, 1, desk.measure.length - 2 * _EDGE)


def _along(
    desk: Desk,
    events: Sequence[Event],
    labels: Sequence[tuple[str, tuple[str, ...]]],
    row: Row,
    stands: Sequence[Stand],
) -> tuple[Canvas, float]:
    canvas = Canvas(desk)
    heights = [(1 + len(lines)) * desk.leading for _, lines in labels]
    away = _lanes(stands, heights)
    above = [away[s] + h for s, h in zip(stands, heights, strict=True) if s.above]
    below = [away[s] + h for s, h in zip(stands, heights, strict=True) if not s.above]
    line = max(above, default=_DOT)
    canvas.line(((0, line), (desk.measure.length, line)), BASE, 1.4)
    scale = _scale(desk, events)
    for number, (event, stand) in enumerate(zip(events, stands, strict=True)):
        point, (date, lines) = row.points[number], labels[number]
        near = line - away[stand] if stand.above else line + away[stand]
        canvas.line(((point, line), (point, near)), BASE, 0.7)
        if event.end > event.start:
            canvas.line(((point, line), (_EDGE + scale.at(event.end), line)), _ACCENT, _SPAN)
        canvas.mark("circle", point, line, _ACCENT, _DOT)
        top = near - heights[number] if stand.above else near
        middle = stand.start + row.lengths[number] / 2
        canvas.stack((date,), middle, top, anchor="middle", ink=_ACCENT, strong=True)
        canvas.stack(lines, middle, top + desk.leading, anchor="middle")
    return canvas, line + max(below, default=_DOT)


def _lanes(stands: Sequence[Stand], heights: Sequence[float]) -> dict[Stand, float]:
    """Return how far from the line each label begins: past the tallest of every nearer lane."""
    tallest: dict[tuple[bool, int], float] = {}
    for stand, height in zip(stands, heights, strict=True):
        lane = (stand.above, stand.lane)
        tallest[lane] = max(tallest.get(lane, 0.0), height)
    return {
        stand: _LEADER
        + sum(tallest.get((stand.above, lane), 0.0) + GAP for lane in range(stand.lane))
        for stand in stands
    }


def _down(desk: Desk, events: Sequence[Event]) -> tuple[Canvas, float]:
    canvas = Canvas(desk)
    dates = [desk.lines(date_words(event, desk), desk.measure.length * 0.3) for event in events]
    widest = max(desk.width(line, strong=True) for lines in dates for line in lines)
    line = widest + 2 * GAP + _DOT
    start = line + _DOT + 2 * GAP
    top, places = 0.0, []
    for event, date in zip(events, dates, strict=True):
        lines = desk.lines(event.words, desk.measure.length - start)
        places.append((top, date, lines))
        top += max(len(lines), len(date), 1) * desk.leading + _ROW_GAP
    height = top - _ROW_GAP
    first, last = desk.leading / 2, places[-1][0] + desk.leading / 2
    canvas.line(((line, first), (line, last)), BASE, 1.4)
    for at, date, lines in places:
        canvas.mark("circle", line, at + desk.leading / 2, _ACCENT, _DOT)
        canvas.stack(date, widest, at, anchor="end", ink=_ACCENT, strong=True)
        canvas.stack(lines, start, at)
    return canvas, height
