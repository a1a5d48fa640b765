"""Levels of nested headings in raw articles that have no typography to show them."""

from __future__ import annotations

import pytest

from report.checks.truth import headings
from report.readers.article import read_article
from report.readers.source import Source

PROSE = {
    "ar": (
        "تتناول هذه الفقرة جوانب الموضوع كلها، وتشرح ما وصلت إليه الدراسات السابقة "
        "في هذا الباب، وتبين ما بقي من أسئلة لم يجب عنها أحد."
    ),
    "fa": (
        "این بند جنبه‌های گوناگون موضوع را بررسی می‌کند و نشان می‌دهد که "
        "پژوهش‌های پیشین به چه نتیجه‌هایی رسیده‌اند و چه پرسش‌هایی باقی مانده است."
    ),
}
ARTICLES = {
    "ar-ordinals": [
        (1, "أمن الحدود في منطقة الساحل"),
        (2, "مقدمة"),
        (2, "أولاً: طبيعة التهديدات"),
        (3, "شبكات التهريب"),
        (3, "الجماعات المسلحة"),
        (2, "ثانياً: الاستجابات الوطنية"),
        (3, "القدرات العسكرية"),
        (3, "التنمية المحلية"),
        (2, "ثالثاً: التعاون الإقليمي"),
        (3, "الآليات القائمة"),
        (2, "خاتمة"),
    ],
    "ar-decimal": [
        (1, "سياسات المياه في المغرب العربي"),
        (2, "مقدمة"),
        (2, "1. الإطار العام"),
        (3, "1.1 الموارد المتاحة"),
        (3, "1.2 الطلب على الماء"),
        (2, "2. الخيارات"),
        (3, "2.1 التحلية"),
        (3, "2.2 إعادة الاستعمال"),
        (2, "خاتمة"),
        (2, "المراجع"),
    ],
    "ar-divisions": [
        (1, "الأمن الغذائي العربي"),
        (2, "مقدمة"),
        (2, "الفصل الأول: الإطار النظري"),
        (3, "المبحث الأول: المفاهيم"),
        (3, "المبحث الثاني: المقاربات"),
        (2, "الفصل الثاني: الواقع"),
        (3, "المبحث الأول: الإنتاج"),
        (3, "المبحث الثاني: التجارة"),
        (2, "خاتمة"),
    ],
    "fa-decimal": [
        (1, "مدیریت منابع آب در ایران"),
        (2, "مقدمه"),
        (2, "۱. وضعیت موجود"),
        (3, "۱.۱ منابع سطحی"),
        (3, "۱.۲ منابع زیرزمینی"),
        (2, "۲. راهکارها"),
        (3, "۲.۱ اصلاح الگوی کشت"),
        (3, "۲.۲ بازچرخانی پساب"),
        (2, "نتیجه‌گیری"),
        (2, "منابع"),
    ],
    "ar-series": [
        (1, "خطة الإصلاح الإداري"),
        (2, "مقدمة"),
        (2, "المحور 1: الموارد البشرية"),
        (3, "الأهداف"),
        (3, "التحديات"),
        (2, "المحور 2: الرقمنة"),
        (3, "الأهداف"),
        (3, "التحديات"),
        (2, "المحور 3: الحكامة"),
        (3, "الأهداف"),
        (3, "التحديات"),
        (2, "خاتمة"),
    ],
    "ar-parallel": [
        (1, "تجارب عربية في إصلاح التعليم"),
        (2, "تمهيد"),
        (2, "التجربة المغربية"),
        (3, "السياق العام"),
        (3, "أهم الإجراءات"),
        (3, "النتائج"),
        (2, "التجربة الأردنية"),
        (3, "السياق العام"),
        (3, "أهم الإجراءات"),
        (3, "النتائج"),
        (2, "التجربة التونسية"),
        (3, "السياق العام"),
        (3, "أهم الإجراءات"),
        (3, "النتائج"),
        (2, "خلاصة"),
        (2, "المراجع"),
    ],
}


def raw(wanted: list[tuple[int, str]], prose: str) -> str:
    """Return an article: a chapter has text of its own unless its first section follows at once."""
    parts = [wanted[0][1], f"{prose} {prose}"]
    for (level, text), (after, _) in zip(wanted[1:], [*wanted[2:], (0, "")], strict=True):
        parts += [text] if after > level else [text, prose]
    return "\n\n".join(parts) + "\n"


@pytest.mark.parametrize("name", ARTICLES)
def test_nested_headings_have_their_levels(name: str) -> None:
    wanted = ARTICLES[name]
    source = Source("a.txt", "text/plain", raw(wanted, PROSE[name[:2]]).encode())
    assert headings(read_article(source, lambda found: None)) == wanted


def test_headings_that_come_back_by_chance_stay_where_they_are() -> None:
    wanted = [(1, "دليل المسافر"), (2, "الطقس"), (2, "النقل"), (2, "المطاعم"), (2, "النقل")]
    source = Source("a.txt", "text/plain", raw(wanted, PROSE["ar"]).encode())
    assert headings(read_article(source, lambda found: None)) == wanted
