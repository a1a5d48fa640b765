"""Shares: a whole as a strip of its parts; the eye compares lengths better than angles."""

from __future__ import annotations

from collections.abc import Sequence

from report.charts.axis import GAP, draw_key, own_label
from report.charts.canvas import Box, Canvas, Desk
from report.charts.data import Figures, Series
from report.charts.labels import Row, Stand, place_in_lanes
from report.charts.lettering import settled
from report.charts.numerals import write_number
from report.charts.palette import MUTED, Style, style_of, text_on

_STRIP = 26.0
_PART_GAP = 1.2
_LEADER = 7.0
_MOST_LANES = 3
_NAMES = 0.3
"""The largest share of the length that names of wholes take beside their strips."""

_WIDEST = 0.28
"""The largest share of the length of a strip that the name of a part takes in a line."""


def draw_shares(desk: Desk, figures: Figures) -> tuple[Canvas, float]:
    """Draw a strip for each series, its categories as parts; return the canvas and its height.

    One whole has the name and share of each part below it; of several, the first strip carries
    the names above it and each part its share inside.
    """
    canvas = Canvas(desk)
    if len(figures.series) == 1:
        return canvas, _one_whole(canvas, figures)
    return canvas, _several(canvas, figures)


def _style(number: int, *, hatched: bool) -> Style:
    style = style_of(number)
    return style if hatched or number >= 6 else style._replace(hatch="none")


def share_label(series: Series, number: int, figures: Figures, desk: Desk) -> str:
    """Return the share of a part: as typed if it is a percentage, else to a whole one."""
    value = series.values[number] or 0.0
    if figures.percent:
        return own_label(value, series, figures, desk)
    total = sum(v or 0.0 for v in series.values)
    share = 100 * value / total
    decimals = 1 if 0 < share < 1 else 0
    return settled(write_number(share, decimals, desk.tongue, percent=True), desk.text)


def _parts(series: Series, start: float, length: float) -> list[tuple[float, float]]:
    """Return from where to where each part goes; a part that is not there has no length."""
    total = sum(value or 0.0 for value in series.values)
    parts, reach = [], 0.0
    for value in series.values:
        begin, reach = reach, reach + (value or 0.0)
        parts.append((start + begin / total * length, start + reach / total * length))
    return parts


def _strip(
    canvas: Canvas, parts: Sequence[tuple[float, float]], top: float, *, hatched: bool
) -> None:
    for number, (begin, end) in enumerate(parts):
        if end > begin:
            length = max(end - begin - _PART_GAP, min(end - begin, 0.6))
            canvas.swatch(Box(begin, top, length, _STRIP), _style(number, hatched=hatched))


def _one_whole(canvas: Canvas, figures: Figures) -> float:
    desk, (series,) = canvas.desk, figures.series
    parts = _parts(series, 0, desk.measure.length)
    _strip(canvas, parts, 0, hatched=False)
    shown = [n for n, (begin, end) in enumerate(parts) if end > begin]
    labels = [
        (
            desk.lines(figures.categories[n], desk.measure.length * _WIDEST),
            share_label(series, n, figures, desk),
        )
        for n in shown
    ]
    middles = [sum(parts[n]) / 2 for n in shown]
    lengths = [max([desk.width(s, strong=True), *map(desk.width, lines)]) for lines, s in labels]
    stands = place_in_lanes(Row(middles, lengths, desk.measure.length), [False], _MOST_LANES)
    if stands is None or len(shown) < len(parts):
        return _listed(canvas, figures, _STRIP + GAP)
    tall = (max(len(lines) for lines, _ in labels) + 1) * desk.leading
    for stand, middle, length, (lines, share) in zip(stands, middles, lengths, labels, strict=True):
        top = _STRIP + _LEADER + stand.lane * (tall + GAP)
        canvas.line(((middle, _STRIP + 1), (middle, top)), MUTED, 0.6)
        place = stand.start + length / 2
        canvas.stack((share,), place, top, anchor="middle", strong=True)
        canvas.stack(lines, place, top + desk.leading, anchor="middle")
    lowest = max(stand.lane for stand in stands)
    return _STRIP + _LEADER + lowest * (tall + GAP) + tall


