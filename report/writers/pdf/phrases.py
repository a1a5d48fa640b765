"""Phrases: text from left to right in a line that PDFium reads from the right.

PDFium sorts what is shown in a line by where the pen stands when an operator begins to show it,
cuts the line into segments (letters, figures with their signs, other signs), and in a book that
opens from the right turns their order round. «Morocco’s» has three segments and becomes
«s’Morocco», «50W» becomes «W50», and words change places. So a phrase is shown segment by segment,
and each begins where PDFium will turn it into its place: before it stands something without ink,
from which the pen goes to the ink. What that is, decides where it stands:

- *Words with blanks between* are each shown with the blank before it, which stands at the
  beginning of the phrase, to the left of the word before. PDFium then sees a gap between
  the words and reads a blank there.
- In *any other phrase* every segment but the last begins at the end of the phrase, the
  earlier the farther to the right, with a mark, and ends there with another, lest PDFium see a gap
  between what it has put side by side.

Arabic inside a phrase, as in «ls -l ملف», is a segment that PDFium turns round by itself.

A phrase that is raised, be it one segment, begins and ends with a wide mark, lest PDFium take it
for a line.

A mark has no ink, and nothing is read of it (:mod:`report.writers.pdf.meanings`). Where one segment
of letters is shown in parts, in faces that help each other out, it is a LEFT-TO-RIGHT MARK instead,
which PDFium takes for a letter.

PDFium leaves out a code that stands at the place of an equal one shortly before, and a show that is
like another, for there is text that is shown twice to look bold. So the marks and blanks that stand
at one place are of different widths.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from report.writers.pdf.lines import BLANKS, HOLDS, TALL, Phrase, Placed, Run, Show
from report.writers.pdf.meanings import MARK, MARKS, SILENCE

STEP = 0.0005
"""Of an em: how far what is to be read earlier begins to the right of what is read after it."""

_PARTS = 16
"""Into so many a step is divided, for the shows of one segment, which go from left to right."""

WIDE = 0.1
"""Of an em: how wide a mark is that begins a show. PDFium sees no gap in half of it."""

_RAISED = 2.2
"""How much wider than the rise a mark is: PDFium takes what is raised by more than half the width
of its first code, or of the last one before, for another line.
"""

_NARROW = 0.03
"""Of an em: how wide a blank is that stands at the end of the phrase."""

_UNIT = 0.002
"""Of an em: the least by which the widths of marks and blanks differ."""

_TURNED = "אב"

_WIDTHS = 8
"""How many widths there are: more than there are characters back that PDFium compares one with."""


class _Cut(NamedTuple):
    """What one operator shows of a phrase: of which segment, and from which of its characters."""

    run: Run
    show: Show
    segment: int
    part: int


def turned(
    items: Iterable[tuple[Run, Show]],
    phrase: Phrase,
    start: int,
    origin: float,
    *,
    holds: bool,
    parted: bool,
) -> Iterator[tuple[Run, Show]]:
    """Yield what to show of a phrase, in order, so that PDFium turns it round into its order.

    ``items`` begin at character ``start`` of the phrase; their places count from ``origin``.
    ``holds``: the blanks at both its ends
    are held, as the pen goes back there. ``parted``: it stands apart from what was shown before.
    """
    segments = _segments(phrase.text)
    if not phrase.rise and _is_words(phrase.text, segments):
        before = phrase.text.count(" ", 0, start)
        shows = _after_blanks(items, phrase.begin - origin, phrase.size, before)
    else:
        cuts = tuple(_cuts(items, start, segments))
        shows = _after_marks(cuts, segments, phrase, origin)
    first = holds and not start
    ready = list(told_apart(shows))
    for i, (run, show) in enumerate(ready):
        if parted and not i:
            blank = blank_before(show, run)
            # From the end of the phrase the pen goes back: PDF.js puts what is shown before Arabic
            # figures behind them.
            yield run, (blank._replace(x=phrase.end - origin) if holds else blank,)
        held = list(show)
        for at, edge in ((0, first and not i), (-1, holds and i == len(ready) - 1)):
            if edge and held[at].text in BLANKS:
                held[at] = held[at]._replace(text=HOLDS + held[at].text)
        yield run, tuple(held)


def from_left(items: Sequence[tuple[Run, Show]]) -> str:
    """Return the text of what is shown, in which all that one show turns round is one segment."""
    text = ""
    for i, (run, show) in enumerate(items):
        said = "".join(p.text for p in show)
        text += _TURNED[i % 2] * len(said) if run.rtl else said
    return text


def blank_before(show: Show, run: Run) -> Placed:
    """Return the blank before what stands apart: pypdf and pdf.js join it to what is beside it."""
    ink = next(p.x for p in show if p.text not in MARKS)
    return Placed(ink - run.size / 32, run.size / 32, 0, HOLDS + " ")


def between_marks(show: Show, rise: float, mark: str = SILENCE) -> Show:
    """Let a show begin and end with marks so wide that PDFium sees it in the line it rises from.

    They are tall as well: what stands wholly above a low letter, as in «م²», is not beside it.
    """
    wide = rise * _RAISED
    first, last = show[0], show[-1]
    before = () if first.text in BLANKS else (Placed(first.x, wide, TALL, mark),)
    pen = last.x + last.width
    after = () if last.text in BLANKS else (Placed(pen - wide, wide, TALL, mark),)
    return (*before, *show, *after)


@cache
def _kind(character: str) -> str:
    """Return what PDFium takes a character for: a letter, something weak, or anything else.

    What goes from right to left is of a kind of its own: see :func:`from_left`.
    """
    match unicodedata.bidirectional(character):
        case "L":
            return "letter"
        case "R" | "AL":
            return character
        case "AN" | "EN" | "NSM" | "CS" | "ES" | "ET" | "BN":
            return "weak"
        case _:
            return ""


def _segments(text: str) -> list[int]:
    """Return for each character the number of its segment.

    >>> _segments("a ’s 12")
    [0, 1, 1, 2, 3, 4, 4]
    """
    numbers: list[int] = []
    for i, character in enumerate(text):
        new = i and _kind(character) != _kind(text[i - 1])
        numbers.append(numbers[-1] + bool(new) if numbers else 0)
    return numbers


def _is_words(text: str, segments: Sequence[int]) -> bool:
    """Whether a phrase is nothing but words of letters and single blanks between them."""
    words = text.split(" ")
    return (
        {_kind(c) for c in text} <= {"letter", ""}
        and all(words)
        and len(words) * 2 - 2 == segments[-1]
        and _kind(text[0]) == "letter"
    )


def _after_blanks(
    items: Iterable[tuple[Run, Show]], begin: float, size: float, blanks: int
) -> Iterator[tuple[Run, Show]]:
    for run, show in items:
        cuts = [i for i, p in enumerate(show) if p.text in BLANKS]
        if cuts[:1] != [0]:
            yield run, show[: cuts[0]] if cuts else show
        for at, stop in pairwise([*cuts, len(show)]):
            blanks += 1
            x = begin - blanks * size * STEP
            yield run, (show[at]._replace(x=x), *show[at + 1 : stop])


def _cuts(items: Iterable[tuple[Run, Show]], start: int, segments: Sequence[int]) -> Iterator[_Cut]:
    """Cut what is shown where a segment ends; a character too many belongs to the last one."""
    last = len(segments) - 1
    for run, show in items:
        first = 0
        at = start
        for i, p in enumerate(show):
            if segments[min(start, last)] != segments[min(at, last)]:
                yield _cut(run, show[first:i], at, segments)
                first, at = i, start
            start += len(p.text)
        yield _cut(run, show[first:], at, segments)


def _cut(run: Run, show: Show, at: int, segments: Sequence[int]) -> _Cut:
    segment = segments[min(at, len(segments) - 1)]
    return _Cut(run, show, segment, at - segments.index(segment))


def _after_marks(
    cuts: Sequence[_Cut], segments: Sequence[int], phrase: Phrase, origin: float
) -> Iterator[tuple[Run, Show]]:
    end = phrase.end - origin
    for run, show, segment, part in cuts:
        em = phrase.size
        wide = max(em * WIDE, phrase.rise * _RAISED)
        # Something weak would part the letters of one segment.
        whole = sum(len(p.text) for p in show) >= segments.count(segment)
        mark = SILENCE if whole or _kind(show[0].text[0]) != "letter" else MARK
        if segment == segments[-1]:
            alone = not part or _kind(show[0].text[0]) == "weak"
            yield run, between_marks(show, phrase.rise, mark) if phrase.rise and alone else show
            continue
        x = end - ((segment + 1) - min(part, _PARTS - 1) / _PARTS) * em * STEP
        if show[0].text not in BLANKS:
            show = (Placed(x, wide, 0, mark), *show)
        elif len(show) > 1:
            show = (show[0]._replace(x=x), *show[1:])
        else:
            width = em * _NARROW
            yield run, (Placed(x, width, 0, show[0].text), Placed(x + width, 0.0, 0, mark))
            continue
        yield run, show if show[-1].text in BLANKS else (*show, Placed(end, 0.0, 0, mark))


def told_apart(shows: Iterable[tuple[Run, Show]]) -> Iterator[tuple[Run, Show]]:
    """Give the mark or blank that a show begins with another width than those before have."""
    for i, (run, show) in enumerate(shows):
        first = show[0]
        if i % _WIDTHS and (first.text in BLANKS or first.text in MARKS):
            width = first.width + i % _WIDTHS * run.size * _UNIT
            first = first._replace(width=width, code=min(first.code, 0))
        yield run, (first, *show[1:])
