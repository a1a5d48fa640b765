"""Charts: the numbers as a pipe table, fenced with what is said of them."""

from __future__ import annotations

from report.model.blocks import Chart
from report.model.walk import inline_text
from report.writers.manuscript.inlines import Pen
from report.writers.manuscript.marks import attributes
from report.writers.manuscript.tables import dataset_values, keyed, pipe_row


def write_chart(chart: Chart, pen: Pen) -> list[str]:
    """Return the lines of a chart; a cell that is more than a line of text is written as one."""
    values = {
        "kind": chart.kind,
        "unit": inline_text(chart.unit) or None,
        "alt": chart.alternative or None,
        "bars": chart.bars,
        "dir": chart.direction,
        "data": "show" if chart.shown else None,
        **dataset_values(chart.data),
        "lang": chart.language,
    }
    lines = [f"::: {attributes(chart.label, ['chart', *(['key'] if chart.key else [])], values)}"]
    if chart.caption:
        lines += [*keyed("Chart:", chart.caption, pen), ""]
    if chart.data is None:
        rule = "|".join("---" for _ in chart.head.cells)
        lines += [pipe_row(chart.head, pen), f"|{rule}|", *(pipe_row(r, pen) for r in chart.rows)]
    if chart.source:
        lines += ["", *keyed("Source:", chart.source, pen)]
    return [*lines, ":::"]
