"""Tabular: which columns of a table are numbers, and how these align where their units are.

A number ends on the right in every script. Where one has a shorter fraction than the others of its
column, or no percent sign, it keeps the room of what it lacks at its end, so that units stand below
units and the decimal separators below each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from report.compose.charts import lettering_of
from report.compose.galley import Face
from report.model.blocks import Align, Cell, Row, Table
from report.model.grid import lay_out, width_of
from report.model.walk import all_blocks, inline_text, own_inlines

Measure = Callable[[str], float]
"""The width of a text in table figures, in em."""

INDIC = re.compile("[\u0660-\u0669\u06f0-\u06f9]")

INDIC_FAMILIES: Final = ("Amiri",)
"""Digits of Arabic and Persian are of one width in this face; in the sans of the house a nought is
half as wide as a seven, and units would not stand below units."""

_ORDERS = re.compile("[\u061c\u200e\u200f\u2066-\u2069]")
_NUMBER = re.compile(
    r"[+\-\u2212\u00b1~≈<>≤≥]?\s?\d{1,3}(?:[ \u00a0\u202f,.\u066c\u066b']?\d+)*\s?[%\u066a‰]?"
)
_NOTHING = re.compile(r"[-\u2010-\u2015\u2212.…*]{0,3}")
_TAIL = re.compile(
    r"(?P<whole>.*?)(?P<tail>(?:[.\u066b]\d+|,(?:\d{1,2}|\d{4,}))?\s?[%‰]?)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Figure:
    """How a cell of a column of numbers is set: what it keeps free behind it, in em."""

    indic: bool
    room: float


def cell_text(cell: Cell) -> str:
    """Return the text of a cell, its blocks parted by a blank."""
    runs = (run for block in all_blocks(cell.content) for run in own_inlines(block))
    return " ".join(text for run in runs if (text := inline_text(run)))


def aligns(table: Table) -> tuple[Align, ...]:
    """Return how each column is set: as the author says, and as numbers where all of it is.

    >>> from report.model.blocks import Column, Paragraph
    >>> from report.model.inlines import Text
    >>> rows = tuple(Row((Cell((Paragraph((Text(n),)),)),)) for n in ("12.5%", "—"))
    >>> aligns(Table((Column(),), (), rows))
    ('number',)
    """
    found: list[Align] = []
    columns = _columns(table)
    for number, column in enumerate(table.columns):
        texts = [_plain(cell) for _, cell in columns.get(number, ()) if not cell.header]
        numbers = sum(bool(_NUMBER.fullmatch(text)) for text in texts)
        blanks = sum(bool(_NOTHING.fullmatch(text)) for text in texts)
        all_numbers = numbers > 0 and numbers + blanks == len(texts)
        found.append("number" if column.align == "start" and all_numbers else column.align)
    return tuple(found)


def figures(table: Table, measure: Measure) -> Mapping[tuple[int, int], Figure]:
    """Return how the numbers of a table are set, by the row of its body and the column.

    Args:
        table: the table; columns whose align is ``number`` are looked at.
        measure: gives the width of what a number lacks.
    """
    found: dict[tuple[int, int], Figure] = {}
    columns = _columns(table)
    for number, align in enumerate(aligns(table)):
        if align != "number":
            continue
        cells = [(row, cell) for row, cell in columns.get(number, ()) if not cell.header]
        tails = {row: _tail(_plain(cell)) for row, cell in cells}
        widths = {row: measure(tail) if tail else 0.0 for row, tail in tails.items()}
        widest = max(widths.values(), default=0.0)
        for row, cell in cells:
            room = round(widest - widths[row], 3) if _plain(cell) else 0.0
            found[row, number] = Figure(bool(INDIC.search(_plain(cell))), room)
    return found


def _columns(table: Table) -> Mapping[int, list[tuple[int, Cell]]]:
    """Return the cells of the body that stand in one column, with their rows, by the column."""
    found: dict[int, list[tuple[int, Cell]]] = {}
    width = max(width_of(table.body), len(table.columns))
    for number, (row, laid) in enumerate(zip(table.body, lay_out(table.body, width), strict=True)):
        for cell, start in _alone(row, laid.starts):
            found.setdefault(start, []).append((number, cell))
    return found


def _alone(row: Row, starts: tuple[int, ...]) -> Iterator[tuple[Cell, int]]:
    return ((c, start) for c, start in zip(row.cells, starts, strict=True) if c.columns == 1)


def _plain(cell: Cell) -> str:
    return _ORDERS.sub("", cell_text(cell)).strip()


def _tail(text: str) -> str:
    """Return what stands to the right of the units of a number: its fraction and a percent sign.

    The percent sign of Arabic stands to the left of its number.

    >>> _tail("1,234.5%"), _tail("12,5"), _tail("1,234"), _tail("1.234.567"), _tail("١٢٫٥٪")
    ('.5%', ',5', '', '', '٫٥')
    """
    if not _NUMBER.fullmatch(text):
        return ""
    # Among Arabic digits a sign stands where the line begins, at the right.
    sign = text[0] if INDIC.search(text) and not text[0].isdigit() else ""
    found = _TAIL.fullmatch(text.rstrip("\u066a \u00a0"))
    tail = found["tail"] if found else ""
    if tail and text.count(tail[0]) > 1:  # it groups thousands: 1.234.567
        tail = tail[-1] if tail[-1] in "%‰" else ""
    return tail + sign


def measure_of(faces: Iterable[Face], families: Iterable[str]) -> Measure:
    """Return what measures pieces of numbers, as tables set them (``type.css``: ``td.indic``)."""
    faces = tuple(faces)
    plain, indic = lettering_of(faces, families), lettering_of(faces, INDIC_FAMILIES)

    def measure(text: str) -> float:
        lettering = indic if INDIC.search(text) or set(text) & set("٪٫") else plain
        return lettering.width(text, 1, "ltr")

    return measure
