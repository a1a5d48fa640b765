"""Tables: as pipes where every cell is one line of text, else as a list of lists."""

from __future__ import annotations

from collections.abc import Callable

from report.model.blocks import Blocks, Cell, Column, Dataset, Paragraph, Row, Table
from report.model.grid import lay_out, width_of
from report.model.inlines import Code, Inlines
from report.model.walk import all_inlines, inline_text
from report.writers.manuscript.inlines import Pen, write_inlines
from report.writers.manuscript.marks import attributes, indented, protect_line

WriteBlocks = Callable[[Blocks, Pen], list[str]]

_DASHES = {"start": "---", "center": ":---:", "end": "---:", "number": "---:"}


def write_table(table: Table, pen: Pen, write_blocks: WriteBlocks) -> list[str]:
    """Return the lines of a table with its caption, notes and source."""
    if table.data:
        return _of_dataset(table, table.data, pen)
    if not _fits_pipes(table):
        return _list_table(table, pen, write_blocks)
    lines = _pipes(table, pen)
    columns = table.columns
    align = _aligns(columns) if any(column.align == "number" for column in columns) else None
    caption = _caption(table, pen, {"align": align, "widths": _widths(columns)})
    if table.notes or table.source:
        return ["::: table", *_spaced(caption), *lines, "", *_below(table, pen), ":::"]
    return [*lines, *(["", *caption] if caption else [])]


def dataset_values(data: Dataset | None) -> dict[str, str | None]:
    """Return the attributes that say where the cells of a table or a chart come from."""
    if data is None:
        return {}
    return {
        "from": data.file,
        "columns": data.columns or None,
        "total": data.total or None,
        "sheet": data.sheet or None,
        "header-cols": str(data.headers) if data.headers else None,
    }


def _of_dataset(table: Table, data: Dataset, pen: Pen) -> list[str]:
    """Return the lines of a table whose cells stay in their file."""
    values = {**dataset_values(data), **_wishes(table), "lang": table.language}
    lines = [f"::: {attributes(table.label, ['table', *_names(table)], values)}"]
    if caption := write_inlines(table.caption, pen.in_one_line()).strip(" "):
        lines += [f"Table: {caption}"]
    below = _below(table, pen)
    return [*lines, *(["", *below] if below else []), ":::"]


def _spaced(lines: list[str]) -> list[str]:
    return [*lines, ""] if lines else []


def _fits_pipes(table: Table) -> bool:
    rows = table.head + table.body
    if len(table.head) > 1 or not rows or not table.columns:
        return False
    if table.head and not any(cell.content for cell in table.head[0].cells):
        return False
    if any(len(row.cells) != len(table.columns) for row in rows):
        return False
    if not all(cell.header for row in table.head for cell in row.cells):
        return False
    if _header_columns(table) is None:
        return False
    return all(_is_line(cell) for row in rows for cell in row.cells)


def _is_line(cell: Cell) -> bool:
    """Say whether a cell is one paragraph or empty, and spans nothing."""
    if cell.columns != 1 or cell.rows != 1 or len(cell.content) > 1:
        return False
    for block in cell.content:
        if not isinstance(block, Paragraph) or block.label or block.language:
            return False
        inlines = all_inlines(block.content)
        if any(isinstance(inline, Code) and "\\" in inline.text for inline in inlines):
            return False
    return True


def _header_columns(table: Table) -> int | None:
    """Return how many columns at the start are headers of their rows, ``None`` if it varies."""
    width = len(table.columns)
    laid = list(zip(table.body, lay_out(table.body, width), strict=True))
    flags = [
        (start, cell.header)
        for row, grid in laid
        for start, cell in zip(grid.starts, row.cells, strict=True)
    ]
    count = max((start + 1 for start, header in flags if header), default=0)
    return count if all(header == (start < count) for start, header in flags) else None


def _pipes(table: Table, pen: Pen) -> list[str]:
    rule = "|".join(_DASHES[column.align] for column in table.columns)
    empty = "|".join("  " for _ in table.columns)
    head = [pipe_row(row, pen) for row in table.head] or [f"|{empty}|"]
    return [*head, f"|{rule}|", *(pipe_row(row, pen) for row in table.body)]


