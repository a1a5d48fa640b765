"""Stamps: a draft and a classified report say so on every page, and as text only once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pypdf
import pytest

from report.compose import compose
from report.compose.galley import Galley, House
from report.filters import edit
from report.model.document import Edition
from report.readers.markdown import read_markdown
from report.readers.source import Source
from report.writers.epub import write_epub
from report.writers.pdf.writer import write_pdf
from report.writers.stamps import stamp_css, stamp_line

MANUSCRIPT = "---\ntitle: أمن المياه\nlang: ar\n{more}---\n\n# فصل {{#one}}\n\nنص.\n"
ISSUED = Edition("urn:x:1", 1, datetime(2026, 11, 24, tzinfo=UTC))


def galley_of(house: House, more: str = "") -> Galley:
    source = Source("a.md", "text/markdown", MANUSCRIPT.format(more=more).encode())
    report = edit(read_markdown(source, lambda finding: None), lambda finding: None)
    return compose(report, ISSUED, house)


@pytest.mark.parametrize(
    ("more", "line", "images"),
    [
        ("", "", 0),
        ("status: final\n", "", 0),
        ("status: draft\n", "مسودة", 1),
        ("classification: سري\n", "سري", 2),
        (
            "status: review\nclassification: للاستعمال الرسمي\n",
            "نسخة للمراجعة · للاستعمال الرسمي",
            3,
        ),
        ("status: نسخة أولى\n", "نسخة أولى", 1),
    ],
)
def test_status_and_classification_are_stamped(
    house: House, more: str, line: str, images: int
) -> None:
    galley = galley_of(house, more)
    assert stamp_line(galley) == line
    assert stamp_css(galley).count("url(") == images


def test_the_stamp_is_drawn_on_each_page_and_read_on_the_cover_and_in_the_imprint(
    house: House,
) -> None:
    made = write_pdf(galley_of(house, "status: draft\n"), lambda finding: None)
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(made.data)).pages]
    assert [text.count("مسودة") for text in pages] == [1, 1, 0, 0]
    plain = write_pdf(galley_of(house), lambda finding: None)
    assert len(plain.folios) == len(made.folios)
    assert "مسودة" not in "".join(
        page.extract_text() for page in pypdf.PdfReader(BytesIO(plain.data)).pages
    )


def test_a_stamp_is_the_same_every_time(house: House) -> None:
    galley = galley_of(house, "status: draft\nclassification: سري\n")
    assert stamp_css(galley) == stamp_css(replace(galley))


def test_each_document_of_the_epub_shows_the_line(house: House) -> None:
    more = 'classification: "سري \\"جداً\\""\n'
    with ZipFile(BytesIO(write_epub(galley_of(house, more)))) as book:
        name = next(name for name in book.namelist() if name.endswith("edition.css"))
        style = book.read(name).decode()
    assert re.search(r'body::before \{[^}]*content: "سري \\"جداً\\""', style)
    with ZipFile(BytesIO(write_epub(galley_of(house)))) as book:
        assert "body::before" not in book.read(name).decode()
