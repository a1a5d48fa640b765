"""Parting: each row of a table is cut into its cells, all rows together.

A cut scores by the two words it parts (:mod:`cues`); a cell by how much it is like the cells of
its column in the other rows (:mod:`columns`). The columns are learnt from the cuts and the cuts
from the columns, a few rounds. A cell may be empty: then two cuts stand at one place.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from report.readers.article.columns import Cell, Column, HeadColumn, Shape, describe
from report.readers.article.cues import Cues
from report.readers.article.lines import Line
from report.readers.article.tokens import tokens

WIDEST_CELL = 24
ROUNDS = 5
_MANY = 20
"""Rows: among so many one row does not tell its columns what they are."""


class Row:
    """A row: its words, the log-odds of each cut, and its possible cells."""

    def __init__(self, line: Line, cues: Cues, head: float | None = None) -> None:
        self.line = line
        self.head = head is not None
        self.tokens = tokens(line.text, cues.language)
        self.sums = 0 if self.head else cues.opens_sums(self.tokens)
        self.cuts = cues.cuts(self.tokens) if head is None else cues.head_cuts(self.tokens, head)
        if 0 < self.sums < len(self.tokens):
            self.cuts[self.sums] += cues.weights.sums
        self._cells: dict[tuple[int, int], Cell] = {}

    def cell(self, start: int, end: int) -> Cell | None:
        """Return what the words from ``start`` to ``end`` look like as a cell, if there are any."""
        if start == end:
            return None
        key = (start, end)
        if key not in self._cells:
            self._cells[key] = describe(self.tokens[start:end])
        return self._cells[key]

    def gain(self, start: int, end: int, column: Column) -> float:
        """Return the log-odds of a cell of a column."""
        cell = self.cell(start, end)
        if cell is None:
            return column.lacks(summed=bool(self.sums))
        return self.cuts[start] + column.like(cell)

    def starts(self, end: int, column: int, columns: int) -> range:
        """Return where a cell of a column may start that ends at ``end``."""
        if self.head:
            return range(max(column, end - WIDEST_CELL), end)
        # The first cell of a row may not be empty: what stands first is the first.
        return range(max(min(column, 1), end - WIDEST_CELL), end + (column > 0))


@dataclass(frozen=True, slots=True)
class Fit:
    """All rows cut into the same number of cells: where, and the columns learnt.

    ``body`` is the mean log-odds of the rows, each by the columns that the others show.
    """

    body: float
    cuts: list[list[int]]
    columns: list[Column]

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.columns)


def fit(
    rows: Sequence[Row], width: int, shape: Shape, learnt: Sequence[Column] | None = None
) -> Fit:
    """Cut all rows, the head first, into ``width`` cells.

    What the rounds arrive at depends on where they begin: at the likeliest cuts of each row by
    itself, and at those that set the only number of every row into one column, each in turn.
    With columns that are ``learnt`` they begin there and nowhere else.
    """
    head, body = rows[0], rows[1:]
    if learnt:
        starts = [[best(row, learnt)[1] for row in body]]
    else:
        blank = [Column((), shape) for _ in range(width)]
        starts = [[best(row, blank)[1] for row in body], *_anchored(body, blank)]
    settled = [_settle(body, start, width, shape) for start in starts]
    total, cuts = max(settled, key=lambda found: found[0])
    columns = _columns(body, cuts, width, shape)
    heads = head_columns(head, width, shape)
    return Fit(total / len(body), [best(head, heads)[1], *cuts], columns)


def _settle(
    body: Sequence[Row], cuts: list[list[int]], width: int, shape: Shape
) -> tuple[float, list[list[int]]]:
    """Learn the columns from the cuts and the cuts from the columns until they agree."""
    for _ in range(ROUNDS):
        before = cuts
        known = _seen_by_each(body, before, width, shape)
        cuts = [best(row, columns)[1] for row, columns in zip(body, known, strict=True)]
        if cuts == before:
            break
    known = _seen_by_each(body, cuts, width, shape)
    total = sum(
        score(row, cut, columns) for row, cut, columns in zip(body, cuts, known, strict=True)
    )
    return total, cuts


def _anchored(body: Sequence[Row], blank: Sequence[Column]) -> list[list[list[int]]]:
    """Return cuts in which the only number of each row opens the second cell, or one after it."""
    numbers = [[i for i, word in enumerate(row.tokens) if word.kind == "number"] for row in body]
    if any(len(found) != 1 for found in numbers):
        return []
    starts = []
    for column in range(1, len(blank)):
        anchored = [
            best(row, blank, (column, found[0]))[1]
            for row, found in zip(body, numbers, strict=True)
        ]
        if all(cut[0] == 0 and cut == sorted(set(cut)) for cut in anchored):
            starts.append(anchored)
    return starts


def _seen_by_each(
    body: Sequence[Row], cuts: Sequence[list[int]], width: int, shape: Shape
) -> list[list[Column]]:
    """Return, for each row, the columns as all other rows have them."""
    if len(body) > _MANY:
        return [_columns(body, cuts, width, shape)] * len(body)
    return [
        _columns(
            [*body[:index], *body[index + 1 :]],
            [*cuts[:index], *cuts[index + 1 :]],
            width,
            shape,
        )
        for index in range(len(body))
    ]


def _columns(
    rows: Sequence[Row], cuts: Sequence[list[int]], width: int, shape: Shape
) -> list[Column]:
    pairs = list(zip(rows, cuts, strict=True))
    return [
        Column([row.cell(cut[k], cut[k + 1]) for row, cut in pairs if not row.sums or k], shape)
        for k in range(width)
    ]


def score(row: Row, cuts: Sequence[int], columns: Sequence[Column]) -> float:
    """Return the log-odds of the cells of a row."""
    return sum(
        row.gain(start, end, column)
        for start, end, column in zip(cuts, cuts[1:], columns, strict=False)
    )


def best(
    row: Row, columns: Sequence[Column], anchor: tuple[int, int] | None = None
) -> tuple[float, list[int]]:
    """Return the likeliest cuts of a row: offsets of cells, the end last (Viterbi).

    An ``anchor`` is a column and the word that its cell has to begin with.
    """
    size, width = len(row.tokens), len(columns)
    table = [[(-math.inf, 0)] * (size + 1) for _ in range(width + 1)]
    table[0][0] = (0.0, 0)
    for k in range(1, width + 1):
        for end in range(1, size + 1):
            for start in row.starts(end, k - 1, width):
                so_far = table[k - 1][start][0]
                if so_far == -math.inf or (anchor and k - 1 == anchor[0] and start != anchor[1]):
                    continue
                gained = so_far + row.gain(start, end, columns[k - 1])
                if gained > table[k][end][0]:
                    table[k][end] = (gained, start)
    cuts = [size]
    for k in range(width, 0, -1):
        cuts.append(table[k][cuts[-1]][1])
    return table[width][size][0], cuts[::-1]


def mass(row: Row, columns: Sequence[Column]) -> float:
    """Return the logarithm of the sum over all ways to cut the row (forward algorithm)."""
    size, width = len(row.tokens), len(columns)
    sums = [[-math.inf] * (size + 1) for _ in range(width + 1)]
    sums[0][0] = 0.0
    for k in range(1, width + 1):
        for end in range(1, size + 1):
            terms = [
                sums[k - 1][start] + row.gain(start, end, columns[k - 1])
                for start in row.starts(end, k - 1, width)
                if sums[k - 1][start] > -math.inf
            ]
            if terms:
                top = max(terms)
                sums[k][end] = top + math.log(sum(math.exp(term - top) for term in terms))
    return sums[width][size]


def sureness(row: Row, cuts: Sequence[int], columns: Sequence[Column]) -> float:
    """Return the share of these cuts among all ways to cut the row."""
    return math.exp(score(row, cuts, columns) - mass(row, columns))


def head_columns(row: Row, width: int, shape: Shape) -> list[HeadColumn]:
    """Return the columns of the head: nothing is known of them but that heads are even."""
    return [HeadColumn(math.log(len(row.tokens) / width), shape)] * width
