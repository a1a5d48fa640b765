"""Sequence: the words of two whole books matched in their order.

A book has a hundred thousand words and «في» three thousand times, so that comparing every word
with every other never ends. Groups of words that stand once in each book are matched first; only
what lies between them is compared word by word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

_GROUP = 4
"""Words of a group: fewer stand twice too often, more are cut by every change."""

_LARGEST_GAP = 2_000_000
"""Words of one side times words of the other, up to which a gap is compared word by word."""

Match = tuple[int, int]


def matched(before: Sequence[str], after: Sequence[str]) -> list[Match]:
    """Return the pairs of indices of equal words, both rising.

    >>> matched("a b c d e".split(), "a x c d e".split())
    [(0, 0), (2, 2), (3, 3), (4, 4)]
    """
    found: list[Match] = []
    anchors = [(-1, -1), *_anchors(before, after), (len(before), len(after))]
    for (i, j), (k, m) in pairwise(anchors):
        if i >= 0:
            found.append((i, j))
        found += _between(before, after, range(i + 1, k), range(j + 1, m))
    return found


def _anchors(before: Sequence[str], after: Sequence[str]) -> Iterator[Match]:
    """Yield pairs of words that begin a group which stands once in each text, both rising."""
    ours, theirs = _once(before), _once(after)
    pairs = sorted((place, theirs[group]) for group, place in ours.items() if group in theirs)
    yield from _rising(pairs)


def _once(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    places: dict[tuple[str, ...], int] = {}
    twice: set[tuple[str, ...]] = set()
    for place in range(len(words) - _GROUP + 1):
        group = tuple(words[place : place + _GROUP])
        if group in places:
            twice.add(group)
        places[group] = place
    return {group: place for group, place in places.items() if group not in twice}


def _rising(pairs: Sequence[Match]) -> list[Match]:
    """Return the longest run of pairs whose second parts rise as the first ones do."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int | None] = []
    for number, (_, second) in enumerate(pairs):
        length = bisect_left(tails, second)
        previous.append(ends[length - 1] if length else None)
        if length == len(tails):
            tails.append(second)
            ends.append(number)
        else:
            tails[length], ends[length] = second, number
    run: list[Match] = []
    at = ends[-1] if ends else None
    while at is not None:
        run.append(pairs[at])
        at = previous[at]
    return run[::-1]


def _between(
    before: Sequence[str], after: Sequence[str], ours: range, theirs: range
) -> Iterator[Match]:
    """Yield the matches of a gap: its equal beginning and end, then what lies between them."""
    start = _equal(before, after, zip(ours, theirs, strict=False))
    yield from zip(ours[:start], theirs[:start], strict=True)
    ours, theirs = ours[start:], theirs[start:]
    end = _equal(before, after, zip(reversed(ours), reversed(theirs), strict=False))
    middle, other_middle = ours[: len(ours) - end], theirs[: len(theirs) - end]
    if 0 < len(middle) * len(other_middle) <= _LARGEST_GAP:
        one = [before[place] for place in middle]
        other = [after[place] for place in other_middle]
        for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
            for offset in range(block.size):
                yield middle[block.a + offset], other_middle[block.b + offset]
    yield from zip(ours[len(middle) :], theirs[len(other_middle) :], strict=True)


def _equal(before: Sequence[str], after: Sequence[str], pairs: Iterable[Match]) -> int:
    """Return how many pairs from the first on are equal words."""
    count = 0
    for i, j in pairs:
        if before[i] != after[j]:
            break
        count += 1
    return count
