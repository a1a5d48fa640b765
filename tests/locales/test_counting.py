"""Numbering of lists: letters in two orders, Hebrew numerals, and what stands on the page."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
import weasyprint
from hypothesis import given
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from report.locales import locale
from report.model.blocks import Numbering
from report.model.ordinals import ordinal, readings, resolve
from report.writers.counters import list_counters

FONTS = Path(__file__).parents[2] / "fonts"


def labels(language: str, style: str, first: int, count: int) -> list[str]:
    """Return the labels of a list as they are set."""
    face = next(FONTS.glob("frank*/*.ttf" if language == "he" else "amiri/Amiri-Regular.ttf"))
    items = "<li>Z</li>" * count
    html = f"""<html lang={language} dir=rtl><style>{list_counters(locale(language))}
    @font-face {{ font-family: Test; src: url({face.as_uri()}) }}
    * {{ font-family: Test }} ol {{ list-style-type: {style}; margin: 0 40mm }}
    </style><ol start={first}>{items}</ol>"""
    page = weasyprint.HTML(string=html).render(presentational_hints=True).pages[0]._page_box
    return [
        box.text.strip(" .")
        for box in page.descendants(placeholders=True)
        if isinstance(box, boxes.TextBox) and box.element_tag.endswith("::marker")
    ]


@pytest.mark.parametrize(
    ("language", "style", "first", "written"),
    [
        ("ar", "list-abjad", 1, "أ ب ج د"),
        ("ar", "list-alphabet", 1, "أ ب ت ث"),
        ("fa", "list-alphabet", 1, "الف ب پ ت"),
        ("ur", "list-alphabet", 3, "پ ت ٹ ث"),
        ("ar-MA", "list-abjad", 28, "غ 29 30"),
        ("ar-EG", "list-abjad", 28, "غ ٢٩ ٣٠"),
        ("he", "list-abjad", 14, "יד טו טז יז"),
        ("he", "list-abjad", 99, "צט ק קא"),
        ("he", "list-alphabet", 21, "ש ת"),
    ],
)
def test_lists_count_in_the_letters_of_the_language(
    language: str, style: str, first: int, written: str
) -> None:
    wanted = written.split()
    assert labels(language, style, first, len(wanted)) == wanted


@given(st.sampled_from(get_args(Numbering)), st.integers(1, 28))
def test_what_is_written_is_read_again(numbering: Numbering, value: int) -> None:
    written = ordinal(value, numbering)
    if written is not None:
        assert (numbering, value) in readings(written)


def test_an_alphabet_is_told_from_the_abjad_and_from_latin_letters() -> None:
    assert resolve(["أ", "ب", "ت"]) == ("alphabet", 1)
    assert resolve(["الف", "ب", "پ"]) == ("alphabet", 1)
    assert resolve(["أ", "ب", "ج"]) == ("abjad", 1)
    assert resolve(["a", "b", "c"]) == ("alpha", 1)