def _listed(canvas: Canvas, figures: Figures, top: float) -> float:
    """List the parts below the strip in their order, where they are too many to be led to."""
    desk, (series,) = canvas.desk, figures.series
    swatch = desk.size
    shares = [share_label(series, n, figures, desk) for n in range(len(series.values))]
    column = swatch + GAP + max(desk.width(share, strong=True) for share in shares)
    for number, (name, share) in enumerate(zip(figures.categories, shares, strict=True)):
        lines = desk.lines(name, desk.measure.length - column - 2 * GAP)
        box = Box(0, top + (desk.leading - swatch) / 2, swatch, swatch)
        canvas.swatch(box, _style(number, hatched=False))
        said = "—" if series.values[number] is None else share
        canvas.stack((said,), column, top, anchor="end", strong=True)
        canvas.stack(lines, column + 2 * GAP, top)
        top += max(1, len(lines)) * desk.leading
    return top


def _several(canvas: Canvas, figures: Figures) -> float:
    desk = canvas.desk
    room = desk.measure.length * _NAMES
    names = [desk.lines(series.name, room) for series in figures.series]
    widest = max((desk.width(line) for lines in names for line in lines), default=0.0)
    start = widest + 1.5 * GAP if widest else 0.0
    length = desk.measure.length - start
    top = _parts_named(canvas, figures, start, length)
    for lines, series in zip(names, figures.series, strict=True):
        height = max(_STRIP, len(lines) * desk.leading)
        parts = _parts(series, start, length)
        canvas.block(lines, widest, top + height / 2, anchor="end")
        _strip(canvas, parts, top + (height - _STRIP) / 2, hatched=True)
        _shares_inside(canvas, figures, series, parts, top + height / 2)
        top += height + 1.6 * GAP
    return top - 1.6 * GAP


def _parts_named(canvas: Canvas, figures: Figures, start: float, length: float) -> float:
    """Name the parts above the first strip, or in a key where they have no room there."""
    desk, first = canvas.desk, figures.series[0]
    parts = _parts(first, 0, length)
    lines = [desk.lines(name, length * _WIDEST) for name in figures.categories]
    lengths = [max(map(desk.width, one), default=0.0) for one in lines]
    middles = [sum(part) / 2 for part in parts]
    stands = place_in_lanes(Row(middles, lengths, length), [True], _MOST_LANES)
    if stands is None or not all(end > begin for begin, end in parts):
        return draw_key(canvas, figures.categories, 0, _hatched) + GAP / 2
    tall = max(map(len, lines)) * desk.leading
    foot = _foot(stands, tall)
    for stand, middle, own, words in zip(stands, middles, lengths, lines, strict=True):
        low = foot - _LEADER - stand.lane * (tall + GAP)
        canvas.line(((start + middle, foot - 1), (start + middle, low)), MUTED, 0.6)
        top = low - len(words) * desk.leading
        canvas.stack(words, start + stand.start + own / 2, top, anchor="middle")
    return foot


def _foot(stands: Sequence[Stand], tall: float) -> float:
    return max(stand.lane for stand in stands) * (tall + GAP) + tall + _LEADER


def _hatched(canvas: Canvas, number: int, box: Box) -> None:
    canvas.swatch(box, _style(number, hatched=True))


def _shares_inside(
    canvas: Canvas,
    figures: Figures,
    series: Series,
    parts: Sequence[tuple[float, float]],
    middle: float,
) -> None:
    """Letter the share of each part inside it, on a plain ground, where it fits."""
    desk = canvas.desk
    for number, (begin, end) in enumerate(parts):
        label = share_label(series, number, figures, desk)
        length = desk.width(label, strong=True) + GAP
        if length > end - begin - _PART_GAP:
            continue
        place, style = (begin + end - _PART_GAP) / 2, _style(number, hatched=True)
        if style.hatch != "none":
            high = desk.size * 1.5
            canvas.rectangle(Box(place - length / 2, middle - high / 2, length, high), style.ink)
        canvas.block((label,), place, middle, anchor="middle", ink=text_on(style.ink), strong=True)
