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
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from report.readers.article.columns import SHAPE, Cell, Column, HeadColumn, Shape, describe
from report.readers.article.cues import WEIGHTS, Cues, Habits, Pairs, Weights, tokens
from report.readers.article.lines import Line, ends_sentence
from report.readers.article.passages import Grid
from report.readers.article.tongues import foreign_language

MOST_ROWS, MOST_WORDS, WIDEST_CELL, MOST_COLUMNS = 200, 70, 24, 8
ROUNDS = 5
SAMPLED = 16
"""Rows, the head among them, that decide how many columns there are."""
_LETTERED = re.compile(r"[^\W_]{1,3}[.)]\s")
SURE_ENOUGH = 0.4
"""Share of the best cuts among all; below it the row is kept whole."""


FAR_BEHIND = 5.0
"""Log-odds that a row may lie behind the median row before it counts as a misfit."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A table proposed: the grid and how sure each row is, the head first."""

    grid: Grid
    sure: tuple[float, ...]

    @property
    def stands(self) -> bool:
        """Whether the head and most rows are sure enough to be set as a table."""
        return 0 not in self.grid.whole and 2 * len(self.grid.whole) <= len(self.sure)


class _Row:
    """A row: its words, the log-odds of each cut, and its possible cells."""

    def __init__(self, line: Line, cues: Cues, head: float | None = None) -> None:
        self.line = line
        self.tokens = tokens(line.text)
        self.cuts = cues.cuts(self.tokens) if head is None else cues.head_cuts(self.tokens, head)
        self._cells: dict[tuple[int, int], Cell] = {}

    def cell(self, start: int, end: int) -> Cell:
        """Return what the words from ``start`` to ``end`` look like as a cell."""
        key = (start, end)
        if key not in self._cells:
            self._cells[key] = describe(self.tokens[start:end])
        return self._cells[key]


def propose(
    lines: Sequence[Line],
    language: str,
    pairs: Pairs = frozenset(),
    weights: Weights = WEIGHTS,
    shape: Shape = SHAPE,
) -> Proposal | None:
    """Propose the cells of a table that lost its separators, or ``None`` if it is none.

    The first line is the head. The number of columns is the one whose cuts, in the head and
    in all rows together, are the likeliest.
    """
    if not 3 <= len(lines) <= MOST_ROWS:
        return None
    cues = Cues(language, _habits(lines, language, pairs), weights)
    rows = [_Row(line, cues, shape.head if not i else None) for i, line in enumerate(lines)]
    shortest = min(len(row.tokens) for row in rows)
    longest = max(len(row.tokens) for row in rows)
    fewest, widest = max(2, math.ceil(longest / WIDEST_CELL)), min(MOST_COLUMNS, shortest)
    # A row has to fill each cell of its columns, and all that it holds has to fit into them.
    if longest > MOST_WORDS or fewest > widest:
        return None
    if any(word.joint for word in rows[0].tokens):
        return None
    if not (cues.names_column(rows[0].tokens) or _has_numbers(rows[1:])):
        return None
    fits = [_fit(rows[:SAMPLED], columns, shape) for columns in range(fewest, widest + 1)]
    score, cuts, shapes = max(fits, key=lambda fit: fit[0])
    if len(rows) > SAMPLED:
        _, cuts, shapes = _fit(rows, len(shapes), shape, shapes)
    numeric = sum(column.numeric[True] > column.numeric[False] for column in shapes)
    if score <= 0 or not (numeric or cues.names_column(rows[0].tokens)):
        return None
    # How far the best number of columns is ahead of the others.
    ahead = 1 / sum(math.exp((other - score) * shape.ahead) for other, _, _ in fits)
    head = _head_columns(rows[0], len(shapes), shape)
    likeness: list[Sequence[Column]] = [head, *[shapes] * (len(rows) - 1)]
    fitness = _fitness(rows[1:], cuts[1:], shapes)
    sure = tuple(
        ahead * fit * _sureness(row, cut, columns)
        for row, cut, columns, fit in zip(rows, cuts, likeness, (1.0, *fitness), strict=True)
    )
    whole = tuple(i for i, s in enumerate(sure) if s < SURE_ENOUGH)
    parted = tuple(
        _cells(row, cut, i in whole) for i, (row, cut) in enumerate(zip(rows, cuts, strict=True))
    )
    return Proposal(Grid(tuple(lines), parted, 1, whole), sure)


def _has_numbers(rows: Sequence[_Row]) -> bool:
    """Tell whether most rows hold a number, so that a column of numbers is possible."""
    with_number = sum(any(word.kind == "number" for word in row.tokens) for row in rows)
    return with_number > 0.5 * len(rows)


