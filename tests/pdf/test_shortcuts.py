"""Shortcuts lead to the same pages: books are set with and without them, and compared."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import pytest
import weasyprint
from weasyprint.css import StyleFor, get_all_computed_styles
from weasyprint.formatting_structure.boxes import BlockBox, InlineBox
from weasyprint.text.fonts import FontConfiguration

from report.calm import calm
from report.writers.pdf.patches import REPLACEMENTS, SHORTCUTS, patched

FONTS = Path(__file__).parents[2] / "fonts"

PAGE = f"""<html lang="ar" dir="rtl"><meta charset="utf-8"><title>ت</title><style>
@font-face {{ font-family: A; src: url({(FONTS / "amiri/Amiri-Regular.ttf").as_uri()}) }}
@page {{ size: A6; margin: 10mm; @bottom-center {{ content: counter(page) }} }}
body {{ font: 11pt/1.7 A; text-align: justify }}
h1 {{ font-size: 1.4em; line-height: normal; bookmark-level: 1 }}
.narrow {{ width: 60%; margin: 0 auto; box-sizing: border-box; padding: 2% }}
.float {{ float: left; width: 20mm; min-height: 10mm }}
.lead::first-letter {{ font-size: 2em }} .lead::first-line {{ color: red }}
.indent {{ text-indent: 1em }}
.at {{ position: absolute; top: 2mm; left: 5% }}
.under {{ text-decoration: underline; letter-spacing: 1px }}
.raised {{ font-feature-settings: "ss01"; word-spacing: 2px; font-variant-numeric: tabular-nums }}
table {{ border-collapse: collapse }}
td {{ border: 1px solid; padding: 1mm; width: calc(10mm + 2px) }}
@page :first {{ margin-top: 5vw; @top-left {{ content: "ا"; width: 10vw }} }}
@page :nth(2) {{ @top-left {{ content: counter(pages); margin-left: 3vw }} }}
@page wide {{ size: A6 landscape; @bottom-center {{ content: "ع" counter(page) }} }}
.wide {{ page: wide; width: 50vw }}
.note {{ float: footnote }} .block {{ float: footnote; footnote-display: block }}
::footnote-call {{ color: red }} p::marker {{ color: blue }} p.item {{ display: list-item }}
li a::after {{ content: leader(" . ") target-counter(attr(href), page) }}
</style><ol><li><a href="#a">أوّل</a><li><a href="#b">ثانٍ</a></ol>
<h1 id="a">أوّل</h1><p>{"هذا نصٌّ طويلٌ يُقاس عليه السطر والصفحة. " * 12}</p>
<div class="narrow"><p>{"نصٌّ ضيّق في وسط الصفحة. " * 8}</p></div>
<div class="float">عائم</div><p class="under">{"تحته خطّ. " * 20}</p><div class="at">مطلق</div>
<h1 id="b">ثانٍ</h1><p class="raised">{"أرقام 1234 و٥٦٧. " * 30}</p>
<p>نصٌّ<span class="note">حاشية <b>أولى</b></span> ونصّ<span class="block">أخرى</span>.</p>
<p class="item">بند<p class="item">وبند</p><ul style="list-style-position: inside"><li>داخل</ul>
<p id="c">في سطر <span class="float">عائم</span> وبعده {"نصٌّ يلتفّ حوله. " * 9}</p>
<section id="d"><h1>ثالث</h1><p class="lead">أوّل الفقرة {"وما بعدها في سطور. " * 9}</p>
<p>كلمة <i lang="fr">mot</i> و<i lang="fr">mot</i> و<i lang="en">word</i>.</p></section>
<section id="e"><h1>رابع</h1><p class="indent">{"أوّل السطر ناءٍ. " * 9}</p></section>
<div class="wide">عريض</div><div class="wide">بعده</div>
<table><tr><td>أ<td>ب<td rowspan="2">ج<tr><td>د<td>هـ</table>
<p lang="en" dir="ltr">{"Left to right. " * 20}</p></html>"""


def printed(*, quick: bool) -> bytes:
    with patched(quick=quick):
        document = weasyprint.HTML(string=PAGE).render(font_config=FontConfiguration())
        return bytes(document.write_pdf(pdf_identifier=b"same"))


def test_the_same_pages_with_and_without_shortcuts() -> None:
    assert printed(quick=True) == printed(quick=False)


@pytest.mark.parametrize("shortcut", SHORTCUTS, ids=lambda shortcut: shortcut.names[0])
def test_each_shortcut_alone_leads_to_the_same_pages(
    shortcut: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("report.writers.pdf.patches.SHORTCUTS", (shortcut,))
    assert printed(quick=True) == printed(quick=False)


def test_elements_alike_share_the_styles_of_their_pseudo_elements(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held: list[StyleFor] = []
    make = get_all_computed_styles

    def remembered(*given: Any, **named: Any) -> StyleFor:
        held.append(make(*given, **named))
        return held[-1]

    monkeypatch.setattr("weasyprint.document.get_all_computed_styles", remembered)
    for rows in (1, 40):
        page = PAGE.replace("<table>", "<table>" + "<tr><td>أ<td>ب" * rows)
        with patched():
            pages = weasyprint.HTML(string=page).render(font_config=FontConfiguration()).pages
    few, styles = (style_for.get_computed_styles() for style_for in held)
    parts = [{id(style) for (_, kind), style in s.items() if kind} for s in (few, styles)]
    assert len(styles) > len(few) + 40
    assert len(parts[0]) == len(parts[1])
    assert not [kind for _, kind in styles if kind and "note-call" in kind and kind[0] == "n"]
    assert len([kind for _, kind in styles if kind == "footnote-call"]) == 2
    assert len({id(page._page_box.style) for page in pages}) < len(pages)


def test_sections_alike_share_the_styles_of_what_stands_in_them() -> None:
    with patched():
        pages = weasyprint.HTML(string=PAGE).render(font_config=FontConfiguration()).pages
    blocks = [box for p in pages for box in p._page_box.descendants() if isinstance(box, BlockBox)]
    anchors = {box.element: box.style["anchor"] for box in blocks if box.element_tag == "section"}
    heads = {id(box.style) for box in blocks if box.element_tag == "h1"}
    assert list(anchors.values()) == ["d", "e"]
    assert len(heads) == 3, "those with an anchor of their own, and one for both sections"
    inlines = [box for p in pages for box in p._page_box.descendants() if box.element_tag == "i"]
    words = {box.element: box.style for box in inlines if isinstance(box, InlineBox)}
    assert [style["lang"] for style in words.values()] == ["fr", "fr", "en"]
    assert len({id(style) for style in words.values()}) == 2


def test_no_replacement_stands_in_both_tables() -> None:
    assert not {r.make for r in REPLACEMENTS} & {r.make for r in SHORTCUTS}


def test_the_collector_comes_back() -> None:
    assert gc.isenabled()
    with calm():
        with calm():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_leader_is_one_text() -> None:
    with patched():
        document = weasyprint.HTML(string=PAGE).render(font_config=FontConfiguration())
    leaders = [box for box in document.pages[0]._page_box.descendants() if box.is_leader]
    assert [len(leader.children) for leader in leaders] == [1, 1]
    for leader in leaders:
        (dots,) = leader.children
        assert dots.text.count(".") > 10
        assert dots.text == dots.pango_layout.text
