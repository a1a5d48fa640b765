"""Data: what a chart has to draw, read from its cells, and what of it cannot be drawn."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from report.charts.lettering import bare, spoken
from report.charts.numerals import Numeral, read_number
from report.diagnostics import Diagnostic
from report.model.blocks import Cell, Chart, ChartKind, Row
from report.model.walk import all_blocks, own_inlines
from report.rules import Phrase, finding

MOST_SERIES = 6
"""Inks, hatches and marks that the eye tells apart; a seventh would be told by colour alone."""

FEW_CATEGORIES: dict[ChartKind, int] = {"bar": 12, "line": 60, "share": 8, "timeline": 12}
"""Past these a chart is still drawn, and a careful house would not draw it."""

MOST_CATEGORIES: dict[ChartKind, int] = {"bar": 40, "line": 200, "share": 12, "timeline": 30}
"""Past these it is a table."""

_WHOLE, _SLACK = 100.0, 1.0
_YEAR = re.compile(r"(?<!\d)(\d{3,4})(?!\d)")
_DATE = re.compile(r"(\d{3,4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_SPAN = re.compile(r"\s*[-–—/]\s*|\s+(?:to|au|à|إلى|تا|عد|עד)\s+")


@dataclass(frozen=True, slots=True)
class Series:
    """A column of numbers: its name, and a value or none for each category."""

    name: str
    values: tuple[float | None, ...]
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of a chart: names of categories, and series of equal length.

    Names hold the isolates that order them (:func:`report.charts.lettering.spoken`). ``percent``
    says that the values are percentages, ``unit`` what else they are counted in.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    percent: bool = False

    @property
    def values(self) -> tuple[float, ...]:
        """Every value that is there."""
        return tuple(v for series in self.series for v in series.values if v is not None)

    @property
    def moments(self) -> tuple[float, ...] | None:
        """The categories as moments, if each of them is a date and time runs on."""
        spans = [read_span(name) for name in self.categories]
        starts = tuple(span[0] for span in spans if span and span[0] == span[1])
        rising = all(a < b for a, b in pairwise(starts))
        return starts if len(starts) == len(spans) and rising and len(spans) > 1 else None


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, from ``start`` to ``end`` in years; ``date`` as the author has it."""

    date: str
    start: float
    end: float
    words: str


def cell_words(cell: Cell) -> str:
    """Return the text of a cell with its isolates, its blocks parted by a blank."""
    runs = (run for block in all_blocks(cell.content) for run in own_inlines(block))
    return " ".join(text for run in runs if (text := spoken(run).strip()))


def read_figures(chart: Chart) -> Figures:
    """Read the numbers of a chart; a cell that is no number is a value that is not there."""
    width = max((len(row.cells) for row in (chart.head, *chart.rows)), default=0)
    columns = [[_numeral(row, n) for row in chart.rows] for n in range(1, width)]
    unit = spoken(chart.unit).strip()
    numerals = [numeral for column in columns for numeral in column]
    percent = unit in {"%", "٪"} or (not unit and any(n.percent for n in numerals))
    return Figures(
        tuple(cell_words(row.cells[0]) if row.cells else "" for row in chart.rows),
        tuple(
            Series(
                cell_words(chart.head.cells[n]) if n < len(chart.head.cells) else "",
                tuple(numeral.value for numeral in column),
                max((numeral.decimals for numeral in column), default=0),
            )
            for n, column in enumerate(columns, start=1)
        ),
        "" if percent else unit,
        percent,
    )


def _numeral(row: Row, column: int) -> Numeral:
    return read_number(cell_words(row.cells[column])) if column < len(row.cells) else Numeral(None)


def read_events(chart: Chart) -> tuple[Event, ...]:
    """Read the events of a time line in the order of time; a row without a date is left out."""
    events = []
    for row in chart.rows:
        words = [cell_words(cell) for cell in row.cells]
        if words and (span := read_span(words[0])):
            said = " ".join(word for word in words[1:] if word)
            events.append(Event(words[0], *span, said))
    return tuple(sorted(events, key=lambda event: event.start))


