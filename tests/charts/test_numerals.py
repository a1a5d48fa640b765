from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.charts.numerals import read_number, write_number
from report.charts.scale import nice_scale
from report.locales import locale


@pytest.mark.parametrize(
    ("typed", "value", "decimals", "percent"),
    [
        ("12", 12, 0, False),
        ("١٢٫٥", 12.5, 1, False),
        ("۱۲۳۴", 1234, 0, False),
        ("12,5", 12.5, 1, False),
        ("12.50 %", 12.5, 2, True),
        ("٪٤٥", 45, 0, True),
        ("45٪", 45, 0, True),
        ("1 234,5", 1234.5, 1, False),
        ("1\u202f234\u202f567", 1234567, 0, False),
        ("1,234,567", 1234567, 0, False),
        ("1.234.567,25", 1234567.25, 2, False),
        ("1,234.5", 1234.5, 1, False),
        ("١٬٢٣٤٫٥", 1234.5, 1, False),
        ("-3", -3, 0, False),
        ("−3,2", -3.2, 1, False),
        ("3-", -3, 0, False),
        ("+7", 7, 0, False),
        ("\u20662012\u2069", 2012, 0, False),
        (".5", 0.5, 1, False),
        ("0.125", 0.125, 3, False),
    ],
)
def test_a_number_is_read_however_it_is_typed(
    typed: str, value: float, decimals: int, percent: bool
) -> None:
    read = read_number(typed)
    assert (read.value, read.decimals, read.percent, read.fault) == (value, decimals, percent, None)


@pytest.mark.parametrize(
    "typed", ["", " ", "-", "–", "—", "…", "n/a", "غير متاح", "لا يوجد", "غ.م."]
)
def test_what_stands_for_no_number_is_no_fault(typed: str) -> None:
    assert read_number(typed) == read_number("")


@pytest.mark.parametrize(
    "typed", ["ثلاثة", "12 درهم", "1.2.3", "1/2", "٣ آلاف", "1e6", "12,", "inf"]
)
def test_what_is_no_number_is_a_fault(typed: str) -> None:
    read = read_number(typed)
    assert read.value is None
    assert read.fault == "unreadable"


@pytest.mark.parametrize(("typed", "value"), [("1,234", 1234), ("1.234", 1.234), ("12,500", 12500)])
def test_what_can_be_two_numbers_is_told(typed: str, value: float) -> None:
    read = read_number(typed)
    assert (read.value, read.fault) == (value, "ambiguous")


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ar-MA", "1234,5"),
        ("ar-EG", "١٢٣٤٫٥"),
        ("fa", "۱۲۳۴٫۵"),
        ("he", "1234.5"),
        ("en", "1234.5"),
        ("fr", "1234,5"),
    ],
)
def test_a_number_is_written_as_the_region_does(language: str, written: str) -> None:
    assert write_number(1234.5, 1, locale(language)) == written


def test_thousands_are_grouped_from_ten_thousand() -> None:
    assert write_number(9999, 0, locale("en")) == "9999"
    assert write_number(10000, 0, locale("en")) == "10,000"
    assert write_number(-0.04, 1, locale("en")) == "0.0"


_SIZES = st.floats(-1e12, 1e12, allow_nan=False).filter(lambda v: v == 0 or abs(v) > 1e-9)


@given(st.lists(_SIZES, min_size=1, max_size=6), st.booleans())
def test_a_scale_holds_its_values_and_has_few_round_ticks(values: list[float], zero: bool) -> None:
    scale = nice_scale(values, 100, zero=zero)
    room = (scale.high - scale.low) * 1e-6
    assert scale.low - room <= min(values)
    assert max(values) <= scale.high + room
    assert 4 <= len(scale.ticks) <= 7
    assert not zero or scale.low <= 0 <= scale.high
    mantissa = float(f"{scale.step:e}".split("e")[0])
    assert round(mantissa, 6) in {1, 2, 2.5, 5, 10}
    assert 0 <= scale.at(values[0]) + 1e-3
    assert scale.at(values[0]) <= 100 + 1e-3


@given(st.decimals(-(10**9), 10**9, places=2))
def test_a_number_written_is_the_number_read(value: object) -> None:
    number = float(str(value))
    for language in ("ar-MA", "ar-EG", "fa", "en", "fr"):
        read = read_number(write_number(number, 2, locale(language)))
        assert read.value == pytest.approx(number)
