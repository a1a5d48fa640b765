"""Marks of printed pages: each exactly before its character, and nowhere where it would harm."""

from __future__ import annotations

from dataclasses import replace

import pytest
from everything import EDITION, everything
from lxml import etree
from readback import XHTML, marks, page_list, spine, unzip

from report.checks.epub import check_epub
from report.compose import compose
from report.compose.galley import Galley, House
from report.writers.epub import write_epub
from report.writers.pagemap import POSITION, Page, PageMap, Position, inked, numbered, position_of

SOURCE = "urn:uuid:00000000-0000-5000-8000-000000000000"


def page_map(*starts: Position, sheets: tuple[str, ...] = ()) -> PageMap:
    pages = tuple(Page(str(number), start) for number, start in enumerate(starts, start=1))
    return PageMap(SOURCE, sheets or tuple({start.sheet: 0 for start in starts}), pages)


def bare(galley: Galley, body: str) -> Galley:
    """Return the galley with one chapter of this body and nothing that leads into it."""
    sheets = tuple(replace(s, body=body) for s in galley.sheets if s.name == "water")
    return replace(galley, sheets=sheets, contents=(), tables=(), figures=())


def marked(galley: Galley, body: str, *starts: tuple[int, int]) -> str:
    """Return what stands in a section with its marks, short: ``[1]``, or ``[1|`` for a block."""
    pages = page_map(*(Position("water", element + 1, place) for element, place in starts))
    book = write_epub(bare(galley, f"<section>{body}</section>"), pages)
    root = dict(spine(book))["water.xhtml"]
    for mark in list(root.iter(f"{XHTML}div", f"{XHTML}span")):
        if mark.get("role") == "doc-pagebreak":
            close = "]" if mark.tag == f"{XHTML}span" else "|"
            short = f"[{mark.get('aria-label')}{close}{mark.tail or ''}"
            above, parent = mark.getprevious(), mark.getparent()
            assert parent is not None
            if above is None:
                parent.text = (parent.text or "") + short
            else:
                above.tail = (above.tail or "") + short
            parent.remove(mark)
    written = etree.tostring(root.find(f".//{XHTML}section"), encoding="unicode")
    return written.partition(">")[2].rpartition("</section>")[0].replace("\n", "")


@pytest.mark.parametrize(
    ("body", "start", "expected"),
    [
        ("<p>one two <em>three</em> four</p>", (1, 3), "<p>one [1]two <em>three</em> four</p>"),
        ("<p>one <em>two</em> three</p>", (2, 0), "<p>one [1]<em>two</em> three</p>"),
        ("<p>one <em>two six</em> three</p>", (2, 3), "<p>one <em>two [1]six</em> three</p>"),
        ("<p>one <em>two</em> three</p>", (1, 3), "<p>one <em>two</em> [1]three</p>"),
        ("<p>one</p><p><em>two</em></p>", (3, 0), "<p>one</p>[1|<p><em>two</em></p>"),
        ("<p>one</p><h2>two</h2>", (2, 0), "<p>one</p>[1|<h2>two</h2>"),
        (
            "<p>a</p><ul><li>b</li><li>c</li></ul>",
            (3, 0),
            "<p>a</p>[1|<ul><li>b</li><li>c</li></ul>",
        ),
        ("<ul><li>b</li><li>c</li></ul>", (3, 0), "<ul><li>b</li><li>[1]c</li></ul>"),
        ("<ul><li>b</li><li><p>c</p></li></ul>", (4, 0), "<ul><li>b</li><li>[1|<p>c</p></li></ul>"),
        (
            "<p>a</p><pre><code>b\n  c</code></pre>",
            (3, 1),
            "<p>a</p><pre><code>b  [1]c</code></pre>",
        ),
        (
            "<p>a</p><figure><img src='assets/x.png' alt='x'/><figcaption>c</figcaption></figure>",
            (3, 0),
            '<p>a</p>[1|<figure><img src="assets/x.png" alt="x"/>'
            "<figcaption>c</figcaption></figure>",
        ),
        (
            "<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>",
            (4, 0),
            "<dl><dt>a</dt><dd>b</dd><dt>[1]c</dt><dd>d</dd></dl>",
        ),
        (
            "<div><table><caption>c</caption><tbody><tr><td>d</td></tr></tbody></table></div>",
            (3, 0),
            "[1|<div><table><caption>c</caption><tbody><tr><td>d</td></tr></tbody></table></div>",
        ),
        (
            "<table><caption>c</caption><tbody><tr><td>d</td><td>e</td></tr></tbody></table>",
            (5, 0),
            "<table><caption>c</caption><tbody><tr><td>[1]d</td><td>e</td></tr></tbody></table>",
        ),
    ],
)
def test_a_mark_stands_before_its_character_and_outside_what_begins_with_it(
    galley: Galley, body: str, start: tuple[int, int], expected: str
) -> None:
    assert marked(galley, body, start) == expected


def test_the_mark_of_a_first_page_stays_in_its_chapter(galley: Galley) -> None:
    said = marked(galley, "<section><h1>a</h1></section>", (2, 0))
    assert said == "<section>[1|<h1>a</h1></section>"


