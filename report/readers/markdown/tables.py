"""Tables: pipe tables for simple ones, list tables for those with spans and blocks in cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import get_args

from report.model.blocks import (
    Align,
    Blocks,
    Cell,
    Column,
    Dataset,
    Fit,
    Paragraph,
    Row,
    Table,
    TableStyle,
)
from report.model.grid import lay_out, width_of
from report.model.inlines import Inlines, Text
from report.readers.markdown.attributes import NONE, Attributes, parse, trailing
from report.readers.markdown.inlines import Reading, read_run
from report.readers.markdown.pipes import PipeTable
from report.readers.markdown.places import Run
from report.readers.markdown.tree import Element

ReadBlocks = Callable[[Reading, list[Element]], Blocks]

_CAPTION = re.compile(r"(?:Table)?:(?:[ \t]+|(?=\{)|$)")
_LINE = re.compile(r"(Table|Note|Source):(?:[ \t]+|(?=\{)|$)")
_ALIGNS: dict[str, Align] = {
    "start": "start",
    "center": "center",
    "end": "end",
    "number": "number",
    "d": "start",
    "l": "start",
    "c": "center",
    "r": "end",
}
_NAMES = frozenset({"table", "list-table"})
_KEYS = ("lang", "align", "aligns", "widths", "header-rows", "header-cols", "style", "unit", "fit")
_STYLES: tuple[TableStyle, ...] = get_args(TableStyle)
_FITS: tuple[Fit, ...] = get_args(Fit)
_KEY = "key"
_WIDEST_SPAN = 1000
_MOST_PADDING = 0x10000
"""Cells: what a few bars in the first row may make of short rows below."""


def run_of(reading: Reading, element: Element) -> Run:
    """Return the run of text of a paragraph, a heading or a term."""
    token = element.children[0].token
    return reading.lines.run(token.content, token.map[0] if token.map else 0)


def is_caption(element: Element) -> bool:
    """Say whether a paragraph is the caption of the table beside it."""
    if element.kind != "paragraph":
        return False
    return bool(_CAPTION.match(element.children[0].token.content))


@dataclass(slots=True)
class _Frame:
    """What stands around the cells: caption, attributes, notes, source."""

    attributes: Attributes = NONE
    caption: Inlines = ()
    notes: list[Inlines] = field(default_factory=list)
    source: Inlines = ()

    def take_caption(self, reading: Reading, run: Run) -> None:
        bare, attributes, end = trailing(run.content)
        mark = _CAPTION.match(bare)
        self.caption = read_run(reading, run.cut(mark.end() if mark else 0, end))
        self.take_attributes(attributes)

    def take_attributes(self, more: Attributes) -> None:
        mine = self.attributes
        classes = tuple(name for name in more.classes if name not in _NAMES)
        self.attributes = Attributes(
            mine.label or more.label,
            mine.classes + classes,
            {**more.values, **mine.values},
        )


def read_pipe_table(reading: Reading, element: Element, caption: Element | None) -> Table:
    """Read a pipe table with the caption that stands before or after it."""
    frame = _Frame()
    if caption:
        frame.take_caption(reading, run_of(reading, caption))
    return _table(reading, element, frame, _pipe_rows(reading, element))


def read_table_div(reading: Reading, element: Element, read_blocks: ReadBlocks) -> Blocks:
    """Read ``::: table`` and ``::: list-table``: caption, cells, notes and source.

    What does not belong to a table is kept, after it.
    """
    attributes = element.token.meta["attributes"]
    names = tuple(name for name in attributes.classes if name not in _NAMES)
    frame = _Frame(replace(attributes, classes=names))
    inside = [n for n, c in enumerate(element.children) if c.kind in {"pipe_table", "bullet_list"}]
    if not inside and (dataset := dataset_of(reading, attributes, element)):
        return _table_of(reading, element, frame, dataset, read_blocks)
    if not inside:
        reading.tell("D024", reading.lines.place(element.offset), block="table")
        return read_blocks(reading, element.children)
    stray: list[Element] = []
    for n, child in enumerate(element.children):
        if n != inside[0] and not _take_line(reading, frame, child, before=n < inside[0]):
            reading.tell("D024", reading.lines.place(child.offset), block="table")
            stray.append(child)
    cells = element.children[inside[0]]
    if cells.kind == "pipe_table":
        body = _pipe_rows(reading, cells)
    else:
        body = _list_rows(reading, cells, read_blocks)
    table = _table(reading, element, frame, body)
    return (table, *read_blocks(reading, stray))


DATASET_KEYS = ("from", "columns", "total", "sheet")


def dataset_of(reading: Reading, attributes: Attributes, element: Element) -> Dataset | None:
    """Return the file that the cells of a table or a chart come from, if it names one."""
    values = attributes.values
    if not (file := values.get("from", "").strip()):
        return None
    headers = _count(reading, attributes, "header-cols", 0, element)
    columns, total, sheet = (values.get(key, "").strip() for key in DATASET_KEYS[1:])
    return Dataset(file, columns, total, headers, sheet)


def _table_of(
    reading: Reading, element: Element, frame: _Frame, dataset: Dataset, read_blocks: ReadBlocks
) -> Blocks:
    """Read a table whose cells are in a file: there are none before the file is read."""
    stray: list[Element] = []
    for child in element.children:
        if not _take_line(reading, frame, child, before=True):
            reading.tell("D024", reading.lines.place(child.offset), block="table")
            stray.append(child)
    values = {k: v for k, v in frame.attributes.values.items() if k not in DATASET_KEYS}
    frame.attributes = replace(frame.attributes, values=values)
    table = _table(reading, element, frame, _Body((), 0))
    return (replace(table, data=dataset), *read_blocks(reading, stray))


def _take_line(reading: Reading, frame: _Frame, child: Element, *, before: bool) -> bool:
    if child.kind != "paragraph":
        return False
    run = run_of(reading, child)
    mark = _LINE.match(run.content)
    if (mark and mark[1] == "Table") or (mark is None and before and not frame.caption):
        frame.take_caption(reading, run)
    elif mark and mark[1] == "Note":
        frame.notes.append(read_run(reading, run.cut(mark.end())))
    elif mark:
        frame.source = read_run(reading, run.cut(mark.end()))
    else:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Body:
    """Rows as they are typed; ``marks`` holds what a cell says of itself: header or not."""

    rows: tuple[Row, ...]
    head_rows: int = 1
    aligns: tuple[Align, ...] = ()
    marks: tuple[tuple[bool | None, ...], ...] = ()


def _pipe_rows(reading: Reading, element: Element) -> _Body:
    """Read a pipe table; a head whose cells are all empty is none."""
    found: PipeTable = element.token.meta["table"]
    rows = pipe_rows(reading, element)
    short: list[Align] = ["start"] * (max(map(len, found.rows)) - len(found.aligns))
    aligns = (*found.aligns, *short)
    if any(cell.content for cell in rows[0].cells):
        return _Body(rows, 1, aligns)
    return _Body(rows[1:], 0, aligns)


def pipe_rows(reading: Reading, element: Element) -> tuple[Row, ...]:
    """Read the rows of a pipe table, the head first, short ones filled up."""
    found: PipeTable = element.token.meta["table"]
    expected = max(len(found.aligns), len(found.rows[0]))
    columns = max(expected, *map(len, found.rows))
    padding = sum(columns - len(row) for row in found.rows)
    rows = []
    for cells in found.rows:
        at = reading.lines.place(cells[0].offset if cells else element.offset)
        if len(cells) != expected:
            reading.tell("D012", at, cells=len(cells), columns=expected)
        made = []
        for cell in cells:
            run = reading.lines.cell(cell.text, cell.offset)
            content = read_run(reading, run, cell=True)
            blocks = (Paragraph(content, at=run.place(0)),) if content else ()
            made.append(Cell(blocks, at=run.place(0)))
        if padding <= _MOST_PADDING:
            made += [Cell((), at=at)] * (columns - len(cells))
        rows.append(Row(tuple(made), at=at))
    return tuple(rows)


def _list_rows(reading: Reading, element: Element, read_blocks: ReadBlocks) -> _Body:
    rows, marks = [], []
    for item in element.children:
        at = reading.lines.place(item.offset)
        cells: list[tuple[Cell, bool | None]] = []
        for child in item.children:
            if child.kind in {"bullet_list", "ordered_list"}:
                cells += [_list_cell(reading, cell, read_blocks) for cell in child.children]
            else:
                reading.tell("D024", reading.lines.place(child.offset), block="list-table")
                cells.append((Cell(read_blocks(reading, [child]), at=at), None))
        rows.append(Row(tuple(cell for cell, _ in cells), at=at))
        marks.append(tuple(mark for _, mark in cells))
    return _Body(tuple(rows), marks=tuple(marks))


def _list_cell(
    reading: Reading, item: Element, read_blocks: ReadBlocks
) -> tuple[Cell, bool | None]:
    at, attributes = reading.lines.place(item.offset), NONE
    children = item.children
    blocks: Blocks = ()
    if children and children[0].kind == "paragraph":
        run = run_of(reading, children[0])
        if run.content.startswith("[]{") and (found := parse(run.content, 2)):
            attributes = found[0]
            children = children[1:]
            rest = run.cut(found[1])
            content = read_run(reading, rest)
            blocks = (Paragraph(content, at=rest.place(0)),) if content else ()
    reading.tell_attributes(attributes, at, ".header", ".data", "colspan", "rowspan")
    cell = Cell(
        blocks + read_blocks(reading, children),
        columns=_count(reading, attributes, "colspan", 1, item, least=1),
        rows=_count(reading, attributes, "rowspan", 1, item, least=1),
        at=at,
    )
    header = "header" in attributes.classes
    return cell, header if header or "data" in attributes.classes else None


def _count(
    reading: Reading, attributes: Attributes, key: str, usual: int, where: Element, least: int = 0
) -> int:
    written = attributes.values.get(key)
    if written is None:
        return usual
    value = int(written) if re.fullmatch("[0-9]{1,9}", written) else -1
    if least <= value <= _WIDEST_SPAN:
        return value
    reading.tell("D020", reading.lines.place(where.offset), name=f"{key}={written}")
    return usual


def _table(reading: Reading, element: Element, frame: _Frame, body: _Body) -> Table:
    attributes, at = frame.attributes, reading.lines.place(element.offset)
    head_rows = _count(reading, attributes, "header-rows", body.head_rows, element)
    head_columns = _count(reading, attributes, "header-cols", 0, element)
    columns = _columns(reading, attributes, body, head_rows, element)
    values = attributes.values
    named = (*(name for name in attributes.classes if name != _KEY), values.get("style"))
    style = next((name for name in named if name in _STYLES), None)
    spare = Attributes(classes=tuple(n for n in attributes.classes if n != style), values=values)
    reading.tell_attributes(spare, at, *_KEYS, f".{_KEY}")
    for key, known in (("style", _STYLES), ("fit", _FITS)):
        if (written := values.get(key)) is not None and written not in known:
            reading.tell("D020", at, name=f"{key}={written}")
    unit = values.get("unit", "").strip()
    marks = body.marks or ((None,) * len(columns),) * len(body.rows)
    head = _with_headers(body.rows[:head_rows], len(columns), marks, len(columns))
    rest = _with_headers(body.rows[head_rows:], len(columns), marks[head_rows:], head_columns)
    return Table(
        columns,
        head,
        rest,
        caption=frame.caption,
        notes=tuple(frame.notes),
        source=frame.source,
        style=style,
        unit=(Text(unit, at=at),) if unit else (),
        fit=next((fit for fit in _FITS if fit == values.get("fit")), None),
        key=_KEY in attributes.classes,
        label=attributes.label,
        language=attributes.language,
        at=at,
    )


def _with_headers(
    rows: tuple[Row, ...], width: int, marks: tuple[tuple[bool | None, ...], ...], columns: int
) -> tuple[Row, ...]:
    """Make headers of the cells that begin in the first ``columns``, and of those marked so."""
    made = []
    for row, laid, own in zip(rows, lay_out(rows, width), marks, strict=False):
        cells = [
            replace(cell, header=start < columns if mark is None else mark)
            for cell, start, mark in zip(row.cells, laid.starts, own, strict=False)
        ]
        made.append(replace(row, cells=tuple(cells)))
    return tuple(made)


def _columns(
    reading: Reading, attributes: Attributes, body: _Body, head_rows: int, element: Element
) -> tuple[Column, ...]:
    written = attributes.values.get("align") or attributes.values.get("aligns") or ""
    names = re.findall(r"[^\s,]+", written)
    if unknown := [name for name in names if name not in _ALIGNS]:
        reading.tell("D020", reading.lines.place(element.offset), name=f"align={unknown[0]}")
    needed = max(width_of(body.rows[:head_rows]), width_of(body.rows[head_rows:]))
    given: list[Align] = [_ALIGNS.get(name, "start") for name in names] or list(body.aligns)
    aligns = given + ["start"] * (needed - len(given))
    widths: list[float | None] = []
    for share in re.findall(r"[^\s,]+", attributes.values.get("widths", "")):
        widths.append(float(share) if re.fullmatch(r"0?\.[0-9]{1,9}|1|0", share) else None)
        if widths[-1] is None and share != "-":
            reading.tell("D020", reading.lines.place(element.offset), name=f"widths={share}")
    widths += [None] * (len(aligns) - len(widths))
    return tuple(Column(align, width) for align, width in zip(aligns, widths, strict=False))
