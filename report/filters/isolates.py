"""Isolates: one around every whole run that goes against the direction of its line.

WeasyPrint orders the inlines of a line by the direction of the line and shapes each alone, so a
foreign phrase with a word in bold comes out in the wrong order; reading systems follow UAX #9 but
cannot know what belongs to a phrase. An isolate around the whole run, across emphasis, links and
code, makes both show the same. What the author isolated stays isolated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple, assert_never

from report.diagnostics import Warn
from report.filters.bidi import bidi_class
from report.filters.runs import (
    FIGURES_OBJECT,
    LTR_OBJECT,
    NOTE_OBJECT,
    OBJECT,
    RTL_OBJECT,
    foreign_runs,
)
from report.locales import direction_of
from report.model.document import Report
from report.model.inlines import (
    Citation,
    Code,
    CrossRef,
    Day,
    Direction,
    Emphasis,
    Gap,
    IndexMark,
    Inline,
    Inlines,
    Isolate,
    LineBreak,
    Link,
    NoteRef,
    Strong,
    Subscript,
    Superscript,
    Term,
    Text,
)
from report.model.unchanged import edited, unchanged
from report.model.walk import children, map_inlines, with_children

_OPPOSITE: dict[Direction, Direction] = {"rtl": "ltr", "ltr": "rtl"}
_PRESS_WORDS: dict[Direction, str] = {"rtl": "ا", "ltr": "a"}
"""A letter for the words that the press sets itself, which are in the language of the report."""

_LINE_SEPARATOR = "\u2028"


class Cut(NamedTuple):
    """Where a run begins and ends in the line."""

    start: int
    end: int


def isolate_report(report: Report, warn: Warn) -> Report:
    """Isolate in every line of a report what goes against the language that it stands in."""

    def edit(content: Inlines, language: str | None) -> Inlines:
        return isolate(content, direction_of(language or report.metadata.language))

    return map_inlines(report, edit)


def isolate_text(text: str, base: Direction) -> Inlines:
    """Isolate in a plain string what goes against ``base``.

    >>> [type(part).__name__ for part in isolate_text("نشرت WHO Europe تقريرها.", "rtl")]
    ['Text', 'Isolate', 'Text']
    """
    return isolate((Text(text),), base) if text else ()


def isolate(content: Inlines, base: Direction) -> Inlines:
    """Wrap each whole run that goes against ``base`` in an :class:`Isolate` (UAX #9, X5a, X5b).

    A run reaches from its first foreign letter to its last, with the spaces, marks and inlines
    between: a :class:`Strong` half inside a run becomes two. Characters are neither added nor
    lost, and a second time changes nothing.

    >>> from report.model.walk import inline_text
    >>> run = (Text("قال Hello "), Strong((Text("big"),)), Text(" world ثم"))
    >>> [inline_text((part,)) for part in isolate(run, "rtl")]
    ['قال ', 'Hello big world', ' ثم']
    """
    if len(content) == 1 and isinstance(content[0], Text):
        if not foreign_runs(content[0].text, base):
            return content
    inside = tuple(_within(inline) for inline in content)
    leaves = tuple(_leaves(inside, base))
    ends = tuple(accumulate(len(leaf) for leaf, _ in leaves))
    opaque = {(end - 1, end) for (_, is_object), end in zip(leaves, ends, strict=True) if is_object}
    text = "".join(leaf for leaf, _ in leaves)
    runs = foreign_runs(text, base, frozenset(ends))
    spans = [
        Cut(run.start, run.end)
        for run in runs
        if run[:2] not in opaque and not _is_settled(text, run.start, run.end, base)
    ]
    return _wrapped(inside, spans, _OPPOSITE[base], 0) if spans else unchanged(content, inside)


def _is_settled(text: str, start: int, end: int, base: Direction) -> bool:
    """Say whether a run is the whole of a line from left to right, and Latin inside figures.

    Seen from the right such a run is Latin, seen from the left it is figures: it stays where it
    is, or isolates would be put around it without end.
    """
    if base == "rtl" or start > 0 or end < len(text):
        return False
    classes = {bidi_class(character) for character in text}
    return (OBJECT in text or "L" in classes) and not classes & {"R", "AL"}


def _within(inline: Inline) -> Inline:
    """Isolate inside what the author isolated, by the direction that he gave it."""
    if isinstance(inline, Isolate):
        return edited(inline, content=isolate(inline.content, inline.direction))
    inside = children(inline)
    return with_children(inline, tuple(_within(i) for i in inside)) if inside else inline


def _leaves(content: Inlines, base: Direction) -> Iterator[tuple[str, bool]]:
    """Yield what each leaf puts into the line, and whether it is an object, one character long."""
    for inline in content:
        match inline:
            case Text(text):
                yield text, False
            case IndexMark(content=()):
                yield NOTE_OBJECT, True
            case CrossRef(content=()) | Citation(content=()) | Day(content=()) | Gap():
                yield _PRESS_WORDS[base], True
            case (
                Emphasis(inside)
                | Strong(inside)
                | Superscript(inside)
                | Subscript(inside)
                | Link(inside)
                | CrossRef(content=inside)
                | Citation(content=inside)
                | Day(content=inside)
                | Term(inside)
                | IndexMark(inside)
            ):
                yield from _leaves(inside, base)
            case Isolate():
                yield _stand_in(inline, base), True
            case Code():
                yield LTR_OBJECT, True
            case NoteRef():
                yield NOTE_OBJECT, True
            case LineBreak():
                yield _LINE_SEPARATOR, True
            case _:
                assert_never(inline)


def _stand_in(isolate: Isolate, base: Direction) -> str:
    """Return what a line sees of an isolate: a letter only where it goes against the line."""
    if isolate.direction == base:
        return OBJECT
    inside = "".join(leaf for leaf, _ in _leaves(isolate.content, isolate.direction))
    if any(bidi_class(c) in {"L", "R", "AL"} for c in inside):
        return LTR_OBJECT if isolate.direction == "ltr" else RTL_OBJECT
    return FIGURES_OBJECT


def _extent(inline: Inline) -> int:
    match inline:
        case Text(text):
            return len(text)
        case Isolate() | CrossRef(content=()) | Citation(content=()) | IndexMark(content=()):
            return 1
        case Day(content=()):
            return 1
        case (
            Emphasis(inside)
            | Strong(inside)
            | Superscript(inside)
            | Subscript(inside)
            | Link(inside)
            | CrossRef(content=inside)
            | Citation(content=inside)
            | Day(content=inside)
            | Term(inside)
            | IndexMark(inside)
        ):
            return sum(map(_extent, inside))
        case Code() | NoteRef() | LineBreak() | Gap():
            return 1
        case _:
            assert_never(inline)


def _placed(content: Inlines, offset: int) -> Iterator[tuple[Inline, int, int]]:
    """Yield each inline with the indices of the line between which it stands."""
    for inline in content:
        end = offset + _extent(inline)
        yield inline, offset, end
        offset = end


def _slice(content: Inlines, offset: int, start: int, end: int) -> Inlines:
    """Return what of a run stands between two indices; inlines that reach across are parted."""
    kept: list[Inline] = []
    if start == end:
        return ()
    for inline, first, last in _placed(content, offset):
        if start <= first and last <= end:
            if first < last:
                kept.append(inline)
        elif first < end and start < last:
            if isinstance(inline, Text):
                part = inline.text[max(start - first, 0) : end - first]
                kept.append(replace(inline, text=part))
            else:
                kept.append(with_children(inline, _slice(children(inline), first, start, end)))
    return tuple(kept)


def _wrapped(content: Inlines, cuts: list[Cut], direction: Direction, offset: int) -> Inlines:
    """Put each cut into an isolate, inside the inline that holds the whole of it if one does."""
    outer = [cut for cut in cuts if not _held(content, cut, offset)]
    inner = [cut for cut in cuts if cut not in outer]
    wrapped: list[Inline] = []
    here = offset
    for start, end in outer:
        wrapped += _nested(_slice(content, offset, here, start), inner, direction, here)
        run = _slice(content, offset, start, end)
        inside = isolate(_merged(run, direction), direction)
        wrapped.append(Isolate(inside, direction, at=run[0].at))
        here = end
    rest = _slice(content, offset, here, offset + sum(map(_extent, content)))
    return (*wrapped, *_nested(rest, inner, direction, here))


def _held(content: Inlines, cut: Cut, offset: int) -> bool:
    return any(
        first <= cut.start and cut.end <= last and bool(children(inline))
        for inline, first, last in _placed(content, offset)
    )


def _nested(content: Inlines, cuts: list[Cut], direction: Direction, offset: int) -> Inlines:
    nested: list[Inline] = []
    for inline, first, last in _placed(content, offset):
        inside = [cut for cut in cuts if first <= cut.start and cut.end <= last]
        if inside:
            within = _wrapped(children(inline), inside, direction, first)
            nested.append(with_children(inline, within))
        else:
            nested.append(inline)
    return tuple(nested)


def _merged(content: Inlines, direction: Direction) -> Inlines:
    """Take neighbours that were isolated apart into the one isolate that is put around them."""
    merged: list[Inline] = []
    for inline in content:
        if isinstance(inline, Isolate) and (inline.direction, inline.language) == (direction, None):
            merged += inline.content
        elif isinstance(inline, Isolate):
            merged.append(inline)
        else:
            merged.append(with_children(inline, _merged(children(inline), direction)))
    return tuple(merged)
