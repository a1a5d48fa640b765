"""Wording: what a chart shows, said in words, for who does not see it."""

from __future__ import annotations

from report.charts.axis import own_label
from report.charts.canvas import Desk
from report.charts.data import Figures, read_events, read_figures
from report.charts.lettering import bare
from report.charts.timelines import date_words
from report.model.blocks import Chart
from report.model.walk import inline_text


def title_of(chart: Chart, desk: Desk) -> str:
    """Return what stands for the drawing: the author's words, or its kind and caption."""
    if chart.alternative.strip():
        return chart.alternative.strip()
    kind = desk.tongue.words[f"chart_{chart.kind}"]
    caption = inline_text(chart.caption).strip()
    return f"{kind}: {caption}" if caption else kind


def description_of(chart: Chart, desk: Desk) -> str:
    """Return all that is drawn as sentences: each series with its values, each date with its event.

    Isolates are left out: alternatives are read aloud, and readers of the screen take them for
    characters.
    """
    if chart.kind == "timeline":
        events = read_events(chart)
        said = [f"{bare(date_words(event, desk))}: {bare(event.words)}" for event in events]
        return _listed(said, desk)
    figures = read_figures(chart)
    said = [_series(figures, number, desk) for number in range(len(figures.series))]
    unit = f"({bare(figures.unit)}) " if figures.unit else ""
    return unit + _listed(said, desk)


def _listed(parts: list[str], desk: Desk) -> str:
    return f"{desk.tongue.words['semicolon']} ".join(parts) + "."


def _series(figures: Figures, number: int, desk: Desk) -> str:
    series, words = figures.series[number], desk.tongue.words
    pairs = []
    for name, value in zip(figures.categories, series.values, strict=True):
        said = words["no_value"] if value is None else own_label(value, series, figures, desk)
        pairs.append(f"{bare(name)}: {bare(said)}")
    joined = f"{words['comma']} ".join(pairs)
    return f"{bare(series.name)} — {joined}" if series.name else joined
