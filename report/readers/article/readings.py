"""Readings: which line is the head of a lost table, and how many columns it has.

Each reading is judged by the same few measures and weighed against all others, that the lines
are no table being one of them. The weights are those of a conditional logit, so the share of a
reading says how often such a reading is right.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from itertools import pairwise

from report.readers.article.columns import SHAPE, Shape
from report.readers.article.cues import WEIGHTS, Cues, Pairs, Weights
from report.readers.article.lines import Line
from report.readers.article.parting import (
    WIDEST_CELL,
    Fit,
    Row,
    fit,
    head_columns,
    mass,
)
from report.readers.article.rowhabits import row_habits
from report.readers.article.rowlines import is_table_caption

MOST_WORDS, MOST_COLUMNS = 50, 8
SAMPLED = 13
"""Rows, the head among them, that decide how many columns there are."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What a reading is judged by; with the weights in their place, the log-odds of each."""

    table: float = 0.0
    """One for every reading; the lines being no table measures nothing."""
    body: float = 0.0
    """Mean log-odds of the rows, each by the columns that the others show."""
    head: float = 0.0
    """Log-odds of the head, over all ways to cut it."""
    width: float = 0.0
    square: float = 0.0
    """Columns, and their square."""
    named: float = 0.0
    """Share of the words of the head that head columns."""
    counted: float = 0.0
    """Whether the head holds a number that is no year."""
    titled: float = 0.0
    """Whether the first line is a title."""
    empty: float = 0.0
    """Empty cells a row."""
    spread: float = 0.0
    """Mean deviation of the logarithms of the words of a cell, over the columns."""
    spare: float = 0.0
    """Words that head columns but do not here."""


ODDS = Measures(
    table=-7.72,
    body=0.93,
    head=0.76,
    width=2.0,
    square=-4.93,
    named=8.65,
    counted=-4.54,
    titled=0.39,
    empty=-0.19,
    spread=-6.13,
    spare=-1.21,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read lines as a table: with a title or without, and its number of columns."""

    rows: list[Row]
    fit: Fit
    titled: bool
    measures: Measures
    sure: float = 0.0


def readings(
    lines: Sequence[Line],
    language: str,
    pairs: Pairs = frozenset(),
    weights: Weights = WEIGHTS,
    shape: Shape = SHAPE,
) -> Iterator[Reading]:
    """Yield all ways to read lines as a table that are possible at all."""
    captioned = is_table_caption(lines[0].text)
    for first in (0, 1):
        if len(lines) - first < 3 or (captioned and not first):
            continue
        cues = Cues(language, row_habits(lines[first:], language, pairs), weights)
        rows = [
            Row(line, cues, shape.head if not i else None) for i, line in enumerate(lines[first:])
        ]
        if not _may_be_table(rows, cues):
            continue
        for width in _widths(rows):
            found = fit(rows[:SAMPLED], width, shape)
            titled = bool(first) and not captioned
            yield Reading(rows, found, bool(first), _measure(rows, cues, found, titled, shape))


def likeliest(found: Sequence[Reading], odds: Measures = ODDS) -> Reading | None:
    """Return the likeliest reading, and how sure it is, or ``None``: the lines are no table."""
    if not found:
        return None
    scores = [score(reading.measures, odds) for reading in found]
    top = max(0.0, *scores)
    shares = [math.exp(score - top) for score in (0.0, *scores)]
    best = max(range(len(found)), key=lambda index: scores[index])
    if scores[best] <= 0:
        return None
    return replace(found[best], sure=shares[best + 1] / sum(shares))


def score(measures: Measures, odds: Measures) -> float:
    """Return the log-odds of a reading against the lines being no table."""
    total: float = sum(a * b for a, b in zip(astuple(measures), astuple(odds), strict=True))
    return total


def _measure(rows: Sequence[Row], cues: Cues, found: Fit, titled: bool, shape: Shape) -> Measures:
    head, cuts = rows[0], found.cuts[1:]
    body = rows[1 : len(found.cuts)]
    heads = head_columns(head, found.width, shape)
    lacking = sum(
        start == end for row, cut in zip(body, cuts, strict=True) for start, end in pairwise(cut)
    )
    filled = [column.spread for column in found.columns if column.count]
    return Measures(
        table=1.0,
        body=found.body,
        head=mass(head, heads),
        width=float(found.width),
        square=found.width**2 / 10,
        named=cues.headed(head.tokens),
        counted=float(cues.counts(head.tokens)),
        titled=float(titled),
        empty=lacking / len(body),
        spread=sum(filled) / found.width,
        spare=float(cues.spared(head.tokens, found.cuts[0])),
    )


def _may_be_table(rows: Sequence[Row], cues: Cues) -> bool:
    """Tell whether the first row may be a head and the others fit below it."""
    if any(word.joint for word in rows[0].tokens) or len(rows[0].tokens) < 2:
        return False
    return cues.names_column(rows[0].tokens) or _has_numbers(rows[1:])


def _widths(rows: Sequence[Row]) -> range:
    """Return how many columns rows may have: all that a row holds has to fit into them."""
    sizes = sorted(len(row.tokens) for row in rows)
    # A few rows may have empty cells, the head and the others fill theirs.
    widest = min(MOST_COLUMNS, len(rows[0].tokens), sizes[len(sizes) // 4])
    if sizes[-1] > MOST_WORDS:
        return range(0)
    return range(max(2, math.ceil(sizes[-1] / WIDEST_CELL)), widest + 1)


def _has_numbers(rows: Sequence[Row]) -> bool:
    """Tell whether most rows hold a number, so that a column of numbers is possible."""
    with_number = sum(any(word.kind == "number" for word in row.tokens) for row in rows)
    return with_number > 0.5 * len(rows)
