"""The parts of a book: each there when the manuscript has it, with a way there and back."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from report.compose import compose
from report.compose.galley import Galley, House
from report.diagnostics import Diagnostic
from report.disk import read_assets, read_source
from report.model.document import Report
from report.press import edition_of, prepare
from report.readers.markdown import read_markdown, wanted_assets
from report.readers.source import Source
from report.writers.epub import write_epub
from report.writers.manuscript import write_manuscript
from report.writers.pdf.writer import Printed, write_pdf

ISSUED = datetime(2026, 11, 24, tzinfo=UTC)
SPECIMEN = Path(__file__).parents[2] / "examples" / "specimen"
SPECIMENS = sorted(path for path in SPECIMEN.glob("*.md") if path.stem.islower())

HEAD = "---\ntitle: تقرير\nlang: ar-EG\n{}---\n\n"
PLAIN = HEAD.format("") + "# باب\n\nنص بلا شيء.\n"
FULL = (
    HEAD.format("half-title: true\nsummary: before\n")
    + """\
# موجز {.summary}

الموجز كله، وانظر [](#tbl-1){.page}.

# الأول {notes=end}

نص له [الأمن المائي]{.term} و[أول]{.index entry="ماء"} خلافاً ل[](#tbl-1)[^a] ثم [](#tbl-1).

| أ | ب |
|---|---|
| ج | د |

Table: جدول {#tbl-1}

# الثاني {notes=end}

نص[^b] له []{.index entry="ماء!شرب"} و[قمح]{.index also="ماء"}.

# الثالث

نص[^c] و[]{.index entry="غلة" see="قمح"}.

# المسرد {.glossary}

نهر
: مجرى.

أمن مائي
: كفاية.

البئر
: حفرة.

OPAC
: فهرس.

[^a]: حاشية أولى.
[^b]: حاشية ثانية.
[^c]: حاشية ثالثة.
"""
)


def report_of(text: str) -> Report:
    found: list[Diagnostic] = []
    report = prepare(Source("a.md", "text/markdown", text.encode()), found.append)
    assert not [one for one in found if one.severity == "error"]
    return report


def galley_of(text: str, house: House) -> Galley:
    report = report_of(text)
    return compose(report, edition_of(report, issued=ISSUED), house)


def body_of(galley: Galley, kind: str) -> etree._Element:
    (sheet,) = (sheet for sheet in galley.sheets if sheet.kind == kind)
    return etree.fromstring(f"<sheet>{sheet.body}</sheet>")


def text_of(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.fixture(scope="module")
def galley(house: House) -> Galley:
    return galley_of(FULL, house)


def test_a_plain_report_has_no_part_that_it_does_not_need(house: House) -> None:
    kinds = [sheet.kind for sheet in galley_of(PLAIN, house).sheets]
    assert kinds == ["cover", "copyright-page", "toc", "chapter", "colophon"]


def test_the_parts_stand_in_the_order_of_arabic_houses(galley: Galley) -> None:
    assert [sheet.kind for sheet in galley.sheets] == [
        "cover", "halftitlepage", "copyright-page", "abstract", "toc",
        "chapter", "chapter", "chapter", "endnotes", "glossary", "index", "colophon",
    ]  # fmt: skip
    titles = [point.title for point in galley.contents]
    assert titles == ["موجز", "الأول", "الثاني", "الثالث", "الهوامش", "المسرد", "الكشاف"]


def test_notes_at_the_end_lead_back_and_the_others_stay(galley: Galley) -> None:
    notes = body_of(galley, "endnotes")
    assert [text_of(p) for p in notes.iterfind('.//p[@class="notes-of"]')] == ["الأول", "الثاني"]
    items = notes.findall(".//li")
    assert [text_of(item) for item in items] == ["١ حاشية أولى.", "٢ حاشية ثانية."]
    ids = set(re.findall(r'id="([^"]+)"', "".join(sheet.body for sheet in galley.sheets)))
    for item in items:
        link = item.find("a")
        assert link is not None
        assert link.get("role") == "doc-backlink"
        assert link.get("href", "")[1:] in ids
    assert "حاشية ثالثة" in next(s.body for s in galley.sheets if s.title == "الثالث")


def test_the_glossary_is_sorted_and_its_terms_are_led_to(galley: Galley) -> None:
    terms = body_of(galley, "glossary").findall(".//dt")
    assert [text_of(term) for term in terms] == ["أمن مائي", "البئر", "نهر", "OPAC"]
    assert f'<a class="term" href="#{terms[0].get("id")}" role="doc-glossref">' in "".join(
        sheet.body for sheet in galley.sheets
    )


def test_the_index_nests_and_sends_on(galley: Galley) -> None:
    index = body_of(galley, "index")
    assert [text_of(head) for head in index.iterfind('.//p[@class="letter-head"]')] == [
        "غ", "ق", "م",
    ]  # fmt: skip
    assert [text_of(li) for li in index.iterfind(".//li")] == [
        "غلة. انظر قمح",
        "قمح، ١. انظر أيضاً ماء",
        "ماء، ١ شرب، ١",
        "شرب، ١",
    ]


def test_references_have_the_form_that_the_word_before_them_needs(galley: Galley) -> None:
    first = next(text_of(body) for body in [
        etree.fromstring(f"<s>{s.body}</s>") for s in galley.sheets if s.title == "الأول"
    ])  # fmt: skip
    assert "خلافاً للجدول ١" in first
    assert "ثم الجدول ١" in first


def test_every_link_inside_is_answered_and_no_id_stands_twice(galley: Galley) -> None:
    whole = "".join(sheet.body for sheet in galley.sheets)
    ids = re.findall(r'\bid="([^"]+)"', whole)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', whole)) <= set(ids)


def test_links_do_not_stand_in_links(house: House) -> None:
    text = HEAD.format("") + "# باب\n\n[نص [ماء]{.term} و[](#g) ثم](https://example.org)\n\n"
    text += "# المسرد {.glossary #g}\n\nماء\n: سائل.\n"
    body = next(s.body for s in galley_of(text, house).sheets if s.title == "باب")
    assert body.count("<a ") == 1


def test_a_second_edit_changes_nothing() -> None:
    from report.filters import edit

    report = report_of(FULL)
    assert edit(report, print) == report


ANIMALS = {2: "ثعلب", 3: "جمل", 4: "حصان", 6: "غراب"}
"""A word beside each place of the index, by its chapter, which finds its page again."""


@pytest.fixture(scope="module")
def printed(house: House) -> tuple[Galley, Printed]:
    pages = "\n\n".join(
        f"# باب {n}\n\n" + (f"[سد]{{.index}} ثم {ANIMALS[n]}.\n\n" if n in ANIMALS else "")
        + ("نص يملأ الصفحة بكلام كثير. " * 180)
        for n in range(1, 7)
    )  # fmt: skip
    galley = galley_of(HEAD.format("half-title: true\n") + pages, house)
    found: list[Diagnostic] = []
    return galley, write_pdf(galley, found.append)


def test_the_index_names_the_pages_where_its_places_are(printed: tuple[Galley, Printed]) -> None:
    _, book = printed
    document = pypdfium2.PdfDocument(book.data)
    texts = [page.get_textpage().get_text_range() for page in document]
    labels = [
        book.folios[next(i for i, text in enumerate(texts) if animal in text)]
        for animal in ANIMALS.values()
    ]
    assert [place.folio for place in book.pages.marks.values()] == labels
    assert all(document.get_page_label(i) == folio for i, folio in enumerate(book.folios))


def test_the_half_title_stands_on_a_recto_and_in_print_alone(
    printed: tuple[Galley, Printed],
) -> None:
    galley, book = printed
    assert "half-title" not in book.pages.sheets
    document = pypdfium2.PdfDocument(book.data)
    texts = [page.get_textpage().get_text_range().split() for page in document]
    assert texts[1] == []
    assert texts[2][0] == "تقرير"
    assert b"half-title" not in write_epub(galley, book.pages)


def test_pages_in_a_row_become_a_range_and_one_page_is_named_once() -> None:
    from report.writers.locators import settle
    from report.writers.pagemap import Place

    folios = "أ ٣ ٤ ٥ ٥ ٧ ٨".split()
    places = {f"mark-{n}": Place(page, folio) for n, (page, folio) in enumerate(
        zip((0, 4, 5, 6, 6, 8, 9), folios, strict=True))}  # fmt: skip
    links = "".join(f'<a class="locator" href="#{name}">1</a>' for name in (*places, "mark-99"))
    root = etree.fromstring(f'<p><span class="locators">{links}</span> بقية</p>')
    settle(root, places, "،")
    assert text_of(root) == "أ، ٣–٥، ٧، ٨ بقية"


@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.stem)
def test_a_specimen_reads_back_equal_and_has_no_error(path: Path) -> None:
    found: list[Diagnostic] = []
    source = read_source(path)
    report = read_markdown(source, found.append)
    again = read_markdown(
        Source("again.md", "text/markdown", write_manuscript(report).encode()), found.append
    )
    assert again == report
    prepare(source, found.append, lambda asked: read_assets(wanted_assets(asked), path.parent))
    assert not [one.code for one in found if one.severity in {"error", "warning"}]
