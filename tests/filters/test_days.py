"""Days: dates in running text, by the calendars of the report and in the words of the passage."""

from __future__ import annotations

import pytest

from report.compose.numbering import number
from report.compose.setting import Setting
from report.compose.xhtml import set_block
from report.filters import edit
from report.filters.days import say_days
from report.locales import locale_of
from report.model.blocks import Paragraph
from report.model.customs import Calendar, Digits
from report.model.document import Report
from report.model.inlines import Day
from report.model.walk import inline_text, report_inlines
from report.readers import read
from report.readers.source import Source
from report.writers.manuscript import write_manuscript


def manuscript(text: str, language: str = "ar-EG", front: str = "") -> Report:
    written = f"---\ntitle: موجز\nlang: {language}\n{front}---\n\n# فصل\n\n{text}\n"
    return read(Source("a.md", "text/markdown", written.encode()), pytest.fail)


def said(text: str, language: str = "ar-EG", front: str = "") -> str:
    report = say_days(manuscript(text, language, front), pytest.fail)
    (paragraph,) = report.body[0].content
    assert isinstance(paragraph, Paragraph)
    return inline_text(paragraph.content)


def test_a_marked_day_is_said_in_the_words_of_its_passage() -> None:
    text = "أُقرت في [2024-07-20]{.date} بالإجماع"
    assert said(text) == "أُقرت في ٢٠ يوليو ٢٠٢٤ بالإجماع"
    assert said(text, "ar-TN") == "أُقرت في 20 جويلية 2024 بالإجماع"
    both = "calendar: [hijri, gregorian]\n"
    assert said(text, front=both) == "أُقرت في ١٤ محرم ١٤٤٦هـ / ٢٠ يوليو ٢٠٢٤م بالإجماع"
    assert said("قال [on [2024-07-20]{.date}]{lang=en-GB} ثم") == "قال on 20 July 2024 ثم"
    assert said("منذ [٢٠٢٤-٠٧]{.date} و[2023]{.date}") == "منذ يوليو ٢٠٢٤ و٢٠٢٣"


@pytest.mark.parametrize(
    ("digits", "day"), [("european", "14 محرم 1446هـ"), ("arab", "١٤ محرم ١٤٤٦هـ")]
)
def test_a_day_is_said_in_the_digits_asked_for(digits: Digits, day: str) -> None:
    front = f"digits: {digits}\ncalendar: hijri\n"
    edited = edit(manuscript("في [2024-07-20]{.date}.", "ar-SA", front), lambda found: None)
    (found,) = [i for i in report_inlines(edited) if isinstance(i, Day)]
    assert inline_text(found.content) == day


def test_a_machine_can_read_the_day_in_both_books() -> None:
    report = edit(manuscript("في [2024-07-20]{.date}."), lambda found: None)
    setting = Setting(locale_of(report), number(report), "ar-EG")
    said = set_block(report.body[0].content[0], setting)
    assert '<time datetime="2024-07-20">٢٠ يوليو ٢٠٢٤</time>' in said


def test_a_day_is_written_back_as_it_was_marked() -> None:
    report = manuscript("في [2024-07-20]{.date}.")
    assert "في [2024-07-20]{.date}." in write_manuscript(say_days(report, pytest.fail))


def test_calendars_are_read_from_the_front_matter() -> None:
    asked: tuple[Calendar, ...] = ("hijri", "gregorian-both")
    assert manuscript("نص", front="calendar: hijri, gregorian-both\n").options.calendars == asked
