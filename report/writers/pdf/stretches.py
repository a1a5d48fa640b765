"""Stretches: text from right to left in a line that PDFium reads from the left.

There PDFium turns the letters of a segment round (:mod:`report.writers.pdf.phrases`) and leaves the
segments in their order: «المادة 5» becomes «5 المادة», and words change places, as do the halves of
a word on both sides of a ZWNJ. So what goes to the left is shown segment by segment. The first one
begins where all begin and the others where all end, the later the farther to the right, each with a
mark from which the pen goes to the ink; and all end there with another, lest PDFium see a gap.

PDF.js sees the pen go back after each and loses the blanks between; they are held.

A mark on a letter is no segment here: vowelled words would be shown letter by letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from report.writers.pdf.lines import BLANKS, HOLDS, Placed, Run, Show
from report.writers.pdf.meanings import OPENING, SILENCE
from report.writers.pdf.phrases import STEP, WIDE, told_apart

_Shown = tuple[Run, Show]
_OF_LETTERS = frozenset({"R", "AL", "NSM"})
_WEAK = frozenset({"AN", "EN", "CS", "ES", "ET", "BN"})


def in_turn(groups: Iterable[tuple[bool, Sequence[_Shown]]]) -> Iterator[_Shown]:
    """Yield what to show in a line from the left, so that PDFium reads it in its order.

    ``groups`` are what is shown in logical order, of one direction each: from right to left or not.
    """
    runs = [
        (rtl, tuple(shows))
        for rtl, group in groups
        for _, shows in groupby(group, key=lambda shown: id(shown[0]))
    ]
    begins = [_begin(shows) for _, shows in runs]
    stretch: list[_Shown] = []
    for i, (rtl, shows) in enumerate(runs):
        goes_back = i > 0 and begins[i] < begins[i - 1]
        if not goes_back:
            yield from _one_by_one(stretch)
            stretch = []
        if rtl or goes_back or begins[i] > (*begins, begins[i])[i + 1]:
            stretch.extend(shows)
        else:
            yield from shows
    yield from _one_by_one(stretch)


def _begin(shows: Iterable[_Shown]) -> float:
    return min(p.x for _, show in shows for p in show)


def _one_by_one(shows: Sequence[_Shown]) -> Iterator[_Shown]:
    parts = [(run, part) for run, show in shows for part in _segments(run, show)]
    if len(parts) < 2:
        yield from shows
        return
    end = max(p.x + p.width for _, show in shows for p in show)
    marked: list[_Shown] = []
    for i, (run, part) in enumerate(parts):
        x = end - (len(parts) - i) * STEP * run.size if i else _begin(shows)
        after = Placed(end, 0.0, 0, SILENCE)
        if part[0].text in BLANKS:
            part = (part[0]._replace(text=HOLDS + part[0].text), *part[1:])
        elif unicodedata.combining(part[0].text[-1]):
            width = run.size / 32  # PDF.js would put the mark into the piece before
            part = (Placed(part[0].x - width, width, 0, OPENING), *part)
        marked.append((run, (Placed(x, WIDE * run.size, 0, SILENCE), *part, after)))
    yield from told_apart(marked)


def _segments(run: Run, show: Show) -> Sequence[Show]:
    alike = [tuple(part) for _, part in groupby(show, key=_kind)]
    return alike[::-1] if run.rtl else alike


def _kind(placed: Placed) -> str:
    last = placed.text[-1]
    kind = unicodedata.bidirectional(last)
    if kind in _OF_LETTERS:
        return "letters"
    return last if last in BLANKS else "weak" if kind in _WEAK else kind
