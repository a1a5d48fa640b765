"""Reading: the order in which a line is shown, so that every reader of PDF gives it back in order.

A line is set from left to right and read from right to left, with words of the other direction
inside. A PDF holds only positions; each reader rebuilds the order in its own way, and this
is what decides how the press shows a line:

- **pypdf** reads in the order of the file and turns right-to-left text round letter by letter,
  but takes European digits and guillemets for left-to-right and Arabic digits for neither. So runs
  are shown in logical order, letters inside a run from left to right, and what pypdf
  would turn wrongly is shown alone, parted by a font operator, where pypdf begins anew.
- **pdf.js** guesses blanks from gaps: it drops one when the pen goes back after it (as it does
  at every run of a right-to-left line), breaks the line in two at a wide one, and sees one on
  the wrong side of a mark. Such a blank is *held*: given as U+202C and blank, which pdf.js
  takes for a letter and keeps. (U+202C POP DIRECTIONAL FORMATTING has no width and, with nothing
  to pop, no meaning; poppler writes it into every right-to-left line that it reads.)
- **pdfium** sorts what is shown along the line by where it begins, and then turns left-to-right
  words inside a right-to-left line round word by word. A blank has no ink and may begin
  anywhere: the words of a phrase after the first begin with theirs, set before the first word.
- **poppler**, and people who look, see only where the ink is, which is never moved.

The tagged order, in which a screen reader speaks, is the order of the file: the logical one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

BLANKS = frozenset(" \u00a0")
HOLDS = "\u202c"
"""What a blank begins with that pdf.js is to keep wherever it stands."""

_WIDEST = 0.55
"""Of an em: pdf.js takes a gap of more than 0.6 for the end of a piece of text."""


class Placed(NamedTuple):
    """A character code in a line: where its pen stands and how far it goes, in pixels."""

    x: float
    width: float
    code: int
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """Codes of one face, size and direction, from left to right.

    ``start`` is where the run stands in the text of its box, ``face`` what the caller sets it in.
    """

    rtl: bool
    start: int
    size: float
    face: Any
    placed: tuple[Placed, ...]


class Line(NamedTuple):
    """The line around a box: where it goes, and whether pdfium turns its phrases round.

    pdfium does where right-to-left words are at least as many as left-to-right ones.
    """

    rtl: bool
    turned: bool


Show = tuple[Placed, ...]
"""Codes shown by one operator, in the order of the file."""


@cache
def _turns(text: str) -> str:
    """Return what pypdf takes a character for: ``R``, ``L``, or ``N`` for neither.

    The ranges are those of pypdf 7 (``NEUTRAL_CHARACTER_RANGES``, ``RTL_CHARACTER_RANGES``).
    """
    code = ord(text[0])
    neutral = (
        (0x00, 0x2F),
        (0x3A, 0x40),
        (0x660, 0x66D),
        (0x6F0, 0x6F9),
        (0x2000, 0x206F),
        (0x20A0, 0x21FF),
    )
    if any(first <= code <= last for first, last in neutral):
        return "N"
    rtl = ((0x590, 0x8FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF))
    return "R" if any(first <= code <= last for first, last in rtl) else "L"


def shows(runs: Sequence[Run], line: Line) -> Iterator[tuple[Run, Show]]:
    """Yield what to show, in order, with the run that it belongs to.

    ``runs`` stand from left to right; they are those of one box, and ``line`` is the line around.

    >>> letters = [Placed(x, 1.0, code, text) for x, code, text in ((0.0, 1, "ب"), (1.0, 2, "ا"))]
    >>> run = Run(True, 0, 10.0, None, tuple(letters))
    >>> [[p.text for p in show] for _, show in shows([run], Line(True, True))]
    [['ب', 'ا']]
    """
    last = ""  # what pypdf turned last is not known where a box begins
    for run in sorted(runs, key=lambda run: run.start):
        divided = _of_rtl(run, last) if run.rtl else _of_ltr(run, last)
        for show in divided:
            last = next((t for p in reversed(show) if (t := _turns(p.text)) != "N"), last)
            held = _blanks_held(run, show, ends=line.rtl)
            if line.turned and not run.rtl:
                yield from ((run, part) for part in _phrase(run, held))
            else:
                yield run, held


def _of_rtl(run: Run, last: str) -> Iterator[Show]:
    """Divide a right-to-left run where pypdf would not turn it round as a whole."""
    placed = run.placed
    turns = [_turns(p.text) for p in placed]
    if "L" not in turns and (last == "R" or turns[0] == "R"):
        yield placed
        return
    logical = placed[::-1]
    turns.reverse()
    start = 0
    while start < len(logical):
        if turns[start] == "L":
            yield (logical[start],)
            start += 1
            continue
        stop = start
        while stop < len(logical) and turns[stop] != "L":
            stop += 1
        strong = max((i + 1 for i in range(start, stop) if turns[i] == "R"), default=start)
        if strong > start:
            yield logical[start:strong][::-1]
            if strong < stop:
                yield logical[strong:stop][::-1]
        else:
            yield from ((p,) for p in logical[start:stop])
        start = stop


def _of_ltr(run: Run, last: str) -> Iterator[Show]:
    """Divide a left-to-right run before what pypdf, still turning round, would put in front."""
    start = 0
    straight = last == "L"
    for i, p in enumerate(run.placed):
        turn = _turns(p.text)
        if i > start and (turn == "R" or (turn == "N" and not straight)):
            yield run.placed[start:i]
            start = i
        straight = turn == "L" or (straight and turn == "N")
    yield run.placed[start:]


def _blanks_held(run: Run, show: Show, *, ends: bool) -> Show:
    """Hold the blanks that pdf.js would drop or misplace.

    ``ends``: the line goes to the left, so that the pen goes back after a show.
    """
    last = len(show) - 1
    held = list(show)
    for i, p in enumerate(show):
        if p.text not in BLANKS:
            continue
        at_end = ends and i in (0, last)
        wide = i < last and show[i + 1].x - p.x > _WIDEST * run.size
        before_mark = i < last and unicodedata.combining(show[i + 1].text[0])
        if at_end or wide or before_mark:
            held[i] = p._replace(text=HOLDS + p.text)
    return tuple(held)


def _phrase(run: Run, show: Show) -> Iterator[Show]:
    """Divide a left-to-right phrase inside a right-to-left line at its blanks, for pdfium."""
    blanks = [i for i, p in enumerate(show) if p.text in BLANKS and 0 < i < len(show) - 1]
    if not blanks:
        yield show
        return
    step = min(0.01, 0.15 / len(blanks)) * run.size
    yield show[: blanks[0]]
    ends = [*blanks[1:], len(show)]
    for count, (start, stop) in enumerate(zip(blanks, ends, strict=True), 1):
        blank = show[start]._replace(x=show[0].x - count * step)
        yield (blank, *show[start + 1 : stop])
