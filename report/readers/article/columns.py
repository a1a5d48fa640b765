"""Columns: what the cells of one column have in common, and how much a cell is like them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TypeVar

from report.readers.article.tokens import Token, shape_of

_Kind = TypeVar("_Kind", str, bool)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a stretch of words looks like as a cell."""

    opening: str
    closing: str
    kind: str
    last: str
    listed: bool
    numeric: bool
    form: str
    size: float
    uneven: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """How much each likeness of the cells of a column weighs; set like :class:`Weights`."""

    head: float = 0.2
    head_even: float = 0.41
    column: float = -0.76
    usual: float = 0.33
    opening: float = 0.79
    closing: float = 0.8
    kind: float = 0.22
    last: float = 0.42
    listed: float = 0.32
    numeric: float = 1.26
    length: float = 0.25
    uneven: float = 0.44
    same: float = 2.02
    form: float = 0.35
    empty: float = -4.52
    emptied: float = 1.19
    summed: float = 3.5


SHAPE = Shape()
_USUAL = math.log(2)
"""The logarithm of the words of a usual cell."""


class Column:
    """What the cells of one column have in common, as log-odds of each feature."""

    def __init__(self, found: Sequence[Cell | None], shape: Shape) -> None:
        self.shape = shape
        cells = [cell for cell in found if cell]
        self.count = count = len(cells)
        self.empty = len(found) - count
        if not count:
            return
        self.openings = _echo(Counter(cell.opening for cell in cells), shape.opening)
        self.closings = _echo(Counter(cell.closing for cell in cells), shape.closing)
        self.kinds = _shares(Counter(cell.kind for cell in cells), count, 6, shape.kind)
        self.lasts = _shares(Counter(cell.last for cell in cells), count, 6, shape.last)
        self.listed = _shares(Counter(cell.listed for cell in cells), count, 2, shape.listed)
        self.numeric = _shares(Counter(cell.numeric for cell in cells), count, 2, shape.numeric)
        self.forms = _echo(Counter(cell.form for cell in cells if cell.form), shape.form)
        # A column that says the same in every row says nothing: it is the end of the one before.
        alike = len({cell.words for cell in cells}) == 1 and count > 1
        self.constant = cells[0].words if alike else None
        sizes = [cell.size for cell in cells]
        # By hand: the functions of the library count in fractions, which takes long.
        self.size = mean = sum(sizes) / count
        self.spread = max(0.35, math.sqrt(sum((s - mean) ** 2 for s in sizes) / count))

    @property
    def counts(self) -> bool:
        """Whether most cells are numbers."""
        return bool(self.count) and self.numeric[True] > self.numeric[False]

    def lacks(self, summed: bool) -> float:
        """Return the log-odds of an empty cell; rows of sums have them more often."""
        return (
            self.shape.empty
            + self.shape.emptied * math.log1p(self.empty)
            + self.shape.summed * summed
        )

    def like(self, cell: Cell) -> float:
        """Return how much a cell is like the others of the column, as log-odds."""
        score = self.shape.column - self.shape.uneven * cell.uneven
        score -= self.shape.usual * (cell.size - _USUAL) ** 2
        if not self.count:
            return score
        off = (cell.size - self.size) / self.spread
        return (
            score
            - self.shape.same * (cell.words == self.constant)
            + self._echoes(cell)
            + self.kinds[cell.kind]
            + self.lasts[cell.last]
            + self.listed[cell.listed]
            + self.numeric[cell.numeric]
            + self.forms.get(cell.form, 0.0)
            - self.shape.length * min(off * off, 9.0)
        )

    def _echoes(self, cell: Cell) -> float:
        """Return what the ends of a cell earn; a lone word is one end, not two."""
        opening = self.openings.get(cell.opening, 0.0)
        closing = self.closings.get(cell.closing, 0.0)
        return max(opening, closing) if not cell.size else opening + closing


def _echo(counts: Counter[str], weight: float) -> dict[str, float]:
    """Return what a word earns that opens or closes other cells of the column too."""
    return {word: weight * math.log1p(count) for word, count in counts.items()}


def _shares(counts: Counter[_Kind], count: int, kinds: int, weight: float) -> dict[_Kind, float]:
    """Return how much likelier each kind is in the column than anywhere (smoothed)."""
    rare = weight * math.log(0.5 / (count + 0.5 * kinds) * kinds)
    shares = defaultdict(lambda: rare)
    for kind, same in counts.items():
        shares[kind] = weight * math.log((same + 0.5) / (count + 0.5 * kinds) * kinds)
    return shares


class HeadColumn(Column):
    """A column of the head: nothing is known but that heads are about equally long."""

    def __init__(self, even: float, shape: Shape) -> None:
        super().__init__((), shape)
        self.even = even

    def like(self, cell: Cell) -> float:
        """Return the penalty of a head that is longer or shorter than the others."""
        off = (cell.size - self.even) / 0.5
        return -self.shape.head_even * off * off


def describe(words: Sequence[Token]) -> Cell:
    """Describe words as a cell."""
    joints = [i for i, token in enumerate(words) if token.joint and token.text[-1] in "،,;؛"]
    uneven = 0.0
    if joints:
        ends = [-1, *joints, len(words) - 1]
        sizes = [after - before for before, after in pairwise(ends)]
        inner = median(sizes)
        uneven = abs(sizes[0] - inner) + abs(sizes[-1] - inner)
    return Cell(
        opening=words[0].key,
        closing=words[-1].key,
        kind=words[0].kind,
        last=words[-1].kind,
        listed=bool(joints),
        numeric=words[0].kind in ("number", "sign"),
        form=shape_of(words[0].key) if words[0].kind == "number" else "",
        size=math.log(len(words)),
        uneven=uneven,
        words=tuple(word.key for word in words),
    )
