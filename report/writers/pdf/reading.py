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
  join the line before, and one that a box ends with inside a line an opening
  (:mod:`report.writers.pdf.meanings`). A piece of text with few letters among signs, as «/ م», is
  not turned round at all, so that each of its signs is shown alone.
  It drops every code whose text ends with a format character, and with it a ZWNJ. In one code
  with the letter before it a ZWNJ is kept, in the order in which pdf.js, pdfium and
  poppler turn letters round; pypdf does not turn round what is inside a code, so that what is
  right for the one is wrong for the other. So the ZWNJ has a code of its own, and pdf.js alone is
  told that the letter says it too (:mod:`report.writers.pdf.meanings`). That serves where a
  piece is turned round as a whole; in a line from the left Arabic is therefore a piece of its own.
- **pdfium** sorts what is shown along the line by where it begins, and then turns what goes from
  left to right inside a right-to-left line round piece by piece
  (:mod:`report.writers.pdf.phrases`), but does not turn round as a whole what goes from right to
  left inside a left-to-right line (:mod:`report.writers.pdf.stretches`). It leaves marks and the
  comma beside them as they stand; a U+202C parts them.
- **poppler** takes points and commas for digits, and all that stands left of them or of a
  left-to-right run, up to the next right-to-left letter, for a part of it. A RIGHT-TO-LEFT
  MARK ends such a run where it ends, and the points before one. After an Arabic word each of the
  numbers in «2026-11-24» is a run of its own (UAX #9, W2), and so is the sign between them, which
  pdfium would leave beside the number before: marks part it from both. The one on its left is
  wide, for poppler takes what begins where something else begins for the same text, shown twice.

U+202C POP DIRECTIONAL FORMATTING has no width and, with nothing to pop, no meaning; poppler itself
writes one into every right-to-left line that it reads. Ink is never moved. The tagged order, in
which a screen reader speaks, is the order of the file: the logical one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby

from report.writers.pdf.lines import BLANKS, HOLDS, Line, Phrase, Placed, Run, Show
from report.writers.pdf.meanings import JOINERS, MARKS, OPENING
from report.writers.pdf.phrases import between_marks, blank_before, from_left, turned
from report.writers.pdf.stretches import in_turn

_ENDS_RUN = "\u200f"
_WEAK = frozenset({"CS", "ES", "ET", "EN", "AN"})
"""Bidi classes that pdfium does not turn round, as it does not turn marks round."""

_NUDGE = 2e-6
"""In pixels: by how much a size differs that looks the same. It is written to six places."""

_WIDE = 0.12
"""Of an em: how wide a mark before a point is."""

_SHORT = 5
_LEAST = 0.3
"""pdf.js reads a piece of text from the right that is shorter or has such a share of letters."""

_WIDEST = 0.55
"""Of an em: pdf.js takes a gap of more than 0.6 for the end of a piece of text."""


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

    @property
    def state(self) -> tuple[str, bool]:
        """What decides on the next box."""
        return self._last, self._was_rtl

    @state.setter
    def state(self, state: tuple[str, bool]) -> None:
        self._last, self._was_rtl = state

    def shows(
        self,
        runs: Sequence[Run],
        line: Line,
        origin: float = 0.0,
        *,
        box: int = 0,
    ) -> Iterator[tuple[Run, Show]]:
        """Yield what to show, in order, with the run that it belongs to.

        ``runs`` stand from left to right; they are those of one ``box``, which stands at ``origin``
        in the ``line``.

        >>> letters = (Placed(0.0, 1.0, 1, "ب"), Placed(1.0, 1.0, 2, "ا"))
        >>> shown = Reading().shows([Run(True, 0, 10.0, None, letters)], Line(True, True))
        >>> [[p.text for p in show] for _, show in shown]
        [['ب', 'ا']]
        """
        parted = box in line.parted
        logical = sorted(runs, key=lambda run: run.start)
        in_order = not line.rtl or tuple(logical) == tuple(runs)
        straight = line.turned and len(runs) > 1 and in_order
        if straight or not line.rtl:
            # From left to right, whatever stands in it. pdf.js reads on in one piece where the size
            # is the same, and turns all of a piece round.
            logical = [replace(run, size=run.size + _NUDGE * run.rtl) for run in logical]
        if straight:
            groups = [(False, tuple(logical))]
        else:
            alikes = groupby(logical, key=lambda run: run.rtl)
            groups = [(rtl, tuple(alike)) for rtl, alike in alikes]
        shown: list[tuple[bool, Sequence[tuple[Run, Show]]]] = []
        for i, (rtl, alike) in enumerate(groups):
            last = i == len(groups) - 1
            if rtl:
                crossed = line.rtl and (not last or box in line.crossed)
                closed = last and box in line.closed
                shows = self._of_rtl_runs(alike, line, crossed=crossed, closed=closed)
                if box in line.rises:
                    rise = line.rises[box]
                    shows = ((run, between_marks(show, rise)) for run, show in shows)
            elif line.turned:
                shows = self._phrase(alike, line, box, origin, parted=parted)
            else:
                shows = self._straight(alike, line)
            ready: list[tuple[Run, Show]] = []
            for run, show in shows:
                if parted and (rtl or not line.turned):
                    show = _parted(run, show)
                parted = False
                ready.append((run, show))
            # Those of text from the right come from right to left.
            shown.append(
                (rtl, tuple(_carried(ready[::-1]))[::-1] if rtl else tuple(_carried(ready)))
            )
            self._was_rtl = rtl
        if line.rtl or line.turned:
            yield from (item for _, items in shown for item in items)
        else:
            yield from in_turn(shown)

    def _of_rtl_runs(
        self, runs: Sequence[Run], line: Line, *, crossed: bool, closed: bool
    ) -> Iterator[tuple[Run, Show]]:
        for run in runs:
            last = run is runs[-1]
            shows = [part for show in self._divided(run) for part in _of_letters_and_signs(show)]
            if last and crossed:
                shows = _points_ended(shows, _WIDE * run.size)
            for show in shows:
                held = _held(run, show, ends=True)
                if line.rtl and not self._was_rtl:
                    held = _begun(held)
                self._was_rtl = True
                if last and show[0] is run.placed[0]:
                    held = _closed(held, run.size / 32, HOLDS + " " if closed else OPENING)
                yield run, held

    def _straight(self, runs: Sequence[Run], line: Line) -> Iterator[tuple[Run, Show]]:
        for run in runs:
            for show in self._divided(run):
                yield run, _held(run, show, ends=line.rtl)

    def _phrase(
        self, runs: Sequence[Run], line: Line, box: int, origin: float, *, parted: bool
    ) -> Iterator[tuple[Run, Show]]:
        items = [
            (run, _phrased(run, show, line) if run.rtl else show)
            for run in runs
            for show in self._divided(run)
        ]
        if box not in line.phrases:
            # Wherever it stands on the page it is shown in the same way.
            placed = [p for _, show in items for p in show]
            whole = Phrase(
                from_left(items),
                min(p.x for p in placed),
                max(p.x + p.width for p in placed),
                max(run.size for run in runs),
                line.rises.get(box, 0.0),
            )
            return turned(items, whole, 0, 0.0, holds=line.rtl, parted=parted)
        phrase, start = line.phrases[box]
        return turned(items, phrase, start, origin, holds=line.rtl, parted=parted)

    def _divided(self, run: Run) -> Iterator[Show]:
        divided = _of_rtl(run, self._last) if run.rtl else _of_ltr(run, self._last)
        for show in divided:
            turned = (t for p in reversed(show) if (t := _turns(p.text)) != "N")
            self._last = next(turned, self._last)
            yield show


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


def _of_letters_and_signs(show: Show) -> Iterator[Show]:
    """Divide a right-to-left show in which pdf.js sees too few letters to turn it round."""
    letters = sum(unicodedata.bidirectional(p.text[-1]) in {"R", "AL"} for p in show)
    most = len(show) + 2  # as many characters, with a blank held at each end
    # Without letters nothing is turned round: that a leader of many points reads as well.
    whole = most < _SHORT or letters >= _LEAST * most if letters else len(show) > _SHORT
    if len(show) == 1 or whole:
        yield show
        return
    parts: list[Show] = []
    for p in reversed(show):
        last = parts[-1][0].text if parts else ""
        # A sign stays with the mark before it: no part begins with a mark.
        if last and (unicodedata.combining(last[-1]) or (_in_word(last) and _in_word(p.text))):
            parts[-1] = (p, *parts[-1])
        else:
            parts.append((p,))
    yield from parts


def _in_word(text: str) -> bool:
    return unicodedata.bidirectional(text[-1]) in {"R", "AL", "NSM", "BN"}


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


def _phrased(run: Run, show: Show, line: Line) -> Show:
    """Hold what pdf.js would lose of text from the right in a phrase.

    In a line from the left the pen goes back after it only to figures, and to more of the same.
    """
    return _closed(_held(run, show, ends=not line.rtl), run.size / 32, OPENING)


@cache
def _kind(text: str) -> str:
    if text in BLANKS:
        return "blank"
    if unicodedata.combining(text):
        return "mark"
    return "weak" if unicodedata.bidirectional(text) in _WEAK else ""


def _carried(shows: Iterable[tuple[Run, Show]]) -> Iterator[tuple[Run, Show]]:
    """Let what stands to the right of a joiner say it as well: PDF.js reads none by itself.

    The ``shows`` stand from left to right. What a code says besides its own character, PDF.js alone
    is told (:mod:`report.writers.pdf.meanings`).
    """
    carried = ""
    for run, show in shows:
        held: list[Placed] = []
        for p in show:
            if p.text in JOINERS:
                carried += p.text
            elif p.text not in MARKS:
                if carried and not unicodedata.combining(p.text[-1]):
                    p = p._replace(text=carried + p.text)
                carried = ""
            held.append(p)
        yield run, tuple(held)


def _begun(show: Show) -> Show:
    """End the left-to-right run before a show that begins with no letter of its own."""
    first = show[-1]
    if unicodedata.bidirectional(first.text[-1]) in {"R", "AL", "NSM"}:
        return show
    return (*show, Placed(first.x + first.width, 0.0, 0, _ENDS_RUN))


def _parted(run: Run, show: Show) -> Show:
    """Begin a show with a blank: pypdf and pdf.js join what stands side by side without one."""
    if not run.rtl:
        return (blank_before(show, run), *show)
    last = show[-1]
    return (*show, Placed(last.x + last.width, run.size / 32, 0, HOLDS + " "))


def _points_ended(shows: list[Show], width: float) -> list[Show]:
    """Put the mark after the last point or comma that a run ends with.

    It is shown with what it ends: by itself it would have no width, and PDFium leaves out what has
    none. It is not wide over a blank, where it would hide the gap that PDFium sees.
    """
    after = ""
    for at in range(len(shows) - 1, -1, -1):
        for i, p in enumerate(shows[at]):
            kind = unicodedata.bidirectional(p.text[-1])
            if kind in _WEAK:
                wide = 0.0 if after in BLANKS else width
                mark = Placed(p.x - wide, wide, 0, _ENDS_RUN)
                show = (*shows[at][:i], mark, *shows[at][i:])
                return [*shows[:at], show, *shows[at + 1 :]]
            if kind in {"R", "AL", "NSM"}:
                return shows
            after = p.text
    return shows


def _closed(show: Show, width: float, text: str) -> Show:
    """Put something before the mark that a right-to-left show begins with on the left."""
    first = show[0]
    if not unicodedata.combining(first.text[-1]):
        return show
    return (Placed(first.x - width, width, 0, text), *show)
