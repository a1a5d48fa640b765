"""Takes: chapters that run on are cut where a page happens to begin with one of them.

What stands before such a chapter says nothing of how it is laid out, so that a book whose chapters
begin no pages by rule is set in pieces as well: by several hands, and after an edit only where the
pages have changed. Where the pages begin is not known before they are laid out. So one lays a leg
out, which goes on beyond where the take is to end, and stops at the first page that a chapter
begins. Others begin further on, at a chapter of which nobody knows yet whether it begins a page;
what they have laid out is of use from where those who come after them begin the same page.

Where a take may end depends on the text before it alone. So the takes of a book are the same
however many have set it.

The functions with an ``original`` replace what WeasyPrint does (:mod:`report.writers.pdf.patches`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Final

from report.writers.pdf.divisions import Division

GRID: Final = 80_000
"""Characters of markup: a take ends at the first page that a chapter begins after each of them."""

_BEYOND: Final = 20_000
"""Characters of markup that a leg goes on, at first, to find such a page: six pages."""

_LONGEST: Final = 20_000
"""Characters of markup, about six pages: chapters longer than that begin few pages by chance."""

_AHEAD: Final = 6
"""Legs between those who set a book at once: what they have laid out is held until it follows."""


@dataclass(frozen=True, slots=True)
class Leg:
    """Running chapters from one that begins a page to beyond where the next take may begin.

    Attributes:
        start: the number of its first sheet among those of the running division.
        window: its sheets.
        least: how many of them belong to the take whatever the pages are.
        last: nothing stands after the window.
    """

    start: int
    window: Division
    least: int
    last: bool

    @property
    def ended(self) -> bool:
        """Whether the book ends before the take may."""
        return self.least == len(self.window.sheets)

    def take(self, sheets: int) -> Division:
        """Return the division of the first sheets of the window."""
        return replace(self.window, sheets=self.window.sheets[:sheets])


class Relay:
    """Says which legs of a running division are to be laid out, and joins them into takes.

    It holds nothing but numbers: who lays out what, and when, is for others to say.
    """

    def __init__(self, running: Division, runners: int = 1) -> None:
        """Begin at the first chapter.

        Args:
            running: a division whose chapters run on.
            runners: how many legs may be laid out at once.
        """
        self.runners = runners
        self._running = running
        self._offsets = [0, *accumulate(len(sheet.body) for sheet in running.sheets)]
        self._beyond: dict[int, int] = {}
        self._ends: dict[int, int] = {}
        self._laid: set[int] = set()
        self._seeds = [0]
        self._told = 0

    @property
    def ended(self) -> bool:
        """Whether all takes have been told."""
        return self._told == len(self._running.sheets)

    def wanted(self) -> Iterator[Leg]:
        """Yield the legs that are to be laid out now and that nobody has been given."""
        while len(self._laid) < self.runners and (start := self._next()) is not None:
            self._laid.add(start)
            yield self._leg(start)

    def likely(self) -> Iterator[Leg]:
        """Yield legs with which the next takes but one would begin by all likelihood.

        Who knows one of them has set the book before, and little of it can have changed.
        """
        for line in (2 * GRID, 3 * GRID):
            start = bisect_left(self._offsets, line)
            end = bisect_left(self._offsets, line + _BEYOND)
            yield from map(self._leg, range(start, min(end, len(self._running.sheets))))

    def done(self, leg: Leg, sheets: int) -> None:
        """Take note of how many sheets of a leg are its take; if none, it was too short."""
        self._laid.discard(leg.start)
        if sheets:
            self._ends[leg.start] = leg.start + sheets
        else:
            self._beyond[leg.start] = 2 * self._beyond.get(leg.start, _BEYOND)

    def takes(self) -> Iterator[Division]:
        """Yield the takes that have become known, in the order of print."""
        while (end := self._ends.get(self._told)) is not None:
            sheets = self._running.sheets[self._told : end]
            yield replace(self._running, sheets=sheets, led=self._running.led or self._told > 0)
            self._told = end

    def _next(self) -> int | None:
        """Return where the first leg begins that is of use, if there is one."""
        heads = sorted({self._head(seed) for seed in self._seeds})
        for head in heads:
            if head not in self._laid and not self._is_end(head):
                return head
        if len(heads) < self.runners and (seed := self._further(heads[-1])) is not None:
            self._seeds.append(seed)
            return seed
        return None

    def _head(self, start: int) -> int:
        """Return how far one has come who began at a sheet."""
        while (end := self._ends.get(start)) is not None:
            start = end
        return start

    def _is_end(self, sheet: int) -> bool:
        return sheet == len(self._running.sheets)

    def _further(self, head: int) -> int | None:
        """Return a sheet some legs ahead, where nobody has been."""
        rest = self._offsets[-1] - self._offsets[head]
        ahead = min(_AHEAD * GRID, rest // 2)
        seed = bisect_left(self._offsets, self._offsets[head] + ahead)
        fresh = ahead >= 2 * GRID and seed not in self._ends and seed not in self._laid
        return seed if fresh else None

    def _leg(self, start: int) -> Leg:
        offsets, count = self._offsets, len(self._running.sheets)
        line = (offsets[start] // GRID + 1) * GRID
        least = min(bisect_left(offsets, line, start + 1), count)
        beyond = self._beyond.get(start, _BEYOND)
        end = min(bisect_left(offsets, offsets[least] + beyond, least), count)
        if least == count:
            end = count
        sheets = self._running.sheets[start:end]
        led = self._running.led or start > 0
        window = replace(self._running, sheets=sheets, led=led)
        return Leg(start, window, least - start, end == count)


def runs_on(division: Division, chapters: str) -> bool:
    """Say whether a division is to be set in takes."""
    size, sheets = sum(len(sheet.body) for sheet in division.sheets), len(division.sheets)
    return (
        division.matter == "body"
        and chapters == "run"
        and size > GRID + _BEYOND
        and size <= sheets * _LONGEST
    )


_least: ContextVar[int | None] = ContextVar("sheets of the take at least", default=None)


@contextmanager
def until(least: int | None) -> Iterator[None]:
    """Let a layout end before the first page that a chapter begins after so many sheets."""
    token = _least.set(least)
    try:
        yield
    finally:
        _least.reset(token)


def cut_short(original: Any) -> Callable[..., Any]:
    """Replace ``remake_page``: say that a page is the last one where the next begins a chapter."""

    def remake(index: int, context: Any, root: Any, html: Any) -> Any:
        page, resume = original(index, context, root, html)
        least = _least.get()
        if least is None or resume is None:
            return page, resume
        _, following, right, state, remade = context.page_maker[index + 1]
        held = context.reported_footnotes or context.broken_out_of_flow
        begun = None if held or following["break"] != "any" else _begun(resume, root)
        if begun is None or begun < least:
            return page, resume
        remade["content_changed"] = False
        context.page_maker[index + 1] = (None, following, right, state, remade)
        context._sheets = begun
        return page, None

    return remake


def _begun(resume: Any, root: Any) -> int | None:
    """Return the number of the sheet that a page begins, ``None`` if it begins within one.

    The boxes are those of the page, the matter and the sheets in it.
    """
    box = root
    for _ in range(2):
        ((at, resume),) = resume.items()
        if resume is None:
            return None
        box = box.children[at]
    ((at, rest),) = resume.items()
    if rest is not None:
        return None
    element = box.children[at].element
    return next((n for n, sheet in enumerate(_sheets(box.element)) if sheet is element), None)


def sheets_laid(context: Any) -> int | None:
    """Return the number of sheets of a take that has been laid out."""
    laid: int | None = context.__dict__.get("_sheets")
    return laid


def cut(root: Any, context: Any) -> None:
    """Take the sheets that have not been laid out from the document of a take."""
    if (laid := sheets_laid(context)) is not None:
        matter = next(element for element in root.iter("div") if element.get("class") == "body")
        for sheet in _sheets(matter)[laid:]:
            matter.remove(sheet)


def _sheets(matter: Any) -> list[Any]:
    """Return the elements of the sheets; a hidden one stands for those before them."""
    return [element for element in matter if element.get("hidden") is None]
