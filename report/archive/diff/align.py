"""Align: two sequences of texts matched in their order: equal ones, then those that are alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from report.archive.diff.words import words

Item = TypeVar("Item")
Pair = tuple[Item | None, Item | None]

ALIKE = 0.3
"""The share of words that two texts must have in common to be taken for one, changed."""

_MOST_COMPARISONS = 40_000


def align(
    before: Sequence[Item], after: Sequence[Item], text: Callable[[Item], str]
) -> Iterator[Pair[Item]]:
    """Yield pairs in reading order: (same, same), (was, is), (was, None), (None, is).

    >>> list(align(["a b c", "x"], ["a b d", "x", "y"], str))
    [('a b c', 'a b d'), ('x', 'x'), (None, 'y')]
    """
    ours, theirs = [text(item) for item in before], [text(item) for item in after]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(before[start:end], after[other_start:other_end], strict=True)
        else:
            yield from _alike(before[start:end], after[other_start:other_end], text)


def _alike(
    before: Sequence[Item], after: Sequence[Item], text: Callable[[Item], str]
) -> Iterator[Pair[Item]]:
    """Match what is alike, so that the matches together are as alike as can be."""
    likeness = _likeness(before, after, text)
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in range(len(before) - 1, -1, -1):
        for j in range(len(after) - 1, -1, -1):
            matched = likeness(i, j)
            best[i][j] = max(
                best[i + 1][j],
                best[i][j + 1],
                matched + best[i + 1][j + 1] if matched >= ALIKE else 0.0,
            )
    i = j = 0
    while i < len(before) and j < len(after):
        matched = likeness(i, j)
        if matched >= ALIKE and best[i][j] == matched + best[i + 1][j + 1]:
            yield before[i], after[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield before[i], None
            i += 1
        else:
            yield None, after[j]
            j += 1
    yield from ((item, None) for item in before[i:])
    yield from ((None, item) for item in after[j:])


def _likeness(
    before: Sequence[Item], after: Sequence[Item], text: Callable[[Item], str]
) -> Callable[[int, int], float]:
    if len(before) * len(after) > _MOST_COMPARISONS:
        # Two books with nothing in common: matched by place, or the comparison never ends.
        return lambda i, j: 1.0 if i == j else 0.0
    ours = [_vocabulary(text(item)) for item in before]
    theirs = [_vocabulary(text(item)) for item in after]
    return lambda i, j: _common(ours[i], theirs[j])


def _vocabulary(text: str) -> Counter[str]:
    """Count the words of a text; signs count only where there is nothing else."""
    parts = [word for word in words(text) if not word.isspace()]
    return Counter([part for part in parts if part[0].isalnum()] or parts)


def _common(ours: Counter[str], theirs: Counter[str]) -> float:
    total = ours.total() + theirs.total()
    if not total:
        return 1.0
    return 2 * (ours & theirs).total() / total
