"""Charts: a drawing for the page, one for the hand, and the numbers as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from report.charts.data import can_be_drawn
from report.charts.lettering import Lettering
from report.compose.galley import Face
from report.locales import Locale
from report.model.blocks import Align, Block, Blocks, Chart, Column, Row, Table
from report.model.inlines import NoteRef
from report.model.walk import all_blocks, all_inlines, own_inlines, with_inner_blocks

_REGULAR, _STRONG = frozenset({400}), frozenset({600, 700})


def lettering_of(faces: Iterable[Face], families: Iterable[str]) -> Lettering:
    """Return the lettering of drawings: the first of the families that has a letter sets it.

    They are those of tables and captions, so that a drawing looks like its page.
    """
    faces, families = tuple(faces), tuple(families)

    def chosen(weights: frozenset[int]) -> list[bytes]:
        return [
            face.data
            for family in families
            for face in sorted(faces, key=lambda face: face.weight)
            if face.family == family and face.weight in weights and face.style == "normal"
        ]

    return Lettering(chosen(_REGULAR), chosen(_STRONG))


def drawings(chart: Chart, lettering: Lettering | None, tongue: Locale, language: str) -> str:
    """Draw a chart twice; style sheets show one. Nothing for a chart that cannot be drawn."""
    if lettering is None or not can_be_drawn(chart):
        return ""
    # Loaded when it is needed: few reports have charts.
    from report.charts.canvas import NARROW, WIDE
    from report.charts.drawing import draw_chart

    return "\n".join(
        draw_chart(chart, lettering, tongue, language, measure) for measure in (WIDE, NARROW)
    )


def data_table(chart: Chart) -> Table:
    """Return the numbers of a chart as a table: series head columns, categories head rows."""
    align: Align = "start" if chart.kind == "timeline" else "number"
    width = max(len(row.cells) for row in (chart.head, *chart.rows))
    head = replace(chart.head, cells=tuple(replace(c, header=True) for c in chart.head.cells))
    return Table(
        (Column(), *(Column(align) for _ in range(width - 1))),
        (head,) if any(cell.content for cell in head.cells) else (),
        tuple(_with_header(row) for row in chart.rows),
    )


def _with_header(row: Row) -> Row:
    first = tuple(replace(cell, header=True) for cell in row.cells[:1])
    return replace(row, cells=first + row.cells[1:])


def data_is_shown(chart: Chart) -> bool:
    """Say whether print shows the numbers too: asked for, not drawn, or with notes in them."""
    return chart.shown or not can_be_drawn(chart) or _calls_notes(chart)


def as_text(blocks: Blocks) -> Blocks:
    """Return blocks without what print has as a drawing only: units, and numbers not shown.

    What is left is what can be searched, copied and read aloud from the page.
    """

    def text_of(block: Block) -> Block:
        if not isinstance(block, Chart):
            return block
        shown = replace(block, unit=())
        return shown if data_is_shown(block) else replace(shown, head=Row(()), rows=())

    return tuple(text_of(with_inner_blocks(block, as_text)) for block in blocks)


def _calls_notes(chart: Chart) -> bool:
    return any(
        isinstance(inline, NoteRef)
        for row in (chart.head, *chart.rows)
        for cell in row.cells
        for block in all_blocks(cell.content)
        for run in own_inlines(block)
        for inline in all_inlines(run)
    )
