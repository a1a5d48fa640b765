"""Tables: rows and cells of Word, with their spans, heads and the direction of their columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from report.locales import direction_of
from report.model.blocks import Blocks, Cell, Row, Table
from report.model.walk import inline_text, own_inlines
from report.readers.article.lines import fold
from report.readers.article.tongues import language_of
from report.readers.docx.names import W, chosen, local, number, switch, val, value_of
from report.readers.docx.package import Element
from report.readers.docx.reading import Reading
from report.readers.gridding import MOST_COLUMNS, square
from report.rules import Phrase, finding

ReadBlocks = Callable[[Reading, Element], Blocks]
_COUNTS = frozenset(
    map(fold, ("م", "ت", "الرقم", "رقم", "#", "ر", "ردیف", "شماره", "نمبر شمار", "מס", "no", "no."))
)


@dataclass(slots=True)
class _Open:
    """A cell as Word writes it: where it begins, and whether it goes on from above."""

    column: int
    width: int
    merge: str | None
    content: Blocks
    header: bool


def read_table(reading: Reading, table: Element, read_blocks: ReadBlocks) -> Table | None:
    """Return a table; ``None`` for one that says nothing."""
    at = reading.at
    at = at._replace(line=at.line + 1)
    properties = table.find(f"{W}tblPr")
    style = value_of(properties, "tblStyle")
    looks = reading.styles.chain(style)
    look = None if properties is None else properties.find(f"{W}tblLook")
    first_row = _looks(look, "firstRow", 0x20) and any(s.heads_row for s in looks)
    first_column = _looks(look, "firstColumn", 0x80) and any(s.heads_column for s in looks)
    rows: list[list[_Open]] = []
    marked: list[bool] = []
    for row in _rows(reading, table):
        rows.append(_cells(reading, row, read_blocks))
        row_properties = row.find(f"{W}trPr")
        marked.append(bool(switch(row_properties, "tblHeader")))
    heads = next((n for n, is_head in enumerate(marked) if not is_head), len(marked))
    if not heads and first_row and len(rows) > 1:
        heads = 1
    heads = 0 if heads >= len(rows) else heads
    if not switch(properties, "bidiVisual") and direction_of(reading.language) == "rtl":
        rows = _turned(reading, rows, heads)
    model = _spanned(rows, first_column)
    placed = [replace(row, at=at) for row in model]
    return square(placed[:heads], placed[heads:], at, reading.warn, sheet=True)


def _looks(look: Element | None, name: str, bit: int) -> bool:
    """Tell whether a table asks for a look of its style, in either form of the attribute."""
    if look is None:
        return False
    written = val(look, name)
    if written is not None:
        return written.lower() in {"1", "true", "on"}
    try:
        return bool(int(val(look) or "0", 16) & bit)
    except ValueError:
        return False


def _rows(reading: Reading, table: Element) -> Iterator[Element]:
    """Yield the rows of a table, but for those whose deletion was tracked."""
    for child in chosen(table):
        if local(child) == "w:tr":
            if child.find(f"{W}trPr/{W}del") is not None:
                reading.changed("deletions")
                continue
            yield child
        elif local(child) in {"w:sdt", "w:sdtContent", "w:ins", "w:customXml"}:
            yield from _rows(reading, child)


def _cells(reading: Reading, row: Element, read_blocks: ReadBlocks) -> list[_Open]:
    before = number(value_of(row.find(f"{W}trPr"), "gridBefore"))
    column = min(max(before, 0), MOST_COLUMNS)
    cells: list[_Open] = [_Open(0, column, None, (), False)] if column else []
    for cell in _each_cell(row):
        properties = cell.find(f"{W}tcPr")
        width = min(max(number(value_of(properties, "gridSpan"), 1, 10**6), 1), MOST_COLUMNS)
        merge = None if properties is None else properties.find(f"{W}vMerge")
        kind = None if merge is None else (val(merge) or "continue")
        beside = None if properties is None else properties.find(f"{W}hMerge")
        content = read_blocks(reading, cell)
        if beside is not None and (val(beside) or "continue") == "continue" and cells:
            cells[-1].width += width
            cells[-1].content += content
        else:
            cells.append(_Open(column, width, kind, content, False))
        column += width
        if column >= MOST_COLUMNS:
            break
    return cells


def _each_cell(row: Element) -> Iterator[Element]:
    for child in chosen(row):
        if local(child) == "w:tc":
            yield child
        elif local(child) in {"w:sdt", "w:sdtContent", "w:customXml"}:
            yield from _each_cell(child)


def _turned(reading: Reading, rows: list[list[_Open]], heads: int) -> list[list[_Open]]:
    """Turn a table that runs from left to right in a text that does not, if its author did so.

    Without ``bidiVisual`` the first column is at the left. Who wrote for readers from the right
    put the counter («م», «الرقم») last; where it is first, a program wrote the table.
    """
    if not rows or len(rows[0]) < 2:
        return rows
    text = " ".join(_said(cell) for row in rows for cell in row)
    if direction_of(language_of(text)) != "rtl":
        return rows
    width = max((c.column + c.width for row in rows for c in row), default=0)
    turned = fold(_said(rows[0][-1])) in _COUNTS
    order = Phrase("from its last column" if turned else "from its first column")
    reading.warn(finding("S209", reading.at, order=order))
    if not turned:
        return rows
    for row in rows:
        for cell in row:
            cell.column = width - cell.column - cell.width
    return [sorted(row, key=lambda cell: cell.column) for row in rows]


def _said(cell: _Open) -> str:
    return " ".join(inline_text(run) for b in cell.content for run in own_inlines(b)).strip()


def _spanned(rows: list[list[_Open]], first_column: bool) -> list[Row]:
    """Return rows in which a cell that goes on below stands once, with its height."""
    placed: list[list[Cell]] = []
    for number_, row in enumerate(rows):
        cells: list[Cell] = []
        for cell in row:
            if cell.merge == "continue" and _begun(rows, number_, cell):
                continue
            high = 1
            while cell.merge is not None and number_ + high < len(rows):
                below = next((c for c in rows[number_ + high] if c.column == cell.column), None)
                if below is None or below.merge != "continue" or below.width != cell.width:
                    break
                high += 1
            header = first_column and cell.column == 0
            cells.append(Cell(cell.content, header, cell.width, high))
        placed.append(cells)
    return [Row(tuple(cells)) for cells in placed]


def _begun(rows: list[list[_Open]], at: int, cell: _Open) -> bool:
    """Tell whether a cell that goes on has one above it that it goes on from."""
    if at == 0:
        return False
    above = next((c for c in rows[at - 1] if c.column == cell.column), None)
    return above is not None and above.merge is not None and above.width == cell.width
