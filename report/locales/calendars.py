"""Calendars: a day by the calendars of a house, in the words and the digits of its region.

Gregorian months are CLDR's, through Babel, in the tradition of the region: «يوليو» in Cairo,
«تموز» in Beirut, «جويلية» in Algiers. The Hijri calendar is Umm al-Qura's, by which Saudi Arabia
counts, known from 1343 to 1500; the Jalali one is that of Iran, by rule. Digits here are 0-9; the
locale writes them as its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, assert_never

import babel

from report.locales.cldr import format_date, get_month_names
from report.model.customs import Calendar

BETWEEN = " / "
"""What stands between two dates of one day."""

_EASTERN, _COMMON = "ar_LB", "ar"
"""Where «كانون الثاني» is said, and where «يناير»."""


@dataclass(frozen=True, slots=True)
class Almanac:
    """What a language calls the months of its calendars, and the eras that years belong to.

    ``eras`` has the sign behind a year for each calendar, with the blank before it if it has one.
    """

    hijri_months: tuple[str, ...]
    jalali_months: tuple[str, ...]
    eras: Mapping[str, str]


def say_day(day: date, calendars: Sequence[Calendar], tag: str, almanac: Almanac) -> str:
    """Say a day by one calendar or by several; ``tag`` is a BCP 47 tag that CLDR knows.

    By the Gregorian calendar alone it is said as the region says dates; beside another one, with
    its era. A calendar that does not reach the day is left out, the Gregorian one stands for all.

    >>> from report.locales import locale
    >>> say_day(date(2024, 7, 20), ("hijri", "gregorian"), "ar-EG", locale("ar-EG").almanac)
    '14 محرم 1446هـ / 20 يوليو 2024م'
    """
    known = [name for name in calendars if name != "hijri" or _hijri(day)] or ["gregorian"]
    if known == ["gregorian"]:
        return format_date(day, "long", locale=_known(tag))
    single = len(known) == 1
    return BETWEEN.join(_said(day, name, tag, almanac, single=single) for name in known)


def _said(day: date, calendar: Calendar, tag: str, almanac: Almanac, *, single: bool) -> str:
    match calendar:
        case "hijri":
            hijri = _hijri(day)
            assert hijri is not None
            year, month, number = hijri
            return f"{number} {almanac.hijri_months[month - 1]} {year}{almanac.eras['hijri']}"
        case "jalali":
            year, month, number = _jalali(day)
            era = "" if single and tag.startswith("fa") else almanac.eras["jalali"]
            return f"{number} {almanac.jalali_months[month - 1]} {year}{era}"
        case "gregorian" | "gregorian-both":
            names = months(tag, day.month)
            name = "/".join(names if calendar == "gregorian-both" else names[:1])
            era = "" if single else almanac.eras["gregorian"]
            return f"{day.day} {name} {day.year}{era}"
        case _:
            assert_never(calendar)


def months(tag: str, month: int) -> tuple[str, ...]:
    """Return what a region calls a Gregorian month and, in Arabic, what others call it.

    >>> months("ar-LB", 1), months("ar-EG", 1), months("ar-DZ", 7), months("fr", 7)
    (('كانون الثاني', 'يناير'), ('يناير', 'كانون الثاني'), ('جويلية', 'يوليو'), ('juillet',))
    """
    own = str(get_month_names("wide", locale=_known(tag))[month])
    if not tag.startswith("ar"):
        return (own,)
    others = (str(get_month_names("wide", locale=other)[month]) for other in (_COMMON, _EASTERN))
    return (own, *[name for name in others if name != own][:1])


def _hijri(day: date) -> tuple[int, int, int] | None:
    """Return year, month and day by Umm al-Qura's tables, ``None`` for a day outside of them."""
    # Loaded when it is needed: most books say dates by the Gregorian calendar.
    from hijridate import Gregorian

    try:
        hijri = Gregorian.fromdate(day).to_hijri()
    except OverflowError:
        return None
    return hijri.year, hijri.month, hijri.day


def _jalali(day: date) -> tuple[int, int, int]:
    """Return year, month and day by the calendar of Iran."""
    from persiantools.jdatetime import JalaliDate

    convert: Any = JalaliDate.to_jalali
    jalali = convert(day)
    return jalali.year, jalali.month, jalali.day


def day_of_jalali(year: int, month: int, day: int) -> date | None:
    """Return the day of a date of the solar Hijri calendar; ``None`` for one that is none.

    >>> day_of_jalali(1403, 3, 12)
    datetime.date(2024, 6, 1)
    """
    from persiantools.jdatetime import JalaliDate

    if not 1200 <= year <= 1500:
        return None
    convert: Any = JalaliDate
    try:
        found: date = convert(year, month, day).to_gregorian()
    except ValueError:
        return None
    return found


def _known(tag: str) -> babel.Locale:
    """Return the locale of a tag; CLDR's rules are those of English for a language it has not."""
    try:
        return babel.Locale.parse(tag, sep="-")
    except (ValueError, babel.UnknownLocaleError):
        return babel.Locale.parse("en")
