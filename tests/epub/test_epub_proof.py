"""The proof of the EPUB: every word of the report, and the manuscript's line for a finding."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from everything import EDITION, everything
from handset import open_house
from plants import SOUND, bind

from report.checks.epub import check_epub
from report.checks.epub.tracing import traced
from report.checks.proof import EPUB_READERS, prove
from report.compose import compose
from report.diagnostics import Diagnostic, Place, Severity
from report.filters import edit
from report.model.document import Report
from report.press import Books, Order, edition_of, publish
from report.readers.source import Source
from report.rules import catalogue
from report.writers.epub import write_epub

RULES = Path(__file__).parents[1] / "rules"
MANUSCRIPT = """\
---
title: الماء
date: 2026-11-24
---

# نهر {#river}

نص أول يقرأ.

- بند في قائمة

| بلد | عدد |
|-----|----:|
| مصر | ١٢  |

# بحر

نص أول يقرأ.
"""


def published(text: str) -> Books:
    source = Source("water.md", "text/markdown", text.encode())
    return publish(source, edition_of, open_house(), lambda found: None, order=Order(("epub",)))


@pytest.fixture(scope="module")
def books() -> Books:
    return published(MANUSCRIPT)


def edited(data: bytes, old: str, new: str) -> bytes:
    """Return a book in which one text is another in every document."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(out, "w") as copy:
        for name in book.namelist():
            member = book.read(name)
            if name.endswith(".xhtml"):
                member = member.replace(old.encode(), new.encode())
            copy.writestr(zipfile.ZipInfo(name), member)
    return out.getvalue()


def test_every_word_of_every_block_stands_in_the_book() -> None:
    report = edit(everything(), lambda found: None)
    book = write_epub(compose(report, EDITION, open_house()))
    (proof,) = prove(report, book, "book.epub", EPUB_READERS)
    assert proof.words > 80
    assert [found.message for found in proof.findings] == []
    assert proof.share == 1.0


def test_a_word_that_is_lost_is_an_error_at_its_line(books: Books) -> None:
    assert books.epub
    (proof,) = prove(
        books.galley.report,
        edited(books.epub, "بند في قائمة", "بند قائمة"),
        "book.epub",
        EPUB_READERS,
    )
    (found,) = proof.findings
    assert (found.code, found.severity, found.place) == (
        "E908",
        Severity.ERROR,
        Place("water.md", 10, 3),
    )


@pytest.mark.parametrize(("kind", "share"), [("bad", 4 / 5), ("good", 1.0)])
def test_the_example_of_the_rule(kind: str, share: float) -> None:
    rule = catalogue()["E908"]
    chapter = (RULES / f"E908-{rule.name}" / f"{kind}.xhtml").read_text("utf-8")
    made = published(
        "---\ntitle: فصل\ndate: 2026-11-24\n---\n\nالكلمة محكمة، وقراءتها كذلك\n"
    ).galley.report
    read = bind({**SOUND, "EPUB/chapter.xhtml": chapter})
    (proof,) = prove(made, read, "book.epub", EPUB_READERS)
    assert proof.share == pytest.approx(share)


def a_finding(place: Place) -> Diagnostic:
    return Diagnostic("E901", Severity.ERROR, "EPUBCheck RSC-005: wrong", place)


def line_with(data: bytes, member: str, text: str) -> int:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        lines = book.read(member).decode().split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("بند في قائمة", 10),
        ("١٢", 14),
        ("نص أول", 6),  # twice in the manuscript: the division around it answers
    ],
)
def test_a_finding_in_the_book_stands_at_its_line_of_the_manuscript(
    books: Books, text: str, line: int
) -> None:
    assert books.epub
    place = Place("water.epub/EPUB/river.xhtml", line_with(books.epub, "EPUB/river.xhtml", text), 3)
    (found,) = traced(books.galley.report, books.epub, "water.epub", [a_finding(place)])
    assert found.place
    assert (found.place.file, found.place.line) == ("water.md", line)
    assert str(place) in found.message


def test_a_finding_on_the_package_stays_where_it_is(books: Books) -> None:
    assert books.epub
    told = [a_finding(Place("water.epub/EPUB/package.opf", 4)), a_finding(Place("water.epub", 0))]
    assert traced(books.galley.report, books.epub, "water.epub", told) == tuple(told)


def test_our_own_findings_are_traced_too(books: Books) -> None:
    assert books.epub
    broken = edited(books.epub, "<li>بند", '<li><a href="nowhere.xhtml">س</a>بند')
    found = traced(
        books.galley.report, broken, "water.epub", check_epub(broken, "water.epub", None)
    )
    (dead,) = (diagnostic for diagnostic in found if diagnostic.code == "E001")
    assert dead.place
    assert dead.place.file == "water.md"


def test_reports_without_places_leave_findings_alone(books: Books) -> None:
    assert books.epub
    place = Place("water.epub/EPUB/river.xhtml", 3)
    empty = Report(books.galley.report.metadata)
    (found,) = traced(empty, books.epub, "water.epub", [a_finding(place)])
    assert found.place == place
