"""Properties of the article reader: it never falls, and it loses no word in silence."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from report.diagnostics import Diagnostic, ReportError
from report.model.blocks import CodeBlock
from report.model.document import Report
from report.model.inlines import Code, LineBreak, Link, Text
from report.model.walk import report_blocks, report_inlines
from report.readers.article import read_article
from report.readers.source import Source, decode

WORD = re.compile(r"\w+")

ARABIC = st.sampled_from(
    "الأمن المائي في المغرب واقع وتحديات الزراعة المستدامة تعزيز التعاون الدولي من خلال "
    "بناء "
    "القدرات، شراكات جديدة: نتائج أولية! الحلول المقترحة؟ (أولاً) «الجفاف» 2024 ١٢٪ تقرير".split()
)
OTHER = st.sampled_from(
    "Water FATF the report of 50% C++ x = y; پاسخ است می‌شود اور ہے של הדוח — - | / http://a.b".split()
)
PHRASES = st.sampled_from(
    [
        "0", "12", "Leave a Comment", "اقرأ أيضا: مقال آخر", "اقرأ أيضا", "Scroll to Top", "شارك",
        "الأسئلة الشائعة", "س: ما هو الري؟", "ج: سقي الأرض.", "ש: מה זה?", "Q: why?", "A: so.",
        "---", "* * *", "```", "```python", "# عنوان", "## عنوان", "====", "بقلم: سعاد المريني",
        "نشر في 12 مارس 2024", "⚠️ تحذير:", "ملاحظة: يحفظ باردا.", "جدول 1: الأسعار",
        "المصدر: الوزارة",
        "pip install warraq", "if (x) {", "}", "a\tb\tc", "a\t\tb", "| a | b |", "|---|---|",
        "المادة 1", "الفصل الأول", "1.1 الأهداف", "أولاً: التمويل", "“Water is peace.”",
        "صورة: وكالة",
    ]
)  # fmt: skip
MARK = st.sampled_from("|||• |- |* |1. |2. |3) |١. |٢- |أ. |ب) |a) |b) |*|-".split("|"))
INDENT = st.sampled_from(["", "", "  ", "    ", "\t", "\u00a0\u00a0", "      "])
END = st.sampled_from(["", "", ".", ":", "؟", "،"])


@st.composite
def lines(draw: st.DrawFn) -> str:
    if draw(st.integers(0, 3)) == 0:
        return draw(PHRASES)
    words = draw(st.lists(st.one_of(ARABIC, ARABIC, OTHER), min_size=1, max_size=14))
    return draw(INDENT) + draw(MARK) + " ".join(words) + draw(END)


@st.composite
def articles(draw: st.DrawFn) -> str:
    parts = draw(st.lists(lines(), min_size=1, max_size=25))
    gaps = draw(st.lists(st.integers(1, 3), min_size=len(parts), max_size=len(parts)))
    return "".join(part + "\n" * gap for part, gap in zip(parts, gaps, strict=True))


def text_of(report: Report) -> str:
    """Return all that a report says."""
    said = [report.metadata.title, report.metadata.subtitle or "", report.metadata.date or ""]
    said += [person.name for person in report.metadata.contributors]
    for inline in report_inlines(report):
        match inline:
            case Text(text) | Code(text):
                said.append(text)
            case Link(target=target):
                said.append(target)
            case LineBreak():
                said.append("\n")
            case _:
                pass
    said += [block.text for block in report_blocks(report) if isinstance(block, CodeBlock)]
    return "\n".join(said)


def expected(refused: ReportError, codes: set[str]) -> None:
    assert refused.diagnostic.code in codes, refused


def read(text: str) -> tuple[Report, list[Diagnostic]] | None:
    findings: list[Diagnostic] = []
    source = Source("a.txt", "text/plain", text.encode())
    try:
        return read_article(source, findings.append), findings
    except ReportError as refused:
        return expected(refused, {"S001", "S002", "S009", "S020"})


def lost_words(text: str) -> list[tuple[int, str]]:
    """Return the words that are neither in the report nor on a line that a finding names.

    The first word of a line may be its mark («1.», «س:»), which the structure says instead.
    """
    found = read(text)
    if found is None:
        return []
    report, findings = found
    said = set(WORD.findall(text_of(report)))
    named = {finding.place.line for finding in findings if finding.place}
    plain = decode(Source("a.txt", "text/plain", text.encode()), lambda finding: None)
    return [
        (number, word)
        for number, line in enumerate(plain.split("\n"), 1)
        if number not in named and "```" not in line
        for word in WORD.findall(line)[1:]
        if word not in said
    ]


@settings(max_examples=300)
@given(articles())
def test_no_word_of_an_article_is_lost_in_silence(text: str) -> None:
    assert lost_words(text) == []


def test_a_caption_takes_no_line_with_it() -> None:
    assert lost_words("صورة: وكالة\nنشر في 12 مارس 2024\na\tb\tc\n") == []


@settings(max_examples=300)
@given(st.text(max_size=400))
def test_arbitrary_text_is_read_or_refused(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    assert lost_words(text) == []


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_article(Source("a.txt", "text/plain", data), lambda finding: None)
    except ReportError as refused:
        expected(refused, {f"S{number:03}" for number in range(1, 21)})


@settings(max_examples=100)
@given(articles())
def test_every_node_knows_a_place_in_the_source(text: str) -> None:
    found = read(text)
    if found is None:
        return
    report, _ = found
    count = text.count("\n") + 1
    for block in report_blocks(report):
        assert block.at is not None
        assert 1 <= block.at.line <= count
    for inline in report_inlines(report):
        assert inline.at is not None
        assert inline.at.column >= 1


@settings(max_examples=100)
@given(articles())
def test_same_source_same_report_and_findings(text: str) -> None:
    assert read(text) == read(text)
