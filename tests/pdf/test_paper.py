"""Paper: sizes, margins and bleed, as the typesetter lays them out."""

from __future__ import annotations

import pytest
import weasyprint
from printed import FACE, MM, coloured, opened

from report.disk import house_folder
from report.writers.pdf.paper import SIZES, WIDEST_BLEED, Paper, Size

PX = 25.4 / 96  # CSS pixels in millimetres


@pytest.mark.parametrize("size", SIZES)
def test_the_measure_fits_the_type(size: Size) -> None:
    paper = Paper(size)
    margins = paper.margins
    measure = SIZES[size][0] - margins.inner - margins.outer
    # 9 to 13 times the size of the type: some 60 to 90 Arabic letters to the line.
    assert 9 < measure / paper.text_size < 14
    assert margins.inner > margins.outer
    assert margins.foot > margins.head
    # The type area keeps the house's share of the page, give or take the rounding.
    assert measure / SIZES[size][0] == pytest.approx(160 / 210, abs=0.01)


def test_the_house_paper_has_the_house_margins() -> None:
    margins = Paper().margins
    assert (margins.head, margins.foot, margins.inner, margins.outer) == (25, 26, 28, 22)


@pytest.mark.parametrize("bleed", [-1, WIDEST_BLEED + 0.1, float("nan")])
def test_a_bleed_that_none_asks_for_is_refused(bleed: float) -> None:
    with pytest.raises(ValueError, match="bleed"):
        Paper(bleed=bleed)


@pytest.mark.parametrize(
    ("paper", "press"),
    [
        (Paper(), False),
        (Paper("A5", colour="grey"), False),
        (Paper(bleed=3), True),
        (Paper(crop_marks=True), True),
        (Paper(colour="cmyk"), True),
    ],
)
def test_what_is_for_the_press(paper: Paper, press: bool) -> None:
    assert paper.press is press


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("bleed", [0, 3])
def test_the_boxes_are_the_paper_and_its_bleed(size: Size, bleed: float) -> None:
    book = opened(coloured(Paper(size, bleed)))
    width, height = SIZES[size]
    for page in book.pages:
        trim = [float(edge) / MM for edge in page.TrimBox]
        assert trim == pytest.approx([0, 0, width, height], abs=0.01)
        reached = [float(edge) / MM for edge in page.BleedBox]
        wanted = [-bleed, -bleed, width + bleed, height + bleed]
        assert reached == pytest.approx(wanted, abs=0.01)


def page_of(css: str, *, first: bool) -> weasyprint.Page:
    body = "<section class='cover'></section><div class='body'><p>نص</p></div>"
    style = f"<style>{css} {FACE} body {{ margin: 0 }}</style>"
    html = f'<html lang="ar" dir="rtl">{style}<body>{body}</body></html>'
    pages = weasyprint.HTML(string=html).render().pages
    return pages[0] if first else pages[1]


@pytest.fixture(scope="module")
def page_css() -> str:
    return (house_folder() / "templates" / "page.css").read_text("utf-8")


@pytest.mark.parametrize("size", ["A5", "B5", "letter"])
def test_the_house_sheet_follows_the_paper(page_css: str, size: Size) -> None:
    paper = Paper(size, bleed=3)
    css = f"{page_css}\n{paper.css}"
    for used in ("--head", "--foot", "--inner", "--outer", "--bleed"):
        assert f"var({used})" in page_css
    width, height = SIZES[size]
    cover = page_of(css, first=True)._page_box
    (section,) = (box for box in cover.descendants() if box.element_tag == "section")
    assert section.border_width() * PX == pytest.approx(width, abs=0.1)
    assert section.border_height() * PX == pytest.approx(height, abs=0.1)
    text = page_of(css, first=False)._page_box
    margins = paper.margins
    assert text.margin_top * PX == pytest.approx(margins.head, abs=0.1)
    # The second page of a right-to-left book is a right one, bound at its left edge.
    assert text.margin_left * PX == pytest.approx(margins.inner, abs=0.1)
    assert text.margin_right * PX == pytest.approx(margins.outer, abs=0.1)
