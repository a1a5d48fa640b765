"""Runs: inlines as formats with styles write them, made as an editor would have written them.

Word processors and web pages split a sentence wherever a style was touched, and put the blank
after a bold word inside the bold. :func:`tidy` joins what belongs together and moves blanks out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from report.model.inlines import (
    Emphasis,
    Inline,
    Inlines,
    Isolate,
    LineBreak,
    Link,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from report.model.walk import children, inline_text, with_children

_BLANKS: Final = re.compile("[ \t\n\r\f]+")
_MARKS: Final = (Emphasis, Strong, Superscript, Subscript, Isolate, Link)


def tidy(content: Inlines) -> Inlines:
    """Join neighbours of one kind, set one blank for white space, none at the ends of lines.

    >>> tidy((Strong((Text("نص "),)), Strong((Text("مهم "),)), Text(" جدا ")))
    (Strong(content=(Text(text='نص مهم'),)), Text(text=' جدا'))
    """
    return _trimmed(_joined(tuple(_hoisted(content))))


def lines_of(content: Inlines) -> list[Inlines]:
    """Part a run where two line breaks or more stand together, as old pages part paragraphs."""
    parts: list[list[Inline]] = [[]]
    breaks = 0
    for inline in content:
        blank = isinstance(inline, Text) and not inline.text.strip(" \t\n\r\f\u00a0")
        if isinstance(inline, LineBreak):
            breaks += 1
        elif not blank:
            if breaks > 1 and parts[-1]:
                parts.append([])
            breaks = 0
        parts[-1].append(inline)
    return [part for part in map(tidy, map(tuple, parts)) if part]


def _hoisted(content: Inlines) -> Iterator[Inline]:
    """Yield inlines with the blanks at the edges of marks moved out, and empty marks gone."""
    for inline in content:
        if not isinstance(inline, _MARKS):
            yield inline
            continue
        inside = list(_joined(tuple(_hoisted(inline.content))))
        before = after = ""
        if inside and isinstance(inside[0], Text):
            text = inside[0].text
            before = text[: len(text) - len(text.lstrip(" \t\n\r\f"))]
            inside[0] = replace(inside[0], text=text[len(before) :])
        if inside and isinstance(inside[-1], Text):
            text = inside[-1].text
            after = text[len(text.rstrip(" \t\n\r\f")) :]
            inside[-1] = replace(inside[-1], text=text[: len(text) - len(after)])
        kept = tuple(i for i in inside if not isinstance(i, Text) or i.text)
        if before:
            yield Text(before, at=inline.at)
        if kept and all(isinstance(i, LineBreak) for i in kept):
            yield from kept
        elif kept:
            yield with_children(inline, kept)
        if after:
            yield Text(after, at=inline.at)


def _joined(content: Inlines) -> Inlines:
    """Join neighbours of one kind, also across the blank that was moved out from between."""
    done: list[Inline] = []
    for inline in content:
        if isinstance(inline, Text) and not inline.text:
            continue
        if done and isinstance(inline, Text) and isinstance(done[-1], Text):
            done[-1] = replace(done[-1], text=done[-1].text + inline.text)
        elif done and _alike(done[-1], inline):
            done[-1] = _both(done[-1], (), inline)
        elif len(done) > 1 and _is_blank(done[-1]) and _alike(done[-2], inline):
            blank = done.pop()
            done[-1] = _both(done[-1], (blank,), inline)
        else:
            done.append(inline)
    return tuple(done)


def _is_blank(inline: Inline) -> bool:
    return isinstance(inline, Text) and not inline.text.strip(" \t\n\r\f")


def _both(first: Inline, between: Inlines, second: Inline) -> Inline:
    return with_children(first, _joined((*children(first), *between, *children(second))))


def _alike(first: Inline, second: Inline) -> bool:
    match first, second:
        case (Link(), Link()):
            return first.target == second.target
        case (Isolate(), Isolate()):
            return (first.direction, first.language) == (second.direction, second.language)
        case _:
            return isinstance(first, _MARKS) and type(first) is type(second)


def _trimmed(content: Inlines) -> Inlines:
    """Set one blank for white space, and none at the start, the end, or beside a line break."""
    state = [True]
    leading = tuple(_collapsed(content, state))
    while leading and (isinstance(leading[-1], LineBreak) or _is_blank(leading[-1])):
        leading = leading[:-1]
    while leading and isinstance(leading[0], LineBreak):
        leading = leading[1:]
    done: list[Inline] = []
    for n, inline in enumerate(leading):
        last = n + 1 == len(leading) or isinstance(leading[n + 1], LineBreak)
        if isinstance(inline, Text) and last:
            inline = replace(inline, text=inline.text.rstrip(" "))
        if not isinstance(inline, Text) or inline.text:
            done.append(inline)
    return tuple(done)


def _collapsed(content: Inlines, state: list[bool]) -> Iterator[Inline]:
    """Yield inlines with single blanks; ``state`` says whether a blank or an edge is before."""
    for inline in content:
        match inline:
            case Text(text):
                shown = _BLANKS.sub(" ", text)
                if state[0]:
                    shown = shown.lstrip(" ")
                if shown:
                    state[0] = shown.endswith(" ")
                    yield replace(inline, text=shown)
            case LineBreak():
                state[0] = True
                yield inline
            case _ if isinstance(inline, _MARKS):
                inside = tuple(_collapsed(inline.content, state))
                if inside:
                    yield with_children(inline, inside)
            case _:
                state[0] = False
                yield inline


def unbolded(content: Inlines) -> Inlines:
    """Return a run without the bold that is all of it: headings and captions are so by themselves.

    >>> unbolded((Strong((Text("نص"),)),))
    (Text(text='نص'),)
    """
    match content:
        case (Strong(inner),):
            return inner
        case _:
            return content


def is_empty(content: Inlines) -> bool:
    """Tell whether a run shows nothing: no letters, no notes, no code."""
    leaves = all(isinstance(i, (Text, LineBreak, *_MARKS)) for i in content)
    return leaves and not inline_text(content).strip(" \t\n\r\f\u00a0\u200b-\u200f\ufeff")
