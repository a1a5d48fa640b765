"""Grids: tables whose cells are still parted, by tabs, bars or wide blanks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from report.readers.article.lines import Line, count_words, fold
from report.readers.article.passages import Grid

_TABS = re.compile(r"\t+")
_WIDE = re.compile(r"[ \u00a0]{2,}|\t+")
_BAR = re.compile(r"\s*\|\s*")
_DELIMITER = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")


def find_grids(lines: Sequence[Line]) -> dict[int, Grid]:
    """Return the tables with separators by the index of their first line."""
    found: dict[int, Grid] = {}
    index = 0
    while index < len(lines):
        grid = _barred(lines, index) or _tabbed(lines, index) or _spaced(lines, index)
        if grid:
            found[index] = grid
            index += len(grid.lines)
        else:
            index += 1
    return found


def _attached(lines: Sequence[Line], start: int, pattern: re.Pattern[str]) -> list[Line]:
    """Return the lines from ``start`` on that have the separator and no blank line between."""
    run: list[Line] = []
    for index in range(start, len(lines)):
        if (run and lines[index].gap) or not pattern.search(lines[index].text):
            break
        run.append(lines[index])
    return run


def _barred(lines: Sequence[Line], start: int) -> Grid | None:
    run = _attached(lines, start, re.compile(r"\|"))
    if len(run) < 2:
        return None
    ruled = [bool(_DELIMITER.fullmatch(line.text)) for line in run]
    rows = [_cells(line, _BAR) for line, rule in zip(run, ruled, strict=True) if not rule]
    width = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    if width < 2 or (not any(ruled) and any(len(row) != width for row in rows)):
        return None
    if not any(ruled) and len(rows) < 3:
        return None
    return Grid(tuple(run), _even(rows, width), 1)


def _tabbed(lines: Sequence[Line], start: int) -> Grid | None:
    run = _attached(lines, start, _TABS)
    if len(run) < 2:
        return None
    widths = [len(tabs) for line in run for tabs in _TABS.findall(line.text)]
    # An extractor sets two tabs between cells; then four mean that one between is empty.
    unit = "\t\t" if all(width % 2 == 0 for width in widths) else "\t"
    rows = [_cells(line, re.compile(rf"[ \u00a0]*{unit}[ \u00a0]*")) for line in run]
    return Grid(tuple(run), _even(rows, max(map(len, rows))), 0 if _rhymes(rows) else 1)


def _spaced(lines: Sequence[Line], start: int) -> Grid | None:
    run = _attached(lines, start, _WIDE)
    if len(run) < 3:
        return None
    rows = [_cells(line, _WIDE) for line in run]
    if len({len(row) for row in rows}) > 1:
        return None
    return Grid(tuple(run), tuple(map(tuple, rows)), 0 if _rhymes(rows) else 1)


def _rhymes(rows: Sequence[list[Line | None]]) -> bool:
    """Tell whether rows are verse: two halves of some words, the second halves in rhyme.

    Verse is set as a table without a head, so that its halves stand in two columns.
    """
    halves = [[cell.text for cell in row if cell] for row in rows]
    if len(halves) < 2 or any(len(pair) != 2 or min(map(count_words, pair)) < 2 for pair in halves):
        return False
    ends = Counter(fold(pair[1]).rstrip(".،؛:!؟?»\"' ")[-1:] for pair in halves)
    return ends.most_common(1)[0][1] >= 0.75 * len(halves)


def _cells(line: Line, separator: re.Pattern[str]) -> list[Line | None]:
    cells: list[Line | None] = []
    position = 0
    text = line.text
    if separator is _BAR:
        position = 1 if text.startswith("|") else 0
        text = text[:-1] if text.endswith("|") and len(text) > 1 else text
    for match in separator.finditer(text, position):
        cells.append(_cell(line, position, match.start()))
        position = match.end()
    cells.append(_cell(line, position, len(text)))
    return cells


def _cell(line: Line, start: int, end: int) -> Line | None:
    part = line.text[start:end]
    inner = part.strip()
    if not inner:
        return None
    column = line.at.column + start + part.index(inner)
    return Line(line.at._replace(column=column), inner, 0, 0)


def _even(rows: Sequence[list[Line | None]], width: int) -> tuple[tuple[Line | None, ...], ...]:
    """Make all rows as wide as the widest, so that no cell is lost."""
    widest = max(width, *map(len, rows))
    return tuple(tuple(row + [None] * (widest - len(row))) for row in rows)
