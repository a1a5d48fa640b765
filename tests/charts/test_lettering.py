"""Words as outlines: shaped, ordered, measured, broken."""

from __future__ import annotations

import re

import pytest
import uharfbuzz
from hypothesis import given, settings
from hypothesis import strategies as st

from report.charts.lettering import Lettering, bare, settled, spoken
from report.compose.galley import House
from report.filters.isolates import isolate
from report.model.inlines import Code, Isolate, LineBreak, Link, NoteRef, Strong, Text


def test_letters_are_joined(lettering: Lettering) -> None:
    joined = lettering.width("سلام", 10, "rtl")
    apart = sum(lettering.width(letter, 10, "rtl") for letter in "سلام")
    assert joined < 0.9 * apart
    assert lettering.width("لا", 10, "rtl") != pytest.approx(
        lettering.width("ل", 10, "rtl") + lettering.width("ا", 10, "rtl"), rel=0.05
    )


def test_an_outline_is_what_harfbuzz_shapes(lettering: Lettering, house: House) -> None:
    face = next(f for f in house.faces if f.family == "IBM Plex Sans Arabic" and f.weight == 400)
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(face.data)))
    buffer = uharfbuzz.Buffer()
    buffer.add_str("المغرب")
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    advance = sum(p.x_advance for p in buffer.glyph_positions) / font.face.upem * 10
    assert lettering.width("المغرب", 10, "rtl") == pytest.approx(advance, abs=0.01)


def test_runs_stand_in_the_order_of_the_line(lettering: Lettering) -> None:
    """In a right-to-left line the Latin run stands to the left of the word before it."""
    rtl = lettering.outline("نص WHO", 10, "rtl").path
    ltr = lettering.outline("نص WHO", 10, "ltr").path
    assert rtl != ltr
    first_x = int(re.match(r"m(-?\d+)", rtl)[1])  # type: ignore[index]
    assert first_x < 1000
    alone = lettering.outline("WHO", 10, "ltr").path
    assert rtl.startswith(alone[: len(alone) // 2])


def test_numbers_of_a_range_keep_their_order(lettering: Lettering) -> None:
    held = settled("2014–2022", "rtl")
    assert held == "\u20662014–2022\u2069"
    plain = lettering.outline("2014–2022", 10, "ltr").path
    assert lettering.outline(held, 10, "rtl").path == plain
    assert lettering.outline("2014–2022", 10, "rtl").path != plain


@pytest.mark.parametrize("text", ["שלום", "پچگژ", "ٹڈے", "₪ 12", "€ 5", "٪٤٥", "−3"])
def test_letters_that_the_first_face_lacks_come_from_the_next(
    lettering: Lettering, text: str
) -> None:
    assert lettering.outline(text, 10, "rtl").path
    assert lettering.width(text, 10, "rtl", strong=True) > 0


_WORDS = st.lists(
    st.sampled_from(["المغرب", "WHO", "12", "في", "\u2066Foreign Affairs\u2069", "منظمة"]),
    max_size=9,
)


@settings(max_examples=60)
@given(_WORDS, st.integers(20, 120))
def test_lines_hold_every_word_within_the_measure(
    lettering: Lettering, words: list[str], measure: int
) -> None:
    lines = lettering.lines(" ".join(words), 10, "rtl", measure)
    assert " ".join(map(bare, lines)).split() == bare(" ".join(words)).split()
    for line in lines:
        assert line.count("\u2066") == line.count("\u2069")
        if len(line.split()) > 1:
            assert lettering.width(line, 10, "rtl") <= measure


def test_a_run_is_spoken_with_its_isolates() -> None:
    run = (
        Text("قال "),
        Strong((Isolate((Text("WHO"),), "ltr"),)),
        LineBreak(),
        Code("x=1"),
        NoteRef("n"),
        Link((Text("هنا"),), "https://a.b"),
    )
    assert spoken(run) == "قال \u2066WHO\u2069 \u2066x=1\u2069هنا"
    assert bare(spoken(isolate((Text("نشرت World Bank"),), "rtl"))) == "نشرت World Bank"


def test_equal_text_gives_equal_paths(house: House) -> None:
    from report.compose.charts import lettering_of
    from report.compose.themes import theme_of

    families = theme_of(house.styles, None).display_families
    one, other = (lettering_of(house.faces, families) for _ in range(2))
    for text in ("مُحَمَّد 12%", "Öl — «نص»"):
        assert one.outline(text, 9.4, "rtl") == other.outline(text, 9.4, "rtl")
        assert not re.search(r"[^mlqcz0-9 -]", one.outline(text, 9.4, "rtl").path)


@pytest.mark.parametrize("text", ["محافظة رقم 12 في WHO المنطقة", "abc", "الأمنُ", ""])
@pytest.mark.parametrize("strong", [False, True])
def test_a_width_is_that_of_the_outline(lettering: Lettering, text: str, strong: bool) -> None:
    drawn = lettering.outline(text, 11.0, "rtl", strong=strong)
    assert lettering.width(text, 11.0, "rtl", strong=strong) == drawn.width