def _fitness(
    rows: Sequence[_Row], cuts: Sequence[list[int]], shapes: Sequence[Column]
) -> list[float]:
    """Return how well each row fits the columns, from 1: one far behind the others fits ill."""
    scores = [_score(row, cut, shapes) for row, cut in zip(rows, cuts, strict=True)]
    usual = median(scores)
    return [math.exp(min(0.0, score - usual + FAR_BEHIND)) for score in scores]


def _habits(lines: Sequence[Line], language: str, pairs: Pairs) -> Habits:
    """Return what the rows show before they are parted."""
    rows = [tokens(line.text) for line in lines]
    side_by_side = Counter(p for row in rows for p in {(a.key, b.key) for a, b in pairwise(row)})
    measures = Counter(
        after.key
        for row in rows[1:]
        for before, after in pairwise(row)
        if before.kind == "number" and after.kind in ("bare", "lower", "hebrew")
    )
    seen = Counter(word.key for row in rows[1:] for word in row)
    firsts = Counter(row[0].key for row in rows[1:])
    return Habits(
        capitals=_begin_with_capitals(lines),
        pairs=pairs,
        repeated=frozenset(pair for pair, count in side_by_side.items() if count > 1),
        # A word that stands after a number again and again, and nowhere else, is a unit.
        units=frozenset(w for w, n in measures.items() if n > 1 and n >= 0.6 * seen[w]),
        # Rows do not all begin with the same cell: that word opens longer ones.
        firsts=frozenset(w for w, n in firsts.items() if n > 1 and n >= 0.6 * (len(rows) - 1)),
    )


def may_be_rows(lines: Sequence[Line]) -> bool:
    """Tell whether attached lines could be the rows of a table: no sentences, two words each."""
    if len(lines) < 3:
        return False
    if any(_LETTERED.match(line.text) for line in lines):
        return False
    sentences = sum(ends_sentence(line.text) or ". " in line.text for line in lines)
    return sentences <= 0.1 * len(lines) and all(line.words >= 2 for line in lines)


def stands(lines: Sequence[Line], language: str) -> bool:
    """Tell whether lines are a table that lost its separators, beyond most doubt."""
    if not may_be_rows(lines):
        return False
    proposal = propose(lines, foreign_language(said_in(lines), language) or language)
    return proposal is not None and proposal.stands


def said_in(lines: Sequence[Line]) -> str:
    """Return the words of lines, to tell their language."""
    return "\n".join(line.text for line in lines)


def _begin_with_capitals(lines: Sequence[Line]) -> bool:
    words = [
        word
        for line in lines[1:]
        for word in line.text.split()
        if word[0].isascii() and word[0].isalpha()
    ]
    firsts = [line.text[0] for line in lines[1:]]
    capital = sum(c.isupper() for c in firsts)
    return capital >= 0.6 * len(firsts) and sum(w[0].isupper() for w in words) < 0.8 * len(words)


def _fit(
    rows: Sequence[_Row], columns: int, shape: Shape, learnt: Sequence[Column] | None = None
) -> tuple[float, list[list[int]], list[Column]]:
    """Cut all rows into ``columns`` cells; return the score, the cuts and the columns.

    What the rounds arrive at depends on where they begin: at the likeliest cuts of each row by
    itself, and at those that set the only number of every row into one column, each in turn.
    With columns that are ``learnt`` they begin there and nowhere else.
    """
    head, body = rows[0], rows[1:]
    if learnt:
        starts = [[_best(row, learnt)[1] for row in body]]
    else:
        blank = [Column((), shape) for _ in range(columns)]
        starts = [[_best(row, blank)[1] for row in body], *_anchored(body, blank)]
    settled = [_settle(body, start, columns, shape) for start in starts]
    total, cuts = max(settled, key=lambda found: found[0])
    shapes = _columns(body, cuts, columns, shape)
    head_cuts = _best(head, _head_columns(head, columns, shape))[1]
    top = _mass(head, _head_columns(head, columns, shape))
    score = shape.body * total / len(body) + shape.head_weight * top
    return score, [head_cuts, *cuts], shapes


