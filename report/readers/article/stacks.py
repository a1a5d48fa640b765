"""Stacks: a table copied with each cell on a line of its own, set in rows again.

How many columns there are is told by what comes back: every third line a number, every third a
body that opens with «وزارة». Each number of columns is tried; the cells of a column have to be
more like each other than like all lines together, and the first lines have to be heads. An
empty cell leaves no line behind, so the lines are laid into the columns by dynamic programming.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from report.readers.article.columns import SHAPE, Cell, Column, Shape, describe
from report.readers.article.cues import Cues, Habits
from report.readers.article.lines import Line, ends_sentence
from report.readers.article.passages import Grid
from report.readers.article.rowlines import is_table_caption
from report.readers.article.tokens import Token, tokens

MOST_LINES, MOST_COLUMNS, LONGEST = 400, 8, 24
FEWEST_ROWS = 3
"""Rows, the head among them."""
SAMPLED = 12
"""Rows that decide how many columns there are."""
ROUNDS = 3
SURE_ENOUGH = 0.55
_INNER_END = re.compile(r"[^\W\d_]{5}\. ")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Log-odds of what tells a stack from other short lines."""

    none: float = -0.7
    alike: float = 0.4
    named: float = 6.0
    common: float = -2.5
    counted: float = -4.0
    empty: float = -0.6
    caption: float = 2.0
    titled: float = -1.8
    wordy: float = 0.5


EVIDENCE = Evidence()


@dataclass(frozen=True, slots=True)
class Stack:
    """A table proposed: its grid, how sure it is, and the title that stood above its cells."""

    grid: Grid
    sure: float
    title: Line | None


@dataclass(frozen=True, slots=True)
class _Item:
    line: Line
    tokens: tuple[Token, ...]
    cell: Cell


def is_sentence(line: Line) -> bool:
    """Tell whether a line ends as a sentence does or holds the end of one («Dr. X» does not)."""
    return ends_sentence(line.text) or bool(_INNER_END.search(line.text))


def may_be_stacked(lines: Sequence[Line]) -> bool:
    """Tell whether attached lines could be cells: enough of them, short, and no sentences."""
    if not 2 * FEWEST_ROWS <= len(lines) <= MOST_LINES:
        return False
    sentences = sum(is_sentence(line) for line in lines)
    return sentences <= 0.1 * len(lines) and all(line.words <= LONGEST for line in lines)


def unstack(
    lines: Sequence[Line], language: str, evidence: Evidence = EVIDENCE, shape: Shape = SHAPE
) -> Stack | None:
    """Set the lines of a stack in rows, or return ``None`` if they are none."""
    cues = Cues(language, Habits())
    found: list[tuple[float, int, int]] = []
    items = [_item(line, language) for line in lines]
    captioned = is_table_caption(lines[0].text)
    for first in (0, 1):
        if captioned and not first:
            continue
        body = items[first:]
        for width in range(2, MOST_COLUMNS + 1):
            if len(body) >= FEWEST_ROWS * width - 1:
                score = _score(body[: width * SAMPLED], width, cues, evidence, shape)
                score += first * (evidence.titled + evidence.wordy * min(lines[0].words, 6))
                found.append((score + evidence.caption * captioned, first, width))
    if not found:
        return None
    score, first, width = max(found)
    sure = 1 / (math.exp(-score) + sum(math.exp(other - score) for other, _, _ in found))
    if score <= 0 or sure < SURE_ENOUGH:
        return None
    laid = _lay(items[first:], width, shape)
    rows = _rows(items[first:], laid, width)
    return Stack(Grid(tuple(lines[first:]), rows, 1), sure, lines[0] if first else None)


def _item(line: Line, language: str) -> _Item:
    words = tokens(line.text, language)
    return _Item(line, words, describe(words))


