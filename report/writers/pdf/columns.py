"""Columns: how wide each column of a table is, from what stands in it. Lengths are in its em.

A column has three widths. At the *least* no word is cut and no number broken. At the *fair* no text
of several words stands one word a line. At the *full* nothing is broken. What the measure has above
the fair widths goes where it saves lines: every column that is not yet full gets as many lines as
the next one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

Measure = Callable[[str, bool], float]
"""The length of a text, set strong or not, in em."""

PADDING = 1.5
"""Em that a cell has beside its text: the padding of both sides and the rule (``type.css``)."""

_INDENT = 1.2
_BLOCKS = frozenset({"p", "ul", "ol", "li", "div", "blockquote", "dl", "dt", "dd", "br"})
_LISTS = frozenset({"ul", "ol"})
_UNSEEN = frozenset({"footnote", "room"})
_STEPS = 40
_MOST_LINES = 1e4


class Width(NamedTuple):
    """The least, the fair and the full width of a column."""

    least: float
    fair: float
    full: float


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    indent: float


def widths(table: etree._Element, measure: Measure) -> tuple[Width, ...]:
    """Return the widths of the columns of a table, its cells looked at one by one.

    Args:
        table: the ``table`` element of a sheet.
        measure: measures text as tables are set.
    """
    columns: list[Width] = []
    spanning: list[tuple[int, int, Width]] = []
    for cell, column, span in placed(table):
        own = _cell(cell, measure)
        columns += [Width(PADDING, PADDING, PADDING)] * (column + span - len(columns))
        if span == 1:
            columns[column] = Width(*map(max, columns[column], own))
        else:
            spanning.append((column, span, own))
    for column, span, own in spanning:
        inside = columns[column : column + span]
        for number, there in enumerate(inside, start=column):
            lacks = (max(0.0, own[n] - sum(w[n] for w in inside)) / span for n in range(3))
            columns[number] = Width(*(w + lack for w, lack in zip(there, lacks, strict=True)))
    return tuple(columns)


def placed(table: etree._Element) -> Iterator[tuple[etree._Element, int, int]]:
    """Yield the cells of a table with the column that each begins in and how many it spans."""
    for group in table.iterchildren("thead", "tbody", "tfoot"):
        reaching: dict[int, int] = {}
        for row in group.iterchildren("tr"):
            column = 0
            below = {c: left - 1 for c, left in reaching.items() if left > 1}
            for cell in row.iterchildren("td", "th"):
                while reaching.get(column, 0) > 0:
                    column += 1
                span, rows = (int(cell.get(name, "1")) for name in ("colspan", "rowspan"))
                yield cell, column, span
                if rows > 1:
                    below |= dict.fromkeys(range(column, column + span), rows - 1)
                column += span
            reaching = below


def distribute(columns: Sequence[Width], measure: float) -> tuple[float, ...]:
    """Share a measure out among columns, as the head of the module says.

    >>> distribute([Width(2, 3, 4), Width(2, 4, 20)], 12)
    (3.0, 9.0)
    """
    full = sum(column.full for column in columns)
    if full <= measure:
        return tuple(column.full * measure / full for column in columns)
    fair = sum(column.fair for column in columns)
    if fair >= measure:
        least = sum(column.least for column in columns)
        part = max(0.0, (measure - least) / (fair - least)) if fair > least else 0.0
        shared = [column.least + (column.fair - column.least) * part for column in columns]
        return tuple(width * measure / sum(shared) for width in shared)
    few, many = 1.0, _MOST_LINES
    for _ in range(_STEPS):
        lines = (few + many) / 2
        if sum(_at(column, lines) for column in columns) > measure:
            few = lines
        else:
            many = lines
    found = [_at(column, many) for column in columns]
    open_ones = [n for n, column in enumerate(columns) if found[n] < column.full] or [0]
    rest = (measure - sum(found)) / len(open_ones)
    return tuple(round(w + rest, 6) if n in open_ones else w for n, w in enumerate(found))


def _at(column: Width, lines: float) -> float:
    """Return the width that sets the longest text of a column in so many lines."""
    return min(column.full, max(column.fair, PADDING + (column.full - PADDING) / lines))


def _cell(cell: etree._Element, measure: Measure) -> Width:
    strong = cell.tag == "th"
    whole = "number" in (cell.get("class") or "").split()
    room = sum(_room(span) for span in cell.iter("span"))
    least = fair = full = 0.0
    for line in _lines(cell, 0.0, []):
        words = [line.text] if whole else line.text.split()
        if not words:
            continue
        lengths = [measure(word, strong) for word in words]
        pairs = [measure(f"{a} {b}", strong) for a, b in pairwise(words)]
        least = max(least, line.indent + max(lengths))
        fair = max(fair, line.indent + max(pairs, default=lengths[0]))
        full = max(full, line.indent + measure(line.text, strong))
    around = PADDING + room
    return Width(least + around, fair + around, max(full, fair) + around)


def _room(span: etree._Element) -> float:
    """Return what a number keeps free behind it (:mod:`report.compose.tabular`)."""
    if span.get("class") != "room":
        return 0.0
    return float((span.get("style") or "").partition(":")[2].removesuffix("em"))


def _lines(element: etree._Element, indent: float, lines: list[_Line]) -> list[_Line]:
    """Gather the texts of a cell that stand below each other."""
    if not lines:
        lines.append(_Line("", indent))
    _add(lines, element.text)
    for child in element:
        if child.get("class") not in _UNSEEN and isinstance(child.tag, str):
            block = child.tag in _BLOCKS
            deeper = indent + (_INDENT if child.tag in _LISTS else 0)
            if block:
                lines.append(_Line("", deeper))
            _lines(child, deeper, lines)
            if block:
                lines.append(_Line("", indent))
        _add(lines, child.tail)
    return lines


def _add(lines: list[_Line], text: str | None) -> None:
    """Let a piece of text go on in the last line, a run of white space as one blank."""
    last = lines[-1]
    lines[-1] = _Line(re.sub(r"\s+", " ", last.text + (text or "")), last.indent)
