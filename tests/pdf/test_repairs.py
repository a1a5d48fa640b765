"""Layout from right to left: each repair, and what WeasyPrint does without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import weasyprint
from weasyprint.formatting_structure import boxes

from report.writers.pdf.patches import patched

FONTS = Path(__file__).parents[2] / "fonts"
FACE = (FONTS / "plex-sans-arabic/IBMPlexSansArabic-Regular.ttf").as_uri()
LEFT, RIGHT = 40.0, 340.0
PAGE = f"""<html lang=ar dir=rtl><style>
@font-face {{ font-family: Test; src: url({FACE}) }}
@page {{ size: 380px 600px; margin: 40px }}
html, body, p {{ margin: 0; font: 12px/20px Test }}
</style>"""

near = pytest.approx
Lay = Callable[[str], Any]


@pytest.fixture(params=[True, False], ids=["repaired", "plain"])
def repaired(request: pytest.FixtureRequest) -> bool:
    """Whether the repairs are in force: what each mends must be broken without it."""
    return bool(request.param)


def lay(body: str, repaired: bool) -> Any:
    """Lay out a page and return its root box."""
    with patched() if repaired else nullcontext():
        return weasyprint.HTML(string=PAGE + body).render().pages[0]._page_box


def found(box: Any, kind: type, tag: str = "") -> Iterator[Any]:
    if isinstance(box, kind) and (not tag or box.element_tag == tag):
        yield box
    for child in getattr(box, "children", ()):
        yield from found(child, kind, tag)


def edges(box: Any) -> tuple[float, float]:
    """Return where the border of a box begins and ends, from the left of the page."""
    return box.border_box_x(), box.border_box_x() + box.border_width()


@pytest.mark.parametrize(
    ("margins", "place"),
    [
        ("margin: 0 auto", (140, 240)),
        ("margin-left: auto; margin-right: 10px", (230, 330)),
        ("margin-right: auto; margin-left: 10px", (50, 150)),
    ],
)
def test_auto_margins_move_a_box(repaired: bool, margins: str, place: tuple[int, int]) -> None:
    page = lay(f"<section style='width: 100px; {margins}'>س</section>", repaired)
    (box,) = found(page, boxes.BlockBox, "section")
    if repaired:
        assert edges(box) == near(place)
    else:
        assert edges(box) != near(place)


@pytest.mark.parametrize(
    ("style", "place"),
    [("width: 100px", (240, 340)), ("width: 400px; margin: 0 auto", (-60, 340)), ("", (40, 340))],
)
def test_other_boxes_stay_where_they_were(
    repaired: bool, style: str, place: tuple[int, int]
) -> None:
    (box,) = found(
        lay(f"<section style='{style}'>س</section>", repaired), boxes.BlockBox, "section"
    )
    assert edges(box) == near(place)


def test_a_table_with_auto_margins_stays_centred(repaired: bool) -> None:
    page = lay("<table style='width: 100px; margin: 0 auto'><tr><td>س</table>", repaired)
    (table,) = found(page, boxes.TableBox)
    assert edges(table) == near((140, 240))


RAGGED = "وهذا نص عن <b>الإرهاب</b> والتطرف خاصة في <b>منطقة</b> الساحل <i>والصحراء</i> "


def inked(line: Any) -> list[tuple[float, float]]:
    return sorted(edges(text) for text in found(line, boxes.TextBox) if text.text.strip())


@pytest.mark.parametrize("align", ["justify", "start"])
@pytest.mark.parametrize("width", range(180, 300, 4))
def test_no_line_sticks_out_by_its_trailing_blank(align: str, width: int) -> None:
    body = f"<p style='width: {width}px; text-align: {align}'>{RAGGED * 3}<b>ثم WHO</b> وهكذا"
    for line in found(lay(body, True), boxes.LineBox):
        placed = inked(line)
        assert placed[0][0] >= RIGHT - width - 0.01, "the line sticks out into the margin"
        assert placed[-1][1] == near(RIGHT), "the line does not begin at its edge"
        for (_, end), (start, _) in pairwise(placed):
            assert start - end < 20, "a gap has opened in the line"
            assert start - end > -0.01, "boxes of the line overlap"


def test_without_the_repair_a_line_sticks_out() -> None:
    outside = []
    for width in range(180, 300, 4):
        body = f"<p style='width: {width}px; text-align: justify'>{RAGGED * 3}"
        for line in found(lay(body, False), boxes.LineBox):
            outside.append(inked(line)[0][0] < RIGHT - width - 0.5)
    assert any(outside)


def test_a_stripped_blank_is_not_painted(repaired: bool) -> None:
    """Ragged lines are set anew by nobody: what is painted must be what was measured."""
    stale = []
    for width in range(180, 300, 4):
        page = lay(f"<p style='width: {width}px; text-align: start'>{RAGGED * 3}", repaired)
        stale += [
            text.text != text.pango_layout.text
            for line in found(page, boxes.LineBox)
            for text in found(line, boxes.TextBox)
            if text.text
        ]
    assert any(stale) is not repaired


LONG = "بلغت النسبة في عام كذا وكذا من السنين التي مضت على الناس كلهم في البلاد والعباد "


@pytest.mark.parametrize("align", ["start", "justify"])
@pytest.mark.parametrize("indent", [40, -20])
def test_a_first_line_is_indented_at_its_start(repaired: bool, align: str, indent: int) -> None:
    style = f"text-indent: {indent}px; text-align: {align}"
    first, second, *_ = found(lay(f"<p style='{style}'>{LONG * 2}", repaired), boxes.LineBox)
    (text,) = found(first, boxes.TextBox)
    start = edges(text)[1]
    assert (start == near(RIGHT - indent)) is repaired
    (text,) = found(second, boxes.TextBox)
    assert edges(text)[1] == near(RIGHT)


def test_a_grid_begins_at_the_right(repaired: bool) -> None:
    grid = "display: grid; grid-template-columns: 1fr 2fr 1fr"
    page = lay(f"<section style='{grid}'><p>ا<p>ب<p>ت</section>", repaired)
    places = [edges(box) for box in found(page, boxes.BlockBox, "p")]
    from_left = [(40, 115), (115, 265), (265, 340)]
    assert places == [near(place) for place in (from_left[::-1] if repaired else from_left)]


def test_a_grid_from_left_to_right_is_left_alone(repaired: bool) -> None:
    grid = "display: grid; grid-template-columns: 1fr 2fr"
    page = lay(f"<section dir=ltr style='{grid}'><p>a<p>b</section>", repaired)
    assert [edges(box)[0] for box in found(page, boxes.BlockBox, "p")] == [near(40), near(140)]


def test_a_rule_stands_between_columns(repaired: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[float] = []

    def note(stream: Any, border_box: Any, *ignored: Any) -> None:
        drawn.append(border_box[0])

    monkeypatch.setattr("weasyprint.draw.border.draw_rect_border", note)
    style = "column-count: 3; column-gap: 30px; column-rule: 2px solid"
    with patched() if repaired else nullcontext():
        weasyprint.HTML(string=f"{PAGE}<div style='{style}'>{LONG * 6}</div>").write_pdf()
    between = [40 + 80 + 15 - 1, 40 + 80 + 30 + 80 + 15 - 1]
    assert (sorted(drawn) == near(between)) is repaired
