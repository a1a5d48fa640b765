"""Gridding: rows of cells with spans become a table whose rows are all of one width."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
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
_WIDEST: Final = 1_000
"""Columns that a span may reach over (HTML, 4.9.11)."""
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
        sheet: the first row may be a head that nobody marked, where all of it is bold or it
            names columns of numbers.
    """
    rows = [row for row in (*head, *body)]
    if not any(cell.content for row in rows for cell in row.cells):
        return None
    out = _reaching_out([*_placed(head), *_placed(body)])
    tight_head, tight_body, columns = _without_idle_columns(head, body)
    head_rows, cut = _fitted(tight_head, columns)
    body_rows, more = _fitted(tight_body, columns)
    if out + cut + more:
        warn(finding("S108", at, count=out + cut + more))
    if sheet and not head_rows and len(body_rows) > 1 and _is_head(body_rows, columns):
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


def _reaching_out(cells: Sequence[tuple[int, int, Cell]]) -> int:
    """Count the cells that end where no other row does, past all columns in which cells begin."""
    last = max((column for _, column, _ in cells), default=0) + 1
    ends = Counter(column + cell.columns for _, column, cell in cells)
    past = {end: count for end, count in ends.items() if end > last}
    usual = max(past, key=lambda end: past[end], default=0)
    return sum(count for end, count in past.items() if end != usual or (ends[last] and end > last))


def _without_idle_columns(
    head: Sequence[Row], body: Sequence[Row]
) -> tuple[list[Row], list[Row], int]:
    """Return rows whose spans count only columns in which a cell begins, and how many there are.

    Columns past :data:`MOST_COLUMNS` are given to the last cell of their row: no word is lost.
    """
    groups = [_placed(head), _placed(body)]
    begun = sorted({column for group in groups for _, column, _ in group})[:MOST_COLUMNS]
    order = {column: n for n, column in enumerate(begun)}
    tight: list[list[Row]] = []
    for rows, group in zip((head, body), groups, strict=True):
        cells: list[list[Cell]] = [[] for _ in rows]
        for number, column, cell in group:
            if column not in order:
                above = next(row for row in reversed(cells[: number + 1]) if row)
                above[-1] = replace(above[-1], content=above[-1].content + cell.content)
                continue
            end = bisect_left(begun, column + cell.columns)
            cells[number].append(replace(cell, columns=max(1, end - order[column])))
        tight.append([replace(r, cells=tuple(c)) for r, c in zip(rows, cells, strict=True)])
    return tight[0], tight[1], max(len(begun), 1)


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
            column = min(column, _WIDEST)
            found.append((number, column, cell))
            span = min(cell.columns, _WIDEST)
            if cell.rows > 1:
                last = min(column + span, _WIDEST)
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
                if cells:
                    at, before = cells[-1]
                    cells[-1] = at, replace(before, content=before.content + cell.content)
                elif fitted and fitted[-1].cells:
                    *others, before = fitted[-1].cells
                    whole = replace(before, content=before.content + cell.content)
                    fitted[-1] = replace(fitted[-1], cells=(*others, whole))
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


def _is_head(rows: Sequence[Row], columns: int) -> bool:
    """Tell whether the first row names the columns: all in bold, or words above numbers."""
    if _is_bold(rows[0]):
        return True
    first, rest = rows[0], rows[1:]
    plain = all(cell.rows == cell.columns == 1 and cell.content for cell in first.cells)
    if not plain or len(first.cells) != columns or any(map(_NUMBER.fullmatch, _texts(first))):
        return False
    return any(_align_of(rest, n, columns) == "number" for n in range(columns))


def _texts(row: Row) -> list[str]:
    """Return what the cells of a row say."""
    return [
        " ".join(inline_text(run) for block in cell.content for run in own_inlines(block)).strip()
        for cell in row.cells
    ]


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
