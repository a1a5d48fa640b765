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
  takes for a letter and keeps. A mark that a line ends with gets a held blank beside it, lest it
  join the line before.
- **pdfium** sorts what is shown along the line by where it begins, and then turns left-to-right
  words inside a right-to-left line round word by word. A blank has no ink and may begin
  anywhere: the words of a phrase after the first begin with theirs, set before the first
  word. It leaves marks and the comma beside them as they stand; a U+202C parts them.
- **poppler** takes points and commas for digits, and all that stands left of them or of a
  left-to-right run, up to the next right-to-left letter, for a part of it. A RIGHT-TO-LEFT
  MARK ends such a run where it ends, and the points before one.

U+202C POP DIRECTIONAL FORMATTING has no width and, with nothing to pop, no meaning; poppler itself
writes one into every right-to-left line that it reads. Ink is never moved. The tagged order, in
which a screen reader speaks, is the order of the file: the logical one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, zip_longest
from typing import Any, NamedTuple

BLANKS = frozenset(" \u00a0")
HOLDS = "\u202c"
"""What a blank begins with that pdf.js is to keep wherever it stands."""

_STEP = 0.005
"""Of an em: how far each blank of a phrase begins before the one before it."""

_ENDS_RUN = "\u200f"
_WEAK = frozenset({"CS", "ES", "ET", "EN", "AN"})
"""Bidi classes that pdfium does not turn round, as it does not turn marks round."""

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

    pdfium does in every line of a book that opens from the right (``/Direction /R2L``), and else
    where right-to-left words are at least as many as left-to-right ones. Boxes are
    known by :func:`id`: after those ``closed`` a word cannot go on, and after those ``crossed``
    the line goes on from left to right. Those ``parted`` stand apart from what was shown before
    them without a blank between: across a gap, or in a line on the height of the one before, as in
    the next cell of a table.
    """

    rtl: bool
    turned: bool
    closed: frozenset[int] = frozenset()
    crossed: frozenset[int] = frozenset()
    parted: frozenset[int] = frozenset()


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


class Reading:
    """How a content stream is read so far: what decides how the next box is to be shown."""

    def __init__(self) -> None:
        self._last = "L"  # what pypdf turned last: it begins a page from left to right
        self._was_rtl = True  # the run shown last
        self._line: Line | None = None  # that of the box shown last
        self._begins = 0.0  # where, in the page, the phrase shown last begins, and how far it
        self._reaches = 0.0  # reaches to the right
        self._blanks = 0  # how many blanks of it have been set before it

    def shows(
        self,
        runs: Sequence[Run],
        line: Line,
        origin: float = 0.0,
        *,
        closed: bool = True,
        crossed: bool = False,
        parted: bool = False,
    ) -> Iterator[tuple[Run, Show]]:
        """Yield what to show, in order, with the run that it belongs to.

        ``runs`` stand from left to right; they are those of one box, which stands at ``origin`` in
        the ``line``.

        >>> letters = (Placed(0.0, 1.0, 1, "ب"), Placed(1.0, 1.0, 2, "ا"))
        >>> shown = Reading().shows([Run(True, 0, 10.0, None, letters)], Line(True, True))
        >>> [[p.text for p in show] for _, show in shown]
        [['ب', 'ا']]
        """
        logical = sorted(runs, key=lambda run: run.start)
        for run, after in zip_longest(logical, logical[1:]):
            if run.rtl and (crossed if after is None else not after.rtl):
                run = replace(run, placed=_points_ended(run.placed))
            for show in self._divided(run):
                held = _held(run, show, ends=line.rtl)
                if parted:
                    held = _parted(run, held)
                    parted = False
                if run.rtl and not self._was_rtl:
                    held = _begun(held)
                goes_on = self._line is line and not self._was_rtl
                goes_on = goes_on and origin + held[0].x > self._reaches - 1
                self._was_rtl, self._line = run.rtl, line
                self._reaches = origin + held[-1].x + held[-1].width
                if run.rtl and after is None and closed and show[0] is run.placed[0]:
                    held = _closed(held, run.size / 32)
                if line.turned and not run.rtl:
                    if not goes_on:
                        self._begins, self._blanks = origin + held[0].x, 0
                    yield from ((run, part) for part in self._phrase(run, held, origin))
                else:
                    yield run, held

    def _divided(self, run: Run) -> Iterator[Show]:
        divided = _of_rtl(run, self._last) if run.rtl else _of_ltr(run, self._last)
        for show in divided:
            turned = (t for p in reversed(show) if (t := _turns(p.text)) != "N")
            self._last = next(turned, self._last)
            yield show

    def _phrase(self, run: Run, show: Show, origin: float) -> Iterator[Show]:
        """Divide a left-to-right phrase inside a right-to-left line at its blanks, for pdfium."""
        first = 0 if origin + show[0].x > self._begins else 1
        cuts = [
            i for i, p in enumerate(show) if p.text[-1] in BLANKS and first <= i < len(show) - 1
        ]
        if cuts[:1] != [0]:
            yield show[: cuts[0]] if cuts else show
        for start, stop in pairwise([*cuts, len(show)]):
            self._blanks += 1
            x = self._begins - origin - self._blanks * run.size * _STEP
            yield (show[start]._replace(x=x), *show[start + 1 : stop])


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
        strong = _strong(logical, turns, start, stop)
        if strong > start:
            yield logical[start:strong][::-1]
            if strong < stop:
                yield logical[strong:stop][::-1]
        else:
            yield from ((p,) for p in logical[start:stop])
        start = stop


def _strong(logical: Show, turns: Sequence[str], start: int, stop: int) -> int:
    """Return where to cut a stretch so that its first part begins, on the left, with a letter.

    A mark would do for pypdf; but pdf.js puts one that a show begins with into the show before.
    """
    letters = [i + 1 for i in range(start, stop) if turns[i] == "R"]
    bare = [i for i in letters if _kind(logical[i - 1].text) != "mark"]
    whole = [i for i in bare if i == stop or _kind(logical[i].text) != "mark"]
    return max(whole or letters, default=start)


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


def _held(run: Run, show: Show, *, ends: bool) -> Show:
    """Hold the blanks that pdf.js would drop or misplace, and the marks that pdfium would.

    ``ends``: the line goes to the left, so that the pen goes back after a show.
    """
    last = len(show) - 1
    held = list(show)
    for i, p in enumerate(show):
        kind = "" if len(p.text) > 1 else _kind(p.text)
        if kind == "mark" and i and _kind(show[i - 1].text[-1]) == "weak":
            held[i] = p._replace(text=HOLDS + p.text)
        elif kind == "blank":
            wide = i < last and show[i + 1].x - p.x > _WIDEST * run.size
            before_mark = i < last and _kind(show[i + 1].text[-1]) == "mark"
            if (ends and i in (0, last)) or (run.rtl and (wide or before_mark)):
                held[i] = p._replace(text=HOLDS + p.text)
    return tuple(held)


@cache
def _kind(text: str) -> str:
    if text in BLANKS:
        return "blank"
    if unicodedata.combining(text):
        return "mark"
    return "weak" if unicodedata.bidirectional(text) in _WEAK else ""


def _begun(show: Show) -> Show:
    """End the left-to-right run before a show that begins with no letter of its own."""
    first = show[-1]
    if unicodedata.bidirectional(first.text[-1]) in {"R", "AL", "NSM"}:
        return show
    return (*show, Placed(first.x + first.width, 0.0, 0, _ENDS_RUN))


def _parted(run: Run, show: Show) -> Show:
    """Begin a show with a blank: pypdf and pdf.js join what stands side by side without one."""
    width = run.size / 32
    if run.rtl:
        last = show[-1]
        return (*show, Placed(last.x + last.width, width, 0, HOLDS + " "))
    return (Placed(show[0].x - width, width, 0, HOLDS + " "), *show)


def _points_ended(placed: Show) -> Show:
    """Put the mark after the last point or comma that a run ends with."""
    for i, p in enumerate(placed):
        kind = unicodedata.bidirectional(p.text[-1])
        if kind in _WEAK:
            return (*placed[:i], Placed(p.x, 0.0, 0, _ENDS_RUN), *placed[i:])
        if kind in {"R", "AL", "NSM"}:
            break
    return placed


def _closed(show: Show, width: float) -> Show:
    """Put a held blank before the mark that a right-to-left show begins with on the left."""
    first = show[0]
    if not unicodedata.combining(first.text[-1]):
        return show
    return (Placed(first.x - width, width, 0, HOLDS + " "), *show)
