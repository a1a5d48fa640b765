"""Charts: ``::: {.chart kind=bar}`` around a caption, a pipe table of numbers and a source."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal, TypeVar, get_args

from report.model.blocks import Bars, Blocks, Cell, Chart, ChartKind, Row
from report.model.inlines import Direction, Inlines, Text
from report.readers.markdown.attributes import Attributes
from report.readers.markdown.inlines import Reading, read_run
from report.readers.markdown.tables import DATASET_KEYS, dataset_of, pipe_rows, run_of
from report.readers.markdown.tree import Element

ReadBlocks = Callable[[Reading, list[Element]], Blocks]

_LINE = re.compile(r"(Chart|Source):(?:[ \t]+|$)")
_KEYS = ("lang", "kind", "unit", "alt", "bars", "dir", "data")
_KINDS: tuple[ChartKind, ...] = get_args(ChartKind)
_OF_FILES = (*DATASET_KEYS, "header-cols")
_BARS: tuple[Bars, ...] = get_args(Bars)
_DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
_SHOWN: tuple[Literal["show", "hide"], ...] = ("show", "hide")
_Word = TypeVar("_Word", bound=str)


def read_chart_div(reading: Reading, element: Element, read_blocks: ReadBlocks) -> Blocks:
    """Read a chart: one paragraph before the table is its caption, ``Source:`` its source.

    What does not belong to a chart is kept, after it; without a table there is no chart.
    """
    attributes: Attributes = element.token.meta["attributes"]
    at = reading.lines.place(element.offset)
    tables = [child for child in element.children if child.kind == "pipe_table"]
    dataset = None if tables else dataset_of(reading, attributes, element)
    if not tables and dataset is None:
        reading.tell("D024", at, block="chart")
        return read_blocks(reading, element.children)
    spare = Attributes(
        classes=tuple(name for name in attributes.classes if name != "chart"),
        values=attributes.values,
    )
    reading.tell_attributes(spare, at, *_KEYS, ".key", *(_OF_FILES if dataset else ()))
    caption: Inlines = ()
    source: Inlines = ()
    stray: list[Element] = []
    for child in element.children:
        if tables and child is tables[0]:
            continue
        key, content = _line(reading, child)
        if key == "Source" and not source:
            source = content
        elif key == "Chart" and not caption:
            caption = content
        else:
            reading.tell("D024", reading.lines.place(child.offset), block="chart")
            stray.append(child)
    head, rows = _rows(reading, tables[0]) if tables else (Row(()), ())
    values = attributes.values
    unit = values.get("unit", "").strip()
    chart = Chart(
        _kind(reading, values.get("kind"), element),
        head,
        rows,
        caption=caption,
        unit=(Text(unit, at=at),) if unit else (),
        source=source,
        alternative=values.get("alt", ""),
        bars=_word(reading, values, "bars", _BARS, element),
        direction=_word(reading, values, "dir", _DIRECTIONS, element),
        data=dataset,
        shown=_word(reading, values, "data", _SHOWN, element) == "show",
        key="key" in attributes.classes,
        label=attributes.label,
        language=attributes.language,
        at=at,
    )
    return (chart, *read_blocks(reading, stray))


def _line(reading: Reading, child: Element) -> tuple[str, Inlines]:
    """Return what a paragraph is to the chart; one that does not say is a caption."""
    if child.kind != "paragraph":
        return "", ()
    run = run_of(reading, child)
    mark = _LINE.match(run.content)
    return mark[1] if mark else "Chart", read_run(reading, run.cut(mark.end() if mark else 0))


def _rows(reading: Reading, element: Element) -> tuple[Row, tuple[Row, ...]]:
    head, *rows = pipe_rows(reading, element)
    width = max(len(row.cells) for row in (head, *rows))
    return _filled(head, width), tuple(_filled(row, width) for row in rows)


def _filled(row: Row, width: int) -> Row:
    short = width - len(row.cells)
    return replace(row, cells=row.cells + (Cell((), at=row.at),) * short)


def _kind(reading: Reading, written: str | None, element: Element) -> ChartKind:
    known = next((kind for kind in _KINDS if kind == written), None)
    if known is None and written is not None:
        reading.tell("D108", reading.lines.place(element.offset), kind=written)
    return known or "bar"


def _word(
    reading: Reading,
    values: Mapping[str, str],
    key: str,
    words: tuple[_Word, ...],
    element: Element,
) -> _Word | None:
    """Return the value of an attribute that takes one of a few words."""
    written = values.get(key)
    known = next((word for word in words if word == written), None)
    if known is None and written is not None:
        reading.tell("D020", reading.lines.place(element.offset), name=f"{key}={written}")
    return known
