"""Drawing: a chart as a drawing of vectors, whatever its kind; all kinds are loaded with it."""

from __future__ import annotations

from typing import assert_never

from report.charts.bars import draw_bars
from report.charts.canvas import WIDE, Canvas, Desk, Measure
from report.charts.data import read_events, read_figures
from report.charts.lettering import Lettering
from report.charts.lines import draw_lines
from report.charts.shares import draw_shares
from report.charts.timelines import draw_timeline
from report.charts.wording import description_of, title_of
from report.locales import Locale, direction_of
from report.model.blocks import Chart


def draw_chart(
    chart: Chart, lettering: Lettering, tongue: Locale, language: str, measure: Measure = WIDE
) -> str:
    """Draw a chart as an SVG element whose title and description say what it shows.

    Args:
        chart: one that :func:`report.charts.data.can_be_drawn`.
        lettering: the faces for the words in it, which become outlines.
        tongue: the locale whose digits and words are used.
        language: that of the chart, which says in which direction its words run.
        measure: its length, and the size of its letters.
    """
    text = direction_of(language)
    desk = Desk(lettering, tongue, text, chart.direction or text, measure)
    canvas, height = _draw(chart, desk)
    return canvas.svg(height, title_of(chart, desk), description_of(chart, desk))


def _draw(chart: Chart, desk: Desk) -> tuple[Canvas, float]:
    match chart.kind:
        case "bar":
            return draw_bars(desk, read_figures(chart), chart.bars)
        case "line":
            return draw_lines(desk, read_figures(chart))
        case "share":
            return draw_shares(desk, read_figures(chart))
        case "timeline":
            return draw_timeline(desk, read_events(chart))
        case _:
            assert_never(chart.kind)
