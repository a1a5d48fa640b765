"""Digits: what a manuscript asks for, names left as they are, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.diagnostics import Diagnostic
from report.filters.digits import set_digits, written_in
from report.locales import DIGITS, locale
from report.model.blocks import Paragraph
from report.model.customs import Digits
from report.model.document import Division, Metadata, Options, Report
from report.model.inlines import Code, Inlines, Isolate, Link, Strong, Text
from report.model.walk import inline_text

CAIRO, RABAT, TEHRAN = locale("ar-EG"), locale("ar-MA"), locale("fa")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("بلغ 12.5% في 2024", "بلغ ١٢٫٥٪ في ٢٠٢٤"),
        ("بلغ 12,5 % تقريبًا", "بلغ ١٢٫٥٪ تقريبًا"),
        ("نحو 1,234,567.8 درهم", "نحو ١٬٢٣٤٬٥٦٧٫٨ درهم"),
        ("نحو 1.234.567,8 درهم", "نحو ١٬٢٣٤٬٥٦٧٫٨ درهم"),
        ("بين 2010-2024 و2030", "بين ٢٠١٠-٢٠٢٤ و٢٠٣٠"),
        ("في 20/7/2024 الساعة 10:30", "في ٢٠/٧/٢٠٢٤ الساعة ١٠:٣٠"),
        ("انظر القسم 3.2 والفصل 4.1.2", "انظر القسم ٣.٢ والفصل ٤.١.٢"),
        ("۱۲ و١٢ و12", "١٢ و١٢ و١٢"),
        ("سنة 1446هـ", "سنة ١٤٤٦هـ"),
        ("$100 و100 دولار", "$١٠٠ و١٠٠ دولار"),
        # Names stay.
        ("ردمك 978-9954-1-2345-6", "ردمك 978-9954-1-2345-6"),
        ("ردمك 9789954123456", "ردمك 9789954123456"),
        ("المعرّف 10.1234/abc.5", "المعرّف 10.1234/abc.5"),
        ("أُقرت في 2024-07-20", "أُقرت في 2024-07-20"),
        ("هاتف +212 537 12 34 56", "هاتف +212 537 12 34 56"),
        ("الخادم 192.168.1.20", "الخادم 192.168.1.20"),
        ("جائحة COVID-19 وWindows 11", "جائحة COVID-19 وWindows 11"),
        ("تقرير World Bank 2024 report عن 3 دول", "تقرير World Bank 2024 report عن ٣ دول"),
        ("https://a.org/2024/7 في 2024", "https://a.org/2024/7 في ٢٠٢٤"),
        ("الورقة A4 والطريق N1", "الورقة A4 والطريق N1"),
    ],
)
def test_numbers_are_written_and_names_are_kept(typed: str, written: str) -> None:
    assert written_in(typed, CAIRO, "arab") == written
    assert written_in(written, CAIRO, "arab") == written


@pytest.mark.parametrize(
    ("typed", "tongue", "system", "written"),
    [
        ("بلغ ١٢٫٥٪ من ١٬٢٣٤", CAIRO, "latn", "بلغ 12.5% من 1,234"),
        ("بلغ ١٢٫٥٪ من ١٬٢٣٤", RABAT, "latn", "بلغ 12,5% من 1.234"),
        ("بلغ 1.234 و12,5", RABAT, "arab", "بلغ ١٬٢٣٤ و١٢٫٥"),
        ("رشد 12.5% در 1403", TEHRAN, "arabext", "رشد ۱۲٫۵٪ در ۱۴۰۳"),
        ("رشد ١٢", TEHRAN, "arabext", "رشد ۱۲"),
    ],
)
def test_signs_are_those_of_digits_and_region(
    typed: str, tongue: object, system: str, written: str
) -> None:
    assert written_in(typed, tongue, system) == written  # type: ignore[arg-type]


@given(
    st.integers(0, 10**12),
    st.integers(0, 999),
    st.booleans(),
    st.sampled_from(["ar-EG", "ar-MA", "fa"]),
    st.sampled_from(["arab", "arabext"]),
)
def test_a_number_comes_back(
    whole: int, part: int, percent: bool, language: str, system: str
) -> None:
    tongue = locale(language)
    decimal, group = tongue.signs("latn")
    digits = f"{whole:,}".replace(",", group)
    text = f"بلغ {digits}{decimal}{part:03}{'%' if percent else ''} ثم"
    there = written_in(text, tongue, system)
    assert not set(there) & set(DIGITS["latn"])
    assert written_in(there, tongue, "latn") == text


def report(content: Inlines, digits: Digits, language: str = "ar-EG") -> Report:
    chapter = Division((Text("الفصل 1"),), (Paragraph(content),))
    metadata = Metadata(title="رؤية 2030", language=language)
    return Report(metadata, body=(chapter,), options=Options(digits=digits))


def told(content: Inlines, digits: Digits, language: str = "ar-EG") -> tuple[Report, list[str]]:
    found: list[Diagnostic] = []
    edited = set_digits(report(content, digits, language), found.append)
    return edited, [one.code for one in found]


def test_marks_are_crossed_and_code_and_isolates_are_kept() -> None:
    content = (
        Text("بلغ "),
        Strong((Text("12"),)),
        Text(".5% و"),
        Code("x=12"),
        Isolate((Text("12"),), "ltr"),
        Link((Text("المادة 4"),), "https://a.org/4"),
    )
    edited, codes = told(content, "arab")
    (paragraph,) = edited.body[0].content
    assert isinstance(paragraph, Paragraph)
    assert inline_text(paragraph.content) == "بلغ ١٢٫٥٪ وx=1212المادة ٤"
    assert paragraph.content[5] == Link((Text("المادة ٤"),), "https://a.org/4")
    assert inline_text(edited.body[0].title) == "الفصل ١"
    assert edited.metadata.title == "رؤية ٢٠٣٠"
    assert codes == ["T097"]
    assert set_digits(edited, pytest.fail) == edited


def test_without_a_wish_nothing_changes_and_another_region_is_told() -> None:
    plain = (Text("بلغ 12.5% في 2024"),)
    assert told(plain, "source", "ar-EG") == (report(plain, "source", "ar-EG"), ["T098"])
    assert told(plain, "source", "ar-MA")[1] == []
    assert told((Text("COVID-19"),), "source", "ar-MA")[1] == []


def test_latin_and_hebrew_passages_keep_their_digits() -> None:
    chapter = Division(
        (Text("فصل"),),
        (
            Paragraph((Text("In 2024"),), language="en"),
            Paragraph((Text("בשנת 2024"),), language="he"),
        ),
    )
    whole = Report(Metadata(title="ا"), body=(chapter,), options=Options(digits="arab"))
    assert set_digits(whole, pytest.fail) == whole
