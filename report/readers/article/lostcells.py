"""Lost cells: a table whose separators became blanks, parted again by all its rows at once.

Each row is cut into the same number of cells by dynamic programming. A cut scores by the two
words it parts (:mod:`cues`); a cell scores by how much it is like the cells of its column in
the other rows: the word it opens and closes with, digits or letters, list or no list, length.
The columns are learnt from the cuts and the cuts from the columns, a few rounds. How sure a
row is, is the share that its best cuts have among all possible ones (forward sums).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from report.readers.article.columns import SHAPE, Column, Shape
from report.readers.article.cues import WEIGHTS, Pairs, Weights
from report.readers.article.lines import Line
from report.readers.article.parting import Row, fit, head_columns, score, sureness
from report.readers.article.passages import Grid
from report.readers.article.readings import SAMPLED, likeliest, readings
from report.readers.article.stacks import is_sentence, may_be_stacked, unstack
from report.readers.article.tongues import foreign_language

MOST_ROWS = 200
_LETTERED = re.compile(r"[^\W_]{1,3}[.)]\s")
SURE_ENOUGH, HEAD_ENOUGH = 0.3, 0.15
"""How sure the cells of a row have to be; below it the row is kept whole.

The head is taken for less: without it there is no table, and half of its cells are right.
"""
TABLE_ENOUGH = 0.65
"""How sure the head and the number of columns have to be; below it there is no table."""


FAR_BEHIND = 5.0
"""Log-odds that a row may lie behind the median row before it counts as a misfit."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A table proposed: the grid, and how sure its columns and each row are, the head first."""

    grid: Grid
    columns: float
    sure: tuple[float, ...]
    title: Line | None = None

    @property
    def stands(self) -> bool:
        """Whether the columns, the head and most rows are sure enough to be set as a table."""
        whole = self.grid.whole
        return self.columns >= TABLE_ENOUGH and 0 not in whole and 2 * len(whole) <= len(self.sure)


def propose(
    lines: Sequence[Line],
    language: str,
    pairs: Pairs = frozenset(),
    weights: Weights = WEIGHTS,
    shape: Shape = SHAPE,
) -> Proposal | None:
    """Propose the cells of a table that lost its separators, or ``None`` if it is none.

    The first line is the head, or a title and the second line the head. The head and the number
    of columns are those whose cuts, in the head and in all rows together, are the likeliest.
    """
    if not 3 <= len(lines) <= MOST_ROWS:
        return None
    reading = likeliest(list(readings(lines, language, pairs, weights, shape)))
    if reading is None:
        return None
    rows, found = reading.rows, reading.fit
    if len(rows) > SAMPLED:
        found = fit(rows, found.width, shape, found.columns)
    heads = head_columns(rows[0], found.width, shape)
    likeness: list[Sequence[Column]] = [heads, *[found.columns] * (len(rows) - 1)]
    fitness = _fitness(rows[1:], found.cuts[1:], found.columns)
    sure = tuple(
        reading.sure * fits * sureness(row, cut, columns)
        for row, cut, columns, fits in zip(rows, found.cuts, likeness, (1.0, *fitness), strict=True)
    )
    whole = tuple(i for i, s in enumerate(sure) if s < (SURE_ENOUGH if i else HEAD_ENOUGH))
    parted = tuple(
        _cells(row, cut, i in whole)
        for i, (row, cut) in enumerate(zip(rows, found.cuts, strict=True))
    )
    table = Grid(tuple(row.line for row in rows), parted, 1, whole)
    return Proposal(table, reading.sure, sure, lines[0] if reading.titled else None)


def _fitness(
    rows: Sequence[Row], cuts: Sequence[list[int]], shapes: Sequence[Column]
) -> list[float]:
    """Return how well each row fits the columns, from 1: one far behind the others fits ill."""
    scores = [score(row, cut, shapes) for row, cut in zip(rows, cuts, strict=True)]
    usual = median(scores)
    return [math.exp(min(0.0, score - usual + FAR_BEHIND)) for score in scores]


def may_be_rows(lines: Sequence[Line]) -> bool:
    """Tell whether attached lines could be the rows of a table: no sentences, two words each."""
    if len(lines) < 3:
        return False
    if any(_LETTERED.match(line.text) for line in lines):
        return False
    sentences = sum(is_sentence(line) for line in lines)
    return sentences <= 0.1 * len(lines) and all(line.words >= 2 for line in lines)


def stands(lines: Sequence[Line], language: str) -> bool:
    """Tell whether lines are the rows or the cells of a lost table, beyond most doubt."""
    spoken = foreign_language(said_in(lines), language) or language
    if may_be_stacked(lines) and unstack(lines, spoken):
        return True
    if not may_be_rows(lines):
        return False
    proposal = propose(lines, spoken)
    return proposal is not None and proposal.stands


def said_in(lines: Sequence[Line]) -> str:
    """Return the words of lines, to tell their language."""
    return "\n".join(line.text for line in lines)


def _cells(row: Row, cuts: list[int], whole: bool) -> tuple[Line | None, ...]:
    if whole:
        return (row.line,) + (None,) * (len(cuts) - 2)
    cells: list[Line | None] = []
    for start, end in pairwise(cuts):
        if start == end:
            cells.append(None)
            continue
        first, last = row.tokens[start], row.tokens[end - 1]
        place = row.line.at._replace(column=row.line.at.column + first.start)
        cells.append(Line(place, row.line.text[first.start : last.end], 0, 0))
    return tuple(cells)