def _score(
    items: Sequence[_Item], width: int, cues: Cues, evidence: Evidence, shape: Shape
) -> float:
    """Return the log-odds that lines are a table of so many columns."""
    head, body = items[:width], items[width:]
    whole = _lay(items, width, shape)
    laid = whole[width:]
    pool = [item.cell for item in body]
    alike = 0.0
    for index, item in enumerate(body):
        near = [pool[i] for i in range(len(body)) if i != index and laid[i] == laid[index]]
        others = [pool[i] for i in range(len(body)) if i != index]
        alike += Column(near, shape).like(item.cell) - Column(others, shape).like(item.cell)
    named = sum(cues.names_column(item.tokens) for item in head) / width
    # Where every line has such a word, it tells no head.
    common = sum(cues.names_column(item.tokens) for item in body) / len(body)
    counted = sum(cues.counts(item.tokens) for item in head)
    return (
        evidence.none
        + evidence.alike * alike
        + evidence.named * (named - 0.5)
        + evidence.common * common
        + evidence.counted * counted
        + evidence.empty * (_count_rows(whole) * width - len(items))
    )


def _lay(items: Sequence[_Item], width: int, shape: Shape) -> list[int]:
    """Return the column of each line; the head fills its row."""
    laid = [*range(width), *_started(items[width:], width)]
    for _ in range(ROUNDS):
        likes = _likes(items[width:], laid[width:], width, shape)
        before, laid = laid, [*range(width), *_aligned(likes, shape)]
        if laid == before:
            break
    return laid


def _started(items: Sequence[_Item], width: int) -> list[int]:
    """Return the columns to begin with: a number like the first of all opens each row."""
    first = items[0].cell
    opens = [item.cell.form == first.form and item.cell.kind == first.kind for item in items]
    laid: list[int] = []
    for opened in opens:
        laid.append(0 if opened or not laid else laid[-1] + 1)
    if first.form and max(laid) < width and 2 * sum(opens) > len(items) / width:
        return laid
    return [index % width for index in range(len(items))]


def _likes(
    items: Sequence[_Item], laid: Sequence[int], width: int, shape: Shape
) -> list[list[float]]:
    """Return how much each line is like the others of each column."""
    cells: list[list[Cell | None]] = [[] for _ in range(width)]
    for item, column in zip(items, laid, strict=True):
        cells[column].append(item.cell)
    columns = [Column(found, shape) for found in cells]
    likes = [[column.like(item.cell) for column in columns] for item in items]
    for item, column, found in zip(items, laid, likes, strict=True):
        others = [cell for cell in cells[column] if cell is not item.cell]
        found[column] = Column(others, shape).like(item.cell)
    return likes


def _aligned(likes: Sequence[Sequence[float]], shape: Shape) -> list[int]:
    """Return the likeliest column of each line (Viterbi); empty cells may lie between."""
    width = len(likes[0])
    scores = [-math.inf] * width
    scores[0] = likes[0][0]
    paths: list[list[int]] = []
    for like in likes[1:]:
        after, path = [], []
        for column in range(width):
            best, source = -math.inf, 0
            for above in range(width):
                empty = column - above - 1 if column > above else width - 1 - above
                if column <= above and column:
                    continue
                reached = scores[above] + shape.empty * empty
                if reached > best:
                    best, source = reached, above
            after.append(best + like[column])
            path.append(source)
        scores = after
        paths.append(path)
    ends = [score + shape.empty * (width - 1 - column) for column, score in enumerate(scores)]
    laid = [max(range(width), key=lambda column: ends[column])]
    for path in reversed(paths):
        laid.append(path[laid[-1]])
    return laid[::-1]


def _count_rows(laid: Sequence[int]) -> int:
    return 1 + sum(after <= before for before, after in pairwise(laid))


def _rows(
    items: Sequence[_Item], laid: Sequence[int], width: int
) -> tuple[tuple[Line | None, ...], ...]:
    rows: list[list[Line | None]] = []
    above = width
    for item, column in zip(items, laid, strict=True):
        if column <= above:
            rows.append([None] * width)
        rows[-1][column] = item.line
        above = column
    return tuple(map(tuple, rows))
