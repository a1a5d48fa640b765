"""Both books at once: «page 12» is one place in them, as the PDF's own text tells."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from countedwords import counted, numbers
from everything import EDITION, everything
from handset import ROOT
from readback import Mark, marks, page_list

from report.compose import compose
from report.compose.galley import Galley, House
from report.diagnostics import Diagnostic
from report.disk import read_source
from report.filters import edit
from report.readers import read
from report.writers.epub import write_epub
from report.writers.pdf.paper import Paper
from report.writers.pdf.writer import Printed, write_pdf

MM = 72 / 25.4
WIDTH, HEAD, FOOT = 210 * MM, (297 - 23) * MM, 26 * MM
"""Where the text stands on A4, between the running head and the folio."""

CORPUS = Path(os.environ.get("WARRAQ_CORPUS", "/nonexistent"))
REAL = (
    ROOT / "examples/sahel-security/article.txt",
    CORPUS / "markdown/hooshkar_crm.fa.md",
    CORPUS / "udhr/udhr_heb.txt",
    CORPUS / "udhr/udhr_urd.txt",
)


@dataclass(frozen=True)
class Both:
    """The two books of a galley, read: the text of each printed page, the marks of the EPUB."""

    printed: Printed
    epub: bytes
    pages: tuple[str, ...]
    bodies: tuple[str, ...]
    marks: Sequence[Mark]


def publish(galley: Galley, paper: Paper | None = None) -> Both:
    found: list[Diagnostic] = []
    printed = write_pdf(galley, found.append, paper=paper or Paper())
    epub = write_epub(galley, printed.pages)
    document = pypdfium2.PdfDocument(printed.data)
    pages = tuple(page.get_textpage().get_text_range() for page in document)
    bodies = tuple(page.get_textpage().get_text_bounded(0, FOOT, WIDTH, HEAD) for page in document)
    return Both(printed, epub, pages, bodies, marks(epub))


def letters(text: str) -> str:
    return "".join(re.findall(r"[^\W\d_]", unicodedata.normalize("NFD", text)))


def check_labels(both: Both) -> None:
    """Every page has its mark, and the page list leads to all of them, in order."""
    assert len(both.pages) == len(both.printed.folios)
    assert tuple(mark.label for mark in both.marks) == both.printed.folios
    assert page_list(both.epub) == [(mark.label, mark.href) for mark in both.marks]


def check_counted(both: Both) -> None:
    """The first word of each page is the first one behind its mark."""
    check_labels(both)
    text = both.printed.folios.index("1")
    for page, mark in zip(both.pages[text:], both.marks[text:], strict=True):
        first = min(numbers(page), default=None)
        behind = numbers(mark.behind)
        assert first == (behind[0] if behind else None), mark


@pytest.fixture(scope="module")
def short(house: House) -> Both:
    return publish(compose(counted(5), EDITION, house))


def test_first_words_of_pages_stand_behind_their_marks(short: Both) -> None:
    check_counted(short)
    assert len(short.pages) > 20


def test_pages_begin_in_the_middle_of_everything(short: Both) -> None:
    """The report is long enough that pages begin inside paragraphs, lists and tables."""
    assert {"p", "td", "th", "li", "section"} & {mark.parent for mark in short.marks} >= {
        "p",
        "section",
    }
    assert {"td", "th"} & {mark.parent for mark in short.marks}


def test_another_paper_has_other_pages(house: House) -> None:
    galley = compose(counted(1), EDITION, house)
    small, large = publish(galley, Paper("A5")), publish(galley)
    check_counted(small)
    check_counted(large)
    assert len(small.marks) > len(large.marks)


@pytest.mark.slow
def test_a_long_report_agrees_on_every_page(house: House) -> None:
    both = publish(compose(counted(30), EDITION, house))
    check_counted(both)
    assert len(both.pages) > 150


def check_lines(both: Both) -> int:
    """What the first line of a page says stands behind its mark, letter by letter.

    Letters are compared without their order, which extractors guess where foreign names stand
    in a line. A line of a table goes through several cells, and the cover is set by places: they
    are not looked at. Returns how many pages were.
    """
    check_labels(both)
    seen = 0
    for page, mark in list(zip(both.bodies, both.marks, strict=True))[1:]:
        line = letters(page.strip().partition("\n")[0])
        if mark.parent not in {"td", "th"} and not mark.behind.lstrip().startswith("جدول"):
            assert sorted(line) == sorted(letters(mark.behind)[: len(line)]), (mark, line)
            seen += 1
    return seen


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_real_reports_agree(house: House, path: Path) -> None:
    if not path.is_file():
        pytest.skip("the corpus is not here")
    found: list[Diagnostic] = []
    report = edit(read(read_source(path), found.append), found.append)
    both = publish(compose(report, EDITION, house))
    assert check_lines(both) > 0.7 * len(both.pages)


def test_a_report_with_everything_agrees(house: House) -> None:
    assert check_lines(publish(compose(everything(), EDITION, house))) >= 3
