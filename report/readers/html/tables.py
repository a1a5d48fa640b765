"""Tables: rows of a page with spans and headers, and tables that only lay a page out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from report.model.blocks import Blocks, Cell, Paragraph, Row, Table
from report.model.inlines import Inlines
from report.model.walk import inline_text
from report.readers.article.lines import fold
from report.readers.article.phrasebook import every
from report.readers.gridding import MOST_COLUMNS, square
from report.readers.html.inlines import read_run
from report.readers.html.page import (
    Element,
    elements,
    inside,
    name_of,
    style_of,
    text_of,
    tokens_of,
)
from report.readers.html.reading import Reading, Setting

ReadBlocks = Callable[[Reading, Element, Setting], Blocks]
_GROUPS: Final = ("thead", "tbody", "tfoot")
_PERCENT: Final = re.compile(r"\s*(\d{1,3}(?:\.\d+)?)%\s*")


def is_layout(table: Element) -> bool:
    """Tell whether a table only places things on the page."""
    if (table.get("role") or "") in {"presentation", "none"}:
        return True
    if table.find(".//th") is not None or table.find("caption") is not None:
        return False
    rows = list(_rows(table))
    if len(rows) == 1 and len(elements(rows[0][1])) == 1:
        return True
    if any(
        name_of(e) in {"h1", "h2", "h3", "article"} for e in table.iter() if isinstance(e.tag, str)
    ):
        return True
    nested = table.find(".//table") is not None
    longest = max(
        (len(text_of(cell).split()) for _, row in rows for cell in elements(row)), default=0
    )
    return nested and longest > 60


def cells_of(table: Element) -> list[Element]:
    """Return the cells of a table in the order of the page."""
    return [cell for _, row in _rows(table) for cell in elements(row)]


def read_table(
    reading: Reading, table: Element, setting: Setting, read_blocks: ReadBlocks
) -> Table | None:
    """Return a table; ``None`` for one that says nothing."""
    head: list[Row] = []
    body: list[Row] = []
    foot: list[Row] = []
    for group, element in _rows(table):
        row = _row(reading, element, setting, read_blocks)
        opens = not body and all(cell.header for cell in row.cells) and bool(row.cells)
        if group == "thead" or (group != "tfoot" and opens and len(row.cells) > 1):
            head.append(row)
        elif group == "tfoot":
            foot.append(row)
        else:
            body.append(row)
    title, head, body = _title_row(head, body)
    if head and not body and not foot:
        head, body = head[:1], head[1:]
    source, notes, foot = _below(foot)
    found = square(head, [*body, *foot], reading.at(table), reading.warn, sheet=True)
    if found is None:
        return None
    caption = next((e for e in elements(table) if name_of(e) == "caption"), None)
    said = read_run(reading, caption, setting) if caption is not None else title
    widths = _widths(table, len(found.columns))
    columns = tuple(
        replace(column, width=width) for column, width in zip(found.columns, widths, strict=True)
    )
    return replace(found, columns=columns, caption=said, source=source, notes=notes)


def _title_row(head: list[Row], body: list[Row]) -> tuple[Inlines, list[Row], list[Row]]:
    """Part from the rows a first one that is a single header over all columns: it is a title."""
    rows = [*head, *body]
    if len(rows) < 2 or len(rows[1].cells) < 2:
        return (), head, body
    match rows[0].cells:
        case (Cell((Paragraph(content),), header=True, columns=span),) if span > 1:
            return content, head[1:], body if head else body[1:]
        case _:
            return (), head, body


def _rows(table: Element) -> Iterator[tuple[str, Element]]:
    """Yield the rows of a table itself, each with its group; a foot comes last."""
    late: list[tuple[str, Element]] = []
    for child in elements(table):
        tag = name_of(child)
        if tag == "tr":
            yield "tbody", child
        elif tag in _GROUPS:
            rows = [(tag, row) for row in elements(child) if name_of(row) == "tr"]
            if tag == "tfoot":
                late += rows
            else:
                yield from rows
    yield from late


def _row(reading: Reading, row: Element, setting: Setting, read_blocks: ReadBlocks) -> Row:
    inner = setting.inside(row)
    cells = [
        Cell(
            read_blocks(reading, cell, inner.inside(cell).deeper()),
            name_of(cell) == "th",
            _span(cell.get("colspan"), 1_000),
            _span(cell.get("rowspan"), 65_534),
            at=reading.at(cell),
        )
        for cell in elements(row)
        if name_of(cell) in {"td", "th"}
    ]
    return Row(tuple(cells), at=reading.at(row))


def _span(written: str | None, most: int) -> int:
    """Return a span as HTML reads it; ``rowspan="0"`` reaches to the end of the table."""
    digits = re.match(r"\s*(\d+)", (written or "1")[:20])
    value = int(digits[1]) if digits else 1
    if value == 0:
        return most if most > 1_000 else 1
    return min(value, most)


def _below(foot: list[Row]) -> tuple[Inlines, tuple[Inlines, ...], list[Row]]:
    """Part the source and the notes of a table from the rows of its foot that are data."""
    source: Inlines = ()
    notes: list[Inlines] = []
    rows: list[Row] = []
    marks = tuple(every("source"))
    for row in foot:
        match row.cells:
            case (Cell((Paragraph(content),)),):
                if fold(inline_text(content)).startswith(marks):
                    source = content
                else:
                    notes.append(content)
            case _:
                rows.append(row)
    return source, tuple(notes), rows


def _widths(table: Element, count: int) -> list[float | None]:
    """Return the shares of the measure that ``col`` elements give, if they give all of them."""
    found: list[float] = []
    for column in inside(table, "col"):
        written = column.get("width") or style_of(column).get("width") or ""
        share = _PERCENT.fullmatch(written)
        times = min(_span(column.get("span"), MOST_COLUMNS), count)
        if not share:
            return [None] * count
        found += [float(share[1]) / 100] * times
    if len(found) != count or not 0.5 < sum(found) <= 1.005 or min(found) <= 0:
        return [None] * count
    return list(found)


def code_of(table: Element) -> Element | None:
    """Return the code in a table that only numbers its lines."""
    blocks = list(inside(table, "pre"))
    plain = [
        block
        for block in blocks
        if not any(
            token in {"gutter", "lineno", "linenos", "line-numbers"}
            for around in (block, *block.iterancestors())
            if around is not table
            for token in tokens_of(around)
        )
    ]
    return plain[0] if len(plain) == 1 and len(cells_of(table)) <= 2 else None
