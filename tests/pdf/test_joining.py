"""Joining: a word stays whole over inline boundaries, to the eye and to readers of PDF."""

from __future__ import annotations

import io
from pathlib import Path
from xml.etree import ElementTree

import pypdf
import pytest
import weasyprint

from report.writers.pdf.joining import join_letters
from report.writers.pdf.patches import patched

AMIRI = (Path(__file__).parents[2] / "fonts/amiri/Amiri-Regular.ttf").as_uri()


@pytest.mark.parametrize(
    ("body", "joined"),
    [
        ("<p>م<b>د</b>رسة</p>", "<p>م\u200d<b>\u200dد</b>رسة</p>"),
        ("<p>ال<a><i>كت</i>اب</a></p>", "<p>ال\u200d<a><i>\u200dكت\u200d</i>\u200dاب</a></p>"),
        ("<p>م <b>د</b> رسة</p>", "<p>م <b>د</b> رسة</p>"),
        ("<div>م<p>د</p>م</div>", "<div>م<p>د</p>م</div>"),
        ("<p>م<br/>د<bdi>م</bdi></p>", "<p>م<br/>د<bdi>م</bdi></p>"),
        ("<h2>م<b>د</b></h2>", "<h2>م<b>د</b></h2>"),
    ],
)
def test_letters_join_only_inside_a_word(body: str, joined: str) -> None:
    tree = ElementTree.fromstring(body)
    join_letters(tree)
    assert ElementTree.tostring(tree, "unicode") == joined.replace("<br/>", "<br />")


def test_the_joiner_reaches_no_reader_and_joins_the_letters() -> None:
    css = f"@font-face {{ font-family: A; src: url({AMIRI}) }} * {{ font-family: A }}"
    source = f"<html dir=rtl lang=ar><style>{css}</style><p>م<b>د</b>رسة وال<i>كت</i>اب"
    read: list[str] = []
    sizes: list[int] = []
    for bridge in (False, True):
        page = weasyprint.HTML(string=source)
        if bridge:
            join_letters(page.etree_element)
        with patched():
            data = page.write_pdf()
        read.append(pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text().strip())
        sizes.append(len(data))
    assert read == ["مدرسة والكتاب"] * 2
    assert sizes[0] != sizes[1], "the letters have other shapes"
