"""Pens end lines where WeasyPrint does: both break text of many scripts, in many measures."""

from __future__ import annotations

from html import escape
from pathlib import Path
from struct import iter_unpack
from typing import Any

import pytest
import weasyprint
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import Layout, split_first_line

from report.writers.pdf.glyphs import Item, KeptLayout, items_of
from report.writers.pdf.justification import Justification, justified
from report.writers.pdf.patches import patched
from report.writers.pdf.pens import kept_lines, measured_lines

ROOT = Path(__file__).parents[2]
AMIRI = ROOT / "fonts" / "amiri" / "Amiri-Regular.ttf"
NASTALIQ = next((ROOT / "fonts").rglob("*Nastaliq*.ttf"))


def paragraphs(path: Path) -> list[str]:
    lines = (" ".join(line.split()) for line in path.read_text("utf-8").splitlines())
    return sorted((line for line in lines if len(line) > 150), key=len)[-12:]


def styled(face: Path, language: str, direction: str, more: str = "") -> tuple[Any, Any]:
    config = FontConfiguration()
    page = weasyprint.HTML(
        string=f'<html lang="{language}" dir="{direction}"><style>'
        f"@font-face {{ font-family: F; src: url({face.as_uri()}) }}"
        f"p {{ font: 16px F; {more} }}</style><p>x</p></html>"
    ).render(font_config=config)
    boxes = page.pages[0]._page_box.descendants()
    # The fonts are those of the configuration, which the page keeps.
    return next(box.style for box in boxes if isinstance(box, TextBox)), page


def lines(split: Any, text: str, style: Any, width: float | None) -> list[tuple[Any, ...]]:
    data, at, found = text.encode(), 0, []
    while True:
        rest = data[at:].decode()
        at = len(data) - len(rest.lstrip(" ").encode())
        layout, *measures = split(data[at:].decode(), style, None, width, 0)
        found.append((layout and (layout.text, layout.first_line_direction), *measures))
        if measures[1] is None or at + measures[1] >= len(data):
            return found
        at += measures[1]


@pytest.mark.parametrize(
    ("face", "language", "direction", "text"),
    [
        (AMIRI, "ar", "rtl", "examples/sahel-security/article.txt"),
        (AMIRI, "ar", "rtl", "examples/specimen/manuscript.md"),
        (NASTALIQ, "ur", "rtl", "examples/specimen/ur.md"),
        (AMIRI, "en", "ltr", "README.md"),
        (AMIRI, "en", "ltr", "examples/specimen/fa.md"),
    ],
)
def test_lines_end_where_they_did(face: Path, language: str, direction: str, text: str) -> None:
    style, page = styled(face, language, direction)
    known = [
        lines(split_first_line, said, style, width)
        for said in paragraphs(ROOT / text)
        for width in (77.7, 240.0, 411.3, 604.72)
    ]
    asked: list[str] = []

    def noted(text: str, *given: Any, **named: Any) -> Any:
        asked.append(text)
        return split_first_line(text, *given, **named)

    quick = [
        lines(kept_lines(noted), said, style, width)
        for said in paragraphs(ROOT / text)
        for width in (77.7, 240.0, 411.3, 604.72)
    ]
    assert quick == known
    assert len(asked) < sum(map(len, known)) / (4 if text.endswith("article.txt") else 1)
    assert page.pages


@pytest.mark.parametrize(
    "more",
    [
        *("letter-spacing: 1px", "word-spacing: 2px", "white-space: nowrap", "white-space: pre"),
        *("white-space: pre-wrap", "overflow-wrap: anywhere", "hyphens: auto"),
        *("text-decoration: underline", "word-break: break-all", "font-weight: bold"),
    ],
)
def test_unusual_lines_end_where_they_did(more: str) -> None:
    style, page = styled(AMIRI, "ar", "rtl", more)
    for said in ("كلمة\u00adمقسومة " * 9, "سطر\nوسطر " * 3, "كلمات كثيرة في السطر " * 5, "• "):
        for width in (3.0, 120.0, 1e7, None):
            known = split_first_line(said, style, None, width, 0)
            quick = kept_lines(split_first_line)(said, style, None, width, 0)
            assert quick[1:] == known[1:]
            assert quick[0].text == known[0].text
    assert page.pages


def test_what_is_measured_is_known_again() -> None:
    style, page = styled(AMIRI, "ar", "rtl")
    measured = measured_lines(split_first_line)
    for said in ("كلمة", "كلمتان اثنتان", "3.14"):
        for width in (0, None):
            known = split_first_line(said, style, None, width, 0, minimum=True)
            for _ in range(2):
                assert measured(said, style, None, width, 0, minimum=True)[1:] == known[1:]
    assert page.pages


def test_a_kept_line_is_made_anew_when_its_text_is_changed() -> None:
    with patched():
        style, page = styled(AMIRI, "ar", "rtl")
        layout, *_ = kept_lines(split_first_line)("نصّ", style, None, None, 0)
        assert layout.items
        layout.text = "نصّ آخر"
        assert layout.items is None
        layout.reactivate(style)
        line, _ = layout.get_first_line()
        assert line.length == len("نصّ آخر".encode())
        layout.deactivate()
        assert "layout" not in layout.__dict__
        with pytest.raises(AttributeError):
            _ = layout.nothing
        assert page.pages


@pytest.mark.parametrize("mode", ["spaces", "kashida"])
@pytest.mark.parametrize("direction", ["rtl", "ltr"])
def test_a_filled_line_is_kept_as_it_would_be_shaped(mode: Any, direction: str) -> None:
    said = " ".join(paragraphs(ROOT / "examples/specimen/manuscript.md"))
    html = (
        f'<html lang="ar" dir="{direction}"><style>@page {{ size: 120mm 2000mm }}'
        f"@font-face {{ font-family: F; src: url({AMIRI.as_uri()}) }}"
        f"p {{ font: 16px F; text-align: justify }}</style>"
        f"<p>{escape(said)} <b> أوّل </b>وثانٍ {'كلمة وكلمتان ' * 30}</p></html>"
    )
    checked = 0
    with patched(), justified(Justification(mode)):
        document = weasyprint.HTML(string=html).render(font_config=FontConfiguration())
        for page in document.pages:
            for box in page._page_box.descendants():
                layout = getattr(box, "pango_layout", None)
                if not isinstance(layout, KeptLayout) or not layout.justification_spacing:
                    continue
                shaped = Layout(box.style, layout.justification_spacing)
                shaped.set_text(layout.text, justify=True)
                line, _ = shaped.get_first_line()
                assert layout.items
                assert drawn(layout.items) == drawn(items_of(line))
                checked += 1
    assert checked > 50


def drawn(items: list[Item]) -> list[Any]:
    """Return what is painted of items: where the ink of a blank would stand does not matter."""
    return [
        (
            *(item.level, item.font, item.offset, item.length, item.clusters),
            [
                (number, width) if item.length <= 2 else (number, width, x, y)
                for number, width, x, y, _ in iter_unpack("5i", item.infos)
            ],
        )
        for item in items
    ]