def pipe_row(row: Row, pen: Pen) -> str:
    """Return a row of pipes; of each cell the paragraph that it is."""
    cells = []
    for cell in row.cells:
        text = ""
        for block in cell.content:
            if isinstance(block, Paragraph):
                text = write_inlines(block.content, pen.in_one_line(cell=True))
        cells.append(f" {text.strip(' ')} ")
    return f"|{'|'.join(cells)}|"


def _aligns(columns: tuple[Column, ...]) -> str:
    return " ".join(column.align for column in columns)


def _widths(columns: tuple[Column, ...]) -> str | None:
    if all(column.width is None for column in columns):
        return None
    return " ".join("-" if c.width is None else f"{c.width:.9g}" for c in columns)


def _caption(table: Table, pen: Pen, more: dict[str, str | None]) -> list[str]:
    """Return the caption line, with what pipes cannot say; nothing if there is nothing."""
    headers = _header_columns(table)
    values = {
        "header-cols": str(headers) if headers else None,
        **more,
        **_wishes(table),
        "lang": table.language,
    }
    braces = attributes(table.label, _names(table), values)
    text = write_inlines(table.caption, pen.in_one_line()).strip(" ")
    return [" ".join(word for word in ("Table:", text, braces) if word)] if text or braces else []


def _names(table: Table) -> list[str]:
    return [*([table.style] if table.style else []), *(["key"] if table.key else [])]


def _wishes(table: Table) -> dict[str, str | None]:
    return {"unit": inline_text(table.unit) or None, "fit": table.fit}


def _below(table: Table, pen: Pen) -> list[str]:
    lines: list[str] = []
    for note in table.notes:
        lines += ["", *keyed("Note:", note, pen)]
    if table.source:
        lines += ["", *keyed("Source:", table.source, pen)]
    return lines[1:]


def keyed(key: str, content: Inlines, pen: Pen) -> list[str]:
    """Return the lines of a paragraph that begins with a key."""
    first, *others = f"{key} {write_inlines(content, pen)}".split("\n")
    return [first, *(protect_line(line) for line in others)]


def _list_table(table: Table, pen: Pen, write_blocks: WriteBlocks) -> list[str]:
    headers = _header_columns(table)
    needed = max(width_of(table.head), width_of(table.body))
    plain = needed == len(table.columns) and all(c.align == "start" for c in table.columns)
    values = {
        "header-rows": str(len(table.head)),
        "header-cols": str(headers) if headers else None,
        "align": None if plain else _aligns(table.columns),
        "widths": _widths(table.columns),
        **_wishes(table),
        "lang": table.language,
    }
    classes = ["list-table", *_names(table)]
    lines = [f"::: {attributes(table.label, classes, values)}"]
    if caption := write_inlines(table.caption, pen.in_one_line()).strip(" "):
        lines += [f"Table: {caption}", ""]
    width = len(table.columns)
    for rows, usual in ((table.head, width), (table.body, headers or 0)):
        for row, grid in zip(rows, lay_out(rows, width), strict=True):
            starts = [start < usual for start in grid.starts]
            lines += _list_row(row, starts, pen, write_blocks)
    below = _below(table, pen)
    return [*lines, *(["", *below] if below else []), ":::"]


def _list_row(row: Row, headers: list[bool], pen: Pen, write_blocks: WriteBlocks) -> list[str]:
    lines: list[str] = []
    for cell, usual in zip(row.cells, headers, strict=True):
        lines += _list_cell(cell, usual, pen, write_blocks)
    return indented(lines, "- ")


def _list_cell(cell: Cell, usual: bool, pen: Pen, write_blocks: WriteBlocks) -> list[str]:
    mark = {True: "header", False: "data"}[cell.header]
    spans = {
        "colspan": str(cell.columns) if cell.columns != 1 else None,
        "rowspan": str(cell.rows) if cell.rows != 1 else None,
    }
    braces = attributes(None, [] if cell.header == usual else [mark], spans)
    lines = write_blocks(cell.content, pen)
    if braces and cell.content and isinstance(cell.content[0], Paragraph) and lines:
        plain = not (cell.content[0].label or cell.content[0].language)
        lines = [f"[]{braces} {lines[0]}", *lines[1:]] if plain else [f"[]{braces}", "", *lines]
    elif braces:
        lines = [f"[]{braces}", *(["", *lines] if lines else [])]
    return indented(lines, "- ")
