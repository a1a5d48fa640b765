"""Tables: a table block as an HTML table whose header cells say what they head."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import escape

from report.model.blocks import Blocks, Cell, Row, Table
from report.model.inlines import Inlines
from report.model.walk import all_blocks, inline_text, own_inlines

SetBlocks = Callable[[Blocks], str]
SetInlines = Callable[[Inlines], str]


SHORT = 10
"""Rows. A table of so few stands on one page: parted, it is harder to read than the gap is ugly."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell and the column that it begins in (HTML, 4.9.12: forming a table)."""

    cell: Cell
    column: int


def place_rows(rows: tuple[Row, ...]) -> tuple[tuple[Placed, ...], ...]:
    """Give each cell its column, counting the cells of rows above that reach down.

    >>> tall, low = Cell((), rows=2), Cell(())
    >>> grid = place_rows((Row((tall, low)), Row((low,))))
    >>> [placed.column for row in grid for placed in row]
    [0, 1, 1]
    """
    reaching: dict[int, int] = {}
    grid: list[tuple[Placed, ...]] = []
    for row in rows:
        column, placed = 0, []
        below = {c: left - 1 for c, left in reaching.items() if left > 1}
        for cell in row.cells:
            while reaching.get(column, 0) > 0:
                column += 1
            placed.append(Placed(cell, column))
            if cell.rows > 1:
                below |= dict.fromkeys(range(column, column + cell.columns), cell.rows - 1)
            column += cell.columns
        grid.append(tuple(placed))
        reaching = below
    return tuple(grid)


def set_table(
    table: Table, own: str, caption: str, set_cell: SetBlocks, set_run: SetInlines
) -> str:
    """Set a table with its caption, notes and source line.

    Args:
        table: the table.
        own: its id, language and direction, as written attributes.
        caption: the caption with its number, set.
        set_cell: sets what stands in a cell.
        set_run: sets a note or the source line.
    """
    style = f" {escape(table.style)}" if table.style else ""
    if len(table.head) + len(table.body) <= SHORT:
        style += " short"
    head = place_rows(table.head)
    headings = _headings(head)
    parts = [f'<div class="table{style}"{own}>', "<table>"]
    if caption:
        parts.append(f"<caption>{caption}</caption>")
    parts.append(_column_group(table))
    if head:
        rows = (_row(table, row, {}, set_cell, "th") for row in head)
        parts += ["<thead>", *rows, "</thead>"]
    rows = (_row(table, row, headings, set_cell, "td") for row in place_rows(table.body))
    parts += ["<tbody>", *rows, "</tbody>", "</table>"]
    parts += [f'<p class="table-note">{set_run(note)}</p>' for note in table.notes]
    if table.source:
        parts.append(f'<p class="table-source">{set_run(table.source)}</p>')
    parts.append("</div>")
    return "\n".join(part for part in parts if part)


def _column_group(table: Table) -> str:
    if all(column.width is None for column in table.columns):
        return ""
    columns = "".join(
        "<col/>" if column.width is None else f'<col style="width:{column.width:.2%}"/>'
        for column in table.columns
    )
    return f"<colgroup>{columns}</colgroup>"


def _headings(head: tuple[tuple[Placed, ...], ...]) -> dict[int, str]:
    """Return the text of the lowest header cell above each column."""
    headings: dict[int, str] = {}
    for row in head:
        for placed in row:
            for column in range(placed.column, placed.column + placed.cell.columns):
                headings[column] = cell_text(placed.cell)
    return headings


def cell_text(cell: Cell) -> str:
    """Return the text of a cell, its blocks parted by a blank."""
    runs = (run for block in all_blocks(cell.content) for run in own_inlines(block))
    return " ".join(text for run in runs if (text := inline_text(run)))


def _row(
    table: Table,
    row: tuple[Placed, ...],
    headings: dict[int, str],
    set_cell: SetBlocks,
    plain: str,
) -> str:
    cells = "".join(_cell(table, placed, headings, set_cell, plain) for placed in row)
    return f"<tr>{cells}</tr>"


def _cell(
    table: Table, placed: Placed, headings: dict[int, str], set_cell: SetBlocks, plain: str
) -> str:
    cell, in_head = placed.cell, plain == "th"
    # An empty corner heads nothing: announced as a header it would be a name without a name.
    name = "th" if (cell.header or in_head) and cell_text(cell) else "td"
    written = ""
    if name == "th":
        scope = "col" if in_head else "row"
        spans = cell.columns if in_head else cell.rows
        written += f' scope="{scope}{"group" if spans > 1 else ""}"'
    if cell.columns > 1:
        written += f' colspan="{cell.columns}"'
    if cell.rows > 1:
        written += f' rowspan="{cell.rows}"'
    if placed.column < len(table.columns):
        align = table.columns[placed.column].align
        written += f' class="{align}"' if align != "start" else ""
    if heading := headings.get(placed.column):
        written += f' data-label="{escape(heading)}"'
    return f"<{name}{written}>{set_cell(cell.content)}</{name}>"
