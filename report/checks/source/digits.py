"""Digits: one system in a number and in a report, its separators, percent signs, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report.checks.source.lines import Line
from report.checks.source.patterns import (
    ARABIC,
    ARABIC_SCRIPT,
    DIGITS,
    RIGHT_TO_LEFT,
    Hit,
    Rule,
    Usage,
    pattern,
    rule,
)

SYSTEMS = {"latn": "0-9", "arab": "\u0660-\u0669", "arabext": "\u06f0-\u06f9"}
_ARAB, _ARABEXT, _LATN = "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "0123456789"
# A number that stands alone: «A4», «COVID-19» and «v2.0» are names and keep their digits.
_NUMBER = re.compile(
    f"(?<![A-Za-z{DIGITS}_/.+-])[{DIGITS}]+(?:[.,٫٬/:٪%][{DIGITS}]+)*(?![A-Za-z_])"
)
_TOKEN = re.compile(f"[{DIGITS}]+(?:[.,٫٬][{DIGITS}]+)*")


def system_of(number: str) -> str | None:
    """Return the digits that a number is written in, ``None`` for more than one system.

    >>> system_of("٢٠٢٤"), system_of("2024"), system_of("٢٠24") is None
    ('arab', 'latn', True)
    """
    found = {
        name
        for name, digits in (("latn", _LATN), ("arab", _ARAB), ("arabext", _ARABEXT))
        if any(character in digits for character in number)
    }
    return found.pop() if len(found) == 1 else None


def numbers_of(line: Line) -> Iterator[tuple[int, str]]:
    """Yield the numbers of running text that stand alone, with the digits they are in."""
    for match in _NUMBER.finditer(line.text):
        if line.language_at(match.start()) in RIGHT_TO_LEFT:
            system = system_of(match.group())
            if system:
                yield match.start(), system


@rule(RIGHT_TO_LEFT, DIGITS)
def mixed_in_a_number(line: Line, usage: Usage) -> Iterator[Hit]:
    """Find numbers whose digits are of two systems."""
    del usage
    for match in _TOKEN.finditer(line.text):
        if system_of(match.group()) is None and line.language_at(match.start()) in RIGHT_TO_LEFT:
            yield Hit("T050", match.start(), match.end())


def _to(digits: str) -> dict[int, str]:
    other = _ARABEXT if digits == _ARAB else _ARAB
    return dict(zip(map(ord, other), digits, strict=True))


def _grouped(match: re.Match[str]) -> str:
    """Return a number with the separators that belong to its digits."""
    return match.group().replace(",", "٬")


def _turned(match: re.Match[str]) -> str:
    return f"{match.group('number')}{match.group('sign')}"


_EASTERN = "\u0660-\u0669\u06f0-\u06f9"

DIGIT_RULES: tuple[Rule, ...] = (
    mixed_in_a_number,
    pattern(
        "T052",
        "[\u06f0-\u06f9]+",
        frozenset({"ar"}),
        lambda match: match.group().translate(_to(_ARAB)),
        signs="\u06f0-\u06f9",
    ),
    pattern(
        "T053",
        "[\u0660-\u0669]+",
        frozenset({"fa", "ur"}),
        lambda match: match.group().translate(_to(_ARABEXT)),
        signs="\u0660-\u0669",
    ),
    pattern(
        "T054",
        f"(?<![{_EASTERN},.])[{_EASTERN}]{{1,3}}(?:,[{_EASTERN}]{{3}})+(?![{_EASTERN},])",
        ARABIC_SCRIPT,
        _grouped,
        signs=",",
    ),
    pattern(
        "T055",
        f"(?<![\\w%٪])(?P<bad>(?P<sign>[%٪])(?P<number>[{DIGITS}]+(?:[.,٫][{DIGITS}]+)?))(?![\\w%٪])",
        RIGHT_TO_LEFT,
        instead=_turned,
        signs="%٪",
    ),
    pattern("T056", f"(?<=[{ARABIC}]{{4}})(?P<bad>[{DIGITS}]{{3,}})", signs=DIGITS),
    pattern(
        "T057",
        f"(?<=[{DIGITS}]{{3}})(?P<bad> ?ه)(?![\\w\u0640\u200d.])",
        frozenset({"ar"}),
        instead=lambda match: f"{match.group('bad')[:-1]}هـ",
        signs=DIGITS,
    ),
    pattern(
        "T058",
        f"(?<![\\w/.-])(?P<bad>[{DIGITS}]{{4}}-[{DIGITS}]{{2}}-[{DIGITS}]{{2}})(?![\\w/-])",
        RIGHT_TO_LEFT,
        unless=lambda line, match: line.role != "paragraph",
        signs="-",
    ),
)
"""The rules of digits; that of the report as a whole (T051) is in :mod:`.usages`."""
