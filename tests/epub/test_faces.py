"""Faces in the EPUB: every character has a glyph, and it is shaped as in the whole font."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
import uharfbuzz
from fontTools.ttLib import TTFont
from lxml import etree

from report.compose.faces import coverage
from report.compose.galley import Face, Galley, House, Sheet
from report.shelf import Shelf
from report.writers.epub.documents import open_sheet
from report.writers.epub.faces import cut, cut_faces, font_face_rules
from report.writers.epub.styles import custom_properties, spell_out

TEXT = "لا إله إلّا الله، محمّد صلى الله عليه وسلّم ١٢٣ پژوهش ٹ Water fi (2024)"


def shaped(font: bytes, text: str) -> list[tuple[int, int, int, int]]:
    """Return advances and offsets of the glyphs of a text: what a reader sees of shaping."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(font))), buffer)
    return [(p.x_advance, p.y_advance, p.x_offset, p.y_offset) for p in buffer.glyph_positions]


def families(house: House, style: str, body: str) -> dict[tuple[str, int], frozenset[str]]:
    galley_sheet = open_sheet(sheet_of(body))
    characters = frozenset("".join(str(t) for t in galley_sheet.root.itertext()))
    cuts = cut_faces(house.faces, [style], (galley_sheet.root,), characters, Shelf())
    return {
        (made.face.family, made.face.weight): coverage(replace(made.face, data=made.data))
        for made in cuts
    }


def sheet_of(body: str) -> Sheet:
    return Sheet("a", "ع", body, "body", "chapter", "ar", "rtl")


def face(house: House, file: str) -> Face:
    return next(f for f in house.faces if f.file.endswith(file))


@pytest.mark.parametrize("file", ["Amiri-Regular.ttf", "IBMPlexSansArabic-SemiBold.ttf"])
def test_a_cut_face_shapes_as_the_whole_one(house: House, file: str) -> None:
    whole = face(house, file)
    assert shaped(cut(whole, frozenset(TEXT)), TEXT) == shaped(whole.data, TEXT)


def test_a_cut_face_is_renamed_and_keeps_copyright_and_licence(house: House) -> None:
    whole = face(house, "IBMPlexSansArabic-Regular.ttf")
    names = TTFont(io.BytesIO(cut(whole, frozenset(TEXT))))["name"]
    before = TTFont(io.BytesIO(whole.data))["name"]
    for entry in (0, 13, 14):
        assert names.getDebugName(entry) == before.getDebugName(entry)
    for entry in (1, 3, 4, 6):
        assert "plex" not in names.getDebugName(entry).lower()
        assert names.getDebugName(entry)
    assert len(cut(whole, frozenset(TEXT))) < len(whole.data) / 3


def test_every_character_of_the_book_has_a_glyph(galley: Galley, members: dict[str, bytes]) -> None:
    text: set[str] = set()
    for name in members:
        if name.endswith(".xhtml"):
            for piece in etree.fromstring(members[name]).itertext():
                text.update(str(piece))
    held: set[str] = set()
    for name, data in members.items():
        if name.endswith(".ttf"):
            held |= set(map(chr, uharfbuzz.Face(uharfbuzz.Blob(data)).unicodes))
    assert text - held - {"\n"} == set()


def test_only_what_the_styles_ask_for_somewhere_is_embedded(house: House) -> None:
    style = 'p {font-family: "Amiri"} code {font-family: "IBM Plex Mono"}'
    assert set(families(house, style, "<p>ماء</p>")) == {("Amiri", 400), ("Amiri", 700)}
    with_code = families(house, style, "<p>ماء <code>x</code></p>")
    assert ("IBM Plex Mono", 400) in with_code


@pytest.mark.parametrize(
    ("selector", "applies"),
    [
        ("p.note", True),
        ("code.note", False),
        ("section.part p", True),
        (".aside p", False),
        ("h2 ~ p, .aside", True),
        ("p:not(.aside)", True),
        (":is(.aside, code)", False),
        (":is(.aside, p)", True),
        ("*[title]", True),
        ("p::oops", True),  # nobody knows what it finds
    ],
)
def test_a_selector_is_put_to_every_document(house: House, selector: str, applies: bool) -> None:
    bodies = (
        "<h2>ماء</h2>",
        '<section class="part"><h2>ماء</h2><p class="b note" title="م"/></section>',
    )
    roots = tuple(open_sheet(sheet_of(body)).root for body in bodies)
    style = f'{selector} {{font-family: "IBM Plex Mono"}}'
    cuts = cut_faces(house.faces, [style], roots, frozenset("m"), Shelf())
    assert bool(cuts) == applies


def test_weights_come_with_the_rules_that_ask_for_them(house: House) -> None:
    style = 'body {font-family: "IBM Plex Sans Arabic"} h3 {font-weight: 500}'
    assert {w for _, w in families(house, style, "<p>ماء</p>")} == {400, 700}
    assert {w for _, w in families(house, style, "<h3>ماء</h3>")} == {400, 500, 700}


def test_a_later_family_has_only_what_the_earlier_ones_lack(house: House) -> None:
    style = ':root {--text: "Amiri", "Frank Ruhl Libre"} p {font-family: var(--text)}'
    assert ("Frank Ruhl Libre", 400) not in families(house, style, "<p>ماء Water</p>")
    hebrew = families(house, style, "<p>ماء Water שלום</p>")
    assert hebrew["Frank Ruhl Libre", 400] - {" "} == set("שלום")


def test_rules_in_media_queries_and_generated_text_count(house: House) -> None:
    style = '@media (max-width: 9em) { p {font-family: "Amiri"} p::before {content: "–"} }'
    made = families(house, style, "<p>ماء</p>")
    assert "–" in made["Amiri", 400]


def test_the_rules_name_family_weight_and_file(house: House) -> None:
    root = open_sheet(sheet_of("<p>ماء</p>")).root
    cuts = cut_faces(house.faces, ['p {font-family: "Amiri"}'], (root,), frozenset("ماء"), Shelf())
    rules = font_face_rules(cuts)
    assert 'font-family: "Amiri";\n  font-weight: 700;' in rules
    assert 'url("../faces/Amiri-Bold.ttf")' in rules


def test_values_are_spelled_out_for_old_reading_systems() -> None:
    style = ":root {\n  --ink: var(--dark);\n  --dark: #123;\n}\n\na {\n  color: var(--ink);\n}"
    assert spell_out(style, custom_properties([style])) == "a {\n  color: #123;\n}"


def test_custom_properties_that_name_each_other_in_a_ring_end() -> None:
    style = ":root { --a: var(--b); --b: var(--a); }\np { color: var(--a); }"
    assert "var(--" in spell_out(style, custom_properties([style]))
