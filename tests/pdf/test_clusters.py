"""Clusters: each character has its piece, and no ink moves."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from report.writers.pdf.clusters import NO_INK, Glyph, Part, divide

FATHA, SHADDA = "\u064e", "\u0651"

glyphs = st.lists(
    st.builds(
        Glyph,
        number=st.sampled_from([NO_INK, 1, 2, 3]),
        advance=st.sampled_from([0, 0, 250, 500, 601]),
        x=st.integers(-300, 300),
        y=st.integers(-300, 300),
    ),
    min_size=1,
    max_size=6,
)
words = st.text(st.sampled_from(f"لابت{FATHA}{SHADDA}\u200c"), min_size=1, max_size=5)


@given(glyphs, words, st.booleans())
def test_ink_and_pen_stay_and_every_character_has_a_piece(
    set_glyphs: list[Glyph], text: str, rtl: bool
) -> None:
    pieces = divide(set_glyphs, text, rtl=rtl)
    shown = "".join(piece.text for piece in pieces)
    assert (shown[::-1] if rtl else shown) == text
    pen, before = 0, []
    for glyph in set_glyphs:
        if glyph.number != NO_INK:
            before.append((glyph.number, pen + glyph.x, glyph.y))
        pen += glyph.advance
    at, after = 0, []
    for piece in pieces:
        after += [(part.number, at + part.x, part.y) for part in piece.parts]
        at += piece.advance
    assert sorted(after) == sorted(before)
    assert at == pen


def test_glyphs_of_several_letters_go_one_to_each() -> None:
    pieces = divide([Glyph(2, 300), Glyph(1, 400)], "لا", rtl=True)
    assert [(p.text, p.parts[0].number) for p in pieces] == [("ا", 2), ("ل", 1)]


def test_marks_keep_no_width_beside_a_ligature() -> None:
    """A fatha on the lam of a lam-alef: three characters, a mark and one glyph for two letters."""
    pieces = divide([Glyph(8, 0, 350, 20), Glyph(5, 600)], f"ل{FATHA}ا", rtl=True)
    assert [(p.text, p.advance) for p in pieces] == [("ا", 300), (FATHA, 0), ("ل", 300)]
    assert pieces[0].parts == (Part(5, 0, 0),)
    assert pieces[1].parts == (Part(8, 50, 20),)


def test_merged_marks_are_two_characters() -> None:
    pieces = divide([Glyph(9, 0, 100, 50), Glyph(1, 500)], f"ب{FATHA}{SHADDA}", rtl=True)
    assert [p.text for p in pieces] == [SHADDA, FATHA, "ب"]
    assert [p.advance for p in pieces] == [0, 0, 500]


def test_a_latin_ligature_is_shown_by_its_first_letter() -> None:
    pieces = divide([Glyph(7, 900)], "ffi", rtl=False)
    assert [(p.text, p.advance, p.parts) for p in pieces] == [
        ("f", 300, (Part(7),)),
        ("f", 300, ()),
        ("i", 300, ()),
    ]


def test_a_kashida_belongs_to_the_letter_on_its_right() -> None:
    """From left to right: two kashidas, the fatha, the letter; the text is letter and fatha."""
    set_glyphs = [Glyph(4, 200), Glyph(4, 200), Glyph(8, 0, 80, 30), Glyph(1, 500)]
    mark, letter = divide(set_glyphs, f"ب{FATHA}", rtl=True, stretch=2)
    assert (mark.text, mark.advance) == (FATHA, 0)
    assert (letter.text, letter.advance) == ("ب", 900)
    assert letter.parts == (Part(1, 400), Part(4, 0), Part(4, 200))
    assert mark.parts == (Part(8, 480, 30),)


def test_marks_are_what_unicode_says() -> None:
    assert unicodedata.category(FATHA) == unicodedata.category(SHADDA) == "Mn"
