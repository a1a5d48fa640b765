"""Dates: three calendars, two traditions of month names, one or two dates of a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hijridate import Gregorian, Hijri
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import MONTH_NAMES_EN, MONTH_NAMES_FA, JalaliDate

from report.locales import DIGITS, locale, locale_of
from report.locales.calendars import months, say_day
from report.model.customs import Calendar
from report.model.document import Metadata, Options, Report

LANGUAGES = ["ar", "fa", "ur", "he", "en", "fr"]
REGIONS = ["ar", "ar-MA", "ar-DZ", "ar-EG", "ar-SA", "ar-LB", "fa", "fa-AF", "ur", "he", "en", "fr"]
DAY = "2024-07-20"


def said(language: str, *calendars: Calendar, day: str = DAY) -> str:
    report = Report(Metadata(title="ا", language=language), options=Options(calendars=calendars))
    return locale_of(report).date(day)


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("ar-EG", "٢٠ يوليو ٢٠٢٤"),
        ("ar-SA", "٢٠ يوليو ٢٠٢٤"),
        ("ar-LB", "٢٠ تموز ٢٠٢٤"),
        ("ar-SY", "٢٠ تموز ٢٠٢٤"),
        ("ar-IQ", "٢٠ تموز ٢٠٢٤"),
        ("ar-MA", "20 يوليوز 2024"),
        ("ar-DZ", "20 جويلية 2024"),
        ("ar-TN", "20 جويلية 2024"),
        ("ar-LY", "20 يوليو 2024"),
        ("fa", "۲۰ ژوئیهٔ ۲۰۲۴"),
        ("he", "20 ביולי 2024"),
        ("fr", "20 juillet 2024"),
        ("en-GB", "20 July 2024"),
    ],
)
def test_a_region_has_its_own_months_and_digits(language: str, day: str) -> None:
    assert said(language) == day


def test_one_day_by_two_calendars() -> None:
    assert said("ar-SA", "hijri") == "١٤ محرم ١٤٤٦هـ"
    assert said("ar-SA", "hijri", "gregorian") == "١٤ محرم ١٤٤٦هـ / ٢٠ يوليو ٢٠٢٤م"
    assert said("ar-MA", "gregorian", "hijri") == "20 يوليوز 2024م / 14 محرم 1446هـ"
    assert said("fa", "jalali") == "۳۰ تیر ۱۴۰۳"
    assert said("fa", "jalali", "gregorian") == "۳۰ تیر ۱۴۰۳ ه‍.ش / ۲۰ ژوئیهٔ ۲۰۲۴ م"
    assert said("ur", "hijri", "gregorian") == "۱۴ محرم ۱۴۴۶ھ / ۲۰ جولائی ۲۰۲۴ء"
    assert said("en", "hijri", "gregorian") == "14 Muharram 1446 AH / 20 July 2024 CE"


def test_both_traditions_of_month_names() -> None:
    assert said("ar-EG", "gregorian-both") == "٢٠ يوليو/تموز ٢٠٢٤"
    assert said("ar-LB", "gregorian-both", day="2024-01-05") == "٥ كانون الثاني/يناير ٢٠٢٤"
    assert said("ar-DZ", "gregorian-both", day="2024-01-05") == "5 جانفي/يناير 2024"
    assert said("ar-MA", "gregorian-both", day="2024-01-05") == "5 يناير/كانون الثاني 2024"
    assert months("en", 7) == ("July",)


def test_less_than_a_day_is_of_the_gregorian_calendar() -> None:
    assert said("ar-SA", "hijri", day="2024") == "٢٠٢٤"
    assert said("ar-SA", "hijri", day="2024-07") == "يوليو ٢٠٢٤"
    assert said("ar-SA", "hijri", day="صيف ٢٠٢٤") == "صيف ٢٠٢٤"


def test_a_day_that_a_calendar_does_not_reach_is_said_by_the_gregorian_one() -> None:
    assert said("ar-EG", "hijri", day="1919-03-09") == said("ar-EG", day="1919-03-09")
    assert said("ar-EG", "hijri", "gregorian", day="1919-03-09") == "٩ مارس ١٩١٩"


def test_the_eve_and_the_day_of_known_dates() -> None:
    """Announced by Umm al-Qura: 1 Ramadan 1446, 1 Muharram 1447; Nowruz 1404."""
    assert said("ar-MA", "hijri", day="2025-03-01") == "1 رمضان 1446هـ"
    assert said("ar-MA", "hijri", day="2025-02-28") == "29 شعبان 1446هـ"
    assert said("ar-MA", "hijri", day="2025-06-26") == "1 محرم 1447هـ"
    assert said("fa", "jalali", day="2025-03-21") == "۱ فروردین ۱۴۰۴"
    assert said("fa", "jalali", day="2025-03-20") == "۳۰ اسفند ۱۴۰۳"


@given(
    st.dates(date(1925, 1, 1), date(2076, 12, 31)),
    st.sampled_from(REGIONS),
    st.sampled_from(["hijri", "jalali"]),
)
def test_a_date_that_is_said_can_be_found_again(
    day: date, language: str, calendar: Calendar
) -> None:
    tongue = locale(language)
    words = say_day(day, (calendar, "gregorian"), language, tongue.almanac).split(" / ")[0]
    number, rest = words.split(" ", 1)
    names = tongue.almanac.hijri_months if calendar == "hijri" else tongue.almanac.jalali_months
    # «ربيع الأول» begins as «ربيع الآخر» does: the whole name decides.
    (month,) = [n for n, name in enumerate(names, 1) if rest.startswith(f"{name} ")]
    year = int("".join(c for c in rest.removeprefix(names[month - 1]) if c in DIGITS["latn"]))
    found = (
        Hijri(year, month, int(number)).to_gregorian()
        if calendar == "hijri"
        else JalaliDate(year, month, int(number)).to_gregorian()
    )
    assert date(found.year, found.month, found.day) == day


def test_months_are_those_of_the_libraries_where_these_have_them() -> None:
    for language in ("ar", "en"):
        theirs = [Hijri(1446, month, 1).month_name(language) for month in range(1, 13)]
        ours = locale(language).almanac.hijri_months
        assert [a for a, b in zip(ours, theirs, strict=True) if a != b] in ([], ["ربيع الآخر"])
    assert list(locale("fa").almanac.jalali_months) == MONTH_NAMES_FA[1:]
    assert list(locale("en").almanac.jalali_months) == MONTH_NAMES_EN[1:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_months_of_a_calendar_share_a_name(language: str) -> None:
    almanac = locale(language).almanac
    for names in (almanac.hijri_months, almanac.jalali_months):
        assert len(set(names)) == len(names) == 12
    assert set(almanac.eras) == {"gregorian", "hijri", "jalali"}


def test_days_follow_each_other_in_every_calendar() -> None:
    """A year of days, none twice and none left out."""
    first = date(2024, 1, 1)
    days = [first + timedelta(n) for n in range(366)]
    for calendar in ("hijri", "jalali"):
        words = [said("ar-MA", calendar, day=day.isoformat()) for day in days]
        assert len(set(words)) == len(days)
    assert Gregorian(2024, 12, 31).to_hijri().datetuple() == (1446, 6, 30)
