"""Page boxes: where folios, heads, leaders, notes and tables stand, counted in a square face."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from laidpages import laid_pages
from layout.squares import square_house
from weasyprint.formatting_structure import boxes

from report.compose import compose
from report.compose.galley import House
from report.disk import open_house
from report.filters import edit
from report.model.document import Edition
from report.readers.markdown import read_markdown
from report.readers.source import Source
from report.writers.pagemap import numbered
from report.writers.pdf.paper import SIZES, Paper
from report.writers.pdf.patches import patched
from report.writers.pdf.tablefit import fit_tables

HEAD = "---\ntitle: كتاب الماء\nlang: ar-EG\n{more}---\n\n"
WORDS = "بلغت نسبة الماء في البلاد مستوى لم تعرفه من قبل. "
PX = 96 / 25.4
"""Pixels in a millimetre."""


def chapter(number: int, paragraphs: int = 3) -> str:
    return f"# باب {number} {{#c{number}}}\n\n" + f"{WORDS * 6}\n\n" * paragraphs


def table(rows: int, columns: int = 3, attributes: str = "") -> str:
    head = "| البند | " + " | ".join(f"س{n}" for n in range(columns)) + " |\n"
    rule = "|" + "---|" * (columns + 1) + "\n"
    lines = "".join(f"| صف{n} | " + " | ".join(["قيمة"] * columns) + " |\n" for n in range(rows))
    return f"{head}{rule}{lines}\nTable: قيم {{#tbl-a {attributes}}}\n\n"


@cache
def squares() -> House:
    return square_house(open_house())


@cache
def pages(text: str, more: str = "", paper: Paper | None = None) -> tuple[Any, ...]:
    """Lay out a manuscript; the cover is left out of no page."""
    source = Source("a.md", "text/markdown", (HEAD.format(more=more) + text).encode())
    report = edit(read_markdown(source, lambda finding: None), lambda finding: None)
    edition = Edition("urn:x:1", 1, datetime(2026, 11, 24, tzinfo=UTC))
    galley = numbered(compose(report, edition, squares()))
    paper = paper or Paper()

    def ignore(finding: object) -> None:
        del finding

    with patched():
        made = laid_pages(fit_tables(galley, paper, ignore), paper, ignore)
    return tuple((page._page_box.page_type.name, page._page_box) for page in made)


def body(text: str, more: str = "", paper: Paper | None = None) -> list[Any]:
    """Return the page boxes from where the text begins."""
    made = pages(text, more, paper)
    first = [name for name, _ in made].index("text")
    return [page for _, page in made[first:]]


def flow(page: Any) -> Iterator[Any]:
    for area in page.children:
        if not isinstance(area, boxes.MarginBox | boxes.FootnoteAreaBox):
            yield from area.descendants()


def said(box: Any) -> str:
    return "".join(b.text for b in box.descendants() if isinstance(b, boxes.TextBox))


def margin(page: Any, keyword: str) -> str:
    found = (b for b in page.children if isinstance(b, boxes.MarginBox))
    return next((said(box) for box in found if box.at_keyword == keyword), "")


def lines(page: Any) -> list[Any]:
    return [box for box in flow(page) if isinstance(box, boxes.LineBox)]


def test_text_begins_on_a_recto_with_folio_one_and_folios_go_on() -> None:
    made = pages(chapter(1, 12))
    names = [name for name, _ in made]
    assert names.index("text") % 2 == 0
    numbers = "١٢٣٤٥٦٧٨٩"
    for count, page in enumerate(body(chapter(1, 12))):
        side = "@bottom-left" if count % 2 == 0 else "@bottom-right"
        assert margin(page, side) == numbers[count]
        assert (
            margin(page, side.replace("left", "x").replace("right", "left").replace("x", "right"))
            == ""
        )


def test_front_matter_is_numbered_in_letters_and_the_cover_not_at_all() -> None:
    made = pages(chapter(1))
    assert "".join(margin(made[0][1], k) for k in ("@bottom-left", "@bottom-right")) == ""
    second = made[1][1]
    assert "ب" in margin(second, "@bottom-left") + margin(second, "@bottom-right")


def test_a_recto_says_the_chapter_at_its_head_and_a_verso_the_book() -> None:
    made = body(chapter(1, 12) + chapter(2, 12))
    heads = [margin(page, "@top-left") + margin(page, "@top-right") for page in made]
    assert heads[0] == "باب 1"
    assert heads[1] == "كتاب الماء"
    assert heads[2] in {"باب 1", "باب 2"}


def test_margins_are_mirrored_and_bound_at_the_right() -> None:
    recto, verso = body(chapter(1, 12))[:2]
    paper = Paper().margins
    # A left page is bound at its right edge.
    assert recto.margin_right == pytest.approx(paper.inner * PX, abs=0.1)
    assert verso.margin_left == pytest.approx(paper.inner * PX, abs=0.1)


def test_a_line_of_the_contents_leads_to_the_folio_of_its_chapter() -> None:
    text = "".join(chapter(n, 9) for n in (1, 2, 3))
    (contents,) = [
        page for name, page in pages(text) if any(b.element_tag == "nav" for b in flow(page))
    ]
    entries = [said(line) for line in lines(contents) if "باب" in said(line)]
    starts = [
        number
        for number, page in enumerate(body(text), start=1)
        for box in flow(page)
        if box.element_tag == "h1"
        and not box.element_tag.endswith("::before")
        and isinstance(box, boxes.BlockBox)
    ]
    digits = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
    told = [int(re.findall(r"[٠-٩]+", entry)[-1].translate(digits)) for entry in entries]
    assert told == starts
    led = [line for line in lines(contents) if any(b.is_leader for b in line.descendants())]
    assert [said(line) for line in led] == entries


def test_a_note_stands_at_the_foot_of_the_page_that_calls_it() -> None:
    text = f"# باب {{#c1}}\n\n{WORDS * 36}نص[^n] بعده.\n\n{WORDS * 10}\n\n[^n]: حاشية الباب.\n"
    calling = [
        page
        for page in body(text)
        if any(b.element is not None and b.element.get("class") == "noteref" for b in flow(page))
    ]
    noted = [
        page
        for page in body(text)
        for area in page.children
        if isinstance(area, boxes.FootnoteAreaBox) and "حاشية الباب" in said(area)
    ]
    assert len(calling) == 1
    assert noted == calling


def test_a_table_that_goes_on_repeats_its_head_under_a_line_that_says_so() -> None:
    made = body(f"# باب {{#c1}}\n\n{table(60)}")
    heads = [
        (
            sum("البند" in said(line) for line in lines(page)),
            "تابع جدول ١" in [said(line) for line in lines(page)],
        )
        for page in made
    ]
    heads = [head for head in heads if head != (0, False)]
    assert len(heads) > 1
    assert heads == [(1, False), *[(1, True)] * (len(heads) - 1)]


def test_a_head_that_does_not_go_on_takes_no_room_for_the_line() -> None:
    def top(rows: int) -> float:
        page = body(f"# باب {{#c1}}\n\n{table(rows)}")[0]
        (row,) = [b for b in flow(page) if isinstance(b, boxes.TableRowBox) and "البند" in said(b)]
        (caption,) = [b for b in flow(page) if isinstance(b, boxes.TableCaptionBox)]
        return float(row.position_y - caption.position_y)

    assert top(60) == pytest.approx(top(3), abs=0.5)


def test_no_row_is_parted_between_pages() -> None:
    made = body(f"# باب {{#c1}}\n\n{table(60)}")
    seen = [
        said(row)
        for page in made
        for row in flow(page)
        if isinstance(row, boxes.TableRowBox) and "صف" in said(row)
    ]
    assert len(seen) == len(set(seen)) == 60


def test_a_turned_page_is_as_wide_as_the_others_are_high_and_counts_with_them() -> None:
    made = body(
        f"# باب {{#c1}}\n\nقبل.\n\n{table(3, attributes='fit=turn')}بعد.\n\n{chapter(2, 9)}"
    )
    sizes = [(round(page.margin_width() / PX), round(page.margin_height() / PX)) for page in made]
    assert sizes[:3] == [(210, 297), (297, 210), (210, 297)]
    folios = [margin(page, "@bottom-left") + margin(page, "@bottom-right") for page in made]
    assert folios[:3] == ["١", "٢", "٣"]


@pytest.mark.parametrize(("chapters", "side"), [("recto", 0), ("page", None)])
def test_chapters_begin_where_the_author_wants_them(chapters: str, side: int | None) -> None:
    text = "".join(chapter(n) for n in (1, 2, 3))
    made = body(text, f"chapters: {chapters}\n")
    starts = [
        number
        for number, page in enumerate(made)
        if any(isinstance(b, boxes.BlockBox) and b.element_tag == "h1" for b in flow(page))
    ]
    assert len(starts) == 3
    if side is not None:
        assert [start % 2 for start in starts] == [side] * 3
        blanks = [page for n, page in enumerate(made[: starts[-1]]) if not lines(page)]
        assert blanks
        assert all(
            not margin(page, k)
            for page in blanks
            for k in ("@top-left", "@top-right", "@bottom-left", "@bottom-right")
        )


def test_lines_of_text_stand_on_halves_of_a_line() -> None:
    listed = f"- بند\n- بند\n\n{WORDS * 4}\n"
    text = f"# باب {{#c1}}\n\n{WORDS * 9}\n\n## قسم {{#s}}\n\n{WORDS * 5}\n\n{listed}"
    page = body(text)[0]
    leading = 1.75 * Paper().text_size * 96 / 72
    tops = [box.position_y for box in lines(page) if box.element_tag in {"p", "li"}]
    offsets = [(top - tops[0]) / (leading / 2) for top in tops]
    assert len(tops) > 10
    assert all(abs(offset - round(offset)) < 0.02 for offset in offsets)


def test_no_page_ends_on_a_heading_or_begins_or_ends_with_a_single_line() -> None:
    text = "".join(f"## قسم {n} {{#s{n}}}\n\n{WORDS * (3 + n % 5)}\n\n" for n in range(40))
    made = body(f"# باب {{#c1}}\n\n{text}")
    assert len(made) > 4
    for page in made[:-1]:
        assert lines(page)[-1].element_tag == "p"
    pieces: dict[Any, list[int]] = {}
    for page in made:
        for box in flow(page):
            if isinstance(box, boxes.BlockBox) and box.element_tag == "p":
                count = sum(isinstance(child, boxes.LineBox) for child in box.children)
                pieces.setdefault(box.element, []).append(count)
    parted = [counts for counts in pieces.values() if len(counts) > 1]
    assert parted
    assert min(count for counts in parted for count in counts) >= 2


def test_a_latin_pull_quote_is_set_from_left_to_right_inside_the_arabic_page() -> None:
    quote = "::: {.pullquote lang=en}\nWater is life.\n:::\n"
    page = body(f"# باب {{#c1}}\n\n{WORDS}\n\n{quote}")[0]
    (aside,) = [b for b in flow(page) if isinstance(b, boxes.BlockBox) and b.element_tag == "aside"]
    assert aside.style["direction"] == "ltr"
    (line,) = [b for b in aside.descendants() if isinstance(b, boxes.LineBox)]
    assert line.position_x == pytest.approx(aside.content_box_x(), abs=0.5)
    assert page.style["direction"] == "rtl"


@pytest.mark.parametrize("size", sorted(SIZES))
def test_every_paper_has_its_own_page(size: Any) -> None:
    page = body(chapter(1), paper=Paper(size))[0]
    width, height = SIZES[size]
    assert (page.margin_width() / PX, page.margin_height() / PX) == pytest.approx((width, height))
