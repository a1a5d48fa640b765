"""Tables: a table block as an HTML table whose header cells say what they head, in a house style.

The style is the author's (``{.striped}``), else what the content asks for, else that of the theme.
How a table that is too wide is made to fit is for print alone: the PDF writer does it, and finds
the author's wish in the class ``fit-shrink``, ``fit-turn`` or ``fit-split``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import escape

from report.compose.tabular import Figure, Measure, aligns, cell_text, figures
from report.model.blocks import Align, Blocks, Cell, Row, Table, TableStyle
from report.model.inlines import Direction, Inlines, Text
from report.model.walk import inline_text

SetBlocks = Callable[[Blocks], str]
SetInlines = Callable[[Inlines], str]

SHORT = 10
"""Rows. A table of so few stands on one page: parted, it is harder to read than the gap is ugly."""

_MARKS: Final = frozenset(
    (*"✓✔✗✘×○●◐■□▲▼+-–—−•", "نعم", "لا", "بله", "خیر", "ہاں", "نہیں", "כן", "לא")
)
_LONG = 45
"""Characters: cells of so many on average are passages that are weighed against each other."""

_COMPARED = 3
"""Columns besides the row headers: more than these are a list with many fields."""


@dataclass(frozen=True, slots=True)
class Dress:
    """What a table is set with besides its content: hands for its cells and runs, and its look.

    ``style`` is that of the theme; ``unit`` and ``source`` are the press's words for these lines;
    ``measure`` gives the width of a piece of a number in em, ``None`` where no face is known.
    """

    set_cell: SetBlocks
    set_run: SetInlines
    style: TableStyle = "ruled"
    unit: str = ""
    source: str = ""
    direction: Direction = "rtl"
    measure: Measure | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell and the column that it begins in (HTML, 4.9.12: forming a table)."""

    cell: Cell
    column: int


@dataclass(frozen=True, slots=True)
class _Body:
    """What the cells of a table share: its columns, the headings above them, its numbers."""

    aligns: tuple[Align, ...]
    headings: Mapping[int, str]
    figures: Mapping[tuple[int, int], Figure]
    dress: Dress


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


def style_of(table: Table, usual: TableStyle) -> TableStyle:
    """Return the style of a table: the author's, else what its content asks for, else ``usual``.

    Marks alone («✓», «نعم») want a matrix; long passages under two or three heads, each row with a
    header of its own, a comparison.
    """
    if table.style:
        return table.style
    cells = [cell for row in table.body for cell in row.cells if not cell.header]
    texts = [text for cell in cells if (text := cell_text(cell).strip())]
    headed = bool(table.head) and all(any(c.header for c in row.cells) for row in table.body)
    if headed and _are_marks(texts):
        return "matrix"
    columns = len(table.columns) - 1
    passages = bool(texts) and sum(map(len, texts)) / len(texts) >= _LONG
    if headed and passages and 2 <= columns <= _COMPARED:
        return "comparison"
    return usual


def _are_marks(texts: list[str]) -> bool:
    return bool(texts) and all(text in _MARKS for text in texts)


def set_table(table: Table, own: str, caption: str, dress: Dress) -> str:
    """Set a table with its caption, its unit, its notes and its source line.

    Args:
        table: the table.
        own: its id, language and direction, as written attributes.
        caption: the caption with its number, set.
        dress: how cells and runs are set, and the look.
    """
    head = place_rows(table.head)
    measure = dress.measure
    numbers = figures(table, measure) if measure else {}
    body = _Body(aligns(table), _headings(head), numbers, dress)
    parts = [f'<div class="{_classes(table, dress.style)}"{own}>', "<table>"]
    if caption:
        parts.append(f"<caption>{caption}</caption>")
    parts.append(_column_group(table))
    if head:
        heads = _Body(body.aligns, {}, {}, dress)
        rows = (_row(heads, number, row, "th") for number, row in enumerate(head))
        parts += ["<thead>", *rows, "</thead>"]
    rows = (_row(body, number, row, "td") for number, row in enumerate(place_rows(table.body)))
    parts += ["<tbody>", *rows, "</tbody>", "</table>"]
    if table.unit:
        said = dress.set_run(with_word(dress.unit, table.unit))
        parts.append(f'<p class="table-note unit">{said}</p>')
    parts += [f'<p class="table-note">{dress.set_run(note)}</p>' for note in table.notes]
    if table.source:
        said = dress.set_run(with_word(dress.source, table.source))
        parts.append(f'<p class="table-source">{said}</p>')
    parts.append("</div>")
    return "\n".join(part for part in parts if part)


def with_word(word: str, run: Inlines) -> Inlines:
    """Put a word of the press before a line, unless its author has: «المصدر: وزارة المالية».

    >>> inline_text(with_word("المصدر", (Text("وزارة المالية"),)))
    'المصدر: وزارة المالية'
    """
    if not word or inline_text(run).lstrip().startswith(word):
        return run
    return (Text(f"{word}: "), *run)


def _classes(table: Table, usual: TableStyle) -> str:
    style = style_of(table, usual)
    names = ["table", style]
    if style == "matrix" and _are_marks(_texts(table)):
        names.append("marks")
    if style == "key-figures" and not table.head:
        names.append("listed")
    elif style == "key-figures" and len(table.body) > 1 and aligns(table)[-1] == "number":
        names.append("counted")
    if table.fit:
        names.append(f"fit-{table.fit}")
    if len(table.head) + len(table.body) <= SHORT:
        names.append("short")
    return " ".join(names)


def _texts(table: Table) -> list[str]:
    cells = (cell for row in table.body for cell in row.cells if not cell.header)
    return [text for cell in cells if (text := cell_text(cell).strip())]


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


def _row(body: _Body, number: int, row: tuple[Placed, ...], plain: str) -> str:
    cells = "".join(_cell(body, number, placed, plain) for placed in row)
    return f"<tr>{cells}</tr>"


def _cell(body: _Body, number: int, placed: Placed, plain: str) -> str:
    cell, in_head, dress = placed.cell, plain == "th", body.dress
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
    figure = body.figures.get((number, placed.column)) if cell.columns == 1 else None
    if classes := _cell_classes(body, placed, figure):
        written += f' class="{classes}"'
    if heading := body.headings.get(placed.column):
        written += f' data-label="{escape(heading)}"'
    content = dress.set_cell(cell.content)
    if figure and figure.room:
        room = f'<span class="room" style="width:{figure.room:g}em"></span>'
        content = room + content if dress.direction == "rtl" else content + room
    return f"<{name}{written}>{content}</{name}>"


def _cell_classes(body: _Body, placed: Placed, figure: Figure | None) -> str:
    if placed.column >= len(body.aligns):
        return ""
    align = body.aligns[placed.column]
    # A row header in a column of numbers is a name: it starts where names start.
    if align == "start" or (align == "number" and placed.cell.header and body.headings):
        return ""
    return f"{align} indic" if figure and figure.indic else align
