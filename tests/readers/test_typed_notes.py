"""Notes that a page types: references where every one of them has its note, else text."""

from __future__ import annotations

import pytest

from report.diagnostics import Diagnostic
from report.readers.html import read_html
from report.readers.source import Source
from report.writers.manuscript import write_manuscript

TEXT = "<h1>الماء</h1><p>قلّ الماء في الواحات[1] منذ <b>عشر</b> سنين.[2]</p>"
NOTES = "<p>[1] التقرير السنوي.</p><p>[2] الإحصاء العام.</p>"


def read(body: str) -> tuple[str, list[str]]:
    found: list[Diagnostic] = []
    page = f'<!doctype html><html lang="ar"><title>الماء</title><body>{body}</body></html>'
    report = read_html(Source("page.html", "text/html", page.encode()), found.append)
    return write_manuscript(report).split("---\n", 2)[2], [d.code for d in found]


@pytest.mark.parametrize("notes", [NOTES, f"<ul>{NOTES.replace('p>', 'li>')}</ul>", f"<hr>{NOTES}"])
def test_typed_notes_stand_where_they_are_referred_to(notes: str) -> None:
    written, codes = read(TEXT + notes)
    assert "الواحات[^1] منذ **عشر** سنين.[^2]" in written
    assert "[^1]: التقرير السنوي.\n" in written
    assert "[^2]: الإحصاء العام.\n" in written
    assert "S111" in codes


def test_a_note_may_be_referred_to_twice() -> None:
    written, _ = read(TEXT.replace("سنين.[2]", "سنين.[2] وهاجر الناس[1].") + NOTES)
    assert written.count("[^1]") == 3


@pytest.mark.parametrize(
    "body",
    [
        TEXT.replace("[2]", "") + NOTES,
        TEXT + "<p>[1] التقرير السنوي.</p>",
        TEXT + "<p>[2] الإحصاء العام.</p><p>[3] التقرير السنوي.</p>",
        NOTES + TEXT,
        "<h1>الماء</h1><p>قلّ الماء.</p><pre>a[1] = b[2]</pre>" + NOTES,
    ],
)
def test_numbers_without_their_other_half_stay_text(body: str) -> None:
    written, codes = read(body)
    assert "[^1]" not in written
    assert "S111" not in codes


def test_numbers_past_the_notes_stay_text() -> None:
    written, _ = read(TEXT.replace("سنين.", "سنين[7] [0] كاملة.") + NOTES)
    assert "سنين[7] [0] كاملة.[^2]" in written


def test_what_a_page_only_calls_a_heading_is_one() -> None:
    body = '<div role="heading" aria-level="2">الأسباب</div><p>قلّ المطر.</p>'
    written, _ = read(f"<h1>الماء</h1><p>قلّ الماء في الواحات.</p>{body}")
    assert "# الأسباب\n" in written


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://a.example/b?utm_source=x&amp;fbclid=y", "https://a.example/b"),
        ("https://a.example/b?id=7&amp;utm_source=x", "https://a.example/b?id=7"),
        ("https://a.example/b?utm_source=x&amp;id=7#c", "https://a.example/b?id=7#c"),
        ("https://a.example/b?gclid=1#c", "https://a.example/b#c"),
        ("https://a.example/b?id=7", "https://a.example/b?id=7"),
    ],
)
def test_addresses_do_not_tell_where_a_reader_comes_from(address: str, kept: str) -> None:
    written, codes = read(f'<h1>الماء</h1><p>راجع <a href="{address}">هذا البيان</a> كله.</p>')
    assert f"[هذا البيان]({kept})" in written
    assert ("S102" in codes) == (kept != address)
