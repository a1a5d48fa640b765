"""The EPUB writer: what a galley becomes, read back from the bytes."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from handset import DOT, ROOT, make_galley
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markupsafe import escape

from report.checks.epub import check_epub
from report.compose.galley import Galley, NavPoint, Sheet
from report.model.assets import Asset
from report.writers.epub import write_epub
from report.writers.epub.documents import open_sheet, serialise
from report.writers.pagemap import Page, PageMap, Position

SPACES = {
    "h": "http://www.w3.org/1999/xhtml",
    "o": "http://www.idpf.org/2007/opf",
    "d": "http://purl.org/dc/elements/1.1/",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
FAMILIES = {"Amiri", "IBM Plex Sans Arabic", "IBM Plex Mono", "Frank Ruhl Libre"}


def unzip(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def find(members: Mapping[str, bytes], file: str, path: str) -> list[Any]:
    found: Any = etree.fromstring(members[f"EPUB/{file}"]).xpath(path, namespaces=SPACES)
    return list(found)


def metas(members: Mapping[str, bytes], name: str) -> list[str]:
    return [m.text for m in find(members, "package.opf", f"//o:meta[@property='{name}']")]


def with_body(galley: Galley, body: str, **changes: Any) -> Galley:
    """Return the galley with one chapter of this body, and contents that lead to it."""
    sheets = tuple(replace(s, body=body) if s.name == "water" else s for s in galley.sheets[:3])
    bare = replace(galley, sheets=sheets, contents=(), tables=(), figures=())
    return replace(bare, **changes)


def test_the_house_finds_nothing_to_say(book: bytes) -> None:
    assert check_epub(book, "book.epub", FAMILIES) == ()


def test_links_across_sheets_name_the_file(members: dict[str, bytes]) -> None:
    links = {a.text: a.get("href") for a in find(members, "water.xhtml", "//h:a")}
    assert links["جدول 1"] == "#tbl-rain"
    assert links["الملحق"] == "faq.xhtml"
    assert links["الموقع"] == "https://example.org/ماء?a=1&b=2"
    back = {a.text: a.get("href") for a in find(members, "faq.xhtml", "//h:a")}
    assert back == {"القوائم": "water.xhtml#sec-lists", "المحتويات": "nav.xhtml"}


def test_notes_are_marked_for_popping_up(members: dict[str, bytes]) -> None:
    (call,) = find(members, "water.xhtml", "//h:a[@role='doc-noteref']")
    (note,) = find(members, "water.xhtml", "//h:aside[@role='doc-footnote']")
    assert (call.get(EPUB_TYPE), note.get(EPUB_TYPE)) == ("noteref", "footnote")


def test_every_document_says_language_and_direction(members: dict[str, bytes]) -> None:
    documents = [name for name in members if name.endswith(".xhtml")]
    assert len(documents) == 5
    for name in documents:
        root = etree.fromstring(members[name])
        assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")


def test_the_nav_document_takes_the_place_of_the_contents(members: dict[str, bytes]) -> None:
    spine = find(members, "package.opf", "//o:itemref/@idref")
    assert spine == ["sheet-cover", "sheet-nav", "sheet-water", "sheet-faq", "sheet-colophon"]
    (nav,) = find(members, "package.opf", "//o:item[@properties='nav']/@href")
    assert nav == "nav.xhtml"
    lists = {n.get(EPUB_TYPE): n for n in find(members, "nav.xhtml", "//h:nav")}
    assert list(lists) == ["toc", "lot", "loi", "landmarks"]
    hrefs = {term: n.xpath(".//h:a/@href", namespaces=SPACES) for term, n in lists.items()}
    assert hrefs["toc"] == [
        "water.xhtml",
        "water.xhtml#sec-lists",
        "water.xhtml#sec-tables",
        "faq.xhtml",
        "faq.xhtml#q-1",
    ]
    assert hrefs["lot"] == ["water.xhtml#tbl-rain"]
    assert hrefs["loi"] == ["water.xhtml#fig-map"]
    terms = [a.get(EPUB_TYPE) for a in lists["landmarks"].iterfind(".//h:a", SPACES)]
    assert terms == ["cover", "toc", "bodymatter", "colophon"]


def test_titles_in_the_nav_keep_their_isolates(members: dict[str, bytes]) -> None:
    (isolate,) = find(members, "nav.xhtml", "//h:nav[1]//h:bdi")
    assert (isolate.text, isolate.get("dir")) == ("WHO Europe", "ltr")


def test_the_ncx_counts_in_the_order_of_reading(members: dict[str, bytes]) -> None:
    targets = find(members, "toc.ncx", "//*[@playOrder]")
    order = {t.find("n:content", SPACES).get("src"): int(t.get("playOrder")) for t in targets}
    assert sorted(order, key=order.__getitem__) == [
        "water.xhtml",
        "water.xhtml#sec-lists",
        "water.xhtml#sec-tables",
        "water.xhtml#tbl-rain",
        "water.xhtml#fig-map",
        "faq.xhtml",
        "faq.xhtml#q-1",
    ]
    assert sorted(order.values()) == list(range(1, 8))
    assert find(members, "toc.ncx", "//n:meta[@name='dtb:depth']/@content") == ["2"]
    assert find(members, "toc.ncx", "/n:ncx/@dir") == ["rtl"]


def test_the_package_says_what_a_catalogue_asks(members: dict[str, bytes]) -> None:
    def said(name: str) -> list[str]:
        return [e.text for e in find(members, "package.opf", f"//d:{name}")]

    identifier, *numbers = said("identifier")
    assert identifier.startswith("urn:uuid:")
    assert find(members, "toc.ncx", "//n:meta[@name='dtb:uid']/@content") == [identifier]
    assert numbers == ["urn:isbn:9789953875019", "doi:10.1000/182", "urn:isbn:9780306406157"]
    assert metas(members, "identifier-type") == ["15", "06", "15"]
    assert metas(members, "dcterms:isVersionOf") == ["https://example.org/water"]
    assert said("title") == ["الماء في الساحل", "موجز"]
    assert metas(members, "title-type") == ["main", "subtitle"]
    assert (said("creator"), said("contributor")) == (["سارة منصور"], ["علي حسن"])
    assert metas(members, "role") == ["aut", "trl"]
    assert metas(members, "file-as") == ["ماء في الساحل", "منصور، سارة"]
    scripts = find(members, "package.opf", "//o:meta[@property='alternate-script']")
    assert [(s.get(XML_LANG), s.get("dir"), s.text) for s in scripts] == [
        ("en", "ltr", "Water in the Sahel"),
        ("ar-Latn", "ltr", "Sara Mansour"),
    ]
    assert said("date") == ["2026-11-24"]
    assert metas(members, "dcterms:issued") == ["2026-11-24"]
    assert metas(members, "dcterms:modified") == ["2026-11-24T09:30:01Z"]
    assert metas(members, "belongs-to-collection") == ["موجزات"]
    assert metas(members, "group-position") == ["7"]
    assert said("subject") == ["أمن", "ماء", "العلاقات الدولية", "327"]
    assert metas(members, "authority") == ["Thema", "DDC"]
    assert metas(members, "term") == ["JPS", "327"]
    links = find(members, "package.opf", "//o:link[@rel='dcterms:license']/@href")
    assert links == ["https://creativecommons.org/licenses/by/4.0/"]
    spine = find(members, "package.opf", "//o:spine/@page-progression-direction")
    assert spine + find(members, "package.opf", "/o:package/@dir") == ["rtl", "rtl"]


def test_a_licence_in_words_and_numbers_that_are_none(galley: Galley) -> None:
    metadata = replace(
        galley.report.metadata, licence="تُطلب من الناشر", isbn_epub="978", doi="182", series=None
    )
    read = unzip(write_epub(replace(galley, report=replace(galley.report, metadata=metadata))))
    assert metas(read, "dcterms:license") == ["تُطلب من الناشر"]
    assert find(read, "package.opf", "//o:link") == []
    assert len(find(read, "package.opf", "//d:identifier")) == 2
    assert metas(read, "group-position") == []


def test_a_date_that_no_catalogue_reads_gives_way_to_the_date_of_issue(galley: Galley) -> None:
    metadata = replace(galley.report.metadata, date="خريف 2026")
    changed = replace(galley, report=replace(galley.report, metadata=metadata))
    assert [e.text for e in find(unzip(write_epub(changed)), "package.opf", "//d:date")] == [
        "2026-11-24"
    ]


def test_claims_of_accessibility_hold(members: dict[str, bytes], galley: Galley) -> None:
    features = metas(members, "schema:accessibilityFeature")
    assert {"alternativeText", "structuralNavigation", "tableOfContents"} <= set(features)
    assert not {"pageNavigation", "MathML", "longDescription"} & set(features)
    assert metas(members, "schema:accessibilityHazard") == ["none"]
    (summary,) = metas(members, "schema:accessibilitySummary")
    words = galley.words
    said = ("text", "headings", "tables", "images")
    assert summary == " ".join(words[f"accessible_{name}"] for name in said)

    moving = replace(galley.report, assets=(Asset("خريطة.png", "image/gif", DOT),))
    assert metas(
        unzip(write_epub(replace(galley, report=moving))), "schema:accessibilityHazard"
    ) == ["unknown"]
    silent = with_body(galley, '<p><img src="assets/خريطة.png" alt=""/></p>')
    read = unzip(write_epub(silent))
    assert "alternativeText" not in metas(read, "schema:accessibilityFeature")
    assert metas(read, "schema:accessModeSufficient") == ["textual,visual"]
    assert words["accessible_unseen"] in metas(read, "schema:accessibilitySummary")[0]
    gap = unzip(write_epub(with_body(galley, "<h1>أ</h1><h3>ب</h3>")))
    assert "structuralNavigation" not in metas(gap, "schema:accessibilityFeature")
    assert words["accessible_headings"] not in metas(gap, "schema:accessibilitySummary")[0]


@pytest.mark.parametrize(
    ("body", "claimed"),
    [
        ("<h1>أ</h1><p>نص</p>", True),
        ('<h1>أ</h1><p><img src="assets/خريطة.png" alt=""/></p>', False),
        ("<h1>أ</h1><table><tbody><tr><td>١</td></tr></tbody></table>", False),
        ("<h1>أ</h1><h3>ب</h3>", False),
    ],
)
def test_conformance_is_claimed_by_who_evaluated_and_never_against_the_facts(
    galley: Galley, body: str, claimed: bool
) -> None:
    assert metas(unzip(write_epub(with_body(galley, body))), "dcterms:conformsTo") == []
    metadata = replace(galley.report.metadata, certified_by="دار الورّاق")
    report = replace(galley.report, metadata=metadata)
    read = unzip(write_epub(with_body(galley, body, report=report)))
    wanted = ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"] if claimed else []
    assert metas(read, "dcterms:conformsTo") == wanted
    assert metas(read, "a11y:certifiedBy") == ["دار الورّاق"] * claimed


def test_an_image_is_named_for_any_disk_and_found(members: dict[str, bytes]) -> None:
    (source,) = find(members, "water.xhtml", "//h:img/@src")
    assert source.isascii()
    assert members[f"EPUB/{source}"] == DOT


def test_one_image_under_two_names_is_carried_once(galley: Galley) -> None:
    twice = (Asset("خريطة.png", "image/png", DOT), Asset("صورة.png", "image/png", DOT))
    body = "".join(f'<p><img src="assets/{a.name}" alt="م"/></p>' for a in twice)
    book = write_epub(with_body(galley, body, report=replace(galley.report, assets=twice)))
    assert check_epub(book, "book.epub") == ()
    assert len([name for name in unzip(book) if name.startswith("EPUB/assets/")]) == 1


def test_wide_tables_stack_or_scroll(members: dict[str, bytes]) -> None:
    plain, spanned = find(members, "water.xhtml", "//h:table")
    assert plain.get("class") == "stacks"
    roles = [cell.get("role") for cell in plain.iterfind(".//h:tbody/h:tr[1]/*", SPACES)]
    assert roles == ["rowheader", "cell", "cell"]
    region = spanned.getparent()
    assert (region.get("role"), region.get("tabindex")) == ("region", "0")
    assert region.get("aria-label") == "فترات"
    assert region.get("data-hint") == "للجدول بقية: مرّره أفقياً"


def test_a_drawing_keeps_the_case_of_its_names(galley: Galley) -> None:
    drawing = (
        '<p><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>x</title>'
        '<linearGradient id="g"/></svg></p>'
    )
    read = unzip(write_epub(with_body(galley, drawing)))
    assert b"viewBox" in read["EPUB/water.xhtml"]
    assert b"linearGradient" in read["EPUB/water.xhtml"]
    assert find(read, "package.opf", "//o:item[@id='sheet-water']/@properties") == ["svg"]


def test_a_galley_without_contents_is_led_through_by_its_sheets(galley: Galley) -> None:
    bare = replace(with_body(galley, "<p>نص</p>"), sheets=galley.sheets[:1] + galley.sheets[2:3])
    read = unzip(write_epub(bare))
    assert find(read, "nav.xhtml", "//h:nav[1]//h:a/@href") == ["water.xhtml"]
    assert find(read, "package.opf", "//o:itemref/@idref")[:2] == ["sheet-cover", "sheet-nav"]


def test_the_nav_document_gives_way_to_a_sheet_of_its_name(galley: Galley) -> None:
    sheets = tuple(replace(s, name="nav") if s.name == "faq" else s for s in galley.sheets)
    read = unzip(write_epub(replace(galley, sheets=sheets)))
    assert find(read, "package.opf", "//o:item[@properties='nav']/@href") == ["nav-contents.xhtml"]
    assert check_epub(write_epub(replace(galley, sheets=sheets)), "b.epub") == ()


def test_pages_of_the_printed_book_are_listed(galley: Galley) -> None:
    source = "urn:uuid:00000000-0000-5000-8000-000000000000"
    pages = PageMap(source, (), (Page("١٢", Position("water", 2, 2)),))
    marked = with_body(galley, "<section><p>نص نص</p></section>")
    read = unzip(write_epub(marked, pages))
    (line,) = find(read, "nav.xhtml", "//h:nav[@id='page-list']//h:a")
    assert (line.text, line.get("href")) == ("١٢", "water.xhtml#page-1")
    assert find(read, "toc.ncx", "//n:pageTarget/n:content/@src") == ["water.xhtml#page-1"]
    assert find(read, "water.xhtml", "//h:span[@id='page-1']")[0].get(EPUB_TYPE) == "pagebreak"
    assert metas(read, "pageBreakSource") == [source]
    assert "pageBreakMarkers" in metas(read, "schema:accessibilityFeature")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"contents": (NavPoint("لا شيء", "none"),)}, "none"),
        ({"sheets": "unclosed"}, "well formed"),
        ({"sheets": "twice"}, "same name"),
    ],
)
def test_a_galley_that_breaks_its_contract_is_refused(
    galley: Galley, change: dict[str, Any], said: str
) -> None:
    chapter = galley.sheets[2]
    if change.get("sheets") == "unclosed":
        change = {"sheets": (*galley.sheets[:2], replace(chapter, body="<p>نص")), "contents": ()}
    elif change.get("sheets") == "twice":
        change = {"sheets": (*galley.sheets, replace(chapter, body="<p>نص</p>"))}
    with pytest.raises(ValueError, match=said):
        write_epub(replace(galley, **change))


def test_a_control_character_in_the_metadata_is_not_dropped_in_silence(galley: Galley) -> None:
    metadata = replace(galley.report.metadata, subjects=("أمن\x02",))
    with pytest.raises(ValueError, match="XML"):
        write_epub(replace(galley, report=replace(galley.report, metadata=metadata)))


def test_the_zip_bears_only_the_time_of_issue(book: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        entries = archive.infolist()
    first = entries[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", 0, b"")
    assert {e.date_time for e in entries} == {(2026, 11, 24, 9, 30, 0)}
    assert {(e.create_system, e.external_attr >> 16) for e in entries} == {(3, 0o100644)}


PROGRAM = """
import sys
sys.path[:0] = [{tests!r}, {root!r}]
from hashlib import sha256
from handset import make_galley, open_house
from report.writers.epub import write_epub
print(sha256(write_epub(make_galley(open_house()))).hexdigest())
"""


def test_two_processes_write_equal_bytes() -> None:
    program = PROGRAM.format(tests=str(Path(__file__).parent), root=str(ROOT))
    digests = [
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "Asia/Riyadh"), ("2", "America/Lima"))
    ]
    assert digests[0] == digests[1]
    assert len(digests[0].strip()) == 64


@given(
    st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=80
    ).filter(lambda text: not set(text) & set("\ufffe\uffff"))
)
@settings(max_examples=150)
def test_text_comes_through_unchanged(text: str) -> None:
    sheet = Sheet("a", "ع", f"<p>{escape(text)}</p>", "body", "chapter", "ar", "rtl")
    read = etree.fromstring(serialise(open_sheet(sheet).root))
    assert read.findtext(".//h:p", namespaces=SPACES) == text


def test_equal_galleys_write_equal_books(galley: Galley, book: bytes) -> None:
    assert write_epub(make_galley(galley.house)) == book
