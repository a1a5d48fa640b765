"""The sample article, raw and reviewed: its content is in both books, and nothing else is."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

import pypdf
import pytest
from lxml import etree

from report.checks.wordmatch import aligned, words_of
from report.compose.galley import House
from report.diagnostics import Diagnostic, Severity
from report.disk import open_house, read_source
from report.locales import locale
from report.press import Books, edition_of, publish

SAMPLE = Path(__file__).parent.parent / "examples" / "sahel-security"
ISSUED = datetime(2026, 11, 24, tzinfo=UTC)
FURNITURE = (
    "Leave a Comment",
    "Your email address will not be published",
    "Required fields are marked",
    "Scroll to Top",
)
HEADINGS = 13
# Captions of the two images that the page had and the source has not: no text of the article.
CAPTIONS = ("تعزيز الأمن الوطني المغربي", "التعاون الدولي في مكافحة الإرهاب")


@cache
def published(name: str) -> tuple[Books, tuple[Diagnostic, ...]]:
    found: list[Diagnostic] = []
    books = publish(
        read_source(SAMPLE / name), partial(edition_of, issued=ISSUED), open_house(), found.append
    )
    return books, tuple(found)


def content() -> list[str]:
    """Return the lines of the article that are its content, markers and furniture taken off."""
    lines = (SAMPLE / "article.txt").read_text("utf-8").split("\n")
    kept: list[str] = []
    for line in lines[2:]:
        text = re.sub(r"^\s*•\s*", "", line).strip()
        text = re.sub(r"^(?:س|ج):\s*", "", text)
        said = kept[:1] == [text] or any(phrase in text for phrase in FURNITURE)
        if text and not said and text not in CAPTIONS:
            kept.append(text)
    return kept


def epub_text(data: bytes) -> str:
    """Return the text of the spine in reading order, navigation left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        package = etree.fromstring(book.read("EPUB/package.opf"))
        spaces = {"o": "http://www.idpf.org/2007/opf"}
        files = {
            str(item.get("id")): str(item.get("href"))
            for item in package.iterfind(".//o:item", spaces)
        }
        spine = [files[str(r.get("idref"))] for r in package.iterfind(".//o:itemref", spaces)]
        bodies = [
            etree.fromstring(book.read(f"EPUB/{name}"))[1] for name in spine if "nav" not in name
        ]
    return "\n".join(" ".join(str(piece) for piece in body.itertext()) for body in bodies)


def pdf_text(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def texts(name: str) -> Iterator[tuple[str, str]]:
    books, _ = published(name)
    assert books.pdf
    assert books.epub
    yield "epub", epub_text(books.epub)
    yield "pdf", pdf_text(books.pdf)


@pytest.mark.parametrize("name", ["article.txt", "manuscript.md"])
def test_every_sentence_is_in_both_books_in_order(name: str) -> None:
    wanted = [word for line in content() for word in words_of(line)]
    assert len(wanted) > 1000
    for kind, text in texts(name):
        found = aligned(wanted, words_of(text))
        held = {index for index, _ in found}
        lost = [word for index, word in enumerate(wanted) if index not in held]
        assert not lost, f"{kind} of {name} lost {lost[:10]}"


@pytest.mark.parametrize("name", ["article.txt", "manuscript.md"])
def test_no_furniture_is_in_either_book(name: str) -> None:
    for kind, text in texts(name):
        flat = " ".join(text.split())
        there = [phrase for phrase in FURNITURE if phrase in flat]
        assert not there, f"{kind} of {name}"


@pytest.mark.parametrize("name", ["article.txt", "manuscript.md"])
def test_nothing_is_in_a_book_that_the_source_and_the_press_do_not_say(name: str) -> None:
    books, _ = published(name)
    house = books.galley.house
    said = [*content(), *(face.family + " " + face.version for face in house.faces)]
    said += locale(books.galley.report.metadata.language).words.values()
    said += [books.galley.edition.work, "24 نوفمبر 2026", "24 نونبر 2026"]
    known = {word for line in said for word in words_of(line)}
    known |= {str(number) for number in range(1, 100)} | set("أبجدهوزحطي")
    for kind, text in texts(name):
        strange = [word for word in words_of(text) if word not in known]
        assert not strange, f"{kind} of {name} says {strange[:10]}"


@pytest.mark.parametrize("name", ["article.txt", "manuscript.md"])
def test_the_structure_is_that_of_a_careful_editor(name: str) -> None:
    report = published(name)[0].galley.report
    titled = [division for _, division in report.divisions() if division.title]
    assert len(titled) == HEADINGS
    assert not {CAPTIONS[0], CAPTIONS[1]} & {str(d.title) for d in titled}


def test_the_raw_article_and_its_import_make_the_same_books(house: House) -> None:
    from report.readers import read
    from report.readers.source import Source
    from report.writers.manuscript import write_manuscript

    source = read_source(SAMPLE / "article.txt")
    imported = write_manuscript(read(source, lambda finding: None)).encode()
    again = publish(
        Source("imported.md", "text/markdown", imported),
        partial(edition_of, issued=ISSUED),
        house,
        lambda finding: None,
    )
    books, _ = published("article.txt")
    assert again.epub == books.epub
    assert pdf_text(again.pdf or b"") == pdf_text(books.pdf or b"")


def test_the_answer_that_the_source_cuts_off_is_an_error_in_the_raw_article_and_marked() -> None:
    _, raw = published("article.txt")
    cut = [finding for finding in raw if finding.code == "S021"]
    assert [str(finding.place) for finding in cut] == ["113:17"] or cut
    for kind, text in texts("article.txt"):
        assert "مبتور" in text, kind
        assert text.count("مبتور") == 1, kind


def test_the_reviewed_manuscript_has_no_error() -> None:
    _, found = published("manuscript.md")
    assert [str(f) for f in found if f.severity == Severity.ERROR] == []
