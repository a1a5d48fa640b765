"""Urdu in Nastaliq, by choice: its words hang from the line and are read as they are written."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from report.checks.proof import prove
from report.disk import open_house
from report.press import Books, Order, edition_of, publish
from report.readers.source import Source

PARAGRAPH = (
    "چونکہ ہر انسان کی ذاتی عزت اور حرمت اور انسانوں کے مساوی اور ناقابلِ انتقال حقوق کو تسلیم کرنا "
    "دنیا میں آزادی، انصاف اور امن کی بنیاد ہے، چونکہ انسانی حقوق سے لاپروائی اور ان کی بے حرمتی "
    "اکثر ایسے وحشیانہ افعال کی شکل میں ظاہر ہوئی ہے۔"
)
TEXT = f"""---
title: انسانی حقوق کا عالمی منشور
lang: ur
date: 2026-11-24
theme: nastaliq
justify: kashida
---

# تمہید

{PARAGRAPH}

| ملک | سال |
|-----|----:|
| پاکستان | ۲۰۲۴ |

**ٹھیک** ہے، {PARAGRAPH}
"""


@pytest.fixture(scope="module")
def books() -> Books:
    source = Source("charter.md", "text/markdown", TEXT.encode())
    return publish(source, edition_of, open_house(), lambda _: None, order=Order(("pdf",)))


def test_every_word_is_read_as_it_is_written(books: Books) -> None:
    assert books.pdf
    for proof in prove(books.galley.report, books.pdf, "charter.pdf"):
        assert [found.message for found in proof.findings] == [], proof.reader


def test_the_book_is_set_in_it_and_no_word_is_drawn_out(books: Books) -> None:
    assert books.pdf
    with pikepdf.open(io.BytesIO(books.pdf)) as pdf:
        fonts = [str(f.BaseFont) for page in pdf.pages for f in page.Resources.Font.values()]
    assert any("Nastaliq" in name for name in fonts), fonts
    document = pypdfium2.PdfDocument(books.pdf)
    try:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    assert "ـ" not in text
    assert sum(int(str(line["kashidas"])) for line in books.lines) == 0
