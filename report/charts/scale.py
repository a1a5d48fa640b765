"""Scales: from values to lengths, with ticks at round numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from report.charts.numerals import decimals_of

_STEPS = (1.0, 2.0, 2.5, 5.0)
_FEWEST, _USUAL, _MOST = 3, 4, 6
_FINEST = 1e-9
"""Values nearer to each other than this part of themselves are one to the eye."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from ``low`` to ``high``, both of them ticks, over ``length`` units."""

    low: float
    high: float
    step: float
    length: float

    def at(self, value: float) -> float:
        """Return how far from the low end a value stands."""
        return (value - self.low) / (self.high - self.low) * self.length

    @property
    def ticks(self) -> tuple[float, ...]:
        """The round numbers of the scale, from low to high."""
        count = round((self.high - self.low) / self.step)
        return tuple(round(self.low + n * self.step, 12) for n in range(count + 1))

    @property
    def decimals(self) -> int:
        """The decimals that the ticks need."""
        return decimals_of(self.step)


def nice_scale(values: Sequence[float], length: float, *, zero: bool) -> Scale:
    """Return a scale for the values: steps of 1, 2, 2.5 or 5 times a power of ten.

    ``zero`` asks for a scale that holds nought: the length of a bar means its value only then.

    >>> nice_scale([3, 47], 100, zero=True).ticks
    (0.0, 10.0, 20.0, 30.0, 40.0, 50.0)
    >>> nice_scale([-8, 5], 100, zero=True).ticks
    (-10.0, -5.0, 0.0, 5.0)
    >>> nice_scale([7], 100, zero=False).ticks[0] < 7 < nice_scale([7], 100, zero=False).ticks[-1]
    True
    """
    low, high = min(values), max(values)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low <= _FINEST * max(abs(low), abs(high)):
        room = abs(low) / 2 or 1.0
        low, high = (low - room, high + room) if not zero else (low, low + 1)
    return min(_candidates(low, high, length), key=lambda scale: _looseness(scale, high - low))


def _candidates(low: float, high: float, length: float) -> Iterator[Scale]:
    """Yield the scales of three to six steps; there are always some."""
    magnitude = 10.0 ** math.floor(math.log10((high - low) / _MOST))
    for step in (step * size for size in (magnitude, magnitude * 10) for step in _STEPS):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if _FEWEST <= last - first <= _MOST:
            yield Scale(first * step, last * step, step, length)


def _looseness(scale: Scale, spread: float) -> tuple[float, float]:
    """Return what a scale leaves empty, then how far it is from the usual number of steps."""
    empty = (scale.high - scale.low) / spread
    return round(empty, 6), abs((scale.high - scale.low) / scale.step - _USUAL)
