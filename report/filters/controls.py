"""Controls: bidi characters that an author or a program left in the text become isolates.

Marks (U+200E, U+200F, U+061C) and embeddings (U+202A to U+202E) mend the order of one program's
display; the press isolates whole runs itself. What the author isolated is kept as his.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from report.diagnostics import Place
from report.filters.bidi import bidi_class
from report.model.inlines import Direction, Inline, Inlines, Isolate, Text
from report.model.walk import children, inline_text, with_children

Say = Callable[..., None]
"""Tells of a finding: its code, its place, the fields of its message."""

MARKS = "\u200e\u200f\u061c"
EMBEDDINGS = "\u202a\u202b\u202d\u202e"
ISOLATES = "\u2066\u2067\u2068"
_DEEPEST = 125
"""Controls open at once; a deeper one has no effect (UAX 9, BD2)."""
_POP_EMBEDDING, _POP_ISOLATE = "\u202c", "\u2069"
CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OVERRIDES: dict[str, Direction] = {"\u202d": "ltr", "\u202e": "rtl"}
_DIRECTIONS: dict[str, Direction] = {
    "\u202a": "ltr",
    "\u202b": "rtl",
    "\u2066": "ltr",
    "\u2067": "rtl",
    **_OVERRIDES,
}

# What CLDR writes as a date in Arabic: a mark before each separator sets the day to the right.
_DIGITS = "[0-9٠-٩۰-۹]+"
_PARTED_FIGURES = re.compile(rf"{_DIGITS}(?:[\u200f\u061c]*[/.:\-][\u200f\u061c]*{_DIGITS})+")


@dataclass(slots=True)
class _Open:
    """A control that waits for its end, and what stands after it so far."""

    control: str
    at: Place | None
    content: list[Inline] = field(default_factory=list)


def resolve_controls(content: Inlines, base: Direction, say: Say) -> Inlines:
    """Turn paired controls into isolates and take out the others and the marks.

    A pair is looked for among the inlines of one level, so «⁦Hello **big** world⁩» is one.
    """
    stack = [_Open("", None)]
    for inline in content:
        if not isinstance(inline, Text):
            inside = children(inline)
            around = inline.direction if isinstance(inline, Isolate) else base
            resolved = resolve_controls(inside, around, say) if inside else ()
            stack[-1].content.append(with_children(inline, resolved) if inside else inline)
            continue
        start = 0
        for found in CONTROLS.finditer(inline.text):
            stack[-1].content += _without_marks(inline, inline.text[start : found.start()], say)
            _meet(stack, found.group(), inline.at, base, say)
            start = found.end()
        stack[-1].content += _without_marks(inline, inline.text[start:], say)
    while len(stack) > 1:
        _give_up(stack, say)
    return tuple(stack[0].content)


def _meet(stack: list[_Open], control: str, at: Place | None, base: Direction, say: Say) -> None:
    if control in EMBEDDINGS or control in ISOLATES:
        if len(stack) > _DEEPEST:
            say("T005", at, control=control)
        else:
            stack.append(_Open(control, at))
        return
    if control == _POP_ISOLATE and any(_isolates(opened) for opened in stack):
        while not _isolates(stack[-1]):
            _give_up(stack, say)  # X6a: the end of an isolate ends the embeddings in it
    kind = EMBEDDINGS if control == _POP_EMBEDDING else ISOLATES
    if len(stack) == 1 or stack[-1].control not in kind:
        say("T005", at, control=control)
        return
    opened = stack.pop()
    around = stack[-1].content
    inside = tuple(opened.content)
    direction = _DIRECTIONS.get(opened.control) or _first_strong(inside)
    said = inline_text(inside)
    against = {"L"} if _OVERRIDES.get(opened.control) == "rtl" else {"R", "AL"}
    if opened.control in _OVERRIDES and any(bidi_class(c) in against for c in said):
        say("T006", opened.at, text=said)
        around += inside
    elif direction == _around(stack, base) or not inside:
        say("T004", opened.at, text=said)
        around += inside
    else:
        say("T004", opened.at, text=said)
        around.append(Isolate(inside, direction, at=opened.at))


def _around(stack: list[_Open], base: Direction) -> Direction:
    """Return the direction of the innermost control that is open, or that of the line."""
    known = (_DIRECTIONS.get(opened.control) for opened in reversed(stack))
    return next((direction for direction in known if direction), base)


def _isolates(opened: _Open) -> bool:
    return opened.control != "" and opened.control in ISOLATES


def _first_strong(content: Inlines) -> Direction:
    """Return the direction of a first strong isolate (X5c)."""
    classes = (bidi_class(character) for character in inline_text(content))
    return "ltr" if next((c for c in classes if c in {"L", "R", "AL"}), "L") == "L" else "rtl"


def _give_up(stack: list[_Open], say: Say) -> None:
    """Take out a control without an end; what stands after it stays."""
    opened = stack.pop()
    say("T005", opened.at, control=opened.control)
    stack[-1].content += opened.content


def _without_marks(origin: Text, text: str, say: Say) -> Inlines:
    """Take out the marks; figures that they part go right to left, each in an isolate."""
    marks = sum(text.count(mark) for mark in MARKS)
    if not marks:
        whole = origin if text == origin.text else replace(origin, text=text)
        return (whole,) if text else ()
    say("T003", origin.at, count=marks, text=text)
    parts: list[Inline] = []
    start = 0
    for found in _PARTED_FIGURES.finditer(text):
        if not any(mark in found.group() for mark in MARKS):
            continue
        parts.append(replace(origin, text=bare(text[start : found.start()])))
        for part in re.findall(rf"{_DIGITS}|[/.:\-]", found.group()):
            figure = replace(origin, text=part)
            is_figure = part[0].isdigit()
            parts.append(Isolate((figure,), "ltr", at=origin.at) if is_figure else figure)
        start = found.end()
    parts.append(replace(origin, text=bare(text[start:])))
    return tuple(part for part in parts if not isinstance(part, Text) or part.text)


def bare(text: str) -> str:
    r"""Return a text without bidi marks and controls.

    >>> bare("\u200fأ\u202c")
    'أ'
    """
    return CONTROLS.sub("", text).translate(dict.fromkeys(map(ord, MARKS)))
