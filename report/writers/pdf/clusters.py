"""Clusters: which glyph shows which character, one piece a character.

HarfBuzz says of a run which glyphs a cluster of characters became, and no more: a ligature is
one glyph for several characters, a letter of some fonts is a skeleton and its dots, two marks
may have merged. A PDF can only say of one character code which text it stands for, and readers of
PDF reverse right-to-left text code by code; so a cluster is divided into pieces, each of
one character, in the order in which they are set, and whatever ink the cluster has is shared
out among them without moving.

Everything is counted in units of the font, where HarfBuzz's positions are whole numbers.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple


class Glyph(NamedTuple):
    """A glyph of a run as HarfBuzz placed it: ``x`` and ``y`` move its ink, not the pen."""

    number: int
    advance: int
    x: int = 0
    y: int = 0


class Part(NamedTuple):
    """Ink of a piece: a glyph of the font, moved from where the pen stands."""

    number: int
    x: int = 0
    y: int = 0


class Piece(NamedTuple):
    """What one character code shows: its ink, how far the pen goes on, and its character."""

    parts: tuple[Part, ...]
    advance: int
    text: str


NO_INK = -1
"""The number of a glyph that only moves the pen."""

TALL = Part(-2)
"""What has no ink, and yet a height: two points, far above and below the line."""


def divide(glyphs: Sequence[Glyph], text: str, *, rtl: bool, stretch: int = 0) -> tuple[Piece, ...]:
    """Divide a cluster into pieces, from left to right as they are set, one a character.

    ``glyphs`` stand from left to right; ``text`` is in logical order and not empty. The ink stays
    where it was and the pen ends where it ended. The first ``stretch`` glyphs are kashidas that the
    press set to fill the line: they belong to the letter on their right and are no text.

    A lam-alef that is one glyph becomes two pieces of half its width; the left one has the ink:

    >>> [(p.text, p.advance, p.parts) for p in divide([Glyph(9, 600)], "لا", rtl=True)]
    [('ا', 300, (Part(number=9, x=0, y=0),)), ('ل', 300, ())]

    A letter of skeleton and dot becomes one piece with both:

    >>> divide([Glyph(7, 0, 120, -40), Glyph(3, 500)], "ب", rtl=True)[0].parts
    (Part(number=3, x=0, y=0), Part(number=7, x=120, y=-40))
    """
    placed: list[Glyph] = []
    pen = 0
    for glyph in glyphs:
        placed.append(glyph._replace(x=pen + glyph.x))
        pen += glyph.advance
    kashidas, placed = placed[:stretch], placed[stretch:]
    if rtl:
        placed.reverse()
    slots = _assigned(placed, text)
    bases = [i for i, character in enumerate(text) if not _is_mark(character)]
    slots[bases[-1] if bases else 0].extend(kashidas)
    advances = _advances(slots, text)
    order = range(len(text) - 1, -1, -1) if rtl else range(len(text))
    if rtl:
        _move_ink_left(slots, text)
    pieces: list[Piece] = []
    at = 0
    for i in order:
        parts = tuple(Part(g.number, g.x - at, g.y) for g in slots[i] if g.number != NO_INK)
        pieces.append(Piece(parts, advances[i], text[i]))
        at += advances[i]
    return tuple(pieces)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Me", "Cf"}


def _assigned(glyphs: Sequence[Glyph], text: str) -> list[list[Glyph]]:
    """Share out glyphs, in logical order, among characters: more glyphs go to the base."""
    slots: list[list[Glyph]] = [[] for _ in text]
    surplus = len(glyphs) - len(text)
    if surplus >= 0:
        slots[0] = list(glyphs[: surplus + 1])
        for i in range(1, len(text)):
            slots[i] = [glyphs[surplus + i]]
        return slots
    left = list(glyphs)
    for i, character in enumerate(text):
        if left and (len(left) >= len(text) - i or _is_mark(character) == (not left[0].advance)):
            slots[i] = [left.pop(0)]
    return slots


def _advances(slots: Sequence[Sequence[Glyph]], text: str) -> list[int]:
    """Return how far the pen goes for each character; letters share a ligature's width."""
    advances = [sum(glyph.advance for glyph in slot) for slot in slots]
    for members in _ligatures(slots, text):
        whole = advances[members[0]]
        share, rest = divmod(whole, len(members))
        for i in members:
            advances[i] = share
        advances[members[0]] += rest
    return advances


def _move_ink_left(slots: list[list[Glyph]], text: str) -> None:
    """Give the ink of a right-to-left ligature to its leftmost letter, where the pen is first."""
    for members in _ligatures(slots, text):
        slots[members[-1]], slots[members[0]] = slots[members[0]], slots[members[-1]]


def _ligatures(slots: Sequence[Sequence[Glyph]], text: str) -> list[list[int]]:
    """Return runs of letters of which the first has ink with width and the others have none."""
    groups: list[list[int]] = []
    for i, character in enumerate(text):
        if _is_mark(character):
            continue
        if slots[i]:
            groups.append([i])
        elif groups:
            groups[-1].append(i)
    return [group for group in groups if len(group) > 1]