def read_span(text: str) -> tuple[float, float] | None:
    """Read a date, or two with a dash between, as years; the calendar is the author's.

    >>> read_span("2012"), read_span("2012-07"), read_span("١٩٩٠–١٩٩٥"), read_span("قريباً")
    ((2012.0, 2012.0), (2012.5, 2012.5), (1990.0, 1995.0), None)
    >>> read_span("مارس 2012")
    (2012.0, 2012.0)
    """
    plain = "".join(str(unicodedata.decimal(c, c)) for c in bare(text)).strip()
    if whole := _DATE.fullmatch(plain):
        moment = _moment(whole)
        return (moment, moment) if moment is not None else None
    parts = [part for part in _SPAN.split(plain) if part]
    years = [_YEAR.findall(part) for part in parts]
    if len(parts) == 2 and all(len(found) == 1 for found in years):
        start, end = float(years[0][0]), float(years[1][0])
        return (start, end) if start <= end else None
    found = _YEAR.findall(plain)
    return (float(found[0]), float(found[0])) if len(found) == 1 else None


def _moment(date: re.Match[str]) -> float | None:
    month, day = int(date[2] or 1), int(date[3] or 1)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return int(date[1]) + (month - 1) / 12 + (day - 1) / 372


def can_be_drawn(chart: Chart) -> bool:
    """Say whether there is something to draw that the eye could read; else a table says it."""
    return _obstacle(chart) is None


def check_chart(chart: Chart) -> Iterator[Diagnostic]:
    """Yield what is wrong with the data of a chart, each finding at its cell."""
    if not chart.caption:
        yield finding("D101", chart.at)
    if chart.kind == "timeline":
        yield from _check_dates(chart)
    else:
        yield from _check_numbers(chart)
    if obstacle := _obstacle(chart):
        yield finding("D105", chart.at, reason=Phrase(obstacle))
        return
    count, few = len(chart.rows), _few(chart)
    if count > few:
        yield finding("D104", chart.at, count=count, few=few)
    if chart.kind == "share":
        yield from _check_wholes(chart)


def _check_dates(chart: Chart) -> Iterator[Diagnostic]:
    for row in chart.rows:
        said = cell_words(row.cells[0]) if row.cells else ""
        if read_span(said) is None:
            yield finding("D106", row.at or chart.at, date=bare(said))


def _check_numbers(chart: Chart) -> Iterator[Diagnostic]:
    for row in chart.rows:
        for cell in row.cells[1:]:
            said = cell_words(cell)
            numeral = read_number(said)
            if numeral.fault == "unreadable":
                yield finding("D102", cell.at or chart.at, value=bare(said))
            elif numeral.fault == "ambiguous" and numeral.value is not None:
                read = f"{numeral.value:.{numeral.decimals}f}"
                yield finding("D103", cell.at or chart.at, value=bare(said), read=Phrase(read))


def _check_wholes(chart: Chart) -> Iterator[Diagnostic]:
    figures = read_figures(chart)
    for series in figures.series if figures.percent else ():
        total = sum(value for value in series.values if value is not None)
        if abs(total - _WHOLE) > _SLACK:
            yield finding("D107", chart.at, name=bare(series.name), total=Phrase(f"{total:g}"))


def _few(chart: Chart) -> int:
    """Return how many rows a careful house would draw; points in time stand closer."""
    if chart.kind == "line" and read_figures(chart).moments is None:
        return FEW_CATEGORIES["bar"]
    return FEW_CATEGORIES[chart.kind]


def _obstacle(chart: Chart) -> str | None:
    """Return why a chart cannot be drawn, if it cannot."""
    most = MOST_CATEGORIES[chart.kind]
    if len(chart.rows) > most:
        return f"it has {len(chart.rows)} rows, more than {most}"
    if chart.kind == "timeline":
        return None if read_events(chart) else "no row begins with a date"
    figures = read_figures(chart)
    if len(figures.series) > MOST_SERIES:
        return f"it has {len(figures.series)} series, more than {MOST_SERIES}"
    if not figures.values:
        return "it has no numbers"
    if chart.kind == "line" and len(chart.rows) < 2:
        return "a line needs two points"
    if chart.kind == "share":
        if min(figures.values) < 0:
            return "a share is never below nought"
        if any(not sum(v or 0 for v in series.values) for series in figures.series):
            return "the parts of a whole add up to nought"
    return None
