"""Blanks at the edge of an inline box in a justified line: as wide as they are painted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import line_size

from report.writers.pdf.justification import Justification, justified
from report.writers.pdf.patches import patched

AMIRI = Path(__file__).parents[2] / "fonts" / "amiri" / "Amiri-Regular.ttf"
LINE = (
    "من أوضح الاستثناءات ورقة عن <b>الساعة المسائية</b> تتبّعت مكتبة واحدة سنة كاملة"
    " وأخرى بالإنكليزية قارنت بين ثلاثين مكتبة"
)


def texts(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    for child in getattr(box, "children", ()):
        yield from texts(child)


@pytest.mark.parametrize("mode", ["spaces", "kashida"])
def test_a_box_of_a_justified_line_is_as_wide_as_what_is_painted_in_it(mode: Any) -> None:
    page = weasyprint.HTML(
        string=f"<style>@font-face {{ font-family: F; src: url({AMIRI.as_uri()}) }}"
        "@page { size: 400px 200px; margin: 10px }"
        "p { font: 14px F; text-align: justify }</style>"
        f'<html lang="ar" dir="rtl"><p>{LINE}</p></html>'
    )
    with patched(), justified(Justification(mode)):
        document = page.render()
        (body,) = document.pages[0]._page_box.children
        filled = [box for box in texts(body) if box.justification_spacing]
        assert len(filled) >= 3
        for box in filled:
            layout = box.pango_layout
            layout.reactivate(box.style)
            layout.set_text(layout.text, justify=True)
            line, _ = layout.get_first_line()
            assert line_size(line, box.style)[0] == pytest.approx(box.width, abs=0.05)
