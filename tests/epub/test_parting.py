"""A document that is too long for a reading system is several, and nothing of it is lost."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urldefrag

import pytest
from lxml import etree
from readback import XHTML, marks, page_list, spine, unzip

from report import tools
from report.compose import compose
from report.compose.galley import House, Sheet
from report.diagnostics import ReportError
from report.press import edition_of, prepare
from report.readers.source import Source
from report.writers.epub import parting, write_epub
from report.writers.epub.documents import open_sheet
from report.writers.epub.parting import parted
from report.writers.pdf.writer import write_pdf

ROWS = 90
HEAD = "| بند[^h] | القيمة | ملاحظة | رابط |\n|---|--:|---|---|\n"
TOP = "---\ntitle: جداول\nlang: ar\ndate: 2026-01-01\n---\n\n"
WORDS = {"continued": "تابع", "caption_separator": "."}


def manuscript() -> str:
    """Return two chapters with tables, with notes in their cells and links across."""
    lines = []
    for n in range(ROWS):
        note = f"[^n{n}]" if n % 20 == 3 else ""
        link = "[الأول](#one)" if n % 7 else "[](#two){.page}"
        lines.append(f"| بند {n}{note} | {n * 37} | وصف {n} | {link} |")
    notes = "\n".join(f"[^n{n}]: حاشية {n}." for n in range(3, ROWS, 20))
    table = f"{HEAD}{chr(10).join(lines)}\n\nTable: جدول طويل {{#table-long .striped}}\n\n"
    more = f"# الثاني {{#two}}\n\nفقرة.\n\n{HEAD.replace('[^h]', '')}| أ | 1 | ب | ت |\n"
    return f"{TOP}# الأول {{#one}}\n\nفقرة.\n\n{table}بعده.\n\n{more}\n[^h]: للرأس.\n{notes}\n"


@pytest.fixture(scope="module")
def books(house: House) -> tuple[bytes, bytes]:
    """The book in whole documents, and parted."""
    source = Source("a.md", "text/markdown", manuscript().encode())
    report = prepare(source, lambda finding: None)
    galley = compose(report, edition_of(report), house)
    pages = write_pdf(galley, lambda finding: None).pages
    whole = write_epub(galley, pages)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parting, "MOST", 4000)
        return whole, write_epub(galley, pages)


def said(root: etree._Element) -> str:
    return " ".join("".join(map(str, root.itertext())).split())


def rows(book: bytes) -> list[str]:
    return [
        said(row) for _, root in spine(book) for row in root.iterfind(f".//{XHTML}tbody/{XHTML}tr")
    ]


def parts(book: bytes) -> list[tuple[str, etree._Element]]:
    return [(name, root) for name, root in spine(book) if name.startswith("one")]


def test_all_rows_are_there_once_and_in_order(books: tuple[bytes, bytes]) -> None:
    whole, cut = books
    assert len(parts(whole)) == 1
    assert len(parts(cut)) > 3
    assert rows(cut) == rows(whole)
    assert all(len(data) < 30_000 for name, data in unzip(cut).items() if "/one" in name)


def test_each_part_goes_on_under_the_head(books: tuple[bytes, bytes]) -> None:
    first, *later = [root for _, root in parts(books[1])]
    head = said(first.find(f".//{XHTML}thead"))
    for root in later:
        table = root.find(f".//{XHTML}table")
        assert said(table.find(f"{XHTML}caption")) == "تابع جدول 1"
        assert said(table.find(f"{XHTML}thead")) == head.replace("1", "").strip()
        assert len(root.findall(f".//{XHTML}thead")) == 1
    assert "بعده" not in said(first)
    assert "بعده" in said(later[-1])


def test_stripes_go_on_where_they_were(books: tuple[bytes, bytes]) -> None:
    before = 0
    for _, root in parts(books[1]):
        assert before % 2 == 0
        before += len(root.findall(f".//{XHTML}tbody/{XHTML}tr"))
    assert before == ROWS


def test_links_lists_and_pages_lead_to_the_right_documents(books: tuple[bytes, bytes]) -> None:
    whole, cut = books
    ids = {name: [e.get("id") for e in root.iter() if e.get("id")] for name, root in spine(cut)}
    for name, root in spine(cut):
        assert len(ids[name]) == len(set(ids[name]))
        for link in root.iter(f"{XHTML}a"):
            file, fragment = urldefrag(link.get("href"))
            assert not fragment or fragment in ids[file or name]
    listed = page_list(cut)
    assert [label for label, _ in listed] == [label for label, _ in page_list(whole)]
    assert [(m.label, m.href) for m in marks(cut)] == listed
    assert len({href.partition("#")[0] for _, href in listed}) > 3


def test_no_row_is_parted_from_one_that_reaches_into_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parting, "MOST", 60)
    head = '<th rowspan="5">ص</th>'
    spanned = "".join(f"<tr>{head if n % 5 == 1 else ''}<td>{n}</td></tr>" for n in range(41))
    inner = "<table><tbody>" + "<tr><td>x</td></tr>" * 40 + "</tbody></table>"
    body = (
        f'<section id="a"><table><tbody>{spanned}</tbody></table>'
        f"<ul><li>{inner}</li></ul></section>"
    )
    document = open_sheet(Sheet("a", "ع", body, "body", "chapter", "ar", "rtl"))
    made = parted(document, WORDS, {"a.xhtml", "a.2.xhtml"})
    firsts = [part.root.find(f".//{XHTML}tbody/{XHTML}tr") for part in made[1:]]
    # Every fifth row begins a span, and only even rows are cut before.
    assert [row.findtext(f"{XHTML}td") for row in firsts] == ["6", "16", "26", "36"]
    assert made[1].file == "a.part.2.xhtml"
    assert [root.find(".//*[@id='a']") is not None for root in (p.root for p in made)] == [
        True, *[False] * 4,
    ]  # fmt: skip


def test_a_document_without_a_table_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parting, "MOST", 60)
    document = open_sheet(Sheet("a", "ع", "<p>نص</p>" * 90, "body", "chapter", "ar", "rtl"))
    assert parted(document, WORDS, {"a.xhtml"}) == (document,)


@pytest.mark.slow
def test_epubcheck_finds_nothing(books: tuple[bytes, bytes], tmp_path: Path) -> None:
    try:
        tools.find_epubcheck()
    except ReportError as error:
        pytest.skip(str(error))
    path = tmp_path / "book.epub"
    path.write_bytes(books[1])
    found = tools.epubcheck([path])
    assert found == ()
