"""Grid: which column of a table each cell begins in, spans counted as HTML counts them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from report.model.blocks import Row


@dataclass(frozen=True, slots=True)
class GridRow:
    """The column each cell of a row begins in, and how many columns are filled at its end."""

    starts: tuple[int, ...]
    filled: int
    overlong: bool


def lay_out(rows: tuple[Row, ...], width: int) -> tuple[GridRow, ...]:
    """Lay the cells of a head or a body out on a grid of ``width`` columns.

    A cell that reaches past the grid is ``overlong``; it is cut at the edge, so that a wild
    span costs nothing. (HTML, «forming a table».)

    >>> from report.model.blocks import Cell
    >>> rows = (Row((Cell((), rows=2), Cell(()))), Row((Cell(()),)))
    >>> [row.starts for row in lay_out(rows, 2)]
    [(0, 1), (1,)]
    """
    taken = [0] * width
    grid = []
    for number, row in enumerate(rows):
        starts: list[int] = []
        column, overlong = 0, False
        for cell in row.cells:
            while column < width and taken[column] > number:
                column += 1
            starts.append(column)
            end = min(width, column + cell.columns)
            overlong |= column + cell.columns > width or number + cell.rows > len(rows)
            for covered in range(column, end):
                taken[covered] = number + min(cell.rows, len(rows) - number)
            column = end
        filled = sum(reach > number for reach in taken)
        grid.append(GridRow(tuple(starts), filled, overlong))
    return tuple(grid)


def width_of(rows: tuple[Row, ...], limit: int = 1000) -> int:
    """Return how many columns the rows need, at most ``limit``.

    >>> from report.model.blocks import Cell
    >>> width_of((Row((Cell((), columns=3), Cell(()))),))
    4
    """
    widest = carried = 0
    ending: Counter[int] = Counter()
    for number, row in enumerate(rows):
        carried -= ending[number]
        widest = max(widest, carried + sum(cell.columns for cell in row.cells))
        for cell in row.cells:
            if cell.rows > 1:
                carried += cell.columns
                ending[number + cell.rows] += cell.columns
    return min(widest, limit)
