"""Figures: dates, telephone numbers, ranges, sums of money — numbers that hold together.

UAX #9 knows digits and separators, not expressions: after an Arabic letter ``2024-11-24`` is
shown ``24-11-2024``, and at the start of a line as it was typed. Which figures are at the mercy
of that is found by asking the algorithm, not from a list of signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from report.filters.bidi import levels

BLANKS = " \u00a0\u202f\u2009"
_LATIN = "0-9"
_PERSIAN = "۰-۹"
_ARABIC = re.compile("[\u0620-\u064a\u0671-\u06d3\u0750-\u077f\u08a0-\u08c9]")
_HEBREW = re.compile("[\u05d0-\u05ea]")
_WITH_LINE = re.compile(r"[^+\-–−]+[\-–−][^+\-–−]+|[^+\-–−]+[%٪‰؉]+")
_EQUALITY = "=≈<>≤≥≠"


class Figures(NamedTuple):
    """Where an expression of figures stands; ``digits`` are those that it is written in."""

    start: int
    end: int
    digits: str


class _Patterns(NamedTuple):
    """What is looked for in one set of digits."""

    expression: re.Pattern[str]
    chain: re.Pattern[str]


@cache
def _digit(digits: str) -> re.Pattern[str]:
    return re.compile(f"[{digits}]")


@cache
def _patterns(digits: str) -> _Patterns:
    """Build the patterns; what is repeated is atomic, so that no text takes long (no backtracking).

    A sum is found as far as its operators reach; without a sign of equality in it, only what is
    joined without blanks, or by a sign that is no dash, is an expression.
    """
    blank = f"[{BLANKS}]"
    digit = f"[{digits}]"
    figure = rf"(?>{digit}+(?:[.,:/'’٫٬\u00a0\u202f]{digit}+)*)"
    grouped = rf"(?<!{digit}){digit}{{1,3}}(?:{blank}{digit}{{3}})+(?!{digit})(?:[.,]{digit}+)?"
    money = "[$€£¥₪₺₹]"
    # A hyphen after a letter joins («كوفيد-19»); it is no sign of the number.
    sign = rf"(?:(?<![^\W_])(?:[+\-−±#]|[~≈<>≤≥]{blank}?))?"
    arc = rf"(?:{figure}[°′](?={digit}))*"
    unit = rf"(?:{blank}?[%٪‰؉](?!{blank}?[^\W\d_])|[%٪‰؉°′″²³]|{blank}?{money})*"
    term = rf"(?>{sign}(?:{money}{blank}?)?{arc}(?:{grouped}|{figure}){unit})"
    groups = rf"(?:[ \u00a0.\-]\(?{digit}+\)?)"
    abroad = rf"(?:\(\+{digit}+\)|(?<![^\W_])\+{digit}+){groups}+"
    at_home = rf"(?:\(0{digit}*\)|(?<![^\W_])[0۰]{digit}*){groups}{{2,}}"
    operator = rf"(?:{blank}?[+\-−×÷*/^·{_EQUALITY}]{blank}?|[–:])"
    joint = rf"(?:[\-–−/×*+÷:^]|{blank}[×÷+]{blank})"
    return _Patterns(
        re.compile(rf"(?P<telephone>{abroad}|{at_home})|{term}(?:{operator}{term})*"),
        re.compile(rf"{term}(?:{joint}{term})*"),
    )


def figures(text: str) -> Iterator[Figures]:
    """Yield every expression of figures in Latin or Persian digits.

    Arabic-Indic digits need nothing: UAX #9 gives them one order wherever they stand.

    >>> [f[:2] for f in figures("بين 12-15 و +212 5 37")]
    [(4, 9), (12, 21)]
    """
    for digits in (_LATIN, _PERSIAN):
        if not _digit(digits).search(text):
            continue  # before the rest is built: few texts have digits of both kinds
        patterns = _patterns(digits)
        joined: list[tuple[int, int]] = []
        for first, last in _spans(text, patterns):
            touches = joined and joined[-1][1] == first
            joined.append((joined.pop()[0] if touches else first, last))
        for first, last in joined:
            yield Figures(first, last, digits)


def _spans(text: str, patterns: _Patterns) -> Iterator[tuple[int, int]]:
    for found in patterns.expression.finditer(text):
        if found["telephone"] or any(sign in found.group() for sign in _EQUALITY):
            yield found.span()
        else:
            for part in patterns.chain.finditer(text, *found.span()):
                yield part.span()


def unsettled(text: str) -> Iterator[tuple[int, int]]:
    """Yield what of the figures in a line that runs right to left needs an isolate.

    Latin figures are read as they were typed, left to right (CLDR sets U+200E around the sign of
    Latin figures in Arabic, Persian and Hebrew). A range or a percentage in Persian digits goes
    with the line, as the same in Arabic-Indic digits does: only its figures are isolated, so
    that the sign cannot join them at the start of a line.

    >>> list(unsettled("بلغ 45.5%")), list(unsettled("بلغ 45.5"))
    ([(4, 9)], [])
    """
    # What stands before figures decides what they are (W2); where a line begins, nothing does.
    contexts = ("", *_ARABIC.findall(text)[:1], *_HEBREW.findall(text)[:1])
    for start, end, digits in figures(text):
        expression = text[start:end]
        shape = re.sub(f"[{digits}]", digits[0], expression)
        if all(_runs_left_to_right(shape, before) for before in contexts):
            continue
        if digits == _PERSIAN and _WITH_LINE.fullmatch(expression):
            for part in re.finditer(rf"[{digits}](?:[^%٪‰؉\-–−]*[{digits}])?", expression):
                yield start + part.start(), start + part.end()
        else:
            yield start, end


@lru_cache(maxsize=4096)
def _runs_left_to_right(expression: str, before: str) -> bool:
    shown = levels(f"{before}{expression} ا", "rtl")[len(before) : len(before) + len(expression)]
    return all(level == 2 for level in shown)
