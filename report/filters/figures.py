"""Figures: dates, telephone numbers, ranges, sums of money — numbers that hold together.

UAX #9 knows digits and separators, not expressions: after an Arabic letter ``2024-11-24`` is
shown ``24-11-2024``, and at the start of a line as it was typed. Which figures are at the mercy
of that is found by asking the algorithm, not from a list of signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from report.filters.bidi import bidi_class, levels

BLANKS = " \u00a0\u202f\u2009"
_LATIN = "0-9"
_PERSIAN = "۰-۹"


class Figures(NamedTuple):
    """Where an expression of figures stands; ``digits`` are those that it is written in."""

    start: int
    end: int
    digits: str


@cache
def _expression(digits: str) -> re.Pattern[str]:
    """Build the pattern of an expression in these digits: what looks longest is tried first."""
    blank = f"[{BLANKS}]"
    digit = f"[{digits}]"
    figure = rf"{digit}+(?:[.,:/'’٫٬\u00a0\u202f]{digit}+)*"
    money = "[$€£¥₪₺₹]"
    # A hyphen after a letter joins («كوفيد-19»); it is no sign of the number.
    sign = rf"(?:(?<![^\W_])(?:[+\-−±#]|[~≈<>≤≥]{blank}?))?"
    unit = rf"(?:{blank}?[%٪‰؉](?!{blank}?[^\W\d_])|[%٪‰؉°′″²³]|{blank}?{money})*"
    grouped = rf"(?<!{digit}){digit}{{1,3}}(?:{blank}{digit}{{3}})+(?!{digit})(?:[.,]{digit}+)?"
    arc = rf"(?:{figure}[°′])*"
    term = rf"(?:{sign}(?:{money}{blank}?)?{arc}(?:{grouped}|{figure}){unit})"
    groups = rf"(?:[ \u00a0.\-]\(?{digit}+\)?)"
    abroad = rf"(?:\(\+{digit}+\)|(?<![^\W_])\+{digit}+){groups}+"
    at_home = rf"(?:\(0{digit}*\)|(?<![^\W_])[0۰]{digit}*){groups}{{2,}}"
    operator = rf"{blank}?[+\-−×÷*/^·=≈<>≤≥≠]{blank}?"
    total = rf"(?:{term}{operator})+?{term}{blank}?[=≈<>≤≥≠]{blank}?{term}(?:{operator}{term})*"
    equality = rf"{term}{blank}?[=≈<>≤≥≠]{blank}?{term}(?:{operator}{term})*"
    chain = rf"{term}(?:(?:[\-–−/×*+÷:^]|{blank}[×÷+]{blank}){term})*"
    return re.compile(rf"(?:{total}|{equality}|{abroad}|{at_home}|{chain})")


def figures(text: str) -> Iterator[Figures]:
    """Yield every expression of figures in Latin or Persian digits.

    Arabic-Indic digits need nothing: UAX #9 gives them one order wherever they stand.

    >>> [f[:2] for f in figures("بين 12-15 و +212 5 37")]
    [(4, 9), (12, 21)]
    """
    for digits in (_LATIN, _PERSIAN):
        if not re.search(f"[{digits}]", text):
            continue
        joined: list[tuple[int, int]] = []
        for found in _expression(digits).finditer(text):
            touches = joined and joined[-1][1] == found.start()
            start = joined.pop()[0] if touches else found.start()
            joined.append((start, found.end()))
        for start, end in joined:
            yield Figures(start, end, digits)


def unsettled(text: str, found: Figures) -> Iterator[tuple[int, int]]:
    """Yield what of an expression needs an isolate in a line that runs right to left.

    Latin figures are read as they were typed, left to right (CLDR sets U+200E around the sign of
    Latin figures in Arabic, Persian and Hebrew). A range or a percentage in Persian digits goes
    with the line, as the same in Arabic-Indic digits does: only its figures are isolated, so
    that the sign cannot join them at the start of a line.

    >>> list(unsettled("بلغ 45.5%", Figures(4, 9, "0-9")))
    [(4, 9)]
    >>> list(unsettled("بلغ 45.5", Figures(4, 8, "0-9")))
    []
    """
    expression = text[found.start : found.end]
    strong = (c for c in reversed(text[: found.start]) if bidi_class(c) in {"L", "R", "AL"})
    if all(_runs_left_to_right(expression, before) for before in {"", next(strong, "")}):
        return
    parts = list(re.finditer(rf"[{found.digits}](?:[^%٪‰؉\-–−]*[{found.digits}])?", expression))
    with_line = re.fullmatch(r"[^+\-–−]+[\-–−][^+\-–−]+|[^+\-–−]+[%٪‰؉]+", expression)
    if found.digits == _PERSIAN and with_line:
        for part in parts:
            yield found.start + part.start(), found.start + part.end()
    else:
        yield found.start, found.end


def _runs_left_to_right(expression: str, before: str) -> bool:
    shown = levels(f"{before}{expression} ا", "rtl")[len(before) : len(before) + len(expression)]
    return all(level == 2 for level in shown)
