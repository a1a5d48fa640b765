"""Gridding: rows of cells with spans become a table whose rows are all of one width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from report.diagnostics import Place, Warn
from report.model.blocks import Align, Cell, Column, Paragraph, Row, Table
from report.model.inlines import Strong
from report.model.walk import inline_text, own_inlines
from report.rules import finding

MOST_COLUMNS: Final = 100
"""Columns of a table; no sheet of paper shows so many."""
_NUMBER: Final = re.compile(
    r"[~≈<>±+\-−–(]?\s?[$€£]?\s?[\d٠-٩۰-۹][\d٠-٩۰-۹.,٫٬/\s]*\s?[%٪°$€£)]?|[-–—]"
)


def square(
    head: Sequence[Row], body: Sequence[Row], at: Place | None, warn: Warn, *, sheet: bool = False
) -> Table | None:
    """Return a table, its spans cut to its size and its short rows filled; ``None`` if empty.

    Args:
        head: rows of headers.
        body: the other rows.
        at: where the table begins.
        warn: is told of spans that led out of the table and of rows that were short (S108).
        sheet: the first row may be a head that nobody marked, where all of it is bold.
    """
    rows = [row for row in (*head, *body)]
    if not any(cell.content for row in rows for cell in row.cells):
        return None
    width = min(_width(head), MOST_COLUMNS), min(_width(body), MOST_COLUMNS)
    columns = max(*width, 1)
    head_rows, cut = _fitted(head, columns)
    body_rows, more = _fitted(body, columns)
    if cut + more:
        warn(finding("S108", at, count=cut + more))
    if sheet and not head_rows and len(body_rows) > 1 and _is_bold(body_rows[0]):
        marked = tuple(replace(cell, header=True) for cell in body_rows[0].cells)
        head_rows, body_rows = [replace(body_rows[0], cells=marked)], body_rows[1:]
    head_rows = [_as_head(row) for row in head_rows]
    aligned = tuple(Column(_align_of(body_rows, n, columns)) for n in range(columns))
    return Table(aligned, tuple(head_rows), tuple(body_rows), at=at)


def _as_head(row: Row) -> Row:
    """Return a row of the head, whose cells are headers and need no bold to look so."""
    return replace(row, cells=tuple(replace(_plain(cell), header=True) for cell in row.cells))


def _plain(cell: Cell) -> Cell:
    match cell.content:
        case (Paragraph((Strong(content),)) as paragraph,):
            return replace(cell, content=(replace(paragraph, content=content),))
        case _:
            return cell


def _width(rows: Sequence[Row]) -> int:
    """Return how many columns have a cell that begins in them."""
    return max((column + 1 for _, column, _ in _placed(rows)), default=0)


def _placed(rows: Sequence[Row]) -> list[tuple[int, int, Cell]]:
    """Return each cell with its row and column, as HTML lays them out."""
    found: list[tuple[int, int, Cell]] = []
    hanging: dict[int, int] = {}
    for number, row in enumerate(rows):
        column = 0
        begun: dict[int, int] = {}
        for cell in row.cells:
            while hanging.get(column, 0) > 0:
                column += 1
            if column >= MOST_COLUMNS:
                break
            found.append((number, column, cell))
            span = min(cell.columns, MOST_COLUMNS)
            if cell.rows > 1:
                last = min(column + span, MOST_COLUMNS)
                begun.update((n, cell.rows) for n in range(column, last))
            column += span
        hanging = {c: n - 1 for c, n in hanging.items() if n > 1}
        hanging.update((c, n - 1) for c, n in begun.items())
    return found


def _fitted(rows: Sequence[Row], columns: int) -> tuple[list[Row], int]:
    """Cut spans to the table and fill short rows; say how many cells were touched."""
    by_row: list[list[tuple[int, Cell]]] = [[] for _ in rows]
    for number, column, cell in _placed(rows):
        by_row[number].append((column, cell))
    taken = [[False] * columns for _ in rows]
    fitted: list[Row] = []
    touched = 0
    for number, row in enumerate(rows):
        cells: list[tuple[int, Cell]] = []
        for column, cell in by_row[number]:
            if column >= columns or taken[number][column]:
                touched += 1
                continue
            wide = _free(taken[number], column, cell.columns)
            high = min(cell.rows, len(rows) - number)
            touched += wide != cell.columns or high != cell.rows
            for below in range(number, number + high):
                taken[below][column : column + wide] = [True] * wide
            cells.append((column, replace(cell, columns=wide, rows=high)))
        for column in range(columns):
            if not taken[number][column]:
                taken[number][column] = True
                cells.append((column, Cell((), at=row.at)))
                touched += 1
        ordered = sorted(cells, key=lambda placed: placed[0])
        fitted.append(replace(row, cells=tuple(cell for _, cell in ordered)))
    return fitted, touched


def _free(taken: Sequence[bool], column: int, wanted: int) -> int:
    end = column
    while end < len(taken) and end - column < wanted and not taken[end]:
        end += 1
    return max(1, end - column)


def _is_bold(row: Row) -> bool:
    """Tell whether every cell of a row that says something says it in bold."""
    said = [cell.content for cell in row.cells if cell.content]
    return len(said) > 1 and all(
        len(content) == 1
        and isinstance(content[0], Paragraph)
        and all(isinstance(i, Strong) for i in content[0].content)
        for content in said
    )


def _align_of(rows: Sequence[Row], column: int, columns: int) -> Align:
    """Return how a column is set: by its units when all its cells are numbers."""
    texts = [
        " ".join(inline_text(run) for block in cell.content for run in own_inlines(block)).strip()
        for _, at, cell in _placed(rows)
        if at == column and cell.columns == 1 and columns > 1
    ]
    said = [text for text in texts if text]
    return "number" if len(said) > 1 and all(map(_NUMBER.fullmatch, said)) else "start"
