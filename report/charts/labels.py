"""Labels: where words stand that belong to points too near to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

_MOST_TRIES = 2_000
"""A search that finds a place finds it in a few dozen; what takes longer has no room."""


def spread(
    wanted: Sequence[float], sizes: Sequence[float], low: float, high: float
) -> tuple[float, ...]:
    """Return middles near the wanted ones, between ``low`` and ``high``, none over another.

    What overlaps is joined and set around the middle of its wishes, as bricks that push each
    other apart. If all of it is longer than the room, it reaches over ``high``.

    >>> spread([10, 11, 40], [6, 6, 6], 0, 50)
    (7.5, 13.5, 40.0)
    """
    order = sorted(range(len(wanted)), key=lambda n: (wanted[n], n))
    groups: list[tuple[list[int], float, float]] = []  # members, size, start
    for number in order:
        members, size = [number], sizes[number]
        start = _held(wanted[number] - size / 2, size, low, high)
        while groups and groups[-1][2] + groups[-1][1] > start:
            before, size_before, _ = groups.pop()
            members, size = before + members, size_before + size
            start = _held(_best_start(members, wanted, sizes), size, low, high)
        groups.append((members, size, start))
    middles = [0.0] * len(wanted)
    for members, _, start in groups:
        for number in members:
            middles[number] = start + sizes[number] / 2
            start += sizes[number]
    return tuple(middles)


def _best_start(members: Sequence[int], wanted: Sequence[float], sizes: Sequence[float]) -> float:
    """Return where a group begins so that its members are least far from their wishes."""
    before, starts = 0.0, []
    for number in members:
        starts.append(wanted[number] - sizes[number] / 2 - before)
        before += sizes[number]
    return sum(starts) / len(starts)


def _held(start: float, size: float, low: float, high: float) -> float:
    return max(low, min(start, high - size))


class Stand(NamedTuple):
    """Where a label stands: on which side of the line, in which lane from it, from which start."""

    above: bool
    lane: int
    start: float


class _Placed(NamedTuple):
    stand: Stand
    end: float
    point: float


class Row(NamedTuple):
    """The labels of a line: where each belongs, how long it is, and how long the line is.

    Points are in order; ``gap`` is the least room between two labels.
    """

    points: Sequence[float]
    lengths: Sequence[float]
    length: float
    gap: float = 8.0


def place_in_lanes(row: Row, sides: Sequence[bool], most: int) -> tuple[Stand, ...] | None:
    """Place labels beside a line so that no label and no leader crosses another label.

    A leader goes straight from its point to its label, so the point must be under the label,
    and no label of a nearer lane may cover it. The fewest lanes that do are taken.

    Args:
        row: the labels.
        sides: the sides to use: above (true), below (false) or both, by turns.
        most: how many lanes a side may have.

    Returns ``None`` when there is no room, or none is found in a bounded search.

    >>> place_in_lanes(Row([10, 20], [30, 30], 100), [False], 2)
    (Stand(above=False, lane=1, start=0), Stand(above=False, lane=0, start=14.0))
    """
    for lanes in range(1, most + 1):
        found = _Search(row, sides, lanes).place(())
        if found is not None:
            return tuple(placed.stand for placed in found)
    return None


class _Search:
    """A search that goes back when a label finds no room, a bounded number of times."""

    def __init__(self, row: Row, sides: Sequence[bool], lanes: int) -> None:
        self._row = row
        self._sides = sides
        self._lanes = lanes
        self._left = _MOST_TRIES

    def place(self, placed: tuple[_Placed, ...]) -> tuple[_Placed, ...] | None:
        number, row = len(placed), self._row
        if number == len(row.points):
            return placed
        point, own = row.points[number], row.lengths[number]
        for lane in range(self._lanes):
            for turn in range(len(self._sides)):
                above = self._sides[(number + turn) % len(self._sides)]
                for start in self._starts(placed, above, lane, point, own):
                    self._left -= 1
                    if self._left < 0:
                        return None
                    one = _Placed(Stand(above, lane, start), start + own, point)
                    if (found := self.place((*placed, one))) is not None:
                        return found
        return None

    def _starts(
        self, placed: tuple[_Placed, ...], above: bool, lane: int, point: float, own: float
    ) -> Iterator[float]:
        """Yield where a label can begin in a lane: in the middle, else early, else late."""
        gap = self._row.gap
        low, high = max(0, point - own), min(self._row.length - own, point)
        for stand, end, other in placed:
            if stand.above != above:
                continue
            if stand.lane == lane:
                low = max(low, end + gap)
            elif stand.lane > lane:
                low = max(low, other + gap / 2)
            elif point < end + gap / 2:
                return
        if low <= high:
            middle = min(max(point - own / 2, low), high)
            yield from dict.fromkeys((middle, low, high))