def test_two_pages_may_begin_at_one_place(galley: Galley) -> None:
    assert marked(galley, "<p>one two</p>", (1, 3), (1, 3)) == "<p>one [1][2]two</p>"
    said = marked(galley, "<p>one</p><p>two</p>", (2, 0), (2, 0))
    assert said == "<p>one</p>[1|[2|<p>two</p>"


def every_position(galley: Galley, sheet: str) -> list[tuple[Position, str]]:
    """Return each position of a sheet in the order of reading, with the text behind it."""
    (body,) = (s.body for s in numbered(galley).sheets if s.name == sheet)
    root = etree.fromstring(f"<sheet>{body}</sheet>")
    for notes in list(root.iterfind(".//div[@class='notes']")):
        notes.getparent().remove(notes)
    counts: dict[etree._Element, int] = {}
    found: list[tuple[Position, int]] = []
    text = ""
    for event, node in etree.iterwalk(root, events=("start", "end")):
        owner, piece = (node, node.text) if event == "start" else (node.getparent(), node.tail)
        if event == "start" and node.tag == "img":
            found.append((position_of(node.get(POSITION), 0), len(text)))
        if owner is None or not piece or POSITION not in owner.attrib:
            text += piece or ""
            continue
        for index in inked(piece):
            here = counts.get(owner, 0)
            found.append((position_of(owner.get(POSITION), here), len(text) + index))
            counts[owner] = here + 1
        text += piece
    return [(position, "".join(text[place:].split())) for position, place in found]


def test_every_character_of_a_report_with_everything_can_begin_a_page(house: House) -> None:
    galley = compose(everything(), EDITION, house)
    for sheet in galley.sheets:
        if sheet.kind == "toc":
            continue
        wanted = every_position(galley, sheet.name)
        assert wanted
        pages = page_map(*(position for position, _ in wanted))
        book = write_epub(galley, pages)
        found = marks(book)
        assert [mark.label for mark in found] == [page.folio for page in pages.pages]
        for mark, (position, text) in zip(found, wanted, strict=True):
            behind = "".join(mark.behind.split())[:40]
            assert text.startswith(behind[: len(text)]), position
        assert [line for line in page_list(book)] == [(m.label, m.href) for m in found]
        assert check_epub(book, "book.epub") == ()


def test_pages_of_the_contents_are_marked_in_the_nav_document(house: House) -> None:
    galley = compose(everything(), EDITION, house)
    (contents,) = (sheet for sheet in numbered(galley).sheets if sheet.kind == "toc")
    links = list(etree.fromstring(contents.body).iter("a"))
    firsts = [next(e for e in link.iter() if e.text and e.text.strip()) for link in links]
    starts = [position_of(first.get(POSITION), 0) for first in firsts]
    heading = position_of(next(etree.fromstring(contents.body).iter("h1")).get(POSITION), 0)
    book = write_epub(galley, page_map(heading, *starts, starts[-1]))
    found = marks(book)
    assert [mark.parent for mark in found[:3]] == ["section", "section", "a"]
    for mark, link in zip(found[2:], links[1:], strict=False):
        title = "".join(link.itertext())
        behind = mark.behind if mark.parent == "a" else mark.behind.split("\n\n\n", 1)[1]
        assert behind.startswith(title)
    assert page_list(book) == [(mark.label, mark.href) for mark in found]
    assert check_epub(book, "book.epub") == ()


def test_sheets_follow_the_printed_pages(house: House) -> None:
    galley = compose(everything(), EDITION, house)
    given = [name for name, _ in spine(write_epub(galley))]
    assert given[:3] == ["cover.xhtml", "imprint.xhtml", "nav.xhtml"]
    names = [sheet.name for sheet in galley.sheets]
    names[1:3] = ["contents", "imprint"]
    printed = page_map(Position("contents", 2, 0), sheets=tuple(names))
    assert [name for name, _ in spine(write_epub(galley, printed))][:3] == [
        "cover.xhtml",
        "nav.xhtml",
        "imprint.xhtml",
    ]


def test_names_of_marks_give_way_to_labels(galley: Galley) -> None:
    body = '<section><p id="page-1">نص</p></section>'
    book = write_epub(bare(galley, body), page_map(Position("water", 2, 0)))
    assert page_list(book) == [("1", "water.xhtml#printed-page-1")]
    assert check_epub(book, "book.epub") == ()


@pytest.mark.parametrize(
    "start", [Position("water", 9, 0), Position("water", 2, 9), Position("x", 1, 0)]
)
def test_a_page_that_begins_nowhere_is_refused(galley: Galley, start: Position) -> None:
    with pytest.raises(ValueError, match="no sheet has anything"):
        write_epub(bare(galley, "<section><p>نص</p></section>"), page_map(start))


def test_without_a_printed_book_there_are_no_pages(book: bytes) -> None:
    assert marks(book) == []
    assert page_list(book) == []
    package = unzip(book)["EPUB/package.opf"].decode()
    assert "pageBreakSource" not in package
    assert "<dc:source" not in package


def test_with_a_printed_book_its_name_is_given(galley: Galley) -> None:
    body = "<section><p>نص</p></section>"
    book = write_epub(bare(galley, body), page_map(Position("water", 2, 0)))
    package = unzip(book)["EPUB/package.opf"].decode()
    assert f'<meta property="pageBreakSource">{SOURCE}</meta>' in package
    assert SOURCE in package.partition("<dc:source")[2][:80]
    assert "pageBreakMarkers" in package
