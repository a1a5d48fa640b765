"""Numerals: a number as an author types it in any script, and as the house writes it.

What a comma means depends on who types it: ``1,234`` is a thousand and more in Cairo and a little
over one in Rabat. Where the signs alone do not settle it, the reading is the likelier one and the
author is told.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from report.locales import Locale

MINUS = "\u2212"
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
_MINUSES = str.maketrans(dict.fromkeys(_DASHES, "-"))
_PERCENT = re.compile("[%٪﹪％]")
_GROUPED = re.compile("(?<=[0-9])[ \u00a0\u2007-\u2009\u202f'’٬](?=[0-9]{3}(?![0-9]))")
_PLAIN = re.compile("[0-9]+(?:[.][0-9]+)?|[.][0-9]+")
_ABSENT = frozenset(
    """- -- . … ... n/a na n.a. nd n.d. s.o. none غم غ/م غ.م غ.م. غيرمتاح غيرمتوفر غيرمتوفرة
    غيرمتاحة لايوجد لاتوجد لابيانات م.غ ن/ا ناموجود نامشخص دستیابنہیں איןנתונים""".split()
)
"""What authors write where there is no number, without blanks."""

_GROUP_FROM = 10_000
"""Numbers below keep their digits together, as most houses have it: a year is no sum."""

_LARGEST = 1e15
"""Above it a float no longer holds every whole number."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """What a cell says: a number, or none; ``fault`` says why, or that it could be another.

    ``decimals`` are those typed, so that a drawing shows no more and no fewer.
    """

    value: float | None
    decimals: int = 0
    percent: bool = False
    fault: Literal["unreadable", "ambiguous"] | None = None


def read_number(text: str) -> Numeral:
    """Read a number; an empty cell, a dash or «غير متاح» is no number and no fault.

    >>> read_number("١٬٢٣٤٫٥").value, read_number("12,5 %").value, read_number("غير متاح").value
    (1234.5, 12.5, None)
    >>> read_number("1,234"), read_number("كثير").fault
    (Numeral(value=1234.0, decimals=0, percent=False, fault='ambiguous'), 'unreadable')
    """
    bare = _UNSEEN.sub("", text).strip().translate(_MINUSES)
    if not bare or re.sub(r"\s", "", bare).lower() in _ABSENT:
        return Numeral(None)
    figures = "".join(str(unicodedata.decimal(c, c)) for c in bare)
    without = _PERCENT.sub("", figures).strip()
    percent = without != figures
    negative = without.startswith("-") or without.endswith("-")
    digits = _GROUPED.sub("", without.strip("-+").strip())
    settled, ambiguous = _settle(digits)
    if not _PLAIN.fullmatch(settled) or not -_LARGEST < (value := float(settled)) < _LARGEST:
        return Numeral(None, fault="unreadable")
    decimals = len(settled.partition(".")[2])
    fault: Literal["ambiguous"] | None = "ambiguous" if ambiguous else None
    return Numeral(-value if negative else value, decimals, percent, fault)


def _settle(digits: str) -> tuple[str, bool]:
    """Return digits with a point for decimals at most, and whether another reading is as good."""
    digits = digits.replace("٫", ".") if "." not in digits else digits
    points, commas = digits.count("."), digits.count(",") + digits.count("،")
    digits = digits.replace("،", ",")
    if points and commas:
        last = max(digits.rfind("."), digits.rfind(","))
        whole = re.sub("[.,]", "", digits[:last])
        return f"{whole}.{digits[last + 1 :]}", False
    sign = "," if commas else "."
    if points + commas > 1:
        thousands = re.fullmatch(rf"[0-9]{{1,3}}(?:{re.escape(sign)}[0-9]{{3}})+", digits)
        return (digits.replace(sign, "") if thousands else digits), False
    if re.fullmatch("[1-9][0-9]{0,2}[,][0-9]{3}", digits):
        return digits.replace(",", ""), True
    ambiguous = bool(re.fullmatch("[1-9][0-9]{0,2}[.][0-9]{3}", digits))
    return digits.replace(",", "."), ambiguous


def write_number(value: float, decimals: int, tongue: Locale, *, percent: bool = False) -> str:
    """Write a number in the digits and with the signs of the region.

    >>> from report.locales import locale
    >>> write_number(-1234567.5, 1, locale("ar-EG")), write_number(12.5, 1, locale("ar-MA"))
    ('−١٬٢٣٤٬٥٦٧٫٥', '12,5')
    >>> write_number(45, 0, locale("ar-EG"), percent=True)
    '٤٥٪'
    """
    rounded = round(abs(value), decimals)
    whole, _, fraction = f"{rounded:.{decimals}f}".partition(".")
    decimal, group = tongue.signs()
    if rounded >= _GROUP_FROM:
        whole = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", group, whole)
    written = f"{whole}{decimal}{fraction}" if fraction else whole
    written = written.translate(str.maketrans("0123456789", tongue.digits))
    sign = MINUS if value < 0 and rounded else ""
    return f"{sign}{written}{tongue.percent if percent else ''}"


def decimals_of(step: float) -> int:
    """Return how many decimals the multiples of a step need.

    >>> decimals_of(2.5), decimals_of(20), decimals_of(0.05)
    (1, 0, 2)
    """
    places = 0
    while places < 12 and not math.isclose(step, round(step, places), rel_tol=1e-9):
        places += 1
    return places