def _settle(
    body: Sequence[_Row], cuts: list[list[int]], columns: int, shape: Shape
) -> tuple[float, list[list[int]]]:
    """Learn the columns from the cuts and the cuts from the columns until they agree."""
    for _ in range(ROUNDS):
        before = cuts
        cuts = []
        for index, row in enumerate(body):
            others = [c for i, c in enumerate(before) if i != index]
            near = [r for i, r in enumerate(body) if i != index]
            cuts.append(_best(row, _columns(near, others, columns, shape))[1])
        if cuts == before:
            break
    total = 0.0
    for index, row in enumerate(body):
        others = [c for i, c in enumerate(cuts) if i != index]
        near = [r for i, r in enumerate(body) if i != index]
        total += _score(row, cuts[index], _columns(near, others, columns, shape))
    return total, cuts


def _anchored(body: Sequence[_Row], blank: Sequence[Column]) -> list[list[list[int]]]:
    """Return cuts in which the only number of each row opens the second cell, or one after it."""
    numbers = [[i for i, word in enumerate(row.tokens) if word.kind == "number"] for row in body]
    if any(len(found) != 1 for found in numbers):
        return []
    starts = []
    for column in range(1, len(blank)):
        anchored = [
            _best(row, blank, (column, found[0]))[1]
            for row, found in zip(body, numbers, strict=True)
        ]
        if all(cut[0] == 0 and cut == sorted(set(cut)) for cut in anchored):
            starts.append(anchored)
    return starts


def _columns(
    rows: Sequence[_Row], cuts: Sequence[list[int]], columns: int, shape: Shape
) -> list[Column]:
    return [
        Column([row.cell(cut[k], cut[k + 1]) for row, cut in zip(rows, cuts, strict=True)], shape)
        for k in range(columns)
    ]


def _score(row: _Row, cuts: list[int], shapes: Sequence[Column]) -> float:
    return sum(
        row.cuts[start] + shape.like(row.cell(start, end))
        for start, end, shape in zip(cuts, cuts[1:], shapes, strict=False)
    )


def _best(
    row: _Row, shapes: Sequence[Column], anchor: tuple[int, int] | None = None
) -> tuple[float, list[int]]:
    """Return the likeliest cuts of a row: offsets of cells, the end last (Viterbi).

    An ``anchor`` is a column and the word that its cell has to begin with.
    """
    size, columns = len(row.tokens), len(shapes)
    lost = (-math.inf, 0)
    table = [[lost] * (size + 1) for _ in range(columns + 1)]
    table[0][0] = (0.0, 0)
    for k in range(1, columns + 1):
        for end in range(k, size - (columns - k) + 1):
            for start in range(max(k - 1, end - WIDEST_CELL), end):
                so_far = table[k - 1][start][0]
                if so_far == -math.inf or (anchor and k - 1 == anchor[0] and start != anchor[1]):
                    continue
                score = so_far + row.cuts[start] + shapes[k - 1].like(row.cell(start, end))
                if score > table[k][end][0]:
                    table[k][end] = (score, start)
    cuts = [size]
    for k in range(columns, 0, -1):
        cuts.append(table[k][cuts[-1]][1])
    return table[columns][size][0], cuts[::-1]


def _head_columns(row: _Row, columns: int, shape: Shape) -> list[HeadColumn]:
    return [HeadColumn(math.log(len(row.tokens) / columns), shape)] * columns


def _sureness(row: _Row, cuts: list[int], shapes: Sequence[Column]) -> float:
    """Return the share of these cuts among all ways to cut the row."""
    return math.exp(_score(row, cuts, shapes) - _mass(row, shapes))


def _mass(row: _Row, shapes: Sequence[Column]) -> float:
    """Return the logarithm of the sum over all ways to cut the row (forward algorithm)."""
    size, columns = len(row.tokens), len(shapes)
    sums = [[-math.inf] * (size + 1) for _ in range(columns + 1)]
    sums[0][0] = 0.0
    for k in range(1, columns + 1):
        for end in range(k, size - (columns - k) + 1):
            terms = [
                sums[k - 1][start] + row.cuts[start] + shapes[k - 1].like(row.cell(start, end))
                for start in range(max(k - 1, end - WIDEST_CELL), end)
                if sums[k - 1][start] > -math.inf
            ]
            if terms:
                top = max(terms)
                sums[k][end] = top + math.log(sum(math.exp(term - top) for term in terms))
    return sums[columns][size]


def _cells(row: _Row, cuts: list[int], whole: bool) -> tuple[Line | None, ...]:
    if whole:
        return (row.line,) + (None,) * (len(cuts) - 2)
    cells: list[Line | None] = []
    for start, end in pairwise(cuts):
        first, last = row.tokens[start], row.tokens[end - 1]
        place = row.line.at._replace(column=row.line.at.column + first.start)
        cells.append(Line(place, row.line.text[first.start : last.end], 0, 0))
    return tuple(cells)
