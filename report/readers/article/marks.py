"""Marks: what opens a list item at the start of a line, and which of them are really marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from report.model.blocks import Numbering
from report.readers.article.lines import Line
from report.readers.article.phrasebook import signs

_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ALIPHBA = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
_ORDERS: tuple[tuple[Numbering, str], ...] = (
    ("abjad", _ABJAD),
    ("abjad", _HEBREW),
    ("alphabet", _ALIPHBA),
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_NUMBER = re.compile(
    r"[(\[]?\s?(\d{1,3})\ufe0f?\u20e3?\s?(\.-|[.)\]\-–—:/]|(?<=\u20e3))(\s*)(?=[^\W\d_]|[\"«“(\[]|(?<=\s)\S)"
)
_LETTER = re.compile(r"([(\[]?)\s?(الف|[a-zA-Zأ-يא-ת]|[ivx]{1,4})ـ?\s?([.)\]\-–])(\s*)(?=\S)")
_GLUED = re.compile(r"[-–—*](?=[^\W\d_])")
# Signs that pages use both as bullets and as ornaments of a line: two of them make a list.
_ORNAMENTS = frozenset("▶►➤➢➔👉✅🔹🔸🔵🔘🟢🟡📌👉★☆✦✔✓→‐")

Reading = tuple[Numbering, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """What opens an item: ``style`` is the same for the items of one list.

    ``readings`` are what a number or letter may count; «أ» is 1 in both Arabic orders, «ب» 2,
    but «ت» is 3 in one and 22 in the other. ``length`` counts the code points of the mark and
    the blanks after it. A mark that is not ``sure`` needs neighbours to be believed.
    """

    style: str
    length: int
    sure: bool
    readings: tuple[Reading, ...] = ()

    def value(self, numbering: Numbering) -> int | None:
        """What the mark counts in one numbering."""
        return next((value for kind, value in self.readings if kind == numbering), None)


def read_mark(text: str) -> Mark | None:
    """Return the mark that a line may open with.

    >>> read_mark("• بند").style, read_mark("٢) بند").readings
    ('•', (('decimal', 2),))
    >>> read_mark("1.5 مليون") is None
    True
    """
    bullets, dashes = signs().bullets, signs().dashes
    if text[0] in bullets:
        rest = text.lstrip(bullets + "\ufe0f \u00a0\t")
        sure = text[0] not in _ORNAMENTS
        return Mark(text[0], len(text) - len(rest), sure) if rest else None
    if text[0] in dashes and len(text) > 2 and text[1] in " \u00a0\t":
        rest = text[1:].lstrip()
        return Mark(text[0], len(text) - len(rest), False)
    if _GLUED.match(text):
        return Mark(text[0] + "glued", 1, False)
    return _numbered(text)


def _numbered(text: str) -> Mark | None:
    number = _NUMBER.match(text)
    if number:
        glue = "" if number[3] else "glued"
        reading: Reading = ("decimal", int(number[1]))
        return Mark(f"1{number[2]}{glue}", number.end(), False, (reading,))
    letter = _LETTER.match(text)
    if letter and (letter[4] or letter[1]):
        readings = _readings(letter[2])
        if readings:
            return Mark(f"letter{letter[1]}{letter[3]}", letter.end(), False, readings)
    return None


def _readings(sign: str) -> tuple[Reading, ...]:
    found: list[Reading] = []
    sign = {"ا": "أ", "الف": "أ"}.get(sign, sign)
    if sign in _ROMAN:
        found.append(("roman", _ROMAN.index(sign) + 1))
    if len(sign) == 1:
        for numbering, order in _ORDERS:
            if sign in order:
                found.append((numbering, order.index(sign) + 1))
        if sign.isascii():
            found.append(("alpha", ord(sign.lower()) - ord("a") + 1))
    return tuple(found)


def believed(lines: Sequence[Line]) -> dict[int, Mark]:
    """Return the marks that are marks, by the index of their line.

    A bullet is one by itself. A dash or an ornament is believed when the one before or after
    has the same, or when the line above ends with a colon; a number or a letter when its
    successor or predecessor in some numbering stands elsewhere in the text.
    """
    marks = {i: mark for i, line in enumerate(lines) if (mark := read_mark(line.text))}
    order = list(marks)
    kept: dict[int, Mark] = {}
    counted: dict[str, list[int]] = {}
    for position, index in enumerate(order):
        mark = marks[index]
        if mark.readings:
            counted.setdefault(mark.style, []).append(index)
        elif mark.sure or _has_neighbour(lines, marks, order, position):
            kept[index] = mark
    for indexes in counted.values():
        kept |= _in_sequence(indexes, marks)
    return dict(sorted(kept.items()))


def _has_neighbour(
    lines: Sequence[Line], marks: dict[int, Mark], order: list[int], position: int
) -> bool:
    index = order[position]
    style = marks[index].style
    near = order[max(0, position - 2) : position] + order[position + 1 : position + 3]
    if any(marks[other].style == style and abs(other - index) <= 4 for other in near):
        return True
    above = lines[index - 1].text if index else ""
    return "glued" not in style and above.endswith((":", "：")) and not marks.get(index - 1)


def _in_sequence(indexes: list[int], marks: dict[int, Mark]) -> dict[int, Mark]:
    """Keep the numbers and letters that follow or are followed by their neighbour."""
    kept: dict[int, Mark] = {}
    for before, after in pairwise(indexes):
        for numbering, value in marks[before].readings:
            if marks[after].value(numbering) == value + 1:
                kept[before] = kept.get(before, marks[before])
                kept[after] = marks[after]
    # A sequence begins at one; «5- … 6- …» alone is a score or a pair of hours.
    runs: dict[int, Mark] = {}
    live: set[Reading] = set()
    above = -2
    for index in indexes:
        mark = kept.get(index)
        if not mark:
            continue
        opens = {(n, v) for n, v in mark.readings if v == 1}
        goes_on = {(n, v) for n, v in mark.readings if (n, v - 1) in live}
        skips = {r for r in mark.readings if index == above + 1}
        if opens or goes_on or skips:
            live = goes_on or opens or skips
            runs[index] = Mark(mark.style, mark.length, True, tuple(sorted(live)))
            above = index
    return runs
