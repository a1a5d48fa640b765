"""Adapter: text for surfaces that neither join letters nor order them.

The one module that may use arabic-reshaper and python-bidi. What it returns is for the eye and for
that surface alone: it is never stored, never searched and never put into a book, because it is no
longer the text (letters have become presentation forms, in the order in which they are drawn).
Surfaces that shape (HarfBuzz, browsers, Pillow with Raqm, terminals with bidi) get the text as it
is: reshaped text on them comes out backwards.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from report.filters.bidi import levels, visual_order
from report.model.inlines import Direction

_CONTROLS = re.compile("[\u061c\u200c-\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_MARKED = re.compile(
    "([\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u06ea-\u06ed]+)(.)"
)


def as_shown(text: str, base: Direction, *, orders: bool) -> str:
    r"""Return a line as a surface needs it: unchanged if the surface orders text itself.

    Args:
        text: a line in logical order.
        base: the direction of its paragraph.
        orders: whether the surface joins letters and orders them (UAX #9); a probe says so.

    >>> as_shown("رقم 12", "rtl", orders=True)
    'رقم 12'
    >>> as_shown("رقم 12", "rtl", orders=False) == "12 \ufee2\ufed7\ufead"
    True
    """
    if orders or not _RIGHT_TO_LEFT.search(text):
        return text
    shown = _CONTROLS.sub("", _display(_reshaper().reshape(text), base))
    # UAX #9, L3: where the surface draws from the left, a mark stands behind its letter.
    return _MARKED.sub(lambda found: found[2] + found[1][::-1], shown)


@cache
def _reshaper() -> Any:
    from arabic_reshaper import ArabicReshaper

    # The word «الله» as one form fills one cell of a terminal: it cannot be read there.
    return ArabicReshaper({"delete_harakat": False, "ARABIC LIGATURE ALLAH": False})


def _display(text: str, base: Direction) -> str:
    """Order a line as it is drawn from the left, brackets exchanged (UAX #9, L2 and L4).

    ``bidi.get_display`` orders lines too, but leaves brackets as they are; its table is used.
    """
    from bidi.mirror import MIRRORED

    found = levels(text, base)
    return "".join(
        MIRRORED.get(text[index], text[index]) if found[index] % 2 else text[index]
        for index in visual_order(found)
    )
